"""Which names the victims of a shooting bear, once it is known how many they are: the likeliest of the persons whom the report names.

A number is never changed here. Whoever is named beside a word for harm and is held for somebody else gives the name back, and the likeliest
of those left over take the places of victims told of without a name, or in a group that has room.
"""

from __future__ import annotations

import re

from onrecord.claims import Count, Modality
from onrecord.extract.draft import Draft
from onrecord.extract.familiar import abroad
from onrecord.extract.naming import SURE, Odds, Told, fits, gravest, harm_of, room
from onrecord.extract.opinion import Opinion
from onrecord.extract.persons import Person, is_of
from onrecord.extract.pronouns import sex_beside_name, sex_by_pronouns, sex_by_words
from onrecord.extract.reading import Reading
from onrecord.extract.victims import Victim
from onrecord.extract.weights import CLASSES

__all__ = ["with_roster"]

_OUTCOMES = CLASSES[1:]
_BY_OFFICERS = re.compile(
    r"\b(?:officer|police|deputy)[-\s]involved\b|\b(?:police|officers?|deput(?:y|ies)|troopers?|marshals?|agents?)\b(?:\s+[\w’'-]+){0,3}?\s+(?:shot|shoots?|killed|kills|fired|opened\s+fire|returned\s+fire)\b"
    r"|\b(?:shot|killed|shooting|killing)\b(?:\s+[\w’'-]+){0,4}?\s+by\s+(?:[\w’'-]+\s+){0,4}?(?:police|officers?|deput(?:y|ies)|troopers?|marshals?|agents?)\b",
    re.IGNORECASE,
)
_FEW = 6  # sentences
_NOBODY = 0.1
"""Under which chance somebody gives a name back that nobody else takes."""
_HELD = 0.15
"""From which chance on somebody named beside a word for harm keeps the name, where nobody is likelier."""
_EACH = 0.7
_FLOOR = 0.01  # nobody is surer than that
_OTHER = 0.2
"""From which chance on somebody takes the outcome that is the less likely for them, where the likelier has no place left."""


def with_roster(r: Reading, found: list[Draft], told: Told | None, opinion: Opinion | None = None) -> list[Draft]:
    """The incidents, the gravest of them with the likeliest names; those left out from which everybody was taken over. `opinion` is
    what another reader holds of the persons named."""
    harm = harm_of(found)
    main = gravest(harm)
    if told is None or main is None or not main.victims:
        return found
    others = [d for d in harm if d is not main]
    if not abroad(r):
        _settle(r, main, others, [(x, _both(odds, opinion.person(x) if opinion else None)) for x, odds in told])
    for v in main.victims:
        v.sex = sex_beside_name(r, v) or v.sex or sex_by_pronouns(r, v) or sex_by_words(r, v, len(main.victims) == 1)
    for v in main.victims:
        v.sex = v.sex or (v.part_of.sex if v.part_of is not None else None)
    gone = [d for d in others if not d.victims and not d.targets]
    return [d for d in found if not any(d is g for g in gone)]


def _both(odds: Odds, heard: Odds | None) -> Odds:
    """The chances by the weights and by another reader: where both speak, the product of both, each to the power of _EACH."""
    if heard is None:
        return odds
    weighed = [(max(_FLOOR, a) * max(_FLOOR, b)) ** _EACH for a, b in zip(odds, heard, strict=True)]
    none, death, injury = (w / sum(weighed) for w in weighed)
    return none, death, injury


