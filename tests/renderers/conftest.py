"""Articles made by hand, rendered with the package's own renderers."""

import pytest
from hypothesis import HealthCheck, settings

from cleanread.article import Article
from cleanread.document import Block, Document, Metadata
from cleanread.renderers import html, json, markdown, text
from cleanread.resolver import Evidence, resolve
from cleanread.source import Source
from cleanread.verdicts import Drop

# how long an example takes says more of the machine than of the code
settings.register_profile("renderers", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("renderers")


def render(article, format):
    for plugin in (text, markdown, html, json):
        rendered = plugin.cleanread_render(article, format)
        if rendered is not None:
            return rendered
    raise AssertionError(f"nothing renders {format}")


def make(*blocks, media_type="text/html", dropped=(), **metadata):
    """An article of blocks (or of strings, each a paragraph), some of them dropped."""
    made = [Block(block) if isinstance(block, str) else block for block in blocks]
    document = Document(made, Source("", media_type), Metadata(**metadata))
    decisions, _ = resolve(document, [Evidence("test", Drop(made[index])) for index in dropped])
    return Article(document, decisions, render=render)


@pytest.fixture(scope="session")
def article():
    return make
