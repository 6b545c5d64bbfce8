# cython: boundscheck=False, wraparound=False, cdivision=True
"""Sets of words that the words of a text are looked up in (`lookup`), without a string for each of them."""

from libc.stdint cimport uint32_t, uint64_t
from libc.stdlib cimport calloc, free, malloc
from libc.string cimport memcmp

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ

cdef extern from "Python.h":
    bint Py_UNICODE_ISDECIMAL(Py_UCS4 letter)
    bint Py_UNICODE_ISLOWER(Py_UCS4 letter)
    bint Py_UNICODE_ISSPACE(Py_UCS4 letter)
    bint Py_UNICODE_ISTITLE(Py_UCS4 letter)
    bint Py_UNICODE_ISUPPER(Py_UCS4 letter)
    Py_UCS4 Py_UNICODE_TOLOWER(Py_UCS4 letter)

#: Different tags of a set, at the most.
cdef enum:
    MOST_TAGS = 256


cdef class Words:
    """A set of words.

    Args:
        words: they.
        signs: what `strange` takes from the edges of words.
        plain: what `any_of` reads letters as; a blank for what stands between words.
        tags: what `look` counts for each of them.
    """

    cdef Py_UCS4* letters
    cdef Py_ssize_t* starts
    cdef uint32_t* slots
    cdef Py_UCS4* word
    cdef Py_UCS4 ascii[128]
    cdef bint replaced[256]
    cdef Py_ssize_t mask, longest
    cdef Py_ssize_t* tag_starts
    cdef Py_ssize_t* tags
    cdef list names
    cdef str signs
    cdef dict plain

    def __cinit__(self, words, str signs="", dict plain=None, dict tags=None):
        cdef list every = sorted(words), tagged = [(tags or {}).get(word, ()) for word in every]
        cdef Py_ssize_t count = len(every), size = 8, total = 0, total_tags = 0, number, at, place
        cdef str word
        self.signs = signs
        self.plain = {ord(one): ord(other) for one, other in (plain or {}).items()}
        for at in range(128):
            self.ascii[at] = Py_UNICODE_TOLOWER(<Py_UCS4><int>self.plain.get(at, at))
        for at in range(256):
            self.replaced[at] = False
        for at in self.plain:
            self.replaced[at & 255] = True
        self.longest = 0
        for word in every:
            total += len(word)
            self.longest = max(self.longest, len(word))
        while size < 2 * count:
            size *= 2
        self.mask = size - 1
        self.letters = <Py_UCS4*>malloc((total + 1) * sizeof(Py_UCS4))
        self.starts = <Py_ssize_t*>malloc((count + 1) * sizeof(Py_ssize_t))
        self.slots = <uint32_t*>calloc(size, sizeof(uint32_t))
        self.word = <Py_UCS4*>malloc((self.longest + 1) * sizeof(Py_UCS4))
        self.names = sorted({name for found in tagged for name in found})
        if len(self.names) > MOST_TAGS:
            raise ValueError(f"{len(self.names)} tags")
        numbers = {name: number for number, name in enumerate(self.names)}
        self.tag_starts = <Py_ssize_t*>malloc((count + 1) * sizeof(Py_ssize_t))
        self.tags = <Py_ssize_t*>malloc((sum(map(len, tagged)) + 1) * sizeof(Py_ssize_t))
        if self.tag_starts == NULL or self.tags == NULL:
            raise MemoryError
        for number in range(count):
            self.tag_starts[number] = total_tags
            for name in tagged[number]:
                self.tags[total_tags] = numbers[name]
                total_tags += 1
        self.tag_starts[count] = total_tags
        if self.letters == NULL or self.starts == NULL or self.slots == NULL or self.word == NULL:
            raise MemoryError
        total = 0
        for number in range(count):
            word = every[number]
            self.starts[number] = total
            for at in range(len(word)):
                self.letters[total + at] = word[at]
            place = _hash(self.letters + total, len(word)) & self.mask
            while self.slots[place]:
                place = (place + 1) & self.mask
            self.slots[place] = <uint32_t>(number + 1)
            total += len(word)
        self.starts[count] = total

    def __dealloc__(self):
        free(self.letters)
        free(self.starts)
        free(self.slots)
        free(self.word)
        free(self.tag_starts)
        free(self.tags)

    cdef Py_ssize_t _find(self, const Py_UCS4* word, Py_ssize_t size) noexcept:
        """The number of a word, from 1; 0 where it is not in the set."""
        cdef Py_ssize_t place = _hash(word, size) & self.mask, found
        while True:
            found = self.slots[place]
            if not found:
                return 0
            if self.starts[found] - self.starts[found - 1] == size and not memcmp(
                self.letters + self.starts[found - 1], word, size * sizeof(Py_UCS4)
            ):
                return found
            place = (place + 1) & self.mask

    cdef Py_ssize_t _find_in(self, int kind, const void* data, Py_ssize_t start, Py_ssize_t end) noexcept:
        cdef Py_ssize_t at
        if end - start > self.longest:
            return 0
        for at in range(start, end):
            self.word[at - start] = PyUnicode_READ(kind, data, at)
        return self._find(self.word, end - start)

    def strange(self, str text):
        """Whether more than a third of a folded text's words are not in the set, bare of signs either, and hold no digit."""
        cdef int kind = PyUnicode_KIND(text)
        cdef const void* data = PyUnicode_DATA(text)
        cdef Py_ssize_t size = len(text), start = 0, end, at, first, last, words = 0, found = 0
        cdef bint digit
        while start <= size:
            end = start
            digit = False
            while end < size and PyUnicode_READ(kind, data, end) != 32:
                digit = digit or Py_UNICODE_ISDECIMAL(PyUnicode_READ(kind, data, end))
                end += 1
            words += 1
            if not digit and not self._find_in(kind, data, start, end):
                first, last = start, end
                while first < last and <Py_UCS4>PyUnicode_READ(kind, data, first) in self.signs:
                    first += 1
                while first < last and <Py_UCS4>PyUnicode_READ(kind, data, last - 1) in self.signs:
                    last -= 1
                if first < last and (last - first == end - start or not self._find_in(kind, data, first, last)):
                    found += 1
            start = end + 1
        return found * 3 > words

    def any_of(self, str text):
        """Whether a text may hold one of the words: False is certain."""
        cdef int kind = PyUnicode_KIND(text)
        cdef const void* data = PyUnicode_DATA(text)
        cdef Py_ssize_t size = len(text), at, length = 0
        cdef Py_UCS4 letter
        for at in range(size + 1):
            letter = PyUnicode_READ(kind, data, at) if at < size else 32
            if <int>letter < 128:
                letter = self.ascii[<int>letter]
            else:
                if letter == 0x130 or letter == 0x3A3:
                    return True  # lower case depends on what is beside it, or is more than one letter
                if self.replaced[<int>letter & 255]:
                    letter = <int>self.plain.get(<int>letter, <int>letter)
                letter = Py_UNICODE_TOLOWER(letter)
            if Py_UNICODE_ISSPACE(letter):
                if 0 < length <= self.longest and self._find(self.word, length):
                    return True
                length = 0
            else:
                if length < self.longest:
                    self.word[length] = letter
                length += 1
        return False

    def look(self, str text):
        """How often the words of a text say each tag, how many of them are lower case, and how many there are."""
        cdef int kind = PyUnicode_KIND(text)
        cdef const void* data = PyUnicode_DATA(text)
        cdef Py_ssize_t size = len(text), at, start = 0, words = 0, plain = 0, found, other, tag
        cdef bint lower = False, upper = False
        cdef Py_UCS4 letter
        cdef list said = []
        cdef Py_ssize_t counts[MOST_TAGS]
        for tag in range(MOST_TAGS):
            counts[tag] = 0
        for at in range(size + 1):
            if at < size:
                letter = PyUnicode_READ(kind, data, at)
                if not Py_UNICODE_ISSPACE(letter):
                    if Py_UNICODE_ISUPPER(letter) or Py_UNICODE_ISTITLE(letter):
                        upper = True
                    elif Py_UNICODE_ISLOWER(letter):
                        lower = True
                    continue
            if at > start:
                words += 1
                plain += lower and not upper
                found = self._find_in(kind, data, start, at)
                if found:
                    for other in range(self.tag_starts[found - 1], self.tag_starts[found]):
                        tag = self.tags[other]
                        if not counts[tag]:
                            said.append(tag)
                        counts[tag] += 1
            start = at + 1
            lower = upper = False
        return {self.names[tag]: counts[tag] for tag in said}, plain, words

    def shown(self, str text):
        """Whether two different words of a text are in the set, and one in seven of its words; beyond 40, six will do."""
        cdef int kind = PyUnicode_KIND(text)
        cdef const void* data = PyUnicode_DATA(text)
        cdef Py_ssize_t size = len(text), at, start = 0, words = 0, count = 0, found, other
        cdef Py_ssize_t known[6]
        for at in range(size + 1):
            if at < size and not Py_UNICODE_ISSPACE(PyUnicode_READ(kind, data, at)):
                continue
            if at > start:
                words += 1
                found = self._find_in(kind, data, start, at)
                if found:
                    for other in range(count):
                        if known[other] == found:
                            break
                    else:
                        known[count] = found
                        count += 1
                        if count == 6:
                            return True
            start = at + 1
        return count >= 2 and count * 7 >= min(words, 40)


cdef uint64_t _hash(const Py_UCS4* word, Py_ssize_t size) noexcept nogil:
    cdef uint64_t value = 0xCBF29CE484222325ULL, prime = 0x100000001B3ULL
    cdef Py_ssize_t at
    for at in range(size):
        value = (value ^ <uint64_t>word[at]) * prime
    return value ^ (value >> 29)
