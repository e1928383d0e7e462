"""What needs a person, worst doubt first. Doubts are found by rules, each with its sentence; nothing here is stored."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from onrecord.languages import joined_phrase, phrase
from onrecord.record import reports
from onrecord.record.state import SINGLE, Json, State
from onrecord.record.view import View
from onrecord.record.wholes import Numbers, counts, grouped, ordered
from onrecord.review import remarks

Doubt = tuple[float, str]
"""How much (0 to 1), and a sentence."""
FILTERS = ("report", "incident", "reviewer", "language", "place")


def contested(state: State, claim: int) -> list[Json]:
    """The latest judgements of different people on a claim that differ and that nobody settled; empty where none do."""
    several = state.judgements.get(claim, ())
    if len(several) < 2:
        return []
    latest: dict[str, Any] = {}
    for j in several:
        if j.payload and not state.undone(j.number):
            latest = {j.actor: j} if j.payload.get("settles") else {**latest, j.actor: j}
    kept = ("decision", "value", "mentions", "modality")
    said = {j.actor: {k: (j.payload or {}).get(k) for k in kept} for j in latest.values()}
    first = next(iter(said.values()), None)
    if all(s == first for s in said.values()):
        return []
    return [{"by": by, **s} for by, s in said.items()]


def doubts(view: View, number: int) -> list[Doubt]:
    """Why an incident needs a person, the worst first."""
    said = view.incident(number)
    if said is None:
        return []
    found = [*_of_claims(view, number), *_of_values(view.state, number, said)]
    return sorted(dict.fromkeys(found), reverse=True)


def _of_claims(view: View, number: int) -> Iterable[Doubt]:
    state = view.state
    claims = [n for n in view.claims_of(number) if state.claims[n].payload]
    if any(contested(state, n) for n in claims):
        yield 1.0, phrase("reviewers judged a claim differently")
    waiting = [n for n in claims if state.stands(n) and not state.verdict(n)]
    sure = [c for n in waiting if (c := (state.claims[n].payload or {})["confidence"]) is not None]
    if sure and min(sure) < 0.95:
        yield (
            round(1 - min(sure), 2),
            phrase("the reader was unsure: a confidence of %(confidence)s", confidence=f"{min(sure):.2f}"),
        )
    told: dict[tuple[int, int | None, str], list[Any]] = {}
    for n in waiting:
        if state.property(n) in SINGLE:
            told.setdefault((state.subject(n), state.capture_of_claim(n), state.property(n)), []).append(state.value(n))
    for (_, _, name), values in told.items():
        if any(v != values[0] for v in values[1:]):
            yield 0.8, phrase("claims contradict each other on the %(field)s", field=phrase(name.replace("_", " ")))


def _of_values(state: State, number: int, said: Json) -> Iterable[Doubt]:
    if any(not state.verdict(n) for n in state.standing(number, "act")):
        how = {said["modality"], *(v["modality"] for v in said["victims"])} - {"stated"}
        if how:
            yield 0.6, phrase("it is %(how)s, not stated", how=joined_phrase([phrase(h) for h in sorted(how)]))
    if said["class"] != "harm":
        return
    yield from _of_where_and_when(said)
    if any(v["count"]["best"] is None for v in said["victims"]):
        yield 0.4, phrase("a count is open")
    if any(v["outcome"] == "unknown" for v in said["victims"]):
        yield 0.45, phrase("what became of a victim is not known")
    if not said["victims"]:
        yield 0.3, phrase("no victim is told of")
    if any(p["status"] == "denied" for p in said["perpetrators"]):
        yield 0.5, phrase("a perpetrator denies it")


def _of_where_and_when(said: Json) -> Iterable[Doubt]:
    if said["place"] is None:
        yield 0.4, phrase("no place is told")
    elif said["place"]["precision"] == "unresolved":
        yield 0.55, phrase("the place “%(place)s” is not in the gazetteer", place=said["place"]["name"])
    if said["date"] is None:
        yield 0.35, phrase("no date is told")
    elif "X" in said["date"]["edtf"]:
        yield 0.5, phrase("the date is not whole")


def doubt(several: Iterable[Doubt]) -> float:
    """How much several doubts come to, 0 to 1: each takes its share of the certainty that the others leave."""
    left = 1.0
    for weight, _ in several:
        left *= 1 - weight
    return round(1 - left, 4)


def waiting(view: View, number: int) -> Json | None:
    """An incident as the queue shows it; None where it does not stand. `open` counts its claims that nobody judged."""
    return view.keep("queue", number, lambda n: _waiting(view, n))


def _waiting(view: View, number: int) -> Json | None:
    said, state = view.incident(number), view.state
    if said is None:
        return None
    claims = [n for n in view.claims_of(number) if state.stands(n)]
    judged = sum(state.verdict(n) is not None for n in claims)
    why = doubts(view, number)
    first = next((c for n in claims if (c := state.capture_of_claim(n)) is not None), 0)
    payload = state.captures[first].payload if first in state.captures else None
    place = said["place"] or {}
    return {
        "id": said["id"], "number": number, "capture": first, "report": payload["id"] if payload else None,
        "file": payload["file"] if payload else None, "language": payload["language"] if payload else None,
        "place": place.get("name"), "country": place.get("country"), "open": len(claims) - judged, "judged": judged,
        "doubt": doubt(why) if len(claims) > judged or why[:1] == [(1.0, "reviewers judged a claim differently")] else 0.0,
        "reasons": [words for _, words in why],
        "assigned": remarks.latest_of(state, number, "to") or remarks.latest_of(state, first, "to"),
    }  # fmt: skip


def queue(view: View) -> list[Json]:
    """Every incident with something to judge, worst doubt first, then in the record's order."""
    return [w for n in Turn(view).incidents() if (w := waiting(view, n)) is not None]


