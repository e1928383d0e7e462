"""Grouping by average likeness, the surest pair of groups first."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def agglomerate(likeness: NDArray[np.floating[Any]], threshold: float, most: int | None = None) -> list[list[int]]:
    """Groups of rows: two groups join while their average likeness is at least `threshold`, or, with `most`, until
    no more than `most` groups are left. `likeness` is square and symmetric; its diagonal is not looked at.
    """
    groups = [[i] for i in range(len(likeness))]
    while len(groups) > 1:
        if most is not None and len(groups) <= most:
            break
        best, pair = -1.0, (0, 0)
        for a in range(len(groups)):
            for b in range(a + 1, len(groups)):
                average = float(likeness[np.ix_(groups[a], groups[b])].mean())
                if average > best:
                    best, pair = average, (a, b)
        if most is None and best < threshold:
            break
        a, b = pair
        groups[a] = sorted(groups[a] + groups[b])
        del groups[b]
    return groups
