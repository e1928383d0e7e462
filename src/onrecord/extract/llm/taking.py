"""From a model's answer about one window to what the contract holds: each word grounded, each code one of the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from onrecord.claims import Mention, Place
from onrecord.dates import DatedSpan
from onrecord.extract.llm.asking import Json
from onrecord.extract.llm.counts import Numbers, count_of, whole
from onrecord.extract.llm.grounding import Passage
from onrecord.extract.sentences import Span
from onrecord.places import PlaceMention
from onrecord.vocabulary import Vocabulary

__all__ = ["Found", "Window", "taken"]

T = TypeVar("T")


@dataclass(slots=True)
class Found:
    """What one window holds, in the contract's shape; `relations` and `part_of` still lead to places in these lists."""

    incidents: list[Json] = field(default_factory=list)
    totals: list[Json] = field(default_factory=list)
    attributions: list[Json] = field(default_factory=list)


@dataclass(slots=True)
class Window:
    """A window with what the rules read of it: its dates, its places and its numbers, which are not the model's to give."""

    passage: Passage
    dates: list[DatedSpan]
    places: list[PlaceMention]
    numbers: Numbers
    codes: Vocabulary

    def code(self, table: str, said: Any, otherwise: str) -> str:
        """A code of the vocabulary; another word is dropped and counted, and `otherwise` stands in its place."""
        if isinstance(said, str) and said in getattr(self.codes, table):
            return said
        self.passage.dropped.values += said not in (None, "")
        return otherwise


def taken(answer: Json, window: Window) -> Found:
    """What stands of an answer. Whatever it holds beside its known fields is not looked at."""
    found = Found()
    at: dict[int, Json] = {}
    for n, said in enumerate(_things(answer.get("incidents")), 1):
        incident = _incident(said, window)
        if incident is not None:
            at[n] = incident
            found.incidents.append(incident)
    for n, said in enumerate(_things(answer.get("incidents")), 1):
        if n in at:
            at[n]["relations"] = _relations(said, at, at[n], window)
    found.totals = [t for said in _things(answer.get("totals")) if (t := _total(said, window)) is not None]
    found.attributions = [a for said in _things(answer.get("attributions")) if (a := _attribution(said, window)) is not None]
    return found


def _things(said: Any) -> list[Json]:
    return [s for s in said if isinstance(s, dict)] if isinstance(said, list) else []


def _words(said: Any) -> list[Any]:
    return said if isinstance(said, list) else []


def _incident(said: Json, w: Window) -> Json | None:
    """An incident with words of its own; None where the answer gives no act, or nothing of it stands in the text."""
    act = w.code("acts", said.get("act"), "")
    if not act:
        return None
    kind = w.codes.acts[act].kind
    told = w.passage.mention(said.get("telling"))
    near = Span(told.start, told.end) if told is not None and told.within == "text" else None
    modality = w.code("modalities", said.get("modality"), "stated")
    victims = _victims(said, w, near, modality)
    people = [p for s in _things(said.get("perpetrators")) if (p := _perpetrator(s, w, near))]
    others = [o for s in _things(said.get("others")) if (o := _other(s, w, near))]
    harm = kind == "harm"
    if not harm:  # whom a context is about are its subjects: the contract has no victims there
        others += [{"role": "subject", "names": v["names"], "mentions": v["mentions"]} for v in victims]
        others += [{"role": "agent", "names": p["names"], "mentions": p["mentions"]} for p in people]
    incident: Json = {
        "id": "", "class": kind, "act": act, "modality": modality,
        "date": _date(said.get("date"), w, near), "place": _place(said.get("place"), w, near),
        "means": _means(said, w, near) if harm else [], "victims": victims if harm else [],
        "perpetrators": people if harm else [], "others": others,
        "targets": [{"mentions": [m.to_json()]} for t in _words(said.get("targets")) if (m := w.passage.mention(t, near))] if harm else [],
        "relations": [], "according_to": [s for x in _things(said.get("sources")) if (s := _source(x, w, near))],
    }  # fmt: skip
    parts = ("means", "victims", "perpetrators", "others", "targets", "date", "place")
    return incident if any(incident[p] for p in parts) else None


