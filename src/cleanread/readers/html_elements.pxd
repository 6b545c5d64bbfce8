"""Types that the compiled `html_elements` has."""

cdef class Traits:
    cdef public bint aria_hidden
    cdef public bint caption
    cdef public bint hidden
    cdef public bint unseen
    cdef public object sections
    cdef public object item
    cdef public tuple words
