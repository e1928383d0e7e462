"""What the news head says of a page: who of the named was killed, hurt or suspected, where and when, and how many.

`told` joins it with what the rules read: the head chooses among the places and dates that the rules resolve, says which of the
named were victims, and takes away what it is sure did not happen. Numbers stay the words': nothing is added without words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.dates import DatedSpan
from onrecord.places import PlaceMention

Json = dict[str, Any]
Floats = NDArray[np.float32]

LABELS = ("victim:death", "victim:injury", "suspect", "place", "date")
COUNTED = ("death", "injury")
OUTCOMES = ("death", "injury")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


@dataclass(frozen=True, slots=True)
class NewsSpan:
    """Words [start, end) of the text, in code points, and the probabilities of LABELS."""

    start: int
    end: int
    chances: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class NewsRead:
    """The likely spans of a page, and the probabilities of 0, 1, 2, 3, 4 and of five or more dead, and injured."""

    spans: tuple[NewsSpan, ...]
    counts: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class NewsSettings:
    """Thresholds, tuned on the part of the pages that is learnt from by cross-validation or on half of the judged part."""

    person: float = 0.7  # a name is a victim's from here on
    cleared: float = 0.1  # a rules' named victim of whom the head says less is taken out
    turned: float = 1.1  # the head's outcome stands against the rules' from here on: never, it was wrong more often
    place: float = 0.3
    date: float = 0.3
    sure: float = 0.5  # how sure the head must be of a number to speak of it


@dataclass(frozen=True, slots=True)
class Person:
    """A named person: the fullest form, all mentions (the fullest first), and the likeliest of each label."""

    name: str
    mentions: tuple[tuple[int, int], ...]
    chances: tuple[float, ...]

    @property
    def victim(self) -> float:
        return max(self.chances[0], self.chances[1])

    @property
    def suspected(self) -> bool:
        return self.chances[LABELS.index("suspect")] > self.victim

    @property
    def outcome(self) -> str:
        return OUTCOMES[int(self.chances[1] > self.chances[0])]


def name_words(name: str) -> list[str]:
    """A name's words in lower case, without "Jr."."""
    found = [w.strip(".,'’").lower() for w in name.split()]
    return [w for w in found if w and w not in _SUFFIXES]


def persons(text: str, read: NewsRead, least: float) -> list[Person]:
    """The people whom the head takes for victims or suspects; a surname alone belongs to the last full name with it."""
    likely = [s for s in read.spans if max(s.chances[:3]) >= least]
    chosen = _apart(likely, lambda s: max(s.chances[:3]))
    groups: list[list[NewsSpan]] = []
    for span in sorted(chosen, key=lambda s: (-len(name_words(text[s.start : s.end])), s.start)):
        words = name_words(text[span.start : span.end])
        home = next((g for g in groups if _one_person(words, name_words(text[g[0].start : g[0].end]))), None)
        if home is None:
            groups.append([span])
        else:
            home.append(span)
    found = []
    for group in groups:
        chances = tuple(max(s.chances[k] for s in group) for k in range(len(LABELS)))
        first = group[0]
        found.append(Person(text[first.start : first.end], tuple((s.start, s.end) for s in group), chances))
    return sorted(found, key=lambda p: min(p.mentions))


def _one_person(words: list[str], full: list[str]) -> bool:
    if not words or not full or words[-1] != full[-1]:
        return words == full[:1] and len(full) > 1
    return len(words) == 1 or words[0] == full[0]


def _apart(spans: Iterable[NewsSpan], worth: Callable[[NewsSpan], float]) -> list[NewsSpan]:
    """The likelier of any two that share words."""
    kept: list[NewsSpan] = []
    for span in sorted(spans, key=lambda s: (-worth(s), s.start - s.end)):
        if all(span.end <= k.start or span.start >= k.end for k in kept):
            kept.append(span)
    return kept


def chance_at(read: NewsRead, label: str, start: int, end: int) -> float:
    """The likeliest of a label over the head's spans that share words with [start, end)."""
    n = LABELS.index(label)
    return max((s.chances[n] for s in read.spans if s.start < end and start < s.end), default=0.0)


def likeliest_place(read: NewsRead, places: Sequence[PlaceMention], least: float) -> tuple[PlaceMention, float] | None:
    """The resolved place that the head takes for the incident's."""
    scored = [(chance_at(read, "place", p.start, p.end), -p.start, p) for p in places]
    known = [x for x in scored if x[2].place.precision in ("exact", "city", "admin2") and x[0] >= least]
    best = max(known, key=lambda x: x[:2], default=None)
    return (best[2], best[0]) if best else None


def likeliest_date(read: NewsRead, dates: Sequence[DatedSpan], least: float) -> tuple[DatedSpan, float] | None:
    """The resolved date that the head takes for the incident's."""
    scored = [(chance_at(read, "date", d.start, d.end), -d.start, d) for d in dates if d.precision == "day"]
    best = max((x for x in scored if x[0] >= least), key=lambda x: x[:2], default=None)
    return (best[2], best[0]) if best else None
