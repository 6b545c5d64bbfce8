"""No deadline an example: no test judges by the clock."""

from hypothesis import settings

settings.register_profile("cleanread", deadline=None)
settings.load_profile("cleanread")
