"""Which of the persons named in a report of a shooting are its victims: by weights over what the words show of each.

The rules find victims where a word for harm stands beside a name; names come in many more ways ("Ana Velmora, 24, of Milford",
"police identified her as …", a list). Nothing is added without words, and nobody is taken out whom the words beside a harm name
plainly: only a name that the weights hold for a witness's or an officer's is. Reports of other harm are left as the rules read them.
"""

from __future__ import annotations

import math
import re

from onrecord.claims import Count, Modality
from onrecord.extract.doers import OFFICERS
from onrecord.extract.draft import Draft
from onrecord.extract.familiar import of_war
from onrecord.extract.persons import Person, features_of, is_of, lists_of, persons_of
from onrecord.extract.reading import Reading
from onrecord.extract.victims import Victim
from onrecord.extract.weights import CLASSES, Weights, chances

__all__ = ["SURE", "Odds", "Told", "fits", "gravest", "harm_of", "in_capitals", "room", "tells_of_shooting", "with_names"]

SURE = 0.3
"""From which chance on somebody named is held to be a victim."""
_SURER = 0.6
"""From which chance on a number is raised, or somebody is taken over from an incident told of aside."""
_CLEARED = 0.2  # below which somebody whom the rules named is not
_SHORT = 6  # sentences in which a report is shorter than the pages that the weights were taught
_OUTCOMES = CLASSES[1:]
_OFTEN = 2  # words for a shooting in a report whose opening only tells of a killing
Odds = tuple[float, float, float]
"""The chances of each of CLASSES."""
Told = list[tuple[Person, Odds]]
"""Every person named, with the chances of each."""
_KILLING = re.compile(
    r"\b(?:murder\w*|homicides?|slain|slaying\w*|killed|killings?|massacre|ambush\w*|dead|died|deaths?|suicide)\b",
    re.IGNORECASE,
)
_SHOOTING = re.compile(r"\b(?:shot|shots|shoots?|shootings?|gunfire|gunshot|gunman|gunned|opened\s+fire)\b", re.IGNORECASE)


def tells_of_shooting(r: Reading) -> bool:
    """Whether the title or the opening tells of a shooting, or of a killing in a report that goes on to a shooting, in a text with small
    letters, and of no armed conflict."""
    if in_capitals(r) or of_war(r):
        return False
    opening = _opening(r)
    if _SHOOTING.search(r.text, 0, opening) is not None:
        return True
    return _KILLING.search(r.text, 0, opening) is not None and len(_SHOOTING.findall(r.text)) >= _OFTEN


def in_capitals(r: Reading) -> bool:
    """Whether the title and the opening have no small letter, as wire reports of long ago."""
    return r.text[: _opening(r)].isupper()


def _opening(r: Reading) -> int:
    return r.spans[min(r.lead + 2, len(r.spans) - 1)].end if r.spans else 0


def harm_of(found: list[Draft]) -> list[Draft]:
    """The incidents of harm that are tallied."""
    return [d for d in found if d.kind == "harm" and d.modality.tallied and d.key in ("violence", "self")]


def gravest(found: list[Draft]) -> Draft | None:
    """The incident with the most dead and injured, the first of equals."""
    return max(found, key=_toll, default=None)


def _toll(d: Draft) -> int:
    held = [v for v in d.victims if v.part_of is None and v.outcome in _OUTCOMES]
    return sum(v.count.best or v.count.min or 1 for v in held)


def with_names(r: Reading, found: list[Draft], weights: Weights | None = None) -> tuple[list[Draft], Told | None]:
    """The incidents with the names of their victims, those left out that only told of somebody again; and the chances of each person
    named to be no victim, dead or hurt, by the weights that ship or by others."""
    if not tells_of_shooting(r):
        return found, None
    harm = harm_of(found)
    main = gravest(harm)
    if main is None or not main.victims:
        return found, None
    people = persons_of(r)
    told = _shared(r, [(x, chances(features_of(r, x, people, harm, main), weights)) for x in people])
    _told_again(r, main)
    by_officers = any(a.role == "carried_out" and a.phrase.head in OFFICERS for a in main.actors)
    for x, (none, death, injury) in told:
        if (
            none > 1 - _CLEARED and not by_officers and len(r.spans) > _SHORT
        ):  # the archive calls those whom officers shot suspects
            _clear(main, x)
        elif none < 1 - SURE:
            _name(main, [d for d in harm if d is not main], x, "death" if death >= injury else "injury", 1 - none >= _SURER)
    gone = [d for d in harm if d is not main and not d.victims and not d.targets]
    return [d for d in found if not any(d is g for g in gone)], told


def _shared(r: Reading, told: Told) -> Told:
    """The chances, those of a list brought nearer to one another: "the dead were Ana Velmora, 24; Bo Tarn, 31; and …"."""
    of = {id(x): odds for x, odds in told}
    for members in lists_of(r, [x for x, _ in told]):
        logs = [[math.log(max(_LEAST, c)) for c in of[id(x)]] for x in members]
        mean = [sum(column) / len(logs) for column in zip(*logs, strict=True)]
        for x, own in zip(members, logs, strict=True):
            weighed = [math.exp((a + b) / 2) for a, b in zip(own, mean, strict=True)]
            none, death, injury = (w / sum(weighed) for w in weighed)
            of[id(x)] = (none, death, injury)
    return [(x, of[id(x)]) for x, _ in told]


