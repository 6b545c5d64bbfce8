# cython: boundscheck=False, wraparound=False
"""What each block shows at once (`seen`): most show nothing, which a look at their letters tells."""

cimport cython
from cleanread.document cimport Block
from cleanread.letters cimport (
    PyUnicode_DATA, PyUnicode_FromKindAndData, PyUnicode_GET_LENGTH, PyUnicode_IS_ASCII, PyUnicode_KIND, PyUnicode_READ,
    Py_UNICODE_ISDECIMAL, Py_UNICODE_ISSPACE
)
from cleanread_plugins.phrases._words cimport Words, may_open, spaced_words

from types import MemberDescriptorType

# a class of Python has slots of the same size in another order
if isinstance(Block.__dict__["text"], MemberDescriptorType):
    raise ImportError("cleanread.document is not compiled")

#: The numbers of `seen`, `lookup` and `credits`.
cdef enum:
    CORE_WORDS = 20
    PROSE_WORDS = 8
    MOST_PHRASE_WORDS = 42
    PHRASE_LETTERS = 160
    PLATFORM = 40
    PROSE_LETTERS = 14
    CORE_LETTERS = 24
    CORE_LETTERS_OF_FEW = 110
    LONG_WORDS = 7
    NOTICE_LETTERS = 480
    CORE_WORDS_OF_TWO = 14
    LINK_WORDS = 50
    NOTICE_WORDS = 48
    BYLINE_LETTERS = 120
    BYLINE_WORDS = 10
    SHORT = 80
    HEAD = 80
    LONGEST = 6
    ROW = 24
    CREDIT_LETTERS = 110
    LONGEST_WORD = 40
    PLAIN_WORDS = 30  # below which the last letter of a line in Latin letters tells whether it ends as a sentence does

cdef double SETTLED = 0.25, SURE = 0.98
cdef frozenset NONE = frozenset()


cdef inline Block taken(tuple blocks, Py_ssize_t index):
    block = <Block?>blocks[index]
    if block is None:
        raise TypeError("None is no block")
    return block


def look(tuple blocks, lexicon, Words known, Words edges, Words phrases, Words cued, Words openings, Words credited,
         Words bylines, dict templates, frozenset platforms, tuple no_prose, tuple rules):
    """What each block shows, in the order of `Seen`; None for one that is settled.

    Args:
        blocks: the blocks.
        lexicon: the `Lexicon`.
        known: the words of its phrases.
        edges: what its templates begin and end with.
        phrases: its whole lines and platforms.
        cued: the pairs of words of its cues.
        openings: the first words of its prefixes.
        credited: the last words of its credits.
        bylines: the first words of its authors' lines.
        templates: its templates.
        platforms: its platforms.
        no_prose: the roles of what is no prose.
        rules: the functions that judge where a look at the letters does not tell.
    """
    cdef list found = []
    cdef Py_ssize_t index, size, words, cues
    cdef object likely, prefix, role, latest_role = None
    cdef frozenset sections
    cdef bint sure, signed, prose, core, bylike, platform, may_be_prose = False
    cdef str text, folded
    cdef Block block
    words_of, ends_sentence, credit_in, is_core, prefix_of, sections_of, opens_byline, apart, places = rules
    cdef Phrases told = Phrases(known, edges, phrases, templates, places)
    cue_count = lexicon.cue_count
    for index in range(len(blocks)):
        block = taken(blocks, index)
        text = block.text
        likely = block.probability
        if (<double>likely < SETTLED) if likely is not None else not text:
            found.append(None)
            continue
        sure = likely is not None and <double>likely > SURE
        size = PyUnicode_GET_LENGTH(text)
        words = counted(block, text, size)
        if words < 0:
            words = words_of(block)
        signed = may_be_signed(text, size, credited) and credit_in(text, lexicon)
        role = block.role
        if role is not latest_role or index == 0:
            may_be_prose, latest_role = role not in no_prose, role
        prose = core = False
        if words >= PROSE_WORDS and size >= PROSE_LETTERS and may_be_prose:
            prose = (sure and words >= CORE_WORDS) or (not signed and ends(text, size, words, ends_sentence))
            if prose and size >= CORE_LETTERS:
                core = words >= CORE_WORDS or (
                    (words >= CORE_WORDS_OF_TWO or (size >= CORE_LETTERS_OF_FEW and size > LONG_WORDS * words))
                    and is_core(text, words)
                )
        cues, prefix, sections, folded = 0, None, NONE, None
        if not sure and size <= NOTICE_LETTERS:
            if 2 <= words <= NOTICE_WORDS and may_hold_cues(text, size, cued):
                cues = cue_count(text)
            if words <= LINK_WORDS and may_open(text, HEAD) and may_be_prefixed(text, size, openings):
                prefix = prefix_of(text, words, lexicon)
            if size <= PHRASE_LETTERS and block.words <= MOST_PHRASE_WORDS:
                folded = block.folded
                if told.may_tell(text, folded, apart):
                    sections = sections_of(text, folded, lexicon)
        platform = size < PLATFORM and (block.folded if folded is None else folded) in platforms
        bylike = (
            size <= BYLINE_LETTERS and 2 <= words <= BYLINE_WORDS and may_be_bylike(text, size, bylines)
            and opens_byline(text, lexicon)
        )
        found.append((sure, words, prose, core, cues, prefix, signed, bylike, platform, sections))
    return found


