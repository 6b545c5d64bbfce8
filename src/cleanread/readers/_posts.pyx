# cython: boundscheck=False, wraparound=False
"""Picks the elements of a post that may tell of its author or its date (`html_posts`)."""

from libc.string cimport strcmp, strlen
from lxml.includes cimport tree
from lxml.includes.etreepublic cimport _Element, attributeValue, elementFactory, import_lxml__etree

from cleanread.readers._names cimport Names
from cleanread.readers._tree cimport content_of

import_lxml__etree()


def saying(_Element element not None, Py_ssize_t most, Py_ssize_t longest, Names names not None, tells):
    """The elements that may tell something, of the first ones within an element and itself.

    Args:
        element: the element.
        most: elements that are looked at.
        longest: characters of a class attribute that are looked at.
        names: what tells something when it is one of the names of a class.
        tells: whether the beginning of a class attribute may tell something.
    """
    cdef tree.xmlNode* top = element._c_node
    cdef tree.xmlNode* node = top
    cdef list found = []
    while True:
        if node.type == tree.XML_ELEMENT_NODE:
            if _says(node, longest, names, tells):
                found.append(elementFactory(element._doc, node))
            most -= 1
            if most <= 0:
                return found
            if node.children is not NULL:
                node = node.children
                continue
        while node is not top and node.next is NULL:
            node = node.parent
        if node is top:
            return found
        node = node.next


cdef bint _says(tree.xmlNode* node, Py_ssize_t longest, Names names, tells) except -1:
    cdef tree.xmlAttr* attribute = node.properties
    cdef tree.xmlAttr* classes = NULL
    cdef str value
    if node.ns is NULL and strcmp(<const char*> node.name, "time") == 0:
        return True
    while attribute is not NULL:
        if attribute.ns is NULL:
            if strcmp(<const char*> attribute.name, "class") == 0:
                classes = attribute
            elif strcmp(<const char*> attribute.name, "itemprop") == 0 and attributeValue(node, attribute):
                return True
        attribute = attribute.next
    if classes is NULL or not _may_tell(classes, longest, names):
        return False
    value = attributeValue(node, classes)
    return bool(value) and tells(value[:longest])


cdef bint _may_tell(tree.xmlAttr* classes, Py_ssize_t longest, Names names) noexcept nogil:
    """Whether the beginning of a class attribute may hold one of the names. False is sure."""
    cdef const char* value = content_of(classes)
    return value is NULL or names.may_be_in(value) or <Py_ssize_t> strlen(value) > longest
