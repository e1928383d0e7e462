"""A list's file to a header and rows of words: CSV in any encoding, or one sheet of an Excel workbook. A file may be hostile."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import Any

from onrecord.capture.docx import check_parts
from onrecord.capture.encoding import decode, without_surrogates
from onrecord.capture.files import read_bytes, shown, unreadable
from onrecord.capture.kinds import MB, Kind
from onrecord.capture.text import read_text
from onrecord.errors import BadInput, MissingExtra, Misuse
from onrecord.link.lists import headed, records_of

MAX_ROWS = 1_000_000
MAX_COLUMNS = 500
MAX_CELL = 100_000
"""Characters of one cell: a page of a book has two thousand."""
_LIST = Kind("a list", read_text, 100 * MB)
_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Table:
    """The names of the columns, the rows as words without blanks around them, and sentences for the user."""

    header: tuple[str, ...]
    rows: list[list[str]]
    notices: tuple[str, ...] = ()


def read_table(path: Path, sheet: str | None = None) -> Table:
    """The table of a file. BadInput where it holds none; Misuse where there is no such sheet; MissingExtra for Excel without openpyxl."""
    where = shown(path)
    try:
        data = read_bytes(path, _LIST)
    except OSError as error:
        raise unreadable(path, error) from error
    if data.startswith(_OLE):
        raise BadInput(f"{where} is encrypted or in Excel's old format: save a copy as .xlsx without a password, or as CSV.")
    if data.startswith(_ZIP):
        records, notices = _workbook(data, where, sheet)
    elif sheet is not None:
        raise Misuse(f"{where} is no Excel workbook and has no sheets: leave --sheet out.")
    else:
        records, notices = _csv(data, where)
    header, rows = headed(_trimmed(_bounded(records, where)), where)
    if not rows:
        raise BadInput(f"{where} has a header and no rows.")
    return Table(tuple(h or f"column {n}" for n, h in enumerate(header, 1)), rows, notices)


def _csv(data: bytes, where: str) -> tuple[list[list[str]], tuple[str, ...]]:
    decoded = decode(data)
    if decoded is None:
        raise BadInput(f"{where} is no CSV file: save the list as CSV in UTF-8, or as .xlsx.")
    return records_of(decoded.text, where), (decoded.notice,) if decoded.notice else ()


def _workbook(data: bytes, where: str, sheet: str | None) -> tuple[list[list[str]], tuple[str, ...]]:
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        raise MissingExtra("Reading an Excel workbook", "xlsx") from error
    check_parts(data, where, "an Excel workbook", "save its rows as CSV")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and pictures, of which nothing is read
        try:
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            names = [s.title for s in book.worksheets]
            chosen = (
                sheet if sheet is not None else next((s.title for s in book.worksheets if s.sheet_state == "visible"), None)
            )
            if chosen not in names:
                raise Misuse(f"{where} has no sheet {sheet!r}: it has {', '.join(names) or 'none'}.")
            found: Any = book[chosen or ""]
            found.reset_dimensions()  # what a sheet says of its own size may be a lie
            cells = found.iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS + 1, values_only=True)
            records = [r[: _last(r)] for r in ([_words(c) for c in row] for row in cells) if any(r)]
        except (Misuse, BadInput):
            raise
        except Exception as error:  # openpyxl raises a dozen kinds on a broken file
            raise BadInput(
                f"{where} is not an Excel workbook that can be read ({type(error).__name__}): save it again."
            ) from None
    others = [n for n in names if n != chosen]
    note = f"{where}: the sheet {chosen!r} was read, and not {', '.join(map(repr, others))}: --sheet chooses."
    return records, (note,) if others and sheet is None else ()


def _words(value: Any) -> str:
    """A cell of a workbook as words: a date as ISO 8601, without a time where that is midnight; a whole number without a point."""
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _bounded(records: Sequence[Sequence[str]], where: str) -> list[list[str]]:
    """The records with cells made safe to store. BadInput where there is more than a list has."""
    if len(records) > MAX_ROWS + 1:
        raise BadInput(f"{where} has more than {MAX_ROWS:,} rows: split it.")
    kept = []
    for n, record in enumerate(records):
        if len(record) > MAX_COLUMNS:
            raise BadInput(f"{where}, row {n}: more than {MAX_COLUMNS} cells: leave out columns that say nothing.")
        if any(len(c) > MAX_CELL for c in record):
            raise BadInput(f"{where}, row {n}: a cell of more than {MAX_CELL:,} characters: capture what it holds as a report.")
        kept.append(
            [without_surrogates(c).replace("\0", " ").replace("\r\n", "\n").replace("\r", "\n").strip() for c in record]
        )
    return kept


def _trimmed(records: list[list[str]]) -> list[list[str]]:
    """Without columns at the end that are empty in every row: spreadsheets add them."""
    width = max((_last(r) for r in records), default=0)
    return [r[:width] for r in records if _last(r)]


def _last(cells: Iterable[str]) -> int:
    return max((n for n, c in enumerate(cells, 1) if c), default=0)
