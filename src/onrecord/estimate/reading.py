"""Tables from CSV files, DataFrames and rows: which column is a list, which a count, which a covariate."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.errors import BadInput, Misuse
from onrecord.estimate.columns import BLANKS, asked_for, code, coding, found
from onrecord.estimate.table import Table, from_arrays, seen

COUNT = "count"
COUNTS_TOO = frozenset("counts freq frequency frequencies n number frecuencia conteo effectif anzahl".split())
"""Names that a column of counts may have where there is none called `count`."""
IDS = frozenset("id uid pid person person_id personid match_id matchid victim_id case_id".split())
Row = Mapping[str, Any]


def named(columns: str | Sequence[str] | None) -> tuple[str, ...]:
    """Names of columns, of one or several; a text may hold several with commas, as on the command line."""
    if isinstance(columns, str):
        return tuple(n.strip() for n in columns.split(",") if n.strip())
    return tuple(columns or ())


def read_table(source: Any, lists: str | Sequence[str] | None = None, by: str | Sequence[str] = ()) -> Table:
    """The table of a CSV file (a path), a DataFrame, an array, a sequence of rows, or a Table as it is.

    A column `count` makes the rows histories; without it, each row is a person. `lists` names the lists; without it, every column of
    zeros and ones (and blanks) is one, or where there are none, of yes and no or of marks. The other columns are covariates. BadInput names
    the row and the column: of a file its line, else the row from 1.
    """
    lists, by = named(lists), named(by)
    if isinstance(source, Table):
        return source.only(lists) if lists else source
    if isinstance(source, str | Path):
        names, rows, lines = _csv_rows(Path(source))
    elif hasattr(source, "columns") and hasattr(source, "to_dict"):
        names = [str(c) for c in source.columns]
        each = source.itertuples(index=False, name=None) if hasattr(source, "itertuples") else source.iter_rows()
        rows, lines = [[_text(x) for x in r] for r in each], []
    elif isinstance(source, np.ndarray):
        return from_arrays(source, lists=lists or None)
    else:
        names, rows = _mappings(list(source) if isinstance(source, Iterable) else [source])
        lines = []
    return _table(names, rows, lines or range(1, len(rows) + 1), lists, by)


def _csv_rows(path: Path) -> tuple[list[str], list[list[str]], list[int]]:
    """Column names, cells, and the line on which each row stands.

    The file is UTF-8 (or UTF-16 with its mark), with commas, semicolons, tabs or bars, or as R's write.table leaves it: blanks between cells, and
    the rows' names without a name of their own.
    """
    try:
        data = path.read_bytes()
        text = data.decode("utf-16" if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8-sig")
    except FileNotFoundError as e:
        raise Misuse(f"There is no file {path.name}.") from e
    except (OSError, UnicodeDecodeError) as e:
        raise BadInput(f"{path.name} cannot be read as a table: save it as CSV in UTF-8.") from e
    head = text.split("\n", 1)[0].strip()
    mark = max(",;\t|", key=head.count)
    mark = " " if mark not in head and " " in head else mark
    read = csv.reader(io.StringIO(text, newline=""), delimiter=mark, skipinitialspace=mark == " ")
    try:
        lines = [(read.line_num, [c.strip() for c in line]) for line in read if any(c.strip() for c in line)]
    except csv.Error as e:
        raise BadInput(f"{path.name}, line {read.line_num}: this is no CSV ({e}).") from e
    if not lines:
        raise BadInput(f"{path.name} is empty: a table has a line of column names and a row for each history or person.")
    names = lines[0][1]
    if mark in " \t" and len(lines) > 1 and _rows_named(names, [line for _, line in lines[1:]]):
        names = ["", *names]
    for n, line in lines[1:]:
        if len(line) != len(names):
            raise BadInput(f"{path.name}, line {n}: it has {len(line)} cells for {len(names)} columns.")
    return names, [line for _, line in lines[1:]], [n for n, _ in lines[1:]]


def _rows_named(names: list[str], rows: list[list[str]]) -> bool:
    """Whether each row begins with a name of its own that the head has no column for."""
    return all(len(r) == len(names) + 1 for r in rows) and len({r[0] for r in rows}) == len(rows)


def _mappings(rows: list[Any]) -> tuple[list[str], list[list[str]]]:
    if rows and not isinstance(rows[0], Mapping):
        raise Misuse("A table is a CSV file, a DataFrame, an array, or rows that name their columns.")
    names = list(dict.fromkeys(str(k) for r in rows for k in r))
    return names, [[_text(r.get(n)) for n in names] for r in rows]


def _text(cell: Any) -> str:
    if cell is None or type(cell).__name__ in ("NAType", "NaTType") or cell != cell:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _table(
    names: list[str], rows: list[list[str]], lines: Sequence[int], lists: Sequence[str] | None, by: Sequence[str]
) -> Table:
    doubled = [n for n in names if names.count(n) > 1]
    if doubled:
        raise BadInput(f"Two columns are called {doubled[0]!r}: a column's name stands once.")
    if not rows:
        raise BadInput("The table holds no rows: it has only its column names.")
    columns = {n: [r[i] for r in rows] for i, n in enumerate(names)}
    for asked in [*(lists or ()), *by]:
        if asked not in columns:
            raise Misuse(f"There is no column {asked!r} in the table: it has {', '.join(names)}.")
    count_name, notices = _count_column(columns, lists)
    counts = _counts(columns.pop(count_name), count_name, lines) if count_name else None
    chosen = asked_for(columns, lists, counts is not None) if lists else found(columns, by, lines, counts is not None)
    histories = np.array(
        [[code(columns[n][r], n, lines[r], how) for n, how in chosen.codings.items()] for r in range(len(rows))], dtype=np.int8
    ).reshape(len(rows), len(chosen.codings))
    covariates = {n: tuple("" if c.casefold() in BLANKS else c for c in columns[n]) for n in columns if n not in chosen.codings}
    table = Table(tuple(chosen.codings), histories, np.array(counts or [1] * len(rows), dtype=np.int64), covariates)
    if counts is not None:
        _refuse_doubles(table, lines)
    else:
        notices += _twice(columns, lines)
    table = seen(table, counts is None, lines, bool(lists))
    return replace(table, notices=(*table.notices, *chosen.notices, *notices))


def _count_column(columns: dict[str, list[str]], lists: Sequence[str] | None) -> tuple[str | None, list[str]]:
    """The column of counts: `count`, or one called alike of a table where no two rows are alike in what else they hold."""
    name = next((n for n in columns if n.casefold() == COUNT), None)
    like = next((n for n in columns if n.casefold() in COUNTS_TOO and n not in (lists or ())), None)
    if name is not None or like is None:
        return name, []
    others = {n: cells for n, cells in columns.items() if n != like}
    whole = all(c.isdigit() for c in columns[like]) and coding(columns[like]) is None
    rows = list(zip(*others.values(), strict=True))
    few = all(coding(cells) is not None or 2 * len(set(cells)) <= len(rows) for cells in others.values())
    if not whole or not few or len(set(rows)) < len(rows):
        return None, []
    return like, [
        f"The column {like} was read as how many people have each history: no two rows are alike in what else they hold."
    ]


def _twice(columns: dict[str, list[str]], lines: Sequence[int]) -> list[str]:
    """A notice where one id stands in two rows of persons."""
    said = []
    for name in (n for n in columns if n.casefold().replace(" ", "_") in IDS):
        met: dict[str, int] = {}
        again = [(met[c], r) for r, c in enumerate(columns[name]) if c.casefold() not in BLANKS and met.setdefault(c, r) != r]
        if again and len(met) > 1:
            first, second = again[0]
            said.append(
                f"The {name} {columns[name][first]} stands in row {lines[first]} and in row {lines[second]}"
                + (f", and so do {len(again) - 1:,} more" if len(again) > 1 else "")
                + ": a person is one row, or counts twice; link them first."
            )
    return said


def _counts(cells: list[str], name: str, lines: Sequence[int]) -> list[int]:
    found = []
    for r, cell in enumerate(cells):
        where = f"Row {lines[r]}, column {name}"
        if cell.casefold() in BLANKS:
            raise BadInput(f"{where}: it is blank; say how many people have this history, or leave the row out.")
        try:
            number = float(cell)
        except ValueError as e:
            raise BadInput(f"{where}: {cell!r} is no number; a count is a whole number of people.") from e
        if number < 0:
            raise BadInput(f"{where}: {cell} is negative; a count is a whole number of people, 0 or more.")
        if not number < 2**53 or number != int(number):
            raise BadInput(f"{where}: {cell} is no whole number; a count is a whole number of people.")
        found.append(int(number))
    return found


def _refuse_doubles(table: Table, lines: Sequence[int]) -> None:
    met: dict[tuple[Any, ...], int] = {}
    for r, history in enumerate(table.histories):
        key = (*map(int, history), *(v[r] for v in table.covariates.values()))
        if key in met:
            said = ", ".join(str(int(x)) if x >= 0 else "blank" for x in history)
            raise BadInput(
                f"Row {lines[r]}: the history {said} ({', '.join(table.lists)}) stands in row {lines[met[key]]} already; a history has "
                "one row with its count."
            )
        met[key] = r


def rows_of(path: Path) -> Iterable[dict[str, str]]:
    """The rows of a CSV file as they are."""
    names, rows, _ = _csv_rows(path)
    return (dict(zip(names, r, strict=True)) for r in rows)
