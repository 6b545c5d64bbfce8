# cython: boundscheck=False, wraparound=False, cdivision=True
"""What is read from each block of a page, and said of each: the loops of `parts` and of the verdicts."""

from cpython.dict cimport PyDict_GetItemWithError
from cpython.long cimport PyLong_FromVoidPtr
from cpython.object cimport PyTypeObject
from cpython.ref cimport PyObject
from libc.math cimport exp

from cleanread.document cimport Block, Place
from cleanread.letters cimport PyUnicode_KIND

from types import MemberDescriptorType

# a class of Python has slots of the same size in another order
if isinstance(Block.__dict__["text"], MemberDescriptorType):
    raise ImportError("cleanread.document is not compiled")


cdef tuple NOTHING = ()


cdef inline Block taken(tuple blocks, Py_ssize_t index):
    block = <Block?>blocks[index]
    if block is None:
        raise TypeError("None is no block")
    return block


cdef inline Py_ssize_t words_of(Block block) except -1:
    if block._words < 0:
        return block.words
    return block._words


cdef inline object verdict(kind, Block block, str rule, str reason, double confidence):
    """A verdict with a confidence between 0.5 and 1, which need not be looked at again."""
    made = (<PyTypeObject*>kind).tp_new(kind, <PyObject*>NOTHING, NULL)
    made.block = block
    made.rule = rule
    made.reason = reason
    made.confidence = confidence
    return made


cdef inline object two_above(object place):
    if place is None or (<Place?>place).parent is None:
        return None
    return (<Place?>(<Place>place).parent).parent


def biased(list odds, double bias, list texts):
    """The log-odds with a bias added; None where there is no text."""
    cdef Py_ssize_t index
    cdef list found = odds[:]
    if len(texts) != len(odds):
        raise ValueError("texts of other blocks")
    for index in range(len(odds)):
        if not <str?>texts[index]:
            found[index] = None
        elif bias:
            found[index] = <double>odds[index] + bias
    return found


def kept(list odds):
    """Indices of the log-odds that are above 0; None is none."""
    cdef list found = []
    cdef Py_ssize_t index
    for index in range(len(odds)):
        own = odds[index]
        if own is not None and <double>own > 0:
            found.append(index)
    return found


def doubted(list odds, list doubts):
    """Indices of the log-odds that are not above 0, but above the doubt, which is none where it is 0."""
    cdef list found = []
    cdef Py_ssize_t index
    cdef double doubt
    if len(doubts) != len(odds):
        raise ValueError("doubts of other blocks")
    for index in range(len(odds)):
        doubt = doubts[index]
        own = odds[index]
        if doubt != 0 and own is not None and doubt < <double>own <= 0:
            found.append(index)
    return found


def filled(list odds, list legends):
    """The log-odds, with the middle of those beside them where there are none (`parts.filled`)."""
    cdef list told = odds[:]
    cdef Py_ssize_t size = len(odds), first = 0, end, index
    cdef double before, after
    cdef object middle
    if len(legends) != size:
        raise ValueError("legends of other blocks")
    for index in range(size):
        if legends[index] and odds[index] is not None and <double>odds[index] < 0:
            told[index] = None
    while first < size:
        if told[first] is not None:
            first += 1
            continue
        end = first + 1
        while end < size and told[end] is None:
            end += 1
        before = told[first - 1] if first else 0.0
        after = told[end] if end < size else 0.0
        middle = (before + after) / 2
        for index in range(first, end):
            own = odds[index]
            told[index] = middle if own is None else own
        first = end
    return told


