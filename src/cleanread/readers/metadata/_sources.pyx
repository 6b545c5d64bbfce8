# cython: boundscheck=False, wraparound=False
"""Picks the elements out of a page's tree that `sources` asks what they say; of most links and scripts it is seen that they say nothing."""

from libc.string cimport strcmp
from lxml.includes cimport tree
from lxml.includes.etreepublic cimport _Element, elementFactory, import_lxml__etree, tailOf, textOf

import_lxml__etree()


def telling(_Element root, dict most):
    """The elements that may tell something, in order.

    Args:
        root: the page's root element.
        most: for kinds of elements how many of each are looked at.
    """
    cdef tree.xmlNode* top = root._c_node
    cdef tree.xmlNode* node = top
    cdef list found = []
    cdef Py_ssize_t metas = most["meta"], links = most["link"], first = most["h1"], second = most["h2"], times = most["time"]
    cdef const char* name
    cdef bint tells
    while True:
        if node.type == tree.XML_ELEMENT_NODE and node.ns == NULL:
            name = <const char*>node.name
            tells = False
            if name[0] == c"a":
                tells = name[1] == 0 and (_may_say(node, "rel", "author", NULL) or _may_say(node, "href", "/author", "/contributor"))
            elif name[0] == c"m":
                if strcmp(name, "meta") == 0:
                    tells = metas > 0
                    metas -= 1
            elif name[0] == c"l":
                if strcmp(name, "link") == 0:
                    tells = links > 0 and _may_say(node, "rel", "canonical", "image_src")
                    links -= 1
            elif name[0] == c"h":
                if name[1] == c"1" and name[2] == 0:
                    tells = first > 0
                    first -= 1
                elif name[1] == c"2" and name[2] == 0:
                    tells = second > 0
                    second -= 1
            elif name[0] == c"t":
                if strcmp(name, "time") == 0:
                    tells = times > 0
                    times -= 1
                else:
                    tells = strcmp(name, "title") == 0 or strcmp(name, "template") == 0
            elif name[0] == c"b":
                tells = strcmp(name, "base") == 0
            elif name[0] == c"s":
                tells = strcmp(name, "script") == 0 and _may_say(node, "type", "ld+json", NULL)
            if tells:
                found.append(elementFactory(root._doc, node))
        if node.type == tree.XML_ELEMENT_NODE and node.children != NULL:
            node = node.children
            continue
        while node != top and node.next == NULL:
            node = node.parent
        if node == top:
            return found
        node = node.next


def pieces(_Element element, frozenset silent, frozenset flowing, Py_ssize_t most, Py_ssize_t longest):
    """The pieces of text within an element, with spaces where elements begin and end; None when there are too many.

    Args:
        element: the element.
        silent: tags of elements whose text is none.
        flowing: tags of elements that are part of a word.
        most: pieces.
        longest: characters.
    """
    cdef tree.xmlNode* top = element._c_node
    cdef tree.xmlNode* node = top
    cdef list parts = []
    cdef Py_ssize_t size = 0
    cdef object piece
    cdef str tag
    cdef tree.xmlNode* other
    cdef bint enters = True
    while True:
        if node.type == tree.XML_ELEMENT_NODE:
            tag = (<const char*>node.name).decode("utf-8") if node.ns == NULL else ""
            if enters and tag in silent:
                enters = False
                continue
            if node == top and not enters:
                return parts
            if tag not in flowing:
                parts.append(" ")
            piece = textOf(node) if enters else tailOf(node)
        else:
            enters = False
            if node.type == tree.XML_PI_NODE:
                parts.append(" ")
            piece = tailOf(node)
        if piece:
            parts.append(piece)
            size += len(piece)
        if len(parts) > most or size > longest:
            return None
        if enters:
            other = _element_of(node.children)
            if other != NULL:
                node = other
            else:
                enters = False
        else:
            other = _element_of(node.next)
            if other != NULL:
                node = other
                enters = True
            else:
                node = node.parent


cdef tree.xmlNode* _element_of(tree.xmlNode* node) noexcept:
    """The first that is an element, a comment or an instruction, of a node and its next ones."""
    while node != NULL and node.type not in (tree.XML_ELEMENT_NODE, tree.XML_COMMENT_NODE, tree.XML_PI_NODE):
        node = node.next
    return node


cdef bint _may_say(tree.xmlNode* node, const char* name, const char* word, const char* other) noexcept:
    """Whether an attribute may hold one of two words, which are in lower case."""
    cdef tree.xmlAttr* given = node.properties
    cdef const char* value
    while given != NULL:
        if given.ns == NULL and strcmp(<const char*>given.name, name) == 0:
            if given.children == NULL:
                return False
            if given.children.next != NULL or given.children.type != tree.XML_TEXT_NODE:
                return True
            value = <const char*>given.children.content
            return value != NULL and (_holds(value, word) or (other != NULL and _holds(value, other)))
        given = given.next
    return False


cdef bint _holds(const char* text, const char* word) noexcept:
    """Whether a word in lower case is in a text, in whatever case."""
    cdef Py_ssize_t at
    while text[0] != 0:
        at = 0
        while word[at] != 0 and (text[at] == word[at] or (c"A" <= text[at] <= c"Z" and text[at] + 32 == word[at])):
            at += 1
        if word[at] == 0:
            return True
        text += 1
    return False
