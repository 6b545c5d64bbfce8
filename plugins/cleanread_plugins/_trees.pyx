# cython: boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Boosted trees, oblivious (`trees`) and of any shape (`forest`), evaluated for sixteen rows at once.

The values of sixteen rows are copied to where they are close together; the loops over them have a fixed length, so that
compilers turn them into vector instructions. Rows that are missing in the last sixteen are zeros, and their sums are left.
"""

from libc.math cimport NAN
from libc.stdint cimport int32_t, int64_t, uint16_t, uint64_t
from libc.stdlib cimport calloc, free
from libc.string cimport memcpy, memset

cdef extern from *:
    """
    #if defined(__GNUC__)
    #define lowest_bit(bits) __builtin_ctz((unsigned int) (bits))
    #else
    static int lowest_bit(unsigned int bits) {
        int number = 0;
        while (!(bits & 1u)) {
            bits >>= 1;
            number++;
        }
        return number;
    }
    #endif
    """
    int lowest_bit(unsigned int bits) noexcept nogil

#: Four times the lowest bit of a word, to repeat a word.
cdef uint64_t FOUR = 0x0001000100010001


cdef inline void take_rows(const float[:, ::1] values, Py_ssize_t start, Py_ssize_t count, float* block) noexcept nogil:
    """Copy some rows; features by 16."""
    cdef Py_ssize_t feature, k
    cdef const float* own
    for feature in range(values.shape[0]):
        own = &values[feature, start]
        if count == 16:
            memcpy(block + 16 * feature, own, 16 * sizeof(float))
        else:
            for k in range(count):
                block[16 * feature + k] = own[k]


def oblivious(const float[:, ::1] values, const int64_t[:, ::1] features, const float[:, ::1] thresholds,
              const float[::1] leaves, double[::1] sums):
    """The sum of all trees' leaves for each row.

    Args:
        values: features by rows.
        features: trees by depth.
        thresholds: trees by depth.
        leaves: tree after tree.
        sums: for each row, to be written.
    """
    cdef Py_ssize_t rows = values.shape[1], trees = features.shape[0], depth = features.shape[1]
    cdef Py_ssize_t start, count, tree, level, k
    cdef int32_t leaf[16]
    cdef double total[16]
    cdef float threshold
    cdef int32_t bit
    cdef const float* of
    cdef const float* own
    cdef float* block = <float*> calloc(values.shape[0] + 1, 16 * sizeof(float))
    if block == NULL:
        raise MemoryError
    with nogil:
        for start in range(0, rows, 16):
            count = min(rows - start, <Py_ssize_t> 16)
            take_rows(values, start, count, block)
            memset(total, 0, sizeof(total))
            for tree in range(trees):
                memset(leaf, 0, sizeof(leaf))
                for level in range(depth):
                    threshold = thresholds[tree, level]
                    bit = 1 << level
                    of = block + 16 * features[tree, level]
                    for k in range(16):
                        leaf[k] |= bit & -<int32_t> (of[k] > threshold)
                own = &leaves[tree << depth]
                if count == 16:
                    for k in range(16):
                        total[k] += own[leaf[k]]
                else:
                    for k in range(count):
                        total[k] += own[leaf[k]]
            memcpy(&sums[start], total, count * sizeof(double))
    free(block)


cdef inline float lower(float one, float other) noexcept nogil:
    return one if one < other else other


cdef inline float higher(float one, float other) noexcept nogil:
    return one if one > other else other


cdef inline void extremes(const float* values, Py_ssize_t count, float* low, float* high) noexcept nogil:
    """The lowest and the highest value; of values among which one is no number, none.

    Sixty-four at a time, the last of them together with some of those before.
    """
    cdef float lows[16]
    cdef float highs[16]
    cdef int32_t none[16]
    cdef Py_ssize_t at, k
    cdef const float* own
    for k in range(16):
        lows[k] = highs[k] = values[0]
        none[k] = 0
    if count < 64:
        for at in range(count):
            lows[0] = lower(values[at], lows[0])
            highs[0] = higher(values[at], highs[0])
            none[0] |= values[at] != values[at]
    else:
        for at in range(0, count, 64):
            own = values + min(at, count - 64)
            for k in range(16):
                lows[k] = lower(lower(lower(own[k], own[k + 16]), lower(own[k + 32], own[k + 48])), lows[k])
                highs[k] = higher(higher(higher(own[k], own[k + 16]), higher(own[k + 32], own[k + 48])), highs[k])
                none[k] |= (own[k] != own[k]) | (own[k + 16] != own[k + 16]) | (own[k + 32] != own[k + 32]) | (
                    own[k + 48] != own[k + 48])
    for k in range(1, 16):
        lows[0] = lower(lows[k], lows[0])
        highs[0] = higher(highs[k], highs[0])
        none[0] |= none[k]
    low[0] = NAN if none[0] else lows[0]
    high[0] = NAN if none[0] else highs[0]


cdef inline void add_leaves(uint64_t left, const double* leaves, double* total) noexcept nogil:
    """Of four rows, add the leaf that is left."""
    total[0] += leaves[lowest_bit(left & 0xFFFF)]
    total[1] += leaves[lowest_bit((left >> 16) & 0xFFFF)]
    total[2] += leaves[lowest_bit((left >> 32) & 0xFFFF)]
    total[3] += leaves[lowest_bit(left >> 48)]


def forest(const float[:, ::1] values, const int64_t[::1] features, const float[::1] thresholds,
           const int64_t[:, ::1] questions, const uint16_t[:, ::1] masks, const double[::1] leaves, double[::1] sums):
    """The sum of all trees' leaves for each row.

    Args:
        values: features by rows; one row at least.
        features: of each question, which feature it is about.
        thresholds: of each question.
        questions: inner nodes by trees.
        masks: of the same nodes.
        leaves: trees by 16.
        sums: for each row, to be written.
    """
    cdef Py_ssize_t rows = values.shape[1], asked = features.shape[0]
    cdef Py_ssize_t nodes = questions.shape[0], trees = questions.shape[1]
    cdef Py_ssize_t start, count, feature, question, tree, node, k, several = 0, open_nodes = 0
    cdef float threshold
    cdef const float* of
    cdef const uint64_t* bits
    cdef double total[16]
    cdef uint16_t yes[16]
    cdef uint64_t mask, a, b, c, d
    # of each feature its extremes; of each question its number among those with several answers, -1 is yes, -2 is no
    cdef float* low = <float*> calloc(values.shape[0] + 1, sizeof(float))
    cdef float* high = <float*> calloc(values.shape[0] + 1, sizeof(float))
    cdef float* block = <float*> calloc(values.shape[0] + 1, 16 * sizeof(float))
    cdef int32_t* number = <int32_t*> calloc(asked + 1, sizeof(int32_t))
    # of each question with several answers its own number; its answers of 16 rows: all bits for yes, none for no
    cdef int32_t* own = <int32_t*> calloc(asked + 1, sizeof(int32_t))
    cdef uint64_t* answers = <uint64_t*> calloc(asked + 1, 4 * sizeof(uint64_t))
    # of each node that is left its question and four times its mask; of each tree the end of its nodes and what is left
    cdef int32_t* node_question = <int32_t*> calloc(nodes * trees + 1, sizeof(int32_t))
    cdef uint64_t* node_mask = <uint64_t*> calloc(nodes * trees + 1, sizeof(uint64_t))
    cdef Py_ssize_t* end = <Py_ssize_t*> calloc(trees + 1, sizeof(Py_ssize_t))
    cdef uint64_t* left = <uint64_t*> calloc(trees + 1, sizeof(uint64_t))
    try:
        if not (low and high and block and number and own and answers and node_question and node_mask and end and left):
            raise MemoryError
        with nogil:
            for feature in range(values.shape[0]):
                extremes(&values[feature, 0], rows, low + feature, high + feature)
            for question in range(asked):
                threshold = thresholds[question]
                if high[features[question]] <= threshold:
                    number[question] = -1
                elif low[features[question]] <= threshold:
                    number[question] = <int32_t> several
                    own[several] = <int32_t> question
                    several += 1
                else:
                    number[question] = -2
            for tree in range(trees):
                left[tree] = 0xFFFF * FOUR
                for node in range(nodes):
                    question = questions[node, tree]
                    mask = masks[node, tree] * FOUR
                    if number[question] == -2:
                        left[tree] &= mask
                    node_question[open_nodes] = number[question]
                    node_mask[open_nodes] = mask
                    open_nodes += number[question] >= 0
                end[tree] = open_nodes
            for start in range(0, rows, 16):
                count = min(rows - start, <Py_ssize_t> 16)
                take_rows(values, start, count, block)
                for question in range(several):
                    threshold = thresholds[own[question]]
                    of = block + 16 * features[own[question]]
                    for k in range(16):
                        yes[k] = 0xFFFF if of[k] <= threshold else 0
                    memcpy(answers + 4 * question, yes, sizeof(yes))
                memset(total, 0, sizeof(total))
                node = 0
                for tree in range(trees):
                    a = b = c = d = left[tree]
                    while node < end[tree]:
                        bits = answers + 4 * node_question[node]
                        mask = node_mask[node]
                        a &= bits[0] | mask
                        b &= bits[1] | mask
                        c &= bits[2] | mask
                        d &= bits[3] | mask
                        node += 1
                    add_leaves(a, &leaves[tree * 16], total)
                    add_leaves(b, &leaves[tree * 16], total + 4)
                    add_leaves(c, &leaves[tree * 16], total + 8)
                    add_leaves(d, &leaves[tree * 16], total + 12)
                memcpy(&sums[start], total, count * sizeof(double))
    finally:
        free(low)
        free(high)
        free(block)
        free(number)
        free(own)
        free(answers)
        free(node_question)
        free(node_mask)
        free(end)
        free(left)
