"""Values that claims hold: how many, when, where."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from onrecord.claims.reports import Mention


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
        if unknown := sorted(set(said) - {"min", "best", "max"}):
            raise ValueError(f"a count has a min, a best and a max, and no {unknown[0]}")
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
        if not self.name.strip():
            raise ValueError("a place has a name, or at least its words")
        if (self.lat is None) != (self.lon is None):
            raise ValueError("a place has both coordinates or neither")

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name, "country": self.country, "admin1": self.admin1, "admin2": self.admin2, "city": self.city,
            "lat": self.lat, "lon": self.lon, "precision": self.precision,
        }  # fmt: skip
