"""The record as Python and the command line meet it: open, read, build, judge, forget, verify."""

from __future__ import annotations

import builtins
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from itertools import chain
from pathlib import Path
from threading import RLock, Thread
from types import TracebackType
from typing import TYPE_CHECKING, Any

from onrecord import ledger as ledgers
from onrecord.claims import Decision, Judgement, Scope
from onrecord.errors import MissingExtra, Misuse
from onrecord.ledger.files import write_atomically
from onrecord.record import reports, tolls
from onrecord.record.state import KINDS, Json, State, gather
from onrecord.record.threshold import calibration, set_threshold, threshold
from onrecord.record.times import as_of as moment
from onrecord.record.view import View
from onrecord.record.why import traced, why
from onrecord.tally.grades import FILE as GRADES
from onrecord.tally.grades import Rules, of_record
from onrecord.tally.grades import load as load_grades

if TYPE_CHECKING:
    import pandas

    from onrecord.capture import Given
    from onrecord.capture.web import Web
    from onrecord.estimate.result import Estimate
    from onrecord.extract import Reader
    from onrecord.importing import ListMap
    from onrecord.ledger import Finding, Ledger
    from onrecord.record.build import Done
    from onrecord.record.linking import Linked, Watch
    from onrecord.review import Review
    from onrecord.search.index import Index
    from onrecord.vocabulary import Vocabulary

When = datetime | str | None
"""A day ("2026-06-01", to its end) or a moment in UTC; None is now."""
Paths = Path | str | Iterable[Path | str]


def create(
    folder: Path | str,
    scope: Scope | None = None,
    name: str | None = None,
    vocabulary: Path | str | None = None,
    grades: Path | str | None = None,
) -> Record:
    """Make a new record with its scope, with the codes that the YAML file `vocabulary` adds, and graded by the rules of the YAML file
    `grades`. Misuse where there is one already.

    BadInput where a file cannot be read as what it is; then no record is made.
    """
    from onrecord.vocabulary import FILE, load

    codes = Path(vocabulary).read_bytes() if vocabulary and load(Path(vocabulary)) else None
    rules = Path(grades).read_bytes() if grades and load_grades(Path(grades)) else None
    record = Record(_begun(Path(folder)) or ledgers.create(Path(folder), name=name), Path(folder))
    if codes is not None:
        write_atomically(Path(folder) / FILE, codes)
    if rules is not None:
        write_atomically(Path(folder) / GRADES, rules)
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
    grades: Path | str | None = None,
) -> Record:
    """Make a new record with its scope; what is left out means anything. Misuse where a code is none, or there is a record.

    `vocabulary` is a YAML file of codes that this record adds, `grades` one of the rules by which its incidents are graded.
    """
    from onrecord.record.scoping import checked
    from onrecord.vocabulary import load

    scope = Scope(1, name or "everything", period, tuple(territory), tuple(acts), tuple(statuses), tuple(causes))
    codes = Path(vocabulary) if vocabulary is not None else None
    return create(folder, checked(scope, load(codes)), name, codes, grades)


def open_record(folder: Path | str) -> Record:
    """Open a record that is there. OnRecordError where there is none, RecordTooNew where a newer version made it."""
    return Record(ledgers.open_ledger(Path(folder)), Path(folder))


