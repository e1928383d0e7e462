"""From tellings to victims: a person told of twice is one, a group holds its members, and a toll told often is told once.

All tellings of an incident are weighed together, so that the order in which a report tells changes little.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from onrecord.claims import Count, Modality
from onrecord.extract.people import GENERIC, RELATIVES, YOUNG
from onrecord.extract.phrase import Phrase

__all__ = ["HARM", "Telling", "Victim", "exactly", "last_name", "same_name", "victims_of"]

_RECENT = 60  # persons told of last, among whom an unnamed one is looked for
OFFICERS = frozenset("officer deputy trooper agent marshal cop policeman detective soldier guard".split())
_FACED = frozenset(
    "man woman suspect driver gunman shooter robber attacker assailant subject intruder motorist fugitive".split()
)
"""What somebody is called who hurt an officer, and never the officer."""
HARM = "harm"
"""The outcome of words that leave open whether somebody died: "shot", "stabbed". Known at the end, it is an injury."""


@dataclass(slots=True)
class Telling:
    """One phrase told of as harmed, by one word for harm. `event` numbers the word; `lead` is told in the title or first lines."""

    phrase: Phrase
    names: list[str]
    outcome: str
    cause: str
    modality: Modality
    event: int
    sentence: int
    lead: bool = False


@dataclass(slots=True)
class Victim:
    """One victim, or one group of them, of an incident."""

    outcome: str
    cause: str
    modality: Modality
    count: Count
    phrases: list[Phrase]
    names: list[str] = field(default_factory=list)
    age: int | None = None
    sex: str | None = None
    status: str = "unknown"
    part_of: Victim | None = None
    events: set[int] = field(default_factory=set)
    sentence: int = 0

    @property
    def group(self) -> bool:
        return self.count.best != 1 or self.phrases[0].plural


def exactly(phrase: Phrase) -> Count:
    """How many a phrase speaks of: its count; one; or an unknown plural, which is two or more."""
    if phrase.count is not None:
        return phrase.count
    if phrase.plural:
        return Count(2)
    return Count.exactly(max(1, len(phrase.names)))


def last_name(name: str) -> str:
    words = [w.strip(".,’'").lower() for w in name.split()]
    words = [w for w in words if w not in ("jr", "sr", "ii", "iii", "iv")] or words
    return words[-1] if words else ""


_ALIKE = 3  # letters


def same_name(a: str, b: str) -> bool:
    """Whether two forms of a name can be one person's: the last word agrees, and the first where both give one, as an initial or in its
    first letters ("Chris", "Christopher"): brothers and sisters often share the first letter alone."""
    x, y = a.lower().split(), b.lower().split()
    if len(x) == 1 and len(y) > 1:
        return x[0].strip(".,’'") in (last_name(b), y[0])
    if len(y) == 1 and len(x) > 1:
        return y[0].strip(".,’'") in (last_name(a), x[0])
    if last_name(a) != last_name(b):
        return False
    first, other = x[0].strip(".,’'"), y[0].strip(".,’'")
    alike = 1 if 1 in (len(first), len(other)) else _ALIKE
    return first == other or first[:alike] == other[:alike]


def victims_of(tellings: list[Telling]) -> tuple[list[Victim], list[Victim]]:
    """The victims of one incident in the order in which they are told of, and those dead for whom its toll has no room."""
    singles = _singles([t for t in tellings if _is_single(t)])
    groups = [t for t in tellings if not _is_single(t)]
    surplus = _surplus(tellings, singles, [t for t in groups if t.outcome == "death"])
    singles = [v for v in singles if v not in surplus]
    found: list[Victim] = []
    dead = _of_outcome("death", singles, groups, found)
    _of_injury(singles, groups, found, dead)
    if found:  # a group that was only fired at is of those who were hit, and of others
        _noted(found, [t for t in groups if t.outcome == "unknown"])
        groups = [t for t in groups if t.outcome != "unknown"]
    for outcome in dict.fromkeys(t.outcome for t in tellings):
        if outcome not in ("death", "injury", HARM):
            _of_outcome(outcome, singles, groups, found)
    return sorted(found, key=lambda v: (v.part_of is not None, min(p.start for p in v.phrases))), surplus


def _surplus(tellings: list[Telling], singles: list[Victim], groups: list[Telling]) -> list[Victim]:
    """Single dead beyond what the report's opening says in all: they died on another occasion."""
    dead = [v for v in singles if v.outcome == "death"]
    room = _room(tellings, singles, groups)
    if room is None or len(dead) <= room:
        return []
    ranked = sorted(
        dead, key=lambda v: (not any(t.phrase in v.phrases and t.lead for t in tellings), -len(v.phrases), v.phrases[0].start)
    )
    return ranked[room:]


