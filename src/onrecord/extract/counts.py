"""The numbers of dead or of injured that a report of a shooting's words can bear, and what they show of each.

Every number has words that bear it: a phrase with a count, persons told of one by one, or those shot less those who died.
What is looked at is where the words stand, which words for harm are beside them, and how well the numbers agree; no name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.extract.draft import Draft
from onrecord.extract.naming import Odds
from onrecord.extract.phrase import Phrase
from onrecord.extract.reading import Reading
from onrecord.extract.victims import HARM, Victim
from onrecord.extract.weights import CLASSES

__all__ = ["MOST", "OUTCOMES", "Choice", "choices", "number_of", "rows"]

OUTCOMES = ("death", "injury")

MOST = 60
"""Numbers beyond are left as the rules read them."""
_SEVERAL = {"double": 2, "triple": 3, "quadruple": 4}
_PAGE = tuple(
    re.compile(words, re.IGNORECASE)
    for words in (
        r"\b(?:dead|killed|kills?|killing|died|dies|fatal\w*|slain|murdered|homicides?|deaths?)\b",
        r"\b(?:injur\w+|wound(?:ed|ing|s)?|hurt|hospital\w*|shot|struck)\b",
        r"\b(?:critical|life-threatening|stable|serious|grave)\b",
        r"\b(?:suicide|himself|herself|self-inflicted)\b",
        r"\b(?:no|not|nobody|no\s+one|without)\b[^.]{0,30}\b(?:injur\w+|hurt|wounded|struck|hit)\b",
        r"\b(?:another|other|others|second)\b",
        r"\b(?:arrest\w*|charged|court|trial|sentenc\w+|pleaded|convicted)\b",
        r"\b(?:vigil|funeral|mourn\w*|memorial|remember\w*)\b",
    )
)
_DOUBLE = re.compile(
    r"\b(double|triple|quadruple)\s+(?:(fatal|homicide|murder|killing|slaying)|(?:shooting|stabbing))", re.IGNORECASE
)
_BEAR = ("same", "none", "count", "persons", "left", "aside", "hurt")
_KINDS = ("injury", HARM, "death", "")


@dataclass(slots=True)
class Choice:
    """A number, and what bears it: phrases that count it, each with the outcome told beside it; phrases that count those shot, the
    dead among them; persons told of one by one; the victims of incidents told of aside, and those who were shot, where the page has a word for the dead."""

    number: int
    counting: list[tuple[Phrase, str]] = field(default_factory=list)
    shot: list[tuple[Phrase, str]] = field(default_factory=list)
    bears: set[str] = field(default_factory=set)


def number_of(victims: Sequence[Victim], outcome: str) -> int:
    """How many of an outcome victims are in all."""
    return sum(v.count.best or v.count.min or 1 for v in victims if v.outcome == outcome and v.part_of is None)


def counted(r: Reading) -> list[tuple[Phrase, str]]:
    """Every phrase that counts people, and the outcome of the word for harm beside it, if there is one."""
    outcomes: dict[int, str] = {}
    for e in r.events:
        if e.trigger.kind == "harm" and e.modality.tallied:
            for p in e.victims:
                outcomes.setdefault(id(p), e.trigger.outcome)
    return [
        (p, outcomes.get(id(p), ""))
        for ps in r.phrases
        for p in ps
        if p.count is not None and p.count.best is not None and 1 <= p.count.best <= MOST and not p.organisation
    ]


def choices(r: Reading, harm: list[Draft], main: Draft, outcome: str) -> list[Choice]:
    """The numbers that a report can be read to give of an outcome, the one that the rules read among them."""
    held = [v for v in main.victims if v.outcome == outcome]
    now, dead = number_of(main.victims, outcome), number_of(main.victims, "death")
    found: dict[int, Choice] = {}

    def bearing(number: int, how: str) -> Choice:
        choice = found.setdefault(number, Choice(number))
        choice.bears.add(how)
        return choice

    bearing(now, "same")
    bearing(0, "none")
    for p, beside in counted(r):
        best = p.count.best if p.count is not None else None
        if best is None:
            continue
        if p.plural or best == 1:
            bearing(best, "count").counting.append((p, beside))
        if outcome == "injury" and 0 < dead < best and beside != "death":
            bearing(best - dead, "left").shot.append((p, beside))
    for number in range(1, sum(not v.group for v in held) + 1):
        bearing(number, "persons")
    aside = sum(number_of(d.victims, outcome) for d in harm if d is not main)
    if aside:
        bearing(now + aside, "aside")
    hurt = [v for v in main.victims if v.outcome == "injury"]
    if outcome == "death" and hurt and not any(v.group for v in hurt) and _PAGE[0].search(r.text):
        bearing(now + len(hurt), "hurt")  # the very persons told of as shot
    return list(found.values())


def rows(r: Reading, harm: list[Draft], main: Draft, outcome: str, found: list[Choice], told: list[Odds]) -> list[list[int]]:
    """The features of each number; `told` has the chances of each person named."""
    page = _page(r, harm, main, told)
    now = number_of(main.victims, outcome)
    dead = number_of(main.victims, "death")
    hurt = number_of(main.victims, "injury")
    held = [v for v in main.victims if v.outcome == outcome]
    persons = sum(not v.group for v in held)
    sure = sum(odds[CLASSES.index(outcome)] >= 0.5 for odds in told)
    support = {c.number: _support(r, c.counting) for c in found}
    weights = {n: 4 * s[0] + 3 * s[1] + s[2] + 4 * s[5] for n, s in support.items()}
    made = []
    for c in found:
        n, s = c.number, support[c.number]
        other = max((w for m, w in weights.items() if m != n), default=0)
        made.append(
            [n, n - now, int(n == now), n - persons, n - sure, n + (dead if outcome == "injury" else hurt), weights[n] - other,
             sum(w > weights[n] for w in weights.values()), len(found), *(int(b in c.bears) for b in _BEAR),
             *s, *_support(r, c.shot), *page]
        )  # fmt: skip
    return made


def _support(r: Reading, told: list[tuple[Phrase, str]]) -> list[int]:
    """How often words tell a number, by the words for harm beside them, and where first."""
    kinds = Counter(kind for _, kind in told)
    places = [r.sentence_of(p.start) for p, kind in told if kind] or [40]
    lead = [(p, kind) for p, kind in told if r.sentence_of(p.start) <= r.lead]
    return [
        *(min(6, kinds[k]) for k in _KINDS),
        min(40, min(places)),
        len(lead),
        sum(p.start < r.offset for p, _ in told),
        sum(kind == "injury" for _, kind in lead),
        sum(kind == HARM for _, kind in lead),
        sum(p.other for p, _ in told),
        sum(p.definite for p, _ in told),
        sum(p.head in ("people", "victims", "persons", "men", "others") for p, _ in told),
    ]


def _page(r: Reading, harm: list[Draft], main: Draft, told: list[Odds]) -> list[int]:
    """What is the same for every number of a report."""
    found = [len(harm), len(r.spans), min(20, len(told))]
    for outcome in OUTCOMES:
        held = [v for v in main.victims if v.outcome == outcome]
        found += [
            number_of(held, outcome),
            sum(bool(v.names) for v in held),
            sum(not v.group and not v.names for v in held),
            sum(v.group for v in held),
            max((v.count.best or 0 for v in held if v.group), default=0),
            len({v.age for v in held if v.age is not None}),
            sum(number_of(d.victims, outcome) for d in harm if d is not main),
        ]
    for n in (CLASSES.index(outcome) for outcome in OUTCOMES):
        found += [sum(odds[n] >= least for odds in told) for least in (0.35, 0.6)] + [
            round(100 * sum(odds[n] for odds in told))
        ]
    phrases = [p for e in r.events if e.trigger.kind == "harm" for p in e.victims]
    found += [len({p.age for p in phrases if p.age is not None}), sum(p.other for p in phrases)]
    opening = r.spans[min(r.lead, len(r.spans) - 1)].end
    for end in (r.offset, opening, len(r.text)):
        found += [min(30, len(pattern.findall(r.text, 0, end))) for pattern in _PAGE]
    several = _DOUBLE.search(r.text)
    found += [_SEVERAL[several[1].lower()] if several else 0, int(bool(several and several[2]))]
    return found
