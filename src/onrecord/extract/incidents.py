"""From events to incidents: tellings of the same harm are one incident, and a person told of twice is one victim."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import takewhile

from onrecord.claims import Count, Modality
from onrecord.extract.events import Actor, Event, Reading, exactly
from onrecord.extract.people import Phrase
from onrecord.extract.sentences import Span

__all__ = ["Draft", "Total", "Victim", "drafts"]

_SEPARATE = re.compile(
    r"\b(?:another|separate|unrelated|different|second|previous|earlier|similar)\s+(?:\w+\s+)?(?:shooting|incident|attack|case|killing|homicide|bombing|stabbing|blast)\b",
    re.IGNORECASE,
)
_VIOLENCE = ("killing", "assault", "bombing", "arson", "robbery", "torture")


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

    @property
    def group(self) -> bool:
        return self.count.best != 1 or self.phrases[0].plural


@dataclass(slots=True)
class Draft:
    """An incident as it grows."""

    act: str
    kind: str
    modality: Modality
    key: str
    events: list[Event] = field(default_factory=list)
    victims: list[Victim] = field(default_factory=list)
    actors: list[Actor] = field(default_factory=list)
    led_to: list[Draft] = field(default_factory=list)
    days: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Total:
    """A report's own total and the drafts that it covers."""

    outcome: str
    count: Count
    phrase: Phrase
    sentence: int
    covers: list[Draft]


def drafts(r: Reading) -> tuple[list[Draft], list[Total]]:
    """The incidents and the totals of a report."""
    lead = {e.sentence for e in r.events if e.sentence <= 4 and e.trigger.outcome == "death" and not e.naming}
    leading = [e for e in r.events if e.sentence in lead and e.trigger.outcome == "death" and e.modality.tallied and e.victims]
    rest = [e for e in r.events if e not in leading]
    built = _build(r, rest)
    parts = [d for d in built if d.kind == "harm" and d.modality.tallied and _dead(d)]
    totals: list[Total] = []
    back: list[Event] = []
    for e in leading:
        count = exactly(e.victims[0])
        sums = sum(_dead(d) for d in parts)
        if len(parts) >= 2 and count.best == sums and count.min == count.best:
            totals.append(Total("death", count, e.victims[0], e.sentence, parts))
        else:
            back.append(e)
    if back:
        built = _build(r, [e for e in r.events if e in back or e in rest])
        if totals:
            parts = [d for d in built if d.kind == "harm" and d.modality.tallied and _dead(d)]
            for t in totals:
                t.covers = parts
    return built, totals[:1]


def _dead(d: Draft) -> int:
    return sum(v.count.best or 0 for v in d.victims if v.outcome == "death" and v.part_of is None)


def _build(r: Reading, events: list[Event]) -> list[Draft]:
    found: list[Draft] = []
    for e in events:
        if e.background and not any(v.names for v in e.victims):
            continue
        if e.naming:
            if found and (target := next((d for d in reversed(found) if d.key == "violence" and d.victims), None)):
                _add(r, target, e, "death" if any(v.outcome == "death" for v in target.victims) else "injury")
            continue
        d = _home(r, found, e)
        if d is None:
            continue
        d.events.append(e)
        d.days += [day for day in _days(r, r.spans[e.sentence]) if day not in d.days]
        _gravest(d, e)
        for a in e.actors:
            _act(r, d, a)
        if e.victims and e.trigger.kind == "harm":
            _add(r, d, e, e.trigger.outcome)
        others = [o for o in d_of(found, e.sentence) if o is not d]
        for o in others:
            if any(x.after and x.sentence == e.sentence for x in o.events) and d not in o.led_to:
                o.led_to.append(d)
    for d in found:
        _settle(r, d)
    return [
        d for d in found if d.kind == "context" or d.victims or d.key in ("bombing", "arson") or d.act in ("bombing", "arson")
    ]


