"""What the calls answer: the library's results, files, and problem documents."""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import cleanread
from cleanread.web.blocks import fragments

from .conftest import Service

HERE = Path(__file__).parent
PAGE = (HERE.parents[1] / "src/cleanread/web/static/example.html").read_text(encoding="utf-8")
TEXT = """Flood waters recede in Hue

Hue (VNA) – Families whose houses had been under water since Friday began to clear the mud on Monday, helped by soldiers.
flood-in-hue.jpg
City officials said that the schools would open again before the end of the week./.
Share on Facebook
"""


def clean(service: Service, **data: Any) -> Any:
    reply = service.call("clean", data)
    assert reply.status == 200, reply.body
    return reply.json()


@pytest.mark.parametrize(("kind", "source"), [("html", PAGE), ("text", TEXT)])
def test_the_result_is_the_librarys(service: Service, kind: str, source: str) -> None:
    answer = clean(service, **{kind: source, "url": "https://gazette.example/ferry"})
    article = cleanread.clean(source, "https://gazette.example/ferry", {"html": "text/html", "text": "text/plain"}[kind])
    for name in ("title", "byline", "published", "language", "site_name", "word_count", "html", "text", "markdown"):
        assert answer["article"][name] == getattr(article, name), name
    assert answer["removed"] == [removal.to_dict() for removal in article.removed]
    assert len(answer["removed"]) >= 3
    assert answer["problems"] == []


def test_the_blocks_are_the_whole_document(service: Service) -> None:
    answer = clean(service, text=TEXT)
    blocks, removed = answer["article"]["blocks"], {item["id"]: item for item in answer["removed"]}
    assert [block["index"] for block in blocks] == list(range(len(blocks)))
    whole = [removed[block["removal"]]["text"] if block["removal"] else block["text"] for block in blocks]
    assert whole == TEXT.split("\n")[:1] + TEXT.strip().split("\n")[2:]
    kept = [block["text"] for block in blocks if not block["removed"]]
    assert kept == [block.text for block in cleanread.clean(TEXT).blocks]
    assert sum(block["words"] for block in blocks if not block["removed"]) == answer["article"]["word_count"]


def test_a_rewritten_block_has_both_its_forms(service: Service) -> None:
    answer = clean(service, text=TEXT)
    (rewrite,) = [removal for removal in answer["removed"] if removal["kind"] == "rewrite"]
    block = answer["article"]["blocks"][rewrite["block"]]
    assert not block["removed"]
    assert block["removal"] == rewrite["id"]
    assert block["html"].endswith("end of the week.</p>")
    assert block["original_html"].endswith("end of the week./.</p>")


def test_removals_are_brought_back_by_id_and_by_plugin(service: Service) -> None:
    everything = clean(service, text=TEXT)
    assert {item["plugin"] for item in everything["removed"]} == {"captions", "endings", "interface"}
    some = clean(service, text=TEXT, restore=[everything["removed"][0]["id"], "b999"], restore_plugins=["interface"])
    article = cleanread.clean(TEXT)
    article.restore(everything["removed"][0]["id"]).restore(plugin="interface")
    assert some["article"]["text"] == article.text
    assert [item["id"] for item in some["removed"]] == [item.id for item in article.removed]


def test_plugins_are_chosen_and_set(service: Service) -> None:
    assert "flood-in-hue.jpg" in clean(service, text=TEXT, disable=["captions"])["article"]["text"]
    assert {item["plugin"] for item in clean(service, text=TEXT, only=["captions"])["removed"]} == {"captions"}
    listed = "A story that is told.\n\nRead on\n\nAnother story of the same day\n\nOne more story of that day\n"
    for options in ({}, {"related": {"headings": ["Read on"]}}):
        expected = cleanread.Cleaner(options=options).clean(listed)
        assert clean(service, text=listed, options=options)["article"]["text"] == expected.text


def test_the_plugins_report(service: Service) -> None:
    report = {item["name"]: item for item in clean(service, text=TEXT)["plugins"]}
    assert report["captions"]["removed"] == 1
    assert report["captions"]["version"] == cleanread.__version__
    assert report["captions"]["ms"] > 0
    installed = service.call("plugins").json()["plugins"]
    assert {"related", "captions", "trouble"} <= {item["name"] for item in installed if item["cleans"]}
    (headings,) = [o for item in installed if item["name"] == "related" for o in item["options"] if o["name"] == "headings"]
    assert headings["type"] == "list"


def test_health(service: Service) -> None:
    assert service.call("health").json() == {"status": "ok", "version": cleanread.__version__, "allow_fetch": False}


def test_many_at_once_are_each_answered_with_their_own(service: Service) -> None:
    texts = [
        f"Story {number}\n\nIt rained for {number} days, and nobody went out.\nShare on Facebook\n" for number in range(40)
    ]
    with ThreadPoolExecutor(12) as threads:
        answers = list(threads.map(lambda text: clean(service, text=text)["article"]["text"], texts))
    assert answers == [cleanread.clean(text).text for text in texts]