def _people(said: Json, w: Window, near: Span | None) -> tuple[list[Mention], list[str]]:
    """The mentions of people and their names, which are mentions too where nothing else is."""
    mentions = w.passage.mentions(said.get("words") or [], near)
    named = w.passage.mentions(said.get("names") or [], near)
    return mentions or named[:1], list(dict.fromkeys(" ".join(m.text.split()) for m in named))


def _victims(said: Json, w: Window, near: Span | None, modality: str) -> list[Json]:
    at: dict[int, Json] = {}
    for n, one in enumerate(_things(said.get("victims")), 1):
        victim = _victim(one, w, near, modality)
        if victim is not None:
            at[n] = victim
    for n, one in enumerate(_things(said.get("victims")), 1):
        group = whole(one.get("part_of"))
        if n in at and group in at and group != n and at[group]["kind"] == "group":
            at[n]["part_of"] = at[group]
    for victim in at.values():  # a member's group is a whole: one level deep
        if victim["part_of"] is not None and victim["part_of"]["part_of"] is not None:
            victim["part_of"] = None
    return list(at.values())


def _victim(said: Json, w: Window, near: Span | None, modality: str) -> Json | None:
    mentions, names = _people(said, w, near)
    outcome = w.code("outcomes", said.get("outcome"), "unknown")
    if not mentions or outcome == "none":
        return None
    group = said.get("group") is True or (len(names) > 1 and said.get("group") is not False)
    count, passed_over = count_of(mentions, said, group, w.numbers)
    w.passage.dropped.values += passed_over
    status = w.code("statuses", said.get("status"), "unknown")
    if status != "unknown" and w.passage.mention(said.get("status_words"), near) is None:
        status = "unknown"
    return {
        "id": "", "kind": "person" if count.best == count.max == 1 else "group", "names": names,
        "mentions": [m.to_json() for m in mentions], "outcome": outcome,
        "cause": w.code("causes", said.get("cause"), "not_said") if outcome == "death" else "not_said",
        "modality": w.code("modalities", said.get("modality"), modality), "count": count.to_json(), "status": status,
        "age": _age(said.get("age"), w), "sex": _sex(said.get("sex"), mentions, w, near), "part_of": None,
    }  # fmt: skip


def _age(said: Any, w: Window) -> int | None:
    """An age in years that the words name."""
    years = whole(said)
    if years is None or years > 130 or not w.numbers.bear_out(years):
        w.passage.dropped.values += said is not None
        return None
    return years


_SEXED: Final = {
    "male": re.compile(r"\b(?:m[ae]n|males?|boys?|sons?|fathers?|brothers?|husbands?|he|his|him|mr|uncle|nephew|grandfather)\b", re.IGNORECASE),
    "female": re.compile(r"\b(?:wom[ae]n|females?|girls?|daughters?|mothers?|sisters?|wi(?:fe|ves)|she|hers?|mrs|ms|miss|aunt|niece|grandmother|pregnant)\b", re.IGNORECASE),
}  # fmt: skip


def _sex(said: Any, mentions: list[Mention], w: Window, near: Span | None) -> str | None:
    """A sex that a word of the mentions, or of the sentence that tells of it, gives; never one that a name suggests."""
    if not isinstance(said, str) or said not in _SEXED:
        return None
    words = [m.text for m in mentions] + ([w.passage.text[near.start : near.end]] if near else [])
    if any(_SEXED[said].search(x) for x in words):
        return str(said)
    w.passage.dropped.values += 1
    return None


def _perpetrator(said: Json, w: Window, near: Span | None) -> Json | None:
    mentions, names = _people(said, w, near)
    kind = said.get("kind")
    return {
        "kind": kind if kind in ("person", "group", "organisation") else "group", "names": names,
        "mentions": [m.to_json() for m in mentions],
        "involvement": w.code("involvement", said.get("involvement"), "carried_out"),
        "status": w.code("perpetrator_statuses", said.get("status"), "stated"),
    } if mentions else None  # fmt: skip


