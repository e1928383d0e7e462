"""The reader by rules: a report in, one object of the contract out. No model, no chance."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Any

from onrecord.claims import Mention, Rendition, SourceKind
from onrecord.dates import DatedSpan
from onrecord.extract.attribution import Attribution, access, source_kind, vouches
from onrecord.extract.confrontations import IMPLIED
from onrecord.extract.draft import Draft
from onrecord.extract.events import read
from onrecord.extract.incidents import Total, drafts
from onrecord.extract.naming import gravest, harm_of
from onrecord.extract.opinion import Opinion
from onrecord.extract.phrase import Phrase
from onrecord.extract.reading import Actor, Reading
from onrecord.extract.report import ReportText
from onrecord.extract.sentences import Span
from onrecord.extract.siting import sited
from onrecord.extract.victims import Victim
from onrecord.extract.when import date_of
from onrecord.extract.where import place_of
from onrecord.places import PlaceMention

__all__ = ["Words", "contract_of", "dated", "extract_by_rules", "placed", "told_of", "vouching"]

Json = dict[str, Any]


def extract_by_rules(report: ReportText) -> Json:
    """One object of the contract."""
    r = read(report)
    return contract_of(report, r, Words(Rendition(report.text, "", report.title), r.offset))


def contract_of(report: ReportText, r: Reading, held: Words, opinion: Opinion | None = None) -> Json:
    """One object of the contract from what the words of a report hold, with what another reader holds of its names and places."""
    found, totals = drafts(r, opinion)
    main = gravest(harm_of(found))
    ids = {id(d): f"i{n}" for n, d in enumerate(found, 1)}
    counter = [0]
    places = [_where(r, d, d is main, opinion) for d in found]
    incidents = [_incident(r, held, d, ids, counter, place) for d, place in zip(found, places, strict=True)]
    return {
        "report": {
            "id": report.id, "file": report.file, "title": report.title, "published": report.published,
            "language": report.language, "sha256": report.sha256, "chars": len(report.text),
        },
        "incidents": incidents,
        "totals": [_total(r, held, t, ids) for t in totals],
        "attributions": [_attribution(held, a) for a in r.attributed],
    }  # fmt: skip


def _attribution(held: Words, a: Attribution) -> Json:
    said = {"source": _spans(held, a.source), "cue": _spans(held, a.cue), "content": _spans(held, a.content)}
    return said if a.confidence is None else {**said, "confidence": round(a.confidence, 4)}


@dataclass(frozen=True, slots=True)
class Words:
    """The report's words as they were read: the title and an empty line may stand `offset` characters before the text."""

    rendition: Rendition
    offset: int

    def mention(self, start: int, end: int) -> Mention:
        """The mention of what was read from `start` to `end`; what begins in the title ends with it."""
        if start >= self.offset:
            return self.rendition.mention(start - self.offset, end - self.offset)
        return self.rendition.mention(start, min(end, self.offset - 2), "title")

    def where(self, mention: Json) -> tuple[int, int]:
        """Where a mention of the contract stands in the words as they were read."""
        shift = 0 if mention.get("in") == "title" else self.offset
        return mention["start"] + shift, mention["end"] + shift


def _m(held: Words, span: Span | Phrase) -> Json:
    owned = span.owned if isinstance(span, Phrase) else None
    return held.mention(span.start if owned is None else owned, span.end).to_json()


def _spans(held: Words, spans: tuple[Span, ...]) -> list[Json]:
    return [_m(held, s) for s in spans]


def told_of(r: Reading, d: Draft) -> list[int]:
    """The sentences that tell of an incident or of its victims, in order."""
    return sorted({e.sentence for e in d.events} | {r.sentence_of(p.start) for v in d.victims for p in v.phrases})


def _where(r: Reading, d: Draft, gravest_of_all: bool, opinion: Opinion | None) -> PlaceMention | None:
    told = told_of(r, d)
    ruled = place_of(r, d, told)
    return sited(r, ruled, set(told), opinion) if gravest_of_all else ruled


