# cython: boundscheck=False, wraparound=False, cdivision=True
"""What words and neighbours say of each block of a page: the loops of `features`."""

from cpython.dict cimport PyDict_GetItemWithError
from cpython.ref cimport PyObject
from libc.stdint cimport int64_t, uint8_t


def found(list words, const int64_t[::1] starts, dict flags, int64_t unit, double[::1] low, double[::1] high):
    """Sums of the flags of each block's words.

    Args:
        words: the words of all blocks.
        starts: where each block's words start, and last where they end.
        flags: a number for some words, which counts ones and `unit`s.
        unit: more than there are ones in a block.
        low: the ones of each block, to be written.
        high: the units of each, to be written.
    """
    cdef Py_ssize_t block, index
    cdef int64_t total
    cdef PyObject* flag
    for block in range(low.shape[0]):
        total = 0
        for index in range(starts[block], starts[block + 1]):
            flag = PyDict_GetItemWithError(flags, words[index])
            if flag is not NULL:
                total += <object>flag
        low[block] = total % unit
        high[block] = total // unit


cdef inline double beside(const double[::1] values, Py_ssize_t at) noexcept:
    return values[at] if 0 <= at < values.shape[0] else 0.0


cdef inline int prose_beside(const uint8_t[::1] prose, Py_ssize_t at) noexcept:
    return prose[at] if 0 <= at < prose.shape[0] else 0


def sequence(const double[::1] words, const double[::1] logs, const double[::1] links, const uint8_t[::1] prose,
             const int64_t[::1] heading, const double[::1] levels, Py_ssize_t h1, Py_ssize_t start, Py_ssize_t end, double total,
             float[:, ::1] rows):
    """Where blocks stand: see `features._Page._sequence`.

    Args:
        words: of each block.
        logs: the logarithm of these.
        links: the share of links of each.
        prose: whether it is prose.
        heading: the last heading before it or itself, -1 for none.
        levels: its level.
        h1: the first heading of the first level, -1 for none.
        start, end: the run of blocks with most unlinked words.
        total: words of the page.
        rows: to be written.
    """
    cdef Py_ssize_t size = words.shape[0], at, away
    cdef double until = 0.0, far = max(10.0, size / 4.0)
    if rows.shape[0] != 16 or rows.shape[1] != size or links.shape[0] != size or prose.shape[0] != size:
        raise ValueError("arrays of another shape")
    if logs.shape[0] != size or heading.shape[0] != size or levels.shape[0] != size:
        raise ValueError("arrays of another shape")
    for at in range(size):
        until += words[at]
        away = start - at if at < start else at - end + 1 if at >= end else 0
        rows[0, at] = <float> (<double> at / size)
        rows[1, at] = <float> ((until - words[at]) / total)
        rows[2, at] = heading[at] >= 0
        rows[3, at] = <float> (at - heading[at])
        rows[4, at] = <float> levels[heading[at]] if heading[at] >= 0 else 0.0
        rows[5, at] = (at < h1) if h1 >= 0 else -1.0
        rows[6, at] = away == 0
        rows[7, at] = <float> (away / far)
        rows[8, at] = <float> beside(logs, at - 1)
        rows[9, at] = <float> beside(logs, at - 2)
        rows[10, at] = <float> beside(logs, at + 1)
        rows[11, at] = <float> beside(logs, at + 2)
        rows[12, at] = <float> beside(links, at - 1)
        rows[13, at] = <float> beside(links, at + 1)
        rows[14, at] = prose_beside(prose, at - 1) + prose_beside(prose, at - 2)
        rows[15, at] = prose_beside(prose, at + 1) + prose_beside(prose, at + 2)


def shown(const float[:, ::1] kinds, const int64_t[::1] lengths, const int64_t[::1] breaks, const uint8_t[::1] first,
          const uint8_t[::1] last, const double[::1] words, const double[::1] logs, const double[::1] plain_logs,
          const double[::1] links, const int64_t[::1] spans, const uint8_t[::1] ends, const int64_t[::1] of_kind, double total,
          float[:, ::1] rows):
    """What texts show: see `features._Page._text`.

    Args:
        kinds: characters of each kind, kinds by blocks.
        lengths: characters of each block.
        breaks: line breaks of each.
        first, last: kinds of its first and its last character.
        words: of each.
        logs, plain_logs: logarithms of these, and of those that are not linked.
        links: its share of links.
        spans: how much inline markup it has.
        ends: whether it ends as sentences do.
        of_kind: the numbers of the kinds stop, question, ellipsis, comma, digit, upper, other, bar, currency, colon, lower.
        total: words of the page.
        rows: to be written.
    """
    cdef Py_ssize_t size = words.shape[0], at
    cdef Py_ssize_t stop = of_kind[0], question = of_kind[1], ellipsis = of_kind[2], comma = of_kind[3], digit = of_kind[4]
    cdef Py_ssize_t upper = of_kind[5], other = of_kind[6], bar = of_kind[7], currency = of_kind[8], colon = of_kind[9]
    cdef Py_ssize_t lower = of_kind[10]
    cdef double some, characters
    cdef float stops
    if rows.shape[0] != 19 or rows.shape[1] != size or kinds.shape[1] != size or lengths.shape[0] != size:
        raise ValueError("arrays of another shape")
    for at in range(size):
        some = words[at] if words[at] > 1 else 1.0
        characters = lengths[at] if lengths[at] > 1 else 1.0
        stops = (kinds[stop, at] + kinds[question, at]) + kinds[ellipsis, at]
        rows[0, at] = <float> logs[at]
        rows[1, at] = <float> plain_logs[at]
        rows[2, at] = <float> (words[at] / total)
        rows[3, at] = <float> (lengths[at] / some)
        rows[4, at] = <float> links[at]
        rows[5, at] = <float> spans[at]
        rows[6, at] = stops
        rows[7, at] = <float> (stops / some)
        rows[8, at] = <float> (kinds[comma, at] / some)
        rows[9, at] = <float> (kinds[digit, at] / characters)
        rows[10, at] = <float> (kinds[upper, at] / characters)
        rows[11, at] = <float> (kinds[other, at] / characters)
        rows[12, at] = kinds[bar, at]
        rows[13, at] = kinds[currency, at]
        rows[14, at] = <float> breaks[at]
        rows[15, at] = ends[at]
        rows[16, at] = last[at] == question
        rows[17, at] = last[at] == colon
        rows[18, at] = first[at] == lower
