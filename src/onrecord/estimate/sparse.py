"""Sparse tables: log-linear models of pairs, in which two lists may share nobody, chosen step by step, with a BCa bootstrap.

L. Chan, B. W. Silverman and K. Vincent, Journal of the American Statistical Association 116 (2021) 1297. An interaction of two lists
that share nobody has its estimate at minus infinity, and its cells leave the table. A pair is added where the number on both lists is
unlikely under the model so far (one-sided Poisson probability under `threshold`) and the estimate exists with it.

Every replicate of the bootstrap is fitted at the same time, and each choice of a pair needs one fit.
"""

from __future__ import annotations

import math
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, ndtr, ndtri, pdtr, pdtrc, xlogy

from onrecord.estimate.existence import exists
from onrecord.estimate.loglinear import design, histories
from onrecord.estimate.result import LEVEL, Estimate, Floats
from onrecord.estimate.table import CannotEstimate, Table

THRESHOLD = 0.02
REPLICATES = 1_000
CANDIDATES = 40
FAR = 18.0
Mask = NDArray[np.bool_]


class Pairs:
    """The design of all pairs over the histories, and fits of many tables (M, histories) at once, each with pairs of its own."""

    def __init__(self, lists: int) -> None:
        self.lists = lists
        self.pairs = list(combinations(range(lists), 2))
        h = histories(lists).astype(bool)
        self.x = design(lists, tuple(self.pairs))
        self.both = np.stack([h[:, i] & h[:, j] for i, j in self.pairs], axis=1)
        self.on = h

    def cells(self, y: Floats, used: Mask) -> tuple[Mask, Mask]:
        """Which histories stay, and which columns are fitted: cells of empty lists and of empty pairs in the model leave."""
        empty = (y @ self.both == 0) & used
        blank = y @ self.on == 0
        kept = ~((empty.astype(float) @ self.both.T + blank.astype(float) @ self.on.T) > 0)
        columns = np.hstack([np.ones((len(y), 1), dtype=bool), ~blank, used & ~empty])
        return kept, columns

    def fit(self, y: Floats, used: Mask, start: Floats | None = None) -> tuple[Floats, Floats, Mask, Mask]:
        """beta (M, p), mu (M, histories; 0 where a cell left), whether the estimate exists, and the columns fitted."""
        kept, columns = self.cells(y, used)
        outer = columns[:, :, None] & columns[:, None, :]
        fixed = np.eye(self.x.shape[1]) * ~columns[:, None, :]
        target = (y * kept) @ self.x * columns
        beta = np.where(columns, start, 0.0) if start is not None else self._begin(y, kept, columns, outer, fixed)
        mu = np.exp(np.clip(beta @ self.x.T, -60, 40)) * kept
        active, there = np.arange(len(y)), np.ones(len(y), dtype=bool)
        for _ in range(60):
            xa = self.x.T[None] * mu[active, None, :]
            information = (xa @ self.x) * outer[active] + fixed[active] + 1e-10 * np.eye(self.x.shape[1])
            score = target[active] - (mu[active] @ self.x) * columns[active]
            step = np.linalg.solve(information, score[..., None])[..., 0]
            longest = np.abs(step).max(axis=1)
            step *= np.minimum(1, 2 / np.maximum(longest, 1e-300))[:, None]
            beta[active] += step
            mu[active] = np.exp(np.clip(beta[active] @ self.x.T, -60, 40)) * kept[active]
            lost = (np.abs(beta[active]) > FAR + 8).any(axis=1)
            there[active[lost]] = False
            active = active[(longest > 1e-7) & ~lost]
            if not len(active):
                break
        there[active] = False
        singular = (
            np.linalg.cond((self.x.T[None] * mu[:, None, :]) @ self.x * outer + fixed * mu.mean(axis=1)[:, None, None]) > 1e12
        )
        return beta, mu, there & ~singular, columns

    def _begin(self, y: Floats, kept: Mask, columns: Mask, outer: Mask, fixed: Floats) -> Floats:
        w = (y + 0.5) * kept
        gram = ((self.x.T[None] * w[:, None, :]) @ self.x) * outer + fixed + 1e-9 * np.eye(self.x.shape[1])
        right = (w * np.log(y + 0.5)) @ self.x * columns
        return np.asarray(np.linalg.solve(gram, right[..., None])[..., 0] * columns, dtype=np.float64)