def asked_for(found: Iterable[Json], asked: Mapping[str, str]) -> list[Json]:
    """What of the queue fits all that was asked: report, incident, reviewer (assigned to them), language, place."""
    return [w for w in found if all(_fits(w, k, asked[k].casefold()) for k in FILTERS if asked.get(k))]


def _fits(w: Json, name: str, wanted: str) -> bool:
    if name == "report":
        return wanted in (str(w["report"]).casefold(), f"r{w['capture']}") or wanted in str(w["file"]).casefold()
    if name == "incident":
        return bool(w["id"] == wanted)
    if name == "place":
        return wanted in f"{w['place'] or ''} {w['country'] or ''}".casefold()
    return str(w["assigned" if name == "reviewer" else "language"] or "").casefold() == wanted


def by_report(found: Iterable[Json]) -> list[Json]:
    """The queue by report: each with its incidents, in the order of its worst one."""
    groups: dict[int, Json] = {}
    for w in found:
        group = groups.get(w["capture"])
        if group is None:
            groups[w["capture"]] = {**w, "incidents": [w["id"]]}
            continue
        group["incidents"].append(w["id"])
        group["open"] += w["open"]
        group["judged"] += w["judged"]
        group["reasons"] = list(dict.fromkeys([*group["reasons"], *w["reasons"]]))
    return list(groups.values())


def in_turn(view: View, found: Iterable[Json], who: str | None) -> list[Json]:
    """Of the queue what is somebody's, in the order in which they meet it."""
    turn, own = Turn(view, who, mine=True), {w["number"]: w for w in found}
    return [own[n] for n in turn.incidents() if n in own]


