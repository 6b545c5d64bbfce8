"""Types that the compiled `resolver` has."""

cpdef tuple resolve(document, evidence)
cpdef decide(block, list evidence)
