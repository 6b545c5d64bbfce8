"""The types of requests and responses: they validate, and ``/openapi.json`` is generated from them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, StringConstraints, model_validator

Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
OptionValue = bool | int | FiniteFloat | str | list[str]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Response(BaseModel):
    model_config = ConfigDict(extra="forbid")


#: Exactly one of these, in the language of JSON Schema.
_SOURCES: dict[str, Any] = {
    "oneOf": [{"required": [name], "properties": {name: {"type": "string"}}} for name in ("html", "text", "fetch")],
}


class CleanRequest(_Request):
    """A page or a text, and how to clean it. Exactly one of ``html``, ``text`` and ``fetch``."""

    model_config = ConfigDict(json_schema_extra=_SOURCES)

    html: str | None = Field(None, description="A page.")
    text: str | None = Field(None, description="Plain text, such as was extracted from a page.")
    fetch: str | None = Field(
        None, max_length=8192, description="Address of a page to fetch; only when the service was started with --allow-fetch."
    )
    url: str | None = Field(None, max_length=8192, description="Where the page came from; makes its links absolute.")
    disable: list[Name] = Field([], max_length=200, description="Plugins to leave out.")
    only: list[Name] | None = Field(None, max_length=200, description="The only plugins that may clean.")
    options: dict[Name, dict[Name, OptionValue]] = Field({}, description="For each plugin, its options.")
    restore: list[Name] = Field([], max_length=100_000, description="Removals to bring back, by id.")
    restore_plugins: list[Name] = Field([], max_length=200, description="Plugins all of whose removals to bring back.")

    @model_validator(mode="after")
    def _one_source(self) -> CleanRequest:
        if sum(value is not None for value in (self.html, self.text, self.fetch)) != 1:
            raise ValueError("give exactly one of html, text and fetch")
        return self


class ExportRequest(CleanRequest):
    """What to clean, as for ``/api/clean``, and the format of the article."""

    format: Literal["markdown", "html", "json", "text", "epub"] = Field(description="Format of the file.")


class PairRequest(_Request):
    """The code that ``cleanread pair`` printed."""

    code: str = Field(min_length=1, max_length=40, description="Upper or lower case, with or without its dash.")


class EmptyRequest(_Request):
    """An empty object."""


class BlockOut(_Response):
    """One block of the document, kept or not; together, in order, they are the whole document."""

    index: int = Field(description="Its position in the document.")
    role: str = Field(description="paragraph, title, heading, list-item, quote, code, table, figure, caption …")
    level: int = Field(description="A heading's level (1-6), or the depth of a list item; 0 for others.")
    text: str = Field(description="Its text; of a rewritten block the new one.")
    html: str = Field(description="The block as sanitised HTML; of a rewritten block the new one.")
    words: int = Field(description="Number of words.")
    removed: bool = Field(description="Whether it is no part of the article.")
    ref: str | None = Field(
        None, description="What the attribute `data-cleanread-ref` of its element says, so that it is found in the page again."
    )
    removal: str | None = Field(description="Id of the removal that took it away or rewrote it; restored ones have none.")
    original_html: str | None = Field(None, description="Of a rewritten block: as it was.")


class EvidenceOut(_Response):
    """One plugin's verdict about a block."""

    plugin: str
    verdict: Literal["drop", "keep", "rewrite"]
    rule: str
    reason: str
    confidence: float


class RemovalOut(_Response):
    """One block that was dropped or rewritten, and why."""

    id: str = Field(description="For `restore`.")
    kind: Literal["drop", "rewrite"]
    block: int = Field(description="Index of the block.")
    line: int | None = Field(description="Line in a text source, from 1.")
    path: str | None = Field(description="Element path in a page.")
    text: str = Field(description="The block's text as it was.")
    replacement: str | None = Field(description="Of a rewrite: the text that it has now.")
    plugin: str = Field(description="The plugin whose evidence weighed most.")
    rule: str
    reason: str = Field(description="In plain words.")
    confidence: float = Field(description="All evidence taken together, 0.5 to 1.")
    evidence: list[EvidenceOut] = Field(description="Every verdict about the block, for and against.")


class ArticleOut(_Response):
    """The article."""

    title: str | None
    byline: str | None
    published: str | None = Field(description="ISO 8601.")
    modified: str | None = Field(description="ISO 8601.")
    language: str | None = Field(description="BCP 47.")
    site_name: str | None
    description: str | None
    lead_image: str | None
    url: str | None
    word_count: int = Field(description="Words of the article.")
    source_word_count: int = Field(description="Words of the whole document.")
    blocks: list[BlockOut]
    html: str = Field(description="Sanitised.")
    text: str
    markdown: str


class PluginReport(_Response):
    """What a plugin did with this document."""

    name: str
    version: str
    removed: int
    ms: float = Field(description="Milliseconds that it took.")


class CleanResponse(_Response):
    """The article, and all that was taken away."""

    article: ArticleOut
    removed: list[RemovalOut]
    plugins: list[PluginReport] = Field(description="The plugins that took part, in their order.")
    problems: list[str] = Field(description="What did not go as it should; empty when all went well.")


class PairResponse(_Response):
    """A token for the origin that asked, to be sent as ``Authorization: Bearer TOKEN``."""

    token: str
    id: str = Field(description="Names the pairing in `cleanread pair --list`.")
    origin: str


class OptionOut(_Response):
    """An option of a plugin."""

    name: str
    type: str
    default: OptionValue
    help: str


class PluginOut(_Response):
    """An installed plugin."""

    name: str
    version: str
    distribution: str
    summary: str
    hooks: list[str]
    cleans: bool = Field(description="Whether it gives verdicts, so that it can be switched on and off.")
    options: list[OptionOut]


class PluginsResponse(_Response):
    """The installed plugins in the order in which they work."""

    plugins: list[PluginOut]
    problems: list[str] = Field(description="Plugins that could not be loaded, and why.")


class HealthResponse(_Response):
    """The service is alive."""

    status: Literal["ok"]
    version: str
    allow_fetch: bool = Field(description="Whether `fetch` may be used.")


class Fault(_Response):
    """One fault of a request."""

    pointer: str = Field(description="JSON Pointer (RFC 6901) to the value.")
    detail: str


class Problem(_Response):
    """An RFC 9457 problem document."""

    type: str = Field(description="Names the kind of problem.")
    title: str
    status: int
    detail: str = Field(description="What is wrong and what to do.")
    errors: list[Fault] | None = Field(None, description="Single faults of the request.")