def _room(tellings: list[Telling], singles: list[Victim], groups: list[Telling]) -> int | None:
    """How many dead the opening speaks of, None where it leaves that open."""
    lead = [t for t in tellings if t.lead and t.outcome == "death" and t.modality is Modality.STATED]
    if groups:
        toll = _chosen([x for x in _tolls(groups, singles) if not x.others], 0)
        return toll.count.max if toll is not None else None
    if not lead:
        return None
    first = min(t.event for t in lead)
    return len([v for v in singles if first in v.events]) or None


def _is_single(t: Telling) -> bool:
    return not t.phrase.plural and exactly(t.phrase).best == 1


# -- persons -----------------------------------------------------------------------------------------------------


def _singles(tellings: Iterable[Telling]) -> list[Victim]:
    found: list[Victim] = []
    for t in tellings:
        near = {last_name(n) for n in t.names}
        likely = [
            (n, v)
            for n, v in enumerate(found)
            if n >= len(found) - _RECENT or (near and near & {last_name(x) for x in v.names})
        ]
        scored = [(s, n, v) for n, v in likely if (s := _likeness(v, t)) > 0]
        if scored:
            _tell_again(max(scored, key=lambda x: (x[0], x[1]))[2], t)
        else:
            p = t.phrase
            found.append(Victim(t.outcome, t.cause if t.outcome == "death" else "not_said", t.modality, Count.exactly(1), [p],
                                list(t.names), p.age, p.sex, p.status, None, {t.event}, t.sentence))  # fmt: skip
    return found


def _likeness(v: Victim, t: Telling) -> float:
    """How well a telling fits a person told of before; zero or less: it is somebody else."""
    p = t.phrase
    if any(q is p for q in v.phrases):
        return 20.0
    if v.names and t.names:
        return 10.0 if any(same_name(a, b) for a in v.names for b in t.names) else 0.0
    if t.event in v.events or (v.sex and p.sex and v.sex != p.sex) or (v.age and p.age and v.age != p.age):
        return 0.0
    if p.other and not (p.definite and v.phrases[-1].other):
        return 0.0
    heads = {q.head for q in v.phrases}
    if p.head in RELATIVES and p.head not in heads and v.names and not t.names:
        return 0.0  # "his wife" is not the man just named
    if (
        heads & OFFICERS
        and not p.pronoun
        and p.head not in OFFICERS
        and p.head not in GENERIC
        and not t.names
        and (v.sentence == t.sentence or (p.head in _FACED and not v.names))
    ):
        return 0.0
    score = 4.0 * (v.age is not None and v.age == p.age) + (p.head in heads) + 0.5 * (v.sex is not None and v.sex == p.sex)
    score += 1.0 * (v.outcome == t.outcome) + 0.5 * (HARM in (v.outcome, t.outcome))
    if p.definite or p.pronoun:
        return score + 1.0
    if p.member and not any(q.member for q in v.phrases):
        return score - 1.0
    differs = {v.outcome, t.outcome} == {"death", "injury"}
    if differs and score < 4:
        return 0.0
    if v.sentence == t.sentence and score < 4:
        return 0.0
    young = bool(heads & YOUNG) and (p.head in YOUNG or (p.age or 99) < 20)
    related = bool(heads & GENERIC) or p.head in GENERIC or p.head in heads or young or t.names or v.names
    return score if related or score >= 4 else score - 1.5


