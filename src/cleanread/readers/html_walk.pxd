"""Types that the compiled `html_walk` has; `_run` uses them."""

cimport cython
from cleanread.readers.html_context cimport Context, Frame
from cleanread.readers.html_elements cimport Traits, TraitsReader
from cleanread.readers.html_inline cimport TextBuffer
from cleanread.readers.html_links cimport Addresses


cdef class Walk:
    cdef public Addresses addresses
    cdef public object without_scripts
    cdef public list blocks
    cdef public list after
    cdef public list out
    cdef public TextBuffer buffer
    cdef public TextBuffer outer
    cdef public bint lazy
    cdef public bint has_engine
    cdef public list anchors
    cdef public dict notes
    cdef public list open_
    cdef public Frame frame
    cdef public TraitsReader traits
    cdef public object formulas
    cdef public object _kinds
    cdef public object _whole
    cdef dict _hints

    cpdef _apart(self, left, right, str tag)
    cpdef around(self, element)
    cpdef begin_inline(self, element, str tag, told, kind)
    cpdef _link(self, element, str tag, str href)
    cpdef Frame begin(self, element, tag, told)
    cpdef _end(self, closing)
    cpdef _close(self, kind)
    @cython.locals(context=Context, frame=Frame, pieces=list, text=str)
    cpdef flush(self)
    @cython.locals(context=Context)
    cpdef _describe(self, Frame frame, told)
    @cython.locals(context=Context)
    cpdef emit(self, Frame frame, role, text, attributes=*, link_share=*)
