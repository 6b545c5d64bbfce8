# cython: boundscheck=True, wraparound=False, cdivision=True
"""Words looked up in tables of scores, and what they say of each block (`vocabulary`)."""

from cpython.bytearray cimport PyByteArray_AS_STRING
from cpython.mem cimport PyMem_Calloc, PyMem_Free
from libc.stdint cimport int64_t, uint32_t, uint64_t
from libc.string cimport memcmp, memcpy

from cleanread.letters cimport (
    PyUnicode_1BYTE_DATA, PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_IS_ASCII, PyUnicode_KIND
)

# as in `tree.names_of`
cdef enum:
    LONGEST = 300
    MOST = 12
    # names of an element, and words that they are made of: of two characters at the least, but for the names themselves
    ROOM = LONGEST // 2 + MOST + 1

cdef struct Score:
    float mean
    float lowest
    float highest
    bint named

cdef struct Told:
    double mean
    double lowest
    double highest

cdef struct Slot:
    uint32_t tag  # of the word's hash
    uint32_t at  # where the word is in the entries, 0 for none

cdef struct Entry:
    double score
    uint32_t kind  # bytes a character
    uint32_t length
    # and the characters


cdef inline uint64_t _hash(const void* letters, Py_ssize_t size) noexcept nogil:
    """FNV-1a (Fowler, Noll, Vo), with its upper half in the lower one as well."""
    cdef const unsigned char* at = <const unsigned char*> letters
    cdef uint64_t result = 0xCBF29CE484222325U
    cdef Py_ssize_t index
    for index in range(size):
        result = (result ^ at[index]) * 0x100000001B3U
    return result ^ (result >> 32)


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
        cdef uint32_t kind = PyUnicode_KIND(word), length = PyUnicode_GET_LENGTH(word)
        cdef uint64_t hashed = _hash(PyUnicode_DATA(word), <Py_ssize_t> kind * length), slot = hashed & self.mask
        cdef Entry* entry = <Entry*> (self.entries + at)
        while self.slots[slot].at:
            slot = (slot + 1) & self.mask
        self.slots[slot].tag = hashed >> 32
        self.slots[slot].at = at
        entry.score, entry.kind, entry.length = score, kind, length
        memcpy(entry + 1, PyUnicode_DATA(word), <size_t> kind * length)
        return 0

    cdef double find(self, uint32_t kind, const void* letters, Py_ssize_t length) noexcept:
        """The score of a word of so many characters, of so many bytes each; 0 when it is not known."""
        cdef uint64_t hashed = _hash(letters, kind * length), slot = hashed & self.mask
        cdef uint32_t tag = hashed >> 32
        cdef Entry* entry
        while self.slots[slot].at:
            if self.slots[slot].tag == tag:
                entry = <Entry*> (self.entries + self.slots[slot].at)
                if entry.length == length and entry.kind == kind and not memcmp(entry + 1, letters, kind * length):
                    return entry.score
            slot = (slot + 1) & self.mask
        return 0.0

    cdef double get(self, str word) except? -1e308:
        """The score of a word, 0 when it is not known."""
        if word is None:
            raise TypeError("None is no word")
        return self.find(PyUnicode_KIND(word), PyUnicode_DATA(word), PyUnicode_GET_LENGTH(word))


cdef Py_ssize_t _size(str word):
    """How many doubles an entry takes."""
    return (sizeof(Entry) + PyUnicode_KIND(word) * PyUnicode_GET_LENGTH(word) + sizeof(double) - 1) // sizeof(double)


def told_by(str text not None, Table scores not None, parts_of):
    """`Vocabulary._told_by`.

    Args:
        scores: by name.
        parts_of: takes a name apart that is not of ASCII characters.
    """
    cdef double found[ROOM]
    cdef Py_ssize_t index, many = _scores_of(text, scores, parts_of, found)
    cdef Told told = _told(found, many)
    return told.mean, told.lowest, told.highest, tuple([found[index] for index in range(many)])


