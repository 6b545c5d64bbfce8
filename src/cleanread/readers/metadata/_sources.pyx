# cython: boundscheck=False, wraparound=False
"""Picks the elements out of a page's tree that `sources` asks what they say; of most links and scripts it is seen that they say nothing."""

from libc.string cimport strchr, strcmp
from lxml.includes cimport tree
from lxml.includes.etreepublic cimport _Element, attributeValue, elementFactory, import_lxml__etree, tailOf, textOf

from cleanread.readers._tree cimport begins

import_lxml__etree()


# characters beyond ASCII and surrogates that `sources` takes out
cdef str _UNPRINTED = "\xad\u200b\u200e\u200f\u2060\ufeff"


def telling(_Element root, dict most, Py_ssize_t longest, clean, list declaring not None, dict meta not None):
    """The elements that may tell something, in order; those of meta elements are read at once.

    Args:
        root: the page's root element.
        most: for kinds of elements how many of each are looked at, and contents of one name.
        longest: characters of the content of a meta element.
        clean: makes a content plain text on one line.
        declaring: takes the meta elements and the scripts that may tell something.
        meta: takes the contents of the meta elements, by name.
    """
    cdef tree.xmlNode* top = root._c_node
    cdef tree.xmlNode* node = top
    cdef list found = []
    cdef Py_ssize_t metas = most["meta"], links = most["link"], first = most["h1"], second = most["h2"], times = most["time"]
    cdef Py_ssize_t contents = most["content"]
    cdef const char* name
    cdef _Element element
    cdef bint tells
    while True:
        if node.type == tree.XML_ELEMENT_NODE and node.ns == NULL:
            name = <const char*>node.name
            tells = False
            if name[0] == c"a":
                tells = name[1] == 0 and _may_lead_to_author(node)
            elif name[0] == c"m":
                if strcmp(name, "meta") == 0:
                    if metas > 0:
                        declaring.append(elementFactory(root._doc, node))
                        _read_meta(node, contents, longest, clean, meta)
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
                element = elementFactory(root._doc, node)
                found.append(element)
                if name[0] == c"s":
                    declaring.append(element)
        if node.type == tree.XML_ELEMENT_NODE and node.children != NULL:
            node = node.children
            continue
        while node != top and node.next == NULL:
            node = node.parent
        if node == top:
            return found
        node = node.next


cdef int _read_meta(tree.xmlNode* node, Py_ssize_t most, Py_ssize_t longest, clean, dict meta) except -1:
    """Keeps the content of a meta element by its name."""
    cdef tree.xmlAttr* given = node.properties
    cdef tree.xmlAttr* naming = NULL
    cdef tree.xmlAttr* content = NULL
    cdef const char* kind
    cdef int rank, best = 5
    while given != NULL:
        kind = <const char*>given.name
        if given.ns == NULL and given.children != NULL:
            if strcmp(kind, "content") == 0:
                content = given
            else:
                rank = (
                    1 if strcmp(kind, "property") == 0
                    else 2 if strcmp(kind, "name") == 0
                    else 3 if strcmp(kind, "itemprop") == 0
                    else 4 if strcmp(kind, "http-equiv") == 0
                    else 5
                )
                if rank < best and _says(node, given):
                    naming = given
                    best = rank
        given = given.next
    if naming == NULL or content == NULL:
        return 0
    cdef str text = _value(node, content)
    if not is_plain(text):
        text = clean(text)
    if not text or len(text) > longest:
        return 0
    cdef str name = _value(node, naming).strip().lower()
    cdef list values = meta.get(name)
    if values is None:
        meta[name] = [text]
    elif len(values) < most:
        values.append(text)
    return 0


cdef inline bint _is_split(tree.xmlAttr* given) noexcept:
    """Whether the value of an attribute that has one is not a single text."""
    return given.children.next != NULL or given.children.type != tree.XML_TEXT_NODE or given.children.content == NULL


cdef bint _says(tree.xmlNode* node, tree.xmlAttr* given) except -1:
    """Whether an attribute has a value that is not empty."""
    return _value(node, given) != "" if _is_split(given) else given.children.content[0] != 0


cdef str _value(tree.xmlNode* node, tree.xmlAttr* given):
    return attributeValue(node, given) if _is_split(given) else (<const char*>given.children.content).decode("utf-8")


cpdef bint is_plain(str text) except -1:
    """Whether a text is printed on one line, without entities and needless spaces: so that nothing is to be made plain."""
    cdef Py_UCS4 char, before = c" "
    for char in text:
        if char == c" ":
            if before == c" ":
                return False
        elif char <= 32 or char == c"&" or char == 127:
            return False
        elif char >= 128 and (char.isspace() or 0xD800 <= char <= 0xDFFF or char in _UNPRINTED):
            return False
        before = char
    return before != c" "


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


cdef bint _may_lead_to_author(tree.xmlNode* node) noexcept:
    """Whether a link may be one to a page of an author."""
    cdef tree.xmlAttr* given = node.properties
    cdef const char* name
    cdef const char* value
    while given != NULL:
        name = <const char*>given.name
        if given.ns == NULL and given.children != NULL and name[0] in (c"h", c"r"):
            value = <const char*>given.children.content
            if strcmp(name, "href") == 0:
                if _is_split(given):
                    return True
                value = strchr(value, c"/")
                while value != NULL:
                    value += 1
                    if begins(value, "author") or begins(value, "contributor"):
                        return True
                    value = strchr(value, c"/")
            elif strcmp(name, "rel") == 0 and (_is_split(given) or _holds(value, "author")):
                return True
        given = given.next
    return False


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
    while text[0] != 0:
        if begins(text, word):
            return True
        text += 1
    return False
