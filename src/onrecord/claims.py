"""The core types: the nouns of the design, frozen and validated. This module imports nothing else of the project.

Offsets are in Unicode code points. Counts are of people. Ages are in years. Times are UTC.
The words follow HURIDOCS' Events Standard Formats, the Standards for Casualty Recording (Every Casualty) and UCDP GED.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

__all__ = [
    "Access", "Capture", "Cause", "Claim", "Collection", "Count", "DatedMention", "Decision", "Grade", "IncidentClass",
    "Involvement", "Judgement", "Label", "Level", "Link", "LinkType", "Mention", "Missing", "Modality", "Outcome", "Part",
    "PerpetratorStatus", "Place", "Relation", "RelationType", "Rendition", "Scope", "Source", "SourceKind", "Status", "Use",
]  # fmt: skip


class Modality(StrEnum):
    """How a claim is put. Only stated and alleged harm is ever tallied."""

    STATED = "stated"
    ALLEGED = "alleged"
    DENIED = "denied"
    ATTEMPTED = "attempted"
    THREATENED = "threatened"
    PREDICTED = "predicted"
    HYPOTHETICAL = "hypothetical"

    @property
    def tallied(self) -> bool:
        return self in (Modality.STATED, Modality.ALLEGED)


class IncidentClass(StrEnum):
    HARM = "harm"
    CONTEXT = "context"


class Outcome(StrEnum):
    DEATH = "death"
    INJURY = "injury"
    ABDUCTION = "abduction"
    DETENTION = "detention"
    DISAPPEARANCE = "disappearance"
    THREAT = "threat"
    NONE = "none"
    UNKNOWN = "unknown"


class Cause(StrEnum):
    """Of a death: by another's direct act, indirectly (hunger, cold, no care), by one's own hand, or not said."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    SELF_INFLICTED = "self_inflicted"
    NOT_SAID = "not_said"


class Status(StrEnum):
    """A victim's status. Silence is unknown; nothing is inferred."""

    CIVILIAN = "civilian"
    COMBATANT = "combatant"
    HORS_DE_COMBAT = "hors_de_combat"
    DISPUTED = "disputed"
    UNKNOWN = "unknown"


class Involvement(StrEnum):
    CARRIED_OUT = "carried_out"
    ORDERED = "ordered"
    AIDED = "aided"


class PerpetratorStatus(StrEnum):
    STATED = "stated"
    SUSPECTED = "suspected"
    ACCUSED = "accused"
    CLAIMED = "claimed"
    DENIED = "denied"


class Part(StrEnum):
    """The part in an incident of people who are neither victims nor perpetrators."""

    INTERVENED = "intervened"
    HELPED = "helped"
    WITNESSED = "witnessed"
    SUBJECT = "subject"
    AGENT = "agent"


class SourceKind(StrEnum):
    ANONYMOUS = "anonymous"
    NAMED = "named"
    ORGANISATION = "organisation"
    DOCUMENT = "document"


class Access(StrEnum):
    EYEWITNESS = "eyewitness"
    PARTICIPANT = "participant"
    HEARSAY = "hearsay"
    OFFICIAL = "official"
    NOT_SAID = "not_said"


class RelationType(StrEnum):
    LED_TO = "led_to"
    PART_OF = "part_of"
    REPRISAL_FOR = "reprisal_for"


class LinkType(StrEnum):
    SAME = "same"
    CONTAINS = "contains"
    DIFFERENT = "different"
    RELATED = "related"


class Missing(StrEnum):
    """Why a value is not there."""

    NOT_STATED = "not_stated"
    UNKNOWN = "unknown"
    NOT_ASKED = "not_asked"
    WITHHELD = "withheld"
    NOT_APPLICABLE = "not_applicable"


class Decision(StrEnum):
    ACCEPT = "accept"
    REJECT = "reject"
    AMEND = "amend"
    MERGE = "merge"
    SPLIT = "split"
    FORGET = "forget"


class Level(StrEnum):
    """Who may see a value, from the mildest to the strictest."""

    PUBLIC = "public"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"
    SECRET = "secret"

    @property
    def strictness(self) -> int:
        return list(Level).index(self)


class Use(StrEnum):
    """What whoever told has consented to."""

    STORE = "store"
    SHARE = "share"
    PUBLISH = "publish"
    COURT = "court"


