"""Fit the reader of incidents by words on MUC-4's training reports, in seconds on one core, and judge it by cross-validation.

usage: python -m training.fit_incident_words --data FOLDER --out incident-words.npz

A sentence is marked with a type where it holds a victim, a target or a weapon of a template of that type. The last model is
fitted on what the first two say of documents that they were not fitted on. What the rules find in a report is heard beside its words; with
--deaf it is not. Needs scikit-learn, for fitting only.
"""

from __future__ import annotations

import argparse
import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from onrecord.extract.trained.grams import grams, sentences
from onrecord.extract.trained.incident_words import (
    PLACE_WEIGHT,
    PLACES,
    IncidentWords,
    Linear,
    Numbers,
    chance,
    marked,
    place_of,
    save,
    summaries,
)
from onrecord.extract.trained.rule_marks import NUMBERS, Marks
from training.labels import DOCUMENT_LABELS, MOST_INCIDENTS, SPAN_INDEX, TYPES
from training.muc4 import Example, example, read_documents
from training.ruled import marks_in

FOLDS = 5
LEAST = 4  # documents or sentences that a gram must stand in
MOST_SHARE = 0.3  # grams in more of the sentences than this say nothing
PULL = 10.0  # inverse strength of the pull of weights to zero, of the first two models
LAST_PULL = 0.1
LEAST_POSITIVES = 5
NEVER = -6.0
THRESHOLDS = (0.25, 0.3, 0.35, 0.4)
WHOLE = tuple(DOCUMENT_LABELS.index(a) for a in (*(f"{t}>=1" for t in TYPES), "incident"))  # asked of a whole text
_TOLD_BY = tuple(SPAN_INDEX[r] for r in ("Target", "Victim", "VictimDescription", "Weapon"))


@dataclass(frozen=True, slots=True)
class Part:
    """What a linear model is fitted on: grams, place (or None), answers, and the document of each row."""

    grams: list[Counter[int]]
    places: list[int] | None
    answers: NDArray[np.float64]
    documents: NDArray[np.int64]


def sentence_part(examples: Sequence[Example], marks: Sequence[Marks]) -> Part:
    """Every sentence, with the types told in it and, last, whether any is."""
    rows: list[Counter[int]] = []
    places: list[int] = []
    answers: list[list[float]] = []
    documents: list[int] = []
    for number, e in enumerate(examples):
        told_by = [(e.words[s[0]].start, g.labels) for s, g in e.spans.items() if any(c in g.labels for c in _TOLD_BY)]
        for n, (a, b) in enumerate(sentences(e.text)):
            inside = [labels for at, labels in told_by if a <= at < b]
            told = [float(any(SPAN_INDEX[f"type:{t}"] in labels for labels in inside)) for t in TYPES]
            rows.append(marked(grams(e.text[a:b]), marks[number].within(a, b)))
            places.append(place_of(n))
            answers.append([*told, max(told)])
            documents.append(number)
    return Part(rows, places, np.array(answers), np.array(documents))


def whole_part(examples: Sequence[Example], marks: Sequence[Marks]) -> Part:
    """Every document, with whether it tells of each type, and of any incident."""
    answers = np.array([[e.document[k] for k in WHOLE] for e in examples])
    found = [marked(grams(e.text), m.everything()) for e, m in zip(examples, marks, strict=True)]
    return Part(found, None, answers, np.arange(len(examples)))


def fit_linear(part: Part, used: NDArray[np.bool_], most_share: float, seed: int) -> Linear:
    """A linear model of the rows used; rare answers are never given."""
    rows = np.flatnonzero(used)
    counts: Counter[int] = Counter(h for i in rows for h in part.grams[i])
    kept = sorted(h for h, n in counts.items() if LEAST <= n <= most_share * len(rows))
    hashes = np.array(kept, dtype=np.uint32)
    rarity = np.log((1 + len(rows)) / (1 + np.array([counts[h] for h in kept], dtype=np.float64))) + 1
    size = len(kept) + (PLACES if part.places is not None else 0)
    answers = part.answers.shape[1]
    bare = Linear(hashes, rarity.astype(np.float32), np.zeros((size, answers), np.float32), np.zeros(answers, np.float32))
    table = _table(part, rows, bare, size)
    for k in range(answers):
        wanted = part.answers[rows, k]
        if wanted.sum() < LEAST_POSITIVES:
            bare.bias[k] = NEVER
            continue
        model = LogisticRegression(C=PULL, solver="liblinear", random_state=seed).fit(table, wanted)
        bare.weights[:, k] = model.coef_[0]
        bare.bias[k] = model.intercept_[0]
    return bare


def _table(part: Part, rows: NDArray[np.int64], model: Linear, size: int) -> csr_matrix:
    columns: list[NDArray[np.int64]] = []
    values: list[Numbers] = []
    for i in rows:
        at, held = model.vector(part.grams[i])
        if part.places is not None:
            at = np.append(at, len(model.hashes) + part.places[i])
            held = np.append(held, np.float32(PLACE_WEIGHT))
        columns.append(at)
        values.append(held)
    ends = np.cumsum([0, *(len(c) for c in columns)])
    return csr_matrix((np.concatenate(values), np.concatenate(columns), ends), shape=(len(rows), size))


