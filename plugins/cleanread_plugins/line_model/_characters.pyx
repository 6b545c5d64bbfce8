# cython: boundscheck=False, wraparound=False, cdivision=True
"""The characters and words of lines, counted in one pass over them: what `characters` counts with numpy."""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t
from libc.string cimport memset

from cleanread.letters cimport PyUnicode_DATA, PyUnicode_KIND

cdef enum:
    MOST_KINDS = 32  # room for so many kinds of characters
    CODES = 0x110000  # that there are
    # sorts of kinds: they make words, are words, or it depends on what is beside them
    WORDY = 1
    ALONE = 2
    ASKED = 4

ctypedef fused Code:
    uint8_t
    uint16_t
    uint32_t

cdef struct Kinds:
    # numbers of kinds: those whose characters make words, those whose characters are words, and single ones
    int space, lower, upper, digit, mark, ideograph, syllable, stop, question, colon

cdef struct Tables:
    const uint8_t* kinds
    const uint32_t* values
    const uint8_t* function
    const uint32_t* powers
    const uint32_t* inverses
    const uint8_t* sorts

cdef struct Hash:
    uint32_t mix, number
    int shift, mixed

cdef struct Line:
    # what is counted in one line, in the order of `COUNTED`
    int64_t length, tokens, capitals, small, numbers, known, inner, years, times, dotted

#: What is counted besides kinds, size and width, in the order of the rows.
COUNTED = ("length", "tokens", "capitals", "small", "numbers", "known", "inner", "years", "times", "dotted")


cdef struct Words:
    int32_t* words
    uint32_t* terms
    int32_t* line
    Py_ssize_t many


cdef inline bint _letter(int kind, const Kinds* numbers) noexcept nogil:
    return numbers.lower <= kind <= numbers.mark and kind != numbers.digit


cdef inline bint _alone(int kind, const Kinds* numbers) noexcept nogil:
    return numbers.ideograph <= kind <= numbers.syllable


cdef inline bint _year(const Code* codes, Py_ssize_t left, const uint8_t* kinds, int digit) noexcept nogil:
    """Whether a number is four digits that begin as the years of these two centuries do."""
    if left < 4:
        return False
    if not ((codes[0] == 49 and codes[1] == 57) or (codes[0] == 50 and codes[1] == 48)):
        return False
    return kinds[codes[2]] == digit and kinds[codes[3]] == digit and (left == 4 or kinds[codes[4]] != digit)


cdef inline void _sign(const Code* codes, Py_ssize_t place, Py_ssize_t length, int kind, Line* line, const uint8_t* kinds,
                       const Kinds* numbers) noexcept nogil:
    """Count what a stop or a colon stands between."""
    cdef int before = kinds[codes[place - 1]] if place else numbers.space
    cdef int after = kinds[codes[place + 1]] if place + 1 < length else numbers.space
    if kind == numbers.colon:
        line.times += before == numbers.digit and after == numbers.digit
    elif after == numbers.space or _alone(after, numbers):
        line.inner += 1
    elif codes[place] == 46:
        line.dotted += _letter(before, numbers) and _letter(after, numbers)


