"""Train the main-content model and write its weights; see README.md."""

from __future__ import annotations

import argparse
import json
import sys
import time
import zlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parent))
import net
from export import arrays, forest, text
from pages import Page, features_of, read_pages
from words import Counts

from cleanread_plugins.forest import LEAVES
from cleanread_plugins.main_content import amount, features, weighed
from cleanread_plugins.main_content.model import WEIGHTS, Model
from cleanread_plugins.main_content.vocabulary import Vocabulary
from cleanread_plugins.trees import Trees

SEED = 20260101
FOLDS = 5
#: Parts of the pages: the words of a page that is trained on are scored by the other parts.
PARTS = 4
#: What the trees count for beside the networks, and how many networks there are.
SHARE, NETS = 0.75, 1
NET = net.Shape(units=64, dilations=(1, 2, 6), dropout=0.15)
#: Words with a score this close to 0 are left out of the weights.
LEAST_SCORE = 0.25
#: Blocks that weigh less than this are trained on by chance, and then weigh this.
LEAST_WEIGHT = 0.03
TREES: dict[str, Any] = {
    "objective": "cross_entropy",
    "learning_rate": 0.09,
    "num_leaves": LEAVES,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "max_bin": 63,
    "seed": SEED,
    "num_threads": 2,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}
ROUNDS = 300
AMOUNT: dict[str, Any] = {
    "iterations": 300,
    "depth": 4,
    "learning_rate": 0.05,
    "l2_leaf_reg": 20,
    "border_count": 64,
    "rsm": 0.5,
    "loss_function": "RMSE",
    "thread_count": 2,
    "allow_writing_files": False,
    "verbose": 0,
}
#: Models of that kind, and how often each sees a page otherwise than it was judged.
AMOUNTS, PERTURBED = 4, 3
Odds = dict[str, NDArray[np.float64]]


def cell(page: Page) -> int:
    """The cell of a page: its fold, its part."""
    return page.fold(FOLDS) * PARTS + page.fold(PARTS, "words")


