"""People who differ in how likely they are to be listed: the models M0, Mt, Mh and Mth as Poisson log-linear models.

S. Baillargeon and L.-P. Rivest, "Rcapture: loglinear models for capture-recapture in R", Journal of Statistical Software 19(5) (2007); L.-P. Rivest
and S. Baillargeon, "Applications and extensions of Chao's moment estimator for the size of a closed population", Biometrics 63 (2007) 999; for
Darroch's, J. N. Darroch, S. E. Fienberg, G. F. V. Glonek and B. W. Junker, "A three-sample multiple-recapture approach to census population
estimation with heterogeneous catchability", Journal of the American Statistical Association 88 (1993) 1137. Each adds to the intercept (and, in Mt,
to the lists) a function of how often somebody is listed, k out of t:

- Poisson: 2^k − 1; Darroch: k²/2; Gamma: −ln(3.5 + k) + ln 3.5;
- Chao's lower bound: (k − 2)+, …, (k − t + 1)+, with coefficients that are not negative.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from onrecord.estimate.loglinear import histories
from onrecord.estimate.poisson import fit
from onrecord.estimate.result import Floats
from onrecord.estimate.table import Table

HETEROGENEITY = ("Chao (LB)", "Poisson2", "Darroch", "Gamma3.5")


@dataclass(frozen=True, slots=True)
class Closed:
    """One model: its name as the field has it, the estimate with its standard error, and how well it fits."""

    model: str
    estimate: float
    stderr: float
    deviance: float
    df: int
    aic: float
    bic: float


def closed(table: Table) -> list[Closed]:
    """M0, Mt, and Mh and Mth with each kind of heterogeneity, in that order. Three lists at least for Mth."""
    t = len(table.lists)
    h = histories(t)
    k = h.sum(axis=1).astype(float)
    y = table.full()[1:]
    ones = np.ones((len(h), 1))
    bases = {"M0": np.hstack([ones, k[:, None]]), "Mt": np.hstack([ones, h.astype(float)])}
    found = [_fitted(name, base, y, table.observed) for name, base in bases.items()]
    for name, base in (("Mh", bases["M0"]), ("Mth", bases["Mt"])):
        for kind in HETEROGENEITY:
            extra = _columns(kind, k, t)
            made = _chao(base, extra, y) if kind == HETEROGENEITY[0] else np.hstack([base, extra])
            found.append(_fitted(f"{name} {kind}", made, y, table.observed))
    return found


def _columns(kind: str, k: Floats, t: int) -> Floats:
    if kind == "Poisson2":
        return (2**k - 1)[:, None]
    if kind == "Darroch":
        return (k * k / 2)[:, None]
    if kind == "Gamma3.5":
        return (math.log(3.5) - np.log(3.5 + k))[:, None]
    found: Floats = np.maximum(k[:, None] - np.arange(2, t), 0)
    return found


def _chao(base: Floats, extra: Floats, y: Floats) -> Floats:
    """The base with those of Chao's columns whose coefficients are not negative: the first negative one leaves, and so on."""
    kept = list(range(extra.shape[1]))
    while True:
        x = np.hstack([base, extra[:, kept]])
        eta = fit(x, y).beta[0, base.shape[1] :]
        negative = np.flatnonzero(eta < -1e-12)
        if not len(negative):
            return x
        kept.pop(int(negative[0]))


def _fitted(name: str, x: Floats, y: Floats, n: int) -> Closed:
    f = fit(x, y)
    p = x.shape[1]
    missed = math.exp(f.beta[0, 0])
    stderr = math.sqrt(missed + missed**2 * f.covariance[0, 0, 0])
    aic, bic = (float(-2 * f.loglik[0] + c * p) for c in (2.0, math.log(n)))
    return Closed(name, n + missed, stderr, float(f.deviance[0]), len(y) - p, aic, bic)
