"""Cleaning many files: what to read, where each result goes, and what came of it."""

from __future__ import annotations

import json
import os
import stat
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from .article import Article
from .cleaner import Cleaner
from .errors import CleanreadError
from .output import encoded, whole, write_whole

#: What a folder is searched for.
SUFFIXES = (".txt", ".text", ".md", ".html", ".htm", ".xhtml")
#: Formats with one file a document, and the ending of its name.
EXTENSIONS = {"text": ".txt", "markdown": ".md", "html": ".html", "json": ".json"}


@dataclass(frozen=True, slots=True)
class Job:
    """One file to clean and the path of its result; None when results share one file."""

    source: Path
    target: Path | None


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be cleaned or written, and why."""

    source: Path
    reason: str


@dataclass
class Report:
    """What came of a batch."""

    documents: int = 0
    words_in: int = 0
    words_kept: int = 0
    seconds: float = 0.0
    removed: Counter[str] = field(default_factory=Counter)
    """Removals by plugin."""
    with_removals: Counter[str] = field(default_factory=Counter)
    """Documents by plugin that took something from them."""
    problems: list[tuple[Path, str]] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)

    def count(self, source: Path, article: Article) -> None:
        """Take an article into the sums."""
        self.documents += 1
        self.words_in += sum(block.words for block in article.document.blocks)
        self.words_kept += article.word_count
        by_plugin = Counter(removal.plugin for removal in article.removed)
        self.removed.update(by_plugin)
        self.with_removals.update(by_plugin.keys())
        self.problems += [(source, str(problem)) for problem in article.problems]


def plan(sources: Iterable[Path], target: Path, format: str) -> list[Job]:
    """The files to clean, and where each result goes: no two to one place, none over its source.

    A folder's files keep their places below the target.

    Raises:
        CleanreadError: a source does not exist, the target is of the wrong kind, or a result would replace a source.
    """
    if format == "jsonl" and os.path.isdir(target):
        raise CleanreadError(f"{str(target)!r} is a folder; the jsonl format goes to one file")
    if format != "jsonl" and os.path.lexists(target) and not os.path.isdir(target):
        raise CleanreadError(f"{str(target)!r} is a file; the results go to a folder, except of the jsonl format")
    found = [(path, base) for source in sources for path, base in _files(source, target)]
    if format == "jsonl":
        refuse_overwriting([target], [path for path, _ in found])
        return [Job(path, None) for path, _ in found]
    extension = EXTENSIONS[format]
    places = [_place(path, base, target, extension) for path, base in found]
    often = Counter(map(_sameness, places))
    jobs: list[Job] = []
    taken: set[str] = set()
    for (path, _), place in zip(found, places, strict=True):
        wanted = place.with_name(path.name + extension) if often[_sameness(place)] > 1 else place
        jobs.append(Job(path, free_place(wanted, taken)))
    refuse_overwriting([job.target for job in jobs if job.target is not None], [job.source for job in jobs])
    return jobs


def free_place(wanted: Path, taken: set[str]) -> Path:
    """A place for a result that no other has, with a number if need be; it is taken then."""
    number, free = 2, wanted
    while _sameness(free) in taken:
        free = wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
        number += 1
    taken.add(_sameness(free))
    return free


def _sameness(path: Path) -> str:
    """What two paths have in common that are one on some file system: many tell neither case nor ways of writing accents."""
    return unicodedata.normalize("NFC", str(path)).casefold()


def _files(source: Path, target: Path) -> Iterator[tuple[Path, Path]]:
    """The files of a source, each with the folder that its result's place is relative to.

    A folder that cannot be searched stands for itself, so that it fails by name. Results of an earlier run below the
    source are no input of this one.
    """
    results = os.path.realpath(target)
    if os.path.isdir(source):
        unsearched: list[OSError] = []
        found: list[tuple[Path, Path]] = []
        for folder, folders, names in os.walk(source, onerror=unsearched.append):
            folders[:] = [name for name in folders if os.path.realpath(os.path.join(folder, name)) != results]
            found += [(Path(folder, name), source) for name in names if os.path.splitext(name)[1].lower() in SUFFIXES]
        found += [(Path(error.filename),) * 2 for error in unsearched]
        yield from sorted(found)
    elif os.path.lexists(source):
        yield source, source.parent
    else:
        raise CleanreadError(f"there is no file or folder {str(source)!r}")


def _place(path: Path, base: Path, target: Path, extension: str) -> Path:
    inside = path.relative_to(base)
    return target / inside.with_suffix(extension) if inside.name else target


def refuse_overwriting(targets: Iterable[Path], sources: Iterable[Path]) -> None:
    """Make sure that no result takes the place of a source, be it through links.

    Raises:
        CleanreadError: one would.
    """
    originals = {os.path.realpath(path) for path in sources}
    for target in targets:
        if os.path.realpath(target) in originals:
            raise CleanreadError(f"the result would replace its source {str(target)!r}; choose another place")


def run(
    cleaner: Cleaner,
    jobs: Iterable[Job],
    format: str,
    target: Path,
    *,
    charset: str | None = None,
    fail_fast: bool = False,
    progress: Callable[[Job], None] = lambda job: None,
) -> Report:
    """Clean the files one after the other; an input that fails is set aside with its reason.

    Args:
        cleaner: what cleans.
        jobs: the files, and where each result goes.
        format: of the results.
        target: the one file of the ``jsonl`` format.
        charset: the character set of all files, whatever they say.
        fail_fast: stop at the first one that fails.
        progress: called after each one.

    Raises:
        OSError: the one file of the ``jsonl`` format cannot be written.
    """
    report = Report()
    start = time.perf_counter()
    with whole(target) if format == "jsonl" else nullcontext() as file:
        for job in jobs:
            row = b""
            try:
                article = cleaner.clean(read_file(job.source), None, media_type_of(job.source), charset)
                if job.target is None:
                    row = encoded(json.dumps({"source": str(job.source), **article.to_dict()}, ensure_ascii=False) + "\n")
                else:
                    write_result(job.target, article.render(format))
                report.count(job.source, article)
            except (CleanreadError, OSError) as error:
                report.failures.append(Failure(job.source, reason(error)))
                if fail_fast:
                    break
            if file is not None:
                file.write(row)
            progress(job)
    report.seconds = time.perf_counter() - start
    return report


def write_result(target: Path, text: str) -> None:
    """Write a result, whole or not at all.

    Raises:
        CleanreadError: it cannot be written; the message names the place, which is not the input's.
    """
    try:
        write_whole(target, text)
    except OSError as error:
        raise CleanreadError(f"{str(target)!r} cannot be written: {reason(error)}") from error


def read_file(path: Path) -> bytes:
    """The content of a regular file.

    Raises:
        OSError: it cannot be read, or is no regular file (a pipe would wait for ever).
    """
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise OSError("the folder cannot be searched")
    if not stat.S_ISREG(mode):
        raise OSError("not a regular file")
    return path.read_bytes()


def media_type_of(path: Path) -> str | None:
    """The media type that a file's name tells; None leaves it to the content."""
    return {
        ".txt": "text/plain",
        ".text": "text/plain",
        ".md": "text/plain",
        ".html": "text/html",
        ".htm": "text/html",
        ".xhtml": "text/html",
    }.get(path.suffix.lower())


def reason(error: Exception) -> str:
    """An error in one line, without the file's name that stands beside it."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return " ".join(str(error).split()) or type(error).__name__
