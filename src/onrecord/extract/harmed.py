"""Who beside a word for harm was not harmed by it: those who tell of it, who stand by, and who did it; and whom of a group it befell."""

from __future__ import annotations

import re

from onrecord.claims import Count
from onrecord.extract.doers import is_of_force
from onrecord.extract.draft import Draft
from onrecord.extract.phrase import Phrase
from onrecord.extract.reading import Event, Reading
from onrecord.extract.sentences import Span
from onrecord.numbers import parse_number

__all__ = ["not_harmed", "of_whom", "was_hit"]


def was_hit(d: Draft, p: Phrase) -> bool:
    """Whether a phrase is for somebody who was harmed, and of whom no words say that they did it to another."""
    if any(a.phrase is p for e in d.events if e.victims and not any(v is p for v in e.victims) for a in e.actors):
        return False
    mine = [t for t in d.tellings if t.phrase is p]
    others = any(t.outcome != "unknown" and t.phrase is not p for t in d.tellings)
    return any(t.outcome != "unknown" or not others for t in mine)


def not_harmed(r: Reading, p: Phrase, e: Event, pronoun: bool) -> bool:
    """Tellers of harm, who stand beside its words and are not whom it befell; and after such a word, its doers. `pronoun`: the words were "him"."""
    tellers = (
        "sources",
        "police",
        "officials",
        "authorities",
        "witnesses",
        "neighbors",
        "investigators",
        "detectives",
        "reporters",
    )
    doers = ("suspect", "suspects", "gunman", "shooter", "officers")
    beside = -2 <= e.trigger.start - p.end <= 2
    return not p.count and (
        p.head in tellers
        or (
            p.head in doers
            and e.trigger.side == "after"
            and not pronoun
            and not (p.definite and 0 <= p.start - e.trigger.end <= 2)
            and not any(is_of_force(r, a.phrase) for a in e.actors)
        )
        or (p.head in _STANDING_BY and p.plural and not beside)
    )


_STANDING_BY = frozenset(
    "officers deputies troopers agents family families security relatives parents medics paramedics".split()
)
"""Heads of those who come to a scene or mourn: without a number they are victims only where the word for harm is right beside them."""


def of_whom(text: str, span: Span, at: int) -> list[Phrase]:
    """Those of a group whom a clause singles out by number: "two victims, one of whom died"."""
    m = _WHOM.search(text, max(span.start, at - 50), at)
    number = parse_number(m[1]) if m is not None else None
    if m is None or number is None:
        return []
    return [Phrase(m.start(), m.end(2), "people", Count.exactly(number), number > 1, member=number == 1)]


_WHOM = re.compile(
    r"\b(one|two|three|four|five|six)\s+of\s+(whom)\s+(?:(?:has|have|had|later|was|were|also|then|\w+ly)\s+)*$", re.IGNORECASE
)
