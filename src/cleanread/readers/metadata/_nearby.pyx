# cython: boundscheck=False, wraparound=False
"""Goes over the elements around a headline for `nearby`, and leaves out those that surely tell nothing of an author or a date."""

from libc.string cimport memset, strcmp, strlen, strncmp
from lxml.includes cimport tree
from lxml.includes.etreepublic cimport _Element, elementFactory, import_lxml__etree, tailOf, textOf

import_lxml__etree()

ctypedef const unsigned char* Bytes

cdef enum:
    # what `nearby` does with an element; a text that is only heard is what stood before the next one
    ASK, READ_TEXT, READ_TAIL, HEAR_TEXT, HEAR_TAIL

cdef enum:
    # what a text may be; SOME that it is not empty
    SOME = 1
    BEGINS = 2
    DATED = 4

cdef enum:
    MOST_WORDS = 40


cdef struct Words:
    Py_ssize_t size
    const char* text[MOST_WORDS]
    bint starts[256]


cdef int _fill(Words* words, tuple given) except -1:
    cdef bytes word
    if len(given) > MOST_WORDS:
        raise ValueError("too many words")
    memset(words, 0, sizeof(Words))
    for word in given:
        words.text[words.size] = word
        words.starts[<unsigned char>words.text[words.size][0]] = True
        words.size += 1
    return 0


cdef class Look:
    """What is looked for.

    Args:
        silent: tags of elements whose own text is none.
        authors: words of classes that tell of an author.
        people: folders that lead to pages of people.
        longest: characters of a text that are looked at.
    """

    cdef tuple _kept
    cdef Words _silent, _authors, _people
    cdef Py_ssize_t _longest

    def __cinit__(self, tuple silent, tuple authors, tuple people, Py_ssize_t longest):
        self._kept = (silent, authors, people)
        _fill(&self._silent, silent)
        _fill(&self._authors, authors)
        _fill(&self._people, people)
        self._longest = longest

    def after(self, _Element headline, Py_ssize_t reach, Py_ssize_t most, const unsigned char[::1] beginnings):
        """The elements after the headline that may tell something, each with what to do with it.

        Args:
            headline: where to begin.
            reach: elements that are looked at.
            most: characters of text after which nothing more is looked at.
            beginnings: for each pair of ASCII characters whether a text that begins so may be a byline.
        """
        cdef _Steps steps = _Steps(self, headline, beginnings)
        cdef tree.xmlNode* node = headline._c_node
        while reach > 0 and steps.size <= most:
            node = _following(node)
            if node == NULL:
                break
            steps.look(node)
            reach -= 1
        return steps.found

    def before(self, _Element headline, Py_ssize_t reach, const unsigned char[::1] beginnings):
        """Those before it, nearest first, without those around it."""
        cdef _Steps steps = _Steps(self, headline, beginnings)
        cdef tree.xmlNode* node = headline._c_node
        cdef tree.xmlNode* last = NULL
        while reach > 0:
            last = _last_within(node) if last != NULL else NULL
            node = last if last != NULL else _preceding(node)
            if node == NULL:
                break
            last = node
            steps.look(node)
            reach -= 1
        return steps.found


cdef inline bint _is_element(tree.xmlNode* node) noexcept:
    """Whether a node is what lxml gives as an element: comments and their like too."""
    return node.type in (tree.XML_ELEMENT_NODE, tree.XML_COMMENT_NODE, tree.XML_PI_NODE, tree.XML_ENTITY_REF_NODE)


cdef tree.xmlNode* _following(tree.xmlNode* node) noexcept:
    """The next element in document order, within a node or after it."""
    cdef tree.xmlNode* next = node.children if node.type == tree.XML_ELEMENT_NODE else NULL
    while True:
        while next != NULL:
            if _is_element(next):
                return next
            next = next.next
        if node == NULL or not _is_element(node):
            return NULL
        next = node.next
        node = node.parent