def those(tuple blocks, role):
    """Indices of the blocks of a role."""
    cdef list found = []
    cdef Py_ssize_t index
    for index in range(len(blocks)):
        if taken(blocks, index).role is role:
            found.append(index)
    return found


def hinted(tuple blocks, frozenset hints):
    """Indices of the blocks with one of these hints; neighbours mostly share theirs."""
    cdef list found = []
    cdef Py_ssize_t index
    cdef bint has = False
    cdef object latest = None, own
    for index in range(len(blocks)):
        own = taken(blocks, index).hints
        if own is not latest or index == 0:
            latest, has = own, not hints.isdisjoint(own)
        if has:
            found.append(index)
    return found


cdef Py_ssize_t counted(Block block, str text, Py_ssize_t size) except -2:
    """The words of a block as `words_of` counts them; -1 where the script has to be looked at."""
    if not PyUnicode_IS_ASCII(text):
        if size >= SHORT:
            return spaced_words(text)
        if not is_plain(text, size):
            return -1
    return block.words if block._words < 0 else block._words


cdef bint is_plain(str text, Py_ssize_t size) noexcept:
    """Whether no letter of a text is of a script without blanks, or has another form in NFC."""
    cdef int kind = PyUnicode_KIND(text)
    cdef const void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t at
    cdef Py_UCS4 letter
    for at in range(size):
        letter = PyUnicode_READ(kind, data, at)
        if letter >= 0x300 and not 0x2010 <= letter <= 0x2027:
            return False
    return True


cdef bint may_be_signed(str text, Py_ssize_t size, Words credited) noexcept:
    """Whether a text may close or open with a picture's credit: with a mark after what a credit ends with before it."""
    cdef int kind = PyUnicode_KIND(text)
    cdef const void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t at, end
    cdef Py_UCS4 letter, before
    letter = PyUnicode_READ(kind, data, size - 1) if size else 32
    if letter == 0x6444 or letter == 0x651d or letter == 0x5f71 or letter == 0x4f9b or letter == 0xacf5:
        return True
    for at in range(max(0, size - CREDIT_LETTERS), size):
        letter = PyUnicode_READ(kind, data, at)
        if letter == 47 or letter == 58 or letter == 124 or letter == 0xff1a:
            end = at
            while end > 0 and Py_UNICODE_ISSPACE(PyUnicode_READ(kind, data, end - 1)):
                end -= 1
            before = PyUnicode_READ(kind, data, end - 1) if end else 32
            if (letter == 47 and before == 46) or is_word_before(kind, data, end, credited):
                return True
    return False


cdef bint is_word_before(int kind, const void* data, Py_ssize_t end, Words words) noexcept:
    """Whether the letters of ASCII before an index are one of some words, or stand behind others."""
    cdef Py_UCS4 letters[LONGEST_WORD]
    cdef Py_ssize_t start = end, at
    cdef Py_UCS4 letter
    while start > 0:
        letter = PyUnicode_READ(kind, data, start - 1)
        if <int>letter >= 128:
            return True
        if not (97 <= <int>letter <= 122 or 65 <= <int>letter <= 90):
            break
        start -= 1
        if end - start > LONGEST_WORD:
            return False
    for at in range(start, end):
        letters[at - start] = <Py_UCS4>(<int>PyUnicode_READ(kind, data, at) | 32)
    return words.holds(4, letters, end - start)


