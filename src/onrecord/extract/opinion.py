"""What somebody else who read a report holds of the persons and places that it names: a model's word beside the rules'."""

from __future__ import annotations

from typing import Protocol

from onrecord.extract.persons import Person

__all__ = ["Opinion"]


class Opinion(Protocol):
    """Chances from 0 to 1; what nothing is known of is as good as unsaid, not unlikely."""

    def person(self, x: Person) -> tuple[float, float, float] | None:
        """The chances that somebody was not harmed, died, or was hurt; None where nothing is held of them."""

    def place(self, start: int, end: int) -> float:
        """The chance that an incident was at a place whose name stands there."""
