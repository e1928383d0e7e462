"""Whom a pronoun or "one of …" means that does harm, and who stands on the other side of a fight in which somebody was hit."""

from __future__ import annotations

import re

from onrecord.extract.phrase import Phrase
from onrecord.extract.pronouns import is_official
from onrecord.extract.reading import Reading
from onrecord.extract.sentences import Span

__all__ = ["OFFICERS", "faced", "in_fight", "is_of_force", "meant"]

OFFICERS = frozenset(
    "police officer officers deputy deputies trooper troopers marshal marshals agent agents soldier soldiers guard guards".split()
)
_FORCE = OFFICERS | frozenset("detective detectives sergeant cop cops policeman policemen patrolman patrolmen troops".split())
_ONE_OF = re.compile(r"\s+of\s+(?:the\s+)?", re.IGNORECASE)
_FIGHT = re.compile(
    r"(?P<words>(?:\s+[\w’'-]+){0,7}?)\s+(?:in|during|amid)\s+(?:an?|the|this|that)\s+(?:[\w’'-]+\s+){0,3}?"
    r"(?:gun\s?battle|gun\s?fight|shoot-?out|fire\s?fight|exchange\s+of\s+(?:gun\s?)?(?:fire|shots)|(?:gun)?fire\s+exchange|struggle|scuffle|confrontation|altercation)"
    r"\s+(?:with|against)\s+(?P<whose>(?:(?:the|an?|several|two|three|some|\d+|local|responding)\s+)?)",
    re.IGNORECASE,
)
_WHOSE = re.compile(r"(?:[A-Z][\w’'.]*\s+){0,4}")
"""After "was shot": a fight with those who are named next."""


def meant(r: Reading, n: int, p: Phrase, victims: list[Phrase], at: int) -> Phrase:
    """Whom a phrase means as a doer of the harm told of at a character: those of whom one did it ("one of the deputies shot him"), the
    group that "they" stands for, the officer that "he" or "she" stands for. The phrase itself where nobody is sure to be meant."""
    if p.head in ("people", "one"):
        return next(
            (q for q in r.phrases[n] if p.end < q.start and q.end <= at and _ONE_OF.fullmatch(r.text, p.end, q.start)), p
        )
    if p.head == "they" or (p.head == "them" and not victims):  # "prompting them to shoot"
        return _group(r, n, p)
    if p.head in ("he", "she"):
        return _officer(r, n, p, victims)
    return p


def _group(r: Reading, n: int, p: Phrase) -> Phrase:
    """The officers or other group that the sentence, or the one before it, names before "they"; of several "they" all mean the first's."""
    first = next((q for q in r.phrases[n] if q.head == p.head and q.start <= p.start), p)
    events = r.events_of(n - 1) if n else []
    acting = [x.phrase for e in reversed(events) for x in e.actors if not x.phrase.pronoun]
    harmed = {id(q) for e in events for q in e.victims}
    here = [q for q in reversed(r.phrases[n]) if q.end <= first.start and not q.pronoun]
    above = [q for q in r.phrases[n - 1] if not q.pronoun and id(q) not in harmed] if n else []  # its subject comes first
    hit = [q for q in r.phrases[n - 1] if id(q) in harmed and is_of_force(r, q)] if n else []  # "He fired at officers. They …"
    return next((q for q in [*here, *acting, *above, *hit] if q.plural or q.organisation), p)


def _officer(r: Reading, n: int, p: Phrase, victims: list[Phrase]) -> Phrase:
    """The officer told of before "he" or "she", where whoever else is told of there is whom it befell: "Officer Tarn came, and he shot Velmora"."""
    named = {r.text[s.start : s.end].split()[-1] for v in victims for s in v.names}
    for k in (n, n - 1):
        before = [
            q
            for q in (r.phrases[k] if k >= 0 else [])
            if q.end <= p.start and not q.pronoun and not q.plural and not q.organisation and q.sex in (None, p.sex)
        ]
        others = [
            q
            for q in before
            if not any(q is v for v in victims) and not named & {r.text[s.start : s.end].split()[-1] for s in q.names}
        ]
        officers = [q for q in others if is_of_force(r, q)]
        rest = [q for q in others if not any(q is o for o in officers)]
        if officers and (not rest or any(v.pronoun for v in victims)):
            return officers[-1]
        if before:
            break
    return p


def is_of_force(r: Reading, p: Phrase) -> bool:
    """Whether a phrase is for officers: by its noun, or by the title that a name has somewhere in the report."""
    return p.head in _FORCE or (bool(p.names) and not p.organisation and is_official(r, p))


def faced(r: Reading, n: int, at: int) -> Phrase | None:
    """Whom officers faced who opened fire at a character: the one person besides officers of whom the sentence, or one of the two before it, tells."""
    for k in range(n, max(-1, n - 3), -1):
        told = [
            q
            for q in r.phrases[k]
            if q.end <= at and not (q.pronoun or q.plural or q.organisation or is_of_force(r, q)) and (q.names or q.definite)
        ]
        named = [q for q in told if q.names] or told
        if named:
            return named[-1] if len({r.text[q.start : q.end].split()[-1] for q in named}) == 1 else None
    return None


def in_fight(text: str, span: Span, at: int, after: list[Phrase]) -> Phrase | None:
    """The officers in a fight with whom somebody was hit, told of from a character on: "was shot in a gun battle with Milford police"."""
    m = _FIGHT.match(text, at, span.end)
    if m is None or re.search(r"\b(?:by|when|after|who|and)\b", m["words"]):
        return None
    beside = [q for q in after if m.start("whose") <= q.start and _WHOSE.fullmatch(text, m.end(), max(m.end(), q.start))]
    return next((q for q in beside if q.head in _FORCE or q.organisation), None)
