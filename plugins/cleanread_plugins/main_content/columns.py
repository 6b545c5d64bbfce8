"""What the features are called that need no vocabulary, by what they are of, and the highest values of some of them."""

from __future__ import annotations

from .blocks import HINTS, ROLES

TAGS = ("p", "div", "span", "li", "a")
NEAR = ("a", "ul", "table", "dd", "td", "button")
#: Levels of which the number of siblings alike is told.
SIBLINGS = 6
#: Levels whose contents are summed up.
CONTAINERS = ("parent", "grandparent", "third")
#: Values that say no more beyond: whole numbers.
CAPS = {
    "links": 30,
    "stops": 30,
    "currency": 5,
    "line breaks": 20,
    "same text before": 5,
    "same text on page": 8,
    "depth": 40,
    "number among siblings": 50,
    "number of parent among siblings": 50,
    "distance to best": 40,
    "up from best": 40,
    "blocks since heading": 30,
}
TEXT_COLUMNS = (
    "words", "unlinked words", "word share", "letters a word", "link share", "links", "stops", "stops a word", "commas a word",
    "digits", "capitals", "other characters", "bars", "currency", "line breaks", "ends with a stop", "is a question",
    "ends with a colon", "first letter is small",
)  # fmt: skip
ROLE_COLUMNS = tuple(f"role {role}" for role in ROLES)
HINT_COLUMNS = tuple(f"in {hint}" for hint in HINTS)
SIBLING_COLUMNS = tuple(f"siblings alike {level}" for level in range(SIBLINGS))
TAG_COLUMNS = tuple(f"tag {tag}" for tag in TAGS)
NEAR_COLUMNS = tuple(f"within {tag}" for tag in NEAR)
SEQUENCE_COLUMNS = (
    "place", "words before", "after a heading", "blocks since heading", "level of heading above", "before h1", "in best run",
    "distance to best run", "words of block before", "words of second before", "words of block after", "words of second after",
    "links of block before", "links of block after", "prose before", "prose after",
)  # fmt: skip
OF_CONTAINER = ("words of", "links of", "prose of", "blocks of", "share of")
CONTAINER_COLUMNS = tuple(f"{what} {name}" for name in CONTAINERS for what in OF_CONTAINER)
