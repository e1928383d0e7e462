"""The whole way from a table to an estimate: blanks, closed lists, completed tables, strata, and several methods side by side."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from onrecord.errors import Misuse
from onrecord.estimate.methods import ALL, LEAST, SHORTER, TWO, default_method, feasible, one
from onrecord.estimate.missing import TIMES, absent, completed, eligible_groups, strata_completed
from onrecord.estimate.pooling import added, partially, pooled, together
from onrecord.estimate.reading import named, read_table
from onrecord.estimate.result import LEVEL, Estimate, Stratum
from onrecord.estimate.table import CLOSED, UNKNOWN, CannotEstimate, Table, checked

BLANKS = ("imputed", "absent")
Watch = Callable[[str], None]


def unwatched(doing: str) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Plan:
    """How to estimate. `blanks` says what a blank is: imputed (drawn many times), or absent (a zero). `pool` lets strata borrow;
    `options` go to the method as they are.
    """

    method: str
    seed: int = 0
    level: float = LEVEL
    by: tuple[str, ...] = ()
    blanks: str = "imputed"
    pool: bool = False
    times: int = TIMES
    watch: Watch = unwatched
    options: Mapping[str, Any] = field(default_factory=dict)


def estimate(
    table: Any,
    method: str | None = None,
    lists: str | Sequence[str] | None = None,
    by: str | Sequence[str] = (),
    seed: int = 0,
    level: float = LEVEL,
    blanks: str = "imputed",
    pool: bool = False,
    replicates: Sequence[Any] = (),
    watch: Watch = unwatched,
) -> Estimate:
    """How many there are in all, from a table of histories or persons: a CSV file, DataFrame, array, rows or Table.

    `method` is one of `methods.LEAST`; by default `lcmcr` for three lists and more, `chao` for two. `by` estimates strata and adds them
    up; with `pool` they borrow from each other. `replicates` are more completed tables of the same people, pooled with the first.
    `watch` is told what is being done. CannotEstimate with the reason where the data cannot answer.
    """
    by = named(by)
    tables = [read_table(t, lists, by) for t in [table, *replicates]]
    first = tables[0]
    plan = planned(first, Plan(method or default_method(first), seed, level, tuple(by), blanks, pool, TIMES, watch))
    if len(tables) == 1:
        found = of_table(first, plan)
    else:
        parts = []
        for i, t in enumerate(tables):
            watch(f"table {i + 1} of {len(tables)}")
            parts.append(of_table(t, replace(plan, seed=seed + i)))
        found = pooled(parts, max(t.observed for t in tables), seed, "completed tables")
    if plan.blanks == "imputed" and len(tables) == 1:
        found = _beside_zeros(found, first, plan)
    return replace(_told(found, first), seed=seed, table=first.hash())


def _beside_zeros(found: Estimate, table: Table, plan: Plan) -> Estimate:
    """With the number that blanks taken for zeros give, and a warning where it is another: the table does not tell which is right."""
    if not (table.histories == UNKNOWN).any():
        return found
    plan.watch("blanks taken for zeros")
    try:
        other = by_strata(absent(table), replace(plan, by=(), pool=False))
    except CannotEstimate:
        return found
    said = {"estimate": other.estimate, "lower": other.lower, "upper": other.upper}
    found = replace(found, diagnostics={**found.diagnostics, "blanks_as_zeros": said})
    if found.lower <= other.estimate <= found.upper and other.lower <= found.estimate <= other.upper:
        return found
    upper = f"{other.upper:,.0f}" if math.isfinite(other.upper) else "no upper bound"
    return found.warned(
        f"With blanks taken for zeros {found.method} gives {other.estimate:,.0f} ({other.lower:,.0f} to {upper}). That is right where people "
        "who stand only on lists that are blank for them are missing from the table; the number given is right where everybody on a list "
        "is in the table, whatever of them is blank. Say which holds."
    )


def estimate_all(table: Any, lists: str | Sequence[str] | None = None, **how: Any) -> list[Estimate]:
    """Every method that the table allows, side by side; each result carries the sentence on where they disagree."""
    from onrecord.estimate.comparing import disagreement

    first = read_table(table, lists, how.get("by", ()))
    checked(first)
    names = ALL if len(first.lists) > 2 else TWO
    found, refused = [], []
    for name in names:
        how.get("watch", unwatched)(name)
        try:
            found.append(estimate(first, name, **how))
        except CannotEstimate as e:
            refused.append(f"{name} gave no estimate: {e}")
    if not found:
        raise CannotEstimate(refused[0])
    said = disagreement(found)
    return [e.warned(*([said] if said else []), *refused) for e in found]


def planned(table: Table, plan: Plan) -> Plan:
    if plan.seed < 0:
        raise Misuse(f"A seed is a whole number, 0 or more; not {plan.seed}.")
    if plan.blanks not in BLANKS:
        raise Misuse(f"Blanks are taken as one of {', '.join(BLANKS)}; not {plan.blanks!r}.")
    if plan.method not in LEAST:
        raise Misuse(f"There is no method {plan.method!r}: choose one of {', '.join(LEAST)}, or all.")
    for column in plan.by:
        if column in table.lists:
            raise Misuse(f"{column!r} is a list: strata are made by another column.")
        if column not in table.covariates:
            raise Misuse(
                f"There is no column {column!r} to make strata by: the table has {', '.join(table.covariates) or 'none'}."
            )
    if not plan.by:
        checked(table, LEAST[plan.method])
    return plan


def of_table(table: Table, plan: Plan) -> Estimate:
    """A table with what is not known in it taken as the plan says."""
    if plan.blanks == "absent":
        table = absent(table)
    if _strata_unknown(table, plan.by):
        parts, plan = [], replace(plan, options={**SHORTER.get(plan.method, {}), **plan.options})
        for i, stream in enumerate(np.random.SeedSequence(plan.seed).spawn(5)):
            plan.watch(f"unknown strata drawn, {i + 1} of 5")
            parts.append(
                _complete(strata_completed(table, plan.by, np.random.default_rng(stream)), replace(plan, seed=plan.seed + i))
            )
        found = together(parts, table.observed, plan.seed, "strata that are not known")
        return found.warned(
            "Some people's stratum is not known: they were given one at random, five times, by people with the same history."
        )
    return _complete(table, plan)


def _strata_unknown(table: Table, by: Sequence[str]) -> bool:
    """Whether some people's stratum is not known, and others' is: where nobody's is, there is nothing to draw it from."""
    known = [all(v) for v in zip(*(table.covariates[c] for c in by), strict=True)]
    return any(known) and not all(known)


