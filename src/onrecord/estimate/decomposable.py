"""Bayesian averaging over decomposable graphs.

D. Madigan and J. C. York, "Bayesian methods for estimation of the size of a closed population", Biometrika 84 (1997) 19.

Every decomposable graph over the lists is a model; cell probabilities have the hyper-Dirichlet prior in which each cell of the full
table has `delta`; the marginal likelihood is exact. The number of people whom no list saw has a prior, by default 1/N.

Only one cell of each marginal table, that of nobody on its lists, depends on how many are missed. So the likelihood of a subset of lists
at all numbers is one row, made once, and every graph is a sum of such rows.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from onrecord.estimate.graphs import MOST_IN_FULL, adjacency, cliques, decomposable, edges, exponents
from onrecord.estimate.result import LEVEL, Estimate, Floats
from onrecord.estimate.table import CannotEstimate, Table

DENSE = 20_000
FINE = 4_000
"""Numbers missed are taken one by one up to the first, then in steps of their 4,000th part."""
NEGLIGIBLE = 36.0
"""Graphs and numbers whose log weight is so far under the greatest are left out: together they weigh less than 1e-10."""
PART = 2048
"""Numbers of missed that are computed at a time."""
OCCAM = math.log(1000.0)
MOST_KEPT = 1_000
Prior = Callable[[Floats], Floats]


@dataclass(frozen=True, slots=True)
class Posterior:
    """`missed` (values,), their weight (values,), graphs by number with their weight, and the mean missed under each graph."""

    missed: Floats
    weight: Floats
    graphs: NDArray[np.int64]
    graph_weight: Floats
    graph_mean: Floats

    def quantile(self, share: float) -> float:
        """The smallest number of missed whose cumulative weight reaches `share`."""
        at = int(np.searchsorted(np.cumsum(self.weight), share * (1 - 1e-15)))
        return float(self.missed[min(at, len(self.missed) - 1)])


class Terms:
    """The rows of log marginal likelihood of subsets of lists, made when asked for."""

    def __init__(self, table: Table, missed: Floats, delta: float) -> None:
        self.table, self.missed, self.delta = table, missed, delta
        self.lists = len(table.lists)
        self._rows: dict[int, Floats] = {}

    def row(self, subset: int) -> Floats:
        """ln P(the marginal table of these lists), but for what all graphs share."""
        if subset not in self._rows:
            self._rows[subset] = self._made(subset)
        return self._rows[subset]

    def _made(self, subset: int) -> Floats:
        at = [j for j in range(self.lists) if (subset >> j) & 1]
        codes = (self.table.histories[:, at].astype(np.int64) << np.arange(len(at))).sum(axis=1)
        alpha = self.delta * 2.0 ** (self.lists - len(at))
        total = self.delta * 2.0**self.lists
        counts = np.zeros(1 << len(at))
        np.add.at(counts, codes, self.table.counts)
        fixed = gammaln(counts[1:][counts[1:] > 0] + alpha).sum() - (counts[1:] > 0).sum() * gammaln(alpha)
        n = self.table.observed
        said: Floats = (
            fixed
            + gammaln(counts[0] + self.missed + alpha)
            - gammaln(alpha)
            + gammaln(total)
            - gammaln(total + n + self.missed)
        )
        return said


def default_prior(everyone: Floats) -> Floats:
    """ln 1/N: as likely to be between 1,000 and 2,000 as between 10,000 and 20,000."""
    return -np.log(everyone)


def posterior(
    table: Table, missed: Floats | None = None, delta: float | None = None, log_prior: Prior = default_prior
) -> Posterior:
    """The exact posterior over a grid of how many are missed.

    `missed` are numbers in rising order, each taken as one; by default they reach until nothing is left. `delta` is by default one part
    in 2^lists, so that the prior is worth one person in all. `log_prior` takes N and gives ln p(N) up to a constant.
    """
    if len(table.lists) < 3:
        raise CannotEstimate("Decomposable graphs need three lists: with two, nothing tells whether they depend on each other.")
    cell = default_delta(table) if delta is None else delta
    numbers, powers = _graphs(table, cell, log_prior)
    grid = missed if missed is not None else _reach(table, cell, log_prior, powers)
    width = np.ones(len(grid)) if missed is not None else np.diff(grid, append=2 * grid[-1] - grid[-2])
    return _over(table, grid, width, cell, log_prior, numbers, powers)


def default_delta(table: Table) -> float:
    """One person of prior knowledge, spread over all histories."""
    return float(2.0 ** -len(table.lists))


def _graphs(table: Table, delta: float, log_prior: Prior) -> tuple[NDArray[np.int64], NDArray[np.int8]]:
    if len(table.lists) <= MOST_IN_FULL:
        return decomposable(len(table.lists))
    return _search(table, delta, log_prior)


def _coarse(table: Table, most: float) -> Floats:
    found: Floats = np.unique(np.round(np.geomspace(1, most + 1, 400)) - 1)
    return found


def _common(table: Table, grid: Floats, log_prior: Prior) -> Floats:
    """What all graphs share: the prior, and the multinomial coefficient."""
    n = table.observed
    said: Floats = log_prior(grid + n) + gammaln(n + grid + 1) - gammaln(grid + 1)
    return said


def _scores(table: Table, grid: Floats, delta: float, common: Floats, powers: NDArray[np.int8]) -> Floats:
    """ln P(table, missed, graph), (graphs, values), but for constants. Only subsets that stand in some graph are computed."""
    terms = Terms(table, grid, delta)
    used = np.flatnonzero(powers.any(axis=0))
    rows = np.stack([terms.row(int(s)) for s in used])
    rows += common  # each graph has as many more cliques than separators as it has components: taken back below
    scores: Floats = powers[:, used].astype(float) @ rows
    parts = powers[:, used].sum(axis=1).astype(float)
    scores -= np.outer(parts - 1, common)
    return scores


def _reach(table: Table, delta: float, log_prior: Prior, powers: NDArray[np.int8]) -> Floats:
    """Numbers from 0 up to where less than 1e-9 of the weight is left: each of the first, then in steps that grow with them."""
    coarse = _coarse(table, 1e9)
    scores = _scores(table, coarse, delta, _common(table, coarse, log_prior), powers)
    best = scores.max(axis=1)
    kept = scores[best > best.max() - NEGLIGIBLE]
    weight = np.exp(kept - kept.max()).sum(axis=0) * np.gradient(coarse)
    tail = 1 - np.cumsum(weight) / weight.sum()
    end = float(coarse[min(int(np.argmax(tail < 1e-9)) + 2, len(coarse) - 1)]) if (tail < 1e-9).any() else float(coarse[-1])
    if end <= DENSE:
        return np.arange(0.0, max(end, 1.0) + 1)
    steps = math.ceil(FINE * math.log(end / DENSE))
    beyond = np.unique(np.round(DENSE * np.exp(np.arange(1, steps + 1) / FINE)))
    return np.concatenate([np.arange(0.0, DENSE + 1), beyond])


def _over(
    table: Table,
    grid: Floats,
    width: Floats,
    delta: float,
    log_prior: Prior,
    numbers: NDArray[np.int64],
    powers: NDArray[np.int8],
) -> Posterior:
    """The posterior on a grid. Coarse first, so that only graphs and numbers that carry weight are computed in full."""
    at = np.unique(np.append(_coarse(table, float(len(grid) - 1)).astype(int), len(grid) - 1))
    at = at[at < len(grid)]
    coarse = grid[at]
    scores = _scores(table, coarse, delta, _common(table, coarse, log_prior), powers)
    best = scores.max(axis=1)
    top = best.max()
    keep = np.flatnonzero(best > top - NEGLIGIBLE)
    carrying = np.flatnonzero(scores[keep].max(axis=0) > top - NEGLIGIBLE)
    first, last = at[max(carrying[0] - 1, 0)], at[min(carrying[-1] + 1, len(at) - 1)]
    weight, mass, mean = np.zeros(len(grid)), np.zeros(len(numbers)), np.full(len(numbers), np.nan)
    first_moment = np.zeros(len(keep))
    mass_kept = np.zeros(len(keep))
    for begin in range(first, last + 1, PART):  # in parts, each with the graphs that weigh there
        part = grid[begin : min(begin + PART, last + 1)]
        near = slice(max(np.searchsorted(at, begin) - 1, 0), np.searchsorted(at, begin + len(part)) + 1)
        here = np.flatnonzero(scores[keep, near].max(axis=1) > top - NEGLIGIBLE)
        if not len(here):
            continue
        said = np.exp(_scores(table, part, delta, _common(table, part, log_prior), powers[keep[here]]) - top)
        said *= width[begin : begin + len(part)]
        weight[begin : begin + len(part)] = said.sum(axis=0)
        mass_kept[here] += said.sum(axis=1)
        first_moment[here] += said @ part
    total = weight.sum()
    mass[keep] = mass_kept / total
    mean[keep] = first_moment / np.maximum(mass_kept, 1e-300)
    return Posterior(grid, weight / total, numbers, mass, mean)


def _search(table: Table, delta: float, log_prior: Prior) -> tuple[NDArray[np.int64], NDArray[np.int8]]:
    """Decomposable graphs within a factor of 1,000 of the best that adding and dropping edges meets (Occam's window)."""
    lists = len(table.lists)
    bits = np.int64(1) << np.arange(len(edges(lists)), dtype=np.int64)
    coarse = _coarse(table, 200.0 * table.observed)
    spacing = np.log(np.gradient(coarse))
    common = _common(table, coarse, log_prior)
    met: dict[int, float] = {}
    front = np.array([0], dtype=np.int64)
    while len(front) and len(met) < 20_000:
        powers, right = exponents(adjacency(front, lists))
        front, powers = front[right], powers[right]
        if not len(front):
            break
        scores = _scores(table, coarse, delta, common, powers) + spacing
        top = scores.max(axis=1)
        values = top + np.log(np.exp(scores - top[:, None]).sum(axis=1))
        met |= {int(g): float(v) for g, v in zip(front, values, strict=True)}
        best = max(met.values())
        good = front[values > best - OCCAM]
        good = good[np.argsort(-values[values > best - OCCAM], kind="stable")][:100]
        near = np.unique((good[:, None] ^ bits).ravel())
        front = near[~np.isin(near, np.fromiter(met, dtype=np.int64))]
    best = max(met.values())
    heaviest = sorted((g for g, v in met.items() if v > best - OCCAM), key=lambda g: (-met[g], g))[:MOST_KEPT]
    kept = np.array(sorted(heaviest), dtype=np.int64)
    powers, _ = exponents(adjacency(kept, lists))
    return kept, powers


def dga(
    table: Table,
    level: float = LEVEL,
    delta: float | None = None,
    log_prior: Prior = default_prior,
    seed: int = 0,
    draws: int = 10_000,
) -> Estimate:
    """The posterior median and equal-tailed interval, averaged over every decomposable graph."""
    found = posterior(table, None, delta, log_prior)
    n, tail = table.observed, (1 - level) / 2
    rng = np.random.default_rng(seed)
    sums = np.cumsum(found.weight)
    sampled = n + found.missed[np.minimum(np.searchsorted(sums, rng.random(draws)), len(sums) - 1)]
    order = np.argsort(-found.graph_weight, kind="stable")[:10]
    likely = found.graph_weight > found.graph_weight.max() / 100
    warnings = []
    if found.missed[-1] >= 9e8:
        warnings.append("The posterior has a tail without end: the lists overlap too little to bound the number from above.")
    complete = float(found.graph_weight[found.graphs == (1 << len(edges(len(table.lists)))) - 1].sum())
    if complete > 0.05:
        warnings.append(
            f"{complete:.0%} of the weight lies on the complete graph, under which the lists say nothing of those missed and the number is "
            "the prior's."
        )
    return Estimate(
        "dga", n + found.quantile(0.5), n + found.quantile(tail), n + found.quantile(1 - tail), n, table.lists, level, "posterior",
        sampled[None, :],
        assumptions=(
            "lists depend on each other as in some decomposable graph, all people alike within it; the interaction of all lists is none "
            "but in the complete graph.",
        ),
        diagnostics={
            "graphs": len(found.graphs), "prior_of_N": "1/N" if log_prior is default_prior else "given", "delta": default_delta(table) if delta is None else delta,
            "weight_of_the_complete_graph": complete,
            "graphs_that_fit_alike": {"graphs": int(likely.sum()), "least": float(n + np.nanmin(found.graph_mean[likely])),
                                      "most": float(n + np.nanmax(found.graph_mean[likely]))},
            "best": [
                {"graph": [[table.lists[v] for v in c] for c in cliques(int(found.graphs[g]), len(table.lists))],
                 "weight": float(found.graph_weight[g]), "mean": float(n + found.graph_mean[g])} for g in order if found.graph_weight[g] > 0
            ],
        },
        warnings=tuple(warnings), seed=seed,
    )  # fmt: skip
