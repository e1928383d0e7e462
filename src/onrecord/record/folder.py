"""The record as Python and the command line meet it: open, read, build, judge, forget, verify."""

from __future__ import annotations

import builtins
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from onrecord import ledger as ledgers
from onrecord.claims import Capture, Count, Judgement, Modality, Scope
from onrecord.errors import MissingExtra, Misuse
from onrecord.ledger.files import write_atomically
from onrecord.record.state import Json, State, gather
from onrecord.record.times import as_of as moment
from onrecord.record.view import View, stamp
from onrecord.record.why import traced, why
from onrecord.tally import over
from onrecord.tally.counting import compared

if TYPE_CHECKING:
    import pandas

    from onrecord.extract import Reader
    from onrecord.ledger import Finding, Ledger
    from onrecord.record.build import Done
    from onrecord.vocabulary import Vocabulary

When = datetime | str | None
"""A day ("2026-06-01", to its end) or a moment in UTC; None is now."""
Paths = Path | str | Iterable[Path | str]
READ = {"capture", "reading", "source", "incident", "person", "claim", "judgement", "forget", "scope"}


def create(
    folder: Path | str, scope: Scope | None = None, name: str | None = None, vocabulary: Path | str | None = None
) -> Record:
    """Make a new record with its scope, and with the codes that the YAML file `vocabulary` adds. Misuse where there is one already.

    BadInput where the file cannot be read as a vocabulary; then no record is made.
    """
    from onrecord.vocabulary import FILE, load

    codes = Path(vocabulary).read_bytes() if vocabulary and load(Path(vocabulary)) else None
    record = Record(_begun(Path(folder)) or ledgers.create(Path(folder), name=name), Path(folder))
    if codes is not None:
        write_atomically(Path(folder) / FILE, codes)
    record._set_scope(scope or Scope())
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


def init(
    folder: Path | str,
    name: str | None = None,
    period: str | None = None,
    territory: Iterable[str] = (),
    acts: Iterable[str] = (),
    statuses: Iterable[str] = (),
    causes: Iterable[str] = (),
    vocabulary: Path | str | None = None,
) -> Record:
    """Make a new record with its scope; what is left out means anything. Misuse where a code is none, or there is a record.

    `vocabulary` is a YAML file of codes that this record adds.
    """
    from onrecord.record.scoping import checked
    from onrecord.vocabulary import load

    scope = Scope(1, name or "everything", period, tuple(territory), tuple(acts), tuple(statuses), tuple(causes))
    codes = Path(vocabulary) if vocabulary is not None else None
    return create(folder, checked(scope, load(codes)), name, codes)


