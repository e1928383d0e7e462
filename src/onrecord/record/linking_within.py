"""What a run holds to be one within an incident: its victims, and the origins of the reports that tell of it."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from onrecord.link.incidents_clusters import Pair, pair
from onrecord.link.origins import reprints
from onrecord.link.victims import Known, Match
from onrecord.record.state import Json, State
from onrecord.record.telling import by_publication, list_of

if TYPE_CHECKING:
    from onrecord.record.linking import Linker


def people(linker: Linker, cluster: list[int]) -> None:
    """Hold the victims of the cluster's tellings together, in the order of publication, whichever was captured first."""
    state, known, wanted = linker.state, Known(), list[Match]()
    said = {n: i for n in cluster if (i := linker.view.alone(n)) is not None}
    captures = {n: next((c for m in state.own(n) if (c := state.capture_of_claim(m))), 0) for n in said}
    accounts: dict[str | int, list[Json]] = {}  # nobody in one row of a list is held to be somebody in another row of it
    for n in sorted(said, key=lambda n: (by_publication(state, captures[n]), n)):
        accounts.setdefault((list_of(state, captures[n]) if captures[n] else None) or n, []).extend(said[n]["victims"])
    for victims in accounts.values():
        wanted += known.take(victims)
    people = {int(v["id"][1:]) for i in said.values() for v in i["victims"]}
    held = {
        link: (payload["type"], payload["left"], payload["right"]) for p in people for link in state.links_of.get(p, ())
        if (payload := state.links[link].payload) and payload["run"] is not None and not state.undone(link)
    }  # fmt: skip
    asked = {(m.type, m.left, m.right): m for m in wanted if pair(m.left, m.right) not in linker.verdicts}
    for link, key in held.items():
        if key not in asked:
            linker.take_back(link)
    for key, m in asked.items():
        if key not in held.values():
            linker.write(
                {
                    "what": "person",
                    "type": m.type,
                    "left": m.left,
                    "right": m.right,
                    "probability": m.probability,
                    "held": True,
                    "why": [m.why],
                }
            )


def origins(linker: Linker, db: sqlite3.Connection, cluster: list[int]) -> None:
    """Hold reprints, and reports that quote each other, to be of one origin."""
    captures = {c for n in cluster for m in linker.state.own(n) if (c := linker.state.capture_of_claim(m))}
    for a, b, why, probability in reprints(linker.index.facts(db, linker.state, sorted(captures))):
        there = any(stands(linker.state, n, (a, b)) for n in linker.state.links_of.get(a, ()))
        if not there and (a, b) not in linker.verdicts:
            linker.write(
                {
                    "what": "report",
                    "type": "same",
                    "left": a,
                    "right": b,
                    "probability": probability,
                    "held": True,
                    "why": [why],
                }
            )


def pair_of(state: State, link: int) -> Pair:
    """The ends of a link, the smaller first; (0, 0) of one that was forgotten."""
    payload = state.links[link].payload
    return pair(payload["left"], payload["right"]) if payload else (0, 0)


def stands(state: State, link: int, ends: Pair) -> bool:
    return pair_of(state, link) == ends and not state.undone(link)
