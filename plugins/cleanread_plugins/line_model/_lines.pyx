# cython: boundscheck=False, wraparound=False, cdivision=True
"""Loops over lines and words: what `windows`, `vocabulary` and `features` compute with numpy, with the same results."""

from libc.math cimport fabsf, sqrt
from libc.stdint cimport int32_t, int64_t, uint8_t, uint32_t
from libc.stdlib cimport calloc, free, malloc

ctypedef fused Real:
    float
    double

ctypedef fused Result:
    float
    double

cdef extern from *:
    """
    #if defined(__GNUC__)
    #define prefetch(address) __builtin_prefetch(address)
    #else
    #define prefetch(address) ((void) 0)
    #endif
    """
    void prefetch(const void* address) nogil

cdef enum:
    AHEAD = 64  # terms that are looked for at once: the table is larger than a processor's cache

cdef enum:
    WORDS, PAIRS, FIRST, LAST, WHOLE  # kinds of terms, as in `vocabulary.KINDS`


cdef struct Known:
    uint32_t hash
    float score


cdef struct Seen:
    # how often the prose has a word; twice how often the main run has it, and one more where the title has it
    int32_t in_prose
    int32_t in_run


cdef inline Py_ssize_t _within(Py_ssize_t at, Py_ssize_t lines) noexcept nogil:
    return 0 if at < 0 else lines if at > lines else at


cdef inline void _around(const Real* values, Py_ssize_t lines, const Py_ssize_t* bounds, Py_ssize_t many, double* sums,
                         Result* result, Py_ssize_t step) noexcept nogil:
    """Means of one value around each line: a row for each pair of bounds, so many numbers apart."""
    cdef Py_ssize_t span, at, start, end, first, last
    cdef double within, sum = -0.0  # so that a sum of the first one alone is that one
    sums[0] = 0.0
    for at in range(lines):
        sum += values[at]
        sums[at + 1] = sum
    for span in range(many):
        first, last = bounds[2 * span], bounds[2 * span + 1] + 1
        for at in range(lines):
            start, end = _within(at + first, lines), _within(at + last, lines)
            within = sums[end] - sums[start]
            result[span * step + at] = <Result> (within / (end - start) if end - start > 1 else within)


def windows(const Real[:, ::1] values, object spans, Result[:, ::1] result):
    """Means of the lines around each line.

    Args:
        values: names by lines.
        spans: first and last line of each window, counted from the line.
        result: one block of rows for each span, to be written.
    """
    cdef Py_ssize_t names = values.shape[0], lines = values.shape[1], many = len(spans), name, span
    cdef Py_ssize_t* bounds
    cdef double* sums
    if result.shape[0] != many * names or result.shape[1] != lines:
        raise ValueError("a result of another shape")
    bounds = <Py_ssize_t*> malloc(2 * many * sizeof(Py_ssize_t) + 1)
    sums = <double*> malloc((lines + 1) * sizeof(double))
    try:
        if bounds == NULL or sums == NULL:
            raise MemoryError
        for span in range(many):
            bounds[2 * span], bounds[2 * span + 1] = spans[span]
        for name in range(names if lines and many else 0):
            with nogil:
                _around(&values[name, 0], lines, bounds, many, sums, &result[name, 0], names * lines)
    finally:
        free(bounds)
        free(sums)


def terms(const uint32_t[::1] words, const int32_t[::1] line, const double[::1] tokens, uint32_t factor,
          const uint32_t[::1] salts, int short, uint32_t[::1] hashes, int32_t[::1] of):
    """The terms of lines, kind after kind.

    Args:
        words: the hash of each word, all lines in order.
        line: the line of each word.
        tokens: words of each line.
        factor: of the first word of a pair.
        salts: of each kind of terms.
        short: words up to which a line is a term as a whole.
        hashes, of: the hash of each term and its line, to be written; as long as twice the words and twice the lines.

    Returns:
        Where each kind ends.
    """
    cdef Py_ssize_t many = words.shape[0], lines = tokens.shape[0], some = 0, whole = 0
    cdef Py_ssize_t at = 0, count, number, word, place, pair, first, last
    cdef uint32_t sum, hash
    cdef int32_t here
    for number in range(lines):
        count = <Py_ssize_t> tokens[number]
        at += count
        if count > 0:
            some += 1
            if count <= short:
                whole += 1
    if at != many or line.shape[0] != many or salts.shape[0] != WHOLE + 1:
        raise ValueError("other words than those of the lines")
    pair, first = many, 2 * many - some
    last = first + some
    ends = (pair, first, last, last + some, last + some + whole)
    if ends[WHOLE] > hashes.shape[0] or ends[WHOLE] > of.shape[0]:
        raise ValueError("too many terms")
    whole = last + some
    at = 0
    with nogil:
        for number in range(lines):
            count = <Py_ssize_t> tokens[number]
            if count == 0:
                continue
            here = <int32_t> number
            sum = 0
            for place in range(count):
                word = at + place
                hash = words[word]
                hashes[word] = hash ^ salts[WORDS]
                of[word] = here
                if place + 1 < count:
                    hashes[pair] = (hash * factor + words[word + 1]) ^ salts[PAIRS]
                    of[pair] = here
                    pair += 1
                if count <= short:
                    sum += (hash ^ (hash >> 13)) * (2 * <uint32_t> place + 1) + <uint32_t> place
            word = at + count - 1
            hashes[first] = (words[at] * factor + words[at + 1] if count > 1 else words[at]) ^ salts[FIRST]
            hashes[last] = (words[word - 1] * factor + words[word] if count > 1 else words[word]) ^ salts[LAST]
            of[first] = of[last] = here
            first += 1
            last += 1
            if count <= short:
                hashes[whole] = sum ^ salts[WHOLE]
                of[whole] = here
                whole += 1
            at += count
    return ends