cdef void _line(const Code* codes, Py_ssize_t length, int64_t* of_kind, Line* line, Words* words, int32_t at,
                const Tables* tables, const Kinds* numbers, const Hash* hashing) noexcept nogil:
    """Count one line.

    Where words end cannot be foretold, and a wrong guess costs a processor as much as ten characters. So every character
    adds to one sum, and the sum so far is noted where a word may begin: only signs and digits are a question.
    """
    cdef const uint8_t* kinds = tables.kinds
    cdef const uint32_t* values = tables.values
    cdef const uint32_t* powers = tables.powers
    cdef const uint8_t* sorts = tables.sorts
    cdef Hash how = hashing[0]
    cdef Py_ssize_t place, first = words.many, many = words.many
    cdef int kind, sort, wordy, before = 0, head
    cdef uint32_t sum = 0, code, value, term
    cdef int32_t word
    cdef uint32_t* sums = words.terms
    cdef int32_t* heads = words.line
    cdef int32_t counts[4][MOST_KINDS]  # apart, as adding to the same number twice in a row takes longer
    memset(counts, 0, sizeof(counts))
    for place in range(length):
        code = codes[place]
        kind = kinds[code]
        sort = sorts[kind]
        counts[place & 3][kind] += 1
        wordy = sort & WORDY
        head = (wordy & ~before) | (sort >> 1 & 1)
        before = wordy
        sums[many] = sum
        heads[many] = <int32_t> place
        many += head
        if Code is uint32_t:
            value = values[code] if code < 0x10000 else code if sort & (WORDY | ALONE) else 0
        else:
            value = values[code]
        sum += value * powers[place]
        if sort & ASKED:
            if kind != numbers.digit:
                _sign(codes, place, length, kind, line, kinds, numbers)
            elif head:
                line.years += _year(codes + place, length - place, kinds, numbers.digit)
    sums[many] = sum
    for kind in range(MOST_KINDS):
        of_kind[kind] = counts[0][kind] + counts[1][kind] + counts[2][kind] + counts[3][kind]
    line.tokens = many - first
    words.many = many
    for place in range(first, many):
        kind = kinds[codes[heads[place]]]
        term = (sums[place + 1] - sums[place]) * tables.inverses[heads[place]]
        term = (term ^ (term >> how.mixed)) * how.mix
        word = <int32_t> (term >> how.shift)
        line.known += (tables.function[word >> 3] >> (word & 7)) & 1
        line.numbers += kind == numbers.digit
        line.capitals += kind == numbers.upper
        line.small += kind == numbers.lower
        words.words[place] = word
        words.terms[place] = how.number if kind == numbers.digit else term
        words.line[place] = at


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


