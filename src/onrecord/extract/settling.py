"""What can be told once all of an incident is there: its victims, their causes, names and members, and who denies it."""

from __future__ import annotations

import re
from functools import reduce
from operator import add

from onrecord.claims import Count
from onrecord.extract.doers import is_of_force
from onrecord.extract.draft import Draft
from onrecord.extract.names import SURELY
from onrecord.extract.people import RELATIVES
from onrecord.extract.phrase import Phrase
from onrecord.extract.pronouns import is_official, sex_beside_name, sex_by_pronouns
from onrecord.extract.reading import Reading
from onrecord.extract.sides import partners_from
from onrecord.extract.victims import HARM, Victim, exactly, same_name, victims_of

__all__ = ["settled"]

_ARMS = frozenset("firearm bomb grenade mine artillery rocket air_strike drone blade".split())


def settled(r: Reading, d: Draft) -> list[Draft]:
    """What can be told once all of an incident is there: its victims, their causes, and who is singled out by earlier words.

    Gives the further incidents of those who, by the report's own toll, died on another occasion.
    """
    violent = d.key == "violence"
    deadly = any(t.outcome == "death" for t in d.tellings)
    for t in d.tellings:
        if t.outcome == "named":
            t.outcome = "death" if deadly else HARM if violent else d.tellings[0].outcome
    told, surplus = victims_of(d.tellings)
    d.victims = [v for v in told if v.outcome != "none"]
    for v in d.victims:
        v.sex = sex_beside_name(r, v) or v.sex or (v.part_of.sex if v.part_of is not None else None) or sex_by_pronouns(r, v)
        if v.outcome == "death" and d.key == "self":
            v.cause = "self_inflicted"
        if (
            v.outcome == "death"
            and v.cause == "not_said"
            and (d.act in ("bombing", "arson") or (violent and any(x.cause == "direct" for x in d.victims)))
        ):
            v.cause = "direct"
        if v.outcome == "death" and v.cause == "not_said" and violent and _by_arms(r, d):
            v.cause = "direct"
        if v.part_of is not None and v.part_of not in d.victims:
            v.part_of = None
    if violent and d.act == "assault" and any(v.outcome == "death" for v in d.victims):
        d.act = "killing"
    _deny(r, d)
    _in_full(r, d)
    _named_elsewhere(r, d)
    _singled_out(r, d)
    held = {id(p) for v in d.victims for p in v.phrases}
    apart = [_elsewhere(d, v) for v in surplus if not any(id(p) in held for p in v.phrases)]
    for other in apart:
        _in_full(r, other)
        _only_one_named(r, other)
    return apart


def _by_arms(r: Reading, d: Draft) -> bool:
    """Whether the sentences that tell of the dead name a weapon: they died by another's direct act."""
    told = {e.sentence for e in d.events if e.trigger.outcome == "death"}
    return any(code in _ARMS for n in told for code, _ in r.means_in(n))


def _elsewhere(d: Draft, v: Victim) -> Draft:
    """The incident of a death that an incident's own toll leaves no room for."""
    told = [e for e in d.events if any(p in v.phrases for p in e.victims)]
    made = Draft(next((e.trigger.act for e in told), "killing"), d.kind, v.modality, d.key, told)
    made.victims = [v]
    return made


_DENIES = re.compile(r"\s*(?:,[^,]{1,60},\s*)?(?:have\s+|has\s+|had\s+)?(?:den(?:y|ied|ies)|rejected)\b", re.IGNORECASE)


def _deny(r: Reading, d: Draft) -> None:
    """Marks those accused who, by a sentence of the report, deny it."""
    for a in d.actors:
        heads = [p for p in r.of_head(a.phrase.head) if p.definite or p.names]
        if a.status in ("accused", "suspected") and any(_DENIES.match(r.text, p.end) for p in heads):
            a.status = "denied"


