"""Types that the compiled `html_links` has."""

cdef class Addresses:
    cdef object _base
    cdef str _scheme
    cdef str _origin
    cdef str _page
    cdef str _folder

    cpdef _absolute(self, str address, tuple schemes)
    cpdef _joined(self, str address)
    cpdef link(self, address)
    cpdef image(self, element, given)
    cpdef _picture(self, address)
    cpdef _later(self, holder)


cpdef bint is_tiny(given) except -1
