"""From events to incidents: tellings of the same harm are one incident, and a person told of twice is one victim."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta

from onrecord.claims import Count, Modality
from onrecord.dates import bounds
from onrecord.extract.agencies import with_agencies
from onrecord.extract.confrontations import implied
from onrecord.extract.counting import with_counts
from onrecord.extract.draft import ANY_YEAR, Days, Draft
from onrecord.extract.fatal import with_fatal_nouns
from onrecord.extract.fates import one_fate
from onrecord.extract.harmed import not_harmed, was_hit
from onrecord.extract.naming import with_names
from onrecord.extract.opinion import Opinion
from onrecord.extract.people import GENERIC
from onrecord.extract.phrase import Phrase
from onrecord.extract.pronouns import resolved
from onrecord.extract.reading import Actor, Event, Reading
from onrecord.extract.roster import with_roster
from onrecord.extract.sentences import Span
from onrecord.extract.settling import settled
from onrecord.extract.victims import Telling, Victim, exactly, last_name

__all__ = ["Draft", "Total", "Victim", "drafts"]

_SEPARATE = re.compile(
    r"\b(?:another|separate|unrelated|different|second|previous|earlier|similar)\s+(?:\w+\s+)?(?:shooting|incident|attack|case|killing|homicide|bombing|stabbing|blast)\b",
    re.IGNORECASE,
)
_VIOLENCE = ("killing", "assault", "bombing", "arson", "torture")


@dataclass(slots=True)
class Total:
    """A report's own total and the drafts that it covers."""

    outcome: str
    count: Count
    phrase: Phrase
    sentence: int
    covers: list[Draft]


def drafts(r: Reading, opinion: Opinion | None = None) -> tuple[list[Draft], list[Total]]:
    """The incidents and the totals of a report, with the names and the numbers of the victims of a shooting; `opinion` is what
    another reader holds of its names."""
    found, totals = events_to_incidents(r)
    found, told = with_names(r, found)
    return with_roster(r, found if totals else with_counts(r, found, told), told, opinion), totals


def events_to_incidents(r: Reading) -> tuple[list[Draft], list[Total]]:
    """The incidents and the totals of a report by its words for harm alone."""
    lead = {e.sentence for e in r.events if e.sentence <= 4 and e.trigger.outcome == "death" and not e.naming}
    leading = [e for e in r.events if e.sentence in lead and e.trigger.outcome == "death" and e.modality.tallied and e.victims]
    aside = {id(e) for e in leading}
    rest = [e for e in r.events if id(e) not in aside]
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
        aside -= {id(e) for e in back}
        built = _build(r, [e for e in r.events if id(e) not in aside])
        if totals:
            parts = [d for d in built if d.kind == "harm" and d.modality.tallied and _dead(d)]
            for t in totals:
                t.covers = parts
    return with_fatal_nouns(r, built), totals[:1]


def _dead(d: Draft) -> int:
    return sum(v.count.best or 0 for v in d.victims if v.outcome == "death" and v.part_of is None)


_BEFORE = 3  # sentences


def _of_doers(told: _Told, e: Event) -> bool:
    """Whether those detained are who did the harm told of so far: "the officer, who has been detained"."""
    doers = {a.phrase.head for d in told.of_key.get("violence", ()) for a in d.actors if a.role == "carried_out"}
    held = {p.head for d in told.of_key.get("violence", ()) for t in d.tellings for p in [t.phrase]}
    return bool(e.victims) and all(p.definite and p.head in doers - held for p in e.victims)


