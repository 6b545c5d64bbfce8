# cython: boundscheck=False, wraparound=False, cdivision=True
"""Letters of a text by script, and its Vietnamese words, counted in one pass (`evidence`)."""

from cleanread.letters cimport (
    PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ, Py_UNICODE_ISLOWER, Py_UNICODE_ISSPACE, Py_UNICODE_ISTITLE,
    Py_UNICODE_ISUPPER
)

cdef enum:
    MOST_SCRIPTS = 32
    END = 0x10000


cdef class Scripts:
    """Which script a letter is of.

    Args:
        ranges: for each script its first and last letters, none beyond U+FFFF.
    """

    cdef unsigned char numbers[END]
    cdef Py_ssize_t count

    def __cinit__(self, ranges):
        cdef Py_ssize_t at
        self.count = len(ranges)
        if self.count >= MOST_SCRIPTS:
            raise ValueError(f"{self.count} scripts")
        for at in range(END):
            self.numbers[at] = MOST_SCRIPTS - 1
        for number, parts in enumerate(ranges):
            for first, last in parts:
                for at in range(first, last + 1):
                    self.numbers[at] = number

    def counts(self, str text):
        """How many letters of a text are of each script."""
        cdef int kind = PyUnicode_KIND(text)
        cdef const void* data = PyUnicode_DATA(text)
        cdef Py_ssize_t at
        cdef Py_UCS4 letter
        cdef Py_ssize_t found[MOST_SCRIPTS]
        for at in range(MOST_SCRIPTS):
            found[at] = 0
        for at in range(len(text)):
            letter = PyUnicode_READ(kind, data, at)
            if <Py_ssize_t>letter < END:
                found[self.numbers[<Py_ssize_t>letter]] += 1
        return [found[at] for at in range(self.count)]


cdef inline bint _is_vietnamese(Py_UCS4 letter) noexcept:
    return 0x1ea0 <= letter <= 0x1ef9 or letter == 0x103 or letter == 0x111 or letter == 0x1a1 or letter == 0x1b0


def is_beyond_latin(str text):
    """Whether a text holds a letter that `evidence._NOT_LATIN` finds."""
    cdef int kind = PyUnicode_KIND(text)
    cdef const void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t at
    cdef Py_UCS4 letter
    for at in range(len(text) if kind > 1 else 0):
        letter = PyUnicode_READ(kind, data, at)
        if <int>letter > 0x24f and not (
            0x2b0 <= letter <= 0x36f or 0x1e00 <= letter <= 0x1eff or 0x2000 <= letter <= 0x2bff or 0xfb00 <= letter <= 0xfb06
            or 0x1f000 <= letter <= 0x1ffff
        ):
            return True
    return False


def has_vietnamese(str text):
    """Whether a text holds a letter which only Vietnamese writes."""
    cdef int kind = PyUnicode_KIND(text)
    cdef const void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t at
    for at in range(len(text) if kind > 1 else 0):
        if _is_vietnamese(PyUnicode_READ(kind, data, at)):
            return True
    return False


def marked(str text):
    """Lower-case words of a text that hold a letter which only Vietnamese writes."""
    cdef int kind = PyUnicode_KIND(text)
    cdef const void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t size = len(text), at, words = 0
    cdef bint lower = False, upper = False, mark = False
    cdef Py_UCS4 letter
    for at in range(size + 1):
        letter = PyUnicode_READ(kind, data, at) if at < size else 32
        if Py_UNICODE_ISSPACE(letter):
            words += lower and mark and not upper
            lower = upper = mark = False
        elif <int>letter < 128:
            lower = lower or 97 <= <int>letter <= 122
            upper = upper or 65 <= <int>letter <= 90
        else:
            mark = mark or _is_vietnamese(letter)
            if Py_UNICODE_ISUPPER(letter) or Py_UNICODE_ISTITLE(letter):
                upper = True
            elif Py_UNICODE_ISLOWER(letter):
                lower = True
    return words