def d_of(found: list[Draft], sentence: int) -> list[Draft]:
    return [d for d in found if any(e.sentence == sentence for e in d.events)]


def _key(e: Event) -> str:
    if e.trigger.kind == "context":
        return f"context {e.trigger.act}"
    if not e.modality.tallied:
        return f"{e.modality} {e.trigger.act}"
    if e.trigger.cause == "self_inflicted":
        return "self"
    return "violence" if e.trigger.act in _VIOLENCE else e.trigger.act


def _home(r: Reading, found: list[Draft], e: Event) -> Draft | None:
    """The incident that an event tells of: one there is, or a new one; None where it adds nothing by itself."""
    key = _key(e)
    same = [d for d in found if d.key == key]
    if key == "violence" and e.trigger.outcome == "death" and e.victims and e.victims[0].pronoun:
        before = [d for d in found if d.key == "self" and d.events[-1].sentence == e.sentence]
        if before:
            return before[-1]
    if (
        key == "violence"
        and e.trigger.cause == "not_said"
        and any(d.key == "self" and d.events[-1].sentence == e.sentence for d in found)
    ):
        return next(d for d in found if d.key == "self" and d.events[-1].sentence == e.sentence)
    if same and not _apart(r, same[-1], e):
        return same[-1]
    known = next((d for d in same[:-1] if _names(e.victims, r) & {n for v in d.victims for n in map(_last, v.names)}), None)
    if known is not None:
        return known
    if e.trigger.side == "none" and e.trigger.act == "assault":
        return same[-1] if same else None
    d = Draft(e.trigger.act, e.trigger.kind, e.modality, key)
    found.append(d)
    return d


def _names(phrases: list[Phrase], r: Reading) -> set[str]:
    return {_last(r.text[s.start : s.end]) for p in phrases for s in p.names}


def _last(name: str) -> str:
    words = [w.strip(".,").lower() for w in name.split()]
    words = [w for w in words if w not in ("jr", "sr", "ii", "iii")] or words
    return words[-1]


def _same_name(a: str, b: str) -> bool:
    """Whether two forms of a name can be one person's: the last word agrees, and the first where both give one."""
    x, y = a.lower().split(), b.lower().split()
    return _last(a) == _last(b) and (len(x) == 1 or len(y) == 1 or x[0][:1] == y[0][:1])


def _apart(r: Reading, d: Draft, e: Event) -> bool:
    """Whether the words set this event apart from the incident told so far."""
    span = r.spans[e.sentence]
    if _SEPARATE.search(r.text[span.start : span.end]):
        return all(x.sentence != e.sentence for x in d.events)
    here = _days(r, span)
    there = d.days
    if here and there and not set(here) & set(there) and abs(_ordinal(here[0]) - _ordinal(there[0])) > 2:
        return True
    return bool(
        d.key not in ("violence", "self")
        and e.victims
        and d.victims
        and d.key.split()[0] not in ("context",)
        and e.sentence - d.events[-1].sentence > 12
    )


def _days(r: Reading, span: Span) -> list[str]:
    """The days named in a span. By bisection, for a list of the dead has as many dates as events."""
    first = bisect_left(r.dates, span.start, key=lambda x: x.start)
    return [x.edtf for x in takewhile(lambda x: x.start < span.end, r.dates[first:]) if x.precision == "day"]


def _ordinal(edtf: str) -> int:
    year, month, day = (int(x) for x in edtf.replace("XXXX", "0000").split("-"))
    return year * 366 + month * 31 + day


def _gravest(d: Draft, e: Event) -> None:
    if (d.act == "assault" and e.trigger.act in ("killing", "bombing", "arson", "torture")) or (
        d.act == "killing" and e.trigger.act in ("bombing", "arson")
    ):
        d.act = e.trigger.act
    if d.modality is Modality.ALLEGED and e.modality is Modality.STATED and d.kind == "harm":
        d.modality = Modality.STATED


