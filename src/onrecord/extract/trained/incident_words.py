"""How many incidents of each type a text tells of, read from its words and from what the rules found in it.

One linear model reads each sentence (does it hold a victim, a target or a weapon of an incident of this type?), one the whole
text (does it tell of an incident of each type?). Their largest, their mean over the likeliest sentences, their
sum, and the rules' own numbers then say, by one more linear model, how likely each count is. Only numpy at run time.
"""

from __future__ import annotations

import zlib
from collections import Counter
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from onrecord.extract.trained.grams import grams, sentences
from onrecord.extract.trained.rule_marks import Marks

__all__ = [
    "PLACES",
    "PLACE_WEIGHT",
    "IncidentWords",
    "Linear",
    "Told",
    "chance",
    "load",
    "marked",
    "place_of",
    "save",
    "summaries",
]

Numbers = NDArray[np.float32]
_LEADING = 4  # sentences that count as the beginning
PLACES = 6  # pairs of sentences from the start that are told apart
PLACE_WEIGHT = 0.3
_NOWHERE = -6.0  # the log odds of a sentence where there is none
_LAST = ("centre", "spread", "last", "last_bias")


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear model over hashed grams: sorted hashes, and for each its inverse document frequency and weights by answer."""

    hashes: NDArray[np.uint32]
    rarity: Numbers
    weights: Numbers  # hashes (and places, for sentences) by answers
    bias: Numbers

    def vector(self, found: Counter[int]) -> tuple[NDArray[np.int64], Numbers]:
        """Rows of known grams and their weights (1 + log count, times rarity, to length one)."""
        keys = np.fromiter(found, dtype=np.uint32, count=len(found))
        counts = np.fromiter(found.values(), dtype=np.float32, count=len(found))
        at = np.minimum(np.searchsorted(self.hashes, keys), max(0, len(self.hashes) - 1))
        known = self.hashes[at] == keys if len(self.hashes) else np.zeros(len(keys), dtype=bool)
        rows = at[known].astype(np.int64)
        values = (1 + np.log(counts[known])) * self.rarity[rows]
        length = float(np.sqrt((values**2).sum()))
        return rows, (values / length if length else values).astype(np.float32)

    def answers(self, found: Counter[int], place: int | None = None) -> Numbers:
        """Log odds of each answer."""
        rows, values = self.vector(found)
        said = self.bias + values @ self.weights[rows]
        if place is not None:
            said = said + PLACE_WEIGHT * self.weights[len(self.hashes) + place]
        return np.asarray(said, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Told:
    """Chances of the document's labels; the sentences; and each sentence's chances of the types, and of any, in the last column."""

    document: Numbers
    sentences: list[tuple[int, int]]
    by_sentence: Numbers


@dataclass(frozen=True, slots=True)
class IncidentWords:
    """The fitted models."""

    sentence: Linear
    whole: Linear
    centre: Numbers
    spread: Numbers
    last: Numbers  # summaries by document labels
    last_bias: Numbers

    def read(self, text: str, marks: Marks) -> Told:
        """What a text tells of; `marks` are what the rules found in it. An empty text gets the chances of one that holds nothing."""
        parts = sentences(text)
        odds = sentence_odds(self.sentence, text, parts, marks)
        whole = self.whole.answers(marked(grams(text), marks.everything()))
        summary: Numbers = (summaries(odds, whole, marks) - self.centre) / self.spread
        return Told(chance(summary @ self.last + self.last_bias), parts, chance(odds))


def place_of(n: int) -> int:
    """The place of the n-th sentence."""
    return min(n // 2, PLACES - 1)


def marked(found: Counter[int], marks: Counter[str]) -> Counter[int]:
    """Grams with marks beside them; no word looks like a mark."""
    both = found.copy()
    both.update({zlib.crc32(mark.encode()): n for mark, n in marks.items()})
    return both


def sentence_odds(model: Linear, text: str, parts: list[tuple[int, int]], marks: Marks) -> Numbers:
    """Log odds by sentence and answer."""
    found = [model.answers(marked(grams(text[a:b]), marks.within(a, b)), place_of(n)) for n, (a, b) in enumerate(parts)]
    return np.stack(found) if found else np.full((1, len(model.bias)), _NOWHERE, dtype=np.float32)


def summaries(odds: Numbers, whole: Numbers, marks: Marks) -> Numbers:
    """One row of numbers about a document, from its sentences' log odds, its own, and what the rules count."""
    ordered = np.sort(odds, axis=0)[::-1]
    total = np.log(np.logaddexp(0, odds).sum(axis=0) + 1e-3)
    rows = (ordered[0], ordered[:2].mean(axis=0), ordered[:4].mean(axis=0), total, odds[:_LEADING].max(axis=0), whole)
    return np.concatenate([*rows, [np.log(len(odds))], marks.numbers]).astype(np.float32)


def chance(odds: Numbers) -> Numbers:
    """Probabilities of log odds."""
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))), dtype=np.float32)


def save(path: Path, model: IncidentWords) -> None:
    """Write a model as one compressed file, whole or not at all; weights in half precision."""
    held: dict[str, NDArray[np.generic]] = {}
    for part in ("sentence", "whole"):
        linear: Linear = getattr(model, part)
        held |= {f"{part}.{f.name}": getattr(linear, f.name) for f in fields(Linear)}
        held[f"{part}.weights"] = linear.weights.astype(np.float16)
        held[f"{part}.rarity"] = linear.rarity.astype(np.float16)
    held |= {name: getattr(model, name) for name in _LAST}
    written = path.with_suffix(".part")
    with written.open("wb") as out:
        np.savez_compressed(out, allow_pickle=False, **held)
    written.replace(path)


def load(path: Path, answers: int) -> IncidentWords:
    """Read what `save` wrote. ValueError where it does not answer so many questions of a document; what numpy raises where it is torn."""
    with np.load(path, allow_pickle=False) as held:
        parts = [
            Linear(held[f"{p}.hashes"], *(held[f"{p}.{n}"].astype(np.float32) for n in ("rarity", "weights", "bias")))
            for p in ("sentence", "whole")
        ]
        last = [held[name] for name in _LAST]
    if last[3].shape != (answers,):
        raise ValueError(f"{path.name} answers {last[3].shape[0]} questions of a document, not {answers}")
    return IncidentWords(parts[0], parts[1], *last)
