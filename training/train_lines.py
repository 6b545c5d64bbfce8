"""Train the line model of plain texts and write its weights; see README.md."""

from __future__ import annotations

import argparse
import sys
import time
import zlib
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
import net
from export import arrays, text
from pages import domain_of
from terms import TermCounts
from texts import DROP, IGNORE, KEEP, Text, read_texts

from cleanread_plugins.line_model import features
from cleanread_plugins.line_model.decision import sentences, weigh
from cleanread_plugins.line_model.model import NAMES, WEIGHTS, Model
from cleanread_plugins.line_model.vocabulary import Vocabulary
from cleanread_plugins.scoring import best_threshold, probability

SEED = 20260101
FOLDS = 5
#: Parts of the texts: the terms of a text that is trained on are scored by the other parts.
PARTS = 4
#: What the trees count for beside the networks, and how many networks there are.
SHARE, NETS = 0.5, 1
NET = net.Shape(units=48, dilations=(1, 2, 4, 8), dropout=0.1)
#: A line that weighs less is left out by chance, and weighs this much where it is not.
LEAST_WEIGHT = 0.05
#: What a page's second appearance weighs.
AGAIN = 0.5
#: Half of the trees count every page alike, half count a page more the more content it has: by this power of its words.
POWERS = (0.0, 0.4)
#: The same for networks.
NET_POWER = 0.2
#: Words of content of a page that counts the same with every power.
USUAL = 600.0
TREES: dict[str, Any] = {
    "iterations": 240,
    "depth": 6,
    "learning_rate": 0.1,
    "l2_leaf_reg": 5,
    "rsm": 0.5,
    "border_count": 48,
    "bootstrap_type": "No",
    "loss_function": "CrossEntropy",
    "random_seed": SEED,
    "thread_count": 2,
    "allow_writing_files": False,
    "verbose": 0,
}


def cell(one: Text) -> int:
    """The cell of a text: its fold, its part."""
    return one.fold(FOLDS) * PARTS + one.fold(PARTS, "terms")


