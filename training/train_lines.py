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
from export import arrays, text
from pages import domain_of
from texts import DROP, KEEP, Text, read_texts

from cleanread_plugins.line_model import features
from cleanread_plugins.line_model.decision import sentences, weigh
from cleanread_plugins.line_model.model import WEIGHTS
from cleanread_plugins.scoring import best_threshold, probability

SEED = 20260101
FOLDS = 5
#: A line that weighs less is left out by chance, and weighs this much where it is not.
LEAST_WEIGHT = 0.05
#: What a page's second appearance weighs.
AGAIN = 0.5
#: Half of the trees count every page alike, half count a page more the more content it has: by this power of its words.
POWERS = (0.0, 0.4)
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


def fit(texts: Iterable[Text]) -> Any:
    """Trees for each of the powers, whose log-odds are averaged."""
    from catboost import sum_models

    every = list(texts)
    return sum_models([_fit(every, power) for power in POWERS], weights=[1 / len(POWERS)] * len(POWERS))


def _fit(texts: list[Text], power: float) -> Any:
    """Trees for a sample of the lines, in which each is expected to count as much as it weighs."""
    from catboost import CatBoostClassifier, Pool

    rows, labels, weights = [], [], []
    for one in texts:
        chance = np.random.default_rng(zlib.crc32(f"{one.id} {one.sort}".encode()))
        weight = one.weights * (1.0 if one.sort == "page" else AGAIN) * (one.content / USUAL) ** power
        chosen = (weight > 0) & (chance.random(len(weight)) < weight / LEAST_WEIGHT)
        rows.append(one.values[:, chosen].T)
        labels.append(one.labels[chosen])
        weights.append(np.maximum(weight[chosen], LEAST_WEIGHT))
    trees = CatBoostClassifier(**TREES)
    trees.fit(Pool(np.vstack(rows), np.concatenate(labels), weight=np.concatenate(weights)))
    return trees


def log_odds(trees: Any, one: Text) -> np.ndarray:
    """The log-odds of each line being content."""
    return trees.predict(one.values.T, prediction_type="RawFormulaVal") if len(one.size) else np.zeros(0)


def counts(one: Text, kept: np.ndarray) -> np.ndarray:
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
            found = [counts(texts[number], way(texts[number], odds[number])) for number in numbers]
            line += f"  {f1(np.sum(found, axis=0)):>17.4f} {np.mean([f1(one) for one in found]):>8.4f}"
        print(line, flush=True)


def cross_validate(texts: list[Text]) -> list[np.ndarray]:
    """The log-odds of each text's lines, from trees that have seen no text of its domain."""
    odds: list[np.ndarray] = [np.zeros(0)] * len(texts)
    for fold in range(FOLDS):
        start = time.time()
        trees = fit(one for one in texts if one.fold(FOLDS) != fold)
        for number, one in enumerate(texts):
            if one.fold(FOLDS) == fold:
                odds[number] = log_odds(trees, one)
        print(f"fold {fold + 1} of {FOLDS}: {time.time() - start:.0f} s", flush=True)
    return odds


def domains_in(path: Path | None) -> dict[str, str]:
    """The registered domain of each id, from a Parquet file with the columns ``id`` and ``url``."""
    if path is None:
        return {}
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(path, columns=["id", "url"])
    return {row["id"]: domain_of(row["url"]) for row in table.to_pylist()}


def write(trees: Any, path: Path) -> None:
    """The weights as arrays: what `model.model` reads."""
    np.savez_compressed(
        path,
        **arrays(trees),
        feature_names=text("\n".join(features.NAMES)),
        fingerprint=text(features.fingerprint()),
    )


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
    if not arguments.report_only:
        path = Path(features.__file__).with_name(WEIGHTS)
        write(fit(texts), path)
        print(f"{path.name}: {path.stat().st_size / 1000:.0f} KB", flush=True)
    if not arguments.no_report:
        odds = cross_validate(texts)
        report(texts, odds)
        if arguments.odds:
            np.savez_compressed(
                arguments.odds, **{one.id: odd for one, odd in zip(texts, odds, strict=True) if one.sort == "page"}
            )


if __name__ == "__main__":
    main()
