"""What a chart shows: bars, each a group of incidents with a sum that the tally's functions made. Nothing is counted here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from onrecord import wording
from onrecord.errors import Misuse
from onrecord.record.tolls import BOUNDS, adds, group_of, told, with_parts
from onrecord.record.tolls_why import HOWS
from onrecord.tally import RULES
from onrecord.tally.composition import AGES, UNKNOWN, age_group, composed, sex

Json = dict[str, Any]
BY: Final = {
    "month": "month", "year": "year", "country": "country", "admin1": "province or state", "place": "place", "act": "act",
    "outcome": "outcome", "sex": "sex", "age": "age",
}  # fmt: skip
"""What bars can stand for, with its words."""
MOST: Final = 60
"""Bars of a chart; what is over that, the least incidents first, stands in one bar together."""
OTHERS: Final = "all others"
_OUTCOMES: Final = ("death", "killed", "injury", "abduction", "detention", "disappearance", "threat")


Adds = dict[tuple[str, str, str], int]
"""What an incident adds to bars: by a bar's key, an outcome and what of its count (`tolls.adds`); and how many incidents are in a bar
(the outcome is "" then)."""


def chart(incidents: Iterable[Json], by: str = "month", of: str = "death", how: str = "stated") -> Json:
    """A chart over incidents: how many of an outcome, told `how`, by one of `BY`. Misuse where it is none.

    {"by", "of", "how", "bars", "rules", "most"}; a bar is {"key", "label", "value" (a Count, None where nothing is counted),
    "incidents" (how many)}, and `most` the greatest number that a bar reaches.
    """
    checked(by, how)
    several = {i["id"]: i for i in incidents}
    total: Counter[tuple[str, str, str]] = Counter()
    for i in several.values():
        total.update(adds_to_bars(pieces(i, by), by, of, how))
    return charted(total, with_parts(several), by, of, how)


def checked(by: str, how: str) -> None:
    """Misuse where a chart cannot be by that, or of what is told so."""
    if by not in BY:
        raise Misuse(f"A chart is by {', '.join(BY)}, not by {by!r}.")
    if how not in HOWS:
        raise Misuse(f"A chart is of what is {', '.join(HOWS)}, not {how!r}.")


def pieces(incident: Json, by: str) -> dict[str, Json]:
    """An incident in the groups that a chart is by: all of it in one, or by sex and age its victims in several; "" is all groups."""
    if by == "outcome":
        return {"": incident}
    if by in ("sex", "age"):
        return composed(incident, sex if by == "sex" else age_group)
    return {group_of(incident, by): incident} if incident["class"] == "harm" else {}


def adds_to_bars(parts: Mapping[str, Json], by: str, of: str, how: str) -> Adds:
    """What an incident's pieces add to each bar, as far as it is part of no other and no other is part of it."""
    found: Adds = {}
    for key, piece in parts.items():
        found[key, "", "incidents"] = 1
        for (told_how, outcome, what), many in adds(piece).items():
            if told_how == how and (by == "outcome" or outcome == of):
                found[outcome if by == "outcome" else key, outcome, what] = many
    return found


def charted(total: Mapping[tuple[str, str, str], int], linked: list[Json], by: str, of: str, how: str) -> Json:
    """The chart that its incidents add up to; `linked` are those among them that are parts of others, with these."""
    apart = [(key, piece) for i in linked for key, piece in pieces(i, by).items()]
    bars: list[Json] = []
    for key, members in _bars(total, by).items():
        outcome, within = (key, "") if by == "outcome" else (of, key)
        value = _value(total, members, outcome, how, [p for at, p in apart if at in (members if within else ("",))])
        many = sum(total.get((m, "", "incidents"), 0) for m in (members if within else ("",)))
        bars.append({"key": key, "label": label(by, key), "value": value, "incidents": many})
    if by not in ("month", "year"):  # a stretch of time with nothing documented is shown, a sort of thing without any is not
        bars = [b for b in bars if b["value"]]
    ends = [n for b in bars if b["value"] for n in b["value"].values() if n is not None]
    rules = ["sum", "modality", "parts", "documented", *((of,) if of in ("death", "killed") else ())]
    return {"by": by, "of": of, "how": how, "bars": bars, "rules": [RULES[r] for r in rules], "most": max(ends, default=0)}


