"""Who did what, when: the ledger's entries as people meet them, of the whole record, of one thing, or of one person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from onrecord import wording
from onrecord.languages import gettext, ngettext
from onrecord.record.groups import pair
from onrecord.record.state import REMARKS, Json, State, stamp
from onrecord.record.view import View
from onrecord.review import remarks
from onrecord.review.judging import captures_of
from onrecord.review.pairs import is_blind

ACTS = ("judgement", "undo", "merge", "split", "link", "search", *REMARKS)
"""The kinds of entries by which people decide and say something."""


def of_thing(view: View, number: int) -> list[Json]:
    """What was done to an incident, in order: readings, claims, judgements, undos, merges, splits, remarks."""
    state = view.state
    claims = view.claims_of(number)
    made: dict[tuple[str, str], list[int]] = {}
    for n in claims:
        made.setdefault((state.claims[n].actor, stamp(state.claims[n])[:16]), []).append(n)
    lines = [
        {"number": several[0], "time": stamp(state.claims[several[0]]), "by": by, "words": _added(several)}
        for (by, _), several in made.items()
    ]
    entries = [e for n in claims for e in state.judgements.get(n, ())]
    entries += [e for n in (number, *claims) for e in state.remarks.get(n, ())]
    entries += [e for e in state.regrouped.values() if e.payload and number in _things(e.payload)]
    things = (number, *state.merged_in.get(number, ()))
    entries += [
        state.links[n] for n in dict.fromkeys(n for t in things for n in state.links_of.get(t, ())) if state.links[n].payload
    ]
    entries += [u for e in list(entries) for u in state.undos.get(e.number, ())]
    entries += [u for n in claims for u in state.undos.get(n, ())]
    lines += [{"number": e.number, "time": stamp(e), "by": e.actor, "words": words(view, e.number, e.payload)} for e in entries]
    return sorted(lines, key=lambda line: line["number"])


def of_id(view: View, number: int) -> list[Json]:
    """What became of one id of an incident or a person, in order: what made it, joined it and what stands in it to others, and parted
    them again."""
    state = view.state
    kept = state.incidents.get(number) or state.persons.get(number)
    if kept is None or kept.payload is None:
        return []
    things = (number, *state.merged_in.get(number, ()))
    entries = [
        state.links[n]
        for n in dict.fromkeys(n for t in things for n in state.links_of.get(t, ()))
        if (p := state.links[n].payload) and (p["held"] or p["run"] is None)
    ]
    entries += [e for e in state.regrouped.values() if e.payload and not _things(e.payload).isdisjoint(things)]
    entries += [u for e in list(entries) for u in state.undos.get(e.number, ())]
    entries += [u for e in list(entries) if state.kind_of(e.number) == "undo" for u in state.undos.get(e.number, ())]
    lines: list[Json] = [
        {"number": e.number, "time": stamp(e), "by": e.actor, "words": words(view, e.number, e.payload)} for e in entries
    ]
    made: Json = {
        "number": number,
        "time": stamp(kept),
        "by": kept.actor,
        "words": gettext("makes %(thing)s", thing=view.name(number)),
    }
    return [made, *sorted(lines, key=lambda line: line["number"])]


def _added(claims: list[int]) -> str:
    if len(claims) == 1:
        return gettext("makes claim %(number)s", number=claims[0])
    return ngettext(
        "makes %(number)s claim, %(first)s to %(last)s", "makes %(number)s claims, %(first)s to %(last)s", len(claims),
        number=len(claims), first=claims[0], last=claims[-1],
    )  # fmt: skip


def _things(payload: Json) -> set[int]:
    return {payload["into"], payload.get("of", 0), *payload.get("things", ())}


def words(view: View, number: int, payload: Json | None, kind: str | None = None) -> str:
    """What an entry does, in words."""
    state = view.state
    kind = kind or state.kind_of(number)
    if payload is None:
        return gettext("%(kind)s, forgotten since", kind=wording.term(kind or "an entry", "entry"))
    because = f": {wording.plain(payload['why'])}" if payload.get("why") else ""
    on = payload.get("on")
    match kind:
        case "judgement" if state.is_sealed(number):
            return gettext("judges claim %(number)s, sealed until a second reader has judged it too", number=on)
        case "judgement":
            return _of_judgement(state, payload) + because
        case "undo":
            return gettext("takes back entry %(number)s", number=on) + because
        case "merge" | "split":
            return _of_regrouping(state, kind, payload) + because
        case "link" if payload["run"] is None and is_blind(state, pair(payload)):
            return gettext("judges a pair of incidents, sealed until a second reader has judged it too")
        case "link":
            return _of_link(payload)
        case "search":
            return gettext("saves the search %(name)s", name=wording.quoted(payload["name"]))
        case "look":
            return gettext("has seen what the search %(number)s finds", number=on)
    return _of_remark(view, kind, payload) or _of_record(view, kind, payload, because)


def _of_judgement(state: State, payload: Json) -> str:
    on = payload["on"]
    if payload["value"] is not None:
        return gettext(
            "amends claim %(number)s to %(value)s", number=on, value=wording.value(state.property(on), payload["value"])
        )
    return {
        "accept": gettext("accepts claim %(number)s", number=on), "reject": gettext("rejects claim %(number)s", number=on),
        "amend": gettext("amends claim %(number)s", number=on),
    }[payload["decision"]]  # fmt: skip


def _of_regrouping(state: State, kind: str, payload: Json) -> str:
    letter = "i" if payload["into"] in state.incidents else "p"
    several = ", ".join(f"{letter}{n}" for n in payload.get("things", ()))
    if kind == "merge":
        return gettext("merges %(things)s into %(whole)s", things=several, whole=f"{letter}{payload['into']}")
    return gettext("splits %(part)s off %(whole)s", part=f"{letter}{payload['into']}", whole=f"{letter}{payload['of']}")


def _named(view: View, number: int) -> str:
    """What a remark is on, as people call it: an incident, a person, a claim, or a report by its file."""
    state = view.state
    if number in state.claims:
        return gettext("claim %(number)s", number=number)
    report = state.captures[number].payload if number in state.captures else None
    return wording.quoted(report["file"]) if report else view.name(number)


def _of_remark(view: View, kind: str | None, payload: Json) -> str:
    """What somebody said of a thing; "" where the entry is no remark."""
    thing = _named(view, payload["on"]) if kind in REMARKS else ""
    match kind:
        case "comment":
            return gettext("says of %(thing)s: %(words)s", thing=thing, words=wording.plain(payload["text"])[:200])
        case "assignment":
            who = wording.plain(payload["to"]) if payload["to"] else gettext("everybody")
            return gettext("gives %(thing)s to %(who)s", thing=thing, who=who)
        case "status":
            return gettext("calls %(thing)s %(status)s", thing=thing, status=wording.term(payload["status"], "progress"))
        case "skip":
            return gettext("leaves %(thing)s for later", thing=thing)
        case "care":
            if payload["graphic"]:
                return gettext("marks %(thing)s as graphic", thing=thing)
            return gettext("marks %(thing)s as not graphic", thing=thing)
        case "best":
            what = {
                "outcome": wording.term(payload["outcome"], "outcome"),
                "how": wording.term(payload["modality"]),
                "thing": thing,
            }
            because = f": {wording.plain(payload['why'])}" if payload.get("why") else ""
            if payload["best"] is None:
                return gettext("leaves the best of %(outcome)s (%(how)s) of %(thing)s to the rules", **what) + because
            return (
                gettext("chooses %(best)s as the best of %(outcome)s (%(how)s) of %(thing)s", best=payload["best"], **what)
                + because
            )
        case "families":
            if payload["families"]:
                return gettext("decides that the dead of %(thing)s are shown in the graph", thing=thing)
            return gettext("decides that the dead of %(thing)s are not shown in the graph", thing=thing)
    return ""


def _of_link(payload: Json) -> str:
    letter = {"incident": "i", "person": "p", "report": "r", "source": "s"}[payload["what"]]
    one, other = f"{letter}{payload['left']}", f"{letter}{payload['right']}"
    because = f": {wording.plain(payload['reason'])}" if payload.get("reason") else ""
    if payload["type"] == "contains" and payload["what"] == "person":
        probability = wording.share(payload["probability"])
        return gettext(
            "holds %(other)s to be of the group %(one)s, probability %(probability)s",
            other=other,
            one=one,
            probability=probability,
        )
    if payload["run"] is None:
        said = {
            "same": gettext("says that %(one)s and %(other)s are one", one=one, other=other),
            "different": gettext("says that %(one)s and %(other)s are not one", one=one, other=other),
            "related": gettext("says that %(one)s and %(other)s are related and not one", one=one, other=other),
            "contains": gettext("says that %(other)s is a part of %(one)s", one=one, other=other),
            "unsure": gettext("says that %(one)s and %(other)s may or may not be one", one=one, other=other),
        }
        return said[payload["type"]] + because
    values = {"one": one, "other": other, "probability": wording.share(payload["probability"])}
    if payload["type"] in ("related", "contains"):
        belongs = wording.relation(payload, one, other)
        if "said" in payload["why"]:
            return gettext("finds in a report: %(relation)s", relation=belongs)
        return gettext("asks whether %(relation)s", relation=belongs)
    if letter == "r":
        if payload["held"]:
            return gettext("holds %(one)s and %(other)s to be of one origin, probability %(probability)s", **values)
        return gettext(
            "asks whether it may hold %(one)s and %(other)s to be of one origin, probability %(probability)s", **values
        )
    if payload["held"]:
        return gettext("holds %(one)s and %(other)s to be one, probability %(probability)s", **values)
    return gettext("asks whether it may hold %(one)s and %(other)s to be one, probability %(probability)s", **values)


def _of_record(view: View, kind: str | None, payload: Json, because: str) -> str:
    match kind:
        case "capture":
            return gettext("captures %(file)s", file=wording.plain(payload["file"]))
        case "reading":
            return gettext("reads %(report)s", report=f"r{payload['capture']}")
        case "reviewer":
            who, part = wording.plain(payload["who"]), wording.term(payload["role"], "part")
            return gettext("sets %(who)s's part: %(part)s", who=who, part=part)
        case "draw":
            return gettext(
                "draws %(drawn)s of %(of)s claims for two readers (probability %(probability)s, seed %(seed)s)",
                drawn=len(payload["claims"]), of=payload["of"], probability=f"{payload['probability']:g}", seed=payload["seed"],
            )  # fmt: skip
        case "pair_draw":
            drawn = len(payload["pairs"])
            return (
                gettext("draws %(drawn)s pairs of incidents for two readers (seed %(seed)s)", drawn=drawn, seed=payload["seed"])
                + because
            )
        case "forget":
            return gettext("forgets %(number)s entries", number=len(payload["numbers"])) + because
        case "claim":
            value, field = wording.value(payload["property"], payload["value"]), wording.term(payload["property"], "field")
            return gettext(
                "claims of %(thing)s, %(field)s: %(value)s", thing=view.name(payload["subject"]), field=field, value=value
            )
        case "run":
            which = gettext("all anew") if payload["full"] else gettext("those that are new")
            return gettext(
                "links reports, %(which)s: %(compared)s tellings compared", which=which, compared=payload["compared"]
            )
        case "scope":
            return gettext("sets the scope: %(name)s", name=wording.plain(payload["name"]))
    return wording.term(str(kind), "entry")


def days_load(state: State, who: str, day: str) -> Json:
    """What somebody did on a day (ISO, UTC): {"judged", "comments", "reports", "graphic" (reports marked so that they worked on)}."""
    return _told(state, _load(state, who, day, None))


def loads(view: View, people: Iterable[str], day: str) -> dict[str, Json]:
    """The same of several people; what they had done before is not gone through again."""
    state = view.state

    def of(before: dict[str, _Load]) -> dict[str, _Load]:
        return {who: _load(state, who, day, before.get(who)) for who in people}

    every = view.wholes.get(("loads", day, *people), lambda: of({}), lambda before, _: of(before))
    return {who: _told(state, load) for who, load in every.items()}


@dataclass(frozen=True, slots=True)
class _Load:
    """What somebody did on a day, up to so many entries of theirs: how many of each kind, and on which reports; and the entries about
    something else than one report or its claim, whose reports change with what is joined."""

    entries: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    captures: frozenset[int] = frozenset()
    others: tuple[int, ...] = ()


def _load(state: State, who: str, day: str, before: _Load | None) -> _Load:
    own, known = state.done_by.get(who, ()), before or _Load()
    new: list[int] = []
    for n in reversed(own[known.entries :]):
        kept = entry_of(state, n)
        if kept is None or (said := stamp(kept)[:10]) < day:
            break
        if said == day:
            new.append(n)
    if not new:
        return replace(known, entries=len(own))
    kinds = known.kinds + Counter(state.kind_of(n) or "" for n in new)
    about = {n: state.about.get(n, n) for n in new}
    lasting = [n for n in new if about[n] in state.claims or about[n] in state.captures]
    others = (*known.others, *sorted(set(new).difference(lasting)))
    return _Load(len(own), kinds, known.captures.union(*(captures_of(state, n) for n in lasting)), others)


def _told(state: State, load: _Load) -> Json:
    captures = load.captures.union(*(captures_of(state, n) for n in load.others))
    graphic = sum(bool(remarks.latest_of(state, c, "graphic")) for c in captures)
    return {
        "judged": load.kinds["judgement"],
        "comments": load.kinds["comment"],
        "reports": len(captures),
        "graphic": graphic,
    }


def entry_of(state: State, number: int) -> Any:
    """What is kept of an entry by a person, or of a claim; None where there is none."""
    for table in (state.regrouped, state.claims, state.searches, state.links):
        if number in table:
            return table[number]
    on = state.about.get(number)
    several: Iterable[Any] = () if on is None else (
        *state.judgements.get(on, ()), *state.sealed.get(on, ()), *state.remarks.get(on, ()), *state.undos.get(on, ()),
    )  # fmt: skip
    return next((e for e in several if e.number == number), None)
