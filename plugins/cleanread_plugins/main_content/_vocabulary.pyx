# cython: boundscheck=True, wraparound=False, cdivision=True
"""Words looked up in tables of scores, and what they say of each block (`vocabulary`)."""

from cpython.bytearray cimport PyByteArray_AS_STRING
from cpython.mem cimport PyMem_Free, PyMem_Malloc
from libc.stdint cimport int64_t
from libc.string cimport memcmp

from cleanread.letters cimport (
    PyUnicode_1BYTE_DATA, PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_IS_ASCII, PyUnicode_KIND
)
from cleanread_plugins.main_content._words cimport Table, Words, words_of

# as in `tree.names_of`
cdef enum:
    LONGEST = 300
    MOST = 12
    # names of an element, and words that they are made of: of two characters at the least, but for the names themselves
    ROOM = LONGEST // 2 + MOST + 1

cdef struct Score:
    float mean
    float lowest
    float highest
    bint named
    Py_ssize_t parts

cdef struct Told:
    double mean
    double lowest
    double highest


cdef inline double score_of(Table scores, str word) except? -1e308:
    if word is None:
        raise TypeError("None is no word")
    return scores.get(PyUnicode_KIND(word), PyUnicode_DATA(word), PyUnicode_GET_LENGTH(word))


def told_by(str text not None, Table scores not None, parts_of):
    """`Vocabulary._told_by`.

    Args:
        scores: by name.
        parts_of: takes a name apart that is not of ASCII characters.
    """
    cdef Words parts = Words()
    cdef Py_ssize_t index, many = _add_names(text, parts_of, parts)
    cdef double* found = <double*> PyMem_Malloc((many + 1) * sizeof(double))
    if found is NULL:
        raise MemoryError
    try:
        scores.scores(parts, 0, many, found)
        told = _told(found, many)
        return told.mean, told.lowest, told.highest, tuple([found[index] for index in range(many)])
    finally:
        PyMem_Free(found)


cdef Told _told(const double* found, Py_ssize_t many) noexcept:
    cdef Told told
    cdef Py_ssize_t index
    told.mean = told.lowest = told.highest = 0
    for index in range(many):
        told.mean += found[index]
        told.lowest = min(told.lowest, found[index])
        told.highest = max(told.highest, found[index])
    if many:
        told.mean /= many
    return told


cdef Py_ssize_t _add_names(str text, parts_of, Words parts) except -1:
    """Add the names in an element's attributes, taken apart as in `tree.names_of`; how many there are."""
    cdef Py_ssize_t before = parts.many, tokens = 0, at = 0, begin, size = min(PyUnicode_GET_LENGTH(text), LONGEST)
    cdef const unsigned char* letters
    cdef str token, part
    if PyUnicode_IS_ASCII(text):
        letters = PyUnicode_1BYTE_DATA(text)
        while tokens < MOST:
            while at < size and _is_space(letters[at]):
                at += 1
            begin = at
            while at < size and not _is_space(letters[at]):
                at += 1
            if at == begin:
                break
            tokens += 1
            if at - begin > 1:
                _add_parts(letters + begin, at - begin, parts)
        return parts.many - before
    for token in text[:LONGEST].split()[:MOST]:
        if len(token) > 1:
            if PyUnicode_IS_ASCII(token):
                _add_parts(PyUnicode_1BYTE_DATA(token), len(token), parts)
            else:
                for part in parts_of(token):
                    parts.add(part)
    return parts.many - before


cdef inline bint _is_space(unsigned char letter) noexcept:
    """Whether `str.split` takes an ASCII character for white space."""
    return letter == 32 or 9 <= letter <= 13 or 28 <= letter <= 31


cdef int _add_parts(const unsigned char* token, Py_ssize_t size, Words parts) except -1:
    """Add a name of ASCII characters, at most `LONGEST`, and the words that it is made of (`tree.parts_of`)."""
    cdef unsigned char lowered[LONGEST]
    cdef Py_ssize_t begins[ROOM]
    cdef Py_ssize_t ends[ROOM]
    cdef Py_ssize_t at, begin = 0, many = 0, other
    cdef unsigned char letter
    cdef bint small, capital, after_small = False
    for at in range(size):
        lowered[at] = token[at] | 32 if 65 <= token[at] <= 90 else token[at]
    parts.add_small(lowered, size)
    for at in range(size + 1):
        letter = token[at] if at < size else 0
        small = 97 <= letter <= 122
        capital = 65 <= letter <= 90
        if not (small or capital) or (capital and after_small):
            if 1 < at - begin < size:
                for other in range(many):
                    if ends[other] - begins[other] == at - begin and not memcmp(
                            lowered + begins[other], lowered + begin, at - begin):
                        break
                else:
                    begins[many], ends[many] = begin, at
                    many += 1
                    parts.add_small(lowered + begin, at - begin)
            begin = at if capital else at + 1
        after_small = small
    return 0


