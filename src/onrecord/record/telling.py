"""What each report tells of an incident, and all tellings together: one incident, with each victim once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from onrecord.claims import Modality
from onrecord.link.origins import outlet
from onrecord.record.groups import Groups
from onrecord.record.state import Json, State
from onrecord.tally.counting import once, toll
from onrecord.tally.doubt import parted

if TYPE_CHECKING:
    from onrecord.record.view import View


@dataclass(frozen=True, slots=True)
class Told:
    """One report's telling: its entry, its origin (a number, 1 for the first), when it was published, and the contract's incident."""

    capture: int
    origin: int
    published: str | None
    said: Json
    report: str

    def to_json(self) -> Json:
        """What of it the record's incident shows beside its own toll."""
        parts = parted(self.said)
        tolls = {m: {k: c.to_json() for k, c in toll(parts.counted, m).items()} for m in (Modality.STATED, Modality.ALLEGED)}
        return {
            "report": self.report, "origin": self.origin, "published": self.published, "toll": tolls[Modality.STATED],
            "alleged": tolls[Modality.ALLEGED],
        }  # fmt: skip


def published(state: State, capture: int) -> str | None:
    """When a report was published, in EDTF; None where it does not say."""
    payload = state.captures[capture].payload
    return payload["published"] if payload else None


def by_publication(state: State, capture: int) -> tuple[str, str, int]:
    """What puts reports in order: when they were published, those that do not say last, and then what they are, whichever was captured first."""
    payload = state.captures[capture].payload if capture in state.captures else None
    return ((payload["published"] or "9999"), payload["sha256"], capture) if payload else ("9999", "", capture)


def list_of(state: State, capture: int) -> str | None:
    """The list of which a report is a row; None of any other report."""
    payload = state.captures[capture].payload
    return str(payload["collection"]) if payload and payload["route"] == "list" else None


def by_list(state: State, told: list[Told]) -> list[Told]:
    """Tellings to be counted: the rows of one list are one account, which tells of the people of all of them."""
    found: dict[Any, list[Told]] = {}
    for t in told:
        name = list_of(state, t.capture)
        found.setdefault((name, t.said["class"], t.said["modality"]) if name is not None else t.capture, []).append(t)
    return [
        several[0] if len(several) == 1
        else replace(several[-1], said={**several[-1].said, "victims": once(v for t in several for v in t.said["victims"])})
        for several in found.values()
    ]  # fmt: skip


def origins_of(state: State, captures: Iterable[int]) -> dict[int, int]:
    """The origin of each report: those of one outlet, rows of one list, and those that a run or a person holds to be of one origin."""
    several = sorted(captures)
    groups, said = Groups(lambda _: True), state.verdicts()
    groups.hold_apart(p for p, k in said.items() if (k.payload or {})["type"] == "different")
    first: dict[Any, int] = {}
    for c in several:
        payload = state.captures[c].payload
        own, rows = outlet(payload) if payload else None, list_of(state, c)
        for key in ((own,) if own else (), ("list", rows) if rows else (), ("origin", state.one_origin.get(c, c))):
            if key and groups.may_join(first.setdefault(key, c), c):
                groups.join(first[key], c)
    for a, b in _one_source(state, several):
        if groups.may_join(a, b):
            groups.join(a, b)
    numbers: dict[int, int] = {}
    return {c: numbers.setdefault(groups.of(c), len(numbers) + 1) for c in several}


def _one_source(state: State, captures: list[int]) -> list[tuple[int, int]]:
    """Reports one of which rests on sources of the other alone, as a reviewer said: those are no two accounts."""
    if not state.one_source:
        return []
    sources = {c: set[int]() for c in captures}
    for c in captures:
        for n in state.claims_in.get(c, ()):
            if state.property(n) == "act" and state.stands(n):
                sources[c] |= {state.one_source.get(s, s) for s in (state.claims[n].payload or {})["sources"]}
    return [
        (a, b)
        for a in captures
        for b in captures
        if a < b and sources[a] & sources[b] in (sources[a], sources[b]) and sources[a] & sources[b]
    ]


def together(view: View, number: int, told: list[Told]) -> Json:
    """One incident from several tellings: the values that most of them share, their people once, their sources and words all.

    A judged value stands before all others. Each mention says of which report it is.
    """
    state = view.state
    act = _act(state, state.standing(number, "act"))
    said: Json = {**next(t.said for t in told if t.said["act"] == act["act"] or t is told[-1])}
    said |= {"act": act["act"], "class": act["class"], "modality": _modality([t.said["modality"] for t in told])}
    said |= {"date": None, "place": None, "doubtful": all(t.said["doubtful"] for t in told)}
    for name, chosen in (("date", _date), ("place", _place)):
        claims = [n for n in state.standing(number, name) if state.value(n)]
        if claims:
            n = chosen(state, claims)
            how = {"mentions": _with_report(state.mentions(n), view, n), **view.sure(n, doubt=True)}
            view.add(said, name, state.value(n), how)
    for name in ("means", "perpetrators", "others", "targets"):
        said[name] = _merged([(t.report, x) for t in told for x in t.said[name]], name)
    said["victims"] = _victims(state, told)
    said["relations"] = list({(r["type"], r["to"]): r for t in told for r in t.said["relations"]}.values())
    said["according_to"] = _sources(told)
    return said


