"""The rules' incidents and the model's as one report's.

The rules say when, where, how many, how it is put and who vouches; the model says of which type an incident is, whom and what it
befell, who did it and by what. What both tell of is one incident. What one alone tells of is kept by how likely the model holds it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from onrecord.extract.trained.decoding import Entity
from onrecord.extract.trained.evidence import VICTIMS, Evidence, overlap
from onrecord.extract.trained.filling import Filling

__all__ = ["Combining", "Told", "combined", "known_kind"]

Json = dict[str, Any]

_TYPES: Final = {
    "killing": "attack", "assault": "attack", "torture": "attack", "sexual_violence": "attack", "bombing": "bombing",
    "abduction": "kidnapping", "detention": "kidnapping", "disappearance": "kidnapping", "arson": "arson", "robbery": "robbery",
    "forced_work_stoppage": "forced work stoppage",
}  # fmt: skip
_ROLES: Final = {"perpetrators": ("PerpInd", "PerpOrg"), "targets": ("Target",), "means": ("Weapon",)}


@dataclass(frozen=True, slots=True)
class Combining:
    """Thresholds, tuned on held-out documents; all are probabilities.

    A report is of a known kind where the head for news is sure of its numbers (`counted`) or of its place (`situated`): what is
    known of shootings in local news. There the rules' tellings hold without the model's word, and nobody is added to its numbers.
    """

    alone: float = 0.0  # an incident that the model alone tells of
    vouched: float = 0.05  # an incident that the rules alone tell of, by its likeliest victim, doer, target or weapon
    counted: float = 0.5
    situated: float = 0.85
    filler: float = 0.1  # a target or weapon that the rules alone give to an incident
    victim: float = 0.05  # a victim whom the rules alone give to an incident
    added: float = 0.0  # a victim whom the model alone gives to an incident that the rules know


@dataclass(frozen=True, slots=True)
class Told:
    """An incident that the model tells of: its type, how likely the report tells of one, and what fills it."""

    kind: str
    chance: float
    members: tuple[Entity, ...]


@dataclass(slots=True)
class _Pair:
    """One incident to be: as the rules have it, as the model tells it, or both."""

    ruled: Json | None
    told: list[Told] = field(default_factory=list)


def combined(ruled: list[Json], told: list[Told], evidence: Evidence, filling: Filling, settings: Combining) -> list[Json]:
    """The incidents of a report; ids of what the rules found stay, since totals and relations point to them."""
    pairs = _paired(ruled, told, evidence, filling)
    found: list[Json] = []
    for pair in pairs:
        incident = pair.ruled
        if incident is not None and not pair.told and not _stands(incident, evidence, filling, settings):
            continue
        for one in pair.told:
            if incident is None and one.chance >= settings.alone and not _told_already(one, ruled, evidence, filling):
                incident = filling.incident(one.kind, one.members)
            if incident is not None:
                _fill(incident, one, pair.ruled is not None, evidence, filling, settings)
        if incident is not None:
            found.append(incident)
    return _linked(found)


def _countable(incident: Json) -> bool:
    return incident["class"] == "harm" and incident["modality"] in ("stated", "alleged") and incident["act"] in _TYPES


def _paired(ruled: list[Json], told: list[Told], evidence: Evidence, filling: Filling) -> list[_Pair]:
    """Each of the model's incidents beside that of the rules which it shares most with; each of the rules' is taken once."""
    pairs = [_Pair(i) for i in ruled]
    free = [p for p in pairs if p.ruled is not None and _countable(p.ruled)]
    ranked = sorted(
        (
            (_likeness(p.ruled, one, evidence, filling), n, k)
            for n, one in enumerate(told)
            for k, p in enumerate(free)
            if p.ruled
        ),
        key=lambda x: (-x[0], x[1], x[2]),
    )
    taken: set[int] = set()
    for likeness, n, k in ranked:
        if likeness > 0 and n not in taken and not free[k].told:
            free[k].told.append(told[n])
            taken.add(n)
    alone = [one for n, one in enumerate(told) if n not in taken]
    return pairs + [_Pair(None, [one]) for one in alone]


def _likeness(ruled: Json, one: Told, evidence: Evidence, filling: Filling) -> float:
    """How many of the model's fillers stand in the rules' incident, half one more where the type agrees; 0: nothing in common."""
    mine = [place for part in ("victims", *_ROLES) for thing in ruled[part] for place in filling.places(thing)]
    shared = sum(overlap(evidence.places(e), mine) for e in one.members)
    same = _TYPES[ruled["act"]] == one.kind
    if same:
        return shared + 0.5
    return shared - 0.5 if one.kind in ("attack", "bombing", "arson") and _TYPES[ruled["act"]] != "kidnapping" else 0.0


def _stands(incident: Json, evidence: Evidence, filling: Filling, settings: Combining) -> bool:
    """Whether an incident that the rules alone tell of is kept: context and what is only feared always."""
    if not _countable(incident):
        return True
    chances = [evidence.victim(filling.places(v)) for v in incident["victims"]]
    for part, roles in _ROLES.items():
        chances += [evidence.chance(filling.places(x), roles) for x in incident[part]]
        _merge(incident, part, [], evidence, filling, settings.filler, roles)
    incident["confidence"] = round(max(chances, default=0.0), 4)
    for v in incident["victims"]:
        v["confidence"] = round(evidence.victim(filling.places(v)), 4)
    harmed = any(v["outcome"] in ("death", "injury") for v in incident["victims"])
    return max(chances, default=0.0) >= settings.vouched or (harmed and known_kind(evidence, settings))


def _fill(incident: Json, one: Told, known: bool, evidence: Evidence, filling: Filling, settings: Combining) -> None:
    """Gives an incident what the model tells of it, and takes out what the model holds for unlikely."""
    incident["confidence"] = round(one.chance, 4)
    for part, roles in _ROLES.items():
        mine = [
            e
            for e in one.members
            if e.role in roles and not (part == "perpetrators" and _other(e, incident, evidence, filling))
        ]
        _merge(incident, part, mine, evidence, filling, settings.filler, roles)
    people = [e for e in one.members if e.role in VICTIMS]
    _merge_victims(incident, people, known, evidence, filling, settings)
    filling.settle(incident, one.kind)


def _other(entity: Entity, incident: Json, evidence: Evidence, filling: Filling) -> bool:
    """Whether the rules know somebody as one who stepped in, helped or saw it: the model knows only doers."""
    theirs = [place for o in incident["others"] for place in filling.places(o)]
    words = {m["text"].lower() for o in incident["others"] for m in o["mentions"]}
    mine = {m["text"].lower() for m in filling.mentions(entity)}
    return overlap(evidence.places(entity), theirs) > 0 or bool(words & mine)


def _merge(
    incident: Json, part: str, mine: list[Entity], evidence: Evidence, filling: Filling, least: float, roles: tuple[str, ...]
) -> None:
    """Doers, targets or means: the model's, each with what the rules know of it, then those of the rules that are likely enough.

    The rules' doers stay whatever the model says: MUC-4, which it learnt from, knows few that are the state's, and of weapons only
    things ("a rifle", not "shot").
    """
    left = list(incident[part])
    found: list[Json] = []
    for entity in mine:
        places = evidence.places(entity)
        same = [x for x in left if overlap(filling.places(x), places)]
        left = [x for x in left if not any(x is y for y in same)]
        thing = filling.thing(part, entity, same)
        if thing is not None:
            found.append(thing)
        elif same:
            found += same
    for x in left:
        chance = evidence.chance(filling.places(x), roles)
        if chance >= least or part == "perpetrators" or (part == "means" and not mine and _worth_saying(incident["act"], x)):
            found.append({**x, "confidence": round(chance, 4)} if part == "perpetrators" else x)
    incident[part] = found


def _merge_victims(
    incident: Json, people: list[Entity], known: bool, evidence: Evidence, filling: Filling, settings: Combining
) -> None:
    left: list[Json] = list(incident["victims"])
    matched: set[str] = set()
    for entity in sorted(people, key=lambda e: -evidence.of(e)):
        places = evidence.places(entity)
        same = next((v for v in left if v["id"] not in matched and overlap(filling.places(v), places)), None)
        if same is not None:
            matched.add(same["id"])
            filling.tell_again(same, entity)
        elif any(overlap(filling.places(v), places) for v in left):
            continue
        elif not known or evidence.of(entity) >= settings.added:
            new = filling.victim(entity, incident)
            if new["outcome"] == "unknown" and not new["names"]:
                continue
            if known and _counted_already(new, left, evidence, settings):
                continue
            left.append(new)
            matched.add(new["id"])
    kept = []
    for v in left:
        chance = evidence.victim(filling.places(v))
        whole = any(x["part_of"] == v["id"] for x in left)
        if v["id"] in matched or whole or chance >= settings.victim or known_kind(evidence, settings):
            v["confidence"] = round(chance, 4)
            kept.append(v)
    incident["victims"] = kept


def _worth_saying(act: str, means: Json) -> bool:
    """Whether means that the rules alone name say more than the act does: that a bombing was by a bomb needs no words."""
    return (act, means["type"]) not in (("bombing", "bomb"), ("arson", "fire"))


def _told_already(one: Told, ruled: list[Json], evidence: Evidence, filling: Filling) -> bool:
    """Whether what the model alone tells of are words that the rules have in another incident, as what was tried or is one's own doing."""
    parts = ("victims", *_ROLES, "others")
    mine = [place for i in ruled for part in parts for thing in i[part] for place in filling.places(thing)]
    told = [evidence.places(e) for e in one.members]
    return bool(told) and sum(overlap(places, mine) for places in told) * 2 >= len(told)


def known_kind(evidence: Evidence, settings: Combining) -> bool:
    """Whether a report is of the kind that the head for news learnt from."""
    return evidence.counted >= settings.counted or evidence.situated >= settings.situated


def _counted_already(new: Json, victims: list[Json], evidence: Evidence, settings: Combining) -> bool:
    """Whether all of a victim's outcome are counted, by a head that knows: these words may mean one of them."""
    likeliest = evidence.number(new["outcome"])
    if likeliest is None:
        return False
    mine = [v for v in victims if v["outcome"] == new["outcome"] and v["part_of"] is None]
    sure = likeliest[1] >= settings.counted or evidence.situated >= settings.situated
    return sure and likeliest[0] <= sum(v["count"]["best"] or v["count"]["min"] for v in mine)


def _linked(found: list[Json]) -> list[Json]:
    """Incidents whose relations and groups lead to what is still there."""
    ids = {i["id"] for i in found}
    for incident in found:
        people = {v["id"] for v in incident["victims"]}
        incident["relations"] = [x for x in incident["relations"] if x["to"] in ids]
        for v in incident["victims"]:
            if v["part_of"] not in people:
                v["part_of"] = None
    return found
