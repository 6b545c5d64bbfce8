"""What other compiled parts use of `_words`."""

cimport cython
from libc.stdint cimport uint32_t, uint64_t

cdef enum:
    SIEVE = 1 << 15  # bits


#: Where a word starts in the letters of the set, 0 for none, and the upper half of its hash, so that few others are looked at.
cdef struct Slot:
    uint32_t start
    uint32_t mark


@cython.final
cdef class Words:
    # a word after the other, each as its number, from 1, how many letters it has, and these
    cdef Py_UCS4* letters
    cdef Slot* slots
    cdef Py_UCS4* word
    cdef Py_UCS4 ascii[128]
    cdef bint replaced[256]
    cdef bint signs_below[128]
    cdef Py_ssize_t mask, longest
    # a bit for each first letter, last letter and length of the words, as `_bit` mixes them: most others need no further look
    cdef uint64_t sieve[SIEVE >> 6]
    # the same for their hashes, four times as many bits as slots: it lets one in eight of the others pass
    cdef uint64_t* passing
    cdef Py_ssize_t* tag_starts
    cdef Py_ssize_t* tags
    cdef list names
    cdef str signs
    cdef dict plain

    cdef bint _may_hold(self, Py_UCS4 first, Py_UCS4 last, Py_ssize_t size) noexcept
    cdef Py_ssize_t _find(self, const Py_UCS4* word, Py_ssize_t size) noexcept
    cdef Py_ssize_t _look_up(self, const Py_UCS4* word, Py_ssize_t size, uint64_t hashed) noexcept
    cdef Py_ssize_t _find_in(self, int kind, const void* data, Py_ssize_t start, Py_ssize_t end) noexcept
    cdef bint _is_sign(self, Py_UCS4 letter) noexcept
    cdef bint edged(self, int kind, const void* data, Py_ssize_t size) noexcept
    cdef bint holds(self, int kind, const void* data, Py_ssize_t size) noexcept
    cpdef bint strange(self, str text) except -1
    cdef bint _pair(self, str text, list found) except -1
    cpdef bint any_pair(self, str text) except -1
    cdef Py_ssize_t fill(self, str text, Py_ssize_t longest, Py_ssize_t most, list parts) except -2


cpdef Py_ssize_t spaced_words(str text) except -2
cpdef bint may_open(str text, Py_ssize_t most) except -1
