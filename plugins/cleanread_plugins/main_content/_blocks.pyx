# cython: boundscheck=False, wraparound=False, cdivision=True
"""What is read from each block of a page: the loops of `blocks`."""

from cpython.dict cimport PyDict_GetItemWithError
from cpython.mem cimport PyMem_Calloc, PyMem_Free
from cpython.ref cimport PyObject
from libc.stdint cimport int64_t, uint8_t
from libc.string cimport memcpy

from cleanread.document cimport Block
from cleanread_plugins.main_content._words cimport Words

from types import MemberDescriptorType

# a class of Python has slots of the same size in another order
if isinstance(Block.__dict__["text"], MemberDescriptorType):
    raise ImportError("cleanread.document is not compiled")

def told(tuple blocks, dict numbers, flags_of, int64_t[::1] role, double[::1] level, double[::1] link, int64_t[::1] many,
         uint8_t[:, ::1] flags):
    """What blocks say of themselves, as numbers.

    Args:
        blocks: the blocks.
        numbers: the number of each role.
        flags_of: tells which hints there are in a set, as bytes.
        role: the number of each block's role, -1 for another, to be written, and so all that follow.
        level: the level of each.
        link: the share of links of each.
        many: how much inline markup each has.
        flags: which hints each has.

    Returns:
        The text of each.
    """
    cdef Py_ssize_t index
    cdef PyObject* found
    cdef dict known = {}
    cdef list texts = []
    cdef bytes row = None
    cdef object latest_role = None, latest_hints = None
    cdef int64_t number = -1
    cdef Block block
    for index in range(len(blocks)):
        block = <Block?>blocks[index]
        if block is None:
            raise TypeError("None is no block")
        texts.append(block.text)
        if block.role is not latest_role:
            latest_role = block.role
            found = PyDict_GetItemWithError(numbers, latest_role)
            number = <object>found if found is not NULL else -1
        role[index] = number
        level[index] = block.level
        link[index] = block.link_share
        many[index] = len(block.inline)
        # neighbours mostly share theirs
        if row is None or block.hints is not latest_hints:
            latest_hints = block.hints
            found = PyDict_GetItemWithError(known, latest_hints)
            if found is NULL:
                row = known[latest_hints] = flags_of(latest_hints)
            else:
                row = <bytes>found
        memcpy(&flags[index, 0], <const char*>row, flags.shape[1])
    return texts


def pieces(list texts, int64_t[::1] starts):
    """What blanks separate in texts, in small letters.

    Args:
        texts: the texts.
        starts: where the pieces of each text start, and last where they end, to be written.
    """
    cdef Words words = Words()
    cdef Py_ssize_t index
    cdef str text
    if starts.shape[0] != len(texts) + 1:
        raise ValueError("arrays of another length")
    for index in range(len(texts)):
        text = <str?>texts[index]
        if text is None:
            raise TypeError("None is no text")
        starts[index] = words.many
        words.split(text)
    starts[len(texts)] = words.many
    return words


def repeats(list texts, int64_t[::1] before, int64_t[::1] every):
    """For each text how many of the same stand before it, and how many there are, to be written."""
    cdef Py_ssize_t index, size = len(texts)
    cdef dict numbers = {}
    cdef int64_t* counts = <int64_t*>PyMem_Calloc(size + 1, sizeof(int64_t))
    cdef int64_t number
    if counts is NULL:
        raise MemoryError
    try:
        for index in range(size):
            number = numbers.setdefault(texts[index], index)
            every[index] = number
            before[index] = counts[number]
            counts[number] += 1
        for index in range(size):
            every[index] = counts[every[index]]
    finally:
        PyMem_Free(counts)


def shaped(const float[::1] given, const int64_t[::1] lengths, const uint8_t[::1] ending, const uint8_t[::1] stops,
           const double[::1] links, const double[::1] levels, const int64_t[::1] roles, const uint8_t[:, :] flags,
           Py_ssize_t hidden, Py_ssize_t heading_role, double[:, ::1] held, double[::1] plain, uint8_t[:, ::1] marks,
           uint8_t[:, ::1] is_role, int64_t[::1] heading):
    """What follows from words, links and roles: see `blocks.shaped`.

    Args:
        given: words of each block.
        lengths: characters of each.
        ending: the kind of the last character of each.
        stops: of each kind whether it ends sentences.
        links: the share of links of each.
        levels: the level of each.
        roles: the number of the role of each.
        flags: which hints each has.
        hidden: the number of the hint of what is hidden.
        heading_role: the number of the role of headings.
        held: words, those in links, those in prose, and one for each block, to be written, and so all that follow.
        plain: unlinked words.
        marks: whether blocks end as sentences do, and whether they are prose.
        is_role: which role each has.
        heading: for each block the last heading before it or itself, -1 for none.

    Returns:
        The first heading of the first level, -1 for none; the block with most unlinked words; where the run of blocks with
        most unlinked words begins and ends.
    """
    cdef Py_ssize_t size = given.shape[0], block, role, h1 = -1, best = 0, latest = -1, lowest_at = 0, start = 0, end = 0
    cdef double words, own, score, gain, most = 0.0, sum = 0.0, lowest = 0.0, highest = 0.0
    cdef bint ends, prose, is_hidden
    for block in range(size):
        words = given[block]
        own = words * (1 - links[block])
        ends = stops[ending[block]] and lengths[block] > 1
        prose = words >= 12 and links[block] < 0.4 and ends
        is_hidden = flags[block, hidden]
        held[0, block] = words
        held[1, block] = words * links[block]
        held[2, block] = words * prose
        held[3, block] = 1.0
        plain[block] = own
        marks[0, block] = ends
        marks[1, block] = prose
        for role in range(is_role.shape[0]):
            is_role[role, block] = roles[block] == role
        if roles[block] == heading_role:
            latest = block
            if h1 < 0 and levels[block] == 1:
                h1 = block
        heading[block] = latest
        score = 0.0 if is_hidden else (own if own < 200 else 200) + (20 if prose else 0)
        if block == 0 or score > most:
            most, best = score, block
        gain = (own if own < 150 else 150) - 8 + (4 if prose else 0)
        if is_hidden and gain > -4:
            gain = -4
        sum += gain
        if sum < lowest:
            lowest, lowest_at = sum, block + 1
        if sum - lowest > highest:
            highest, start, end = sum - lowest, lowest_at, block + 1
    return h1, best, (start, end)
