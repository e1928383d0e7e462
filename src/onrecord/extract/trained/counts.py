"""How many people a mention speaks of, by the number that stands in it or before it."""

from __future__ import annotations

import re

from onrecord.claims import Count
from onrecord.extract.trained.words import Word
from onrecord.numbers import find_counts

_BEFORE = 3
_CLAUSE = re.compile(r"[.;:(),](?!\d)")


def count_beside(text: str, words: list[Word], span: tuple[int, int]) -> Count | None:
    """The first count that reaches into the span, else the last in the three words before it in the same clause; None where it is one."""
    start, end = words[span[0]].start, words[span[1]].end
    before = words[max(0, span[0] - _BEFORE)].start
    clause = max((m.end() + before for m in _CLAUSE.finditer(text[before:start])), default=before)
    found = [f for f in find_counts(text[clause:end]) if f.count != Count(1, 1, 1)]
    inside = next((f for f in found if f.end > start - clause), None)
    chosen = inside or (found[-1] if found else None)
    return chosen.count if chosen is not None else None
