"""How much the model's probabilities weigh: fully in a whole page as text, little in an article with some clutter.

The model is trained on whole pages as lines, with their menus and footers. There its threshold is the one at which the
expected F1 of the words is highest (Nan et al., *Optimizing F-measure: A tale of two approaches*, ICML 2012), and a
line that it does not want goes. A text that is mostly article is another matter: nothing is gained by deleting a line
that may be the article's, and other plugins know better what a "See more" is. There the model drops on its own word
only what it is sure of: lines in a row that all look like clutter, more readily than a single line between others or a
sentence, and never what may be the headline or the standfirst, which labelled pages do not count as content and readers
do. What it would keep is evidence against other plugins' doubts.

What tells the two apart is how many lines the model expects to be clutter: an extracted article brings a few dozen at
the most, a page's menus and footers are more. Between the two the threshold moves with that number.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from cleanread.native import twin

from ..scoring import best_threshold, probability
from .counts import Floats
from .features import NAMES, Matrix, run_lengths

_twin = twin("cleanread_plugins.line_model._lines")

#: Lines of clutter up to which a text counts as an article, and from which as a whole page.
FEW, MANY = 22.0, 48.0
#: Probability below which a line of an article is dropped on the model's word: among lines like it; by itself.
SURE, SURE_ALONE = 0.15, 0.05
#: Lines in a row that are among each other, and the probability that each is below.
ROW, DOUBTFUL = 3, 0.35
#: Lines of clutter that are expected in an article where what is said above holds; where there are fewer, less is sure.
SOME = 8.0
#: Words from which a line in the head of an article may be its headline or standfirst.
HEADLINE = 4.0
#: Log-odds beyond which the model's word counts no more: for dropping; for keeping in a page; in an article.
MOST_DROP, MOST_KEEP, MOST_KEEP_ARTICLE = 4.0, 4.0, 0.9
#: Log-odds for dropping a line that count in an article no line of which is a phrase of pages.
UNHEARD = 0.9
#: Log-odds below which nothing is said.
LEAST = 0.1
#: Words of content up to which a page's own best threshold holds, and from which the one that is best for all pages does.
USUAL, LONG, OF_ALL = 400.0, 10_000.0, 0.48
#: Words of content from which a sentence is dropped only as in an article: in a text of hundreds of paragraphs the small
#: doubts about each add up to the clutter of a page.
BOOK = 8_000.0
#: Words from which a line of such a text is no title or menu's entry, whatever it ends with.
PARAGRAPH = 25.0
_EDGE = 1e-3
_PROSE = NAMES.index("prose")


def sentences(values: Matrix) -> NDArray[np.bool_]:
    """Which lines are whole sentences.

    Args:
        values: features by lines.
    """
    found: NDArray[np.bool_] = values[_PROSE] > 0
    return found


def _limit(likely: Floats, size: Floats, content: float) -> float:
    """The threshold of a whole page: its own best one, and the more content it has, the nearer to the best of all pages.

    Of all pages together, lines from half of the F1 that is reached are worth keeping (Nan et al.); long pages decide that sum.

    Args:
        likely: probability of each line.
        size: words of each line.
        content: words that are expected to be content.
    """
    long = min(max(math.log(max(1.0, content) / USUAL) / math.log(LONG / USUAL), 0.0), 1.0)
    return long * OF_ALL + (1 - long) * best_threshold(likely, size)


def clutter_of(likely: Floats) -> float:
    """How many lines are expected to be clutter."""
    return float((1 - likely).sum())


def pageness(clutter: float) -> float:
    """From 0 (an article with little clutter) to 1 (a whole page as text), by the number of lines expected to be clutter."""
    return min(max((clutter - FEW) / (MANY - FEW), 0.0), 1.0)


def _likely(odds: Floats, size: Floats) -> tuple[Floats, float, float]:
    """The probability of each line, 0 for one without words; how many lines are expected to be clutter; and words, content."""
    if _twin is not None:
        likely, room = np.empty((2, len(odds)))
        _twin.negative(odds, likely)
        clutter, content = _twin.likely(np.exp(likely, out=likely), size, room)
        return likely, clutter, content
    likely = probability(odds)
    likely *= size > 0
    return likely, clutter_of(likely), float((likely * size).sum())


def weigh(
    odds: Floats, size: Floats, titles: NDArray[np.bool_], prose: NDArray[np.bool_], bias: float = 0.0, heard: bool = True
) -> Floats:
    """Log-odds of each line, above 0 for keeping it and below for dropping it; 0 where there is nothing to say.

    Args:
        odds: the model's log-odds.
        size: words of each line.
        titles: lines that say what the text's title says; they are not dropped.
        prose: lines that are whole sentences.
        bias: log-odds added to every line in favour of keeping it.
        heard: some line of the text is a phrase of pages; without one, what looks like clutter in an article is most likely
            a recipe's or a song's.
    """
    likely, clutter, content = _likely(odds, size)
    page = pageness(clutter)
    limit = _limit(likely, size, content)
    some = min(1.0, clutter / SOME)
    limits = [page * limit + (1 - page) * min(some * sure + _EDGE, limit) for sure in (SURE_ALONE, SURE)]
    alone, among = np.log([limit / (1 - limit) for limit in limits]).tolist()
    if _twin is not None:
        weights: Floats = np.empty(len(odds))
        given = (odds, likely, size, titles.view(np.uint8), prose.view(np.uint8))
        least = (DOUBTFUL, ROW, HEADLINE, MOST_DROP, MOST_KEEP, MOST_KEEP_ARTICLE, LEAST)
        _twin.weigh(*given, alone, among, page, bias, *least, weights)
        return _spared(weights, odds + bias, prose | (size >= PARAGRAPH), content, heard or page > 0)
    against = np.where(_in_rows(likely, prose), among, alone) - odds - bias
    drop = np.minimum(against, MOST_DROP)
    keep = page * np.minimum(np.maximum(-against, 0.0), MOST_KEEP)
    keep += (1 - page) * np.minimum(np.maximum(odds + bias, 0.0), MOST_KEEP_ARTICLE)
    if page < 1:
        drop[_head(likely) & (size >= HEADLINE)] = 0.0
    drop[titles] = 0.0
    result: Floats = np.where(drop > 0, -drop, keep)
    result[np.abs(result) < LEAST] = 0.0
    return _spared(result, odds + bias, prose | (size >= PARAGRAPH), content, heard or page > 0)


def _spared(weights: Floats, odds: Floats, texts: NDArray[np.bool_], content: float, heard: bool) -> Floats:
    """The weights, with nothing said against what is text in a long text but what is said in an article as well."""
    if content >= BOOK:
        weights[texts & (weights < 0) & (odds > math.log(SURE_ALONE / (1 - SURE_ALONE)))] = 0.0
    if not heard:
        weights[(weights < 0) & (weights > -UNHEARD)] = 0.0
    return weights


def _head(likely: Floats) -> NDArray[np.bool_]:
    """The lines before the first one that the model takes for the article's, and that one."""
    sure = np.flatnonzero(likely > 0.5)
    return np.arange(len(likely)) <= (sure[0] if len(sure) else len(likely))


def _in_rows(likely: Floats, prose: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which lines of an article are dropped more readily: lines in a row that all look like clutter, but for sentences."""
    doubtful = likely < DOUBTFUL
    length, _ = run_lengths(doubtful)
    found: NDArray[np.bool_] = doubtful & (length >= ROW) & ~prose
    return found
