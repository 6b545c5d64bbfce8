# cython: boundscheck=False, wraparound=False, cdivision=True
"""The words of a page and tables of scores of words, both in little memory, side by side, and without objects of Python.

Most words are asked for once a page, when all of a `dict` is cold.
"""

from cpython.mem cimport PyMem_Calloc, PyMem_Free, PyMem_Malloc, PyMem_Realloc
from libc.stdint cimport uint8_t, uint16_t, uint32_t, uint64_t
from libc.string cimport memcmp, memcpy

from cleanread.letters cimport (
    PyUnicode_DATA, PyUnicode_FromKindAndData, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_Substring, Py_UNICODE_ISSPACE
)

cdef enum:
    # what `folded` says of blanks, and of what is not of ASCII
    BLANK = 255
    OTHER = 128
    # letters are kept where numbers of so many bytes may stand
    WIDEST = 4

ctypedef fused Code:
    uint8_t
    uint16_t
    uint32_t

cdef struct Entry:
    double score
    uint32_t kind  # bytes a letter
    uint32_t length
    # and the letters

#: Start and factor of FNV-1a (Fowler, Noll, Vo).
cdef uint64_t START = 0xCBF29CE484222325U, FACTOR = 0x100000001B3U

#: The small letter of each code below 256, or what else it is.
cdef uint8_t folded[256]


cdef void fold() noexcept:
    cdef int code
    for code in range(256):
        folded[code] = BLANK if Py_UNICODE_ISSPACE(code) else OTHER if code > 127 else code + 32 if c"A" <= code <= c"Z" else code


fold()


cdef inline uint64_t mixed(uint64_t hashed) noexcept nogil:
    """A hash with its upper half in the lower one as well."""
    return hashed ^ (hashed >> 32)


cdef inline uint64_t hash_of(const void* letters, Py_ssize_t size) noexcept nogil:
    cdef const uint8_t* at = <const uint8_t*> letters
    cdef uint64_t hashed = START
    cdef Py_ssize_t index
    for index in range(size):
        hashed = (hashed ^ at[index]) * FACTOR
    return mixed(hashed)


cdef class Words:
    """Words in a row, each with its hash.

    Args:
        words: the first of them.
    """

    def __init__(self, words=()):
        cdef str word
        for word in words:
            self.add(word)

    def __dealloc__(self):
        PyMem_Free(self.words)
        PyMem_Free(self.letters)

    def __len__(self):
        return self.many

    def __getitem__(self, which):
        cdef Py_ssize_t at
        if isinstance(which, slice):
            return [self[at] for at in range(*which.indices(self.many))]
        at = which
        if at < 0:
            at += self.many
        if not 0 <= at < self.many:
            raise IndexError(which)
        return PyUnicode_FromKindAndData(self.words[at].kind, self.letters + self.words[at].at, self.words[at].length)

    def __eq__(self, other):
        return list(self) == list(other)

    def __reduce__(self):
        return Words, (list(self),)

    cdef int reserve(self, Py_ssize_t words, Py_ssize_t letters) except -1:
        """Make room for so many words and bytes of letters more."""
        cdef void* larger
        if self.many + words > self.room:
            larger = PyMem_Realloc(self.words, 2 * (self.many + words) * sizeof(Word))
            if larger is NULL:
                raise MemoryError
            self.words, self.room = <Word*> larger, 2 * (self.many + words)
        if self.used + letters > self.space:
            larger = PyMem_Realloc(self.letters, 2 * (self.used + letters))
            if larger is NULL:
                raise MemoryError
            self.letters, self.space = <uint8_t*> larger, 2 * (self.used + letters)
        return 0

    cdef int add(self, str word) except -1:
        """Add a word."""
        if word is None:
            raise TypeError("None is no word")
        cdef uint32_t kind = PyUnicode_KIND(word), length = PyUnicode_GET_LENGTH(word)
        cdef Py_ssize_t size = <Py_ssize_t> kind * length
        cdef Word* made
        self.reserve(1, size + WIDEST)
        self.used = (self.used + kind - 1) // <Py_ssize_t> kind * kind
        made = self.words + self.many
        memcpy(self.letters + self.used, PyUnicode_DATA(word), size)
        made.hashed, made.at, made.kind, made.length = hash_of(PyUnicode_DATA(word), size), self.used, kind, length
        self.used += size
        self.many += 1
        return 0

    cdef int add_small(self, const unsigned char* letters, Py_ssize_t length) except -1:
        """Add a word of letters of ASCII, made small."""
        cdef Py_ssize_t index
        cdef uint64_t hashed = START
        cdef uint8_t* at
        cdef Word* made
        self.reserve(1, length)
        at = self.letters + self.used
        for index in range(length):
            # what is no letter is not folded: a blank may stand within
            at[index] = letters[index] + 32 if c"A" <= letters[index] <= c"Z" else letters[index]
            hashed = (hashed ^ at[index]) * FACTOR
        made = self.words + self.many
        made.hashed, made.at, made.kind, made.length = mixed(hashed), self.used, 1, length
        self.used += length
        self.many += 1
        return 0

    cdef int split(self, str text) except -1:
        """Add what blanks separate in a text, in small letters."""
        cdef int form = PyUnicode_KIND(text)
        if form == 1:
            return split_codes(self, text, <const uint8_t*> PyUnicode_DATA(text), PyUnicode_GET_LENGTH(text))
        if form == 2:
            return split_codes(self, text, <const uint16_t*> PyUnicode_DATA(text), PyUnicode_GET_LENGTH(text))
        return split_codes(self, text, <const uint32_t*> PyUnicode_DATA(text), PyUnicode_GET_LENGTH(text))


