"""Fit the trees by which the rule reader chooses how many died and how many were hurt in a report of a shooting.

usage: python -m training.fit_news_counts --data PAGES.jsonl [--out src/onrecord/extract/counts.json]

Every number that a page's words can bear is an example: right if it is the archive's, by its count or by the victims that it lists. Learns on six of
ten incidents (the split of `training.news_split`) and says how often the number chosen is right on the pages of the other four, beside
the rules' own. The same for the same: the draws are seeded. Needs scikit-learn, for fitting only; what is written holds whole numbers.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier

from onrecord.extract.counts import OUTCOMES, choices, number_of, rows
from onrecord.extract.events import read
from onrecord.extract.incidents import events_to_incidents
from onrecord.extract.naming import gravest, harm_of, with_names
from onrecord.extract.reading import Reading
from onrecord.extract.report import ReportText
from onrecord.extract.trees import SCALE, Tree
from onrecord.extract.weights import Weights
from training.fit_persons import examples as examples_of_persons
from training.fit_persons import fitted as fitted_persons
from training.news_split import is_trained_on, read_pages

FIELDS = {"death": "killed", "injury": "injured"}
FOLDS = 3
SEVERAL = {
    "death": 1.5,
    "injury": 1.0,
}  # weight of a page with two or more, of which there are fewer: chosen by cross-validation over the incidents learnt from


@dataclass(frozen=True, slots=True)
class Example:
    """The numbers that a page can be read to give of an outcome, a row of features each, the rules' own, and the archive's."""

    numbers: list[int]
    rows: list[list[int]]
    ruled: int
    right: set[int]
    several: bool  # whether the archive has two or more


def reading_of(page: dict[str, Any]) -> Reading:
    """A page as the rules read it."""
    return read(ReportText(page["text"] or page["title"] or "", page["docid"], "", page["title"], page["published"]))


def examples(page: dict[str, Any], r: Reading, weights: Weights | None = None) -> dict[str, Example]:
    """A page's numbers by outcome; none where the choice does not apply. `weights` tell its persons, without them those that ship."""
    found, totals = events_to_incidents(r)
    found, told = with_names(r, found, weights)
    harm = harm_of(found)
    main = gravest(harm)
    if totals or told is None or main is None or not main.victims:
        return {}
    made = {}
    for outcome in OUTCOMES:
        borne = choices(r, harm, main, outcome)
        field, incident = FIELDS[outcome], page["incident"]
        listed = sum(field.capitalize() in v.get("status", []) for v in incident["victims"])
        made[outcome] = Example(
            [c.number for c in borne],
            rows(r, harm, main, outcome, borne, [odds for _, odds in told]),
            number_of(main.victims, outcome),
            {incident[field], listed or incident[field]},
            incident[field] >= 2,
        )
    return made


def fold_of(page: dict[str, Any]) -> int:
    """The part of the pages that are learnt from to which a page's incident belongs."""
    return hashlib.sha256(page["incident"]["id"].encode()).digest()[1] % FOLDS


def told_by_others(learnt: list[dict[str, Any]]) -> list[Weights]:
    """For each part of the pages the weights for persons that the other parts teach: on pages that they were fitted on they are surer than they
    are on any other, and numbers would be chosen by that."""
    made = [(fold_of(page), list(examples_of_persons(page))) for page in learnt]
    others = [[x for k, found in made if k != fold for x in found] for fold in range(FOLDS)]
    return [fitted_persons([row for row, _ in found], np.array([answer for _, answer in found])) for found in others]


def fitted(learnt: list[Example], several: float) -> GradientBoostingClassifier:
    """Trees over the numbers of the pages that are learnt from; `several` is the weight of those with two or more."""
    features = np.array([row for x in learnt for row in x.rows])
    right = np.array([n in x.right for x in learnt for n in x.numbers])
    weight = np.array([several if x.several else 1.0 for x in learnt for _ in x.numbers])
    return GradientBoostingClassifier(
        n_estimators=150, max_depth=4, learning_rate=0.06, subsample=0.7, min_samples_leaf=15, max_features=0.5, random_state=0
    ).fit(features, right, sample_weight=weight)


def written(model: GradientBoostingClassifier) -> tuple[int, list[Tree]]:
    """A model in whole numbers: where the log odds start, and the trees."""
    share = float(model.init_.class_prior_[1])
    return round(SCALE * math.log(share / (1 - share))), [
        _tree(t.tree_, 0, model.learning_rate) for t in model.estimators_[:, 0]
    ]


def _tree(tree: Any, node: int, rate: float) -> Tree:
    if tree.children_left[node] < 0:
        return round(SCALE * rate * float(tree.value[node, 0, 0]))
    low, high = (_tree(tree, child, rate) for child in (tree.children_left[node], tree.children_right[node]))
    return int(tree.feature[node]), math.floor(tree.threshold[node]), low, high


def judge(outcome: str, model: GradientBoostingClassifier, kept: list[Example]) -> None:
    """Prints how often the numbers of the other pages are right, by the rules and by the trees."""
    chosen = [x.numbers[int(model.decision_function(np.array(x.rows)).argmax())] for x in kept]
    for name, said in (("rules", [x.ruled for x in kept]), ("trees", chosen)):
        hits = [n in x.right for n, x in zip(said, kept, strict=True)]
        several = [hit for hit, x in zip(hits, kept, strict=True) if x.several]
        print(
            f"{FIELDS[outcome]:8s} {name}: {len(kept)} pages {np.mean(hits):.3f}; two or more, {len(several)}: {np.mean(several):.3f}"
        )


def main() -> None:
    """Fits, judges and writes."""
    parser = argparse.ArgumentParser(prog="training.fit_news_counts", description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("src/onrecord/extract/counts.json"))
    asked = parser.parse_args()
    pages = read_pages(asked.data)
    by_fold = told_by_others([page for page in pages if is_trained_on(page)])
    made = [
        (learnt, examples(page, reading_of(page), by_fold[fold_of(page)] if learnt else None))
        for page in pages
        for learnt in [is_trained_on(page)]
    ]
    held = {}
    for outcome in OUTCOMES:
        model = fitted([x[outcome] for learnt, x in made if learnt and x], SEVERAL[outcome])
        judge(outcome, model, [x[outcome] for learnt, x in made if not learnt and x])
        held[outcome] = written(model)
    part = asked.out.with_suffix(".part")
    part.write_text(json.dumps(held, separators=(",", ":")) + "\n", encoding="utf-8")
    part.replace(asked.out)
    print(f"{asked.out}: {asked.out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
