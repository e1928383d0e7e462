"""The toll of an incident over all that tell of it: rules "latest" and "origins", for each outcome and modality."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from onrecord.claims import Count, Modality
from onrecord.tally.counting import combine, latest, tallied_as, toll, without
from onrecord.tally.doubt import as_json, parted

Json = dict[str, Any]
Tolls = dict[str, Count]
Base = list[list[int | None]]
"""What a best was chosen from: each origin's latest count (min, best, max), in order of size."""
Chosen = Mapping[tuple[Modality, str], tuple[int, Base]]
"""A reviewer's best of an outcome, and what it was chosen from."""


class Telling(Protocol):
    """What of a report's telling counting needs."""

    @property
    def origin(self) -> int: ...
    @property
    def capture(self) -> int: ...
    @property
    def published(self) -> str | None: ...
    @property
    def said(self) -> Json: ...


@dataclass(frozen=True, slots=True)
class Counted:
    """The tolls by modality, what is counted apart as doubtful, and the sources of each independent origin."""

    toll: Mapping[Modality, Tolls]
    apart: Mapping[Modality, Tolls]
    origins: list[list[Json]]
    bases: Mapping[Modality, Mapping[str, Base]]
    asked_again: frozenset[tuple[Modality, str]] = frozenset()
    """The choices that do not hold, since origins say otherwise than when they were made."""

    def tolls(self) -> Json:
        """{"toll", "alleged", "doubtful_toll"}, each by outcome, the last by modality first."""
        stated, alleged = Modality.STATED, Modality.ALLEGED
        return {
            "toll": as_json(self.toll[stated]), "alleged": as_json(self.toll[alleged]),
            "doubtful_toll": {str(m): as_json(self.apart[m]) for m in (stated, alleged)},
        }  # fmt: skip


def over_tellings(told: Sequence[Telling], said: Json, chosen: Chosen | None = None) -> Counted:
    """Count an incident that `told` tell of; `said` is the incident that they tell of together, for those who are identified.

    `chosen` is what reviewers chose as the best; a choice holds as long as the origins' latest counts are those that it was made on.
    """
    parts = [parted(t.said) for t in told]
    order = [(t.origin, (t.published or "", t.capture)) for t in told]
    found, apart = {}, {}
    own: dict[Modality, list[Tolls]] = {m: [toll(p.counted, m) for p in parts] for m in (Modality.STATED, Modality.ALLEGED)}
    stated = found[Modality.STATED] = _over(
        order, own[Modality.STATED], identified(said, Modality.STATED) if len(told) > 1 else {}
    )
    more = _beyond(own[Modality.ALLEGED], own[Modality.STATED], stated)
    found[Modality.ALLEGED] = _over(order, more, identified(said, Modality.ALLEGED) if len(told) > 1 and not stated else {})
    bases, again = {}, set()
    for m, each in ((Modality.STATED, own[Modality.STATED]), (Modality.ALLEGED, more)):
        bases[m] = {o: _base(order, each, o) for o in found[m]}
        for o in list(found[m]):
            choice = (chosen or {}).get((m, o))
            best = _best(choice, bases[m][o], found[m][o]) if choice else None
            if best is not None:
                found[m][o] = best
            elif choice:
                again.add((m, o))
    again |= {key for key in chosen or {} if key[1] not in found[key[0]]}
    for m in (Modality.STATED, Modality.ALLEGED):
        apart[m] = _over(order, _beyond([p.apart_toll(m) for p in parts], own[m], found[m]), {})
    by_origin: dict[int, list[Json]] = {}
    for t in told:
        by_origin.setdefault(t.origin, []).extend(t.said["according_to"])
    return Counted(found, apart, list(by_origin.values()), bases, frozenset(again))


def identified(said: Json, modality: Modality) -> dict[str, int]:
    """How many victims of each outcome have a name, over all tellings."""
    found: dict[str, int] = {}
    for v in said["victims"]:
        if (
            v["names"]
            and v["kind"] == "person"
            and not v["doubtful"]
            and tallied_as(said["modality"], v["modality"]) is modality
        ):
            for outcome in (v["outcome"], *(["killed"] if v["cause"] == "direct" else [])):
                found[outcome] = found.get(outcome, 0) + 1
    return found


def _over(order: Sequence[tuple[int, Any]], tolls: Sequence[Tolls], known: Mapping[str, int]) -> Tolls:
    """Of each outcome, the latest count of each origin that gives one, combined."""
    found = {}
    for outcome in dict.fromkeys(o for t in tolls for o in t):
        each = latest((origin, time, t[outcome]) for (origin, time), t in zip(order, tolls, strict=True) if outcome in t)
        counts = list(each.values())
        found[outcome] = counts[0] if len(order) == 1 else combine(counts, known.get(outcome, 0))
    return found


def _base(order: Sequence[tuple[int, Any]], tolls: Sequence[Tolls], outcome: str) -> Base:
    each = latest((origin, time, t[outcome]) for (origin, time), t in zip(order, tolls, strict=True) if outcome in t)
    return sorted(([c.min, c.best, c.max] for c in each.values()), key=str)


def _best(choice: tuple[int, Base], base: Base, count: Count) -> Count | None:
    """The count with the chosen best; None where it was chosen from other counts, or they leave it no room."""
    best, of = choice
    fits = of == base and best >= count.min and (count.max is None or best <= count.max)
    return Count(count.min, best, count.max) if fits else None


def _beyond(tolls: Sequence[Tolls], counted: Sequence[Tolls], over_all: Tolls) -> list[Tolls]:
    """Of each telling what goes beyond the toll over all: a victim whom one report states and another alleges counts once.

    What a telling has beside counted victims of its own is of others, and stays whole.
    """
    found = []
    for own, its in zip(tolls, counted, strict=True):
        left = {o: without(c, [over_all[o]]) if o in over_all and o not in its else c for o, c in own.items()}
        found.append({o: c for o, c in left.items() if c is not None})
    return found
