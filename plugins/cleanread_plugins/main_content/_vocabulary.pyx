# cython: boundscheck=True, wraparound=False, cdivision=True
"""Words looked up in tables of scores, and what they say of each block (`vocabulary`)."""

from cpython.bytearray cimport PyByteArray_AS_STRING
from cpython.dict cimport PyDict_GetItemWithError
from cpython.float cimport PyFloat_AsDouble
from cpython.object cimport PyObject
from cpython.unicode cimport PyUnicode_1BYTE_DATA, PyUnicode_Substring
from libc.stdint cimport int64_t

# as in `tree.names_of`
cdef enum:
    LONGEST = 300
    MOST = 12

cdef struct Score:
    float mean
    float lowest
    float highest
    bint named


def told_by(str text, dict scores, parts_of) -> tuple:
    """`Vocabulary._told_by`, with names taken apart as in `tree.names_of`.

    Args:
        scores: by name.
        parts_of: takes a name apart that is not of ASCII characters.
    """
    cdef list found = []
    cdef double score, lowest = 0, highest = 0
    cdef str token
    for token in text[:LONGEST].split()[:MOST]:
        if len(token) > 1:
            if token.isascii():
                _add_scores(found, token, scores)
            else:
                for part in parts_of(token):
                    found.append(scores.get(part, 0.0))
    if not found:
        return 0.0, 0.0, 0.0, ()
    for score in found:
        lowest = min(lowest, score)
        highest = max(highest, score)
    return sum(found) / len(found), lowest, highest, tuple(found)


cdef int _add_scores(list found, str token, dict scores) except -1:
    """Add the scores of a name of ASCII characters, and of the words that it is made of: `tree.parts_of`."""
    cdef str lowered = token.lower(), part
    cdef list parts = None
    cdef const unsigned char* chars = PyUnicode_1BYTE_DATA(token)
    cdef Py_ssize_t at, begin = 0, size = len(token)
    cdef unsigned char char
    cdef bint small, capital, after_small = False
    found.append(scores.get(lowered, 0.0))
    for at in range(size + 1):
        char = chars[at]  # there is a NUL after the last
        small = 97 <= char <= 122
        capital = 65 <= char <= 90
        if not (small or capital) or (capital and after_small):
            if 1 < at - begin < size:
                part = PyUnicode_Substring(lowered, begin, at)
                if parts is None:
                    parts = [part]
                    found.append(scores.get(part, 0.0))
                elif part not in parts:
                    parts.append(part)
                    found.append(scores.get(part, 0.0))
            begin = at if capital else at + 1
        after_small = small
    return 0


def of_names(list names, dict known, score, const int64_t[:] called, const int64_t[:, :] around, Py_ssize_t own,
             Py_ssize_t near, float[:, :] columns):
    """What the names of the elements around each block say.

    Args:
        names: what elements are called.
        known: of those looked up before, the mean, lowest and highest score.
        score: looks one up.
        called: for each element which of the names.
        around: levels by blocks, -1 for no element.
        own: how many levels have a column of their own.
        near: how many levels are near.
        columns: to be written: the mean of each own level and of all, the lowest and the highest of all and of those near.
    """
    cdef Py_ssize_t block, level, row, number = 0
    cdef int64_t element
    cdef bytearray space = bytearray(len(names) * sizeof(Score))
    cdef Score* scores = <Score*> PyByteArray_AS_STRING(space)
    cdef Score* one
    cdef PyObject* found
    cdef tuple told
    cdef float total, lowest, highest, lowest_near, highest_near
    cdef int64_t named
    for name in names:
        found = PyDict_GetItemWithError(known, name)
        told = score(name) if found is NULL else <object> found
        one = scores + number
        one.mean, one.lowest, one.highest = told[0], told[1], told[2]
        one.named = len(<str> name) > 0
        number += 1
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


def of_texts(dict texts, dict headings, dict words, list short, const int64_t[:] heading, list pieces,
             const int64_t[:] starts, Py_ssize_t most, float[:, :] columns):
    """What the words of each block say.

    Args:
        texts: scores of whole texts.
        headings: scores of words of headings.
        words: scores of words of any text.
        short: each block's text, or an empty string.
        heading: for each block the last heading before it or itself, -1 for none.
        pieces: the words of all texts.
        starts: where each block's words start, and last where they end.
        most: words of a heading that are looked up.
        columns: to be written: scores of the text, the heading, its lowest word, all words, the first word.
    """
    cdef Py_ssize_t block, piece, end, blocks = len(short)
    cdef int64_t latest = -1
    cdef float mean = 0, lowest = 0
    cdef double sum_before, sum_here = 0, score
    cdef list scores
    for block in range(blocks):
        columns[0, block] = <float> _score(texts, short[block])
        if heading[block] != latest:
            latest = heading[block]
            mean = lowest = 0
            if latest >= 0:
                end = min(starts[latest + 1], starts[latest] + most)
                scores = [_score(headings, pieces[piece]) for piece in range(starts[latest], end)]
                if scores:
                    mean, lowest = sum(scores) / len(scores), min(scores)
        columns[1, block] = mean
        columns[2, block] = lowest
        sum_before = sum_here
        columns[4, block] = 0
        for piece in range(starts[block], starts[block + 1]):
            score = _score(words, pieces[piece])
            sum_here += score
            if piece == starts[block]:
                columns[4, block] = <float> score
        columns[3, block] = <float> ((sum_here - sum_before) / <double> max(starts[block + 1] - starts[block], 1))


cdef inline double _score(dict scores, word) except? -1e308:
    cdef PyObject* found = PyDict_GetItemWithError(scores, word)
    return PyFloat_AsDouble(<object> found) if found is not NULL else 0.0
