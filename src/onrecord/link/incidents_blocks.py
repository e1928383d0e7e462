"""Which tellings are compared at all: those that share keys. Whether two are depends on these two alone."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.link.incidents import Telling
from onrecord.link.incidents_evidence import PRECISE, exact, full
from onrecord.link.reports_sketch import keys as sketch_keys
from onrecord.link.reports_words import SHIPPED, Rarity, Vector

RAREST = {"telling": 12, "words": 7, "title": 5}
"""Of each vector of a telling, how many of its weightiest words are keys."""
WINDOW = 4
"""Days between publications within which one rare word in common is enough to compare."""

ENOUGH = 1.0
MOST = 2_000
"""Tellings under one key with which a new one is compared for it: the latest."""


def keys(t: Telling, rarity: Rarity = SHIPPED) -> dict[str, float]:
    """A telling's keys with their weight; two tellings whose common keys weigh `ENOUGH` are compared."""
    found = {f"n {' '.join((n[0], n[-1]))}": 1.0 for n in (*t.victims, *t.perpetrators) if full(n)}
    found |= {f"s {h}": 1.0 for h in sketch_keys(t.sketch)}
    for word in sorted({k for name, most in RAREST.items() for k in _weightiest(getattr(t, name), most, rarity)}):
        found[f"w {word}"] = 0.5
        if t.published is not None:
            found |= {f"q {t.published // WINDOW + after} {word}": 0.5 for after in (0, 1)}
    where = _where(t)
    if t.days is not None and exact(t.days):
        for day in {t.days[0] // 2, t.days[0] // 2 + 1}:
            found[f"d {day} {where}"] = 1.0 if where else 0.5
    if where:
        found[f"p {where}"] = 0.5
    return found


def _weightiest(of: Vector, most: int, rarity: Rarity) -> list[int]:
    weights = {k: w * rarity.of(k) for k, w in of.items()}
    return sorted(weights, key=lambda k: (-weights[k], k))[:most]


def _where(t: Telling) -> str:
    place = t.place
    if not place or place["precision"] not in PRECISE:
        return ""
    return f"{place['country']} {place['admin1']} {(place['city'] or place['admin2'] or place['name']).casefold()}"


def candidates(several: Iterable[Telling]) -> list[tuple[int, int]]:
    """The pairs of tellings, by their numbers and the smaller first, that are compared."""
    index: dict[str, list[tuple[int, float]]] = {}
    weights: dict[tuple[int, int], float] = {}
    for t in sorted(several, key=lambda t: t.number):
        for key, weight in keys(t).items():
            held = index.setdefault(key, [])
            for other, its in held[-MOST:]:
                weights[other, t.number] = weights.get((other, t.number), 0.0) + min(weight, its)
            held.append((t.number, weight))
    return [p for p, w in weights.items() if w >= ENOUGH]
