# cython: boundscheck=False, wraparound=False
"""What is asked of every candidate: the words of a title, how it stands beside the others, what is around it, and its weights."""

from cpython.mem cimport PyMem_Calloc, PyMem_Free, PyMem_Malloc
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


cdef class Compared:
    """The names of a page and its headings, to which candidates are compared; see `compared`.

    Args:
        names: what the page calls itself, as keys.
        headings: what its headings say, as keys.
    """

    cdef dict _numbers  # of the words of all
    cdef list _names  # each once, between spaces
    cdef set _headings
    cdef Py_ssize_t _size  # of all, the names first
    cdef Py_ssize_t* _times  # how often each name is there
    cdef Py_ssize_t* _ends  # of the words of each
    cdef Py_ssize_t* _words
    cdef unsigned char* _marks  # for each number whether a candidate has that word

    def __cinit__(self, list names not None, list headings not None):
        cdef list keys = list(dict.fromkeys(names))
        cdef list texts = [set((<str>key).split()) for key in [*keys, *dict.fromkeys(headings)]]
        cdef Py_ssize_t index, at = 0
        self._numbers = {}
        self._names = [f" {key} " for key in keys]
        self._headings = set(headings)
        self._size = len(texts)
        self._times = <Py_ssize_t*>PyMem_Malloc((len(keys) + 1) * sizeof(Py_ssize_t))
        self._ends = <Py_ssize_t*>PyMem_Malloc((self._size + 1) * sizeof(Py_ssize_t))
        self._words = <Py_ssize_t*>PyMem_Malloc((sum([len(words) for words in texts]) + 1) * sizeof(Py_ssize_t))
        if self._times == NULL or self._ends == NULL or self._words == NULL:
            raise MemoryError
        for index in range(len(keys)):
            self._times[index] = names.count(keys[index])
        for index in range(self._size):
            for word in <set>texts[index]:
                self._words[at] = self._numbers.setdefault(word, len(self._numbers))
                at += 1
            self._ends[index] = at
        self._marks = <unsigned char*>PyMem_Calloc(len(self._numbers) + 1, 1)
        if self._marks == NULL:
            raise MemoryError

    def __dealloc__(self):
        PyMem_Free(self._times)
        PyMem_Free(self._ends)
        PyMem_Free(self._words)
        PyMem_Free(self._marks)

    def looks(self, str key not None):
        """How a candidate looks beside them: see `compared.Compared.looks`."""
        cdef list words = key.split()
        cdef set mine = set(words)
        cdef str padded = f" {key} ", name
        cdef Py_ssize_t own = max(len(mine), 1), holding = 0, starting = 0, equal = 0, most = 0
        cdef Py_ssize_t index, common, other, at = 0
        cdef double alike = 0.0, heading = -1.0, share
        cdef bint held = False, is_heading = key in self._headings
        self._mark(mine, 1)
        for index in range(self._size):
            common = 0
            other = self._ends[index] - at
            for at in range(at, self._ends[index]):
                common += self._marks[self._words[at]]
            at = self._ends[index]
            share = common / <double>max(own + other - common, 1)
            if index >= len(self._names):
                heading = max(heading, share)
                continue
            most = max(most, common)
            alike = max(alike, share)
            name = <str>self._names[index]
            if padded in name:
                holding += self._times[index]
                if name.startswith(padded):
                    starting += self._times[index]
                if len(name) == len(padded):
                    equal += self._times[index]
            elif len(name) > 8 and name in padded:
                held = True
        self._mark(mine, 0)
        return (
            min(holding, 3),
            min(starting, 2),
            min(equal, 3),
            min(len(words), 25),
            <int>(most / <double>own * 4),
            <int>(alike * 4),
            held,
            -1 if is_heading or heading < 0 else <int>(heading * 4),
        )

    cdef int _mark(self, set words, unsigned char mark) except -1:
        cdef object number
        for word in words:
            number = self._numbers.get(word)
            if number is not None:
                self._marks[<Py_ssize_t>number] = mark
        return 0


def weights_of(set signs not None, dict table not None):
    """The weights of signs that have one, in order."""
    cdef double* found = <double*>PyMem_Malloc((len(signs) + 1) * sizeof(double))
    cdef Py_ssize_t size = 0, at
    cdef double weight
    cdef object given
    if found == NULL:
        raise MemoryError
    try:
        for sign in signs:
            given = table.get(sign)
            if given is None:
                continue
            weight = given
            if weight == 0:
                continue
            at = size
            while at > 0 and found[at - 1] > weight:
                found[at] = found[at - 1]
                at -= 1
            found[at] = weight
            size += 1
        return [found[at] for at in range(size)]
    finally:
        PyMem_Free(found)
