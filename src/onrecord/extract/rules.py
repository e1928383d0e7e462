"""The reader by rules: a report in, one object of the contract out. No model, no chance."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import Any

from onrecord.claims import Rendition
from onrecord.extract.attribution import access, source_kind
from onrecord.extract.events import Reading, read
from onrecord.extract.incidents import Draft, Total, Victim, drafts
from onrecord.extract.people import Phrase
from onrecord.extract.report import ReportText
from onrecord.extract.sentences import Span

__all__ = ["extract_by_rules"]

Json = dict[str, Any]
_NO_PLACE = re.compile(r"\b(?:to|into|from|toward|towards)\s+$", re.IGNORECASE)


def extract_by_rules(report: ReportText) -> Json:
    """One object of the contract."""
    r = read(report)
    held = Rendition(report.text, "")
    found, totals = drafts(r)
    ids = {id(d): f"i{n}" for n, d in enumerate(found, 1)}
    counter = [0]
    incidents = [_incident(r, held, d, ids, counter) for d in found]
    return {
        "report": {
            "id": report.id, "file": report.file, "title": report.title, "published": report.published,
            "language": report.language, "sha256": report.sha256, "chars": len(report.text),
        },
        "incidents": incidents,
        "totals": [_total(r, held, t, ids) for t in totals],
        "attributions": [
            {"source": _spans(held, a.source), "cue": _spans(held, a.cue), "content": _spans(held, a.content)} for a in r.said
        ],
    }  # fmt: skip


def _m(held: Rendition, span: Span | Phrase) -> Json:
    return held.mention(span.start, span.end).to_json()


def _spans(held: Rendition, spans: tuple[Span, ...]) -> list[Json]:
    return [_m(held, s) for s in spans]


def _incident(r: Reading, held: Rendition, d: Draft, ids: dict[int, str], counter: list[int]) -> Json:
    told = sorted({e.sentence for e in d.events} | {r.sentence_of(p.start) for v in d.victims for p in v.phrases})
    names: dict[int, str] = {}
    for v in d.victims:
        counter[0] += 1
        names[id(v)] = f"v{counter[0]}"
    people = [a for a in d.actors if a.role in ("carried_out", "ordered", "aided")] if d.kind == "harm" else []
    others = [a for a in d.actors if a not in people]
    return {
        "id": ids[id(d)], "class": d.kind, "act": d.act, "modality": str(d.modality),
        "date": _date(r, held, d, told), "place": _place(r, held, d, told),
        "means": _means(r, held, d, told) if d.kind == "harm" else [],
        "victims": [_victim(r, held, v, names) for v in d.victims] if d.kind == "harm" else [],
        "perpetrators": [_perpetrator(r, held, a.phrase, a.role, a.status) for a in people],
        "others": [
            {"role": a.role if d.kind == "context" or a.role == "intervened" else "witnessed", "names": _names(r, a.phrase), "mentions": [_m(held, a.phrase)]}
            for a in others
        ],
        "targets": [],
        "relations": [{"type": "led_to", "to": ids[id(o)]} for o in d.led_to if id(o) in ids],
        "according_to": _sources(r, held, d, told),
        "confidence": 0.6 if len(d.events) > 1 else 0.5,
    }  # fmt: skip


def _names(r: Reading, p: Phrase) -> list[str]:
    return [r.text[s.start : s.end] for s in p.names]


def _perpetrator(r: Reading, held: Rendition, p: Phrase, role: str, status: str) -> Json:
    kind = (
        "organisation"
        if p.head in ("police", "army", "military", "troops", "militia")
        else "group"
        if p.plural or (p.best or 2) > 1
        else "person"
    )
    return {"kind": kind, "names": _names(r, p), "mentions": [_m(held, p)], "involvement": role, "status": status}


def _victim(r: Reading, held: Rendition, v: Victim, names: dict[int, str]) -> Json:
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


def _date(r: Reading, held: Rendition, d: Draft, told: list[int]) -> Json | None:
    """The date in the incident's own sentences, else the latest before its first, else none."""
    for n in told:
        span = r.spans[n]
        here = [
            x
            for x in r.dates
            if span.start <= x.start < span.end and x.precision in ("day", "range", "set", "week", "month", "year")
        ]
        if here:
            best = min(here, key=lambda x: (x.precision != "day", x.start))
            return {"edtf": best.edtf, "mention": held.mention(best.start, best.end).to_json()}
    if not told or not d.modality.tallied or d.kind == "context":
        return None
    start = r.spans[told[0]].start
    near = [x for x in r.dates if x.precision == "day" and x.start < start] or [x for x in r.dates if x.precision == "day"][:1]
    if not near:
        return None
    return {"edtf": near[-1].edtf, "mention": held.mention(near[-1].start, near[-1].end).to_json()}


