"""The encoder's chances and those of the words put together: what a text tells of, in the shape that decoding reads.

Both are mixed as log odds. The encoder's heads know better whether a text tells of any incident once both are
heard, the words know better of which type, and how many of it both know about as well.
"""

from __future__ import annotations

import bisect
import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.extract.trained.incident_words import Told, chance
from onrecord.extract.trained.scores import Scores
from onrecord.extract.trained.words import Word

__all__ = ["Trust", "with_words"]

_SURE = 1e-4  # no chance counts as nearer to 0 or 1 than this


@dataclass(frozen=True, slots=True)
class Trust:
    """How much the words count beside the encoder, from 0 (not at all) to 1 (alone)."""

    types: float = 0.8  # of a document's types
    gate: float = 0.5  # of whether a document tells of any incident
    spans: float = 0.5  # of the type of the incident that a span belongs to, by the span's sentence
    numbers: float | None = None  # of a second and a third incident of a type; None: as of the first


def with_words(scores: Scores, told: Told, words: Sequence[Word], trust: Trust) -> Scores:
    """The scores with the words heard; a document's steps (one, two, three incidents of a type) never rise."""
    of, document = scores.of, scores.document.copy()
    further = trust.types if trust.numbers is None else trust.numbers
    for kind in of.types:
        steps = of.steps(kind)
        weights = np.array([trust.types, *[further] * (len(steps) - 1)], dtype=np.float32)
        document[steps] = np.minimum.accumulate(mixed(scores.document[steps], told.document[steps], weights))
    gate = of.asked("incident")
    if gate is not None:
        document[gate] = mixed(scores.document[gate], told.document[gate], trust.gate)
    labels, columns = scores.labels.copy(), [of.column(f"type:{kind}") for kind in of.types]
    within = np.array([_sentence_at(told, words[first].start) for first, _ in scores.spans], dtype=np.int64)
    rows = np.flatnonzero(within >= 0)
    cells = np.ix_(rows, np.array(columns, dtype=np.int64))
    labels[cells] = mixed(labels[cells], told.by_sentence[within[rows], : len(columns)], trust.spans)
    return dataclasses.replace(scores, document=document, labels=labels)


def mixed(one: NDArray[np.float32], other: NDArray[np.float32], weight: float | NDArray[np.float32]) -> NDArray[np.float32]:
    """Two chances of the same, mixed as log odds; `weight` is the share of the other."""
    return chance((1 - weight) * _odds(one) + weight * _odds(other))


def _odds(chances: NDArray[np.float32]) -> NDArray[np.float32]:
    kept = np.clip(chances, _SURE, 1 - _SURE)
    return np.asarray(np.log(kept / (1 - kept)), dtype=np.float32)


def _sentence_at(told: Told, start: int) -> int:
    """The number of the sentence that a character stands in; -1 where it stands in none."""
    n = bisect.bisect_right(told.sentences, start, key=lambda sentence: sentence[0]) - 1
    return n if n >= 0 and start < told.sentences[n][1] else -1
