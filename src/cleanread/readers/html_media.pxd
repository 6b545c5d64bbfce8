"""Types that the compiled `html_media` has."""

from cleanread.readers.html_context cimport Frame
from cleanread.readers.html_walk cimport Walk


cpdef bint image(Walk walk, element, tag, told) except -1
cpdef _emit_media(Walk walk, element, tag, told, role, dict attributes)
cpdef Frame _emit_apart(Walk walk, element, tag, Frame parent, told, role, dict attributes, str text=*)
cpdef bint _figure(Walk walk, element, tag, told, src, alt) except -1
