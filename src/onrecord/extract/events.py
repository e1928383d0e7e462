"""From sentences to events: one word for harm with the people beside it, how it is put, and where and when its words say."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TypeVar

from onrecord.claims import Modality
from onrecord.dates import DatedSpan, find_dates
from onrecord.extract.actors import acting, with_bodies
from onrecord.extract.asides import is_aside
from onrecord.extract.attribution import Attribution, attributions, vouches
from onrecord.extract.confrontations import shootings
from onrecord.extract.lexicon import MEANS, Trigger, triggers
from onrecord.extract.modality import modality_of
from onrecord.extract.names import Names
from onrecord.extract.organisations import Organisation, organisations
from onrecord.extract.people import people
from onrecord.extract.phrase import Phrase
from onrecord.extract.reading import Actor, Event, Reading
from onrecord.extract.report import ReportText
from onrecord.extract.sentences import Span, sentences
from onrecord.extract.sides import partners_from, sides
from onrecord.extract.surnames import named_again
from onrecord.extract.targets import targets
from onrecord.extract.victims import HARM
from onrecord.numbers import CountSpan, find_counts
from onrecord.places import find_places

__all__ = ["read", "with_title"]

_BACKGROUND = re.compile(
    r"\b(?:this\s+year|last\s+year|so\s+far|per\s+year|a\s+year|each\s+year|annual(?:ly)?|statistics|nationwide|homicides?|in\s+recent\s+(?:years|months|weeks)|over\s+the\s+past|since\s+(?:19|20)\d\d)",
    re.IGNORECASE,
)
_WHEN = re.compile(r"\b(?:after|when|upon|on)\b[^,;.]*$", re.IGNORECASE)
_IDENTIFIED = re.compile(
    r"\bamong\s+them\s+(?:was|were|is|are)\b|\b(?:among|are|were)\s+(?:those\s+)?(?:the\s+)?(?:(?:\w+\s+)?killed|dead|victims|wounded|injured)\b|\b(?:dead|victims|killed|injured|wounded)\s+(?:was|were|are|included?)\b|\b(?:identified|named)\b(?:\s+(?:[\w’']+\s+){0,8}?as)?|\bthe\s+(?:victims?|dead)\b[^.;]{0,25}\b(?:was|were|is|are)\b",
    re.IGNORECASE,
)


_NOBODY = re.compile(r"\b(?:not|never|nobody|n[’']t|yet\s+to\s+be)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
"""Before "identified", so that it names nobody."""


def read(report: ReportText) -> Reading:
    """Everything that the words of a report hold, in order."""
    text, offset = with_title(report)
    spans = _title_apart(text, sentences(text), report.title)
    places = find_places(text)
    dates = find_dates(text, report.published or _dateline(report.text))
    aside = [is_aside(text, span, offset) for span in spans]
    apart = [s for s, a in zip(spans, aside, strict=True) if a]
    places = [p for p in places if not any(s.start <= p.start < s.end for s in apart)]
    counts = _outside(find_counts(text), dates)
    taken = [Span(p.start, p.end) for p in places]
    names = Names(text, spans)
    bodies = organisations(text, names.capitals, spans)
    phrases: list[list[Phrase]] = []
    c = o = 0
    for span in spans:
        while c < len(counts) and counts[c].end <= span.start:
            c += 1
        while o < len(bodies) and bodies[o].end <= span.start:
            o += 1
        here = people(
            text, span, _until(counts, c, span.end), [t for t in taken if t.start < span.end and span.start < t.end], names
        )
        phrases.append(_with_organisations(text, here, _until(bodies, o, span.end)))
    phrases = [[] if a else ps for ps, a in zip(named_again(text, spans, phrases, taken, names), aside, strict=True)]
    means = sorted(
        ((code, Span(*m.span())) for code, pattern in MEANS for m in pattern.finditer(text)), key=lambda m: m[1].start
    )
    lead = sum(s.start < offset for s in spans) + 2
    found = Reading(
        text,
        offset,
        lead,
        spans,
        phrases,
        dates,
        places,
        attributions(text, spans),
        means,
        [],
        [targets(text, s.start, s.end) for s in spans],
    )
    for n in range(len(spans)):
        found.events += _of_sentence(found, n) if not aside[n] else []
    if by_noun := shootings(found):
        found.events = sorted([*found.events, *by_noun], key=lambda e: e.sentence)
    return found


def with_title(report: ReportText) -> tuple[str, int]:
    """What is read: the title first, unless the text says it in its opening, and how many characters that adds."""
    title = report.title or ""
    opening = " ".join(report.text[: 2 * len(title) + 200].split())
    if not title.strip() or " ".join(title.split()) in opening:
        return report.text, 0
    return f"{title}\n\n{report.text}", len(title) + 2


def _title_apart(text: str, spans: list[Span], title: str | None) -> list[Span]:
    """The sentences, the title one of its own where the text opens with it and goes on in the next line without an empty one."""
    end = len((title or "").rstrip())
    if not end or not spans or not text.startswith((title or "").rstrip()) or not spans[0].start < end < spans[0].end:
        return spans
    rest = re.match(r"[ \t]*\r?\n\s*(?=[A-Z“\"‘'\d])", text[end : end + 20])
    if rest is None or text[end - 1] in ",;:-":
        return spans
    return [Span(spans[0].start, end), Span(end + rest.end(), spans[0].end), *spans[1:]]


def _outside(counts: list[CountSpan], dates: list[DatedSpan]) -> list[CountSpan]:
    """The counts that are no part of a date."""
    kept, d = [], 0
    for c in counts:
        while d < len(dates) and dates[d].end <= c.start:
            d += 1
        if d == len(dates) or c.end <= dates[d].start:
            kept.append(c)
    return kept


Stands = TypeVar("Stands", CountSpan, Organisation)


def _until(found: list[Stands], first: int, end: int) -> list[Stands]:
    last = first
    while last < len(found) and found[last].start < end:
        last += 1
    return found[first:last]


def _with_organisations(text: str, here: list[Phrase], bodies: list[Organisation]) -> list[Phrase]:
    """The phrases for people, and those for organisations where no longer phrase for people holds them ("three army officers")."""
    kept = list(here)
    for o in bodies:
        over = [p for p in kept if p.start < o.end and o.start < p.end]
        if any(p.end > o.end or (p.count and not o.name) for p in over):
            continue
        kept = [p for p in kept if not any(p is q for q in over)]
        head = text[o.start : o.end].split()[-1].lower()
        kept.append(Phrase(o.start, o.end, head, None, True, [o.name] if o.name else [], organisation=True))
    return sorted(kept, key=lambda p: p.start)


def _dateline(text: str) -> str | None:
    dates = find_dates(text[:200])
    return dates[0].edtf if dates and dates[0].precision == "day" and "XXXX" not in dates[0].edtf else None


def _of_sentence(r: Reading, n: int) -> list[Event]:
    span, phrases = r.spans[n], r.phrases[n]
    words = r.text[span.start : span.end]
    background = bool(_BACKGROUND.search(words))
    said = _said_in(r, span)
    events: list[Event] = []
    for t in triggers(r.text, span.start, span.end):
        event = Event(t, n, background=background)
        event.victims, actors = sides(r, n, t, _told_of(r.text, said, t, phrases))
        event.actors = [b for a in actors for b in with_bodies(r.text, a, phrases)] if t.kind == "harm" else actors
        if t.kind == "harm":
            event.actors = _shared(r.text, [e for e in events if e.trigger.kind == "harm"], event)
        event.modality = modality_of(r.text, span, t)
        if t.side == "after" and r.text[t.start : t.end].lower().startswith("among"):
            for p in event.victims:
                p.member = True
        if r.text[t.start : t.end].lower().startswith("threaten"):
            event.modality = Modality.THREATENED
        events.append(event)
    for e in events:
        before = r.text[span.start : e.trigger.start]
        e.after = (
            bool(
                len(events) > 1
                and _WHEN.search(before)
                and re.search(r"\b(?:see|saw|seeing|witness\w*|hear\w*|learn\w*)\b", before, re.IGNORECASE)
            )
            and e is not events[-1]
        )
    _by_fire(events)
    told = [p for e in events for p in e.victims]
    for p in phrases:
        if p.head == "victims" and p.count and not any(p is q for q in told):
            events.append(Event(Trigger(p.start, p.end, "assault", HARM, "none"), n, [p], background=background))
    events += acting(r, n, span, phrases)
    naming = _naming(r, n, events)
    return [*events, naming] if naming is not None else events


def _by_fire(events: list[Event]) -> None:
    """Gives "…, killing him" the doers of the fire before it: "two of the deputies returned fire, killing him"."""
    for k, e in enumerate(events):
        if e.trigger.side == "after" and e.victims and not e.actors and e.trigger.kind == "harm":
            firing = [
                x for x in events[:k] if x.trigger.outcome == "unknown" and x.actors and x.trigger.side in ("back", "after")
            ]
            if firing and not any(a.phrase is v for a in firing[-1].actors for v in e.victims):
                e.actors = list(firing[-1].actors)


def _shared(text: str, events: list[Event], event: Event) -> list[Actor]:
    """The doers of a word for harm; where one is whom the word before befell, its doers: "shells killed two men and wounded six"."""
    at = event.trigger.start
    doing = [a.phrase for a in event.actors if _AND.match(text[a.phrase.end : at])]  # not "shot at the officer, who shot him"
    for e in reversed(events):
        if e.trigger.side == "after" and any(p is v for p in doing for v in e.victims):
            return list(e.actors)
    return event.actors


_AND = re.compile(r"(?!.*\b(?:who|which|whom)\b).*(?:\band\b|,)", re.IGNORECASE | re.DOTALL)


def _said_in(r: Reading, span: Span) -> list[Attribution]:
    """The attributions of a sentence whose speaker its words give."""
    first = bisect_left(r.said, span.start, key=lambda a: a.cue[0].start)
    last = bisect_left(r.said, span.end, key=lambda a: a.cue[0].start)
    return [a for a in r.said[first:last] if a.source]


def _tells(text: str, a: Attribution) -> bool:
    """Whether a speaker tells of something, and does not only do it or tell another to: "the deputy told him to stop and shot him"."""
    return vouches(text[a.cue[0].start : a.cue[-1].end]) and not any(_TO_DO.match(text, c.start) for c in a.content)


_TO_DO = re.compile(
    r"(?:\w+\s+){0,2}(?:commands?|orders?|requests?|demands?|instructions|entry|access)\b|"
    r"(?:(?:him|her|them|[A-Z][\w’'-]+|(?:the|an?)\s+\w+)\s+)?to\s+[a-z]+\b"
)


def _told_of(text: str, said: list[Attribution], t: Trigger, phrases: list[Phrase]) -> list[Phrase]:
    """The phrases beside a word for harm, without those who tell of it: "… and abducting two, police and a teacher said"."""
    tellers = [a.source[0] for a in said if any(c.start <= t.start < c.end for c in a.content) and _tells(text, a)]
    return [p for p in phrases if not any(s.start < p.end and p.start < s.end for s in tellers)] if tellers else phrases


def _naming(r: Reading, n: int, events: list[Event]) -> Event | None:
    """The names that a sentence gives to those harmed: "the dead were identified as …", "the victims, Ana … and Bo …"."""
    span, phrases = r.spans[n], r.phrases[n]
    words = r.text[span.start : span.end]
    inverted = _INVERTED.match(words)
    m = inverted or _NAMED_AS.search(words) or _IDENTIFIED.search(words)
    if (
        m is None
        or _NOBODY.search(words[: m.start()])
        or re.search(r"suspect|gunman|shooter|arrest|charged", words, re.IGNORECASE)
    ):
        return None
    listing = m[0].lower().startswith("among them")
    told = [p for e in events if e.trigger.kind == "harm" for p in e.victims]
    if (
        not told
        and not listing
        and inverted is None
        and not re.search(r"victim|dead|deceased|coroner|medical\s+examiner|identified", words, re.IGNORECASE)
    ):
        return None
    named = [p for p in phrases if p.names and p.start >= span.start + m.start() and not any(p is q for q in told)]
    if not named and not events:
        speaking = [a.source[0] for a in _said_in(r, span)]
        named = [p for p in phrases if p.names and not any(s.start < p.end and p.start < s.end for s in speaking)][:1]
    apart = "identif" in m[0].lower() or "named" in m[0].lower() or inverted is not None
    if not named or (events and not listing and not apart):
        return None
    if listing:
        speaking = [a.source[0] for a in _said_in(r, span)]
        named = partners_from(r.text, phrases, phrases.index(named[0]))
        named = [p for p in named if not any(s.start < p.end and p.start < s.end for s in speaking)]
        for p in named:
            p.member = True
    found = Trigger(span.start + m.start(), span.start + m.end(), "killing", _outcome_of(r, n, words, m), "after")
    return Event(found, n, named, naming=True, listing=listing)


_NAMED_AS = re.compile(r"\b(?:identified|named)\s+(?:by\s+(?:[\w’']+\s+){1,6}?)?as\b", re.IGNORECASE)
_INVERTED = re.compile(
    r"(?:also\s+)?(?P<word>killed|dead|wounded|injured|hurt|hospitali[sz]ed|treated)\b(?:\s+(?!(?:was|were|when|after|by|who|while)\b)[\w’'-]+,?){0,10}?\s+(?:was|were)\s+(?=(?:[\w’'-]+\s+){0,3}?(?-i:[A-ZÀ-Þ]))",
    re.IGNORECASE,
)
"""A sentence that tells first what befell those whom it names: "Injured were Ana Velmora, Bo Tarn and …"."""
_HURT = re.compile(r"\b(?:wounded|injured|hurt|hospitali[sz]ed|treated|surviv\w+|injur(?:y|ies))\b", re.IGNORECASE)
_DEAD = re.compile(r"\b(?:killed|dead|deceased|died|fatal\w*|coroner|medical\s+examiner|slain)\b", re.IGNORECASE)
_THEY = re.compile(r"(?:they|those|the\s+(?:others?|four|three|two|five|six))\b", re.IGNORECASE)


def _outcome_of(r: Reading, n: int, words: str, m: re.Match[str]) -> str:
    """What befell those whom a sentence only names: by its own words, or by the sentence before where "they" are named; else "named"."""
    hurt, dead = (pattern.search(words, 0, m.end()) is not None for pattern in (_HURT, _DEAD))
    if hurt != dead:
        return "injury" if hurt else "death"
    if not hurt and n and _THEY.match(words) is not None:
        before = [e for e in r.events_of(n - 1) if e.trigger.kind == "harm" and e.modality.tallied]
        told = {e.trigger.outcome for e in before if any(p.plural for p in e.victims)}
        if len(told) == 1 and told <= {"death", "injury", HARM}:
            return told.pop()
    return "named"
