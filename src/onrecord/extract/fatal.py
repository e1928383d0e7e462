"""Deaths that a report tells of by a noun alone: "a double homicide", "the fatal shooting", "arrested in a slaying"."""

from __future__ import annotations

import re

from onrecord.claims import Count, Modality
from onrecord.extract.asides import is_aside
from onrecord.extract.draft import Draft
from onrecord.extract.lexicon import Trigger
from onrecord.extract.modality import modality_of
from onrecord.extract.naming import in_capitals, tells_of_shooting
from onrecord.extract.phrase import Phrase
from onrecord.extract.reading import Event, Reading
from onrecord.extract.victims import HARM, Victim
from onrecord.numbers import parse_number

__all__ = ["with_fatal_nouns"]

_TIMES = {"double": 2, "triple": 3, "quadruple": 4, "quintuple": 5}
_SIGN = re.compile(
    r"\b(?:(?P<times>double|triple|quadruple|quintuple)[\s-](?:(?:fatal|deadly)\s+)?(?:homicide|murder|slaying|killing|shooting\s+death)s?"
    r"|(?:fatal|deadly)\s+(?:[\w’'-]+\s+){0,2}?(?:shooting|gunshot|stabbing|accident)s?|(?:fatally|shooting\s+death|gunshot\s+death)\b|slaying|slain"
    r"|(?<!attempted\s)(?:homicide|murder)(?!\s+(?:unit|detective|division|investigator|squad|bureau|section|rate|task|charge|capital|trial|mystery|suspect|weapon|warrant|team)))(?!\w)",
    re.IGNORECASE,
)
_OPENING = 2  # sentences after the title in which a report says what it is about
_NOT_THIS = re.compile(
    r"\b(?:no|not|attempted|wake\s+of|previous|other|another|past|unrelated|investigate\w*|rates?|number\s+of|third|fourth|fifth|\d+(?:st|nd|rd|th))\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)


def with_fatal_nouns(r: Reading, found: list[Draft]) -> list[Draft]:
    """The incidents, those shot in the only one dead where the opening calls it fatal and nothing else says who died.

    Where the report tells of no victim, its noun tells of the incident; it is the words for the dead too, in wire reports in capitals
    only where it counts them ("double").
    """
    harm = [d for d in found if d.kind == "harm" and d.modality.tallied and d.key in ("violence", "self")]
    if any(v.outcome == "death" for d in harm for v in d.victims):
        return found
    sign = _sign(r)
    if sign is None:
        return found if harm or not tells_of_shooting(r) else _with_shooting(r, found)
    some = _SOME.search(r.text, max(0, sign.start() - 12), sign.start()) if sign[0].lower() == "fatally" else None
    number = _TIMES.get((sign["times"] or "").lower(), 1) if some is None else parse_number(some[1]) or 1
    told = next((d for d in harm if d.victims), None)
    if told is None:
        return [*found, _made(r, sign, number)]
    if some is not None and _split(r, told, some, sign, number):
        return found
    open_ = [v for v in told.victims if v.part_of is None and v.outcome == "injury" and _left_open(told, v)]
    if len(open_) == 1 or sum(v.count.best or 2 for v in open_) == number:
        for v in [v for v in told.victims if v in open_ or v.part_of in open_]:
            v.outcome, v.cause = "death", "direct"
        told.act = "killing" if told.act == "assault" else told.act
    return found


_SOME = re.compile(r"\b(one|two|three|four|five|six|[1-9])\s+(?:of\s+them\s+)?$", re.IGNORECASE)
"""Before "fatally": how many of those shot died, "two men shot, one fatally"."""


_SHOOTING = re.compile(
    r"\b(?:shooting(?!\s+(?:guard|range|star|stars|percentage|club|gallery|sports?|drills?|training)\b)|shootout|gunfight|shots\s+(?:were\s+)?fired|opened\s+fire|gunfire)\b",
    re.IGNORECASE,
)
_REHEARSED = re.compile(r"\b(?:drills?|training|exercise|film|movie|game|season|play(?:er|off)s?|teams?)\b", re.IGNORECASE)


def _with_shooting(r: Reading, found: list[Draft]) -> list[Draft]:
    """The incidents, with the shooting that the title or the opening tells of by its noun alone, whomever it hit."""
    last = r.spans[min(r.lead, len(r.spans) - 1)].end
    m = _SHOOTING.search(r.text, 0, last)
    if m is None or _REHEARSED.search(r.text, 0, last) is not None:
        return found
    trigger, n = Trigger(m.start(), m.end(), "assault", HARM, "none"), r.sentence_of(m.start())
    modality = modality_of(r.text, r.spans[n], trigger)
    if not modality.tallied:
        return found
    return [*found, Draft("assault", "harm", modality, "violence", [Event(trigger, n, modality=modality)])]


def _split(r: Reading, d: Draft, some: re.Match[str], sign: re.Match[str], number: int) -> bool:
    """Takes those who were shot fatally out of the only group that was shot; whether there is one of more than them."""
    shot = [v for v in d.victims if v.part_of is None and v.outcome == "injury" and _left_open(d, v)]
    whole = shot[0].count.best if len(shot) == 1 else None
    if whole is None or whole <= number:
        return False
    dead = Phrase(some.start(1), sign.end(), "people", Count.exactly(number), number > 1)
    shot[0].count = Count.exactly(whole - number)
    d.victims.append(
        Victim("death", "direct", Modality.STATED, Count.exactly(number), [dead], sentence=r.sentence_of(dead.start))
    )
    d.act = "killing" if d.act == "assault" else d.act
    return True


def _sign(r: Reading) -> re.Match[str] | None:
    last = r.spans[min(r.lead + _OPENING, len(r.spans) - 1)].end if r.spans else 0
    for m in _SIGN.finditer(r.text, 0, last):
        if is_aside(r.text, r.spans[r.sentence_of(m.start())], r.offset):
            continue
        if not _NOT_THIS.search(r.text[max(0, m.start() - 30) : m.start()]):
            return m
    return None


def _left_open(d: Draft, v: Victim) -> bool:
    """Whether the words for a victim leave open whether they died."""
    told = [t for t in d.tellings if any(t.phrase is p for p in v.phrases)]
    return bool(told) and all(t.outcome == HARM for t in told)


def _made(r: Reading, sign: re.Match[str], number: int) -> Draft:
    phrase = Phrase(sign.start(), sign.end(), "victims", Count.exactly(number), number > 1)
    event = Event(
        Trigger(sign.start(), sign.end(), "killing", "death", "none", "direct"), r.sentence_of(sign.start()), [phrase]
    )
    made = Draft("killing", "harm", Modality.STATED, "violence", [event])
    if number == 1 and in_capitals(r):  # there "the murder" is most often a matter of policy or long past: it counts nobody
        return made
    made.victims = [Victim("death", "direct", Modality.STATED, Count.exactly(number), [phrase], sentence=event.sentence)]
    return made
