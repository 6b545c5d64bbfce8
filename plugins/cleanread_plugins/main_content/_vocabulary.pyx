# cython: boundscheck=True, wraparound=False, cdivision=True
"""Words looked up in tables of scores, and what they say of each block (`vocabulary`)."""

from cpython.bytearray cimport PyByteArray_AS_STRING
from cpython.dict cimport PyDict_GetItemWithError
from cpython.mem cimport PyMem_Calloc, PyMem_Free
from cpython.object cimport PyObject, PyObject_Hash
from libc.stdint cimport int64_t, uint32_t, uint64_t
from libc.string cimport memcmp, memcpy

from cleanread.letters cimport (
    PyUnicode_1BYTE_DATA, PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_Substring
)

# as in `tree.names_of`
cdef enum:
    LONGEST = 300
    MOST = 12

cdef struct Score:
    float mean
    float lowest
    float highest
    bint named

cdef struct Slot:
    uint32_t tag  # of the word's hash
    uint32_t at  # where the word is in the entries, 0 for none

cdef struct Entry:
    double score
    uint32_t kind  # bytes a character
    uint32_t length
    # and the characters


cdef class Table:
    """Scores by word in little memory, side by side: most words are asked for once a page, when all of a `dict` is cold."""

    cdef Slot* slots
    cdef double* entries
    cdef uint64_t mask

    def __cinit__(self, dict scores):
        cdef Py_ssize_t size = 1, slots = 8
        cdef str word
        cdef double score
        for word in scores:
            size += _size(word)
        while slots * 2 < len(scores) * 3:
            slots *= 2
        self.mask = slots - 1
        self.slots = <Slot*> PyMem_Calloc(slots, sizeof(Slot))
        self.entries = <double*> PyMem_Calloc(size, sizeof(double))
        if self.slots is NULL or self.entries is NULL:
            raise MemoryError
        size = 1
        for word, score in scores.items():
            self.add(word, score, size)
            size += _size(word)

    def __dealloc__(self):
        PyMem_Free(self.slots)
        PyMem_Free(self.entries)

    cdef int add(self, str word, double score, Py_ssize_t at) except -1:
        cdef uint64_t hashed = <uint64_t> PyObject_Hash(word), slot = hashed & self.mask
        cdef Entry* entry = <Entry*> (self.entries + at)
        while self.slots[slot].at:
            slot = (slot + 1) & self.mask
        self.slots[slot].tag = hashed >> 32
        self.slots[slot].at = at
        entry.score, entry.kind, entry.length = score, PyUnicode_KIND(word), PyUnicode_GET_LENGTH(word)
        memcpy(entry + 1, PyUnicode_DATA(word), <size_t> entry.kind * entry.length)
        return 0

    cdef double get(self, str word) except? -1e308:
        """The score of a word, 0 when it is not known."""
        cdef uint64_t hashed = <uint64_t> PyObject_Hash(word), slot = hashed & self.mask
        cdef uint32_t tag = hashed >> 32
        cdef Entry* entry
        while self.slots[slot].at:
            if self.slots[slot].tag == tag:
                entry = <Entry*> (self.entries + self.slots[slot].at)
                if entry.length == PyUnicode_GET_LENGTH(word) and entry.kind == PyUnicode_KIND(word) and not memcmp(
                        entry + 1, PyUnicode_DATA(word), <size_t> entry.kind * entry.length):
                    return entry.score
            slot = (slot + 1) & self.mask
        return 0.0


cdef Py_ssize_t _size(str word):
    """How many doubles an entry takes."""
    return (sizeof(Entry) + PyUnicode_KIND(word) * PyUnicode_GET_LENGTH(word) + sizeof(double) - 1) // sizeof(double)


cpdef tuple told_by(str text, Table scores, parts_of):
    """`Vocabulary._told_by`, with names taken apart as in `tree.names_of`.

    Args:
        scores: by name.
        parts_of: takes a name apart that is not of ASCII characters.
    """
    cdef list found = []
    cdef double score, lowest = 0, highest = 0
    cdef str token
    for token in text[:LONGEST].split()[:MOST]:
        if len(token) > 1:
            if token.isascii():
                _add_scores(found, token, scores)
            else:
                for part in parts_of(token):
                    found.append(scores.get(part))
    if not found:
        return 0.0, 0.0, 0.0, ()
    for score in found:
        lowest = min(lowest, score)
        highest = max(highest, score)
    return sum(found) / len(found), lowest, highest, tuple(found)