cdef class Counter:
    """Counts the characters and words of lines.

    Args:
        names: the number of each kind, by its name.
        kinds: the kind of each character.
        values: what each character of the basic plane adds to a word's hash.
        function: whether a hash is a function word's, a bit for each hash.
        closing: whether characters of a kind close a quotation or bracket.
        powers, inverses: what a character's value is multiplied by at each place in a line, and what takes that out again.
        hashing: how far a sum is shifted to be mixed, the factor that mixes it, how far that is shifted to be a word's hash,
            what stands for all numbers.
        weights: by how much less than a word ideographs and syllables weigh; how many letters wide they are.
    """

    cdef Kinds numbers
    cdef Hash how
    cdef Tables tables
    cdef uint8_t sorts[MOST_KINDS]
    cdef const uint8_t[::1] kinds, function, closing
    cdef const uint32_t[::1] values, powers, inverses
    cdef double less, less_still, wide, wider

    def __cinit__(self, dict names, const uint8_t[::1] kinds, const uint32_t[::1] values, const uint8_t[::1] function,
                  const uint8_t[::1] closing, const uint32_t[::1] powers, const uint32_t[::1] inverses, tuple hashing,
                  tuple weights):
        cdef Py_ssize_t number
        cdef Kinds* numbers = &self.numbers
        if (len(names) > MOST_KINDS or kinds.shape[0] < CODES or values.shape[0] < 0x10000 or closing.shape[0] < len(names)
                or inverses.shape[0] < powers.shape[0]):
            raise ValueError("tables of another size")
        numbers.space, numbers.lower, numbers.upper = names["space"], names["lower"], names["upper"]
        numbers.digit, numbers.mark, numbers.ideograph = names["digit"], names["mark"], names["ideograph"]
        numbers.syllable, numbers.stop, numbers.question = names["syllable"], names["stop"], names["question"]
        numbers.colon = names["colon"]
        for number in range(MOST_KINDS):
            self.sorts[number] = WORDY * (numbers.lower <= number <= numbers.mark) | ALONE * _alone(<int> number, numbers)
        for number in (numbers.digit, numbers.stop, numbers.question, numbers.colon):
            self.sorts[number] |= ASKED
        self.kinds, self.values, self.function, self.closing = kinds, values, function, closing
        self.powers, self.inverses = powers, inverses
        self.tables.kinds, self.tables.values, self.tables.function = &kinds[0], &values[0], &function[0]
        self.tables.powers, self.tables.inverses, self.tables.sorts = &powers[0], &inverses[0], self.sorts
        self.how.mixed, self.how.mix, self.how.shift, self.how.number = hashing
        self.less, self.less_still, self.wide, self.wider = weights

    def count(self, list texts, double[:, ::1] counts, uint8_t[:, ::1] edges, int32_t[:, ::1] words):
        """Count the characters and words of lines.

        Args:
            texts: the lines.
            counts: how many characters of each kind each line has, and below what `COUNTED` names, its size and its width, by
                lines, to be written.
            edges: first, last, end, cut, by lines, to be written.
            words: of each word the hash, the longer one, the line, to be written; one longer than there are characters.

        Returns:
            The number of words.
        """
        cdef Py_ssize_t lines = len(texts), at, number, length, room = words.shape[1]
        cdef Py_ssize_t many_kinds = counts.shape[0] - len(COUNTED) - 2, size = counts.shape[0] - 2
        cdef int64_t of_kind[MOST_KINDS]
        cdef const Kinds* numbers = &self.numbers
        cdef Line one
        cdef Words found
        cdef int64_t* of_line = &one.length
        cdef const uint8_t* closes = &self.closing[0]
        cdef uint8_t* edge
        cdef void* data
        cdef int width
        cdef double ideographs, syllables
        cdef object text
        if not 0 < many_kinds <= self.closing.shape[0] or counts.shape[1] != lines or words.shape[0] != 3 or room < 1:
            raise ValueError("arrays of another shape")
        if edges.shape[0] != 4 or edges.shape[1] != lines:
            raise ValueError("arrays of another shape")
        found.many = 0
        found.words, found.terms, found.line = &words[0, 0], <uint32_t*> &words[1, 0], &words[2, 0]
        for at in range(lines):
            text = texts[at]
            if not isinstance(text, str):
                raise TypeError("lines are strings")
            length = len(text)
            if length > self.powers.shape[0] or found.many + length >= room:
                raise ValueError("too long a line")
            data = PyUnicode_DATA(text)
            width = PyUnicode_KIND(text)
            edge = &edges[0, at]
            one = Line(max(length, 1), 0, 0, 0, 0, 0, 0, 0, 0, 0)
            if width == 1:
                _line(<const uint8_t*> data, length, of_kind, &one, &found, <int32_t> at, &self.tables, numbers, &self.how)
                _edges(<const uint8_t*> data, length, self.tables.kinds, closes, numbers.space, edge, lines)
            elif width == 2:
                _line(<const uint16_t*> data, length, of_kind, &one, &found, <int32_t> at, &self.tables, numbers, &self.how)
                _edges(<const uint16_t*> data, length, self.tables.kinds, closes, numbers.space, edge, lines)
            else:
                _line(<const uint32_t*> data, length, of_kind, &one, &found, <int32_t> at, &self.tables, numbers, &self.how)
                _edges(<const uint32_t*> data, length, self.tables.kinds, closes, numbers.space, edge, lines)
            for number in range(many_kinds):
                counts[number, at] = <double> of_kind[number]
            for number in range(size - many_kinds):
                counts[many_kinds + number, at] = <double> of_line[number]
            ideographs, syllables = <double> of_kind[numbers.ideograph], <double> of_kind[numbers.syllable]
            counts[size, at] = <double> one.tokens - ideographs * self.less - syllables * self.less_still
            length = 0
            for number in range(numbers.lower, numbers.mark):
                length += of_kind[number]
            counts[size + 1, at] = <double> length + ideographs * self.wide + syllables * self.wider
        return found.many
