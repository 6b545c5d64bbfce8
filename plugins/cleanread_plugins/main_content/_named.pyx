# cython: boundscheck=False, wraparound=False, cdivision=True
"""What the elements of a page are called, and which are alike: the loop of `tree._described`."""

from cpython.dict cimport PyDict_GetItemWithError, PyDict_SetItem
from cpython.mem cimport PyMem_Calloc, PyMem_Free, PyMem_Malloc
from cpython.ref cimport PyObject
from libc.stdint cimport int32_t, int64_t, uint64_t
from libc.string cimport memcmp, memcpy, memset, strcmp, strlen
from lxml.includes cimport tree
from lxml.includes.etreepublic cimport _Element, attributeValue, import_lxml__etree

from cleanread.document cimport Block, Place
from cleanread.letters cimport PyUnicode_DATA, PyUnicode_DecodeUTF8, PyUnicode_GET_LENGTH, PyUnicode_IS_ASCII

cdef extern from *:
    """
    #if defined(__GNUC__)
    #define fetch_early(address) __builtin_prefetch(address)
    #else
    #define fetch_early(address) ((void) (address))
    #endif
    """
    void fetch_early(const void* address) noexcept nogil

from types import MemberDescriptorType

# a class of Python has slots of the same size in another order
if isinstance(Block.__dict__["text"], MemberDescriptorType):
    raise ImportError("cleanread.document is not compiled")

import_lxml__etree()

cdef str JOINT = " ", NOTHING = ""

cdef enum:
    MOST = 8  # naming attributes
    RECENT = 64  # tags whose numbers are at hand, a power of two
    LONG = 512  # bytes of an element's names that are put together here
    SHORT = 300  # characters of classes that are looked at here


cdef struct Names:
    int many
    const char* each[MOST]


cdef struct Seen:
    # an element, or NULL when it is none of a tree of lxml, and the first of its attributes
    tree.xmlNode* node
    tree.xmlAttr* first
    # its classes, the text node of them, and the characters of that when it is the only one; or NULL
    tree.xmlAttr* classes
    tree.xmlNode* text
    const char* content
    Py_ssize_t length
    uint64_t hashed
    # whether there are further attributes that name it
    bint named
    # which of the classes it has
    Py_ssize_t kind


def described(list places, list naming, Py_ssize_t longest, read, strip, int64_t[::1] called,
              int64_t[::1] tagged, int64_t[::1] alike):
    """What elements are called, and which are alike.

    Args:
        places: the elements.
        naming: the attributes that name an element beside its classes, in UTF-8.
        longest: characters of classes that are looked at for their like.
        read: reads the classes and all the names of what is no element of a tree of lxml.
        strip: makes of classes with numbers those of the like of it.
        called: for each element which of the names, to be written.
        tagged: for each element which of the tags, to be written.
        alike: for each element its group of elements of the same tag and classes, to be written.

    Returns:
        The names, and the tags.
    """
    cdef dict names = {}, every = {}, kinds = {}
    cdef list of_tags = [], classes_of_kinds = []
    cdef Py_ssize_t index, size = len(places), slots = 8
    cdef int64_t many = 0
    cdef object element
    cdef Place place
    cdef str classes, name
    cdef Names attributes
    cdef Tags recent
    cdef Seen* own
    while slots < 2 * size:
        slots *= 2
    cdef Seen* seen = <Seen*>PyMem_Malloc((size + 1) * sizeof(Seen))
    # of each kind of classes its name, -1 for none yet; of each slot one more than the first element of equal classes, and
    # than the first of an equal tag and equal classes
    cdef int64_t* name_of = <int64_t*>PyMem_Malloc((size + 1) * sizeof(int64_t))
    cdef int32_t* equal = <int32_t*>PyMem_Calloc(2 * slots, sizeof(int32_t))
    try:
        if seen is NULL or name_of is NULL or equal is NULL:
            raise MemoryError
        set_names(&attributes, naming)
        memset(&recent, 0, sizeof(Tags))
        memset(name_of, 255, (size + 1) * sizeof(int64_t))
        for index in range(size):
            place = <Place?>places[index]
            if place is None:
                raise TypeError("None is no place")
            tagged[index] = number_of_tag(&recent, every, place.tag)
        # the nodes lie far apart in memory: in short loops the processor waits for many of them at once, and what the
        # next loop wants is asked for early
        for index in range(size):
            element = (<Place>places[index]).element
            seen[index].node = (<_Element>element)._c_node if isinstance(element, _Element) else NULL
            if seen[index].node is not NULL:
                fetch_early(&seen[index].node.properties)
        for index in range(size):
            if seen[index].node is not NULL and seen[index].node.type != tree.XML_ELEMENT_NODE:
                seen[index].node = NULL
            seen[index].first = seen[index].node.properties if seen[index].node is not NULL else NULL
            fetch_early(seen[index].first)
        for index in range(size):
            scan(&seen[index], &attributes)
        for index in range(size):
            seen[index].text = seen[index].classes.children if seen[index].classes is not NULL else NULL
        for index in range(size):
            settle(&seen[index])
        for index in range(size):
            if seen[index].content is not NULL:
                measure(&seen[index])
        of_tags.extend([{} for _ in every])
        for index in range(size):
            own = seen + index
            if own.node is NULL:
                classes, name = read((<Place>places[index]).element)
                own.kind = number_of_kind(kinds, classes_of_kinds, classes)
                called[index] = number_of(names, name)
            else:
                own.kind = kind_of(seen, index, equal, slots, kinds, classes_of_kinds)
                if own.named:
                    called[index] = number_of(names, joined(own, &attributes, <str>classes_of_kinds[own.kind]))
                else:
                    if name_of[own.kind] < 0:
                        name_of[own.kind] = number_of(names, classes_of_kinds[own.kind])
                    called[index] = name_of[own.kind]
            if not is_like_before(seen, index, equal + slots, slots, tagged, alike):
                classes = <str>classes_of_kinds[own.kind]
                many = group(<dict>of_tags[tagged[index]], classes, longest, strip, many, &alike[index])
    finally:
        PyMem_Free(seen)
        PyMem_Free(name_of)
        PyMem_Free(equal)
    return list(names), list(every)


