"""Rows of tags that mark spans of words, and the likeliest row by logits and the worth of each step."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["ALLOWED", "BEGINS", "ENDS", "INSIDE", "OUTSIDE", "SINGLE", "TAGS", "likeliest", "spans_of", "tags_of"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
Rows = tuple[int, int]  # first and last word, both inside

OUTSIDE, BEGINS, INSIDE, ENDS, SINGLE = range(5)
TAGS: Final = 5
_OPEN, _SHUT = (BEGINS, INSIDE), (OUTSIDE, ENDS, SINGLE)
ALLOWED: Final = [[(after in (INSIDE, ENDS)) == (before in _OPEN) for after in range(TAGS)] for before in range(TAGS)]
"""Whether the second tag may follow the first."""


def tags_of(spans: tuple[Rows, ...], length: int) -> Ints:
    """The tags of so many words."""
    found = np.zeros(length, dtype=np.int64)
    for first, last in spans:
        found[first : last + 1] = INSIDE
        found[first], found[last] = (BEGINS, ENDS) if last > first else (SINGLE, SINGLE)
    return found


def spans_of(tags: Ints) -> list[Rows]:
    """The spans of a row of tags; one that an edge cuts off ends there."""
    found: list[Rows] = []
    begun: int | None = None
    for at, tag in enumerate([*tags.tolist(), OUTSIDE]):
        if begun is not None and tag not in (INSIDE, ENDS):
            found.append((begun, at - 1))
            begun = None
        if tag != OUTSIDE and begun is None:
            begun = at
        if tag in (ENDS, SINGLE):
            found.append((at if begun is None else begun, at))
            begun = None
    return found


def likeliest(logits: Floats, worth: Floats, lengths: Ints) -> Ints:
    """The likeliest tags of each row (rows by words by TAGS): rows by words; `lengths` are the words of each row that count.

    `worth` is that of each step from one tag to the next, for all rows or for each. Rows are gone through together (Viterbi, 1967).
    """
    rows, most, _ = logits.shape
    came = np.zeros((most, rows, TAGS), dtype=np.int64)
    reached = logits[:, 0].astype(np.float64)
    for at in range(1, most):
        ways = reached[:, :, None] + worth
        came[at] = ways.argmax(1)
        on = at < lengths
        if on.all():
            reached = ways.max(1) + logits[:, at]
            continue
        came[at][~on] = np.arange(TAGS)
        reached = np.where(on[:, None], ways.max(1) + logits[:, at], reached)
    found = np.zeros((rows, most), dtype=np.int64)
    tag = reached.argmax(1)
    for at in range(most - 1, -1, -1):
        found[:, at] = tag
        tag = came[at][np.arange(rows), tag]
    found[np.arange(most)[None] >= lengths[:, None]] = OUTSIDE
    return found
