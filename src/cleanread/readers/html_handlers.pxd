"""Types that the compiled `html_handlers` has."""

cimport cython
from cleanread.readers.html_context cimport Context, Frame, Item, List
from cleanread.readers.html_walk cimport Walk


cpdef bint _line_break(Walk walk, element, tag, told) except -1
@cython.locals(frame=Frame, context=Context)
cpdef bint _begin_as(Walk walk, role, level, element, tag, told) except -1
cpdef bint _heading(Walk walk, element, tag, told) except -1
@cython.locals(frame=Frame, context=Context)
cpdef bint _list(Walk walk, element, tag, told) except -1
@cython.locals(frame=Frame, context=Context, state=List, outer=Item)
cpdef bint _item(Walk walk, element, tag, told) except -1
