"""Whom a pronoun means, and what pronouns tell of a person's sex. By nearness: the words between decide, never a name."""

from __future__ import annotations

import re
from collections import Counter

from onrecord.extract.phrase import Phrase
from onrecord.extract.reading import Event, Reading
from onrecord.extract.victims import Victim

__all__ = ["resolved", "sex_by_pronouns"]

_SEXED = re.compile(r"\b(?:(?P<male>he|him|his|himself)|(?P<female>she|her|hers|herself))\b", re.IGNORECASE)
_BACK = 4  # sentences


def resolved(r: Reading, e: Event, p: Phrase) -> Phrase | None:
    """Who a pronoun means: the subject of a sentence before, of the same number and sex. None where nobody fits."""
    if not p.pronoun:
        return p
    plural = p.head in ("they", "them", "themselves")
    if p.head in ("him", "her", "them"):
        other = _other_party(r, e, p, plural)
        if other is not None:
            return other
    elif (subject := _subject_before(r, e, p, plural)) is not None:
        return subject
    doers = {a.phrase.head for a in e.actors}
    for n in range(e.sentence - 1, max(-1, e.sentence - _BACK), -1):
        fitting = [
            q for q in r.phrases[n]
            if not q.pronoun and (q.plural or (q.best or 2) > 1) == plural and q.head not in doers and q.head not in _TELLERS
            and (plural or q.sex is None or p.sex is None or q.sex == p.sex)
        ]  # fmt: skip
        if fitting:
            named = [q for q in fitting if q.names and not q.organisation]
            return (named or fitting)[0] if doers or _of_force(fitting[0]) else fitting[0]
    return None


_TELLERS = frozenset("police officials authorities investigators prosecutors spokesman spokeswoman".split())
_FORCE = frozenset(
    "officer officers deputy deputies trooper troopers agent agents marshal marshals cop cops policeman policemen".split()
)


def _of_force(p: Phrase) -> bool:
    """Whether a phrase without a name is for the officers of a report."""
    return p.head in _FORCE and not p.names


def _other_party(r: Reading, e: Event, p: Phrase, plural: bool) -> Phrase | None:
    """Whom "him" means in "Velmora drove at the deputy, and the deputy shot him": somebody before it who does not do the harm."""
    doers = {a.phrase.head for a in e.actors}
    fitting = [
        q for q in r.phrases[e.sentence]
        if q.end <= e.trigger.start and not q.pronoun and not q.organisation and q.head not in doers and q.head not in _TELLERS
        and (q.plural or (q.best or 2) > 1) == plural and (plural or q.sex is None or p.sex is None or q.sex == p.sex)
    ]  # fmt: skip
    named = [q for q in fitting if q.names]
    return next(iter(named or fitting), None) if doers else None


def _subject_before(r: Reading, e: Event, p: Phrase, plural: bool) -> Phrase | None:
    """Whom "he" means in "Velmora refused to stop, and he was shot": the first person before it in its sentence, a named one first."""
    fitting = [
        q for q in r.phrases[e.sentence]
        if q.end <= p.start and not q.pronoun and not q.organisation and (q.plural or (q.best or 2) > 1) == plural
        and (q.sex == p.sex or (q.names and (q.sex is None or p.sex is None))) and not any(q is a.phrase for a in e.actors)
        and q.head not in _TELLERS and not _of_force(q)
    ]  # fmt: skip
    return (
        next((q for q in fitting if q.names), next(iter(fitting), None))
        if p.sex
        else next((q for q in fitting if q.names), None)
    )


def sex_by_pronouns(r: Reading, v: Victim) -> str | None:
    """ "male" or "female" where the pronouns right after the words for one person agree, before anybody else is told of."""
    if v.group:
        return None
    votes: Counter[str] = Counter()
    for p in v.phrases:
        n = r.sentence_of(p.start)
        stop = r.spans[min(n + 1, len(r.spans) - 1)].end
        nearby = [q for k in (n, n + 1) if k < len(r.phrases) for q in r.phrases[k] if not q.pronoun and not q.plural]
        others = [
            q.start
            for q in nearby
            if q.start >= p.end and not any(q is x for x in v.phrases) and q.head not in ("police", "official")
        ]
        found = _SEXED.search(r.text, p.end, min([stop, *(o + len("his ") for o in others)]))  # "his mother" is about him
        if found is not None and found.lastgroup is not None:
            votes[found.lastgroup] += 1
    best = votes.most_common(2)
    return best[0][0] if best and (len(best) == 1 or best[0][1] > 2 * best[1][1]) else None


_HE = r"man|boy|father|dad|husband|son|brother|uncle|nephew|grandfather|grandson|boyfriend|stepson|stepfather|male|gentleman|Mr\.?"
_SHE = r"woman|girl|mother|mom|wife|daughter|sister|aunt|niece|grandmother|granddaughter|girlfriend|stepdaughter|stepmother|female|lady|Mrs\.?|Ms\.?|Miss"
_SEXED_NOUN = rf"(?:(?P<male>{_HE})|(?P<female>{_SHE}))"
_CALLED_BEFORE = re.compile(
    rf"\b{_SEXED_NOUN},?\s+(?:(?:who\s+)?(?:was|is|were)?\s*(?:later\s+)?(?:identified|named|known)\s+(?:by\s+[\w\s]{{1,25}}\s+)?as\s+)?$",
    re.IGNORECASE,
)
_CALLED_AFTER = re.compile(
    rf",?\s+(?:\(?\d{{1,3}}\)?,?\s+)?(?:(?:is|was)\s+)?(?:an?|the|his|her|their)\s+(?:[\w-]+\s+){{0,3}}?{_SEXED_NOUN}\b(?!['’])",
    re.IGNORECASE,
)
_DOERS = re.compile(
    r"\b(?:suspects?|gunm[ae]n|shooters?|arrested|charged|accused|assailants?|attackers?|officers?\s+(?:shot|fired))\b",
    re.IGNORECASE,
)


def sex_by_words(r: Reading, v: Victim, alone: bool) -> str | None:
    """ "male" or "female" by the noun beside a person's name ("a man identified as …", "…, a mother of two"); of a report's only victim
    (`alone`) also where every word of it that has a sex has the same, and nobody else who did it is told of."""
    if v.group:
        return None
    votes: Counter[str] = Counter()
    for p in v.phrases:
        for span in p.names or ():
            before = _CALLED_BEFORE.search(r.text, max(0, span.start - 70), span.start)
            after = _CALLED_AFTER.match(r.text, span.end)
            votes.update(m.lastgroup for m in (before, after) if m is not None and m.lastgroup is not None)
        if p.sex is not None:
            votes[p.sex] += 1
    best = votes.most_common(2)
    if best:
        return best[0][0] if len(best) == 1 or best[0][1] > 2 * best[1][1] else None
    if not alone or _DOERS.search(r.text):
        return None
    said = {m.lastgroup for m in _SEXED.finditer(r.text)} | {p.sex for ps in r.phrases for p in ps if p.sex is not None}
    return said.pop() if len(said) == 1 else None