cdef int _add_scores(list found, str token, Table scores) except -1:
    """Add the scores of a name of ASCII characters, and of the words that it is made of: `tree.parts_of`."""
    cdef str lowered = token.lower(), part
    cdef list parts = None
    cdef const unsigned char* chars = PyUnicode_1BYTE_DATA(token)
    cdef Py_ssize_t at, begin = 0, size = len(token)
    cdef unsigned char char
    cdef bint small, capital, after_small = False
    found.append(scores.get(lowered))
    for at in range(size + 1):
        char = chars[at]  # there is a NUL after the last
        small = 97 <= char <= 122
        capital = 65 <= char <= 90
        if not (small or capital) or (capital and after_small):
            if 1 < at - begin < size:
                part = PyUnicode_Substring(lowered, begin, at)
                if parts is None:
                    parts = [part]
                    found.append(scores.get(part))
                elif part not in parts:
                    parts.append(part)
                    found.append(scores.get(part))
            begin = at if capital else at + 1
        after_small = small
    return 0


def of_names(list names, dict known, Table scores_by_name not None, parts_of, const int64_t[:] called, const int64_t[:, :] around,
             Py_ssize_t own, Py_ssize_t near, float[:, :] columns):
    """What the names of the elements around each block say.

    Args:
        names: what elements are called.
        known: what `told_by` gives of those looked up before; the others are added.
        scores_by_name, parts_of: what it wants.
        called: for each element which of the names.
        around: levels by blocks, -1 for no element.
        own: how many levels have a column of their own.
        near: how many levels are near.
        columns: to be written: the mean of each own level and of all, the lowest and the highest of all and of those near.
    """
    cdef Py_ssize_t block, level, row, number = 0
    cdef int64_t element
    cdef bytearray space = bytearray(len(names) * sizeof(Score))
    cdef Score* scores = <Score*> PyByteArray_AS_STRING(space)
    cdef Score* one
    cdef PyObject* found
    cdef tuple told
    cdef float total, lowest, highest, lowest_near, highest_near
    cdef int64_t named
    for name in names:
        one = scores + number
        one.named = len(<str> name) > 0
        if len(<str> name) > LONGEST:
            name = name[:LONGEST]
        found = PyDict_GetItemWithError(known, name)
        if found is NULL:
            told = known[name] = told_by(name, scores_by_name, parts_of)
        else:
            told = <object> found
        one.mean, one.lowest, one.highest = told[0], told[1], told[2]
        number += 1
    for row in range(called.shape[0]):
        if not 0 <= called[row] < number:
            raise IndexError(called[row])
    for block in range(around.shape[1]):
        total = lowest = highest = lowest_near = highest_near = 0
        named = 0
        for level in range(around.shape[0]):
            element = around[level, block]
            if element < 0:
                if level < own:
                    columns[level, block] = 0
                continue
            one = scores + called[element]
            total += one.mean
            named += one.named
            lowest = min(lowest, one.lowest)
            highest = max(highest, one.highest)
            if level < own:
                columns[level, block] = one.mean
            if level < near:
                lowest_near, highest_near = lowest, highest
        columns[own, block] = <float> (<double> total / <double> max(named, 1))
        columns[own + 1, block] = lowest
        columns[own + 2, block] = highest
        columns[own + 3, block] = lowest_near
        columns[own + 4, block] = highest_near


def of_texts(Table texts not None, Table headings not None, Table words not None, list short, const int64_t[:] heading, list pieces,
             const int64_t[:] starts, Py_ssize_t most, float[:, :] columns):
    """What the words of each block say.

    Args:
        texts: scores of whole texts.
        headings: scores of words of headings.
        words: scores of words of any text.
        short: each block's text, or an empty string.
        heading: for each block the last heading before it or itself, -1 for none.
        pieces: the words of all texts.
        starts: where each block's words start, and last where they end.
        most: words of a heading that are looked up.
        columns: to be written: scores of the text, the heading, its lowest word, all words, the first word.
    """
    cdef Py_ssize_t block, piece, end, blocks = len(short)
    cdef int64_t latest = -1
    cdef float mean = 0, lowest = 0
    cdef double sum_before, sum_here = 0, score
    cdef list scores
    for block in range(blocks):
        columns[0, block] = <float> texts.get(short[block])
        if heading[block] != latest:
            latest = heading[block]
            mean = lowest = 0
            if latest >= 0:
                end = min(starts[latest + 1], starts[latest] + most)
                scores = [headings.get(pieces[piece]) for piece in range(starts[latest], end)]
                if scores:
                    mean, lowest = sum(scores) / len(scores), min(scores)
        columns[1, block] = mean
        columns[2, block] = lowest
        sum_before = sum_here
        columns[4, block] = 0
        for piece in range(starts[block], starts[block + 1]):
            score = words.get(pieces[piece])
            sum_here += score
            if piece == starts[block]:
                columns[4, block] = <float> score
        columns[3, block] = <float> ((sum_here - sum_before) / <double> max(starts[block + 1] - starts[block], 1))
