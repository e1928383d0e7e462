"""Links of incidents that are not one and belong together, as a run finds them: what a report itself relates, and what is put before people."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from onrecord.link.incidents_related import Relation, chosen
from onrecord.record.groups import pair
from onrecord.record.state import Json, State

if TYPE_CHECKING:
    from onrecord.record.linking import Linker

SAID = 0.95
TYPES = ("related", "contains")
Key = tuple[str, int, int, str | None]


def relate(linker: Linker, db: sqlite3.Connection, inside: set[int], clusters: list[list[int]]) -> None:
    """Write the relations of the incidents that a run looked at, and take back what it finds no more. What people judged stays."""
    state = linker.state
    of = {n: cluster[0] for cluster in clusters for n in cluster}
    found = [r for n in sorted(inside) for r in _said(state, n)] + linker.index.related(db, inside)
    for n in {n for r in found for n in (r.left, r.right)} - inside:
        root = state.root(n)
        of[n] = min(root, *state.merged_in.get(root, (root,)))
    wanted = {key_of(r.to_json()): r for r in chosen(found, of) if pair(r.to_json()) not in linker.verdicts}
    there = _there(state, inside)
    for key, entry in there.items():
        if key not in wanted and (min(key[1:3]), max(key[1:3])) not in linker.verdicts:
            linker.take_back(entry, counted=False)
    for key, r in wanted.items():
        if key not in there:
            linker.write({"what": "incident", **r.to_json(), "held": "said" in r.why})


def key_of(link: Json) -> Key:
    """What makes a relation the one that it is."""
    return link["type"], link["left"], link["right"], link.get("relation")


def _said(state: State, incident: int) -> list[Relation]:
    """What reports themselves say of how an incident and others belong together."""
    found = []
    for n in state.own(incident):
        if state.property(n) == "relation" and state.stands(n):
            value = state.value(n)
            type = "contains" if value["type"] == "part_of" else "related"
            left, right = (value["to"], incident) if type == "contains" else (incident, value["to"])
            if left != right:
                found.append(Relation(left, right, type, value["type"], SAID, ("said",)))
    return found


def _there(state: State, inside: set[int]) -> dict[Key, int]:
    """The relations by runs that stand, one end of which is among these."""
    found = {}
    for n in sorted({n for i in inside for n in state.links_of.get(i, ())}):
        payload = state.links[n].payload
        if (
            payload
            and payload["run"] is not None
            and payload["what"] == "incident"
            and payload["type"] in TYPES
            and not state.undone(n)
        ):
            found[key_of(payload)] = n
    return found
