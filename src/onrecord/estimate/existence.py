"""Whether the estimate of maximum likelihood of a log-linear model exists, by linear programming.

S. E. Fienberg and A. Rinaldo, "Maximum likelihood estimation in log-linear models", Annals of Statistics 40 (2012) 996: it exists
where the sufficient statistics lie inside the cone of the design's rows, not on its border. L. Chan, B. Silverman and K. Vincent (2021) use it for sparse tables.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

Floats = NDArray[np.float64]


def exists(design: Floats, counts: Floats) -> bool:
    """Whether there is a table of strictly positive cells with the same sufficient statistics, and the design has full rank.

    `design` is (cells, parameters), `counts` (cells,). The greatest s is sought such that A'x = A'n with x ≥ s.
    """
    if np.linalg.matrix_rank(design) < design.shape[1]:
        return False
    cells = len(design)
    target = design.T @ counts
    scale = max(float(counts.sum()), 1.0)
    # x = y + s, y ≥ 0: maximise s
    a = np.hstack([design.T, design.sum(axis=0)[:, None]])
    cost = np.zeros(cells + 1)
    cost[-1] = -1
    found = linprog(cost, A_eq=a, b_eq=target / scale, bounds=[(0, None)] * (cells + 1), method="highs")
    return bool(found.status == 0 and -found.fun > 1e-9)