def stepwise(space: Pairs, y: Floats, threshold: float = THRESHOLD) -> tuple[Floats, Mask]:
    """Of each table, how many are missed by the model chosen for it, and its pairs."""
    many = len(y)
    used, barred = np.zeros((many, len(space.pairs)), dtype=bool), np.zeros((many, len(space.pairs)), dtype=bool)
    totals = y @ space.both
    beta, mu, there, _ = space.fit(y, used)
    missed = np.where(there, np.exp(beta[:, 0]), np.inf)
    active = np.flatnonzero(there)
    while len(active):
        mean = np.maximum(mu[active] @ space.both, 1e-12)
        seen = totals[active]
        p = np.minimum(pdtr(seen, mean), np.where(seen > 0, pdtrc(np.maximum(seen - 1, 0), mean), 1.0))
        p[used[active] | barred[active]] = 1.0
        choice = p.argmin(axis=1)
        adding = p[np.arange(len(active)), choice] < threshold
        active, choice = active[adding], choice[adding]
        if not len(active):
            break
        used[active, choice] = True
        new_beta, new_mu, right, _ = space.fit(y[active], used[active], beta[active])
        used[active[~right], choice[~right]] = False
        barred[active[~right], choice[~right]] = True
        good = active[right]
        beta[good], mu[good] = new_beta[right], new_mu[right]
        missed[good] = np.exp(new_beta[right, 0])
    return missed, used


def bca(point: float, replicates: Floats, jackknife: Floats, weights: Floats, level: float) -> tuple[float, float]:
    """The bias-corrected and accelerated interval (B. Efron 1987); `jackknife` has the point without one person of each history."""
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
    low, high = (
        np.quantile(replicates, ends, method="linear")
        if np.isfinite(replicates).all()
        else np.sort(replicates)[np.clip((np.array(ends) * len(replicates)).astype(int), 0, len(replicates) - 1)]
    )
    return float(low), float(high)


def sparse(
    table: Table, level: float = LEVEL, seed: int = 0, threshold: float = THRESHOLD, replicates: int = REPLICATES
) -> Estimate:
    """The estimate of the model chosen step by step, and the BCa interval over replicates each of which chooses anew."""
    _refuse_few(table)
    space, y, n = Pairs(len(table.lists)), table.full()[1:], table.observed
    missed, used = stepwise(space, y[None], threshold)
    if not math.isfinite(missed[0]):
        raise CannotEstimate("The lists overlap so little that not even the model of independent lists has an estimate.")
    kept, columns = space.cells(y[None], used)
    if not exists(space.x[kept[0]][:, columns[0]], y[kept[0]]):
        raise CannotEstimate("The estimate of the model that the table chooses does not exist: its lists overlap too little.")
    boot, _ = stepwise(space, _drawn(y, seed, replicates), threshold)
    jack, weights = _without_one(y)
    left, _ = stepwise(space, jack, threshold)
    names = ["·".join(table.lists[i] for i in p) for p, there in zip(space.pairs, used[0], strict=True) if there]
    empty = [
        "·".join(table.lists[i] for i in p) for p, e in zip(space.pairs, used[0] & (y @ space.both == 0), strict=True) if e
    ]
    return _given("sparse", n, missed[0], boot, left, weights, table, level, seed, {
        "model": ", ".join(names) or "independent", "empty_overlaps": empty, "threshold": threshold, "estimate_exists": True,
    })  # fmt: skip


def sparse_averaged(
    table: Table, level: float = LEVEL, seed: int = 0, candidates: int = CANDIDATES, replicates: int = REPLICATES
) -> Estimate:
    """The model of pairs with the best BIC, and the BCa interval over replicates each of which chooses among the best `candidates`.

    B. W. Silverman, L. Chan and K. Vincent, Statistics and Computing 34 (2024): intervals that carry the choice of the model.
    """
    _refuse_few(table)
    space, y, n = Pairs(len(table.lists)), table.full()[1:], table.observed
    models = _best_models(space, y, candidates)
    point, which = _by_bic(space, y[None], models)
    if not math.isfinite(point[0]):
        raise CannotEstimate("No model of pairs has an estimate: the lists overlap too little.")
    boot, chosen = _by_bic(space, _drawn(y, seed, replicates), models)
    jack, weights = _without_one(y)
    left, _ = _by_bic(space, jack, models)
    names = ["·".join(table.lists[i] for i in p) for p, there in zip(space.pairs, models[which[0]], strict=True) if there]
    return _given("sparse-averaged", n, point[0], boot, left, weights, table, level, seed, {
        "model": ", ".join(names) or "independent", "models": len(models), "models_chosen": len(np.unique(chosen)),
        "share_of_the_best": float((chosen == which[0]).mean()),
    })  # fmt: skip


