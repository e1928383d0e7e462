"""The ledger of a record: append, read, forget, verify."""

from __future__ import annotations

import uuid
import weakref
from collections.abc import Callable, Collection, Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import Any, Final

from sqlalchemy import select

from onrecord.errors import Misuse, OnRecordError, RecordBusy, Tampered
from onrecord.ledger import tables
from onrecord.ledger.chain import Entry, Head
from onrecord.ledger.engine import LedgerEngine
from onrecord.ledger.forgetting import clean, forget, pending
from onrecord.ledger.head import read_head, write_head
from onrecord.ledger.originals import Originals
from onrecord.ledger.reading import entries, last, some
from onrecord.ledger.schema import prepare
from onrecord.ledger.settings import Settings, is_record, read_settings, write_settings
from onrecord.ledger.sqlite import SQLiteEngine
from onrecord.ledger.verify import Finding, verify
from onrecord.ledger.writing import Transaction

__all__ = ["DATABASE", "ORIGINALS", "WAIT", "Ledger", "create", "open_ledger"]

DATABASE: Final = "ledger.db"
ORIGINALS: Final = "originals"
WAIT: Final = 5.0
"""Seconds that a writer waits for another one."""


def _now() -> datetime:
    return datetime.now(UTC)


class Ledger:
    """An append-only, hash-chained ledger in a record's folder. Any number of readers; one writer at a time."""

    def __init__(
        self, folder: Path, settings: Settings, engine: LedgerEngine, wait: float, clock: Callable[[], datetime]
    ) -> None:
        self.folder = folder
        self.settings = settings
        self.originals = Originals(folder / ORIGINALS)
        self._engine = engine
        self._wait = wait
        self._clock = clock
        self._turn = RLock()
        self._head: tuple[Hashable, Head] | None = None
        self._finalizer = weakref.finalize(self, engine.close)

    @property
    def record(self) -> str:
        """The record's id, a UUID."""
        return self.settings.record

    @property
    def name(self) -> str:
        """The record's name, for people."""
        return self.settings.name

    def writing(self, wait: float | None = None) -> AbstractContextManager[Transaction]:
        """One transaction: all its entries are written when the block ends, or none if it raises.

        Waits `wait` seconds (5) for another writer, then raises RecordBusy. Raises Tampered, before anything is written,
        where the chain does not contain head.json: writing on would hide it.
        """
        return self._writing(self._wait if wait is None else wait)

    @contextmanager
    def _writing(self, wait: float) -> Iterator[Transaction]:
        # The threads of one process take turns here. SQLite only looks again after a pause that grows, so of many writers some would wait
        # a second for one that takes a hundredth of it.
        if not self._turn.acquire(timeout=wait):
            raise RecordBusy(
                f"The record “{self.name}” is being written by somebody else, who did not finish within {wait:g} seconds: try again later."
            )
        try:
            yield from self._alone(wait)
        finally:
            self._turn.release()

    def _alone(self, wait: float) -> Iterator[Transaction]:
        try:
            if pending(self._engine):
                clean(self._engine, self.originals, wait, patience=0)  # a forgetting that a crash cut short
            with self._engine.writing(wait) as connection:
                self._check_head(connection)
                transaction = Transaction(connection, self.record, self.originals, self._clock)
                yield transaction
                transaction.flush()
            if transaction.head.number > transaction.start.number:
                write_head(self.folder, transaction.head)
        except OSError as error:
            reason = (error.strerror or type(error).__name__).lower()
            raise OnRecordError(
                f"The record “{self.name}” in {self.folder} cannot be written to ({reason}): make room there, or see that you "
                "may write there, and do it again; what was written before is kept."
            ) from error

    def _check_head(self, connection: Any) -> None:
        head = read_head(self.folder)
        if head is None:
            raise Tampered(
                f"head.json is missing from the record “{self.name}”, so nothing is written to it: put it back from a copy "
                "of the record, and run  onrecord verify."
            )
        if head.number == 0:
            return
        found = connection.execute(select(tables.entries.c.hash).where(tables.entries.c.number == head.number)).scalar()
        if found != head.hash:
            raise Tampered(
                f"The ledger of the record “{self.name}” does not contain the entry {head.number} that head.json names, so "
                "nothing is written to it: run  onrecord verify."
            )

    def entries(self, kinds: Collection[str] | None = None, as_of: datetime | None = None, after: int = 0) -> Iterator[Entry]:
        """Entries by number: of these kinds (all), written up to `as_of` (now; UTC if it has no zone), after this number.

        What has been forgotten since has no payload, also as of a time when it had. Entries that are appended while this
        runs are not shown. No lock is held between two entries.
        """
        return entries(self._engine, self.name, kinds, as_of, after)

    def some(self, numbers: Collection[int]) -> Iterator[Entry]:
        """The entries of these numbers that there are, by number."""
        return some(self._engine, self.name, numbers)

    def head(self) -> Head:
        """Number and hash of the last entry. Read again once somebody has written: pages ask several times each."""
        version = self._engine.version()  # before the head: what is written in between is read once more, and nothing is missed
        held = self._head
        if held is None or held[0] != version:
            with self._engine.reading() as connection:
                held = self._head = (version, last(connection)[0])
        return held[1]

    def last_until(self, as_of: datetime) -> Entry | None:
        """The last entry written up to a time (UTC if it has no zone); None where there was none. Looks at few entries: times never decrease."""
        until = as_of if as_of.tzinfo else as_of.replace(tzinfo=UTC)
        found: Entry | None = None
        low, high = 1, self.head().number
        while low <= high:
            middle = (low + high) // 2
            entry = next(iter(self.some([middle])))
            if entry.time <= until:
                found, low = entry, middle + 1
            else:
                high = middle - 1
        return found

    def forget(self, numbers: Collection[int], originals: Collection[str], actor: str, why: str) -> int:
        """Delete the payloads of these entries and these originals for good, and append an entry that says so.

        An original that only these entries captured is deleted too. Returns the number of the forget entry. Raises Misuse,
        and deletes nothing, where an entry does not exist, is a forget entry, or another entry still needs an original.
        Raises RecordBusy after the forgetting where a reader kept its bytes from being overwritten: the next writing
        transaction or `finish_forgetting` does it.
        """
        with self.writing() as transaction:
            number = forget(self._engine, transaction, numbers, originals, actor, why)
        self.finish_forgetting()
        return number

    def finish_forgetting(self) -> None:
        """Overwrite what was forgotten. Nothing to do unless a forgetting was cut short."""
        if pending(self._engine):
            clean(self._engine, self.originals, self._wait, patience=self._wait, name=self.name)

    def verify(self, watch: Callable[[int], None] | None = None) -> list[Finding]:
        """Everything that is not as it was written; empty, or notices only, for a consistent record.

        `watch` is told, again and again, how many more entries and originals have been checked.

        It cannot find a rewriting of the whole chain together with head.json, unless a head was kept elsewhere.
        """
        return verify(self._engine, self.folder, self.record, self.originals, watch)

    def close(self) -> None:
        """Let go of the files; a closed ledger may be used again."""
        self._engine.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def create(folder: Path, *, name: str | None = None, wait: float = WAIT, clock: Callable[[], datetime] = _now) -> Ledger:
    """Make an empty record in a folder, which is made too; `name` defaults to the folder's.

    `onrecord.toml` is written last: a folder without it is no record yet, and is taken up again.
    """
    folder = Path(folder)
    if is_record(folder):
        raise Misuse(f"{folder} is a record already: choose another folder.")
    try:
        (folder / ORIGINALS).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OnRecordError(f"The folder {folder} cannot be made ({error.strerror}): choose another one.") from error
    settings = Settings(str(uuid.uuid4()), name if name is not None else folder.resolve().name)
    engine = SQLiteEngine(folder / DATABASE, settings.name, wait)
    try:
        prepare(engine, settings.name, wait, new=True)
        ledger = Ledger(folder, settings, engine, wait, clock)
        if ledger.head().number:
            raise OnRecordError(
                f"{folder} has a ledger.db with entries but no onrecord.toml: put that back from a copy of the record."
            )
        write_head(folder, Head())
        write_settings(folder, settings)
    except BaseException:
        engine.close()
        raise
    return ledger


def open_ledger(folder: Path, *, wait: float = WAIT, clock: Callable[[], datetime] = _now) -> Ledger:
    """Open a record's ledger. Raises RecordTooNew where a newer onrecord made it, before anything else is looked at."""
    folder = Path(folder)
    settings = read_settings(folder)
    if not (folder / DATABASE).is_file():
        raise Tampered(f"The record “{settings.name}” in {folder} has no {DATABASE}: put it back from a copy of the record.")
    if (folder / DATABASE).stat().st_size == 0:  # opening it would make a database of it
        raise Tampered(f"The ledger of the record “{settings.name}” is empty: put back a copy of {DATABASE}.")
    engine = SQLiteEngine(folder / DATABASE, settings.name, wait)
    try:
        prepare(engine, settings.name, wait)
    except BaseException:
        engine.close()
        raise
    return Ledger(folder, settings, engine, wait, clock)