@dataclass(frozen=True, slots=True)
class Turn:
    """The queue as somebody asks for it: what fits the filters `asked`. With `mine` as `who` meets it: what they left for later at
    its end, the longest ago first, and nothing that is others'. Kept up with the view."""

    view: View
    who: str | None = None
    asked: Mapping[str, str] = field(default_factory=dict)
    mine: bool = False

    @property
    def _name(self) -> Hashable:
        return (self.who if self.mine else None, self.mine, *(self.asked.get(k, "") for k in FILTERS))

    def incidents(self) -> Sequence[int]:
        """The numbers of the incidents, in order."""
        return Numbers(self._order())

    def reports(self) -> Sequence[int]:
        """The numbers of their reports, in the order of the worst incident of each."""
        return Numbers(ordered(self.view.wholes, ("reports in turn", self._name), self.view.state.captures, self._first))

    def of_report(self, capture: int) -> Json | None:
        """A report with its incidents that wait here; None without any."""
        several = sorted((at, n) for n in _told_in(self.view, capture) if (at := self._place(n)) is not None)
        return next(iter(by_report(w for _, n in several if (w := waiting(self.view, n)) is not None)), None)

    def open(self) -> int:
        """How many claims wait here."""
        state = self.view.state
        return counts(self.view.wholes, ("open in turn", self._name), state.incidents, self._open)["open"]

    def many(self) -> int:
        """How many incidents wait here."""
        return len(self._order())

    def _order(self) -> list[tuple[Any, int]]:
        return ordered(self.view.wholes, ("turns", self._name), self.view.state.incidents, self._place)

    def _first(self, capture: int) -> tuple[Any, int] | None:
        return min(((at, n) for n in _told_in(self.view, capture) if (at := self._place(n)) is not None), default=None)

    def _open(self, number: int) -> dict[str, int]:
        w = waiting(self.view, number) if self._place(number) is not None else None
        return {"open": w["open"]} if w is not None and w["open"] else {}

    def _place(self, number: int) -> tuple[int, float] | None:
        """Where an incident stands: what was never left for later first, then the worst doubt; None where it is not in it."""
        view, w = self.view, waiting(self.view, number)
        if w is None or not (w["open"] or w["doubt"]) or not asked_for([w], self.asked):
            return None
        if not self.mine:
            return 0, -w["doubt"]
        if w["assigned"] not in (None, self.who):
            return None
        if self.who is None:
            return 0, -w["doubt"]
        if view.state.sealed and not _left_for(view, w, self.who):
            return None
        return (_skipped(view.state, w, self.who) if _any_remarks(view.state, w) else 0), -w["doubt"]


def _told_in(view: View, capture: int) -> tuple[int, ...]:
    """The incidents that the queue has under a report."""
    every = grouped(
        view.wholes, "queue by report", view.state.incidents, lambda n: (w["capture"],) if (w := waiting(view, n)) else ()
    )
    return every.get(capture, ())


def _left_for(view: View, w: Json, who: str) -> bool:
    """Whether an incident has a claim that somebody has not judged: one that they did and that waits for another is no more theirs."""
    sealed = sum(view.state.sealed_by(n, who) is not None for n in view.claims_of(w["number"]) if n in view.state.sealed)
    return bool(w["open"] > sealed or not sealed)


def _any_remarks(state: State, w: Json) -> bool:
    return w["number"] in state.remarks or w["capture"] in state.remarks


def _skipped(state: State, w: Json, who: str) -> int:
    """The entry by which somebody left this for later; what they judged in it since brings it back."""
    return max(remarks.skipped_by(state, w["number"], who), remarks.skipped_by(state, w["capture"], who))


def left(view: View, capture: int) -> Json:
    """How much of a report is judged: {"open", "judged"} claims that stand."""
    state = view.state
    standing = [n for n in state.claims_in.get(capture, ()) if state.stands(n) or state.verdict(n)]
    judged = sum(state.verdict(n) is not None for n in standing)
    return {"open": len(standing) - judged, "judged": judged}


def progress(view: View) -> Json:
    """How much of the whole record is judged: {"open", "judged"} claims on incidents that stand."""
    said = counts(view.wholes, "progress", view.state.incidents, lambda n: _left(waiting(view, n)))
    return {k: said[k] for k in ("open", "judged")}


def _left(w: Json | None) -> dict[str, int]:
    return {k: w[k] for k in ("open", "judged")} if w is not None else {}


def choices(view: View, name: str) -> list[str]:
    """What can be chosen of the queue by a filter: every language, or everybody to whom something is assigned."""
    said = counts(view.wholes, ("choices", name), view.state.incidents, lambda n: _chosen(view, n, name))
    return sorted(said)


def _chosen(view: View, number: int, name: str) -> dict[str, int]:
    w = waiting(view, number)
    return {w[name]: 1} if w is not None and w[name] and (w["open"] or w["doubt"]) else {}


def without_incidents(view: View) -> list[Json]:
    """The reports in which nothing was found, which a person has not seen through: nothing found is a claim as well."""
    state = view.state

    def empty(number: int) -> int | None:
        row = reports.row(view, number)
        seen = row["incidents"] or row["forgotten"] or remarks.latest_of(state, number, "status") == "done"
        return None if seen else 0

    return [reports.row(view, n) for _, n in ordered(view.wholes, "without incidents", state.captures, empty)]
