# cython: boundscheck=False, wraparound=False, cdivision=True
"""Sets of words that the words of a text are looked up in (`words`), without a string for each of them."""

cimport cython
from libc.stdint cimport uint32_t, uint64_t
from libc.stdlib cimport calloc, free, malloc
from libc.string cimport memcmp, memmove

from cleanread.letters cimport (
    PyUnicode_DATA, PyUnicode_FromKindAndData, PyUnicode_KIND, PyUnicode_READ, Py_UNICODE_ISDECIMAL, Py_UNICODE_ISLOWER,
    Py_UNICODE_ISSPACE, Py_UNICODE_ISTITLE, Py_UNICODE_ISUPPER, Py_UNICODE_TOLOWER
)

#: Different tags of a set, at the most, and words of a text that is taken for phrases one after the other.
cdef enum:
    MOST_TAGS = 256
    MOST_WORDS = 64
    ELLIPSIS = 0x2026


cdef uint64_t HASH_START = 0xCBF29CE484222325ULL


@cython.final
cdef class Words:
    """A set of words.

    Args:
        words: they.
        signs: what `strange` and `filled` take from the edges of words.
        plain: what `any_pair` reads letters as; a blank for what stands between words.
        tags: what `look` counts for each of them.
    """

    def __cinit__(self, words, str signs="", dict plain=None, dict tags=None):
        cdef list every = list(words), tagged = [(tags or {}).get(word, ()) for word in every]
        cdef Py_ssize_t count = len(every), size = 8, total = 0, total_tags = 0, number, at, place
        cdef uint64_t hashed
        cdef str word
        self.signs = signs
        self.plain = {ord(one): ord(other) for one, other in (plain or {}).items()}
        for at in range(128):
            self.signs_below[at] = chr(at) in signs
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
        total += 2 * count + 1
        if total > 0xFFFFFFFF:
            raise ValueError(f"{total} letters")
        self.letters = <Py_UCS4*>malloc(total * sizeof(Py_UCS4))
        self.slots = <Slot*>calloc(size, sizeof(Slot))
        self.passing = <uint64_t*>calloc((size >> 4) + 1, sizeof(uint64_t))
        self.word = <Py_UCS4*>malloc((2 * self.longest + 2) * sizeof(Py_UCS4))
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
        if self.letters == NULL or self.slots == NULL or self.passing == NULL or self.word == NULL:
            raise MemoryError
        total = 1
        for number in range(count):
            word = every[number]
            self.letters[total] = <Py_UCS4><uint32_t>(number + 1)
            self.letters[total + 1] = <Py_UCS4><uint32_t>len(word)
            for at in range(len(word)):
                self.letters[total + 2 + at] = word[at]
            if len(word):
                at = _bit(word[0], word[len(word) - 1], len(word))
                self.sieve[at >> 6] |= <uint64_t> 1 << (at & 63)
            hashed = _hash(self.letters + total + 2, len(word))
            self.passing[_passes(hashed, self.mask) >> 6] |= <uint64_t> 1 << (_passes(hashed, self.mask) & 63)
            place = hashed & self.mask
            while self.slots[place].start:
                place = (place + 1) & self.mask
            self.slots[place].start = <uint32_t>total
            self.slots[place].mark = <uint32_t>(hashed >> 32)
            total += len(word) + 2

    def __dealloc__(self):
        free(self.letters)
        free(self.slots)
        free(self.passing)
        free(self.word)
        free(self.tag_starts)
        free(self.tags)

    cdef inline bint _may_hold(self, Py_UCS4 first, Py_UCS4 last, Py_ssize_t size) noexcept:
        cdef Py_ssize_t bit = _bit(first, last, size)
        return self.sieve[bit >> 6] >> (bit & 63) & 1

    cdef Py_ssize_t _find(self, const Py_UCS4* word, Py_ssize_t size) noexcept:
        """The number of a word, from 1; 0 where it is not in the set."""
        if size and not self._may_hold(word[0], word[size - 1], size):
            return 0
        return self._look_up(word, size, _hash(word, size))

    cdef Py_ssize_t _look_up(self, const Py_UCS4* word, Py_ssize_t size, uint64_t hashed) noexcept:
        cdef Py_ssize_t place = hashed & self.mask
        cdef const Py_UCS4* found
        while self.slots[place].start:
            if self.slots[place].mark == <uint32_t>(hashed >> 32):
                found = self.letters + self.slots[place].start
                if <uint32_t>found[1] == <uint32_t>size and not memcmp(found + 2, word, size * sizeof(Py_UCS4)):
                    return <uint32_t>found[0]
            place = (place + 1) & self.mask
        return 0

    cdef Py_ssize_t _find_in(self, int kind, const void* data, Py_ssize_t start, Py_ssize_t end) noexcept:
        cdef Py_ssize_t at
        if end - start > self.longest or (
            end > start
            and not self._may_hold(PyUnicode_READ(kind, data, start), PyUnicode_READ(kind, data, end - 1), end - start)
        ):
            return 0
        for at in range(start, end):
            self.word[at - start] = PyUnicode_READ(kind, data, at)
        return self._find(self.word, end - start)

    cdef bint holds(self, int kind, const void* data, Py_ssize_t size) noexcept:
        """Whether letters are a word of the set."""
        return self._find_in(kind, data, 0, size) > 0

    cpdef bint strange(self, str text) except -1:
        """Whether more than a third of a folded text's words are not in the set, bare of signs either, and hold no digit."""
        cdef int kind = PyUnicode_KIND(text)
        cdef const void* data = PyUnicode_DATA(text)
        cdef Py_ssize_t size = len(text), start = 0, end, at, first, last, words = 1, left, found = 0
        cdef bint digit
        cdef Py_UCS4 letter
        for at in range(size):
            words += PyUnicode_READ(kind, data, at) == 32
        left = words
        # no longer than until the others can't change it
        while found * 3 <= words < (found + left) * 3:
            end = start
            digit = False
            while end < size and PyUnicode_READ(kind, data, end) != 32:
                letter = PyUnicode_READ(kind, data, end)
                digit = digit or (48 <= <int>letter <= 57 if <int>letter < 128 else Py_UNICODE_ISDECIMAL(letter))
                end += 1
            left -= 1
            if not digit and not self._find_in(kind, data, start, end):
                first, last = start, end
                while first < last and self._is_sign(PyUnicode_READ(kind, data, first)):
                    first += 1
                while first < last and self._is_sign(PyUnicode_READ(kind, data, last - 1)):
                    last -= 1
                if first < last and (last - first == end - start or not self._find_in(kind, data, first, last)):
                    found += 1
            start = end + 1
        return found * 3 > words

    cpdef bint any_pair(self, str text) except -1:
        """Whether two neighbouring words of a text may be in the set, with a blank between them: False is certain."""
        return self._pair(text, None)

    def pairs(self, str text):
        """The pairs of neighbouring words of a text of ASCII that are in the set, with a blank between them."""
        cdef list found = []
        self._pair(text, found)
        return found

    cdef bint _pair(self, str text, list found) except -1:
        cdef int kind = PyUnicode_KIND(text)
        cdef const void* data = PyUnicode_DATA(text)
        # where the word at hand starts in `word`, behind the one before, which is not there when it is too long
        cdef Py_ssize_t size = len(text), at, length = 0, start = 0
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
            if not Py_UNICODE_ISSPACE(letter):
                if length < self.longest:
                    self.word[start + length] = letter
                length += 1
            elif length:
                if start and start + length <= self.longest and self._find(self.word, start + length):
                    if found is None:
                        return True
                    found.append(PyUnicode_FromKindAndData(4, self.word, start + length))
                if length < self.longest:
                    memmove(self.word, self.word + start, length * sizeof(Py_UCS4))
                    self.word[length] = 32
                    start = length + 1
                else:
                    start = 0
                length = 0
        return False

    def at_edge(self, str text):
        """Whether one of these is in the set: see `words`."""
        return self.edged(PyUnicode_KIND(text), PyUnicode_DATA(text), len(text))

    cdef bint edged(self, int kind, const void* data, Py_ssize_t size) noexcept:
        """The same of letters."""
        cdef Py_UCS4 last[3]
        cdef Py_ssize_t at = 0
        if self._find_in(kind, data, 0, min(2, size)):
            return True
        last[0] = ELLIPSIS
        for at in range(max(0, size - 2), size):
            last[at - max(0, size - 2) + 1] = PyUnicode_READ(kind, data, at)
        if self._find(last, min(2, size) + 1):
            return True
        at = 0
        while at < size and PyUnicode_READ(kind, data, at) != 32:
            at += 1
        if at == 1 and size > 1 and PyUnicode_READ(kind, data, 0) == 35:
            at = 2
            while at < size and PyUnicode_READ(kind, data, at) != 32:
                at += 1
        if at < size and self._find_in(kind, data, 0, at + 1):
            return True
        at = size
        while at > 0 and PyUnicode_READ(kind, data, at - 1) != 32:
            at -= 1
        if at == size - 1 and at > 0 and PyUnicode_READ(kind, data, at) == 35:
            at -= 1
            while at > 0 and PyUnicode_READ(kind, data, at - 1) != 32:
                at -= 1
        return at > 0 and self._find_in(kind, data, at - 1, size) > 0

    def filled(self, str text, Py_ssize_t longest, Py_ssize_t most):
        """The phrases of the set that a text is one after the other, the longest first, and how many words are in none.

        None when there are more than a third of these, and for a text of one word or more than ``most``.
        Signs at the edges of words do not count.
        """
        cdef list parts = []
        cdef Py_ssize_t strange = self.fill(text, longest, most, parts)
        return None if strange < 0 else (parts, strange)

    cdef Py_ssize_t fill(self, str text, Py_ssize_t longest, Py_ssize_t most, list parts) except -2:
        """How many words of a text are in no phrase of the set, -1 for too many; the phrases are added to the parts, if any."""
        cdef int kind = PyUnicode_KIND(text)
        cdef const void* data = PyUnicode_DATA(text)
        cdef Py_ssize_t size = len(text), at = 0, first, last, count = 0, number, end, length, best, found, strange = 0
        cdef Py_ssize_t firsts[MOST_WORDS]
        cdef Py_ssize_t lasts[MOST_WORDS]
        cdef uint64_t value, hashed
        while at < size:
            while at < size and Py_UNICODE_ISSPACE(PyUnicode_READ(kind, data, at)):
                at += 1
            first = at
            while at < size and not Py_UNICODE_ISSPACE(PyUnicode_READ(kind, data, at)):
                at += 1
            last = at
            while first < last and self._is_sign(PyUnicode_READ(kind, data, first)):
                first += 1
            while first < last and self._is_sign(PyUnicode_READ(kind, data, last - 1)):
                last -= 1
            if first < last:
                if count == most or count == MOST_WORDS:
                    return -1
                firsts[count], lasts[count] = first, last
                count += 1
        if count < 2:
            return -1
        number = 0
        while number < count:
            best = found = length = 0
            value = HASH_START
            for end in range(number, min(number + longest, count)):
                if length + (end > number) + lasts[end] - firsts[end] > self.longest:
                    break
                if end > number:
                    self.word[length] = 32
                    value = _hashed(value, 32)
                    length += 1
                for at in range(firsts[end], lasts[end]):
                    self.word[length] = PyUnicode_READ(kind, data, at)
                    value = _hashed(value, self.word[length])
                    length += 1
                hashed = _mixed(value)
                at = _passes(hashed, self.mask)
                if self.passing[at >> 6] >> (at & 63) & 1 and self._look_up(self.word, length, hashed):
                    best, found = length, end + 1
            if found:
                if parts is not None:
                    parts.append(PyUnicode_FromKindAndData(4, self.word, best))
                number = found
            else:
                number += 1
                strange += 1
                if strange > count // 3:
                    return -1
        return strange

    cdef inline bint _is_sign(self, Py_UCS4 letter) noexcept:
        return self.signs_below[<int>letter] if <int>letter < 128 else letter in self.signs

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
                    if <int>letter < 128:
                        lower = lower or 97 <= <int>letter <= 122
                        upper = upper or 65 <= <int>letter <= 90
                    elif Py_UNICODE_ISUPPER(letter) or Py_UNICODE_ISTITLE(letter):
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
        """How much of a text is in the set: 2 for two different words that are one in seven of all, 1 for less, 0 for nothing.

        Beyond 40 words, six will do.
        """
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
                            return 2
            start = at + 1
        return 2 if count >= 2 and count * 7 >= min(words, 40) else min(count, 1)


