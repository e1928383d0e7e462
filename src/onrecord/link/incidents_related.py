"""Incidents that are not one and belong together: one grew or led to another, one is revenge for another, a total holds its parts.

What is found here is put before people: nothing is joined, and no figure changes by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from onrecord.languages import phrase
from onrecord.link.incidents import Json, Name, Telling
from onrecord.link.incidents_clusters import Pair, pair
from onrecord.link.incidents_evidence import exact, full, gap, kilometres, same_name

TAKEN = frozenset({"abduction", "detention", "disappearance", "threat"})
AFTERWARDS = frozenset({"killing", "torture", "sexual_violence"})
NEAR_DAYS, REVENGE_DAYS = 7, 60
LONG, LONGEST = 6, 3 * 366
"""Days of a period for which a total can stand: more than six, and no more than three years."""
NEAR_KM = 60.0


@dataclass(frozen=True, slots=True)
class Relation:
    """Two tellings, the first of which contains the second ("contains"), or is related to it as `relation` says ("led_to",
    "reprisal_for", None where only that they belong together is found). `why` has codes, which `WHY` puts in words."""

    left: int
    right: int
    type: str
    relation: str | None
    probability: float
    why: tuple[str, ...]

    def to_json(self) -> Json:
        return {
            "left": self.left,
            "right": self.right,
            "type": self.type,
            "relation": self.relation,
            "probability": self.probability,
            "why": [*self.why],
        }


WHY = {
    "said": phrase("the report itself relates them"),
    "one_victim": phrase("somebody of one full name is a victim in both"),
    "taken_before": phrase("taken or threatened in one, and harmed afterwards in the other"),
    "one_perpetrator": phrase("somebody of one full name is said to have done both"),
    "victim_then_perpetrator": phrase("a victim of one is named as a perpetrator of the other"),
    "near_days": phrase("they are at most a week apart"),
    "says_revenge": phrase("one report speaks of revenge or retaliation"),
    "one_place": phrase("both are in one place"),
    "in_its_period": phrase("the day of one lies in the period of the other"),
    "in_its_place": phrase("the place of one lies in the place of the other"),
    "more_dead": phrase("the other counts more dead than it"),
}


def related(a: Telling, b: Telling) -> Relation | None:
    """How two tellings of different incidents belong together; None where nothing says so. The same whichever comes first."""
    a, b = sorted((a, b), key=lambda t: t.number)
    if a.capture == b.capture:
        return None
    return contains(a, b) or contains(b, a) or revenge(a, b) or revenge(b, a) or _people(a, b)


def contains(whole: Telling, part: Telling) -> Relation | None:
    """A total of a period and a place, and an incident on a day of it and in it, with fewer dead."""
    if (
        not within(whole, part)
        or whole.act != part.act
        or whole.dead is None
        or part.dead is None
        or whole.dead[0] <= part.dead[0]
    ):
        return None
    return Relation(whole.number, part.number, "contains", "part_of", 0.6, ("in_its_period", "in_its_place", "more_dead"))


def is_total(t: Telling) -> bool:
    """Whether a telling may be a total: of a period, in a country or a part of it, with more than one dead."""
    span = t.days[1] - t.days[0] if t.days is not None else 0
    return (
        LONG <= span <= LONGEST
        and t.dead is not None
        and t.dead[0] > 1
        and bool(t.place)
        and t.place["precision"] in ("country", "admin1")
    )


def keys(t: Telling) -> tuple[list[str], list[str]]:
    """The keys under which a total is found, and those under which its parts are; of one that can be neither none."""
    if t.days is None or t.dead is None or not t.place or not t.place["country"]:
        return [], []
    years = [
        date.fromordinal(t.days[0]).year + n
        for n in range(date.fromordinal(t.days[1]).year - date.fromordinal(t.days[0]).year + 1)
    ]
    levels = ["", t.place["admin1"] or ""]
    if is_total(t):
        at = levels[t.place["precision"] == "admin1"]
        return [f"T {t.place['country']} {at} {y}" for y in years], []
    if not exact(t.days) or t.place["precision"] in ("country", "unresolved"):
        return [], []
    return [], [f"t {t.place['country']} {at} {y}" for y in years for at in dict.fromkeys(levels)]


def within(whole: Telling, part: Telling) -> bool:
    """Whether one may be a total, and the other is of a day in its period and of a place in its place."""
    if not is_total(whole) or whole.days is None or part.days is None or not exact(part.days):
        return False
    return whole.days[0] <= part.days[0] and part.days[1] <= whole.days[1] + 1 and _holds(whole.place, part.place)


def _holds(wide: Json, place: Json) -> bool:
    if not wide or not place or place["precision"] in ("country", "unresolved"):
        return False
    levels = ("country",) if wide["precision"] == "country" else ("country", "admin1")
    return place["precision"] != wide["precision"] and all(wide[k] and wide[k] == place[k] for k in levels)


def revenge(later: Telling, earlier: Telling) -> Relation | None:
    """One that speaks of revenge, and one before it in the same place whose victims or perpetrators it names the other way round."""
    if not later.reprisal or not _before(earlier, later, REVENGE_DAYS) or earlier.days == later.days:
        return None
    turned = _both(earlier.victims, later.perpetrators) or _both(earlier.perpetrators, later.victims)
    why = (
        "says_revenge",
        *(("victim_then_perpetrator",) if turned else ()),
        *(("one_place",) if _one_place(later, earlier) else ()),
    )
    return Relation(later.number, earlier.number, "related", "reprisal_for", 0.8 if turned else 0.6, why) if turned else None


def _people(a: Telling, b: Telling) -> Relation | None:
    for first, then in ((a, b), (b, a)):
        if (
            first.act in TAKEN
            and then.act in AFTERWARDS
            and _before(first, then, LONGEST)
            and _both(first.victims, then.victims)
        ):
            return Relation(first.number, then.number, "related", "led_to", 0.8, ("one_victim", "taken_before"))
    first, then = (b, a) if a.days and b.days and b.days[0] < a.days[0] else (a, b)
    near = a.days is not None and b.days is not None and exact(a.days) and exact(b.days) and gap(a.days, b.days) <= NEAR_DAYS
    also = (*(("near_days",) if near else ()), *(("one_place",) if _one_place(a, b) else ()))
    if _both(a.victims, b.perpetrators) or _both(a.perpetrators, b.victims):
        return Relation(first.number, then.number, "related", None, 0.5, ("victim_then_perpetrator", *also)) if also else None
    if near and a.days != b.days and _both(a.perpetrators, b.perpetrators):
        return Relation(first.number, then.number, "related", None, 0.6, ("one_perpetrator", *also))
    return None


def _before(first: Telling, then: Telling, most: int) -> bool:
    """Whether one may be before the other, and by no more days than `most`; also where a day is not known."""
    if first.days is None or then.days is None:
        return True
    return first.days[0] <= then.days[1] and then.days[0] - first.days[1] <= most


def _both(mine: Iterable[Name], theirs: Iterable[Name]) -> bool:
    return any(full(m) and full(n) and same_name(m, n) for m in mine for n in theirs)


def _one_place(a: Telling, b: Telling) -> bool:
    if not a.place or not b.place:
        return False
    apart = kilometres(a.place, b.place)
    return a.place["name"].casefold() == b.place["name"].casefold() or (apart is not None and apart <= NEAR_KM)


def chosen(found: Iterable[Relation], of: Mapping[int, int]) -> list[Relation]:
    """Of each two incidents the likeliest relation of their tellings; none within one incident.

    `of` leads from a telling to a number that stands for its incident.
    """
    best: dict[Pair, Relation] = {}
    for r in sorted(found, key=lambda r: (-r.probability, r.left, r.right, r.relation or "")):
        ends = pair(of.get(r.left, r.left), of.get(r.right, r.right))
        if ends[0] != ends[1]:
            best.setdefault(ends, r)
    return list(best.values())
