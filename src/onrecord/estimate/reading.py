"""Tables from CSV files, DataFrames and rows: which column is a list, which a count, which a covariate."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.errors import BadInput, Misuse
from onrecord.estimate.table import CLOSED, OFF, ON, UNKNOWN, Table, from_arrays, seen

COUNT = "count"
BLANKS = frozenset({"", "na", "nan", "n/a", "<na>", "null", "none", ".", "?", "unknown", "not known"})
CLOSED_WORDS = frozenset({"-", "–", "x", "closed", "not eligible", "ineligible"})
_CODES = {"1": ON, "0": OFF, "1.0": ON, "0.0": OFF, "true": ON, "false": OFF}
_LIKE_A_COVARIATE = frozenset(
    "sex gender female male woman man age child minor adult civilian combatant urban rural dead killed alive age_group sexo genero "
    "género mujer hombre sexe genre femme homme geschlecht 성별".split()
)
_OF_A_PERSON = frozenset("sex gender female male age sexo género sexe geschlecht".split())
"""Words that make a covariate of a column also where its name has more of them, as `sex_male` has."""
Row = Mapping[str, Any]


def read_table(source: Any, lists: Sequence[str] | None = None, by: Sequence[str] = ()) -> Table:
    """The table of a CSV file (a path), a DataFrame, an array, a sequence of rows, or a Table as it is.

    A column `count` makes the rows histories; without it, each row is a person. `lists` names the lists; without it, every column of
    zeros and ones (and blanks) is one. The other columns are covariates. BadInput names the row and the column.
    """
    if isinstance(source, Table):
        return source.only(lists) if lists else source
    if isinstance(source, str | Path):
        names, rows, first = _csv_rows(Path(source))
    elif hasattr(source, "columns") and hasattr(source, "to_dict"):
        names = [str(c) for c in source.columns]
        rows, first = [[_text(x) for x in r] for r in source.itertuples(index=False, name=None)], 1
    elif isinstance(source, np.ndarray):
        return from_arrays(source, lists=lists)
    else:
        names, rows = _mappings(list(source))
        first = 1
    return _table(names, rows, first, lists, by)


def _csv_rows(path: Path) -> tuple[list[str], list[list[str]], int]:
    """Column names, cells, and the line on which the first row stands. The file is UTF-8, with commas, semicolons or tabs."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as e:
        raise Misuse(f"There is no file {path.name}.") from e
    except (OSError, UnicodeDecodeError) as e:
        raise BadInput(f"{path.name} cannot be read as a table: save it as CSV in UTF-8.") from e
    head = text.split("\n", 1)[0]
    mark = max(",;\t", key=head.count)
    read = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        lines = [(read.line_num, [c.strip() for c in line]) for line in read if any(c.strip() for c in line)]
    except csv.Error as e:
        raise BadInput(f"{path.name}, line {read.line_num}: this is no CSV ({e}).") from e
    if not lines:
        raise BadInput(f"{path.name} is empty: a table has a line of column names and a row for each history or person.")
    names = lines[0][1]
    for n, line in lines[1:]:
        if len(line) != len(names):
            raise BadInput(f"{path.name}, line {n}: it has {len(line)} cells for {len(names)} columns.")
    return names, [line for _, line in lines[1:]], 2


def _mappings(rows: list[Any]) -> tuple[list[str], list[list[str]]]:
    if rows and not isinstance(rows[0], Mapping):
        raise Misuse("A table is a CSV file, a DataFrame, an array, or rows that name their columns.")
    names = list(dict.fromkeys(str(k) for r in rows for k in r))
    return names, [[_text(r.get(n)) for n in names] for r in rows]


def _text(cell: Any) -> str:
    if cell is None or cell != cell:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell == int(cell):
        return str(int(cell))
    return str(cell).strip()


def _table(names: list[str], rows: list[list[str]], first: int, lists: Sequence[str] | None, by: Sequence[str]) -> Table:
    doubled = [n for n in names if names.count(n) > 1]
    if doubled:
        raise BadInput(f"Two columns are called {doubled[0]!r}: a column's name stands once.")
    if not rows:
        raise BadInput("The table holds no rows: it has only its column names.")
    columns = {n: [r[i] for r in rows] for i, n in enumerate(names)}
    for asked in [*(lists or ()), *by]:
        if asked not in columns:
            raise Misuse(f"There is no column {asked!r} in the table: it has {', '.join(names)}.")
    count_name = next((n for n in names if n.casefold() == COUNT), None)
    counts = _counts(columns[count_name], count_name, first) if count_name else None
    others = [n for n in names if n != count_name]
    chosen, notices = _lists(columns, others, lists, by, first, counts is not None)
    codes = np.array([[_code(columns[n][r], n, r + first) for n in chosen] for r in range(len(rows))], dtype=np.int8)
    covariates = {n: tuple("" if c.casefold() in BLANKS else c for c in columns[n]) for n in others if n not in chosen}
    table = Table(
        tuple(chosen), codes.reshape(len(rows), len(chosen)), np.array(counts or [1] * len(rows), dtype=np.int64), covariates
    )
    if counts is not None:
        _refuse_doubles(table, first)
    table = seen(table, counts is None, first, bool(lists))
    return replace(table, notices=(*table.notices, *notices))


