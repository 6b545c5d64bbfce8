"""Types that the compiled `html_inline` has."""

cimport cython


cdef class TextBuffer:
    cdef public list pieces
    cdef public list _spans
    cdef public dict _open
    cdef public dict _depths
    cdef public list _interrupted
    cdef public Py_ssize_t _order

    cpdef add(self, str text)
    cpdef bint line_break(self)
    cpdef open(self, kind, target=*)
    cpdef close(self, kind)
    cpdef target(self)
    @cython.locals(pieces=list, spans=list, size=Py_ssize_t, last=Py_ssize_t, raw=str, text=str, start=Py_ssize_t)
    cpdef tuple take(self)


cpdef _inline(tuple values)
cpdef tuple _marked(list pieces, list spans)
@cython.locals(parts=list, offsets=list, length=Py_ssize_t, spaced=bint, piece=str, text=str, at=Py_ssize_t)
cpdef tuple _laid_out(list pieces)
@cython.locals(size=Py_ssize_t, pieces=Py_ssize_t, linked=Py_ssize_t, first=Py_ssize_t, last=Py_ssize_t, start=Py_ssize_t, end=Py_ssize_t)
cpdef tuple _finish(str text, list spans, list offsets, Py_ssize_t lead)
cpdef bint is_seam(str left, str right)
cpdef str flat(str raw)