class _Told:
    """The incidents told of so far, found again by kind, by sentence and by the names in them."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self.of_key: dict[str, list[Draft]] = {}
        self.of_sentence: dict[int, list[Draft]] = {}
        self.of_name: dict[tuple[str, str], Draft] = {}

    def begin(self, d: Draft) -> Draft:
        self.drafts.append(d)
        self.of_key.setdefault(d.key, []).append(d)
        return d

    def tells(self, d: Draft, e: Event) -> None:
        """Notes that an event tells of an incident."""
        d.events.append(e)
        here = self.of_sentence.setdefault(e.sentence, [])
        if not any(o is d for o in here):
            here.append(d)

    def named(self, d: Draft, names: set[str]) -> None:
        d.names |= names
        for name in names:
            self.of_name.setdefault((d.key, name), d)


def _build(r: Reading, events: list[Event]) -> list[Draft]:
    told, early = _Told(), []
    for number, e in enumerate(events):
        if e.background and not any(v.names for v in e.victims):
            continue
        if e.trigger.act == "detention" and _of_doers(told, e):
            e.trigger = replace(e.trigger, act="arrest", outcome="none", kind="context")
            e.actors, e.victims = [Actor(p, "subject") for p in e.victims[:1]], []
        if e.naming:
            pool = (
                [d for d in told.drafts if d.kind == "harm" and d.events[-1].sentence == e.sentence - 1]
                if e.listing
                else told.of_key.get("violence", ())
            )
            if target := next((d for d in reversed(pool) if d.tellings), None):
                told.tells(target, e)
                told.named(target, _add(r, target, e, number))
            continue
        d = _home(r, told, e)
        if d is None:
            early.append(e)
            continue
        if not d.events and d.key == "violence":  # "Fighters fired on the village. Seven people were killed."
            for actor in (a for x in early if e.sentence - x.sentence <= _BEFORE for a in x.actors):
                _act(r, d, actor)
        told.tells(d, e)
        d.days += [day for day in _when(r, e.sentence) if day not in d.days]
        _gravest(d, e)
        if e.victims and e.trigger.kind == "harm":
            told.named(d, _add(r, d, e, number))
        for a in e.actors:
            _act(r, d, a)
        for o in told.of_sentence[e.sentence]:
            if o is not d and any(x.after and x.sentence == e.sentence for x in o.events) and not any(x is d for x in o.led_to):
                o.led_to.append(d)
    return _whole(r, told.drafts)


def _whole(r: Reading, found: list[Draft]) -> list[Draft]:
    """The incidents with their victims and targets, those left out that tell of no harm by themselves."""
    held = [o for o in found if o.act in ("detention", "abduction") and o.tellings]
    for d in found:
        _during(r, held, d)
    found = one_fate(found)
    for d in found:
        d.actors = [a for a in d.actors if not was_hit(d, a.phrase)]  # nobody did it to themselves
    for d in list(found):
        found += settled(r, d)
        d.actors += implied(r, d)
        d.actors = with_agencies(r, d)
        if d.key == "violence" and d.act in ("assault", "bombing", "arson", "killing"):
            d.targets = _targets(r, d)
    kept = [d for d in found if d.kind == "context" or d.victims or d.targets or d.act in ("bombing", "arson", "robbery")]
    follows = False
    for d in kept:
        d.follows, follows = follows, follows or (d.kind == "harm" and bool(d.events))
    return kept


def _during(r: Reading, held: list[Draft], d: Draft) -> None:
    """Puts a beating of those who were detained or taken into that incident: "two of the farmers were beaten"."""
    if d.act not in ("assault", "torture") or not d.tellings or any(t.outcome == "death" for t in d.tellings):
        return
    for o in [o for o in held if o.modality is d.modality]:
        heads = {t.phrase.head for t in o.tellings}
        back = [p for t in d.tellings for p in r.phrases[t.sentence] if p.definite and p.plural and p.head in heads]
        if back:
            for t in d.tellings:
                t.outcome = "injury"
                t.phrase.member = True
            o.events += d.events
            o.tellings += d.tellings
            o.actors += [a for a in d.actors if not any(a.phrase.head == b.phrase.head for b in o.actors)]
            d.events, d.tellings = [], []
            return


def _targets(r: Reading, d: Draft) -> list[Span]:
    """The things attacked in an incident's own sentences, each told of once."""
    found: dict[str, Span] = {}
    for n in sorted({e.sentence for e in d.events}):
        for t in r.targets[n]:
            found.setdefault(r.text[t.start : t.end].lower().split()[-1], t)
    return list(found.values())


