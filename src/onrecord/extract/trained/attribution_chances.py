"""How likely rows of tags and spans are by a linear chain: logits of tags, and the worth of each step from one to the next.

Forward and backward passes with the weights of each word scaled to one (Rabiner, 1989; Lafferty et al., 2001).
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from onrecord.extract.trained.attribution_tags import BEGINS, ENDS, INSIDE, SINGLE, TAGS

__all__ = ["row_chances", "span_chances"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

_LEAST: Final = 1e-300
_LONGEST: Final = 40  # words of a span


def row_chances(logits: Floats, worth: Floats, lengths: Ints, tags: Ints) -> Doubles:
    """How likely each row (rows by words by TAGS) has just these tags (rows by words); `lengths` are the words of each row that count.

    `worth` is that of each step from one tag to the next, for all rows or for each.
    """
    rows, most, _ = logits.shape
    real = np.arange(most) < lengths[:, None]
    told = np.take_along_axis(logits, tags[..., None], 2)[..., 0].astype(np.float64)
    steps = np.broadcast_to(worth, (rows, TAGS, TAGS))[np.arange(rows)[:, None], tags[:, :-1], tags[:, 1:]]
    mine = (told * real).sum(1) + (steps * real[:, 1:]).sum(1)
    top, weights = _weights(logits)
    _, scales = _forward(weights, np.exp(worth.astype(np.float64)), real)
    every = (np.where(real, np.log(scales) + top, 0.0)).sum(1)
    found: Doubles = np.exp(np.minimum(mine - every, 0.0))
    return found


def span_chances(logits: Floats, worth: Floats, lengths: Ints, least: float) -> list[tuple[int, int, int, float]]:
    """Every span that is at least so likely, whatever else is in its row: the row, its first and its last word, how likely it is."""
    real = np.arange(logits.shape[1]) < lengths[:, None]
    _, weights = _weights(logits)
    steps = np.exp(worth.astype(np.float64))
    reached, scales = _forward(weights, steps, real)
    after = _backward(weights, steps, real, scales)
    found = []
    alone = reached[..., SINGLE] * after[..., SINGLE] * real
    for row, at in np.argwhere(alone >= least).tolist():
        found.append((row, at, at, float(alone[row, at])))
    begun = reached[..., BEGINS] * after[..., BEGINS] * real
    for row, first in np.argwhere(begun >= least).tolist():
        so_far, before = float(reached[row, first, BEGINS]), BEGINS
        for at in range(first + 1, min(int(lengths[row]), first + _LONGEST)):
            here = weights[row, at] / scales[row, at]
            whole = so_far * steps[before, ENDS] * here[ENDS] * after[row, at, ENDS]
            if whole >= least:
                found.append((row, first, at, float(whole)))
            so_far, before = so_far * float(steps[before, INSIDE] * here[INSIDE]), INSIDE
            if so_far * after[row, at, INSIDE] < least:
                break
    return sorted(found)


def _weights(logits: Floats) -> tuple[Doubles, Doubles]:
    top = logits.max(2).astype(np.float64)
    return top, np.exp(logits - top[..., None])


def _forward(weights: Doubles, steps: Doubles, real: NDArray[np.bool_]) -> tuple[Doubles, Doubles]:
    """What all ways to each tag weigh, scaled to one at each word; the scales, whose product is what all ways through a row weigh."""
    reached, scales = np.zeros_like(weights), np.ones(real.shape)
    now = weights[:, 0]
    for at in range(weights.shape[1]):
        if at:
            now = (now[:, :, None] * steps).sum(1) * weights[:, at]
        scales[:, at] = np.maximum(now.sum(1), _LEAST)
        now = now / scales[:, at, None]
        if not real[:, at].all():
            scales[~real[:, at], at] = 1.0
            now = np.where(real[:, at, None], now, reached[:, at - 1])
        reached[:, at] = now
    return reached, scales


def _backward(weights: Doubles, steps: Doubles, real: NDArray[np.bool_], scales: Doubles) -> Doubles:
    """What all ways from each tag to the row's end weigh, by the same scales."""
    after = np.ones_like(weights)
    for at in range(weights.shape[1] - 2, -1, -1):
        on = real[:, at + 1, None]
        ahead = weights[:, at + 1] * after[:, at + 1] / scales[:, at + 1, None]
        after[:, at] = np.where(on, (steps * ahead[:, None]).sum(2), 1.0)
    return after
