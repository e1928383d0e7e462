"""The writing transaction: entries are numbered, chained and hashed as they are appended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, insert

from onrecord.errors import Misuse
from onrecord.ledger import tables
from onrecord.ledger.canonical import is_sha256, without_surrogates
from onrecord.ledger.chain import CAPTURE, FORGET, Head, Row, time_text, write_row
from onrecord.ledger.originals import Originals
from onrecord.ledger.reading import last

__all__ = ["Transaction"]

_FLUSH_ROWS: Final = 1000
_FLUSH_CHARACTERS: Final = 4_000_000


class Transaction:
    """What `Ledger.writing()` hands out. It holds the writer's lock, so the numbers that it gives are final."""

    def __init__(self, connection: Connection, record: str, originals: Originals, clock: Callable[[], datetime]) -> None:
        self.connection = connection
        self.start, self._time = last(connection)
        self.head = self.start
        self._record = record
        self._originals = originals
        self._clock = clock
        self._rows: list[Row] = []
        self._characters = 0
        self._captured: set[str] = set()

    def append(self, kind: str, payload: dict[str, Any], actor: str) -> int:
        """Append an entry and return its number. `payload` is JSON; what it holds later is of no matter, it is copied.

        A capture's payload gives its original's SHA-256 as `sha256`, and the original must be there when the transaction
        ends. Raises Misuse for a payload that is no JSON.
        """
        if kind == FORGET:
            raise Misuse("A forget entry is written by forgetting: call forget().")
        if kind == CAPTURE:
            if not is_sha256(payload.get("sha256")):
                raise Misuse(
                    "A capture's entry gives the SHA-256 of its original as `sha256`, 64 lower-case hexadecimal digits."
                )
            self._captured.add(payload["sha256"])
        return self.append_any(kind, payload, actor)

    def append_any(self, kind: str, payload: dict[str, Any], actor: str) -> int:
        """The same without regard to the kind, for the ledger itself."""
        if not kind or not actor.strip():
            raise Misuse("An entry has a kind and an actor: say who or what writes it.")
        if not isinstance(payload, dict):
            raise Misuse(f"An entry's payload is a JSON object, not {type(payload).__name__}.")
        self._time = max(time_text(self._clock()), self._time)  # clocks are set back; the chain's times are not
        row = write_row(
            self._record,
            self.head.number + 1,
            self._time,
            without_surrogates(actor),
            without_surrogates(kind),
            self.head.hash,
            payload,
        )
        self._rows.append(row)
        self.head = Head(row.number, row.hash)
        self._characters += len(row.payload)
        if len(self._rows) >= _FLUSH_ROWS or self._characters >= _FLUSH_CHARACTERS:
            self._send()
        return row.number

    def flush(self) -> None:
        """Hand everything to the database; it is kept once the transaction ends well."""
        for digest in self._captured:
            if not self._originals.has(digest):
                raise Misuse(
                    f"The original {digest} of a capture is not in the record: put it there before its entry is written."
                )
        self._send()

    def _send(self) -> None:
        if not self._rows:
            return
        self.connection.execute(
            insert(tables.entries), [{"number": r.number, "header": r.header, "hash": r.hash} for r in self._rows]
        )
        self.connection.execute(
            insert(tables.payloads), [{"number": r.number, "salt": r.salt, "payload": r.payload} for r in self._rows]
        )
        self._rows.clear()
        self._characters = 0