def scores(const uint32_t[::1] hashes, const int32_t[::1] opens, int rest, const uint32_t[:, ::1] pairs, float[::1] found):
    """The score of each term, 0 for those that are not known.

    Args:
        hashes: of the terms.
        opens: where the terms begin whose hashes have the same first bits.
        rest: how many bits a hash has besides those.
        pairs: the hashes with a score, in ascending order, ended by the highest number; each beside the bits of its score.
        found: for each term, to be written.
    """
    cdef Py_ssize_t number, at, first = 0, last, many = hashes.shape[0]
    cdef int32_t place[AHEAD]
    cdef uint32_t hash
    cdef const Known* known = <const Known*> &pairs[0, 0]
    with nogil:
        while first < many:
            last = min(first + AHEAD, many)
            for number in range(first, last):
                at = opens[hashes[number] >> rest]
                prefetch(&known[at])
                place[number - first] = <int32_t> at
            for number in range(first, last):
                hash = hashes[number]
                at = place[number - first]
                while known[at].hash < hash:
                    at += 1
                found[number] = known[at].score if known[at].hash == hash else 0.0
            first = last


def columns(const float[::1] scores, const int32_t[::1] line, Py_ssize_t several, tuple ends,
            object extremes, float[:, ::1] values):
    """What the terms of each line say: the mean or the only score of each kind, and the lowest and highest of some.

    Args:
        scores: of each term, kind after kind.
        line: the line of each.
        several: number of the kinds, the first ones, of which a line has several terms.
        ends: where each kind ends.
        extremes: for each row after those of the kinds, one of the several and whether its highest scores are wanted.
        values: rows by lines, zeros, to be written.
    """
    cdef Py_ssize_t kind, at, many, row, end, low_row, high_row, kinds = len(ends)
    cdef int32_t here
    cdef double sum
    cdef float score, low, high
    if ends[kinds - 1] > scores.shape[0] or scores.shape[0] != line.shape[0] or values.shape[0] < kinds + len(extremes):
        raise ValueError("arrays of another length")
    at = 0
    for kind in range(kinds):
        end = ends[kind]
        if kind >= several:
            for at in range(at, end):
                values[kind, line[at]] = scores[at]
            at = end
            continue
        low_row = high_row = -1
        for row, (of, highest) in enumerate(extremes, kinds):
            if of == kind and highest:
                high_row = row
            elif of == kind:
                low_row = row
        while at < end:
            here = line[at]
            sum, many, low, high = 0.0, 0, 0.0, 0.0
            while at < end and line[at] == here:
                score = scores[at]
                sum += score
                low = score if score < low else low
                high = score if score > high else high
                many += 1
                at += 1
            values[kind, here] = <float> (sum / many)
            if low_row >= 0:
                values[low_row, here] = low
            if high_row >= 0:
                values[high_row, here] = high


def alike(const double[::1] sums, const int64_t[::1] order, double[::1] many):
    """How many lines have the sum that each has; 1 for those whose sum is 0.

    Args:
        sums: of the lines.
        order: the lines by their sums.
        many: for each line, to be written.
    """
    cdef Py_ssize_t at, start = 0, end, lines = sums.shape[0]
    cdef double sum
    if order.shape[0] != lines or many.shape[0] != lines:
        raise ValueError("arrays of another length")
    with nogil:
        while start < lines:
            sum = sums[order[start]]
            end = start + 1
            while end < lines and sums[order[end]] == sum:
                end += 1
            for at in range(start, end):
                many[order[at]] = <double> (end - start) if sum != 0 else 1.0
            start = end


cdef Real _total(const Real* values, Py_ssize_t count) noexcept nogil:
    """A sum, added in pairs as numpy does: halves of halves, down to 128, in steps of 8."""
    cdef Py_ssize_t at, k, half
    cdef Real total = 0
    cdef Real parts[8]
    if count < 8:
        for at in range(count):
            total += values[at]
        return total
    if count > 128:
        half = count // 2
        half -= half % 8
        return _total(values, half) + _total(values + half, count - half)
    for k in range(8):
        parts[k] = values[k]
    for at in range(8, count - count % 8, 8):
        for k in range(8):
            parts[k] += values[at + k]
    total = ((parts[0] + parts[1]) + (parts[2] + parts[3])) + ((parts[4] + parts[5]) + (parts[6] + parts[7]))
    for at in range(count - count % 8, count):
        total += values[at]
    return total


