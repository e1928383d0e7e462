"""What the reader's page shows of a report: its words with their marks, its claims in the order of review, who says what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord import wording
from onrecord.record import reports
from onrecord.record.view import View, judged
from onrecord.review import queue, remarks
from onrecord.review.judging import added_by_hand, captures_of
from onrecord.web.marking import ROLES, anchor, pieces
from onrecord.web.nesting import nested
from onrecord.web.panel import panel

if TYPE_CHECKING:
    from onrecord.record import Record

Json = dict[str, Any]
HIDDEN = ("superseded", "forgotten", "taken back")


def reading(record: Record, id: str, me: str | None) -> Json:
    """Everything on the page of a report. Misuse where there is none."""
    view, said = record.view(), record.report(id)
    number = said["report"]["number"]
    claims = [with_remarks(view, c, me) for c in said["claims"] if c["state"] not in HIDDEN]
    numbers = [int(i[1:]) for i in dict.fromkeys(c["subject"] for c in claims if c["subject"].startswith("i"))]
    standing = {i["id"]: i for n in numbers if (i := view.incident(n)) is not None}
    headings = {k: wording.heading(i) for k, i in standing.items()}
    marked = pieces(said["text"], claims)
    return {
        "r": said["report"], "pieces": marked, "roles": [r for r in ROLES if any(r in p["roles"] for p in marked)],
        "groups": panel(claims, headings), "standing": standing, "nested": nested(said["attributions"]),
        "unsure": any("confidence" in a for a in said["attributions"]), "anchor": anchor, "anchors": {a for p in marked for a in p["anchors"]},
        "uncalibrated": any(c["confidence"] is not None and c.get("calibrated_confidence") is None for c in claims),
        "left": queue.left(view, number), "progress": remarks.latest_of(view.state, number, "status") or "to do",
        "assigned": remarks.latest_of(view.state, number, "to"), "comments": remarks.said_of(view.state, number),
        "graphic": bool(remarks.latest_of(view.state, number, "graphic")), "next": following(view, number, me),
    }  # fmt: skip


def with_remarks(view: View, claim: Json, me: str | None) -> Json:
    """A claim with its comments, what people differ in, and which of its entries can be taken back.

    Of one that waits for a second reader, whoever has judged it sees that they have, and nobody sees what another said.
    """
    n = claim["number"]
    sealed = view.state.sealed_by(n, me)
    standing = view.state.judgement(n) or sealed
    return {
        **claim, "state": "sealed" if sealed else claim["state"], "blind": n in view.state.blind,
        "sealed": judged(view.state, sealed) if sealed else None, "comments": remarks.said_of(view.state, n), "contested": queue.contested(view.state, n),
        "undo": standing.number if standing else n if added_by_hand(view.state, n) else None,
        "by_hand": added_by_hand(view.state, n),
        "last": {j.actor: j.number for j in view.state.judgements.get(n, ()) if j.payload and not view.state.undone(j.number)},
    }  # fmt: skip


def following(view: View, capture: int, me: str | None) -> str | None:
    """The id of the next report of somebody's queue, after this one."""
    turn = (w for n in queue.Turn(view, me, mine=True).incidents() if (w := queue.waiting(view, n)) is not None)
    return next((str(w["report"]) for w in turn if w["capture"] != capture and w["report"] and w["open"]), None)


def candidates(view: View, thing: str) -> list[Json]:
    """What an incident or a person could be one with: those of the same reports first, {"id", "words"}."""
    number = int(thing[1:])
    captures = captures_of(view.state, number)
    near = {view.state.subject(n) for c in captures for n in view.state.claims_in.get(c, ())}
    if thing.startswith("i"):
        found = [i for n in sorted(near) if n != number and n in view.state.incidents and (i := view.incident(n)) is not None]
        return [{"id": i["id"], "words": wording.heading(i)} for i in found]
    return [
        {"id": f"p{n}", "words": words}
        for n in sorted(near) if n != number and n in view.state.persons and (words := person_words(view, n))
    ]  # fmt: skip


def person_words(view: View, person: int) -> str:
    """A person by name, or by the words that bring them in; "" where nothing of them stands."""
    state = view.state
    names = [state.value(n) for n in state.standing(person, "names")]
    if names:
        return str(names[-1][0])
    for home in state.homes_of(person):
        for n in state.standing(home):
            value = state.value(n)
            if isinstance(value, dict) and state.root(value.get("person", 0)) == person:
                return str((value.get("names") or [m["text"] for m in state.mentions(n)] or [f"p{person}"])[0])
    return ""


def of_report(view: View, claim: int) -> str | None:
    """The id of the report that a claim is of."""
    return reports.id_of(view, claim)
