"""Types that the compiled `verdicts` has."""

from cleanread.document cimport Block
