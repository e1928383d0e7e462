"""Who says what, what is held to be one, and what reviewers decide."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from onrecord.claims.codes import Access, Decision, LinkType, Missing, Modality, SourceKind
from onrecord.claims.labels import Label
from onrecord.claims.reports import Mention


@dataclass(frozen=True, slots=True)
class Source:
    """Who vouches for a claim, as described. An unnamed source is never matched to another by machine.

    `depends_on` are the entries of sources that this one repeats: a reprint is no second source. Who the source is, if anyone
    knows, is kept apart from this.
    """

    kind: SourceKind
    mentions: tuple[Mention, ...] = ()
    access: Access = Access.NOT_SAID
    via: str | None = None
    depends_on: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": str(self.kind), "access": str(self.access), "via": self.via,
            "mentions": [m.to_json() for m in self.mentions],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Claim:
    """One attributed statement, bound to the words that carry it. Never edited.

    `subject` names what it is about: an incident ("i3"), a person ("p4") or the report itself ("r1");
    `property` is one of the vocabulary's; `value` is JSON. `number` is its ledger entry, None before it is written. `missing` says why a value is not there.
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
    missing: Missing | None = None

    def __post_init__(self) -> None:
        if not self.subject or not self.property:
            raise ValueError("a claim has a subject and a property")
        if self.missing is not None and self.value is not None:
            raise ValueError("a claim has a value or says why it has none, not both")
        if self.confidence is not None and not 0 <= self.confidence <= 1:
            raise ValueError(f"a confidence is between 0 and 1, not {self.confidence}")
        if self.time is not None and self.time.tzinfo is None:
            raise ValueError("a claim's time carries its time zone")


@dataclass(frozen=True, slots=True)
class Link:
    """Two things held to be the same, one inside the other, different or related; by a person, a rule or a model and its run."""

    left: str
    right: str
    type: LinkType
    probability: float
    by: str
    run: str | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.probability <= 1:
            raise ValueError(f"a probability is between 0 and 1, not {self.probability}")
        if self.left == self.right:
            raise ValueError("a link joins two things")
        if not self.by.strip():
            raise ValueError("a link is held by somebody: a pseudonym, a rule or a model")


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
        if self.on < 1:
            raise ValueError("a judgement is on an entry of the ledger, from 1")
        if (self.decision is Decision.AMEND) != (self.value is not None):
            raise ValueError("an amendment has the new value, and no other judgement has one")


@dataclass(frozen=True, slots=True)
class Grade:
    """The answer to one question by rules with a version, and why."""

    value: str
    why: str

    def to_json(self) -> dict[str, str]:
        return {"value": self.value, "why": self.why}
