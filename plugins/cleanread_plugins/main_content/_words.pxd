"""Words without objects of Python: the types of `_words.pyx`."""

from libc.stdint cimport uint32_t, uint64_t


cdef struct Word:
    uint64_t hashed
    Py_ssize_t at  # where its letters are
    uint32_t kind  # bytes a letter
    uint32_t length


cdef class Words:
    cdef Word* words
    cdef unsigned char* letters
    # how many words and bytes of letters there are, and for how many there is room
    cdef Py_ssize_t many, used, room, space
    cdef int reserve(self, Py_ssize_t words, Py_ssize_t letters) except -1
    cdef int add(self, str word) except -1
    cdef int add_small(self, const unsigned char* letters, Py_ssize_t length) except -1
    cdef int split(self, str text) except -1


cdef Words words_of(object words)


cdef struct Slot:
    uint32_t tag  # of the word's hash
    uint32_t at  # where the word is in the entries, 0 for none


cdef class Table:
    cdef Slot* slots
    cdef double* entries
    cdef uint64_t mask
    cdef int add(self, str word, double score, Py_ssize_t at) except -1
    cdef double find(self, uint64_t hashed, uint32_t kind, const void* letters, Py_ssize_t length) noexcept
    cdef double get(self, uint32_t kind, const void* letters, Py_ssize_t length) noexcept
    cdef void scores(self, Words words, Py_ssize_t begin, Py_ssize_t end, double* found) noexcept
