"""Attribution measured as for PolNeAR: who says what, by which words, by exact spans.

A component (a source, a cue, a content) is the set of its pieces, each without the blanks, quotation marks and punctuation at
its edges. Each component of a document counts once; an attribution is whole where all three of its components are exact.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from onrecord.evaluate.agreement import Agreement, overlap
from onrecord.evaluate.lines import Part

PARTS = ("source", "cue", "content")
MEASURES = (*PARTS, "whole", "characters")
MAIN = "whole"
HOLDS = "a line of gold in the format of PolNeAR holds docid, text and attributions"

Span = tuple[int, int]
Component = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Attribution:
    """The three components of one attribution; one that is not there is empty."""

    source: Component
    cue: Component
    content: Component
    confidence: float | None = field(default=None, compare=False)


Attributions = tuple[Attribution, ...]
NOTHING: Attributions = ()


def score(gold: Attributions, said: Attributions) -> dict[str, Agreement]:
    """The agreement by each measure; "characters" are those of all content."""
    found = {p: overlap(*({c for a in side if (c := getattr(a, p))} for side in (said, gold))) for p in PARTS}
    found["whole"] = overlap(said, gold)
    found["characters"] = overlap(_characters(said), _characters(gold))
    return found


def sure(gold: Attributions, said: Attributions) -> list[tuple[str, float, bool]]:
    """Each attribution of which the reader says how sure it is: the measure, the confidence, and whether it is whole and exact."""
    return [("whole", a.confidence, a in gold) for a in dict.fromkeys(said) if a.confidence is not None]


def _characters(side: Attributions) -> set[int]:
    return {at for a in side for start, end in a.content for at in range(start, end)}


def read_gold(line: Part) -> Attributions:
    """A line of gold: each component a list of [start, end). BadInput where it is not so, or a span is not in the text."""
    text = line.text("text")
    return tuple(_attribution(a, text) for a in line.parts("attributions"))


def read_said(line: Part, gold: Part) -> Attributions:
    """The attributions of an object of the contract, whose offsets are of the gold's text. BadInput where they cannot be."""
    text = gold.text("text")
    return tuple(_attribution(a, text) for a in line.parts("attributions"))


def _attribution(said: Part, text: str) -> Attribution:
    source, cue, content = (_component(said, p, text) for p in PARTS)
    return Attribution(source, cue, content, said.share("confidence"))


def _component(attribution: Part, name: str, text: str) -> Component:
    found = []
    for n, piece in enumerate(attribution.get(name, list, "a list", optional=True) or []):
        if isinstance(piece, dict) and piece.get("in", "text") != "text":
            continue  # words of the title: the gold has the text alone
        start, end = _ends(piece)
        if start is None or end is None or not 0 <= start < end <= len(text):
            held = f"a span in the text of {len(text):,} characters, with a start and an end"
            attribution.refuse(f"{name}[{n}]", f"must be {held}, not {_shown(piece)}")
        start, end = trimmed(text, start, end)
        if start < end:
            found.append((start, end))
    return tuple(sorted(found))


def _ends(piece: Any) -> tuple[int | None, int | None]:
    """A span is [start, end] in the gold, and an object with both in the contract."""
    if isinstance(piece, dict):
        piece = [piece.get("start"), piece.get("end")]
    whole = isinstance(piece, list) and len(piece) == 2 and all(isinstance(n, int) and not isinstance(n, bool) for n in piece)
    return (piece[0], piece[1]) if whole else (None, None)


def _shown(piece: Any) -> str:
    if isinstance(piece, dict):
        return f"{piece.get('start')!r} to {piece.get('end')!r}"
    return repr(piece)[:40]


def trimmed(text: str, start: int, end: int) -> Span:
    """The span without what is neither letter nor digit at its edges."""
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return start, end
