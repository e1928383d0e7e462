"""What a row says, as incidents of the contract: its columns' claims, each bound to its cell in the report's text. No reader reads it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from onrecord.claims import Count
from onrecord.importing import cells
from onrecord.importing.preparing import Prepared
from onrecord.importing.where import place_of
from onrecord.link.names import kind_of

Json = dict[str, Any]
ACTS = {
    "death": "killing", "injury": "assault", "abduction": "abduction", "detention": "detention",
    "disappearance": "disappearance", "threat": "threat",
}  # fmt: skip
"""What was done, by what became of the victim, where neither a column nor the map says so."""
_CODES = {
    "outcome": frozenset(ACTS),
    "status": frozenset({"civilian", "combatant", "hors_de_combat", "disputed"}),
    "cause": frozenset({"direct", "indirect", "self_inflicted"}),
    "sex": frozenset({"male", "female"}),
}


@dataclass(slots=True)
class Telling:
    """One row on its way to the contract. `spans` has where the value of each column stands in `text`; `unread` collects what could
    not be read, a sentence each."""

    of: Prepared
    row: int
    text: str
    spans: dict[str, tuple[int, int]]
    acts: frozenset[str]
    unread: list[str] = field(default_factory=list)

    def incidents(self) -> list[Json]:
        """The row's incident; none where what became of whom cannot be read."""
        outcome, act, count = self._outcome(), self._act(), self._count()
        if outcome is None or count is None:
            return []
        victim = self._victim(outcome, count)
        return [
            {
                "id": "i1", "class": "harm", "act": act or ACTS[outcome], "modality": "stated", "date": self._date(),
                "place": self._place(), "means": [], "victims": [victim], "perpetrators": [], "others": [], "targets": [],
                "relations": [],
                "according_to": [{"kind": "document", "access": "not_said", "via": None, "mentions": [self._said_by()]}],
            }
        ]  # fmt: skip

    # -- cells -----------------------------------------------------------------------------------------------

    def cell(self, meaning: str) -> str:
        """A cell that says something, else ""."""
        words = self.of.cell(self.row, meaning)
        return "" if cells.missing(words) else words

    def mention(self, meaning: str) -> Json:
        return self._words(*self.spans[self.of.columns[meaning]])

    def _words(self, start: int, end: int) -> Json:
        return {"text": self.text[start:end], "start": start, "end": end}

    def _said_by(self) -> Json:
        """The list's name, which opens the text."""
        return self._words(0, len(self.of.lists[self.row]))

    def _left_out(self, meaning: str, why: str) -> None:
        column, words = self.of.columns[meaning], " ".join(self.of.cell(self.row, meaning).split())
        shown = words if len(words) <= 60 else words[:59] + "…"
        self.unread.append(f"column {column!r}: {shown!r} {why}")

    def _code(self, meaning: str) -> str | None:
        """The code in a cell, as it is or as the map translates it; None where it says nothing or is none."""
        words = self.of.cell(self.row, meaning)
        translated = self.of.said.values.get(meaning, {}).get(words)
        code = translated or words.lower().replace(" ", "_").replace("-", "_")
        allowed = self.acts if meaning == "act" else _CODES[meaning]
        if code in allowed:
            return code
        if translated or not cells.missing(words):
            self._left_out(meaning, f"is none of {', '.join(sorted(allowed))}")
        return None

    # -- values ----------------------------------------------------------------------------------------------

    def _outcome(self) -> str | None:
        return self._code("outcome") if "outcome" in self.of.columns and self.cell("outcome") else self.of.outcome

    def _act(self) -> str | None:
        return self._code("act") or self.of.said.act if "act" in self.of.columns else self.of.said.act

    def _count(self) -> Count | None:
        """How many the row is of: as it says, else one, or of a group whatever its words say. None where it is none, or not to be read."""
        if words := self.cell("count"):
            found = cells.count_of(words)
            if found is None:
                self._left_out("count", "is no number of people from 1 on")
            return found
        if kind_of(self.cell("name")) == "group":
            return cells.count_of(self.cell("name")) or Count.at_least(1)
        return Count.exactly(1)

    def _victim(self, outcome: str, count: Count) -> Json:
        names, mentions = self._named()
        told = [self.mention(m) for m in ("count", "outcome", "cause", "status", "age", "sex") if self.cell(m)]
        mentions += [m for m in told if m not in mentions]
        group = count != Count.exactly(1)
        return {
            "id": "v1", "kind": "group" if group else "person", "names": [] if group else names, "mentions": mentions, "outcome": outcome,
            "cause": self._cause(outcome), "modality": "stated", "count": count.to_json(),
            "status": (self._code("status") if "status" in self.of.columns else None) or "unknown",
            "age": self._age(), "sex": self._sex(), "part_of": None,
        }  # fmt: skip

    def _named(self) -> tuple[list[str], list[Json]]:
        """The name as it is written, and the cells that tell of the victim: its name, else what describes it, else the row's id."""
        parts = [m for m in ("given", "middle", "family", "family2") if self.cell(m)]
        if any(m in ("given", "family") for m in parts):
            words = " ".join(" ".join(self.cell(m).split()) for m in parts)
            if kind_of(words) == "person":
                return [words], [self.mention(m) for m in parts]
        if (name := self.cell("name")) and kind_of(name) == "person":
            return [" ".join(name.split())], [self.mention("name")]
        stands = next((m for m in ("name", "description", "id", "sex", "age", "date") if self.of.cell(self.row, m)), None)
        return [], [self.mention(stands) if stands else self._said_by()]

    def _cause(self, outcome: str) -> str:
        code = self._code("cause") if "cause" in self.of.columns else None
        return code if code and outcome == "death" else "not_said"

    def _age(self) -> int | None:
        words = self.cell("age")
        age = cells.age_of(words) if words else None
        if words and age is None:
            self._left_out("age", "is no age in whole years")
        return age

    def _sex(self) -> str | None:
        words = self.of.cell(self.row, "sex")
        if words in self.of.said.values.get("sex", {}):
            return self._code("sex")
        if cells.sex_is_missing(words):
            return None
        sex = cells.sex_of(words)
        if sex is None:
            self._left_out("sex", "is neither male nor female")
        return sex

    def _date(self) -> Json | None:
        if words := self.cell("date"):
            edtf = cells.date_of(words, self.of.order)
            if edtf is None:
                self._left_out("date", "is no date")
            return {"edtf": edtf, "mention": self.mention("date")} if edtf else None
        if not self.cell("year"):
            return None
        edtf = cells.date_of_parts(self.cell("year"), self.cell("month"), self.cell("day"))
        if edtf is None:
            self._left_out("year", "gives no date with its month and day")
            return None
        return {"edtf": edtf, "mention": self._together([m for m in ("year", "month", "day") if self.cell(m)])}

    def _place(self) -> Json | None:
        city, free = self.cell("city"), self.cell("place")
        parts = {"city": city, "place": "" if city else free, "county": self.cell("county"), "state": self.cell("state"),
                 "country": self.cell("country")}  # fmt: skip
        narrowest = next((m for m, words in parts.items() if words), None)
        if narrowest is None:
            return None
        plain = {m: " ".join(words.split()) for m, words in parts.items()}
        place = place_of(plain["city"] or plain["place"], plain["county"], plain["state"], plain["country"])
        return {**place.to_json(), "mention": self.mention(narrowest)} if place else None

    def _together(self, meanings: list[str]) -> Json:
        """The words of several cells where they stand one below the other, else of the first."""
        spans = [self.spans[self.of.columns[m]] for m in meanings]
        start, end = min(s for s, _ in spans), max(e for _, e in spans)
        between = [s for s in self.spans.values() if start <= s[0] and s[1] <= end]
        return self._words(start, end) if len(between) == len(spans) else self._words(*spans[0])
