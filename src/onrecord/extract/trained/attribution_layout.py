"""Attributions that no word makes, but the layout: "MARSH: We saw it." in a transcript, "Police: three held" in a headline, a quotation
with a dash and a name behind it. Their cue is the mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from onrecord.extract.attribution import Attribution
from onrecord.extract.sentences import Span

__all__ = ["laid_out"]

_NAME: Final = r"[A-Z][\w.’'-]*(?:[ \xa0]+(?:(?:of|the|for|de|al)[ \xa0]+)?[A-Z][\w.’'-]*){0,4}"
_SPEAKER: Final = re.compile(
    r"^[“\"]?(?P<source>[A-Z][A-Z.’'-]{2,}(?: [A-Z][A-Z.’'-]+){0,2})(?P<cue>:)[ \xa0]+(?P<content>\S.*)$", re.MULTILINE
)
_HEADLINE: Final = re.compile(rf"^(?P<source>{_NAME})(?P<cue>:)[ \xa0]+(?P<content>\S.*)$", re.MULTILINE)
_QUOTED: Final = re.compile(rf"^(?P<source>{_NAME})(?P<cue>:)[ \xa0]+(?P<content>[“\"].*[”\"])[ \xa0]*$", re.MULTILINE)
_SIGNED: Final = re.compile(
    r"^(?P<content>[“”\"].*[”“\"])[ \xa0]*(?P<cue>[―—–]|--)[ \xa0]*(?P<source>[^\W\d_](?:[^\n“”\",;:]|,(?= )){1,70}?)[ \xa0]*$",
    re.MULTILINE,
)
_TELLER: Final = re.compile(
    r"\b(?:police|report|poll|survey|study|officials?|sources?|witness(?:es)?|residents?|ministry|minister|army|government|un|court|activists?|"
    r"monitors?|group|prosecutors?|relatives|families|doctors?)$",
    re.IGNORECASE,
)
"""Words with which a source may end that no name of a person is."""
_NO_SOURCE: Final = re.compile(
    r"\b(?:note|update|correction|latest|breaking|revealed|video|photos?|watch|related|total|name|date|place|location|age|email|contact|"
    r"summary|background|victims?|perpetrators?|incident|weapons?|time|day|dead|killed|injured|wounded)$",
    re.IGNORECASE,
)
_LEAST: Final = 3  # words of a content


def laid_out(text: str, said: Sequence[Attribution]) -> list[Attribution]:
    """Those of a text, `said` being what its words attribute: nothing is told twice."""
    held = [(s.start, s.end) for a in said for s in (*a.source, *a.content)]
    found = []
    for m in _matches(text):
        source, content = Span(*m.span("source")), Span(*m.span("content"))
        if len(m["content"].split()) < _LEAST or _NO_SOURCE.search(m["source"]):
            continue
        if any(a < source.end and source.start < b for a, b in held) or any(a == content.start for a, _ in held):
            continue
        found.append(Attribution((source,), (Span(*m.span("cue")),), (content,)))
        held.append((source.start, content.end))
    return found


def _matches(text: str) -> Iterator[re.Match[str]]:
    yield from _SIGNED.finditer(text)
    speakers = list(_SPEAKER.finditer(text))
    if len({m["source"] for m in speakers}) > 1:  # more than one speaks: a transcript
        yield from speakers
    yield from _QUOTED.finditer(text)
    first = _HEADLINE.match(text)
    if first is not None and not text.isupper() and (_TELLER.search(first["source"]) or _is_person(first["source"])):
        yield first


def _is_person(words: str) -> bool:
    """Whether words are two or three with capitals, as people's names are."""
    parts = words.split()
    return 2 <= len(parts) <= 3 and all(
        a[:1].isupper() and not (a.isupper() and b.isupper()) for a, b in pairwise([*parts, "a"])
    )
