"""Whether chains mixed: the rank-normalised split R-hat, and effective sample sizes.

A. Vehtari, A. Gelman, D. Simpson, B. Carpenter and P.-C. Bürkner, "Rank-normalization, folding, and localization: an improved R-hat for assessing
convergence of MCMC", Bayesian Analysis 16 (2021) 667.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri
from scipy.stats import rankdata

from onrecord.estimate.result import Floats


def _split(draws: Floats) -> Floats:
    half = draws.shape[1] // 2
    return np.vstack([draws[:, :half], draws[:, -half:]])


def _normal_scores(draws: Floats) -> Floats:
    ranks = rankdata(draws, axis=None).reshape(draws.shape)
    scores: Floats = ndtri((ranks - 0.375) / (draws.size + 0.25))
    return scores


def _r_hat(draws: Floats) -> float:
    n = draws.shape[1]
    within = draws.var(axis=1, ddof=1).mean()
    between = n * draws.mean(axis=1).var(ddof=1)
    return float(np.sqrt(((n - 1) / n * within + between / n) / within)) if within > 0 else 1.0


def r_hat(draws: Floats) -> float:
    """The greater of the R-hats of location and of spread; (chains, draws)."""
    split = _split(draws)
    folded = np.abs(split - np.median(split))
    return max(_r_hat(_normal_scores(split)), _r_hat(_normal_scores(folded)))


def _ess(draws: Floats) -> float:
    m, n = draws.shape
    if n < 4 or draws.var() == 0:
        return float(m * n)
    centred = draws - draws.mean(axis=1, keepdims=True)
    size = 1 << (2 * n - 1).bit_length()
    spectrum = np.fft.rfft(centred, size, axis=1)
    auto = np.fft.irfft(spectrum * np.conj(spectrum), size, axis=1)[:, :n] / n
    within = (auto[:, 0] * n / (n - 1)).mean()
    plus = within * (n - 1) / n + (draws.mean(axis=1).var(ddof=1) if m > 1 else 0.0)
    rho = 1 - (within - auto.mean(axis=0) * n / (n - 1)) / plus
    pairs = rho[1 : 2 * ((n - 1) // 2) + 1].reshape(-1, 2).sum(axis=1) if n > 2 else np.zeros(0)
    first = 1 + rho[1] if n > 1 else 1.0
    sums = (
        np.concatenate([[first], rho[2 : 2 + 2 * ((n - 2) // 2)].reshape(-1, 2).sum(axis=1)])
        if len(pairs)
        else np.array([first])
    )
    ended = np.flatnonzero(sums < 0)
    sums = np.minimum.accumulate(sums[: ended[0]] if len(ended) else sums)
    tau = max(-1 + 2 * float(sums.sum()), 1 / np.log10(max(m * n, 10)))
    return float(m * n / tau)


def bulk(draws: Floats) -> float:
    """The effective sample size of the bulk."""
    return _ess(_normal_scores(_split(draws)))


def tail(draws: Floats) -> float:
    """The smaller of the effective sample sizes of the 5 % and the 95 % quantile."""
    split = _split(draws)
    low, high = np.quantile(split, [0.05, 0.95])
    return min(_ess((split <= low).astype(float)), _ess((split <= high).astype(float)))
