"""Estimates put together: over completed tables, over strata whose sum is asked for, and strata that borrow from each other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy.special import expit, logit, ndtri

from onrecord.estimate.result import Estimate, Floats, Stratum, summarised

DRAWS = 10_000


def draws_of(e: Estimate, rng: np.random.Generator, many: int = DRAWS) -> Floats:
    """Draws of how many in all: the estimate's own, taken at random, or those of a log-normal number missed with its interval."""
    if e.draws is not None and e.draws.size:
        flat = e.draws.ravel()
        return flat[rng.permutation(len(flat))[:many]] if len(flat) >= many else rng.choice(flat, many)
    missed, low, high = e.estimate - e.observed, e.lower - e.observed, e.upper - e.observed
    if not math.isfinite(high) or missed <= 0 or low <= 0:
        return np.full(many, e.estimate)
    spread = (math.log(high) - math.log(low)) / (2 * float(ndtri(0.5 + e.level / 2)))
    said: Floats = e.observed + missed * np.exp(spread * rng.standard_normal(many))
    return said


def pooled(found: Sequence[Estimate], observed: int, seed: int, what: str) -> Estimate:
    """One estimate over several completed tables: their draws together, never under the documented count."""
    if len(found) == 1:
        return found[0]
    rng = np.random.default_rng(seed)
    each = max(DRAWS // len(found), 200)
    parts = [draws_of(e, rng, each) for e in found]
    draws = np.maximum(np.concatenate(parts), observed)
    middle, low, high = summarised(draws, found[0].level)
    kind = found[0].kind if found[0].draws is not None else "approximate"
    between = float(np.std([p.mean() for p in parts], ddof=1))
    within = float(np.mean([p.std() for p in parts]))
    own = dict(found[0].diagnostics)
    if "r_hat" in own:
        own["r_hat"] = max(e.diagnostics["r_hat"] for e in found)
    warnings = tuple(dict.fromkeys(w for e in found for w in e.warnings))
    if len(warnings) > 6:
        warnings = (*warnings[:6], f"{len(warnings) - 6} more warnings of single tables.")
    return replace(
        found[0], estimate=middle, lower=max(low, float(observed)), upper=high, observed=observed, draws=draws[None, :], kind=kind,
        diagnostics={**own, "tables": len(found), "what_varied": what, "spread_between_tables": between, "spread_within_tables": within},
        warnings=warnings,
    )  # fmt: skip


def added(strata: Sequence[Stratum], first: Estimate, seed: int, draws: Sequence[Floats] | None = None) -> Estimate:
    """The sum over strata. Those without an estimate are counted as documented, and the result says so."""
    rng = np.random.default_rng(seed)
    told = [s for s in strata if s.estimate is not None]
    untold = [s for s in strata if s.estimate is None]
    observed = sum(s.observed for s in strata)
    parts = draws if draws is not None else [draws_of(s.estimate, rng) for s in told if s.estimate is not None]
    total = np.sum(parts, axis=0) + sum(s.observed for s in untold)
    middle, low, high = summarised(total, first.level)
    warnings = [f"{s.name()}: {w}" for s in told if s.estimate is not None for w in s.estimate.warnings]
    if untold:
        names = "; ".join(s.name() for s in untold[:5]) + (f" and {len(untold) - 5} more" if len(untold) > 5 else "")
        warnings.insert(
            0,
            f"{len(untold)} of {len(strata)} strata could not be estimated ({names}): their {sum(s.observed for s in untold):,} documented "
            "are counted and nobody else of them, so the sum is too low.",
        )
    mixing = {"r_hat": max((s.estimate.diagnostics.get("r_hat", 1.0) for s in told if s.estimate is not None), default=1.0)}
    return replace(
        first, estimate=middle, lower=max(low, float(observed)), upper=high, observed=observed, draws=total[None, :],
        kind=first.kind if first.draws is not None else "approximate", strata=tuple(strata), warnings=tuple(warnings),
        diagnostics={"strata": len(strata), "strata_estimated": len(told), **(mixing if "r_hat" in first.diagnostics else {})},
    )  # fmt: skip


def partially(strata: Sequence[Stratum], level: float, seed: int) -> tuple[list[Stratum], list[Floats]]:
    """Strata that borrow from each other: the log odds of being documented are normal around a common mean.

    Each stratum's own draws give the mean and variance of its log odds; the spread between strata has a uniform prior and is integrated
    out on a grid; a stratum without an estimate of its own takes what the others say of it. A. Gelman
    (2006) for the prior. Gives the strata, and draws that belong together, so that their sum's doubt is right.
    """
    rng = np.random.default_rng(seed)
    own = [draws_of(s.estimate, rng) if s.estimate is not None else None for s in strata]
    had = {i: d for i, d in enumerate(own) if d is not None}
    told = list(had)
    if len(told) < 3:
        return list(strata), [d for d in own if d is not None]
    odds = [
        logit(np.clip(strata[i].observed / np.maximum(had[i], strata[i].observed * (1 + 1e-9)), 1e-9, 1 - 1e-9)) for i in told
    ]
    m, v = np.array([o.mean() for o in odds]), np.array([max(float(o.var()), 1e-4) for o in odds])
    grid = np.linspace(0, 3 * max(float(m.std()), 0.3), 400)
    total = v[None, :] + grid[:, None] ** 2
    precision = (1 / total).sum(axis=1)
    centre = (m / total).sum(axis=1) / precision
    log_weight = -0.5 * (np.log(total).sum(axis=1) + np.log(precision) + ((m - centre[:, None]) ** 2 / total).sum(axis=1))
    weight = np.exp(log_weight - log_weight.max())
    which = rng.choice(len(grid), DRAWS, p=weight / weight.sum())
    tau, mu = grid[which], centre[which] + rng.standard_normal(DRAWS) / np.sqrt(precision[which])
    new, draws = [], []
    for i, s in enumerate(strata):
        noise = rng.standard_normal(DRAWS)
        if i in told:
            k = told.index(i)
            shrink = 1 / (1 / v[k] + 1 / np.maximum(tau**2, 1e-12))
            theta = shrink * (m[k] / v[k] + mu / np.maximum(tau**2, 1e-12)) + np.sqrt(shrink) * noise
        else:
            theta = mu + tau * noise
        everyone = s.observed / expit(theta)
        middle, low, high = summarised(everyone, level)
        like = s.estimate or next(x.estimate for x in strata if x.estimate is not None)
        assert like is not None
        said = (
            ()
            if s.estimate is not None
            else (f"not estimated from its own lists ({s.why_not}): what the other strata say of it.",)
        )
        estimate = replace(
            like, estimate=middle, lower=low, upper=high, observed=s.observed, draws=everyone[None, :],
            warnings=said or like.warnings,
        )  # fmt: skip
        new.append(replace(s, estimate=estimate, why_not=None, pooled=True))
        draws.append(everyone)
    return new, draws
