# cython: boundscheck=False, wraparound=False, cdivision=True
"""What a page shows, as numbers: the loops of `features`, which write right into the rows of all features."""

from cpython.dict cimport PyDict_GetItemWithError
from cpython.mem cimport PyMem_Calloc, PyMem_Free, PyMem_Malloc
from cpython.ref cimport PyObject
from libc.math cimport log1p
from libc.stdint cimport int64_t, uint8_t

from cleanread_plugins.main_content._words cimport Table, Words, words_of

cdef enum:
    # levels of elements around a block: whose siblings are counted, whose tags are looked at, that are containers
    SIBLINGS = 6
    TAGGED = 4
    CONTAINERS = 3
    # rows that are written of each kind
    OF_TEXT = 19
    OF_SEQUENCE = 16
    OF_CONTAINER = 5
    OF_PAGE = 17


cdef int check(const float[:, ::1] rows, Py_ssize_t start, Py_ssize_t many, Py_ssize_t size) except -1:
    """Raise an error unless there are so many rows for so many blocks, one at the least."""
    if size < 1 or start < 0 or rows.shape[0] < start + many or rows.shape[1] != size:
        raise ValueError("rows of another shape")
    return 0


def shown(const uint8_t[:, ::1] is_role, const uint8_t[:, ::1] hints, const double[::1] levels, const float[:, ::1] kinds,
          const int64_t[::1] lengths, const int64_t[::1] breaks, const uint8_t[::1] first, const uint8_t[::1] last,
          const double[::1] words, const double[:, ::1] logs, const double[::1] links, const int64_t[::1] spans,
          const uint8_t[::1] ends, const int64_t[::1] of_kind, double total, float[:, ::1] rows, Py_ssize_t start):
    """What blocks and their texts show: see `features._Page._text`.

    Args:
        is_role: which role each block has, roles by blocks.
        hints: which hints each has, blocks by hints.
        levels: of each.
        kinds: characters of each kind, kinds by blocks.
        lengths: characters of each block.
        breaks: line breaks of each.
        first, last: kinds of its first and its last character.
        words: of each.
        logs: logarithms of these, and of those that are not linked.
        links: its share of links.
        spans: how much inline markup it has.
        ends: whether it ends as sentences do.
        of_kind: the numbers of the kinds stop, question, ellipsis, comma, digit, upper, other, bar, currency, colon, lower.
        total: words of the page.
        rows: of all features by blocks; to be written.
        start: the first of the rows.
    """
    cdef Py_ssize_t size = words.shape[0], at, row
    cdef Py_ssize_t stop = of_kind[0], question = of_kind[1], ellipsis = of_kind[2], comma = of_kind[3], digit = of_kind[4]
    cdef Py_ssize_t upper = of_kind[5], other = of_kind[6], bar = of_kind[7], currency = of_kind[8], colon = of_kind[9]
    cdef Py_ssize_t lower = of_kind[10]
    cdef double some, characters
    cdef float stops
    check(rows, start, is_role.shape[0] + hints.shape[1] + 1 + OF_TEXT, size)
    if is_role.shape[1] != size or hints.shape[0] != size or logs.shape[0] < 2 or logs.shape[1] != size:
        raise ValueError("arrays of another shape")
    if kinds.shape[1] != size or lengths.shape[0] != size or levels.shape[0] != size or links.shape[0] != size:
        raise ValueError("arrays of another shape")
    for row in range(is_role.shape[0]):
        for at in range(size):
            rows[start + row, at] = is_role[row, at]
    start += is_role.shape[0]
    for row in range(hints.shape[1]):
        for at in range(size):
            rows[start + row, at] = hints[at, row]
    start += hints.shape[1]
    for at in range(size):
        rows[start, at] = <float> levels[at]
    start += 1
    for at in range(size):
        some = words[at] if words[at] > 1 else 1.0
        characters = lengths[at] if lengths[at] > 1 else 1.0
        stops = (kinds[stop, at] + kinds[question, at]) + kinds[ellipsis, at]
        rows[start, at] = <float> logs[0, at]
        rows[start + 1, at] = <float> logs[1, at]
        rows[start + 2, at] = <float> (words[at] / total)
        rows[start + 3, at] = <float> (lengths[at] / some)
        rows[start + 4, at] = <float> links[at]
        rows[start + 5, at] = <float> spans[at]
        rows[start + 6, at] = stops
        rows[start + 7, at] = <float> (stops / some)
        rows[start + 8, at] = <float> (kinds[comma, at] / some)
        rows[start + 9, at] = <float> (kinds[digit, at] / characters)
        rows[start + 10, at] = <float> (kinds[upper, at] / characters)
        rows[start + 11, at] = <float> (kinds[other, at] / characters)
        rows[start + 12, at] = kinds[bar, at]
        rows[start + 13, at] = kinds[currency, at]
        rows[start + 14, at] = <float> breaks[at]
        rows[start + 15, at] = ends[at]
        rows[start + 16, at] = last[at] == question
        rows[start + 17, at] = last[at] == colon
        rows[start + 18, at] = first[at] == lower


