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


cdef struct Seen:
    # how often the prose has a word; twice how often the main run has it, and one more where the title has it
    int32_t in_prose
    int32_t in_run


cdef inline Py_ssize_t _within(Py_ssize_t at, Py_ssize_t lines) noexcept nogil:
    return 0 if at < 0 else lines if at > lines else at


def windows(const Real[:, :] values, object spans, Result[:, ::1] result):
    """Means of the lines around each line.

    Args:
        values: names by lines.
        spans: first and last line of each window, counted from the line.
        result: one block of rows for each span, to be written.
    """
    cdef Py_ssize_t names = values.shape[0], lines = values.shape[1], many = len(spans)
    cdef Py_ssize_t name, span, at, row, start, end, first, last
    cdef double within, sum
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
        with nogil:
            sums[0] = 0.0
            for name in range(names):
                sum = -0.0  # so that a sum of the first one alone is that one
                for at in range(lines):
                    sum += values[name, at]
                    sums[at + 1] = sum
                for span in range(many):
                    row = span * names + name
                    first, last = bounds[2 * span], bounds[2 * span + 1] + 1
                    for at in range(lines):
                        start, end = _within(at + first, lines), _within(at + last, lines)
                        within = sums[end] - sums[start]
                        result[row, at] = <Result> (within / (end - start) if end - start > 1 else within)
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


def scores(const uint32_t[::1] hashes, const int32_t[::1] opens, int rest, const uint32_t[::1] known,
           const float[::1] scores, float[::1] found):
    """The score of each term, 0 for those that are not known.

    Args:
        hashes: of the terms.
        opens: where the terms begin whose hashes have the same first bits.
        rest: how many bits a hash has besides those.
        known: the hashes with a score, in ascending order, ended by the highest number.
        scores: of each.
        found: for each term, to be written.
    """
    cdef Py_ssize_t number, at, first = 0, last, many = hashes.shape[0]
    cdef int32_t place[AHEAD]
    cdef uint32_t hash
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
                while known[at] < hash:
                    at += 1
                found[number] = scores[at] if known[at] == hash else 0.0
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


def shared(const int32_t[::1] words, const int32_t[::1] line, const uint8_t[::1] prose, const double[::1] tokens,
           int bits, int shift, double least, Py_ssize_t start, Py_ssize_t end, double[:, ::1] result):
    """Of each line's words: those that the text's prose repeats, those of the main run, those of the title.

    Args:
        words: the hash of each word, all lines in order.
        line: the line of each word.
        prose: which lines are whole sentences.
        tokens: words of each line, 1 at the least.
        bits: of a hash that count, the first ones.
        shift: bits of a hash that do not count.
        least: how often prose repeats a word that is frequent.
        start, end: the main run.
        result: shares of the words of a line that are frequent, of the main run and of the title, and of the title's words
            that are in the line, by lines, to be written.
    """
    cdef Py_ssize_t many = words.shape[0], lines = tokens.shape[0], at = 0, number, titles = 0
    cdef Py_ssize_t frequent, main, title
    cdef bint inside, often
    cdef Seen* seen = <Seen*> calloc(<size_t> 1 << bits, sizeof(Seen))
    cdef Seen* one
    try:
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
                frequent = main = title = 0
                inside = start <= number < end
                while at < many and line[at] == number:
                    one = &seen[words[at] >> shift]
                    often = one.in_prose >= least
                    frequent += often
                    main += (one.in_run >> 1 > inside) & ~often
                    title += one.in_run & 1
                    at += 1
                result[0, number] = frequent / tokens[number]
                result[1, number] = main / tokens[number]
                result[2, number] = title / tokens[number]
                result[3, number] = min(<double> title / titles, 1.0)
    finally:
        free(seen)


def whole(const int32_t[::1] words, const int32_t[::1] line, double[::1] sums):
    """A hash of all words of each line.

    Args:
        words: the hash of each word, all lines in order.
        line: the line of each word.
        sums: for each line, zeros, to be written.
    """
    cdef Py_ssize_t at, place = 0
    with nogil:
        for at in range(words.shape[0]):
            place = place + 1 if at and line[at] == line[at - 1] else 0
            sums[line[at]] += <double> ((<int64_t> words[at] + 1) * ((place & 1023) * 2 + 1))


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