cdef struct Tags:
    PyObject* each[RECENT]
    int64_t number[RECENT]


cdef inline int64_t number_of_tag(Tags* recent, dict every, object tag) except -1:
    """The number of a tag, without asking the dictionary for one that came before: equal tags mostly are one object."""
    cdef Py_ssize_t slot = (<size_t><PyObject*>tag >> 4) & (RECENT - 1)
    if recent.each[slot] != <PyObject*>tag:
        recent.number[slot] = number_of(every, tag)
        recent.each[slot] = <PyObject*>tag
    return recent.number[slot]


cdef inline void measure(Seen* seen) noexcept:
    """The length of the classes, and a hash of them, eight bytes at a time (as FNV-1a has one)."""
    cdef Py_ssize_t at = 0
    cdef uint64_t hashed, some
    seen.length = strlen(seen.content)
    hashed = 0xCBF29CE484222325U ^ <uint64_t>seen.length
    while at < seen.length:
        some = 0
        memcpy(&some, seen.content + at, 8 if seen.length - at > 8 else seen.length - at)
        hashed = (hashed ^ some) * 0x9E3779B97F4A7C15U
        hashed ^= hashed >> 32
        at += 8
    seen.hashed = hashed


cdef Py_ssize_t number_of_kind(dict kinds, list every, str classes) except -1:
    """The number of classes among those of this page."""
    cdef Py_ssize_t number = number_of(kinds, classes)
    if number == len(every):
        every.append(classes)
    return number


cdef Py_ssize_t kind_of(Seen* seen, Py_ssize_t index, int32_t* equal, Py_ssize_t slots, dict kinds, list every) except -1:
    """The number of an element's classes; a string is made of them only where they are new."""
    cdef Seen* own = seen + index
    cdef Seen* other
    cdef Py_ssize_t slot
    if own.content is NULL:
        return number_of_kind(kinds, every, classes_of(own))
    slot = own.hashed & (slots - 1)
    while equal[slot]:
        other = seen + equal[slot] - 1
        if other.hashed == own.hashed and other.length == own.length and not memcmp(other.content, own.content, own.length):
            return other.kind
        slot = (slot + 1) & (slots - 1)
    own.kind = number_of_kind(kinds, every, classes_of(own))
    equal[slot] = index + 1
    return own.kind


cdef inline bint is_like_before(Seen* seen, Py_ssize_t index, int32_t* equal, Py_ssize_t slots, const int64_t[::1] tagged,
                                int64_t[::1] alike) noexcept:
    """Whether an element has the tag and the classes of one before, whose group is then its own."""
    cdef Py_ssize_t kind = seen[index].kind, other
    cdef Py_ssize_t slot = (<uint64_t>(kind * 64 + tagged[index]) * 0x9E3779B97F4A7C15U >> 32) & (slots - 1)
    while equal[slot]:
        other = equal[slot] - 1
        if seen[other].kind == kind and tagged[other] == tagged[index]:
            alike[index] = alike[other]
            return True
        slot = (slot + 1) & (slots - 1)
    equal[slot] = index + 1
    return False


cdef int64_t group(dict groups, str classes, Py_ssize_t longest, strip, int64_t many, int64_t* own) except -1:
    """Write the group of an element with new classes, and tell how many groups there are then.

    Args:
        groups: those of its tag, by classes and by the like of these.
        classes, longest, strip: as in `like_of`.
        many: how many groups there are.
        own: to be written.
    """
    cdef str like
    cdef PyObject* found = PyDict_GetItemWithError(groups, classes)
    if found is not NULL:
        own[0] = <object>found
        return many
    like = like_of(classes, longest, strip)
    found = PyDict_GetItemWithError(groups, like)
    if found is NULL:
        own[0] = many
        many += 1
    else:
        own[0] = <object>found
    number = own[0]
    groups[like] = number
    groups[classes] = number
    return many