# -- files ------------------------------------------------------------------------------------------------------------


def export(service: Service, format: str, **data: Any) -> Any:
    reply = service.call("export", {"html": PAGE, **data, "format": format})
    assert reply.status == 200, reply.body
    assert reply.headers["content-disposition"].startswith("attachment; filename=")
    return reply


@pytest.mark.parametrize("format", ["markdown", "text", "json"])
def test_files_are_what_the_library_renders(service: Service, format: str) -> None:
    assert export(service, format).body.decode() == cleanread.clean(PAGE, media_type="text/html").render(format)


def test_a_file_has_what_was_restored_and_not_what_was_switched_off(service: Service) -> None:
    removed = clean(service, html=PAGE)["removed"]
    share = next(item for item in removed if "Facebook" in item["text"])
    assert "Share on Facebook" not in export(service, "markdown").body.decode()
    assert "Share on Facebook" in export(service, "markdown", restore=[share["id"]]).body.decode()


def test_the_html_file_is_a_document(service: Service) -> None:
    reply = export(service, "html")
    page = reply.body.decode()
    assert page.startswith('<!doctype html>\n<html lang="en">')
    assert '<meta charset="utf-8">' in page
    assert cleanread.clean(PAGE).html in page
    assert 'filename="the-last-ferry-of-the-season' in reply.headers["content-disposition"]


HOSTILE = """<html lang="x&quot;y"><title>A &lt;b&gt; &amp; "c" </title><meta name=author content="A <i> & B">
<body><article><h1>A &lt;b&gt; &amp; "c" &#1;&#x0b;</h1>
<p>It rained all day in Hanoi, and the &lt;river&gt; rose &amp; rose by two&nbsp;metres.
<img src=x.png alt='a "picture" &lt;of&gt; rain'><br>And more.</p><pre>if a &lt; b &amp;&amp; c</pre>
<table><tr><th>a<td>b &amp;</table>
<p>Again it rained all day, in all the country, and nobody went out for a walk or for work.</p></article>"""


@pytest.mark.parametrize("source", [PAGE, HOSTILE, "<p>x"])
def test_a_book_is_sound(service: Service, source: str) -> None:
    reply = export(service, "epub", html=source)
    assert reply.headers["content-type"] == "application/epub+zip"
    with zipfile.ZipFile(io.BytesIO(reply.body)) as book:
        first = book.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert book.read("mimetype") == b"application/epub+zip"
        names = book.namelist()
        for name in names:
            if name.endswith((".xhtml", ".opf", ".ncx", ".xml")):
                ET.fromstring(book.read(name))
        listed = ET.fromstring(book.read("EPUB/package.opf")).iterfind(".//{http://www.idpf.org/2007/opf}item")
        assert all(f"EPUB/{item.get('href')}" in names for item in listed)
        chapter = book.read("EPUB/page0001.xhtml").decode()
    assert "<img" not in chapter
    words = " ".join(ET.fromstring(chapter.encode()).itertext()).split()
    text = cleanread.clean(source, media_type="text/html").text
    assert set(re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text).split()) <= set(words)


# -- problems ---------------------------------------------------------------------------------------------------------

MALFORMED: list[tuple[str, bytes, int]] = [
    ("empty", b"", 400),
    ("cut off", b'{"html": "<p>', 400),
    ("no JSON", b"html=<p>x</p>", 400),
    ("no UTF-8", b'{"text": "\xff\xfe"}', 400),
    ("UTF-16", '{"text": "x"}'.encode("utf-16"), 400),
    ("a zero byte", b'{"text": "x"}\0', 400),
    ("two documents", b'{"text": "x"}{"text": "y"}', 400),
    ("deep", b"[" * 200_000, 400),
    ("deep and closed", b'{"text": "x", "options": ' + b'{"a":' * 50_000 + b"1" + b"}" * 50_001, 400),
    ("deep with an escape", b'{"text": "\\ud800", "options": ' + b'{"a":' * 50_000 + b"1" + b"}" * 50_001, 400),
    ("a long number", b'{"text": "x", "options": {"a": {"b": ' + b"9" * 100_000 + b"}}}", 400),
    ("an array", b"[]", 422),
    ("null", b"null", 422),
    ("a string", b'"text"', 422),
    ("nothing to clean", b"{}", 422),
    ("two sources", b'{"html": "x", "text": "y"}', 422),
    ("a number for a text", b'{"text": 1}', 422),
    ("null for a text", b'{"text": null}', 422),
    ("an unknown field", b'{"text": "x", "texts": "y"}', 422),
    ("an unknown plugin", b'{"text": "x", "disable": ["relatd"]}', 422),
    ("a plugin that is no string", b'{"text": "x", "disable": [1]}', 422),
    ("a string for a list", b'{"text": "x", "disable": "related"}', 422),
    ("an unknown option", b'{"text": "x", "options": {"related": {"nothing": 1}}}', 422),
    ("an option of the wrong type", b'{"text": "x", "options": {"related": {"headings": 3}}}', 422),
    ("options of nobody", b'{"text": "x", "options": {"nobody": {}}}', 422),
    ("no readers", b'{"html": "<p>x", "disable": ["read_html"]}', 422),
    ("not a number", b'{"text": "x", "options": {"main_content": {"bias": NaN}}}', 422),
    ("infinite", b'{"text": "x", "options": {"main_content": {"bias": 1e999}}}', 422),
    ("a nested option", b'{"text": "x", "options": {"related": {"headings": [["x"]]}}}', 422),
    ("a long address", b'{"text": "x", "url": "' + b"u" * 9000 + b'"}', 422),
]  # fmt: skip


