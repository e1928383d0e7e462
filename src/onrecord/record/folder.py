"""The record as Python and the command line meet it: open, read, build, judge, forget, verify."""

from __future__ import annotations

import builtins
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from onrecord import ledger as ledgers
from onrecord.claims import Capture, Count, Judgement, Modality, Scope
from onrecord.errors import MissingExtra, Misuse
from onrecord.record.state import Json, State, gather
from onrecord.record.view import View, stamp
from onrecord.record.why import traced, why
from onrecord.tally.counting import total

if TYPE_CHECKING:
    import pandas

    from onrecord.ledger import Finding, Ledger
    from onrecord.record.build import Done

READ = {"capture", "reading", "source", "incident", "person", "claim", "judgement", "forget", "scope"}


def create(folder: Path | str, scope: Scope | None = None, name: str | None = None) -> Record:
    """Make a new record with its scope. Misuse where there is one already."""
    record = Record(_begun(Path(folder)) or ledgers.create(Path(folder), name=name), Path(folder))
    record.set_scope(scope or Scope())
    return record


def _begun(folder: Path) -> Ledger | None:
    """The ledger of a record whose making was cut short before its first entry, which is its scope."""
    if not ledgers.is_record(folder):
        return None
    ledger = ledgers.open_ledger(folder)
    if ledger.head().number == 0:
        return ledger
    ledger.close()
    return None


def open_record(folder: Path | str) -> Record:
    """Open a record that is there."""
    return Record(ledgers.open_ledger(Path(folder)), Path(folder))


