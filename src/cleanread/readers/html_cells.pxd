"""Types that the compiled `html_cells` has."""

cimport cython
from cleanread.readers.html_inline cimport TextBuffer
from cleanread.readers.html_links cimport Addresses


@cython.locals(buffer=TextBuffer)
cpdef read_cell(cell, Addresses addresses, unwanted)
cpdef bint _is_read(element, str tag, TextBuffer buffer, list images, Addresses addresses, formulas) except -1
cpdef _add(found, TextBuffer buffer)
