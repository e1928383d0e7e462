"""The posterior of latent classes with people and the number missed integrated out, compiled: its value, and its slope.

The cells are the histories with their counts, then one cell for each group of people by the lists open to them: on none of these. `on` and
`off` are (lists, cells), 1 where the cell says that a list holds its people or does not; a blank or a closed list is neither. `p` is
(classes, cells), the chance of a cell in a class. `seen` says how many cells are of histories.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from onrecord.estimate.compiled import kernel

SHAPE, RATE = 0.25, 0.25
"""Of the Gamma prior of the concentration."""
LEAST = 1e-12
"""The least chance of a class to be on a list, and the least not to be."""


@kernel
def cells(on: Any, off: Any, lam: Any, out: Any) -> None:
    """The chance of each cell in one class: `lam` is (lists,), `out` (cells,)."""
    out[:] = 1.0
    for j in range(lam.shape[0]):
        a, b = lam[j], 1.0 - lam[j]
        for c in range(out.shape[0]):
            out[c] *= 1.0 + on[j, c] * (a - 1.0) + off[j, c] * (b - 1.0)


@kernel
def mixed(p: Any, pi: Any, out: Any) -> None:
    """The chance of each cell over all classes."""
    out[:] = 0.0
    for k in range(pi.shape[0]):
        w = pi[k]
        for c in range(out.shape[0]):
            out[c] += w * p[k, c]


@kernel
def likelihood(s: Any, counts: Any, seen: int) -> Any:
    """ln of the likelihood, of the chances of the cells: the numbers missed are integrated out over the prior 1/N."""
    total = 0.0
    for c in range(counts.shape[0]):
        if c < seen:
            if s[c] <= 0.0:
                return -np.inf
            total += counts[c] * math.log(s[c])
        else:
            if s[c] >= 1.0:
                return -np.inf
            total -= counts[c] * math.log(1.0 - s[c])
    return total


@kernel
def log_added(a: float, b: float) -> Any:
    """ln(e^a + e^b)."""
    if a < b:
        return b + math.log1p(math.exp(a - b))
    return a + math.log1p(math.exp(b - a))


@kernel
def weights_prior(logs: Any) -> Any:
    """ln of the density of truncated stick-breaking weights, the concentration integrated out over its prior.

    Weights are taken by their logarithms: small concentrations leave the last ones far under what a double can hold.
    """
    classes = logs.shape[0]
    left, total = logs[classes - 1], 0.0
    for i in range(classes - 2):
        left = log_added(left, logs[classes - 2 - i])
        total -= left
    rest = logs[classes - 1]
    return float(total - rest - (classes - 1.0 + SHAPE) * math.log(RATE - rest))


@kernel
def slope(
    on: Any,
    off: Any,
    counts: Any,
    seen: int,
    marks: Any,
    people: float,
    odds: Any,
    sticks: Any,
    lam: Any,
    logs: Any,
    p: Any,
    s: Any,
    d_odds: Any,
    d_sticks: Any,
) -> Any:
    """ln of the posterior in log odds of chances and of sticks, times the chance that just the classes with `marks` move; its gradient.

    The chances of those classes are taken from `odds` (classes, lists), those of the others are as they are in `lam` and `p`. A class moves
    with the chance that a Poisson number is not 0 whose mean is its share of `people`. Fills lam, the log weights, p, the cells' chances `s`,
    and the gradients.
    """
    classes, lists = odds.shape
    total, left = 0.0, 0.0
    for k in range(classes):
        if not marks[k]:
            continue
        inside = 1.0
        for j in range(lists):
            chance = 1.0 / (1.0 + math.exp(-odds[k, j]))
            lam[k, j] = min(max(chance, LEAST), 1.0 - LEAST)
            inside *= lam[k, j] * (1.0 - lam[k, j])
            d_odds[k, j] = 1.0 - 2.0 * lam[k, j]
        total += math.log(inside)
        cells(on, off, lam[k], p[k])
    for k in range(classes - 1):
        stick = -log_added(0.0, -sticks[k])
        logs[k] = stick + left
        total += stick
        left += stick - sticks[k]
    logs[classes - 1] = left
    total -= (classes - 1.0 + SHAPE) * math.log(RATE - left)
    pi = np.exp(logs)
    mixed(p, pi, s)
    value = likelihood(s, counts, seen)
    if value == -np.inf:
        return value
    share = np.empty(counts.shape[0])
    for c in range(counts.shape[0]):
        share[c] = counts[c] / (s[c] if c < seen else 1.0 - s[c])
    weight = np.empty(classes)
    for k in range(classes):
        w = 0.0
        for c in range(counts.shape[0]):
            w += share[c] * p[k, c]
        members = people * pi[k]
        if not marks[k]:
            total -= members
            weight[k] = w * pi[k] - members
        elif members > 1e-12:
            total += math.log(-math.expm1(-members))
            weight[k] = w * pi[k] + (members / math.expm1(members) if members < 500.0 else 0.0)
        else:
            return -np.inf
    for k in range(classes):
        if not marks[k]:
            continue
        for j in range(lists):
            held, not_held = 0.0, 0.0
            for c in range(counts.shape[0]):
                r = share[c] * p[k, c]
                held += r * on[j, c]
                not_held += r * off[j, c]
            d_odds[k, j] += pi[k] * (held * (1.0 - lam[k, j]) - not_held * lam[k, j])
    after = weight[classes - 1]
    for i in range(classes - 1):
        k = classes - 2 - i
        v = 1.0 / (1.0 + math.exp(-sticks[k]))
        d_sticks[k] = weight[k] * (1.0 - v) - v * after + (1.0 - v) - (classes - 1.0 + SHAPE) * v / (RATE - left)
        after += weight[k]
    return float(total + value)
