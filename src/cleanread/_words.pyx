# cython: boundscheck=False, wraparound=False
"""Words of a text, counted, and texts as phrases are compared (`words`)."""

from cleanread.letters cimport (
    PyUnicode_DATA, PyUnicode_FromKindAndData, PyUnicode_KIND, PyUnicode_READ, PyUnicode_Substring, Py_UNICODE_ISALNUM,
    Py_UNICODE_ISSPACE, Py_UNICODE_TOLOWER
)

#: Letters of a text at the most for it to be folded here.
cdef enum:
    MOST = 400


def count_words(str text) -> int:
    """Runs of letters, digits and low lines; in scripts that put no space between words, each character."""
    cdef Py_ssize_t words = 0
    cdef bint within = False
    cdef Py_UCS4 char
    for char in text:
        if char < 128:
            if 97 <= char <= 122 or 65 <= char <= 90 or 48 <= char <= 57 or char == 95:
                words += not within
                within = True
            else:
                within = False
        elif _stands_alone(char):
            words += 1
            within = False
        elif char.isalnum():
            words += not within
            within = True
        else:
            within = False
    return words


def words_of(str text) -> list:
    """Runs of letters, digits and low lines."""
    cdef int kind = PyUnicode_KIND(text)
    cdef const void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t size = len(text), at, start = -1
    cdef Py_UCS4 letter
    cdef bint wordy
    cdef list words = []
    for at in range(size):
        letter = PyUnicode_READ(kind, data, at)
        if <int>letter < 128:
            wordy = 97 <= letter <= 122 or 65 <= letter <= 90 or 48 <= letter <= 57 or letter == 95
        else:
            wordy = Py_UNICODE_ISALNUM(letter)
        if wordy and start < 0:
            start = at
        elif not wordy and start >= 0:
            words.append(PyUnicode_Substring(text, start, at))
            start = -1
    if start >= 0:
        words.append(PyUnicode_Substring(text, start, size))
    return words


cdef inline bint _stands_alone(Py_UCS4 char) noexcept:
    """Whether the character is of a script without spaces between words: the ranges of `words._ALONE`."""
    if char < 0x0e00:
        return False
    if char < 0x3400:
        return (char <= 0x0eff or 0x1000 <= char <= 0x109f or 0x1780 <= char <= 0x17ff or 0x3040 <= char <= 0x30ff)
    return char <= 0x9fff or 0xf900 <= char <= 0xfaff


def fold(str text):
    """What `words.fold` makes of a text; None for a long one and for one with letters that are not simply folded one by one."""
    cdef int kind = PyUnicode_KIND(text)
    cdef const void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t size = len(text), at, written = 0, end = 0
    cdef Py_UCS4 letters[MOST]
    cdef Py_UCS4 letter
    cdef bint blank = False
    if size > MOST:
        return None
    for at in range(size):
        letter = PyUnicode_READ(kind, data, at)
        if <int>letter >= 128 and not _is_simple(letter):
            return None
        if Py_UNICODE_ISSPACE(letter):
            blank = True
            continue
        if Py_UNICODE_ISALNUM(letter):
            if blank and written:
                letters[written] = 32
                written += 1
            letters[written] = Py_UNICODE_TOLOWER(letter)
            written += 1
            end = written
        elif written:
            if blank:
                letters[written] = 32
                written += 1
            letters[written] = 39 if letter == 0x2018 or letter == 0x2019 else letter
            written += 1
        blank = False
    return PyUnicode_FromKindAndData(4, letters, end)


cdef inline bint _is_simple(Py_UCS4 letter) noexcept:
    """Whether a letter is normalised whatever is beside it, unless that is none such, and its case folded is its lower case."""
    if letter < 0xa0:
        return False
    if letter < 0x250:  # µ, ß, İ, ŉ, ſ, ǰ; ș and ț, which are written either way
        return not (
            letter == 0xb5 or letter == 0xdf or letter == 0x130 or letter == 0x149 or letter == 0x17f or letter == 0x1f0
            or 0x218 <= letter <= 0x21b
        )
    return (
        0x400 <= letter <= 0x481 or 0x1e00 <= letter <= 0x1e95 or 0x1ea0 <= letter <= 0x1eff or 0x2010 <= letter <= 0x2027
        or 0x2030 <= letter <= 0x205e
    )