def _incident(r: Reading, held: Words, d: Draft, ids: dict[int, str], counter: list[int], place: PlaceMention | None) -> Json:
    told = told_of(r, d)
    names: dict[int, str] = {}
    for v in d.victims:
        counter[0] += 1
        names[id(v)] = f"v{counter[0]}"
    people = [a for a in d.actors if a.role in ("carried_out", "ordered", "aided")] if d.kind == "harm" else []
    others = [a for a in d.actors if a not in people]
    return {
        "id": ids[id(d)], "class": d.kind, "act": d.act, "modality": str(d.modality),
        "date": dated(held, date_of(r, d, told)), "place": placed(held, place),
        "means": _means(r, held, d, told) if d.kind == "harm" else [],
        "victims": [_victim(r, held, v, names) for v in d.victims] if d.kind == "harm" else [],
        "perpetrators": [_perpetrator(r, held, a) for a in people],
        "others": [
            {"role": a.role if d.kind == "context" or a.role == "intervened" else "witnessed", "names": _names(r, a.phrase), "mentions": [_m(held, a.phrase)]}
            for a in others
        ],
        "targets": [{"mentions": [_m(held, t)]} for t in d.targets] if d.kind == "harm" else [],
        "relations": [{"type": "led_to", "to": ids[id(o)]} for o in d.led_to if id(o) in ids],
        "according_to": vouching(r, held, d, told),
    }  # fmt: skip


def _names(r: Reading, p: Phrase) -> list[str]:
    return [r.text[s.start : s.end] for s in p.names]


def _perpetrator(r: Reading, held: Words, a: Actor) -> Json:
    p = a.phrase
    bodies = ("police", "army", "military", "troops", "militia")
    several = "group" if p.plural or (p.best or 2) > 1 else "person"
    kind = "organisation" if p.organisation or p.head in bodies else several
    said = {"kind": kind, "names": _names(r, p), "mentions": [_m(held, p)], "involvement": a.role, "status": a.status}
    return {**said, "basis": "implied", "confidence": IMPLIED} if a.implied else said


def _victim(r: Reading, held: Words, v: Victim, names: dict[int, str]) -> Json:
    unique = {(p.start, p.end): p for p in v.phrases}
    ordered = sorted(
        unique.values(), key=lambda p: (not p.names, p.pronoun, p.count is not None and p.count != v.count, -(p.end - p.start))
    )
    return {
        "id": names[id(v)], "kind": "group" if v.group else "person", "names": v.names, "mentions": [_m(held, p) for p in ordered],
        "outcome": v.outcome if v.outcome != "named" else "unknown", "cause": v.cause, "modality": str(v.modality),
        "count": v.count.to_json(), "status": v.status, "age": v.age, "sex": v.sex,
        "part_of": names.get(id(v.part_of)) if v.part_of is not None else None,
    }  # fmt: skip


def dated(held: Words, x: DatedSpan | None) -> Json | None:
    return {"edtf": x.edtf, "mention": held.mention(x.start, x.end).to_json()} if x is not None else None


def placed(held: Words, p: PlaceMention | None) -> Json | None:
    return {**p.place.to_json(), "mention": held.mention(p.start, p.end).to_json()} if p is not None else None


def _nearest(r: Reading, d: Draft, span: Span) -> bool:
    """Whether the word for harm nearest to these words, in their sentence, belongs to this incident."""
    sentence = r.sentence_of(span.start)  # the events are in the order of their sentences
    first = bisect_left(r.events, sentence, key=lambda e: e.sentence)
    last = bisect_right(r.events, sentence, key=lambda e: e.sentence)
    near = [e for e in r.events[first:last] if r.spans[sentence].start <= span.start < r.spans[sentence].end]
    return not near or any(e is min(near, key=lambda x: abs(x.trigger.start - span.start)) for e in d.events)


def _means(r: Reading, held: Words, d: Draft, told: list[int]) -> list[Json]:
    found: dict[str, list[Json]] = {}
    for n in told:
        for code, span in r.means_in(n):
            if len(found.get(code, ())) < 3 and _nearest(r, d, span):
                found.setdefault(code, []).append(_m(held, span))
    return [{"type": code, "mentions": mentions} for code, mentions in found.items()]