def open_record(folder: Path | str) -> Record:
    """Open a record that is there. OnRecordError where there is none, RecordTooNew where a newer version made it."""
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

    def view(self, as_of: When = None) -> View:
        """The record now, or as it was known at a time. What was forgotten since is shown as forgotten."""
        as_of = moment(as_of)
        head = self.ledger.head()
        key = (head.number if head else 0, as_of)
        if self._held is None or self._held[0] != key:
            self._held = (key, View(gather(self.ledger.entries(READ, as_of=as_of))))
        return self._held[1]

    def list(self, as_of: When = None) -> list[Json]:
        """Every incident that stands: the contract's incident with its toll, grade, reports and state of review."""
        return self.view(as_of).incidents()

    def incidents(self, as_of: When = None) -> pandas.DataFrame:
        """One row an incident, in a DataFrame with the export's columns. Needs the extra `pandas`."""
        return self._frame("incidents", as_of)

    def victims(self, as_of: When = None) -> pandas.DataFrame:
        """One row a victim, in a DataFrame with the export's columns. Needs the extra `pandas`."""
        return self._frame("victims", as_of)

    def _frame(self, what: str, as_of: When) -> pandas.DataFrame:
        try:
            import pandas
        except ImportError as e:
            raise MissingExtra("A DataFrame", "pandas") from e
        from onrecord.publish.tables import COLUMNS, _incident

        rows = [_incident(i) for i in self.list(as_of)] if what == "incidents" else self.rows("victims", as_of)
        return pandas.DataFrame(list(rows), columns=list(COLUMNS[what]))

    def rows(self, what: str, as_of: When = None) -> Iterable[Json]:
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

    def reports(self, as_of: When = None) -> builtins.list[Json]:
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

    def report(self, id: str, as_of: When = None) -> Json:
        """A report with its text, its claims and the ids of its incidents. Misuse where there is none."""
        view = self.view(as_of)
        number = self.report_number(id, view.state)
        kept = view.state.captures[number]
        whole = gather(self.ledger.entries({"rendition"}, as_of=moment(as_of), after=number)).rendition_of(number)
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

    def why(self, incident: str, field: str | None = None, as_of: When = None) -> Json:
        """The chain from an incident's figures to the words, the reports and the sources."""
        return why(self.view(as_of), self.incident_number(incident, as_of), field, lambda n: self._rendition(n))

    def _rendition(self, number: int) -> Json | None:
        """A rendition's payload; texts are read when asked for, since together they are most of a record."""
        entry = next(iter(self.ledger.entries({"rendition"}, after=number - 1)), None)
        return entry.payload if entry and entry.number == number else None

    def incident_number(self, id: str, as_of: When = None) -> int:
        """The entry of an incident by its id ("i17" or "17"). Misuse with the ids that there are."""
        view, number = self.view(as_of), re.fullmatch(r"i?(\d+)", id)
        if number is None or int(number[1]) not in view.state.incidents:
            there = [i["id"] for i in view.incidents()]
            some = ", ".join([*there[:8], *(["…", there[-1]] if len(there) > 9 else there[8:])])
            held = f"it holds {some}; `onrecord list` says what they are" if there else "it holds none"
            raise Misuse(f"There is no incident {id!r} in the record: {held}.")
        return int(number[1])

    def totals(self, as_of: When = None) -> builtins.list[Json]:
        """Each report's own totals beside the incidents that its reader found in them, and whether those still add up to it."""
        view = self.view(as_of)
        found = []
        for n, k in view.state.claims.items():
            if k.payload and k.payload["property"] == "total" and view.state.stands(n):
                value = view.state.value(n)
                parts = [i for number in value["agrees_with"] if (i := view.incident(number)) is not None]
                counts = [Count.from_json(i["toll"][value["outcome"]]) for i in parts if value["outcome"] in i["toll"]]
                stands = compared(Count.from_json(value["count"]), counts)
                row = {**value, "agrees_with": [i["id"] for i in parts], "compared": stands, "claim": n}
                found.append({**row, "report": self._report_id(view, n)})
        return found

    def tally(self, as_of: When = None, by: str | None = None) -> builtins.list[Json]:
        """The documented toll: stated and alleged, over all or by act, place, country, month, year or report."""
        groups: dict[str, builtins.list[Json]] = {}
        for i in self.list(as_of):
            if i["class"] == "harm":
                groups.setdefault(_group(i, by), []).append(i)
        said = []
        for key, incidents in sorted(groups.items()):
            part_of = {i["id"]: r["to"] for i in incidents for r in i["relations"] if r["type"] == "part_of"}
            sums = {}
            for name, column in (("stated", "toll"), ("alleged", "alleged")):
                tolls = {i["id"]: {o: Count.from_json(c) for o, c in i[column].items()} for i in incidents}
                sums[name] = {o: c.to_json() for o, c in over(tolls, part_of).items()}
            said.append({"group": key, "incidents": len(incidents), **sums})
        return said

    def show(self, what: str | None = None, as_of: When = None) -> Any:
        """An incident ("i17") or a report by its id; without either, every report. Misuse where there is no such thing."""
        if what is None:
            return self.reports(as_of)
        if re.fullmatch(r"i\d+", what):
            said = self.view(as_of).incident(self.incident_number(what, as_of))
            if said is None:
                raise Misuse(f"The incident {what} does not stand in the record: it was rejected, superseded or forgotten.")
            return said
        return self.report(what, as_of)

    def export(
        self,
        what: str = "incidents",
        form: str = "csv",
        out: Path | str | None = None,
        unredacted: bool = False,
        as_of: When = None,
    ) -> str | None:
        """Incidents, victims or claims as "csv" or "jsonl", written to `out` or returned. Misuse without `unredacted`."""
        from onrecord.publish import export

        return export(self.rows(what, as_of), what, form, Path(out) if out is not None else None, unredacted)

    def evaluate(
        self,
        reader: str | None = None,
        worst: int = 10,
        as_of: When = None,
        seed: int = 0,
        resamples: int = 1000,
        watch: Callable[[Iterable[Any]], Iterable[Any]] = iter,
    ) -> Json:
        """How right the reader was, by what people judged; with `reader`, how another does on the same reports.

        Nothing is written. `watch` passes on the reports that are read again, for a progress bar.
        """
        from onrecord.evaluate import against_judgements

        return against_judgements(self.view(as_of).state, self._rendition, reader, worst, seed, resamples, watch)

    def serve(self, host: str = "127.0.0.1", port: int = 8765, announce: Callable[[str], None] | None = None) -> None:
        """The workbench, on this machine only, until it is interrupted; `announce` is told the address."""
        from onrecord.web import serve

        serve(self, host, port, announce)

    # -- writing ---------------------------------------------------------------------------------------------

    def capture(self, paths: Paths, published: str | None = None) -> builtins.list[Done]:
        """Take reports in without reading them yet. `published` fills a gap: EDTF, such as "2021-06-07"."""
        return [*self.building(paths, published, read=False)]

    def build(
        self, paths: Paths, published: str | None = None, reader: str | Reader | None = None, read: bool = True
    ) -> builtins.list[Done]:
        """Capture, read and add what is new; the fate of each input. Nothing is half-written."""
        return [*self.building(paths, published, reader, read)]

    def building(
        self, paths: Paths, published: str | None = None, reader: str | Reader | None = None, read: bool = True
    ) -> Iterator[Done]:
        """The same one by one, as it happens: nothing is done that is not asked for."""
        from onrecord.capture import capture_paths
        from onrecord.record.build import Builder

        if self.ledger.head().number == 0:  # its making was cut short
            self._set_scope(Scope())
        given = [Path(paths)] if isinstance(paths, (str, Path)) else [Path(p) for p in paths]
        return Builder(self.ledger, reader).build(capture_paths(given, published), read)

    def _set_scope(self, scope: Scope) -> None:
        """Write the scope as the first entry of an empty record; nothing where somebody else has done so."""
        from onrecord.record.build import PROGRAM

        with self.ledger.writing() as tx:
            if tx.start.number == 0:
                tx.append("scope", {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(scope).items()}, PROGRAM)

    def judge(self, claim: int, decision: str, by: str, why: str | None = None, value: Any = None) -> Judgement:
        """A reviewer's decision on a claim: accept, reject, or amend with a value."""
        from onrecord.review import judge

        return judge(self.ledger, claim, decision, by, why, value, self.vocabulary())

    def vocabulary(self) -> Vocabulary:
        """The codes that claims of this record may hold: onrecord's own and those of the folder's `vocabulary.yaml`."""
        from onrecord.vocabulary import of_record

        return of_record(self.folder)

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
        "month": _shared(date, 7), "year": _shared(date, 4),
        "report": incident["reports"][0]["id"] if incident["reports"] else None, "modality": incident["modality"],
    }[by]  # fmt: skip
    return found or "not known"


def _shared(edtf: str, digits: int) -> str | None:
    """The month (7 digits) or year (4) in which all of a date lies; None where it spans several or is open."""
    from onrecord.dates import bounds

    first, last = bounds(edtf) if edtf else (None, None)
    if first is None or last is None or first.isoformat()[:digits] != last.isoformat()[:digits]:
        return None
    return first.isoformat()[:digits]


__all__ = ["BY", "Modality", "Record", "create", "open_record"]