cdef bint may_be_prefixed(str text, Py_ssize_t size, Words openings) noexcept:
    """Whether the first word of a text may be that of a prefix."""
    cdef int kind = PyUnicode_KIND(text)
    cdef const void* data = PyUnicode_DATA(text)
    cdef Py_UCS4 letters[LONGEST_WORD]
    cdef Py_ssize_t at = 0, written = 0
    cdef Py_UCS4 letter = 32
    while at < size:
        letter = PyUnicode_READ(kind, data, at)
        if letter != 32 and letter != 9 and letter != 62 and letter != 42 and letter != 45 and letter != 124 and letter != 91:
            break
        at += 1
    while at < size:
        letter = PyUnicode_READ(kind, data, at)
        if <int>letter >= 128 or written == LONGEST_WORD:
            return True
        if Py_UNICODE_ISSPACE(letter) or letter == 58 or letter == 62 or letter == 93 or letter == 124:
            break
        letters[written] = <Py_UCS4>(<int>letter | 32) if 65 <= <int>letter <= 90 else letter
        written += 1
        at += 1
    return openings.holds(4, letters, written)


cdef bint may_be_bylike(str text, Py_ssize_t size, Words bylines) noexcept:
    """Whether the first word of a text may be that of an author's line."""
    cdef int kind = PyUnicode_KIND(text)
    cdef const void* data = PyUnicode_DATA(text)
    cdef Py_UCS4 letters[LONGEST_WORD]
    cdef Py_ssize_t at, written = 0
    cdef Py_UCS4 letter
    for at in range(size):
        letter = PyUnicode_READ(kind, data, at)
        if <int>letter >= 128 or written == LONGEST_WORD:
            return True
        if 65 <= <int>letter <= 90:
            letter = <Py_UCS4>(<int>letter | 32)
        elif not (97 <= <int>letter <= 122 or 48 <= <int>letter <= 57 or letter == 95):
            if written:
                break
            continue
        letters[written] = letter
        written += 1
    return bylines.holds(4, letters, written)


cdef bint ends(str text, Py_ssize_t size, Py_ssize_t words, ends_sentence) except -1:
    """Whether a text ends as a sentence does."""
    cdef int kind = PyUnicode_KIND(text)
    cdef const void* data = PyUnicode_DATA(text)
    cdef Py_UCS4 last = PyUnicode_READ(kind, data, size - 1), before = PyUnicode_READ(kind, data, size - 2)
    if last == 33 or last == 63 or (last == 46 and before != 73 and before != 86 and before != 88):
        return True
    if words < PLAIN_WORDS and (97 <= <int>last <= 122 or 65 <= <int>last <= 90):
        return False
    return ends_sentence(text, words)


cdef bint may_hold_cues(str text, Py_ssize_t size, Words cued) except -1:
    """Whether a text may hold cues of clutter sentences."""
    return not (PyUnicode_IS_ASCII(text) or is_plain(text, size)) or cued.any_pair(text)