cdef inline void _best_run(const double* size, const uint8_t* prose, Py_ssize_t lines, double most, double cost, double bonus,
                           Py_ssize_t* run) noexcept nogil:
    """The run of lines that is worth most: where it begins and ends; the first of several, (0, 0) where none is worth anything.

    Args:
        size: words of each line.
        prose: which lines are whole sentences.
        lines: how many there are.
        most: words of a line that count.
        cost: what a line costs.
        bonus: what a sentence is worth besides.
        run: to be written.
    """
    cdef Py_ssize_t at, lowest_at = 0
    cdef double sum = -0.0, lowest = 0.0, best = 0.0
    run[0] = run[1] = 0
    for at in range(lines):
        sum += (size[at] if size[at] < most else most) - cost + (bonus if prose[at] else 0.0)
        if sum < lowest:
            lowest, lowest_at = sum, at + 1
        if sum - lowest > best:
            best, run[0], run[1] = sum - lowest, lowest_at, at + 1


cdef enum:
    # rows of what is counted, as in `characters.COUNTED`; of edges, as in `characters.EDGES`
    LENGTH, TOKENS, CAPITALS, SMALL, NUMBERS, KNOWN, INNER, YEARS, TIMES, DOTTED, SIZE, WIDTH
cdef enum:
    FIRST_KIND, LAST_KIND, END_KIND, CUT
cdef enum:
    # rows of a describer's room: the hash of a line's words, how many lines have them, lines of its run of short ones; words and
    # those of sentences until its end; its share of frequent words; the rest is for what is soon forgotten
    SUMS, ALIKE, LENGTHS, UNTIL, TOLD, FREQUENT, WEIGHTS, SPREAD, SQUARES, SPARE, MORE_SPARE, ROOM
cdef enum:
    # rows of logarithms: size, width, inner sentences; then what `features._walk` returns first
    LOG_SIZE, LOG_WIDTH, LOG_INNER, LOG_AT, LOG_LEFT, LOG_BEFORE, LOG_SINCE, LOG_NEXT, LOG_RUNS
cdef enum:
    RUNS = 2
    LOGS = LOG_RUNS + 2 * RUNS
    TEXT_LOGS = 3  # and of the text as a whole: its lines, its words, the median of these
    MOST_KINDS = 64
    MOST_ROWS = 64
    MOST_WINDOWS = 8
cdef enum:
    # rows that are not simple, in the order of `features._OTHERS`
    WORDS_LOG, WIDTH_LOG, INNER_LOG, SAME_LINE, MAIN_RUN, FREQUENT_WORDS, RELATIVE, TITLE, OF_TITLE, OTHERS