def parts(tuple blocks, dict doubts, doubt, list legends, caption, str button, str marks, frozenset beside,
          Py_ssize_t copy, tuple repeatable):
    """What of the blocks of a page does not depend on the model.

    Args:
        blocks: the blocks.
        doubts: by role, the log-odds above which a block may be a part of the texts around it.
        doubt: the same of captions that are legends, and of buttons that ask.
        legends: whether a block is the caption of a picture beside it, or the credit below one.
        caption: the role of captions.
        button: the hint of what is a button.
        marks: signs that end questions.
        beside: hints of what is no part of the texts around it.
        copy: words from which a text stands once in what people write.
        repeatable: roles of what may stand there several times.

    Returns:
        Of each block its doubt, its words, its text, the number of the element two levels around its own, whether it stands once.
    """
    cdef Py_ssize_t size = len(blocks), index, many
    cdef list own = [0.0] * size, words = [0] * size, texts = [""] * size, places = [0] * size, once = [False] * size
    cdef object role_doubt = 0.0, told
    cdef bint is_button = False, is_beside = False, may_repeat = False
    cdef object latest_role = None, latest_hints = None, latest_place = None, found
    cdef object number = PyLong_FromVoidPtr(<void*>None)
    cdef str text
    cdef Block block
    if len(legends) != size:
        raise ValueError("legends of other blocks")
    for index in range(size):
        block = taken(blocks, index)
        if index == 0 or block.role is not latest_role:
            latest_role = block.role
            role_doubt = doubts.get(latest_role, 0.0)
            may_repeat = latest_role in repeatable
        if index == 0 or block.hints is not latest_hints:
            latest_hints = block.hints
            is_button = button in latest_hints
            is_beside = not beside.isdisjoint(latest_hints)
        if block.place is not latest_place:
            latest_place = block.place
            found = two_above(latest_place)
            number = PyLong_FromVoidPtr(<void*>found)
        text = block.text
        told = role_doubt
        if is_button and text and text[len(text) - 1] in marks:
            told = doubt
        if latest_role is caption and legends[index]:
            told = doubt
        many = words_of(block)
        if not is_beside:
            own[index] = told
        words[index] = block._words
        texts[index] = text
        places[index] = number
        if many >= copy and not may_repeat:
            once[index] = True
    return own, words, texts, places, once


def probabilities(tuple blocks, const double[::1] odds, const double[::1] words):
    """Set the probability of each block that has words, from its log-odds; and its words, where both ways to count agree.

    They do for the letters of Latin-1, which are all that most texts have.
    """
    cdef Py_ssize_t index
    cdef Block block
    if len(blocks) != odds.shape[0] or len(blocks) != words.shape[0]:
        raise ValueError("arrays of another length")
    for index in range(len(blocks)):
        block = taken(blocks, index)
        if words[index] != 0:
            block.probability = 1 / (1 + exp(-odds[index]))
        if PyUnicode_KIND(<str?>block.text) == 1:
            block._words = <Py_ssize_t>words[index]


def verdicts(tuple blocks, list told, double firmness, double certainty, apart, set those_apart, type keep, str stays,
             type drop, reason, Py_ssize_t first, Py_ssize_t last, double linked, Py_ssize_t sentence):
    """The verdict on each block that there is something to say of.

    Args:
        blocks: the blocks.
        told: the log-odds of each; 0 where there is nothing to say.
        firmness: what log-odds are multiplied by.
        certainty: the highest confidence.
        apart: gives the verdict on a block that is judged by those around it, with a confidence.
        those_apart: indices of these.
        keep: the verdict on a block that stays.
        stays: why it does.
        drop: the verdict on a block that goes.
        reason: why it does: told by its role, its hints, whether it is a link, whether it is short, and where it stands.
        first, last: indices of the first and the last block of the main content, -1 for none.
        linked: share of links above which a block is a link.
        sentence: words from which a text is not short.
    """
    cdef list result = []
    cdef Py_ssize_t index, at
    cdef double own, confidence
    cdef bint is_linked, short
    cdef int where, kind, latest_kind = -1
    cdef object latest_role = None, latest_hints = None, why = None
    cdef Block block
    if len(told) != len(blocks):
        raise ValueError("log-odds of other blocks")
    for index in range(len(blocks)):
        own = told[index]
        if own == 0:
            continue
        block = taken(blocks, index)
        own *= firmness
        confidence = 1 / (1 + exp(-own if own > 0 else own))
        if not confidence < certainty:
            confidence = certainty
        if those_apart and block.index in those_apart:
            result.append(apart(block, confidence))
            continue
        if own > 0:
            result.append(verdict(keep, block, "content", stays, confidence))
            continue
        at = block.index
        where = 0 if first < 0 else 1 if at < first else 2 if at > last else 3
        is_linked = block.link_share > linked
        short = not is_linked and (len(<str>block.text) < sentence or words_of(block) < sentence)
        kind = where << 2 | is_linked << 1 | short
        if kind != latest_kind or block.role is not latest_role or block.hints is not latest_hints:
            latest_kind, latest_role, latest_hints = kind, block.role, block.hints
            why = reason(latest_role, latest_hints, is_linked, short, where)
        result.append(verdict(drop, block, "boilerplate", why, confidence))
    return result
