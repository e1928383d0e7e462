"""Log-linear models of sparse tables, chosen by BIC, with a bootstrap in which each replicate chooses again.

B. W. Silverman, L. Chan and K. Vincent, "Bootstrapping multiple systems estimates to account for model selection", Statistics and Computing 34
(2024) 44, as their R package MultipleSystemsEstimation has it: hierarchical
models, of which an interaction that nobody has is at minus infinity and still counts as a parameter; replicates and the jackknife choose
among the best models of the table itself.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, xlogy

from onrecord.estimate.loglinear import Term
from onrecord.estimate.result import LEVEL, Estimate, Floats
from onrecord.estimate.sparse import REPLICATES, Mask, Terms, drawn, given, refuse_few, without_one
from onrecord.estimate.table import CannotEstimate, Table

ORDERS = {3: 2, 4: 3, 5: 3}
"""The greatest interaction by how many lists there are; beyond five, pairs."""
CANDIDATES = {3: 8, 4: 20}
MOST_CANDIDATES = 100
"""Among how many models a replicate chooses: of three lists all, of four 20, of more 100."""
MOST_MET = 3_000
PART = 5_000


def sparse_averaged(
    table: Table,
    level: float = LEVEL,
    seed: int = 0,
    order: int | None = None,
    candidates: int | None = None,
    replicates: int = REPLICATES,
) -> Estimate:
    """The model with the best BIC, and the BCa interval over replicates each of which chooses among the best `candidates`."""
    refuse_few(table)
    lists = len(table.lists)
    order = min(order or ORDERS.get(lists, 2), lists - 1)
    space, y = Terms(lists, order), table.full()[1:]
    models, beta = _best_models(space, y, candidates or CANDIDATES.get(lists, MOST_CANDIDATES))
    point, which = _by_bic(space, y[None], models, beta)
    if not math.isfinite(point[0]):
        raise CannotEstimate("No model has an estimate: the lists overlap too little.")
    boot, chosen = _by_bic(space, drawn(y, seed, replicates), models, beta)
    jack, weights = without_one(y)
    left, _ = _by_bic(space, jack, models, beta)
    names = ["·".join(table.lists[i] for i in t) for t, there in zip(space.terms, models[which[0]], strict=True) if there]
    return given("sparse-averaged", point[0], boot, left, weights, table, level, seed, {
        "model": ", ".join(names) or "independent", "order": order, "models": len(models), "models_chosen": len(np.unique(chosen)),
        "share_of_the_best": float((chosen == which[0]).mean()),
    }, order)  # fmt: skip


def _score(space: Terms, y: Floats, models: Mask, start: Floats | None = None) -> tuple[Floats, Floats, Floats]:
    """BIC and missed of each table under each model, (tables, models), endless where there is no estimate; and the coefficients."""
    tables, many = len(y), len(models)
    each = np.repeat(y, many, axis=0)
    used = np.tile(models, (tables, 1))
    beta, mu, there, _ = space.fit(each, used, None if start is None else np.tile(start, (tables, 1)))
    loglik = (xlogy(each, np.maximum(mu, 1e-300)) - mu - gammaln(each + 1)).sum(axis=1)
    size = 1 + space.lists + used.sum(axis=1)
    value = np.where(there, -2 * loglik + size * np.log(each.sum(axis=1)), np.inf)
    missed = np.where(there, np.exp(np.minimum(beta[:, 0], 50)), np.inf)
    return value.reshape(tables, many), missed.reshape(tables, many), beta


def _best_models(space: Terms, y: Floats, candidates: int) -> tuple[Mask, Floats]:
    """The best hierarchical models by BIC, with their coefficients, that a walk meets, which adds or drops one interaction at a time."""
    met: dict[tuple[int, ...], float] = {}
    front: list[tuple[int, ...]] = [()]
    while front:
        values, _, _ = _score(space, y[None], _mask(space, front))
        met |= dict(zip(front, map(float, values[0]), strict=True))
        best = sorted(met, key=lambda m: (met[m], m))[:candidates]
        near = {m for b in best if math.isfinite(met[b]) for m in _neighbours(space.terms, b)}
        front = sorted(near - met.keys()) if len(met) < MOST_MET else []
    kept = [m for m in sorted(met, key=lambda m: (met[m], m))[:candidates] if math.isfinite(met[m])] or [()]
    models = _mask(space, kept)
    return models, _score(space, y[None], models)[2]


def _mask(space: Terms, models: list[tuple[int, ...]]) -> Mask:
    used = np.zeros((len(models), len(space.terms)), dtype=bool)
    for i, m in enumerate(models):
        used[i, list(m)] = True
    return used


def _neighbours(terms: tuple[Term, ...], model: tuple[int, ...]) -> set[tuple[int, ...]]:
    """The hierarchical models with one interaction more, all of whose parts are there, or one less, which is part of none."""
    there = {terms[k] for k in model}
    found = set()
    for k, t in enumerate(terms):
        if t in there:
            fine = not any(set(t) < set(u) for u in there)
        else:
            fine = all(p in there for p in (t[:i] + t[i + 1 :] for i in range(len(t)))) if len(t) > 2 else True
        if fine:
            found.add(tuple(sorted(set(model) ^ {k})))
    return found


def _by_bic(space: Terms, y: Floats, models: Mask, start: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """How many are missed by the model with the best BIC of each table, and which it is."""
    missed, chosen = np.empty(len(y)), np.empty(len(y), dtype=np.int64)
    step = max(1, PART // len(models))
    for begin in range(0, len(y), step):
        part = slice(begin, begin + step)
        values, found, _ = _score(space, y[part], models, start)
        chosen[part] = values.argmin(axis=1)
        missed[part] = found[np.arange(len(found)), chosen[part]]
    return missed, chosen
