"""The corpus's measures of attributions given as words: exact components, whole attributions. As `score_polnear.py` counts them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.extract.trained.attribution_spans import Read
from training.attribution_data import Article

PARTS = ("source", "cue", "content")


@dataclass(slots=True)
class Score:
    """How many agree, how many were said, how many there are."""

    hit: int = 0
    said: int = 0
    gold: int = 0

    @property
    def f1(self) -> float:
        """Between 0 and 1."""
        return 2 * self.hit / (self.said + self.gold) if self.said + self.gold else 0.0

    def add(self, mine: set[object], theirs: set[object]) -> None:
        """Counts one text's."""
        self.hit += len(mine & theirs)
        self.said += len(mine)
        self.gold += len(theirs)


def figures(read: Iterable[tuple[Article, list[Read]]]) -> dict[str, Score]:
    """The measures over some articles."""
    found = {k: Score() for k in (*PARTS, "whole")}
    for article, said in read:
        mine = [{"source": (r.source,) if r.source else (), "cue": (r.cue,), "content": r.content} for r in said]
        gold = [{"source": t.source, "cue": (t.cue,), "content": t.content} for t in article.told]
        for k in PARTS:
            found[k].add({a[k] for a in mine if a[k]}, {a[k] for a in gold if a[k]})
        found["whole"].add({tuple(a[k] for k in PARTS) for a in mine}, {tuple(a[k] for k in PARTS) for a in gold})
    return found
