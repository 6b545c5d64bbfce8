"""The main-content model: its features, its decision, and pages of several kinds that it has never seen."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleanread
from cleanread import Block, Role
from cleanread.errors import CleanreadError
from cleanread.readers.html import cleanread_read
from cleanread.source import Source
from cleanread.words import count_words
from cleanread_plugins import main_content
from cleanread_plugins.main_content import amount, characters, features, kin, model, parts, tree
from cleanread_plugins.main_content.vocabulary import Vocabulary
from cleanread_plugins.scoring import probability

#: Without the Burmese full stop: a stop here, a character of a script without spaces elsewhere.
texts = st.text(
    st.characters(codec="utf-8", max_codepoint=0xFFFF, exclude_characters="\u104b")
    | st.sampled_from("ab1 .é記ไ한_\u0301\n\u200b"),
    max_size=30,
)
PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))


def document(html: str) -> cleanread.Document:
    found = cleanread_read(Source.of(html, "https://example.org/story", "text/html"))
    assert found is not None
    return found


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_comes_out_as_its_author_meant_it(path: Path) -> None:
    """In a page of tests, what must go stands in elements with ``data-expect="drop"``; what may go or stay in ``either``."""
    article = cleanread.clean(path.read_bytes(), url="https://example.org/story")
    lost, left = [], []
    gone = {removal.index for removal in article.removed if removal.kind == "drop"}
    for block in article.document.blocks:
        expected = _expected(block.element)
        if block.words and expected == "keep" and block.index in gone:
            lost.append(block.text[:80])
        if block.words and expected == "drop" and block.index not in gone:
            left.append(block.text[:80])
    assert not lost
    assert not left
    assert not [problem for problem in article.problems if problem.plugin]


def _expected(element: object) -> str:
    while element is not None:
        told = element.get("data-expect")  # type: ignore[attr-defined]
        if told:
            return str(told)
        element = element.getparent()  # type: ignore[attr-defined]
    return "keep"


def test_features_are_as_many_as_their_names_and_finite() -> None:
    page = document(PAGES[0].read_text(encoding="utf-8"))
    found = features.look(page).features(Vocabulary({"nnav": -2.0, "wthe": 0.5}))
    assert found.shape == (len(features.names()), len(page.blocks))
    assert np.isfinite(found).all()
    assert len(set(features.names())) == len(features.names())


@given(st.lists(texts, min_size=1, max_size=6))
def test_words_and_characters_are_counted_as_elsewhere(given_texts: list[str]) -> None:
    counts = characters.count(given_texts)
    assert counts.lengths.tolist() == [len(text) for text in given_texts]
    assert counts.words.tolist() == [count_words(text) for text in given_texts]
    assert counts.pieces.tolist() == [len(text.split()) for text in given_texts]
    assert counts.kinds.sum(axis=0).tolist() == counts.lengths.tolist()


def test_elements_know_how_many_are_alike_and_what_they_hold() -> None:
    page = document(
        "<body><ul><li class='item-1'>One here</li><li class='item-2'>Two</li></ul><div><p>Three words here</p></div></body>"
    )
    found = tree.tree_of(page.blocks)
    items = found.of[:2]
    assert found.beside[items].tolist() == [2, 2]
    assert found.number[items].tolist() == [0, 1]
    words = np.array([[block.words for block in page.blocks]], dtype=np.float32)
    held = found.within(words)[0]
    assert held[0] == words.sum()
    assert held[found.parent[items[0]]] == 3


def test_a_network_says_the_same_of_a_page_in_any_number_of_threads() -> None:
    page = features.look(document(PAGES[0].read_text(encoding="utf-8")))
    first = model.model().log_odds(page)
    assert all((model.model().log_odds(page) == first).all() for _ in range(3))


@pytest.mark.parametrize(
    "html", ["", "<p>", "<body><p>One word", "<img src=a.png>", "<div><div></div></div>", "<p>&#8203;</p>"]
)
def test_pages_with_next_to_nothing_are_no_error(html: str) -> None:
    article = cleanread.clean(html, media_type="text/html")
    assert [problem for problem in article.problems if problem.plugin] == []


def test_the_weights_fit_the_code() -> None:
    assert model.model().mixture.nets


def test_other_feature_code_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    model.model.cache_clear()
    monkeypatch.setattr(model, "fingerprint", lambda: "another")
    with pytest.raises(CleanreadError, match=r"training/train\.py"):
        model.model()
    model.model.cache_clear()


def test_weights_are_small_enough_to_ship() -> None:
    assert Path(model.__file__).with_name(model.WEIGHTS).stat().st_size < 2_000_000


blocks = st.lists(st.tuples(st.floats(-5, 5), st.integers(1, 200)), min_size=1, max_size=12)


@given(blocks)
def test_the_start_keeps_what_has_the_highest_expected_f1(given_blocks: list[tuple[float, int]]) -> None:
    odds = np.array([own for own, _ in given_blocks])
    words = np.array([float(count) for _, count in given_blocks])
    likely = probability(odds)

    def expected(kept: np.ndarray) -> float:
        return float(2 * (words * likely)[kept].sum() / (words[kept].sum() + (words * likely).sum()))

    chosen = odds > amount.expected(odds, words)
    best = max(expected(odds >= limit) for limit in odds)
    assert expected(chosen) >= best - 1e-6 or np.isclose(likely[:, None], likely[None, :], atol=2e-3).sum() > len(likely)


def test_more_and_less_of_a_page_are_told_as_numbers() -> None:
    page = features.look(document(PAGES[0].read_text(encoding="utf-8")))
    odds = model.model().log_odds(page)
    numbers = amount.candidates(odds, page, amount.expected(odds, page.words))
    assert numbers.shape[1] == len(amount.STEPS)
    assert np.isfinite(numbers).all()
    share_kept = numbers[amount.COLUMNS.index("share kept")]
    assert (np.diff(share_kept) <= 0).all()


def test_the_dial_keeps_more_or_less() -> None:
    html = PAGES[0].read_bytes()
    words = [
        cleanread.Cleaner(only=["main_content"], options={"main_content": {"bias": bias}}).clean(html).word_count
        for bias in (-6.0, 0.0, 6.0)
    ]
    assert words[0] < words[1] < words[2]


def enclosed(page: cleanread.Document, odds: list[float | None]) -> set[int]:
    return parts.enclosed(odds, parts.parts_of(page))


def test_formulas_stay_with_their_numbers_between_texts_that_stay() -> None:
    formula = (
        '<table><tr><td></td><td><math display="block"><mi>a</mi><mo>=</mo><mi>b</mi></math></td><td>(1)</td></tr></table>'
    )
    page = document(f"<p>It holds that</p>{formula}{formula}<p>for all of them.</p>")
    assert [block.text for block in page.blocks[1:3]] == ["a = b", "(1)"]
    assert enclosed(page, [2.0, -1.0, -3.0, -1.0, -3.0, 2.0]) == {1, 2, 3, 4}
    assert enclosed(page, [2.0, -1.0, -3.0, -1.0, -3.0, -2.0]) == set()
    assert enclosed(page, [2.0, -5.0, -3.0, 1.0, -3.0, 2.0]) == {2, 4}
    other = document("<p>It holds that</p><p>(1)</p><p>for all of them.</p>")
    assert enclosed(other, [2.0, -1.0, 2.0]) == set()


def test_a_text_that_stands_elsewhere_on_the_page_before_stays_once() -> None:
    text = "The bridge was closed at noon, after the river had reached the mark of last spring."
    page = document(
        f"<main><div><p>{text}</p><p>Short.</p></div></main><aside><div><p>{text}</p><p>Short.</p></div></aside><p>{text}</p>"
    )
    seen = parts.parts_of(page)
    assert parts.repeated([2.0, 2.0, 2.0, 2.0, -2.0], seen) == {2, 3}  # half of it: what is short goes with it
    assert parts.repeated([-2.0, 2.0, 2.0, -2.0, 2.0], seen) == {4}
    assert parts.repeated([2.0, 2.0, -2.0, 2.0, -2.0], seen) == set()
    listed = document(
        f"<div><ul><li>{text}</li></ul></div><main><ul><li>{text}</li></ul></main>"
    )  # as the same parameter of two calls
    assert parts.repeated([2.0, 2.0], parts.parts_of(listed)) == set()
    for song in (f"<div><p>{text}</p><p>{text}</p></div>", f"<div><p>{text}</p></div><div><p>{text}</p></div>"):
        assert parts.repeated([2.0, 2.0], parts.parts_of(document(song))) == set()


def test_a_page_with_its_article_twice_has_it_once() -> None:
    html = (Path(__file__).parent / "pages" / "news.html").read_text(encoding="utf-8")
    body = html[html.index("<article") : html.index("</article>") + len("</article>")]
    twice = html.replace(body, f'<div class="wide">{body}</div><div class="narrow">{body}</div>')
    assert cleanread.clean(twice).word_count < 1.2 * cleanread.clean(html).word_count


def test_a_doubtful_heading_between_two_texts_that_stay_stays_with_them() -> None:
    page = document("<p>One text.<h2>Between</h2><p>Another text.<h2>After</h2><p>Menu<h2>Last</h2>")
    odds: list[float | None] = [2.0, -0.5, 2.0, -0.5, -2.0, -0.5]
    assert enclosed(page, odds) == {1}
    assert enclosed(page, [2.0, -2.5, 2.0, -0.5, None, 3.0]) == {3}
    assert main_content.prose(page, [0, 2]) == 0.0
    beside = document("<p>One text.<aside><h2>Between</h2></aside><p>Another text.")
    assert enclosed(beside, [2.0, -0.5, 2.0]) == set()
    picture = document(
        "<p>One text.<img src=a.png><figcaption>The bridge</figcaption><p>Two.<figcaption>Alone</figcaption><p>Three."
    )
    assert enclosed(picture, [2.0, None, -0.5, 2.0, -0.5, 2.0]) == {2}
    accordion = document("<p>One text.<div><button>And why?</button><p>Because.</div><div><button>Share</button></div><p>Two.")
    assert enclosed(accordion, [2.0, -0.5, 2.0, -0.5, 2.0]) == {1}


def test_code_between_two_texts_that_stay_stays_with_them() -> None:
    page = document("<p>Type this:<pre>apt install hello</pre><p>Then this:<pre>hello</pre><p>Menu")
    assert enclosed(page, [2.0, -3.0, 2.0, -3.0, -2.0]) == {1}


def test_a_picture_goes_with_the_texts_around_it_and_its_caption_with_the_picture() -> None:
    page = document(
        "<p>One text.<figure><img src=a.png><figcaption>The bridge at noon</figcaption></figure><p>Two."
        "<div><img src=b.png><p>Photo: J. Vos</div><p>Three."
        "<figure><img src=c.png><figcaption>Elsewhere</figcaption></figure><p>Menu"
    )
    seen = parts.parts_of(page)
    assert [page.blocks[index].text for index, own in enumerate(seen.captions) if own] == ["The bridge at noon", "Elsewhere"]
    odds = [2.0, None, -1.2, 2.0, None, -6.0, 2.0, None, -6.0, -9.0]
    told = parts.filled(odds, seen)
    assert [own > 0 for own in told] == [True, True, False, True, True, False, True, False, False, False]
    assert parts.captions(told, seen) == {2}
    assert parts.captions([*told[:2], -2.0, *told[3:]], seen) == set()


def test_the_headline_is_kept_be_it_one_word_or_in_the_header() -> None:
    text = "<p>" + "The widget module makes and changes widgets, and needs no other module for that. " * 4
    for html in (
        f"<title>widget — Widget 2.1 documentation</title><main><h1>widget</h1>{text}</main>",
        f"<title>Lemon lake - Lakes</title><header><h1>Lemon lake</h1><a href=/de>Deutsch</a></header><main>{text}</main>",
    ):
        page = document(html)
        kept = [block.index for block in page.blocks if block.words > 40]
        verdicts = [verdict for verdict in main_content.opening(page, kept) if verdict.rule == "headline"]
        assert [(verdict.block.role, verdict.confidence) for verdict in verdicts] == [("heading", 0.999)]


def test_a_long_text_is_kept_to_its_end() -> None:
    chance = np.random.default_rng(7)
    words = "the of and a to in is was he for it with as his on be at by had not are but from or have an they which one".split()
    words += "river bridge council harbour winter market letter engine window garden soldier teacher village summer".split()
    paragraphs = [" ".join(chance.choice(words, size)).capitalize() + "." for size in chance.integers(20, 90, 400)]
    parts = [f"<p>{text}</p>{'<h2>A further part</h2>' if at % 40 == 39 else ''}" for at, text in enumerate(paragraphs[:-1])]
    article = cleanread.clean(
        "<title>The long story</title><nav><a href=/>Home</a> <a href=/n>News</a></nav><article><h1>The long story</h1>"
        f"{''.join(parts)}<p>{paragraphs[-1]}</p></article><footer><p>© 2024 Example</p><a href=/c>Contact</a></footer>"
    )
    assert {removal.text.strip() for removal in article.removed} == {"Home News", "© 2024 Example", "Contact"}


def test_what_goes_on_with_a_long_text() -> None:
    text = "<p>" + "The lake is fed by two rivers, and drains into the fjord to the west of the town. " * 60
    page = document(
        f"<article><div class=text>{text * 4}<p>And the river went on, as rivers do in all the years of men.<p>Short.</div>"
        "<div class=more><p>Another story told in the same words, but elsewhere on the page.</div></article>"
        "<article><div class=text><p>The next article, which pages that never end show below this one.</div></article>"
    )
    told, words = [2.0, 2.0, 2.0, 2.0, -1.0, -1.0, -1.0, -1.0], [block.words for block in page.blocks]
    assert kin.may_go_on(told, words)
    assert kin.continued(told, words, kin.kinds_of(page)) == {4}
    assert kin.continued([2.0, 2.0, *[-1.0] * 6], words, kin.kinds_of(page)) == set()


def with_notes(count: int, heading: str = "<h2>Notes</h2>") -> cleanread.Document:
    marks = "".join(f'<sup id="r{n}"><a href="#fn{n}">{n}</a></sup>' for n in range(1, count + 1))
    told = "".join(f'<li id="fn{n}">See the book on lakes, page {n}. <a href="#r{n}">↩</a></li>' for n in range(1, count + 1))
    text = "The lake is fed by two rivers, and drains into the fjord. " * 20
    return document(f"<p>{text}{marks}</p>{heading}<ol>{told}</ol>")


@pytest.mark.parametrize(
    ("notes", "firmness", "confidence"), [(2, 1.0, 0.995), (2, 6.0, 0.995), (12, 1.0, 0.971), (12, 6.0, 0.995)]
)
def test_few_footnotes_surely_stay_with_their_marks(notes: int, firmness: float, confidence: float) -> None:
    page = with_notes(notes)
    verdicts = list(main_content.notes(page, [0], [2.0, -1.0, *[-1.0] * notes], firmness))
    assert [round(verdict.confidence, 3) for verdict in verdicts] == [confidence] * (notes + 1)
    assert verdicts[-1].block.text == "Notes"


@pytest.mark.parametrize("firmness", [1.0, 6.0])
def test_footnotes_that_the_model_is_sure_of_go_with_their_heading(firmness: float) -> None:
    page = with_notes(12)
    assert [*main_content.notes(page, [0], [2.0, -1.0, *[-4.0] * 12], firmness)] == []
    some = [verdict.block.index for verdict in main_content.notes(page, [0], [2.0, -1.0, *[-4.0] * 11, -1.0], firmness)]
    assert some == [13, 1]


def test_a_hidden_heading_of_footnotes_stays_hidden() -> None:
    page = with_notes(1, '<h2 class="sr-only">Footnotes</h2>')
    assert [verdict.block.text for verdict in main_content.notes(page, [0], [2.0, -1.0, -1.0], 1.0)] == [page.blocks[2].text]


def test_what_is_for_screen_readers_or_editors_goes() -> None:
    text = "The lake is fed by two rivers, and drains into the fjord to the west. " * 3
    article = cleanread.Cleaner(only=["interface"]).clean(
        f'<h2>The lake <span class="mw-editsection">[<a href="/edit">edit</a>]</span></h2><p>{text}<a href="/r">Read the report'
        f'<span class="sr-only"> (opens in a new window)</span></a> of the office. {text}</p><p>{text}</p>',
        media_type="text/html",
    )
    assert {removal.text.strip() for removal in article.removed} == {"[edit]", "(opens in a new window)"}
    assert "Read the report of the office." in article.text


def test_a_page_of_sentences_is_prose() -> None:
    page = document("<p>This is one sentence of more than twelve words, as they stand in most articles.<p>Not this")
    assert 0.8 < main_content.prose(page, [0, 1]) < 1.0


def test_reasons_are_sentences_that_people_understand() -> None:
    article = cleanread.Cleaner(only=["main_content"]).clean(PAGES[0].read_bytes())
    reasons = {removal.reason for removal in article.removed}
    assert reasons
    assert all(reason.startswith("a ") and not any(char.isdigit() for char in reason) for reason in reasons)


def test_reasons_name_what_stands_there() -> None:
    page = document("<p>One text.<dl><dt>Ebb</dt><dd>Falling water</dd><dt>Flow</dt><dd>Rising</dd></dl><p>Another text.")
    odds = [2.0, -1.0, 2.0, 2.0, -1.0, 2.0]
    page.shared[main_content.__name__] = odds
    told = {verdict.reason for verdict in main_content.cleanread_clean(page, {"bias": 0.0, "comments": "auto"})}
    assert {f"a {kind} between two parts of the main content" for kind in ("term", "definition")} <= told
    assert main_content.reason(Block("x", Role.MATH, index=0), 3, 4) == "a formula, before the main content"


def test_plain_text_is_not_its_business() -> None:
    article = cleanread.Cleaner(only=["main_content"]).clean("Home\nNews\nA text that has no page around it.\n")
    assert article.removed == []
    assert main_content.CERTAINTY < 1