def best_run(const double[::1] size, const uint8_t[::1] prose, double most, double cost, double bonus):
    """The run of lines that is worth most: where it begins and ends; the first of several, (0, 0) where none is worth anything.

    Args:
        size: words of each line.
        prose: which lines are whole sentences.
        most: words of a line that count.
        cost: what a line costs.
        bonus: what a sentence is worth besides.
    """
    cdef Py_ssize_t at, lowest_at = 0, start = 0, end = 0
    cdef double sum = -0.0, lowest = 0.0, best = 0.0
    if prose.shape[0] != size.shape[0]:
        raise ValueError("arrays of another length")
    with nogil:
        for at in range(size.shape[0]):
            sum += (size[at] if size[at] < most else most) - cost + (bonus if prose[at] else 0.0)
            if sum < lowest:
                lowest, lowest_at = sum, at + 1
            if sum - lowest > best:
                best, start, end = sum - lowest, lowest_at, at + 1
    return start, end


def walk(const double[::1] size, const uint8_t[::1] prose, const uint8_t[::1] short, object runs, double[:, ::1] rows):
    """How far each line is from the ends of the text, from sentences and from runs, and the words before it.

    Args:
        size: words of each line.
        prose: which lines are whole sentences.
        short: which lines are short.
        runs: where runs begin and end.
        rows: what `features._walk` returns, to be written.
    """
    cdef Py_ssize_t lines = size.shape[0], at, row, last = -1, start, end, after = 5 + 2 * len(runs)
    cdef double until = -0.0, told = -0.0, own
    if rows.shape[0] != 9 + 3 * len(runs) or rows.shape[1] != lines or prose.shape[0] != lines or short.shape[0] != lines:
        raise ValueError("arrays of another shape")
    with nogil:
        for at in range(lines):
            own = size[at] if prose[at] else 0.0
            until += size[at]
            told += own
            if prose[at]:
                last = at
            rows[0, at] = <double> at
            rows[1, at] = <double> (lines - 1 - at)
            rows[2, at] = until - size[at]
            rows[3, at] = <double> (at - last)
            rows[after, at] = until
            rows[after + 1, at] = told - own
            rows[after + 2, at] = told
        last = lines
        for at in range(lines - 1, -1, -1):
            if prose[at]:
                last = at
            rows[4, at] = <double> (last - at)
        start = 0
        while start < lines:
            end = start + 1
            while end < lines and short[end] == short[start]:
                end += 1
            for at in range(start, end):
                rows[after + 3, at] = <double> (end - start) if short[at] else 1.0
            start = end
    for row, (start, end) in enumerate(runs):
        for at in range(lines):
            rows[5 + 2 * row, at] = <double> (start - at) if at < start else 0.0
            rows[6 + 2 * row, at] = <double> (at - end + 1) if at >= end else 0.0
            rows[after + 4 + row, at] = 1.0 if start <= at < end else 0.0


def simple(const double[:, :] kinds, list counted, const uint8_t[::1] first, const uint8_t[::1] end, const uint8_t[::1] cut,
           const uint8_t[::1] prose, dict number, const int64_t[::1] signs, const double[::1] most,
           const uint8_t[::1] opening, const int64_t[::1] to, float[:, ::1] values):
    """What lines show that takes no more than a division: see `features._simple`.

    Args:
        kinds: how many characters of each kind a line has: kinds by lines.
        counted: arrays by lines: length, size, tokens, width, capitals, small, numbers, known, years, times, dotted.
        first, end: the kinds of the first and the last character of each line.
        cut: whether it breaks off.
        prose: whether it is a sentence.
        number: of each kind.
        signs: the kinds of signs that are counted, quotes the second of them.
        most: up to which number each.
        opening: by kind, whether it is a sign that opens no sentence.
        to: the rows of what is found.
        values: rows by lines, to be written.
    """
    cdef const double[::1] length = counted[0], size = counted[1], tokens = counted[2], width = counted[3]
    cdef const double[::1] capitals = counted[4], small = counted[5], numbers = counted[6], known = counted[7]
    cdef const double[::1] years = counted[8], times = counted[9], dotted = counted[10]
    cdef Py_ssize_t lines = size.shape[0], at, sign, many = signs.shape[0]
    cdef int lower = number["lower"], upper = number["upper"], digit = number["digit"], stop = number["stop"]
    cdef int question = number["question"], comma = number["comma"], colon = number["colon"], dash = number["dash"]
    cdef int quote = number["quote"], guillemet = number["guillemet"]
    cdef double words, each, cased, letters, count
    if values.shape[1] != lines or kinds.shape[1] != lines or to.shape[0] != 20 + many or most.shape[0] != many:
        raise ValueError("arrays of another shape")
    if first.shape[0] != lines or end.shape[0] != lines or cut.shape[0] != lines or prose.shape[0] != lines:
        raise ValueError("arrays of another shape")
    with nogil:
        for at in range(lines):
            words = size[at] if size[at] > 1.0 else 1.0
            each = tokens[at] if tokens[at] > 1.0 else 1.0
            cased, letters = capitals[at] + small[at], kinds[upper, at] + kinds[lower, at]
            values[to[0], at] = prose[at]
            values[to[1], at] = end[at] == stop and not cut[at]
            values[to[2], at] = <float> (capitals[at] / (cased if cased > 1 else 1.0) if cased > 0 else -1.0)
            values[to[3], at] = <float> (numbers[at] / each)
            values[to[4], at] = <float> (years[at] if years[at] < 4.0 else 4.0)
            values[to[5], at] = <float> (width[at] / words)
            values[to[6], at] = <float> ((kinds[stop, at] + kinds[question, at]) / words)
            values[to[7], at] = <float> (kinds[comma, at] / words)
            values[to[8], at] = <float> (kinds[dash, at] / words)
            values[to[9], at] = <float> (kinds[digit, at] / length[at])
            values[to[10], at] = <float> (kinds[upper, at] / (letters if letters > 1 else 1.0) if letters > 0 else -1.0)
            values[to[11], at] = <float> (known[at] / each)
            values[to[12], at] = <float> (dotted[at] if dotted[at] < 4.0 else 4.0)
            values[to[13], at] = <float> (times[at] if times[at] < 4.0 else 4.0)
            values[to[14], at] = end[at] == colon
            values[to[15], at] = cut[at]
            values[to[16], at] = end[at] < stop
            values[to[17], at] = first[at] == digit
            values[to[18], at] = first[at] == quote
            values[to[19], at] = opening[first[at]]
            for sign in range(many):
                count = kinds[signs[sign], at]
                count = count if count < most[sign] else most[sign]
                if sign == 1:
                    count += kinds[guillemet, at]
                    count = count if count < most[sign] else most[sign]
                values[to[20 + sign], at] = <float> count


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


