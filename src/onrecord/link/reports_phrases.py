"""Set phrases of a record: passages that reports of many different weeks share, such as letterheads, appeals and an agency's footer.

A story that many reprint is reprinted within days; what an outlet or an organisation puts into every report stands in those of week after
week, whatever they tell of. Such shingles say nothing of one origin or one incident, and are left out of sketches.
"""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.link.reports_sketch import Sketch

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
    for hashes, week in held:
        for h in hashes:
            if h % _PARTS == part and first.setdefault(h, week) != week:
                weeks.setdefault(h, {first[h]}).add(week)
    return (h for h, several in weeks.items() if len(several) >= WEEKS)


def without(of: Sketch, phrases: frozenset[int]) -> Sketch:
    """A sketch of what a report says in its own words."""
    return Sketch(of.halved, of.hashes - phrases) if phrases else of
