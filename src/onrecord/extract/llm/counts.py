"""Numbers of a model's answer, taken only as far as the report's words bear them out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from onrecord.claims import Count, Mention
from onrecord.numbers import find_counts, parse_number

__all__ = ["Numbers", "count_of", "whole"]

_WORD: Final = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)*")
_FIGURE: Final = re.compile(r"\d{1,3}(?:[,.\u00a0\u202f ]\d{3})+(?!\d)|\d{1,9}")
_LEADING: Final = re.compile(r"(?:(?:the|these|those|all|some|other|another|a\s+total\s+of|a\s+group\s+of)\s+)*", re.IGNORECASE)
"""What may stand before a phrase's own number. A number further on is an age or an address: “Ana, 23”."""

_MOST: Final = 999_999_999


class Numbers:
    """The numbers that a window's words name: in digits of any language, and in words of English."""

    def __init__(self, text: str, language: str | None) -> None:
        self._english = language is None or language.lower().startswith("en")
        self._named = {int(re.sub(r"\D", "", m[0])) for m in _FIGURE.finditer(text)}
        words = [m[0] for m in _WORD.finditer(text)] if self._english else []
        for n in range(len(words)):
            for length in range(1, 6):
                number = parse_number(" ".join(words[n : n + length]))
                if number is not None:
                    self._named.add(number)

    def bear_out(self, number: int) -> bool:
        """Whether the words may say that number. Of a language whose words for numbers are not known here, they may."""
        return number == 1 or number in self._named or not self._english


def whole(value: Any) -> int | None:
    """A whole number of people or years as JSON gives it; None where it is none. 3.0 is 3, true is none."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value or not 0 <= value <= _MOST:
        return None
    return int(value) if value == int(value) else None


def count_of(mentions: Iterable[Mention], said: dict[str, Any], group: bool, numbers: Numbers) -> tuple[Count, bool]:
    """How many people, and whether the model's own bounds were passed over.

    The words go first: "at least twenty villagers" says its count itself. Where they hold no number, the model's bounds stand if
    they are bounds and their numbers are named in the text; else it is one person, or a group of two or more.
    """
    for mention in mentions:
        found = find_counts(mention.text)
        if found and found[0].count.min >= 1 and _LEADING.fullmatch(mention.text, 0, found[0].start):
            return found[0].count, False
    silent = Count.at_least(2) if group else Count.exactly(1)
    given = [said.get(k) for k in ("min", "best", "max")]
    if given == [None, None, None]:
        return silent, False
    bounds = [whole(v) for v in given]
    wrong = any(b is None and g is not None for b, g in zip(bounds, given, strict=True))
    if wrong or not all(numbers.bear_out(b) for b in bounds if b is not None):
        return silent, True
    low = bounds[0] if bounds[0] is not None else 1
    try:
        count = Count(low, bounds[1], bounds[2])
    except ValueError:
        return silent, True
    return (count, False) if count.min >= 1 else (silent, True)