def _value(
    total: Mapping[tuple[str, str, str], int], members: list[str], outcome: str, how: str, linked: list[Json]
) -> Json | None:
    """The count of one bar; None where nothing is counted."""
    every: Counter[tuple[str, str, str]] = Counter()
    for what in BOUNDS:
        every[how, outcome, what] = sum(total.get((m, outcome, what), 0) for m in members)
    held = with_parts({p["id"]: p for p in linked})
    return _column(told(every, held), how).get(outcome)


def in_bar(incidents: Iterable[Json], by: str, key: str, how: str = "stated") -> list[Json]:
    """The incidents behind a bar; by sex or age, each with those victims alone. Misuse where there is no such bar."""
    checked(by, how)
    several = list(incidents)
    total: Counter[tuple[str, str, str]] = Counter()
    for i in several:
        total.update(adds_to_bars(pieces(i, by), by, "", how))
    members = members_of(total, by, key)
    return [piece for i in several for at, piece in pieces(i, by).items() if at in members or by == "outcome"]


def members_of(total: Mapping[tuple[str, str, str], int], by: str, key: str) -> list[str]:
    """The groups behind a bar: itself, or all those that have none of their own. Misuse where there is no such bar."""
    bars = _bars(total, by)
    if key not in bars:
        raise Misuse(f"This chart has no bar {key!r}.")
    return bars[key]


def _bars(total: Mapping[tuple[str, str, str], int], by: str) -> dict[str, list[str]]:
    """The bars in their order, each with the groups in it: time and age in theirs, of other things those with the most incidents
    first. What is not known comes last."""
    if by == "outcome":
        there = {key for key, _, what in total if what == "counts"}
        return {o: [o] for o in sorted(there, key=lambda o: (_OUTCOMES.index(o) if o in _OUTCOMES else 99, o))}
    groups = {key: many for (key, _, what), many in total.items() if what == "incidents"}
    last = {UNKNOWN: [UNKNOWN]} if UNKNOWN in groups else {}
    if by in ("month", "year"):
        known = sorted(k for k in groups if k != UNKNOWN)
        return {k: [k] for k in (_without_gaps(known) if by == "month" else known)} | last
    if by == "age":
        return {k: [k] for k in AGES if k in groups} | last
    keys = sorted((k for k in groups if k != UNKNOWN), key=lambda k: (-groups[k], k))
    found = {k: [k] for k in keys}
    if len(keys) > MOST:
        found = {k: [k] for k in keys[: MOST - 1]} | {OTHERS: keys[MOST - 1 :]}
    return found | last


def _without_gaps(months: list[str]) -> list[str]:
    """Every month from the first to the last, so that a stretch of which nothing is documented is seen; years apart stay apart."""
    found: list[str] = []
    for key in months:
        while found and found[-1] < key:
            year, month = int(found[-1][:4]), int(found[-1][5:7])
            after = f"{year + month // 12:04d}-{month % 12 + 1:02d}"
            if after >= key or int(key[:4]) - year > 1:
                break
            found.append(after)
        found.append(key)
    return found


def _column(summed: Json, how: str) -> Json:
    held: Json = (
        summed[how] if how in ("stated", "alleged") else summed["doubtful"]["alleged" if "alleged" in how else "stated"]
    )
    return held


def label(by: str, key: str) -> str:
    """A bar's name in words."""
    if key in (UNKNOWN, OTHERS) or by == "age":
        return wording.term(key, "chart")
    if by == "sex":
        return wording.term(key, "sex")
    if by in ("month", "year"):
        return wording.date(key)
    if by == "country":
        return wording.country(key)
    if by == "admin1":
        return wording.division(key)
    return wording.term(key, "outcome") if by == "outcome" else wording.term(key) if by == "act" else wording.plain(key)
