"""A list read, its columns understood, and checked whole before anything of it is written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from onrecord.capture.captured import published_date
from onrecord.capture.files import base_name, shown
from onrecord.errors import BadInput, Misuse
from onrecord.importing.mapping import ListMap, columns_of
from onrecord.importing.table import Table, read_table
from onrecord.link import dates

_TELLING = ("name", "given", "family", "date", "year", "city", "place", "description", "age", "count", "id")
_MAX_ID = 100


@dataclass(frozen=True, slots=True)
class Prepared:
    """A list that can be taken in. `columns` is meaning → column; `ids` has one for each row; `order` says whether dates with slashes
    put the "day" or the "month" first, None where the column does not tell."""

    where: str
    file: str
    table: Table
    said: ListMap
    columns: dict[str, str]
    ids: tuple[str, ...]
    lists: tuple[str, ...]
    order: str | None

    def cell(self, row: int, meaning: str) -> str:
        """What stands in a row under the column of that meaning; "" where there is no such column."""
        column = self.columns.get(meaning)
        return self.table.rows[row][self.table.header.index(column)] if column is not None else ""

    @property
    def outcome(self) -> str:
        """What became of everybody, where no column says so."""
        return self.said.outcome or "death"

    def examples(self, column: str) -> list[str]:
        """The first two different values of a column."""
        at, found = self.table.header.index(column), list[str]()
        for row in self.table.rows:
            if row[at] and row[at] not in found:
                found.append(row[at])
            if len(found) == 2:
                break
        return found


def prepare(path: Path, said: ListMap) -> Prepared:
    """Read and check a list. BadInput in one sentence at the first thing that cannot stand; nothing is written."""
    published = published_date(said.published)[0]
    if said.published is not None and published is None:
        raise Misuse(f"The publication date {said.published!r} is no date: give a day such as 2021-06-07, a month or a year.")
    said = replace(said, published=published)
    table = read_table(path, said.sheet)
    where = shown(path)
    columns = columns_of(table.header, said, where)
    if not any(m in columns for m in _TELLING):
        raise BadInput(
            f"{where}: no column was understood among {', '.join(table.header)}: say what they mean in a file, and give it with --map."
        )
    at = {m: table.header.index(c) for m, c in columns.items()}
    lists = tuple(_list_of(r[at["list"]] if "list" in at else "", said, path) for r in table.rows)
    ids = _ids(table, at.get("id"), lists, where)
    order = dates.order_of([r[at["date"]] for r in table.rows]) if "date" in at else None
    return Prepared(where, base_name(path), table, said, columns, ids, lists, order)


def _list_of(cell: str, said: ListMap, path: Path) -> str:
    """The name of the list that a row belongs to: as the user says, else its own column, else the file."""
    return " ".join((said.collection or cell or base_name(path.with_suffix(""))).split())[:_MAX_ID]


def _ids(table: Table, column: int | None, lists: tuple[str, ...], where: str) -> tuple[str, ...]:
    """The id of each row: its list and its own, or its number. BadInput where one is missing, or stands over two different rows."""
    if column is None:
        return tuple(f"{name}: row {n}" for n, name in enumerate(lists, 1))
    first: dict[str, int] = {}
    found = []
    for n, (row, name) in enumerate(zip(table.rows, lists, strict=True), 1):
        own = row[column]
        if not own:
            raise BadInput(f"{where}, row {n}: the id in column {table.header[column]!r} is missing: every row needs its own.")
        if len(own) > _MAX_ID or not own.isprintable():
            raise BadInput(f"{where}, row {n}: an id is printable, on one line, and has at most {_MAX_ID} characters.")
        id = f"{name}: {own}"
        before = first.setdefault(id, n)
        if before != n and table.rows[before - 1] != row:
            raise BadInput(
                f"{where}: the id {own!r} stands over two different rows, {before} and {n}: every row needs its own."
            )
        found.append(id)
    return tuple(found)
