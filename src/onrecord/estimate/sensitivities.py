"""How far the number moves: a list left out, another prior, other links, another assumption on the interaction that nothing can tell.

The last is of S. Aleshin-Guendel, M. Sadinle and J. Wakefield, "The central role of the identifying assumption in population size estimation",
Biometrics 80 (2024) ujad028: the interaction of all lists is not identified. It is put
as a ratio, so many times as many missed as the model says; the rows show what each would mean.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from onrecord.estimate.estimating import Plan, Watch, of_table, planned, unwatched
from onrecord.estimate.linked import DRAWS, Listings, estimate_linked
from onrecord.estimate.methods import LEAST
from onrecord.estimate.partitions import Pairs, decided, surer
from onrecord.estimate.reading import named
from onrecord.estimate.result import Estimate
from onrecord.estimate.table import CannotEstimate, Table

Json = dict[str, Any]
LINKS: tuple[tuple[str, Callable[[Pairs], Pairs]], ...] = (
    ("a third of the odds of every link", lambda pairs: surer(pairs, 1 / 3)),
    ("three times the odds of every link", lambda pairs: surer(pairs, 3.0)),
    ("links from 0.5 on sure, the others none", decided),
)
RATIOS = (0.25, 0.5, 0.8, 1.0, 1.25, 2.0, 4.0)


def sensitivity(
    table: Table,
    method: str,
    seed: int = 0,
    level: float = 0.95,
    by: str | Sequence[str] = (),
    blanks: str = "imputed",
    watch: Watch = unwatched,
) -> list[Json]:
    """Rows of what was changed (`change`), and the `estimate`, `lower` and `upper` that it gives, or `why_not`; the first is as asked.

    Where a list left out leaves too few for the method, Chao's bound of the others stands in its place.
    """
    plan = Plan(method, seed, level, named(by), blanks)
    base = of_table(table, planned(table, plan))
    rows = [_row("as asked", "nothing", base)]
    for name in table.lists if len(table.lists) > 2 else ():
        watch(f"without {name}")
        few = len(table.lists) - 1 < LEAST[method]
        change = f"without {name}" + (" (by chao)" if few else "")
        rows.append(_tried("list", change, table.without(name), replace(plan, method="chao") if few else plan))
    for kind, change, options in _others(method):
        watch(change)
        rows.append(_tried(kind, change, table, replace(plan, options=options)))
    rows += interaction(base)
    return rows


def sensitivity_linked(
    each: Sequence[Listings],
    base: Estimate,
    lists: Sequence[str] = (),
    draws: int = DRAWS,
    by: Sequence[str] = (),
    pool: bool = False,
    watch: Watch = unwatched,
) -> list[Json]:
    """The same of an estimate through links: a list left out, and links that are surer, more doubtful, or without doubt than stated."""
    method, names = base.method, list(lists or each[0].lists)

    def tried(kind: str, change: str, of: Sequence[Listings], method: str = method, lists: Sequence[str] = names) -> Json:
        watch(change)
        return _found(kind, change, lambda: estimate_linked(of, method, lists, base.seed or 0, base.level, draws, by, pool))

    rows = [_row("as asked", "nothing", base)]
    for name in names if len(names) > 2 else ():
        few = len(names) - 1 < LEAST[method]
        change = f"without {name}" + (" (by chao)" if few else "")
        rows.append(tried("list", change, each, "chao" if few else method, [n for n in names if n != name]))
    for change, other in LINKS:
        rows.append(tried("links", change, [replace(one, pairs=other(one.pairs)) for one in each]))
    return rows + interaction(base)


def _row(kind: str, change: str, e: Estimate) -> Json:
    upper = e.upper if math.isfinite(e.upper) else None
    return {
        "kind": kind,
        "change": change,
        "estimate": e.estimate,
        "lower": e.lower,
        "upper": upper,
        "warnings": list(e.warnings),
    }


def _tried(kind: str, change: str, table: Table, plan: Plan) -> Json:
    return _found(kind, change, lambda: of_table(table, planned(table, plan)))


def _found(kind: str, change: str, run: Callable[[], Estimate]) -> Json:
    try:
        return _row(kind, change, run())
    except CannotEstimate as e:
        return {
            "kind": kind,
            "change": change,
            "estimate": None,
            "lower": None,
            "upper": None,
            "why_not": str(e),
            "warnings": [],
        }


def _others(method: str) -> list[tuple[str, str, dict[str, Any]]]:
    """What else a method can be asked: kind, words, options."""
    if method == "dga":
        import numpy as np

        return [
            ("prior", "every N as likely", {"log_prior": lambda n: np.zeros_like(n)}),
            ("prior", "1/N²", {"log_prior": lambda n: -2 * np.log(n)}),
            ("prior", "half a person in each cell", {"delta": 0.5}),
        ]
    others: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
        "lcmcr": [("prior", f"{k} classes at most", {"classes": k}) for k in (5, 20)],
        "loglinear": [("criterion", "AIC for BIC", {"criterion": "aic"})],
        "sparse": [("threshold", f"pairs under p = {p}", {"threshold": p}) for p in (0.001, 0.1)],
        "sparse-averaged": [("models", "pairs of lists alone", {"order": 2})],
    }
    return others.get(method, [])


def interaction(e: Estimate) -> list[Json]:
    """What the estimate would be if those missed were so many times what the model says: the part that no list can tell."""
    said = []
    for ratio in RATIOS:
        if ratio == 1.0:
            continue
        middle, low, high = (e.observed + ratio * (x - e.observed) for x in (e.estimate, e.lower, e.upper))
        said.append({
            "kind": "interaction of all lists", "change": f"{ratio:g} × as many missed", "estimate": middle, "lower": low,
            "upper": high if math.isfinite(high) else None, "warnings": [],
        })  # fmt: skip
    return said


def in_words(rows: list[Json]) -> str:
    """A sentence on the widest move by what can be tried."""
    tried = [r for r in rows[1:] if r["estimate"] is not None and r["kind"] != "interaction of all lists"]
    if not tried:
        return "Nothing else could be tried."
    low, high = min(tried, key=lambda r: r["estimate"]), max(tried, key=lambda r: r["estimate"])
    return (
        f"As asked {rows[0]['estimate']:,.0f}; the least {low['estimate']:,.0f} ({low['change']}), the greatest {high['estimate']:,.0f} "
        f"({high['change']})."
    )
