"""Where people and sources appear in a record. An unnamed source is only ever that of its own report."""

from __future__ import annotations

from typing import Any

from onrecord import wording
from onrecord.record.view import View

Json = dict[str, Any]


def appearances(view: View) -> list[Json]:
    """People and organisations in incidents that stand, one appearance each, in the record's order.

    {"id", "words", "named", "role", "incident", "heading"}; `id` is a person's.
    """
    if "appearances" not in view.memo:
        view.memo["appearances"] = [
            a for n in view.state.incidents for a in view.keep("appearances", n, lambda n: _in(view, n))
        ]
    found: list[Json] = view.memo["appearances"]
    return found


def _in(view: View, number: int) -> list[Json]:
    said, state = view.incident(number), view.state
    if said is None:
        return []
    heading, found = wording.heading(said), {}
    for n in state.standing(number):
        name = state.property(n)
        if name not in ("victim", "perpetrator", "other"):
            continue
        value = state.value(n)
        person = state.root(value["person"])
        told = [x for c in state.standing(person, "names") for x in state.value(c)] or value.get("names", [])
        words = told[0] if told else next((m["text"] for m in state.mentions(n)), f"p{person}")
        found[person, name] = {
            "id": f"p{person}", "words": words, "named": bool(told) or value.get("kind") == "organisation", "role": name,
            "incident": said["id"], "heading": heading,
        }  # fmt: skip
    return list(found.values())


def described(view: View) -> list[Json]:
    """Every source as its report describes it: {"number", "words", "kind", "access", "via", "report", "file", "claims", "held", "wrong"}.

    `held` and `wrong` count its claims that reviewers accepted or amended, and rejected.
    """
    if "sources" not in view.memo:
        view.memo["sources"] = [s for n in view.state.captures for s in view.keep("sources", n, lambda n: _of(view, n))]
    found: list[Json] = view.memo["sources"]
    return found


def _of(view: View, capture: int) -> list[Json]:
    state, found = view.state, {}
    report = state.captures[capture].payload
    if report is None:
        return []
    for n in state.claims_in.get(capture, ()):
        payload, verdict = state.claims[n].payload, state.verdict(n)
        if payload is None or (verdict is None and not state.stands(n)):
            continue
        for source in payload["sources"]:
            if source not in found:
                said = view.source(source)
                if said is None:
                    continue
                words = said["mentions"][0]["text"] if said["mentions"] else "a source without words of its own"
                found[source] = {
                    "number": source, "words": words, **{k: said[k] for k in ("kind", "access", "via")}, "report": report["id"],
                    "file": report["file"], "claims": 0, "held": 0, "wrong": 0,
                }  # fmt: skip
            row = found[source]
            row["claims"] += 1
            if verdict is not None:
                row["wrong" if verdict["decision"] == "reject" else "held"] += 1
    return list(found.values())


def institutions(view: View) -> list[Json]:
    """Organisations and documents that are named, over all reports: how often they were borne out. No person, and nobody unnamed.

    {"words", "reports", "claims", "held", "wrong"}, the most cited first.
    """
    if "institutions" not in view.memo:
        groups: dict[str, Json] = {}
        for s in described(view):
            if s["kind"] not in ("organisation", "document"):
                continue
            key = " ".join(s["words"].casefold().split()).removeprefix("the ")
            group = groups.setdefault(key, {"words": s["words"], "reports": set(), "claims": 0, "held": 0, "wrong": 0})
            group["reports"].add(s["report"])
            for k in ("claims", "held", "wrong"):
                group[k] += s[k]
        rows = [{**g, "reports": len(g["reports"])} for g in groups.values()]
        view.memo["institutions"] = sorted(rows, key=lambda g: (-g["reports"], -g["claims"], g["words"]))
    found: list[Json] = view.memo["institutions"]
    return found