def language(words, const int64_t[::1] starts, Table functions not None, frozenset title, const double[::1] many,
             const int64_t[::1] pieces, list texts, float[:, ::1] rows, Py_ssize_t start):
    """What words say of each block: see `features._Page._language`.

    Args:
        words: the words of all blocks.
        starts: where each block's words start, and last where they end.
        functions: a one for each function word.
        title: the words of the title.
        many: words of each block.
        pieces: how many pieces blanks make of it.
        texts: of each block.
        rows, start: as in `shown`.
    """
    cdef Py_ssize_t size = many.shape[0], block, index, begin, end, every, titled = max(1, len(title))
    cdef int64_t first
    cdef double some, of_functions, of_title
    cdef Table in_title = Table(dict.fromkeys(title, 1.0))
    cdef dict numbers = {}
    cdef Words all_words = words_of(words)
    every = all_words.many
    check(rows, start, 5, size)
    if starts.shape[0] != size + 1 or pieces.shape[0] != size or len(texts) != size:
        raise ValueError("arrays of another length")
    cdef int64_t* counts = <int64_t*> PyMem_Calloc(2 * size + 1, sizeof(int64_t))
    cdef double* found = <double*> PyMem_Malloc((2 * every + 1) * sizeof(double))
    try:
        if counts is NULL or found is NULL:
            raise MemoryError
        functions.scores(all_words, 0, every, found)
        for block in range(size):
            begin, end = starts[block], starts[block + 1]
            if not 0 <= begin <= end <= every:
                raise IndexError(end)
            of_functions = of_title = 0
            for index in range(begin, end):
                of_functions += found[index]
            if many[block] < 40:
                in_title.scores(all_words, begin, end, found + every)
                for index in range(end - begin):
                    of_title += found[every + index]
            some = pieces[block] if pieces[block] > 1 else 1
            rows[start, block] = <float> (of_functions / some)
            rows[start + 1, block] = <float> (of_title / titled)
            rows[start + 2, block] = <float> (of_title / some)
            first = numbers.setdefault(texts[block], block)
            counts[size + block] = first
            rows[start + 3, block] = <float> counts[first]
            counts[first] += 1
        for block in range(size):
            rows[start + 4, block] = <float> counts[counts[size + block]]
    finally:
        PyMem_Free(counts)
        PyMem_Free(found)


