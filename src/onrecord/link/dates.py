"""Dates of lists as three numbers, year, month and day, of which any may be unknown (0): "1981", "1981-05", EDTF, day first or last.

A list's own mistakes stay ("1994-11-71"): which of the three numbers agree is evidence, whatever the calendar says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from onrecord.dates import bounds
from onrecord.errors import BadInput

_MISSING = {"", "unknown", "n/a", "na", "none", "null", "nan", "?", "-", "--", "not known", "not stated", "nat",
            "desconocido", "desconocida", "se desconoce", "no se sabe", "sin dato", "sin datos", "s/d", "n/d", "ignorado", "no consta"}  # fmt: skip
_ISO = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?)?(?:[T ][0-9:.,+Z-]*)?")
SLASHED = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})(?:[T ][0-9:.,+Z-]*)?")
_MONTHS = {
    m: n % 12 + 1
    for n, m in enumerate(
        "january february march april may june july august september october november december jan feb mar apr may jun jul aug sep "
        "oct nov dec enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre ene feb mar abr may jun jul "
        "ago sep oct nov dic".split()
    )
} | {"sept": 9, "setiembre": 9}
_WORDED = re.compile(
    r"(?:([0-9]{1,2})(?:st|nd|rd|th)?\.? (?:de )?)?([a-z]+)\.?(?: ([0-9]{1,2})(?:st|nd|rd|th)?)?,? (?:del? )?([0-9]{4})",
    re.IGNORECASE,
)
Day = tuple[int, int, int]
UNKNOWN: Day = (0, 0, 0)
SLIP = 99
"""Stands for a month of 00 beside a day: a slip, and not a month that nobody knows."""


def missing(words: str) -> bool:
    return words.strip().lower() in _MISSING


def days(cells: Sequence[str], where: str) -> list[Day]:
    """A column of dates. BadInput at the first cell that is none; `where` names the file and column."""
    order = _order(cells, where)
    found = []
    for n, cell in enumerate(cells):
        day = UNKNOWN if missing(cell) else read_day(cell.strip(), order)
        if day is None:
            raise BadInput(
                f"{where}, row {n + 1}: {cell.strip()!r} is no date: write 1981-05-31, 1981-05, 1981 or leave it empty."
            )
        found.append(day)
    return found


def _order(cells: Sequence[str], where: str) -> str:
    """Whether dates with slashes put the day or the month first. BadInput where no number tells."""
    order = order_of(cells)
    if order is None:
        first = next(c for c in cells if SLASHED.fullmatch(c.strip())).strip()
        raise BadInput(f"{where}: whether {first!r} puts the day or the month first cannot be told: write 1981-05-31.")
    return order


def order_of(cells: Sequence[str]) -> str | None:
    """ "day" or "month", whichever a column's dates with slashes put first; either number above 12 tells. None where none tells."""
    slashed = [m for m in (SLASHED.fullmatch(c.strip()) for c in cells) if m]
    first, second = any(int(m[1]) > 12 for m in slashed), any(int(m[2]) > 12 for m in slashed)
    if slashed and not first and not second and any(m[1] != m[2] for m in slashed):
        return None
    return "day" if first else "month"


@lru_cache(maxsize=1 << 17)
def read_day(words: str, order: str) -> Day | None:
    """One cell's date; None where it is none. `order` says what dates with slashes put first."""
    plain = _ISO.fullmatch(words)
    if plain:
        year, month, day = int(plain[1]), int(plain[2] or 0), int(plain[3] or 0)
        return year, SLIP if day and not month else month, day
    slashed = SLASHED.fullmatch(words)
    if slashed:
        a, b, year = (int(g) for g in slashed.groups())
        return (year, b, a) if order == "day" else (year, a, b)
    worded = _WORDED.fullmatch(words)
    if worded and worded[2].lower() in _MONTHS:
        return int(worded[4]), _MONTHS[worded[2].lower()], int(worded[1] or worded[3] or 0)
    try:
        first, last = bounds(words)
    except ValueError:
        return None
    if first is None or last is None or first.year != last.year:
        return UNKNOWN
    if first.month != last.month:
        return first.year, 0, 0
    return first.year, first.month, first.day if first == last else 0


def number(words: str) -> int:
    """A year, month or day of a column of its own; 0 where it is not known, -1 where it is no number."""
    said = words.strip().lower().rstrip(".")
    if missing(said):
        return 0
    if said in _MONTHS:
        return _MONTHS[said]
    return int(float(said)) if re.fullmatch(r"[0-9]{1,4}(?:\.0)?", said) else -1