cdef inline Py_ssize_t _bit(Py_UCS4 first, Py_UCS4 last, Py_ssize_t size) noexcept nogil:
    """Where the sieve tells of words with such letters at their ends."""
    cdef uint32_t mixed = (<uint32_t> first * 0x9E3779B1U) ^ (<uint32_t> last * 0x85EBCA6BU) ^ (<uint32_t> size * 0xC2B2AE35U)
    return mixed >> 17


cdef uint64_t _hash(const Py_UCS4* word, Py_ssize_t size) noexcept nogil:
    cdef uint64_t value = HASH_START
    cdef Py_ssize_t at
    for at in range(size):
        value = _hashed(value, word[at])
    return _mixed(value)


cdef inline uint64_t _hashed(uint64_t value, Py_UCS4 letter) noexcept nogil:
    """The hash of what was hashed before, and a letter more."""
    return (value ^ <uint64_t>letter) * 0x100000001B3ULL


cdef inline uint64_t _mixed(uint64_t value) noexcept nogil:
    return value ^ (value >> 29)


cdef inline Py_ssize_t _passes(uint64_t hashed, Py_ssize_t mask) noexcept nogil:
    """Where `passing` tells of words with such a hash."""
    return (hashed >> 20) & (mask << 2 | 3)


cpdef Py_ssize_t spaced_words(str text) except -2:
    """Words with blanks between them; -1 for a text in a script that writes none (`words.NO_SPACES`)."""
    cdef int kind = PyUnicode_KIND(text)
    cdef const void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t at, words = 0
    cdef bint within = False
    cdef Py_UCS4 letter
    for at in range(len(text)):
        letter = PyUnicode_READ(kind, data, at)
        if Py_UNICODE_ISSPACE(letter):
            within = False
            continue
        words += not within
        within = True
        if <int>letter >= 0xe00 and (
            letter <= 0xeff or 0x1000 <= letter <= 0x109f or 0x1780 <= letter <= 0x17ff or 0x3040 <= letter <= 0x30ff
            or 0x3400 <= letter <= 0x9fff
        ):
            return -1
    return words


cpdef bint may_open(str text, Py_ssize_t most) except -1:
    """Whether the first letters of a text, ``most`` of them, hold what may end a prefix (`words.may_open`)."""
    cdef int kind = PyUnicode_KIND(text)
    cdef const void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t size = min(len(text), most), at
    cdef Py_UCS4 letter
    for at in range(size):
        letter = PyUnicode_READ(kind, data, at)
        if (
            letter == 58 or letter == 62 or letter == 93 or letter == 124
            or letter == 0xbb or letter == 0x2192 or letter == 0x3011 or letter == 0xff1a
        ):
            return True
        if letter == 45 or letter == 0x2013 or letter == 0x2014:
            if (
                0 < at < size - 1
                and Py_UNICODE_ISSPACE(PyUnicode_READ(kind, data, at - 1))
                and Py_UNICODE_ISSPACE(PyUnicode_READ(kind, data, at + 1))
            ):
                return True
    return False
