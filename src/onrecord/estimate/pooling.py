"""Estimates put together: over completed tables, over strata whose sum is asked for, and strata that borrow from each other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy.special import expit, ndtri

from onrecord.estimate.result import Estimate, Floats, Stratum, summarised

DRAWS = 10_000
STUCK = "The chains did not mix"
FAR_FROM_MIXED = 1.1


def draws_of(e: Estimate, rng: np.random.Generator, many: int = DRAWS) -> Floats:
    """Draws of how many in all: the posterior's own, taken at random, or those of a log-normal number missed with the estimate's interval.

    Bootstrap replicates are no draws: their middle is not the estimate, and a BCa interval is not where they lie.
    """
    if e.draws is not None and e.draws.size and e.kind != "bootstrap":
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
    middle = middle if found[0].kind == "posterior" else float(np.mean([e.estimate for e in found]))
    between = float(np.std([p.mean() for p in parts], ddof=1))
    within = float(np.mean([p.std() for p in parts]))
    own = dict(found[0].diagnostics)
    if "r_hat" in own:
        own["r_hat"] = max(e.diagnostics["r_hat"] for e in found)
    warnings = tuple(sorted(dict.fromkeys(w for e in found for w in e.warnings), key=lambda w: "did not mix" not in w))
    if len(warnings) > 6:
        warnings = (*warnings[:6], f"{len(warnings) - 6} more warnings of single tables.")
    return replace(
        found[0], estimate=middle, lower=max(low, float(observed)), upper=high, observed=observed, draws=draws[None, :], kind=_kind(found[0]),
        strata=_strata(found, seed), diagnostics={**own, "tables": len(found), "what_varied": what, "spread_between_tables": between, "spread_within_tables": within},
        warnings=warnings,
    )  # fmt: skip


def together(found: Sequence[Estimate], observed: int, seed: int, what: str) -> Estimate:
    """One estimate over many tables, each with short chains: that these did not mix is told only where they are far from it.

    Draws of many chains are pooled, and R-hat of a few hundred draws is over 1.01 by chance.
    """
    result = pooled([_unstuck(e) for e in found], observed, seed, what)
    r_hat = result.diagnostics.get("r_hat", 1.0)
    if r_hat < FAR_FROM_MIXED:
        return result
    return result.warned(f"In some draws the chains did not mix (R-hat up to {r_hat:.2f}).")


def _unstuck(e: Estimate) -> Estimate:
    strata = tuple(s if s.estimate is None else replace(s, estimate=_unstuck(s.estimate)) for s in e.strata)
    return replace(e, warnings=tuple(w for w in e.warnings if STUCK not in w), strata=strata)


def _kind(e: Estimate) -> str:
    return e.kind if e.kind in ("posterior", "model average") else "approximate"


def _strata(found: Sequence[Estimate], seed: int) -> tuple[Stratum, ...]:
    """Each stratum over the tables in which anybody belongs to it; its documented are the middle of theirs."""
    groups: dict[tuple[str, ...], list[Stratum]] = {}
    for e in found:
        for s in e.strata:
            groups.setdefault(tuple(s.values.values()), []).append(s)
    strata = []
    for n, group in enumerate(groups.values()):
        told = [s.estimate for s in group if s.estimate is not None]
        observed = int(np.median([s.observed for s in group]))
        if not told:
            strata.append(Stratum(group[0].values, observed, None, group[0].why_not))
            continue
        whole = replace(pooled(told, min(e.observed for e in told), seed + 1 + n, "strata"), observed=observed)
        if len(told) < len(found):
            whole = whole.warned(f"it could be estimated in {len(told)} of {len(found)} tables.")
        strata.append(Stratum(group[0].values, observed, whole, None, any(s.pooled for s in group)))
    return tuple(strata)


def added(strata: Sequence[Stratum], first: Estimate, seed: int, draws: Sequence[Floats] | None = None) -> Estimate:
    """The sum over strata. Those without an estimate are counted as documented, and the result says so."""
    rng = np.random.default_rng(seed)
    told = [s for s in strata if s.estimate is not None]
    untold = [s for s in strata if s.estimate is None]
    observed = sum(s.observed for s in strata)
    parts = draws if draws is not None else [draws_of(s.estimate, rng) for s in told if s.estimate is not None]
    total = np.sum(parts, axis=0) + sum(s.observed for s in untold)
    middle, low, high = summarised(total, first.level)
    if first.kind != "posterior" and draws is None:
        middle = sum(s.estimate.estimate if s.estimate is not None else s.observed for s in strata)
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
        kind=_kind(first), strata=tuple(strata), warnings=tuple(warnings),
        diagnostics={"strata": len(strata), "strata_estimated": len(told), **(mixing if "r_hat" in first.diagnostics else {})},
    )  # fmt: skip


def partially(strata: Sequence[Stratum], level: float, seed: int) -> tuple[list[Stratum], list[Floats]]:
    """Strata that borrow from each other: the log odds of being documented are normal around a common mean.

    With fewer than three estimates there is nothing to borrow, and the strata come back as they are. Each stratum's own draws give the middle
    and spread of its log odds; the spread between strata has a uniform prior and is integrated
    out on a grid; a stratum without an estimate of its own takes what the others say of it. A. Gelman, "Prior distributions for variance
    parameters in hierarchical models", Bayesian Analysis 1 (2006) 515, for the prior. Gives the strata, and
    draws that belong together, so that their sum's doubt is right.
    """
    rng = np.random.default_rng(seed)
    own = [draws_of(s.estimate, rng) if s.estimate is not None else None for s in strata]
    had = {i: d for i, d in enumerate(own) if d is not None}
    told = list(had)
    if len(told) < 3:
        return list(strata), [d for d in own if d is not None]
    odds = [_log_odds(strata[i].observed, had[i]) for i in told]
    low, m, high = np.quantile(odds, [0.159, 0.5, 0.841], axis=1)
    v = np.maximum(((high - low) / 2) ** 2, 1e-4)
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
        # of a stratum that has no estimate of its own only the chance is known, and who is missed at that chance is drawn
        everyone = _everyone(s.observed, theta) if i in told else _beyond(s.observed, expit(theta), rng)
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


HALF = 0.5
"""Added to both sides of the odds: draws in which nobody is missed would have endless odds, and their spread would be all there is."""


def _log_odds(observed: int, everyone: Floats) -> Floats:
    """Log odds of being documented, of draws of how many in all."""
    found: Floats = np.log((observed + HALF) / (np.maximum(everyone - observed, 0.0) + HALF))
    return found


def _everyone(observed: int, log_odds: Floats) -> Floats:
    """How many in all at these log odds: the way back."""
    found: Floats = observed + np.maximum((observed + HALF) * np.exp(-log_odds) - HALF, 0.0)
    return found


def _beyond(observed: int, chance: Floats, rng: np.random.Generator) -> Floats:
    """Draws of how many in all, with the prior 1/N, where each is documented with a chance."""
    return observed + rng.negative_binomial(max(observed, 1), np.clip(chance, 1e-9, 1 - 1e-9)).astype(float)
