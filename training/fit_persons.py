"""Fit the weights by which the rule reader tells the victims among the persons that a report of a shooting names.

usage: python -m training.fit_persons --data PAGES.jsonl [--out src/onrecord/extract/persons.json]

Every person named on a page is an example; the answer is the archive's: died, was hurt (suspects who were shot included), or
neither. Learns on six of ten incidents (the split of `training.news`, by incident) and says how well it tells the names of the other
four. The same for the same: nothing is drawn by chance. Needs scikit-learn, for fitting only; what is written holds hashes and whole numbers.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from onrecord.extract.events import read
from onrecord.extract.incidents import events_to_incidents
from onrecord.extract.naming import gravest, harm_of
from onrecord.extract.persons import BUCKETS, features_of, persons_of
from onrecord.extract.report import ReportText
from onrecord.extract.victims import same_name
from onrecord.extract.weights import CLASSES

PULL = 0.05  # inverse strength of the pull of weights to zero
SCALE = 100
_ONE = zlib.crc32(b"one") % BUCKETS  # the feature that everybody has
LEAST = 2  # hundredths that some class's weight must differ from the others' for a feature to be kept
TRAINED_TENTHS = 6


def is_learnt_from(page: dict[str, Any]) -> bool:
    """Whether a page's incident is of the part that is learnt from, as in `training.news` (which needs torch)."""
    return hashlib.sha256(page["incident"]["id"].encode()).digest()[0] % 10 < TRAINED_TENTHS


def examples(page: dict[str, Any]) -> Iterator[tuple[set[int], int]]:
    """Features and class of each person named on a page."""
    text = page["text"] or page["title"] or ""
    r = read(ReportText(text, page["docid"], "", page["title"], page["published"]))
    harm = harm_of(events_to_incidents(r)[0])
    people = persons_of(r)
    for x in people:
        yield features_of(r, x, people, harm, gravest(harm)), _answer(x.name, page["incident"])


def _answer(name: str, incident: dict[str, Any]) -> int:
    for person in (*incident["victims"], *incident["suspects"]):
        if person.get("name") and same_name(name, person["name"]):
            status = " ".join(person.get("status", []))
            return CLASSES.index("death" if "Killed" in status else "injury" if "Injured" in status else "none")
    return 0


def fitted(rows: list[set[int]], answers: NDArray[np.int64]) -> dict[int, list[int]]:
    """Weights by feature, in hundredths, a number a class."""
    model = LogisticRegression(C=PULL, max_iter=300).fit(matrix(rows), answers)
    weights = model.coef_.copy()
    weights[:, _ONE] += model.intercept_
    whole = np.rint(weights * SCALE).astype(int)
    spread = whole.max(axis=0) - whole.min(axis=0)
    return {int(n): [int(w) for w in whole[:, n]] for n in np.flatnonzero(spread >= LEAST)}


def matrix(rows: list[set[int]]) -> csr_matrix:
    """Features as ones in a sparse matrix, a row an example."""
    ends = np.cumsum([0, *(len(row) for row in rows)])
    columns = np.concatenate([np.array(sorted(row), dtype=np.int64) for row in rows])
    return csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(rows), BUCKETS))


def judge(weights: dict[int, list[int]], rows: list[set[int]], answers: NDArray[np.int64]) -> None:
    """Prints how well the persons of the other incidents are told, at several chances of being a victim."""
    odds = np.array([np.sum([weights.get(f, [0, 0, 0]) for f in row], axis=0) for row in rows]) / SCALE
    shares = np.exp(odds - odds.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    for least in (0.3, 0.4, 0.5, 0.6):
        held = 1 - shares[:, 0] >= least
        right = held & (answers > 0)
        outcome = np.mean(shares[right, 1:].argmax(axis=1) + 1 == answers[right])
        precision, recall = right.sum() / max(1, held.sum()), right.sum() / max(1, (answers > 0).sum())
        print(f"from {least:.1f}: of {len(rows)} persons P {precision:.3f} R {recall:.3f}; outcome right {outcome:.3f}")


def main() -> None:
    """Fits, judges and writes."""
    parser = argparse.ArgumentParser(prog="training.fit_persons", description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("src/onrecord/extract/persons.json"))
    asked = parser.parse_args()
    rows: list[set[int]] = []
    answers: list[int] = []
    learnt: list[bool] = []
    with asked.data.open(encoding="utf-8") as lines:
        for page in (json.loads(line) for line in lines if line.strip()):
            for row, answer in examples(page):
                rows.append(row)
                answers.append(answer)
                learnt.append(is_learnt_from(page))
    said, known = np.array(answers), np.array(learnt)
    weights = fitted([row for row, k in zip(rows, known, strict=True) if k], said[known])
    judge(weights, [row for row, k in zip(rows, known, strict=True) if not k], said[~known])
    part = asked.out.with_suffix(".part")
    part.write_text(json.dumps({"classes": CLASSES, "weights": weights}, separators=(",", ":")) + "\n", encoding="utf-8")
    part.replace(asked.out)
    print(f"{asked.out}: {len(weights)} features, {asked.out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