def _key(e: Event) -> str:
    if e.trigger.kind == "context":
        return f"context {e.trigger.act}"
    if not e.modality.tallied:
        return f"{e.modality} {e.trigger.act}"
    if e.trigger.cause == "self_inflicted":
        return "self"
    return "violence" if e.trigger.act in _VIOLENCE else e.trigger.act


def _home(r: Reading, told: _Told, e: Event) -> Draft | None:
    """The incident that an event tells of: one there is, or a new one; None where it adds nothing by itself."""
    key = _key(e)
    last = told.of_key[key][-1] if key in told.of_key else None
    if key == "violence" and (
        (e.trigger.outcome == "death" and e.victims and e.victims[0].pronoun) or e.trigger.cause == "not_said"
    ):
        own_hand = told.of_key.get("self", [])
        if own_hand and own_hand[-1].events[-1].sentence == e.sentence:
            return own_hand[-1]
    if last is not None and not _apart(r, last, e):
        return last
    known = next((d for name in sorted(_names(e.victims, r)) if (d := told.of_name.get((key, name))) is not None), None)
    if known is not None:
        return known
    if e.trigger.side == "none" and e.trigger.act == "assault" and not r.targets[e.sentence]:
        return last
    return told.begin(Draft(e.trigger.act, e.trigger.kind, e.modality, key))


def _names(phrases: list[Phrase], r: Reading) -> set[str]:
    return {last_name(r.text[s.start : s.end]) for p in phrases for s in p.names}


def _apart(r: Reading, d: Draft, e: Event) -> bool:
    """Whether the words set this event apart from the incident told so far."""
    span = r.spans[e.sentence]
    if _SEPARATE.search(r.text[span.start : span.end]):
        return all(x.sentence != e.sentence for x in d.events)
    if not e.modality.tallied and e.victims and d.tellings:
        told = [q for p in e.victims for q in resolved(r, e, p)]
        heads, several = {q.head for q in told}, {t.phrase.plural for t in d.tellings}
        return bool(told) and not heads & ({t.phrase.head for t in d.tellings} | GENERIC) and told[0].plural not in several
    beside = e.victims or [p for x in r.events_of(e.sentence) if x.trigger.kind == e.trigger.kind for p in x.victims]
    if any(p.pronoun or p.definite for p in beside):
        return False
    if _names(e.victims, r) & d.names:
        return False
    if _other_account(r, d, e) or _other_side(d, e):
        return True
    here, there = _when(r, e.sentence), d.days
    if here and there and not any(_near(a, b) for a in here for b in there):
        return True
    return bool(
        d.key not in ("violence", "self")
        and e.victims
        and d.tellings
        and d.key.split()[0] not in ("context",)
        and e.sentence - d.events[-1].sentence > 12
    )


def _other_account(r: Reading, d: Draft, e: Event) -> bool:
    """Whether another source tells of other dead: "two guerrillas" by the army, "five farmers" by the villagers."""
    mine = next((p for p in e.victims if p.plural and p.count and p.count.best), None)
    theirs = next((t for t in d.tellings if t.phrase.plural and t.phrase.count and t.outcome == e.trigger.outcome), None)
    if mine is None or theirs is None or mine.other or e.trigger.outcome != "death" or mine.count == theirs.phrase.count:
        return False
    sides = {mine.status, theirs.phrase.status}
    return sides == {"civilian", "combatant"} and e.sentence != theirs.sentence


_STATE = frozenset(
    "soldier soldiers troops police policeman policemen officer officers army forces military guards marines navy force warplanes artillery".split()
)
_AGAINST = frozenset(
    """gunmen gunman militants militant bandits rebels guerrillas insurgents fighters jihadists attackers assailants protesters demonstrators militiamen
    rioters herders herdsmen terrorists taliban""".split()
)