cdef class Describer:
    """What `features` computes with numpy, in two loops over lines and words: logarithms are taken in between, by numpy.

    Args:
        settings: what `features._describer` says, by name.
    """

    cdef readonly Py_ssize_t room, logs, text_logs
    cdef double prose, short, most, bonus
    cdef double costs[RUNS]
    cdef int bits
    cdef uint8_t ends[MOST_KINDS]
    cdef uint8_t opening[MOST_KINDS]
    cdef Py_ssize_t names, around, windows, many_kinds, many_signs, many_beside
    cdef Py_ssize_t bounds[2 * MOST_WINDOWS]
    cdef Py_ssize_t signs[MOST_ROWS]
    cdef double sign_most[MOST_ROWS]
    cdef Py_ssize_t simple[MOST_ROWS]
    cdef Py_ssize_t others[OTHERS]
    cdef Py_ssize_t beside[MOST_ROWS]
    cdef Py_ssize_t from_windows, from_before, from_after, from_place, from_text
    cdef int lower, upper, digit, stop, question, comma, colon, dash, quote, guillemet

    def __cinit__(self, dict settings):
        cdef dict kinds = settings["kinds"]
        self.room, self.logs, self.text_logs = ROOM, LOGS, TEXT_LOGS
        self.prose, self.short, self.most, self.bonus = settings["prose"], settings["short"], settings["most"], settings["bonus"]
        self.bits = settings["bits"]
        self.lower, self.upper, self.digit, self.stop = kinds["lower"], kinds["upper"], kinds["digit"], kinds["stop"]
        self.question, self.comma, self.colon = kinds["question"], kinds["comma"], kinds["colon"]
        self.dash, self.quote, self.guillemet = kinds["dash"], kinds["quote"], kinds["guillemet"]
        self.many_kinds, self.many_signs = len(kinds), len(settings["signs"])
        self.names, self.around, self.windows = settings["names"], settings["around"], len(settings["windows"])
        self.many_beside = len(settings["beside"])
        if (self.many_kinds > MOST_KINDS or 20 + self.many_signs > MOST_ROWS or self.windows > MOST_WINDOWS
                or len(settings["costs"]) != RUNS or len(settings["others"]) != OTHERS
                or len(settings["simple"]) != 20 + self.many_signs or self.many_beside > MOST_ROWS):
            raise ValueError("other features")
        for number in range(self.many_kinds):
            self.ends[number], self.opening[number] = settings["ends"][number], settings["opening"][number]
        for number, cost in enumerate(settings["costs"]):
            self.costs[number] = cost
        for number, (first, last) in enumerate(settings["windows"]):
            self.bounds[2 * number], self.bounds[2 * number + 1] = first, last
        for number, (kind, most) in enumerate(settings["signs"]):
            self.signs[number], self.sign_most[number] = kind, most
        for number, row in enumerate(settings["simple"]):
            self.simple[number] = row
        for number, row in enumerate(settings["others"]):
            self.others[number] = row
        for number, row in enumerate(settings["beside"]):
            self.beside[number] = row
        self.from_windows = settings["own"]
        self.from_before = self.from_windows + self.around * self.windows
        self.from_after = self.from_before + self.many_beside
        self.from_place = self.from_after + self.many_beside
        self.from_text = self.from_place + 14 + 4 * RUNS
        if self.from_text + 12 != self.names:
            raise ValueError("other features")

    cdef _check(self, Py_ssize_t lines, const uint8_t[:, ::1] edges, const float[:, ::1] values, const double[:, ::1] room,
                const uint8_t[:, ::1] marks, const double[::1] logs):
        if (edges.shape[0] != CUT + 1 or values.shape[0] != self.names or room.shape[0] != ROOM or marks.shape[0] != 2
                or logs.shape[0] != LOGS * lines + TEXT_LOGS or lines < 1):
            raise ValueError("arrays of another shape")
        if edges.shape[1] != lines or values.shape[1] != lines or room.shape[1] != lines or marks.shape[1] != lines:
            raise ValueError("arrays of another shape")

    def measure(self, const double[:, ::1] counted, const uint8_t[:, ::1] edges, float[:, ::1] values, double[:, ::1] room,
                uint8_t[:, ::1] marks, double[::1] logs, const int32_t[::1] words, const int32_t[::1] line):
        """Find out which lines are sentences, which words lines share, and where the lines with most words are.

        Args:
            counted, edges: see `characters.Counts`.
            values: features by lines; the shares of words of the main run and of the title are written.
            room: `room` rows by lines, to be written: the first is a hash of the words of each line, the second is left for how
                many lines have it, of which the logarithm is needed, as of the third.
            marks: whether lines are sentences, whether they are short, to be written.
            logs: what the logarithms of one more are needed of, to be written: `logs` rows for the lines, then `text_logs` of the
                text, the median of which is left.
            words, line: the hash of each word and its line, all lines in order.

        Returns:
            Words of the text; the beginnings and ends of the runs of lines with most words.
        """
        cdef Py_ssize_t lines = counted.shape[1], at, run
        cdef const double* size
        cdef const double* tokens
        cdef double total, in_prose = 0.0
        cdef Py_ssize_t runs[2 * RUNS]
        cdef uint8_t* prose
        cdef uint8_t* short
        self._check(lines, edges, values, room, marks, logs)
        if counted.shape[0] != WIDTH + 1 or line.shape[0] != words.shape[0]:
            raise ValueError("arrays of another shape")
        size, tokens, prose, short = &counted[SIZE, 0], &counted[TOKENS, 0], &marks[0, 0], &marks[1, 0]
        with nogil:
            for at in range(lines):
                prose[at] = size[at] >= self.prose and self.ends[edges[END_KIND, at]] and not edges[CUT, at]
                short[at] = size[at] < self.short
                in_prose += tokens[at] if prose[at] else 0.0
                logs[LOG_SIZE * lines + at] = size[at]
                logs[LOG_WIDTH * lines + at] = counted[WIDTH, at]
                logs[LOG_INNER * lines + at] = counted[INNER, at]
            total = _total(size, lines)
            total = total if total > 1.0 else 1.0
            for run in range(RUNS):
                _best_run(size, prose, lines, self.most, self.costs[run], self.bonus, &runs[2 * run])
            self._walk(size, prose, short, lines, runs, &room[0, 0], &logs[0])
            logs[LOGS * lines], logs[LOGS * lines + 1] = <double> lines, total
        self._share(words, line, prose, tokens, lines, 0.004 * in_prose, runs, values, room)
        return total, runs[0], runs[1], runs[2], runs[3]

    cdef void _walk(self, const double* size, const uint8_t* prose, const uint8_t* short, Py_ssize_t lines,
                    const Py_ssize_t* runs, double* room, double* logs) noexcept nogil:
        """How far each line is from the ends of the text, from sentences and from runs, and the words before it."""
        cdef Py_ssize_t at, last = -1, start, end, run
        cdef double until = -0.0, told = -0.0
        cdef double* before
        cdef double* after
        for at in range(lines):
            until += size[at]
            told += size[at] if prose[at] else 0.0
            if prose[at]:
                last = at
            logs[LOG_AT * lines + at] = <double> at
            logs[LOG_LEFT * lines + at] = <double> (lines - 1 - at)
            logs[LOG_BEFORE * lines + at] = until - size[at]
            logs[LOG_SINCE * lines + at] = <double> (at - last)
            room[UNTIL * lines + at] = until
            room[TOLD * lines + at] = told
        last = lines
        for at in range(lines - 1, -1, -1):
            if prose[at]:
                last = at
            logs[LOG_NEXT * lines + at] = <double> (last - at)
        start = 0
        while start < lines:
            end = start + 1
            while end < lines and short[end] == short[start]:
                end += 1
            for at in range(start, end):
                room[LENGTHS * lines + at] = <double> (end - start) if short[at] else 1.0
            start = end
        for run in range(RUNS):
            start, end = runs[2 * run], runs[2 * run + 1]
            before, after = logs + (LOG_RUNS + 2 * run) * lines, logs + (LOG_RUNS + 2 * run + 1) * lines
            for at in range(lines):
                before[at] = <double> (start - at) if at < start else 0.0
                after[at] = <double> (at - end + 1) if at >= end else 0.0

    cdef _share(self, const int32_t[::1] words, const int32_t[::1] line, const uint8_t* prose, const double* tokens,
                Py_ssize_t lines, double least, const Py_ssize_t* runs, float[:, ::1] values, double[:, ::1] room):
        """Of each line's words: those that the text's prose repeats, those of the main run, those of the title; and their hash."""
        cdef Py_ssize_t many = words.shape[0], start = runs[0], end = runs[1], at, number, place, titles = 0
        cdef Py_ssize_t frequent, main, title
        cdef int bits = 2, shift
        cdef bint inside, often
        cdef double each, sum
        cdef Seen* seen
        cdef Seen* one
        while many >> (bits - 2):
            bits += 1
        bits = min(max(bits, 9), self.bits)  # a table that is larger than the text is slow
        shift = self.bits - bits
        least = least if least > 3.0 else 3.0
        seen = <Seen*> calloc(<size_t> 1 << bits, sizeof(Seen))
        if seen == NULL:
            raise MemoryError
        with nogil:
            for at in range(many):
                one, number = &seen[words[at] >> shift], line[at]
                one.in_prose += prose[number]
                one.in_run += 2 * (start <= number < end)
                if number == 0 and not one.in_run & 1:
                    one.in_run |= 1
                    titles += 1
            titles = max(titles, 1)
            at = 0
            for number in range(lines):
                frequent = main = title = place = 0
                sum = 0.0
                inside = start <= number < end
                each = tokens[number] if tokens[number] > 1.0 else 1.0
                while at < many and line[at] == number:
                    one = &seen[words[at] >> shift]
                    often = one.in_prose >= least
                    frequent += often
                    main += (one.in_run >> 1 > inside) & ~often
                    title += one.in_run & 1
                    sum += <double> ((<int64_t> words[at] + 1) * ((place & 1023) * 2 + 1))
                    place += 1
                    at += 1
                room[SUMS, number] = sum
                room[FREQUENT, number] = frequent / each
                values[self.others[MAIN_RUN], number] = <float> (main / each)
                values[self.others[TITLE], number] = <float> (title / each)
                values[self.others[OF_TITLE], number] = <float> min(<double> title / titles, 1.0)
        free(seen)

    def write(self, const double[:, ::1] counted, const uint8_t[:, ::1] edges, float[:, ::1] values, double[:, ::1] room,
              const uint8_t[:, ::1] marks, const double[::1] logs, const double[:, ::1] kinds, tuple told):
        """Write the features.

        Args:
            counted, edges: as above, and now `kinds` as well.
            values, room, marks, logs: as above, where now are the logarithms.
            told: what `measure` returns.
        """
        cdef Py_ssize_t lines = counted.shape[1], name, at, row
        cdef Py_ssize_t runs[2 * RUNS]
        cdef double total
        self._check(lines, edges, values, room, marks, logs)
        if counted.shape[0] != WIDTH + 1 or kinds.shape[0] != self.many_kinds or kinds.shape[1] != lines:
            raise ValueError("arrays of another shape")
        total, runs[0], runs[1], runs[2], runs[3] = told
        if not (0 <= runs[0] <= runs[1] <= lines and 0 <= runs[2] <= runs[3] <= lines):
            raise ValueError("runs beyond the lines")
        with nogil:
            for at in range(lines):
                values[self.others[WORDS_LOG], at] = <float> logs[LOG_SIZE * lines + at]
                values[self.others[WIDTH_LOG], at] = <float> logs[LOG_WIDTH * lines + at]
                values[self.others[INNER_LOG], at] = <float> logs[LOG_INNER * lines + at]
                values[self.others[SAME_LINE], at] = <float> room[ALIKE, at]
                values[self.others[FREQUENT_WORDS], at] = <float> room[FREQUENT, at]
            self._relative(&counted[SIZE, 0], &marks[0, 0], lines, &room[0, 0], &values[self.others[RELATIVE], 0])
            self._simple(counted, edges, &marks[0, 0], kinds, values)
            for name in range(self.around):
                _around(&values[name, 0], lines, self.bounds, self.windows, &room[SPARE, 0],
                        &values[self.from_windows + name, 0], self.around * lines)
            for name in range(self.many_beside):
                row = self.beside[name]
                values[self.from_before + name, 0] = values[self.from_after + name, lines - 1] = 0.0
                for at in range(1, lines):
                    values[self.from_before + name, at] = values[row, at - 1]
                    values[self.from_after + name, at - 1] = values[row, at]
            self._place(&counted[SIZE, 0], &marks[0, 0], lines, &room[0, 0], &logs[0], runs, total, values)
            self._whole(counted, edges, marks, &room[0, 0], &logs[LOGS * lines], total, values)

    cdef void _relative(self, const double* size, const uint8_t* prose, Py_ssize_t lines, double* room, float* row) noexcept nogil:
        """A share of frequent words relative to what it is in the text's prose."""
        cdef double* weights = room + SPARE * lines
        cdef const double* share = room + FREQUENT * lines
        cdef double total, usual = 0.0, found
        cdef Py_ssize_t at
        for at in range(lines):
            weights[at] = size[at] if prose[at] else 0.0
        total = _total(weights, lines)
        if total != 0:
            for at in range(lines):
                weights[at] = share[at] * weights[at]
            usual = _total(weights, lines) / total
        for at in range(lines):
            found = share[at] / usual if usual > 0.02 else -1.0
            row[at] = <float> (found if found < 3.0 else 3.0)

    cdef void _simple(self, const double[:, ::1] counted, const uint8_t[:, ::1] edges, const uint8_t* prose,
                      const double[:, ::1] kinds, float[:, ::1] values) noexcept nogil:
        """What takes no more than a division: see `features._simple`."""
        cdef Py_ssize_t lines = counted.shape[1], at, sign
        cdef const Py_ssize_t* to = self.simple
        cdef double words, each, cased, letters, count
        cdef int first, end
        cdef bint cut
        for at in range(lines):
            words = counted[SIZE, at] if counted[SIZE, at] > 1.0 else 1.0
            each = counted[TOKENS, at] if counted[TOKENS, at] > 1.0 else 1.0
            cased = counted[CAPITALS, at] + counted[SMALL, at]
            letters = kinds[self.upper, at] + kinds[self.lower, at]
            first, end, cut = edges[FIRST_KIND, at], edges[END_KIND, at], edges[CUT, at]
            values[to[0], at] = prose[at]
            values[to[1], at] = end == self.stop and not cut
            values[to[2], at] = <float> (counted[CAPITALS, at] / (cased if cased > 1 else 1.0) if cased > 0 else -1.0)
            values[to[3], at] = <float> (counted[NUMBERS, at] / each)
            values[to[4], at] = <float> (counted[YEARS, at] if counted[YEARS, at] < 4.0 else 4.0)
            values[to[5], at] = <float> (counted[WIDTH, at] / words)
            values[to[6], at] = <float> ((kinds[self.stop, at] + kinds[self.question, at]) / words)
            values[to[7], at] = <float> (kinds[self.comma, at] / words)
            values[to[8], at] = <float> (kinds[self.dash, at] / words)
            values[to[9], at] = <float> (kinds[self.digit, at] / counted[LENGTH, at])
            values[to[10], at] = <float> (kinds[self.upper, at] / (letters if letters > 1 else 1.0) if letters > 0 else -1.0)
            values[to[11], at] = <float> (counted[KNOWN, at] / each)
            values[to[12], at] = <float> (counted[DOTTED, at] if counted[DOTTED, at] < 4.0 else 4.0)
            values[to[13], at] = <float> (counted[TIMES, at] if counted[TIMES, at] < 4.0 else 4.0)
            values[to[14], at] = end == self.colon
            values[to[15], at] = cut
            values[to[16], at] = end < self.stop
            values[to[17], at] = first == self.digit
            values[to[18], at] = first == self.quote
            values[to[19], at] = self.opening[first]
            for sign in range(self.many_signs):
                count = kinds[self.signs[sign], at]
                count = count if count < self.sign_most[sign] else self.sign_most[sign]
                if sign == 1:
                    count += kinds[self.guillemet, at]
                    count = count if count < self.sign_most[sign] else self.sign_most[sign]
                values[to[20 + sign], at] = <float> count

    cdef void _place(self, const double* size, const uint8_t* prose, Py_ssize_t lines, double* room, const double* logs,
                     const Py_ssize_t* runs, double total, float[:, ::1] values) noexcept nogil:
        """Where lines stand: see `features._place`."""
        cdef const float* width = &values[self.others[WORDS_LOG], 0]
        cdef float* squares = <float*> (room + SQUARES * lines)
        cdef double* spread = room + WEIGHTS * lines
        cdef double* squared = room + SPREAD * lines
        cdef Py_ssize_t bounds[2]
        cdef Py_ssize_t at, run, to = self.from_place
        cdef double variance, share, until, told, in_prose = room[TOLD * lines + lines - 1]
        in_prose = in_prose if in_prose > 1.0 else 1.0
        bounds[0], bounds[1] = -3, 3
        for at in range(lines):
            squares[at] = width[at] * width[at]
        _around(width, lines, bounds, 1, room + SPARE * lines, spread, lines)
        _around(<const float*> squares, lines, bounds, 1, room + SPARE * lines, squared, lines)
        for at in range(lines):
            until, told = room[UNTIL * lines + at], room[TOLD * lines + at]
            values[to, at] = <float> (<double> at / lines)
            values[to + 1, at] = <float> logs[LOG_AT * lines + at]
            values[to + 2, at] = <float> logs[LOG_LEFT * lines + at]
            values[to + 3, at] = <float> ((until - size[at]) / total)
            values[to + 4, at] = <float> ((total - until) / total)
            values[to + 5, at] = <float> logs[LOG_BEFORE * lines + at]
            values[to + 6, at] = <float> ((told - (size[at] if prose[at] else 0.0)) / in_prose)
            values[to + 7, at] = <float> ((in_prose - told) / in_prose)
            values[to + 8, at] = <float> logs[LOG_SINCE * lines + at]
            values[to + 9, at] = <float> logs[LOG_NEXT * lines + at]
            values[to + 10, at] = <float> room[LENGTHS * lines + at]
            values[to + 11, at] = fabsf(width[at] - width[at - 1]) if at else 0.0
            values[to + 12, at] = fabsf(width[at + 1] - width[at]) if at + 1 < lines else 0.0
            variance = squared[at] - spread[at] * spread[at]
            values[to + 13, at] = <float> sqrt(variance if variance > 0.0 else 0.0)
        for run in range(RUNS):
            share = _total(size + runs[2 * run], runs[2 * run + 1] - runs[2 * run]) / total
            for at in range(lines):
                values[to + 14 + 4 * run, at] = 1.0 if runs[2 * run] <= at < runs[2 * run + 1] else 0.0
                values[to + 15 + 4 * run, at] = <float> logs[(LOG_RUNS + 2 * run) * lines + at]
                values[to + 16 + 4 * run, at] = <float> logs[(LOG_RUNS + 2 * run + 1) * lines + at]
                values[to + 17 + 4 * run, at] = <float> share

    cdef void _whole(self, const double[:, ::1] counted, const uint8_t[:, ::1] edges, const uint8_t[:, ::1] marks, double* room,
                     const double* logs, double total, float[:, ::1] values) noexcept nogil:
        """The text as a whole: see `features._whole`."""
        cdef Py_ssize_t lines = counted.shape[1], at, row, short = 0, again = 0, asked = 0, bars = 0
        cdef double* weights = room + WEIGHTS * lines
        cdef double* products = room + SPREAD * lines
        cdef const float* capitals = &values[self.simple[2], 0]
        cdef const float* known = &values[self.simple[11], 0]
        cdef float found[12]
        for at in range(lines):
            weights[at] = counted[SIZE, at] / total
            short += marks[1, at]
            again += values[self.others[SAME_LINE], at] != 0
            asked += edges[END_KIND, at] == self.question
            bars += values[self.simple[20], at] != 0
        found[0], found[1], found[4] = <float> logs[0], <float> logs[1], <float> logs[2]
        for at in range(lines):
            products[at] = weights[at] * marks[0, at]
        found[2] = <float> _total(products, lines)
        found[3] = <float> (<double> short / lines)
        found[5] = <float> (<double> again / lines)
        for at in range(lines):
            products[at] = weights[at] * (capitals[at] if capitals[at] > 0 else 0)
        found[6] = <float> _total(products, lines)
        for at in range(lines):
            products[at] = weights[at] if counted[CAPITALS, at] + counted[SMALL, at] == 0 else 0.0
        found[7] = <float> _total(products, lines)
        for at in range(lines):
            products[at] = weights[at] * known[at]
        found[8] = <float> _total(products, lines)
        found[9] = <float> (<double> asked / lines)
        found[10] = _total(&values[self.simple[3], 0], lines) / <float> lines
        found[11] = <float> (<double> bars / lines)
        for row in range(12):
            for at in range(lines):
                values[self.from_text + row, at] = found[row]


