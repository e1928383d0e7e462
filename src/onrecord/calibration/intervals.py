"""What intervals of 95 % are made of: Wilson's for a share, and the quantiles of what was drawn again."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

LEVEL = 0.95
Z = 1.959963984540054
"""The normal distribution's 97.5 % point."""

Interval = tuple[float, float]


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


def percentiles(drawn: Sequence[float]) -> Interval:
    """Between which the middle 95 % of what was drawn lies."""
    values = sorted(drawn)
    return _quantile(values, (1 - LEVEL) / 2), _quantile(values, (1 + LEVEL) / 2)


def _quantile(values: Sequence[float], share: float) -> float:
    """Between the two nearest of the ordered values, linearly."""
    at = share * (len(values) - 1)
    low = int(at)
    high = min(low + 1, len(values) - 1)
    return values[low] + (at - low) * (values[high] - values[low])
