# cython: boundscheck=False, wraparound=False, cdivision=True
"""What is counted for each step of `amount`."""

from libc.math cimport INFINITY
from libc.stdint cimport int64_t
from libc.string cimport memcpy

cdef enum:
    # what is summed up of blocks, and columns of each step and of the page before those of `features`
    SUMS = 6
    OF_STEP = 16
    OF_PAGE = 6


def prepared(const double[::1] odds, const double[::1] words, const double[::1] likely, double least, double[:, ::1] ready):
    """What is looked at of each block.

    Args:
        odds: log-odds of each block.
        words: of each.
        likely: its probability.
        least: the lowest probability of which there is a logarithm.
        ready: the probabilities and what is left to one, no lower than that, and the log-odds, the lowest that there are
            without words, to be written.
    """
    cdef Py_ssize_t block, blocks = likely.shape[0]
    if ready.shape[0] != 3 or ready.shape[1] != blocks or odds.shape[0] != blocks or words.shape[0] != blocks:
        raise ValueError("arrays of another shape")
    for block in range(blocks):
        ready[0, block] = likely[block] if likely[block] > least else least
        ready[1, block] = 1 - likely[block] if 1 - likely[block] > least else least
        ready[2, block] = odds[block] if words[block] > 0 else -INFINITY


cdef int64_t keep(const double* odds, Py_ssize_t blocks, double limit, double usual, double* kept, double* differs) noexcept:
    """Write ones for blocks above a limit, and for those that are on its other side than of the usual one; count their runs.

    Eight at a time, in loops of a fixed length, which compilers turn into vector instructions.
    """
    cdef Py_ssize_t at, k, whole = blocks - blocks % 8
    cdef double own[8]
    cdef double other[8]
    cdef double before = 0.0
    cdef int64_t runs = 0
    for at in range(0, whole, 8):
        for k in range(8):
            own[k] = 1.0 if odds[at + k] > limit else 0.0
        for k in range(8):
            other[k] = 1.0 if odds[at + k] > usual else 0.0
        for k in range(8):
            other[k] = (own[k] - other[k]) * (own[k] - other[k])
        memcpy(kept + at, own, sizeof(own))
        memcpy(differs + at, other, sizeof(other))
    for at in range(whole, blocks):
        kept[at] = odds[at] > limit
        differs[at] = (odds[at] > limit) != (odds[at] > usual)
    for at in range(blocks):
        runs += kept[at] > before
        before = kept[at]
    return runs


def counted(const double[::1] words, const double[::1] likely, const double[:, ::1] ready, const float[:, ::1] plain,
            const int64_t[::1] rows, const double[::1] limits, Py_ssize_t middle, const double[::1] bins,
            double[:, :, ::1] which, int64_t[::1] runs, double[:, ::1] sums, double[::1] below, double[:, ::1] terms):
    """What is kept above each limit, in which it differs from what is kept in the middle, and what is summed up of it.

    Args:
        words: of each block.
        likely: its probability.
        ready: what `prepared` wrote, with the logarithms of the probabilities in place of these.
        plain: features by blocks.
        rows: of the features, which are the share of links, whether it is a list item, whether it ends as sentences do.
        limits: of the log-odds.
        middle: the number of one of them.
        bins: upper bounds of the probabilities that are counted together.
        which: 1 for each block that is kept, and that differs: kinds by limits by blocks, to be written, and so all that follow.
        runs: for each limit in how many runs blocks are kept.
        sums: blocks by words, words by probabilities and by what is given, and 1.
        below: words in each of the bins; those beyond the last bound are left out.
        terms: words of each block, words by probabilities, and by how little is certain.
    """
    cdef Py_ssize_t blocks = words.shape[0], limit, block, bin, row
    cdef double own, rest
    if which.shape[2] != blocks or which.shape[1] != limits.shape[0] or which.shape[0] != 2:
        raise ValueError("arrays of another shape")
    if runs.shape[0] != limits.shape[0] or likely.shape[0] != blocks or ready.shape[0] != 3 or ready.shape[1] != blocks:
        raise ValueError("arrays of another shape")
    if sums.shape[0] != blocks or sums.shape[1] != SUMS or below.shape[0] != bins.shape[0] or plain.shape[1] != blocks:
        raise ValueError("arrays of another shape")
    if terms.shape[0] != 3 or terms.shape[1] != blocks or rows.shape[0] != 3 or not 0 <= middle < limits.shape[0]:
        raise ValueError("arrays of another shape")
    for row in range(3):
        if not 0 <= rows[row] < plain.shape[0]:
            raise IndexError(rows[row])
    for limit in range(limits.shape[0] if blocks else 0):
        runs[limit] = keep(&ready[2, 0], blocks, limits[limit], limits[middle], &which[0, limit, 0], &which[1, limit, 0])
    below[:] = 0.0
    for block in range(blocks):
        own, rest = likely[block], 1 - likely[block]
        sums[block, 0] = terms[0, block] = words[block]
        sums[block, 1] = terms[1, block] = words[block] * own
        sums[block, 2] = words[block] * plain[rows[0], block]
        sums[block, 3] = words[block] * plain[rows[1], block]
        sums[block, 4] = words[block] * plain[rows[2], block]
        sums[block, 5] = 1.0
        terms[2, block] = words[block] * (own * ready[0, block] + rest * ready[1, block])
        bin = 0
        while bin < bins.shape[0] and bins[bin] <= own:
            bin += 1
        if bin < bins.shape[0]:
            below[bin] += words[block]


