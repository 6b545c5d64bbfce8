# cython: boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""What a network does between its multiplications (`net`), in place.

Loops over sixteen numbers have a fixed length and write to an array of their own, so that compilers turn them into vector
instructions.
"""

from libc.stdint cimport int64_t, uint64_t
from libc.stdlib cimport calloc, free
from libc.string cimport memcpy, memset


cdef inline float limited(float value, float limit) noexcept nogil:
    value = -limit if value < -limit else value
    return limit if value > limit else value


cdef inline float rectified(float value) noexcept nogil:
    return 0 if value < 0 else value


def scale(const float[:, ::1] features, const float[::1] mean, const float[::1] scales, float limit, float[:, ::1] scaled):
    """Features as limited standard deviations from their mean.

    Args:
        features: features by blocks.
        mean, scales: of each feature: its mean and one by its standard deviation.
        limit: of the standard deviations.
        scaled: features by blocks, to be written.
    """
    cdef Py_ssize_t blocks = features.shape[1], whole = blocks - blocks % 16
    cdef Py_ssize_t feature, at, k
    cdef float middle, factor
    cdef float some[16]
    cdef const float* given
    cdef float* made
    with nogil:
        for feature in range(features.shape[0] if blocks else 0):
            middle, factor = mean[feature], scales[feature]
            given, made = &features[feature, 0], &scaled[feature, 0]
            for at in range(0, whole, 16):
                for k in range(16):
                    some[k] = limited((given[at + k] - middle) * factor, limit)
                memcpy(made + at, some, sizeof(some))
            for at in range(whole, blocks):
                made[at] = limited((given[at] - middle) * factor, limit)


def add(float[:, ::1] state, const float[:, ::1] found, const float[::1] bias):
    """Add what a layer found, with its bias, where that is positive.

    Args:
        state: blocks by units.
        found: blocks by units, or one row for all blocks.
        bias: of each unit.
    """
    cdef Py_ssize_t units = state.shape[1], whole = units - units % 16
    cdef Py_ssize_t block, at, k
    cdef float some[16]
    cdef float* own
    cdef const float* more
    cdef const float* added
    with nogil:
        added = &bias[0]
        for block in range(state.shape[0] if units else 0):
            own, more = &state[block, 0], &found[block if found.shape[0] > 1 else 0, 0]
            for at in range(0, whole, 16):
                for k in range(16):
                    some[k] = own[at + k] + rectified(more[at + k] + added[at + k])
                memcpy(own + at, some, sizeof(some))
            for at in range(whole, units):
                own[at] += rectified(more[at] + added[at])


def beside(const float[:, ::1] state, Py_ssize_t steps, float[:, ::1] wide):
    """Each block's vector between those of the blocks so many steps before and after it; zeros beyond the page.

    Args:
        state: blocks by units.
        steps: to the blocks before and after.
        wide: blocks by three times units, to be written.
    """
    cdef Py_ssize_t blocks = state.shape[0], units = state.shape[1], size = units * sizeof(float)
    cdef Py_ssize_t block
    cdef float* made
    with nogil:
        for block in range(blocks if units else 0):
            made = &wide[block, 0]
            if block >= steps:
                memcpy(made, &state[block - steps, 0], size)
            else:
                memset(made, 0, size)
            memcpy(made + units, &state[block, 0], size)
            if block < blocks - steps:
                memcpy(made + 2 * units, &state[block + steps, 0], size)
            else:
                memset(made + 2 * units, 0, size)


cdef inline void weigh(const float* state, float weight, float* result) noexcept nogil:
    cdef Py_ssize_t k
    for k in range(16):
        result[k] = state[k] * weight


cdef inline void add_weighed(const float* state, float weight, float* total) noexcept nogil:
    cdef Py_ssize_t k
    for k in range(16):
        total[k] += state[k] * weight


cdef void weighed_sum(const float* state, Py_ssize_t units, const float* weight, const int64_t* order, Py_ssize_t count,
                      float* result) noexcept nogil:
    """The sum of sixteen units of some blocks, added in pairs as numpy does: halves of halves, down to 128, in steps of 8.

    Args:
        state: where the units of the first block are.
        units: from one block to the next.
        weight: of each block.
        order: the blocks.
        count: of these.
        result: to be written.
    """
    cdef Py_ssize_t at, k, half
    cdef float parts[8][16]
    cdef float total[16]
    cdef float others[16]
    if count > 128:
        half = count // 2
        half -= half % 8
        weighed_sum(state, units, weight, order, half, result)
        weighed_sum(state, units, weight, order + half, count - half, others)
        for k in range(16):
            result[k] += others[k]
        return
    if count < 8:
        for k in range(16):
            total[k] = 0
    else:
        for k in range(8):
            weigh(state + units * order[k], weight[order[k]], parts[k])
        for at in range(8, count - count % 8, 8):
            for k in range(8):
                add_weighed(state + units * order[at + k], weight[order[at + k]], parts[k])
        for k in range(16):
            total[k] = ((parts[0][k] + parts[1][k]) + (parts[2][k] + parts[3][k])) + (
                (parts[4][k] + parts[5][k]) + (parts[6][k] + parts[7][k]))
    for at in range(count - count % 8, count):
        add_weighed(state + units * order[at], weight[order[at]], total)
    memcpy(result, total, sizeof(total))


cdef float ordered_sum(const float* weight, const int64_t* order, Py_ssize_t count) noexcept nogil:
    """The sum of some blocks' weights, added in the same way."""
    cdef Py_ssize_t at, k, half
    cdef float total = 0
    cdef float parts[8]
    if count < 8:
        for at in range(count):
            total += weight[order[at]]
        return total
    if count <= 128:
        for k in range(8):
            parts[k] = weight[order[k]]
        for at in range(8, count - count % 8, 8):
            for k in range(8):
                parts[k] += weight[order[at + k]]
        total = ((parts[0] + parts[1]) + (parts[2] + parts[3])) + ((parts[4] + parts[5]) + (parts[6] + parts[7]))
        for at in range(count - count % 8, count):
            total += weight[order[at]]
        return total
    half = count // 2
    half -= half % 8
    return ordered_sum(weight, order, half) + ordered_sum(weight, order + half, count - half)