cdef inline int64_t number_of(dict numbers, object key) except -1:
    cdef PyObject* found = PyDict_GetItemWithError(numbers, key)
    if found is not NULL:
        return <object>found
    cdef Py_ssize_t number = len(numbers)
    PyDict_SetItem(numbers, key, number)
    return number


cdef str like_of(str classes, Py_ssize_t longest, strip):
    """What `strip` makes of classes, without asking it in the usual case: short, and of ASCII characters."""
    cdef Py_ssize_t index, kept = 0, length = PyUnicode_GET_LENGTH(classes)
    cdef const unsigned char* characters
    cdef char[SHORT] left
    if length > longest or length > SHORT or not PyUnicode_IS_ASCII(classes):
        return strip(classes)
    characters = <const unsigned char*>PyUnicode_DATA(classes)
    for index in range(length):
        if not c"0" <= characters[index] <= c"9":
            left[kept] = characters[index]
            kept += 1
    return classes if kept == length else PyUnicode_DecodeUTF8(left, kept, NULL)


cdef int set_names(Names* names, list naming) except -1:
    """Point at some names; they must not go before."""
    cdef bytes name
    names.many = 0
    for name in naming[:MOST]:
        names.each[names.many] = name
        names.many += 1
    return 0


cdef inline bint is_one_of(const Names* names, const char* name) noexcept:
    cdef int index
    for index in range(names.many):
        if name[0] == names.each[index][0] and strcmp(name, names.each[index]) == 0:
            return True
    return False


cdef inline void settle(Seen* seen) noexcept:
    """Find the characters of the classes."""
    cdef tree.xmlNode* text = seen.text
    if text is not NULL and text.next is NULL and text.type == tree.XML_TEXT_NODE:
        seen.content = <const char*>text.content
        fetch_early(seen.content)
    else:
        seen.content = NULL


cdef inline str classes_of(Seen* seen):
    if seen.content is not NULL:
        return PyUnicode_DecodeUTF8(seen.content, seen.length, NULL)
    if seen.text is not NULL:
        return attributeValue(seen.node, seen.classes)
    return NOTHING


cdef inline void scan(Seen* seen, const Names* naming) noexcept:
    """Find the attributes that name an element."""
    cdef tree.xmlAttr* c_attribute = seen.first
    seen.classes = NULL
    seen.named = False
    while c_attribute is not NULL:
        if c_attribute.ns is NULL:
            if c_attribute.name[0] == c"c" and strcmp(<const char*>c_attribute.name, "class") == 0:
                seen.classes = c_attribute
                fetch_early(c_attribute.children)
            elif is_one_of(naming, <const char*>c_attribute.name):
                seen.named = True
        c_attribute = c_attribute.next


cdef inline str value_of(tree.xmlNode* c_node, tree.xmlAttr* c_attribute):
    cdef tree.xmlNode* c_text = c_attribute.children
    if c_text is NULL:
        return NOTHING
    if c_text.next is NULL and c_text.type == tree.XML_TEXT_NODE and c_text.content is not NULL:
        return PyUnicode_DecodeUTF8(<const char*>c_text.content, strlen(<const char*>c_text.content), NULL)
    return attributeValue(c_node, c_attribute)


cdef Py_ssize_t put_together(const Seen* seen, const Names* naming, char* together) noexcept:
    """Write what `joined` gives where all of it is simple and short; how many bytes these are, -1 for another case."""
    cdef tree.xmlAttr* c_attribute = seen.first
    cdef tree.xmlNode* c_text
    cdef Py_ssize_t used = 0, size
    if seen.content is not NULL:
        if seen.length > LONG:
            return -1
        memcpy(together, seen.content, seen.length)
        used = seen.length
    elif seen.text is not NULL:
        return -1
    while c_attribute is not NULL:
        if c_attribute.ns is NULL and is_one_of(naming, <const char*>c_attribute.name):
            c_text = c_attribute.children
            size = 0
            if c_text is not NULL:
                if c_text.next is not NULL or c_text.type != tree.XML_TEXT_NODE or c_text.content is NULL:
                    return -1
                size = strlen(<const char*>c_text.content)
            if used + 1 + size > LONG:
                return -1
            together[used] = c" "
            if size:
                memcpy(together + used + 1, c_text.content, size)
            used += 1 + size
        c_attribute = c_attribute.next
    return used


cdef str joined(const Seen* seen, const Names* naming, str classes):
    """The classes and all other values that name an element."""
    cdef char[LONG] together
    cdef list values
    cdef tree.xmlAttr* c_attribute
    cdef Py_ssize_t size = put_together(seen, naming, together)
    if size >= 0:
        return PyUnicode_DecodeUTF8(together, size, NULL)
    values, c_attribute = [classes], seen.first
    while c_attribute is not NULL:
        if c_attribute.ns is NULL and is_one_of(naming, <const char*>c_attribute.name):
            values.append(value_of(seen.node, c_attribute))
        c_attribute = c_attribute.next
    return JOINT.join(values)
