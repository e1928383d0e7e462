"""Doubly robust estimation with covariates: two lists independent among people who are alike in what is known of them.

M. Das, E. H. Kennedy and N. P. Jewell, "Doubly robust capture-recapture methods for estimating population size", Journal of the American
Statistical Association 119 (2024) 1309. With q1, q2 and q12 the chances that a documented person with covariates x is
on the first list, on the second, on both, the chance of being documented is γ(x) = q12 / (q1 q2), and the mean of
(1/γ)(Y1/q1 + Y2/q2 − Y1Y2/q12) is one over the share documented. The chances are learnt on other folds than those they are used on, so a
flexible learner may be used, and an error in one of them is made good by the others.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import MissingExtra, Misuse
from onrecord.estimate.result import LEVEL, Estimate, Floats
from onrecord.estimate.table import ON, UNKNOWN, CannotEstimate, Table, checked

FOLDS = 5
LEAST_CHANCE = 0.01
Learner = Callable[[], Any]


def boosted() -> Any:
    """A gradient boosting of a few small trees, the learner by default.

    The terms divide by the chance of being on both lists squared: a learner that follows noise finds chances near zero, and the mean falls apart.
    """
    try:
        from sklearn.ensemble import HistGradientBoostingClassifier
    except ImportError as e:
        raise MissingExtra("Doubly robust estimation", "estimate") from e
    return HistGradientBoostingClassifier(
        max_iter=40, learning_rate=0.1, max_leaf_nodes=4, min_samples_leaf=40, l2_regularization=5.0, random_state=0
    )


def doubly_robust(
    table: Table, covariates: Sequence[str] = (), level: float = LEVEL, seed: int = 0, learner: Learner = boosted
) -> Estimate:
    """The estimate from the two lists that share most people; `diagnostics` has that of every other pair.

    `covariates` are columns of the table, by default all whose values say something of more than one person: numbers stay numbers, dates are
    days, other values become a column each. `learner` makes a scikit-learn classifier with `predict_proba`. Blanks in the lists are taken
    for zeros.
    """
    if len(table.counts) == 0:
        raise CannotEstimate("The table holds nobody.")
    checked(table.cells())
    left = [] if covariates else [n for n in table.covariates if _of_one_person(table, n)]
    chosen = list(covariates) or [n for n in table.covariates if n not in left]
    for name in chosen:
        if name not in table.covariates:
            raise Misuse(f"There is no covariate {name!r}: the table has {', '.join(table.covariates) or 'none'}.")
    if not chosen:
        raise CannotEstimate(
            "Doubly robust estimation conditions on covariates, and the table has none: it is for rows of persons."
        )
    rows = np.repeat(np.arange(len(table.counts)), table.counts)
    on = (table.histories[rows] == ON).astype(float)
    x = _matrix(table, chosen)[rows]
    shared = table.overlaps()
    pairs = sorted(combinations(range(len(table.lists)), 2), key=lambda p: -shared[p])
    pairs = [p for p in pairs if shared[p] >= 20]
    if not pairs:
        raise CannotEstimate("No two lists share 20 people, and fewer do not tell how sharing depends on covariates.")
    chances = Chances(on, x, seed, learner)
    found = [chances.pair(i, j) for i, j in pairs]
    (theta, variance, trimmed), n = found[0], len(on)
    if theta <= 1:
        raise CannotEstimate(
            "The chances learnt from the covariates contradict each other: the estimate would lie below the documented. Condition on fewer "
            "covariates (--covariates), or give a smoother learner."
        )
    from scipy.special import ndtri

    z = float(ndtri(0.5 + level / 2))
    estimate, error = n * theta, math.sqrt(n * variance + n * theta * max(theta - 1, 0))
    missed = estimate - n
    c = math.exp(z * math.sqrt(math.log1p((error / missed) ** 2)))
    names = ["·".join(table.lists[k] for k in p) for p in pairs]
    warnings = (
        [f"The chance of being on both lists was under {LEAST_CHANCE} for {trimmed:.0%} and held there: overlap is thin."]
        if trimmed > 0.05
        else []
    )
    if left:
        warnings.append(
            f"Not conditioned on, since almost every person has a value of their own there: {', '.join(left)}. Name what is, with --covariates."
        )
    if (table.histories == UNKNOWN).any():
        warnings.append("Blanks in the lists were taken for zeros.")
    return Estimate(
        "doubly-robust", estimate, n + missed / c, n + missed * c, n, table.lists, level,
        assumptions=(
            f"among people alike in {', '.join(chosen)}, being on {names[0].replace('·', ' and on ')} has nothing to do with each other, and "
            "each had some chance of being on both.",
        ),
        diagnostics={
            "lists_used": names[0], "covariates": chosen, "folds": FOLDS, "share_trimmed": trimmed,
            "every_pair": [{"lists": m, "estimate": n * f[0]} for m, f in zip(names, found, strict=True)],
        },
        warnings=tuple(warnings), seed=seed, table=table.hash(),
    )  # fmt: skip


def _of_one_person(table: Table, name: str) -> bool:
    """Whether a column tells people apart and says nothing of their kind: whole numbers that never come twice, or words that hardly do."""
    cells = [c for c in table.covariates[name] if c]
    values = set(cells)
    if not values or _numbers(cells) is None:
        return len(values) > 30 and 2 * len(values) > len(cells)
    return len(values) == len(cells) and len(cells) > 30 and all(c.lstrip("-").isdigit() for c in cells)


def _numbers(cells: Sequence[str]) -> list[float] | None:
    """A number for each cell: itself, or where they are dates (a month or day of ISO 8601), its day; None where they are neither."""
    try:
        return [float(c) if c else math.nan for c in cells]
    except ValueError:
        pass
    try:
        return [float(date.fromisoformat(f"{c}-01"[:10]).toordinal()) if c else math.nan for c in cells]
    except ValueError:
        return None


def _matrix(table: Table, names: Sequence[str]) -> Floats:
    """Numbers and dates as they are, with NaN for a blank; of other columns one for each of the 30 most frequent values."""
    columns: list[Floats] = []
    for name in names:
        cells = table.covariates[name]
        numbers = _numbers(cells)
        if numbers is not None:
            columns.append(np.array(numbers))
            continue
        values, counts = np.unique(np.array(cells), return_counts=True)
        for v in values[np.argsort(-counts, kind="stable")][:30]:
            columns.append(np.array([float(c == v) for c in cells]))
    return np.stack(columns, axis=1)


class Chances:
    """The chances of documented people to be on each list and on each two, each learnt once, on other folds than it is used on."""

    def __init__(self, on: Floats, x: Floats, seed: int, learner: Learner) -> None:
        self.on, self.x, self.learner = on, x, learner
        self.fold: NDArray[np.int64] = np.random.default_rng(seed).permutation(len(on)) % FOLDS
        self.known: dict[tuple[int, ...], Floats] = {}

    def of(self, lists: tuple[int, ...]) -> Floats:
        if lists not in self.known:
            self.known[lists] = _learnt(self.on[:, list(lists)].prod(axis=1), self.x, self.fold, self.learner)
        return self.known[lists]

    def pair(self, i: int, j: int) -> tuple[float, float, float]:
        """One over the share documented, the variance of a term of its mean, and the share of people whose q12 was held up."""
        y1, y2, q12 = self.on[:, i], self.on[:, j], self.of((i, j))
        trimmed = float((q12 < LEAST_CHANCE).mean())
        q12 = np.maximum(q12, LEAST_CHANCE)
        q1, q2 = np.clip(self.of((i,)), q12, 1), np.clip(self.of((j,)), q12, 1)
        q12 = np.maximum(q12, q1 + q2 - 1)
        terms = q1 * q2 / q12 * (y1 / q1 + y2 / q2 - y1 * y2 / q12)
        return float(terms.mean()), float(terms.var()), trimmed


def _learnt(y: Floats, x: Floats, fold: NDArray[np.int64], learner: Learner) -> Floats:
    chance = np.empty(len(y))
    for k in range(FOLDS):
        inside, outside = fold == k, fold != k
        if len(np.unique(y[outside])) < 2:
            chance[inside] = y[outside].mean()
            continue
        model = learner().fit(x[outside], y[outside].astype(int))
        chance[inside] = model.predict_proba(x[inside])[:, 1]
    return np.clip(chance, 1e-4, 1 - 1e-6)