def _complete(table: Table, plan: Plan) -> Estimate:
    blank = (table.histories == UNKNOWN).any()
    if not blank or plan.method == "lcmcr":
        return by_strata(table, plan)
    parts = []
    for i, t in enumerate(completed(table, plan.seed, plan.times)):
        plan.watch(f"blanks filled in, {i + 1} of {plan.times}")
        parts.append(by_strata(t, replace(plan, seed=plan.seed + i)))
    return pooled(parts, table.observed, plan.seed, "blanks in the lists")


def by_strata(table: Table, plan: Plan) -> Estimate:
    """The estimate of a table without blanks in its strata: of the whole, or the sum over its strata."""
    if not plan.by:
        return _eligible(table, plan)
    keys = list(zip(*(table.covariates[c] for c in plan.by), strict=True))
    strata = []
    for i, key in enumerate(sorted(set(keys), key=_in_order)):
        rows = table.of(np.array([k == key for k in keys]))
        values = dict(zip(plan.by, key, strict=True))
        plan.watch(", ".join(f"{k} {v}" for k, v in values.items()))
        strata.append(_stratum(rows, values, replace(plan, seed=plan.seed + 1000 * i, by=())))
    first = next((s.estimate for s in strata if s.estimate is not None), None)
    if first is None:
        raise CannotEstimate(f"No stratum can be estimated: {strata[0].name()}: {strata[0].why_not}")
    first = replace(first, lists=table.lists)
    if plan.pool:
        strata, draws = partially(strata, plan.level, plan.seed)
        if all(s.pooled for s in strata):
            return added(strata, first, plan.seed, draws)
        return added(strata, first, plan.seed).warned("Fewer than three strata have an estimate of their own, so none borrows.")
    return added(strata, first, plan.seed)


def _stratum(rows: Table, values: dict[str, str], plan: Plan) -> Stratum:
    try:
        left = feasible(rows, plan.method)
        found = _eligible(left, plan)
    except CannotEstimate as e:
        return Stratum(values, rows.observed, None, str(e))
    gone = [n for n in rows.lists if n not in left.lists]
    if gone:
        found = found.warned(f"nobody of it stands on {', '.join(gone)}, which was left out.")
    return Stratum(values, rows.observed, found)


def _eligible(table: Table, plan: Plan) -> Estimate:
    """Closed lists: people by the lists open to them, each group estimated from those; latent classes take them together."""
    if plan.method == "lcmcr" or not (table.histories == CLOSED).any():
        return one(table, plan.method, plan.seed, plan.level, **plan.options)
    strata = []
    for i, group in enumerate(eligible_groups(table)):
        strata.append(_stratum(group, {"lists open": " ".join(group.lists)}, replace(plan, seed=plan.seed + 100 * i)))
    first = next((s.estimate for s in strata if s.estimate is not None), None)
    if first is None:
        raise CannotEstimate(f"No group of people with the same open lists can be estimated: {strata[0].why_not}")
    return replace(added(strata, first, plan.seed), lists=table.lists)


def _in_order(key: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple((0, float(v), "") if v.replace(".", "", 1).lstrip("-").isdigit() else (1, 0.0, v) for v in key)


def _told(found: Estimate, table: Table) -> Estimate:
    """With what was done when the table was read, and the spread of models that fit alike."""
    from onrecord.estimate.comparing import spread

    alike = spread(table) if not found.strata else None
    diagnostics = {**found.diagnostics, **({"models_that_fit_alike": alike} if alike else {})}
    if table.notices:
        diagnostics["notices"] = list(table.notices)
    return replace(
        found, diagnostics=diagnostics, warnings=(*found.warnings, *(n for n in table.notices if not n.startswith("Lists:")))
    )