class Record:
    """One record. Reading never waits for a writer; what is read is kept until the ledger grows."""

    def __init__(self, ledger: Ledger, folder: Path) -> None:
        self.ledger = ledger
        self.folder = folder
        self._held: tuple[Any, View] | None = None

    def __enter__(self) -> Record:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self.ledger.close()

    # -- reading ---------------------------------------------------------------------------------------------

    def view(self, as_of: datetime | None = None) -> View:
        """The record now, or as it was known at a time. What was forgotten since is shown as forgotten."""
        head = self.ledger.head()
        key = (head.number if head else 0, as_of)
        if self._held is None or self._held[0] != key:
            self._held = (key, View(gather(self.ledger.entries(READ, as_of=as_of))))
        return self._held[1]

    def list(self, as_of: datetime | None = None) -> list[Json]:
        """Every incident that stands: the contract's incident with its toll, grade, reports and state of review."""
        return self.view(as_of).incidents()

    def incidents(self, as_of: datetime | None = None) -> pandas.DataFrame:
        """One row an incident, in a DataFrame with the export's columns. Needs the extra `pandas`."""
        return self._frame("incidents", as_of)

    def victims(self, as_of: datetime | None = None) -> pandas.DataFrame:
        """One row a victim, in a DataFrame with the export's columns. Needs the extra `pandas`."""
        return self._frame("victims", as_of)

    def _frame(self, what: str, as_of: datetime | None) -> pandas.DataFrame:
        try:
            import pandas
        except ImportError as e:
            raise MissingExtra("A DataFrame", "pandas") from e
        from onrecord.publish.tables import COLUMNS, _incident

        rows = [_incident(i) for i in self.list(as_of)] if what == "incidents" else self.rows("victims", as_of)
        return pandas.DataFrame(list(rows), columns=list(COLUMNS[what]))

    def rows(self, what: str, as_of: datetime | None = None) -> Iterable[Json]:
        """What an export holds: incidents, victims or claims."""
        from onrecord.publish.tables import victims

        if what == "claims":
            view = self.view(as_of)
            return ({**traced(view, n), "report": self._report_id(view, n)} for n, k in view.state.claims.items() if k.payload)
        return self.list(as_of) if what == "incidents" else victims(self.list(as_of))

    def _report_id(self, view: View, claim: int) -> str | None:
        payload = view.state.claims[claim].payload or {}
        report = view.state.captures[view.state.capture_of[payload["reading"]]].payload
        return report["id"] if report else None

    def reports(self, as_of: datetime | None = None) -> builtins.list[Json]:
        """Every report that was captured, forgotten ones too (with no more than their number)."""
        view = self.view(as_of)
        claims: dict[int, int] = {}
        incidents: dict[int, set[int]] = {}
        for n, k in view.state.claims.items():
            if k.payload and view.state.stands(n):
                capture = view.state.capture_of[k.payload["reading"]]
                claims[capture] = claims.get(capture, 0) + 1
                if k.payload["subject"] in view.state.incidents:
                    incidents.setdefault(capture, set()).add(k.payload["subject"])
        return [
            {**_report(n, k), "claims": claims.get(n, 0), "incidents": len(incidents.get(n, ()))}
            for n, k in view.state.captures.items()
        ]

    def report(self, id: str, as_of: datetime | None = None) -> Json:
        """A report with its text, its claims and the ids of its incidents. Misuse where there is none."""
        view = self.view(as_of)
        number = self.report_number(id, view.state)
        kept = view.state.captures[number]
        whole = gather(self.ledger.entries({"rendition"}, as_of=as_of)).rendition_of(number)
        readings = {n for n, c in view.state.capture_of.items() if c == number}
        claims = [n for n, k in view.state.claims.items() if k.payload and k.payload["reading"] in readings]
        shown = [view.claim(n) for n in claims]
        ids = dict.fromkeys(c["subject"] for c in shown if c["subject"].startswith("i"))
        text: Json = whole.payload if whole and whole.payload else {"text": "", "title": None}
        meta = {**_report(number, kept), "chars": len(text["text"]), "claims": len(claims), "incidents": len(ids)}
        latest = view.state.latest_reading(number)
        found = latest.payload["attributions"] if latest and latest.payload else []
        return {"report": meta, "text": text["text"], "title": text["title"], "claims": shown, "attributions": found,
                "incidents": [i for i in ids if view.state.standing(int(i[1:]), "act")]}  # fmt: skip

    def report_number(self, id: str, state: State | None = None) -> int:
        """The entry of a report by its id, its entry number ("r5" or "5") or the start of its SHA-256."""
        state = state or self.view().state
        for n, k in state.captures.items():
            if k.payload and (k.payload["id"] == id or (len(id) >= 8 and k.payload["sha256"].startswith(id))):
                return n
        number = re.fullmatch(r"r?(\d+)", id)
        if number and int(number[1]) in state.captures:
            return int(number[1])
        raise Misuse(f"There is no report {id!r} in the record; `onrecord show RECORD` lists them.")

    def why(self, incident: str, field: str | None = None, as_of: datetime | None = None) -> Json:
        """The chain from an incident's figures to the words, the reports and the sources."""
        texts = gather(self.ledger.entries({"rendition"}, as_of=as_of)).renditions
        view = View(replace(self.view(as_of).state, renditions=texts))  # a copy: what is held stays without the texts
        return why(view, self.incident_number(incident), field)

    def incident_number(self, id: str) -> int:
        number = re.fullmatch(r"i?(\d+)", id)
        if number is None or int(number[1]) not in self.view().state.incidents:
            raise Misuse(f"There is no incident {id!r} in the record; `onrecord list` prints their ids.")
        return int(number[1])

    def totals(self, as_of: datetime | None = None) -> builtins.list[Json]:
        """Each report's own totals beside the incidents that they agree with."""
        view = self.view(as_of)
        found = []
        for n, k in view.state.claims.items():
            if k.payload and k.payload["property"] == "total" and view.state.stands(n):
                value = view.state.value(n)
                agreeing = [f"i{i}" for i in value["agrees_with"] if view.state.standing(i, "act")]
                found.append({**value, "agrees_with": agreeing, "claim": n, "report": self._report_id(view, n)})
        return found

    def tally(self, as_of: datetime | None = None, by: str | None = None) -> builtins.list[Json]:
        """The documented toll: stated and alleged, over all or by act, place, country, month, year or report."""
        groups: dict[str, Json] = {}
        for i in self.list(as_of):
            if i["class"] != "harm":
                continue
            row = groups.setdefault(_group(i, by), {"incidents": 0, "stated": {}, "alleged": {}})
            row["incidents"] += 1
            for name, counts in (("stated", i["toll"]), ("alleged", i["alleged"])):
                for outcome, count in counts.items():
                    row[name].setdefault(outcome, []).append(Count.from_json(count))
        said = []
        for key in sorted(groups):
            row = groups[key]
            sums = {n: {o: c.to_json() for o, cs in row[n].items() if (c := total(cs))} for n in ("stated", "alleged")}
            said.append({"group": key, "incidents": row["incidents"], **sums})
        return said

    # -- writing ---------------------------------------------------------------------------------------------

    def build(
        self, paths: Iterable[Path | str], published: str | None = None, reader: str = "rules", read: bool = True
    ) -> Iterator[Done]:
        """Capture, read and add what is new; yields each input's fate. Nothing is half-written."""
        from onrecord.capture import capture_paths
        from onrecord.record.build import Builder

        if self.ledger.head().number == 0:  # its making was cut short
            self.set_scope(Scope())
        return Builder(self.ledger, reader).build(capture_paths([Path(p) for p in paths], published), read)

    def set_scope(self, scope: Scope) -> None:
        """Write the scope as the first entry of an empty record; nothing where somebody else has done so."""
        from onrecord.record.build import PROGRAM

        with self.ledger.writing() as tx:
            if tx.start.number == 0:
                tx.append("scope", {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(scope).items()}, PROGRAM)

    def judge(self, claim: int, decision: str, by: str, why: str | None = None, value: Any = None) -> Judgement:
        """A reviewer's decision on a claim: accept, reject, or amend with a value."""
        from onrecord.review import judge

        return judge(self.ledger, claim, decision, by, why, value)

    def forget(self, what: str, why: str, by: str = "keeper") -> builtins.list[int]:
        """Forget a report (by id) or a single claim or judgement (by entry number); returns the numbers forgotten."""
        from onrecord.record.forgetting import everything_of

        if not why.strip():
            raise Misuse("Forgetting needs its reason: give it with --why.")
        numbers, originals = everything_of(self, what)
        self.ledger.forget(numbers, originals, by, why)
        self._held = None
        return sorted(numbers)

    def verify(self, watch: Callable[[int], None] | None = None) -> builtins.list[Finding]:
        """What is wrong with the ledger, its head and its originals; nothing where it is consistent.

        `watch` is told, again and again, how many more entries and originals have been checked.
        """
        return self.ledger.verify(watch)


