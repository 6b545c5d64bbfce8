"""Types that the compiled `resolver` has."""

cimport cython


cdef class Decision:
    cdef public object block
    cdef public object evidence
    cdef public bint dropped
    cdef public object text
    cdef public object confidence
    cdef public object leading


@cython.locals(size=Py_ssize_t)
cpdef str fault_of(verdicts, blocks)
@cython.locals(first=dict, more=dict, changed=list, decision=Decision)
cpdef tuple resolve(document, evidence)
@cython.locals(odds=double, most=double, confidence=double, weight=double)
cpdef Decision decide(block, evidence)