@dataclass(frozen=True, slots=True)
class Label:
    """Who may see a value and for what it may be used; what rests on several labels takes the strictest."""

    level: Level = Level.INTERNAL
    groups: frozenset[str] = frozenset()
    uses: frozenset[Use] = frozenset({Use.STORE})

    def __or__(self, other: Label) -> Label:
        """The strictest of both: the higher level, the uses both allow, and only the groups both allow."""
        groups = self.groups & other.groups if self.groups and other.groups else self.groups | other.groups
        level = max(self.level, other.level, key=lambda v: v.strictness)
        if self.groups and other.groups and not groups:
            level = Level.SECRET  # two labels that no group satisfies together: nobody but the record's keeper
        return Label(level, groups, self.uses & other.uses)


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of one rendition: `rendition.text[start:end] == text`, in code points. `within` is "text" or "title"."""

    text: str
    start: int
    end: int
    within: str = "text"

    def __post_init__(self) -> None:
        if self.start < 0 or self.end <= self.start:
            raise ValueError(f"a mention cannot run from {self.start} to {self.end}")
        if self.end - self.start != len(self.text):
            raise ValueError(f"a mention from {self.start} to {self.end} cannot hold {len(self.text)} characters")
        if self.within not in ("text", "title"):
            raise ValueError(f"a mention stands in the text or the title, not in {self.within!r}")

    def to_json(self) -> dict[str, Any]:
        said: dict[str, Any] = {"text": self.text, "start": self.start, "end": self.end}
        return said if self.within == "text" else {**said, "in": self.within}


@dataclass(frozen=True, slots=True)
class Rendition:
    """One text of a report, by one tool and version. Never changed: a better one is a new one."""

    text: str
    tool: str
    title: str | None = None
    language: str | None = None

    def mention(self, start: int, end: int, within: str = "text") -> Mention:
        """The words from `start` to `end`; ValueError where the rendition does not reach that far."""
        whole = self.text if within == "text" else self.title or ""
        if not 0 <= start < end <= len(whole):
            raise ValueError(f"characters {start} to {end} are not in a {within} of {len(whole)} characters")
        return Mention(whole[start:end], start, end, within)

    def holds(self, mention: Mention) -> bool:
        """Whether the mention's words stand at its place."""
        whole = self.text if mention.within == "text" else self.title or ""
        return whole[mention.start : mention.end] == mention.text


@dataclass(frozen=True, slots=True)
class Capture:
    """A captured document: its original bytes by SHA-256, and what is known of them."""

    id: str
    file: str
    sha256: str
    size: int
    media_type: str
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    language: str | None = None
    url: str | None = None
    route: str = "file"
    collection: str | None = None
    notices: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[0-9a-f]{64}", self.sha256):
            raise ValueError("a SHA-256 is 64 lower-case hexadecimal digits")
        if "/" in self.file or "\\" in self.file:
            raise ValueError("a report's file is its base name only: paths tell of people")


@dataclass(frozen=True, slots=True)
class Collection:
    """A list or archive by one collector with one method: what estimation calls a list."""

    name: str
    collector: str
    method: str
    period: str | None = None
    territory: str | None = None
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """How many people: min, best, max. Best and max may be open; never a mean."""

    min: int
    best: int | None = None
    max: int | None = None

    def __post_init__(self) -> None:
        if self.min < 0:
            raise ValueError("a count is not negative")
        if self.max is not None and self.max < self.min:
            raise ValueError(f"a count's max {self.max} is under its min {self.min}")
        if self.best is not None and (self.best < self.min or (self.max is not None and self.best > self.max)):
            raise ValueError(f"a count's best {self.best} is outside {self.min} to {self.max}")

    @classmethod
    def exactly(cls, n: int) -> Count:
        return cls(n, n, n)

    @classmethod
    def at_least(cls, n: int) -> Count:
        return cls(n)

    def __add__(self, other: Count) -> Count:
        """The sum of bounds: a range of reports, not an interval. Open stays open."""
        best = None if self.best is None or other.best is None else self.best + other.best
        top = None if self.max is None or other.max is None else self.max + other.max
        return Count(self.min + other.min, best, top)

    def to_json(self) -> dict[str, int | None]:
        return {"min": self.min, "best": self.best, "max": self.max}

    @classmethod
    def from_json(cls, said: dict[str, int | None]) -> Count:
        least = said.get("min")
        if least is None:
            raise ValueError("a count needs a min")
        return cls(least, said.get("best"), said.get("max"))

    def __str__(self) -> str:
        if self.min == self.best == self.max:
            return str(self.min)
        top = "" if self.max is None else str(self.max)
        if self.best is None:
            return f"{self.min}+" if self.max is None else f"{self.min}–{top}"
        return f"{self.best} ({self.min}–{top or '…'})"


