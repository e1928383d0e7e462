"""What the ledger's entries say, gathered: the record's state, now or as it was known at a time. Nothing here decides."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, Protocol

from onrecord.record.actors import is_program
from onrecord.record.regrouping import regroup

Json = dict[str, Any]


class Timed(Protocol):
    """What has a time."""

    @property
    def time(self) -> datetime: ...


@dataclass(slots=True)
class Kept:
    """One entry: its number, when, by whom, and its payload (None where it was forgotten)."""

    number: int
    time: datetime
    actor: str
    payload: Json | None


@dataclass(slots=True)
class State:
    """Everything the ledger holds, by kind and number, with the indexes that reading it asks for.

    A state is not changed once it is gathered: `after` makes a new one. `about` leads from a judgement, an undo or a remark to what it is on, `done_by` from a person to what they wrote;
    `merged` from what was merged or linked to what it stands in, `moved` from a claim to the thing that a split gave it to; `one_origin`
    and `one_source` likewise of reports and sources, `inside` from a person to the group that another report tells of.
    `blind` are the claims drawn for double review that two people have not judged yet, `sealed` what one has said of them: no view
    shows it; `drawn_pairs` leads from pairs of incidents to their draw."""

    captures: dict[int, Kept] = field(default_factory=dict)
    renditions: dict[int, Kept] = field(default_factory=dict)
    readings: dict[int, Kept] = field(default_factory=dict)
    sources: dict[int, Kept] = field(default_factory=dict)
    incidents: dict[int, Kept] = field(default_factory=dict)
    persons: dict[int, Kept] = field(default_factory=dict)
    claims: dict[int, Kept] = field(default_factory=dict)
    judgements: dict[int, list[Kept]] = field(default_factory=dict)
    regrouped: dict[int, Kept] = field(default_factory=dict)
    remarks: dict[int, list[Kept]] = field(default_factory=dict)
    reviewers: dict[str, Kept] = field(default_factory=dict)
    searches: dict[int, Kept] = field(default_factory=dict)
    undos: dict[int, list[Kept]] = field(default_factory=dict)
    draws: list[Kept] = field(default_factory=list)
    blind: set[int] = field(default_factory=set)
    sealed: dict[int, list[Kept]] = field(default_factory=dict)
    pair_draws: list[Kept] = field(default_factory=list)
    drawn_pairs: dict[tuple[int, int], int] = field(default_factory=dict)
    forgets: list[Kept] = field(default_factory=list)
    scope: Json = field(default_factory=dict)
    threshold: Kept | None = None
    superseded: set[int] = field(default_factory=set)
    by_subject: dict[int, list[int]] = field(default_factory=dict)
    capture_of: dict[int, int] = field(default_factory=dict)
    claims_in: dict[int, list[int]] = field(default_factory=dict)
    readings_of: dict[int, list[int]] = field(default_factory=dict)
    homes: dict[int, list[int]] = field(default_factory=dict)
    related_by: dict[int, list[int]] = field(default_factory=dict)
    kinds: dict[int, str] = field(default_factory=dict)
    about: dict[int, int] = field(default_factory=dict)
    done_by: dict[str, list[int]] = field(default_factory=dict)
    merged: dict[int, int] = field(default_factory=dict)
    merged_in: dict[int, list[int]] = field(default_factory=dict)
    moved: dict[int, int] = field(default_factory=dict)
    moved_to: dict[int, list[int]] = field(default_factory=dict)
    unmade: set[int] = field(default_factory=set)
    runs: dict[int, Kept] = field(default_factory=dict)
    links: dict[int, Kept] = field(default_factory=dict)
    links_of: dict[int, list[int]] = field(default_factory=dict)
    one_origin: dict[int, int] = field(default_factory=dict)
    one_source: dict[int, int] = field(default_factory=dict)
    inside: dict[int, int] = field(default_factory=dict)
    estimates: dict[int, Kept] = field(default_factory=dict)
    said_of_pairs: dict[tuple[int, int], Kept] = field(default_factory=dict)
    _shared: set[str] = field(default_factory=set)
    """The tables that another state reads too; a change of one begins with a copy."""
    _fresh: bool = True

    # -- texts and readings ------------------------------------------------------------------------------------

    @property
    def threshold_at(self) -> float | None:
        """The confidence under which unjudged claims are doubtful; None where the record has no threshold."""
        payload = self.threshold.payload if self.threshold is not None else None
        return payload["at"] if payload else None

    def rendition_of(self, capture: int) -> Kept | None:
        """The newest rendition of a captured report."""
        return next((r for r in reversed(self.renditions.values()) if r.payload and r.payload["capture"] == capture), None)

    def latest_reading(self, capture: int) -> Kept | None:
        return next((self.readings[n] for n in reversed(self.readings_of.get(capture, ()))), None)

    def capture_of_claim(self, claim: int) -> int | None:
        """The report that a claim is of; None where the claim was forgotten."""
        payload = self.claims[claim].payload
        return self.capture_of.get(payload["reading"]) if payload else None

    # -- what stands -------------------------------------------------------------------------------------------

    def kind_of(self, number: int) -> str | None:
        """What kind of entry a number is, of those that the views are made of; None for any other."""
        return self.kinds.get(number) or next((k for k, table in _TABLES.items() if number in getattr(self, table)), None)

    def undone(self, number: int) -> bool:
        """Whether a judgement, merge, split, remark or undo was taken back, and that not itself."""
        return any(u.payload is not None and not self.undone(u.number) for u in self.undos.get(number, ()))

    def verdict(self, claim: int) -> Json | None:
        """The latest judgement that still stands on a claim, or None."""
        last = self.judgement(claim)
        return last.payload if last else None

    def judgement(self, claim: int) -> Kept | None:
        """The entry of the latest judgement that still stands on a claim."""
        several = self.judgements.get(claim)
        if not several:
            return None
        return next((j for j in reversed(several) if j.payload and not self.undone(j.number)), None)

    def sealed_by(self, claim: int, who: str | None) -> Kept | None:
        """What somebody has judged of a claim that waits for a second reader, or None."""
        several = reversed(self.sealed.get(claim, ()))
        return next((k for k in several if k.actor == who and k.payload and not self.undone(k.number)), None)

    def is_sealed(self, judgement: int) -> bool:
        """Whether a judgement is one that nobody else may see yet."""
        return any(k.number == judgement for k in self.sealed.get(self.about.get(judgement, 0), ()))

    def stands(self, claim: int) -> bool:
        """Whether a claim is part of the record: there, not rejected, not taken back, and not superseded while unjudged."""
        kept = self.claims[claim]
        payload = kept.payload
        if payload is None or (claim in self.undos and self.undone(claim)):
            return False
        if self.unmade and payload.get("split") and self._unmade(payload):
            return False
        verdict = self.verdict(claim)
        if verdict is not None:
            return bool(verdict["decision"] != "reject")
        return payload["reading"] not in self.superseded or not is_program(kept.actor)

    def _unmade(self, payload: Json) -> bool:
        """Whether a claim that a split made is about something that is no more, since the split was taken back."""
        value = payload["value"]
        return payload["subject"] in self.unmade or (isinstance(value, dict) and value.get("person") in self.unmade)

    def value(self, claim: int) -> Any:
        """A claim's value, as amended where it was."""
        verdict, payload = self.verdict(claim), self.claims[claim].payload
        if verdict is not None and verdict["decision"] == "amend":
            return verdict["value"]
        return payload["value"] if payload else None

    def mentions(self, claim: int) -> list[Json]:
        """The words that carry a claim, as amended where they were."""
        return list(self._amended(claim, "mentions") or [])

    def modality(self, claim: int) -> str:
        """How a claim is put, as amended where it was."""
        return str(self._amended(claim, "modality"))

    def _amended(self, claim: int, name: str) -> Any:
        verdict, payload = self.verdict(claim), self.claims[claim].payload or {}
        if verdict is not None and verdict["decision"] == "amend" and verdict.get(name) is not None:
            return verdict[name]
        return payload.get(name)

    # -- subjects ----------------------------------------------------------------------------------------------

    def root(self, thing: int) -> int:
        """The incident or person that one stands in: itself, unless it was merged into another."""
        return self.merged.get(thing, thing)

    def on(self, subject: int) -> list[int]:
        """Every claim on a subject, standing or not: also on what was merged into it, and what a split gave to it."""
        if not self.merged_in and not self.moved:
            return list(self.by_subject.get(subject, ()))
        return sorted(n for t in (subject, *self.merged_in.get(subject, ())) for n in self.own(t))

    def own(self, thing: int) -> list[int]:
        """Every claim on a thing itself, without what was merged into it or linked with it."""
        if not self.moved:
            return list(self.by_subject.get(thing, ()))
        kept = [n for n in self.by_subject.get(thing, ()) if self.moved.get(n, thing) == thing]
        return sorted({*kept, *self.moved_to.get(thing, ())})

    def subject(self, claim: int) -> int:
        """What a claim is about, after merges and splits; 0 where the claim was forgotten."""
        payload = self.claims[claim].payload
        if payload is None:
            return 0
        return self.root(self.moved[claim] if claim in self.moved else payload["subject"])

    def standing(self, subject: int, name: str | None = None) -> list[int]:
        """The claims that stand on a subject. A judged one displaces unjudged ones of the same property from later readings."""
        if subject in self.unmade:
            return []
        return self.undisplaced(n for n in self.on(subject) if (name is None or self.property(n) == name) and self.stands(n))

    def undisplaced(self, standing: Iterable[int]) -> list[int]:
        """Without the unjudged claims of a property of which a judged one stands beside them."""
        found = list(standing)
        judged = {self.property(n) for n in found if self.property(n) in SINGLE and self.verdict(n)}
        return [n for n in found if self.property(n) not in judged or self.verdict(n)] if judged else found

    def property(self, claim: int) -> str:
        payload = self.claims[claim].payload
        return str(payload["property"]) if payload else ""

    def homes_of(self, person: int) -> list[int]:
        """The incidents in which a person has a part, standing or not."""
        things = (person, *self.merged_in.get(person, ()))
        return sorted({self.root(i) for t in things for i in self.homes.get(t, ())})

    # -- taking in ---------------------------------------------------------------------------------------------

    def after(self, entries: Iterable[Any]) -> State:
        """A new state, with more entries taken in. This one stays as it is: both read the same tables, but for what the entries change."""
        tables = {f.name: getattr(self, f.name) for f in fields(self) if not f.name.startswith("_")}
        return State(**tables, _shared=set(tables), _fresh=False).take(entries)

    def _own(self, name: str) -> Any:
        """A table to be changed: copied first, where another state reads it too."""
        if name in self._shared:
            self._shared.discard(name)
            setattr(self, name, copy.copy(getattr(self, name)))
        return getattr(self, name)

    def take(self, entries: Iterable[Any]) -> State:
        """Take entries in, in order. For a state that nobody else reads yet."""
        regrouped = False
        for e in entries:
            kept = Kept(e.number, e.time, e.actor, e.payload)
            if e.kind in _TABLES:
                self._own(_TABLES[e.kind])[e.number] = kept
            if e.kind in _NOTED:
                self._own("kinds")[e.number] = e.kind
            if e.payload is not None:
                self._note(e.kind, kept, e.payload)
                regrouped = regrouped or self._regroups(e.kind, e.payload)
        if regrouped:
            regroup(self)
        return self

    def _regroups(self, kind: str, payload: Json) -> bool:
        """Whether an entry changes what stands in what."""
        if kind == "claim":  # a run's link of two people holds only while they are of one incident
            return payload["property"] in PARTS_OF_PEOPLE and payload["value"]["person"] in self.links_of
        on = payload.get("on", 0)
        while kind == "undo" and on in self.about:
            on = self.about[on]
        return (self.kinds.get(on) if kind == "undo" else kind) in ("merge", "split", "link", "pair_draw")

    def _note(self, kind: str, kept: Kept, payload: Json) -> None:
        number = kept.number
        if kind in _ABOUT:
            self._own("about")[number] = payload["on"]
        if (kind in _NOTED or kind == "claim") and not is_program(kept.actor):
            self._more("done_by", kept.actor, number)
        if kind == "claim":
            self._note_claim(number, payload)
        elif kind == "reading":
            self._own("capture_of")[number] = payload["capture"]
            self._more("readings_of", payload["capture"], number)
            self._own("superseded").update(payload["supersedes"])
        elif kind == "judgement":
            self._note_judgement(payload["on"], kept)
        elif kind == "undo":
            self._more("undos", payload["on"], kept)
        elif kind in ("merge", "split"):
            self._own("regrouped")[number] = kept
        elif kind == "link":
            self._more("links_of", payload["left"], number)
            self._more("links_of", payload["right"], number)
            if payload["run"] is None and payload["type"] == "contains":
                self._more("related_by", payload["left"], payload["right"])
        elif kind in REMARKS:
            self._more("remarks", payload["on"], kept)
        elif kind == "reviewer":
            self._own("reviewers")[payload["who"]] = kept
        elif kind == "draw":
            self.draws = [*self.draws, kept]
            self._own("blind").update(n for n in payload["claims"] if n not in self.judgements)
        elif kind == "pair_draw":
            self.pair_draws = [*self.pair_draws, kept]
            self._own("drawn_pairs").update({(p["left"], p["right"]): number for p in payload["pairs"]})
        elif kind == "forget":
            self.forgets = [*self.forgets, kept]
        elif kind == "scope":
            self.scope = payload
        elif kind == "threshold":
            self.threshold = kept

    def _note_judgement(self, claim: int, kept: Kept) -> None:
        """A judgement; of a claim drawn for double review it is sealed until another person has judged it too."""
        if claim not in self.blind:
            return self._more("judgements", claim, kept)
        self._more("sealed", claim, kept)
        if len({k.actor for k in self.sealed[claim] if not self.undone(k.number)}) > 1:
            self._own("judgements")[claim] = self._own("sealed").pop(claim)
            self._own("blind").discard(claim)

    def _note_claim(self, number: int, payload: Json) -> None:
        self._more("by_subject", payload["subject"], number)
        capture = self.capture_of.get(payload["reading"])
        if capture is not None:
            self._more("claims_in", capture, number)
        value = payload["value"]
        if payload["property"] in PARTS_OF_PEOPLE:
            self._more("homes", value["person"], payload["subject"])
        elif payload["property"] == "relation":
            self._more("related_by", value["to"], payload["subject"])

    def _more(self, name: str, key: Any, value: Any) -> None:
        """Another value under a key of a table. Lists that another state reads too are not touched."""
        table = self._own(name)
        if self._fresh:
            table.setdefault(key, []).append(value)
        else:
            table[key] = [*table.get(key, ()), value]

    def verdicts(self) -> dict[tuple[int, int], Kept]:
        """Of each pair what a person said of it last, as a link that stands. Not to be changed: every incident of several reports asks."""
        return self.said_of_pairs

    def held_by_runs(self) -> list[Kept]:
        """The links by which runs hold things together, and that stand."""
        every = (k for k in self.links.values() if k.payload and k.payload["run"] is not None and k.payload["held"])
        return [k for k in every if not self.undone(k.number)]


