"""A long text in windows that overlap, each with its place in the whole."""

from __future__ import annotations

import re
from typing import Final

from onrecord.extract.sentences import Span

__all__ = ["halves", "windows"]

OVERLAP: Final = 0.1
"""Of a window that the next one begins with, so that an incident on the border stands whole in one of them."""

_BREAKS: Final = (
    re.compile(r"\n\s*\n"),
    re.compile(r"\n"),
    re.compile(r"[.!?。！？۔]['\"”’)]*\s+|[。！？]"),
    re.compile(r"\s+"),
)


def windows(text: str, size: int) -> list[Span]:
    """Windows of at most `size` characters that together hold the text; they end where a paragraph, a line, a sentence or a word does."""
    found: list[Span] = []
    start = 0
    while len(text) - start > size:
        end = _break(text, start + size // 2, start + size)
        found.append(Span(start, end))
        # It begins where something begins, and moves on at least a third of a window, whatever the text is.
        start = _break(text, max(start + size // 3, end - int(size * OVERLAP)), end)
    found.append(Span(start, len(text)))
    return [w for w in found if text[w.start : w.end].strip()]


def halves(text: str, window: Span) -> list[Span]:
    """A window in two: what is told of it does not fit into one answer."""
    middle = _break(text, window.start + (window.end - window.start) // 3, window.start + (window.end - window.start) * 2 // 3)
    return [Span(window.start, middle), Span(middle, window.end)]


def _break(text: str, first: int, last: int) -> int:
    """The last good place to break between two positions: after a paragraph, else a line, a sentence, a word, else at `last`."""
    for pattern in _BREAKS:
        ends = [m.end() for m in pattern.finditer(text, first, last)]
        if ends:
            return ends[-1]
    return last
