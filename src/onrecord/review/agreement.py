"""How far independent reviewers agree: Krippendorff's alpha, and the claims on which two of them differ.

Krippendorff, K. (2011): Computing Krippendorff's Alpha-Reliability; Krippendorff, K. (2019): Content Analysis, 4th ed., chapter 12.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from onrecord.calibration.intervals import Interval, percentiles
from onrecord.record.state import Json, State
from onrecord.review.double import drawn, draws, waiting
from onrecord.review.queue import contested

RESAMPLES = 1000
Metric = Callable[[Any, Any], float]
"""The squared difference of two values."""


def nominal(a: Any, b: Any) -> float:
    """Two values are the same, or they are not."""
    return float(a != b)


def interval(a: float, b: float) -> float:
    """Numbers differ by how far they are apart."""
    return float((a - b) ** 2)


def alpha(units: Iterable[Sequence[Hashable]], metric: Metric = nominal) -> float | None:
    """Krippendorff's alpha over units, each with the values that its coders gave (missing ones left out).

    1 is perfect agreement, 0 what chance would give, below 0 systematic disagreement. Units with fewer than two values tell nothing
    and are left out; None where none is left, or where all values are one, so that chance cannot be told from agreement.
    """
    several = [list(u) for u in units if len(u) > 1]
    totals: Counter[Hashable] = Counter(v for u in several for v in u)
    n = sum(totals.values())
    if n == 0 or len(totals) < 2:
        return None
    observed = sum(metric(a, b) / (len(u) - 1) for u in several for i, a in enumerate(u) for j, b in enumerate(u) if i != j)
    expected = sum(totals[a] * totals[b] * metric(a, b) for a in totals for b in totals)
    return 1 - (n - 1) * observed / expected if expected else None


def interval_of(
    units: Sequence[Sequence[Hashable]], metric: Metric = nominal, seed: int = 0, resamples: int = RESAMPLES
) -> Interval | None:
    """The percentile interval of alpha, of 95 %, the units drawn anew with replacement (Efron and Tibshirani 1993, chapter 13).

    Draws in which all values are one have no alpha and are left out; None where more than half have none, or there are too few units.
    """
    several = [u for u in units if len(u) > 1]
    if len(several) < 2:
        return None
    dice = random.Random(seed)
    found = [a for _ in range(resamples) if (a := alpha(dice.choices(several, k=len(several)), metric)) is not None]
    return percentiles(found) if len(found) * 2 >= resamples else None


def differing(state: State) -> list[int]:
    """The claims on which people differ and that nobody settled."""
    return [n for n, several in state.judgements.items() if len(several) > 1 and contested(state, n)]


def decisions(state: State, claims: Iterable[int] | None = None) -> dict[int, dict[str, Json]]:
    """Of each claim that two people or more judged: each one's own first judgement, made before anybody settled it.

    The first one counts, since a later one may follow from what the other said.
    """
    found: dict[int, dict[str, Json]] = {}
    for n in claims if claims is not None else state.judgements:
        if len(state.judgements.get(n, ())) < 2:
            continue
        first: dict[str, Json] = {}
        for j in state.judgements.get(n, ()):
            if j.payload and j.payload.get("settles"):
                break
            if j.payload and not state.undone(j.number):
                first.setdefault(j.actor, j.payload)
        if len(first) > 1:
            found[n] = first
    return found


def verdicts(judged: Mapping[int, Mapping[str, Json]]) -> list[list[str]]:
    """The units of alpha: of each claim, what each person decided; two amendments agree where they say the same."""
    return [[f"{p['decision']} {p['value']} {p.get('modality')}" for p in by.values()] for by in judged.values()]


def double(state: State, seed: int = 0) -> Json:
    """How far people agree on what several judged independently: of all such claims, and under "drawn" of those that were drawn.

    Each is {"claims", "people", "alpha" (over accept, amend, reject), "interval", "agree"}; "drawn" is None where nothing was drawn.
    """
    sample = list(drawn(state))
    return {**_agreement(decisions(state), seed), "drawn": _agreement(decisions(state, sample), seed) if sample else None}


def of_record(state: State) -> Json:
    """The same with the "draws", how many drawn claims are "waiting" for a second reader, and the claims in which people "differ"."""
    return {**double(state), "draws": draws(state), "waiting": len(waiting(state, None)), "differ": differing(state)}


def _agreement(judged: Mapping[int, Mapping[str, Json]], seed: int) -> Json:
    units = [[p["decision"] for p in by.values()] for by in judged.values()]
    agree = sum(len(set(u)) == 1 for u in verdicts(judged))
    people = sorted({who for by in judged.values() for who in by})
    return {
        "claims": len(judged),
        "people": people,
        "alpha": alpha(units),
        "interval": _kept_interval(tuple(map(tuple, units)), seed),
        "agree": agree,
    }


@lru_cache(maxsize=16)
def _kept_interval(units: tuple[tuple[str, ...], ...], seed: int) -> Interval | None:
    """The same for the same decisions: a page asks for it again and again, and it takes a thousand draws."""
    return interval_of(units, seed=seed)
