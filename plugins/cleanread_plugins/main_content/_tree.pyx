# cython: boundscheck=False, wraparound=False, cdivision=True
"""The elements of a page, numbered: the loops of `tree`."""

from cpython.array cimport array, resize_smart
from cpython.dict cimport PyDict_GetItemWithError, PyDict_SetItem
from cpython.mem cimport PyMem_Calloc, PyMem_Free, PyMem_Malloc
from cpython.ref cimport PyObject
from libc.stdint cimport int64_t
from libc.string cimport strcmp, strlen
from lxml.includes cimport tree
from lxml.includes.etreepublic cimport _Element, attributeValue, import_lxml__etree

from cleanread.document cimport Block, Place
from cleanread.letters cimport PyUnicode_DATA, PyUnicode_DecodeUTF8, PyUnicode_GET_LENGTH, PyUnicode_IS_ASCII

from types import MemberDescriptorType

# a class of Python has slots of the same size in another order
if isinstance(Block.__dict__["text"], MemberDescriptorType):
    raise ImportError("cleanread.document is not compiled")

import_lxml__etree()

cdef str JOINT = " ", NOTHING = ""

cdef enum:
    MOST = 8  # naming attributes
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
    # whether there are further attributes that name it
    bint named


def numbered(tuple blocks, int64_t[::1] of, array parent):
    """The places of blocks and of all that is around them, parents before children.

    Args:
        blocks: the blocks.
        of: the number of each block's place, -1 for none, to be written.
        parent: empty; for each place the number of the one around it is added.
    """
    cdef list places = [], chain = []
    cdef Place place, latest = None
    cdef Py_ssize_t index, step, size = 0
    cdef int64_t at = -1
    cdef Block block
    for index in range(len(blocks)):
        block = <Block?>blocks[index]
        if block is None:
            raise TypeError("None is no block")
        if block.place is latest:
            of[index] = at
            continue
        latest = place = block.place
        while place is not None and not is_numbered(place, places):
            chain.append(place)
            place = place.parent
        at = place.number if place is not None else -1
        if chain:
            resize_smart(parent, size + len(chain))
            for step in range(len(chain) - 1, -1, -1):
                place = <Place>chain[step]
                parent.data.as_longlongs[size] = at
                at = place.number = size
                places.append(place)
                size += 1
            chain.clear()
        of[index] = at
    return places


cdef inline bint is_numbered(Place place, list places):
    """Whether a place has a number among these: else it may have one left from other blocks."""
    return place.number < len(places) and <Place>places[place.number] is place


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
    cdef dict names = {}, every = {}, groups
    cdef list of_tags = []
    cdef Py_ssize_t index, size = len(places)
    cdef int64_t tag, many = 0
    cdef object element
    cdef Place place
    cdef str classes, name, like
    cdef PyObject* found
    cdef Names attributes
    cdef Seen* seen = <Seen*>PyMem_Malloc((size + 1) * sizeof(Seen))
    if seen is NULL:
        raise MemoryError
    try:
        set_names(&attributes, naming)
        for index in range(size):
            place = <Place?>places[index]
            if place is None:
                raise TypeError("None is no place")
            tagged[index] = number_of(every, place.tag)
        # the nodes lie far apart in memory: in short loops the processor waits for many of them at once
        for index in range(size):
            element = (<Place>places[index]).element
            seen[index].node = (<_Element>element)._c_node if isinstance(element, _Element) else NULL
        for index in range(size):
            if seen[index].node is not NULL and seen[index].node.type != tree.XML_ELEMENT_NODE:
                seen[index].node = NULL
            seen[index].first = seen[index].node.properties if seen[index].node is not NULL else NULL
        for index in range(size):
            scan(&seen[index], &attributes)
        for index in range(size):
            seen[index].text = seen[index].classes.children if seen[index].classes is not NULL else NULL
        for index in range(size):
            settle(&seen[index])
        for index in range(size):
            if seen[index].content is not NULL:
                seen[index].length = strlen(seen[index].content)
        for index in range(size):
            if seen[index].node is NULL:
                classes, name = read((<Place>places[index]).element)
            else:
                classes = classes_of(&seen[index])
                name = joined(&seen[index], &attributes, classes) if seen[index].named else classes
            called[index] = number_of(names, name)
            tag = tagged[index]
            if tag == len(of_tags):
                of_tags.append({})
            groups = <dict>of_tags[tag]
            found = PyDict_GetItemWithError(groups, classes)
            if found is NULL:
                like = like_of(classes, longest, strip)
                found = PyDict_GetItemWithError(groups, like)
                if found is NULL:
                    alike[index] = many
                    many += 1
                else:
                    alike[index] = <object>found
                number = alike[index]
                groups[like] = number
                groups[classes] = number
            else:
                alike[index] = <object>found
    finally:
        PyMem_Free(seen)
    return list(names), list(every)


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
            if strcmp(<const char*>c_attribute.name, "class") == 0:
                seen.classes = c_attribute
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


cdef str joined(const Seen* seen, const Names* naming, str classes):
    cdef list values = [classes]
    cdef tree.xmlAttr* c_attribute = seen.first
    while c_attribute is not NULL:
        if c_attribute.ns is NULL and is_one_of(naming, <const char*>c_attribute.name):
            values.append(value_of(seen.node, c_attribute))
        c_attribute = c_attribute.next
    return JOINT.join(values)


