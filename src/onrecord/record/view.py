"""The record as a view: incidents in the contract's shape, computed from claims and judgements, never stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from onrecord.claims import Count, Modality, Scope
from onrecord.record.confidence import Confidences
from onrecord.record.state import Json, State, stamp
from onrecord.tally import grade, in_scope, parted, toll


class View:
    """Reads a state. All ids are "i", "p", "r", "s" or "c" and an entry number."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.confidences = Confidences(state)
        said: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in (state.scope or {}).items()}
        self.scope = Scope(**said)
        self._incidents: list[Json] | None = None

    # -- incidents -------------------------------------------------------------------------------------------

    def incidents(self) -> list[Json]:
        """Every incident that stands, in the order in which the record made them."""
        if self._incidents is None:
            found = (self.incident(n) for n in self.state.incidents)
            self._incidents = [i for i in found if i is not None]
        return list(self._incidents)

    def incident(self, number: int) -> Json | None:
        """One incident with its toll, grade, reports and state; None where it is forgotten, superseded or rejected.

        `doubtful_toll` is what the record's threshold counts apart, stated and alleged.
        """
        acts = self.state.standing(number, "act")
        if not acts:
            return None
        said = self._contract(number, acts[-1])
        inside, reason = in_scope(said, self.scope)
        parts = parted(said)
        stated, alleged = Modality.STATED, Modality.ALLEGED
        said["toll"] = _json(toll(parts.counted, stated)) if inside else {}
        said["alleged"] = _json(toll(parts.counted, alleged)) if inside else {}
        said["doubtful_toll"] = {str(m): _json(parts.apart_toll(m)) if inside else {} for m in (stated, alleged)}
        said["grade"] = {k: g.to_json() for k, g in grade(said).items()}
        said["reports"] = self._reports(number)
        said["state"] = self.review_state(number)
        said["scope"] = {"in": inside, "why": reason, "name": self.scope.name, "version": self.scope.version}
        return said

    def _contract(self, number: int, act: int) -> Json:
        state = self.state
        first = state.claims[act].payload or {}
        value = state.value(act)
        said: Json = {
            "id": f"i{number}", "class": value["class"], "act": value["act"], "modality": first["modality"],
            "date": None, "place": None, "means": [], "victims": [], "perpetrators": [], "others": [], "targets": [],
            "relations": [], "according_to": [], "confidence": first["confidence"], "calibrated_confidence": None,
            **self._sure(act), "doubtful": self.confidences.doubtful(act),
        }  # fmt: skip
        sources: dict[int, None] = {}
        for n in state.standing(number):
            payload = state.claims[n].payload or {}
            sources.update(dict.fromkeys(payload["sources"]))
            self._add(said, payload["property"], state.value(n), {"mentions": payload["mentions"], **self._sure(n, doubt=True)})
        said["victims"] = [v for n in state.standing(number, "victim") if (v := self._victim(n, said["doubtful"])) is not None]
        said["according_to"] = [s for n in sources if (s := self.source(n)) is not None]
        return said

    def _sure(self, claim: int, doubt: bool = False) -> Json:
        """A claim's confidence where it carries one, and with `doubt` that it is under the threshold where it is."""
        sure = self.confidences.of(claim)
        if sure is None:
            return {}
        return {**sure.to_json(), **({"doubtful": True} if doubt and self.confidences.doubtful(claim) else {})}

    def _add(self, said: Json, name: str, value: Any, how: Json) -> None:
        """Put a claim's value in its place, with `how`: its words, and how sure it is."""
        words, sure = how["mentions"], {k: v for k, v in how.items() if k != "mentions"}
        if name == "date":
            said["date"] = {"edtf": value, "mention": words[0] if words else None, **sure} if value else None
        elif name == "place":
            said["place"] = {**value, "mention": words[0] if words else None, **sure} if value else None
        elif name == "means":
            said["means"].append({"type": value, **how})
        elif name == "perpetrator":
            said["perpetrators"].append({**{k: value[k] for k in value if k != "person"}, **how})
        elif name == "other":
            said["others"].append({"role": value["role"], "names": value["names"], **how})
        elif name == "target":
            said["targets"].append(how)
        elif name == "relation" and self.state.standing(value["to"], "act"):
            said["relations"].append({"type": value["type"], "to": f"i{value['to']}"})

    def _victim(self, claim: int, doubtful: bool) -> Json | None:
        """A victim of an incident that is `doubtful` is doubtful too, unless a person said that they are one."""
        state = self.state
        payload = state.claims[claim].payload or {}
        value = state.value(claim)
        person = value["person"]
        standing = state.standing(person)
        told = {state.property(n): state.value(n) for n in standing}
        bearing = [claim, *(n for n in standing if state.property(n) in ("outcome", "count"))]
        doubt = (doubtful and state.verdict(claim) is None) or any(self.confidences.doubtful(n) for n in bearing)
        outcome = told.get("outcome", "unknown")
        if outcome == "none":
            return None
        part = told.get("part_of")
        return {
            "id": f"p{person}", "kind": value["kind"], "names": told.get("names", []), "mentions": payload["mentions"],
            "outcome": outcome, "cause": told.get("cause", "not_said"), "modality": payload["modality"],
            "count": told.get("count", {"min": 1, "best": 1, "max": 1}), "status": told.get("status", "unknown"),
            "age": told.get("age"), "sex": told.get("sex"), "part_of": f"p{part}" if part else None,
            **self._sure(claim), "doubtful": doubt,
        }  # fmt: skip

    def source(self, number: int) -> Json | None:
        payload = self.state.sources[number].payload
        return {k: payload[k] for k in ("kind", "access", "via", "mentions")} if payload else None

    def claims_of(self, number: int) -> list[int]:
        """Every claim on an incident and on its victims, standing or not, in order."""
        found = list(self.state.by_subject.get(number, []))
        for n in self.state.by_subject.get(number, []):
            payload = self.state.claims[n].payload
            if payload and payload["property"] == "victim":
                found += self.state.by_subject.get(payload["value"]["person"], [])
        return sorted(set(found))

    def review_state(self, number: int) -> str:
        """open (nothing judged), accepted or rejected (all that is judged is), mixed."""
        decisions = {v["decision"] for n in self.claims_of(number) if (v := self.state.verdict(n))}
        if not decisions:
            return "open"
        if decisions <= {"accept", "amend"}:
            return "accepted"
        return "rejected" if decisions == {"reject"} else "mixed"

    # -- reports ---------------------------------------------------------------------------------------------

    def _reports(self, number: int) -> list[Json]:
        captures: dict[int, None] = {}
        for n in self.state.by_subject.get(number, []):
            payload = self.state.claims[n].payload
            if payload and self.state.stands(n):
                captures[self.state.capture_of[payload["reading"]]] = None
        found = (self.state.captures[c].payload for c in captures)
        return [{"id": p["id"], "file": p["file"]} for p in found if p]

    def claim(self, number: int) -> Json:
        """One claim as people meet it, with what was judged of it. `state` is open, accepted, amended, rejected or superseded."""
        state, kept = self.state, self.state.claims[number]
        payload = kept.payload
        if payload is None:
            return {"number": number, "state": "forgotten"}
        verdict = state.verdict(number)
        said = {"accept": "accepted", "amend": "amended", "reject": "rejected"}.get(verdict["decision"]) if verdict else None
        if said is None:
            said = "superseded" if payload["reading"] in state.superseded else "open"
        return {
            "number": number, "subject": self.name(payload["subject"]), "property": payload["property"],
            "value": payload["value"] if said != "amended" else state.value(number), "read": payload["value"],
            "mentions": payload["mentions"], "according_to": [s for n in payload["sources"] if (s := self.source(n)) is not None],
            "modality": payload["modality"], "confidence": payload["confidence"], "calibrated_confidence": None,
            **self._sure(number), "doubtful": self.confidences.doubtful(number), "extractor": kept.actor,
            "time": stamp(kept), "state": said,
            "judgements": [
                {"number": j.number, "time": stamp(j), "by": j.actor, **{k: j.payload[k] for k in ("decision", "why", "value")}}
                for j in state.judgements.get(number, []) if j.payload
            ],
        }  # fmt: skip

    def name(self, subject: int) -> str:
        """The id of an incident, person or report by its entry number."""
        if subject in self.state.incidents:
            return f"i{subject}"
        return f"p{subject}" if subject in self.state.persons else f"r{subject}"


def _json(counts: Mapping[str, Count]) -> Json:
    return {k: c.to_json() for k, c in counts.items()}
