"""Poisson regression by Newton's method, for one design or for many at once. The engine of the log-linear models."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, xlogy

Floats = NDArray[np.float64]
STEPS = 100
CLOSE = 1e-12
FAR = 30.0
"""A coefficient beyond this is on its way to infinity: the estimate of maximum likelihood does not exist."""


@dataclass(frozen=True, slots=True)
class Fits:
    """Fits of M models: `beta` (M, p), `mu` (M, cells), `deviance`, `loglik` (M,), `covariance` (M, p, p), `converged` (M,)."""

    beta: Floats
    mu: Floats
    deviance: Floats
    loglik: Floats
    covariance: Floats
    converged: NDArray[np.bool_]


def fit(design: Floats, counts: Floats, used: NDArray[np.bool_] | None = None, start: Floats | None = None) -> Fits:
    """Fit log(mu) = X beta for M models at once.

    `design` is (cells, p), or (M, cells, p); `counts` (cells,) or (M, cells). `used` (M, p) says which columns each model has: the
    others stay 0. Newton's steps are halved where they lower the likelihood.
    """
    y = np.atleast_2d(counts).astype(float)
    p = design.shape[-1]
    mask = np.ones((len(y), p), dtype=bool) if used is None else np.atleast_2d(used)
    m = max(len(y), len(mask), 1 if design.ndim == 2 else len(design))
    y, mask = np.broadcast_to(y, (m, y.shape[1])), np.broadcast_to(mask, (m, p))
    x = np.broadcast_to(design, (m, *design.shape[-2:])) if design.ndim == 2 else design
    beta = _begin(x, y, mask) if start is None else np.where(mask, start, 0.0)
    fixed = np.eye(p) * ~mask[:, None, :]
    eta = np.einsum("mcp,mp->mc", x, beta)
    mu = np.exp(np.clip(eta, -700, 50))
    value = (y * eta - mu).sum(axis=1)
    active = np.ones(m, dtype=bool)
    for _ in range(STEPS):
        at = np.flatnonzero(active)
        if not len(at):
            break
        xa, ma = x[at], mask[at]
        score = np.einsum("mcp,mc->mp", xa, y[at] - mu[at]) * ma
        information = _information(xa, mu[at], ma, fixed[at])
        step = _solve(information, score)
        gain = (step * score).sum(axis=1)
        size = np.ones(len(at))
        for _ in range(40):
            new = beta[at] + size[:, None] * step
            eta_a = np.einsum("mcp,mp->mc", xa, new)
            mu_a = np.exp(np.clip(eta_a, -700, 50))
            value_a = (y[at] * eta_a - mu_a).sum(axis=1)
            worse = ~(value_a >= value[at] - 1e-9 * np.abs(value[at]) - 1e-12)
            if not worse.any():
                break
            size[worse] /= 2
        beta[at], mu[at], value[at] = new, mu_a, value_a
        ended = (gain < CLOSE) | (np.abs(new[:, :]).max(axis=1) > FAR + 20)
        active[at[ended]] = False
    information = _information(x, mu, mask, fixed)
    covariance = _inverse(information) * (mask[:, :, None] & mask[:, None, :])
    deviance = 2 * (xlogy(y, np.where(y > 0, y, 1) / np.maximum(mu, 1e-300)) - (y - mu)).sum(axis=1)
    loglik = (xlogy(y, np.maximum(mu, 1e-300)) - mu - gammaln(y + 1)).sum(axis=1)
    converged = ~active & (np.abs(beta).max(axis=1) < FAR)
    return Fits(beta, mu, deviance, loglik, covariance, converged)


def _begin(x: Floats, y: Floats, mask: NDArray[np.bool_]) -> Floats:
    """Least squares on the logarithm, as a beginning."""
    z = np.log(y + 0.5)
    w = y + 0.5
    gram = np.einsum("mcp,mc,mcq->mpq", x, w, x)
    gram = gram * (mask[:, :, None] & mask[:, None, :]) + np.eye(x.shape[-1]) * (~mask[:, None, :] + 1e-9)
    right = np.einsum("mcp,mc,mc->mp", x, w, z) * mask
    beta: Floats = np.linalg.solve(gram, right[..., None])[..., 0] * mask
    return beta


def _information(x: Floats, mu: Floats, mask: NDArray[np.bool_], fixed: Floats) -> Floats:
    found = np.matmul(x.transpose(0, 2, 1) * mu[:, None, :], x)
    return np.asarray(found * (mask[:, :, None] & mask[:, None, :]) + fixed, dtype=np.float64)


def _solve(a: Floats, b: Floats) -> Floats:
    try:
        return np.asarray(np.linalg.solve(a, b[..., None])[..., 0], dtype=np.float64)
    except np.linalg.LinAlgError:
        lift = 1e-8 * np.eye(a.shape[-1]) * np.maximum(1, np.abs(a).max(axis=(1, 2)))[:, None, None]
        return np.asarray(np.linalg.solve(a + lift, b[..., None])[..., 0], dtype=np.float64)


def _inverse(a: Floats) -> Floats:
    return np.asarray(np.linalg.pinv(a, hermitian=True), dtype=np.float64)
