"""Whom a pronoun means, and what pronouns tell of a person's sex. By nearness: the words between decide, never a name."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter

from onrecord.extract.attribution import vouches
from onrecord.extract.phrase import Phrase
from onrecord.extract.reading import Event, Reading
from onrecord.extract.sentences import Span
from onrecord.extract.victims import Victim, same_name

__all__ = ["is_official", "resolved", "sex_beside_name", "sex_by_pronouns", "sex_by_words"]

_SEXED = re.compile(r"\b(?:(?P<male>he|him|his|himself)|(?P<female>she|her|hers|herself))\b", re.IGNORECASE)
_BACK = 4  # sentences


def resolved(r: Reading, e: Event, p: Phrase) -> list[Phrase]:
    """Whom a pronoun means: the subject of a sentence before, of the same number and sex; "they" may be two who are named one by one.
    Nobody where nobody fits."""
    if not p.pronoun:
        return [p]
    plural = p.head in ("they", "them", "themselves")
    if p.head in ("him", "her", "them"):
        other = _other_party(r, e, p, plural)
        if other is not None:
            return [other]
    elif (subject := _subject_before(r, e, p, plural)) is not None:
        return [subject]
    doers = {a.phrase.head for a in e.actors}
    pair: list[Phrase] = []
    forced: list[Phrase] = []  # an officer, whom a pronoun means only where nobody else is told of
    for n in range(e.sentence - 1, max(-1, e.sentence - _BACK), -1):
        fitting = [
            q for q in r.phrases[n]
            if not q.pronoun and (q.plural or (q.best or 2) > 1) == plural and q.head not in doers and q.head not in _TELLERS
            and (plural or q.sex is None or p.sex is None or q.sex == p.sex) and not (q.head in _ONE and not q.names)
            and not (not plural and q.head in _BODIES and not q.names)
        ]  # fmt: skip
        if plural:
            pair = pair or _joined(r, n)
        elif fitting and _goes_on(r, n, fitting[0], p):
            continue  # "Velmora was in the yard. A deputy spoke. He approached a deputy. He was shot.": he is told of before
        if fitting:
            named = [q for q in fitting if q.names and not q.organisation and not is_official(r, q)]
            named = [q for q in named if not _speaks(r, q)] or named  # "Tarn said Velmora came out. Officers shot him."
            chosen = (named or fitting)[0] if doers or fitting[0].sex is None or fitting[0].sex != p.sex else fitting[0]
            if not _of_force(chosen) or doers:
                return [chosen]
            forced = forced or [chosen]
    if not pair and not forced and not plural and (teller := _teller(r, e, p, doers)) is not None:
        return [teller]
    themselves = [a.phrase for a in e.actors if a.phrase.names and not a.phrase.organisation and not is_official(r, a.phrase)]
    return (
        pair or forced or ([] if plural else themselves[:1])
    )  # "Police said Velmora drew a gun and shot him": nobody shoots whom "him" means but another


def _teller(r: Reading, e: Event, p: Phrase, doers: set[str]) -> Phrase | None:
    """The one person told of before "he" in its sentence, whose noun has no sex: "a motorist tells police he was shot"."""
    before = [q for q in r.phrases[e.sentence] if q.end <= p.start and not q.pronoun and not q.organisation]
    single = [q for q in before if not q.plural and (q.best or 2) == 1 and q.head not in _TELLERS | doers]
    fitting = [q for q in single if q.sex is None and not _of_force(q) and not is_official(r, q)]
    return fitting[0] if len(fitting) == 1 and len(single) == 1 else None


def _speaks(r: Reading, p: Phrase) -> bool:
    """Whether somebody is the source of what a sentence tells."""
    span = r.spans[r.sentence_of(p.start)]
    first = bisect_left(r.said, span.start, key=lambda a: a.cue[0].start)
    last = bisect_left(r.said, span.end, key=lambda a: a.cue[0].start)
    return any(
        s.start < p.end and p.start < s.end and vouches(r.text[a.cue[0].start : a.cue[-1].end])
        for a in r.said[first:last]
        for s in a.source
    )


_ONE = frozenset("people one".split())
_BODIES = frozenset("patrol squad brigade unit security militia gang crew family couple police troops".split())
"""Heads of phrases for several as one: nobody says "he" of "the Highway Patrol"."""
_OFFICIAL = re.compile(
    r"\b(?:Officers?|Deput(?:y|ies)|Troopers?|Detectives?|Agents?|Sgt|Sergeant|Lt|Lieutenant|Capt|Captain|Sheriff|Chief(?:\s+of\s+Police)?|Constable|Marshal|Spokes(?:man|woman|person)|Det|Cpl|Corporal|Trooper"
    r"|Judge|Mayor|Prosecutor|Attorney|Coroner|Director|Commissioner|Superintendent)\b\.?(?:[’']s)?\s+(?-i:[A-Z][\w.’'-]*\s+)?$",
    re.IGNORECASE,
)


def is_official(r: Reading, p: Phrase) -> bool:
    """Whether a person is called by an office of the police, the courts or the state."""
    return any(
        _titled(r, n) or (" " not in (word := r.text[n.start : n.end]) and word in r.officials(_OFFICIAL)) for n in p.names
    )


def _titled(r: Reading, n: Span) -> bool:
    return _OFFICIAL.search(r.text, max(0, n.start - 40), n.start) is not None


def _goes_on(r: Reading, n: int, first: Phrase, p: Phrase) -> bool:
    """Whether a sentence begins with the same pronoun, so that it tells on of somebody of a sentence before it."""
    subject = next((q for q in r.phrases[n] if q.pronoun), None)
    return (
        subject is not None and subject.sex == p.sex and subject.start < first.start and n > 0
        and r.text[r.spans[n].start : subject.start].strip(" “\"").lower() in ("", "then", "but", "and")
    )  # fmt: skip


def _joined(r: Reading, n: int) -> list[Phrase]:
    """Two or more persons of a sentence who are named one after another: "Ana Velmora and Bo Tarn"."""
    run: list[Phrase] = []
    for q in r.phrases[n]:
        beside = (
            bool(run)
            and q.definite
            and not (q.plural or q.pronoun or q.organisation)
            and _AND.fullmatch(r.text, run[-1].end, q.start)
        )
        if (not q.names and not beside) or q.organisation or q.plural:  # "Velmora and the woman"
            if len(run) > 1:
                break
            run = []
        elif run and not _AND.fullmatch(r.text, run[-1].end, q.start):
            if len(run) > 1:
                break
            run = [q]
        else:
            run.append(q)
    return run if len(run) > 1 else []


_AND = re.compile(r",?\s*(?:\(?\d{1,2}\)?,?\s*)?(?:and|,|&)?\s*(?:(?:his|her|their)\s+\w+,?\s+)?", re.IGNORECASE)


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
        if not _of_the_same(r, q, p) and q.end <= e.trigger.start and not q.pronoun and not q.organisation and q.head not in doers and q.head not in _TELLERS
        and (q.plural or (q.best or 2) > 1) == plural and (plural or q.sex is None or p.sex is None or q.sex == p.sex)
    ]  # fmt: skip
    named = [q for q in fitting if q.names and not is_official(r, q)]
    if doers or plural:
        said = next((q for q in r.phrases[e.sentence] if q.pronoun and q.sex == p.sex), None)
        if not named and fitting and said is not None and said.start < fitting[0].start:
            return None  # "He walked in and met a man; an officer shot him": of him the sentence tells from its beginning
        rest = [q for q in fitting if not is_official(r, q) and not (_of_force(q) and doers & _FORCE)]
        return next(iter(named or rest), None) if doers else None
    return named[0] if len({r.text[s.start : s.end] for q in named for s in q.names}) == 1 else None


def _of_the_same(r: Reading, q: Phrase, p: Phrase) -> bool:
    """Whether somebody is told of only as "his" or "her" relative, so that the same pronoun goes on with whose relative it is: "his son ran
    out, and police shot him"."""
    own = {"male": "his ", "female": "her "}.get(p.sex or "")
    return own is not None and not q.names and r.text[q.start : q.start + 4].lower() == own


