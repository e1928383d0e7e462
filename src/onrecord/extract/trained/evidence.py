"""What the model says of words that the rules found: how likely they fill a role, and which of its own spans share letters with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from onrecord.extract.trained.decoding import Entity
from onrecord.extract.trained.labels import DESCRIPTION
from onrecord.extract.trained.news import COUNTED, LABELS, NewsRead
from onrecord.extract.trained.scores import Scores
from onrecord.extract.trained.words import Word

__all__ = ["VICTIMS", "Evidence", "Place", "overlap"]

Place = tuple[int, int]
"""First character and the one after the last, in the text that was read."""

_PLACE: Final = LABELS.index("place")

VICTIMS: Final = ("Victim", DESCRIPTION)


def overlap(some: Iterable[Place], others: Sequence[Place]) -> bool:
    """Whether any two share a letter."""
    return any(a < d and c < b for a, b in some for c, d in others)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The model's scores over one text, asked by places in it."""

    scores: Scores
    words: Sequence[Word]
    news: NewsRead | None
    _starts: NDArray[np.int64] = field(init=False, repr=False, compare=False)
    _ends: NDArray[np.int64] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        places = np.array([self.place(row) for row in range(len(self.scores.spans))], dtype=np.int64).reshape(-1, 2)
        object.__setattr__(self, "_starts", places[:, 0])
        object.__setattr__(self, "_ends", places[:, 1])

    def place(self, row: int) -> Place:
        """Where a scored span stands."""
        a, b = self.scores.spans[row]
        return self.words[a].start, self.words[b].end

    def places(self, entity: Entity) -> list[Place]:
        """Where an entity's mentions stand, the likeliest first."""
        return [self.place(row) for row in entity.rows]

    def chance(self, places: Sequence[Place], roles: Iterable[str]) -> float:
        """How likely any span that shares letters with these places fills any of these roles."""
        shared = np.zeros(len(self._starts), dtype=np.bool_)
        for start, end in places:
            shared |= (self._starts < end) & (start < self._ends)
        columns = [self.scores.of.column(role) for role in roles]
        return float(self.scores.labels[shared][:, columns].max(initial=0.0))

    def victim(self, places: Sequence[Place]) -> float:
        """How likely these places tell of a victim, by whichever head is surer."""
        return max(self.chance(places, VICTIMS), self.harmed(places))

    def harmed(self, places: Sequence[Place]) -> float:
        """How likely the head for news takes a name at these places for that of somebody killed or hurt."""
        if self.news is None:
            return 0.0
        return max((max(s.chances[:2]) for s in self.news.spans if overlap([(s.start, s.end)], places)), default=0.0)

    @property
    def counted(self) -> float:
        """How sure the head for news is of any one number of people killed or hurt, none aside; 0 where the model has none.

        On reports unlike those that it learnt from it is sure of no number.
        """
        return max((chance for row in self.news.counts for chance in row[1:]), default=0.0) if self.news is not None else 0.0

    @property
    def situated(self) -> float:
        """How sure the head for news is of any one name for the incident's place; 0 where the model has none."""
        return max((s.chances[_PLACE] for s in self.news.spans), default=0.0) if self.news is not None else 0.0

    def number(self, outcome: str) -> tuple[int, float] | None:
        """The likeliest number of dead or of injured, and how likely; None where the model does not count them."""
        if self.news is None or outcome not in COUNTED:
            return None
        chances = self.news.counts[COUNTED.index(outcome)]
        likeliest = max(range(len(chances)), key=chances.__getitem__)
        return likeliest, chances[likeliest]

    def of(self, entity: Entity) -> float:
        """How likely an entity fills its role."""
        return float(entity.labels[self.scores.of.column(entity.role)])
