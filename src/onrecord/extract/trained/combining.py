"""The rules' incidents and the model's as one report's.

The rules say when, where, how many, how it is put and who vouches; the model says of which type an incident is, whom and what it
befell, who did it and by what. What both tell of is one incident. What one alone tells of is kept by how likely the model holds it in
wire reports, such as it learnt from. In reports of any other kind whatever the rules tell stays as they tell it, and the model adds only
what it is sure of: its silence there says nothing, and an accusation weighs more than a gap.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from onrecord.extract.trained.decoding import Entity
from onrecord.extract.trained.evidence import VICTIMS, Evidence, overlap
from onrecord.extract.trained.filling import Filling
from onrecord.extract.trained.kinds import Kind
from onrecord.extract.trained.rule_marks import TYPE_OF

__all__ = ["Combination", "Combining", "Told"]

Json = dict[str, Any]

_ROLES: Final = {"perpetrators": ("PerpInd", "PerpOrg"), "targets": ("Target",), "means": ("Weapon",)}


@dataclass(frozen=True, slots=True)
class Combining:
    """Thresholds, tuned on held-out documents; all are probabilities. Those without another word are for wire reports."""

    alone: float = 0.0  # an incident that the model alone tells of
    vouched: float = 0.05  # an incident that the rules alone tell of, by its likeliest victim, doer, target or weapon
    filler: float = 0.1  # a target that the rules alone give to an incident, or one more weapon
    doer: float = 0.0  # a doer whom the rules alone give to an incident
    means: float = 0.0  # a weapon that the rules alone give to an incident for which the model names none
    victim: float = 0.05  # a victim whom the rules alone give to an incident
    added: float = 0.0  # a victim whom the model alone gives to an incident that the rules know
    elsewhere: float = 0.4  # whatever the model alone tells of in a report of another kind
    accused: float = 0.6  # a doer whom the model alone names there
    counted: float = 0.5  # a report is local news where its head is so sure of a number
    situated: float = 0.85  # or of the place


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
    told: Told | None = None


class Combination:
    """One report's incidents, from both."""

    def __init__(self, kind: Kind, evidence: Evidence, filling: Filling, settings: Combining) -> None:
        self._evidence, self._filling, self._settings = evidence, filling, settings
        self._news, self._wire = kind is Kind.NEWS, kind is Kind.WIRE
        self._victims: list[tuple[str, Json]] = []  # of the rules, each with its incident

    def combined(self, ruled: list[Json], told: list[Told]) -> list[Json]:
        """The incidents of a report; ids of what the rules found stay, since totals and relations point to them."""
        found: list[Json] = []
        self._victims = [(i["id"], v) for i in ruled if i["class"] == "harm" for v in i["victims"]]
        for pair in self._paired(ruled, told):
            incident, one = pair.ruled, pair.told
            if incident is not None and one is None and not self._stands(incident):
                continue
            if incident is None and one is not None and self._worth_telling(one, ruled):
                incident = self._filling.incident(one.kind, one.members)
            if incident is None:
                continue
            if one is not None:
                self._fill(incident, one, pair.ruled is not None)
            if pair.ruled is not None or self._wire or _tells_of_harm(incident):
                found.append(incident)
        return _linked(found)

    def _paired(self, ruled: list[Json], told: list[Told]) -> list[_Pair]:
        """Each of the model's incidents beside that of the rules which it shares most with; each of the rules' is taken once."""
        pairs = [_Pair(i) for i in ruled]
        free = [(p, p.ruled) for p in pairs if p.ruled is not None and _countable(p.ruled)]
        ranked = sorted(
            ((self._likeness(incident, one), n, k) for n, one in enumerate(told) for k, (_, incident) in enumerate(free)),
            key=lambda x: (-x[0], x[1], x[2]),
        )
        taken: set[int] = set()
        for likeness, n, k in ranked:
            if likeness > 0 and n not in taken and free[k][0].told is None:
                free[k][0].told = told[n]
                taken.add(n)
        return pairs + [_Pair(None, one) for n, one in enumerate(told) if n not in taken]

    def _likeness(self, ruled: Json, one: Told) -> float:
        """How many of the model's fillers stand in the rules' incident, half one more where the type agrees; 0: nothing in common."""
        mine = [place for part in ("victims", *_ROLES) for thing in ruled[part] for place in self._filling.places(thing)]
        shared = sum(overlap(self._evidence.places(e), mine) for e in one.members)
        act = TYPE_OF[ruled["act"]]
        if act == one.kind:
            return shared + 0.5
        return shared - 0.5 if one.kind in ("attack", "bombing", "arson") and act != "kidnapping" else 0.0

    def _stands(self, incident: Json) -> bool:
        """Whether an incident that the rules alone tell of is kept: outside wire reports, context and what is only feared always."""
        if not _countable(incident):
            return True
        chances = [self._sure(v) for v in incident["victims"]]
        for part, roles in _ROLES.items():
            chances += [self._evidence.chance(self._filling.places(x), roles) for x in incident[part]]
            self._merge(incident, part, [])
        if self._known(max(chances, default=0.0)):
            incident["confidence"] = round(max(chances, default=0.0), 4)
        return not self._wire or max(chances, default=0.0) >= self._settings.vouched

    def _sure(self, victim: Json) -> float:
        """How likely somebody is a victim, which the victim then says."""
        chance = self._evidence.victim(self._filling.places(victim))
        if self._known(chance):
            victim["confidence"] = round(chance, 4)
        return chance

    def _known(self, chance: float) -> bool:
        """Whether a chance says something: in a report of a kind that the model has not seen its silence is no doubt."""
        return self._wire or self._news or chance >= self._settings.elsewhere

    def _worth_telling(self, one: Told, ruled: list[Json]) -> bool:
        """Whether an incident that the model alone tells of is told: in a wire report the rules have no veto."""
        if self._wire:
            return one.chance >= self._settings.alone
        return one.chance >= self._settings.elsewhere and not self._told_already(one, ruled)

    def _told_already(self, one: Told, ruled: list[Json]) -> bool:
        """Whether its words are those of the rules' other incidents, as what was tried or is one's own doing."""
        things = [thing for i in ruled for part in ("victims", *_ROLES, "others") for thing in i[part]]
        mine = [place for thing in things for place in self._filling.places(thing)]
        words = {m["text"].lower() for thing in things for m in thing["mentions"]} | {
            n.lower() for x in things for n in x.get("names", ())
        }
        known = [
            overlap(self._evidence.places(e), mine) or any(m["text"].lower() in words for m in self._filling.mentions(e))
            for e in one.members
        ]
        return bool(known) and sum(known) * 2 >= len(known)

    def _fill(self, incident: Json, one: Told, known: bool) -> None:
        """Gives an incident what the model tells of it, and takes out what it holds for unlikely where it knows."""
        incident["confidence"] = round(one.chance, 4)
        for part, roles in _ROLES.items():
            mine = [e for e in one.members if e.role in roles and self._told(e)]
            if part == "perpetrators":
                mine = [e for e in mine if not self._other(e, incident) and self._accused(e)]
            self._merge(incident, part, mine)
        people = [e for e in one.members if e.role in VICTIMS and self._told(e)]
        self._merge_victims(incident, people, known)
        if self._wire or not known:
            self._filling.settle(incident, one.kind)

    def _told(self, entity: Entity) -> bool:
        """Whether the model is sure enough of an entity: in a wire report the decoding has asked already."""
        return self._wire or self._evidence.of(entity) >= self._settings.elsewhere

    def _accused(self, entity: Entity) -> bool:
        """Whether the model is sure enough of somebody to accuse them."""
        return self._wire or self._evidence.of(entity) >= self._settings.accused

    def _other(self, entity: Entity, incident: Json) -> bool:
        """Whether the rules know somebody as one who stepped in, helped, saw it or was harmed: the model knows only doers."""
        parts = ("others",) if self._wire else ("others", "victims")
        theirs = [place for part in parts for o in incident[part] for place in self._filling.places(o)]
        words = {m["text"].lower() for o in incident["others"] for m in o["mentions"]}
        mine = {m["text"].lower() for m in self._filling.mentions(entity)}
        return overlap(self._evidence.places(entity), theirs) or bool(words & mine)

    def _merge(self, incident: Json, part: str, mine: list[Entity]) -> None:
        """Doers, targets or means: the model's, each with what the rules know of it, then those of the rules that are likely enough.

        Outside wire reports the rules' stay as they are, and the model's others follow them; doers only where the rules name none, for
        "the army" beside "soldiers" is one more accused.
        """
        left, found = list(incident[part]), []
        if part == "perpetrators" and left and not self._wire:
            mine = []
        for entity in mine:
            places = self._evidence.places(entity)
            same = [x for x in left if overlap(self._filling.places(x), places)]
            if same and not self._wire:
                continue
            left = [x for x in left if not any(x is y for y in same)]
            thing = self._filling.thing(part, entity, same)
            if thing is not None:
                found.append(thing)
            elif same:
                found += same
        if part == "means" and not self._wire:
            found = [x for x in found if x["type"] not in {y["type"] for y in left}]
        kept = [x for x in left if self._stays(x, part, bool(mine), incident["act"])]
        if part == "perpetrators":
            chances = [self._evidence.chance(self._filling.places(x), _ROLES[part]) for x in kept]
            kept = [
                {**x, "confidence": round(c, 4)} if self._known(c) and "basis" not in x else x  # what is implied is less sure
                for x, c in zip(kept, chances, strict=True)
            ]
        incident[part] = found + kept if self._wire else kept + found

    def _stays(self, thing: Json, part: str, others: bool, act: str) -> bool:
        """Whether a doer, a target or a weapon that the rules alone name is kept."""
        if not self._wire:
            return True
        settings, chance = self._settings, self._evidence.chance(self._filling.places(thing), _ROLES[part])
        if part == "means" and not others:
            return chance >= settings.means and _worth_saying(act, thing)
        return chance >= (settings.doer if part == "perpetrators" else settings.filler)

    def _merge_victims(self, incident: Json, people: list[Entity], known: bool) -> None:
        left: list[Json] = list(incident["victims"])
        matched: set[str] = set()
        for entity in sorted(people, key=lambda e: -self._evidence.of(e)):
            places = self._evidence.places(entity)
            same = next((v for v in left if v["id"] not in matched and overlap(self._filling.places(v), places)), None)
            if same is not None:
                matched.add(same["id"])
                self._filling.tell_again(same, entity, self._wire)
            elif known and self._befell_otherwise(entity, incident):
                continue
            elif not any(overlap(self._filling.places(v), places) for v in left) and self._joins(entity, known):
                new = self._filling.victim(entity, incident)
                if (new["outcome"] != "unknown" or new["names"]) and not (known and self._counted_already(new, left)):
                    left.append(new)
                    matched.add(new["id"])
        kept = []
        for v in left:
            chance, whole = self._sure(v), any(x["part_of"] == v["id"] for x in left)
            if v["id"] in matched or whole or not self._wire or chance >= self._settings.victim:
                kept.append(v)
        incident["victims"] = kept

    def _joins(self, entity: Entity, known: bool) -> bool:
        """Whether a victim whom the model alone tells of joins an incident."""
        return not known or not self._wire or self._evidence.of(entity) >= self._settings.added

    def _befell_otherwise(self, entity: Entity, incident: Json) -> bool:
        """Whether, outside wire reports, the rules know somebody as a victim of another incident: guards killed where pupils were abducted."""
        if self._wire:
            return False
        places, words = self._evidence.places(entity), {m["text"].lower() for m in self._filling.mentions(entity)}
        for held_by, victim in self._victims:
            theirs = [m["text"].lower() for m in victim["mentions"]]
            told = overlap(self._filling.places(victim), places) or any(t.endswith(w) for t in theirs for w in words)
            if held_by != incident["id"] and told:
                return True
        return False

    def _counted_already(self, new: Json, victims: list[Json]) -> bool:
        """Whether all of a victim's outcome are counted, by a head that knows: these words may mean one of them."""
        likeliest = self._evidence.number(new["outcome"])
        if likeliest is None or not self._news:
            return False
        mine = [v for v in victims if v["outcome"] == new["outcome"] and v["part_of"] is None]
        sure = likeliest[1] >= self._settings.counted or self._evidence.situated >= self._settings.situated
        return sure and likeliest[0] <= sum(v["count"]["best"] or v["count"]["min"] for v in mine)


def _countable(incident: Json) -> bool:
    return incident["class"] == "harm" and incident["modality"] in ("stated", "alleged") and incident["act"] in TYPE_OF


def _tells_of_harm(incident: Json) -> bool:
    """Whether somebody came to harm in an incident, or something was attacked."""
    return bool(incident["targets"]) or any(v["outcome"] != "unknown" for v in incident["victims"])


def _worth_saying(act: str, means: Json) -> bool:
    """Whether means that the rules alone name say more than the act does: that a bombing was by a bomb needs no words."""
    return (act, means["type"]) not in (("bombing", "bomb"), ("arson", "fire"))


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
