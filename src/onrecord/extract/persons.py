"""The persons a report names, each with everything that its words show of what befell them: what the weights are put on.

No name is a feature: words in capitals are all the same, but for offices and the like, and what is kept of the others is a
hash of their first letters.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, field

from onrecord.extract.draft import Draft
from onrecord.extract.phrase import Phrase
from onrecord.extract.reading import Reading
from onrecord.extract.victims import Victim, same_name
from onrecord.extract.weights import beginning

__all__ = ["Person", "features_of", "lists_of", "persons_of"]

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_WORD = re.compile(r"[^\W\d_]+|\d+|[,.;:()“”\"]")
_KEPT = frozenset(
    """sgt lt capt cpl det detective officer chief sheriff deputy mr mrs ms dr judge coroner mayor police attorney prosecutor spokesman spokeswoman victim
    victims suspect he she his her the a an but when after before according lieutenant sergeant captain trooper pastor principal superintendent
    director councilman senator governor president reverend rev father mother brother sister son daughter man woman boy girl teen family in on at and
    photo by staff writer reporter courtesy updated copyright district assistant medical examiner friends neighbor neighbors witness""".split()
)
"""Words that may have a capital and still are words: any other with one may be a name, and is not looked at."""
_STEM = 6
_BEFORE, _AFTER = 4, 6  # words beside a mention
BUCKETS = 1 << 15


@dataclass(slots=True)
class Person:
    """A named person: the fullest form of the name, and the phrases of the report that hold it, in order."""

    name: str
    forms: list[str]
    phrases: list[Phrase] = field(default_factory=list)


def persons_of(r: Reading) -> list[Person]:
    """The persons of a report by name, in order; a surname alone belongs to the one full name that has it."""
    mentions = [(r.text[s.start : s.end], p) for ps in r.phrases for p in ps if not p.organisation for s in p.names]
    found: list[Person] = []
    for name, p in sorted(mentions, key=lambda m: (-len(_words(m[0])), m[1].start)):
        home = next((x for x in found if same_name(x.name, name)), None)
        if home is None:
            found.append(Person(name, [name], [p]))
            continue
        if name not in home.forms:
            home.forms.append(name)
        if not any(p is q for q in home.phrases):
            home.phrases.append(p)
    for x in found:
        x.phrases.sort(key=lambda p: p.start)
    return sorted(found, key=lambda x: x.phrases[0].start)


def _words(name: str) -> list[str]:
    return [w for w in (w.strip(".,’'").lower() for w in name.split()) if w and w not in _SUFFIXES]


def is_of(v: Victim, x: Person) -> bool:
    """Whether a victim is this person, by name."""
    return any(same_name(n, x.name) for n in v.names)


_LISTED = re.compile(
    r"""[’']?s?(?:[,\s]*\(?\d{1,3}\)?)?(?:,?\s+(?:both\s+)?of\s+(?:the\s+)?[A-Z][\w.’'-]*(?:\s+[A-Z][\w.’'-]*){0,4})?[\s,;&•—–*-]*(?:\band\b)?\s*(?:(?:his|her|their|the|an?|two|three|four)\s+)?
    (?:(?:[\w’'-]+\s+)?(?:wife|husband|girlfriend|boyfriend|fiancee?|son|daughter|children|sons|daughters|brother|sister|siblings|mother|father|cousin|friend|niece|nephew|boy|girl|man|woman|parents
    |grandmother|grandfather|uncle|aunt|grandson|granddaughter|stepson|stepdaughter)\b(?:[’']s)?[\s,]*)?(?:\d{1,3}[\s-]years?[\s-]olds?[\s,]*)?""",
    re.VERBOSE,
)


_APART = 70  # characters between two of a list


def lists_of(r: Reading, people: list[Person]) -> list[list[Person]]:
    """The lists in which a report names three persons or more, or two with their ages: "Ana Velmora, 24; Bo Tarn, 31; and …"."""
    mentions = sorted((s.start, s.end, n) for n, x in enumerate(people) for p in x.phrases for s in p.names[:1])
    runs: list[list[tuple[int, int, int]]] = []
    for mention in mentions:
        if runs and mention[0] - runs[-1][-1][1] <= _APART and _LISTED.fullmatch(r.text, runs[-1][-1][1], mention[0]):
            runs[-1].append(mention)
        else:
            runs.append([mention])
    found = []
    for run in runs:
        members = list(dict.fromkeys(n for _, _, n in run))
        aged = sum(re.match(r",?\s*\(?\d{1,3}\b", r.text[end : end + 6]) is not None for _, end, _ in run)
        if len(members) > 2 or (len(members) == 2 and aged):
            found.append([people[n] for n in members])
    return found


def features_of(r: Reading, x: Person, people: list[Person], drafts: list[Draft], main: Draft | None) -> set[int]:
    """The hashed features of one of the `people`; `drafts` are the incidents of harm, `main` the gravest of them."""
    found = {"one"} | _among(r, x, people, main)
    for n, p in enumerate(x.phrases[:8]):
        for s in p.names[:1]:
            here = _beside(r, s.start, s.end)
            found |= here | _around(r, s.start, s.end)
            if not n:
                found |= {f"first {w}" for w in here if w[0] in "<>"}
        found |= _told(r, p)
    first = x.phrases[0]
    found.add(f"mentions {min(5, len(x.phrases))}")
    found.add(f"sentence {min(8, r.sentence_of(first.start) - r.lead + 2)}")
    found.add(f"title {first.start < r.offset}")
    found.add(f"aged {any(p.age is not None for p in x.phrases)}")
    found.add(f"full {' ' in x.name}")
    found.add(f"people {min(6, len(people))}")
    status = _status(x, drafts, main)
    dead = sum(v.outcome == "death" for v in main.victims) if main else 0
    hurt = sum(v.outcome == "injury" for v in main.victims) if main else 0
    found |= {status, f"{status} {min(2, dead)} {min(2, hurt)}", f"{status} aged {any(p.age is not None for p in x.phrases)}"}
    found.add(f"{status} {min(3, len(x.phrases))}")
    return {zlib.crc32(f.encode()) % BUCKETS for f in found}


def _status(x: Person, drafts: list[Draft], main: Draft | None) -> str:
    """What the rules hold a person for."""
    held = [("main" if d is main else "aside", v.outcome) for d in drafts for v in d.victims if is_of(v, x)]
    acts = any(any(a.phrase is p for p in x.phrases) for d in drafts for a in d.actors)
    best = min(held, key=lambda h: h[0] == "aside", default=("", "none"))
    return f"held {best[0]} {best[1]} {'doer' if acts else ''}"


def _beside(r: Reading, start: int, end: int) -> set[str]:
    span = r.spans[r.sentence_of(start)]
    before = [_stem(w) for w in _WORD.findall(r.text[max(span.start, start - 60) : start])][-_BEFORE:]
    after = [_stem(w) for w in _WORD.findall(r.text[end : min(span.end, end + 90)])][:_AFTER]
    found = {f"b {w}" for w in before} | {f"a {w}" for w in after}
    if before:
        found.add(f"< {before[-1]}")
        found.add(f"<< {' '.join(before[-2:])}")
    if after:
        found.add(f"> {after[0]}")
        found.add(f">> {' '.join(after[:2])}")
        found.add(f">>> {' '.join(after[:3])}")
    if before and after:
        found.add(f"<> {before[-1]} {after[0]}")
    if start <= span.start + 2:
        found.add("opens")
    return found


def _around(r: Reading, start: int, end: int) -> set[str]:
    """The words of a mention's sentence further off, and how the next sentence goes on with "he" or "she"."""
    n = r.sentence_of(start)
    span = r.spans[n]
    before = {_stem(w) for w in _WORD.findall(r.text[max(span.start, start - 160) : start]) if w.isalpha()}
    after = {_stem(w) for w in _WORD.findall(r.text[end : min(span.end, end + 160)]) if w.isalpha()}
    found = {f"B {w}" for w in before} | {f"A {w}" for w in after}
    if n + 1 < len(r.spans):
        following = [w.lower() for w in _WORD.findall(r.text[r.spans[n + 1].start : r.spans[n + 1].start + 60])]
        if following[:1] in (["he"], ["she"], ["his"], ["her"]):
            found |= {f"on {_stem(w)}" for w in following[1:5]}
            found.add(f"on1 {' '.join(_stem(w) for w in following[1:3])}")
    return found


def _among(r: Reading, x: Person, people: list[Person], main: Draft | None) -> set[str]:
    """How a person stands to the others: how early, whether of a name or an age with others, and what the title says."""
    place = next(n for n, other in enumerate(people) if other is x)
    found = {f"place {min(4, place)}", f"place {min(4, place)} of {min(4, len(people))}"}
    last = _words(x.name)[-1:]
    kin = [o for o in people if o is not x and last and _words(o.name)[-1:] == last]
    found.add(f"kin {min(3, len(kin))}")
    ages = {p.age for p in x.phrases if p.age is not None}
    if ages and main is not None:
        told = {(v.outcome, p.age) for v in main.victims for p in v.phrases if not p.names and p.age is not None}
        found |= {f"age of {outcome}" for outcome, age in told if age in ages}
        doers = {a.phrase.age for a in main.actors if not a.phrase.names and a.phrase.age is not None}
        if doers & ages:
            found.add("age of doer")
    if ages and any(not p.names and p.age in ages for n in range(min(len(r.phrases), r.lead + 1)) for p in r.phrases[n]):
        found.add("age told before")
    return found


def _stem(word: str) -> str:
    return beginning(word, _STEM, _KEPT)


def _told(r: Reading, p: Phrase) -> set[str]:
    """What the words for harm of a mention's sentence say of it, and whether it is one who speaks."""
    n = r.sentence_of(p.start)
    found = set()
    for e in r.events_of(n):
        if any(p is q for q in e.victims):
            found.add(f"victim {e.trigger.outcome} {e.trigger.side} {e.modality} {e.trigger.kind}")
        elif any(p is a.phrase for a in e.actors):
            found.add(f"actor {e.trigger.act} {e.trigger.kind}")
        else:
            found.add(f"near {e.trigger.outcome} {e.trigger.act} {e.trigger.start < p.start}")
    if any(s.start < p.end and p.start < s.end for a in r.said for s in a.source):
        found.add("speaks")
    if any(s.start <= p.start < s.end for a in r.said for s in a.content):
        found.add("spoken of")
    return found
