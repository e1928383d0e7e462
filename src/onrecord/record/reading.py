"""The record as it is read: views now and then, incidents, reports, why, tolls, searches' index, exports. Nothing here writes."""

from __future__ import annotations

import builtins
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from threading import RLock, Thread
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from onrecord.errors import MissingExtra, Misuse
from onrecord.record import reports, tolls
from onrecord.record.state import KINDS, Json, State, gather
from onrecord.record.threshold import calibration, threshold
from onrecord.record.times import as_of as moment
from onrecord.record.view import View
from onrecord.record.why import traced, why
from onrecord.tally.grades import Rules, of_record

if TYPE_CHECKING:
    import pandas

    from onrecord.ledger import Finding, Ledger
    from onrecord.search.index import Index
    from onrecord.vocabulary import Vocabulary

When = datetime | str | None
"""A day ("2026-06-01", to its end) or a moment in UTC; None is now."""
MEANWHILE = 50
"""Entries written while a view was made ready, after which it is made ready for them as well before it is shown."""


class Reading:
    """One record. Reading never waits for a writer; what is read is kept until the ledger grows."""

    def __init__(self, ledger: Ledger, folder: Path) -> None:
        self.ledger = ledger
        self.folder = folder
        self._rules: Rules | None = None
        self._held: tuple[int, View] | None = None
        self._then: tuple[int, datetime, View] | None = None
        self._lock = RLock()
        self.one_run = RLock()
        """Held by a run of linking: one goes on at a time."""
        self._index: Index | None = None
        self.serving = False
        """Whether people wait for pages: then maps of confidences are fitted beside their requests, and not within one."""
        self.readying: Callable[[View], object] | None = None
        """What makes a view ready for people who wait, where somebody serves them."""
        self._recalibrating: Thread | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self.ledger.close()
        if self._index is not None:
            self._index.close()

    def view(self, as_of: When = None) -> View:
        """The record now, or as it was known at a time. What was forgotten since is shown as forgotten.

        A view stays as it is while others write, so pages may read it at the same time; what is new is taken in by a new one.
        """
        as_of = moment(as_of)
        with self._lock:
            head = self.ledger.head().number
            if as_of is not None:
                return self._view_then(head, as_of)
            if self._held is None or self._held[0] != head:
                self._held = (head, self._grown(head) or View(gather(self.ledger.entries(KINDS)), self.grading()))
            return self._held[1]

    def _view_then(self, head: int, as_of: datetime) -> View:
        """The record as it was known at a time: the same for good once that is past, but for what is forgotten later."""
        if self._then is not None and self._then[1] == as_of and self._then[0] <= head:
            since = list(self.ledger.entries(after=self._then[0]))
            if all(e.kind != "forget" and e.time > as_of for e in since):
                self._then = (head, *self._then[1:])
                return self._then[2]
        self._then = (head, as_of, View(gather(self.ledger.entries(KINDS, as_of=as_of)), self.grading()))
        return self._then[2]

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
        """Beside the requests, a view with the maps of now, which takes the place of the one that was held back. As long as much is written
        meanwhile, what that touched is made ready too before it does."""
        fresh = View(state, self.grading())
        while True:
            (self.readying or View.incidents)(fresh)
            with self._lock:
                later = list(self.ledger.entries(KINDS, after=head))
                if self._held is None or any(e.kind == "forget" for e in later):
                    return
                fresh, head = fresh.after(later, hold_back=True), max([head, *(e.number for e in later)])
                if len(later) > MEANWHILE:
                    continue
                self._held = (head, fresh)
                if not fresh.confidences.behind:
                    return
            fresh = View(fresh.state, self.grading())

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

    def fate(self, id: str, as_of: When = None) -> Json:
        """What became of the id of an incident or a person: {"id", "at" (what it stands in now), "log"}. Misuse where there is none."""
        from onrecord.review.history import of_id
        from onrecord.review.linking import thing

        view = self.view(as_of)
        _, number = thing(view.state, id)
        return {"id": id, "at": f"{id[:1]}{view.state.root(number)}", "log": of_id(view, number)}

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

    def threshold(self, as_of: When = None) -> Json:
        """The confidence under which unjudged claims are doubtful and counted apart, if any; and what is doubtful by it."""
        return threshold(self.view(as_of))

    def agreement(self, as_of: When = None) -> Json:
        """How far people agree on claims that two judged, with Krippendorff's alpha; the draws; the claims on which they differ."""
        from onrecord.review import agreement

        return agreement.of_record(self.view(as_of).state)

    def pairs(self, as_of: When = None) -> Json:
        """How far two people agree on the pairs of incidents that were drawn for them, and what these say of the links: precision and
        recall with intervals of 95 %."""
        from onrecord.review.pairs import reviewed

        return reviewed(self.view(as_of).state)

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

    def estimates(self) -> builtins.list[Json]:
        """Every estimate that was made on the record, the newest first: its entry, time, author, result, table and scope."""
        from onrecord.record.estimating import estimates

        return estimates(self.view().state)

    def vocabulary(self) -> Vocabulary:
        """The codes that claims of this record may hold: onrecord's own and those of the folder's `vocabulary.yaml`."""
        from onrecord.vocabulary import of_record

        return of_record(self.folder)

    def verify(self, watch: Callable[[int], None] | None = None) -> builtins.list[Finding]:
        """What is wrong with the ledger, its head and its originals; nothing where it is consistent.

        `watch` is told, again and again, how many more entries and originals have been checked.
        """
        return self.ledger.verify(watch)
