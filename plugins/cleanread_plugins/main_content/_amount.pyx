# cython: boundscheck=False, wraparound=False, cdivision=True
"""What is counted for each step of `amount`."""

from libc.math cimport INFINITY
from libc.stdint cimport int64_t


def kept(const double[::1] odds, const double[::1] words, const double[::1] limits, Py_ssize_t middle, double[:, :, ::1] which,
         int64_t[::1] runs):
    """What is kept above each limit, in which it differs from what is kept in the middle, and in how many runs it stands.

    Args:
        odds: log-odds of each block.
        words: of each.
        limits: of the log-odds.
        middle: the number of one of them.
        which: 1 for each block that is kept, and that differs: kinds by limits by blocks, to be written.
        runs: for each limit, to be written.
    """
    cdef Py_ssize_t blocks = odds.shape[0], limit, block
    cdef bint here, before
    cdef double own
    if words.shape[0] != blocks or which.shape[2] != blocks or which.shape[1] != limits.shape[0] or which.shape[0] != 2:
        raise ValueError("arrays of another shape")
    if runs.shape[0] != limits.shape[0]:
        raise ValueError("arrays of another shape")
    for limit in range(limits.shape[0]):
        before = False
        runs[limit] = 0
        for block in range(blocks):
            own = odds[block] if words[block] > 0 else -INFINITY
            here = own > limits[limit]
            runs[limit] += here and not before
            which[0, limit, block] = here
            which[1, limit, block] = here != (own > limits[middle])
            before = here


def summands(const double[::1] words, const double[::1] likely, const float[::1] links, const float[::1] items,
             const float[::1] ends, const double[::1] bins, double[:, ::1] sums, double[::1] below):
    """What is summed up of the blocks that are kept, and words by their probabilities.

    Args:
        words: of each block.
        likely: its probability.
        links, items, ends: its share of links, whether it is a list item, whether it ends as sentences do.
        bins: upper bounds of the probabilities that are counted together.
        sums: blocks by words, words by what is given and 1, to be written.
        below: words in each of the bins, zeros, to be written; those beyond the last bound are left out.
    """
    cdef Py_ssize_t block, bin, blocks = words.shape[0]
    if likely.shape[0] != blocks or links.shape[0] != blocks or items.shape[0] != blocks or ends.shape[0] != blocks:
        raise ValueError("arrays of another length")
    if sums.shape[0] != blocks or sums.shape[1] != 6 or below.shape[0] != bins.shape[0]:
        raise ValueError("arrays of another shape")
    for block in range(blocks):
        sums[block, 0] = words[block]
        sums[block, 1] = words[block] * likely[block]
        sums[block, 2] = words[block] * links[block]
        sums[block, 3] = words[block] * items[block]
        sums[block, 4] = words[block] * ends[block]
        sums[block, 5] = 1.0
        bin = 0
        while bin < bins.shape[0] and bins[bin] <= likely[block]:
            bin += 1
        if bin < bins.shape[0]:
            below[bin] += words[block]