def _other(said: Json, w: Window, near: Span | None) -> Json | None:
    mentions, names = _people(said, w, near)
    role = w.code("roles", said.get("role"), "witnessed")
    return {"role": role, "names": names, "mentions": [m.to_json() for m in mentions]} if mentions else None


def _means(said: Json, w: Window, near: Span | None) -> list[Json]:
    found: dict[str, list[Json]] = {}
    for one in _things(said.get("means")):
        code, mention = w.code("means", one.get("type"), ""), w.passage.mention(one.get("words"), near)
        if code and mention is not None and mention.to_json() not in found.get(code, []):
            found.setdefault(code, []).append(mention.to_json())
    return [{"type": code, "mentions": mentions} for code, mentions in found.items()]


def _source(said: Json, w: Window, near: Span | None) -> Json | None:
    mention = w.passage.mention(said.get("words"), near)
    if mention is None:
        return None
    kind, access = w.code("source_kinds", said.get("kind"), "anonymous"), w.code("access", said.get("access"), "not_said")
    return {"kind": kind, "access": access, "via": None, "mentions": [mention.to_json()]}


def _date(said: Any, w: Window, near: Span | None) -> Json | None:
    """The date that the rules read where the model points; words that they read no date in give none."""
    mention = w.passage.mention(said, near)
    if mention is None or mention.within == "title":
        return None
    best = _at(mention, w.dates, lambda d: (d.start, d.end))
    if best is None:
        w.passage.dropped.values += 1
        return None
    return {"edtf": best.edtf, "mention": _cut(w, best.start, best.end)}


def _place(said: Any, w: Window, near: Span | None) -> Json | None:
    """The place that the gazetteer gives where the model points; else its words, unresolved."""
    mention = w.passage.mention(said, near)
    if mention is None:
        return None
    best = _at(mention, w.places, lambda p: (p.start, p.end)) if mention.within == "text" else None
    if best is None:
        return {**Place(" ".join(mention.text.split())).to_json(), "mention": mention.to_json()}
    return {**best.place.to_json(), "mention": _cut(w, best.start, best.end)}


def _at(mention: Mention, found: list[T], span: Callable[[T], tuple[int, int]]) -> T | None:
    """What shares the most characters with the mention, the first of equals."""
    best, most = None, 0
    for one in found:
        start, end = span(one)
        shared = min(end, mention.end) - max(start, mention.start)
        if shared > most:
            best, most = one, shared
    return best


def _cut(w: Window, start: int, end: int) -> Json:
    return Mention(w.passage.text[start:end], start, end).to_json()


def _relations(said: Json, at: dict[int, Json], own: Json, w: Window) -> list[Json]:
    found = []
    for one in _things(said.get("relations")):
        kind, to = w.code("relation_types", one.get("type"), ""), whole(one.get("to"))
        if kind and to in at and at[to] is not own:
            found.append({"type": kind, "to": at[to]})
        else:
            w.passage.dropped.values += 1
    return found


def _total(said: Json, w: Window) -> Json | None:
    """A total of the report's own, whose number stands in the text; None where it does not."""
    mention = w.passage.mention(said.get("words"))
    outcome = w.code("outcomes", said.get("outcome"), "")
    if mention is None or outcome in ("", "none"):
        return None
    count, passed_over = count_of([mention], said, True, w.numbers)
    if passed_over or count.best == 1:
        w.passage.dropped.values += 1
        return None
    return {"outcome": outcome, "count": count.to_json(), "mention": mention.to_json(), "according_to": [], "agrees_with": []}


def _attribution(said: Json, w: Window) -> Json | None:
    content = w.passage.mention(said.get("content"))
    near = Span(max(0, content.start - 300), content.end + 300) if content is not None and content.within == "text" else None
    source, cue = w.passage.mention(said.get("source"), near), w.passage.mention(said.get("cue"), near)
    if content is None or (source is None and cue is None):
        return None
    return {k: [m.to_json()] if m is not None else [] for k, m in (("source", source), ("cue", cue), ("content", content))}