cdef inline uint8_t folded_code(Code code) noexcept:
    if Code is uint8_t:
        return folded[code]
    else:
        return folded[code] if code < 256 else BLANK if Py_UNICODE_ISSPACE(code) else OTHER


cdef int split_codes(Words words, str text, const Code* codes, Py_ssize_t length) except -1:
    cdef Py_ssize_t at = 0, start, used
    cdef uint8_t code, other
    cdef uint64_t hashed
    cdef Word* made
    # each word but the last takes two places, a letter and a blank
    words.reserve(length // 2 + 1, length)
    while True:
        while at < length and folded_code(codes[at]) == BLANK:
            at += 1
        if at == length:
            return 0
        start, used, hashed, other = at, words.used, START, 0
        while at < length:
            code = folded_code(codes[at])
            if code == BLANK:
                break
            other |= code
            words.letters[used] = code
            hashed = (hashed ^ code) * FACTOR
            used += 1
            at += 1
        if other & OTHER:
            words.add(PyUnicode_Substring(text, start, at).lower())
            words.reserve((length - at) // 2 + 1, length - at)
            continue
        made = words.words + words.many
        made.hashed, made.at, made.kind, made.length = mixed(hashed), words.used, 1, at - start
        words.used = used
        words.many += 1


cdef Words words_of(object words):
    """Words of any kind as these."""
    return <Words> words if isinstance(words, Words) else Words(words)


cdef class Table:
    """Scores by word.

    Args:
        scores: of each word.
    """

    def __cinit__(self, dict scores):
        cdef Py_ssize_t size = 1, slots = 8
        cdef str word
        cdef double score
        for word in scores:
            size += size_of(word)
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
            size += size_of(word)

    def __dealloc__(self):
        PyMem_Free(self.slots)
        PyMem_Free(self.entries)

    cdef int add(self, str word, double score, Py_ssize_t at) except -1:
        cdef uint32_t kind = PyUnicode_KIND(word), length = PyUnicode_GET_LENGTH(word)
        cdef uint64_t hashed = hash_of(PyUnicode_DATA(word), <Py_ssize_t> kind * length), slot = hashed & self.mask
        cdef Entry* entry = <Entry*> (self.entries + at)
        while self.slots[slot].at:
            slot = (slot + 1) & self.mask
        self.slots[slot].tag = hashed >> 32
        self.slots[slot].at = at
        entry.score, entry.kind, entry.length = score, kind, length
        memcpy(entry + 1, PyUnicode_DATA(word), <size_t> kind * length)
        return 0

    cdef double find(self, uint64_t hashed, uint32_t kind, const void* letters, Py_ssize_t length) noexcept:
        """The score of a word of so many letters, of so many bytes each; 0 when it is not known."""
        cdef uint64_t slot = hashed & self.mask
        cdef uint32_t tag = hashed >> 32
        cdef Entry* entry
        while self.slots[slot].at:
            if self.slots[slot].tag == tag:
                entry = <Entry*> (self.entries + self.slots[slot].at)
                if entry.length == length and entry.kind == kind and not memcmp(entry + 1, letters, kind * length):
                    return entry.score
            slot = (slot + 1) & self.mask
        return 0.0

    cdef double get(self, uint32_t kind, const void* letters, Py_ssize_t length) noexcept:
        """The same where there is no hash yet."""
        return self.find(hash_of(letters, kind * length), kind, letters, length)

    cdef void scores(self, Words words, Py_ssize_t begin, Py_ssize_t end, double* found) noexcept:
        """Look up some words; their scores are written."""
        cdef Py_ssize_t at
        cdef Word* word
        for at in range(begin, end):
            word = words.words + at
            found[at - begin] = self.find(word.hashed, word.kind, words.letters + word.at, word.length)


cdef Py_ssize_t size_of(str word):
    """How many doubles an entry takes."""
    return (sizeof(Entry) + PyUnicode_KIND(word) * PyUnicode_GET_LENGTH(word) + sizeof(double) - 1) // sizeof(double)
