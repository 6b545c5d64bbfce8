"""Types that the compiled `html_elements` has."""

cimport cython


cdef class Traits:
    cdef public bint aria_hidden
    cdef public bint caption
    cdef public bint hidden
    cdef public bint unseen
    cdef public object sections
    cdef public object item
    cdef public tuple words


cdef class TraitsReader:
    cdef public dict classes
    cdef dict _styles
    cdef dict _roles

    @cython.locals(found=Traits, names=list)
    cpdef Traits of_class(self, str value)
    @cython.locals(found=Traits)
    cpdef Traits of_others(self, element, list names, Traits told)
    cpdef tuple _of_role(self, str value)


cpdef are_apart(left, right, str tag, bint in_prose)