def _settle(r: Reading, main: Draft, others: list[Draft], told: Told) -> None:
    wanted = _wanted(main, told)
    named = [v for v in main.victims if v.names and not v.group and v.outcome in _OUTCOMES]
    used: set[int] = set()
    doubted: list[Victim] = []
    for v in named:
        n = next((n for n, (x, _, _) in enumerate(wanted) if is_of(v, x) and n not in used), None)
        if n is not None:
            used.add(n)
        else:
            doubted.append(v)
    free = [(x, outcome) for n, (x, outcome, _) in enumerate(wanted) if n not in used]
    # The archive calls those whom officers shot suspects; and the weights were taught on pages: a few sentences name whom they are about.
    if len(r.spans) > _FEW and not _BY_OFFICERS.search(r.text):
        for v in doubted:
            mine = [(x, odds) for x, odds in told if is_of(v, x)]
            if (
                any(outcome == v.outcome for _, outcome in free)
                or max((1 - odds[0] for _, odds in mine), default=0.0) < _NOBODY
            ):
                _give_back(main, v, [x for x, _ in mine])
    for x, outcome in free:
        _place(main, others, x, outcome)


def _wanted(main: Draft, told: Told) -> list[tuple[Person, str, float]]:
    """The likeliest persons, as many as there are victims, each with an outcome that has room and the chance of being harmed."""
    left = {
        o: sum(v.count.best or v.count.min or 1 for v in main.victims if v.outcome == o and v.part_of is None)
        for o in _OUTCOMES
    }
    held = {id(x): v.outcome for x, _ in told for v in main.victims if is_of(v, x) and not v.group}
    likely = [(x, odds) for x, odds in told if odds[0] < 1 - (_HELD if id(x) in held else SURE)]
    likely = sorted(likely, key=lambda t: t[1][0])[: sum(left.values())]
    found = []
    # Whoever the rules name keeps the outcome that they told; of the others those first whose outcome is the clearest.
    for x, (none, death, injury) in sorted(likely, key=lambda t: (id(t[0]) not in held, -abs(t[1][1] - t[1][2]))):
        better = held.get(id(x)) or ("death" if death >= injury else "injury")
        worse = _OUTCOMES[better == "death"]
        if left.get(better, 0):
            outcome = better
        elif left[worse] and (death if worse == "death" else injury) >= _OTHER:
            outcome = worse
        else:
            continue
        left[outcome] -= 1
        found.append((x, outcome, 1 - none))
    return found


def _give_back(main: Draft, v: Victim, named: list[Person]) -> None:
    """Takes a name from a victim, with the words that hold it where others are left; and a member of a group who is nothing else."""
    if any(o.part_of is v for o in main.victims):
        return
    rest = [p for p in v.phrases if not p.names and not p.pronoun and not any(p is q for x in named for q in x.phrases)]
    if v.part_of is not None and not rest:
        main.victims.remove(v)
        return
    v.names = []
    v.phrases = rest or v.phrases
    v.age = next((p.age for p in v.phrases if p.age is not None and not p.names), None)


def _place(main: Draft, others: list[Draft], x: Person, outcome: str) -> None:
    """Gives a person the place of a victim told of without a name, or one in a group."""
    counted = [v for v in main.victims if v.outcome == outcome and v.part_of is None]
    age = next((p.age for p in x.phrases if p.age is not None), None)
    sex = next((p.sex for p in x.phrases if p.sex is not None), None)
    unnamed = [
        v for v in main.victims if v.outcome == outcome and not v.group and not v.names and fits(v, age, sex, len(counted) == 1)
    ]
    forms = sorted(x.forms, key=len, reverse=True)
    if unnamed:
        v = max(unnamed, key=lambda v: (v.age is not None and v.age == age, v.part_of is None, len(v.phrases)))
        v.names, v.phrases = forms, [*v.phrases, *(p for p in x.phrases if not any(p is q for q in v.phrases))]
        v.age, v.sex = v.age or age, v.sex or sex
    elif (group := next((v for v in counted if v.group and room(main, v)), None)) is not None:
        main.victims.append(
            Victim(outcome, group.cause, Modality.STATED, Count.exactly(1), list(x.phrases), forms, age, sex, part_of=group)
        )
    else:
        return
    for d in others:
        d.victims = [v for v in d.victims if v.group or not is_of(v, x) or any(o.part_of is v for o in d.victims)]
