"""The compiled twin of `html_walk.Walk.run`: the same loop over libxml2's nodes, without an lxml element for each.

Only what a block stands in, and what is done something with, becomes an lxml element. The tree is not changed meanwhile.
"""

from libc.string cimport strcmp, strlen, strstr

from lxml.includes cimport tree
from lxml.includes.etreepublic cimport _Document, _Element, elementFactory, import_lxml__etree
from lxml.includes.tree cimport xmlAttr, xmlNode

from cleanread.letters cimport PyUnicode_DecodeUTF8
from cleanread.readers._names cimport Names
from cleanread.readers._tree cimport begins, content_of
from cleanread.readers.html_context cimport Frame
from cleanread.readers.html_inline cimport TextBuffer, is_seam
from cleanread.readers.html_walk cimport Walk

from .html_context import ENDS_BLOCK
from .html_elements import BLOCK, INLINE, LANDMARKS, SKIP, telling_classes
from .html_inline import BLANK, BREAK
from .html_posts import IDS
from .html_walk import _COMMENTS

cdef extern from "Python.h":
    void PyObject_GC_UnTrack(void* object)

import_lxml__etree()

DEF SLOTS = 256


cdef enum Kind:
    SKIPPED, BLOCKS, INLINES, UNKNOWN, HANDLED, MARKED


cdef class _Tag:
    """What is known of a tag."""

    cdef str name
    cdef object kind
    cdef Kind what
    cdef bint landmark


cdef class _Tags:
    """What is known of the tags of one page, by the address of their names, of which libxml2 keeps one of each."""

    cdef const unsigned char* addresses[SLOTS]
    cdef list tags
    cdef dict by_name
    cdef object kinds
    cdef int known

    def __cinit__(self, kinds):
        cdef int slot
        for slot in range(SLOTS):
            self.addresses[slot] = NULL
        self.tags = [None] * SLOTS
        self.by_name = {}
        self.kinds = kinds
        self.known = 0

    cdef _Tag of(self, _Document document, xmlNode* node):
        cdef int slot = (<size_t> node.name >> 3) % SLOTS
        cdef _Tag tag
        if node.ns is not NULL:
            return self.named(elementFactory(document, node).tag)
        while self.addresses[slot] is not NULL:
            if self.addresses[slot] == node.name:
                return <_Tag> self.tags[slot]
            slot = (slot + 1) % SLOTS
        tag = self.named(_string(node.name))
        if self.known < SLOTS // 2:  # names of their own, of elements made by hand, could be without number
            self.addresses[slot] = node.name
            self.tags[slot] = tag
            self.known += 1
        return tag

    cdef _Tag named(self, str name):
        cdef _Tag tag = self.by_name.get(name)
        if tag is None:
            tag = _Tag.__new__(_Tag)
            tag.name = name
            tag.kind = kind = self.kinds.get(name)
            tag.landmark = name in LANDMARKS
            tag.what = (
                UNKNOWN if kind is None else SKIPPED if kind is SKIP else BLOCKS if kind is BLOCK else INLINES if kind is INLINE
                else MARKED if type(kind) is str else HANDLED
            )
            self.by_name[name] = tag
        return tag


cdef inline str _string(const unsigned char* text):
    return PyUnicode_DecodeUTF8(<const char*> text, strlen(<const char*> text), NULL)


cdef inline xmlNode* _text_or_none(xmlNode* node) noexcept nogil:
    if node is not NULL and (node.type == tree.XML_TEXT_NODE or node.type == tree.XML_CDATA_SECTION_NODE):
        return node
    return NULL


cdef str _text(xmlNode* node):
    """The text from a node on, up to the next node that is none; an empty one for white space alone of the usual kind.

    None when there is no text at all.
    """
    cdef xmlNode* text = _text_or_none(node)
    cdef const unsigned char* at
    cdef str result
    if text is NULL:
        return None
    if _text_or_none(text.next) is NULL:
        at = text.content
        if at is NULL or at[0] == 0:
            return None
        while at[0] == c" " or 9 <= at[0] <= 13:
            at += 1
        return BLANK if at[0] == 0 else _string(text.content)
    parts = []
    while text is not NULL:
        if text.content is not NULL:
            parts.append(_string(text.content))
        text = _text_or_none(text.next)
    result = "".join(parts)
    return result if result else None