def _other_side(d: Draft, e: Event) -> bool:
    """Whether somebody of the other side does this harm: gunmen killed a guard, and "soldiers had killed three bandits in pursuit"."""
    here, there = ({a.phrase.head for a in x.actors if a.role == "carried_out"} for x in (e, d))
    if not here or not there or not e.victims or not d.tellings or any(x.sentence == e.sentence for x in d.events):
        return False
    return (here <= _STATE and there <= _AGAINST) or (here <= _AGAINST and there <= _STATE)


_SINCE = re.compile(r"\bsince\s+(?:the\s+(?:beginning|start|end)\s+(?:of\s+)?)?$", re.IGNORECASE)


def _when(r: Reading, sentence: int) -> list[Days]:
    """The first and last days of every date in a sentence, and whether its year is left open."""
    found = []
    for x in r.dates_in(r.spans[sentence]):
        if _SINCE.search(r.text[max(0, x.start - 30) : x.start]):
            continue  # the first day of a stretch that goes on sets nothing apart
        if x.precision in ("day", "month", "year", "range", "set", "week"):
            first, last = bounds(x.edtf.replace("XXXX", ANY_YEAR))
            if first is not None and last is not None:
                found.append((first, last, "XXXX" in x.edtf))
    return found


def _near(a: Days, b: Days) -> bool:
    """Whether two stretches of time are two days apart at the most; a year left open contradicts no year."""
    if a[2] != b[2]:
        return True
    return a[0] - b[1] <= timedelta(days=2) and b[0] - a[1] <= timedelta(days=2)


def _gravest(d: Draft, e: Event) -> None:
    if (d.act == "assault" and e.trigger.act in ("killing", "bombing", "arson", "torture")) or (
        d.act == "killing"
        and (
            e.trigger.act == "bombing"
            or (e.trigger.act == "arson" and any(x.sentence == e.sentence and x.victims for x in d.events))
        )
    ):
        d.act = e.trigger.act
    if d.modality is Modality.ALLEGED and e.modality is Modality.STATED and d.kind == "harm" and e.victims:
        d.modality = Modality.STATED


def _act(r: Reading, d: Draft, actor: Actor) -> None:
    if actor.phrase.pronoun or any(a.phrase is actor.phrase for a in d.actors):
        return
    for a in d.actors:
        if a.role == actor.role and (a.phrase.head == actor.phrase.head or _names([a.phrase], r) & _names([actor.phrase], r)):
            return
    d.actors.append(actor)


def _add(r: Reading, d: Draft, e: Event, number: int) -> set[str]:
    """Notes whom an event tells of; who they are in all is weighed once the incident is whole. Gives their last names."""
    found: set[str] = set()
    meant = [(p, told.pronoun) for told in e.victims for p in resolved(r, e, told)]
    whom = [p for p, _ in meant]
    if e.trigger.side != "back":
        e.actors = [a for a in e.actors if not any(a.phrase is p for p in whom)]
    for p, pronoun in meant:
        if p.organisation or not_harmed(r, p, e, pronoun) or _NOBODY.match(r.text, p.start, p.end):
            continue
        names = [r.text[s.start : s.end] for s in p.names]
        found |= {last_name(n) for n in names}
        p.member = p.member or _listed(p, e)
        lead = e.sentence <= r.lead
        d.tellings.append(Telling(p, names, e.trigger.outcome, e.trigger.cause, e.modality, number, e.sentence, lead))
    return found


_NOBODY = re.compile(r"(?:no|each|every|any|neither)\b(?!\s+other\b)", re.IGNORECASE)
"""Before a noun for people that adds nobody: "no employees were hurt", "each victim was shot twice"."""


def _listed(p: Phrase, e: Event) -> bool:
    """Whether a single person stands in the list of whom the group before them is made up: "three men, Ana …, Bo … and Cy …"."""
    groups = [q for q in e.victims if q.plural and q.start < p.start and q.best]
    if not groups or p.plural:
        return False
    after = [q for q in e.victims if q.start > groups[0].start]
    return all(not q.plural for q in after) and len(after) == groups[0].best
