"""Verifying: is everything in the record as it was written? In one pass, whose memory grows with the damage only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, LargeBinary, cast, select

from onrecord.errors import Tampered
from onrecord.ledger import head as head_file
from onrecord.ledger import tables
from onrecord.ledger.canonical import is_sha256
from onrecord.ledger.chain import CAPTURE, Head
from onrecord.ledger.engine import LedgerEngine
from onrecord.ledger.findings import Finding, FindingKind, Severity
from onrecord.ledger.originals import Originals
from onrecord.ledger.walk import Walk

__all__ = ["Finding", "verify"]

_MOST_OF_A_KIND: Final = 1000


def verify(
    engine: LedgerEngine, folder: Path, record: str, originals: Originals, watch: Callable[[int], None] | None = None
) -> list[Finding]:
    """See `Ledger.verify`. At most 1,000 findings of a kind are listed, and one more says how many there are besides."""
    return list(_limited(_all(engine, folder, record, originals, watch or _unwatched)))


def _unwatched(more: int) -> None:
    """What is told of the progress where nobody watches."""


def _all(
    engine: LedgerEngine, folder: Path, record: str, originals: Originals, watch: Callable[[int], None]
) -> Iterator[Finding]:
    # head.json first: the chain that is read afterwards can only be longer.
    head: Head | None = None
    try:
        head = head_file.read_head(folder)
        if head is None:
            sentence = "head.json is missing: whether entries were cut off the end cannot be told. Put it back from a copy."
            yield Finding(FindingKind.HEAD_MISSING, Severity.ERROR, sentence, path=head_file.FILE)
    except Tampered as error:
        yield Finding(FindingKind.HEAD_UNREADABLE, Severity.ERROR, str(error), path=head_file.FILE)
    for damage in engine.damage():
        sentence = f"The database file is damaged: {damage}."
        yield Finding(FindingKind.DAMAGED_DATABASE, Severity.ERROR, sentence, path="ledger.db")
    try:
        with engine.reading() as connection:
            walk = Walk(record, head)
            yield from _chain(connection, walk, watch)
            yield from _stray_payloads(connection, walk)
            yield from _originals(engine, connection, originals, walk.suspect, watch)
    except Tampered as error:
        yield Finding(FindingKind.DAMAGED_DATABASE, Severity.ERROR, str(error), path="ledger.db")


def _chain(connection: Connection, walk: Walk, watch: Callable[[int], None]) -> Iterator[Finding]:
    """Every entry with its payload, in order. As bytes, because a changed byte need not be text any more."""
    e, p = tables.entries.c, tables.payloads.c
    columns = [cast(column, LargeBinary) for column in (e.header, e.hash, p.salt, p.payload)]
    query = (
        select(e.number, *columns)
        .select_from(tables.entries.outerjoin(tables.payloads, e.number == p.number))
        .order_by(e.number)
    )
    for number, header, digest, salt, payload in connection.execute(query):
        yield from walk.step(number, header, digest, salt, payload)
        watch(1)
        if walk.now_forgotten:
            yield from _not_forgotten(connection, walk.now_forgotten)
    yield from walk.finish()


def _not_forgotten(connection: Connection, numbers: list[int]) -> Iterator[Finding]:
    column = tables.payloads.c.number
    for i in range(0, len(numbers), 500):
        for number in connection.execute(select(column).where(column.in_(numbers[i : i + 500]))).scalars():
            sentence = (
                f"Entry {number} was forgotten, but its payload is there: it was put back from a copy. Delete that copy too."
            )
            yield Finding(FindingKind.NOT_FORGOTTEN, Severity.ERROR, sentence, number=number)


def _stray_payloads(connection: Connection, walk: Walk) -> Iterator[Finding]:
    e, p = tables.entries.c, tables.payloads.c
    joined = tables.payloads.outerjoin(tables.entries, e.number == p.number)
    for number in connection.execute(
        select(p.number).select_from(joined).where(e.number.is_(None)).order_by(p.number)
    ).scalars():
        if not walk.is_missing(number):  # where the entry is missing, that has been said
            sentence = f"There is a payload {number} but there never was an entry {number}: it was put in from outside."
            yield Finding(FindingKind.STRAY_PAYLOAD, Severity.ERROR, sentence, number=number)


def _originals(
    engine: LedgerEngine, connection: Connection, originals: Originals, suspect: set[int], watch: Callable[[int], None]
) -> Iterator[Finding]:
    """Captures by SHA-256 beside the files by name, both sorted, so that neither has to be held in memory."""
    files = originals.walk()
    name, path = next(files, (None, None))
    for digest, number in _captured(engine, connection, suspect):
        while path is not None and (name is None or name < digest):
            yield _orphan(originals, path)
            name, path = next(files, (None, None))
        if name == digest:
            name, path = next(files, (None, None))
        now = originals.digest(digest)
        watch(1)
        if now == digest or number in suspect or not _still_captured(engine, number):
            continue
        place = _inside(originals, originals.path(digest))
        if now is None:
            sentence = f"The original of entry {number} is missing: {place}. Put it back from a copy."
            yield Finding(FindingKind.MISSING_ORIGINAL, Severity.ERROR, sentence, number, place)
        else:
            sentence = f"The original of entry {number} has changed since it was captured: {place}. Put it back from a copy."
            yield Finding(FindingKind.CHANGED_ORIGINAL, Severity.ERROR, sentence, number, place)
    while path is not None:
        yield _orphan(originals, path)
        name, path = next(files, (None, None))


def _captured(engine: LedgerEngine, connection: Connection, suspect: set[int]) -> Iterator[tuple[str, int]]:
    """The SHA-256 of every original that belongs, once, with an entry that captured it; one that can be trusted first."""
    e, p = tables.entries.c, tables.payloads.c
    digest = engine.text_if_valid(p.payload, "sha256")
    query = (
        select(cast(digest, LargeBinary), e.number)
        .select_from(tables.entries.join(tables.payloads, e.number == p.number))
        .where(engine.text_if_valid(e.header, "kind") == CAPTURE, digest.is_not(None))
        .order_by(digest, e.number)
    )
    held: tuple[str, int] | None = None
    for raw, number in connection.execute(query):
        said = raw.decode("ascii", "replace")  # a changed byte need not be text any more
        if not is_sha256(said):
            continue  # a changed payload, and named as such
        if held is not None and held[0] != said:
            yield held
            held = None
        if held is None or held[1] in suspect:
            held = (said, number)
    if held is not None:
        yield held


def _still_captured(engine: LedgerEngine, number: int) -> bool:
    """Whether the capture is still there now: it may have been forgotten, with its original, while this was running."""
    with engine.reading() as connection:
        column = tables.payloads.c.number
        return connection.execute(select(column).where(column == number)).first() is not None


def _orphan(originals: Originals, path: Path) -> Finding:
    place = _inside(originals, path)
    sentence = f"{place} belongs to no entry: a build that runs now or was interrupted leaves such files. It may be deleted."
    return Finding(FindingKind.ORPHAN_ORIGINAL, Severity.NOTICE, sentence, path=place)


def _inside(originals: Originals, path: Path) -> str:
    return path.relative_to(originals.folder.parent).as_posix()


def _limited(findings: Iterator[Finding]) -> Iterator[Finding]:
    seen: Counter[tuple[FindingKind, Severity]] = Counter()
    for finding in findings:
        seen[finding.kind, finding.severity] += 1
        if seen[finding.kind, finding.severity] <= _MOST_OF_A_KIND:
            yield finding
    for (kind, severity), count in seen.items():
        if count > _MOST_OF_A_KIND:
            yield Finding(FindingKind.MORE, severity, f"{count - _MOST_OF_A_KIND:,} more findings like these: {kind}.")
