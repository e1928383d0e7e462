"""Where people and sources appear in a record. An unnamed source is only ever that of its own report."""

from __future__ import annotations

from typing import Any

from onrecord.languages import phrase
from onrecord.record.view import View
from onrecord.record.wholes import rows

Json = dict[str, Any]


def appearances(view: View) -> list[Json]:
    """People and organisations in incidents that stand, one appearance each, in the record's order.

    {"id", "words", "named", "role", "incident"}; `id` is a person's.
    """
    if "appearances" not in view.memo:
        every = rows(
            view.wholes, "appearances", view.state.incidents, lambda n: view.keep("appearances", n, lambda n: _in(view, n))
        )
        view.memo["appearances"] = [a for n in view.state.incidents for a in every[n]]
    found: list[Json] = view.memo["appearances"]
    return found


def _in(view: View, number: int) -> list[Json]:
    said, state = view.incident(number), view.state
    if said is None:
        return []
    found = {}
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
            "incident": said["id"],
        }  # fmt: skip
    return list(found.values())


def roles(view: View, person: int) -> dict[str, list[str]]:
    """What somebody is in each incident that stands: their parts by the incident's id."""
    found: dict[str, list[str]] = {}
    for n in view.state.homes_of(person):
        for a in view.keep("appearances", n, lambda n: _in(view, n)):
            if a["id"] == f"p{person}":
                found.setdefault(a["incident"], []).append(a["role"])
    return found


def aliases(view: View, person: int) -> list[Json]:
    """Every name by which somebody is told of, with the reports that call them so: {"name", "reports"}; the most used first."""
    found: dict[str, Json] = {}
    named = [(n, x) for n in view.state.standing(person, "names") for x in view.state.value(n)]
    for home in view.state.homes_of(person):
        for n in view.state.standing(home, "perpetrator") + view.state.standing(home, "other"):
            value = view.state.value(n)
            if view.state.root(value["person"]) == person:
                named += [(n, x) for x in value.get("names", ())]
    for n, name in named:
        row = found.setdefault(name, {"name": name, "reports": {}})
        report = view.state.captures[view.state.capture_of_claim(n) or 0].payload if view.state.capture_of_claim(n) else None
        if report is not None:
            row["reports"][report["id"]] = {"id": report["id"], "file": report["file"]}
    rows = [{**r, "reports": list(r["reports"].values())} for r in found.values()]
    return sorted(rows, key=lambda r: (-len(r["reports"]), r["name"]))


def described(view: View) -> list[Json]:
    """Every source as its report describes it: {"number", "words", "kind", "access", "via", "report", "capture", "file", "claims", "held",
    "wrong"}.

    `held` and `wrong` count its claims that reviewers accepted or amended, and rejected.
    """
    if "sources" not in view.memo:
        every = rows(view.wholes, "sources", view.state.captures, lambda n: _of(view, n))
        view.memo["sources"] = [s for n in view.state.captures for s in every[n]]
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
                words = said["mentions"][0]["text"] if said["mentions"] else phrase("a source without words of its own")
                found[source] = {
                    "number": source, "words": words, "capture": capture, **{k: said[k] for k in ("kind", "access", "via")}, "report": report["id"],
                    "file": report["file"], "claims": 0, "held": 0, "wrong": 0,
                    "incidents": set(),
                }  # fmt: skip
            row = found[source]
            if payload["property"] == "act" and state.stands(n):
                row["incidents"].add(state.subject(n))
            row["claims"] += 1
            if verdict is not None:
                row["wrong" if verdict["decision"] == "reject" else "held"] += 1
    return list(found.values())


