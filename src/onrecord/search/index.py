"""The file that finds words: SQLite's FTS5 in `search.db` beside the ledger. A cache: whoever deletes it loses nothing.

Two tables of words, of reports and of incidents, whose rows have the numbers of their entries in the ledger. `rests` says on which
entries a row rests, so that what is forgotten leaves at once, and with it every byte: deleted content is overwritten, the index of
words is merged into one without what was deleted, and the file is written anew.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, LifoQueue
from threading import RLock
from typing import Final, NamedTuple

from onrecord.errors import OnRecordError, RecordBusy
from onrecord.search.wanted import EVERY

FILE: Final = "search.db"
VERSION: Final = "1"
"""Of the tables, and of how words are folded: with another one the index is made anew."""
WAIT: Final = 20.0
"""Seconds that one process waits for another that writes the index."""
_AT_ONCE: Final = 500
_IN_MEMORY_UP_TO: Final = 256 * 1024 * 1024
_FOLDED = "tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* Co M*'\""  # words come folded already
_TABLES = f"""
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE texts (number INTEGER PRIMARY KEY, rendition INTEGER NOT NULL);
CREATE TABLE rests (entry INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (entry, number)) WITHOUT ROWID;
CREATE INDEX rests_number ON rests (number);
CREATE TABLE stale (number INTEGER PRIMARY KEY);
CREATE VIRTUAL TABLE reports USING fts5 (title, text, claims, mark, {_FOLDED});
CREATE VIRTUAL TABLE incidents USING fts5 (claims, mark, {_FOLDED});
"""


class Row(NamedTuple):
    """A report (with the number of its text's entry) or an incident, its words folded, and the entries that they rest on."""

    number: int
    rendition: int | None
    columns: tuple[str, ...]
    rests: Iterable[int]


class Seen(NamedTuple):
    """How far the ledger was taken in, and what of it has to be taken in again."""

    number: int
    hash: str
    stale: set[int]


class Index:
    """One record's index. Any thread may read; one writes at a time."""

    def __init__(self, folder: Path, record: str) -> None:
        self.path = folder / FILE
        self.record = record
        self.lock = RLock()
        self._idle: LifoQueue[sqlite3.Connection] = LifoQueue()
        self._alone: sqlite3.Connection | None = None

    # -- opening -----------------------------------------------------------------------------------------------

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """A connection to an index that is there; SQLite's errors as a sentence."""
        try:
            with self._taken() as held:
                yield held
        except sqlite3.OperationalError as error:
            if "locked" in str(error) or "busy" in str(error):
                raise RecordBusy(
                    f"Another process is writing {self.path.name}, the index of words: try again later."
                ) from error
            raise OnRecordError(
                f"The index of words {self.path} cannot be used ({error}): delete it, it is made again."
            ) from error

    @contextmanager
    def _taken(self) -> Iterator[sqlite3.Connection]:
        if self._alone is not None:
            with self.lock:
                yield self._alone
            return
        try:
            held = self._idle.get_nowait()
        except Empty:
            held = self._opened()
        try:
            yield held
        except BaseException:
            held.close()
            raise
        if held is not self._alone:
            self._idle.put(held)

    def _opened(self) -> sqlite3.Connection:
        try:
            made = self._made(str(self.path))
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise
            made = self._made(":memory:")  # a record on a medium that is read only: its index is this process's own
            self._alone = made
        except sqlite3.DatabaseError:
            self.delete()  # no index, or a damaged one: it is made again
            made = self._made(str(self.path))
        return made

    def _made(self, place: str) -> sqlite3.Connection:
        made = sqlite3.connect(place, timeout=WAIT, isolation_level=None, check_same_thread=False)
        try:
            made.execute("PRAGMA journal_mode = WAL").fetchone()
            made.execute("PRAGMA secure_delete = ON")
            made.execute("PRAGMA synchronous = NORMAL")
            if not self._fits(made):
                with self.lock:
                    self._begin_anew(made)
        except BaseException:
            made.close()
            raise
        return made

    def _fits(self, made: sqlite3.Connection) -> bool:
        if made.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone() is None:
            return False
        said = dict(made.execute("SELECT name, value FROM meta"))
        return (said.get("version"), said.get("record")) == (VERSION, self.record)

    def _begin_anew(self, made: sqlite3.Connection) -> None:
        made.execute("BEGIN IMMEDIATE")
        with _whole(made):
            if self._fits(made):  # another process was faster
                return
            for name in ("reports", "incidents", "texts", "rests", "stale", "meta"):
                made.execute(f"DROP TABLE IF EXISTS {name}")
            for statement in _TABLES.strip().split(";\n"):
                made.execute(statement.rstrip(";"))
            said = {"version": VERSION, "record": self.record, "number": "0", "hash": "", "wipe": "0"}
            made.executemany("INSERT INTO meta VALUES (?, ?)", said.items())

    def delete(self) -> None:
        """Delete the file."""
        self.close()
        for name in (FILE, f"{FILE}-wal", f"{FILE}-shm"):
            with contextlib.suppress(OSError):
                self.path.with_name(name).unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of the file; a closed index may be used again."""
        while True:
            try:
                self._idle.get_nowait().close()
            except Empty:
                return

    # -- writing -----------------------------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction; all of it is written, or nothing."""
        with self.lock, self.connection() as held:
            held.execute("BEGIN IMMEDIATE")
            with _whole(held):
                yield held

    def seen(self, held: sqlite3.Connection) -> Seen:
        """How far the ledger was taken in."""
        said = dict(held.execute("SELECT name, value FROM meta"))
        return Seen(int(said["number"]), said["hash"], {n for (n,) in held.execute("SELECT number FROM stale")})

    def set_seen(self, held: sqlite3.Connection, number: int, hash: str) -> None:
        """The ledger is taken in up to this entry, and nothing waits any more."""
        held.execute("DELETE FROM stale")
        held.executemany("UPDATE meta SET value = ? WHERE name = ?", [(str(number), "number"), (hash, "hash")])

    def clear(self, held: sqlite3.Connection) -> None:
        """Take everything out, for a ledger that is not the one that was taken in."""
        for name in ("reports", "incidents", "texts", "rests", "stale"):
            held.execute(f"DELETE FROM {name}")

    def texts(self, held: sqlite3.Connection, numbers: Iterable[int]) -> dict[int, int]:
        """Of reports in the index, the entries of the texts that are in it."""
        return {
            n: rendition
            for part in _parts(numbers)
            for n, rendition in held.execute(f"SELECT number, rendition FROM texts WHERE number IN ({_marks(part)})", part)
        }

    def title_and_text(self, held: sqlite3.Connection, number: int) -> tuple[str, str]:
        """A report's title and text as they are in the index."""
        title, text = held.execute("SELECT title, text FROM reports WHERE rowid = ?", (number,)).fetchone()
        return title, text

    def put(self, held: sqlite3.Connection, table: str, row: Row) -> None:
        """Put a row in the place of the one that has its number, if any. Most decisions change no words: then only what it rests on is more."""
        rests = [(entry, row.number) for entry in row.rests]
        if self._has(held, table, row):
            held.executemany("INSERT OR IGNORE INTO rests VALUES (?, ?)", rests)
            return
        self.take_out(held, [row.number])
        marks = _marks((row.number, *row.columns, EVERY))
        held.execute(
            f"INSERT INTO {table} (rowid, {_COLUMNS[table]}, mark) VALUES ({marks})", (row.number, *row.columns, EVERY)
        )
        if row.rendition is not None:
            held.execute("INSERT INTO texts VALUES (?, ?)", (row.number, row.rendition))
        held.executemany("INSERT OR IGNORE INTO rests VALUES (?, ?)", rests)

    def _has(self, held: sqlite3.Connection, table: str, row: Row) -> bool:
        """Whether a row is there with these very words."""
        there = held.execute(f"SELECT {_COLUMNS[table]} FROM {table} WHERE rowid = ?", (row.number,)).fetchone()
        if there != tuple(row.columns):
            return False
        text = held.execute("SELECT rendition FROM texts WHERE number = ?", (row.number,)).fetchone()
        return row.rendition is None or text == (row.rendition,)

    def take_out(self, held: sqlite3.Connection, numbers: Iterable[int]) -> None:
        """Take rows out, of reports and of incidents."""
        several = [(n,) for n in numbers]
        for table, key in (("reports", "rowid"), ("incidents", "rowid"), ("texts", "number"), ("rests", "number")):
            held.executemany(f"DELETE FROM {table} WHERE {key} = ?", several)

    def forget(self, numbers: Iterable[int]) -> None:
        """Take out every row that rests on one of these entries, and overwrite its bytes; what still stands is taken in again later.

        RecordBusy where another process reads and keeps the bytes: then the next one that takes something in overwrites them.
        """
        with self.writing() as held:
            self.leave(held, numbers)
        self.wipe()

    def leave(self, held: sqlite3.Connection, numbers: Iterable[int]) -> None:
        """The same within a transaction; the bytes are overwritten by `wipe`."""
        found: set[int] = set()
        for part in _parts(numbers):
            found.update(part)
            found.update(n for (n,) in held.execute(f"SELECT number FROM rests WHERE entry IN ({_marks(part)})", part))
        self.take_out(held, found)
        held.executemany("INSERT OR IGNORE INTO stale VALUES (?)", [(n,) for n in found])
        held.execute("UPDATE meta SET value = '1' WHERE name = 'wipe'")

    def wipe(self) -> None:
        """Overwrite what was taken out to be forgotten; nothing where all of that is done."""
        with self.lock, self.connection() as held:
            if held.execute("SELECT value FROM meta WHERE name = 'wipe'").fetchone()[0] == "0":
                return
            for table in _COLUMNS:
                held.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # merges; deleted words are dropped
            small = self._alone is not None or self.path.stat().st_size <= _IN_MEMORY_UP_TO
            held.execute(f"PRAGMA temp_store = {'MEMORY' if small else 'DEFAULT'}")
            emptied = _emptied(held)
            held.execute("VACUUM")
            if not (_emptied(held) and emptied):
                raise RecordBusy(
                    f"What was forgotten is in no search any more, but another process still reads {self.path.name} and keeps its "
                    "bytes on disk: close it, and search or forget again, which overwrites them."
                )
            held.execute("UPDATE meta SET value = '0' WHERE name = 'wipe'")
            _emptied(held)

    # -- reading -----------------------------------------------------------------------------------------------

    def found(self, table: str, asked: str, after: int = 0) -> list[tuple[int, float]]:
        """The numbers of the rows that fit what is asked in the language of FTS5, the best first, with their scores; only those
        whose number is greater than `after`."""
        weights = {"reports": "5.0, 1.0, 2.0, 0.0", "incidents": "1.0, 0.0"}[table]
        query = f"SELECT rowid, bm25({table}, {weights}) AS score FROM {table} WHERE {table} MATCH ? AND rowid > ? ORDER BY score, rowid"
        with self.connection() as held:
            return held.execute(query, (asked, after)).fetchall()


_COLUMNS: Final = {"reports": "title, text, claims", "incidents": "claims"}


@contextmanager
def _whole(held: sqlite3.Connection) -> Iterator[None]:
    """A transaction that has begun: committed at the end, or taken back."""
    try:
        yield
    except BaseException:
        held.execute("ROLLBACK")
        raise
    held.execute("COMMIT")


def _emptied(held: sqlite3.Connection) -> bool:
    """Whether the write-ahead log could be emptied."""
    busy, *_ = held.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _marks(part: Iterable[object]) -> str:
    return ", ".join("?" for _ in part)


def _parts(numbers: Iterable[int]) -> Iterator[list[int]]:
    several = sorted(set(numbers))
    return (several[i : i + _AT_ONCE] for i in range(0, len(several), _AT_ONCE))
