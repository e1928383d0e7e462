"""Organisations in a report's words: by the word for their kind, by their capitals, by an abbreviation beside a full name."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.extract.sentences import Span

__all__ = ["Organisation", "organisations"]


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation's words, and its name where they hold one ("the army" has none)."""

    start: int
    end: int
    name: Span | None


_KIND = (
    "Front|Army|Brigades?|Movement|Forces?|Guard|Police|Command|Path|Cartel|Battalion|Militia|Party|Organi[sz]ation|Corps|Regiment|Navy|Air\\s+Force"
    "|Gang|Squads?|Union|Junta|Group|Faction|Column|Commandos?"
)
_WORD = r"[A-ZÀ-Þ][\w’'-]*"
_NAMED = re.compile(
    rf"(?:\b{_WORD}\s+(?:(?:of|for|de|del|la)\s+(?:the\s+)?)?){{1,6}}(?:{_KIND}|{_KIND.upper()})\b(?:\s+(?:Department|Bureau|Service|Office)\b)?"
)
_SHORT = re.compile(r"(?<![\w.-])[A-Z](?:[A-Z]{1,5}|(?:\.[A-Z]){1,5}\.?)(?:-\d{1,2})?(?![\w])")
_AFTER_NAME = re.compile(r"\s*[\[(](?P<short>[A-Z][A-Z0-9.-]{1,9})(?:\s*--[^\])]{0,60})?[\])]")
_COMMON = re.compile(
    r"\b(?:(?:the|a|an)\s+)?(?:(?:national|armed|military|rebel|salvadoran|government|state|border|public|security|special|riot|secret|royal|federal|local|right-wing|left-wing|paramilitary|death|urban|islamist)\s+){0,3}"
    r"(?:army|armed\s+forces|security\s+forces|government\s+forces|police(?!\s+(?:officer|station|department|spokes|chief|car|report|sergeant))|militia|navy|air\s+force|authorities|intelligence\s+(?:services?|agents|officers)|gendarmes|death\s+squads?|national\s+guard|border\s+guards?|troops|junta|cartel)\b",
    re.IGNORECASE,
)
_KNOWN = re.compile(
    r"(?<![\w-])(?:(?:the\s+)?Taliban|Boko\s+Haram|[Aa]l[- ]Shabaab|Hezbollah|Hamas|(?:the\s+)?Houthis|(?:the\s+)?Janjaweed|Islamic\s+State|al[- ]Qaeda|Abu\s+Sayyaf"
    r"|(?:the\s+)?Tatmadaw|Sendero\s+Luminoso|(?:the\s+)?Khmer\s+Rouge|(?:the\s+)?Interahamwe|(?:the\s+)?Mai[- ]Mai|(?:the\s+)?Basij|(?:the\s+)Wagner|Wagner(?:\s+Group|(?=\s+(?:mercenar|fighter|force|troop|paramilitar|soldier|commander|boss|chief))))(?![\w-])"
)
"""Armed groups and forces that no word for a kind names."""
_FORCES = re.compile(
    r"\b(?:the\s+)?(?:(?:[A-Z][\w’']{1,30}(?:-[a-z]{2,12})?|coalition|government|regime|allied|occupying|occupation|rebel|federal|state|foreign)[\s-]+){1,2}"
    r"(?:forces|troops|artillery|warplanes|aircraft|jets|helicopters|drones|tanks|navy|gunboats)\b(?!\s+(?:base|said))"
)
"""Forces by whose they are: "coalition warplanes", "Kavari artillery"."""
_NO_NAME = frozenset(
    "THE A AN OF AND IN ON AT BY TO FOR THIS THAT HIS ITS AS WITH FROM TODAY OTHER WHICH WHO SAID HAS HAVE WAS WERE BETWEEN AGAINST".split()
)
_NO_SHORT = frozenset(
    """TEXT AM PM US USA UN TV II III IV AP AFP UPI EFE GMT EST PST CST MST EDT PDT CDT CEO DNA ATF SUV ID OK JAN FEB MAR APR MAY JUN JUL AUG SEP OCT
    NOV DEC NW NE SW SE NY LA DC CA TX FL OH TN MI WI AZ IL AL MN PA NJ GA NC SC VA MD MO CNN ABC NBC CBS FOX KTVU EMS ER ICU GED DUI PDF JPG FAQ RSS
    COMMENT CBC BBC NPR AK AR HIV AIDS BBQ BB LLC INC CO ST DR MR MS""".split()
)  # fmt: skip


def organisations(text: str, capitals: bool, sentences: Sequence[Span] = ()) -> list[Organisation]:
    """Every organisation in order, without overlap, each within one of the `sentences`. `capitals`: the text is written in capitals, so
    that they show no name."""
    found: list[Organisation] = []
    short: set[str] = set()
    for m in _NAMED.finditer(text):
        span = _trimmed(text, m.start(), m.end())
        if span is None or _broken(sentences, span):
            continue
        beside = _AFTER_NAME.match(text, span.end)
        if beside:
            short.add(beside["short"])
        found.append(Organisation(span.start, span.end, span))
    found += [Organisation(m.start(), m.end(), None) for m in _COMMON.finditer(text)]
    if not capitals:
        found += [Organisation(m.start(), m.end(), Span(*m.span())) for m in _KNOWN.finditer(text)]
        found += [Organisation(m.start(), m.end(), None) for m in _FORCES.finditer(text)]
    patterns = [re.compile(rf"(?<![\w-]){re.escape(s)}(?![\w])") for s in short] if capitals else [_SHORT]
    for pattern in patterns:
        found += [
            Organisation(m.start(), m.end(), Span(*m.span()))
            for m in pattern.finditer(text)
            if m[0].strip(".") not in _NO_SHORT
        ]
    return _apart(found)


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """Without what stands before the name in capitals; None where only the word for the kind is left."""
    words = [(m[0], start + m.start()) for m in re.finditer(r"\S+", text[start:end])]
    cut = max((n for n, (w, _) in enumerate(words[:-1]) if w.upper().strip(",.") in _NO_NAME or w[-1] in ",.;:"), default=-1)
    words = words[cut + 1 :]
    if len(words) < 2 or "\n\n" in text[words[0][1] : end]:
        return None
    return Span(words[0][1], end)


def _broken(sentences: Sequence[Span], span: Span) -> bool:
    """Whether a sentence begins within the words: a title in front of the text is none of a name."""
    k = bisect_right(sentences, span.start, key=lambda s: s.start)
    return k < len(sentences) and sentences[k].start < span.end


def _apart(found: list[Organisation]) -> list[Organisation]:
    kept: list[Organisation] = []
    for o in sorted(found, key=lambda x: (x.start, -(x.end - x.start))):
        if kept and o.start < kept[-1].end:
            continue
        kept.append(o)
    return kept