def tree(list tags, dict bits, const int64_t[::1] of_tags, Py_ssize_t own_tags, const int64_t[:, ::1] around,
         const int64_t[::1] parent, const int64_t[::1] depth, const int64_t[::1] beside, const int64_t[::1] number,
         const int64_t[::1] tagged, Py_ssize_t best, float[:, ::1] rows, Py_ssize_t start):
    """Where blocks are in the tree: see `features._Page._tree`.

    Args:
        tags: the tags of elements, each once.
        bits: a bit for each tag that is asked for.
        of_tags: the bits of the tags that blocks have, and then of those that they are within.
        own_tags: how many of these the first are.
        around: for each block its element and those around it, levels by blocks; -1 for none.
        parent, depth, beside, number, tagged: see `tree.Tree`; of each element and last of none.
        best: the block with most unlinked words.
        rows, start: as in `shown`.
    """
    cdef Py_ssize_t size = around.shape[1], elements = parent.shape[0] - 1, block, level, row, tag
    cdef int64_t at, most, near, common, deepest
    cdef PyObject* found
    check(rows, start, 1 + SIBLINGS + 1 + 2 + of_tags.shape[0] + 3, size)
    if around.shape[0] < SIBLINGS or not 0 <= best < size:
        raise ValueError("arrays of another shape")
    # of each element how many of those around the best block it is or is within; of each tag its bit
    cdef int64_t* shared = <int64_t*> PyMem_Calloc(elements + 1, sizeof(int64_t))
    cdef int64_t* bit = <int64_t*> PyMem_Calloc(len(tags) + 1, sizeof(int64_t))
    try:
        if shared is NULL or bit is NULL:
            raise MemoryError
        for tag in range(len(tags)):
            found = PyDict_GetItemWithError(bits, tags[tag])
            bit[tag] = <object>found if found is not NULL else 0
        at = around[0, best]
        deepest = depth[at] if at >= 0 else 0
        while at >= 0:
            shared[at] = 1
            at = parent[at]
        for at in range(elements):
            if parent[at] >= 0:
                shared[at] += shared[parent[at]]
        for block in range(size):
            row = start
            at = around[0, block]
            rows[row, block] = <float> depth[at if at >= 0 else elements]
            row += 1
            most = 0
            for level in range(SIBLINGS):
                at = around[level, block]
                at = beside[at if at >= 0 else elements]
                rows[row, block] = <float> at
                row += 1
                most = max(most, at)
            rows[row, block] = <float> most
            row += 1
            for level in range(2):
                at = around[level, block]
                rows[row, block] = <float> number[at if at >= 0 else elements]
                row += 1
            near = 0
            for level in range(TAGGED):
                at = around[level, block]
                at = bit[tagged[at]] if at >= 0 else 0
                near |= at
                if level == 0:
                    for tag in range(own_tags):
                        rows[row, block] = at == of_tags[tag]
                        row += 1
            for tag in range(own_tags, of_tags.shape[0]):
                rows[row, block] = (near & of_tags[tag]) != 0
                row += 1
            at = around[0, block]
            common = shared[at] if at >= 0 else 0
            rows[row, block] = <float> ((depth[at] if at >= 0 else 0) + (deepest + 2) - 2 * common)
            rows[row + 1, block] = <float> ((deepest + 1) - common)
            rows[row + 2, block] = <float> (<double> (common - 1) / <double> max(1, deepest))
    finally:
        PyMem_Free(shared)
        PyMem_Free(bit)


cdef inline double beside_it(const double* values, Py_ssize_t size, Py_ssize_t at) noexcept:
    return values[at] if 0 <= at < size else 0.0


cdef inline int prose_beside(const uint8_t[::1] prose, Py_ssize_t at) noexcept:
    return prose[at] if 0 <= at < prose.shape[0] else 0


def sequence(const double[::1] words, const double[:, ::1] logs, const double[::1] links, const uint8_t[::1] prose,
             const int64_t[::1] heading, const double[::1] levels, Py_ssize_t h1, Py_ssize_t begin, Py_ssize_t end, double total,
             float[:, ::1] rows, Py_ssize_t start):
    """Where blocks stand: see `features._Page._sequence`.

    Args:
        words: of each block.
        logs: the logarithms of these in the first row.
        links: the share of links of each.
        prose: whether it is prose.
        heading: the last heading before it or itself, -1 for none.
        levels: its level.
        h1: the first heading of the first level, -1 for none.
        begin, end: the run of blocks with most unlinked words.
        total: words of the page.
        rows, start: as in `shown`.
    """
    cdef Py_ssize_t size = words.shape[0], at, away
    cdef double until = 0.0, far = max(10.0, size / 4.0)
    check(rows, start, OF_SEQUENCE, size)
    if links.shape[0] != size or prose.shape[0] != size or logs.shape[0] < 1 or logs.shape[1] != size:
        raise ValueError("arrays of another shape")
    if heading.shape[0] != size or levels.shape[0] != size:
        raise ValueError("arrays of another shape")
    for at in range(size):
        until += words[at]
        away = begin - at if at < begin else at - end + 1 if at >= end else 0
        rows[start, at] = <float> (<double> at / size)
        rows[start + 1, at] = <float> ((until - words[at]) / total)
        rows[start + 2, at] = heading[at] >= 0
        rows[start + 3, at] = <float> (at - heading[at])
        rows[start + 4, at] = <float> levels[heading[at]] if heading[at] >= 0 else 0.0
        rows[start + 5, at] = (at < h1) if h1 >= 0 else -1.0
        rows[start + 6, at] = away == 0
        rows[start + 7, at] = <float> (away / far)
        rows[start + 8, at] = <float> beside_it(&logs[0, 0], size, at - 1)
        rows[start + 9, at] = <float> beside_it(&logs[0, 0], size, at - 2)
        rows[start + 10, at] = <float> beside_it(&logs[0, 0], size, at + 1)
        rows[start + 11, at] = <float> beside_it(&logs[0, 0], size, at + 2)
        rows[start + 12, at] = <float> beside_it(&links[0], size, at - 1)
        rows[start + 13, at] = <float> beside_it(&links[0], size, at + 1)
        rows[start + 14, at] = prose_beside(prose, at - 1) + prose_beside(prose, at - 2)
        rows[start + 15, at] = prose_beside(prose, at + 1) + prose_beside(prose, at + 2)