def of_names(list names, Table scores_by_name not None, parts_of, const int64_t[:] called, const int64_t[:, :] around,
             Py_ssize_t own, Py_ssize_t near, float[:, :] columns):
    """What the names of the elements around each block say.

    Args:
        names: what elements are called.
        scores_by_name, parts_of: what `told_by` wants.
        called: for each element which of the names.
        around: levels by blocks, -1 for no element.
        own: how many levels have a column of their own.
        near: how many levels are near.
        columns: to be written: the mean of each own level and of all, the lowest and the highest of all and of those near.
    """
    cdef Py_ssize_t block, level, row, number = 0, first = 0
    cdef int64_t element
    cdef bytearray space = bytearray(len(names) * sizeof(Score))
    cdef Score* scores = <Score*> PyByteArray_AS_STRING(space)
    cdef Score* one
    cdef str name
    cdef Words parts = Words()
    cdef Told told
    cdef float total, lowest, highest, lowest_near, highest_near
    cdef int64_t named
    for name in names:
        if name is None:
            raise TypeError("None is no name")
        scores[number].parts = _add_names(name, parts_of, parts)
        scores[number].named = len(name) > 0
        number += 1
    cdef double* found = <double*> PyMem_Malloc((parts.many + 1) * sizeof(double))
    if found is NULL:
        raise MemoryError
    scores_by_name.scores(parts, 0, parts.many, found)
    for row in range(number):
        one = scores + row
        told = _told(found + first, one.parts)
        first += one.parts
        one.mean, one.lowest, one.highest = <float> told.mean, <float> told.lowest, <float> told.highest
    PyMem_Free(found)
    for row in range(called.shape[0]):
        if not 0 <= called[row] < number:
            raise IndexError(called[row])
    for block in range(around.shape[1]):
        total = lowest = highest = lowest_near = highest_near = 0
        named = 0
        for level in range(around.shape[0]):
            element = around[level, block]
            if element < 0:
                if level < own:
                    columns[level, block] = 0
                continue
            one = scores + called[element]
            total += one.mean
            named += one.named
            lowest = min(lowest, one.lowest)
            highest = max(highest, one.highest)
            if level < own:
                columns[level, block] = one.mean
            if level < near:
                lowest_near, highest_near = lowest, highest
        columns[own, block] = <float> (<double> total / <double> max(named, 1))
        columns[own + 1, block] = lowest
        columns[own + 2, block] = highest
        columns[own + 3, block] = lowest_near
        columns[own + 4, block] = highest_near


def shortened(list texts, const float[::1] words, float most, str edges):
    """Texts of few words in small letters, without what is around them; for others an empty word.

    Args:
        texts: the texts.
        words: of each.
        most: words of a short text.
        edges: what is taken away around them.
    """
    cdef Words made = Words()
    cdef bint is_edge[128]
    cdef Py_ssize_t index, begin, end
    cdef const unsigned char* letters
    cdef str text
    if len(texts) != words.shape[0]:
        raise ValueError("arrays of another length")
    for index in range(128):
        is_edge[index] = chr(index) in edges
    for index in range(len(texts)):
        text = <str?>texts[index]
        if text is None:
            raise TypeError("None is no text")
        if words[index] > most:
            made.add_small(NULL, 0)
        elif PyUnicode_IS_ASCII(text):
            letters = PyUnicode_1BYTE_DATA(text)
            begin, end = 0, PyUnicode_GET_LENGTH(text)
            while begin < end and is_edge[letters[begin]]:
                begin += 1
            while begin < end and is_edge[letters[end - 1]]:
                end -= 1
            made.add_small(letters + begin, end - begin)
        else:
            made.add(text.lower().strip(edges))
    return made


cdef struct Heading:
    float mean
    float lowest


cdef Heading heading_of(Table headings, Words pieces, Py_ssize_t begin, Py_ssize_t end) except *:
    """What the words of a heading say."""
    cdef Heading told
    cdef Py_ssize_t at
    cdef double score
    cdef list scores = []
    told.mean = told.lowest = 0
    for at in range(begin, end):
        headings.scores(pieces, at, at + 1, &score)
        scores.append(score)
    if scores:
        told.mean, told.lowest = sum(scores) / len(scores), min(scores)
    return told


def of_texts(Table texts not None, Table headings not None, Table words not None, whole, const int64_t[:] heading, pieces,
             const int64_t[:] starts, Py_ssize_t most, float[:, :] columns):
    """What the words of each block say.

    Args:
        texts: scores of whole texts.
        headings: scores of words of headings.
        words: scores of words of any text.
        whole: each block's text, or an empty string.
        heading: for each block the last heading before it or itself, -1 for none.
        pieces: the words of all texts.
        starts: where each block's words start, and last where they end.
        most: words of a heading that are looked up.
        columns: to be written: scores of the text, the heading, its lowest word, all words, the first word.
    """
    cdef Words asked = words_of(whole), every = words_of(pieces)
    cdef Py_ssize_t block, piece, blocks = asked.many, many = every.many
    cdef int64_t latest = -1
    cdef Heading told
    cdef double sum_before, sum_here = 0
    cdef double* found = <double*> PyMem_Malloc((blocks + many + 1) * sizeof(double))
    told.mean = told.lowest = 0
    if found is NULL:
        raise MemoryError
    try:
        texts.scores(asked, 0, blocks, found + many)
        words.scores(every, 0, many, found)
        for block in range(blocks):
            if not 0 <= starts[block] <= starts[block + 1] <= many:
                raise IndexError(starts[block + 1])
            columns[0, block] = <float> found[many + block]
            if heading[block] != latest:
                latest = heading[block]
                told.mean = told.lowest = 0
                if latest >= 0:
                    if not 0 <= starts[latest] <= starts[latest + 1] <= many:
                        raise IndexError(starts[latest])
                    told = heading_of(headings, every, starts[latest], min(starts[latest + 1], starts[latest] + most))
            columns[1, block] = told.mean
            columns[2, block] = told.lowest
            sum_before = sum_here
            columns[4, block] = 0
            for piece in range(starts[block], starts[block + 1]):
                sum_here += found[piece]
            if starts[block] < starts[block + 1]:
                columns[4, block] = <float> found[starts[block]]
            columns[3, block] = <float> ((sum_here - sum_before) / <double> max(starts[block + 1] - starts[block], 1))
    finally:
        PyMem_Free(found)