class Record:
    """One record. Reading never waits for a writer; what is read is kept until the ledger grows."""

    def __init__(self, ledger: Ledger, folder: Path) -> None:
        self.ledger = ledger
        self.folder = folder
        self._rules: Rules | None = None
        self._held: tuple[int, View] | None = None
        self._then: tuple[int, datetime, View] | None = None
        self._lock = RLock()
        self._index: Index | None = None
        self.serving = False
        """Whether people wait for pages: then maps of confidences are fitted beside their requests, and not within one."""
        self._recalibrating: Thread | None = None

    def __enter__(self) -> Record:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self.ledger.close()
        if self._index is not None:
            self._index.close()

    # -- reading ---------------------------------------------------------------------------------------------

    def view(self, as_of: When = None) -> View:
        """The record now, or as it was known at a time. What was forgotten since is shown as forgotten.

        A view stays as it is while others write, so pages may read it at the same time; what is new is taken in by a new one.
        """
        as_of = moment(as_of)
        with self._lock:
            head = self.ledger.head().number
            if as_of is not None:
                if self._then is None or self._then[:2] != (head, as_of):
                    self._then = (head, as_of, View(gather(self.ledger.entries(KINDS, as_of=as_of)), self.grading()))
                return self._then[2]
            if self._held is None or self._held[0] != head:
                self._held = (head, self._grown(head) or View(gather(self.ledger.entries(KINDS)), self.grading()))
            return self._held[1]

    def _grown(self, head: int) -> View | None:
        """The view that is held, with what was written since; None where there is none, or something was forgotten since."""
        if self._held is None or self._held[0] > head:
            return None
        new = list(self.ledger.entries(KINDS, after=self._held[0]))
        if any(e.kind == "forget" for e in new):
            return None
        view = self._held[1].after(new, hold_back=self.serving)
        if view.confidences.behind and (self._recalibrating is None or not self._recalibrating.is_alive()):
            self._recalibrating = Thread(target=self._recalibrate, args=(head, view.state), daemon=True)
            self._recalibrating.start()
        return view

    def _recalibrate(self, head: int, state: State) -> None:
        """Beside the requests, a view with the maps of now, which takes the place of the one that was held back."""
        while True:
            fresh = View(state)
            fresh.incidents()
            with self._lock:
                later = list(self.ledger.entries(KINDS, after=head))
                if self._held is None or any(e.kind == "forget" for e in later):
                    return
                fresh, head = fresh.after(later, hold_back=True), max([head, *(e.number for e in later)])
                self._held, state = (head, fresh), fresh.state
                if not fresh.confidences.behind:
                    return

    def grading(self) -> Rules:
        """The rules by which incidents are graded: the package's, or those of the folder's `grades.yaml`. BadInput where it has faults."""
        if self._rules is None:
            self._rules = of_record(self.folder)
        return self._rules

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
            return ({**traced(view, n), "report": reports.id_of(view, n)} for n, k in view.state.claims.items() if k.payload)
        return self.list(as_of) if what == "incidents" else victims(self.list(as_of))

    def reports(self, as_of: When = None) -> builtins.list[Json]:
        """Every report that was captured, forgotten ones too (with no more than their number)."""
        view = self.view(as_of)
        return [reports.row(view, n) for n in view.state.captures]

    def report(self, id: str, as_of: When = None) -> Json:
        """A report with its text, its claims and the ids of its incidents. Misuse where there is none."""
        view = self.view(as_of)
        number = reports.number_of(view, id)
        return reports.report(view, number, self._words(view, number))

    def _words(self, view: View, capture: int) -> Json | None:
        """The newest text of a report: that of its latest reading, or of one that nobody has read yet."""
        if view.state.captures[capture].payload is None:
            return None
        return self.rendition(reports.text_number(view, capture))

    def report_number(self, id: str) -> int:
        """The entry of a report by its id, its entry number ("r5" or "5") or the start of its SHA-256. Misuse where there is none."""
        return reports.number_of(self.view(), id)

    def why(self, incident: str, field: str | None = None, as_of: When = None) -> Json:
        """The chain from an incident's figures to the words, the reports and the sources."""
        return why(self.view(as_of), self.incident_number(incident, as_of), field, self.rendition)

    def rendition(self, number: int) -> Json | None:
        """A rendition's payload; texts are read when asked for, since together they are most of a record."""
        entry = next(iter(self.ledger.some([number])), None)
        return entry.payload if entry is not None and entry.kind == "rendition" else None

    def incident_number(self, id: str, as_of: When = None) -> int:
        """The entry of an incident by its id ("i17" or "17"), or of the one that it stands in. Misuse with the ids that there are."""
        view, number = self.view(as_of), re.fullmatch(r"i?(\d+)", id)
        if number is None or int(number[1]) not in view.state.incidents:
            there = [i["id"] for i in view.incidents()]
            some = ", ".join([*there[:8], *(["…", there[-1]] if len(there) > 9 else there[8:])])
            held = f"it holds {some}; `onrecord list` says what they are" if there else "it holds none"
            raise Misuse(f"There is no incident {id!r} in the record: {held}.")
        return view.state.root(int(number[1]))

    def totals(self, as_of: When = None) -> builtins.list[Json]:
        """Each report's own totals beside the incidents that its reader found in them, and whether those still add up to it."""
        return tolls.totals(self.view(as_of))

    def tally(self, as_of: When = None, by: str | None = None) -> builtins.list[Json]:
        """The documented toll: stated, alleged and doubtful, over all or by act, place, country, admin1, month, year or report."""
        return tolls.tally(self.list(as_of), by)

    def index(self) -> Index:
        """The index of the record's words: a cache, which is made again where it is not there."""
        from onrecord.search.index import Index

        with self._lock:
            if self._index is None:
                self._index = Index(self.folder, self.ledger.record)
            return self._index

    def search(self, words: str = "", page: int = 1, watch: Callable[[int], None] | None = None, **filters: str) -> Json:
        """The reports whose words fit, with snippets and with how many fit each filter. Misuse where a filter is none.

        `filters` are those of `onrecord.search.Asked`, such as act="killing"; `watch` is told how far the index is made.
        """
        from onrecord.search import Asked, search

        try:
            asked = Asked(words, **filters)
        except TypeError as error:
            raise Misuse(f"A search has no such filter: {error}.") from error
        return search(self, asked, page, watch=watch)

    def threshold(self, as_of: When = None) -> Json:
        """The confidence under which unjudged claims are doubtful and counted apart, if any; and what is doubtful by it."""
        return threshold(self.view(as_of))

    def agreement(self, as_of: When = None) -> Json:
        """How far people agree on claims that two judged, with Krippendorff's alpha; the draws; the claims on which they differ."""
        from onrecord.review import agreement

        return agreement.of_record(self.view(as_of).state)

    def calibration(self, as_of: When = None) -> Json:
        """Whether confidences are calibrated for this record, by reader, on how many judgements, and with which error."""
        return calibration(self.view(as_of))

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
        seconds: float = 60,
    ) -> Json:
        """How right the reader was, by what people judged; with `reader`, how another does on the same reports.

        Nothing is written. `watch` passes on the reports that are read again, for a progress bar; `seconds` is what judging one
        claim takes.
        """
        from onrecord.evaluate import against_judgements

        return against_judgements(self.view(as_of).state, self.rendition, reader, worst, seed, resamples, watch, seconds)

    def estimate(
        self,
        by: Iterable[str] = (),
        method: str | None = None,
        seed: int = 0,
        level: float = 0.95,
        who: str = "",
        pool: bool = False,
        watch: Callable[[str], Any] = str,
    ) -> Estimate:
        """How many dead there are in all, from the record's collections as lists; an entry of the ledger by `who`.

        OnRecordError with the reason where there are fewer than three collections, or claims that nobody has judged.
        """
        from onrecord.record.estimating import estimated

        return estimated(self.view(), self.ledger, who, method, tuple(by), seed, level, pool, watch)

    def estimates(self) -> builtins.list[Json]:
        """Every estimate that was made on the record, the newest first: its entry, time, author, result, table and scope."""
        from onrecord.record.estimating import estimates

        return estimates(self.ledger)

    def serve(self, host: str = "127.0.0.1", port: int = 8765, announce: Callable[[str], None] | None = None) -> None:
        """The workbench, on this machine only, until it is interrupted; `announce` is told the address."""
        from onrecord.web import serve

        self.serving = True
        try:
            serve(self, host, port, announce)
        finally:
            self.serving = False

    # -- writing ---------------------------------------------------------------------------------------------

    def capture(
        self, paths: Paths, published: str | None = None, given: Given | None = None, web: Web | None = None
    ) -> builtins.list[Done]:
        """Take reports in without reading them yet. `published` fills a gap: EDTF, such as "2021-06-07"."""
        return [*self.building(paths, published, read=False, given=given, web=web)]

    def build(
        self,
        paths: Paths,
        published: str | None = None,
        reader: str | Reader | None = None,
        read: bool = True,
        given: Given | None = None,
        web: Web | None = None,
        link: bool = True,
    ) -> builtins.list[Done]:
        """Capture, read, link and add what is new; the fate of each input. Nothing is half-written. Without `link`, `link()` does it later."""
        return [*self.building(paths, published, reader, read, given, web, link=link)]

    def building(
        self,
        paths: Paths,
        published: str | None = None,
        reader: str | Reader | None = None,
        read: bool = True,
        given: Given | None = None,
        web: Web | None = None,
        again: bool = False,
        link: bool = True,
    ) -> Iterator[Done]:
        """The same one by one, as it happens: nothing is done that is not asked for.

        `given` is what a user says of the reports; `web` is the route by which web addresses are fetched, and without it none is.
        An address that the record holds is not fetched again, unless `again` says so.
        """
        from onrecord.capture import Given, capture_paths, is_address
        from onrecord.record.build import Builder, Done

        if self.ledger.head().number == 0:  # its making was cut short
            self._set_scope(Scope())
        several = [paths] if isinstance(paths, (str, Path)) else [*paths]
        held = self._fetched() if not again and any(map(is_address, several)) else frozenset()
        old = [str(p) for p in several if is_address(p) and str(p).strip() in held]
        new = [p if is_address(p) else Path(p) for p in several if not is_address(p) or str(p).strip() not in held]
        found = Builder(self.ledger, reader).build(capture_paths(new, published, given or Given(), web), read)
        done = chain((Done("known", address) for address in old), found)
        return self._linking(done) if read and link else done

    def _fetched(self) -> frozenset[str]:
        """The addresses of pages and documents that were fetched; a feed's is not one of them, since it goes on."""
        kept = [k.payload for k in self.view().state.captures.values() if k.payload]
        said = [p["retrieved"] for p in kept if p.get("retrieved") and p["route"] in ("direct", "proxy")]
        whole = [r for r in said if not r.get("feed")]
        return frozenset(str(r[name]) for r in whole for name in ("asked", "final"))

    def _linking(self, done: Iterable[Done]) -> Iterator[Done]:
        """What was built; after it, whatever was read and not linked yet is linked, also by a build that was cut short."""
        yield from done
        self.link()

    def import_list(
        self,
        path: Path | str,
        columns: ListMap | Path | str | None = None,
        collection: str | None = None,
        publisher: str | None = None,
        published: str | None = None,
        outcome: str | None = None,
        sheet: str | None = None,
        link: bool = True,
    ) -> builtins.list[Done]:
        """Take a list of people (CSV or Excel) in: each row a report with its claims; the fate of each row. `columns` is a map, or a
        TOML file of one; what else is given goes before what the map says. BadInput where the list cannot stand: then nothing is written."""
        from onrecord.record.importing import imported, mapped, prepared

        said = mapped(columns, collection, publisher, published, outcome, sheet)
        return [*imported(self, prepared(self, Path(path), said), link)]

    def link(self) -> Linked:
        """Link what is new with what the record has. Nothing is written where nothing changes."""
        from onrecord.record.linking import link

        return link(self)

    def relink(self, watch: Watch | None = None) -> Linked:
        """Link everything anew. Nothing is written where nothing is found to be otherwise; `watch` passes on the parts, for a progress bar."""
        from onrecord.record.linking import link

        return link(self, full=True, watch=watch)

    def _set_scope(self, scope: Scope) -> None:
        """Write the scope as the first entry of an empty record; nothing where somebody else has done so."""
        from onrecord.record.build import PROGRAM

        with self.ledger.writing() as tx:
            if tx.start.number == 0:
                tx.append("scope", {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(scope).items()}, PROGRAM)

    def judge(self, claim: int, decision: str, by: str, why: str | None = None, value: Any = None) -> Judgement:
        """A reviewer's decision on a claim: accept, reject, or amend with a value."""
        from onrecord.review import Amendment

        done = self.review(by).judge(claim, decision, why, Amendment(value))
        payload = next(iter(self.ledger.some([done.number]))).payload or {}
        said = {k: payload[k] for k in ("why", "value")}
        return Judgement(claim, Decision(payload["decision"]), by.strip(), said["why"], said["value"], done.number)

    def review(self, by: str) -> Review:
        """Somebody's review of this record, by a pseudonym: judging, adding, merging, splitting, undoing, remarks."""
        from onrecord.review import Review

        return Review(self, by)

    def set_threshold(self, at: float | None, by: str, why: str | None = None) -> int:
        """From now on, unjudged claims less sure than `at` are doubtful; None for none. The number of the entry that says so."""
        return set_threshold(self.ledger, at, by, why)

    def vocabulary(self) -> Vocabulary:
        """The codes that claims of this record may hold: onrecord's own and those of the folder's `vocabulary.yaml`."""
        from onrecord.vocabulary import of_record

        return of_record(self.folder)

    def forget(self, what: str, why: str, by: str = "keeper") -> builtins.list[int]:
        """Forget a report (by id) or a single claim or judgement (by entry number); returns the numbers forgotten."""
        from onrecord.record.forgetting import everything_of, linked_with

        if not why.strip():
            raise Misuse("Forgetting needs its reason: give it with --why.")
        from onrecord.record.tellings import Tellings

        numbers, originals = everything_of(self, what)
        captures = [n for n in numbers if n in self.view().state.captures]
        near = linked_with(self.view().state, captures)
        try:
            self.ledger.forget(numbers, originals, by, why)
        finally:  # also where another process kept the ledger's bytes from being overwritten: they are forgotten all the same
            with self._lock:
                self._held = self._then = None
            Tellings(self).forget(captures)
            if self.index().path.exists():
                self.index().forget(numbers)
        if near:
            from onrecord.record.linking import link

            link(self, beside=near)
        return sorted(numbers)

    def verify(self, watch: Callable[[int], None] | None = None) -> builtins.list[Finding]:
        """What is wrong with the ledger, its head and its originals; nothing where it is consistent.

        `watch` is told, again and again, how many more entries and originals have been checked.
        """
        return self.ledger.verify(watch)


__all__ = ["Record", "create", "open_record"]
