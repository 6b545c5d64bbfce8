"""What other compiled modules use of `_names`."""

from libc.stdint cimport uint64_t


cdef class Names:
    cdef list _kept
    cdef const char** _slots
    cdef size_t _mask
    cdef uint64_t _lengths[32]

    cdef bint _holds(self, const char* name, Py_ssize_t length) noexcept nogil
    cdef bint is_one(self, const char* value) noexcept nogil
    cdef bint may_be_in(self, const char* value) noexcept nogil
