"""An incident as it grows out of a report's events."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from onrecord.claims import Modality
from onrecord.extract.reading import Actor, Event
from onrecord.extract.sentences import Span
from onrecord.extract.victims import Telling, Victim

__all__ = ["ANY_YEAR", "Days", "Draft"]

Days = tuple[date, date, bool]
"""The first and last day that a date may mean, and whether its year is left open; then both are of ANY_YEAR."""
ANY_YEAR = "2000"
"""A leap year, to compare days of a year that is left open with each other, and with nothing else."""


@dataclass(slots=True)
class Draft:
    """An incident as it grows."""

    act: str
    kind: str
    modality: Modality
    key: str
    events: list[Event] = field(default_factory=list)
    tellings: list[Telling] = field(default_factory=list)
    victims: list[Victim] = field(default_factory=list)
    actors: list[Actor] = field(default_factory=list)
    led_to: list[Draft] = field(default_factory=list)
    targets: list[Span] = field(default_factory=list)
    days: list[Days] = field(default_factory=list)  # of every date in its sentences
    names: set[str] = field(default_factory=set)  # the last names of those whom it tells of
    follows: bool = False  # whether the report tells of other harm before it
