"""Types that the compiled `document` has: what a page has hundreds of costs a third less so."""

cimport cython


cdef class Place:
    cdef public object parent
    cdef public object element
    cdef public object tag
    cdef public Py_ssize_t depth
    cdef public object _path
    cdef public object _numbers
    cdef Py_ssize_t number  # for a loop that numbers places: of no meaning before and after


cdef class Block:
    cdef public object text
    cdef public object role
    cdef public object gap
    cdef public object line
    cdef public object _path
    cdef public object level
    cdef public object inline
    cdef public object language
    cdef public object link_share
    cdef public object probability
    cdef public object hints
    cdef public object attributes
    cdef public object element
    cdef public object index
    cdef public object place
    cdef public object _words
    cdef public object _folded


@cython.locals(block=Block, texts=list, indices=list)
cpdef tuple state_of(blocks)
@cython.locals(at=Py_ssize_t, block=Block)
cpdef are_as_before(tuple blocks, list texts, list indices)