def grouped(const double[::1] words, const double[::1] plain, const double[::1] links, const int64_t[::1] group,
            double[:, ::1] to_log, double[:, ::1] sums):
    """Sums over groups of blocks, and all that there are logarithms of.

    Args:
        words: of each block.
        plain: those that are not linked.
        links: its share of links.
        group: the group of each block.
        to_log: the words of each block, those that are not linked, the blocks of each group and their mean words, to be
            written; zeros for groups that there are none of.
        sums: of each group the words and the shares of links, to be written.
    """
    cdef Py_ssize_t size = plain.shape[0], at
    cdef int64_t own
    if words.shape[0] != size or links.shape[0] != size or group.shape[0] != size:
        raise ValueError("arrays of another length")
    if sums.shape[0] != 2 or sums.shape[1] != size or to_log.shape[0] != 4 or to_log.shape[1] != size:
        raise ValueError("arrays of another shape")
    to_log[2:] = 0.0
    sums[:] = 0.0
    for at in range(size):
        own = group[at]
        to_log[0, at] = words[at]
        to_log[1, at] = plain[at]
        to_log[2, own] += 1.0
        sums[0, own] += words[at]
        sums[1, own] += links[at]
    for at in range(size):
        if to_log[2, at] > 0:
            to_log[3, at] = sums[0, at] / to_log[2, at]


def holding(const int64_t[::1] group, const double[:, ::1] sums, const double[:, ::1] to_log, const double[:, ::1] logs,
            const int64_t[:, ::1] around, const float[:, ::1] within, const float[:, ::1] log_within, double total,
            float[:, ::1] rows, Py_ssize_t start):
    """What blocks like each hold, and what the elements around it do: see `features._Page._alike` and `_containers`.

    Args:
        group: the group of each block.
        sums, to_log: what `grouped` wrote.
        logs: the logarithms of the latter.
        around: for each block its element and those around it, levels by blocks; -1 for none.
        within: words, links, prose and blocks within each element, and zeros for none last.
        log_within: the logarithms of the words and of the blocks.
        total: words of the page.
        rows, start: as in `shown`.
    """
    cdef Py_ssize_t size = group.shape[0], none = within.shape[1] - 1, at, level, row
    cdef int64_t own
    cdef float some, words, every = <float> total
    check(rows, start, 4 + CONTAINERS * OF_CONTAINER, size)
    if around.shape[0] <= CONTAINERS or around.shape[1] != size or sums.shape[1] != size or to_log.shape[1] != size:
        raise ValueError("arrays of another shape")
    if logs.shape[0] != 4 or logs.shape[1] != size or within.shape[0] != 4 or log_within.shape[1] != none + 1:
        raise ValueError("arrays of another shape")
    for at in range(size):
        own = group[at]
        rows[start, at] = <float> logs[2, own]
        rows[start + 1, at] = <float> logs[3, own]
        rows[start + 2, at] = <float> (sums[1, own] / to_log[2, own])
        rows[start + 3, at] = <float> (sums[0, own] / total)
        for level in range(CONTAINERS):
            row = start + 4 + level * OF_CONTAINER
            own = around[level + 1, at]
            if own < 0:
                own = none
            words = within[0, own]
            some = words if words > 1 else 1
            rows[row, at] = log_within[0, own]
            rows[row + 1, at] = within[1, own] / some
            rows[row + 2, at] = within[2, own] / some
            rows[row + 3, at] = log_within[1, own]
            rows[row + 4, at] = words / every