@pytest.mark.parametrize(("body", "status"), [case[1:] for case in MALFORMED], ids=[case[0] for case in MALFORMED])
def test_malformed_requests_are_named_and_no_fault_of_ours(service: Service, body: bytes, status: int) -> None:
    reply = service.call("clean", body)
    assert reply.status == status, reply.body[:500]
    assert reply.kind in ("json", "request", "source")
    assert len(reply.body) < 5000
    assert b"Traceback" not in reply.body


ODD = [
    {"text": ""},
    {"html": ""},
    {"html": "\0"},
    {"text": "\0\x01\x7f\ufffe"},
    {"html": "<p>x</p>", "url": "http://["},
    {"html": '<a href="//[x">y</a><base href="http://[">', "url": ""},
    {"html": "<p>x</p>", "url": "javascript:alert(1)"},
    {"text": "x", "url": "\n\0"},
    {"text": "x", "only": []},
    {"text": "x", "restore": ["", "b0"][1:], "restore_plugins": ["nobody"]},
    {"html": "<" * 100_000},
    {"html": "<div>" * 20_000 + "x"},
    {"html": "&#xD800; &#0; &#x110000;"},
    {"text": "a\u0301" * 1000},
]


@pytest.mark.parametrize("data", ODD, ids=range(len(ODD)))
def test_odd_requests_are_answered(service: Service, data: Any) -> None:
    for name, more in (("clean", {}), ("export", {"format": "epub"}), ("export", {"format": "html"})):
        reply = service.call(name, {**data, **more})
        assert reply.status == 200, reply.body[:500]


def test_half_surrogate_pairs_of_browsers_are_taken(service: Service) -> None:
    reply = service.call("clean", b'{"text": "It rained \\ud83d all day.", "options": {}}')
    assert reply.json()["article"]["text"] == "It rained \ufffd all day."


def test_fetching_must_be_allowed(service: Service) -> None:
    reply = service.call("clean", {"fetch": "https://example.org/"})
    assert (reply.status, reply.kind) == (403, "fetch")


def test_problems_point_at_what_is_wrong(service: Service) -> None:
    problem = service.call("clean", {"text": "x", "options": {"a/b": {"c": {}}}}).json()
    assert problem["errors"][0]["pointer"].startswith("/options/a~1b/c")


# -- single blocks ----------------------------------------------------------------------------------------------------


def test_fragments_are_the_blocks_html_each_by_itself() -> None:
    document = cleanread.clean(PAGE).document
    parts = fragments(document.blocks)
    assert len(parts) == len(document.blocks)
    assert parts == [fragments([block])[0] for block in document.blocks]


def test_fragments_stay_apart_and_sane_whatever_is_in_them() -> None:
    blocks = [
        cleanread.Block('</article><article> <script>alert("x")</script>'),
        cleanread.Block("", role=cleanread.Role.FIGURE, attributes={"src": "x", "alt": "</article></p><script>"}),
        cleanread.Block("", role=cleanread.Role.TABLE),
        cleanread.Block("x", role=cleanread.Role.LIST_ITEM, level=5),
        cleanread.Block("y", inline=(cleanread.Inline("link", 0, 1, "javascript:alert(1)"),)),
        cleanread.Block("", role=cleanread.Role.RULE),
    ]
    parts = fragments(blocks)
    assert [bool(part) for part in parts] == [True, True, False, True, True, True]
    assert parts[3] == "<ul>\n<li>x</li>\n</ul>"
    for part in parts:
        ET.fromstring(
            f"<x>{part.replace('<hr>', '').replace('alt', ' alt').split('<img')[0]}</x>" if "<img" not in part else "<x/>"
        )
        assert "<script" not in part.replace('alt="</article></p><script>"', "")
        assert "javascript:" not in part


def test_the_answer_is_small_beside_the_work(service: Service) -> None:
    """No field is there twice by mistake: the answer is a few times the text."""
    reply = service.call("clean", {"text": TEXT * 20})
    assert len(reply.body) < 60 * len(TEXT * 20)
    json.loads(reply.body)
