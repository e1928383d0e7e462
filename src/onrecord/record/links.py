"""The links of a record as people meet them: what waits for a person, what was decided, and the evidence of one."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from onrecord.link.incidents_model import shipped
from onrecord.link.incidents_related import WHY
from onrecord.link.incidents_words import Bar, barred, waterfall
from onrecord.link.origins import WHY as DEPENDENT
from onrecord.link.reports_words import SHIPPED
from onrecord.link.victims import WHY as MATCHED
from onrecord.record.groups import pair
from onrecord.record.relating import TYPES
from onrecord.record.state import Json, Kept, State, stamp
from onrecord.record.tellings import Tellings
from onrecord.record.view import View
from onrecord.record.wordcounts import kept

if TYPE_CHECKING:
    from onrecord.record.folder import Record

SURE = 0.9
"""The probability from which a link that is held waits for nobody."""


def waiting(view: View) -> list[Json]:
    """Incidents that may be one and are not held to be, and those that are held to be with doubt: the most doubtful and most
    consequential for the toll first. {"link", "left", "right" (raw ids), "at" (the incidents in which they stand), "held",
    "probability", "stakes" (victims who count once or twice by it), "order"}."""
    if "links waiting" not in view.memo:
        state, said = view.state, view.state.verdicts()
        found = []
        for k in state.links.values():
            p = k.payload
            if p is None or p["what"] != "incident" or p["run"] is None or p["type"] != "same" or state.undone(k.number):
                continue
            together = state.root(p["left"]) == state.root(p["right"])
            if (
                pair(p) in said
                or pair(p) in state.drawn_pairs
                or (p["held"] != together)
                or (p["held"] and p["probability"] >= SURE)
            ):
                continue
            if (row := _row(view, k)) is not None:
                found.append(row)
        view.memo["links waiting"] = sorted(found, key=lambda r: (-r["order"], r["link"]))
    return list(view.memo["links waiting"])


def belonging(view: View) -> list[Json]:
    """What runs found of incidents that are not one and belong together, and nobody judged, the likeliest first. {"link", "left",
    "right" (raw ids), "at" (the incidents in which they stand), "type", "relation", "probability", "why" (words), "said" (by a report)}."""
    if "links belonging" not in view.memo:
        view.memo["links belonging"] = _belonging(view, view.state.links)
    return list(view.memo["links belonging"])


def belonging_at(view: View, incident: int) -> list[Json]:
    """The same of one incident and of what stands in it."""
    state = view.state
    return _belonging(
        view, sorted({n for t in (incident, *state.merged_in.get(incident, ())) for n in state.links_of.get(t, ())})
    )


def _belonging(view: View, links: Iterable[int]) -> list[Json]:
    state, said, found = view.state, view.state.verdicts(), []
    for number in links:
        p = state.links[number].payload
        if p is None or p["what"] != "incident" or p["run"] is None or p["type"] not in TYPES or state.undone(number):
            continue
        at = [state.root(p[end]) for end in ("left", "right")]
        if pair(p) in said or at[0] == at[1] or any(view.incident(n) is None for n in at):
            continue
        found.append({
            "link": number, "left": f"i{p['left']}", "right": f"i{p['right']}", "at": [f"i{n}" for n in at], "type": p["type"],
            "relation": p["relation"], "probability": p["probability"], "why": [WHY[w] for w in p["why"]], "said": "said" in p["why"],
        })  # fmt: skip
    return sorted(found, key=lambda r: (r["said"], -r["probability"], r["link"]))


def sealed(state: State, p: tuple[int, int]) -> bool:
    """Whether a pair was drawn for two readers and nothing that was said of it since counts yet."""
    return p in state.drawn_pairs and p not in state.verdicts()


def _row(view: View, kept: Kept) -> Json | None:
    p, state = kept.payload or {}, view.state
    at = [state.root(p[end]) for end in ("left", "right")]
    if any(view.incident(n) is None for n in dict.fromkeys(at)):
        return None
    sides = [view.keep("stakes", p[end], lambda n: _victims(view.alone(n))) for end in ("left", "right")]
    if None in sides:
        return None
    stakes = min(n for n in sides if n is not None)
    doubt = 1 - abs(2 * p["probability"] - 1)
    return {
        "link": kept.number, "left": f"i{p['left']}", "right": f"i{p['right']}", "at": [f"i{n}" for n in at], "held": p["held"],
        "probability": p["probability"], "stakes": stakes, "order": round(doubt * (1 + math.log1p(stakes)), 4),
    }  # fmt: skip


def _victims(said: Json | None) -> int | None:
    """How many dead and injured an incident has by itself; None where it does not stand."""
    if said is None:
        return None
    hurt = [v for v in said["victims"] if v["outcome"] in ("death", "injury") and not v["part_of"]]
    return sum(int(v["count"]["best"] or v["count"]["min"]) for v in hurt)


def because(view: View, left: int, right: int) -> list[Json]:
    """By what runs hold two people, or two reports, to be one or one in the other: {"link", "type", "probability", "why" (words)}."""
    found = []
    for n in view.state.links_of.get(left, ()):
        p = view.state.links[n].payload
        if p and p["run"] is not None and p["what"] in ("person", "report") and pair(p) == (min(left, right), max(left, right)):
            if not view.state.undone(n):
                words = [(MATCHED if p["what"] == "person" else DEPENDENT).get(w, w) for w in p["why"]]
                found.append({"link": n, "type": p["type"], "probability": p["probability"], "why": words})
    return found


def decided(view: View, most: int = 100) -> list[Json]:
    """What people said of links, the latest first, with what was taken back: {"number", "by", "time", "type", "left", "right", "why", "undone"}."""
    state = view.state
    found: list[Json] = []
    said = (n for n, k in state.links.items() if k.payload and k.payload["run"] is None and not sealed(state, pair(k.payload)))
    for n in sorted(said, reverse=True)[:most]:
        k = state.links[n]
        p: Any = k.payload
        letter = {"incident": "i", "person": "p", "report": "r", "source": "s"}[p["what"]]
        found.append({
            "number": n, "by": k.actor, "time": stamp(k), "type": p["type"], "left": f"{letter}{p['left']}", "right": f"{letter}{p['right']}",
            "what": p["what"], "why": p["reason"], "undone": state.undone(n),
        })  # fmt: skip
    return found


def runs(view: View, most: int = 10) -> list[Json]:
    """The latest runs, with how many links each wrote that stand."""
    state, counts = view.state, dict[int, int]()
    for k in state.held_by_runs():
        counts[(k.payload or {})["run"]] = counts.get((k.payload or {})["run"], 0) + 1
    return [
        {"number": n, "time": stamp(state.runs[n]), "links": counts.get(n, 0), **(state.runs[n].payload or {})}
        for n in sorted(state.runs, reverse=True)[:most] if state.runs[n].payload
    ]  # fmt: skip


def evidence(record: Record, view: View, left: int, right: int) -> tuple[list[Bar], bool]:
    """The waterfall of two incidents' tellings, and whether they can never be one by what they say; nothing where they are not compared."""
    index = Tellings(record)
    if not index.path.exists():
        return [], False
    with index.opened() as db:
        held, words = index.some(db, (left, right)), kept(db)
    if len(held) < 2:
        return [], False
    model = shipped()
    last = next((k.payload for k in reversed(view.state.runs.values()) if k.payload), None)
    offset = float(last["parameters"]["offset"]) if last else 0.0
    a, b = held[left], held[right]
    return waterfall(replace(model, offset=offset, rarity=words.rarity if words else SHIPPED), a, b), barred(a, b)