def institutions(view: View) -> list[Json]:
    """Organisations and documents that are named, over all reports: how often they were borne out. No person, and nobody unnamed.

    {"key", "words", "reports", "claims", "held", "wrong", "incidents", "borne_out"}, the most cited first. `held` and `wrong` are judgements on
    its claims; `borne_out` are the incidents it told of that an independent report tells of too.
    """
    if "institutions" not in view.memo:
        groups: dict[str, Json] = {}
        for s in described(view):
            key = _key(s)
            if key is None:
                continue
            new = {"words": s["words"], "reports": set(), "claims": 0, "held": 0, "wrong": 0, "incidents": set()}
            group = groups.setdefault(key, new)
            group["reports"].add(s["report"])
            group["incidents"] |= s["incidents"]
            for k in ("claims", "held", "wrong"):
                group[k] += s[k]
        rows = [
            {**g, "key": key, "reports": len(g["reports"]), "incidents": len(g["incidents"]),
             "borne_out": sum(_borne_out(view, n, key) for n in g["incidents"])}
            for key, g in groups.items()
        ]  # fmt: skip
        view.memo["institutions"] = sorted(rows, key=lambda g: (-g["reports"], -g["claims"], g["words"]))
    found: list[Json] = view.memo["institutions"]
    return found


def history_of(view: View, key: str) -> Json | None:
    """What stands behind an institution's figures: {"words", "incidents" (each {"incident", "by": the independent reports that bear it
    out}), "held", "wrong" (numbers of claims)}. None where no institution is called so; of a person, or of somebody unnamed, there is none."""
    mine = [s for s in described(view) if _key(s) == key]
    if not mine:
        return None
    state, judged = view.state, {"held": [], "wrong": []}  # type: tuple[Any, dict[str, list[int]]]
    for s in mine:
        for n in state.claims_in.get(s["capture"], ()):
            payload, verdict = state.claims[n].payload, state.verdict(n)
            if payload is not None and verdict is not None and s["number"] in payload["sources"]:
                judged["wrong" if verdict["decision"] == "reject" else "held"].append(n)
    numbers = sorted(set().union(*(s["incidents"] for s in mine)))
    told = [{"incident": i, "by": _bearing_out(view, n, key)} for n in numbers if (i := view.incident(n)) is not None]
    return {"words": mine[0]["words"], "incidents": told, **judged}


def _key(source: Json) -> str | None:
    """What a source's institution is called; None where it is none that is named."""
    named = source["kind"] in ("organisation", "document") and _is_named(str(source["words"]))
    return _institution(source["words"]) if named else None


_OF_NOBODY = frozenset(
    "activists army authorities doctors hospital government lawyers media military officers officials police prosecutors relatives "
    "reports residents soldiers sources villagers witnesses".split()
)  # fmt: skip
"""Words that a sentence may begin with, so that their capital names nobody."""


def _is_named(words: str) -> bool:
    """Whether words give an institution's name. "Police", "an official in Kaduna" and "her group" name none: a history of them would be one
    of whoever spoke."""
    said = words.split()
    if not said or said[0].casefold() in ("a", "an", "one", "some", "another", "his", "her", "their", "its", "our", "my"):
        return False
    first = "" if said[0].casefold() in ("the", *_OF_NOBODY) else said[0] if len(said) == 1 else ""
    return not words.isupper() and any(w[:1].isupper() for w in (first, *said[1:]))


def _institution(words: str) -> str:
    """An institution's name as it is compared. Only names of institutions ever are."""
    return " ".join(words.casefold().split()).removeprefix("the ")


def _borne_out(view: View, incident: int, institution: str) -> bool:
    """Whether a report by another publisher, resting on somebody else than the institution, tells of an incident that it told of."""
    return bool(_bearing_out(view, incident, institution))


def _bearing_out(view: View, incident: int, institution: str) -> list[Json]:
    """Those reports: {"id", "file"}."""
    state = view.state
    told: list[tuple[Json, str, bool]] = []
    if len((view.incident(incident) or {"reports": ()})["reports"]) < 2:
        return []
    for n in state.standing(incident, "act"):
        capture = state.capture_of_claim(n)
        report = state.captures[capture].payload if capture is not None else None
        if report is None:
            continue
        sources = [s for k in (state.claims[n].payload or {})["sources"] if (s := view.source(k)) is not None]
        names = {_institution(m["text"]) for s in sources for m in s["mentions"][:1]} | {
            _institution(s["via"] or "") for s in sources
        }
        told.append((report, report["publisher"] or report["id"], institution in names))
    own = {publisher for _, publisher, by_it in told if by_it}
    found = {r["id"]: {"id": r["id"], "file": r["file"]} for r, publisher, by_it in told if not by_it and publisher not in own}
    return list(found.values())