def _report(number: int, kept: Any) -> Json:
    if kept.payload is None:
        return {"id": f"r{number}", "number": number, "forgotten": True, **dict.fromkeys(_KEPT), "captured": stamp(kept)}
    return {
        "id": kept.payload["id"],
        "number": number,
        "forgotten": False,
        **{k: kept.payload[k] for k in _KEPT},
        "captured": stamp(kept),
    }


_KEPT = tuple(f for f in Capture.__dataclass_fields__ if f != "id")
BY = ("act", "place", "country", "month", "year", "report", "modality")


def _group(incident: Json, by: str | None) -> str:
    if by is None:
        return "all"
    if by not in BY:
        raise Misuse(f"A tally is by {', '.join(BY)}, not by {by!r}.")
    place, date = incident["place"] or {}, (incident["date"] or {}).get("edtf", "")
    found = {
        "act": incident["act"], "place": place.get("name"), "country": place.get("country"),
        "month": m[0] if (m := re.match(r"\d{4}-(0[1-9]|1[0-2])(?!\d)", date)) else None,
        "year": m[0] if (m := re.match(r"\d{4}(?!\d)", date)) else None,
        "report": incident["reports"][0]["id"] if incident["reports"] else None, "modality": incident["modality"],
    }[by]  # fmt: skip
    return found or "not known"


__all__ = ["BY", "Modality", "Record", "create", "open_record"]
