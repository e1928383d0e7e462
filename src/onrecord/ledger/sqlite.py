"""The ledger in SQLite: everything that only SQLite knows of, but for the triggers, which are in the migrations."""

from __future__ import annotations

import sqlite3
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Final, cast

from sqlalchemy import ColumnElement, Connection, Engine, case, create_engine, event, func
from sqlalchemy.exc import DatabaseError, DBAPIError
from sqlalchemy.pool import QueuePool

from onrecord.errors import OnRecordError, RecordBusy, Tampered

__all__ = ["SQLiteEngine"]

_VACUUM_IN_MEMORY_UP_TO: Final = 256 * 1024 * 1024
_MOST_DAMAGES: Final = 20

_REMEDIES: Final = (
    ("full", "make room on its disk and do it again; what was written before is kept"),
    ("readonly", "see that you may write there, or copy the record to where you may"),
    ("unable to open", "see that you may write in its folder, or copy the record to where you may"),
)


class SQLiteEngine:
    """A ledger.db in write-ahead mode: readers see the last commit, and wait for no writer."""

    def __init__(self, path: Path, name: str, wait: float) -> None:
        self._path = path
        self._name = name
        self._wait = wait
        self._engine: Engine = create_engine(
            "sqlite+pysqlite://", creator=self._connect, poolclass=QueuePool, pool_size=4, max_overflow=-1
        )
        event.listen(self._engine, "begin", _begin)
        self._watching: sqlite3.Connection | None = None
        self._watched = 0
        self._watch = Lock()

    def _connect(self) -> sqlite3.Connection:
        try:
            return self._connected(self._path.as_posix(), uri=False)
        except sqlite3.OperationalError as error:
            log = self._path.with_name(f"{self._path.name}-wal")
            if "lock" in str(error) or not self._path.is_file() or (log.exists() and log.stat().st_size):
                raise
            # Where nobody may write, SQLite cannot make the files that it reads a log by. There is no log: a record that was
            # put away on a medium that is read only, or that belongs to somebody else, is read as it stands.
            return self._connected(f"{self._path.absolute().as_uri()}?immutable=1", uri=True)

    def _connected(self, place: str, uri: bool) -> sqlite3.Connection:
        # isolation_level None: SQLAlchemy's "begin" event below starts every transaction, sqlite3 none of its own.
        connection = sqlite3.connect(place, timeout=self._wait, isolation_level=None, check_same_thread=False, uri=uri)
        try:
            if not uri:
                connection.execute("PRAGMA journal_mode = WAL").fetchone()
                connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            # With NORMAL, a killed process loses nothing, but a power loss may take the last commits with it and leave a
            # head.json that is ahead of the chain, which looks like tampering. FULL brings each commit to the disk before
            # it returns. It costs one fsync: 0.2 ms a transaction where this was measured, against a report's 12 ms.
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA foreign_keys = ON")
        except BaseException:
            connection.close()
            raise
        return connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self._in_words(), self._engine.connect() as connection, connection.begin():
            yield connection

    def version(self) -> Hashable:
        # What SQLite counts for a connection of its own: the commits of all others. It costs a hundredth of a transaction that reads.
        # Another connection counts anew, so it is told apart.
        with self._in_words(), self._watch:
            if self._watching is None:
                self._watching = self._connect()
                self._watched += 1
            return self._watched, self._watching.execute("PRAGMA data_version").fetchall()[0][0]

    @contextmanager
    def writing(self, wait: float) -> Iterator[Connection]:
        with self._in_words(wait), self._engine.connect() as connection:
            _raw(connection).execute(f"PRAGMA busy_timeout = {int(wait * 1000)}")
            connection = connection.execution_options(onrecord_writing=True)
            with connection.begin():
                yield connection

    def text_of(self, column: ColumnElement[str], key: str) -> ColumnElement[str]:
        return cast("ColumnElement[str]", func.json_extract(column, f"$.{key}"))

    def text_if_valid(self, column: ColumnElement[str], key: str) -> ColumnElement[str]:
        return case((func.json_valid(column) == 1, func.json_extract(column, f"$.{key}")))

    def wipe(self, wait: float) -> bool:
        """Empty the write-ahead log, write the database anew without what was deleted, and empty the log again."""
        with self._in_words(wait), self._engine.connect() as connection:
            raw = _raw(connection)
            raw.execute(f"PRAGMA busy_timeout = {int(wait * 1000)}")
            # VACUUM copies the ledger to a temporary file. Better not to let it lie in a shared folder of the system,
            # where memory allows.
            small = self._path.stat().st_size <= _VACUUM_IN_MEMORY_UP_TO
            raw.execute(f"PRAGMA temp_store = {'MEMORY' if small else 'DEFAULT'}")
            if not _checkpoint(raw):
                return False
            raw.execute("VACUUM")
            return _checkpoint(raw)

    def damage(self) -> Iterator[str]:
        try:
            with self._engine.connect() as connection:
                rows = _raw(connection).execute(f"PRAGMA integrity_check({_MOST_DAMAGES})").fetchall()
        except (DBAPIError, sqlite3.DatabaseError) as error:
            yield _plain(error)
            return
        yield from (str(row[0]) for row in rows if row[0] != "ok")

    def close(self) -> None:
        self._engine.dispose()
        with self._watch:
            if self._watching is not None:
                self._watching.close()
                self._watching = None

    @contextmanager
    def _in_words(self, wait: float | None = None) -> Iterator[None]:
        """SQLite's errors as sentences."""
        try:
            yield
        except (DBAPIError, sqlite3.DatabaseError) as error:
            cause = error.orig if isinstance(error, DBAPIError) else error
            said = str(cause)
            if "locked" in said or "busy" in said:
                seconds = self._wait if wait is None else wait
                raise RecordBusy(
                    f"The record “{self._name}” is being written by another process, which did not finish within {seconds:g} "
                    "seconds: try again later."
                ) from error
            if isinstance(cause, sqlite3.IntegrityError):
                raise  # a fault of the program, not of the record or the machine
            if any(word in said for word in ("malformed", "not a database", "UTF-8", "corrupt", "no such table")):
                raise Tampered(
                    f"The ledger of the record “{self._name}” is damaged ({said}): run  onrecord verify  to see where, and put back "
                    f"a copy of {self._path.name}."
                ) from error
            if isinstance(cause, sqlite3.OperationalError) or isinstance(error, DatabaseError):
                remedy = next((r for word, r in _REMEDIES if word in said), "see that the file is whole and its disk is well")
                raise OnRecordError(
                    f"The ledger of the record “{self._name}” cannot be used ({said}): {remedy}. It is {self._path}."
                ) from error
            raise


def _begin(connection: Connection) -> None:
    # IMMEDIATE takes the writer's lock at once. A transaction that reads first and writes later could not wait for it:
    # SQLite refuses to let it write on from a state that another writer has since changed.
    writing = connection.get_execution_options().get("onrecord_writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _raw(connection: Connection) -> sqlite3.Connection:
    return cast("sqlite3.Connection", connection.connection.driver_connection)


def _checkpoint(raw: sqlite3.Connection) -> bool:
    busy, *_ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _plain(error: BaseException) -> str:
    return str(error.orig) if isinstance(error, DBAPIError) else str(error)
