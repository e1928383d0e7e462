"""Forgetting: payloads, salts and originals go for good; the chain stays, and says that they are gone, by whom and why.

What is left to wipe from the disk after the commit is noted in the table `cleaning` in the same transaction, so that a
crash in between is made good before the next writing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final, TypeVar

from sqlalchemy import Connection, Select, delete, insert, select

from onrecord.errors import Misuse, RecordBusy
from onrecord.ledger import tables
from onrecord.ledger.canonical import is_sha256
from onrecord.ledger.chain import CAPTURE, FORGET
from onrecord.ledger.engine import LedgerEngine
from onrecord.ledger.originals import Originals
from onrecord.ledger.writing import Transaction

__all__ = ["clean", "forget", "pending"]

_Item = TypeVar("_Item")

_AT_ONCE: Final = 500  # SQLite takes a limited number of parameters


def forget(
    engine: LedgerEngine, transaction: Transaction, numbers: Collection[int], originals: Collection[str], actor: str, why: str
) -> int:
    """Write a forget entry and delete what it names; the originals' files are left to `clean`. See `Ledger.forget`."""
    connection = transaction.connection
    wanted = sorted(set(numbers))
    if not why.strip():
        raise Misuse("Forgetting needs a reason, for those who will ask why an entry is gone.")
    _refuse_unforgettable(engine, connection, wanted)
    gone = set(wanted)
    captured = _originals_of(engine, connection, wanted)
    needed = _needed(engine, connection, captured | set(originals), gone)
    for digest in originals:
        if not is_sha256(digest):
            raise Misuse(f"{digest!r} names no original: a SHA-256 is 64 lower-case hexadecimal digits.")
        if digest in needed:
            raise Misuse(
                f"The original {digest} cannot be forgotten because entry {needed[digest]} captured it too: name that as well."
            )
    present = [n for part in _parts(wanted) for n in connection.execute(_present(part)).scalars()]
    files = sorted((captured | set(originals)) - needed.keys())
    if not present and not files:
        raise Misuse("There is nothing to forget: these entries are forgotten already.")
    number = transaction.append_any(FORGET, {"numbers": wanted, "who": actor, "why": why}, actor)
    transaction.flush()
    if present:
        connection.execute(insert(tables.forgotten), [{"number": n, "entry": number} for n in present])
    for part in _parts(present):
        connection.execute(delete(tables.payloads).where(tables.payloads.c.number.in_(part)))
    connection.execute(insert(tables.cleaning), [{"sha256": digest} for digest in [*files, None]])
    return number


def pending(engine: LedgerEngine) -> bool:
    """Whether something forgotten is still to be wiped from the disk."""
    with engine.reading() as connection:
        return connection.execute(select(tables.cleaning.c.id).limit(1)).first() is not None


def clean(engine: LedgerEngine, originals: Originals, wait: float, *, patience: float, name: str | None = None) -> None:
    """Delete the forgotten originals and overwrite the forgotten payloads.

    Where a reader still holds the bytes after `patience` seconds, they are left for the next time; RecordBusy says so if
    `name` is given.
    """
    c = tables.cleaning.c
    with engine.writing(wait) as connection:
        # Under the writer's lock: nobody captures these bytes again between the look and the deletion.
        rows = [(int(row.id), row.sha256) for row in connection.execute(select(c.id, c.sha256))]
        needed = _needed(engine, connection, {digest for _, digest in rows if digest}, set())
        done = [i for i, digest in rows if digest and (digest in needed or originals.remove(digest))]
        for part in _parts(done):
            connection.execute(delete(tables.cleaning).where(c.id.in_(part)))
    left = [i for i, digest in rows if not digest]
    wiped = engine.wipe(patience)
    if wiped and len(done) + len(left) == len(rows):
        with engine.writing(wait) as connection:
            for part in _parts(left):
                connection.execute(delete(tables.cleaning).where(c.id.in_(part)))
    elif name is not None:
        raise RecordBusy(
            f"The entries are forgotten, but another process still reads the record “{name}” and keeps their bytes on disk: "
            "close it, and forget again or write anything else, which overwrites them."
        )


def _refuse_unforgettable(engine: LedgerEngine, connection: Connection, numbers: Sequence[int]) -> None:
    e = tables.entries.c
    found: dict[int, str] = {}
    for part in _parts(numbers):
        query = select(e.number, engine.text_if_valid(e.header, "kind")).where(e.number.in_(part))
        found.update((row[0], row[1]) for row in connection.execute(query))
    for number in numbers:
        if number not in found:
            raise Misuse(f"Entry {number} cannot be forgotten because the record has no such entry.")
        if found[number] == FORGET:
            raise Misuse(f"Entry {number} cannot be forgotten because it says what else was: it holds nothing of a report.")


def _originals_of(engine: LedgerEngine, connection: Connection, numbers: Sequence[int]) -> set[str]:
    digests = (connection.execute(_captures(engine).where(tables.entries.c.number.in_(part))).all() for part in _parts(numbers))
    return {digest for rows in digests for _, digest in rows if is_sha256(digest)}


def _needed(engine: LedgerEngine, connection: Connection, digests: set[str], without: set[int]) -> dict[str, int]:
    """Of these originals, those that an entry not in `without` captured, with that entry's number."""
    sha = engine.text_if_valid(tables.payloads.c.payload, "sha256")
    rows = (connection.execute(_captures(engine).where(sha.in_(part))).all() for part in _parts(sorted(digests)))
    return {digest: number for found in rows for number, digest in found if number not in without}


def _captures(engine: LedgerEngine) -> Select[int, str]:
    e, p = tables.entries.c, tables.payloads.c
    return (
        select(e.number, engine.text_if_valid(p.payload, "sha256"))
        .select_from(tables.entries.join(tables.payloads, e.number == p.number))
        .where(engine.text_if_valid(e.header, "kind") == CAPTURE)
    )


def _present(numbers: Sequence[int]) -> Select[int]:
    return select(tables.payloads.c.number).where(tables.payloads.c.number.in_(numbers))


def _parts(items: Sequence[_Item]) -> Iterator[Sequence[_Item]]:
    return (items[i : i + _AT_ONCE] for i in range(0, len(items), _AT_ONCE))
