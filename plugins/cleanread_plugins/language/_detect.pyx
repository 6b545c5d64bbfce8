# cython: boundscheck=False, wraparound=False, cdivision=True
"""N-grams of texts looked up in profiles (`detect`), each as one number."""

from libc.stdint cimport uint64_t
from libc.stdlib cimport calloc, free


cdef struct Known:
    uint64_t gram  # 0 for a free slot
    double value


cdef class Profile:
    """A number for each n-gram that is known.

    Args:
        values: they; one of 0 is as good as none.
    """

    cdef Known* slots
    cdef Py_ssize_t mask

    def __cinit__(self, dict values):
        cdef Py_ssize_t size = 8, place
        cdef uint64_t gram
        cdef double value
        while size < 2 * len(values):
            size *= 2
        self.mask = size - 1
        self.slots = <Known*>calloc(size, sizeof(Known))
        if self.slots == NULL:
            raise MemoryError
        for text, value in values.items():
            if value == 0:
                continue
            gram = _number(text)
            place = _place(gram) & self.mask
            while self.slots[place].gram:
                place = (place + 1) & self.mask
            self.slots[place].gram = gram
            self.slots[place].value = value

    def __dealloc__(self):
        free(self.slots)

    def known(self, Grams grams):
        """The numbers of the n-grams that are known."""
        cdef list found = []
        cdef Py_ssize_t at, place
        cdef uint64_t gram
        for at in range(grams.mask + 1):
            gram = grams.slots[at]
            if not gram:
                continue
            place = _place(gram) & self.mask
            while self.slots[place].gram and self.slots[place].gram != gram:
                place = (place + 1) & self.mask
            if self.slots[place].gram:
                found.append(self.slots[place].value)
        return found


cdef class Grams:
    """The different n-grams of words.

    Args:
        words: they, each once.
    """

    cdef uint64_t* slots
    cdef Py_ssize_t mask, count

    def __cinit__(self, set words):
        cdef Py_ssize_t size = 8, total = 0, at
        cdef str word
        cdef uint64_t one, two, three
        for word in words:
            total += 3 * len(word) + 2
        while size < 2 * total:
            size *= 2
        self.mask = size - 1
        self.slots = <uint64_t*>calloc(size, sizeof(uint64_t))
        if self.slots == NULL:
            raise MemoryError
        for word in words:
            for at in range(len(word)):
                self._add(_code(word[at]))
            if len(word) >= 2 and word.isupper():
                continue
            one, two = _code(32), 0
            for at in range(len(word) + 1):
                three = _code(word[at]) if at < len(word) else _code(32)
                self._add(one << 21 | three)
                if two:
                    self._add(two << 42 | one << 21 | three)
                two, one = one, three

    def __dealloc__(self):
        free(self.slots)

    def __len__(self):
        return self.count

    cdef void _add(self, uint64_t gram) noexcept:
        cdef Py_ssize_t place = _place(gram) & self.mask
        while self.slots[place]:
            if self.slots[place] == gram:
                return
            place = (place + 1) & self.mask
        self.slots[place] = gram
        self.count += 1


cdef inline uint64_t _code(Py_UCS4 letter) noexcept:
    """A letter as a number of at most 21 bits that is not 0."""
    return <uint64_t>letter + 1


cdef uint64_t _number(str gram) noexcept:
    cdef uint64_t number = 0
    cdef Py_UCS4 letter
    for letter in gram:
        number = number << 21 | _code(letter)
    return number


cdef inline Py_ssize_t _place(uint64_t gram) noexcept:
    return <Py_ssize_t>((gram * 0x9E3779B97F4A7C15ULL) >> 33)