def _act(r: Reading, d: Draft, actor: Actor) -> None:
    if actor.phrase.pronoun or any(a.phrase is actor.phrase for a in d.actors):
        return
    for a in d.actors:
        if a.role == actor.role and (a.phrase.head == actor.phrase.head or _names([a.phrase], r) & _names([actor.phrase], r)):
            return
    d.actors.append(actor)


def _resolved(r: Reading, e: Event, p: Phrase) -> Phrase | None:
    """Who a pronoun means: the subject of the sentence before, or of this one, of the same number."""
    if not p.pronoun:
        return p
    plural = p.head in ("they", "them", "themselves")
    for n in range(e.sentence - 1, max(-1, e.sentence - 4), -1):
        for q in r.phrases[n]:
            if (
                not q.pronoun
                and (q.plural or (q.best or 2) > 1) == plural
                and (plural or q.sex is None or p.sex is None or q.sex == p.sex)
                and q.head not in ("police", "officials")
            ):
                return q
    return None


def _add(r: Reading, d: Draft, e: Event, outcome: str) -> None:
    group: Victim | None = None
    for told in e.victims:
        if told.pronoun and outcome == "injury" and any(v.outcome == "death" for v in d.victims):
            continue  # "… and a soldier shot him": he was told of as dead before
        p = _resolved(r, e, told)
        if p is None or (
            p.head in ("sources", "police", "officials", "suspect", "suspects", "gunman", "shooter")
            and not p.count
            and e.trigger.side == "after"
        ):
            continue
        v = _place_victim(r, d, e, p, outcome, group if p.member else None)
        if v is not None and v.group:
            group = v


def _place_victim(r: Reading, d: Draft, e: Event, p: Phrase, outcome: str, group: Victim | None) -> Victim | None:
    names = [r.text[s.start : s.end] for s in p.names]
    count = exactly(p)
    single = not p.plural and count.best == 1
    for v in d.victims:
        if names and v.names and _same_name(v.names[0], names[0]):
            return _told_again(v, e, p, names, outcome)
    dead = next((v for v in d.victims if v.group and v.outcome == "death" and v.part_of is None), None)
    if outcome == "injury" and dead is not None and p.definite and p.plural and count.best in (None, dead.count.best):
        dead.phrases.append(p)  # "saw the three being shot": told before as dead
        return dead
    hurt = next((v for v in d.victims if v.group and v.outcome == "injury" and v.part_of is None), None)
    if outcome == "death" and dead is None and hurt is not None and p.definite and p.plural and count.best == hurt.count.best:
        return _told_again(hurt, e, p, names, outcome)  # "the three had been shot", and then: who killed the three
    same = [v for v in d.victims if v.outcome == outcome and v.part_of is None]
    if group is None and p.other and not names and (p.best == 1 or not same):
        same = []
    if single:
        if group is None:
            group = next(
                (v for v in same if v.group and (names or p.head not in ("victim", "person", "man", "woman", "one"))), None
            )
        for v in d.victims:
            if (
                not v.group
                and v.outcome in (outcome, "injury")
                and not (v.names and names)
                and _alike(v, p)
                and not p.other
                and not p.member
            ):
                return _told_again(v, e, p, names, outcome)
        if group is not None:
            inside = sum(1 for v in d.victims if v.part_of is group)
            if group.count.best is not None and inside >= group.count.best:
                return None
            if not names and not p.member:
                return None
            return _new(d, e, p, names, outcome, Count.exactly(1), group)
        if not names and same and not p.other:
            return None
        return _new(d, e, p, names, outcome, count, None)
    for v in same:
        if v.group:
            if p.definite or v.count.best is None or count.best is None or count.best <= (v.count.best or 0):
                if v.count.best is None and count.best is not None and count.min >= v.count.min:
                    v.count = count
                v.phrases.append(p)
                return v
            if p.count is not None:
                v.count = count
                v.phrases.insert(0, p)
                return v
    if p.definite and p.count is None and any(v.part_of is None for v in d.victims):
        return None
    if p.count is None and same:
        return None
    singles = [v for v in same if not v.group]
    made = _new(d, e, p, names, outcome, count, None)
    if not p.other and (count.best or count.min) >= len(singles):
        for v in singles:
            v.part_of = made
    return made


