"""The model's attributions with what rules do better: two cues in one, a content that is left open, one within another, quotation marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from onrecord.extract.attribution import Attribution, tells_again
from onrecord.extract.sentences import Span
from onrecord.extract.trained.attribution_marks import Marked, Ruled, overlapping
from onrecord.extract.trained.attribution_spans import Read

__all__ = ["fuller", "joined", "told_again", "with_marks"]

Json = dict[str, Any]

_OPENING: Final = '“"‘«„'
_CLOSING: Final = '”"’»“'
_POINTS: Final = ",.?!…"


def joined(read: Sequence[Read], rules: Marked) -> list[Read]:
    """Attributions as words, each with what the rules attribute by the same cue where it has no content of its own.

    How likely such a one is right, nobody knows.
    """
    found: list[Read] = []
    for one in read:
        inside = [r for r in rules.ruled if r.cue[0] <= one.cue[1] and one.cue[0] <= r.cue[1]]
        if len(inside) > 1 and rules.commas[one.cue[0] : one.cue[1]].any():  # "said on Monday, blaming" is two
            found += [Read(r.cue, r.source, r.content) for r in inside]
            continue
        same: Ruled | None = overlapping(rules.ruled, one.cue)
        found.append(replace(one, content=same.content, chance=None) if same is not None and not one.content else one)
    return found


def told_again(text: str, read: Sequence[Attribution], rules: Sequence[Attribution]) -> list[Attribution]:
    """Those of the rules' attributions that stand within the content of one that was read, and were not: "a doctor said that police claimed …".

    How likely such a one is right, nobody knows.
    """
    cues = [c for a in read for c in a.cue]

    def stands_apart(a: Attribution) -> bool:
        return not any(c.start < m.end and m.start < c.end for m in a.cue for c in cues)

    def lies_in(a: Attribution, around: Attribution) -> bool:
        parts = (*a.source, *a.cue, *a.content)
        return all(any(c.start <= p.start and p.end <= c.end for c in around.content) for p in parts)

    return [a for a in rules if tells_again(text, a) and stands_apart(a) and any(lies_in(a, b) for b in read)]


def with_marks(text: str, span: Span) -> Span:
    """A content's words with the quotation marks around them, and what stands before a closing mark."""
    start, end = span.start, span.end
    if start and text[start - 1] in _OPENING:
        start -= 1
    after = end
    while after < len(text) and text[after] in _POINTS:
        after += 1
    if after < len(text) and text[after] in _CLOSING and any(mark in text[start:end] for mark in _OPENING):
        end = after + 1
    return Span(start, end)


def fuller(sources: list[Json]) -> list[Json]:
    """Who vouches for an incident, without those who stand there again with their name: "the mayor" beside "the mayor, Ana Lobo".

    Unnamed sources stay apart: nothing may hold two of them for one.
    """
    words = [s["mentions"][0]["text"].lower() for s in sources]
    named = [w for w, s in zip(words, sources, strict=True) if s["kind"] == "named"]
    again = [any(n.startswith(f"{w},") for n in named) for w in words]
    return [s for s, said in zip(sources, again, strict=True) if s["kind"] == "anonymous" or not said]
