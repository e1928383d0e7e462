"""Who ordered, fired, claimed, was blamed or stepped in, where the words are not the words for the harm itself."""

from __future__ import annotations

import re

from onrecord.extract.lexicon import Trigger
from onrecord.extract.phrase import Phrase
from onrecord.extract.reading import Actor, Event, Reading
from onrecord.extract.sentences import Span
from onrecord.extract.sides import MODIFIED, blame

__all__ = ["acting", "with_bodies"]

_ORDER = re.compile(
    r"\bordered\b(?P<whom>[^.;]{1,60}?)\bto\s+(?:open\s+fire|fire|shoot|kill|execute|attack)\b(?P<on>\s+(?:on|at)\s+)?",
    re.IGNORECASE,
)
_FIRE = re.compile(r"\b(?:opened\s+fire|fired(?:\s+shots)?)\b(?:\s+(?:on|at|into)\s+)?", re.IGNORECASE)
_STOP = re.compile(
    r"\b(?:attempted|tried|sought)\s+to\s+(?:halt|stop|prevent|block)\b|\bintervened\b|\bpleaded\s+for\b", re.IGNORECASE
)


_ATTACK = re.compile(
    r"\b(?:attacked|ambushed|raided|stormed|shelled|bombed|dynamited|machine-?gunned|strafed|set\s+fire\s+to|burned|torched|blew\s+up|planted|hurled|threw"
    r"|fired\s+(?:\w+\s+){0,2}(?:shells?|rockets?|mortars?|missiles?|shots?|rounds?|grenades?))\b",
    re.IGNORECASE,
)
_CLAIM = re.compile(
    r"\b(?:claim(?:ed|s|ing)?\s+(?:responsibility|credit)|admitted\s+(?:to\s+)?(?:carrying|killing|the))\b", re.IGNORECASE
)
_UNCLAIMED = re.compile(r"\b(?:no|nobody|not|none|n[’']t)\b", re.IGNORECASE)
_BLAMED = re.compile(
    r"\b(?P<cue>blam(?:ed|ing)(?:\s+on)?|attributed\s+to|accused(?!\s+of)|(?:perpetrated|carried\s+out|staged|committed|launched|claimed|planted|conducted|masterminded)\s+by)\s+",
    re.IGNORECASE,
)
_OF = re.compile(r"\s+(?:of|from|belonging\s+to|in)\s+(?:the\s+)?", re.IGNORECASE)


def acting(r: Reading, n: int, span: Span, phrases: list[Phrase]) -> list[Event]:
    """Events of a sentence that name who acted; none has victims but those an order or a shot was aimed at."""
    return [
        *_orders(r, n, span, phrases),
        *_attacks(r, n, span, phrases),
        *_responsible(r, n, span, phrases),
        *_stops(r, n, span, phrases),
    ]


def with_bodies(text: str, actor: Actor, phrases: list[Phrase]) -> list[Actor]:
    """An actor, and the organisation that the words put right beside it: "fighters of the …", "… guerrillas"."""
    found = [actor]
    for o in phrases:
        if not o.organisation or o is actor.phrase or actor.phrase.organisation:
            continue
        if _OF.fullmatch(text[actor.phrase.end : o.start]) or (0 <= actor.phrase.start - o.end <= 1):
            found.append(Actor(o, actor.role, actor.status))
    return found


def _event(m: re.Match[str], n: int, actors: list[Actor], victims: list[Phrase] | None = None) -> Event:
    """An event of its own where it says whom it was aimed at or who ordered it; else it adds to the incident told of."""
    side = "none" if victims is None else "after"
    event = Event(Trigger(m.start(), m.end(), "assault", "none", side), n, victims or [])
    event.actors = actors
    return event


def _orders(r: Reading, n: int, span: Span, phrases: list[Phrase]) -> list[Event]:
    m = _ORDER.search(r.text, span.start, span.end)
    if m:
        giver = [p for p in phrases if p.end <= m.start()][-1:]
        doers = [p for p in phrases if m.start("whom") <= p.start < m.end("whom")][:1]
        shot = [p for p in phrases if m["on"] and p.start >= m.end() - 1][:1]
        return [_event(m, n, [*(Actor(p, "ordered") for p in giver), *(Actor(p, "carried_out") for p in doers)], shot)]
    f = _FIRE.search(r.text, span.start, span.end)
    return _by_subject(r, n, span, phrases, f) if f else []


def _attacks(r: Reading, n: int, span: Span, phrases: list[Phrase]) -> list[Event]:
    m = _ATTACK.search(r.text, span.start, span.end)
    return _by_subject(r, n, span, phrases, m) if m else []


def _by_subject(r: Reading, n: int, span: Span, phrases: list[Phrase], m: re.Match[str]) -> list[Event]:
    """An event whose doer stands right before its verb, alone or as "fighters of the …"."""
    before = [p for p in phrases if p.end <= m.start() and not p.pronoun]
    if not before or re.search(r"[.;:]|\bby\b", r.text[before[-1].end : m.start()]):
        return []
    if m.start() - before[-1].end > 12 and MODIFIED.fullmatch(r.text, before[-1].end, m.start()) is None:
        return []
    who = before[-1]
    if who.organisation and len(before) > 1 and _OF.fullmatch(r.text[before[-2].end : who.start]):
        who = before[-2]
    status = blame(r.text, span, who)
    return [_event(m, n, with_bodies(r.text, Actor(who, "carried_out", status), phrases))]


def _responsible(r: Reading, n: int, span: Span, phrases: list[Phrase]) -> list[Event]:
    found = []
    m = _CLAIM.search(r.text, span.start, span.end)
    if m and not _UNCLAIMED.search(r.text, max(span.start, m.start() - 40), m.start()):
        who = [p for p in phrases if p.end <= m.start() and not p.pronoun][-1:]
        found += [_event(m, n, with_bodies(r.text, Actor(p, "carried_out", "claimed"), phrases)) for p in who]
    m = _BLAMED.search(r.text, span.start, span.end)
    if m:
        who = [p for p in phrases if 0 <= p.start - m.end() <= 12 and not p.pronoun][:1]
        status = (
            "stated" if m["cue"].lower().endswith("by") else "suspected" if m["cue"].lower().startswith("susp") else "accused"
        )
        found += [_event(m, n, with_bodies(r.text, Actor(p, "carried_out", status), phrases)) for p in who]
    return found


def _stops(r: Reading, n: int, span: Span, phrases: list[Phrase]) -> list[Event]:
    s = _STOP.search(r.text, span.start, span.end)
    who = [p for p in phrases if s and p.end <= s.start() and not p.pronoun][:1]
    return [_event(s, n, [Actor(who[0], "intervened")])] if s and who else []
