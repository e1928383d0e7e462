"""The first and the last day that a date in EDTF may mean."""

from __future__ import annotations

import calendar
import re
from datetime import date

_OPEN_YEAR = r"XXXX(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?"
_OPEN = re.compile(rf"{_OPEN_YEAR}|\[{_OPEN_YEAR}(?:,{_OPEN_YEAR})*\]|\{{{_OPEN_YEAR}(?:,{_OPEN_YEAR})*\}}")
_PLAIN = re.compile(r"(?P<y>[0-9]{4})(?:-(?P<m>0[1-9]|1[0-2])(?:-(?P<d>[0-9]{2}))?)?")


def bounds(edtf: str) -> tuple[date | None, date | None]:
    """The first and the last day that an EDTF value may mean, None where that end is open. ValueError where it is no EDTF."""
    said = edtf.strip()
    plain = _PLAIN.fullmatch(said)
    if plain:
        return _plain_bounds(int(plain["y"]), plain["m"], plain["d"])
    if said.count("/") == 1:
        first, last = said.split("/")
        if (first or last) and set(first + last) - {"."}:
            return (bounds(first)[0] if first not in ("", "..") else None, bounds(last)[1] if last not in ("", "..") else None)
    if _OPEN.fullmatch(said):
        return None, None
    return _library_bounds(said)


def _plain_bounds(year: int, month: str | None, day: str | None) -> tuple[date, date]:
    if year < 1:
        raise ValueError("the year 0000 has no days here")
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        return date(year, int(month), 1), date(year, int(month), calendar.monthrange(year, int(month))[1])
    return date(year, int(month), int(day)), date(year, int(month), int(day))


def _library_bounds(said: str) -> tuple[date | None, date | None]:
    """Sets, unspecified digits, seasons, approximations: as the library `edtf` reads them."""
    from edtf import parse_edtf

    try:
        value = parse_edtf(said)
        first, last = value.lower_strict(), value.upper_strict()
        return date(first.tm_year, first.tm_mon, first.tm_mday), date(last.tm_year, last.tm_mon, last.tm_mday)
    except Exception as error:  # the library raises its own, ValueError, AttributeError and more
        raise ValueError(f"{said!r} is no date in EDTF") from error
