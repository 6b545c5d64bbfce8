"""The way of a page: read, annotate, clean, resolve; rendering happens when asked for."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import repeat
from typing import Any

from . import manager
from .article import Article, Problem
from .document import Block, Document, are_as_before, state_of
from .errors import FormatError, OptionError, PluginError, PluginTimeout, SourceError, nearest
from .manager import Plugin
from .options import check
from .resolver import Said, fault_of, resolve
from .source import Source
from .watchdog import limited

#: Seconds that a plugin may take for one document, by default.
TIME_BUDGET = 10.0


class Cleaner:
    """Cleans documents with one set of plugins and options. Reusable and thread-safe.

    Args:
        disable: names of plugins to leave out.
        only: names of the only plugins that may clean; readers and renderers stay.
        options: for each plugin by name, its options by name.
        strict: raise a plugin's error instead of setting that plugin's verdicts aside.
        plugins: further plugin objects or modules beside the installed ones.
        time_budget: seconds that one plugin may take for one document; None for no limit.

    Raises:
        OptionError: a plugin, option or value that does not exist or fit.
        PluginOrderError: the plugins' declared places form a circle.
        PluginLoadError: two plugins have one name; with ``strict``, also a plugin that cannot be loaded.
    """

    def __init__(
        self,
        *,
        disable: Iterable[str] = (),
        only: Iterable[str] | None = None,
        options: Mapping[str, Mapping[str, Any]] | None = None,
        strict: bool = False,
        plugins: Iterable[Any] = (),
        time_budget: float | None = TIME_BUDGET,
    ) -> None:
        installed, errors = manager.discover(strict=strict)
        extra = [manager.adopt(plugin) for plugin in plugins]
        self.available: list[Plugin] = manager.order([*installed, *extra]) if extra else installed
        self.plugins: list[Plugin] = manager.select(self.available, disable, only)
        self.load_errors: list[PluginError] = errors
        self.strict = strict
        self.time_budget = time_budget
        self._options = self._checked(options or {})
        self._by_hook: dict[str, list[Plugin]] = {}
        for plugin in self.plugins:
            for hook in plugin.hooks:
                self._by_hook.setdefault(hook, []).append(plugin)

    def _checked(self, given: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
        known = {plugin.name for plugin in self.available}
        for name, values in given.items():
            if name not in known:
                raise OptionError(f"options are given for {name!r}, but there is no such plugin{nearest(name, known)}")
            if not isinstance(values, Mapping):
                raise OptionError(f"the options of {name!r} are a mapping of names to values, not {values!r}")
        result = {}
        for plugin in self.available:
            try:
                result[plugin.name] = check(plugin.name, plugin.options(), given.get(plugin.name, {}))
            except PluginError as error:
                if self.strict:
                    raise
                self.load_errors.append(error)
                result[plugin.name] = {}
        return result

    def clean(
        self, source: str | bytes, url: str | None = None, media_type: str | None = None, charset: str | None = None
    ) -> Article:
        """The article in a page or a text.

        Args:
            source: the page; bytes are decoded, HTML and plain text told apart.
            url: where it came from; makes links absolute.
            media_type: ``text/html`` or ``text/plain`` (or another that a plugin reads), when it is known.
            charset: the character set of bytes, whatever they say; without it a page that names none is UTF-8, or what
                fits it best, which `Article.problems` tells.

        Raises:
            OptionError: there is no such character set.
            SourceError: it cannot be read, for instance because it is a binary file.
            PluginError: in strict mode, when a plugin fails.
        """
        with _WithoutCollection():
            run = _Run(self)
            given = Source.of(source, url, media_type, charset)
            document = run.read(given)
            run.annotate(document)
            evidence = run.collect(document)
            decisions, restored = resolve(document, evidence)
            document.shared.clear()  # of no more use, and as much memory as the blocks
        if given.guessed:
            run.problem(
                f"nothing says in which character set this is, and it is not UTF-8: it was read as {given.guessed}, "
                "which fits it best; if that is wrong, name the right one (charset)"
            )
        if restored:
            run.problem(
                "the plugins would have left nothing of the article, "
                f"so the {restored} removals they were least sure of were taken back"
            )
        if not any(block.words for block in document.blocks):
            run.problem("the source holds no text")
        return Article(document, decisions, run.problems, render=self.render, timings=run.timings, evidence=evidence)

    def render(self, article: Article, format: str) -> str:
        """An article in an output format, from the first plugin that renders it.

        Raises:
            FormatError: no plugin renders that format.
            PluginError: in strict mode, when a plugin fails.
        """
        for plugin in self._by_hook.get("cleanread_render", ()):
            try:
                call = partial(plugin.call, "cleanread_render", article=article, format=format)
                rendered = limited(plugin.name, self.time_budget, call)
                if rendered is not None and not isinstance(rendered, str):
                    raise PluginError(plugin.name, f"cleanread_render gives str, not {type(rendered).__name__}")
            except PluginError as error:
                if self.strict:
                    raise
                problem = Problem(f"{error.message}; another renderer is tried", plugin.name)
                if problem not in article.problems:
                    article.problems.append(problem)
                continue
            if rendered is not None:
                return rendered
        raise FormatError(f"no plugin renders the format {format!r}{nearest(format, ('text', 'markdown', 'html', 'json'))}")

    def language_of(self, text: str, hint: Iterable[str] = ()) -> tuple[str, float] | None:
        """Ask the language plugins for the language of a text: BCP 47 code and confidence, or None."""
        for plugin in self._by_hook.get("cleanread_language", ()):
            found: tuple[str, float] | None = plugin.call("cleanread_language", text=text, hint=tuple(hint))
            if found is not None:
                return found
        return None


class _WithoutCollection:
    """No search for circles of objects meanwhile: cleaning makes many objects and no circles, and all are in use to its end.

    Whatever happens in other threads, collection is on afterwards if it was on before.
    """

    __slots__ = ("collecting",)

    def __enter__(self) -> None:
        self.collecting = gc.isenabled()
        gc.disable()

    def __exit__(self, *_: object) -> None:
        if self.collecting:
            gc.enable()


class _Run:
    """One document on its way: the problems and timings of its plugins."""

    def __init__(self, cleaner: Cleaner) -> None:
        self.cleaner = cleaner
        self.problems: list[Problem] = [Problem(error.message, error.plugin) for error in cleaner.load_errors]
        self.timings: dict[str, float] = {}

    def problem(self, message: str, plugin: str | None = None) -> None:
        self.problems.append(Problem(message, plugin))

    def failed(self, error: PluginError, what: str) -> None:
        """A plugin costs itself: name it and go on, or raise in strict mode."""
        if self.cleaner.strict:
            raise error
        self.problem(f"{error.message}; {what}", error.plugin)

    def read(self, source: Source) -> Document:
        late: PluginTimeout | None = None
        for plugin in self.cleaner._by_hook.get("cleanread_read", ()):
            try:
                document = self._limited(plugin, partial(plugin.call, "cleanread_read", source=source))
                if document is not None and not isinstance(document, Document):
                    raise PluginError(plugin.name, f"cleanread_read gives a Document, not {type(document).__name__}")
            except PluginError as error:
                if isinstance(error.__cause__, SourceError):
                    raise error.__cause__ from None
                late = error if isinstance(error, PluginTimeout) else late
                self.failed(error, "another reader is tried")
                continue
            if document is not None:
                return document
        if late is not None:
            raise late
        raise SourceError(f"no plugin reads the media type {source.media_type!r}; use text/html or text/plain")

    def annotate(self, document: Document) -> None:
        before = _snapshot(document)
        for plugin in self.cleaner._by_hook.get("cleanread_annotate", ()):
            try:
                self._call(plugin, "cleanread_annotate", document)
                _unchanged(plugin, document, before)
            except PluginError as error:
                _restore(document, before)
                self.failed(error, "what it knows of this document is missing")

    def collect(self, document: Document) -> list[Said]:
        evidence: list[Said] = []
        before = _snapshot(document)
        for plugin in self.cleaner._by_hook.get("cleanread_clean", ()):
            try:
                evidence.extend(self._verdicts(plugin, document))
                _unchanged(plugin, document, before)
            except PluginError as error:
                _restore(document, before)
                evidence = [item for item in evidence if item[0] != plugin.name]
                self.failed(error, "its verdicts are set aside for this document")
        return evidence

    def _verdicts(self, plugin: Plugin, document: Document) -> list[Said]:
        verdicts = self._call(plugin, "cleanread_clean", document)
        fault = fault_of(verdicts, document.blocks)
        if fault:
            raise PluginError(plugin.name, fault)
        return list(zip(repeat(plugin.name), verdicts))

    def _call(self, plugin: Plugin, hook: str, document: Document) -> list[Any]:
        """Call a hook under the plugin's time budget; a generator is run to its end within it."""
        options = self.cleaner._options[plugin.name]

        def work() -> list[Any]:
            result = plugin.call(hook, document=document, options=options)
            return plugin.guard(hook, partial(list, result or ())) if hook == "cleanread_clean" else []

        result: list[Any] = self._limited(plugin, work)
        return result

    def _limited(self, plugin: Plugin, work: Callable[[], Any]) -> Any:
        """Do a piece of a plugin's work under its time budget, and add the time to the plugin's sum."""
        name, start = plugin.name, time.perf_counter()
        try:
            return limited(name, self.cleaner.time_budget, work)
        finally:
            self.timings[name] = self.timings.get(name, 0.0) + time.perf_counter() - start


_Snapshot = tuple[tuple[Block, ...], list[str], list[int]]


def _snapshot(document: Document) -> _Snapshot:
    return document.blocks, *state_of(document.blocks)


def _unchanged(plugin: Plugin, document: Document, before: _Snapshot) -> None:
    """No plugin edits a document's text: that would be a removal without a verdict."""
    if document.blocks is not before[0] or not are_as_before(*before):
        raise PluginError(plugin.name, "it changed the document's blocks or texts; only verdicts may")


def _restore(document: Document, before: _Snapshot) -> None:
    document.blocks, texts, indices = before
    for block, text, index in zip(document.blocks, texts, indices, strict=True):
        block.text, block.index = text, index


_default: Cleaner | None = None
_lock = threading.Lock()


def clean(source: str | bytes, url: str | None = None, media_type: str | None = None, charset: str | None = None) -> Article:
    """The article in a page or a text, with all installed plugins and their default options.

    See `Cleaner.clean`. To choose plugins or options, make a `Cleaner`.
    """
    global _default
    if _default is None:
        with _lock:
            if _default is None:
                _default = Cleaner()
    return _default.clean(source, url, media_type, charset)
