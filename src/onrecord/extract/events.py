"""From sentences to events: one word for harm with the people beside it, how it is put, and where and when its words say."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from onrecord.claims import Modality
from onrecord.dates import DatedSpan, find_dates
from onrecord.extract.attribution import Attribution, attributions
from onrecord.extract.lexicon import MEANS, Trigger, triggers
from onrecord.extract.people import Names, Phrase, people
from onrecord.extract.report import ReportText
from onrecord.extract.sentences import Span, sentences
from onrecord.extract.victims import HARM
from onrecord.numbers import CountSpan, find_counts
from onrecord.places import PlaceMention, find_places

__all__ = ["Event", "Reading", "read"]


@dataclass(slots=True)
class Actor:
    """A perpetrator, or somebody who intervened, helped, is the subject or the agent."""

    phrase: Phrase
    role: str
    status: str = "stated"


@dataclass(slots=True)
class Event:
    """One telling of harm or context."""

    trigger: Trigger
    sentence: int
    victims: list[Phrase] = field(default_factory=list)
    actors: list[Actor] = field(default_factory=list)
    modality: Modality = Modality.STATED
    after: bool = False  # told as what came before another event of its sentence: "after seeing …"
    background: bool = False
    naming: bool = False


@dataclass(slots=True)
class Reading:
    """All that was found in a report before incidents are made of it.

    `text` is the report's, with its title and an empty line before it where the text does not open with its title;
    `offset` is how many characters that puts before the text, `lead` the last sentence of the title and the opening.
    """

    text: str
    offset: int
    lead: int
    spans: list[Span]
    phrases: list[list[Phrase]]
    dates: list[DatedSpan]
    places: list[PlaceMention]
    said: list[Attribution]
    means: list[tuple[str, Span]]
    events: list[Event]

    def sentence_of(self, at: int) -> int:
        return next((n for n, s in enumerate(self.spans) if s.start <= at < s.end), len(self.spans) - 1)


_BY = re.compile(r"\s*(?:to\s+death\s+)?(?:and\s+killed\s+)?by\s+", re.IGNORECASE)
_ORDER = re.compile(
    r"\bordered\b(?P<whom>[^.;]{1,60}?)\bto\s+(?:open\s+fire|fire|shoot|kill|execute|attack)\b(?P<on>\s+(?:on|at)\s+)?",
    re.IGNORECASE,
)
_FIRE = re.compile(r"\b(?:opened\s+fire|fired(?:\s+shots)?)\b(?:\s+(?:on|at|into)\s+)?", re.IGNORECASE)
_STOP = re.compile(
    r"\b(?:attempted|tried|sought)\s+to\s+(?:halt|stop|prevent|block)\b|\bintervened\b|\bpleaded\s+for\b", re.IGNORECASE
)
_BACKGROUND = re.compile(
    r"\b(?:this\s+year|last\s+year|so\s+far|per\s+year|a\s+year|each\s+year|annual(?:ly)?|statistics|nationwide|homicides?|in\s+recent\s+(?:years|months|weeks)|over\s+the\s+past|since\s+(?:19|20)\d\d)",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"\b(?:will|would|shall|going\s+to|expected\s+to|likely\s+to|faces?|could\s+be|may\s+be|might\s+be)\s+(?:\w+\s+){0,3}$",
    re.IGNORECASE,
)
_HYPOTHETICAL = re.compile(r"\b(?:if|were\s+to|would\s+have|should)\s+(?:[\w’']+\s+){0,6}$", re.IGNORECASE)
_NEGATED = re.compile(r"\b(?:not|never|no\s+one|nobody|none|neither|without|n[’']t)\s+(?:\w+\s+){0,3}$", re.IGNORECASE)
_ATTEMPTED = re.compile(
    r"\b(?:attempt(?:ed|ing|s)?\s+to|tried\s+to|trying\s+to|attempted|plot(?:ted)?\s+to|escaped\s+being|survived\s+being)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:den(?:y|ied|ies|ying)|rejected)\b[^.;]{0,80}$", re.IGNORECASE)
_ALLEGED = re.compile(
    r"\b(?:alleg\w*|accus\w*|reportedly|suspicion|suspected|purported\w*|rumou?r\w*|claims?|claimed)\b", re.IGNORECASE
)
_WHEN = re.compile(r"\b(?:after|when|upon|on)\b[^,;.]*$", re.IGNORECASE)
_IDENTIFIED = re.compile(
    r"\b(?:identified|named)\b(?:\s+(?:[\w’']+\s+){0,8}?as)?|\bthe\s+(?:victims?|dead)\b[^.;]{0,25}\b(?:was|were|is|are)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[;:]|,\s+(?:and|but|while|which|when|after)\s|\s(?:but|while|although|because)\s")


def read(report: ReportText) -> Reading:
    """Everything that the words of a report hold, in order."""
    text, offset = _with_title(report)
    spans = sentences(text)
    counts = find_counts(text)
    places = find_places(text)
    dates = find_dates(text, report.published or _dateline(report.text))
    taken = [Span(p.start, p.end) for p in places]
    phrases: list[list[Phrase]] = []
    names = Names(text, spans)
    c = 0
    for span in spans:
        while c < len(counts) and counts[c].end <= span.start:
            c += 1
        near = _until(counts, c, span.end)
        phrases.append(people(text, span, near, [t for t in taken if t.start < span.end and span.start < t.end], names))
    means = [(code, Span(*m.span())) for code, pattern in MEANS for m in pattern.finditer(text)]
    lead = sum(s.start < offset for s in spans) + 2
    found = Reading(text, offset, lead, spans, phrases, dates, places, attributions(text, spans), means, [])
    for n in range(len(spans)):
        found.events += _of_sentence(found, n)
    return found


def _with_title(report: ReportText) -> tuple[str, int]:
    """What is read: the title first, unless the text says it in its opening, and how many characters that adds."""
    title = report.title or ""
    opening = " ".join(report.text[: 2 * len(title) + 200].split())
    if not title.strip() or " ".join(title.split()) in opening:
        return report.text, 0
    return f"{title}\n\n{report.text}", len(title) + 2


def _until(counts: list[CountSpan], first: int, end: int) -> list[CountSpan]:
    last = first
    while last < len(counts) and counts[last].start < end:
        last += 1
    return counts[first:last]


def _dateline(text: str) -> str | None:
    dates = find_dates(text[:200])
    return dates[0].edtf if dates and dates[0].precision == "day" and "XXXX" not in dates[0].edtf else None


def _of_sentence(r: Reading, n: int) -> list[Event]:
    span, phrases = r.spans[n], r.phrases[n]
    words = r.text[span.start : span.end]
    background = bool(_BACKGROUND.search(words))
    events: list[Event] = []
    for t in triggers(r.text, span.start, span.end):
        event = Event(t, n, background=background)
        event.victims, event.actors = _sides(r, n, t, phrases)
        event.modality = _modality(r, span, t)
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
    told = [p for e in events for p in e.victims]
    for p in phrases:
        if p.head == "victims" and p.count and not any(p is q for q in told):
            events.append(Event(Trigger(p.start, p.end, "assault", HARM, "none"), n, [p], background=background))
    events += _orders(r, n, span, phrases)
    naming = _naming(r, n, events)
    return [*events, naming] if naming is not None else events


def _naming(r: Reading, n: int, events: list[Event]) -> Event | None:
    """The names that a sentence gives to those harmed: "the dead were identified as …", "the victims, Ana … and Bo …"."""
    span, phrases = r.spans[n], r.phrases[n]
    words = r.text[span.start : span.end]
    m = _IDENTIFIED.search(words)
    if m is None or re.search(r"suspect|gunman|shooter|arrest|charged", words, re.IGNORECASE):
        return None
    told = [p for e in events if e.trigger.kind == "harm" for p in e.victims]
    if not told and not re.search(r"victim|dead|deceased|coroner|medical\s+examiner|identified", words, re.IGNORECASE):
        return None
    named = [p for p in phrases if p.names and p.start >= span.start + m.start() and not any(p is q for q in told)]
    if not named and not events:
        named = [p for p in phrases if p.names][:1]
    if not named or (events and "identif" not in m[0].lower() and "named" not in m[0].lower()):
        return None
    return Event(Trigger(span.start + m.start(), span.start + m.end(), "killing", "named", "after"), n, named, naming=True)


def _sides(r: Reading, n: int, t: Trigger, phrases: list[Phrase]) -> tuple[list[Phrase], list[Actor]]:
    text, span = r.text, r.spans[n]
    before = [p for p in phrases if p.end <= t.start]
    after = [p for p in phrases if p.start >= t.end]
    actors: list[Actor] = []
    victims: list[Phrase] = []
    if t.side == "before":
        victims = _subject(text, span, before, t.start)
        by = _BY.match(text, t.end)
        if by and after and after[0].start - by.end() < 12:
            actors.append(Actor(after[0], "agent" if t.kind == "context" else "carried_out", _blame(text, span, after[0])))
    elif t.side == "after":
        victims = _object(text, after, t.end)
        subject = _subject(text, span, before, t.start)
        if (
            victims
            and subject
            and t.end - t.start < 40
            and not re.search(r"\bof$", text[t.start : t.end])
            and text[subject[0].end : t.start].strip() in ("", "have", "had", "has", "then", "also", "who", "allegedly")
        ):
            actors.append(Actor(subject[0], "agent" if t.kind == "context" else "carried_out", _blame(text, span, subject[0])))
        if (
            not victims
            and subject
            and re.match(r"(?:shot|wounded|injured|killed)", text[t.start : t.end], re.IGNORECASE)
            and before
            and t.start - subject[-1].end <= 2
        ):
            victims, actors = subject, []  # headlines: "Two men shot in …"
    elif t.side == "number":
        left = re.search(r"\b(?:leav\w+|left|found)\b[^.;]{0,60}$", text[span.start : t.start], re.IGNORECASE)
        title = t.start < r.offset or n <= 1
        near = [p for p in before if t.start - p.end <= 2 and not p.pronoun and (p.count or p.definite or left or title)]
        victims = _with_partners(text, before, before.index(near[-1])) if near else []
    elif t.side == "near":
        near = [p for p in before if t.start - p.end <= 14 and not re.search(r"[.;:]", text[p.end : t.start])]
        victims = _with_partners(text, before, before.index(near[-1])) if near else []
    if t.kind == "context" and t.side != "none":
        if victims and victims[0].pronoun:
            victims = [p for p in phrases if not p.pronoun and p.end <= t.start][:1]
        return [], [*(Actor(p, "subject") for p in victims[:1]), *actors]
    return [v for v in victims if all(v is not a.phrase for a in actors)], actors


def _blame(text: str, span: Span, phrase: Phrase) -> str:
    near = text[max(span.start, phrase.start - 30) : phrase.end + 10].lower()
    return "suspected" if "suspect" in near else "accused" if re.search(r"alleg|accus", near) else "stated"


def _subject(text: str, span: Span, before: list[Phrase], at: int) -> list[Phrase]:
    """The phrases that stand as the subject before a verb: the nearest, its partners joined by "and", the group it is singled out of."""
    clause = at
    for m in _CLAUSE.finditer(text, span.start, at):
        joins = "and" in m[0] and not _VERB.search(text, span.start, m.start())  # "Ana Velmora, 15, and Bo Tarn, 19, were …"
        clause = m.end() if at - m.end() > 8 and not joins else clause
    from_here = [p for p in before if clause == at or p.start >= clause - 1] or before
    usable = [
        p
        for p in from_here
        if not re.search(
            r"(?:\bby|\bto|\bwith|\bfrom|\bagainst|\bof)\s+$", text[max(span.start, p.start - 9) : p.start], re.IGNORECASE
        )
    ] or from_here
    if not usable:
        return []
    last = len(usable) - 1
    if re.match(r"\s*,?\s*(?:who|that)\b", text[usable[last].end : at]) is None and at - usable[last].end > 90:
        return []
    return _with_partners(text, usable, last)


_VERB = re.compile(r"\b(?:was|were|is|are|has|had|have|said|says|went|came|told|left|took|fled|ran|began|(?!aged)[a-z]{3,}ed)\b")
_PARTNER = re.compile(
    r",?\s*(?:\(?\d{1,2}\)?,?\s*)?(?:and|,|;|&)\s*(?:and\s+)?(?!(?:wound|injur|kill|shoot|shot|leav|hurt|stab|hit|str[iu])\w*)(?:[\w-]+\s+){0,2}",
    re.IGNORECASE,
)


def _with_partners(text: str, phrases: list[Phrase], last: int) -> list[Phrase]:
    """A phrase with those that "and" or a comma joins to it on its left, and the group that it is singled out of."""
    first = last
    while first > 0:
        between = text[phrases[first - 1].end : phrases[first].start]
        if phrases[first].member or _PARTNER.fullmatch(between):
            first -= 1
        else:
            break
    return phrases[first : last + 1]


_GAP = re.compile(r"\s+(?!(?:by|in|at|when|on|and|during|near|for|to|with|as|that|which|who|has|had|of)\b)(?:(?!(?:that|which|who)\b)[\w’'-]+\s+){0,2}", re.IGNORECASE)


def _object(text: str, after: list[Phrase], at: int) -> list[Phrase]:
    """The phrase that stands as the object after a verb, and its partners."""
    if not after or not _GAP.fullmatch(text[at : after[0].start] or " "):
        return []
    chosen = [after[0]]
    for p in after[1:]:
        if p.member or _PARTNER.fullmatch(text[chosen[-1].end : p.start]):
            if re.match(r"\s+(?:was|were|is|said)", text[p.end : p.end + 6]):
                break
            chosen.append(p)
        else:
            break
    return chosen


def _modality(r: Reading, span: Span, t: Trigger) -> Modality:
    before = r.text[span.start : t.start]
    words = r.text[t.start : t.end]
    inside = before[-70:] + words[:14]
    if t.act == "theft":
        return Modality.ALLEGED
    if re.match(r"(?:be\b|kill\b|being\b)", words, re.IGNORECASE) or re.match(r"dies?\b", words):
        if _FUTURE.search(before):
            return Modality.PREDICTED
        if _HYPOTHETICAL.search(before):
            return Modality.HYPOTHETICAL
    if re.match(r"kill\b", words, re.IGNORECASE) and re.search(r"\bto\s+$", before):
        return Modality.THREATENED if re.search(r"threat|vow|warn", before, re.IGNORECASE) else Modality.ATTEMPTED
    if _ATTEMPTED.search(before):
        return Modality.ATTEMPTED
    if _NEGATED.search(before) or _DENIED.search(before):
        return Modality.DENIED
    if _ALLEGED.search(inside) or re.match(r"[^,.;]{0,40}\b(?:alleg\w+|accus\w+)\b", r.text[t.end : span.end]):
        return Modality.ALLEGED
    return Modality.STATED


def _orders(r: Reading, n: int, span: Span, phrases: list[Phrase]) -> list[Event]:
    events = []
    m = _ORDER.search(r.text, span.start, span.end)
    if m:
        giver = [p for p in phrases if p.end <= m.start()][-1:]
        doers = [p for p in phrases if m.start("whom") <= p.start < m.end("whom")][:1]
        shot = [p for p in phrases if m["on"] and p.start >= m.end() - 1][:1]
        event = Event(Trigger(m.start(), m.end(), "assault", "none", "after"), n, shot)
        event.actors = [*(Actor(p, "ordered") for p in giver), *(Actor(p, "carried_out") for p in doers)]
        events.append(event)
    else:
        f = _FIRE.search(r.text, span.start, span.end)
        who = [p for p in phrases if f and p.end <= f.start() and not p.pronoun][-1:]
        if f and who and f.start() - who[0].end < 12:
            status = _blame(r.text, span, who[0])
            events.append(
                Event(Trigger(f.start(), f.end(), "assault", "none", "after"), n, [], [Actor(who[0], "carried_out", status)])
            )
    s = _STOP.search(r.text, span.start, span.end)
    if s:
        who = [p for p in phrases if p.end <= s.start() and not p.pronoun][:1]
        if who:
            events.append(Event(Trigger(s.start(), s.end(), "assault", "none", "none"), n, [], [Actor(who[0], "intervened")]))
    return events
