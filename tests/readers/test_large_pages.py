"""Large pages: the time grows as they do, and not with its square, whatever stands in them in thousands."""

import time

import pytest

from cleanread.readers.html import cleanread_read
from cleanread.source import Source


def many(part, count):
    return "".join(part.replace("{}", str(number)) for number in range(count))


def formulas(count):
    return "<script src=mathjax.js></script><p>" + many(r"\(x_i\) <a href=/i>l</a> ", count)


def notes(count):
    return (
        "<p>" + many("w<sup><a id=r{} href=#n{}>{}</a></sup> ", count) + "</p>" + many("<p id=n{}>n <a href=#r{}>^</a>", count)
    )


def starred_notes(count):
    return "<p>" + many("w<a id=r{} href=#n{}>*</a> ", count) + "</p>" + many("<p id=n{}>n <a href=#r{}>^</a>", count)


def ways_back(count):
    return "<p>w<a id=r href=#n1>1</a></p><p id=n1>n " + many("<b><a href=#r>b</a></b> ", count)


def slots(count):
    shadow = many("<slot name=s{}></slot>", count)
    return f"<x-y><template shadowrootmode=open>{shadow}</template>" + many("<b slot=s{}>x</b>", count)


def no_formulas(count):
    return "<div class=math>" * count + "<b>x</b>" * 2 * count


def no_formulas_in_a_cell(count):
    return "<table><tr><th>a<th>b<tr><td>c<td>" + no_formulas(count)


@pytest.mark.parametrize(
    ("page", "count"),
    [
        (formulas, 6_000),
        (notes, 6_000),
        (starred_notes, 6_000),
        (ways_back, 6_000),
        (slots, 3_000),
        (no_formulas, 1_600),  # the parser goes no deeper than 2,048
        (no_formulas_in_a_cell, 1_600),
    ],
)
def test_time_grows_with_the_page(page, count):
    small, large = seconds(page(count // 4)), seconds(page(count))
    assert large < 8 * small, "a quarter would take a quarter of the time"  # with the square it would be a sixteenth


def seconds(page):
    best = 60.0
    for _ in range(3):
        start = time.process_time()
        cleanread_read(Source.of(page, "https://ex.org/", "text/html"))
        best = min(best, time.process_time() - start)
    return best
