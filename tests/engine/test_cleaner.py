"""One cleaner: many threads, slow plugins, strict mode, formats."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import cleanread
from cleanread import Drop, hookimpl

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
#: A tiny budget is for the plugin that is tested alone: others may just be loading their data.
OTHERS = ["captions", "endings", "interface", "language", "main_content", "related"]
TEXT = "A first line of the text.\nA second line of the text.\n"


class Loops:
    """Never returns."""

    name = "loops"

    @hookimpl
    def cleanread_clean(self, document: cleanread.Document) -> Any:
        """Loop, catching every ordinary exception on the way."""
        while True:
            try:
                for _ in range(1000):
                    pass
            except Exception:
                pass


class Slow:
    """Returns verdicts, but too late."""

    name = "slow"

    @hookimpl
    def cleanread_clean(self, document: cleanread.Document) -> Any:
        """Sleep in short naps."""
        for _ in range(100):
            time.sleep(0.01)
        return [Drop(document.blocks[0], "late", "too late", 0.99)]


@pytest.mark.parametrize("plugin", [Loops(), Slow()])
def test_a_plugin_over_its_time_budget_is_set_aside(plugin: Any) -> None:
    article = cleanread.Cleaner(plugins=[plugin], disable=OTHERS, time_budget=0.3).clean(TEXT)
    assert article.text == TEXT
    assert [problem.plugin for problem in article.problems] == [plugin.name]
    assert "longer than its 0.3 s" in article.problems[0]


def test_the_time_budget_leaves_no_late_exception_behind() -> None:
    cleaner = cleanread.Cleaner(plugins=[Loops()], disable=OTHERS, time_budget=0.1)
    for _ in range(5):
        cleaner.clean(TEXT)
    assert sum(number for number in range(200_000)) > 0


def test_strict_raises_what_the_plugin_did() -> None:
    class Broken:
        name = "broken"

        @hookimpl
        def cleanread_clean(self, document: cleanread.Document) -> Any:
            raise KeyError("missing")

    with pytest.raises(cleanread.PluginError, match=r"'broken'.*KeyError") as caught:
        cleanread.Cleaner(plugins=[Broken()], strict=True).clean(TEXT)
    assert isinstance(caught.value.__cause__, KeyError)
    assert caught.value.plugin == "broken"


def test_a_plugin_that_annotates_may_not_touch_the_text() -> None:
    class Edits:
        name = "edits"

        @hookimpl
        def cleanread_annotate(self, document: cleanread.Document) -> None:
            document.blocks[0].text = "something else"
            document.metadata.title = "kept"

    article = cleanread.Cleaner(plugins=[Edits()]).clean(TEXT)
    assert article.text == TEXT
    assert article.title == "kept"
    assert "only verdicts may" in article.problems[0]


def test_a_verdict_on_another_documents_block_is_refused() -> None:
    class Stale:
        name = "stale"
        block: cleanread.Block | None = None

        @hookimpl
        def cleanread_clean(self, document: cleanread.Document) -> Any:
            self.block = self.block or document.blocks[0]
            return [Drop(self.block, "stale", "from before", 0.99)]

    cleaner = cleanread.Cleaner(plugins=[Stale()])
    assert cleaner.clean(TEXT).problems == []
    assert "not one of this document's" in cleaner.clean(TEXT).problems[0]


def test_threads_get_the_same_results_as_one() -> None:
    sources = [path.read_bytes() for path in SEEDS]
    cleaner = cleanread.Cleaner()
    barrier = threading.Barrier(8)

    def work(number: int) -> list[str]:
        if number < 8:
            barrier.wait()
        return [cleaner.clean(source).text for source in sources]

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(work, range(16)))
    expected = [cleaner.clean(source).text for source in sources]
    assert all(result == expected for result in results)


def test_an_unknown_format_is_an_error() -> None:
    article = cleanread.clean(TEXT)
    with pytest.raises(cleanread.FormatError, match="did you mean 'markdown'"):
        article.render("markdwn")


def test_a_third_party_format_and_reader_work_like_ours() -> None:
    class Csv:
        name = "csv"
        before = ["read_text"]  # noqa: RUF012

        @hookimpl
        def cleanread_read(self, source: cleanread.Source) -> cleanread.Document | None:
            if source.media_type != "text/csv":
                return None
            text, _ = source.decode()
            return cleanread.Document([cleanread.Block(row) for row in text.splitlines()], source)

        @hookimpl
        def cleanread_render(self, article: cleanread.Article, format: str) -> str | None:
            return "|".join(block.text for block in article.blocks) if format == "bars" else None

    article = cleanread.Cleaner(plugins=[Csv()]).clean(b"a,b\nc,d", media_type="text/csv")
    assert article.render("bars") == "a,b|c,d"


@pytest.mark.parametrize("source", [b"%PDF-1.7 ...", b"\x89PNG\r\n", b"abc\0def", 12, None])
def test_what_is_no_text_is_refused(source: Any) -> None:
    with pytest.raises(cleanread.SourceError):
        cleanread.clean(source)


def test_an_unknown_media_type_is_refused() -> None:
    with pytest.raises(cleanread.SourceError, match="application/pdf"):
        cleanread.clean(b"words", media_type="application/pdf")


def test_an_empty_source_is_an_empty_article_and_says_so() -> None:
    article = cleanread.clean("  \n")
    assert article.text == "  \n"
    assert "no text" in article.problems[0]


def test_a_broken_renderer_is_named_and_the_next_one_tried() -> None:
    class Broken:
        name = "aaa"

        @hookimpl
        def cleanread_render(self, article: cleanread.Article, format: str) -> str | None:
            raise RuntimeError("no ink")

    article = cleanread.Cleaner(plugins=[Broken()]).clean(TEXT)
    assert article.text == TEXT
    assert [problem.plugin for problem in article.problems] == ["aaa"]
    with pytest.raises(cleanread.PluginError, match="no ink"):
        _ = cleanread.Cleaner(plugins=[Broken()], strict=True).clean(TEXT).text


def test_a_plugin_that_exits_costs_itself() -> None:
    class Exits:
        name = "exits"

        @hookimpl
        def cleanread_clean(self, document: cleanread.Document) -> Any:
            raise SystemExit(0)

    article = cleanread.Cleaner(plugins=[Exits()]).clean(TEXT)
    assert article.text == TEXT
    assert [problem.plugin for problem in article.problems] == ["exits"]


def test_what_plugins_share_is_gone_when_the_document_is_cleaned() -> None:
    assert cleanread.clean(TEXT).document.shared == {}
