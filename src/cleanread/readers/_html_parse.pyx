# cython: boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Looks through the bytes of a page for what `html_parse` has to mend before it is parsed; nearly always there is nothing.

Each function tells when there is surely nothing. What there is, is told and mended by the expressions of that module.
"""

from cpython.ref cimport PyObject, Py_DECREF
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND
from libc.stdint cimport uint8_t, uint16_t, uint32_t
from libc.string cimport memchr, memcpy

cdef extern from "Python.h":
    PyObject* PyBytes_FromStringAndSize(const char* text, Py_ssize_t size) except NULL
    char* PyBytes_AS_STRING(PyObject* made)
    int _PyBytes_Resize(PyObject** made, Py_ssize_t size) except -1

ctypedef const unsigned char* Bytes

ctypedef fused Unit:
    uint8_t
    uint16_t
    uint32_t

# white space of HTML and \v, as \s of expressions for bytes; what ends a name; letters
cdef unsigned char SPACE = 1, SLASH = 2, CLOSE = 4, EQUALS = 8, QUOTE = 16, LETTER = 32
cdef unsigned char KINDS[256]


cdef void _fill():
    cdef int code
    for code in range(256):
        KINDS[code] = 0
        if 9 <= code <= 13 or code == 32:
            KINDS[code] = SPACE
        elif 65 <= code <= 90 or 97 <= code <= 122:
            KINDS[code] = LETTER
    KINDS[47] = SLASH
    KINDS[62] = CLOSE
    KINDS[61] = EQUALS
    KINDS[34] = QUOTE
    KINDS[39] = QUOTE


_fill()


cdef inline Bytes _find(Bytes at, Bytes end, int char) noexcept nogil:
    """Where a character comes next; the end where it does not."""
    cdef Bytes found = <Bytes>memchr(at, char, end - at) if at < end else NULL
    return found if found != NULL else end


cdef inline bint _begins(Bytes at, Bytes end, const char* name) noexcept nogil:
    """Whether a name in lower case stands here, in whatever case."""
    while name[0] != 0:
        if at >= end or (at[0] | 32) != name[0]:
            return False
        at += 1
        name += 1
    return True


def utf8(str text):
    """A text in UTF-8, without surrogates."""
    cdef Py_ssize_t length = len(text)
    cdef int kind = PyUnicode_KIND(text)
    cdef const void* data = PyUnicode_DATA(text)
    # no character takes more bytes than these, and most texts are nearly all ASCII
    cdef PyObject* made = PyBytes_FromStringAndSize(NULL, length * (kind + 1 if kind < 4 else 4))
    cdef uint8_t* start = <uint8_t*>PyBytes_AS_STRING(made)
    cdef uint8_t* end
    with nogil:
        if kind == 1:
            end = _encode(<const uint8_t*>data, length, start)
        elif kind == 2:
            end = _encode(<const uint16_t*>data, length, start)
        else:
            end = _encode(<const uint32_t*>data, length, start)
    _PyBytes_Resize(&made, end - start)
    result = <object>made
    Py_DECREF(result)
    return result


cdef extern from *:
    """
    /* Write 16 characters, each in a byte, if all are ASCII: true when that is done. */
    #if defined(__SSE2__) || defined(_M_X64)
    #include <emmintrin.h>
    #define _FOUR(text, at) _mm_loadu_si128((const __m128i*)(text) + (at))
    static int _ascii1(const uint8_t* text, uint8_t* to) {
        __m128i all = _FOUR(text, 0);
        _mm_storeu_si128((__m128i*)to, all);
        return _mm_movemask_epi8(all) == 0;
    }
    static int _ascii2(const uint16_t* text, uint8_t* to) {
        __m128i first = _FOUR(text, 0), second = _FOUR(text, 1);
        __m128i high = _mm_and_si128(_mm_or_si128(first, second), _mm_set1_epi16((short)0xFF80));
        _mm_storeu_si128((__m128i*)to, _mm_packus_epi16(first, second));
        return _mm_movemask_epi8(_mm_cmpeq_epi8(high, _mm_setzero_si128())) == 0xFFFF;
    }
    static int _ascii4(const uint32_t* text, uint8_t* to) {
        __m128i a = _FOUR(text, 0), b = _FOUR(text, 1), c = _FOUR(text, 2), d = _FOUR(text, 3);
        __m128i any = _mm_or_si128(_mm_or_si128(a, b), _mm_or_si128(c, d));
        __m128i high = _mm_and_si128(any, _mm_set1_epi32((int)0xFFFFFF80));
        _mm_storeu_si128((__m128i*)to, _mm_packus_epi16(_mm_packs_epi32(a, b), _mm_packs_epi32(c, d)));
        return _mm_movemask_epi8(_mm_cmpeq_epi8(high, _mm_setzero_si128())) == 0xFFFF;
    }
    #undef _FOUR
    #else
    #define _ASCII(name, unit) \\
        static int name(const unit* text, uint8_t* to) { \\
            unit any = 0; \\
            int at; \\
            for (at = 0; at < 16; at++) { any |= text[at]; to[at] = (uint8_t)text[at]; } \\
            return any < 0x80; \\
        }
    _ASCII(_ascii1, uint8_t)
    _ASCII(_ascii2, uint16_t)
    _ASCII(_ascii4, uint32_t)
    #undef _ASCII
    #endif
    """
    bint _ascii1(const uint8_t* text, uint8_t* to) noexcept nogil
    bint _ascii2(const uint16_t* text, uint8_t* to) noexcept nogil
    bint _ascii4(const uint32_t* text, uint8_t* to) noexcept nogil


cdef uint8_t* _encode(const Unit* text, Py_ssize_t length, uint8_t* to) noexcept nogil:
    """Write characters in UTF-8; where what is written ends."""
    cdef Py_ssize_t at = 0, until
    cdef uint32_t code
    cdef bint plain
    while at < length:
        while length - at >= 16:
            # there is room for as many bytes as characters are left, whether they are to be the ones written here or not
            if Unit is uint8_t:
                plain = _ascii1(text + at, to)
            elif Unit is uint16_t:
                plain = _ascii2(text + at, to)
            else:
                plain = _ascii4(text + at, to)
            if not plain:
                break
            at += 16
            to += 16
        until = min(at + 16, length)
        while at < until:
            code = text[at]
            at += 1
            if code < 0x80:
                to[0] = code
                to += 1
            elif code < 0x800:
                to[0] = 0xC0 | code >> 6
                to[1] = 0x80 | code & 0x3F
                to += 2
            elif code < 0x10000:
                if code & 0xF800 != 0xD800:
                    to[0] = 0xE0 | code >> 12
                    to[1] = 0x80 | code >> 6 & 0x3F
                    to[2] = 0x80 | code & 0x3F
                    to += 3
            else:
                to[0] = 0xF0 | code >> 18
                to[1] = 0x80 | code >> 12 & 0x3F
                to[2] = 0x80 | code >> 6 & 0x3F
                to[3] = 0x80 | code & 0x3F
                to += 4
    return to


def is_clean(const unsigned char[::1] data):
    """Whether there are surely no control characters in a page, and no references to any."""
    cdef Py_ssize_t length = data.shape[0]
    if length == 0:
        return True
    cdef Bytes start = &data[0]
    cdef bint clean
    with nogil:
        clean = not _has_controls(start, start + length) and not _has_references(start, start + length)
    return clean


cdef inline bint _is_control(unsigned char code) noexcept nogil:
    return (code < 32 and code != 9 and code != 10 and code != 12 and code != 13) or code == 127


cdef extern from *:
    """
    /* Whether one of 64 characters is a control character. */
    #if defined(__SSE2__) || defined(_M_X64)
    static int _controls64(const unsigned char* text) {
        __m128i found = _mm_setzero_si128();
        int at;
        for (at = 0; at < 4; at++) {
            __m128i some = _mm_loadu_si128((const __m128i*)text + at);
            /* below 32 as numbers without a sign, and not from 9 to 13 */
            __m128i low = _mm_cmpeq_epi8(_mm_min_epu8(some, _mm_set1_epi8(31)), some);
            __m128i from9 = _mm_sub_epi8(some, _mm_set1_epi8(9));
            __m128i space = _mm_cmpeq_epi8(_mm_min_epu8(from9, _mm_set1_epi8(4)), from9);
            found = _mm_or_si128(found, _mm_andnot_si128(space, low));
            found = _mm_or_si128(found, _mm_cmpeq_epi8(some, _mm_set1_epi8(11)));
            found = _mm_or_si128(found, _mm_cmpeq_epi8(some, _mm_set1_epi8(127)));
        }
        return _mm_movemask_epi8(found) != 0;
    }
    #else
    static int _controls64(const unsigned char* text) {
        unsigned char found = 0, code;
        int at;
        for (at = 0; at < 64; at++) {
            code = text[at];
            found |= ((code < 32) & ((unsigned char)(code - 9) > 4)) | (code == 11) | (code == 127);
        }
        return found;
    }
    #endif
    """
    bint _controls64(const unsigned char* text) noexcept nogil


cdef bint _has_controls(Bytes at, Bytes end) noexcept nogil:
    while end - at >= 64:
        if _controls64(at):
            return True
        at += 64
    while at < end:
        if _is_control(at[0]):
            return True
        at += 1
    return False


cdef extern from *:
    """
    /* Where the first of two characters stands right before the second one, in lower or upper case; the end where it does not. */
    static const unsigned char* _find_pair(
        const unsigned char* at, const unsigned char* end, unsigned char first, unsigned char second
    ) {
        if (end - at < 2) return end;
    #if defined(__SSE2__) || defined(_M_X64)
        {
            const __m128i one = _mm_set1_epi8((char)first), other = _mm_set1_epi8((char)second), lower = _mm_set1_epi8(32);
            while (end - at >= 17) {
                __m128i here = _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i*)at), one);
                __m128i next = _mm_or_si128(_mm_loadu_si128((const __m128i*)(at + 1)), lower);
                int found = _mm_movemask_epi8(_mm_and_si128(here, _mm_cmpeq_epi8(next, other)));
                if (found) {
                    while (!(found & 1)) { found >>= 1; at++; }
                    return at;
                }
                at += 16;
            }
        }
    #endif
        for (; end - at >= 2; at++)
            if (at[0] == first && (at[1] | 32) == second) return at;
        return end;
    }
    """
    Bytes _find_pair(Bytes at, Bytes end, unsigned char first, unsigned char second) noexcept nogil


cdef bint _has_references(Bytes at, Bytes end) noexcept nogil:
    """Whether some reference is to a control character: ``&#0;``, ``&#x1f;``."""
    cdef int number, digits
    cdef unsigned char char
    cdef bint hexadecimal
    while True:
        at = _find_pair(at, end, 38, 35)
        if end - at < 3:
            return False
        at += 1
        if at[0] != 35:
            continue
        at += 1
        hexadecimal = at[0] | 32 == 120
        if hexadecimal:
            at += 1
        number = digits = 0
        while at < end and number < 128:
            char = at[0]
            if 48 <= char <= 57:
                char -= 48
            elif hexadecimal and 97 <= char | 32 <= 102:
                char = (char | 32) - 87
            else:
                break
            number = number * (16 if hexadecimal else 10) + char
            digits += 1
            at += 1
        if digits and number < 128 and _is_control(number):
            return True


