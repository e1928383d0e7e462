"""Log-linear models of capture histories: all hierarchical models to an order, their AIC and BIC, averaged, with profile intervals.

S. E. Fienberg, "The multiple recapture census for closed populations and incomplete 2^k contingency tables", Biometrika 59 (1972) 591;
R. M. Cormack, "Interval estimation for mark-recapture studies of closed populations", Biometrics 48 (1992) 567, for the profile likelihood;
K. P. Burnham and D. R. Anderson, Model Selection and Multimodel Inference (2nd edition, Springer, 2002), for averaging. The
cells are Poisson; what no list saw is exp(intercept), every list coded 0 or 1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import chdtri, gammaln, xlogy

from onrecord.estimate.existence import exists
from onrecord.estimate.poisson import Fits, fit
from onrecord.estimate.result import LEVEL, Estimate, Floats
from onrecord.estimate.table import CannotEstimate, Table

DRAWS = 20_000
MOST_MODELS = 5_000
MOST_MET = 400
Term = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """A hierarchical model that was fitted: its interactions, how well it fits, and what it says of how many there are."""

    terms: tuple[Term, ...]
    estimate: float
    stderr: float
    deviance: float
    df: int
    aic: float
    bic: float
    weight: float = 0.0

    def name(self, lists: tuple[str, ...]) -> str:
        """ "A·B, B·C", or "independent"."""
        return ", ".join("·".join(lists[i] for i in t) for t in self.terms) or "independent"


def histories(lists: int) -> NDArray[np.int64]:
    """All histories but that of whom no list saw, (2^lists − 1, lists); row r is the number r + 1, bit j for list j."""
    return (np.arange(1, 1 << lists)[:, None] >> np.arange(lists)) & 1


def design(lists: int, terms: tuple[Term, ...]) -> Floats:
    """Intercept, a column a list, a column an interaction; over all histories that a list saw."""
    h = histories(lists)
    columns = [np.ones(len(h)), *h.T, *(h[:, list(t)].prod(axis=1) for t in terms)]
    return np.stack(columns, axis=1).astype(float)


def interactions(lists: int, order: int) -> tuple[Term, ...]:
    """All interactions of two lists up to `order`."""
    return tuple(t for k in range(2, order + 1) for t in combinations(range(lists), k))


def hierarchical(lists: int, order: int) -> list[tuple[Term, ...]]:
    """Every set of interactions that holds with an interaction all its parts; the saturated one is left out by the order."""
    found: list[tuple[Term, ...]] = [()]
    for term in interactions(lists, order):
        inside = list(combinations(term, len(term) - 1)) if len(term) > 2 else []
        found += [(*m, term) for m in found if all(p in m for p in inside)]
        if len(found) > MOST_MODELS:
            raise CannotEstimate(
                f"{lists} lists have more than {MOST_MODELS:,} models with interactions of up to {order} lists: take a lower order."
            )
    return found


def models(table: Table, order: int = 2) -> tuple[list[Model], Fits]:
    """Every hierarchical model up to an order, fitted; those whose estimate does not exist have an endless one.

    AIC and BIC are of the Poisson likelihood of the observed cells; BIC's number of observations is the number of people.
    """
    lists, n = len(table.lists), table.observed
    y = table.full()[1:]
    every = hierarchical(lists, min(order, lists - 1))
    terms = interactions(lists, min(order, lists - 1))
    x = design(lists, terms)
    at = {t: i for i, t in enumerate(terms)}
    used = np.zeros((len(every), x.shape[1]), dtype=bool)
    used[:, : lists + 1] = True
    for i, m in enumerate(every):
        used[i, [lists + 1 + at[t] for t in m]] = True
    fits = fit(x, y, used)
    found = []
    for i, m in enumerate(every):
        p = int(used[i].sum())
        there = bool(fits.converged[i]) or exists(x[:, used[i]], y)
        missed = math.exp(fits.beta[i, 0]) if there else math.inf
        stderr = math.sqrt(missed + missed**2 * fits.covariance[i, 0, 0]) if there else math.inf
        aic, bic = (-2 * fits.loglik[i] + k * p for k in (2.0, math.log(n)))
        found.append(Model(m, n + missed, stderr, float(fits.deviance[i]), len(y) - p, float(aic), float(bic)))
    return found, fits


def weighted(found: list[Model], criterion: str = "bic") -> list[Model]:
    """The models with their weights, exp(−criterion/2) over those whose estimate exists; the heaviest first."""
    values = np.array([getattr(m, criterion) if math.isfinite(m.estimate) else math.inf for m in found])
    if not np.isfinite(values).any():
        raise CannotEstimate("No log-linear model of this table has an estimate: its lists overlap too little.")
    w = np.exp(-(values - values.min()) / 2)
    w /= w.sum()
    kept = [replace(m, weight=float(x)) for m, x in zip(found, w, strict=True)]
    return sorted(kept, key=lambda m: (-m.weight, len(m.terms), m.terms))


def loglinear(
    table: Table, level: float = LEVEL, order: int | None = None, criterion: str = "bic", seed: int = 0, draws: int = DRAWS
) -> Estimate:
    """Models averaged by their weight; the interval is of the mixture of their own, log-normal in how many are missed.

    `order` is the greatest interaction: by default all but that of all lists for three or four of them, and pairs for five. Beyond five
    lists the models are of pairs, as many as a search meets.
    """
    lists = len(table.lists)
    if lists < 3:
        raise CannotEstimate("Log-linear models need three lists: with two, independence is all that can be fitted.")
    if lists > 5:
        return averaged(table, weighted(met(table, criterion), criterion), level, criterion, seed, draws)
    found, _ = models(table, order or (lists - 1 if lists < 5 else 2))
    return averaged(table, weighted(found, criterion), level, criterion, seed, draws)


def averaged(table: Table, found: list[Model], level: float, criterion: str, seed: int, draws: int) -> Estimate:
    """The average of weighted models, as draws of their mixture."""
    n = table.observed
    rng = np.random.default_rng(seed)
    kept = [m for m in found if m.weight > 1e-6]
    weights = np.array([m.weight for m in kept])
    which = rng.choice(len(kept), size=draws, p=weights / weights.sum())
    missed = np.maximum(np.array([m.estimate - n for m in kept]), 1e-12)
    spread = np.sqrt(np.log1p((np.array([m.stderr for m in kept]) / missed) ** 2))
    sampled = n + missed[which] * np.exp(spread[which] * rng.standard_normal(draws))
    tail = (1 - level) / 2
    low, high = np.quantile(sampled, [tail, 1 - tail])
    estimate = float(weights @ (n + missed) / weights.sum())
    best = kept[0]
    alike = [m for m in kept if getattr(m, criterion) - getattr(best, criterion) <= 10]
    least, most = min(m.estimate for m in alike), max(m.estimate for m in alike)
    return Estimate(
        "loglinear", estimate, float(low), float(high), n, table.lists, level, "model average", sampled[None, :],
        assumptions=(
            "lists depend on each other no further than in the interactions of the models, and all people are as likely to be listed but "
            "for them; the interaction of all lists is none.",
        ),
        diagnostics={
            "criterion": criterion, "best": best.name(table.lists), "best_estimate": best.estimate, "models": len(found),
            "models_that_fit_alike": {"models": len(alike), "least": least, "most": most},
            "table": [
                {"model": m.name(table.lists), "estimate": m.estimate, "stderr": m.stderr, "deviance": m.deviance, "df": m.df,
                 "aic": m.aic, "bic": m.bic, "weight": m.weight} for m in kept[:20]
            ],
        },
        seed=seed,
    )  # fmt: skip


def met(table: Table, criterion: str = "bic") -> list[Model]:
    """For many lists: models of pairs met on a walk that adds or drops one pair, as long as it comes within 2 ln 1000 of the best."""
    lists, n = len(table.lists), table.observed
    pairs = interactions(lists, 2)
    y = table.full()[1:]
    x = design(lists, pairs)
    scores: dict[frozenset[int], Model] = {}
    front: list[frozenset[int]] = [frozenset()]
    best = math.inf
    reach = 2 * math.log(1000)
    while front and len(scores) < MOST_MET:
        used = np.zeros((len(front), x.shape[1]), dtype=bool)
        used[:, : lists + 1] = True
        for i, m in enumerate(front):
            used[i, [lists + 1 + k for k in m]] = True
        fits = fit(x, y, used)
        for i, m in enumerate(front):
            p, there = int(used[i].sum()), bool(fits.converged[i])
            missed = math.exp(fits.beta[i, 0]) if there else math.inf
            stderr = math.sqrt(missed + missed**2 * fits.covariance[i, 0, 0]) if there else math.inf
            aic, bic = (float(-2 * fits.loglik[i] + k * p) for k in (2.0, math.log(n)))
            terms = tuple(pairs[k] for k in sorted(m))
            scores[m] = Model(terms, n + missed, stderr, float(fits.deviance[i]), len(y) - p, aic, bic)
            if there:
                best = min(best, getattr(scores[m], criterion))
        good = sorted(
            (m for m in front if getattr(scores[m], criterion) <= best + reach),
            key=lambda m: (getattr(scores[m], criterion), sorted(m)),
        )
        front = list(dict.fromkeys(m ^ {k} for m in good[:4] for k in range(len(pairs)) if m ^ {k} not in scores))
    return list(scores.values())


def profile(table: Table, terms: tuple[Term, ...], level: float = LEVEL) -> tuple[float, float, float]:
    """Estimate and profile-likelihood interval of one model: maximum and ends in the multinomial likelihood of N (Cormack 1992)."""
    lists, n = len(table.lists), table.observed
    y = table.full()
    x = np.vstack([np.eye(1, lists + 1 + len(terms)), design(lists, terms)])

    def likelihood(missed: float) -> float:
        counts = y.copy()
        counts[0] = missed
        mu = fit(x, counts).mu[0]
        share = mu / mu.sum()
        return float(gammaln(n + missed + 1) - gammaln(missed + 1) + xlogy(counts, np.maximum(share, 1e-300)).sum())

    poisson = fit(design(lists, terms), y[1:])
    top = max(math.exp(min(poisson.beta[0, 0], 25)), 0.1)
    best, value = _highest(likelihood, top)
    drop = float(chdtri(1, 1 - level)) / 2

    def below(m: float) -> float:
        return likelihood(m) - (value - drop)

    low = 0.0 if below(1e-9) > 0 else float(brentq(below, 1e-9, best, xtol=1e-6))
    far = best + 1
    while below(far) > 0 and far < 1e9:
        far = far * 2
    high = math.inf if far >= 1e9 else float(brentq(below, best, far, xtol=1e-6))
    return n + best, n + low, n + high


def _highest(likelihood: object, top: float) -> tuple[float, float]:
    from scipy.optimize import minimize_scalar

    assert callable(likelihood)
    found = minimize_scalar(lambda t: -likelihood(math.exp(t)), bounds=(math.log(top) - 2, math.log(top) + 2), method="bounded")
    return math.exp(float(found.x)), -float(found.fun)
