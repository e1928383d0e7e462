"""Which victims of two tellings of one incident are one: by name, kinship, age, sex and outcome; groups hold those whom they may hold.

"Three men" beside three names is no contradiction: the group contains them. Nobody of one report is held to be somebody else of it, and
nobody has two full names that cannot be one person's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from onrecord.languages import phrase
from onrecord.link.kin import kin_of, kinship
from onrecord.link.people_names import FULL, agreement, full, of_two, slipped

Json = dict[str, Any]
SURE, NEARLY, LIKELY, POSSIBLE = 0.98, 0.92, 0.85, 0.6
WHY = {
    "full_name": phrase("one full name"), "romanised": phrase("one name in two romanisations or orders"), "short_form": phrase("one name, in a short form of it"),
    "spelling": phrase("full names a letter apart"), "initials": phrase("one name, with an initial"), "fewer_names": phrase("one name, with fewer of its surnames"),
    "same": phrase("one name"), "surname": phrase("one surname"), "given_name": phrase("one given name"), "kinship": phrase("words for whose kin they are"), "age": phrase("one age"),
    "age_and_sex": phrase("one age and sex"), "only_one": phrase("each is the only one of that outcome"), "unnamed": phrase("nothing that speaks against it"),
    "whole_group": phrase("each is the whole group of that outcome"), "as_many": phrase("groups of as many"), "in_group": phrase("the group may hold them"),
}  # fmt: skip
"""What a match rests on, in words."""
YEARS, GENERATION = 2, 13
"""By how many years two reports may differ in one person's age; and in that of one who has the same full name, where fewer part no parent from
a child of that name."""
GROWN = 18
_YOUNG = re.compile(
    r"\b(?:children|child|boys|girls|minors|infants|babies|toddlers|teenagers|schoolchildren|kids)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Match:
    """Two people of different tellings: `same`, or the `left` one a group that `contains` the right one. Why, as a code."""

    type: str
    left: int
    right: int
    probability: float
    why: str


class Known:
    """The victims of an incident as far as its tellings were gone through: each the person of the telling that told of them first."""

    def __init__(self) -> None:
        self.people: dict[int, Json] = {}
        self.inside: dict[int, int] = {}

    def take(self, victims: list[Json]) -> list[Match]:
        """Match the victims of one more telling with those that are known, the surest first; who matches nobody is known from now on."""
        left, right = dict(self.people), {int(v["id"][1:]): {**v, "kin": kin_of(_words(v))} for v in victims}
        scored = [(*s, a, b) for a, u in left.items() for b, v in right.items() if (s := _same(u, v, left, right))]
        found: list[Match] = []
        scored.sort(key=lambda s: -s[0])  # of equals those that were told of first come first, whatever their ids
        for probability, why, a, b in scored:
            if a in left and b in right:
                found.append(Match("same", a, b, probability, why))
                self.people[a] = _both(left.pop(a), right.pop(b))
        self.people.update(right)
        found += self._contained(right)
        return found

    def _contained(self, new: dict[int, Json]) -> list[Match]:
        """Who, of either side, stands within a group of the other."""
        found = []
        for a, group in self.people.items():
            if group["kind"] != "group" or group["part_of"]:
                continue
            for b, v in self.people.items():
                apart = (a in new) != (b in new)
                if a == b or not apart or b in self.inside or v["part_of"] or not _may_hold(group, v):
                    continue
                most, held = group["count"]["max"], [p for p, g in self.inside.items() if g == a]
                already = sum(self.people[p]["count"]["min"] for p in held)
                if (
                    a in self.inside
                    or (most is not None and already + v["count"]["min"] > most)
                    or (v["kind"] == "group" and _size(v) >= _size(group))
                ):
                    continue
                self.inside[b] = a
                found.append(Match("contains", a, b, LIKELY, "in_group"))
        return found


def _may_hold(group: Json, v: Json) -> bool:
    """Whether somebody may be of a group by their outcome, sex and age: "three men" hold no woman, and "children" nobody grown up."""
    if v["outcome"] != group["outcome"] or (group["sex"] and v["sex"] and group["sex"] != v["sex"]):
        return False
    young = any(_YOUNG.search(words) for words in _words(group))
    return not (young and v["age"] is not None and v["age"] >= GROWN)


def _words(v: Json) -> list[str]:
    return [m["text"] for m in v["mentions"]]


def _size(v: Json) -> int:
    return int(v["count"]["best"] or v["count"]["min"])


def _both(u: Json, v: Json) -> Json:
    names = sorted(dict.fromkeys([*u["names"], *v["names"]]), key=lambda n: (-len(n.split()), n))
    outcome = "death" if "death" in (u["outcome"], v["outcome"]) else v["outcome"]
    count = u["count"] if _size(u) >= _size(v) else v["count"]
    mentions, kin = [*u["mentions"], *v["mentions"]], u["kin"] | v["kin"]
    age = u["age"] if u["age"] is not None else v["age"]
    return {
        **u,
        "names": names,
        "outcome": outcome,
        "age": age,
        "sex": u["sex"] or v["sex"],
        "count": count,
        "mentions": mentions,
        "kin": kin,
    }


def _same(u: Json, v: Json, left: dict[int, Json], right: dict[int, Json]) -> tuple[float, str] | None:
    if u["kind"] != v["kind"] or (u["sex"] and v["sex"] and u["sex"] != v["sex"]):
        return None
    related = kinship(u["kin"], v["kin"])
    if u["kind"] == "group":
        return _same_group(u, v, left, right) if related != "other" else None
    aged = u["age"] is not None and v["age"] is not None
    apart = abs(u["age"] - v["age"]) if aged else 0
    if apart > YEARS:
        one = apart < GENERATION and u["names"] and v["names"] and _same_name(u, v, False) == (SURE, "full_name")
        return (LIKELY, "full_name") if one else None
    if u["names"] and v["names"] and (named := _same_name(u, v, aged and apart < YEARS)) is not None:
        return named if named[0] else None
    if related == "other":
        return None
    if related == "same":
        return NEARLY, "kinship"
    if u["outcome"] != v["outcome"]:
        return (POSSIBLE, "age_and_sex") if aged and u["sex"] and u["sex"] == v["sex"] else None
    if aged:
        return LIKELY, "age"
    alone = [sum(w["outcome"] == u["outcome"] and not w["part_of"] for w in side.values()) == 1 for side in (left, right)]
    if all(alone):
        return LIKELY, "only_one"
    return (LIKELY, "kinship") if related == "alike" else (POSSIBLE, "unnamed")


def _same_name(u: Json, v: Json, aged: bool) -> tuple[float, str] | None:
    """How surely two named people are one, 0.0 where their names are two people's; None where one of them has no name after all. `aged`: both
    have an age, about the same."""
    found = {(m, n): a for m in u["names"] for n in v["names"] if (a := agreement(m, n))}
    if not found:
        return None
    others = [(m, n) for (m, n), a in found.items() if a == "other" and of_two(m) and of_two(n)]
    if others:  # also where they agree in other forms: of one family, with one surname
        return (LIKELY, "spelling") if aged and all(slipped(m, n) for m, n in others) else (0.0, "other_name")
    if any(a == "same" and full(m) and full(n) for (m, n), a in found.items()):
        return SURE, "full_name"
    said = set(found.values())
    for how in FULL:
        if how in said:
            return NEARLY, how
    return (
        (LIKELY, "surname") if "surname" in said else (POSSIBLE, "given_name") if "given_name" in said else (0.0, "other_name")
    )


def _same_group(u: Json, v: Json, left: dict[int, Json], right: dict[int, Json]) -> tuple[float, str] | None:
    """Two groups with one outcome, each the whole of it in its telling: a toll that rises is one group that grew."""
    if u["outcome"] != v["outcome"] or (u["part_of"] is None) != (v["part_of"] is None):
        return None
    groups = [
        sum(w["outcome"] == u["outcome"] and w["kind"] == "group" and not w["part_of"] for w in s.values())
        for s in (left, right)
    ]
    if groups == [1, 1]:
        return LIKELY, "whole_group"
    return (POSSIBLE, "as_many") if _size(u) == _size(v) else None