cdef str _value(_Document document, xmlNode* node, xmlAttr* attribute):
    """The value of an attribute without a namespace."""
    cdef xmlNode* text = attribute.children
    if text is NULL:
        return ""
    if text.type == tree.XML_TEXT_NODE and text.next is NULL:
        return "" if text.content is NULL else _string(text.content)
    return elementFactory(document, node).get(_string(attribute.name))


cdef inline bint _is_class_telling(Names names, xmlAttr* attribute) noexcept:
    """Whether a class may be of those that `TraitsReader.of_class` has something to say of. False is sure."""
    cdef const char* value = content_of(attribute)
    return value is NULL or names.may_be_in(value) or strstr(value, b"aption") is not NULL


cdef inline bint _may_be_one(Names names, xmlAttr* attribute) noexcept:
    """Whether the value of an attribute may be one of the names. False is sure."""
    cdef const char* value = content_of(attribute)
    return value is NULL or names.is_one(value)


cdef str _telling(xmlAttr* attribute):
    """The name of an attribute if it is one of `html_elements.TELLING` and may tell something; else None."""
    cdef const char* name = <const char*> attribute.name
    if name[0] == c"s":
        return "style" if strcmp(name, "style") == 0 and _may_hide(content_of(attribute)) else None
    if name[0] == c"h":
        return "hidden" if strcmp(name, "hidden") == 0 else None
    if name[0] == c"a":
        return "aria-hidden" if strcmp(name, "aria-hidden") == 0 else None
    if name[0] == c"r":
        return "role" if strcmp(name, "role") == 0 else None
    if name[0] == c"i":
        return "itemtype" if strcmp(name, "itemtype") == 0 else None
    return None


cdef bint _may_hide(const char* style) noexcept nogil:
    """Whether a style may hide what it is of: it says ``none`` or ``hidden`` of something."""
    if style is NULL:
        return True
    while style[0] != 0:
        if (style[0] | 32 == c"n" and begins(style, b"none")) or (style[0] | 32 == c"h" and begins(style, b"hidden")):
            return True
        style += 1
    return False


cdef Names _classes = None
cdef Names _ids = Names(IDS)