def _tell_again(v: Victim, t: Telling) -> None:
    p = t.phrase
    v.phrases.append(p)
    v.events.add(t.event)
    v.sentence = t.sentence
    v.names = sorted(dict.fromkeys([*v.names, *t.names]), key=len, reverse=True)
    v.age, v.sex = v.age or p.age, v.sex or p.sex
    if v.status == "unknown":
        v.status = p.status
    if t.outcome == "death" and v.outcome in ("injury", HARM, "unknown"):
        v.outcome, v.cause = "death", t.cause
    elif (v.outcome == HARM and t.outcome != "unknown") or v.outcome == "unknown":
        v.outcome = t.outcome
    if v.cause == "not_said" and t.outcome == "death":
        v.cause = t.cause
    if v.modality is Modality.ALLEGED and t.modality is Modality.STATED:
        v.modality = t.modality


# -- groups ------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Toll:
    """What one word for harm says in all of one outcome: its phrases for several, and how many that makes."""

    count: Count
    tellings: list[Telling]
    weight: float
    others: bool  # "three others": besides those told of before


def _tolls(tellings: list[Telling], singles: list[Victim]) -> list[_Toll]:
    found = []
    for event in dict.fromkeys(t.event for t in tellings):
        here = [t for t in tellings if t.event == event and not t.phrase.member]
        if not here:
            continue
        beside = sum(
            event in v.events and v.outcome == here[0].outcome and v.part_of is None and not v.phrases[0].member
            for v in singles
        )
        count = Count.exactly(beside) if beside else None
        for t in here:
            count = exactly(t.phrase) if count is None else count + exactly(t.phrase)
        others = any(t.phrase.other for t in here) and not beside
        weight = (1.3 if here[0].lead else 1.0) + (0.4 if any(t.phrase.definite for t in here) else 0)
        found.append(_Toll(count or Count(2), here, weight, others))
    return found


def _chosen(tolls: list[_Toll], before: int) -> _Toll | None:
    """The toll that is told most and first; an exact one before an open one, a whole before "others"."""
    whole = [t for t in tolls if not t.others] or tolls
    exact = (
        [t for t in whole if t.count.best is not None] or [t for t in whole if t.tellings[0].phrase.count is not None] or whole
    )
    if not exact:
        return None
    exact = _not_below(whole, exact)
    votes: dict[Count, float] = {}
    for t in exact:
        votes[t.count] = votes.get(t.count, 0) + t.weight
    best = max(votes, key=lambda c: votes[c])
    chosen = next(t for t in exact if t.count == best)
    if chosen.others and before:
        return _Toll(chosen.count + Count.exactly(before), chosen.tellings, chosen.weight, True)
    return chosen


def _not_below(whole: list[_Toll], exact: list[_Toll]) -> list[_Toll]:
    """The tolls to choose from: where the opening says "at least six", an exact number below six is of some of them."""
    leading = [t.count.min for t in whole if t.count.best is None and t.count.min > 2 and t.tellings[0].lead]
    least = max(leading, default=0)
    standing = [t for t in exact if (t.count.best or t.count.min) >= least]
    return standing or [t for t in whole if t.count.min >= least] or exact


def _of_outcome(outcome: str, singles: list[Victim], groups: list[Telling], found: list[Victim]) -> Count | None:
    """Adds the victims of one outcome to `found`; how many they are in all, None where there is none."""
    mine = [v for v in singles if v.outcome == outcome]
    told = [t for t in groups if t.outcome == outcome]
    toll = _chosen(_tolls(told, singles), len(mine))
    if toll is None:
        found += mine
        return Count.exactly(len(mine)) if mine else None
    return _placed(outcome, toll, told, mine, found)