cdef inline double one_or(double value) noexcept:
    return value if value > 1 else 1.0


def written(const double[::1] steps, Py_ssize_t middle, const double[:, :, ::1] found, const double[:, :, ::1] logs,
            const int64_t[::1] runs, const double[::1] below, double start, double total, double hoped, double doubt,
            const double[::1] page_logs, const float[:, ::1] plain, const int64_t[::1] of_page, float[:, ::1] result):
    """The features of each step, in the order of `amount.COLUMNS`.

    Args:
        steps: log-odds by which the limits differ.
        middle: the number of the step that is none.
        found: what is summed up of the blocks that are kept and of those that differ: kinds by steps by `SUMS`.
        logs: the logarithms of the first and the last of these.
        runs, below: what `counted` wrote.
        start: the limit in the middle.
        total, hoped: the words of the page, and those that are expected.
        doubt: how little is certain.
        page_logs: logarithms of total, hoped and the number of blocks.
        plain: features by blocks.
        of_page: which of these are of the page.
        result: features by steps, to be written.
    """
    cdef Py_ssize_t count = steps.shape[0], step, row, at, bin
    cdef double some, others, hopeful, usual
    cdef double page[OF_PAGE]
    cdef float value
    if result.shape[0] != OF_STEP + OF_PAGE + below.shape[0] + of_page.shape[0] or result.shape[1] != count:
        raise ValueError("rows of another shape")
    if found.shape[0] != 2 or found.shape[1] != count or found.shape[2] != SUMS or not 0 <= middle < count:
        raise ValueError("arrays of another shape")
    if logs.shape[0] != 2 or logs.shape[1] != count or logs.shape[2] != 2 or runs.shape[0] != count:
        raise ValueError("arrays of another shape")
    if page_logs.shape[0] != 3 or plain.shape[1] < 1:
        raise ValueError("arrays of another shape")
    usual = hope_of(found[0, middle, 0], found[0, middle, 1], hoped)
    for step in range(count):
        some, others = one_or(found[0, step, 0]), one_or(found[1, step, 0])
        hopeful = hope_of(found[0, step, 0], found[0, step, 1], hoped)
        result[0, step] = <float> steps[step]
        result[1, step] = <float> hopeful
        result[2, step] = <float> (hopeful - usual)
        result[3, step] = <float> (found[0, step, 0] / total)
        result[4, step] = <float> logs[0, step, 0]
        result[5, step] = <float> runs[step]
        result[6, step] = <float> logs[0, step, 1]
        result[7, step] = <float> (found[0, step, 2] / some)
        result[8, step] = <float> (found[0, step, 3] / some)
        result[9, step] = <float> (found[1, step, 0] / total)
        result[10, step] = <float> logs[1, step, 0]
        result[11, step] = <float> (found[1, step, 2] / others)
        result[12, step] = <float> (found[1, step, 4] / others)
        result[13, step] = <float> (found[1, step, 3] / others)
        result[14, step] = <float> (found[1, step, 1] / others)
        result[15, step] = <float> logs[1, step, 1]
    page[:] = [start, page_logs[0], page_logs[1], hoped / total, page_logs[2], doubt / one_or(hoped)]
    row = OF_STEP
    for at in range(OF_PAGE + below.shape[0] + of_page.shape[0]):
        if at < OF_PAGE:
            value = <float> page[at]
        elif at < OF_PAGE + below.shape[0]:
            value = <float> (below[at - OF_PAGE] / total)
        else:
            bin = of_page[at - OF_PAGE - below.shape[0]]
            if not 0 <= bin < plain.shape[0]:
                raise IndexError(bin)
            value = plain[bin, 0]
        for step in range(count):
            result[row + at, step] = value


cdef inline double hope_of(double kept, double right, double hoped) noexcept:
    """The expected F1 of what is kept."""
    return 2 * right / (kept + hoped if kept + hoped > 1e-9 else 1e-9)
