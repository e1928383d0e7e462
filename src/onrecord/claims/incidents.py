"""What happened, to whom and by whom, in the contract's shape: each type reads and writes its part of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from onrecord.claims.codes import (
    Access,
    Cause,
    IncidentClass,
    Involvement,
    Modality,
    Outcome,
    Part,
    PerpetratorStatus,
    PersonKind,
    RelationType,
    Sex,
    SourceKind,
    Status,
)
from onrecord.claims.reports import Mention
from onrecord.claims.statements import Source
from onrecord.claims.values import Count, DatedMention, Place

Json = dict[str, Any]


def _mentions(said: Iterable[Json]) -> tuple[Mention, ...]:
    return tuple(Mention.from_json(m) for m in said)


def _said(mentions: Iterable[Mention]) -> list[Json]:
    return [m.to_json() for m in mentions]


def _confidence(said: Json) -> float | None:
    value = said.get("confidence")
    if value is not None and not 0 <= value <= 1:
        raise ValueError(f"a confidence is between 0 and 1, not {value}")
    return value


def _with(said: Json, confidence: float | None) -> Json:
    return said if confidence is None else {**said, "confidence": confidence}


def source_from_json(said: Json) -> Source:
    return Source(SourceKind(said["kind"]), _mentions(said["mentions"]), Access(said["access"]), said["via"])


@dataclass(frozen=True, slots=True)
class Relation:
    """From one incident to another, by the record's ids."""

    type: RelationType
    to: str

    def to_json(self) -> Json:
        return {"type": str(self.type), "to": self.to}


