"""What somebody asks of a search: words, where to look for them, and filters. The same in an address, a command and Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final
from urllib.parse import urlencode

from onrecord.errors import Misuse
from onrecord.languages import gettext

OF_INCIDENTS: Final = ("country", "admin1", "act", "outcome", "modality", "source", "grade")
"""Filters that one incident of a report has to fit, all of them the same one."""
OF_REPORTS: Final = ("collection", "language", "reviewed")
FILTERS: Final = (*OF_INCIDENTS, *OF_REPORTS)
"""Filters with a set of values, which a search counts."""
WITHIN: Final = ("", "titles", "claims")
"""Where words are looked for: everywhere, in titles, or in the claims on one incident."""
SORTS: Final = ("relevance", "date")
REVIEWED: Final = ("not reviewed", "in part", "reviewed")
LONGEST: Final = 1000
"""Characters of a field that are read."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A search. An empty field asks for nothing; `since`, `until` are EDTF dates of what happened, `place` words of a place's name.

    `source` is the kind of source, `grade` whether it happened, by its grade, `reviewed` one of `REVIEWED`.
    """

    words: str = ""
    within: str = ""
    since: str = ""
    until: str = ""
    place: str = ""
    country: str = ""
    admin1: str = ""
    act: str = ""
    outcome: str = ""
    modality: str = ""
    source: str = ""
    grade: str = ""
    collection: str = ""
    language: str = ""
    reviewed: str = ""
    sort: str = ""

    @classmethod
    def of(cls, said: Mapping[str, str]) -> Asked:
        """From the fields of a form or an address; what is no field of a search is passed over."""
        return cls(**{k: " ".join(said.get(k, "")[:LONGEST].split()) for k in names()})

    def to_json(self) -> dict[str, str]:
        """The fields that are filled in."""
        return {k: v for k, v in self._said().items() if v}

    def query(self, **other: str) -> str:
        """The search in an address, with some fields changed."""
        return urlencode({k: v for k, v in {**self._said(), **other}.items() if v})

    def _said(self) -> dict[str, str]:
        return {k: getattr(self, k) for k in names()}

    @property
    def of_incidents(self) -> bool:
        """Whether something is asked that only an incident can fit."""
        return bool(self.since or self.until or self.place or any(getattr(self, k) for k in OF_INCIDENTS))

    def faults(self) -> list[str]:
        """What was asked that cannot be answered, in a sentence each."""
        from onrecord.dates import bounds

        said = []
        for name, label in (("since", gettext("From")), ("until", gettext("To"))):
            try:
                if getattr(self, name):
                    bounds(getattr(self, name))
            except ValueError:
                said.append(
                    gettext(
                        "%(label)s: “%(words)s” is no date. Write a year, a month or a day, such as 2021, 2021-05 or 2021-05-28.",
                        label=label,
                        words=getattr(self, name),
                    )
                )
        for name, known in (("within", WITHIN), ("sort", SORTS), ("reviewed", REVIEWED)):
            value = getattr(self, name)
            if value and value not in known:
                said.append(
                    gettext(
                        "%(name)s: %(value)r is none of %(known)s.",
                        name=name,
                        value=value,
                        known=", ".join(k for k in known if k),
                    )
                )
        return said

    def checked(self) -> Asked:
        """The search itself; Misuse where something of it cannot be answered."""
        for sentence in self.faults():
            raise Misuse(sentence)
        return self


def names() -> tuple[str, ...]:
    """The names of a search's fields."""
    return tuple(f.name for f in fields(Asked))
