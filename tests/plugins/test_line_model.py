"""The line model for plain text: what it counts, how it decides, and that it stays a witness among others."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleanread
from cleanread.document import count_words
from cleanread.errors import CleanreadError
from cleanread_plugins.line_model import characters, decision, features, model, vocabulary
from cleanread_plugins.line_model.windows import windows
from cleanread_plugins.scoring import best_threshold
from cleanread_plugins.trees import Trees

SHARED = Path(__file__).parents[3] / "shared"
MENU = ["Home", "Harbour", "Tides", "Market", "Weather", "Search", "Log in", "Archive", "Jobs", "Contact"]
PROSE = [
    "Every morning at six the harbour master climbs the old tower, opens a tin box and takes out a pencil and a notebook.",
    "She counts the seals on the sandbank, writes the number down, and only then does she look at the boats in the bay.",
    "Her notebooks have been bound by the library, where students have begun to copy the numbers into their machines.",
]
lines = st.lists(st.text(max_size=60).filter(lambda text: text.strip() != ""), max_size=30)


def removed(text: str, **options: object) -> list[str]:
    cleaner = cleanread.Cleaner(only=["line_model"], options={"line_model": options}, strict=True)
    return [removal.text for removal in cleaner.clean(text, media_type="text/plain").removed]


# what is counted


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Read the article, not the page.", {"tokens": 6, "capitals": 1, "small": 5, "inner": 1}),
        ("18 September 2025, 10:30", {"years": 1, "times": 1, "numbers": 4}),
        ("3/4 · 2025-09-18", {"years": 1}),
        ("harbour.example", {"dotted": 1}),
        ("and then it rained…", {"cut": True}),
        ("and then it rained...", {"cut": True}),
        ("It rained.", {"cut": False}),
        ("記事を読む。", {"tokens": 5, "size": 2.5}),
        ("אני קורא את המאמר", {"tokens": 4, "capitals": 0, "small": 0}),
        ("किताब पढ़ो।", {"tokens": 2}),
        ("", {"tokens": 0, "length": 1}),
    ],
)
def test_a_line_is_counted(line: str, expected: dict[str, float]) -> None:
    counts = characters.count([line])
    assert {name: getattr(counts, name)[0] for name in expected} == expected


@pytest.mark.parametrize(
    ("line", "kind"), [("“It rained.”", "stop"), ("(It rained.)", "stop"), ("Rain:", "colon"), ("雨？", "question")]
)
def test_a_line_ends_before_its_quotes_and_brackets(line: str, kind: str) -> None:
    assert characters.KINDS[characters.count([line]).end[0]] == kind


@settings(deadline=None)  # a busy machine is no failure
@given(st.text(alphabet="abcßÉäđжЖωΩאب019 .,;:-–—…'’“”()/#©€😀", max_size=200))
def test_words_are_those_of_the_library(text: str) -> None:
    assert characters.count([text]).tokens[0] == count_words(text)


@settings(deadline=None)  # a busy machine is no failure
@given(lines)
def test_counting_in_chunks_is_counting_at_once(given_lines: list[str]) -> None:
    known = characters.tables()
    whole = characters._count(known, given_lines)
    parts = [characters._count(known, [line], number) for number, line in enumerate(given_lines)]
    for name in characters.Counts.__dataclass_fields__ if parts else ():
        together = np.concatenate([getattr(part, name) for part in parts], axis=-1)
        assert np.array_equal(together, getattr(whole, name)), name


# features


@settings(deadline=None)  # a busy machine is no failure
@given(lines)
def test_features_are_finite_and_as_many_as_their_names(given_lines: list[str]) -> None:
    counts = characters.count(given_lines)
    values = np.vstack([features.describe(counts), model.model().vocabulary.columns(vocabulary.terms_of(counts))])
    assert values.shape == (len(model.NAMES), len(given_lines))
    assert counts.size.shape == (len(given_lines),)
    assert np.isfinite(values).all()
    assert len(set(model.NAMES)) == len(model.NAMES)


@settings(deadline=None)  # a busy machine is no failure
@given(st.lists(st.booleans(), max_size=12))
def test_runs_and_distances(hits: list[bool]) -> None:
    if not hits:
        return
    array = np.array(hits)
    lengths, places = features.run_lengths(array)
    since = features.since(array)
    for at in range(len(hits)):
        start = at
        while start > 0 and hits[start - 1] == hits[at]:
            start -= 1
        end = at
        while end < len(hits) and hits[end] == hits[at]:
            end += 1
        assert (lengths[at], places[at]) == (end - start, at - start)
        before = [index for index in range(at + 1) if hits[index]]
        assert since[at] == (at - before[-1] if before else at + 1)


@settings(deadline=None)  # a busy machine is no failure
@given(st.lists(st.integers(-9, 9), min_size=1, max_size=12), st.integers(-4, 4), st.integers(0, 4))
def test_windows_are_means_of_the_lines_around(numbers: list[int], first: int, width: int) -> None:
    found = windows(np.array([numbers], dtype=float), [(first, first + width)])[0]
    for at in range(len(numbers)):
        around = [numbers[index] for index in range(at + first, at + first + width + 1) if 0 <= index < len(numbers)]
        assert found[at] == pytest.approx(sum(around) / len(around) if around else 0)


@settings(deadline=None)  # a busy machine is no failure
@given(st.lists(st.integers(0, 60), min_size=1, max_size=12))
def test_the_best_run_is_the_best(words: list[int]) -> None:
    size, cost = np.array(words, dtype=float), 8.0
    start, end = features.best_run(size, np.zeros(len(words), dtype=bool), cost)
    sums = [(size[a:b] - cost).sum() for a in range(len(words)) for b in range(a + 1, len(words) + 1)]
    assert (size[start:end] - cost).sum() == pytest.approx(max(0.0, *sums))


def test_lines_that_come_again_are_known_and_no_others() -> None:
    values = features.describe(characters.count(["Rain", "Sun", "Rain", "Rain today", "Sun and rain", "Rain"]))
    elsewhere = values[features.NAMES.index("same line elsewhere")]
    assert (elsewhere > 0).tolist() == [True, False, True, False, False, True]


# words


def scored(texts: list[str], **scores: float) -> dict[str, list[float]]:
    """The columns of lines, by name, with a vocabulary of such terms: a kind, and a line whose only term of the kind it is."""
    hashes, values = [], []
    for term, score in scores.items():
        kind, _, words = term.partition("_")
        terms = vocabulary.terms_of(characters.count([words.replace("_", " ")]))
        at = vocabulary.KINDS.index(kind)
        hashes.append(terms.hashes[terms.ends[at] - 1])
        values.append(score)
    order = np.argsort(hashes)
    known = vocabulary.Vocabulary(np.array(hashes, dtype=np.uint32)[order], np.array(values)[order])
    columns = known.columns(vocabulary.terms_of(characters.count(texts)))
    return dict(zip(vocabulary.NAMES, columns.tolist(), strict=True))


def test_each_kind_of_term_is_found_where_it_stands_and_nowhere_else() -> None:
    texts = ["Read more about rain", "Rain fell, read more", "More to read", "Read more", "!", "READ MORE!"]
    assert scored(texts, pair_read_more=-2.0)["lowest score of a pair"] == [-2, -2, 0, -2, 0, -2]
    assert scored(texts, first_read_more=-2.0)["score of first words"] == [-2, 0, 0, -2, 0, -2]
    assert scored(texts, last_read_more=-2.0)["score of last words"] == [0, -2, 0, -2, 0, -2]
    assert scored(texts, whole_read_more=-2.0)["score of whole line"] == [0, 0, 0, -2, 0, -2]
    assert scored(texts, word_rain=3.0)["highest score of a word"] == [3, 3, 0, 0, 0, 0]
    assert scored(texts, word_rain=3.0)["score of words"] == [0.75, 0.75, 0, 0, 0, 0]


def test_a_number_counts_as_any_other_and_a_longer_line_is_not_looked_up_whole() -> None:
    assert scored(["5 comments", "12 comments", "no comments"], whole_7_comments=-1.0)["score of whole line"] == [-1, -1, 0]
    terms = vocabulary.terms_of(characters.count(["a b c d e", "a b c d e f"]))
    assert terms.line[terms.ends[-2] :].tolist() == [0]


def test_what_words_say_reaches_the_lines_around() -> None:
    around = scored(["Comments", "I agree.", "So do I."], whole_comments=-4.0)
    assert around["score of whole line [-1, -1]"] == [0, -4, 0]
    assert around["score of whole line [-8, -1]"] == [0, -4, -2]
    assert around["score of whole line [+1, +1]"] == [0, 0, 0]


@settings(deadline=None)  # a busy machine is no failure
@given(lines)
def test_terms_of_a_text_are_the_terms_of_its_lines(given_lines: list[str]) -> None:
    def by_line(texts: list[str]) -> list[list[tuple[int, int]]]:
        terms = vocabulary.terms_of(characters.count(texts))
        kinds = np.repeat(np.arange(len(vocabulary.KINDS)), np.diff((0, *terms.ends)))
        return [
            sorted(zip(kinds[terms.line == at].tolist(), terms.hashes[terms.line == at].tolist(), strict=True))
            for at in range(len(texts))
        ]

    assert by_line(given_lines) == [terms for line in given_lines for terms in by_line([line])]


# trees


@settings(deadline=None)  # a busy machine is no failure
@given(st.integers(0, 2**32 - 1))
def test_trees_add_the_leaves_that_their_questions_lead_to(seed: int) -> None:
    chance = np.random.default_rng(seed)
    depth, trees, rows = int(chance.integers(1, 7)), int(chance.integers(1, 5)), int(chance.integers(0, 700))
    about, limits = chance.integers(0, 3, (depth, trees)), chance.normal(size=(depth, trees)).astype(np.float32)
    leaves = chance.normal(size=(trees, 1 << depth)).astype(np.float32)
    values = chance.normal(size=(3, rows)).astype(np.float32)
    found = Trees.of({"features": about, "thresholds": limits, "leaves": leaves, "bias": 0.5}).sums(values)
    for row in range(rows):
        numbers = [
            sum(int(values[about[level, tree], row] > limits[level, tree]) << level for level in range(depth))
            for tree in range(trees)
        ]
        assert found[row] == pytest.approx(0.5 + sum(leaves[tree, number] for tree, number in enumerate(numbers)), abs=1e-4)


# weights


def test_the_weights_fit_the_code() -> None:
    assert model.model().mixture.nets


def test_other_feature_code_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    model.model.cache_clear()
    monkeypatch.setattr(model, "fingerprint", lambda: "another")
    with pytest.raises(CleanreadError, match=r"training/train_lines\.py"):
        model.model()
    model.model.cache_clear()


def test_weights_are_small_enough_to_ship() -> None:
    plugins = Path(model.__file__).parents[1]
    assert sum(weights.stat().st_size for weights in plugins.glob("*/weights.npz")) <= 2_000_000


# decision

judged = st.lists(st.tuples(st.floats(-8, 8), st.integers(0, 60)), min_size=1, max_size=80)


def _weights(given_lines: list[tuple[float, int]], bias: float = 0.0) -> np.ndarray:
    odds = np.array([odd for odd, _ in given_lines])
    size = np.array([float(words) for _, words in given_lines])
    none = np.zeros(len(odds), dtype=bool)
    return decision.weigh(odds, size, none, none, bias)


@settings(deadline=None)  # a busy machine is no failure
@given(judged, st.floats(0, 5))
def test_the_dial_only_moves_one_way(given_lines: list[tuple[float, int]], more: float) -> None:
    assert (_weights(given_lines, more) >= _weights(given_lines) - 1e-9).all()


@settings(deadline=None)  # a busy machine is no failure
@given(judged)
def test_of_two_lines_of_a_page_the_likelier_is_not_kept_less(given_lines: list[tuple[float, int]]) -> None:
    page = [*given_lines, *[(-8.0, 1)] * 60]
    order = np.argsort([odd for odd, _ in page], kind="stable")
    worded = np.array([words > 0 for _, words in page])[order]
    assert (np.diff(_weights(page)[order][worded]) >= -decision.LEAST - 1e-9).all()


@settings(deadline=None)  # a busy machine is no failure
@given(judged)
def test_an_article_loses_only_what_the_model_is_sure_of(given_lines: list[tuple[float, int]]) -> None:
    odds = np.array([odd for odd, _ in given_lines])
    if decision.pageness(decision.clutter_of(1 / (1 + np.exp(-odds)))) == 0:
        sure = decision.SURE + 0.001
        limit = np.log(sure / (1 - sure))
        assert (odds[_weights(given_lines) < 0] < limit).all()


@settings(deadline=None)  # a busy machine is no failure
@given(judged)
def test_no_confidence_is_certain(given_lines: list[tuple[float, int]]) -> None:
    assert (np.abs(_weights(given_lines)) <= max(decision.MOST_DROP, decision.MOST_KEEP)).all()


@settings(deadline=None)  # a busy machine is no failure
@given(st.lists(st.tuples(st.floats(0.01, 0.99), st.integers(1, 200)), min_size=1, max_size=12))
def test_the_threshold_keeps_what_has_the_highest_expected_f1(given_lines: list[tuple[float, int]]) -> None:
    likely = np.array([probability for probability, _ in given_lines])
    words = np.array([float(count) for _, count in given_lines])

    def expected(kept: np.ndarray) -> float:
        return float(2 * (words * likely)[kept].sum() / (words[kept].sum() + (words * likely).sum()))

    chosen = likely > best_threshold(likely, words)
    best = max(expected(likely >= limit) for limit in likely)
    assert expected(chosen) >= best - 1e-6 or np.isclose(likely[:, None], likely[None, :]).sum() > len(likely)


def test_a_title_is_not_dropped() -> None:
    odds, size = np.array([-5.0, -5.0, 5.0] + [-5.0] * 99), np.array([4.0, 4.0, 50.0] + [2.0] * 99)
    weights = decision.weigh(odds, size, np.array([True, False] + [False] * 100), np.zeros(102, dtype=bool))
    assert weights[0] == 0
    assert weights[1] < 0


def test_the_threshold_of_a_long_page_is_that_of_all_pages() -> None:
    likely = np.array([0.9] * 10 + [0.3] * 10)
    own = best_threshold(likely, np.full(20, 10.0))

    def limit(words: float) -> float:
        size = np.full(20, words)
        return decision._limit(likely, size, float((likely * size).sum()))

    assert limit(10.0) == own
    assert limit(5000.0) == decision.OF_ALL
    assert own > limit(200.0) > decision.OF_ALL


def test_a_sentence_of_an_article_goes_only_when_it_is_sure_by_itself() -> None:
    """Three lines in a row at one in ten go, but not those of them that are whole sentences."""
    odds = np.array([6.0] * 12 + [np.log(0.1 / 0.9)] * 5 + [-9.0] * 4)
    size = np.full(len(odds), 12.0)
    none, prose = np.zeros(len(odds), dtype=bool), np.arange(len(odds)) == 14
    assert (decision.weigh(odds, size, none, none)[12:] < 0).all()
    weights = decision.weigh(odds, size, none, prose)
    assert weights[14] >= 0
    assert (np.delete(weights, 14)[12:] < 0).all()


# the plugin


def test_more_menu_around_a_text_costs_it_no_line() -> None:
    for many in range(0, 60, 5):
        text = "\n".join([*(MENU * 6)[:many], *PROSE, *(MENU * 6)[:many]])
        assert not set(PROSE) & set(removed(text)), many


def test_menus_around_a_text_go() -> None:
    gone = removed("\n".join([*MENU * 4, *PROSE * 2, *MENU * 4]))
    assert len(gone) == 80


def test_the_dial_keeps_more_or_less() -> None:
    text = "\n".join([*MENU * 2, *PROSE, *MENU * 2])
    assert len(removed(text, bias=-6.0)) >= len(removed(text)) >= len(removed(text, bias=6.0))
    assert len(removed(text, bias=-6.0)) > len(removed(text, bias=6.0))


def test_what_it_keeps_weighs_against_the_doubts_of_others() -> None:
    class Doubter:
        """Drops every line, without being sure."""

        name = "doubter"

        @cleanread.hookimpl
        def cleanread_clean(self, document: cleanread.Document) -> list[cleanread.Drop]:
            return [cleanread.Drop(block, "doubt", "it might be no part of the article", 0.6) for block in document.blocks]

    text = "\n".join(PROSE * 3)
    kept = cleanread.Cleaner(only=["line_model", "doubter"], plugins=[Doubter()]).clean(text, media_type="text/plain")
    assert kept.removed == []


def test_reasons_are_words_that_people_understand() -> None:
    cleaner = cleanread.Cleaner(only=["line_model"])
    article = cleaner.clean("\n".join([*MENU * 4, *PROSE * 2, *MENU * 4, "© 2025 The Herald", "12 34", "More to read here …"]))
    reasons = {removal.reason for removal in article.removed}
    assert (
        "a short line like a menu entry, before the text" in reasons
        or "a line that the text repeats, before the text" in reasons
    )
    assert all(reason.startswith("a ") and not any(char.isdigit() for char in reason) for reason in reasons)


def test_pages_are_not_its_business() -> None:
    html = "<html><body>" + "".join(f"<p>{line}</p>" for line in [*MENU * 4, *PROSE, *MENU * 4]) + "</body></html>"
    assert cleanread.Cleaner(only=["line_model"]).clean(html).removed == []


@settings(deadline=None)  # a busy machine is no failure
@given(st.lists(st.sampled_from([*MENU, *PROSE]), max_size=80))
def test_the_same_text_gives_the_same_verdicts(given_lines: list[str]) -> None:
    text = "\n".join(given_lines)
    assert removed(text) == removed(text)


@pytest.mark.parametrize(
    "text", ["", "\n", "word", "a\nb\nc\nd\n", "\u200b\n" * 9, "\ud800\n" * 9, "😀\n" * 9, "𠀀\n" * 9, "1\n" * 500]
)
def test_next_to_nothing_is_no_error(text: str) -> None:
    article = cleanread.Cleaner(only=["line_model"], strict=True).clean(text, media_type="text/plain")
    assert article.restore().source_text == text


@pytest.mark.parametrize(
    "text", ["x" * 3_000_000, "word " * 500_000, "a\n" * 100_000, "\u0301" * 500_000 + "\n" * 4 + "b\nc\nd"]
)
def test_hostile_texts_end(text: str) -> None:
    article = cleanread.Cleaner(only=["line_model"], strict=True).clean(text, media_type="text/plain")
    assert article.problems == [] or not any(problem.plugin for problem in article.problems)


# real texts, where they are at hand


def test_real_articles_keep_their_lines() -> None:
    """Of each hundred lines that people marked as an article's, the model alone takes less than one."""
    gold = SHARED / "texts" / "gold"
    if not gold.exists():
        pytest.skip("needs the shared labelled texts beside the checkout")
    cleaner = cleanread.Cleaner(only=["line_model"])
    lost = total = 0
    for path in sorted(gold.glob("*.jsonl")):
        labels = {row["n"]: row["label"] for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())}
        article = cleaner.clean((SHARED / "texts" / "docs" / f"{path.stem}.txt").read_bytes(), media_type="text/plain")
        gone = {removal.block.line for removal in article.removed}
        wanted = {number for number, label in labels.items() if label == "keep"}
        lost += len(gone & wanted)
        total += len(wanted)
    assert lost < 0.01 * total


