"""Types that the compiled `html_context` has."""

from cleanread.document cimport Place


cdef class List:
    cdef public object ordered
    cdef public object next
    cdef public object step


cdef class Item:
    cdef public object around
    cdef public bint begun
    cdef public object checked
    cdef public object lists
    cdef public object ordered
    cdef public object ordinal
    cdef public object reversed

    cpdef dict attributes(self)


cdef class Context:
    cdef public list around
    cdef public bint exact
    cdef public object hints
    cdef public Item item
    cdef public object level
    cdef public List list
    cdef public object lists
    cdef public object post
    cdef public object quotes
    cdef public object role

    cpdef Context copy(self)
    cpdef dict standing(self, role)


cdef class Frame(Place):
    cdef public Context context
    cdef public Frame around
    cdef public object close