def pairs(const int64_t[::1] first, const int64_t[::1] second, int64_t firsts, int64_t seconds, int64_t[::1] number):
    """Number pairs of numbers from -1, equal ones alike.

    Args:
        first: the first number of each pair.
        second: the second number of each.
        firsts: more than the highest of the first.
        seconds: more than the highest of the second.
        number: of each pair, to be written.

    Returns:
        How many numbers there are.
    """
    cdef Py_ssize_t size = first.shape[0], index, at
    cdef int64_t many = 0, own, other
    cdef int64_t* starts = <int64_t*>PyMem_Calloc(firsts + 2, sizeof(int64_t))
    cdef int64_t* order = <int64_t*>PyMem_Malloc((size + 1) * sizeof(int64_t))
    cdef int64_t* seen = <int64_t*>PyMem_Calloc(seconds + 1, sizeof(int64_t))
    cdef int64_t* given = <int64_t*>PyMem_Malloc((seconds + 1) * sizeof(int64_t))
    try:
        if starts is NULL or order is NULL or seen is NULL or given is NULL:
            raise MemoryError
        # pairs with the same first number stand together
        for index in range(size):
            starts[first[index] + 2] += 1
        for index in range(2, firsts + 2):
            starts[index] += starts[index - 1]
        for index in range(size):
            own = first[index] + 1
            order[starts[own]] = index
            starts[own] += 1
        for at in range(size):
            index = order[at]
            own, other = first[index] + 2, second[index] + 1
            if seen[other] != own:
                seen[other] = own
                given[other] = many
                many += 1
            number[index] = given[other]
    finally:
        PyMem_Free(starts)
        PyMem_Free(order)
        PyMem_Free(seen)
        PyMem_Free(given)
    return many


def families(const int64_t[::1] family, int64_t many, int64_t[::1] beside, int64_t[::1] number):
    """For each element how many have its number of a family, and how many of those stand before it, to be written."""
    cdef Py_ssize_t index
    cdef int64_t* counts = <int64_t*>PyMem_Calloc(many + 1, sizeof(int64_t))
    if counts is NULL:
        raise MemoryError
    for index in range(family.shape[0]):
        number[index] = counts[family[index]]
        counts[family[index]] += 1
    for index in range(family.shape[0]):
        beside[index] = counts[family[index]]
    PyMem_Free(counts)


def ends(const int64_t[::1] parent, int64_t[::1] depth, int64_t[::1] last):
    """For each element the number of elements around it, and the last element within it, to be written."""
    cdef Py_ssize_t size = last.shape[0], element
    cdef int64_t above
    for element in range(size):
        above = parent[element]
        depth[element] = depth[above] + 1 if above >= 0 else 0
        last[element] = element
    for element in range(size - 1, 0, -1):
        above = parent[element]
        if above >= 0 and last[element] > last[above]:
            last[above] = last[element]


def around(const int64_t[::1] of, const int64_t[::1] parent, int64_t[:, ::1] levels):
    """For each block its element and those around it, levels by blocks, to be written; -1 beyond the root."""
    cdef Py_ssize_t block, level
    cdef int64_t at
    for block in range(of.shape[0]):
        at = of[block]
        for level in range(levels.shape[0]):
            levels[level, block] = at
            if at >= 0:
                at = parent[at]


def within(const int64_t[::1] of, const int64_t[::1] last, const double[:, ::1] values, float[:, ::1] sums):
    """Sums of values of blocks over all that is within each element.

    Args:
        of: the element of each block.
        last: for each element the last within it.
        values: kinds of values by blocks.
        sums: kinds by elements and one more, for which there are zeros, to be written.
    """
    cdef Py_ssize_t size = last.shape[0], kind, block, element
    cdef double total
    cdef double* own = <double*>PyMem_Malloc((size + 2) * sizeof(double))
    if own is NULL:
        raise MemoryError
    for kind in range(values.shape[0]):
        for element in range(size + 2):
            own[element] = 0.0
        for block in range(of.shape[0]):
            if of[block] >= 0:
                own[of[block] + 1] += values[kind, block]
        total = 0.0
        for element in range(1, size + 1):
            total += own[element]
            own[element] = total
        for element in range(size):
            sums[kind, element] = <float>(own[last[element] + 1] - own[element])
        sums[kind, size] = 0.0
    PyMem_Free(own)


def shared(const int64_t[::1] of, const int64_t[::1] parent, int64_t block, int64_t[::1] common):
    """For each block how many elements hold both it and a certain one, to be written."""
    cdef Py_ssize_t size = parent.shape[0] - 1, element, each
    cdef int64_t at
    cdef int64_t* holds = <int64_t*>PyMem_Calloc(size + 1, sizeof(int64_t))
    if holds is NULL:
        raise MemoryError
    at = of[block]
    while at >= 0:
        holds[at] = 1
        at = parent[at]
    for element in range(size):
        if parent[element] >= 0:
            holds[element] += holds[parent[element]]
    for each in range(of.shape[0]):
        common[each] = holds[of[each]] if of[each] >= 0 else 0
    PyMem_Free(holds)