@cython.final
cdef class Phrases:
    """What lines are compared with: see `look`."""

    cdef Words known, edges, phrases
    cdef dict templates
    cdef object places

    def __init__(self, Words known, Words edges, Words phrases, dict templates, places):
        self.known, self.edges, self.phrases, self.templates, self.places = known, edges, phrases, templates, places

    cdef bint may_tell(self, str text, str folded, apart) except -1:
        """Whether a line may be a phrase, or nothing but phrases (`Lexicon.told`)."""
        cdef int kind = PyUnicode_KIND(text)
        cdef const void* data = PyUnicode_DATA(text)
        cdef Py_ssize_t at
        cdef Py_UCS4 letter, before = 32
        if self.may_be_told(folded):
            return True
        for at in range(PyUnicode_GET_LENGTH(text)):
            letter = PyUnicode_READ(kind, data, at)
            if 65 <= <int>letter <= 90 and (
                97 <= <int>before <= 122 or before == 33 or before == 63 or before == 46 or before == 41
            ):
                return self.may_be_told(apart(text))
            before = letter
        return False

    cdef bint may_be_told(self, str folded) except -1:
        """Whether a folded line may be a phrase, or several in a row."""
        cdef int kind = PyUnicode_KIND(folded)
        cdef const void* data = PyUnicode_DATA(folded)
        cdef Py_ssize_t size = PyUnicode_GET_LENGTH(folded), at
        cdef Py_UCS4 letter
        cdef str numbered = None
        if size > PHRASE_LETTERS or self.is_one(folded):
            return True
        for at in range(size):
            letter = PyUnicode_READ(kind, data, at)
            if 48 <= <int>letter <= 57 if <int>letter < 128 else Py_UNICODE_ISDECIMAL(letter):
                numbered = with_numbers(kind, data, size)
                if self.is_one(numbered) or is_counted(numbered, self.phrases):
                    return True
                break
        if self.known.strange(folded):
            return False
        if numbered is not None and self.phrases.fill(numbered, LONGEST, ROW, None) >= 0:
            return True
        return self.phrases.fill(folded, LONGEST, ROW, None) >= 0

    cdef bint is_one(self, str wanted) except -1:
        """Whether a folded line is a phrase, or may be one with a hole."""
        cdef int kind = PyUnicode_KIND(wanted)
        cdef const void* data = PyUnicode_DATA(wanted)
        cdef Py_ssize_t size = PyUnicode_GET_LENGTH(wanted)
        cdef list parts
        if self.phrases.holds(kind, data, size):
            return True
        if self.edges.edged(kind, data, size):
            for index in self.places(wanted):
                for parts, _ in self.templates.get(index, ()):
                    if wanted.startswith(<str?>parts[0]) and wanted.endswith(<str?>parts[len(parts) - 1]):
                        return True
        return False


cdef str with_numbers(int kind, const void* data, Py_ssize_t size):
    """Each number of a folded line, which has no more than `PHRASE_LETTERS`, as ``#`` (`words.key`)."""
    cdef Py_UCS4 letters[PHRASE_LETTERS]
    cdef Py_ssize_t at = 0, written = 0
    cdef Py_UCS4 letter
    while at < size:
        letter = PyUnicode_READ(kind, data, at)
        at += 1
        if Py_UNICODE_ISDECIMAL(letter):
            letter = 35
            while at < size:
                if not Py_UNICODE_ISDECIMAL(PyUnicode_READ(kind, data, at)):
                    if at + 1 == size or not is_within_number(PyUnicode_READ(kind, data, at)):
                        break
                    if not Py_UNICODE_ISDECIMAL(PyUnicode_READ(kind, data, at + 1)):
                        break
                at += 1
        letters[written] = letter
        written += 1
    return PyUnicode_FromKindAndData(4, letters, written)


cdef inline bint is_within_number(Py_UCS4 letter) noexcept:
    return letter == 46 or letter == 44 or letter == 58 or letter == 47


cdef bint is_counted(str numbered, Words phrases) noexcept:
    """Whether a line may be a phrase with a number at its edge that is none of it."""
    cdef int kind = PyUnicode_KIND(numbered)
    cdef const void* data = PyUnicode_DATA(numbered)
    cdef Py_ssize_t size = PyUnicode_GET_LENGTH(numbered)
    cdef Py_UCS4 letters[PHRASE_LETTERS]
    cdef Py_ssize_t start = 0, end = size, at
    if size > 1 and PyUnicode_READ(kind, data, 0) == 35 and PyUnicode_READ(kind, data, 1) == 32:
        start = 2
    if end > start and PyUnicode_READ(kind, data, end - 1) == 35:
        end -= 1
        if end > start and PyUnicode_READ(kind, data, end - 1) == 40:
            end -= 1
    while end > start and PyUnicode_READ(kind, data, end - 1) == 32:
        end -= 1
    for at in range(start, end):
        letters[at - start] = PyUnicode_READ(kind, data, at)
    return end - start < size and phrases.holds(4, letters, end - start)
