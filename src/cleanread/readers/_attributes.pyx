# cython: boundscheck=False, wraparound=False
"""What is asked of pictures and links most often, without strings for what is not asked for (`html_media`, `html_links`)."""

from libc.string cimport strlen
from lxml.includes cimport tree
from lxml.includes.etreepublic cimport _Element, attributeValue, import_lxml__etree

from cleanread.letters cimport PyUnicode_1BYTE_DATA, PyUnicode_DecodeUTF8, PyUnicode_GET_LENGTH, PyUnicode_IS_ASCII
from cleanread.readers._names cimport Names

import_lxml__etree()


def some(_Element element not None, Names names not None):
    """Those of an element's attributes that have one of the names, which have no namespace."""
    cdef tree.xmlAttr* attribute = element._c_node.properties
    cdef const char* name
    cdef dict found = {}
    while attribute is not NULL:
        name = <const char*> attribute.name
        if attribute.ns is NULL and names.is_one(name):
            found[PyUnicode_DecodeUTF8(name, strlen(name), NULL)] = attributeValue(element._c_node, attribute)
        attribute = attribute.next
    return found


def is_plain(str address not None):
    """Whether an address is of nothing but visible ASCII, and without brackets. False is no matter: then it is looked at closely."""
    cdef Py_ssize_t at
    cdef const unsigned char* letters
    if not PyUnicode_IS_ASCII(address):
        return False
    letters = PyUnicode_1BYTE_DATA(address)
    for at in range(PyUnicode_GET_LENGTH(address)):
        if letters[at] <= 32 or letters[at] >= 127 or letters[at] == c"[":
            return False
    return True