@dataclass(frozen=True, slots=True)
class Victim:
    """A person, a group or a number, and what became of them. `part_of` is the group out of which a member is singled out.

    `age` in years. Status is never inferred: silence is unknown.
    """

    id: str
    kind: PersonKind
    mentions: tuple[Mention, ...]
    outcome: Outcome
    count: Count
    names: tuple[str, ...] = ()
    cause: Cause = Cause.NOT_SAID
    modality: Modality = Modality.STATED
    status: Status = Status.UNKNOWN
    age: int | None = None
    sex: Sex | None = None
    part_of: str | None = None
    confidence: float | None = None

    def __post_init__(self) -> None:
        if self.count.min < 1:
            raise ValueError("a victim counts one or more")
        if self.kind is PersonKind.ORGANISATION:
            raise ValueError("a victim is a person or a group")
        if self.age is not None and not 0 <= self.age <= 130:
            raise ValueError(f"an age is from 0 to 130 years, not {self.age}")
        if self.part_of == self.id:
            raise ValueError("a victim is no part of itself")
        if self.outcome is not Outcome.DEATH and self.cause is not Cause.NOT_SAID:
            raise ValueError(f"a cause is that of a death, and the outcome is {self.outcome}")

    @property
    def alive(self) -> bool:
        """Whoever is not stated to be dead counts as alive, and is protected as the living are."""
        return not (self.outcome is Outcome.DEATH and self.modality is Modality.STATED)

    def to_json(self) -> Json:
        said = {
            "id": self.id, "kind": str(self.kind), "names": list(self.names), "mentions": _said(self.mentions),
            "outcome": str(self.outcome), "cause": str(self.cause), "modality": str(self.modality), "count": self.count.to_json(),
            "status": str(self.status), "age": self.age, "sex": str(self.sex) if self.sex else None, "part_of": self.part_of,
        }  # fmt: skip
        return _with(said, self.confidence)

    @classmethod
    def from_json(cls, said: Json) -> Victim:
        return cls(
            said["id"], PersonKind(said["kind"]), _mentions(said["mentions"]), Outcome(said["outcome"]), Count.from_json(said["count"]),
            tuple(said["names"]), Cause(said["cause"]), Modality(said["modality"]), Status(said["status"]), said["age"],
            Sex(said["sex"]) if said["sex"] else None, said["part_of"], _confidence(said),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Perpetrator:
    """Who carried it out, ordered it or aided it, and how that is put."""

    kind: PersonKind
    mentions: tuple[Mention, ...]
    involvement: Involvement = Involvement.CARRIED_OUT
    status: PerpetratorStatus = PerpetratorStatus.STATED
    names: tuple[str, ...] = ()
    confidence: float | None = None
    basis: str | None = None  # "implied": no words say it, the passage leaves nobody else

    def __post_init__(self) -> None:
        if self.basis not in (None, "implied"):
            raise ValueError(f"the basis of a perpetrator is implied or not given, not {self.basis!r}")

    def to_json(self) -> Json:
        said = {
            "kind": str(self.kind), "names": list(self.names), "mentions": _said(self.mentions),
            "involvement": str(self.involvement), "status": str(self.status), **({"basis": self.basis} if self.basis else {}),
        }  # fmt: skip
        return _with(said, self.confidence)

    @classmethod
    def from_json(cls, said: Json) -> Perpetrator:
        return cls(
            PersonKind(said["kind"]), _mentions(said["mentions"]), Involvement(said["involvement"]), PerpetratorStatus(said["status"]),
            tuple(said["names"]), _confidence(said), said.get("basis"),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody who is neither victim nor perpetrator: who intervened, helped, saw it; of context, its subject or agent."""

    role: Part
    mentions: tuple[Mention, ...]
    names: tuple[str, ...] = ()
    confidence: float | None = None

    def to_json(self) -> Json:
        return _with({"role": str(self.role), "names": list(self.names), "mentions": _said(self.mentions)}, self.confidence)

    @classmethod
    def from_json(cls, said: Json) -> Other:
        return cls(Part(said["role"]), _mentions(said["mentions"]), tuple(said["names"]), _confidence(said))


@dataclass(frozen=True, slots=True)
class Means:
    """With what it was done: a code of the vocabulary."""

    type: str
    mentions: tuple[Mention, ...]
    confidence: float | None = None

    def to_json(self) -> Json:
        return _with({"type": self.type, "mentions": _said(self.mentions)}, self.confidence)

    @classmethod
    def from_json(cls, said: Json) -> Means:
        return cls(said["type"], _mentions(said["mentions"]), _confidence(said))


@dataclass(frozen=True, slots=True)
class Target:
    """A building, vehicle or other thing that was attacked."""

    mentions: tuple[Mention, ...]
    confidence: float | None = None

    def to_json(self) -> Json:
        return _with({"mentions": _said(self.mentions)}, self.confidence)

    @classmethod
    def from_json(cls, said: Json) -> Target:
        return cls(_mentions(said["mentions"]), _confidence(said))


@dataclass(frozen=True, slots=True)
class Incident:
    """One event at one time and place. `act` is the gravest harm in it, a code of the vocabulary.

    Context has no victims, perpetrators, targets or means: its people stand in `others`. Members are parts of victims of the
    same incident, and of groups only one level deep.
    """

    id: str
    kind: IncidentClass
    act: str
    modality: Modality = Modality.STATED
    date: DatedMention | None = None
    place: Place | None = None
    place_mention: Mention | None = None
    means: tuple[Means, ...] = ()
    victims: tuple[Victim, ...] = ()
    perpetrators: tuple[Perpetrator, ...] = ()
    others: tuple[Other, ...] = ()
    targets: tuple[Target, ...] = ()
    relations: tuple[Relation, ...] = ()
    according_to: tuple[Source, ...] = ()
    confidence: float | None = None

    def __post_init__(self) -> None:
        if not self.id or not self.act:
            raise ValueError("an incident has an id and an act")
        if self.kind is IncidentClass.CONTEXT and (self.victims or self.perpetrators or self.targets or self.means):
            raise ValueError("context has no victims, perpetrators, targets or means: its people stand in others")
        ids = [v.id for v in self.victims]
        if len(set(ids)) < len(ids):
            raise ValueError("two victims of an incident have one id")
        groups = {v.id: v for v in self.victims}
        for v in self.victims:
            if v.part_of is not None and (v.part_of not in groups or groups[v.part_of].part_of is not None):
                raise ValueError(f"victim {v.id} is part of {v.part_of}, which is no group of this incident")
        if any(r.to == self.id for r in self.relations):
            raise ValueError("an incident is not related to itself")

    def to_json(self) -> Json:
        place = None
        if self.place is not None:
            place = {**self.place.to_json(), "mention": self.place_mention.to_json() if self.place_mention else None}
        said = {
            "id": self.id, "class": str(self.kind), "act": self.act, "modality": str(self.modality),
            "date": self.date.to_json() if self.date else None, "place": place, "means": [m.to_json() for m in self.means],
            "victims": [v.to_json() for v in self.victims], "perpetrators": [p.to_json() for p in self.perpetrators],
            "others": [o.to_json() for o in self.others], "targets": [t.to_json() for t in self.targets],
            "relations": [r.to_json() for r in self.relations], "according_to": [s.to_json() for s in self.according_to],
        }  # fmt: skip
        return _with(said, self.confidence)

    @classmethod
    def from_json(cls, said: Json) -> Incident:
        """An incident of the contract. ValueError or KeyError where it is none."""
        date, place = said["date"], said["place"]
        where = {k: v for k, v in place.items() if k not in ("mention", "confidence")} if place else {}
        return cls(
            id=said["id"], kind=IncidentClass(said["class"]), act=said["act"], modality=Modality(said["modality"]),
            date=DatedMention(date["edtf"], date.get("precision", ""), Mention.from_json(date["mention"])) if date else None,
            place=Place(**where) if place else None,
            place_mention=Mention.from_json(place["mention"]) if place and place["mention"] else None,
            means=tuple(Means.from_json(m) for m in said["means"]), victims=tuple(Victim.from_json(v) for v in said["victims"]),
            perpetrators=tuple(Perpetrator.from_json(p) for p in said["perpetrators"]),
            others=tuple(Other.from_json(o) for o in said["others"]), targets=tuple(Target.from_json(t) for t in said["targets"]),
            relations=tuple(Relation(RelationType(r["type"]), r["to"]) for r in said["relations"]),
            according_to=tuple(source_from_json(s) for s in said["according_to"]), confidence=_confidence(said),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Total:
    """A report's own sum. It is compared with the incidents that it covers and never added to them."""

    outcome: Outcome
    count: Count
    mention: Mention
    according_to: tuple[Source, ...] = ()
    agrees_with: tuple[str, ...] = ()

    def to_json(self) -> Json:
        return {
            "outcome": str(self.outcome), "count": self.count.to_json(), "mention": self.mention.to_json(),
            "according_to": [s.to_json() for s in self.according_to], "agrees_with": list(self.agrees_with),
        }  # fmt: skip

    @classmethod
    def from_json(cls, said: Json) -> Total:
        return cls(
            Outcome(said["outcome"]), Count.from_json(said["count"]), Mention.from_json(said["mention"]),
            tuple(source_from_json(s) for s in said["according_to"]), tuple(said["agrees_with"]),
        )  # fmt: skip
