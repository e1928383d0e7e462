"""Where a model's words stand in the report. What does not stand there is dropped and counted, and offsets are always ours."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Any, Final

from onrecord.claims import Mention
from onrecord.extract.sentences import Span

__all__ = ["Dropped", "Passage"]

_LONGEST: Final = 4_000
"""Characters of words that are looked for: no mention is longer, and a pattern of megabytes is nobody's quotation."""


@dataclass(slots=True)
class Dropped:
    """What was not taken from a model's answers: words that do not stand in the text, and values that are none."""

    words: int = 0
    values: int = 0


@dataclass(slots=True)
class Passage:
    """One window of a report, and its title where that stands apart; words are looked for here and nowhere else."""

    text: str
    window: Span
    title: str | None = None
    dropped: Dropped = field(default_factory=Dropped)

    def mention(self, words: Any, near: Span | None = None) -> Mention | None:
        """The mention of those words: inside `near` where they stand there, else closest to it; None, and counted, where nowhere.

        A break of a line in the text may be a blank in the words; nothing else may differ.
        """
        if not isinstance(words, str) or not any(c.isalnum() for c in words):
            if words not in ("", None):
                self.dropped.words += 1
            return None
        found = self._places(words, self.text, self.window) if len(words) <= _LONGEST else []
        if found:
            return self._as_mention(found[0] if near is None else _closest(found, near), "text")
        if self.title and len(words) <= _LONGEST and (found := self._places(words, self.title, Span(0, len(self.title)))):
            return self._as_mention(found[0], "title")
        self.dropped.words += 1
        return None

    def mentions(self, words: Any, near: Span | None = None) -> list[Mention]:
        """The mentions of each of several words, in their order, each place once."""
        found: dict[tuple[int, int, str], Mention] = {}
        for one in words if isinstance(words, list) else [words]:
            m = self.mention(one, near)
            if m is not None:
                found.setdefault((m.start, m.end, m.within), m)
        return list(found.values())

    def _places(self, words: str, text: str, window: Span) -> list[Span]:
        pattern = re.compile(r"\s+".join(re.escape(w) for w in words.split()))
        return [Span(*m.span()) for m in pattern.finditer(text, window.start, window.end) if _whole(text, m.start(), m.end())]

    def _as_mention(self, span: Span, within: str) -> Mention:
        whole = self.text if within == "text" else self.title or ""
        return Mention(whole[span.start : span.end], span.start, span.end, within)


def _closest(found: list[Span], near: Span) -> Span:
    """The first inside `near`, else the one with the fewest characters between."""
    at = bisect_left(found, Span(near.start, 0))
    inside = next((s for s in found[at:] if s.end <= near.end), None)
    return inside or min(found, key=lambda s: max(s.start - near.end, near.start - s.end, 0))


def _whole(text: str, start: int, end: int) -> bool:
    """Whether no word is cut: "an" does not stand in "man". Scripts that join words, or put endings on names, have no such edge."""
    return not (start > 0 and _joined(text[start - 1], text[start])) and not (
        end < len(text) and _joined(text[end - 1], text[end])
    )


def _joined(before: str, after: str) -> bool:
    return _has_edges(before) and _has_edges(after)


def _has_edges(c: str) -> bool:
    return c.isdigit() or c.lower() != c.upper()