def _given(
    name: str,
    n: int,
    missed: float,
    boot: Floats,
    left: Floats,
    weights: Floats,
    table: Table,
    level: float,
    seed: int,
    how: dict[str, Any],
) -> Estimate:
    low, high = bca(float(missed), boot, left, weights, level)
    endless = float(np.mean(~np.isfinite(boot)))
    warnings = [f"In {endless:.1%} of the replicates there was no estimate; they count as endless."] if endless else []
    return Estimate(
        name, n + float(missed), n + low, n + high, n, table.lists, level, "bootstrap", n + boot[np.isfinite(boot)][None, :],
        assumptions=(
            "no more than two lists at a time depend on each other, and all people are as likely to be listed but for that; the "
            "interactions of three and more lists are none.",
        ),
        diagnostics={**how, "replicates": len(boot), "replicates_without_estimate": endless},
        warnings=tuple(warnings), seed=seed,
    )  # fmt: skip


def _refuse_few(table: Table) -> None:
    if len(table.lists) < 3:
        raise CannotEstimate("Models of pairs need three lists: with two, independence is all that can be fitted.")
    if len(table.lists) > 10:
        raise CannotEstimate("Models of pairs are fitted for up to 10 lists: choose some with --lists A,B,C.")


def _drawn(y: Floats, seed: int, replicates: int) -> Floats:
    rng = np.random.default_rng(seed)
    return rng.multinomial(int(y.sum()), y / y.sum(), size=replicates).astype(float)


def _without_one(y: Floats) -> tuple[Floats, Floats]:
    """The table without one person of each history that has any, and how many have it."""
    at = np.flatnonzero(y)
    left = np.repeat(y[None], len(at), axis=0)
    left[np.arange(len(at)), at] -= 1
    return left, y[at]


def _score(space: Pairs, y: Floats, models: Mask) -> tuple[Floats, Floats]:
    """BIC and missed of each table under each model, (tables, models); endless where there is no estimate."""
    tables, many = len(y), len(models)
    each = np.repeat(y, many, axis=0)
    used = np.tile(models, (tables, 1))
    beta, mu, there, _ = space.fit(each, used)
    loglik = (xlogy(each, np.maximum(mu, 1e-300)) - mu - gammaln(each + 1)).sum(axis=1)
    size = 1 + space.lists + used.sum(axis=1)
    value = np.where(there, -2 * loglik + size * np.log(each.sum(axis=1)), np.inf)
    return value.reshape(tables, many), np.where(there, np.exp(np.minimum(beta[:, 0], 50)), np.inf).reshape(tables, many)


def _best_models(space: Pairs, y: Floats, candidates: int) -> Mask:
    """The best models of pairs by BIC that a walk meets, which adds or drops one pair at a time."""
    met: dict[tuple[int, ...], float] = {}
    front: list[tuple[int, ...]] = [()]
    while front:
        used = np.zeros((len(front), len(space.pairs)), dtype=bool)
        for i, m in enumerate(front):
            used[i, list(m)] = True
        values, _ = _score(space, y[None], used)
        met |= dict(zip(front, map(float, values[0]), strict=True))
        best = sorted(met, key=lambda m: (met[m], m))[:candidates]
        near = {tuple(sorted(set(m) ^ {k})) for m in best if math.isfinite(met[m]) for k in range(len(space.pairs))}
        front = sorted(near - met.keys()) if len(met) < 3_000 else []
    best = [m for m in sorted(met, key=lambda m: (met[m], m))[:candidates] if math.isfinite(met[m])] or [()]
    models = np.zeros((len(best), len(space.pairs)), dtype=bool)
    for i, m in enumerate(best):
        models[i, list(m)] = True
    return models


def _by_bic(space: Pairs, y: Floats, models: Mask) -> tuple[Floats, NDArray[np.int64]]:
    """How many are missed by the model with the best BIC of each table, and which it is."""
    missed, chosen = np.empty(len(y)), np.empty(len(y), dtype=np.int64)
    for begin in range(0, len(y), 100):
        part = slice(begin, begin + 100)
        values, found = _score(space, y[part], models)
        chosen[part] = values.argmin(axis=1)
        missed[part] = found[np.arange(len(found)), chosen[part]]
    return missed, chosen
