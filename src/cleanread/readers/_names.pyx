# cython: boundscheck=False, wraparound=False, cdivision=True
"""Names that are looked for in attributes as libxml2 keeps them: no string is made for the many that hold none of them."""

from cpython.mem cimport PyMem_Calloc, PyMem_Free
from libc.string cimport memset, strlen


cdef inline unsigned char _lower(unsigned char letter) noexcept nogil:
    return letter | 32 if c"A" <= letter <= c"Z" else letter


cdef inline bint _is_space(unsigned char letter) noexcept nogil:
    """As `str.split` has it, of ASCII."""
    return letter == 32 or 9 <= letter <= 13 or 28 <= letter <= 31


cdef inline uint64_t _hash(const char* name, Py_ssize_t length) noexcept nogil:
    """FNV-1a (Fowler, Noll, Vo) of a name in lower case."""
    cdef uint64_t result = 0xCBF29CE484222325U
    cdef Py_ssize_t at
    for at in range(length):
        result = (result ^ _lower(<unsigned char> name[at])) * 0x100000001B3U
    return result ^ (result >> 32)


cdef class Names:
    """A set of names.

    Args:
        names: in lower case, of ASCII, each of fewer than 64 letters.

    Raises:
        ValueError: a name is longer.
    """

    def __cinit__(self, names):
        cdef bytes name
        cdef const char* text
        cdef size_t slots = 8, slot
        memset(self._lengths, 0, sizeof(self._lengths))
        self._kept = [str(known).encode("ascii") for known in names]
        while slots < 4 * <size_t> len(self._kept):
            slots *= 2
        self._mask = slots - 1
        self._slots = <const char**> PyMem_Calloc(slots, sizeof(char*))
        if self._slots is NULL:
            raise MemoryError
        for name in self._kept:
            text = name
            if not 0 < len(name) < 64:
                raise ValueError(f"{name!r} is empty or too long")
            self._lengths[text[0] & 31] |= <uint64_t> 1 << len(name)
            slot = _hash(text, len(name)) & self._mask
            while self._slots[slot] is not NULL:
                slot = (slot + 1) & self._mask
            self._slots[slot] = text

    def __dealloc__(self):
        PyMem_Free(self._slots)

    cdef bint _holds(self, const char* name, Py_ssize_t length) noexcept nogil:
        """Whether a name, in whatever case, is one of them."""
        cdef size_t slot
        cdef const char* known
        cdef Py_ssize_t at
        if length >= 64 or not self._lengths[name[0] & 31] >> length & 1:
            return False  # none of that length has that first letter
        slot = _hash(name, length) & self._mask
        while self._slots[slot] is not NULL:
            known = self._slots[slot]
            at = 0
            while at < length and known[at] == _lower(<unsigned char> name[at]):
                at += 1
            if at == length and known[at] == 0:
                return True
            slot = (slot + 1) & self._mask
        return False

    cdef bint is_one(self, const char* value) noexcept nogil:
        """Whether a value is one of the names, in whatever case."""
        return self._holds(value, strlen(value))

    cdef bint may_be_in(self, const char* value) noexcept nogil:
        """Whether one of the names may be among the words of a value. False is sure: beyond ASCII nothing is told."""
        cdef const char* begin = value
        cdef const char* at = value
        while True:
            if <unsigned char> at[0] >= 128:
                return True
            if at[0] == 0 or _is_space(<unsigned char> at[0]):
                if at > begin and self._holds(begin, at - begin):
                    return True
                if at[0] == 0:
                    return False
                begin = at + 1
            at += 1

    def holds(self, bytes value not None):
        """`is_one` of bytes."""
        return self.is_one(value)

    def may_be_among(self, bytes value not None):
        """`may_be_in` of bytes."""
        return self.may_be_in(value)
