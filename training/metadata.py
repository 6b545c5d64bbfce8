"""Fits the weights with which title, author and date are chosen among a page's candidates, and reports cross-validated figures.

    python training/metadata.py --pages PAGES.parquet                 # cross-validate, fit on all pages, write the weights
    python training/metadata.py --pages PAGES.parquet --report-only

The file has the columns ``url``, ``html`` (bytes), ``title``, ``author`` and ``publish_date``. The model is a
conditional logit: a page's candidates compete, for author and date also with "none"; the weights are those of a
candidate's signs. Folds are grouped by registered domain.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pages import domain_of

from cleanread.readers.html_parse import parse
from cleanread.readers.metadata import Page
from cleanread.readers.metadata.choice import STATED, Candidates
from cleanread.readers.metadata.dates import parse_date
from cleanread.readers.metadata.people import names_of
from cleanread.readers.metadata.sources import gather
from cleanread.readers.metadata.titles import key_of
from cleanread.source import Source

WEIGHTS = Path(__file__).parent.parent / "src/cleanread/readers/metadata/data/weights.json"
FOLDS = 5
#: Steps of the fit, pages that a sign must occur on.
STEPS, RAREST = 400, 4


@dataclass(frozen=True)
class Field:
    """How the weights of a field are fitted.

    Attributes:
        with_none: whether "none" competes: a page has a title, but not always an author or a date.
        ridge: strength of the pull towards zero.
        empty_weight: what a page without a truth counts, beside one with a truth.
        stated: signs of values that are taken in any case (see `choice.STATED`).
    """

    with_none: bool
    ridge: float
    empty_weight: float = 1.0
    stated: frozenset[str] = frozenset()


FIELDS = {
    "title": Field(False, 0.005),
    "author": Field(True, 0.002, 0.7, STATED["author"]),
    "date": Field(True, 0.002, 0.6, STATED["date"]),
}


@dataclass
class Case:
    """The candidates for one field of one page: their values and signs, and which are right.

    ``none_is_right`` says that the truth is that there is none.
    """

    domain: str
    values: list[str]
    signs: list[list[str]]
    right: list[bool]
    none_is_right: bool


def fold_of(domain: str, salt: str = "") -> int:
    """A fold that all pages of one domain share."""
    return zlib.crc32((domain + salt).encode()) % FOLDS


def case_of(domain: str, candidates: Candidates, truth: str, right: Callable[[str, str], bool]) -> Case:
    """A field of a page as a case."""
    found = list(candidates)
    return Case(
        domain,
        [candidate.value for candidate in found],
        [sorted(candidate.signs) for candidate in found],
        [bool(truth) and right(candidate.value, truth) for candidate in found],
        not truth,
    )


def fit(cases: Sequence[Case], field: Field) -> dict[str, float]:
    """The weights of the signs that make the right candidates most probable."""
    usable = [case for case in cases if any(case.right) or (field.with_none and case.none_is_right and case.values)]
    counts: dict[str, int] = {}
    for case in usable:
        for sign in {sign for signs in case.signs for sign in signs}:
            counts[sign] = counts.get(sign, 0) + 1
    names = sorted(sign for sign, count in counts.items() if count >= RAREST)
    place = {name: index for index, name in enumerate(names)}
    rows, columns, page, right = [], [], [], []
    none_right, row = [], 0
    for number, case in enumerate(usable):
        for signs, is_right in zip(case.signs, case.right, strict=True):
            for sign in signs:
                if sign in place:
                    rows.append(row)
                    columns.append(place[sign])
            page.append(number)
            right.append(is_right)
            row += 1
        if field.with_none:  # "none": a candidate without signs
            page.append(number)
            right.append(case.none_is_right)
            row += 1
        none_right.append(case.none_is_right)
    weight = np.where(none_right, field.empty_weight, 1.0)
    return dict(
        zip(
            names,
            _descend(np.array(rows), np.array(columns), np.array(page), np.array(right), weight, len(names), field.ridge),
            strict=True,
        )
    )


def _descend(
    rows: NDArray[Any],
    columns: NDArray[Any],
    page: NDArray[Any],
    right: NDArray[Any],
    weight: NDArray[Any],
    size: int,
    ridge: float,
) -> list[float]:
    """Adam on the regularised likelihood, from zero: the same input gives the same weights."""
    weights, first, second = np.zeros(size), np.zeros(size), np.zeros(size)
    for step in range(1, STEPS + 1):
        scores = np.bincount(rows, weights[columns], minlength=len(page))
        scores -= _highest(scores, page)[page]
        power = np.exp(scores)
        share = power / np.bincount(page, power)[page]
        good = power * right
        wanted = good / np.maximum(np.bincount(page, good)[page], 1e-300)
        error = (share - wanted) * weight[page]
        gradient = np.bincount(columns, error[rows], minlength=size) / len(weight) + ridge * weights
        first, second = 0.9 * first + 0.1 * gradient, 0.99 * second + 0.01 * gradient**2
        rate = 0.1 * (1 - step / (STEPS + 1))
        weights -= rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return [round(float(value), 3) for value in weights]


def _highest(scores: NDArray[Any], page: NDArray[Any]) -> NDArray[Any]:
    highest = np.full(page.max() + 1, -np.inf)
    np.maximum.at(highest, page, scores)
    return highest


def choose(case: Case, weights: dict[str, float], field: Field) -> str | None:
    """The value that these weights choose."""
    scores = [sum(weights.get(sign, 0.0) for sign in signs) for signs in case.signs]
    order = sorted(range(len(scores)), key=lambda index: -scores[index])
    if field.with_none and (not scores or scores[order[0]] <= 0):
        order = [index for index in order if field.stated.intersection(case.signs[index])]
    return case.values[order[0]] if order else None


def cross_validated(cases: Sequence[Case], field: Field) -> list[str | None]:
    """The value for each case, chosen with weights fitted on other domains."""
    chosen: list[str | None] = [None] * len(cases)
    for fold in range(FOLDS):
        weights = fit([case for case in cases if fold_of(case.domain) != fold], field)
        for index, case in enumerate(cases):
            if fold_of(case.domain) == fold:
                chosen[index] = choose(case, weights, field)
    return chosen


def read_cases(path: Path) -> dict[str, list[Case]]:
    """The cases of each field from a Parquet file; a headline is found with the weights that are there."""
    import pyarrow.parquet

    found: dict[str, list[Case]] = {name: [] for name in FIELDS}
    for row in pyarrow.parquet.read_table(path).to_pylist():
        root = parse(Source.of(row["html"], row["url"], "text/html").decode()[0])
        if root is None:
            continue
        page, domain = Page(root, row["url"], gather(root)), domain_of(row["url"])
        nearby = page.nearby(page.title())
        found["title"].append(case_of(domain, page.titles, row["title"] or "", same_title))
        found["author"].append(case_of(domain, page.authors(nearby), row["author"] or "", same_authors))
        found["date"].append(case_of(domain, page.dates(nearby), row["publish_date"] or "", same_day))
    return found


def same_title(value: str, truth: str) -> bool:
    """Whether two titles have the same words."""
    return key_of(value) == key_of(truth)


def same_authors(value: str, truth: str) -> bool:
    """Whether two bylines name the same people."""
    return {name.casefold() for name in names_of(value)} == {name.casefold() for name in names_of(truth)}


def same_day(value: str, truth: str) -> bool:
    """Whether two dates are the same day, as each is written."""
    return value[:10] == parse_date(truth)


def report(cases: Sequence[Case], chosen: Sequence[str | None]) -> str:
    """The share of pages with a truth on which it was chosen, and of those without on which something was."""
    told = [(case, value) for case, value in zip(cases, chosen, strict=True) if not case.none_is_right]
    empty = [value for case, value in zip(cases, chosen, strict=True) if case.none_is_right]
    right = sum(value is not None and case.right[case.values.index(value)] for case, value in told)
    invented = sum(value is not None for value in empty)
    text = f"right {right / max(len(told), 1):.3f} of {len(told)}"
    return f"{text}, given though there is none {invented / len(empty):.3f} of {len(empty)}" if empty else text


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, required=True, help="Parquet file of labelled pages")
    parser.add_argument("--report-only", action="store_true", help="write no weights")
    arguments = parser.parse_args()
    cases = read_cases(arguments.pages)
    for name, field in FIELDS.items():
        print(f"{name}: {report(cases[name], cross_validated(cases[name], field))}")
    if not arguments.report_only:
        table = {name: fit(cases[name], field) for name, field in FIELDS.items()}
        WEIGHTS.write_text(json.dumps(table, indent=1, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
