# cython: boundscheck=False, wraparound=False, cdivision=True
"""The loop of `scoring`."""

from libc.stdint cimport int64_t


def best_of(const double[::1] likely, const double[::1] size, const int64_t[::1] order):
    """After how many things, by descending probability, the expected F1 of their words is highest.

    Args:
        likely: probability of each thing being content.
        size: words of each.
        order: the things by descending probability.

    Returns:
        The last one of these, -1 when there is nothing to keep.
    """
    cdef Py_ssize_t things = order.shape[0], at, best = -1
    cdef double right = -0.0, words = -0.0, every = -0.0, highest = 0.0, score
    if likely.shape[0] != things or size.shape[0] != things:
        raise ValueError("arrays of another length")
    for at in range(things):
        every += size[order[at]] * likely[order[at]]
    if not things or every <= 0:
        return -1
    for at in range(things):
        right += size[order[at]] * likely[order[at]]
        words += size[order[at]]
        score = 2 * right / (words + every)
        if best < 0 or score > highest:
            highest, best = score, at
    return best
