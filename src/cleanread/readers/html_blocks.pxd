"""Types that the compiled `html_blocks` has."""

cimport cython
from cleanread.document cimport Block


@cython.locals(block=Block)
cpdef _set_gaps(list blocks)