cdef tree.xmlNode* _last_within(tree.xmlNode* node) noexcept:
    cdef tree.xmlNode* inner = node.last if node.type == tree.XML_ELEMENT_NODE else NULL
    while inner != NULL and not _is_element(inner):
        inner = inner.prev
    return inner


cdef tree.xmlNode* _preceding(tree.xmlNode* node) noexcept:
    """The nearest element before a node or before those around it."""
    cdef tree.xmlNode* one
    while node != NULL and _is_element(node):
        one = node.prev
        while one != NULL:
            if _is_element(one):
                return one
            one = one.prev
        node = node.parent
    return NULL


cdef class _Steps:
    """What is found step by step."""

    cdef Look _look
    cdef _Element _any
    cdef const unsigned char[::1] _beginnings
    cdef tree.xmlNode* _heard
    cdef int _how
    cdef bint _next
    cdef Py_ssize_t size
    cdef list found

    def __cinit__(self, Look look, _Element any, const unsigned char[::1] beginnings):
        if beginnings.shape[0] != 128 * 128:
            raise ValueError("a table of pairs of ASCII characters")
        self._look = look
        self._any = any
        self._beginnings = beginnings
        self._heard = NULL
        self._how = HEAR_TEXT
        self._next = True  # the first text is always read: a name may come before it
        self.size = 0
        self.found = []

    cdef int look(self, tree.xmlNode* node) except -1:
        if node.type == tree.XML_ELEMENT_NODE and not _is_silent(self._look, node):
            if _asks(self._look, node):
                self._add(node, ASK)
            self._weigh(node, node.children, READ_TEXT)
        self._weigh(node, node.next, READ_TAIL)
        return 0

    cdef int _add(self, tree.xmlNode* node, int what) except -1:
        self.found.append((elementFactory(self._any._doc, node), what))
        return 0

    cdef int _weigh(self, tree.xmlNode* node, tree.xmlNode* text, int how) except -1:
        cdef int may = self._may_be(node, text, how)
        if not may:
            return 0
        if self._next or may & (BEGINS | DATED):
            if may & DATED and self._heard != NULL:
                self._add(self._heard, self._how)
            self._heard = NULL
            self._next = (may & BEGINS) != 0
            self._add(node, how)
        else:
            self._heard = node
            self._how = HEAR_TEXT if how == READ_TEXT else HEAR_TAIL
        return 0

    cdef int _may_be(self, tree.xmlNode* node, tree.xmlNode* text, int how) except -1:
        """What a text may be; its characters are counted."""
        cdef tree.xmlNode* other
        cdef Bytes at
        cdef object whole
        cdef int may = SOME
        while text != NULL and text.type in (tree.XML_XINCLUDE_START, tree.XML_XINCLUDE_END):
            text = text.next
        if text == NULL or text.type not in (tree.XML_TEXT_NODE, tree.XML_CDATA_SECTION_NODE):
            return 0
        at = <Bytes>text.content
        other = text.next
        if at != NULL and (other == NULL or _is_element(other)):
            while 9 <= at[0] <= 13 or 28 <= at[0] <= 32:
                at += 1
            if at[0] == 0:
                return 0
            if at[0] < 128:
                if self._may_begin(at):
                    may |= BEGINS
                if _may_be_dated(<Bytes>text.content, self._look._longest):
                    may |= DATED
                self.size += _length(<Bytes>text.content)
                return may
        # in several pieces, or with other white space: as Python sees it
        whole = textOf(node) if how == READ_TEXT else tailOf(node)
        if whole is None or not whole or whole.isspace():
            return 0
        self.size += len(whole)
        return SOME | BEGINS | DATED

    cdef bint _may_begin(self, Bytes at) noexcept:
        cdef unsigned char first = at[0], second = at[1]
        if not (48 <= first <= 57 or 65 <= first <= 90 or 97 <= first <= 122) or second >= 128:
            return True
        if 9 <= second <= 13 or 28 <= second <= 32:
            return self._beginnings[first * 128] or self._beginnings[first * 128 + 32]
        return self._beginnings[first * 128 + second] != 0


