"""The compiled twin of `html_inline.flat`."""

from cleanread.letters cimport (
    PyUnicode_DATA, PyUnicode_IS_ASCII, PyUnicode_KIND, PyUnicode_New, PyUnicode_READ, PyUnicode_WRITE,
    Py_UNICODE_ISPRINTABLE
)


cdef inline bint _is_blank(Py_UCS4 character) noexcept:
    """Whether a character is white space, as far as ASCII and the no-break space go."""
    return character == 32 or 9 <= character <= 13 or 28 <= character <= 31 or character == 0xA0


def flat(str raw, usual):
    """Pieces put together, with white space as browsers show it.

    Args:
        raw: the pieces.
        usual: what does it for texts with line breaks or with characters that are not seen.
    """
    cdef Py_ssize_t size = len(raw), at = 0, to = 0
    cdef int kind = PyUnicode_KIND(raw), made_kind
    cdef void* data = PyUnicode_DATA(raw)
    cdef void* made_data
    cdef bint ascii = PyUnicode_IS_ASCII(raw), spaced = True, changed = False
    cdef Py_UCS4 character, largest = 32
    cdef str made
    for at in range(size):
        character = PyUnicode_READ(kind, data, at)
        if character <= 32 or character == 0xA0:
            if character == 0 or not ascii and character in (11, 28, 29, 30, 31):
                return usual(raw)
            if _is_blank(character):
                changed = changed or spaced or character != 32
                to += not spaced
                spaced = True
                continue
        if not ascii and not Py_UNICODE_ISPRINTABLE(character):
            return usual(raw)
        to += 1
        spaced = False
        largest = max(largest, character)
    if not changed and not (spaced and size):
        return raw
    size = to - 1 if spaced and to else to
    made = PyUnicode_New(size, largest)
    made_kind, made_data = PyUnicode_KIND(made), PyUnicode_DATA(made)
    at, to, spaced = 0, 0, True
    while to < size:
        character = PyUnicode_READ(kind, data, at)
        at += 1
        if _is_blank(character):
            if spaced:
                continue
            character = 32
            spaced = True
        else:
            spaced = False
        PyUnicode_WRITE(made_kind, made_data, to, character)
        to += 1
    return made
