# cython: boundscheck=False, wraparound=False, cdivision=True
"""The characters and words of lines, counted in one pass over them: what `characters` counts with numpy."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND
from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t

cdef enum:
    MOST_KINDS = 32  # room for so many kinds of characters
    CODES = 0x110000  # that there are

ctypedef fused Code:
    uint8_t
    uint16_t
    uint32_t

cdef struct Kinds:
    # numbers of kinds: those whose characters make words, those whose characters are words, and single ones
    int space, lower, upper, digit, mark, ideograph, syllable, stop, question, colon

cdef struct Hash:
    uint32_t factor, mix, number
    int shift, mixed

cdef struct Line:
    # what is counted in one line, in the order of `_characters.COUNTED`
    int64_t tokens, capitals, small, numbers, known, inner, years, times, dotted

#: What is counted besides kinds, in the order of the rows.
COUNTED = ("tokens", "capitals", "small", "numbers", "known", "inner", "years", "times", "dotted")


cdef struct Words:
    int32_t* words
    uint32_t* terms
    int32_t* line
    Py_ssize_t many


cdef inline bint _wordy(int kind, const Kinds* numbers) noexcept nogil:
    return numbers.lower <= kind <= numbers.mark


cdef inline bint _letter(int kind, const Kinds* numbers) noexcept nogil:
    return numbers.lower <= kind <= numbers.mark and kind != numbers.digit


cdef inline bint _alone(int kind, const Kinds* numbers) noexcept nogil:
    return numbers.ideograph <= kind <= numbers.syllable


cdef inline uint32_t _value(uint32_t code, const uint32_t* values) noexcept nogil:
    return values[code] if code < 0x10000 else code


cdef inline bint _year(const Code* codes, Py_ssize_t left, const uint8_t* kinds, int digit) noexcept nogil:
    """Whether a number is four digits that begin as the years of these two centuries do."""
    if left < 4:
        return False
    if not ((codes[0] == 49 and codes[1] == 57) or (codes[0] == 50 and codes[1] == 48)):
        return False
    return kinds[codes[2]] == digit and kinds[codes[3]] == digit and (left == 4 or kinds[codes[4]] != digit)


cdef inline void _word(uint32_t sum, int opening, Line* line, Words* words, int32_t at, const uint8_t* function,
                       const Kinds* numbers, const Hash* hashing) noexcept nogil:
    """Count a word and note its hashes."""
    cdef uint32_t term = (sum ^ (sum >> hashing.mixed)) * hashing.mix
    cdef int32_t word = <int32_t> (term >> hashing.shift)
    line.tokens += 1
    line.known += (function[word >> 3] >> (word & 7)) & 1
    words.words[words.many] = word
    words.terms[words.many] = term
    words.line[words.many] = at
    if opening == numbers.digit:
        line.numbers += 1
        words.terms[words.many] = hashing.number
    elif opening == numbers.upper:
        line.capitals += 1
    elif opening == numbers.lower:
        line.small += 1
    words.many += 1


cdef void _line(const Code* codes, Py_ssize_t length, int64_t* of_kind, Line* line, Words* words, int32_t at,
                const uint8_t* kinds, const uint32_t* values, const uint8_t* function, const Kinds* named,
                const Hash* hashing) noexcept nogil:
    """Count one line."""
    cdef Kinds own = named[0]
    cdef const Kinds* numbers = &own
    cdef Py_ssize_t place = 0
    cdef int kind, before = numbers.space, after, opening
    cdef uint32_t sum, power, factor = hashing.factor
    cdef int64_t lower = 0  # counted apart: most characters are small letters
    while place < length:
        kind = kinds[codes[place]]
        if _wordy(kind, numbers):
            opening = kind
            if opening == numbers.digit:
                line.years += _year(codes + place, length - place, kinds, numbers.digit)
            sum = 0
            power = 1
            while True:
                if kind == numbers.lower:
                    lower += 1
                else:
                    of_kind[kind] += 1
                sum += _value(codes[place], values) * power
                power *= factor
                before = kind
                place += 1
                if place == length:
                    break
                kind = kinds[codes[place]]
                if not _wordy(kind, numbers):
                    break
            _word(sum, opening, line, words, at, function, numbers, hashing)
            continue
        of_kind[kind] += 1
        if _alone(kind, numbers):
            _word(_value(codes[place], values), kind, line, words, at, function, numbers, hashing)
        elif kind <= numbers.question and kind >= numbers.stop:
            after = kinds[codes[place + 1]] if place + 1 < length else numbers.space
            if after == numbers.space or _alone(after, numbers):
                line.inner += 1
            elif codes[place] == 46 and _letter(before, numbers) and _letter(after, numbers):
                line.dotted += 1
        elif kind == numbers.colon and before == numbers.digit and place + 1 < length:
            line.times += kinds[codes[place + 1]] == numbers.digit
        before = kind
        place += 1
    of_kind[numbers.lower] += lower


cdef inline void _edges(const Code* codes, Py_ssize_t length, const uint8_t* kinds, const uint8_t* closing, int space,
                        uint8_t* edges, Py_ssize_t lines) noexcept nogil:
    """The kinds of the first and the last character, of the last before closing signs, and whether a line breaks off."""
    cdef Py_ssize_t last = length - 1, end = length - 1
    if length == 0:
        edges[0] = edges[lines] = edges[2 * lines] = <uint8_t> space
        edges[3 * lines] = 0
        return
    if length > 1 and closing[kinds[codes[end]]]:
        end -= 1
        if length > 2 and closing[kinds[codes[end]]]:
            end -= 1
    edges[0] = kinds[codes[0]]
    edges[lines] = kinds[codes[last]]
    edges[2 * lines] = kinds[codes[end]]
    edges[3 * lines] = codes[last] == 0x2026 or (codes[last] == 46 and length > 1 and codes[last - 1] == 46)


def count(list texts, dict names, const uint8_t[::1] kinds, const uint32_t[::1] values, const uint8_t[::1] function,
          const uint8_t[::1] closing, tuple hashing, double[:, ::1] of_kinds, double[:, ::1] counted,
          uint8_t[:, ::1] edges, int32_t[::1] words, uint32_t[::1] terms, int32_t[::1] line):
    """Count the characters and words of lines.

    Args:
        texts: the lines.
        names: the number of each kind, by its name.
        kinds: the kind of each character.
        values: what each character of the basic plane adds to a word's hash.
        function: whether a hash is a function word's, a bit for each hash.
        closing: whether characters of a kind close a quotation or bracket.
        hashing: the factor of a place, how far a sum is shifted to be mixed, the factor that mixes it, how far that is
            shifted to be a word's hash, what stands for all numbers.
        of_kinds: how many characters of each kind each line has, kinds by lines, to be written.
        counted: what `COUNTED` names, by lines, to be written.
        edges: first, last, end, cut, by lines, to be written.
        words, terms, line: of each word, to be written; as long as there are characters.

    Returns:
        The number of words.
    """
    cdef Py_ssize_t lines = len(texts), at, number, length, many_kinds = of_kinds.shape[0]
    cdef int64_t of_kind[MOST_KINDS]
    cdef Kinds numbers
    cdef Hash how
    cdef Line one
    cdef Words found
    cdef int64_t* of_line = &one.tokens
    cdef const uint8_t* kind = &kinds[0]
    cdef const uint32_t* value = &values[0]
    cdef const uint8_t* known = &function[0]
    cdef const uint8_t* closes = &closing[0]
    cdef uint8_t* edge
    cdef void* data
    cdef int width
    cdef object text
    if many_kinds > MOST_KINDS or kinds.shape[0] < CODES or values.shape[0] < 0x10000 or closing.shape[0] < many_kinds:
        raise ValueError("tables of another size")
    if lines == 0:
        return 0
    numbers.space, numbers.lower, numbers.upper = names["space"], names["lower"], names["upper"]
    numbers.digit, numbers.mark, numbers.ideograph = names["digit"], names["mark"], names["ideograph"]
    numbers.syllable, numbers.stop, numbers.question = names["syllable"], names["stop"], names["question"]
    numbers.colon = names["colon"]
    how.factor, how.mixed, how.mix, how.shift, how.number = hashing
    found.many = 0
    found.words = &words[0] if words.shape[0] else NULL
    found.terms = &terms[0] if terms.shape[0] else NULL
    found.line = &line[0] if line.shape[0] else NULL
    for at in range(lines):
        text = texts[at]
        if not isinstance(text, str):
            raise TypeError("lines are strings")
        length = len(text)
        data = PyUnicode_DATA(text)
        width = PyUnicode_KIND(text)
        edge = &edges[0, at]
        for number in range(MOST_KINDS):
            of_kind[number] = 0
        one = Line(0, 0, 0, 0, 0, 0, 0, 0, 0)
        if width == 1:
            _line(<const uint8_t*> data, length, of_kind, &one, &found, <int32_t> at, kind, value, known, &numbers, &how)
            _edges(<const uint8_t*> data, length, kind, closes, numbers.space, edge, lines)
        elif width == 2:
            _line(<const uint16_t*> data, length, of_kind, &one, &found, <int32_t> at, kind, value, known, &numbers, &how)
            _edges(<const uint16_t*> data, length, kind, closes, numbers.space, edge, lines)
        else:
            _line(<const uint32_t*> data, length, of_kind, &one, &found, <int32_t> at, kind, value, known, &numbers, &how)
            _edges(<const uint32_t*> data, length, kind, closes, numbers.space, edge, lines)
        for number in range(many_kinds):
            of_kinds[number, at] = <double> of_kind[number]
        for number in range(counted.shape[0]):
            counted[number, at] = <double> of_line[number]
    return found.many
