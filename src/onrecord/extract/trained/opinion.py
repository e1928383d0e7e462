"""What the head for news holds of the persons and places that the rules found: its word beside theirs, in reports such as it learnt from."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.extract.persons import Person
from onrecord.extract.trained.news import NewsRead, chance_at

__all__ = ["HeadOpinion"]


@dataclass(frozen=True, slots=True)
class HeadOpinion:
    """The head's chances, asked by where names stand in the text that was read."""

    read: NewsRead

    def person(self, x: Person) -> tuple[float, float, float] | None:
        """The chances that somebody was not harmed, died, or was hurt: by the likeliest of the places where their name stands."""
        spans = [s for p in x.phrases for s in p.names]
        death, injury = (
            max((chance_at(self.read, f"victim:{o}", s.start, s.end) for s in spans), default=0.0) for o in ("death", "injury")
        )
        return 1 - max(death, injury), death, injury

    def place(self, start: int, end: int) -> float:
        """The chance that an incident was at a place whose name stands there."""
        return chance_at(self.read, "place", start, end)