def end_tag(const unsigned char[::1] data):
    """Where the first end tag of the page begins, ``</html`` in whatever case; -1 when there is none."""
    cdef Py_ssize_t length = data.shape[0]
    if length == 0:
        return -1
    cdef Bytes start = &data[0]
    cdef Bytes end = start + length
    cdef Bytes at = start
    with nogil:
        while True:
            at = _find_pair(at, end, 47, 104)
            if end - at < 5 or (at > start and (at - 1)[0] == 60 and _begins(at + 1, end, b"html")):
                break
            at += 1
    return at - 1 - start if end - at >= 5 else -1


def may_be_crowded(const unsigned char[::1] data, Py_ssize_t most):
    """Whether some tag may have more than so many attributes. False is sure; one pass, as `html_parse._is_crowded` reads.

    Args:
        data: the page.
        most: attributes.
    """
    cdef Py_ssize_t length = data.shape[0]
    if length == 0:
        return False
    cdef Bytes start = &data[0]
    cdef bint crowded
    with nogil:
        crowded = _may_be_crowded(start, start + length, most)
    return crowded


cdef bint _may_be_crowded(Bytes at, Bytes end, Py_ssize_t most) noexcept nogil:
    cdef Bytes name
    cdef Bytes closing
    cdef const char* raw
    cdef bint closes
    while True:
        at = _find(at, end, 60)
        if end - at < 2:
            return False
        at += 1
        if at[0] == 33:
            if end - at >= 3 and at[1] == 45 and at[2] == 45:
                at = _comment_end(at + 3, end)
            continue
        closes = at[0] == 47
        if closes:
            at += 1
            if at >= end:
                return False
        if not KINDS[at[0]] & LETTER:
            continue
        raw = _raw(at, end)
        at = _name_end(at, end)
        if _attributes(&at, end, most) > most:
            return True
        if raw != NULL and not closes:
            closing = _closing(at, end, raw)
            # of the others not every version of libxml2 knows that there are no tags in them
            if raw[0] != 115 and _has_markup(at, closing):
                return True
            at = closing


