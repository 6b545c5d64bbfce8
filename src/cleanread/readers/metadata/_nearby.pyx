# cython: boundscheck=False, wraparound=False
"""Goes over the elements around a headline for `nearby`, and leaves out those that surely tell nothing of an author or a date."""

from libc.string cimport memset, strcmp, strncmp
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

cdef class Words:
    """Words or phrases in lower case, by their first bytes.

    Args:
        given: the words; none is empty.
    """

    cdef bytes _all  # one after another, those that begin alike together, each after its length and before NUL; an empty one ends all
    cdef Bytes first[256]  # the first one that begins so, or NULL

    def __cinit__(self, given):
        cdef Bytes word
        encoded = sorted(one.encode() for one in given)
        if not all(0 < len(one) < 256 for one in encoded):
            raise ValueError("an empty word, or a long one")
        self._all = b"".join(bytes([len(one)]) + one + b"\0" for one in encoded) + b"\0\0"
        memset(self.first, 0, sizeof(self.first))
        word = <Bytes>self._all + 1
        while word[0] != 0:
            if self.first[word[0]] == NULL:
                self.first[word[0]] = word
            word = _next_word(word)


cdef inline Bytes _next_word(Bytes word) noexcept:
    return word + (word - 1)[0] + 2


cdef class Look:
    """What is looked for.

    Args:
        silent: tags of elements whose own text is none.
        authors: words of classes that tell of an author.
        people: folders that lead to pages of people.
        longest: characters of a text that are looked at.
    """

    cdef Words _silent, _authors, _people
    cdef Py_ssize_t _longest

    def __cinit__(self, silent, authors, people, Py_ssize_t longest):
        self._silent = Words(silent)
        self._authors = Words(authors)
        self._people = Words(people)
        self._longest = longest

    def after(self, _Element headline, Py_ssize_t reach, Py_ssize_t most, Words phrases not None):
        """The elements after the headline that may tell something, each with what to do with it.

        Args:
            headline: where to begin.
            reach: elements that are looked at.
            most: characters of text after which nothing more is looked at.
            phrases: what stands before the names of authors.
        """
        cdef _Steps steps = _Steps(self, headline, phrases)
        cdef tree.xmlNode* node = headline._c_node
        while reach > 0 and steps.size <= most:
            node = _following(node)
            if node == NULL:
                break
            steps.look(node)
            reach -= 1
        return steps.found

    def before(self, _Element headline, Py_ssize_t reach, Words phrases not None):
        """Those before it, nearest first, without those around it."""
        cdef _Steps steps = _Steps(self, headline, phrases)
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
    cdef Words _phrases
    cdef tree.xmlNode* _heard
    cdef int _how
    cdef bint _next
    cdef Py_ssize_t size
    cdef list found

    def __cinit__(self, Look look, _Element any, Words phrases):
        self._look = look
        self._any = any
        self._phrases = phrases
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
        cdef bint dated = False
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
                if _may_be_by(self._phrases, at, self._look._longest - (at - <Bytes>text.content)):
                    may |= BEGINS
                self.size += _length(<Bytes>text.content, self._look._longest, &dated)
                return may | DATED if dated else may
        # in several pieces, or with other white space: as Python sees it
        whole = textOf(node) if how == READ_TEXT else tailOf(node)
        if whole is None or not whole or whole.isspace():
            return 0
        self.size += len(whole)
        return SOME | BEGINS | DATED


cdef inline bint _is_space(unsigned char char) noexcept:
    return 9 <= char <= 13 or 28 <= char <= 32


