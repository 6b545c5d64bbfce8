# cython: boundscheck=False, wraparound=False, cdivision=True
"""Boosted trees, oblivious (`trees`) and of any shape (`forest`), evaluated row by row."""

from libc.stdint cimport int64_t, uint16_t


def oblivious(const float[:, ::1] values, const int64_t[:, ::1] features, const float[:, :] thresholds,
              const float[::1] leaves, double[::1] sums):
    """The sum of all trees' leaves for each row.

    Args:
        values: features by rows.
        features: depth by trees.
        thresholds: depth by trees.
        leaves: tree after tree.
        sums: for each row, to be written.
    """
    cdef Py_ssize_t rows = values.shape[1], depth = features.shape[0], trees = features.shape[1]
    cdef Py_ssize_t row, tree, level, leaf
    cdef double total
    with nogil:
        for row in range(rows):
            total = 0.0
            for tree in range(trees):
                leaf = 0
                for level in range(depth):
                    if values[features[level, tree], row] > thresholds[level, tree]:
                        leaf |= 1 << level
                total += leaves[(tree << depth) + leaf]
            sums[row] = total