@dataclass(frozen=True, slots=True)
class DatedMention:
    """A date in EDTF with the words that give it; precision is one of the vocabulary's date precisions."""

    edtf: str
    precision: str
    mention: Mention

    def to_json(self) -> dict[str, Any]:
        return {"edtf": self.edtf, "mention": self.mention.to_json()}


@dataclass(frozen=True, slots=True)
class Place:
    """A place: country ISO 3166-1 alpha-3, admin1 ISO 3166-2 where there is one; WGS 84 degrees."""

    name: str
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    city: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: str = "unresolved"

    def __post_init__(self) -> None:
        if self.country is not None and not re.fullmatch(r"[A-Z]{3}", self.country):
            raise ValueError(f"a country is three capital letters, not {self.country!r}")
        if self.lat is not None and not -90 <= self.lat <= 90:
            raise ValueError(f"latitude {self.lat} is not between -90 and 90")
        if self.lon is not None and not -180 <= self.lon <= 180:
            raise ValueError(f"longitude {self.lon} is not between -180 and 180")

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name, "country": self.country, "admin1": self.admin1, "admin2": self.admin2, "city": self.city,
            "lat": self.lat, "lon": self.lon, "precision": self.precision,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """Who vouches for a claim, as described. An unnamed source is never matched to another by machine."""

    kind: SourceKind
    mentions: tuple[Mention, ...] = ()
    access: Access = Access.NOT_SAID
    via: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": str(self.kind), "access": str(self.access), "via": self.via,
            "mentions": [m.to_json() for m in self.mentions],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Relation:
    """From one incident to another, by the record's ids."""

    type: RelationType
    to: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One attributed statement, bound to the words that carry it. Never edited.

    `subject` names what it is about: an incident ("i3"), a person ("p4") or the report itself ("r1");
    `property` is one of the vocabulary's; `value` is JSON. `number` is its ledger entry, None before it is written.
    """

    subject: str
    property: str
    value: Any
    mentions: tuple[Mention, ...]
    according_to: tuple[Source, ...]
    modality: Modality
    extractor: str
    confidence: float | None = None
    time: datetime | None = None
    label: Label = field(default_factory=Label)
    number: int | None = None

    def __post_init__(self) -> None:
        if not self.subject or not self.property:
            raise ValueError("a claim has a subject and a property")
        if self.confidence is not None and not 0 <= self.confidence <= 1:
            raise ValueError(f"a confidence is between 0 and 1, not {self.confidence}")
        if self.time is not None and self.time.tzinfo is None:
            raise ValueError("a claim's time carries its time zone")


@dataclass(frozen=True, slots=True)
class Link:
    """Two things held to be the same, one inside the other, different or related, and by whom."""

    left: str
    right: str
    type: LinkType
    probability: float
    by: str

    def __post_init__(self) -> None:
        if not 0 <= self.probability <= 1:
            raise ValueError(f"a probability is between 0 and 1, not {self.probability}")
        if self.left == self.right:
            raise ValueError("a link joins two things")


@dataclass(frozen=True, slots=True)
class Scope:
    """Versioned rules of what belongs in the record. Empty tuples mean: all."""

    version: int = 1
    name: str = "everything"
    period: str | None = None
    territory: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.version < 1:
            raise ValueError("a scope's version starts at 1")


@dataclass(frozen=True, slots=True)
class Judgement:
    """A reviewer's decision on an entry: who (a pseudonym), what, why, and for an amendment the new value."""

    on: int
    decision: Decision
    by: str
    why: str | None = None
    value: Any = None
    number: int | None = None

    def __post_init__(self) -> None:
        if not self.by.strip():
            raise ValueError("a judgement is made by somebody: give a pseudonym")


@dataclass(frozen=True, slots=True)
class Grade:
    """The answer to one question by rules with a version, and why."""

    value: str
    why: str

    def to_json(self) -> dict[str, str]:
        return {"value": self.value, "why": self.why}
