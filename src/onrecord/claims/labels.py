"""Who may see a value, and for what it may be used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


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


class Sensitive(StrEnum):
    """What a value may tell of that can put somebody in danger."""

    SOURCE = "source"
    LIVING_PERSON = "living_person"
    ORIGINAL_METADATA = "original_metadata"
    ROUTE = "route"
    CROSSING = "crossing"
    HIDING_PLACE = "hiding_place"
    HELPER = "helper"
    RELATIVE_OF_LIVING = "relative_of_living"

    @property
    def level(self) -> Level:
        """The level that holds until a person says otherwise. What is secret is never on a map, graph or export."""
        mild = (Sensitive.SOURCE, Sensitive.LIVING_PERSON, Sensitive.ORIGINAL_METADATA)
        return Level.CONFIDENTIAL if self in mild else Level.SECRET


@dataclass(frozen=True, slots=True)
class Label:
    """Who may see a value and for what it may be used; what rests on several labels takes the strictest.

    `groups` empty means: no group is asked for. `uses` is what whoever told has consented to; no consent, no use.
    """

    level: Level = Level.INTERNAL
    groups: frozenset[str] = frozenset()
    uses: frozenset[Use] = frozenset({Use.STORE})

    def __post_init__(self) -> None:
        if not isinstance(self.level, Level):
            raise ValueError(f"a label's level is one of {', '.join(Level)}, not {self.level!r}")
        if unknown := [u for u in self.uses if not isinstance(u, Use)]:
            raise ValueError(f"a use is one of {', '.join(Use)}, not {unknown[0]!r}")
        if any(not g.strip() for g in self.groups):
            raise ValueError("a group has a name")

    def __or__(self, other: Label) -> Label:
        """The strictest of both: the higher level, the uses both allow, and only the groups both allow."""
        groups = self.groups & other.groups if self.groups and other.groups else self.groups | other.groups
        level = max(self.level, other.level, key=lambda v: v.strictness)
        if self.groups and other.groups and not groups:
            # No group satisfies both: nobody but the record's keeper, and no later label may open it again.
            level, groups = Level.SECRET, self.groups | other.groups
        return Label(level, groups, self.uses & other.uses)

    @classmethod
    def strictest(cls, labels: Iterable[Label]) -> Label:
        """The label of what rests on all of these. ValueError where it rests on nothing."""
        several = list(labels)
        if not several:
            raise ValueError("what rests on nothing has no label")
        said = several[0]
        for label in several[1:]:
            said = said | label
        return said

    @classmethod
    def of(cls, *tells: Sensitive) -> Label:
        """The label that a value has by default, by what it tells of."""
        return cls.strictest([cls(), *(cls(level=t.level) for t in tells)])

    def allows(self, use: Use) -> bool:
        return use in self.uses

    def to_json(self) -> dict[str, Any]:
        return {"level": str(self.level), "groups": sorted(self.groups), "uses": sorted(str(u) for u in self.uses)}

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> Label:
        return cls(Level(said["level"]), frozenset(said["groups"]), frozenset(Use(u) for u in said["uses"]))