cdef inline Py_ssize_t hash_of(int64_t group, Py_ssize_t mask) noexcept nogil:
    """Where to look for a group first, by the golden ratio's bits (Knuth's multiplicative hashing)."""
    return <Py_ssize_t> ((<uint64_t> group * <uint64_t> 0x9E3779B97F4A7C15U) >> 32) & mask


cdef Py_ssize_t sort_groups(const int64_t* group, Py_ssize_t blocks, Py_ssize_t slots, int64_t* space) noexcept nogil:
    """The blocks by their groups, in their order within each.

    Args:
        group: of each block.
        blocks: how many there are.
        slots: a power of two that is more.
        space: three numbers a block and one a slot, all 0; first come the blocks, and then where each group ends.

    Returns:
        How many groups there are.
    """
    cdef int64_t* order = space
    cdef int64_t* end = space + blocks
    cdef int64_t* own = space + 2 * blocks
    cdef int64_t* first = space + 3 * blocks  # of each slot one more than the first block of its group
    cdef Py_ssize_t at, slot, many = 0
    cdef int64_t until = 0, count
    for at in range(blocks):
        slot = hash_of(group[at], slots - 1)
        while first[slot] and group[first[slot] - 1] != group[at]:
            slot = (slot + 1) & (slots - 1)
        if first[slot]:
            own[at] = own[first[slot] - 1]
        else:
            first[slot] = at + 1
            own[at] = many
            many += 1
        end[own[at]] += 1
    for at in range(many):
        count = end[at]
        end[at] = until
        until += count
    for at in range(blocks):
        order[end[own[at]]] = at
        end[own[at]] += 1
    return many


def means(const float[:, ::1] state, const float[::1] weight, const int64_t[::1] group, float[:, ::1] wide):
    """Each block's vector beside the weighted mean of the vectors of its group.

    Args:
        state: blocks by units, which are a multiple of 16.
        weight: of each block.
        group: of each block.
        wide: blocks by twice units, to be written.
    """
    cdef Py_ssize_t blocks = state.shape[0], units = state.shape[1], size = units * sizeof(float)
    cdef Py_ssize_t begin = 0, end, at, unit, first, k, number, many, slots = 8
    cdef float total
    cdef float some[16]
    cdef float others[16]
    cdef float* mean
    cdef const int64_t* order
    cdef int64_t* space
    if weight.shape[0] != blocks or group.shape[0] != blocks or wide.shape[0] != blocks or wide.shape[1] != 2 * units:
        raise ValueError("arrays of another shape")
    if not blocks or not units:
        return
    while slots < 2 * blocks:
        slots *= 2
    space = <int64_t*> calloc(3 * blocks + slots, sizeof(int64_t))
    if space is NULL:
        raise MemoryError
    with nogil:
        many = sort_groups(&group[0], blocks, slots, space)
        order = space
        for number in range(many):
            first, end = order[begin], space[blocks + number]
            total = weight[first]
            if end > begin + 1:
                total += ordered_sum(&weight[0], order + begin + 1, end - begin - 1)
            mean = &wide[first, units]
            for unit in range(0, units, 16):
                weigh(&state[first, unit], weight[first], some)
                if end > begin + 1:
                    weighed_sum(&state[0, unit], units, &weight[0], order + begin + 1, end - begin - 1, others)
                    for k in range(16):
                        some[k] += others[k]
                for k in range(16):
                    some[k] /= total
                memcpy(mean + unit, some, sizeof(some))
            for at in range(begin, end):
                memcpy(&wide[order[at], 0], &state[order[at], 0], size)
                if at > begin:
                    memcpy(&wide[order[at], units], mean, size)
            begin = end
        free(space)
