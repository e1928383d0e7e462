"""A phrase for people: the noun of the reader, that names, people, sides and victims speak of."""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.claims import Count
from onrecord.extract.sentences import Span

__all__ = ["Phrase"]


@dataclass(slots=True)
class Phrase:
    """A phrase for one or more people: `text[start:end]`."""

    start: int
    end: int
    head: str
    count: Count | None = None
    plural: bool = False
    names: list[Span] = field(default_factory=list)
    age: int | None = None
    sex: str | None = None
    status: str = "unknown"
    definite: bool = False
    pronoun: bool = False
    other: bool = False
    organisation: bool = False
    owned: int | None = None  # where the words for whose somebody is begin: "Ana Velmora's mother"
    member: bool = False  # singled out of the phrase before it: "including …", "among them …"

    @property
    def best(self) -> int | None:
        return self.count.best if self.count else (None if self.plural else 1)
