"""Latent classes, non-parametric: people of several kinds, each kind with chances of its own of being on each list.

D. Manrique-Vallier, "Bayesian population size estimation using Dirichlet process mixtures", Biometrics 72 (2016) 1246. Within a class the lists
are independent; the classes' weights are broken from a stick with a concentration that is Gamma(1/4, 1/4); chances are uniform; N has the prior
1/N. Blanks and closed lists are integrated out.
"""

from __future__ import annotations

import numpy as np

from onrecord.estimate import chains
from onrecord.estimate.latent_cells import sufficient
from onrecord.estimate.result import LEVEL, Estimate, Floats, summarised
from onrecord.estimate.table import CannotEstimate, Table

CLASSES = 10
CHAINS = 4
BURN = 500
DRAWS = 1_500
MIXED = 1.01
NEARLY = 1.05
ENOUGH = 400
LONGER = (4, 16)
"""How many times as many draws chains that did not mix go on for; the second where a sweep is short."""
SHORT = 600
"""Cells times lists up to which a sweep is short."""
LARGE = 3_000
"""Cells times lists from which there are so many times fewer sweeps, but a sixth of them at least: a sweep goes over every cell."""


def lcmcr(
    table: Table,
    level: float = LEVEL,
    seed: int = 0,
    classes: int = CLASSES,
    many: int = CHAINS,
    burn: int = BURN,
    draws: int = DRAWS,
    longer: bool = True,
) -> Estimate:
    """The posterior median and equal-tailed interval from several chains, which begin apart.

    Where R-hat is over 1.01 or there are fewer than 400 effective draws, all that was drawn counts as the way there, and the chains go on, if
    `longer`, for four times as many draws, and on small tables then for sixteen times as many; after that the result warns. So does a truncation at `classes` that the last class feels.
    """
    if len(table.lists) < 3:
        raise CannotEstimate("Latent classes need three lists: with two, nothing tells kinds of people apart.")
    sampled = Chains(table.cells(), seed, classes, many)
    fewer = min(max(sampled.cells.on.size / LARGE, 1.0), 6.0)
    burn, draws = max(int(burn / fewer), 1), max(int(draws / fewer), 4)
    kept = sampled.drawn(burn, draws)
    for times in LONGER[: 0 if not longer else 2 if sampled.cells.on.size <= SHORT else 1]:
        if not _mixed(kept[:, :, 0]):
            kept = sampled.drawn(0, times * draws)
    missed = kept[:, :, 0]
    r, bulk, tail = chains.r_hat(missed), chains.bulk(missed), chains.tail(missed)
    n = table.observed
    everyone = missed + n
    middle, low, high = summarised(everyone, level)
    weights = kept[:, :, 2:]
    last = float(weights.min(axis=2).mean())
    occupied = float((weights > 0.5 / np.maximum(everyone, 1)[:, :, None]).sum(axis=2).mean())
    warnings = []
    if r >= MIXED:
        warnings.append(_stuck(everyone, r, bulk))
    if last > 0.005:
        warnings.append(f"All {classes} classes carry weight (the smallest {last:.1%}): take more.")
    if high > 20 * middle:
        warnings.append("The posterior has a long tail: the lists overlap too little to bound the number from above.")
    return Estimate(
        "lcmcr", middle, low, high, n, table.lists, level, "posterior", everyone,
        assumptions=(
            "people are of several kinds, and within a kind the lists are independent of each other, so that what makes one list likelier "
            "to hold a person makes another so too; some of every kind are listed.",
        ),
        diagnostics={
            "r_hat": r, "effective_draws": bulk, "effective_draws_of_the_tails": tail, "chains": many, "draws": int(everyone.size),
            "sweeps": sampled.sweeps, "classes": classes, "classes_in_use": occupied,
        },
        warnings=tuple(warnings), seed=seed,
    )  # fmt: skip


def _mixed(missed: Floats) -> bool:
    return chains.r_hat(missed) < MIXED and chains.bulk(missed) >= ENOUGH


def _stuck(everyone: Floats, r: float, bulk: float) -> str:
    """The warning that chains did not mix, with where they stood. Where that is one place, nearly, the number is rough and no more."""
    middles = np.sort(np.median(everyone, axis=1))
    low, high = np.quantile(everyone, [0.025, 0.975])
    if r < NEARLY and middles[-1] - middles[0] < (high - low) / 4:
        return (
            f"The chains did not mix wholly (R-hat {r:.3f}, {bulk:,.0f} effective draws): their middles are from {middles[0]:,.0f} to "
            f"{middles[-1]:,.0f}, and another seed moves the number and its ends about as much."
        )
    apart = f", and stood between {middles[0]:,.0f} and {middles[-1]:,.0f}" if middles[-1] > 1.1 * middles[0] else ""
    return f"The chains did not mix (R-hat {r:.3f}, {bulk:,.0f} effective draws{apart}): the number and its interval are not to be relied on."


class Chains:
    """Chains over a table, which go on from where they stand."""

    def __init__(self, cells: Table, seed: int, classes: int, many: int) -> None:
        self.cells = sufficient(cells)
        self.sweeps = 0
        self._states: list[tuple[np.random.Generator, Floats, Floats]] = []
        self._sizes = [0.05] * many
        for stream in np.random.SeedSequence(seed).spawn(many):
            rng = np.random.Generator(np.random.PCG64(stream))
            lam = rng.uniform(0.02, 0.6, (classes, len(cells.lists))) * rng.uniform(0.1, 1.0, (classes, 1))
            logs = np.log(rng.dirichlet(np.ones(classes)) * 0.999 + 0.001 / classes)
            self._states.append((rng, logs, lam))

    def drawn(self, burn: int, draws: int) -> Floats:
        """(chains, draws, 2 + classes): how many are missed, the log likelihood, and the weights."""
        from onrecord.estimate.latent_kernel import chain

        found, c = [], self.cells
        for i, (rng, logs, lam) in enumerate(self._states):
            kept, self._sizes[i] = chain(
                c.on, c.off, c.counts, c.seen, c.starts, c.where, c.shared, burn, draws, self._sizes[i], rng, logs, lam
            )  # fmt: skip
            found.append(kept)
        self.sweeps += len(found) * (burn + draws)
        return np.stack(found)
