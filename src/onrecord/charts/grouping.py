"""What a chart shows: bars, each a group of incidents with a sum that the tally's functions made. Nothing is counted here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from onrecord import wording
from onrecord.errors import Misuse
from onrecord.record.tolls import group_of, sums
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


def chart(incidents: Iterable[Json], by: str = "month", of: str = "death", how: str = "stated") -> Json:
    """A chart over incidents: how many of an outcome, told `how`, by one of `BY`. Misuse where it is none.

    {"by", "of", "how", "bars", "rules", "most"}; a bar is {"key", "label", "value" (a Count, None where nothing is counted),
    "incidents" (how many)}, and `most` the greatest number that a bar reaches.
    """
    grouped = _grouped(list(incidents), by, how)
    bars = [_bar(by, key, several, key if by == "outcome" else of, how) for key, several in grouped.items()]
    if by not in ("month", "year"):  # a stretch of time with nothing documented is shown, a sort of thing without any is not
        bars = [b for b in bars if b["value"]]
    ends = [n for b in bars if b["value"] for n in b["value"].values() if n is not None]
    rules = ["sum", "modality", "parts", "documented", *((of,) if of in ("death", "killed") else ())]
    return {"by": by, "of": of, "how": how, "bars": bars, "rules": [RULES[r] for r in rules], "most": max(ends, default=0)}


def in_bar(incidents: Iterable[Json], by: str, key: str, how: str = "stated") -> list[Json]:
    """The incidents behind a bar; by sex or age, each with those victims alone. Misuse where there is no such bar."""
    grouped = _grouped(list(incidents), by, how)
    if key not in grouped:
        raise Misuse(f"This chart has no bar {key!r}.")
    return grouped[key]


def _grouped(incidents: list[Json], by: str, how: str) -> dict[str, list[Json]]:
    """The incidents behind each bar, in the order of the bars."""
    if by not in BY:
        raise Misuse(f"A chart is by {', '.join(BY)}, not by {by!r}.")
    if how not in HOWS:
        raise Misuse(f"A chart is of what is {', '.join(HOWS)}, not {how!r}.")
    if by == "outcome":
        return dict.fromkeys(_outcomes(incidents, how), incidents)
    groups: dict[str, list[Json]] = {}
    for i in incidents:
        if by in ("sex", "age"):
            for key, part in composed(i, sex if by == "sex" else age_group).items():
                groups.setdefault(key, []).append(part)
        elif i["class"] == "harm":
            groups.setdefault(group_of(i, by), []).append(i)
    return _ordered(groups, by)


def _outcomes(incidents: list[Json], how: str) -> list[str]:
    there = _column(sums(incidents), how)
    return sorted(there, key=lambda o: (_OUTCOMES.index(o) if o in _OUTCOMES else 99, o))


def _ordered(groups: dict[str, list[Json]], by: str) -> dict[str, list[Json]]:
    """In the order of time or of age; of other things those with the most incidents first. What is not known comes last."""
    if by in ("month", "year"):
        known = sorted(k for k in groups if k != UNKNOWN)
        keys = _without_gaps(known) if by == "month" else known
    elif by == "age":
        keys = [k for k in AGES if k in groups]
    else:
        keys = sorted((k for k in groups if k != UNKNOWN), key=lambda k: (-len(groups[k]), k))
        if len(keys) > MOST:
            groups = {**groups, OTHERS: [i for k in keys[MOST - 1 :] for i in groups[k]]}
            keys = [*keys[: MOST - 1], OTHERS]
    return {k: groups.get(k, []) for k in (*keys, *([UNKNOWN] if UNKNOWN in groups else []))}


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


def _bar(by: str, key: str, several: list[Json], of: str, how: str) -> Json:
    value = _column(sums(several), how).get(of) if several else None
    return {"key": key, "label": label(by, key), "value": value, "incidents": len(several)}


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