def test_a_long_text_is_kept_to_its_end() -> None:
    """Small doubts about each of hundreds of paragraphs are not the clutter of a page."""
    size = np.full(1_200, 60.0)
    odds, none = np.full(1_200, 1.5), np.zeros(1_200, dtype=bool)
    odds[500:600] = -0.5
    odds[700] = -6.0
    weights = decision.weigh(odds, size, none, ~none)
    assert np.flatnonzero(weights < 0).tolist() == [700]
    few = decision.weigh(odds, np.full(1_200, 3.0), none, none)
    assert (few[500:600] < 0).all()


def test_without_a_phrase_of_pages_only_what_is_sure_goes() -> None:
    odds = np.array([4.0, 4.0, -3.0, -3.0, -3.0, 4.0, 4.0, -9.0, 4.0])
    size, none = np.full(len(odds), 4.0), np.zeros(len(odds), dtype=bool)
    heard = decision.weigh(odds, size, none, none)
    unheard = decision.weigh(odds, size, none, none, heard=False)
    assert np.flatnonzero(heard < 0).tolist() == [2, 3, 4, 7]
    assert np.flatnonzero(unheard < 0).tolist() == [7]
    assert (unheard[heard > 0] == heard[heard > 0]).all()


@pytest.mark.parametrize("times", [1, 40])
def test_a_whole_page_without_a_phrase_of_pages_is_still_cleared(times: int) -> None:
    odds = np.array([4.0] * 8 + [-1.5] * 80 * times)
    size, none = np.full(len(odds), 4.0), np.zeros(len(odds), dtype=bool)
    assert (decision.weigh(odds, size, none, none, heard=False)[8:] < 0).all()
