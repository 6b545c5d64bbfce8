"""Types that the compiled `html_tables` has."""

from cleanread.readers.html_links cimport Addresses


cpdef list _cells(row)
cpdef list _children(element)
