"""From the logits of the attribution head to attributions as spans of words: cues, and for each its source and its content."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from onrecord.extract.trained.attribution_marks import Marked, Rows
from onrecord.extract.trained.attribution_tags import OUTSIDE, TAGS, likeliest, spans_of

__all__ = ["REACH", "Ask", "Read", "reach_of", "read_spans"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
Ask = Callable[[Ints, Ints, Floats], Floats]
"""Of cues (first and last word), the words around each and how they stand to it: the logits of both parts' tags."""

REACH: Final = 56
"""Words on either side of a cue's first in which its source and its content are looked for."""

_SURE: Final = 7.0
"""How far the logit of "outside" must lie above all others for a word to be in no cue, whatever stands beside it."""


@dataclass(frozen=True, slots=True)
class Read:
    """One attribution as words: its cue, its source and the pieces of its content."""

    cue: Rows
    source: Rows | None
    content: tuple[Rows, ...]


def reach_of(marked: Marked, cues: Ints, all_cues: Sequence[Rows]) -> tuple[Ints, Floats]:
    """The words around each cue, -1 behind the text's last, and how they stand to it."""
    total = len(marked.marks)
    held = np.zeros(total, dtype=bool)
    for a, b in all_cues:
        held[a : b + 1] = True
    begins = np.maximum(cues[:, 0] - REACH, 0)
    around = begins[:, None] + np.arange(min(2 * REACH + 1, total), dtype=np.int64)
    around[around >= total] = -1
    relations = np.stack([marked.relations((int(a), int(b)), row, held) for (a, b), row in zip(cues, around, strict=True)])
    relations[around < 0] = 0
    return around, relations


def read_spans(tags: Floats, ask: Ask, marked: Marked, worth: Sequence[Floats]) -> list[Read]:
    """The attributions of a text by the logits of its words' cue tags; `worth` is that of each step of cues', sources', contents' tags."""
    cues = _cues(tags, worth[0])
    if not cues:
        return []
    rows = np.array(cues, dtype=np.int64)
    around, relations = reach_of(marked, rows, cues)
    logits = ask(rows, around, relations)
    lengths = (around >= 0).sum(1)
    both = np.concatenate([logits[..., :TAGS], logits[..., TAGS:]])  # sources and contents are gone through together
    steps = np.repeat(np.stack(worth[1:]), len(cues), axis=0)
    sources, contents = np.split(likeliest(both, steps, np.tile(lengths, 2)), 2)
    found = []
    for cue, words, source, content in zip(cues, around, sources, contents, strict=True):
        begins = int(words[0])
        spans = [(a + begins, b + begins) for a, b in spans_of(source)]
        found.append(Read(cue, spans[0] if spans else None, tuple((a + begins, b + begins) for a, b in spans_of(content))))
    return found


def _cues(tags: Floats, worth: Floats) -> list[Rows]:
    """The cues of a text by the logits of its words. Runs of words that may be in one are read together, each with a word on either side."""
    likely = tags[:, OUTSIDE] - np.delete(tags, OUTSIDE, axis=1).max(axis=1) < _SURE
    near = likely.copy()
    near[1:] |= likely[:-1]
    near[:-1] |= likely[1:]
    edges = np.flatnonzero(np.diff(np.concatenate([[0], near.astype(np.int8), [0]])))
    runs = edges.reshape(-1, 2)
    if not len(runs):
        return []
    lengths = runs[:, 1] - runs[:, 0]
    rows = np.minimum(runs[:, :1] + np.arange(lengths.max()), len(tags) - 1)
    found = likeliest(tags[rows], worth, lengths)
    return [(a + int(at), b + int(at)) for at, row in zip(runs[:, 0], found, strict=True) for a, b in spans_of(row)]