PARTS_OF_PEOPLE = ("victim", "perpetrator", "other")
"""The properties by which an incident brings in a person."""
REMARKS = ("comment", "assignment", "status", "skip", "care", "look", "families", "best")
"""What people say of a report, an incident or a claim without judging it; "care" says whether a report is graphic, "look" that somebody has
seen what a search of theirs finds, "families" whether an incident's dead are in the graph of command, "best" which number of a toll is best."""
SINGLE = frozenset({"act", "date", "place", "outcome", "count", "names", "cause", "status", "age", "sex", "part_of"})
_TABLES = {
    "capture": "captures", "rendition": "renditions", "reading": "readings", "source": "sources",
    "incident": "incidents", "person": "persons", "claim": "claims", "run": "runs", "link": "links", "search": "searches",
    "estimate": "estimates",
}  # fmt: skip
_ABOUT = ("judgement", "undo", *REMARKS)
_NOTED = ("judgement", "undo", "merge", "split", "link", "search", *REMARKS)
KINDS = frozenset({*_TABLES, *_NOTED, "reviewer", "draw", "pair_draw", "forget", "scope", "threshold"}) - {"rendition"}
"""The kinds of entries that the views are made of. Texts are not: they are the greatest part of a record."""


def gather(entries: Iterable[Any]) -> State:
    """The state that `entries` (in order) leave behind."""
    return State().take(entries)


def stamp(kept: Timed) -> str:
    """An entry's time in ISO 8601, UTC."""
    return str(kept.time.isoformat().replace("+00:00", "Z"))