cdef Bytes _comment_end(Bytes at, Bytes end) noexcept nogil:
    if at < end and at[0] == 62:
        return at + 1
    if end - at >= 2 and at[0] == 45 and at[1] == 62:
        return at + 2
    while True:
        at = _find(at, end, 45)
        if end - at < 3:
            return end
        if at[1] == 45:
            if at[2] == 62:
                return at + 3
            if at[2] == 33 and end - at >= 4 and at[3] == 62:
                return at + 4
        at += 1


cdef const char* _raw(Bytes at, Bytes end) noexcept nogil:
    """The name of an element in which there are no tags, when it stands here."""
    cdef const char* name
    cdef Py_ssize_t length
    cdef unsigned char first = at[0] | 32
    if first == 115:
        name = b"script" if end - at > 1 and at[1] | 32 == 99 else b"style"
    elif first == 116:
        name = b"title" if end - at > 1 and at[1] | 32 == 105 else b"textarea"
    elif first == 120:
        name = b"xmp"
    elif first == 105:
        name = b"iframe"
    elif first == 110:
        name = b"noembed" if end - at > 2 and at[2] | 32 == 101 else b"noframes"
    else:
        return NULL
    if not _begins(at, end, name):
        return NULL
    length = 0
    while name[length] != 0:
        length += 1
    # the expression wants one of these to follow
    return name if end - at > length and KINDS[at[length]] & (SPACE | SLASH | CLOSE) else NULL


