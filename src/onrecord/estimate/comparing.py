"""Estimates side by side: where they disagree, and how far models that fit the table alike are apart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from onrecord.estimate.result import Estimate
from onrecord.estimate.table import CLOSED, CannotEstimate, Table

ALIKE = 10.0
"""Log-linear models within so much of the best BIC fit alike: odds of no more than 150 to 1."""


def disagreement(found: Sequence[Estimate]) -> str | None:
    """A plain sentence where the methods disagree: a point outside another's interval, or points twice apart. None where they agree.

    Left out are Chao's, which is a bound, and a number that is its prior's (graphs averaged, where the complete one has the weight).
    """
    told = [
        e
        for e in found
        if math.isfinite(e.estimate) and e.method != "chao" and e.diagnostics.get("weight_of_the_complete_graph", 0.0) < 0.5
    ]
    if len(told) < 2:
        return None
    low, high = min(told, key=lambda e: e.estimate), max(told, key=lambda e: e.estimate)
    apart = low.estimate < high.lower or high.estimate > low.upper
    if round(low.estimate) == round(high.estimate) or (not apart and high.estimate < 1.5 * low.estimate):
        return None
    return (
        f"The methods disagree: {low.method} says {low.estimate:,.0f} and {high.method} {high.estimate:,.0f}. The table does not decide between "
        "their assumptions; report the range, and say which assumption fits how the lists were made."
    )


def spread(table: Table) -> dict[str, Any] | None:
    """Of all log-linear models that fit about as well as the best: how many, the least and the greatest estimate.

    Of more than five lists they are those that a search meets; where lists have blanks, those of one table with the blanks filled in. None with
    fewer than three lists, or more than log-linear models take.
    """
    from onrecord.estimate.loglinear import met, models
    from onrecord.estimate.methods import MOST
    from onrecord.estimate.missing import completed

    if not 3 <= len(table.lists) <= MOST["loglinear"] or (table.histories == CLOSED).any():
        return None
    whole = (table if table.complete else next(completed(table, 0, 1))).cells()
    try:
        found = met(whole) if len(table.lists) > 5 else models(whole, len(table.lists) - 1 if len(table.lists) < 5 else 2)[0]
    except CannotEstimate:
        return None
    told = [m for m in found if math.isfinite(m.estimate)]
    if not told:
        return None
    best = min(m.bic for m in told)
    alike = [m for m in told if m.bic <= best + ALIKE]
    return {"models": len(alike), "least": min(m.estimate for m in alike), "most": max(m.estimate for m in alike)}