def without(fold: int = -1, part: int = -1) -> NDArray[np.bool_]:
    """The cells that are neither in this fold nor in this part."""
    cells = np.arange(FOLDS * PARTS)
    return (cells // PARTS != fold) & (cells % PARTS != part)


def known_words(counts: Counts, cells: NDArray[np.bool_]) -> dict[str, float]:
    """The scores of words from the pages of some cells, without those that say little."""
    return {word: score for word, score in counts.scores(cells).items() if abs(score) >= LEAST_SCORE and "\n" not in word}


def fit(pages: Sequence[Page], counts: Counts, fold: int, say: Callable[[str], None]) -> dict[str, Any]:
    """The arrays of a model that does not know yet how much to keep, trained on all pages that are not in a fold."""
    import lightgbm

    chosen = [page for page in pages if page.fold(FOLDS) != fold and page.look is not None]
    known = [Vocabulary(known_words(counts, without(fold, part))) for part in range(PARTS)]
    rows = [features_of(page, known[page.fold(PARTS, "words")]) for page in chosen]
    labels, weights = np.concatenate([page.labels for page in chosen]), np.concatenate([page.weights for page in chosen])
    used = np.random.default_rng(SEED).random(len(weights)) * LEAST_WEIGHT < weights
    data = lightgbm.Dataset(np.vstack(rows)[used], labels[used], weight=np.maximum(weights[used], LEAST_WEIGHT))
    trees = lightgbm.train(TREES, data, ROUNDS)
    say(f"trees trained on {used.sum()} of {len(used)} blocks of {len(chosen)} pages")
    examples = [
        net.Example(row, page.labels, page.weights, page.look.words, page.look.groups)
        for row, page in zip(rows, chosen, strict=True)
    ]
    data = forest(trees, "trees_") | {"nets": np.int64(NETS), "share": np.float64(SHARE)}
    for number in range(NETS):
        data |= {f"net{number}_{name}": array for name, array in net.fit(examples, SEED + number, NET).items()}
        say(f"network {number + 1} trained")
    scores = known_words(counts, without(fold))
    return data | {
        "score_words": text("\n".join(scores)),
        "score_values": np.array(list(scores.values()), np.float16),
        "feature_names": text("\n".join(features.names())),
        "fingerprint": text(features.fingerprint()),
    }


def gains(page: Page, odds: NDArray[np.float64]) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """A page with more and less kept, as numbers, and by how much its F1 is better so."""
    start = amount.expected(odds, page.look.words)
    f1 = np.array([page.f1(odds > start + step) for step in amount.STEPS])
    return amount.candidates(odds, page.look, start), f1 - f1[list(amount.STEPS).index(0)]


def perturbed(page: Page, odds: NDArray[np.float64], seed: int) -> list[NDArray[np.float64]]:
    """The log-odds of a page, and what other models might have given: firmer or less firm, all or some of them shifted."""
    chance = np.random.default_rng([seed, zlib.crc32(page.id.encode())])
    return [odds] + [
        odds * chance.uniform(0.8, 1.25) + chance.normal(0, 0.4) + chance.normal(0, 0.4, len(odds)) for _ in range(PERTURBED)
    ]


def fit_amount(pages: Sequence[Page], odds: Odds, fold: int) -> dict[str, Any]:
    """The arrays of the trees that tell how much to keep, from log-odds that models gave to pages they had not seen.

    What is best for a page hangs on few blocks, so trees of one model tell it by chance: several are averaged, and each sees
    every page as several models might have judged it.
    """
    from catboost import CatBoostRegressor, Pool, sum_models

    chosen = [page for page in pages if page.fold(FOLDS) != fold and page.look is not None and page.look.words.any()]
    models = []
    for number in range(AMOUNTS):
        seen = [gains(page, view) for page in chosen for view in perturbed(page, odds[page.id], SEED + number)]
        rows, gain = zip(*seen, strict=True)
        trees = CatBoostRegressor(**{**AMOUNT, "random_seed": SEED + number})
        trees.fit(Pool(np.hstack(rows).T, np.concatenate(gain)))
        models.append(trees)
    return arrays(sum_models(models, weights=[1 / AMOUNTS] * AMOUNTS), "amount_")


def report(name: str, pages: Sequence[Page], scores: dict[str, float]) -> None:
    """Print the word F1 a page, averaged, and by type of page."""
    found: dict[str, list[float]] = defaultdict(list)
    for page in pages:
        found[page.kind].append(scores[page.id])
    kinds = "  ".join(f"{kind} {np.mean(values):.4f}" for kind, values in sorted(found.items()))
    print(f"{name}: F1 {np.mean(list(scores.values())):.4f} over {len(scores)} pages; {kinds}", flush=True)


def start_of(page: Page, odds: NDArray[np.float64]) -> float:
    """Where the expected F1 of a page is highest."""
    return amount.expected(odds, page.look.words) if page.look is not None else 0.0


def cross_validate(
    pages: Sequence[Page], counts: Counts, say: Callable[[str], None]
) -> tuple[Odds, dict[str, float], dict[str, float]]:
    """The log-odds that models give to pages of domains that they have not seen, limits, and the F1 of each page."""
    odds: Odds = {}
    for fold in range(FOLDS):
        say(f"fold {fold + 1} of {FOLDS}")
        model = Model.of(fit(pages, counts, fold, say) | arrays_of_nothing())
        for page in pages:
            if page.fold(FOLDS) == fold:
                odds[page.id] = model.log_odds(page.look) if page.look is not None else np.zeros(0)
        done = [page for page in pages if page.id in odds]
        scores = {page.id: page.f1(odds[page.id] > start_of(page, odds[page.id])) for page in done}
        report("so far, at the highest expected F1", done, scores)
    limits: dict[str, float] = {}
    for fold in range(FOLDS):
        trees = Trees.of(fit_amount(pages, odds, fold), "amount_")
        for page in pages:
            if page.fold(FOLDS) == fold and page.look is not None:
                limits[page.id] = amount.limit(odds[page.id], page.look, trees)
    relative = {page.id: weighed(odds[page.id], limits.get(page.id, 0.0)) for page in pages}
    report("the model alone, cross-validated by domain", pages, {page.id: page.f1(relative[page.id] > 0) for page in pages})
    scores = {page.id: page.f1(page.kept(relative[page.id])) for page in pages}
    report("what main_content keeps, cross-validated by domain", pages, scores)
    return odds, limits, scores


def arrays_of_nothing() -> dict[str, Any]:
    """Trees that say nothing, for a model that does not know yet how much to keep."""
    return {
        "amount_features": np.zeros((1, 1), np.uint16),
        "amount_thresholds": np.zeros((1, 1), np.float32),
        "amount_leaves": np.zeros((1, 2), np.float32),
        "amount_bias": np.float64(0),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=Path, required=True, help="labelled pages, a Parquet file")
    parser.add_argument("--report-only", action="store_true", help="cross-validate, write nothing")
    parser.add_argument("--json", type=Path, help="also write the cross-validated F1 of each page, for benchmarks/peers.py")
    parser.add_argument(
        "--odds",
        type=Path,
        help="also write what the cross-validation gave, a .npz file: of each page, its blocks' log-odds of being kept",
    )
    arguments = parser.parse_args()
    start = time.time()

    def say(message: str) -> None:
        print(f"{time.time() - start:6.0f} s  {message}", flush=True)

    pages = list(read_pages(arguments.pages))
    say(f"{len(pages)} pages, {sum(len(page.labels) for page in pages)} blocks read")
    counts = Counts(pages, cell, FOLDS * PARTS)
    say(f"{len(counts.words)} words counted")
    odds, limits, scores = cross_validate(pages, counts, say)
    if arguments.json:
        figures = {"source": "training/train.py, main_content alone, cross-validated by domain", "f1": scores}
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    if arguments.odds:
        np.savez_compressed(arguments.odds, **{name: own - limits.get(name, 0.0) for name, own in odds.items()})
    if not arguments.report_only:
        path = Path(features.__file__).with_name(WEIGHTS)
        np.savez_compressed(path, **fit(pages, counts, -1, say), **fit_amount(pages, odds, -1))
        say(f"{path.name}: {path.stat().st_size / 1000:.0f} KB")


if __name__ == "__main__":
    main()