def without(fold: int = -1, part: int = -1) -> np.ndarray:
    """The cells that are neither in this fold nor in this part."""
    cells = np.arange(FOLDS * PARTS)
    return (cells // PARTS != fold) & (cells % PARTS != part)


def rows_of(one: Text, vocabulary: Vocabulary) -> np.ndarray:
    """All features of a text, lines by features."""
    return np.vstack([one.values, vocabulary.columns(one.terms)]).T


def fit(texts: Iterable[Text], counts: TermCounts, fold: int = -1) -> dict[str, Any]:
    """The arrays of a model that is trained on all texts that are not in a fold."""
    from catboost import sum_models

    known = [counts.vocabulary(without(fold, part)) for part in range(PARTS)]
    chosen = [one for one in texts if one.fold(FOLDS) != fold and len(one.labels)]
    rows = [rows_of(one, known[one.fold(PARTS, "terms")]) for one in chosen]
    trees = sum_models([fit_trees(chosen, rows, power) for power in POWERS], weights=[1 / len(POWERS)] * len(POWERS))
    examples = [example(one, values) for one, values in zip(chosen, rows, strict=True)]
    hashes, scores = counts.scores(without(fold))
    data = arrays(trees) | {"nets": np.int64(NETS), "share": np.float64(SHARE)}
    for number in range(NETS):
        data |= {f"net{number}_{name}": array for name, array in net.fit(examples, SEED + number, NET).items()}
    return data | {
        "term_hashes": hashes,
        "term_scores": scores,
        "feature_names": text("\n".join(NAMES)),
        "fingerprint": text(features.fingerprint()),
    }


def fit_trees(texts: list[Text], rows: list[np.ndarray], power: float) -> Any:
    """Trees for a sample of the lines, in which each is expected to count as much as it weighs."""
    from catboost import CatBoostClassifier, Pool

    sample, labels, weights = [], [], []
    for one, values in zip(texts, rows, strict=True):
        chance = np.random.default_rng(zlib.crc32(f"{one.id} {one.sort}".encode()))
        weight = one.weights * weight_of(one, power)
        chosen = (weight > 0) & (chance.random(len(weight)) < weight / LEAST_WEIGHT)
        sample.append(values[chosen])
        labels.append(one.labels[chosen])
        weights.append(np.maximum(weight[chosen], LEAST_WEIGHT))
    trees = CatBoostClassifier(**TREES)
    trees.fit(Pool(np.vstack(sample), np.concatenate(labels), weight=np.concatenate(weights)))
    return trees


def weight_of(one: Text, power: float) -> float:
    """How much a text counts in training."""
    return (1.0 if one.sort == "page" else AGAIN) * (one.content / USUAL) ** power


def example(one: Text, values: np.ndarray) -> net.Example:
    """A text as networks are trained on it."""
    weight = weight_of(one, NET_POWER)
    words = np.where(one.labels == IGNORE, 0.0, one.size)
    nothing = np.zeros((0, len(words)), np.int64)
    return net.Example(values, (one.labels == KEEP).astype(np.float64), one.weights * weight, words, nothing, weight)


def words_of(one: Text, kept: np.ndarray) -> np.ndarray:
    """Words that are rightly kept, wrongly kept, wrongly dropped."""
    return np.array(
        [
            one.words[kept & (one.labels == KEEP)].sum(),
            one.words[kept & (one.labels == DROP)].sum(),
            one.words[~kept & (one.labels == KEEP)].sum(),
        ]
    )


def f1(count: np.ndarray) -> float:
    """F1 of counted words."""
    right, wrong, lost = count
    return 2 * right / (2 * right + wrong + lost) if right else 0.0


def report(texts: list[Text], odds: list[np.ndarray]) -> None:
    """Word F1 of all lines together, and a text, averaged; for the model's own threshold and for what the plugin does."""
    ways: dict[str, Any] = {
        "everything": lambda one, odd: np.ones(len(odd), bool),
        "model": lambda one, odd: probability(odd) > best_threshold(probability(odd), one.size),
        "plugin": lambda one, odd: weigh(odd, one.size, features.titles(one.values, one.size), sentences(one.values)) >= 0,
    }
    groups: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(texts):
        groups[one.kind if one.sort == "page" else one.sort].append(number)
        groups["all pages" if one.sort == "page" else "all made of pages"].append(number)
    print(f"{'texts':<20} {'number':>6}" + "".join(f"  {name + ': pooled, each':>26}" for name in ways))
    for group, numbers in sorted(groups.items()):
        line = f"{group:<20} {len(numbers):>6}"
        for way in ways.values():
            found = [words_of(texts[number], way(texts[number], odds[number])) for number in numbers]
            line += f"  {f1(np.sum(found, axis=0)):>17.4f} {np.mean([f1(one) for one in found]):>8.4f}"
        print(line, flush=True)


def cross_validate(texts: list[Text], counts: TermCounts) -> list[np.ndarray]:
    """The log-odds of each text's lines, from trees that have seen no text of its domain."""
    odds: list[np.ndarray] = [np.zeros(0)] * len(texts)
    for fold in range(FOLDS):
        start = time.time()
        model = Model.of(fit(texts, counts, fold))
        for number, one in enumerate(texts):
            if one.fold(FOLDS) == fold:
                odds[number] = model.log_odds(one.values, one.terms, one.size)
        print(f"fold {fold + 1} of {FOLDS}: {time.time() - start:.0f} s", flush=True)
    return odds


def domains_in(path: Path | None) -> dict[str, str]:
    """The registered domain of each id, from a Parquet file with the columns ``id`` and ``url``."""
    if path is None:
        return {}
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(path, columns=["id", "url"])
    return {row["id"]: domain_of(row["url"]) for row in table.to_pylist()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, required=True, help="labelled texts, a JSON Lines file")
    parser.add_argument("--pages", type=Path, help="a Parquet file with the URLs of the texts' ids, to keep domains apart")
    parser.add_argument("--report-only", action="store_true", help="cross-validate, write nothing")
    parser.add_argument("--no-report", action="store_true", help="train without cross-validation")
    parser.add_argument("--odds", type=Path, help="also write the cross-validated log-odds of each page's lines there (.npz)")
    arguments = parser.parse_args()
    start = time.time()
    pairs = list(read_texts(arguments.texts, domains_in(arguments.pages)))
    texts = [page for page, _ in pairs] + [again for _, again in pairs]
    print(f"{len(texts)} texts, {sum(len(one.labels) for one in texts)} lines read in {time.time() - start:.0f} s", flush=True)
    counts = TermCounts((page for page, _ in pairs), cell, FOLDS * PARTS)
    if not arguments.report_only:
        path = Path(features.__file__).with_name(WEIGHTS)
        np.savez_compressed(path, **fit(texts, counts))
        print(f"{path.name}: {path.stat().st_size / 1000:.0f} KB", flush=True)
    if not arguments.no_report:
        odds = cross_validate(texts, counts)
        report(texts, odds)
        if arguments.odds:
            np.savez_compressed(
                arguments.odds, **{one.id: odd for one, odd in zip(texts, odds, strict=True) if one.sort == "page"}
            )


if __name__ == "__main__":
    main()
