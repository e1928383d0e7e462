"""Intervals from bootstrap replicates, bias-corrected and accelerated.

B. Efron, "Better bootstrap confidence intervals", Journal of the American Statistical Association 82 (1987) 171.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.special import ndtr, ndtri

from onrecord.estimate.result import Floats


def bca(point: float, replicates: Floats, jackknife: Floats, weights: Floats, level: float) -> tuple[float, float]:
    """The bias-corrected and accelerated interval; `jackknife` has the point without one person of each history."""
    share = (np.sum(replicates < point) + 0.5 * np.sum(replicates == point)) / len(replicates)
    z0 = float(ndtri(min(max(share, 1 / (2 * len(replicates))), 1 - 1 / (2 * len(replicates)))))
    finite = np.isfinite(jackknife)
    pulls = (weights[finite] @ jackknife[finite]) / weights[finite].sum() - jackknife[finite]
    square = float(weights[finite] @ pulls**2)
    a = float(weights[finite] @ pulls**3) / (6 * square**1.5) if square > 0 else 0.0
    ends = []
    for z in (float(ndtri((1 - level) / 2)), float(ndtri((1 + level) / 2))):
        moved = z0 + z
        ends.append(float(ndtr(z0 + moved / max(1 - a * moved, 1e-6))))
    low, high = (_quantile(np.sort(replicates), end) for end in ends)
    return low, high


def _quantile(ordered: Floats, share: float) -> float:
    """The quantile that is median-unbiased whatever the distribution (Hyndman and Fan's eighth); endless ones stay endless.

    The ends of the interval lie among the outermost few of the replicates, where definitions are some tenths of a standard error apart.
    """
    at = min(max((len(ordered) + 1 / 3) * share - 2 / 3, 0.0), len(ordered) - 1.0)
    below, part = int(at), at - int(at)
    low, high = float(ordered[below]), float(ordered[min(below + 1, len(ordered) - 1)])
    return low if part == 0 or low == high else high if math.isinf(high) else low + part * (high - low)


def ends_error(
    point: float, replicates: Floats, jackknife: Floats, weights: Floats, level: float, seed: int
) -> tuple[float, float] | None:
    """Standard errors of the interval's ends over other sets of as many replicates, from these drawn anew; None where some are endless."""
    if not np.isfinite(replicates).all():
        return None
    rng = np.random.default_rng(seed)
    ends = [bca(point, rng.choice(replicates, len(replicates)), jackknife, weights, level) for _ in range(100)]
    low, high = np.std(ends, axis=0, ddof=1)
    return float(low), float(high)
