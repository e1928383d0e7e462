"""Latent classes, non-parametric: people of several kinds, each kind with chances of its own of being on each list.

D. Manrique-Vallier, Biometrics 72 (2016) 1246. Within a class the lists are independent; the classes' weights are broken from a stick
with a concentration that is Gamma(1/4, 1/4); chances are uniform; N has the prior 1/N. Blanks and closed lists are integrated out.
"""

from __future__ import annotations

import time

import numpy as np

from onrecord.estimate import chains
from onrecord.estimate.result import LEVEL, Estimate, Floats, summarised
from onrecord.estimate.table import CLOSED, OFF, ON, CannotEstimate, Table

CLASSES = 10
CHAINS = 4
BURN = 500
DRAWS = 1_500
THIN = 1
MIXED = 1.01
ENOUGH = 400
LARGE = 3_000
"""Histories times lists from which half as many sweeps are made."""


def lcmcr(
    table: Table,
    level: float = LEVEL,
    seed: int = 0,
    classes: int = CLASSES,
    many: int = CHAINS,
    burn: int = BURN,
    draws: int = DRAWS,
    thin: int = THIN,
    longer: bool = True,
) -> Estimate:
    """The posterior median and equal-tailed interval from several chains, which begin apart.

    Where R-hat is over 1.01 or there are fewer than 400 effective draws, the chains run four times as long, if `longer`; after that
    the result warns. So does a truncation at `classes` that the last class feels.
    """
    if len(table.lists) < 3:
        raise CannotEstimate("Latent classes need three lists: with two, nothing tells kinds of people apart.")
    begun = time.process_time()
    cells = table.cells()
    if cells.histories.size > LARGE:  # a sweep goes over every history: fewer sweeps, and the warning where they are too few
        burn, draws = max(burn // 2, 1), max(draws // 2, 4)
    for times in (1, 4) if longer else (1,):
        kept = _run(cells, seed, classes, many, burn * times, draws, thin * times)
        missed = kept[:, :, 0]
        r, bulk, tail = chains.r_hat(missed), chains.bulk(missed), chains.tail(missed)
        if r < MIXED and bulk >= ENOUGH:
            break
    took = time.process_time() - begun
    n = table.observed
    everyone = missed + n
    middle, low, high = summarised(everyone, level)
    last = float(np.sort(kept[:, :, 3:], axis=2)[:, :, 0].mean())
    occupied = float((kept[:, :, 3:] > 0.5 / np.maximum(everyone, 1)[:, :, None]).sum(axis=2).mean())
    warnings = []
    if r >= MIXED:
        warnings.append(
            f"The chains did not mix (R-hat {r:.3f}, {bulk:,.0f} effective draws): the number and its interval are not to be relied on."
        )
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
            "sweeps": (burn + draws * thin) * times * many, "seconds": took, "classes": classes, "classes_in_use": occupied,
        },
        warnings=tuple(warnings), seed=seed,
    )  # fmt: skip


def _run(cells: Table, seed: int, classes: int, many: int, burn: int, draws: int, thin: int) -> Floats:
    """(chains, draws, 3 + classes)."""
    from onrecord.estimate.latent_kernel import chain

    on, off, counts, seen = sufficient(cells)
    found = []
    for stream in np.random.SeedSequence(seed).spawn(many):
        rng = np.random.Generator(np.random.PCG64(stream))
        lam = rng.uniform(0.02, 0.6, (classes, len(cells.lists))) * rng.uniform(0.1, 1.0, (classes, 1))
        logs = np.log(rng.dirichlet(np.ones(classes)) * 0.999 + 0.001 / classes)
        found.append(chain(on, off, counts, seen, burn, draws, thin, rng, logs, lam))
    return np.stack(found)


def sufficient(cells: Table) -> tuple[Floats, Floats, Floats, int]:
    """The cells of `latent_density`: who is on, who is off each list, (lists, cells), counts, and how many cells are histories.

    After the histories stand the groups of people by the lists open to them, each with its size: they are where the missed are.
    """
    closed = cells.histories == CLOSED
    patterns, at = np.unique(closed, axis=0, return_inverse=True)
    sizes = np.bincount(np.asarray(at).ravel(), weights=cells.counts, minlength=len(patterns))
    on = np.vstack([cells.histories == ON, np.zeros_like(patterns)])
    off = np.vstack([cells.histories == OFF, ~patterns])
    counts = np.concatenate([cells.counts, sizes]).astype(float)
    return np.ascontiguousarray(on.T, float), np.ascontiguousarray(off.T, float), counts, len(cells.counts)