def summary(part: Part, whole: Part, document: int, linear: Linear, whole_linear: Linear, marks: Marks) -> Numbers:
    """The summary of one document by two linear models."""
    assert part.places is not None
    rows = np.flatnonzero(part.documents == document)
    odds = [linear.answers(part.grams[i], part.places[i]) for i in rows]
    none = np.full((1, len(linear.bias)), NEVER, dtype=np.float32)
    return summaries(np.stack(odds) if odds else none, whole_linear.answers(whole.grams[document]), marks)


def fit(examples: Sequence[Example], marks: Sequence[Marks], seed: int) -> tuple[IncidentWords, Numbers]:
    """The fitted reader, and the chances that its last model gives to each document, fitted on the others' summaries."""
    part, whole = sentence_part(examples, marks), whole_part(examples, marks)
    fold = np.random.default_rng(seed).permutation(len(examples)) % FOLDS
    rows: list[Numbers] = [np.zeros(0, np.float32)] * len(examples)
    for f in range(FOLDS):
        linear = fit_linear(part, fold[part.documents] != f, MOST_SHARE, seed)
        whole_linear = fit_linear(whole, fold != f, 1.0, seed)
        for d in np.flatnonzero(fold == f):
            rows[d] = summary(part, whole, int(d), linear, whole_linear, marks[d])
    answers = np.array([e.document for e in examples])
    table = np.stack(rows)
    centre, spread = table.mean(axis=0), np.maximum(table.std(axis=0), 1e-3)
    table = (table - centre) / spread
    held_out = np.zeros((len(examples), len(DOCUMENT_LABELS)), dtype=np.float32)
    for f in range(FOLDS):
        last, bias = _last(table[fold != f], answers[fold != f])
        held_out[fold == f] = chance(table[fold == f] @ last + bias)
    last, bias = _last(table, answers)
    everything = np.ones(len(part.documents), dtype=bool)
    linear = fit_linear(part, everything, MOST_SHARE, seed)
    whole_linear = fit_linear(whole, np.ones(len(examples), dtype=bool), 1.0, seed)
    return IncidentWords(linear, whole_linear, centre, spread, last, bias), held_out


def _last(table: Numbers, answers: NDArray[np.float64]) -> tuple[Numbers, Numbers]:
    weights = np.zeros((table.shape[1], answers.shape[1]), dtype=np.float32)
    bias = np.full(answers.shape[1], NEVER, dtype=np.float32)
    for k in range(answers.shape[1]):
        if answers[:, k].sum() >= LEAST_POSITIVES:
            model = LogisticRegression(C=LAST_PULL, max_iter=500).fit(table, answers[:, k])
            weights[:, k], bias[k] = model.coef_[0], model.intercept_[0]
    return weights, bias


def area(wanted: NDArray[Any], given: NDArray[Any]) -> float:
    """The area under the curve: how often a positive stands above a negative."""
    above, below = given[wanted > 0][:, None], given[wanted == 0][None]
    return float((above > below).mean() + 0.5 * (above == below).mean())


def types_f1(chances: Numbers, answers: NDArray[np.float64], first: float, more: float) -> float:
    """F1 in percent of the types as a multiset of each document, read as decoding does: steps are taken until one is below its threshold."""
    steps = (len(answers), len(TYPES), MOST_INCIDENTS)
    size = len(TYPES) * MOST_INCIDENTS
    true = answers[:, :size].reshape(steps).sum(axis=2)
    taken = chances[:, :size].reshape(steps) >= np.array([first, *[more] * (MOST_INCIDENTS - 1)])
    said = np.minimum.accumulate(taken, axis=2).sum(axis=2)
    return float(200 * np.minimum(said, true).sum() / max(1.0, (said.sum() + true.sum())))


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="training.fit_incident_words", description="fit the reader of incidents by words")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--deaf", action="store_true", help="leave out what the rules find, to see what it gives")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    examples = [example(d) for d in read_documents(options.data / "train.jsonl")]
    marks = [Marks((), (), np.zeros(NUMBERS, np.float32)) if options.deaf else marks_in(e.text) for e in examples]
    model, held_out = fit(examples, marks, options.seed)
    save(options.out, model)
    answers = np.array([e.document for e in examples])
    for k, label in enumerate(DOCUMENT_LABELS):
        if answers[:, k].sum() >= LEAST_POSITIVES:
            print(f"{label:25s} {int(answers[:, k].sum()):5d}  area under the curve {area(answers[:, k], held_out[:, k]):.3f}")
    for first, more in itertools.product(THRESHOLDS, THRESHOLDS):
        print(
            f"types told from {first} on, one more of a type from {more} on: F1 {types_f1(held_out, answers, first, more):.1f}"
        )
    print(f"{options.out}: {options.out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
