"""How far two sides agree, in three whole numbers, from which precision, recall and F1 follow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many were found right (`hit`), how many were said at all, and how many there are to be found (`gold`)."""

    hit: int = 0
    said: int = 0
    gold: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.hit <= min(self.said, self.gold):
            raise ValueError(f"{self.hit} of {self.said} said and {self.gold} true ones cannot be right")

    def __add__(self, other: Agreement) -> Agreement:
        return Agreement(self.hit + other.hit, self.said + other.said, self.gold + other.gold)

    @property
    def precision(self) -> float:
        """The share of what was said that is right, 0 to 1; 0 where nothing was said."""
        return self.hit / self.said if self.said else 0.0

    @property
    def recall(self) -> float:
        """The share of what there is that was found, 0 to 1; 0 where there is nothing."""
        return self.hit / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall, 0 to 1; 0 where nothing is right."""
        return f1(self.hit, self.said, self.gold)

    @property
    def errors(self) -> int:
        """What was said and is wrong, and what is true and was not said."""
        return self.said + self.gold - 2 * self.hit

    def to_json(self) -> dict[str, Any]:
        return {
            "hit": self.hit, "said": self.said, "gold": self.gold,
            "precision": self.precision, "recall": self.recall, "f1": self.f1,
        }  # fmt: skip


def f1(hit: float, said: float, gold: float) -> float:
    """2 · hit / (said + gold), which is the harmonic mean of precision and recall."""
    return 2 * hit / (said + gold) if hit else 0.0


def overlap(mine: Iterable[Any], theirs: Iterable[Any]) -> Agreement:
    """The agreement of two sets."""
    said, gold = set(mine), set(theirs)
    return Agreement(len(said & gold), len(said), len(gold))