def _alike(v: Victim, p: Phrase) -> bool:
    return (v.sex is None or p.sex is None or v.sex == p.sex) and (v.age is None or p.age is None or v.age == p.age)


def _told_again(v: Victim, e: Event, p: Phrase, names: list[str], outcome: str) -> Victim:
    v.phrases.append(p)
    for name in names:
        if name not in v.names:
            v.names.append(name)
    v.names.sort(key=len, reverse=True)
    v.age, v.sex = v.age or p.age, v.sex or p.sex
    if v.status == "unknown":
        v.status = p.status
    if outcome == "death" and v.outcome == "injury":
        v.outcome = "death"
    if v.cause == "not_said" and e.trigger.outcome == "death":
        v.cause = e.trigger.cause
    return v


def _new(d: Draft, e: Event, p: Phrase, names: list[str], outcome: str, count: Count, part_of: Victim | None) -> Victim:
    made = Victim(
        outcome,
        e.trigger.cause if outcome == "death" else "not_said",
        e.modality,
        count,
        [p],
        names,
        p.age,
        p.sex,
        p.status,
        part_of,
    )
    d.victims.append(made)
    return made


def _settle(r: Reading, d: Draft) -> None:
    """What can be told once all of an incident is there: its members by earlier words, causes, and who is no victim of it."""
    violent = d.key == "violence"
    for v in d.victims:
        if v.outcome == "none":
            v.outcome = "injury" if any(x.outcome == "injury" for x in d.victims) else "none"
        if v.cause == "not_said" and v.outcome == "death" and violent and any(x.cause == "direct" for x in d.victims):
            v.cause = "direct"
        if v.cause == "not_said" and v.outcome == "death" and d.act in ("bombing", "arson"):
            v.cause = "direct"
        if d.key == "self" and v.outcome == "death":
            v.cause = "self_inflicted"
    harmed = [v for v in d.victims if v.outcome not in ("none", "named")]
    for v in harmed:
        if v.part_of is not None and v.part_of not in harmed:
            v.part_of = None
    if violent and harmed:
        d.victims = harmed
        d.act = "killing" if d.act == "assault" and any(v.outcome == "death" for v in harmed) else d.act
    else:
        d.victims = harmed
    for v in d.victims:
        if v.part_of is not None and not v.names:
            seen = {(p.start, p.end) for p in v.phrases}
            v.phrases += [
                p for ps in r.phrases for p in ps if p.member and p.head == v.phrases[0].head and (p.start, p.end) not in seen
            ]
    groups = [v for v in d.victims if v.group and v.count.best and v.part_of is None]
    for v in groups:
        first = v.phrases[0].start
        for n, phrases in enumerate(r.phrases):
            for k, p in enumerate(phrases):
                if (
                    p.member
                    and k
                    and not any(p in x.phrases for x in d.victims)
                    and phrases[k - 1].best == v.count.best
                    and r.spans[n].start < first
                ):
                    if phrases[k - 1] not in v.phrases:
                        v.phrases.append(phrases[k - 1])
                    same_head = [q for ps in r.phrases for q in ps if q.member and q.head == p.head]
                    known = next((x for x in d.victims if x.part_of is v and x.phrases[0].head == p.head), None)
                    if known is None:
                        d.victims.append(
                            Victim(v.outcome, v.cause, v.modality, Count.exactly(1), same_head, [], p.age, p.sex, p.status, v)
                        )


def words(phrase: Phrase) -> Span:
    return Span(phrase.start, phrase.end)
