"""The record as a view: incidents in the contract's shape, computed from claims and judgements, never stored."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any, TypeVar

from onrecord.claims import Count, Scope
from onrecord.record.choosing import as_chosen, choices, said_of
from onrecord.record.confidence import Confidences
from onrecord.record.state import Json, State, stamp
from onrecord.record.subjects import claims_of
from onrecord.record.telling import Told, by_list, origins_of, published, together
from onrecord.record.things import Things
from onrecord.record.touching import touched
from onrecord.record.wholes import Wholes, rows
from onrecord.tally import combine, in_scope, latest
from onrecord.tally.grades import Rules, airwars, graded, shipped
from onrecord.tally.tellings import Counted, over_tellings

Kept = TypeVar("Kept")
RECALLED = 64
"""Answers of one kind that a view keeps."""


class View:
    """Reads a state. All ids are "i", "p", "r", "s" or "c" and an entry number.

    What was computed of an incident or a report is kept; `after` keeps it for all that new entries do not touch.
    """

    def __init__(self, state: State, rules: Rules | None = None) -> None:
        self.state = state
        self.rules = rules or shipped()
        self.confidences = Confidences(state)
        said: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in (state.scope or {}).items()}
        self.scope = Scope(**said)
        self.things = Things()
        """What was computed of single incidents, people and reports."""
        self.wholes = Wholes()
        """What was computed of the whole record and is renewed by what entries touch."""
        self.memo: dict[Any, Any] = {}
        """What was computed of the whole record and is computed again once it grows."""

    def after(self, entries: Iterable[Any], hold_back: bool = False) -> View:
        """The view with more entries taken in. This one stays as it is, for whoever reads it.

        Where the entries make it time to recalibrate, all that rests on confidences is computed anew; with `hold_back` the earlier
        maps are kept instead (`confidences.behind`), until somebody makes a view anew. A preview holds back as well: it shows what the
        entries themselves change, and whoever waits for it waits for no fitting, nor for a whole record that rests on it.
        """
        several = list(entries)
        new = View(self.state.after(several), self.rules)
        if not any(e.kind == "forget" for e in several):
            new.confidences = self.confidences.after(new.state, several)
        bearing = touched(self.state, new.state, several)
        same = new.confidences.rest_on() == self.confidences.rest_on() and not self.confidences.behind
        if hold_back and not same:
            new.confidences.held_back(self.confidences)
        if bearing is not None and (same or hold_back):
            new.things = self.things.after(bearing)
            new.wholes = self.wholes.after(bearing)
        return new

    def keep(self, name: str, number: int, make: Callable[[int], Kept]) -> Kept:
        """What `make` says of an incident or a report, computed once until an entry touches it."""
        return self.things.get(name, number, make)

    def recall(self, name: str, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """What `make` says of one of many questions on the whole record, of which the last ones are kept."""
        held: dict[Hashable, Any] = self.memo.setdefault(name, {})
        found: Kept | None = held.get(key)
        if found is None:
            found = make()
            if len(held) >= RECALLED:
                held.clear()
            held[key] = found
        return found

    # -- incidents -------------------------------------------------------------------------------------------

    def incidents(self) -> list[Json]:
        """Every incident that stands, in the order in which the record made them."""
        if "incidents" not in self.memo:
            every = rows(self.wholes, "incidents", self.state.incidents, self.incident)
            self.memo["incidents"] = [i for n in self.state.incidents if (i := every[n]) is not None]
        return list(self.memo["incidents"])

    def incident(self, number: int) -> Json | None:
        """One incident with its toll, grade, reports and state; None where it is forgotten, superseded, rejected or merged.

        `doubtful_toll` is what the record's threshold counts apart, stated and alleged.
        """
        return self.keep("incident", number, self._incident)

    def _incident(self, number: int) -> Json | None:
        if number in self.state.merged or not self.state.standing(number, "act"):
            return None
        told = self.tellings(number)
        said = told[0].said if len(told) == 1 else together(self, number, told)
        said["relations"] = self._with_totals(number, said["relations"])
        inside, reason = in_scope(said, self.scope)
        best = choices(self.state, number)
        counted = over_tellings(by_list(self.state, told), said, as_chosen(best))
        said |= counted.tolls() if inside else {"toll": {}, "alleged": {}, "doubtful_toll": {"stated": {}, "alleged": {}}}
        said["chosen"] = said_of(best, counted)
        said["reports"] = self._reports(number)
        said["tellings"] = [t.to_json() for t in told]
        said["grade"] = {k: g.to_json() for k, g in graded(said, counted.origins, self.rules).items()}
        said["airwars"] = airwars(said, self.rules).to_json()
        said["state"] = self.review_state(number)
        said["scope"] = {"in": inside, "why": reason, "name": self.scope.name, "version": self.scope.version}
        return said

    def bases(self, number: int) -> Counted:
        """How an incident that stands is counted without anybody's choice, with what a best of each outcome would be chosen from."""
        told = self.tellings(number)
        return over_tellings(by_list(self.state, told), told[0].said if len(told) == 1 else together(self, number, told))

    def _with_totals(self, number: int, relations: list[Json]) -> list[Json]:
        """Relations with the totals that a person said this incident to be a part of."""
        if "totals" not in self.memo:
            said = [k.payload for k in self.state.verdicts().values() if k.payload and k.payload["type"] == "contains"]
            self.memo["totals"] = [(p["right"], p["left"]) for p in said]
        found = [self.state.root(whole) for part, whole in self.memo["totals"] if self.state.root(part) == number]
        more = [
            {"type": "part_of", "to": f"i{n}"} for n in dict.fromkeys(found) if n != number and self.state.standing(n, "act")
        ]
        return [*relations, *(r for r in more if r not in relations)]

    def tellings(self, number: int) -> list[Told]:
        """What each report tells of an incident, the oldest publication first, each with the origin that it is of."""
        claims = self.state.standing(number)
        captures = dict.fromkeys(c for n in claims if (c := self.state.capture_of_claim(n)) is not None)
        acts = [n for n in claims if self.state.property(n) == "act"]
        if len(captures) == 1:
            only = next(iter(captures))
            return [Told(only, 1, None, self._contract(f"i{number}", acts[-1], claims), self._id_of(only))]
        origins = origins_of(self.state, captures)
        found = []
        for c in captures:
            own = [n for n in self.state.on(number) if self.state.stands(n) and self.state.capture_of_claim(n) == c]
            act = next((n for n in reversed(own) if self.state.property(n) == "act"), acts[-1])
            said = self._contract(f"i{number}", act, self.state.undisplaced(own), within=c)
            found.append(Told(c, origins[c], published(self.state, c), said, self._id_of(c)))
        return sorted(found, key=lambda t: (t.published or "9999", t.capture))

    def _id_of(self, capture: int) -> str:
        payload = self.state.captures[capture].payload
        return str(payload["id"]) if payload else f"r{capture}"

    def alone(self, number: int) -> Json | None:
        """An incident as its own report tells it, whatever it is linked or merged with; None where it does not stand."""
        own = self.state.undisplaced(n for n in self.state.own(number) if self.state.stands(n))
        act = next((n for n in reversed(own) if self.state.property(n) == "act"), None)
        if act is None:
            return None
        return self._contract(f"i{number}", act, own, within=self.state.capture_of_claim(act), apart=True)

    def _contract(self, id: str, act: int, claims: Iterable[int], within: int | None = None, apart: bool = False) -> Json:
        """An incident in the contract's shape from its claims; of its people what the report `within` says (every one, where it is None).

        `apart` leaves people as they were read, whoever they were linked with.
        """
        state = self.state
        first = state.claims[act].payload or {}
        value = state.value(act)
        said: Json = {
            "id": id, "class": value["class"], "act": value["act"], "modality": state.modality(act),
            "date": None, "place": None, "means": [], "victims": [], "perpetrators": [], "others": [], "targets": [],
            "relations": [], "according_to": [], "confidence": first["confidence"], "calibrated_confidence": None,
            **self.sure(act), "doubtful": self.confidences.doubtful(act),
        }  # fmt: skip
        sources: dict[int, None] = {}
        victims: dict[str, Json] = {}
        for n in claims:
            payload = state.claims[n].payload or {}
            sources.update((s if apart else state.one_source.get(s, s), None) for s in payload["sources"])
            if value["class"] == "context" and payload["property"] in _OF_HARM:
                continue  # a reviewer found that it is no harm: its people, means and targets wait, should it be one after all
            if payload["property"] != "victim":
                how = {"mentions": state.mentions(n), **self.sure(n, doubt=True)}
                self.add(said, payload["property"], state.value(n), how)
            elif (v := self._victim(n, said["doubtful"], within, apart)) is not None:
                earlier = victims.setdefault(v["id"], v)  # one person whom two claims bring in is one victim
                earlier["mentions"] += [m for m in v["mentions"] if m not in earlier["mentions"]]
        said["victims"] = [{**v, "part_of": group_of(v, victims)} for v in victims.values()]
        said["according_to"] = [s for n in sources if (s := self.source(n)) is not None]
        return said

    def sure(self, claim: int, doubt: bool = False) -> Json:
        """A claim's confidence where it carries one, and with `doubt` that it is under the threshold where it is."""
        sure = self.confidences.of(claim)
        if sure is None:
            return {}
        return {**sure.to_json(), **({"doubtful": True} if doubt and self.confidences.doubtful(claim) else {})}

    def add(self, said: Json, name: str, value: Any, how: Json) -> None:
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
        elif name == "relation":
            to = self.state.root(value["to"])
            if f"i{to}" != said["id"] and self.state.standing(to, "act"):
                said["relations"].append({"type": value["type"], "to": f"i{to}"})

    def _victim(self, claim: int, doubtful: bool, within: int | None = None, apart: bool = False) -> Json | None:
        """A victim of an incident that is `doubtful` is doubtful too, unless a person said that they are one."""
        state = self.state
        value = state.value(claim)
        person = value["person"] if apart else state.root(value["person"])
        every = state.standing(person) if not apart else [n for n in state.own(person) if state.stands(n)]
        standing = [n for n in every if within is None or state.capture_of_claim(n) == within] or every
        told = {state.property(n): state.value(n) for n in standing}
        bearing = [claim, *(n for n in standing if state.property(n) in ("outcome", "count"))]
        doubt = (doubtful and state.verdict(claim) is None) or any(self.confidences.doubtful(n) for n in bearing)
        outcome = told.get("outcome", "unknown")
        if any(state.property(n) == "outcome" and state.value(n) == "death" for n in every) and value["kind"] == "person":
            outcome = "death"  # who was hurt in one report and dead in another is dead, and one
        if outcome == "none":
            return None
        part = told.get("part_of")
        part = part if apart or not part else state.root(part)
        return {
            "id": f"p{person}", "kind": value["kind"], "names": told.get("names", []), "mentions": state.mentions(claim),
            "outcome": outcome, "cause": told.get("cause", "not_said") if outcome == "death" else "not_said",
            "modality": state.modality(claim), "count": self._count(standing), "status": told.get("status", "unknown"),
            "age": told.get("age"), "sex": told.get("sex"), "part_of": f"p{part}" if part and part != person else None,
            **self.sure(claim), "doubtful": doubt,
        }  # fmt: skip

    def _count(self, standing: list[int]) -> Json:
        """How many somebody stands for: of each report its latest count, and over several reports by the rule "origins"."""
        state = self.state
        counts = [(state.capture_of_claim(n), n, state.value(n)) for n in standing if state.property(n) == "count"]
        if len(counts) < 2:
            found: Json = counts[0][2] if counts else {"min": 1, "best": 1, "max": 1}
            return found
        each = latest((capture, n, Count.from_json(value)) for capture, n, value in counts)
        return combine(list(each.values())).to_json()

    def source(self, number: int) -> Json | None:
        payload = self.state.sources[number].payload
        return {k: payload[k] for k in ("kind", "access", "via", "mentions")} if payload else None

    def claims_of(self, number: int) -> list[int]:
        """Every claim on an incident and on its victims, standing or not, in order."""
        return claims_of(self.state, number)

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
        claims = [n for n in self.state.on(number) if self.state.stands(n)]
        captures = dict.fromkeys(c for n in claims if (c := self.state.capture_of_claim(n)) is not None)
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
            gone = state.undone(number)
            said = "taken back" if gone else "open" if state.stands(number) else "superseded"
        return {
            "number": number, "subject": self.name(state.subject(number)), "property": payload["property"],
            "value": payload["value"] if said != "amended" else state.value(number), "read": payload["value"],
            "mentions": state.mentions(number),
            "according_to": [s for n in payload["sources"] if (s := self.source(n)) is not None],
            "modality": state.modality(number), "confidence": payload["confidence"], "calibrated_confidence": None,
            **self.sure(number), "doubtful": self.confidences.doubtful(number), "extractor": kept.actor,
            "time": stamp(kept), "state": said,
            "judgements": [judged(state, j) for j in state.judgements.get(number, []) if j.payload],
            "person": self._person(number),
        }  # fmt: skip

    def _person(self, claim: int) -> str | None:
        """The id of the person whom a claim is about or brings in; None where it is about the incident or the report itself."""
        value = (self.state.claims[claim].payload or {}).get("value")
        subject = self.state.subject(claim)
        person = self.state.root(value["person"]) if isinstance(value, dict) and "person" in value else subject
        return f"p{person}" if person in self.state.persons else None

    def name(self, subject: int) -> str:
        """The id of an incident, person or report by its entry number."""
        if subject in self.state.incidents:
            return f"i{subject}"
        return f"p{subject}" if subject in self.state.persons else f"r{subject}"


_OF_HARM = ("victim", "perpetrator", "means", "target")


def group_of(victim: Json, victims: dict[str, Json]) -> str | None:
    """The group that a victim is part of, where it stands in the same incident and is part of no other."""
    group = victims.get(victim["part_of"] or "")
    return group["id"] if group is not None and not group["part_of"] else None


def judged(state: State, entry: Any) -> Json:
    """A judgement as people meet it; "undone" says by whom and when it was taken back, where it was."""
    said = {"number": entry.number, "time": stamp(entry), "by": entry.actor}
    said |= {k: entry.payload[k] for k in ("decision", "why", "value")}
    said |= {k: entry.payload[k] for k in ("mentions", "modality") if entry.payload.get(k) is not None}
    if entry.number in state.undos and state.undone(entry.number):
        back = next(u for u in reversed(state.undos[entry.number]) if not state.undone(u.number))
        said["undone"] = {"number": back.number, "time": stamp(back), "by": back.actor}
    return said