def place(const double[:, ::1] walked, const double[:, ::1] logs, const double[::1] lengths, const double[:, ::1] spread,
          const float[::1] width, const double[::1] shares, double total, double in_prose, float[:, ::1] values):
    """Where lines stand: see `features._place`.

    Args:
        walked: what `walk` writes.
        logs: logarithms of its first rows.
        lengths: the logarithm of the length of the run of short lines that each line is in.
        spread: means of widths and of their squares around each line.
        width: of each line.
        shares: of the text's words in each of the runs of lines that hold most words.
        total: words of the text.
        in_prose: words of its sentences, 1 at the least.
        values: rows by lines, to be written.
    """
    cdef Py_ssize_t runs = shares.shape[0], lines = values.shape[1], after = 5 + 2 * runs, at, run
    cdef double variance
    if values.shape[0] != 14 + 4 * runs or walked.shape[0] != 9 + 3 * runs or logs.shape[0] != after or spread.shape[0] != 2:
        raise ValueError("arrays of another shape")
    if walked.shape[1] != lines or logs.shape[1] != lines or lengths.shape[0] != lines or spread.shape[1] != lines:
        raise ValueError("arrays of another shape")
    if width.shape[0] != lines:
        raise ValueError("arrays of another shape")
    with nogil:
        for at in range(lines):
            values[0, at] = <float> (walked[0, at] / lines)
            values[1, at] = <float> logs[0, at]
            values[2, at] = <float> logs[1, at]
            values[3, at] = <float> (walked[2, at] / total)
            values[4, at] = <float> ((total - walked[after, at]) / total)
            values[5, at] = <float> logs[2, at]
            values[6, at] = <float> (walked[after + 1, at] / in_prose)
            values[7, at] = <float> ((in_prose - walked[after + 2, at]) / in_prose)
            values[8, at] = <float> logs[3, at]
            values[9, at] = <float> logs[4, at]
            values[10, at] = <float> lengths[at]
            values[11, at] = fabsf(width[at] - width[at - 1]) if at else 0.0
            values[12, at] = fabsf(width[at + 1] - width[at]) if at + 1 < lines else 0.0
            variance = spread[1, at] - spread[0, at] * spread[0, at]
            values[13, at] = <float> sqrt(variance if variance > 0.0 else 0.0)
            for run in range(runs):
                values[14 + 4 * run, at] = <float> walked[after + 4 + run, at]
                values[15 + 4 * run, at] = <float> logs[5 + 2 * run, at]
                values[16 + 4 * run, at] = <float> logs[6 + 2 * run, at]
                values[17 + 4 * run, at] = <float> shares[run]
