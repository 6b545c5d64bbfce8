# cython: boundscheck=False, wraparound=False, cdivision=True
"""Counts what characters texts are made of: the loop of `characters.count`."""

from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t
from libc.string cimport memset

from cleanread.letters cimport PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND

cdef enum:
    MOST = 16  # kinds that the table may name

ctypedef fused Code:
    uint8_t
    uint16_t
    uint32_t


cdef struct Found:
    int64_t kinds[MOST]
    int64_t words
    int64_t pieces
    int64_t breaks


cdef inline void scan(const Code* codes, Py_ssize_t length, const uint8_t* table, const uint8_t* worldly, int space,
                      Found* found) noexcept nogil:
    cdef Py_ssize_t index
    cdef uint32_t code
    cdef int kind, inside = 0, within = 0, here, black
    cdef int64_t words = 0, pieces = 0, breaks = 0
    for index in range(length):
        code = codes[index]
        if Code is uint32_t:
            if code > 0xFFFF:
                code = 0xFFFF
        kind = table[code]
        found.kinds[kind] += 1
        here = worldly[kind]
        black = kind != space
        words += here & ~inside
        pieces += black & ~within
        breaks += code == 10
        inside = here
        within = black
    found.words = words
    found.pieces = pieces
    found.breaks = breaks


def counted(list texts, const uint8_t[::1] table, const uint8_t[::1] worldly, int space, int word, float[:, ::1] kinds,
            int64_t[::1] lengths, float[::1] words, int64_t[::1] pieces, int64_t[::1] breaks, uint8_t[::1] first,
            uint8_t[::1] last):
    """Count the characters of texts by their kinds.

    Args:
        texts: the texts.
        table: the kind of each code point of the basic plane.
        worldly: for each kind 1 if words are made of it, else 0.
        space: the kind of blanks.
        word: the kind of what is a word of its own.
        kinds: characters of each kind, kinds by texts, to be written, and so all that follow.
    """
    cdef Py_ssize_t index, kind, length, many = kinds.shape[0]
    cdef Found found
    cdef int form
    cdef void* data
    # the texts lie far apart in memory: in a short loop the processor waits for many of them at once
    for index in range(len(texts)):
        lengths[index] = PyUnicode_GET_LENGTH(<str>texts[index])
    for index in range(len(texts)):
        text = <str>texts[index]
        length = lengths[index]
        form = PyUnicode_KIND(text)
        data = PyUnicode_DATA(text)
        memset(&found, 0, sizeof(Found))
        first[index] = last[index] = 0
        if form == 1:
            scan(<uint8_t*>data, length, &table[0], &worldly[0], space, &found)
        elif form == 2:
            scan(<uint16_t*>data, length, &table[0], &worldly[0], space, &found)
        else:
            scan(<uint32_t*>data, length, &table[0], &worldly[0], space, &found)
        for kind in range(many):
            kinds[kind, index] = found.kinds[kind]
        words[index] = found.words + found.kinds[word]
        pieces[index] = found.pieces
        breaks[index] = found.breaks
        if length:
            first[index] = kind_of(form, data, 0, table)
            last[index] = kind_of(form, data, length - 1, table)


cdef inline uint8_t kind_of(int form, void* data, Py_ssize_t index, const uint8_t[::1] table) noexcept:
    cdef uint32_t code
    if form == 1:
        code = (<uint8_t*>data)[index]
    elif form == 2:
        code = (<uint16_t*>data)[index]
    else:
        code = (<uint32_t*>data)[index]
    return table[code if code < 0xFFFF else 0xFFFF]
