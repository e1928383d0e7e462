"""Intervals for F1 figures by drawing documents again, and the same for the difference between two systems."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with the bounds between which 95 % of the draws fall, in percent."""

    value: float
    lower: float
    upper: float

    def __str__(self) -> str:
        return f"{self.value:.1f} [{self.lower:.1f}, {self.upper:.1f}]"


def f1(tallies: NDArray[np.float64]) -> NDArray[np.float64]:
    """F1 in percent of (right, predicted, gold) in the last axis; 0 where nothing is predicted and nothing is gold."""
    both = tallies[..., 1] + tallies[..., 2]
    return np.divide(200.0 * tallies[..., 0], both, out=np.zeros_like(both), where=both > 0)


def f1_interval(tallies: NDArray[np.float64], seed: int, draws: int = 2000) -> Interval:
    """The interval of F1 over documents; `tallies` is documents by (right, predicted, gold)."""
    drawn = f1(_drawn(tallies, seed, draws))
    lower, upper = np.percentile(drawn, [2.5, 97.5])
    return Interval(float(f1(tallies.sum(axis=0))), float(lower), float(upper))


def difference_interval(new: NDArray[np.float64], old: NDArray[np.float64], seed: int, draws: int = 2000) -> Interval:
    """The interval of F1(new) − F1(old), both drawn with the same documents."""
    drawn = f1(_drawn(new, seed, draws)) - f1(_drawn(old, seed, draws))
    lower, upper = np.percentile(drawn, [2.5, 97.5])
    value = float(f1(new.sum(axis=0)) - f1(old.sum(axis=0)))
    return Interval(value, float(lower), float(upper))


def _drawn(tallies: NDArray[np.float64], seed: int, draws: int) -> NDArray[np.float64]:
    chance = np.random.default_rng(seed)
    n = len(tallies)
    weights = chance.multinomial(n, np.full(n, 1 / n), size=draws).astype(np.float64)
    summed: NDArray[np.float64] = weights @ tallies
    return summed
