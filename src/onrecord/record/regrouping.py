"""What the merges, splits and links of a state make of its things: what stands in what, and what was moved to what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord.record.groups import Groups, joined, pair, verdicts

if TYPE_CHECKING:
    from onrecord.record.state import State

Json = dict[str, Any]
APART = ("different", "related", "contains")
"""What a person says of two things that are not one."""


def regroup(state: State) -> None:
    """What the merges, splits and links that stand make of the things: people's word first, then that of runs."""
    state.moved, state.moved_to, state.unmade = {}, {}, set()
    state.said_of_pairs = verdicts(state.links.values(), state.undone, state.drawn_pairs)
    groups, said = Groups(lambda thing: _exists(state, thing)), state.said_of_pairs
    for number, kept in state.regrouped.items():
        payload, undone = kept.payload or {}, state.undone(number)
        if "into" not in payload:
            continue
        if state.kinds[number] == "split":
            groups.hold_apart([(payload["of"], payload["into"])])
            if undone:
                state.unmade.add(payload["into"])
                continue
            state.moved.update(dict.fromkeys(payload["claims"], payload["into"]))
        elif not undone:
            for thing in payload["things"]:
                groups.join(payload["into"], thing, payload["into"])
    for p, kept in said.items():
        if (kept.payload or {})["type"] == "same":
            groups.join(*p)
    groups.hold_apart(p for p, kept in said.items() if (kept.payload or {})["type"] in APART)
    by_runs = state.held_by_runs()
    same = [k for k in by_runs if (k.payload or {})["type"] == "same"]
    joined(groups, (k for k in same if (k.payload or {})["what"] != "person"), said, lambda _: True)
    _settle(state, groups.merged())
    joined(groups, (k for k in same if (k.payload or {})["what"] == "person"), said, lambda link: _share_a_home(state, link))
    _settle(state, groups.merged())
    held = [link for k in by_runs if (link := k.payload or {})["type"] == "contains" and _share_a_home(state, link)]
    state.inside = {state.root(p["right"]): state.root(p["left"]) for p in held if pair(p) not in said}
    for claim, thing in state.moved.items():
        state.moved_to.setdefault(thing, []).append(claim)


def _settle(state: State, found: dict[int, int]) -> None:
    """Take over what stands in what: incidents and people, reports of one origin, sources that are one."""
    state.merged = {t: r for t, r in found.items() if t in state.incidents or t in state.persons}
    state.one_origin = {t: r for t, r in found.items() if t in state.captures}
    state.one_source = {t: r for t, r in found.items() if t in state.sources}
    state.merged_in = {}
    for thing, root in state.merged.items():
        state.merged_in.setdefault(root, []).append(thing)


def _exists(state: State, thing: int) -> bool:
    for table in (state.incidents, state.persons, state.captures, state.sources):
        kept = table.get(thing)
        if kept is not None:
            return kept.payload is not None
    return False


def _share_a_home(state: State, link: Json) -> bool:
    """Whether two people that a run holds to be one, or one in the other, are still of one incident."""
    one, other = ({state.root(i) for i in state.homes.get(link[end], ())} for end in ("left", "right"))
    return bool(one & other)
