"""Large pages: the work grows as they do, and not with its square, whatever stands in them in thousands.

Work is lines of Python that run, in a process without compiled parts: the same on every machine, however busy.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

COUNTING = """
import sys
from cleanread.readers.html import cleanread_read
from cleanread.source import Source

def trace(frame, event, argument):
    global lines
    lines += event == "line"
    return trace

cleanread_read(Source.of("<p>what is done once</p>", "https://ex.org/", "text/html"))
for page in sys.stdin.read().split(chr(0)):
    lines = 0
    source = Source.of(page, "https://ex.org/", "text/html")
    sys.settrace(trace)
    cleanread_read(source)
    sys.settrace(None)
    print(lines)
"""


def many(part, count):
    return "".join(part.replace("{}", str(number)) for number in range(count))


def formulas(count):
    return "<script src=mathjax.js></script><p>" + many(r"\(x_i\) <a href=/i>l</a> ", count)


def notes(count):
    return (
        "<p>" + many("w<sup><a id=r{} href=#n{}>{}</a></sup> ", count) + "</p>" + many("<p id=n{}>n <a href=#r{}>^</a>", count)
    )


def starred_notes(count):
    marks = many("w<a id=r{} href=#n{}>*</a> ", count)
    return f"<p>{marks}</p>" + many("<p id=n{}>n <a href=#r{}>^</a>", count)


def ways_back(count):
    return "<p>w<a id=r href=#n1>1</a></p><p id=n1>n " + many("<b><a href=#r>b</a></b> ", count)


def slots(count):
    shadow = many("<slot name=s{}></slot>", count)
    return f"<x-y><template shadowrootmode=open>{shadow}</template>" + many("<b slot=s{}>x</b>", count)


def no_formulas(count):
    return "<div class=math>" * count + "<b>x</b>" * 2 * count


def no_formulas_in_a_cell(count):
    return "<table><tr><th>a<th>b<tr><td>c<td>" + no_formulas(count)


@pytest.mark.parametrize("page", [formulas, notes, starred_notes, ways_back, slots, no_formulas, no_formulas_in_a_cell])
def test_work_grows_with_the_page(page):
    small, large = lines_run([page(120), page(480)])  # more elements in one another are beside each other
    # with the square it would be sixteen times as much
    assert large < 5 * small, "four times the page would be four times the work"


def lines_run(pages):
    """How many lines of Python run while each of the pages is read."""
    source = Path(__file__).parents[2]
    paths = os.pathsep.join(str(source / folder) for folder in ("src", "plugins"))
    done = subprocess.run(
        [sys.executable, "-c", COUNTING],
        input="\0".join(pages),
        env={**os.environ, "CLEANREAD_PURE": "1", "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=True,
    )
    return [int(line) for line in done.stdout.split()]