def _in_full(r: Reading, d: Draft) -> None:
    """The full name, age and further words of somebody who is told of by one name only."""
    for v in d.victims:
        _double(r, v)
        if v.group or not v.names or any(len(n.split()) > 1 for n in v.names):
            continue
        whole = [p for p in r.named if any(same_name(r.text[n.start : n.end], v.names[0]) for n in p.names)]
        full = list(dict.fromkeys(r.text[n.start : n.end] for p in whole for n in p.names))
        if full and all(same_name(full[0], n) for n in full):
            v.names = [*sorted(full, key=len, reverse=True), *v.names]
            v.phrases += whole[:1]
            v.age = v.age or next((p.age for p in whole if p.age), None)
            v.sex = v.sex or next((p.sex for p in whole if p.sex), None)


def _double(r: Reading, v: Victim) -> None:
    """The double surname of somebody who is called by its first part: "Velmora-Tarn came out. Velmora was shot"."""
    first = {f"{n.split()[-1]}-" for n in v.names}
    whole = [p for last in sorted(r.last_names) if last.startswith(tuple(first)) for p, _ in r.of_last(last)] if first else []
    names = list(dict.fromkeys(r.text[s.start : s.end] for p in whole for s in p.names))
    if not v.group and names and len({n.split()[-1] for n in names}) == 1:
        v.names = [*sorted(names, key=len, reverse=True), *v.names]
        v.phrases += whole[:1]


def _named_elsewhere(r: Reading, d: Draft) -> None:
    """The name of somebody told of without one, where the report gives it beside the same words: "the trader, Ana Velmora"."""
    doers = {a.phrase.head for a in d.actors}
    for v in [v for v in d.victims if not v.group and not v.names]:
        heads = {p.head for p in v.phrases if not p.pronoun} - doers
        if sum(bool(heads & {p.head for p in x.phrases}) for x in d.victims if not x.group) > 1:
            continue
        told = [p for p in r.of_head(*sorted(heads)) if p.names and p.definite and not p.plural]
        names = list(dict.fromkeys(r.text[s.start : s.end] for p in told for s in p.names))
        if names and all(same_name(names[0], n) for n in names):
            v.names = sorted(names, key=len, reverse=True)
            v.phrases += [p for p in told if not any(p is q for q in v.phrases)]
            v.age = v.age or next((p.age for p in told if p.age), None)
    _only_one_named(r, d)
    for v in [v for v in d.victims if v.group and v.count.best and not any(x.part_of is v for x in d.victims)]:
        _made_up(r, d, v)


def _only_one_named(r: Reading, d: Draft) -> None:
    """The name of the one who is told of without one, where the report names one person only who is neither of those who acted nor called by
    an office: "Velmora fled; officers shot the 31-year-old"."""
    single = [v for v in d.victims if not v.group and not v.names and not any(is_of_force(r, p) for p in v.phrases)]
    if len(single) != 1:
        return
    v = single[0]
    defined = [
        p
        for p in v.phrases
        if (p.definite or p.pronoun or _bare(r, p) or _first_told(r, p))
        and (p.pronoun or p.head.endswith("-year-old") or p.head in _DEFINED)
    ]
    if not defined or len(r.last_names) > _FEW:
        return
    acted = [a for e in d.events if any(p is q for p in e.victims for q in v.phrases) for a in e.actors]
    held = [n for x in d.victims for n in x.names] + [r.text[s.start : s.end] for a in acted for s in a.phrase.names]
    people = [p for ps in r.phrases for p in ps if p.names and not p.organisation]
    officials = [r.text[s.start : s.end] for p in people if is_official(r, p) for s in p.names]
    named = [
        p
        for p in people
        if p.head not in RELATIVES | {"mother", "father", "parents"}
        and not any(same_name(r.text[s.start : s.end], n) for s in p.names for n in [*held, *officials])
    ]
    names = list(dict.fromkeys(r.text[s.start : s.end] for p in named for s in p.names))
    if not defined or not names or not all(same_name(max(names, key=len), n) for n in names):
        return
    near = any(0 <= r.sentence_of(p.start) - r.sentence_of(q.start) <= _NEAR for p in defined for q in named)
    acts = len(r.spans) <= _SHORT or any(SURELY.match(r.text, n.end) or q.age is not None for q in named for n in q.names)
    if (named[0].sex is None or v.sex is None or named[0].sex == v.sex) and near and acts and not _speaks(r, named):
        v.names = sorted(names, key=len, reverse=True)
        v.phrases += named[:1]
        v.age = v.age or next((p.age for p in named if p.age), None)


