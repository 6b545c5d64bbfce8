"""Metadata: cases as pages with what must be found in them, and what holds for any page."""

import json
import re
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanread.readers.html_links import Addresses
from cleanread.readers.html_parse import parse
from cleanread.readers.metadata import nearby, people, read_metadata
from cleanread.readers.metadata.dates import find_dates, parse_date
from cleanread.readers.metadata.people import MOST_AUTHORS, names_of
from cleanread.readers.metadata.titles import is_site, without_site

CASES = json.loads((Path(__file__).parent / "cases.json").read_text("utf-8"))
ISO = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d(:\d\d)?)?)?)?)?")


def metadata(page, url="https://ex.org/dir/page"):
    return read_metadata(parse(page), Addresses(url), url)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case):
    found = metadata(case["html"], case["url"])
    assert {name: getattr(found, name) for name in case["expected"]} == case["expected"]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("2024-05-01T10:00:00.5Z", None, "2024-05-01T10:00:00.500000+00:00"),
        ("2024-05-01 10:00", None, "2024-05-01T10:00:00"),
        ("2024-5-1", None, "2024-05-01"),
        ("20240501", None, "2024-05-01"),
        ("2024", None, "2024"),
        ("1714550400", None, "2024-05-01T08:00:00+00:00"),
        ("2024-05-01T25:00:00Z", None, "2024-05-01"),
        ("3 de mayo de 2024", "es", "2024-05-03"),
        ("1er janvier 2024", "fr", "2024-01-01"),
        ("5 марта 2024 г.", "ru", "2024-03-05"),
        ("15 มกราคม 2567", "th", "2024-01-15"),
        ("٥ مايو ٢٠٢٤", "ar", "2024-05-05"),
        ("2024년 3월 5일", "ko", "2024-03-05"),
        ("10 tháng 3, 2024", "vi", "2024-03-10"),
        ("2024. március 5.", "hu", "2024-03-05"),
        ("3/4/2024", "en-US", "2024-03-04"),
        ("3/4/2024", "fr", "2024-04-03"),
        ("31/12/2024", "en-US", "2024-12-31"),
        ("29 February 2023", "en", None),
        ("99/99/2024", None, None),
        ("1850-01-01", None, None),
        ("call 0123 456 789", None, None),
    ],
)
def test_dates(text, language, expected):
    assert parse_date(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("By Ann Lee and Bo Chen", "", ("Ann Lee", "Bo Chen")),
        ("Ann Lee, Bo Chen, and Cy Diaz", "", ("Ann Lee", "Bo Chen", "Cy Diaz")),
        ("Von Eva Lang", "de", ("Eva Lang",)),
        ("Von Miller", "", ("Von Miller",)),
        ("作者：王小明", "zh", ("王小明",)),
        ("Theo Nguyễn Văn An", "vi", ("Nguyễn Văn An",)),
        ("Published May 3, 2024 by Ann Lee", "", ("Ann Lee",)),
        ("Ann Lee Dec. 17, 2025 15 min read", "", ("Ann Lee",)),
        ("Written by:", "", ()),
        ("{{ author.name }}", "", ()),
        ("ann@ex.org", "", ()),
    ],
)
def test_names(text, language, expected):
    assert names_of(text, language) == expected


def test_sites():
    sites = frozenset({"dailyrain", "例新聞"})
    assert is_site("The Daily Rain", sites)
    assert is_site("Daily Rain Online", sites)
    assert not is_site("Rain in Spain", sites)
    assert without_site("雨の日｜例新聞", sites) == "雨の日"
    assert without_site("Well-being - a guide", sites) == "Well-being - a guide"


def test_the_same_page_gives_the_same_metadata():
    assert metadata(CASES[3]["html"]) == metadata(CASES[3]["html"])


def test_what_is_kept_of_pages_is_small():
    nearby.author_sign.cache_clear()
    nearby.tells_of_date.cache_clear()
    long = "author " * 1_000
    metadata("<h1>Rain in Spain</h1>" + "".join(f"<p class='{long}{number}'>x" for number in range(20)))
    assert nearby.author_sign.cache_info().currsize + nearby.tells_of_date.cache_info().currsize <= 2
    for language in map("".join, product("abcdefg", repeat=3)):
        metadata(f"<html lang={language}><h1>Rain in Spain</h1><p>By Ann Lee")
    assert people._phrases.cache_info().currsize <= 256


@pytest.mark.parametrize(
    "page",
    [
        "<meta name=author content='Ann Lee'>" * 100_000,
        "<script type=application/ld+json>" + "[" * 100_000 + "</script><p>x",
        "<script type=application/ld+json>"
        + json.dumps([{"@type": "Article", "author": {"name": "A"}}] * 60_000)
        + "</script><p>x",
        "<h1>" + "<b>" * 5_000 + "x" + "<h1>x" * 5_000,
        "<title>" + "a - " * 100_000 + "</title><p>x",
        "<h1>x</h1>" + "<p class='author byline'>By " * 20_000,
        "<time>" + "1" * 1_000_000 + "</time><p>by " + " by" * 100_000,
    ],
    ids=["metas", "nested JSON", "long JSON", "headings", "title", "bylines", "digits"],
)
@pytest.mark.timeout(60)
def test_hostile_pages_come_back(page):
    metadata(page)


SNIPPETS = st.sampled_from(
    [
        "<meta property=article:published_time content='%s'>",
        "<meta name=author content='%s'>",
        "<meta property=og:title content='%s'>",
        "<title>%s</title>",
        "<h1>%s</h1>",
        "<time datetime='%s'>%s</time>",
        "<p class=byline>By %s</p>",
        '<script type=application/ld+json>{"@type":"Article","author":"%s","datePublished":"%s"}</script>',
        "<script type=application/ld+json>%s</script>",
        "<p>Published %s</p>",
        "<a rel=author href='%s'>%s</a>",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=40),
    st.from_regex(r"[0-9]{1,4}[-/. ][0-9]{1,2}[-/. ][0-9]{1,4}", fullmatch=True),
    st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{4})?", fullmatch=True),
)


URLS = st.sampled_from([None, "https://ex.org/2024/13/45/x", "http://[bad", ""])


@given(st.lists(st.tuples(SNIPPETS, TEXTS), max_size=8), URLS)
@settings(deadline=None)
def test_any_page_has_valid_metadata(parts, url):
    root = parse("<body>" + "".join(snippet.replace("%s", text) for snippet, text in parts) + "<p>x")
    found = read_metadata(root, Addresses(url), url)
    for value in (found.published, found.modified):
        assert value is None or ISO.fullmatch(value)
        if value and len(value) >= 10:
            date.fromisoformat(value[:10])
    for value in (found.title, found.byline, found.site_name, found.description):
        assert value is None or (value == value.strip() and value and "\n" not in value)
    if found.published and found.modified:
        assert found.modified[:10] >= found.published[:10]


@given(st.text())
@settings(deadline=None)
def test_any_text_gives_days_of_the_calendar_and_names_on_one_line(text):
    for _, value in find_dates(text):
        date.fromisoformat(value)
    names = names_of(text)
    assert len(names) <= MOST_AUTHORS
    assert all(name.strip() for name in names)