def _counts(cells: list[str], name: str, first: int) -> list[int]:
    found = []
    for r, cell in enumerate(cells):
        where = f"Row {r + first}, column {name}"
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


def _code(cell: str, name: str, row: int) -> int:
    said = cell.casefold()
    if said in BLANKS:
        return UNKNOWN
    if said in CLOSED_WORDS:
        return CLOSED
    if said not in _CODES:
        raise BadInput(
            f"Row {row}, column {name}: {cell!r} is neither 1 (on the list) nor 0 (not on it) nor blank (not known); if {name} is no "
            "list, name those that are with --lists A,B,C."
        )
    return _CODES[said]


def _lists(
    columns: dict[str, list[str]], others: list[str], asked: Sequence[str] | None, by: Sequence[str], first: int, counted: bool
) -> tuple[list[str], list[str]]:
    """The columns that are lists, and what to tell of the choice."""
    if asked:
        twice = [n for n in asked if list(asked).count(n) > 1]
        if twice:
            raise Misuse(f"The list {twice[0]} is named twice.")
        return list(asked), []
    found, rest = [], []
    for name in others:
        known = [c.casefold() for c in columns[name] if c.casefold() not in BLANKS and c.casefold() not in CLOSED_WORDS]
        right = sum(c in _CODES for c in known)
        if name not in by and known and right == len(known):
            found.append(name)
            continue
        rest.append(name)
        if name not in by and _meant_as_list(known, right, counted):
            row, cell = next(
                (r, c) for r, c in enumerate(columns[name]) if c.casefold() not in {*BLANKS, *CLOSED_WORDS, *_CODES}
            )
            _code(cell, name, row + first)
    aside = [n for n in found if _like_a_covariate(n)]
    if aside and len(found) - len(aside) >= 2:
        found = [n for n in found if n not in aside]
        rest = [n for n in others if n not in found]
    else:
        aside = []
    if len(found) < 2:
        what = f"one column of zeros and ones ({found[0]})" if found else "no column of zeros and ones"
        raise BadInput(f"The table has {what}: an estimate needs two lists, each a column of 1 (on it) and 0 (not on it).")
    return found, [*_told(columns, found, rest, counted), *(_set_aside(n) for n in aside)]


def _meant_as_list(known: list[str], right: int, counted: bool) -> bool:
    """Whether a column with something else than 0 and 1 was surely meant as a list: it has both, and of persons nine in ten are.

    Of histories half are enough, or any where the rest are numbers.
    """
    has_both = any(_CODES.get(c) == ON for c in known) and any(_CODES.get(c) == OFF for c in known)
    if not has_both:
        return False
    if not counted:
        return right >= 0.9 * len(known)
    return 2 * right >= len(known) or all(_is_number(c) for c in known)


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return cell in _CODES
    return True


def _like_a_covariate(name: str) -> bool:
    said = name.casefold().strip()
    return said in _LIKE_A_COVARIATE or not _OF_A_PERSON.isdisjoint(re.split(r"[\W_\d]+", said))


def _set_aside(name: str) -> str:
    return f"The column {name} holds only 0 and 1, but is called like a covariate and was taken for one: if it is a list, say --lists."


def _told(columns: dict[str, list[str]], found: list[str], rest: list[str], counted: bool) -> list[str]:
    notices = []
    if not counted or rest:
        other = f"; the other columns ({', '.join(n or 'one without a name' for n in rest)}) are covariates" if rest else ""
        notices.append(f"Lists: {', '.join(found)}, the columns of zeros and ones{other}.")
    on = {n: [_CODES.get(c.casefold()) == ON for c in columns[n]] for n in found}
    for name in found:
        alone = any(on[name][r] and not any(on[m][r] for m in found if m != name) for r in range(len(on[name])))
        like = _like_a_covariate(name)
        if like or (not counted and len(found) > 2 and any(on[name]) and not alone):
            why = "is called like a covariate" if like else "never stands alone"
            notices.append(
                f"The column {name} {why} and was taken as a list, since it holds only 0 and 1: if it is none, say --lists."
            )
    return notices


def _refuse_doubles(table: Table, first: int) -> None:
    met: dict[tuple[Any, ...], int] = {}
    for r, history in enumerate(table.histories):
        key = (*map(int, history), *(v[r] for v in table.covariates.values()))
        if key in met:
            said = ", ".join(str(int(x)) if x >= 0 else "blank" for x in history)
            raise BadInput(
                f"Row {r + first}: the history {said} ({', '.join(table.lists)}) stands in row {met[key] + first} already; a history has "
                "one row with its count."
            )
        met[key] = r


def rows_of(path: Path) -> Iterable[dict[str, str]]:
    """The rows of a CSV file as they are."""
    names, rows, _ = _csv_rows(path)
    return (dict(zip(names, r, strict=True)) for r in rows)
