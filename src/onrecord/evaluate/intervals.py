"""Intervals of 95 % by the bootstrap over documents, for what is computed from whole documents."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence

from onrecord.calibration.intervals import LEVEL, Interval, percentiles, wilson
from onrecord.evaluate.agreement import Agreement, f1

__all__ = ["LEVEL", "RESAMPLES", "Counts", "Interval", "of_difference", "of_f1", "wilson"]

RESAMPLES = 1000
Counts = Mapping[str, Agreement]
"""One document's agreements by the name of the measure."""


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
    return {m: percentiles(v) for m, v in found.items()}