cdef bint _is_silent(Look look, tree.xmlNode* node) noexcept:
    cdef Py_ssize_t word
    if node.ns == NULL and look._silent.starts[node.name[0]]:
        for word in range(look._silent.size):
            if strcmp(<const char*>node.name, look._silent.text[word]) == 0:
                return True
    return False


cdef bint _asks(Look look, tree.xmlNode* node) noexcept:
    """Whether the attributes of an element may tell something."""
    cdef tree.xmlAttr* given = node.properties
    cdef const char* name
    cdef Bytes value
    cdef bint is_link = node.ns == NULL and strcmp(<const char*>node.name, "a") == 0
    if node.ns == NULL and strcmp(<const char*>node.name, "time") == 0:
        return True
    while given != NULL:
        name = <const char*>given.name
        if given.ns == NULL and given.children != NULL and name[0] in (c"c", c"i", c"h"):
            value = <Bytes>given.children.content
            if strcmp(name, "class") == 0:
                if _is_split(given) or _may_name(&look._authors, value):
                    return True
            elif strcmp(name, "itemprop") == 0:
                return True
            elif is_link and strcmp(name, "href") == 0:
                if _is_split(given) or _leads_to(&look._people, value):
                    return True
        given = given.next
    return False


cdef inline bint _is_split(tree.xmlAttr* given) noexcept:
    return given.children.next != NULL or given.children.type != tree.XML_TEXT_NODE or given.children.content == NULL


cdef inline unsigned char _lower(unsigned char char) noexcept:
    return char + 32 if 65 <= char <= 90 else char


cdef bint _may_name(Words* words, Bytes text) noexcept:
    """Whether some word is in a text, in whatever case; or letters beyond ASCII, of which Python knows the case."""
    cdef Py_ssize_t word, at
    cdef Bytes wanted
    while text[0] != 0:
        if text[0] >= 128:
            return True
        if words.starts[_lower(text[0])]:
            for word in range(words.size):
                wanted = <Bytes>words.text[word]
                at = 0
                while wanted[at] != 0 and _lower(text[at]) == wanted[at]:
                    at += 1
                if wanted[at] == 0:
                    return True
        text += 1
    return False


cdef bint _leads_to(Words* folders, Bytes address) noexcept:
    """Whether an address leads to something in one of the folders."""
    cdef Py_ssize_t word, size
    cdef Bytes name
    while address[0] != 0:
        name = address + 1
        if address[0] == 47 and folders.starts[name[0]]:
            for word in range(folders.size):
                size = strlen(folders.text[word])
                if strncmp(<const char*>name, folders.text[word], size) == 0 and name[size] == 47:
                    if name[size + 1] not in (0, 47, 63, 35):
                        return True
        address += 1
    return False


cdef Py_ssize_t _length(Bytes text) noexcept:
    """The characters of a text."""
    cdef Py_ssize_t size = 0
    while text[0] != 0:
        size += (text[0] & 0xC0) != 0x80
        text += 1
    return size


cdef bint _may_be_dated(Bytes text, Py_ssize_t longest) noexcept:
    """Whether there may be the number of a year in the first characters of a text: of four digits, or of any beyond ASCII."""
    cdef unsigned char char, after
    cdef int digits = 0
    while text[0] != 0 and longest > 0:
        char = text[0]
        if 48 <= char <= 57:
            digits += 1
            if digits == 4:
                return True
        else:
            digits = 0
            if char >= 0xD9:
                # where the digits of other scripts are
                after = text[1]
                if (
                    char in (0xD9, 0xDB, 0xDF, 0xE0, 0xF0)
                    or (char == 0xE1 and after < 0xB8)
                    or (char == 0xEA and after < 0xB0)
                    or (char == 0xEF and after == 0xBC)
                ):
                    return True
        longest -= (char & 0xC0) != 0x80
        text += 1
    return False
