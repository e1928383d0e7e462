"""Intervals of 95 %: Wilson's for a share, and the bootstrap over documents for what is computed from whole documents."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from math import sqrt

from onrecord.evaluate.agreement import Agreement, f1

LEVEL = 0.95
RESAMPLES = 1000
Z = 1.959963984540054
"""The normal distribution's 97.5 % point."""

Interval = tuple[float, float]
Counts = Mapping[str, Agreement]
"""One document's agreements by the name of the measure."""


def wilson(right: int, n: int) -> Interval | None:
    """The interval of a share of `right` in `n` trials (Wilson 1927); None where there are none."""
    if not 0 <= right <= n:
        raise ValueError(f"{right} of {n} is no share")
    if n == 0:
        return None
    share, z2 = right / n, Z * Z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return (0.0 if right == 0 else max(0.0, middle - half)), (1.0 if right == n else min(1.0, middle + half))


def of_f1(
    documents: Sequence[Counts], measures: Sequence[str], seed: int = 0, resamples: int = RESAMPLES
) -> dict[str, Interval]:
    """The percentile interval of each measure's F1, the documents drawn anew with replacement."""
    columns = {m: _columns(documents, m) for m in measures}
    return _drawn(len(documents), measures, lambda m, drawn: _f1(columns[m], drawn), seed, resamples)


def of_difference(
    first: Sequence[Counts], second: Sequence[Counts], measures: Sequence[str], seed: int = 0, resamples: int = RESAMPLES
) -> dict[str, Interval]:
    """The interval of the second's F1 less the first's, both over the same drawn documents; the two stand in one order."""
    if len(first) != len(second):
        raise ValueError("a paired difference is over the same documents")
    one, other = ({m: _columns(side, m) for m in measures} for side in (first, second))
    return _drawn(len(first), measures, lambda m, drawn: _f1(other[m], drawn) - _f1(one[m], drawn), seed, resamples)


Columns = tuple[list[int], list[int], list[int]]


def _columns(documents: Sequence[Counts], measure: str) -> Columns:
    found = [d[measure] for d in documents]
    return [a.hit for a in found], [a.said for a in found], [a.gold for a in found]


def _f1(columns: Columns, drawn: Sequence[int]) -> float:
    hit, said, gold = (sum(map(column.__getitem__, drawn)) for column in columns)
    return f1(hit, said, gold)


def _drawn(
    documents: int, measures: Sequence[str], value: Callable[[str, Sequence[int]], float], seed: int, resamples: int
) -> dict[str, Interval]:
    """Nothing where there are fewer than two documents: one says nothing of how much documents differ."""
    if documents < 2 or resamples < 1:
        return {}
    dice = random.Random(seed)
    found: dict[str, list[float]] = {m: [] for m in measures}
    for _ in range(resamples):
        drawn = dice.choices(range(documents), k=documents)
        for m in measures:
            found[m].append(value(m, drawn))
    return {m: (_quantile(sorted(v), (1 - LEVEL) / 2), _quantile(sorted(v), (1 + LEVEL) / 2)) for m, v in found.items()}


def _quantile(values: Sequence[float], share: float) -> float:
    """Between the two nearest of the ordered values, linearly."""
    at = share * (len(values) - 1)
    low = int(at)
    high = min(low + 1, len(values) - 1)
    return values[low] + (at - low) * (values[high] - values[low])