_LEAST = 0.001
_ANYBODY = frozenset(
    """person victim man woman boy girl teen teenager child kid male female juvenile youth student adult individual resident suspect toddler infant baby
    driver friend son daughter brother sister wife husband girlfriend boyfriend""".split()
)
"""Heads by which news goes on to tell of whom it has told before."""


def _told_again(r: Reading, d: Draft) -> None:
    """Puts those together whom a report that tells of no group and of no other tells of in different sentences, where nothing sets
    them apart: "A teen was shot on Monday. … The officers found a boy with a gunshot wound. … The 15-year-old died."""
    single = [v for v in d.victims if v.outcome in _OUTCOMES]
    if any(v.group or v.part_of is not None or any(p.other for p in v.phrases) for v in single):
        return
    for v in [
        v for v in single if not v.names and all(p.pronoun or p.head in _ANYBODY or p.age is not None for p in v.phrases)
    ]:
        here = _sentences(r, v)
        fitting = [
            w for w in d.victims if w is not v and w.outcome in _OUTCOMES and _alike(v, w) and not here & _sentences(r, w)
        ]
        if fitting:
            home = max(fitting, key=lambda w: (w.outcome == v.outcome, bool(w.names), w.outcome == "death", len(w.phrases)))
            home.phrases += v.phrases
            home.age, home.sex = home.age or v.age, home.sex or v.sex
            home.outcome = "death" if "death" in (home.outcome, v.outcome) else home.outcome
            home.cause = v.cause if home.cause == "not_said" else home.cause
            d.victims.remove(v)


def _alike(v: Victim, w: Victim) -> bool:
    same = (v.age is None or w.age is None or v.age == w.age) and (v.sex is None or w.sex is None or v.sex == w.sex)
    return same and (bool(w.names) or v.outcome == w.outcome or any(p.head in _ANYBODY for p in w.phrases))


def _sentences(r: Reading, v: Victim) -> set[int]:
    return {r.sentence_of(p.start) for p in v.phrases if not p.pronoun}


def _clear(d: Draft, x: Person) -> None:
    """Takes a name from a victim, and the victim where nothing but the name and pronouns told of them; never an incident's only one."""
    for v in [v for v in d.victims if is_of(v, x) and not any(o.part_of is v for o in d.victims)]:
        if not any(o is not v and o.outcome == v.outcome for o in d.victims):
            continue
        v.names = [n for n in v.names if n not in x.forms]
        v.phrases = [p for p in v.phrases if not any(p is q for q in x.phrases)] or v.phrases
        if not v.names and all(p.pronoun or p.names for p in v.phrases):
            d.victims.remove(v)


def _name(main: Draft, others: list[Draft], x: Person, outcome: str, surely: bool) -> None:
    """Names a victim of the incident: one told of already, one told of without a name, one of a group, or one more."""
    held = next((v for v in main.victims if is_of(v, x)), None)
    aside = next(((d, v) for d in others for v in d.victims if is_of(v, x) and not v.group), None)
    if held is not None:
        _fuller(held, x)
        return
    if aside is not None and not surely:
        return
    counted = [v for v in main.victims if v.outcome == outcome and v.part_of is None]
    age = next((p.age for p in x.phrases if p.age is not None), None)
    sex = next((p.sex for p in x.phrases if p.sex is not None), aside[1].sex if aside else None)
    unnamed = [
        v for v in main.victims if v.outcome == outcome and not v.group and not v.names and fits(v, age, sex, len(counted) == 1)
    ]
    if unnamed:
        v = max(unnamed, key=lambda v: (v.age is not None and v.age == age, v.part_of is None, len(v.phrases)))
        v.names, v.phrases = sorted(x.forms, key=len, reverse=True), [*v.phrases, *x.phrases]
        v.age, v.sex = v.age or age, v.sex or sex
        _taken(aside)
        return
    group = next((v for v in counted if v.group and room(main, v)), None)
    if group is None and (counted or not surely):
        return  # whoever is counted may be this very person: a number is not raised on a name alone
    _taken(aside)
    cause = group.cause if group is not None else ("direct" if outcome == "death" else "not_said")
    main.victims.append(
        Victim(
            outcome,
            cause,
            Modality.STATED,
            Count.exactly(1),
            list(x.phrases),
            sorted(x.forms, key=len, reverse=True),
            age,
            sex,
            part_of=group,
        )
    )


def _taken(aside: tuple[Draft, Victim] | None) -> None:
    """Takes somebody out of the incident that told of them aside."""
    if aside is not None:
        aside[0].victims.remove(aside[1])


def _fuller(v: Victim, x: Person) -> None:
    if v.group:
        return
    v.names = sorted(dict.fromkeys([*v.names, *x.forms]), key=len, reverse=True)
    v.phrases += [p for p in x.phrases if not any(p is q for q in v.phrases)]
    v.age = v.age or next((p.age for p in x.phrases if p.age is not None), None)


def fits(v: Victim, age: int | None, sex: str | None, alone: bool) -> bool:
    """Whether somebody told of without a name may be a person; of several, not where only the one has a sex."""
    same_sex = v.sex == sex or v.sex is None or (sex is None and alone)
    return (v.age is None or age is None or v.age == age) and same_sex


def room(d: Draft, group: Victim) -> bool:
    inside = sum(v.count.best or 1 for v in d.victims if v.part_of is group)
    return inside < (group.count.best or group.count.min or 2)
