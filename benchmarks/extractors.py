"""cleanread and its peers, each called as its authors advise; one that is not installed is told by its ImportError.

An extractor is made by a factory, so that a package that is missing costs only itself. Its ``extract`` is what is timed;
``finish`` turns the result into plain text and metadata, outside the time. Comments are left out where a peer has a switch
for them: they are not content of the sets' labels.
"""

from __future__ import annotations

import importlib.metadata
import json
import shutil
import subprocess
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pagesets import Page, text_of

NODE = Path(__file__).parent / "node"
Answer = dict[str, Any]


@dataclass
class Extractor:
    """Something that finds the article in a page.

    Attributes:
        extract: the work that is timed.
        finish: from its result (and the page) to ``text``, ``title``, ``author``, ``date``.
        metadata: whether it gives title, author or date.
        version: of its package.
        seconds: of processor time for a result, where the extractor's own process knows better.
        close: ends what the extractor started.
    """

    extract: Callable[[Page], Any]
    finish: Callable[[Page, Any], Answer]
    version: str = ""
    metadata: bool = False
    seconds: Callable[[Any], float] | None = None
    close: Callable[[], None] = field(default=lambda: None)


def _text(_: Page, result: Any) -> Answer:
    return {"text": result or ""}


def _cleanread() -> Extractor:
    import cleanread

    cleaner = cleanread.Cleaner()

    def extract(page: Page) -> Any:
        article = cleaner.clean(page.html, url=page.url or None, media_type="text/html")
        return article, article.text

    def finish(_: Page, result: Any) -> Answer:
        article, text = result
        return {"text": text, "title": article.title, "author": article.byline, "date": article.published}

    return Extractor(extract, finish, cleanread.__version__, metadata=True)


def _trafilatura(**options: bool) -> Extractor:
    from trafilatura import extract
    from trafilatura.metadata import extract_metadata

    def finish(page: Page, result: Any) -> Answer:
        found = extract_metadata(page.html, default_url=page.url or None)
        return {"text": result or "", "title": found.title, "author": found.author, "date": found.date}

    version = importlib.metadata.version("trafilatura")
    return Extractor(lambda page: extract(page.html, include_comments=False, **options), finish, version, metadata=True)


def _readability_lxml() -> Extractor:
    from readability import Document

    def extract(page: Page) -> Any:
        document = Document(page.html)
        return document.summary(html_partial=True), document.short_title()

    version = importlib.metadata.version("readability-lxml")
    return Extractor(extract, lambda _, got: {"text": text_of(got[0]), "title": got[1]}, version, metadata=True)


def _justext() -> Extractor:
    import justext

    stoplist = justext.get_stoplist("English")
    # the parameters of scrapinghub's article-extraction benchmark: better than its defaults on every set we know
    tuned = {"length_low": 50, "length_high": 200, "stopwords_low": 0.1, "stopwords_high": 0.2, "max_link_density": 0.2}

    def extract(page: Page) -> str:
        return "\n".join(part.text for part in justext.justext(page.html, stoplist, **tuned) if not part.is_boilerplate)

    return Extractor(extract, _text, importlib.metadata.version("justext"))


def _newspaper4k() -> Extractor:
    import newspaper

    warnings.simplefilter("ignore")

    def extract(page: Page) -> Any:
        article = newspaper.Article(page.url or "https://example.org/", fetch_images=False)
        article.download(input_html=page.html)
        article.parse()
        return article

    def finish(_: Page, got: Any) -> Answer:
        return {"text": got.text, "title": got.title, "author": got.authors, "date": got.publish_date}

    return Extractor(extract, finish, importlib.metadata.version("newspaper4k"), metadata=True)


def _resiliparse() -> Extractor:
    from resiliparse.extract.html2text import extract_plain_text

    version = importlib.metadata.version("resiliparse")
    return Extractor(lambda page: extract_plain_text(page.html, main_content=True), _text, version)


class NodeProcess:
    """A process that answers JSON lines; started again after one that did not come back."""

    def __init__(self, task: str) -> None:
        self.command = ["node", str(NODE / "peer.mjs"), task]
        self.process: subprocess.Popen[str] | None = None

    def ask(self, page: Page) -> Answer:
        if self.process is None:
            self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        try:
            self.process.stdin.write(json.dumps({"html": page.html, "url": page.url}) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BaseException:  # a time limit too: what it would answer later is another page's
            self.close()
            raise
        if not line:
            self.close()
            raise RuntimeError("the process ended")
        answer: Answer = json.loads(line)
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer

    def close(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None


def _node(task: str, package: str) -> Extractor:
    manifest = NODE / "node_modules" / package / "package.json"
    if shutil.which("node") is None or not manifest.exists():
        raise ImportError("it needs node, and npm install in benchmarks/node")
    process = NodeProcess(task)

    def finish(_: Page, got: Answer) -> Answer:
        return {**got, "text": text_of(got["html"])}

    version = json.loads(manifest.read_text(encoding="utf-8"))["version"]
    return Extractor(process.ask, finish, version, True, lambda got: got["cpu"], process.close)


FACTORIES: dict[str, Callable[[], Extractor]] = {
    "cleanread": _cleanread,
    "trafilatura": _trafilatura,
    "trafilatura, fast": lambda: _trafilatura(fast=True),
    "trafilatura, precision": lambda: _trafilatura(favor_precision=True),
    "trafilatura, recall": lambda: _trafilatura(favor_recall=True),
    "readability-lxml": _readability_lxml,
    "jusText, tuned": _justext,
    "newspaper4k": _newspaper4k,
    "resiliparse": _resiliparse,
    "Readability.js": lambda: _node("readability", "@mozilla/readability"),
    "defuddle": lambda: _node("defuddle", "defuddle"),
}


def make(names: list[str]) -> tuple[dict[str, Extractor], dict[str, str]]:
    """The extractors of these names that are installed, and of the others why not."""
    made, missing = {}, {}
    for name in names:
        try:
            made[name] = FACTORIES[name]()
        except ImportError as error:
            missing[name] = str(error)
    return made, missing


def parse_seconds(page: Page, times: int = 3) -> float:
    """Processor seconds that lxml.html takes to parse a page, the least of some: the unit of all times."""
    from lxml import etree, html

    source = page.html.encode("utf-8", "replace")
    best = float("inf")
    for _ in range(times):
        parser = html.HTMLParser(encoding="utf-8")
        start = time.process_time()
        with suppress(etree.ParserError, ValueError):
            html.fromstring(source, parser=parser)
        best = min(best, time.process_time() - start)
    return best
