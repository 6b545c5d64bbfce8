# cython: boundscheck=False, wraparound=False, cdivision=True
"""The elements of a page, numbered: the loops of `tree`. What they are called is told by `_named`."""

from cpython.array cimport array, resize_smart
from cpython.mem cimport PyMem_Calloc, PyMem_Free, PyMem_Malloc
from libc.stdint cimport int64_t

from cleanread.document cimport Block, Place

from types import MemberDescriptorType

# a class of Python has slots of the same size in another order
if isinstance(Block.__dict__["text"], MemberDescriptorType):
    raise ImportError("cleanread.document is not compiled")


def numbered(tuple blocks, int64_t[::1] of, array parent):
    """The places of blocks and of all that is around them, parents before children.

    Args:
        blocks: the blocks.
        of: the number of each block's place, -1 for none, to be written.
        parent: empty; for each place the number of the one around it is added.
    """
    cdef list places = [], chain = []
    cdef Place place, latest = None
    cdef Py_ssize_t index, step, size = 0
    cdef int64_t at = -1
    cdef Block block
    for index in range(len(blocks)):
        block = <Block?>blocks[index]
        if block is None:
            raise TypeError("None is no block")
        if block.place is latest:
            of[index] = at
            continue
        latest = place = block.place
        while place is not None and not is_numbered(place, places):
            chain.append(place)
            place = place.parent
        at = place.number if place is not None else -1
        if chain:
            resize_smart(parent, size + len(chain))
            for step in range(len(chain) - 1, -1, -1):
                place = <Place>chain[step]
                parent.data.as_longlongs[size] = at
                at = place.number = size
                places.append(place)
                size += 1
            chain.clear()
        of[index] = at
    return places


cdef inline bint is_numbered(Place place, list places):
    """Whether a place has a number among these: else it may have one left from other blocks."""
    return place.number < len(places) and <Place>places[place.number] is place


cdef int64_t number_pairs(const int64_t* first, const int64_t* second, Py_ssize_t size, int64_t firsts, int64_t seconds,
                          int64_t* number) except -1:
    """As `pairs`."""
    cdef Py_ssize_t index, at
    cdef int64_t many = 0, own, other
    cdef int64_t* starts = <int64_t*>PyMem_Calloc(firsts + 2, sizeof(int64_t))
    cdef int64_t* order = <int64_t*>PyMem_Malloc((size + 1) * sizeof(int64_t))
    cdef int64_t* seen = <int64_t*>PyMem_Calloc(seconds + 1, sizeof(int64_t))
    cdef int64_t* given = <int64_t*>PyMem_Malloc((seconds + 1) * sizeof(int64_t))
    try:
        if starts is NULL or order is NULL or seen is NULL or given is NULL:
            raise MemoryError
        # pairs with the same first number stand together
        for index in range(size):
            starts[first[index] + 2] += 1
        for index in range(2, firsts + 2):
            starts[index] += starts[index - 1]
        for index in range(size):
            own = first[index] + 1
            order[starts[own]] = index
            starts[own] += 1
        for at in range(size):
            index = order[at]
            own, other = first[index] + 2, second[index] + 1
            if seen[other] != own:
                seen[other] = own
                given[other] = many
                many += 1
            number[index] = given[other]
    finally:
        PyMem_Free(starts)
        PyMem_Free(order)
        PyMem_Free(seen)
        PyMem_Free(given)
    return many


def pairs(const int64_t[::1] first, const int64_t[::1] second, int64_t firsts, int64_t seconds, int64_t[::1] number):
    """Number pairs of numbers from -1, equal ones alike.

    Args:
        first: the first number of each pair.
        second: the second number of each.
        firsts: more than the highest of the first.
        seconds: more than the highest of the second.
        number: of each pair, to be written.

    Returns:
        How many numbers there are.
    """
    if second.shape[0] != first.shape[0] or number.shape[0] != first.shape[0]:
        raise ValueError("arrays of another length")
    if not first.shape[0]:
        return 0
    return number_pairs(&first[0], &second[0], first.shape[0], firsts, seconds, &number[0])


def groups(const int64_t[:, ::1] around, const int64_t[::1] alike, int64_t[::1] number):
    """Number blocks, those alike whose elements are alike, and also the elements around these.

    Args:
        around: for each block its element and those around it, levels by blocks.
        alike: for each element the number of those like it; less than there are elements.
        number: of each block, to be written.
    """
    cdef Py_ssize_t size = number.shape[0], elements = alike.shape[0] - 1, index
    cdef int64_t* own = <int64_t*>PyMem_Malloc((2 * size + 1) * sizeof(int64_t))
    if own is NULL:
        raise MemoryError
    try:
        if around.shape[0] < 2 or around.shape[1] != size:
            raise ValueError("arrays of another shape")
        for index in range(size):
            own[index] = alike[around[0, index]] if around[0, index] >= 0 else -1
            own[size + index] = alike[around[1, index]] if around[1, index] >= 0 else -1
        if size:
            number_pairs(own, own + size, size, elements, elements, &number[0])
    finally:
        PyMem_Free(own)


def families(const int64_t[::1] family, int64_t many, int64_t[::1] beside, int64_t[::1] number):
    """For each element how many have its number of a family, and how many of those stand before it, to be written."""
    cdef Py_ssize_t index
    cdef int64_t* counts = <int64_t*>PyMem_Calloc(many + 1, sizeof(int64_t))
    if counts is NULL:
        raise MemoryError
    for index in range(family.shape[0]):
        number[index] = counts[family[index]]
        counts[family[index]] += 1
    for index in range(family.shape[0]):
        beside[index] = counts[family[index]]
    PyMem_Free(counts)


def ends(const int64_t[::1] parent, int64_t[::1] depth, int64_t[::1] last):
    """For each element the number of elements around it, and the last element within it, to be written."""
    cdef Py_ssize_t size = last.shape[0], element
    cdef int64_t above
    for element in range(size):
        above = parent[element]
        depth[element] = depth[above] + 1 if above >= 0 else 0
        last[element] = element
    for element in range(size - 1, 0, -1):
        above = parent[element]
        if above >= 0 and last[element] > last[above]:
            last[above] = last[element]


def around(const int64_t[::1] of, const int64_t[::1] parent, int64_t[:, ::1] levels):
    """For each block its element and those around it, levels by blocks, to be written; -1 beyond the root."""
    cdef Py_ssize_t block, level
    cdef int64_t at
    for block in range(of.shape[0]):
        at = of[block]
        for level in range(levels.shape[0]):
            levels[level, block] = at
            if at >= 0:
                at = parent[at]


def within(const int64_t[::1] of, const int64_t[::1] last, const double[:, ::1] values, float[:, ::1] sums):
    """Sums of values of blocks over all that is within each element.

    Args:
        of: the element of each block.
        last: for each element the last within it.
        values: kinds of values by blocks.
        sums: kinds by elements and one more, for which there are zeros, to be written.
    """
    cdef Py_ssize_t size = last.shape[0], kind, block, element
    cdef double total
    cdef double* own = <double*>PyMem_Malloc((size + 2) * sizeof(double))
    if own is NULL:
        raise MemoryError
    for kind in range(values.shape[0]):
        for element in range(size + 2):
            own[element] = 0.0
        for block in range(of.shape[0]):
            if of[block] >= 0:
                own[of[block] + 1] += values[kind, block]
        total = 0.0
        for element in range(1, size + 1):
            total += own[element]
            own[element] = total
        for element in range(size):
            sums[kind, element] = <float>(own[last[element] + 1] - own[element])
        sums[kind, size] = 0.0
    PyMem_Free(own)
