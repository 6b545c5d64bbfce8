"""Types that the compiled `html_formulas` has."""

cimport cython
from cleanread.readers.html_context cimport Context, Frame
from cleanread.readers.html_inline cimport TextBuffer
from cleanread.readers.html_walk cimport Walk


@cython.locals(buffer=TextBuffer, context=Context, frame=Frame)
cpdef bint add_formula(Walk walk, element, tag, found) except -1
cpdef bint script(Walk walk, element, tag, told) except -1