def vouching(r: Reading, held: Words, d: Draft, told: list[int]) -> list[Json]:
    """Who vouches: sources whose content holds the incident's words; a quotation without one of its own goes on with the last."""
    chosen: dict[tuple[object, ...], Span] = {}
    for e in d.events:
        source = _of(r, e.trigger.start, e.sentence) if not e.after else None
        if source is not None and not any(a.phrase.start < source.end and source.start < a.phrase.end for a in d.actors):
            full = _described(r, _introduced(r, source))
            words = r.text[full.start : full.end]
            # Unnamed sources are never matched by their words; a named one or an institution is one source however often it speaks.
            unnamed = source_kind(words) == SourceKind.ANONYMOUS
            chosen.setdefault((full.start, full.end) if unnamed else (words.lower(),), full)
    found = []
    told_below = [s for s in chosen.values() if s.start >= _headline(r)]
    for span in told_below or chosen.values():  # a title's "doctors warn" is whoever the text says below
        words = r.text[span.start : span.end]
        found.append({"kind": str(source_kind(words)), "access": str(access(words)), "via": None, "mentions": [_m(held, span)]})
    return found


def _headline(r: Reading) -> int:
    """Where the title ends, or a first line that is one; 0 where there is none."""
    if r.offset or not r.spans:
        return r.offset
    end = r.spans[0].end
    return end if r.text[end - 1] not in ".!?\"”'’" and r.text[end : end + 1] in "\r\n" else 0


def _vouches(r: Reading, a: Attribution) -> bool:
    """Whether a source tells of something in this attribution: "said", not "ordered" or "called for"."""
    if not a.source or r.text[a.source[0].start : a.source[0].end].lower() in ("who", "which", "that", "what"):
        return False
    return vouches(r.text[a.cue[0].start : a.cue[-1].end])


def _of(r: Reading, at: int, sentence: int) -> Span | None:
    for a in r.attributed:
        if any(c.start <= at < c.end for c in a.content) and _vouches(r, a):
            return a.source[0]
    span = r.spans[sentence]
    inside = next((a for a in r.attributed if span.start <= a.cue[0].start < span.end and _vouches(r, a)), None)
    if inside is not None:
        return inside.source[0]
    after = next((a for a in r.attributed if span.end <= a.cue[0].start < span.end + 160 and _vouches(r, a)), None)
    opening = r.text[span.start : span.start + 1]
    if opening in '“"' and after and r.text[max(0, after.cue[0].start - 260) : after.cue[0].start].count("\n\n") == 0:
        return after.source[0]
    before = next((a for a in reversed(r.attributed) if a.cue[0].start < at and _vouches(r, a)), None)
    return before.source[0] if before else None


_AGAIN = re.compile(r"the\s+(?:same\s+)?(?P<who>(?!sources?\b)[a-z]+)(?:\s+who|,|$)")


def _opens(r: Reading, source: Span, who: str) -> bool:
    """Whether a source was first described as "a nurse …" where another is "the nurse"."""
    return re.match(rf"an?\s+(?:\w+\s+)?{who}\b", r.text[source.start : source.end], re.IGNORECASE) is not None


def _introduced(r: Reading, source: Span) -> Span:
    """Where a source that is only pointed at ("the source", "he") was described: the latest description before."""
    words = r.text[source.start : source.end].lower()
    again = _AGAIN.match(words)
    if again:
        first = [
            a.source[0]
            for a in r.attributed
            if a.source and a.source[0].start < source.start and _opens(r, a.source[0], again["who"])
        ]
        if len({(s.start, s.end) for s in first}) == 1:
            return first[0]
    if words not in ("the source", "he", "she", "they", "the sources", "the same source", "the witness", "the official"):
        return source
    earlier = [a.source[0] for a in r.attributed if a.source and a.source[0].start < source.start]
    full = [s for s in earlier if len(r.text[s.start : s.end].split()) > 2]
    if words == "the source":
        full = [s for s in full if "source" in r.text[s.start : s.end].lower()] or full
    return full[-1] if full else source


_TRAILING = re.compile(r"(?:\s+(?:(?:on|this|last)\s+\w+(?:day|week|month)|who|that|which|later|also))+$", re.IGNORECASE)


def _described(r: Reading, source: Span) -> Span:
    """A source's description without the day on which it spoke, or a word that only leads on."""
    m = _TRAILING.search(r.text, source.start, source.end)
    return Span(source.start, m.start()) if m and m.start() > source.start else source


def _total(r: Reading, held: Words, t: Total, ids: dict[int, str]) -> Json:
    return {
        "outcome": t.outcome, "count": t.count.to_json(), "mention": _m(held, t.phrase),
        "according_to": [], "agrees_with": [ids[id(d)] for d in t.covers if id(d) in ids],
    }  # fmt: skip