def _bare(r: Reading, p: Phrase) -> bool:
    """Whether a sentence opens with a noun alone, as notes do: "Suspect was shot"."""
    return p.end - p.start == len(p.head) and p.start == r.spans[r.sentence_of(p.start)].start and not p.plural


def _first_told(r: Reading, p: Phrase) -> bool:
    """Whether "a man" is the only person without a name whom a short report tells of, before it names anybody: "Police shot a man who had
    a knife. Velmora had called a friend"."""
    if len(r.spans) > _SHORT or p.plural or not re.match(r"an?\s", r.text[p.start : p.end], re.IGNORECASE):
        return False
    people = [q for ps in r.phrases for q in ps if not (q.organisation or q.pronoun or q.plural or is_of_force(r, q))]
    unnamed = [q for q in people if not q.names and not q.definite and q.head not in RELATIVES]
    named = [q for q in people if q.names and not is_official(r, q)]
    owning = any(r.text[q.end : q.end + 1] in ("’", "'") for q in named)
    return [q is p for q in unnamed] == [True] and all(q.start > p.end for q in named) and not owning


_FEW = 12
"""Surnames in a report that names so few that one of them can be told to be meant."""
_SHORT = 8
"""Sentences of a report so short that whoever it names besides officials is whom it is about."""
_NEAR = 4
"""Sentences from one who is named to words for somebody that mean the same."""


def _speaks(r: Reading, named: list[Phrase]) -> bool:
    """Whether one of these phrases is the source of what a report says."""
    own = [p for p in named if r.text[p.end : p.end + 1] not in ("’", "'")]  # "Velmora's family denied it" is not her word
    return any(s.start <= p.start < s.end for p in own for a in r.said for s in a.source)


_DEFINED = frozenset(
    "man woman suspect driver gunman boy girl teen teenager subject individual robber attacker assailant fugitive burglar intruder motorist passenger male female shooter".split()
)


def _made_up(r: Reading, d: Draft, group: Victim) -> None:
    """The members of a group that a later sentence lists to the last: "a family of six"; "Ana, 41, her son, 9, and four others"."""
    last = r.sentence_of(group.phrases[0].start)
    for n in range(last, min(last + 4, len(r.phrases))):
        for first in range(len(r.phrases[n])):
            run = partners_from(r.text, r.phrases[n], first)
            listed = reduce(add, map(exactly, run))
            if len(run) > 1 and listed.best == group.count.best and any(p.names for p in run):
                if any(p in v.phrases for p in run for v in d.victims):
                    return
                d.victims += [
                    Victim(group.outcome, group.cause, group.modality, exactly(p), [p], [r.text[s.start : s.end] for s in p.names],
                           p.age, p.sex, p.status, group) for p in run
                ]  # fmt: skip
                return


def _singled_out(r: Reading, d: Draft) -> None:
    """Members that earlier words single out of a group ("three farmers, including the son of …"), and all words for them."""
    for v in d.victims:
        if v.part_of is not None and not v.names:
            seen = {(p.start, p.end) for p in v.phrases}
            v.phrases += [p for p in r.of_head(v.phrases[0].head) if p.member and (p.start, p.end) not in seen]
    groups = [v for v in d.victims if v.group and v.count.best and v.part_of is None]
    if not groups:
        return
    told = {id(p) for v in d.victims for p in v.phrases}
    single = [(before, p) for before, p in r.members if id(p) not in told]
    for v in groups:
        first = v.phrases[0].start
        for before, p in single:
            if before.best != v.count.best or r.spans[r.sentence_of(p.start)].start >= first:
                continue
            if not any(before is q for q in v.phrases):
                v.phrases.append(before)
            if not any(x.part_of is v and x.phrases[0].head == p.head for x in d.victims):
                same = [q for q in r.of_head(p.head) if q.member]
                d.victims.append(Victim(v.outcome, v.cause, v.modality, Count.exactly(1), same, [], p.age, p.sex, p.status, v))