def negative(const double[::1] odds, double[::1] found):
    """Log-odds of the opposite, as far as `scoring.probability` goes.

    Args:
        odds: of each line.
        found: to be written.
    """
    cdef Py_ssize_t at
    cdef double one
    if found.shape[0] != odds.shape[0]:
        raise ValueError("arrays of another length")
    for at in range(odds.shape[0]):
        one = odds[at] if odds[at] > -30.0 else -30.0
        found[at] = -(one if one < 30.0 else 30.0)


def likely(double[::1] chances, const double[::1] size, double[::1] room):
    """The probability of each line being content.

    Args:
        chances: of each line, that it is none: so many times those that it is one; its probability is written there, 0 where it
            has no words.
        size: words of each line.
        room: of the same length.

    Returns:
        How many lines are expected to be none; how many words, content.
    """
    cdef Py_ssize_t lines = chances.shape[0], at
    cdef double clutter
    if size.shape[0] != lines or room.shape[0] != lines:
        raise ValueError("arrays of another length")
    if not lines:
        return 0.0, 0.0
    for at in range(lines):
        chances[at] = 1 / (chances[at] + 1) if size[at] > 0 else 0.0
        room[at] = 1 - chances[at]
    clutter = _total(&room[0], lines)
    for at in range(lines):
        room[at] = chances[at] * size[at]
    return clutter, _total(&room[0], lines)