def _place(r: Reading, held: Rendition, d: Draft, told: list[int]) -> Json | None:
    """The narrowest place in the incident's own sentences that nobody goes to, else the first of the report."""
    rank = {"exact": 0, "city": 1, "admin2": 2, "admin1": 3, "unresolved": 4, "country": 5}

    def fits(p: Any) -> bool:
        inside = any(
            q.start <= p.start < q.end for q in r.phrases[r.sentence_of(p.start)]
        )  # where people are from, or what they lead
        return not inside and not _NO_PLACE.search(r.text[max(0, p.start - 8) : p.start])

    for n in told:
        span = r.spans[n]
        here = [p for p in r.places if span.start <= p.start < span.end and fits(p)]
        if here:
            best = min(here, key=lambda p: (rank[p.place.precision], p.start))
            return {**best.place.to_json(), "mention": held.mention(best.start, best.end).to_json()}
    first = next((p for p in r.places if rank[p.place.precision] < 4 and fits(p)), None) or next(
        (p for p in r.places if rank[p.place.precision] < 4), None
    )
    if first is None or d.kind == "context" or not d.modality.tallied:
        return None
    return {**first.place.to_json(), "mention": held.mention(first.start, first.end).to_json()}


def _nearest(r: Reading, d: Draft, span: Span) -> bool:
    """Whether the word for harm nearest to these words, in their sentence, belongs to this incident."""
    sentence = r.sentence_of(span.start)  # the events are in the order of their sentences
    first = bisect_left(r.events, sentence, key=lambda e: e.sentence)
    last = bisect_right(r.events, sentence, key=lambda e: e.sentence)
    near = [e for e in r.events[first:last] if r.spans[sentence].start <= span.start < r.spans[sentence].end]
    return not near or any(e is min(near, key=lambda x: abs(x.trigger.start - span.start)) for e in d.events)


def _means(r: Reading, held: Rendition, d: Draft, told: list[int]) -> list[Json]:
    found: dict[str, list[Json]] = {}
    for code, span in r.means:
        if (
            len(found.get(code, ())) < 3
            and any(r.spans[n].start <= span.start < r.spans[n].end for n in told)
            and _nearest(r, d, span)
        ):
            found.setdefault(code, []).append(_m(held, span))
    return [{"type": code, "mentions": mentions} for code, mentions in found.items()]


def _sources(r: Reading, held: Rendition, d: Draft, told: list[int]) -> list[Json]:
    """Who vouches: sources whose content holds the incident's words; a quotation without one of its own goes on with the last."""
    chosen: dict[tuple[int, int], Span] = {}
    for e in d.events:
        source = _of(r, e.trigger.start, e.sentence) if not e.after else None
        if source is not None and not any(a.phrase.start < source.end and source.start < a.phrase.end for a in d.actors):
            full = _introduced(r, source)
            chosen[(full.start, full.end)] = full
    found = []
    for span in chosen.values():
        words = r.text[span.start : span.end]
        found.append({"kind": str(source_kind(words)), "access": str(access(words)), "via": None, "mentions": [_m(held, span)]})
    return found


def _of(r: Reading, at: int, sentence: int) -> Span | None:
    for a in r.said:
        if a.source and any(c.start <= at < c.end for c in a.content):
            return a.source[0]
    span = r.spans[sentence]
    inside = next((a for a in r.said if a.source and span.start <= a.cue[0].start < span.end), None)
    if inside is not None:
        return inside.source[0]
    before = [a for a in r.said if a.source and a.cue[0].start < at]
    after = [a for a in r.said if a.source and span.end <= a.cue[0].start < span.end + 160]
    opening = r.text[span.start : span.start + 1]
    if opening in '“"' and after and r.text[max(0, after[0].cue[0].start - 260) : after[0].cue[0].start].count("\n\n") == 0:
        return after[0].source[0]
    return before[-1].source[0] if before else None


def _introduced(r: Reading, source: Span) -> Span:
    """Where a source that is only pointed at ("the source", "he") was described: the latest description before."""
    words = r.text[source.start : source.end].lower()
    if words not in ("the source", "he", "she", "they", "the sources", "the same source", "the witness", "the official"):
        return source
    earlier = [a.source[0] for a in r.said if a.source and a.source[0].start < source.start]
    full = [s for s in earlier if len(r.text[s.start : s.end].split()) > 2]
    if words == "the source":
        full = [s for s in full if "source" in r.text[s.start : s.end].lower()] or full
    return full[-1] if full else source


def _total(r: Reading, held: Rendition, t: Total, ids: dict[int, str]) -> Json:
    return {
        "outcome": t.outcome, "count": t.count.to_json(), "mention": _m(held, t.phrase),
        "according_to": [], "agrees_with": [ids[id(d)] for d in t.covers if id(d) in ids],
    }  # fmt: skip
