"""What compiled readers ask of attributes and texts as libxml2 keeps them."""

from lxml.includes cimport tree


cdef inline const char* content_of(tree.xmlAttr* attribute) noexcept nogil:
    """The value of an attribute where it is; NULL when it is in several pieces."""
    cdef tree.xmlNode* text = attribute.children
    if text is NULL:
        return b""
    if text.type != tree.XML_TEXT_NODE or text.next is not NULL:
        return NULL
    if text.content is NULL:
        return b""
    return <const char*> text.content


cdef inline bint begins(const char* text, const char* name) noexcept nogil:
    """Whether a text begins with a name in lower case, in whatever case."""
    while name[0] != 0:
        if text[0] != name[0] and not (c"A" <= text[0] <= c"Z" and text[0] + 32 == name[0]):
            return False
        text += 1
        name += 1
    return True
