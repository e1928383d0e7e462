"""The record as Python and the command line meet it: open, read, build, judge, forget, verify."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord import ledger as ledgers
from onrecord.claims import Decision, Judgement, Scope
from onrecord.errors import Misuse
from onrecord.ledger.files import write_atomically
from onrecord.record.reading import Reading
from onrecord.record.state import Json
from onrecord.record.threshold import set_threshold
from onrecord.tally.grades import FILE as GRADES
from onrecord.tally.grades import load as load_grades

if TYPE_CHECKING:
    from onrecord.capture import Given
    from onrecord.capture.web import Web
    from onrecord.estimate.result import Estimate
    from onrecord.extract import Reader
    from onrecord.importing import ListMap
    from onrecord.ledger import Ledger
    from onrecord.record.build import Done
    from onrecord.record.linking import Linked, Watch
    from onrecord.review import Review

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


class Record(Reading):
    """One record: what `Reading` reads of it, and what writes to it."""

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

    def link(self, watch: Watch | None = None, grow: bool = True) -> Linked:
        """Link what is new with what the record has. Nothing is written where nothing changes. A record that has grown to twice what its
        words were counted on is linked anew as a whole, unless `grow` says that this is to wait."""
        from onrecord.record.linking import link

        return link(self, watch=watch, grow=grow)

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

    def best(
        self, incident: str, outcome: str, best: int | None, by: str, why: str | None = None, modality: str = "stated"
    ) -> int:
        """Choose the best number of an incident's toll, among what its accounts leave open; None leaves it to the rules. The entry.

        It holds until an account gives another count. Misuse where there is no such incident or toll, or the number is outside it.
        """
        return self.review(by).best(incident, outcome, best, modality, why)

    def review(self, by: str) -> Review:
        """Somebody's review of this record, by a pseudonym: judging, adding, merging, splitting, undoing, remarks."""
        from onrecord.review import Review

        return Review(self, by)

    def set_threshold(self, at: float | None, by: str, why: str | None = None) -> int:
        """From now on, unjudged claims less sure than `at` are doubtful; None for none. The number of the entry that says so."""
        return set_threshold(self.ledger, at, by, why)

    def estimate(
        self,
        by: str | Iterable[str] = (),
        method: str | None = None,
        seed: int = 0,
        level: float = 0.95,
        who: str = "",
        pool: bool = False,
        sensitivity: bool = False,
        watch: Callable[[str], Any] = str,
    ) -> Estimate:
        """How many dead there are in all, from the record's collections as lists; an entry of the ledger by `who`.

        With `sensitivity` the entry also has what moves the number; the result's diagnostics have it under that name.
        OnRecordError with the reason where there are fewer than three collections, or claims that nobody has judged.
        """
        from onrecord.record.estimating import estimated

        strata = tuple(by.split(",") if isinstance(by, str) else by)
        return estimated(self.view(), self.ledger, who, method, strata, seed, level, pool, sensitivity, watch)

    def serve(self, host: str = "127.0.0.1", port: int = 8765, announce: Callable[[str], None] | None = None) -> None:
        """The workbench, on this machine only, until it is interrupted; `announce` is told the address."""
        from onrecord.web import serve

        self.serving = True
        try:
            serve(self, host, port, announce)
        finally:
            self.serving = False

    def forget(self, what: str, why: str, by: str = "keeper") -> builtins.list[int]:
        """Forget a report (by id) or a single claim or judgement (by entry number); returns the numbers forgotten."""
        from onrecord.record.forgetting import everything_of, linked_with

        if not why.strip():
            raise Misuse("Forgetting needs its reason: give it with --why.")
        from onrecord.record.tellings import Tellings

        numbers, originals = everything_of(self, what)
        captures = [n for n in numbers if n in self.view().state.captures]
        near = linked_with(self.view().state, captures)
        with self.one_run, Tellings(self).forgetting() as forget:
            try:
                self.ledger.forget(numbers, originals, by, why)
            finally:  # also where another process kept the ledger's bytes from being overwritten: they are forgotten all the same
                with self._lock:
                    self._held = self._then = None
                forget(captures)
                if self.index().path.exists():
                    self.index().forget(numbers)
        if near:
            from onrecord.record.linking import link

            link(self, beside=near)
        return sorted(numbers)


__all__ = ["Record", "create", "init", "open_record"]