cdef Told _told(const double* found, Py_ssize_t many) noexcept:
    cdef Told told
    cdef Py_ssize_t index
    told.mean = told.lowest = told.highest = 0
    for index in range(many):
        told.mean += found[index]
        told.lowest = min(told.lowest, found[index])
        told.highest = max(told.highest, found[index])
    if many:
        told.mean /= many
    return told


cdef Py_ssize_t _scores_of(str text, Table scores, parts_of, double* found) except -1:
    """The scores of the names in an element's attributes, taken apart as in `tree.names_of`; how many there are."""
    cdef Py_ssize_t many = 0, tokens = 0, at = 0, begin, size = min(PyUnicode_GET_LENGTH(text), LONGEST)
    cdef const unsigned char* letters
    cdef str token, part
    if PyUnicode_IS_ASCII(text):
        letters = PyUnicode_1BYTE_DATA(text)
        while tokens < MOST:
            while at < size and _is_space(letters[at]):
                at += 1
            begin = at
            while at < size and not _is_space(letters[at]):
                at += 1
            if at == begin:
                break
            tokens += 1
            if at - begin > 1:
                many += _add_scores(letters + begin, at - begin, scores, found + many)
        return many
    for token in text[:LONGEST].split()[:MOST]:
        if len(token) > 1:
            if PyUnicode_IS_ASCII(token):
                many += _add_scores(PyUnicode_1BYTE_DATA(token), len(token), scores, found + many)
            else:
                for part in parts_of(token):
                    if many == ROOM:
                        raise ValueError("more parts than a name of that length has")
                    found[many] = scores.get(part)
                    many += 1
    return many


cdef inline bint _is_space(unsigned char letter) noexcept:
    """Whether `str.split` takes an ASCII character for white space."""
    return letter == 32 or 9 <= letter <= 13 or 28 <= letter <= 31


cdef Py_ssize_t _add_scores(const unsigned char* token, Py_ssize_t size, Table scores, double* found) noexcept:
    """Add the scores of a name of ASCII characters, and of the words that it is made of (`tree.parts_of`); how many these are."""
    cdef unsigned char lowered[LONGEST]
    cdef Py_ssize_t begins[ROOM]
    cdef Py_ssize_t ends[ROOM]
    cdef Py_ssize_t at, begin = 0, parts = 0, other
    cdef unsigned char letter
    cdef bint small, capital, after_small = False
    for at in range(size):
        lowered[at] = token[at] | 32 if 65 <= token[at] <= 90 else token[at]
    found[0] = scores.find(1, lowered, size)
    for at in range(size + 1):
        letter = token[at] if at < size else 0
        small = 97 <= letter <= 122
        capital = 65 <= letter <= 90
        if not (small or capital) or (capital and after_small):
            if 1 < at - begin < size:
                for other in range(parts):
                    if ends[other] - begins[other] == at - begin and not memcmp(
                            lowered + begins[other], lowered + begin, at - begin):
                        break
                else:
                    begins[parts], ends[parts] = begin, at
                    parts += 1
                    found[parts] = scores.find(1, lowered + begin, at - begin)
            begin = at if capital else at + 1
        after_small = small
    return parts + 1


def of_names(list names, Table scores_by_name not None, parts_of, const int64_t[:] called, const int64_t[:, :] around,
             Py_ssize_t own, Py_ssize_t near, float[:, :] columns):
    """What the names of the elements around each block say.

    Args:
        names: what elements are called.
        scores_by_name, parts_of: what `told_by` wants.
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
    cdef str name
    cdef double found[ROOM]
    cdef Told told
    cdef float total, lowest, highest, lowest_near, highest_near
    cdef int64_t named
    for name in names:
        if name is None:
            raise TypeError("None is no name")
        told = _told(found, _scores_of(name, scores_by_name, parts_of, found))
        one = scores + number
        one.mean, one.lowest, one.highest = <float> told.mean, <float> told.lowest, <float> told.highest
        one.named = len(name) > 0
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
