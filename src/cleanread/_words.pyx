# cython: boundscheck=False, wraparound=False
"""Words of a text, counted (`words`)."""


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


cdef inline bint _stands_alone(Py_UCS4 char) noexcept:
    """Whether the character is of a script without spaces between words: the ranges of `words._ALONE`."""
    if char < 0x0e00:
        return False
    if char < 0x3400:
        return (char <= 0x0eff or 0x1000 <= char <= 0x109f or 0x1780 <= char <= 0x17ff or 0x3040 <= char <= 0x30ff)
    return char <= 0x9fff or 0xf900 <= char <= 0xfaff
