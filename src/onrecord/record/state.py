"""What the ledger's entries say, gathered: the record's state, now or as it was known at a time. Nothing here decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]


@dataclass(slots=True)
class Kept:
    """One entry: its number, when, by whom, and its payload (None where it was forgotten)."""

    number: int
    time: datetime
    actor: str
    payload: Json | None


@dataclass(slots=True)
class State:
    """Everything the ledger holds, by kind and number."""

    captures: dict[int, Kept] = field(default_factory=dict)
    renditions: dict[int, Kept] = field(default_factory=dict)
    readings: dict[int, Kept] = field(default_factory=dict)
    sources: dict[int, Kept] = field(default_factory=dict)
    incidents: dict[int, Kept] = field(default_factory=dict)
    persons: dict[int, Kept] = field(default_factory=dict)
    claims: dict[int, Kept] = field(default_factory=dict)
    judgements: dict[int, list[Kept]] = field(default_factory=lambda: defaultdict(list))
    forgets: list[Kept] = field(default_factory=list)
    scope: Json = field(default_factory=dict)
    threshold: Kept | None = None
    superseded: set[int] = field(default_factory=set)
    by_subject: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    capture_of: dict[int, int] = field(default_factory=dict)

    @property
    def threshold_at(self) -> float | None:
        """The confidence under which unjudged claims are doubtful; None where the record has no threshold."""
        payload = self.threshold.payload if self.threshold is not None else None
        return payload["at"] if payload else None

    def rendition_of(self, capture: int) -> Kept | None:
        """The newest rendition of a captured report."""
        return next((r for r in reversed(self.renditions.values()) if r.payload and r.payload["capture"] == capture), None)

    def latest_reading(self, capture: int) -> Kept | None:
        return next((r for n, r in reversed(self.readings.items()) if self.capture_of.get(n) == capture), None)

    def verdict(self, claim: int) -> Json | None:
        """The latest judgement that still stands on a claim, or None."""
        return next((j.payload for j in reversed(self.judgements.get(claim, [])) if j.payload), None)

    def stands(self, claim: int) -> bool:
        """Whether a claim is part of the record: there, not rejected, and not superseded while unjudged."""
        payload = self.claims[claim].payload
        if payload is None:
            return False
        verdict = self.verdict(claim)
        if verdict is not None:
            return bool(verdict["decision"] != "reject")
        return payload["reading"] not in self.superseded

    def value(self, claim: int) -> Any:
        """A claim's value, as amended where it was."""
        verdict, payload = self.verdict(claim), self.claims[claim].payload
        if verdict is not None and verdict["decision"] == "amend":
            return verdict["value"]
        return payload["value"] if payload else None

    def standing(self, subject: int, name: str | None = None) -> list[int]:
        """The claims that stand on a subject. A judged one displaces unjudged ones of the same property from later readings."""
        found = [n for n in self.by_subject.get(subject, []) if self.stands(n) and (name is None or self.property(n) == name)]
        judged = {self.property(n) for n in found if self.verdict(n) and self.property(n) in SINGLE}
        return [n for n in found if self.verdict(n) or self.property(n) not in judged]

    def property(self, claim: int) -> str:
        payload = self.claims[claim].payload
        return str(payload["property"]) if payload else ""


SINGLE = frozenset({"act", "date", "place", "outcome", "count", "names", "cause", "status", "age", "sex", "part_of"})
_TABLES = {
    "capture": "captures", "rendition": "renditions", "reading": "readings", "source": "sources",
    "incident": "incidents", "person": "persons", "claim": "claims",
}  # fmt: skip


def gather(entries: Iterable[Any]) -> State:
    """The state that `entries` (in order) leave behind."""
    state = State()
    for e in entries:
        kept = Kept(e.number, e.time, e.actor, e.payload)
        if e.kind in _TABLES:
            getattr(state, _TABLES[e.kind])[e.number] = kept
        if e.payload is None:
            continue
        if e.kind == "claim":
            state.by_subject[e.payload["subject"]].append(e.number)
        elif e.kind == "reading":
            state.capture_of[e.number] = e.payload["capture"]
            state.superseded.update(e.payload["supersedes"])
        elif e.kind == "judgement":
            state.judgements[e.payload["on"]].append(kept)
        elif e.kind == "forget":
            state.forgets.append(kept)
        elif e.kind == "scope":
            state.scope = e.payload
        elif e.kind == "threshold":
            state.threshold = kept
    return state


def stamp(kept: Kept) -> str:
    """An entry's time in ISO 8601, UTC."""
    return str(kept.time.isoformat().replace("+00:00", "Z"))