def weigh(const double[::1] odds, const double[::1] likely, const double[::1] size, const uint8_t[::1] titles,
          const uint8_t[::1] prose, double alone, double among, double page, double bias, double doubtful, Py_ssize_t row,
          double headline, double most_drop, double most_keep, double most_keep_article, double least, double[::1] weights):
    """Log-odds of each line, above 0 for keeping it and below for dropping it: see `decision.weigh`.

    Args:
        odds: the model's log-odds.
        likely: the same as probabilities.
        size: words of each line.
        titles: lines that say what the text's title says.
        prose: lines that are whole sentences.
        alone, among: log-odds below which a line goes by itself, and in a row of doubtful lines.
        page: from 0, an article, to 1, a whole page.
        bias: log-odds added to every line.
        doubtful: probability below which a line is doubtful.
        row: lines of a row, at the least.
        headline: words of what may be a headline, at the least.
        most_drop, most_keep, most_keep_article: log-odds that count at the most.
        least: log-odds below which nothing is said.
        weights: to be written.
    """
    cdef Py_ssize_t lines = odds.shape[0], at, start = 0, end, head = lines
    cdef double against, drop, keep, some
    if likely.shape[0] != lines or size.shape[0] != lines or titles.shape[0] != lines or prose.shape[0] != lines:
        raise ValueError("arrays of another length")
    if weights.shape[0] != lines:
        raise ValueError("arrays of another length")
    with nogil:
        for at in range(lines):
            if likely[at] > 0.5:
                head = at
                break
        while start < lines:
            end = start + 1
            while end < lines and (likely[end] < doubtful) == (likely[start] < doubtful):
                end += 1
            for at in range(start, end):
                against = among if end - start >= row and likely[at] < doubtful and not prose[at] else alone
                against = against - odds[at] - bias
                drop = against if against < most_drop else most_drop
                keep = -against if -against > 0.0 else 0.0
                keep = page * (keep if keep < most_keep else most_keep)
                some = odds[at] + bias
                some = some if some > 0.0 else 0.0
                keep += (1 - page) * (some if some < most_keep_article else most_keep_article)
                if (page < 1 and at <= head and size[at] >= headline) or titles[at]:
                    drop = 0.0
                if drop > 0:
                    keep = -drop
                weights[at] = keep if not -least < keep < least else 0.0
            start = end