def _subject_before(r: Reading, e: Event, p: Phrase, plural: bool) -> Phrase | None:
    """Whom "he" means in "Velmora refused to stop, and he was shot": the first person before it in its sentence, a named one first."""
    fitting = [
        q for q in r.phrases[e.sentence]
        if q.end <= p.start and not q.pronoun and not q.organisation and (q.plural or (q.best or 2) > 1) == plural
        and (q.sex == p.sex or (q.names and (q.sex is None or p.sex is None))) and not any(q is a.phrase for a in e.actors)
        and q.head not in _TELLERS and not _of_force(q) and not is_official(r, q)
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
    rf"\b{_SEXED_NOUN},?\s+(?:(?:who\s+)?(?:was\s+)?(?:fatally\s+)?(?:killed|shot|wounded|injured|hurt|dead|slain|who\s+died)\s+(?:was|is)\s+)?(?:(?:who\s+)?(?:was|is|were)?\s*(?:later\s+)?(?:identified|named|known)\s+(?:by\s+[\w\s]{{1,25}}\s+)?as\s+)?(?:\d{{1,3}}-year-old\s+)?$",
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


_CALLED_FAR = re.compile(
    rf"\b(?:the|a|an|another|one|of\s+the|two|three|four|five)\s+(?:[\w-]+\s+){{0,2}}?(?:(?P<male>{_HE}|men|boys|brothers)|(?P<female>{_SHE}|women|girls|sisters))\b(?P<rest>[^.;:]{{0,90}}?)\b(?:identified|named)?\s*(?:as|:)\s+(?:[\w-]+-years?-old\s+)?(?P<list>[^.;:]{{0,120}})$",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"(?:,?\s+\(?\d{1,3}\)?)?,?\s+(?:and\s+)?(?:(?P<male>his)|(?P<female>her))\s+(?:[\w-]+\s+)?(?:wife|husband|girlfriend|boyfriend|partner|son|daughter|children|mother|father|brother|sister|friend|cousin|family|home|car)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"[^.;:]{0,120}?\b(?:where|before|after|when|and|as|while|that|because|said|but)\s+(?:later\s+)?(?:(?P<male>he)|(?P<female>she))\b",
    re.IGNORECASE,
)


_PREGNANT = re.compile(r"(?:,\s+(?:who\s+)?|\s+(?:was|is)\s+)(?:[\w-]+\s+){0,3}pregnant\b")


def _name_spans(r: Reading, v: Victim) -> list[Span]:
    """Where a victim's name stands: in the words for them, and in full anywhere in the report."""
    own = [s for p in v.phrases for s in p.names]
    full = [n for n in v.names if " " in n]
    told = [s for last in dict.fromkeys(n.split()[-1] for n in full) for _, s in r.of_last(last)]
    rest = [s for s in told if " " in r.text[s.start : s.end] and any(same_name(r.text[s.start : s.end], n) for n in full)]
    return list(dict.fromkeys([*own, *rest]))


def _sexes_beside(r: Reading, span: Span) -> list[str]:
    """What the words beside a name say of sex, by noun, by whose relatives are told of, or by the pronoun that goes on with it."""
    sentence = r.spans[r.sentence_of(span.start)]
    before = _CALLED_BEFORE.search(r.text, max(0, span.start - 70), span.start)
    own = _OWN.match(r.text, span.end) if before is None else None  # "his wife, Ana Velmora, and his son": not hers
    found = [m for m in (before, _CALLED_AFTER.match(r.text, span.end), own) if m is not None]
    far = _CALLED_FAR.search(r.text, max(sentence.start, span.start - 260), span.start)
    if before is None and far is not None and not _SEXED_AGAIN.search(far["rest"] + far["list"]):
        found.append(far)
    others = [
        p
        for ps in r.phrases[r.sentence_of(span.start) : r.sentence_of(span.start) + 1]
        for p in ps
        if p.names and p.start >= span.end
    ]
    if _PREGNANT.match(r.text, span.end, sentence.end):
        return ["female"]
    on = _SUBJECT.match(r.text, span.end, min([sentence.end, *(p.start for p in others)]))
    if on is not None:
        found.append(on)
    return ["male" if m["male"] else "female" for m in found if m["male"] or m["female"]]


def sex_beside_name(r: Reading, v: Victim) -> str | None:
    """ "male" or "female" where all words beside a person's name that say it agree."""
    said = {s for span in _name_spans(r, v) for s in _sexes_beside(r, span)} if not v.group else set()
    return said.pop() if len(said) == 1 else None


_SEXED_AGAIN = re.compile(rf"\b(?:{_HE}|{_SHE}|he|she)\b", re.IGNORECASE)


def sex_by_words(r: Reading, v: Victim, alone: bool) -> str | None:
    """ "male" or "female" by the noun beside a person's name ("a man identified as …", "…, a mother of two"); of a report's only victim
    (`alone`) also where every word of it that has a sex has the same, and nobody else who did it is told of."""
    if v.group:
        return None
    votes: Counter[str] = Counter()
    for p in v.phrases:
        if p.sex is not None:
            votes[p.sex] += 1
    for span in _name_spans(r, v):
        votes.update(_sexes_beside(r, span))
    best = votes.most_common(2)
    if best:
        return best[0][0] if len(best) == 1 or best[0][1] > 2 * best[1][1] else None
    if not alone or _DOERS.search(r.text):
        return None
    said = {m.lastgroup for m in _SEXED.finditer(r.text)} | {p.sex for ps in r.phrases for p in ps if p.sex is not None}
    return said.pop() if len(said) == 1 else None
