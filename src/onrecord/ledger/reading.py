"""Reading entries, page by page, so that neither memory nor a lock is held by a reader that takes its time."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, func, select

from onrecord.errors import Tampered
from onrecord.ledger import tables
from onrecord.ledger.chain import Entry, Head, parse_time, read_header, time_text
from onrecord.ledger.engine import LedgerEngine

__all__ = ["entries", "last", "some"]

_PAGE_ROWS: Final = 500
_PAGE_CHARACTERS: Final = 4_000_000


def last(connection: Connection) -> tuple[Head, str]:
    """The chain's end and the time of its last entry; "" for an empty chain."""
    row = connection.execute(select(tables.entries).order_by(tables.entries.c.number.desc()).limit(1)).first()
    if row is None:
        return Head(), ""
    try:
        return Head(row.number, row.hash), str(read_header(row.header)["time"])
    except (ValueError, KeyError) as error:
        raise _unreadable(row.number, "ledger") from error


def entries(
    engine: LedgerEngine, name: str, kinds: Collection[str] | None, as_of: datetime | None, after: int
) -> Iterator[Entry]:
    """See `Ledger.entries`."""
    until = None if as_of is None else time_text(as_of)
    with engine.reading() as connection:
        end = connection.execute(select(func.max(tables.entries.c.number))).scalar() or 0
    while after < end:
        page = _page(engine, kinds, after, end)
        for number, header_said, digest, payload_said in page:
            after = number
            entry, time = _entry(name, number, header_said, digest, payload_said)
            if until is not None and time > until:
                return  # times never decrease
            yield entry
        if not page:
            return


def some(engine: LedgerEngine, name: str, numbers: Collection[int]) -> Iterator[Entry]:
    """See `Ledger.some`."""
    wanted = sorted(numbers)
    e, p = tables.entries.c, tables.payloads.c
    joined = select(e.number, e.header, e.hash, p.payload).select_from(
        tables.entries.outerjoin(tables.payloads, e.number == p.number)
    )
    for i in range(0, len(wanted), _PAGE_ROWS):
        query = joined.where(e.number.in_(wanted[i : i + _PAGE_ROWS])).order_by(e.number)
        with engine.reading() as connection:
            rows = connection.execute(query).all()
        for number, header, digest, payload in rows:
            yield _entry(name, number, header, digest, payload)[0]


def _page(engine: LedgerEngine, kinds: Collection[str] | None, after: int, end: int) -> list[tuple[int, str, str, str | None]]:
    e, p = tables.entries.c, tables.payloads.c
    query = (
        select(e.number, e.header, e.hash, p.payload)
        .select_from(tables.entries.outerjoin(tables.payloads, e.number == p.number))
        .where(e.number > after, e.number <= end)
        .order_by(e.number)
        .limit(_PAGE_ROWS)
    )
    if kinds is not None:
        query = query.where(engine.text_of(e.header, "kind").in_(sorted(kinds)))
    page: list[tuple[int, str, str, str | None]] = []
    characters = 0
    with engine.reading() as connection:
        for number, header, digest, payload in connection.execute(query):
            page.append((number, header, digest, payload))
            characters += len(payload or "")
            if characters >= _PAGE_CHARACTERS:
                break
    return page


def _entry(name: str, number: int, header_said: str, digest: str, payload_said: str | None) -> tuple[Entry, str]:
    try:
        header = read_header(header_said)
        payload = None if payload_said is None else json.loads(payload_said)
        time = str(header["time"])
        return Entry(number, parse_time(time), header["actor"], header["kind"], payload, digest), time
    except (ValueError, KeyError, TypeError) as error:
        raise _unreadable(number, name) from error


def _unreadable(number: int, name: str) -> Tampered:
    return Tampered(f"Entry {number} of the record “{name}” cannot be read, so it was changed: run  onrecord verify.")