cdef double middle(const double[::1] words) except -1:
    """The median of whole numbers."""
    cdef Py_ssize_t size = words.shape[0], at, highest = 0, number = 0
    cdef int64_t until = 0
    cdef double low
    for at in range(size):
        highest = max(highest, <Py_ssize_t> words[at])
    cdef int64_t* counts = <int64_t*> PyMem_Calloc(highest + 2, sizeof(int64_t))
    if counts is NULL:
        raise MemoryError
    for at in range(size):
        counts[<Py_ssize_t> words[at]] += 1
    until = counts[0]
    while until <= (size - 1) // 2:
        number += 1
        until += counts[number]
    low = number
    while until <= size // 2:
        number += 1
        until += counts[number]
    PyMem_Free(counts)
    return (low + number) / 2


def whole(const double[::1] words, const uint8_t[:, ::1] is_role, const uint8_t[:, ::1] hints, const uint8_t[::1] prose,
          const float[:, ::1] kinds, const uint8_t[::1] last, const int64_t[::1] numbers, Py_ssize_t h1, Py_ssize_t begin,
          Py_ssize_t end, double links, double total, list declared, float[:, ::1] rows, Py_ssize_t start):
    """What the page is as a whole: see `features._Page._whole`.

    Args:
        words: of each block.
        is_role: which role each has, roles by blocks.
        hints: which hints each has, blocks by hints.
        prose: whether it is prose.
        kinds: characters of each kind, kinds by blocks.
        last: the kind of each block's last character.
        numbers: of the hints article and main, the roles list item, heading, figure, quote, code and table, the kinds
            currency and question.
        h1: the first heading of the first level, -1 for none.
        begin, end: the run of blocks with most unlinked words.
        links: words in links.
        total: words of the page.
        declared: numbers that are known already.
        rows, start: as in `shown`.
    """
    cdef Py_ssize_t size = words.shape[0], at, row, many = len(declared)
    cdef double run = 0, in_prose = 0, currency = 0
    cdef int64_t questions = 0, role
    cdef bint article = False, main = False
    cdef double found[OF_PAGE]
    cdef double of_role[6]
    cdef float value
    check(rows, start, OF_PAGE + many, size)
    if is_role.shape[1] != size or hints.shape[0] != size or prose.shape[0] != size or last.shape[0] != size:
        raise ValueError("arrays of another shape")
    if kinds.shape[1] != size or numbers.shape[0] != 10 or not 0 <= begin <= end <= size:
        raise ValueError("arrays of another shape")
    for at in range(begin, end):
        run += words[at]
    for at in range(size):
        if prose[at]:
            in_prose += words[at]
        article |= hints[at, numbers[0]]
        main |= hints[at, numbers[1]]
        currency += kinds[numbers[8], at]
        questions += last[at] == numbers[9]
    for row in range(6):
        role = 0
        for at in range(size):
            role += is_role[numbers[2 + row], at]
        of_role[row] = role
    found[0] = log1p(size)
    found[1] = log1p(total)
    found[2] = links / total
    found[3] = in_prose / total
    found[4] = article
    found[5] = main
    found[6] = of_role[0] / size
    found[7] = of_role[1] / size
    found[8] = of_role[2] / size
    found[9] = (of_role[3] + of_role[4]) / size
    found[10] = of_role[5] / size
    found[11] = log1p(run)
    found[12] = run / total
    found[13] = <double> h1 / size if h1 >= 0 else -1.0
    found[14] = log1p(middle(words))
    found[15] = log1p(currency)
    found[16] = log1p(questions)
    for row in range(OF_PAGE + many):
        value = <float> (found[row] if row < OF_PAGE else <double> declared[row - OF_PAGE])
        for at in range(size):
            rows[start + row, at] = value


def limit(float[:, ::1] rows, dict limits):
    """Write no more than a limit to some rows.

    Args:
        rows: to be changed.
        limits: for some rows the highest value.
    """
    cdef Py_ssize_t row, at
    cdef float most
    for row, most in limits.items():
        check(rows, row, 1, rows.shape[1])
        for at in range(rows.shape[1]):
            if rows[row, at] > most:
                rows[row, at] = most
