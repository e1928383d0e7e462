"""Set phrases of a record: passages that reports of many different weeks share, such as letterheads, appeals and an agency's footer.

A story that many reprint is reprinted within days; what an outlet or an organisation puts into every report stands in those of week after
week, whatever they tell of. Such shingles say nothing of one origin or one incident: they are left out of sketches, and their words make no two
reports alike. That a place or somebody is named in them counts all the same.
"""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.link.reports_sketch import LONG, Sketch, hashes
from onrecord.link.reports_words import words_at

WEEKS = 6
"""Weeks of publication from which what stands in reports of each of them is a set phrase."""
UNDATED = 4
"""Reports without a date of publication that count as one week: nothing says that they are no reprints of one another."""
_PARTS = 8
"""The hashes are counted in so many parts, one after the other, so that a large record's fit into memory."""


def set_phrases(several: Iterable[tuple[Sketch, int | None]]) -> frozenset[int]:
    """The hashes of a record's set phrases, from each report's sketch and its day of publication (a proleptic ordinal)."""
    held: list[tuple[list[int], int]] = []
    undated = 0
    for of, published in several:
        if published is None:
            undated += 1
        held.append((sorted(of.hashes), published // 7 if published is not None else -1 - undated // UNDATED))
    return frozenset(h for part in range(_PARTS) for h in _common(held, part))


def _common(held: list[tuple[list[int], int]], part: int) -> Iterable[int]:
    first: dict[int, int] = {}
    weeks: dict[int, set[int]] = {}
    for several, week in held:
        for h in several:
            if h % _PARTS == part and first.setdefault(h, week) != week:
                weeks.setdefault(h, {first[h]}).add(week)
    return (h for h, those in weeks.items() if len(those) >= WEEKS)


def parted(text: str, phrases: frozenset[int]) -> tuple[str, str]:
    """What a text says in its own words, and its set phrases."""
    if not phrases:
        return text, ""
    spans: list[tuple[int, int]] = []
    said: list[str] = []
    for span, several in words_at(text):
        said += several
        spans += [span] * len(several)
    own, kept, at = [], [], 0
    for first, last in _runs(hashes(said), phrases):
        start, end = spans[first][0], spans[last][1]
        own.append(text[at:start])
        kept.append(text[start:end])
        at = max(at, end)
    return " . ".join([*own, text[at:]]), " . ".join(kept)


def _runs(several: list[int], phrases: frozenset[int]) -> list[tuple[int, int]]:
    """The first and last word of each run of words that set phrases cover."""
    found: list[tuple[int, int]] = []
    for i, h in enumerate(several):
        if h in phrases:
            if found and i <= found[-1][1] + 1:
                found[-1] = (found[-1][0], i + LONG - 1)
            else:
                found.append((i, i + LONG - 1))
    return found


def without(of: Sketch, phrases: frozenset[int]) -> Sketch:
    """A sketch of what a report says in its own words."""
    return Sketch(of.halved, of.hashes - phrases) if phrases else of