cdef Bytes _closing(Bytes at, Bytes end, const char* raw) noexcept nogil:
    while True:
        at = _find(at, end, 60)
        if at >= end:
            return end
        if end - at >= 2 and at[1] == 47 and _begins(at + 2, end, raw):
            return at
        at += 1


cdef bint _has_markup(Bytes at, Bytes end) noexcept nogil:
    """Whether there is anything like a tag with attributes, or with a long name."""
    cdef Bytes start
    while True:
        start = _find(at, end, 60)
        if end - start < 2:
            return False
        at = start + 1
        if KINDS[at[0]] & LETTER:
            at = _name_end(at, end)
            if at - start > 200 or (at < end and not KINDS[at[0]] & CLOSE):
                return True


cdef inline Bytes _name_end(Bytes at, Bytes end) noexcept nogil:
    while at < end and not KINDS[at[0]] & (SPACE | SLASH | CLOSE):
        at += 1
    return at


cdef Py_ssize_t _attributes(Bytes* place, Bytes end, Py_ssize_t most) noexcept nogil:
    """How many attributes there are here, at most one more than these; the place is moved to behind them."""
    cdef Bytes at = place[0]
    cdef Bytes after
    cdef Bytes quote
    cdef Py_ssize_t count = 0
    while count <= most:
        after = at
        while after < end and KINDS[after[0]] & (SPACE | SLASH):
            after += 1
        # an attribute begins after one of these or a quotation mark
        if after >= end or KINDS[after[0]] & CLOSE or not KINDS[(after - 1)[0]] & (SPACE | SLASH | QUOTE):
            break
        after += 1
        while after < end and not KINDS[after[0]] & (SPACE | SLASH | CLOSE | EQUALS):
            after += 1
        count += 1
        at = after
        while after < end and KINDS[after[0]] & SPACE:
            after += 1
        if after >= end or after[0] != 61:
            continue
        after += 1
        while after < end and KINDS[after[0]] & SPACE:
            after += 1
        at = after
        if after >= end or KINDS[after[0]] & CLOSE:
            continue
        if KINDS[after[0]] & QUOTE:
            quote = _find(after + 1, end, after[0])
            if quote < end:
                at = quote + 1
            continue
        while after < end and not KINDS[after[0]] & (SPACE | CLOSE):
            after += 1
        at = after
    place[0] = at
    return count
