"""Who did what, when: the ledger's entries as people meet them, of the whole record, of one thing, or of one person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from onrecord import wording
from onrecord.record.state import REMARKS, Json, State, stamp
from onrecord.record.view import View
from onrecord.review import remarks

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


def _added(claims: list[int]) -> str:
    return f"makes claim {claims[0]}" if len(claims) == 1 else f"makes {len(claims)} claims, {claims[0]} to {claims[-1]}"


def _things(payload: Json) -> set[int]:
    return {payload["into"], payload.get("of", 0), *payload.get("things", ())}


def words(view: View, number: int, payload: Json | None, kind: str | None = None) -> str:
    """What an entry does, in words."""
    state = view.state
    kind = kind or state.kind_of(number)
    if payload is None:
        return f"{kind or 'an entry'}, forgotten since"
    because = f": {wording.plain(payload['why'])}" if payload.get("why") else ""
    match kind:
        case "judgement" if state.is_sealed(number):
            return f"judges claim {payload['on']}, sealed until a second reader has judged it too"
        case "judgement":
            value = (
                f" to {wording.value(state.property(payload['on']), payload['value'])}" if payload["value"] is not None else ""
            )
            return f"{payload['decision']}s claim {payload['on']}{value}{because}"
        case "undo":
            return f"takes back entry {payload['on']}{because}"
        case "merge" | "split":
            letter = "i" if payload["into"] in state.incidents else "p"
            several = ", ".join(f"{letter}{n}" for n in payload.get("things", ()))
            if kind == "merge":
                return f"merges {several} into {letter}{payload['into']}{because}"
            return f"splits {letter}{payload['into']} off {letter}{payload['of']}{because}"
        case "link":
            return _of_link(payload)
        case "comment":
            return f"says of {view.name(payload['on'])}: {wording.plain(payload['text'])[:200]}"
        case "assignment":
            return f"gives {view.name(payload['on'])} to {wording.plain(payload['to'] or 'everybody')}"
        case "status":
            return f"calls {view.name(payload['on'])} {payload['status']}"
        case "skip":
            return f"leaves {view.name(payload['on'])} for later"
        case "search":
            return f"saves the search {wording.quoted(payload['name'])}"
        case "look":
            return f"has seen what the search {payload['on']} finds"
        case "care":
            return f"marks {view.name(payload['on'])} as {'graphic' if payload['graphic'] else 'not graphic'}"
        case "families":
            return f"decides that the dead of {view.name(payload['on'])} are {'' if payload['families'] else 'not '}shown in the graph"
    return _of_record(view, kind, payload, because)


def _of_link(payload: Json) -> str:
    letter = {"incident": "i", "person": "p", "report": "r", "source": "s"}[payload["what"]]
    one, other = f"{letter}{payload['left']}", f"{letter}{payload['right']}"
    because = f": {wording.plain(payload['reason'])}" if payload.get("reason") else ""
    if payload["type"] == "contains":
        return f"holds {other} to be of the group {one}, probability {wording.share(payload['probability'])}"
    if payload["run"] is None:
        said = {
            "same": "are one",
            "different": "are not one",
            "related": "are related and not one",
            "unsure": "may or may not be one",
        }
        return f"says that {one} and {other} {said[payload['type']]}{because}"
    how = "holds" if payload["held"] else "asks whether it may hold"
    return f"{how} {one} and {other} to be {'of one origin' if letter == 'r' else 'one'}, probability {wording.share(payload['probability'])}"


def _of_record(view: View, kind: str | None, payload: Json, because: str) -> str:
    match kind:
        case "capture":
            return f"captures {wording.plain(payload['file'])}"
        case "reading":
            return f"reads r{payload['capture']}"
        case "reviewer":
            return f"sets {wording.plain(payload['who'])}'s part: {payload['role']}"
        case "draw":
            return f"draws {len(payload['claims'])} of {payload['of']} claims for two readers (probability {payload['probability']:g}, seed {payload['seed']})"
        case "forget":
            return f"forgets {len(payload['numbers'])} entries{because}"
        case "claim":
            value = wording.value(payload["property"], payload["value"])
            return f"claims of {view.name(payload['subject'])}, {wording.term(payload['property'], 'field')}: {value}"
        case "run":
            return f"links reports, {'all anew' if payload['full'] else 'those that are new'}: {payload['compared']} tellings compared"
        case "scope":
            return f"sets the scope: {wording.plain(payload['name'])}"
    return str(kind)


def days_load(state: State, who: str, day: str) -> Json:
    """What somebody did on a day (ISO, UTC): {"judged", "comments", "reports", "graphic" (reports marked so that they worked on)}."""
    from onrecord.review.judging import captures_of

    counts: Counter[str] = Counter()
    seen: set[int] = set()
    for n in reversed(state.done_by.get(who, ())):
        kept = entry_of(state, n)
        if kept is None or stamp(kept)[:10] < day:
            break
        if stamp(kept)[:10] == day:
            counts[state.kind_of(n) or ""] += 1
            seen |= captures_of(state, n)
    graphic = sum(bool(remarks.latest_of(state, c, "graphic")) for c in seen)
    return {"judged": counts["judgement"], "comments": counts["comment"], "reports": len(seen), "graphic": graphic}


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


def news(view: View, who: str, since: datetime | None = None, most: int = 50) -> list[Json]:
    """What is new for somebody, the newest first: what others judged or said after them, also of a report that they had worked on,
    and what was given to them."""
    state, worked = view.state, _worked_on(view.state, who)
    found: dict[int, Json] = {}
    for person, numbers in state.done_by.items():
        if person == who:
            continue
        for n in reversed(numbers[-2000:]):
            kept = entry_of(state, n)
            if kept is None or kept.payload is None or state.undone(n) or (since is not None and kept.time <= since):
                continue
            on = kept.payload.get("on")
            if on is not None and (kept.payload.get("to") == who or _after(state, who, on, n) or 0 < worked.get(on, 0) < n):
                found[n] = {"number": n, "time": stamp(kept), "by": person, "on": on, "words": words(view, n, kept.payload)}
    return sorted(found.values(), key=lambda line: -line["number"])[:most]


def _worked_on(state: State, who: str) -> dict[int, int]:
    """The reports that somebody worked on, each with their latest entry about it or a claim of it."""
    from onrecord.review.judging import captures_of

    return {c: n for n in state.done_by.get(who, ())[-2000:] for c in captures_of(state, n)}


def _after(state: State, who: str, on: int, number: int) -> bool:
    """Whether somebody had judged or said something of the same thing before, and no more since."""
    target = state.about.get(on, on)
    entries = (
        *state.judgements.get(target, ()),
        *state.remarks.get(target, ()),
        *state.judgements.get(on, ()),
        *state.remarks.get(on, ()),
    )
    mine = [e.number for e in entries if e.actor == who]
    return bool(mine) and max(mine) < number
