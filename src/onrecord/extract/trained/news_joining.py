"""Join what the rules read of a page with what the news head says of it.

The head chooses among the places and dates that the rules resolve, names victims whom the rules missed, and clears those whom it
takes for others. It adds no number: every victim has words.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Sequence
from typing import Any

from onrecord.dates import DatedSpan
from onrecord.extract.trained.news import (
    NewsRead,
    NewsSettings,
    Person,
    chance_at,
    likeliest_date,
    likeliest_place,
    name_words,
    persons,
)
from onrecord.places import PlaceMention

Json = dict[str, Any]
Mentioned = Callable[[int, int], Json]  # the mention of characters of the text
Where = Callable[[Json], tuple[int, int]]  # the characters of the text that a mention stands for

_HARM = ("death", "injury")


def joined(
    said: Json,
    read: NewsRead,
    places: Sequence[PlaceMention],
    dates: Sequence[DatedSpan],
    text: str,
    mentioned: Mentioned,
    where: Where,
    settings: NewsSettings,
    known: bool,
    asked: bool = False,
) -> Json:
    """The contract object with the head's word on its main incident. All places are of `text`, which the title may open.

    Victims are taken out only where the report is of a `known` kind: of another kind the head's silence says nothing. Where the head has been
    `asked` for its opinion on names and the place already, only its day and how sure it is are added.
    """
    out = copy.deepcopy(said)
    main = main_incident(out["incidents"])
    if main is None:
        return out
    _date(main, read, dates, mentioned, where, settings)
    people = persons(text, read, _LEAST)
    if asked:
        _sure(out["incidents"], people)
        return out
    _place(main, read, places, mentioned, where, settings)
    _clear(out["incidents"], people, settings, known)
    _name(out["incidents"], main, people, read, mentioned, settings)
    return out


_LEAST = 0.1
_SURER = 0.4  # by how much the head must hold another place for likelier before it stands against the rules'


def main_incident(incidents: list[Json]) -> Json | None:
    """The harm that is tallied with the most dead and injured, the first of equals; None where there is none."""
    harm = [i for i in incidents if i["class"] == "harm" and i["modality"] in ("stated", "alleged")]
    return max(harm, key=toll, default=None)


def raises(read: NewsRead, outcome: str, counted: int, sure: float) -> bool:
    """Whether the head is sure that more died, or were injured, than are counted."""
    chances = read.counts[_HARM.index(outcome)]
    likeliest = max(range(len(chances)), key=chances.__getitem__)
    return likeliest > counted and chances[likeliest] >= sure


def toll(incident: Json, outcomes: tuple[str, ...] = _HARM) -> int:
    """The dead and injured of an incident by its victims' best count, or the least that is certain."""
    counted = [v for v in incident["victims"] if v["outcome"] in outcomes and not v.get("part_of")]
    return sum(v["count"]["best"] or v["count"]["min"] or 1 for v in counted)


def _place(
    main: Json, read: NewsRead, places: Sequence[PlaceMention], mentioned: Mentioned, where: Where, settings: NewsSettings
) -> None:
    best = likeliest_place(read, places, settings.place)
    if best is None or (
        main["place"] is not None and chance_at(read, "place", *where(main["place"]["mention"])) >= best[1] - _SURER
    ):
        return
    found, _ = best
    main["place"] = {**found.place.to_json(), "mention": mentioned(found.start, found.end)}


def _date(
    main: Json, read: NewsRead, dates: Sequence[DatedSpan], mentioned: Mentioned, where: Where, settings: NewsSettings
) -> None:
    best = likeliest_date(read, dates, settings.date)
    if best is None or (main["date"] is not None and chance_at(read, "date", *where(main["date"]["mention"])) >= best[1]):
        return
    found, _ = best
    main["date"] = {"edtf": found.edtf, "mention": mentioned(found.start, found.end)}


def _same(name: str, person: Person) -> bool:
    ours, theirs = name_words(name), name_words(person.name)
    if not ours or not theirs or ours[-1] != theirs[-1]:
        return False
    return len(ours) == 1 or len(theirs) == 1 or ours[0] == theirs[0]


