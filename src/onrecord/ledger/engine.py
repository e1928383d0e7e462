"""What the ledger needs of a database engine. SQLite is the first; another one only has to fill this in."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import AbstractContextManager
from typing import Protocol

from sqlalchemy import ColumnElement, Connection

__all__ = ["LedgerEngine"]


class LedgerEngine(Protocol):
    """An engine turns its own errors into RecordBusy, Tampered or OnRecordError."""

    def reading(self) -> AbstractContextManager[Connection]:
        """A transaction that sees one state of the ledger and waits for nobody."""

    def version(self) -> Hashable:
        """A value that is another one once somebody has written, in this process or another; the same while nobody has."""

    def writing(self, wait: float) -> AbstractContextManager[Connection]:
        """The one writing transaction; after `wait` seconds for another writer, RecordBusy. An exception undoes it."""

    def text_of(self, column: ColumnElement[str], key: str) -> ColumnElement[str]:
        """A string field of a JSON column; an error where the column holds no JSON."""

    def text_if_valid(self, column: ColumnElement[str], key: str) -> ColumnElement[str]:
        """The same; null where the column holds no JSON."""

    def wipe(self, wait: float) -> bool:
        """Overwrite what was deleted, in every file of the engine. False where a reader held on to it for `wait` seconds."""

    def damage(self) -> Iterator[str]:
        """What the engine itself finds broken in its files."""

    def close(self) -> None:
        """Let go of the files."""