def _placed(outcome: str, toll: _Toll, told: list[Telling], mine: list[Victim], found: list[Victim]) -> Count:
    """The groups of the chosen toll, its single victims beside them, and every other single inside or beside."""
    made = [_group(outcome, t) for t in toll.tellings]
    beside = [v for v in mine if v.events & {t.event for t in toll.tellings} and not v.phrases[0].member and not toll.others]
    if toll.others:
        first = min(t.sentence for t in toll.tellings)
        beside = [v for v in mine if v.sentence < first or v.phrases[0].start < toll.tellings[0].phrase.start]
    inside = [v for v in mine if v not in beside]
    room = {id(g): g.count.best if g.count.max is not None else 10**6 for g in made}
    for v in inside:
        home = next((g for g in made if room[id(g)] and (len(made) == 1 or g.phrases[0].sex in (None, v.sex))), None)
        if home is not None:
            v.part_of = home
            room[id(home)] = (room[id(home)] or 0) - 1
    again = [t for t in told if t.event not in {x.event for x in toll.tellings}]
    for t in again:
        home = next((g for g in made if g.count == exactly(t.phrase) or t.phrase.definite or t.phrase.count is None), made[0])
        if t.phrase.pronoun or exactly(t.phrase).min <= (home.count.best or 10**6):
            home.phrases.append(t.phrase)
            home.events.add(t.event)
        if home.cause == "not_said" and outcome == "death":
            home.cause = t.cause
    found += [*made, *beside, *inside]
    total = made[0].count
    for g in made[1:]:
        total += g.count
    for v in [*beside, *(v for v in inside if v.part_of is None)]:
        total += v.count
    return total


def _group(outcome: str, t: Telling) -> Victim:
    p = t.phrase
    cause = t.cause if outcome == "death" else "not_said"
    return Victim(
        outcome, cause, t.modality, exactly(p), [p], list(t.names), p.age, p.sex, p.status, None, {t.event}, t.sentence
    )


def _of_injury(singles: list[Victim], groups: list[Telling], found: list[Victim], dead: Count | None) -> None:
    """The injured: those said to be, or those shot or stabbed less those of them who died."""
    for v in singles:
        if v.outcome == HARM:
            v.outcome = "injury"
    mine = [v for v in singles if v.outcome == "injury"]
    certain = [t for t in groups if t.outcome == "injury"]
    harmed = [t for t in groups if t.outcome == HARM]
    toll, wider = _chosen(_tolls(certain, singles), len(mine)), _chosen(_tolls(harmed, singles), len(mine))
    if toll is not None and not (wider is not None and _tells_more(wider, toll, dead)):
        _placed("injury", toll, [*certain, *(t for t in harmed if exactly(t.phrase) == toll.count)], mine, found)
        _noted(found, harmed)
        return
    toll = wider
    if toll is None:
        found += mine
        return
    if dead is None or toll.others:
        _placed("injury", toll, harmed, mine, found)
        return
    _noted(found, harmed)
    left = _less(toll.count, dead)
    if left is None or left.min <= len(mine):
        found += mine
        return
    group = _group("injury", toll.tellings[0])
    group.count = left
    for v in mine:
        v.part_of = group
    found += [group, *mine]


def _tells_more(harmed: _Toll, injured: _Toll, dead: Count | None) -> bool:
    """Whether the opening's number of people shot leaves more injured than are said to be: "six were shot; five are in hospital"."""
    if not any(t.lead for t in harmed.tellings) or harmed.count.best is None or injured.count.best is None:
        return False
    return harmed.count.best - (dead.min if dead is not None and not harmed.others else 0) > injured.count.best


def _less(harmed: Count, dead: Count) -> Count | None:
    """Those of the harmed who did not die, if the dead are among them, and at the most all: 6 shot, 4 dead is 2 (2–6)."""
    if harmed.best is None or dead.best is None or harmed.best <= dead.best:
        return None
    return Count(harmed.best - dead.best, harmed.best - dead.best, harmed.max)


def _noted(found: list[Victim], tellings: list[Telling]) -> None:
    """Words such as "saw the three being shot" beside the group that they speak of: they count nobody again."""
    for t in tellings:
        home = next(
            (g for g in found if g.group and g.part_of is None and (g.count == exactly(t.phrase) or t.phrase.count is None)),
            None,
        )
        if home is not None and (t.phrase.definite or home.count == exactly(t.phrase)) and t.phrase not in home.phrases:
            home.phrases.append(t.phrase)
