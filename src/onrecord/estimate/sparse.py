"""Sparse tables: log-linear models of pairs, in which two lists may share nobody, chosen step by step, with a BCa bootstrap.

L. Chan, B. W. Silverman and K. Vincent, "Multiple systems estimation for sparse capture data: inferential challenges when there are
nonoverlapping lists", Journal of the American Statistical Association 116 (2021) 1297. An interaction of two lists
that share nobody has its estimate at minus infinity, and its cells leave the table. A pair is added where the number on both lists is
unlikely under the model so far (one-sided Poisson probability under `threshold`) and the estimate exists with it.

Every replicate of the bootstrap is fitted at the same time, and each choice of a pair needs one fit.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import pdtr, pdtrc

from onrecord.estimate.bca import bca, ends_error
from onrecord.estimate.existence import exists
from onrecord.estimate.loglinear import design, histories, interactions
from onrecord.estimate.result import LEVEL, Estimate, Floats
from onrecord.estimate.table import CannotEstimate, Table

THRESHOLD = 0.02
REPLICATES = 1_000
FAR = 18.0
Mask = NDArray[np.bool_]


class Terms:
    """The design of all interactions to an order over the histories, and fits of many tables (M, histories) at once, each with its own."""

    def __init__(self, lists: int, order: int = 2) -> None:
        self.lists = lists
        self.terms = interactions(lists, order)
        h = histories(lists).astype(bool)
        self.x = design(lists, self.terms)
        self.both = np.stack([h[:, list(t)].all(axis=1) for t in self.terms], axis=1)
        self.on = h

    def cells(self, y: Floats, used: Mask) -> tuple[Mask, Mask]:
        """Which histories stay, and which columns are fitted: cells of empty lists and of a model's empty interactions leave."""
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
        return beta, mu, there & ~self._singular(mu, outer, fixed), columns

    def _singular(self, mu: Floats, outer: Mask, fixed: Floats) -> Mask:
        """Where the columns do not tell the parameters apart."""
        roots = np.linalg.eigvalsh((self.x.T[None] * mu[:, None, :]) @ self.x * outer + fixed * mu.mean(axis=1)[:, None, None])
        return np.asarray(roots[:, -1] > 1e12 * np.maximum(roots[:, 0], 0))

    def _begin(self, y: Floats, kept: Mask, columns: Mask, outer: Mask, fixed: Floats) -> Floats:
        w = (y + 0.5) * kept
        gram = ((self.x.T[None] * w[:, None, :]) @ self.x) * outer + fixed + 1e-9 * np.eye(self.x.shape[1])
        right = (w * np.log(y + 0.5)) @ self.x * columns
        return np.asarray(np.linalg.solve(gram, right[..., None])[..., 0] * columns, dtype=np.float64)


def stepwise(space: Terms, y: Floats, threshold: float = THRESHOLD) -> tuple[Floats, Mask]:
    """Of each table, how many are missed by the model chosen for it, and its pairs."""
    many = len(y)
    used, barred = np.zeros((many, len(space.terms)), dtype=bool), np.zeros((many, len(space.terms)), dtype=bool)
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


def sparse(
    table: Table, level: float = LEVEL, seed: int = 0, threshold: float = THRESHOLD, replicates: int = REPLICATES
) -> Estimate:
    """The estimate of the model chosen step by step, and the BCa interval over replicates each of which chooses anew."""
    refuse_few(table)
    space, y = Terms(len(table.lists)), table.full()[1:]
    missed, used = stepwise(space, y[None], threshold)
    if not math.isfinite(missed[0]):
        raise CannotEstimate("The lists overlap so little that not even the model of independent lists has an estimate.")
    kept, columns = space.cells(y[None], used)
    if not exists(space.x[kept[0]][:, columns[0]], y[kept[0]]):
        raise CannotEstimate("The estimate of the model that the table chooses does not exist: its lists overlap too little.")
    boot, _ = stepwise(space, drawn(y, seed, replicates), threshold)
    jack, weights = without_one(y)
    left, _ = stepwise(space, jack, threshold)
    names = ["·".join(table.lists[i] for i in p) for p, there in zip(space.terms, used[0], strict=True) if there]
    empty = [
        "·".join(table.lists[i] for i in p) for p, e in zip(space.terms, used[0] & (y @ space.both == 0), strict=True) if e
    ]
    return given("sparse", missed[0], boot, left, weights, table, level, seed, {
        "model": ", ".join(names) or "independent", "empty_overlaps": empty, "threshold": threshold, "estimate_exists": True,
    }, 2)  # fmt: skip


def given(
    name: str,
    missed: float,
    boot: Floats,
    left: Floats,
    weights: Floats,
    table: Table,
    level: float,
    seed: int,
    how: dict[str, Any],
    order: int,
) -> Estimate:
    """The estimate with its BCa interval, and how far the interval's own ends move from one set of replicates to another."""
    n = table.observed
    low, high = bca(float(missed), boot, left, weights, level)
    endless = float(np.mean(~np.isfinite(boot)))
    warnings = [f"In {endless:.1%} of the replicates there was no estimate; they count as endless."] if endless else []
    return Estimate(
        name, n + float(missed), n + low, n + high, n, table.lists, level, "bootstrap", n + boot[np.isfinite(boot)][None, :],
        assumptions=(
            f"no more than {order} lists at a time depend on each other, and all people are as likely to be listed but for that; the "
            "interactions of more lists are none.",
        ),
        diagnostics={
            **how, "replicates": len(boot), "replicates_without_estimate": endless,
            "bootstrap_error_of_the_ends": ends_error(float(missed), boot, left, weights, level, seed),
        },
        warnings=tuple(warnings), seed=seed,
    )  # fmt: skip


def refuse_few(table: Table) -> None:
    if len(table.lists) < 3:
        raise CannotEstimate("Models of pairs need three lists: with two, independence is all that can be fitted.")
    if len(table.lists) > 10:
        raise CannotEstimate("Models of pairs are fitted for up to 10 lists: choose some with --lists A,B,C.")


def drawn(y: Floats, seed: int, replicates: int) -> Floats:
    rng = np.random.default_rng(seed)
    return rng.multinomial(int(y.sum()), y / y.sum(), size=replicates).astype(float)


def without_one(y: Floats) -> tuple[Floats, Floats]:
    """The table without one person of each history that has any, and how many have it."""
    at = np.flatnonzero(y)
    left = np.repeat(y[None], len(at), axis=0)
    left[np.arange(len(at)), at] -= 1
    return left, y[at]