def _sure(incidents: list[Json], people: list[Person]) -> None:
    """Says of every named victim how likely the head takes them for one."""
    for victim in (
        v for i in incidents for v in i["victims"] if v["names"] and v["outcome"] in _HARM and v["kind"] == "person"
    ):
        victim["confidence"] = round(
            max((p.victim for p in people if any(_same(n, p) for n in victim["names"])), default=0.0), 4
        )


_OFFICERS = re.compile(r"\b(?:police|officers?|deput(?:y|ies)|troopers?|marshals?|sheriff)\b", re.IGNORECASE)


def _clear(incidents: list[Json], people: list[Person], settings: NewsSettings, known: bool) -> None:
    """Take out named victims whom the head knows as neither killed nor hurt; set outcomes that it is surer of.

    Whoever is told of as killed stays where the head takes them for a suspect, as its archive does of people killed by officers,
    and where nobody else of the incident is dead; nobody is taken out whom officers harmed, since the archive calls them suspects.
    """
    for incident in incidents:
        kept = []
        dead = [v for v in incident["victims"] if v["outcome"] == "death"]
        by_officers = any(_OFFICERS.search(m["text"]) for p in incident["perpetrators"] for m in p["mentions"])
        for victim in incident["victims"]:
            if victim["names"] and victim["outcome"] in _HARM and victim["kind"] == "person":
                person = next((p for p in people if any(_same(n, p) for n in victim["names"])), None)
                chance = person.victim if person else 0.0
                whole = any(v.get("part_of") == victim["id"] for v in incident["victims"])
                told_dead = victim["outcome"] == "death" and (dead == [victim] or (person is not None and person.suspected))
                if known and chance < settings.cleared and not whole and not told_dead and not by_officers:
                    continue
                if person and chance >= settings.turned and person.outcome != victim["outcome"]:
                    victim["outcome"] = person.outcome
                victim["confidence"] = round(chance, 4)
            kept.append(victim)
        incident["victims"] = kept


def _name(
    incidents: list[Json], main: Json, people: list[Person], read: NewsRead, mentioned: Mentioned, settings: NewsSettings
) -> None:
    """Give names to unnamed victims, or add the named whom nobody counted."""
    for person in people:
        if person.victim < settings.person or person.victim < person.chances[2]:
            continue
        known = [v for i in incidents for v in i["victims"] if any(_same(n, person) for n in v["names"])]
        if known:
            continue
        mentions = [mentioned(a, b) for a, b in person.mentions[:6]]
        unnamed = next((v for v in main["victims"] if _open_to(v, person)), None)
        if unnamed is not None:
            unnamed["names"] = [person.name]
            unnamed["mentions"] = mentions[:1] + unnamed["mentions"] + mentions[1:]
            unnamed["confidence"] = round(person.victim, 4)
            continue
        group = next((v for v in main["victims"] if _has_room(v, main["victims"], person)), None)
        if group is None and not raises(read, person.outcome, toll(main, (person.outcome,)), settings.sure):
            continue  # whoever is counted already may be this very person: a number is not raised on a name alone
        main["victims"].append(_added(incidents, person, mentions, group))


def _open_to(victim: Json, person: Person) -> bool:
    return (
        victim["kind"] == "person"
        and not victim["names"]
        and victim["outcome"] == person.outcome
        and victim["count"]["best"] == 1
    )


def _has_room(victim: Json, victims: list[Json], person: Person) -> bool:
    if victim["outcome"] != person.outcome or victim["kind"] != "group" or victim.get("part_of"):
        return False
    inside = sum(v["count"]["best"] or 1 for v in victims if v.get("part_of") == victim["id"])
    return inside < (victim["count"]["best"] or victim["count"]["min"] or 2)


def _added(incidents: list[Json], person: Person, mentions: list[Json], group: Json | None) -> Json:
    number = 1 + max((int(v["id"][1:]) for i in incidents for v in i["victims"]), default=0)
    return {
        "id": f"v{number}", "kind": "person", "names": [person.name], "mentions": mentions, "outcome": person.outcome,
        "cause": group["cause"] if group else "direct", "modality": group["modality"] if group else "stated",
        "count": {"min": 1, "best": 1, "max": 1}, "status": "unknown", "age": None, "sex": None,
        "part_of": group["id"] if group else None, "confidence": round(person.victim, 4),
    }  # fmt: skip
