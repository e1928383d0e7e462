"""Whether confidences mean what they say: of the claims that are 0.8 sure, are four in five right?"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from onrecord.calibration.fitting import Trial
from onrecord.calibration.intervals import Interval, percentiles, wilson

BINS = 10
Bin = dict[str, Any]


def bin_of(confidence: float, bins: int = BINS) -> int:
    """The bin of a confidence: a bin holds its lower end; the last one holds 1 too."""
    return min(int(confidence * bins), bins - 1)


def reliability(trials: Sequence[Trial], everything: Sequence[float] = (), bins: int = BINS) -> list[Bin]:
    """By bin of confidence, the claims in it, their mean confidence, and how many were right; bins without any are left out.

    `of` is how many of `everything` lie in the bin: all claims of the record, be they judged or not.
    """
    held: list[list[Trial]] = [[] for _ in range(bins)]
    for t in trials:
        held[bin_of(t.raw, bins)].append(t)
    of = [0] * bins
    for confidence in everything:
        of[bin_of(confidence, bins)] += 1
    found = []
    for n, inside in enumerate(held):
        if inside:
            right = sum(t.right for t in inside)
            found.append(
                {
                    "from": n / bins, "to": (n + 1) / bins, "claims": len(inside), "right": right, "of": of[n],
                    "confidence": sum(sorted(t.raw for t in inside)) / len(inside), "share": right / len(inside),
                    "interval": list(wilson(right, len(inside)) or ()),
                }
            )  # fmt: skip
    return found


def expected_error(found: Sequence[Bin], by: str = "claims") -> float | None:
    """The expected calibration error: the mean distance of confidence from the share right, over bins (Guo et al. 2017).

    A bin weighs as many claims as were judged in it; with `by` "of", as many as there are at all, so that it makes no difference
    which bins the reviewers preferred. None where nothing weighs.
    """
    weight = sum(b[by] for b in found)
    return sum(b[by] * abs(b["share"] - b["confidence"]) for b in found) / weight if weight else None


def brier(trials: Sequence[Trial]) -> float | None:
    """The mean square of confidence less outcome: 0 is perfect. None where there is nothing."""
    return sum(sorted((t.raw - t.right) ** 2 for t in trials)) / len(trials) if trials else None


def error_interval(trials: Sequence[Trial], seed: int = 0, resamples: int = 1000) -> Interval | None:
    """The percentile interval of the expected calibration error, whole reports drawn anew; None for fewer than two reports.

    Chance alone puts shares off, so the error is above 0 for a perfect reader too, and what is drawn again lies higher still:
    hold it against `by_chance`.
    """
    sums: dict[int | str, dict[int, list[float]]] = {}
    for t in sorted(trials, key=lambda t: (str(t.group), t.raw, t.right)):
        held = sums.setdefault(t.group, {}).setdefault(bin_of(t.raw), [0.0, 0.0])
        held[0] += t.right - t.raw
        held[1] += 1
    groups = [list(s.items()) for s in sums.values()]
    if len(groups) < 2 or resamples < 1:
        return None
    dice = random.Random(seed)
    drawn = []
    for _ in range(resamples):
        off, n = [0.0] * BINS, 0.0
        for group in dice.choices(groups, k=len(groups)):
            for at, (less, many) in group:
                off[at] += less
                n += many
        drawn.append(sum(map(abs, off)) / n)
    return percentiles(drawn)


def by_chance(trials: Sequence[Trial], seed: int = 0, draws: int = 200) -> float | None:
    """The error that as many claims would show on average if each were right with exactly the probability that it states."""
    if not trials:
        return None
    dice = random.Random(seed)
    stated = sorted(t.raw for t in trials)
    total = 0.0
    for _ in range(draws):
        off = [0.0] * BINS
        for p in stated:
            off[bin_of(p)] += (dice.random() < p) - p
        total += sum(map(abs, off)) / len(stated)
    return total / draws
