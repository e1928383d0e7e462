"""Which tellings are compared at all: those that share keys. Whether two are depends on these two, and on which keys are crowded.

A key that many tellings bear tells nothing apart, and would have each compared with each: it is crowded, and counts for nothing, or where
it would be enough by itself (a name, a day in a town), only for the tellings that were published nearest. Which keys are crowded is found
by a full run and holds until the next one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping

from onrecord.link.incidents import Telling
from onrecord.link.incidents_evidence import PRECISE, exact, full
from onrecord.link.reports_sketch import keys as sketch_keys
from onrecord.link.reports_words import SHIPPED, Rarity, Vector

RAREST = {"telling": 12, "words": 7, "title": 5}
"""Of each vector of a telling, how many of its weightiest words are keys."""
WINDOW = 4
"""Days between publications within which one rare word in common is enough to compare."""
MONTH = 30
"""Days between publications within which a crowded place still counts."""

ENOUGH = 1.0
CROWDED, FEWEST = 300, 50
"""Tellings from which a key is crowded, in a large record and at the least: in a small one a tenth of all."""
NEAREST = 100
"""Tellings published before, and as many after, with which one is compared for a crowded key that would be enough by itself."""
PLACE, IN_MONTH = "p ", "P "
Others = Callable[[str, float], Iterable[int]]
"""From a key and its weight to the numbers of the tellings that a telling is compared with for it."""


def keys(t: Telling, rarity: Rarity = SHIPPED) -> dict[str, float]:
    """A telling's keys with their weight, which is the same for all that bear one; two tellings whose common keys weigh `ENOUGH` are
    compared. What begins with `IN_MONTH` counts in the stead of a place that is crowded."""
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
        found[f"{PLACE}{where}"] = 0.5
        if t.published is not None:
            found |= {f"{IN_MONTH}{t.published // MONTH + after} {where}": 0.5 for after in (0, 1)}
    return found


def _weightiest(of: Vector, most: int, rarity: Rarity) -> list[int]:
    weights = {k: w * rarity.of(k) for k, w in of.items() if w}
    return sorted(weights, key=lambda k: (-weights[k], k))[:most]


def _where(t: Telling) -> str:
    place = t.place
    if not place or place["precision"] not in PRECISE:
        return ""
    return f"{place['country']} {place['admin1']} {(place['city'] or place['admin2'] or place['name']).casefold()}"


def largest(tellings: int) -> int:
    """How many of so many tellings may bear a key that is not crowded."""
    return min(CROWDED, max(FEWEST, tellings // 10))


def beside(number: int, borne: Mapping[str, float], others: Others, crowded: Collection[str]) -> set[int]:
    """The tellings that one is compared with: those with which it shares one key that is enough, or two that are half."""
    certain, halves = set[int](), Counter[int]()
    for key, weight in borne.items():
        if key.startswith(IN_MONTH) and PLACE + key.split(" ", 2)[2] not in crowded:
            continue
        if weight >= ENOUGH:
            certain.update(others(key, weight))
        elif weight and key not in crowded:
            halves.update(others(key, weight))
    return (certain | {n for n, many in halves.items() if many / 2 >= ENOUGH}) - {number}


def nearest(order: list[tuple[int, int]], at: tuple[int, int]) -> list[int]:
    """Of tellings in the order of (day of publication, number), the numbers of those next to one on either side."""
    place = bisect_left(order, at)
    return [n for _, n in order[max(0, place - NEAREST) : place + NEAREST + 1]]


def candidates(several: Iterable[Telling], rarity: Rarity = SHIPPED) -> list[tuple[int, int]]:
    """The pairs of tellings, by their numbers and the smaller first, that are compared."""
    told = {t.number: t for t in several}
    borne = {n: keys(t, rarity) for n, t in told.items()}
    bearers: dict[str, list[tuple[int, int]]] = {}
    for at in sorted((t.published or 0, t.number) for t in told.values()):
        for key in borne[at[1]]:
            bearers.setdefault(key, []).append(at)
    crowded = {key for key, those in bearers.items() if len(those) > largest(len(told))}
    found = set()
    for n, t in told.items():

        def others(key: str, weight: float, at: tuple[int, int] = (t.published or 0, n)) -> list[int]:
            return nearest(bearers[key], at) if key in crowded else [m for _, m in bearers[key]]

        found |= {(min(n, m), max(n, m)) for m in beside(n, borne[n], others, crowded)}
    return sorted(found)
