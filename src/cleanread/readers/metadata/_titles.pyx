# cython: boundscheck=False, wraparound=False
"""What `titles` asks most often: the words of a title as they are compared, and what stands around a headline."""

from cpython.mem cimport PyMem_Free, PyMem_Malloc
from cpython.unicode cimport PyUnicode_FromKindAndData, PyUnicode_4BYTE_KIND
from libc.string cimport strcmp
from lxml.includes cimport tree
from lxml.includes.etreepublic cimport _Element, import_lxml__etree

import_lxml__etree()


def key_of(str text not None):
    """The words of a text, case folded, with a space between them."""
    return _words(text.casefold(), True)


def squeeze(str text not None):
    """The letters and digits of a text, case folded."""
    return _words(text.casefold(), False)


cdef str _words(str text, bint apart):
    """The words of a text; apart, or without what is no letter or digit."""
    cdef Py_ssize_t size = 0
    cdef bint within = True
    cdef Py_UCS4 char
    cdef Py_UCS4* kept = <Py_UCS4*>PyMem_Malloc((len(text) + 1) * sizeof(Py_UCS4))
    if kept == NULL:
        raise MemoryError
    try:
        for char in text:
            if char.isalnum() or (apart and char == c"_"):
                # a space takes the place of a character between words, so there is always room for it
                if not within and apart and size:
                    kept[size] = c" "
                    size += 1
                kept[size] = char
                size += 1
                within = True
            else:
                within = False
        return PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, kept, size)
    finally:
        PyMem_Free(kept)


def around(_Element element not None, Py_ssize_t most, frozenset tags not None):
    """Those of some tags that the nearest elements around one have, and whether there is a link within it.

    Args:
        element: the element.
        most: elements around it that are looked at.
        tags: the tags.
    """
    cdef tree.xmlNode* node = element._c_node.parent
    cdef set found = set()
    cdef str tag
    while node != NULL and node.type == tree.XML_ELEMENT_NODE and most > 0:
        if node.ns == NULL and (<const char*>node.name)[0] in (c"a", c"d", c"f", c"h", c"m", c"n"):
            tag = (<const char*>node.name).decode("utf-8")
            if tag in tags:
                found.add(tag)
        node = node.parent
        most -= 1
    return found, _has_link(element._c_node)


cdef bint _has_link(tree.xmlNode* top) noexcept:
    cdef tree.xmlNode* node = top.children
    while node != NULL:
        if node.type == tree.XML_ELEMENT_NODE:
            if node.ns == NULL and strcmp(<const char*>node.name, "a") == 0:
                return True
            if node.children != NULL:
                node = node.children
                continue
        while node != top and node.next == NULL:
            node = node.parent
        node = NULL if node == top else node.next
    return False
