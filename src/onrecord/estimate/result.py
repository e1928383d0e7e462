"""What every estimator gives: a number with its interval, how it was reached, what was assumed, and what is wrong with it."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Json = dict[str, Any]
Floats = NDArray[np.float64]
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """An estimate of how many there are in all, documented or not.

    `estimate`, `lower` and `upper` count people, the documented among them; `upper` may be infinite. `draws` are posterior draws or
    bootstrap replicates of the same number (`kind` says which), of shape (chains, draws), or None where the method has none.
    `assumptions` and `warnings` are sentences; `strata` has the estimate of each stratum, whose sum this one is.
    """

    method: str
    estimate: float
    lower: float
    upper: float
    observed: int
    lists: tuple[str, ...] = ()
    level: float = LEVEL
    kind: str = "none"
    draws: Floats | None = None
    assumptions: tuple[str, ...] = ()
    diagnostics: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    strata: tuple[Stratum, ...] = ()
    table: str = ""
    seed: int | None = None

    def to_json(self) -> Json:
        """Everything but the draws. Numbers are as computed; an infinite bound is null."""
        said: Json = {
            "estimate": _number(self.estimate), "lower": _number(self.lower), "upper": _number(self.upper), "level": self.level,
            "method": self.method, "observed": self.observed, "warnings": list(self.warnings), "lists": list(self.lists),
            "assumptions": list(self.assumptions), "diagnostics": _plain(self.diagnostics), "seed": self.seed, "table": self.table,
        }  # fmt: skip
        if self.strata:
            said["strata"] = [s.to_json() for s in self.strata]
        return said

    def summary(self) -> str:
        """A sentence that can stand in a report, with what it rests on and every warning."""
        share = f"{self.level:.0%}"
        upper = f"{self.upper:,.0f}" if math.isfinite(self.upper) else "no upper bound"
        if math.isfinite(self.estimate):
            head = f"About {self.estimate:,.0f} in all ({share} interval {self.lower:,.0f} to {upper}), "
        else:
            head = f"No estimate of how many in all (at least {self.lower:,.0f}), "
        lines = [f"{head}of whom {self.observed:,} are documented; by {METHODS.get(self.method, self.method)}."]
        lines += [f"Assumed: {a}" for a in self.assumptions]
        lines += [f"Warning: {w}" for w in self.warnings]
        for s in self.strata:
            lines.append(f"  {s.words()}")
        return "\n".join(lines)

    def plot(self) -> str:
        """The picture of the estimate as an SVG: its draws where there are some, with point and interval; by stratum where there are."""
        from onrecord.estimate.pictures import by_stratum, posterior

        return by_stratum(self) if self.strata else posterior(self)

    def to_arviz(self) -> Any:
        """The draws as ArviZ inference data with the variable `N`. Needs arviz; Misuse where the method has no posterior."""
        from onrecord.errors import Misuse, OnRecordError

        if self.draws is None or self.kind != "posterior":
            raise Misuse(f"The method {self.method} has no posterior draws to give to ArviZ.")
        try:
            import arviz
        except ImportError as e:
            raise OnRecordError("ArviZ is not installed: install it with  pip install arviz.") from e
        draws = {"N": np.atleast_2d(self.draws)}
        if arviz.__version__.startswith("0."):  # before 1.0 each group was an argument of its own
            return arviz.from_dict(posterior=draws)
        return arviz.from_dict({"posterior": draws})

    def warned(self, *sentences: str) -> Estimate:
        """The same with more warnings."""
        return replace(self, warnings=(*self.warnings, *(s for s in sentences if s not in self.warnings)))


@dataclass(frozen=True, slots=True)
class Stratum:
    """One stratum: its values by column, and its estimate or the reason why there is none."""

    values: Mapping[str, str]
    observed: int
    estimate: Estimate | None = None
    why_not: str | None = None
    pooled: bool = False

    def name(self) -> str:
        """ "year 1999, sex female"."""
        return ", ".join(f"{k} {v or 'not known'}" for k, v in self.values.items())

    def to_json(self) -> Json:
        said: Json = {**self.values, "observed": self.observed}
        e = self.estimate
        if e is None:
            return {**said, "estimate": None, "lower": None, "upper": None, "warnings": [self.why_not or ""]}
        numbers = {"estimate": _number(e.estimate), "lower": _number(e.lower), "upper": _number(e.upper)}
        return {**said, **numbers, "warnings": list(e.warnings), **({"pooled": True} if self.pooled else {})}

    def words(self) -> str:
        e = self.estimate
        if e is None:
            return f"{self.name()}: {self.observed:,} documented; not estimated: {self.why_not}"
        upper = f"{e.upper:,.0f}" if math.isfinite(e.upper) else "no upper bound"
        return f"{self.name()}: {e.estimate:,.0f} ({e.lower:,.0f} to {upper}), {self.observed:,} documented"


METHODS = {
    "lincoln-petersen": "Lincoln and Petersen's two lists", "chapman": "Chapman's two lists", "chao": "Chao's lower bound",
    "loglinear": "log-linear models averaged by BIC", "dga": "decomposable graphs averaged",
    "lcmcr": "non-parametric latent classes", "sparse": "stepwise log-linear models for sparse tables",
    "sparse-averaged": "log-linear models for sparse tables, their choice bootstrapped", "doubly-robust": "doubly robust estimation",
}  # fmt: skip


def summarised(draws: Floats, level: float = LEVEL) -> tuple[float, float, float]:
    """Median and equal-tailed interval of draws."""
    tail = (1 - level) / 2
    low, middle, high = np.quantile(draws, [tail, 0.5, 1 - tail])
    return float(middle), float(low), float(high)


def thinned(draws: Floats, most: int = 20_000) -> Floats:
    """No more than so many draws, evenly taken."""
    flat = draws.ravel()
    return flat if len(flat) <= most else flat[np.linspace(0, len(flat) - 1, most).astype(int)]


def _number(x: float) -> float | None:
    return float(x) if math.isfinite(x) else None


def _plain(said: Any) -> Any:
    """The same in what JSON knows."""
    if isinstance(said, Mapping):
        return {str(k): _plain(v) for k, v in said.items()}
    if isinstance(said, list | tuple):
        return [_plain(v) for v in said]
    if isinstance(said, np.ndarray):
        return _plain(said.tolist())
    if isinstance(said, np.generic):
        return _plain(said.item())
    return _number(said) if isinstance(said, float) else said


def canonical(said: Json) -> str:
    """One line of JSON."""
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
