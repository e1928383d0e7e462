"""One chain of the latent class sampler, compiled: people given classes and taken out again, turn by turn.

A sweep has two parts. The first is the Gibbs sampler of D. Manrique-Vallier (2016): people, listed and not, are given classes, and the
parameters are drawn from what that leaves. The second moves the parameters with people and the number missed integrated out, which is
possible since sum over N of 1/N · C(N, n) ρ^(N−n) is (1 − ρ)^−n: there the first part is slow.

The compiled code that is kept on disk is made anew when this module changes, not when `latent_moves` or `latent_density` alone do.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from onrecord.estimate.compiled import kernel
from onrecord.estimate.latent_density import cells, likelihood, mixed
from onrecord.estimate.latent_moves import allotted, gibbs, hamiltonian, missing, relabel, ridge


@kernel
def chain(
    on: Any,
    off: Any,
    surely: Any,
    seen: int,
    starts: Any,
    where: Any,
    shared: Any,
    burn: int,
    draws: int,
    size: float,
    rng: Any,
    logs: Any,
    lam: Any,
) -> Any:
    """Draws of one chain, (draws, 2 + classes): how many are missed, the log likelihood, and the weights; and the size of its steps.

    `logs` (classes,) and `lam` (classes, lists) are where it begins, and hold where it ends, so that it can go on. In `burn` sweeps the size
    of the steps is fitted, beginning with `size`. For the cells see `latent_density`; for people who may be of several, `latent_cells`.
    """
    classes, counts = logs.shape[0], surely.copy()
    p, s = np.empty((classes, counts.shape[0])), np.empty(counts.shape[0])
    for k in range(classes):
        cells(on, off, lam[k], p[k])
    mixed(p, np.exp(logs), s)
    kept = np.empty((draws, 2 + classes))
    mean, error = math.log(size), 0.0
    for sweep in range(burn + draws):
        if shared.shape[0] > 0:
            allotted(s, surely, seen, starts, where, shared, counts, rng)
        gibbs(on, off, counts, seen, logs, lam, p, s, rng)
        relabel(logs, lam, p, rng)
        ridge(on, off, counts, seen, logs, lam, p, s, rng)
        chance = hamiltonian(on, off, counts, seen, logs, lam, p, s, size * (0.8 + 0.4 * rng.random()), rng)
        if sweep < burn:  # dual averaging (M. Hoffman and A. Gelman 2014), towards four moves in five
            t = sweep + 1.0
            error += (0.8 - chance - error) / (t + 10.0)
            wanted = math.log(0.2) - math.sqrt(t) / 0.05 * error
            mean += t**-0.75 * (wanted - mean)
            size = min(math.exp(wanted if sweep < burn - 1 else mean), 1.0)
        if sweep >= burn:
            row = sweep - burn
            kept[row, 0], kept[row, 1] = missing(s, counts, seen, rng), likelihood(s, counts, seen)
            kept[row, 2:] = np.exp(logs)
    return kept, size