def _act(state: State, claims: list[int]) -> Json:
    """The act that most tellings give, harm before context, the graver word of the first of equals."""
    values = [state.value(n) for n in claims]
    judged = [state.value(n) for n in claims if state.verdict(n)]
    counts = Counter((v["class"] == "harm", v["act"]) for v in values)
    best = max(judged or values, key=lambda v: (v["class"] == "harm", counts[v["class"] == "harm", v["act"]]))
    return {"act": best["act"], "class": best["class"]}


def _modality(said: list[str]) -> str:
    return next((str(m) for m in Modality if str(m) in said), said[-1])


def _date(state: State, claims: list[int]) -> int:
    """The claim of the day that most give, exact days first; of equals the narrowest, then the first."""
    from onrecord.link.incidents import days_of

    spans = {n: days_of(state.value(n)) for n in claims}
    counts = Counter(state.value(n) for n in claims)
    width = {n: (s[1] - s[0] if (s := spans[n]) else 10**6) for n in claims}
    return min(claims, key=lambda n: (width[n] > 1, -counts[state.value(n)], width[n], n))


_PRECISION = ("point", "site", "city", "admin2", "admin1", "country")


def _place(state: State, claims: list[int]) -> int:
    """The claim of the most precise place, of equals the one that most give, then the first."""
    counts = Counter(state.value(n)["name"] for n in claims)
    order = {p: i for i, p in enumerate(_PRECISION)}
    return min(claims, key=lambda n: (order.get(state.value(n)["precision"], 9), -counts[state.value(n)["name"]], n))


def _victims(state: State, told: list[Told]) -> list[Json]:
    """Each victim once: what the latest telling says of them, with the words of all."""
    found: dict[str, Json] = {}
    for t in told:
        for v in once(t.said["victims"]):
            earlier = found.get(v["id"])
            mentions = [{**m, "report": t.report} for m in v["mentions"]]
            if earlier is None:
                found[v["id"]] = {**v, "mentions": mentions}
                continue
            names = sorted(dict.fromkeys([*earlier["names"], *v["names"]]), key=lambda n: -len(n.split()))
            known = {
                k: v[k] if v[k] not in (None, "unknown", "not_said") else earlier[k] for k in ("status", "age", "sex", "cause")
            }
            kind = "group" if "group" in (v["kind"], earlier["kind"]) else v["kind"]
            found[v["id"]] = {
                **v, **known, "kind": kind, "names": names, "mentions": [*earlier["mentions"], *mentions],
                "part_of": v["part_of"] or earlier["part_of"], "doubtful": v["doubtful"] and earlier["doubtful"],
            }  # fmt: skip
    for id, v in found.items():
        group = state.inside.get(int(id[1:]))
        if v["part_of"] is None and group is not None and f"p{group}" in found and f"p{group}" != id:
            v["part_of"] = f"p{group}"
    groups = {id for id, v in found.items() if v["part_of"] is None}
    return [{**v, "part_of": v["part_of"] if v["part_of"] in groups else None} for v in found.values()]


def _merged(things: list[tuple[str, Json]], name: str) -> list[Json]:
    """Things that are alike in all but their words are one."""
    found: dict[Any, Json] = {}
    for report, thing in things:
        words = thing["mentions"][0]["text"].casefold() if thing["mentions"] else ""
        alike = {k: v for k, v in thing.items() if k in ("type", "kind", "involvement", "role")}
        called = [n.casefold() for n in thing.get("names", ())[:1]] or ([] if name == "means" else [words])
        key = (*sorted(alike.items()), *called)
        mentions = [{**m, "report": report} for m in thing["mentions"]]
        if key in found:
            found[key]["mentions"] += mentions
        else:
            found[key] = {**thing, "mentions": mentions}
    return list(found.values())


def _of_report(thing: Json, report: str) -> Json:
    return {**thing, "mentions": [{**m, "report": report} for m in thing["mentions"]]}


def _sources(told: list[Told]) -> list[Json]:
    """The sources of all tellings; what one origin repeats in the same words is one, and so is what a reviewer holds to be one."""
    found: list[Json] = []
    seen: set[Any] = set()
    for t in told:
        for s in t.said["according_to"]:
            words = " ".join(m["text"].casefold() for m in s["mentions"][:1])
            keys = {(t.origin, s["kind"], words), str(s)}
            if not keys & seen:
                found.append(_of_report(s, t.report))
            seen |= keys
    return found


def _with_report(mentions: list[Json], view: View, claim: int) -> list[Json]:
    capture = view.state.capture_of_claim(claim)
    payload = view.state.captures[capture].payload if capture is not None else None
    return [{**m, "report": payload["id"]} for m in mentions] if payload else mentions