def reasons(const float[:, ::1] values, const double[::1] weights, tuple rows, double short_words, double list_lines,
            int64_t places, int64_t[::1] numbers):
    """The number of the reason for each line: see `reasons.reasons`.

    Args:
        values: features by lines.
        weights: above 0 for the lines that are kept.
        rows: of the features that are looked at, in the order of `reasons._LOOKED_AT`.
        short_words: words (log) below which a line is short.
        list_lines: lines (log) from which short ones in a row are a list.
        places: how many places each shape of a line may stand at.
        numbers: to be written.
    """
    cdef Py_ssize_t lines = weights.shape[0], at, first = lines, last = -1
    cdef Py_ssize_t row[8]
    cdef bint short, prose
    cdef int64_t shape
    if values.shape[1] != lines or numbers.shape[0] != lines or len(rows) != 8:
        raise ValueError("arrays of another shape")
    for at in range(8):
        row[at] = rows[at]
        if not 0 <= row[at] < values.shape[0]:
            raise ValueError("no such feature")
    with nogil:
        for at in range(lines):
            if weights[at] > 0:
                first = at if first == lines else first
                last = at
        for at in range(lines):
            short, prose = values[row[0], at] < short_words, values[row[1], at] > 0
            if weights[at] > 0:
                numbers[at] = 8 * places + (0 if prose else 2 if short else 1)
                continue
            if values[row[2], at] > 0:
                shape = 0
            elif short and values[row[3], at] >= 0.5:
                shape = 1
            elif values[row[4], at] > 0 and not prose:
                shape = 2
            elif short and values[row[5], at] == 0:
                shape = 3 if values[row[6], at] >= list_lines else 4
            else:
                shape = 5 if values[row[7], at] > 0 else 6 if prose else 7
            numbers[at] = shape * places + (places - 1 if last < 0 else 0 if at < first else 2 if at > last else 1)
