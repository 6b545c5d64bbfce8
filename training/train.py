"""Train the main-content model and write its weights; see README.md."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from names import filled, scores
from pages import Page, f1, read_pages

from cleanread_plugins.main_content import features
from cleanread_plugins.main_content.decision import threshold
from cleanread_plugins.main_content.model import WEIGHTS

SEED = 20260101
FOLDS = 5
#: Names with a score this close to 0 are left out of the weights.
LEAST_SCORE = 0.25
TREES: dict[str, Any] = {
    "iterations": 500,
    "depth": 6,
    "learning_rate": 0.08,
    "l2_leaf_reg": 5,
    "border_count": 128,
    "loss_function": "CrossEntropy",
    "random_seed": SEED,
    "thread_count": 2,
    "allow_writing_files": False,
    "verbose": 0,
}


def fit(pages: list[Page], settings: dict[str, Any]) -> tuple[Any, dict[str, float]]:
    """The trees and the table of names. Each row's names are scored by pages of other domains."""
    from catboost import CatBoostClassifier, Pool

    rows, labels, weights = [], [], []
    for part in range(4):
        table = scores(page for page in pages if page.fold(4, "names") != part)
        for page in pages:
            if page.fold(4, "names") == part:
                rows.append(filled(page, table))
                labels.append(page.labels)
                weights.append(page.weights)
    weight = np.concatenate(weights)
    used = weight > 0
    trees = CatBoostClassifier(**settings)
    trees.fit(Pool(np.vstack(rows)[used], np.concatenate(labels)[used], weight=weight[used]))
    return trees, scores(pages)


def predict(trees: Any, table: dict[str, float], page: Page) -> Counter[str]:
    """The words that are kept of a page."""
    if not len(page.labels):
        return Counter()
    likely = np.where(page.counts > 0, trees.predict_proba(filled(page, table))[:, 1], 0.0)
    kept = likely > threshold(likely, page.counts)
    return Counter(word for words, keep in zip(page.words, kept, strict=True) if keep for word in words)


def report(pages: list[Page], settings: dict[str, Any]) -> None:
    """Word F1 a page, averaged, cross-validated by domain; by type of page."""
    found: dict[str, list[float]] = defaultdict(list)
    for fold in range(FOLDS):
        trees, table = fit([page for page in pages if page.fold(FOLDS) != fold], settings)
        for page in pages:
            if page.fold(FOLDS) == fold:
                found[page.kind].append(f1(predict(trees, table, page), page.truth))
        done = [value for values in found.values() for value in values]
        print(f"fold {fold + 1} of {FOLDS}: {np.mean(done):.4f} over {len(done)} pages so far", flush=True)
    for kind, values in sorted(found.items()):
        print(f"  {kind:<14} {len(values):>5} pages  F1 {np.mean(values):.4f}")
    everything = [value for values in found.values() for value in values]
    print(f"  {'all':<14} {len(everything):>5} pages  F1 {np.mean(everything):.4f}")


def write(trees: Any, table: dict[str, float], path: Path) -> None:
    """The weights as arrays: what `model.model` reads."""
    with tempfile.TemporaryDirectory() as folder:
        trees.save_model(str(Path(folder) / "trees.json"), format="json")
        data = json.loads((Path(folder) / "trees.json").read_text())
    scale, (bias,) = data["scale_and_bias"]
    asked: dict[int, set[float]] = defaultdict(set)
    for tree in data["oblivious_trees"]:
        for split in tree["splits"]:
            asked[split["float_feature_index"]].add(np.float32(split["border"]))
    borders = [sorted(asked[index]) for index in range(len(features.NAMES))]
    rank = [{border: number for number, border in enumerate(feature)} for feature in borders]
    depth = max(len(tree["splits"]) for tree in data["oblivious_trees"])
    shape = (len(data["oblivious_trees"]), depth)
    about, ranks = np.zeros(shape, np.uint8), np.full(shape, 255, np.uint8)
    leaves = np.zeros((shape[0], 1 << depth), np.float32)
    for number, tree in enumerate(data["oblivious_trees"]):
        for level, split in enumerate(tree["splits"]):
            index = split["float_feature_index"]
            about[number, level] = index
            ranks[number, level] = rank[index][np.float32(split["border"])]
        leaves[number, : len(tree["leaf_values"])] = np.array(tree["leaf_values"]) * scale
    kept = {name: value for name, value in table.items() if abs(value) >= LEAST_SCORE and "\n" not in name}
    np.savez_compressed(
        path,
        features=about,
        ranks=ranks,
        leaves=leaves,
        bias=np.float64(bias),
        borders=np.array([border for feature in borders for border in feature], np.float32),
        border_counts=np.array([len(feature) for feature in borders]),
        score_names=np.frombuffer("\n".join(kept).encode(), np.uint8),
        score_values=np.array(list(kept.values()), np.float16),
        feature_names=np.frombuffer("\n".join(features.NAMES).encode(), np.uint8),
        fingerprint=np.frombuffer(features.fingerprint().encode(), np.uint8),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=Path, required=True, help="labelled pages, a Parquet file")
    parser.add_argument("--report-only", action="store_true", help="cross-validate, write nothing")
    parser.add_argument("--no-report", action="store_true", help="train without cross-validation")
    arguments = parser.parse_args()
    start = time.time()
    pages = list(read_pages(arguments.pages))
    print(
        f"{len(pages)} pages, {sum(len(page.labels) for page in pages)} blocks read in {time.time() - start:.0f} s", flush=True
    )
    if not arguments.no_report:
        report(pages, TREES)
    if not arguments.report_only:
        path = Path(features.__file__).with_name(WEIGHTS)
        write(*fit(pages, TREES), path)
        print(f"{path.name}: {path.stat().st_size / 1000:.0f} KB")


if __name__ == "__main__":
    main()