def run(Walk walk, _Element root):
    """The blocks of all that is within an element, as `html_walk.Walk.run` gives them."""
    cdef _Document document = root._doc
    cdef xmlNode* start = root._c_node
    cdef xmlNode* node = start
    cdef xmlNode* child
    cdef xmlNode* ended = NULL  # the inline element that ends right here
    cdef xmlAttr* attribute
    cdef xmlAttr* identifier
    cdef xmlAttr* class_
    cdef list telling
    cdef bint skipping
    cdef object apart = False
    cdef _Tags tags = _Tags(walk._kinds)
    cdef _Tag tag
    cdef list open_ = walk.open_
    cdef list pieces
    cdef Frame frame
    cdef Frame around
    cdef object element, told, closing, parent
    cdef str text, name
    cdef dict classes = walk.traits.classes
    global _classes
    if _classes is None:
        _classes = Names(telling_classes())
    while True:
        # the element begins
        tag = tags.of(document, node)
        if ended is not NULL:
            if walk.buffer.pieces:
                apart = walk._apart(elementFactory(document, ended), elementFactory(document, node), tag.name)
            else:
                apart = False
            ended = NULL
        skipping = tag.what == SKIPPED
        if skipping:
            open_.append(None)
        else:
            told = element = None
            attribute = node.properties
            if attribute is not NULL:
                identifier = class_ = NULL
                telling = None
                while attribute is not NULL:
                    if attribute.ns is NULL:
                        if strcmp(<const char*> attribute.name, "class") == 0:
                            class_ = attribute
                        elif strcmp(<const char*> attribute.name, "id") == 0:
                            identifier = attribute
                        else:
                            name = _telling(attribute)
                            if name is not None:
                                if telling is None:
                                    telling = []
                                telling.append(name)
                    attribute = attribute.next
                if identifier is not NULL and _may_be_one(_ids, identifier) and _value(document, node, identifier) in IDS:
                    told = _COMMENTS
                elif class_ is not NULL and _is_class_telling(_classes, class_):
                    value = _value(document, node, class_)
                    told = classes[value] if value in classes else walk.traits.of_class(value)
                if telling is not None:
                    element = elementFactory(document, node)
                    told = walk.traits.of_others(element, telling, told)
                if told is not None and told.sections:
                    if element is None:
                        element = elementFactory(document, node)
                    skipping = walk._whole(walk, element, tag.name, told)
            if not skipping:
                if tag.what == INLINES and told is None:
                    open_.append(None)
                else:
                    if element is None:
                        element = elementFactory(document, node)
                    if tag.what == BLOCKS:
                        parent = open_[-1] if open_ else None
                        if told is None and type(parent) is Frame and not tag.landmark:
                            if walk.buffer.pieces or walk.after:
                                walk.flush()
                            around = walk.frame
                            frame = Frame.__new__(Frame)
                            frame.parent = parent
                            frame.element = element
                            frame.tag = tag.name
                            frame.depth = (<Frame> parent).depth + 1
                            frame._path = ""
                            frame.context = around.context
                            frame.close = ENDS_BLOCK
                            frame.around = around
                            walk.frame = frame
                            open_.append(frame)
                        else:
                            walk.begin(element, tag.name, told)
                    elif tag.what == HANDLED:
                        skipping = tag.kind(walk, element, tag.name, told)
                    else:
                        walk.begin_inline(element, tag.name, told, tag.kind if tag.what == MARKED else None)
                    if type(open_[-1]) is Frame:
                        _set_apart(<Frame> open_[-1])
        if not skipping:
            text = _text(node.children)
            if text is not None:
                apart = _add(walk.buffer, text, apart)
            child = _element_from(node.children)
            if child is not NULL:
                node = child
                continue
        # elements end, until one has another one after it
        while True:
            closing = open_.pop()
            if closing is None:
                pass
            elif type(closing) is Frame and (<Frame> closing).close is ENDS_BLOCK:
                if walk.buffer.pieces or walk.after:
                    walk.flush()
                around = (<Frame> closing).around
                if around is not None:
                    walk.frame = around
            else:
                walk._end(closing)
            text = _text(node.next)
            if text is not None:
                ended = NULL
                apart = _add(walk.buffer, text, apart)
            elif type(closing) is not Frame:
                ended = node
            if node == start:
                return walk.blocks
            child = _element_from(node.next)
            if child is not NULL:
                node = child
                break
            node = node.parent


cdef inline void _set_apart(Frame frame) noexcept:
    """Of hundreds of objects that cannot be part of a circle, none is searched for circles."""
    PyObject_GC_UnTrack(<void*> frame)
    PyObject_GC_UnTrack(<void*> frame.element)
    PyObject_GC_UnTrack(<void*> frame.context)
    if frame.context.item is not None:
        PyObject_GC_UnTrack(<void*> frame.context.item)
    if frame.context.list is not None:
        PyObject_GC_UnTrack(<void*> frame.context.list)


cdef inline xmlNode* _element_from(xmlNode* node) noexcept nogil:
    while node is not NULL and node.type != tree.XML_ELEMENT_NODE:
        node = node.next
    return node


cdef object _add(TextBuffer buffer, str text, object apart):
    """Add text to a buffer; whether what comes next is apart from it."""
    cdef list pieces = buffer.pieces
    cdef str last
    if apart is not False:
        if pieces:
            last = <str> pieces[-1]
            if last[-1].isalnum() and text[0].isalnum() and (apart or is_seam(last, text)):
                pieces.append(BLANK)
    if text is not BLANK and not text.isspace():
        pieces.append(text)
    elif pieces and pieces[-1] is not BREAK:
        pieces.append(BLANK)
    return False
