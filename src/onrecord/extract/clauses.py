"""Subjects that stand apart from their verb, and officers who fire without words for at whom: what `sides` asks of whole clauses."""

from __future__ import annotations

import re

from onrecord.extract.doers import faced, is_of_force
from onrecord.extract.lexicon import Trigger
from onrecord.extract.phrase import Phrase
from onrecord.extract.reading import Actor, Reading

__all__ = ["behind_relative", "restrained_by_others", "shot_at", "whose"]

_WHO = re.compile(r",\s+(?:who|whose)\b")
_CLOSED = re.compile(r",\s+(?:(?:\w+ly|then|later|also)\s+)?$")
_OFTEN = re.compile(r"\s*(?:$|[.,;]|(?:once|twice|(?:[\w-]+\s+){1,3}times)\b)")
_PLACED = re.compile(r"(?:the|an?|one|two|three|several|responding|they|he|she)\b", re.IGNORECASE)
_RESTRAINED = re.compile(r"(?:was\s+|were\s+|being\s+)*(?:restrain|pinn|wrestl|subdu|hogti)", re.IGNORECASE)
_SEXED = re.compile(r"\b(?:(?P<male>his)|(?P<female>her))\b", re.IGNORECASE)
_SHORT = 16
"""Sentences of a report so short that it is of one scene."""


def behind_relative(text: str, before: list[Phrase], at: int) -> Phrase | None:
    """The subject of a verb behind a clause that commas set apart: "Velmora, who had killed his wife, was shot"."""
    if not _CLOSED.search(text, max(0, at - 16), at):
        return None
    for p in before:
        begun = _WHO.match(text, p.end, at)
        if begun is not None and text.count(",", begun.end(), at) == 1 and not re.search(r"[.;:]", text[begun.end() : at]):
            return p
    return None


def shot_at(r: Reading, n: int, start: int, end: int, before: list[Phrase]) -> Phrase | None:
    """Whom officers shot where no words say it: "Velmora lunged at the deputy, and the deputy shot twice". In a headline "officer shot"
    says who was hit, so there nobody."""
    if start < r.offset or (n == 0 and len(r.spans) > _SHORT) or not before or r.text[start:end].lower() != "shot":
        return None
    who = before[-1]
    if not is_of_force(r, who) or start - who.end > 2 or not _PLACED.match(r.text, who.start) or not _OFTEN.match(r.text, end):
        return None
    return faced(r, n, who.start)


def restrained_by_others(r: Reading, t: Trigger, actors: list[Actor]) -> bool:
    """Whether words tell of holding somebody down that is no officers' doing, or stand in a report of more than one scene: no harm by itself."""
    if _RESTRAINED.match(r.text, t.start, t.end) is None:
        return False
    return len(r.spans) > _SHORT or not any(is_of_force(r, a.phrase) for a in actors)


def whose(text: str, start: int, end: int) -> list[Phrase]:
    """Whom "his" or "her" means in words such as "ended in his death", as a pronoun."""
    m = _SEXED.search(text, start, end)
    if m is None:
        return []
    return [Phrase(m.start(), m.end(), "he" if m["male"] else "she", sex=m.lastgroup, definite=True, pronoun=True)]