cdef bint _may_be_by(Words phrases, Bytes text, Py_ssize_t longest) noexcept:
    """Whether a text may begin with one of the phrases: it does, or there are characters beyond ASCII or too many before it ends.

    What `people` passes over before a phrase and takes off the end of one is passed over here too.
    """
    cdef Bytes last = text + longest - 1  # Python may see no more, in the middle of a word
    cdef Bytes phrase, at, wanted
    while _is_space(text[0]) or text[0] in (c"-", c"|", c"/", c"(", c":"):
        text += 1
    if text[0] >= 128 or text >= last:
        return True
    phrase = phrases.first[_lower(text[0])]
    while phrase != NULL and phrase[0] == _lower(text[0]):
        at = text
        wanted = phrase
        while wanted[0] != 0:
            if wanted[0] == 32 and _is_space(at[0]):
                while _is_space(at[0]):
                    at += 1
            elif _lower(at[0]) == wanted[0] and at[0] < 128:
                at += 1
            else:
                break
            wanted += 1
        if at[0] >= 128 or at >= last:
            return True
        if wanted[0] == 0 and (at[0] in (0, c":", c"/", c"|", c"-") or _is_space(at[0])):
            return True
        phrase = _next_word(phrase)
    return False


cdef bint _is_silent(Look look, tree.xmlNode* node) noexcept:
    cdef Bytes word
    if node.ns == NULL:
        word = look._silent.first[node.name[0]]
        while word != NULL and word[0] == node.name[0]:
            if strcmp(<const char*>node.name, <const char*>word) == 0:
                return True
            word = _next_word(word)
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
                if _is_split(given) or _may_name(look._authors, value):
                    return True
            elif strcmp(name, "itemprop") == 0:
                return True
            elif is_link and strcmp(name, "href") == 0:
                if _is_split(given) or _leads_to(look._people, value):
                    return True
        given = given.next
    return False


cdef inline bint _is_split(tree.xmlAttr* given) noexcept:
    return given.children.next != NULL or given.children.type != tree.XML_TEXT_NODE or given.children.content == NULL


cdef inline unsigned char _lower(unsigned char char) noexcept:
    return char + 32 if 65 <= char <= 90 else char


cdef bint _may_name(Words words, Bytes text) noexcept:
    """Whether some word is in a text, in whatever case; or letters beyond ASCII, of which Python knows the case."""
    cdef Bytes word
    cdef Py_ssize_t at
    cdef unsigned char char
    while text[0] != 0:
        if text[0] >= 128:
            return True
        char = _lower(text[0])
        word = words.first[char]
        while word != NULL and word[0] == char:
            at = 1
            while word[at] != 0 and _lower(text[at]) == word[at]:
                at += 1
            if word[at] == 0:
                return True
            word = _next_word(word)
        text += 1
    return False


cdef bint _leads_to(Words folders, Bytes address) noexcept:
    """Whether an address leads to something in one of the folders."""
    cdef Bytes word, name
    cdef unsigned char size
    while address[0] != 0:
        if address[0] == c"/":
            name = address + 1
            word = folders.first[name[0]]
            while word != NULL and word[0] == name[0]:
                size = (word - 1)[0]
                if strncmp(<const char*>name, <const char*>word, size) == 0 and name[size] == c"/":
                    if name[size + 1] not in (0, c"/", c"?", c"#"):
                        return True
                word = _next_word(word)
        address += 1
    return False


cdef Py_ssize_t _length(Bytes text, Py_ssize_t longest, bint* dated) noexcept:
    """The characters of a text.

    Args:
        text: the text.
        longest: characters of it that are searched for the number of a year.
        dated: set when there may be one: as `dates` knows them, or digits beyond ASCII.
    """
    cdef unsigned char char, after
    cdef Py_ssize_t size = 0
    while text[0] != 0 and size < longest and not dated[0]:
        char = text[0]
        after = text[1]
        if char in (c"1", c"2"):
            if (after == c"9" if char == c"1" else after in (c"0", c"5")) and _is_digit(text[2]) and _is_digit(text[3]):
                dated[0] = True
        elif char >= 0xD9:
            # where the digits of other scripts are
            dated[0] = (
                char in (0xD9, 0xDB, 0xDF, 0xE0, 0xF0)
                or (char == 0xE1 and after < 0xB8)
                or (char == 0xEA and after < 0xB0)
                or (char == 0xEF and after == 0xBC)
            )
        size += (char & 0xC0) != 0x80
        text += 1
    while text[0] != 0:
        size += (text[0] & 0xC0) != 0x80
        text += 1
    return size


cdef inline bint _is_digit(unsigned char char) noexcept:
    return c"0" <= char <= c"9"
