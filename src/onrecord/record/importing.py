"""Lists into a record: each row is captured and told of in one transaction, by the way that readings take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.errors import Misuse
from onrecord.importing import ListMap, Prepared, RowReader, prepare, read_map, reports
from onrecord.record.build import Builder, Done

if TYPE_CHECKING:
    from onrecord.capture import Captured
    from onrecord.record.folder import Record


def mapped(columns: ListMap | Path | str | None, *given: str | None) -> ListMap:
    """The map that holds: what is `given` (collection, publisher, published, outcome, sheet) goes before what the map says."""
    said = columns if isinstance(columns, ListMap) else read_map(Path(columns)) if columns is not None else ListMap()
    names = ("collection", "publisher", "published", "outcome", "sheet")
    over: dict[str, Any] = {k: v for k, v in zip(names, given, strict=True) if v is not None}
    return replace(said, **over)


def prepared(record: Record, path: Path, said: ListMap) -> Prepared:
    """A list that can be taken into a record. BadInput or Misuse where it cannot stand."""
    acts = _acts(record)
    if said.act is not None and said.act not in acts:
        raise Misuse(f"The map's act {said.act!r} is no act of harm of this record: it has {', '.join(sorted(acts))}.")
    return prepare(path, said)


def imported(record: Record, of: Prepared, link: bool = True) -> Iterator[Done]:
    """The fate of each row, as it happens; its `notices` are the cells that are no claim. After the last, what is new is linked."""
    by, last = RowReader(), [tuple[str, ...]()]

    def captured() -> Iterator[Captured]:
        for row in reports(of, _acts(record)):
            by.expect(row.captured.capture.sha256, row.incidents)
            last[0] = row.unread
            yield row.captured

    for done in Builder(record.ledger, by).build(captured(), others=False):  # one by one: nothing is handed out ahead
        by.forget()
        yield replace(done, notices=last[0] if done.what == "added" else ())
    if link:
        record.link()


def _acts(record: Record) -> frozenset[str]:
    return frozenset(code for code, term in record.vocabulary().acts.items() if term.kind == "harm")
