"""What the words of a date mean in EDTF, given when the report was published. Each function says nothing (None) where that
is not known, or where the words are no date."""

from __future__ import annotations

import calendar
import contextlib
import re
from collections.abc import Callable
from datetime import date, timedelta

from onrecord.dates.interval import bounds
from onrecord.dates.words import HOLIDAYS, MONTHS, SEASONS, SMALL, WEEKDAYS

Said = tuple[str, str]
_AHEAD = 60  # days after the publication within which a day without a year may lie, where the words look ahead


class Published:
    """The publication date, as far as it is known: its first and last day, and the day where it is one."""

    def __init__(self, edtf: str | None) -> None:
        self.first: date | None = None
        self.last: date | None = None
        if edtf:
            with contextlib.suppress(ValueError):
                self.first, self.last = bounds(edtf)
        self.day = self.last if self.first == self.last else None

    def year_of(self, month: int, day: int | None = None, ahead: bool = False, weekday: int | None = None) -> int | None:
        """The year of the latest such month or day that is not after the publication; the coming one where the words look
        ahead and it is near; another where the weekday beside it says so. None where the year is not known."""
        if self.first is None or self.last is None:
            return None
        years = {_latest(end, month, day) for end in (self.first, self.last)}
        if len(years) != 1:
            return None
        year = years.pop()
        if self.day is None:
            return year
        coming = [y for y in (year + 1,) if _real(y, month, day or 1) and self._near(date(y, month, day or 1))]
        if weekday is not None and day is not None:
            recent = _real(year, month, day) and self.day - date(year, month, day) <= timedelta(days=_AHEAD)
            past = (year,) if recent else range(year, max(year - 9, 0), -1)  # beside a recent day, another weekday is a slip
            fits = [y for y in (*coming, *past) if _real(y, month, day) and _weekday_of(y, month, day) == weekday]
            return fits[0] if fits else year
        return coming[0] if ahead and coming else year

    def _near(self, day: date) -> bool:
        return self.day is not None and timedelta(0) < day - self.day <= timedelta(days=_AHEAD)


def _latest(end: date, month: int, day: int | None) -> int:
    for year in range(end.year, max(end.year - 9, 0), -1):
        if day is not None and not _real(year, month, day):
            continue
        if (month, day or 1) <= (end.month, end.day) or year < end.year:
            return year
    return end.year


def _weekday_of(year: int, month: int, day: int) -> int:
    return date(year, month, day).weekday()


def month_of(said: str) -> int:
    return int(said) if said.isdigit() else MONTHS[said.rstrip(".").lower()]


def _year(said: str) -> int:
    digits = said.lstrip("'’")
    if len(digits) == 4:
        return int(digits)
    return (1900 if int(digits) > 40 else 2000) + int(digits)


def _real(year: int, month: int, day: int) -> bool:
    return 1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def _written(year: int | None, month: int, day: int | None = None) -> str:
    return (f"{year:04}" if year else "XXXX") + f"-{month:02}" + (f"-{day:02}" if day else "")


def _day(p: Published, m: re.Match[str], ahead: bool) -> Said | None:
    month, day = month_of(m["m"]), int(m["d"])
    beside = m.groupdict().get("w")
    weekday = WEEKDAYS[beside.lower()] if beside else None
    year = _year(m["y"]) if m["y"] else p.year_of(month, day, ahead, weekday)
    return (_written(year, month, day), "day") if _real(year or 2000, month, day) else None


def _days(p: Published, m: re.Match[str], ahead: bool) -> Said | None:
    month, first, last = month_of(m["m"]), int(m["d"]), int(m["d2"])
    year = _year(m["y"]) if m["y"] else p.year_of(month, last, ahead)
    if first >= last or not _real(year or 2000, month, last):
        return None
    return _pair(_written(year, month, first), _written(year, month, last), m["join"].strip().lower(), bool(m["open"]))


def _pair(first: str, last: str, join: str, span: bool) -> Said:
    """ "3 or 5" is one of both, "3 and 5" both (but "between 3 and 5" a span), the rest a span."""
    if join in ("or", "and") and not span:
        return (f"[{first},{last}]" if join == "or" else f"{{{first},{last}}}"), "set"
    return f"{first}/{last}", "range"


def _listed(p: Published, m: re.Match[str], ahead: bool) -> Said | None:
    days = [int(m["d"]), *(int(d) for d in re.findall(r"[0-9]+", m["list"]))]
    month = month_of(m["m"])
    year = _year(m["y"]) if m["y"] else p.year_of(month, days[-1], ahead)
    if sorted(set(days)) != days or not _real(year or 2000, month, days[-1]):
        return None
    said = ",".join(_written(year, month, d) for d in days)
    return (f"[{said}]" if re.search(r"\bor\b", m["list"], re.IGNORECASE) else f"{{{said}}}"), "set"


def _cross(p: Published, m: re.Match[str], ahead: bool) -> Said | None:
    first, last = (month_of(m["m"]), int(m["d"])), (month_of(m["m2"]), int(m["d2"]))
    year = _year(m["y"]) if m["y"] else p.year_of(*last, ahead)
    before = year - 1 if year and first > last else year
    if first == last or not _real(before or 2000, *first) or not _real(year or 2000, *last):
        return None
    if first > last and not year:
        return None
    return _pair(_written(before, *first), _written(year, *last), m["join"].strip().lower(), bool(m["open"]))


def _months(p: Published, m: re.Match[str], ahead: bool) -> Said | None:
    first, last = month_of(m["m"]), month_of(m["m2"])
    year = _year(m["y2"]) if m["y2"] else p.year_of(last, None, ahead)
    before = _year(m["y"]) if m["y"] else (year - 1 if year and first > last else year)
    if first == last or (first > last and not year) or (m["y"] and not m["y2"]):
        return None
    return _pair(_written(before, first), _written(year, last), m["join"].strip().lower(), bool(m["open"]))


def _slashes(p: Published, m: re.Match[str], ahead: bool) -> Said | None:
    a, b, year = int(m["a"]), int(m["b"]), _year(m["y"])
    days = sorted({(month, day) for month, day in ((a, b), (b, a)) if _real(year, month, day)})
    said = [_written(year, month, day) for month, day in days]
    if not said:
        return None
    return (said[0], "day") if len(said) == 1 else (f"[{','.join(said)}]", "set")


def _month_year(p: Published, m: re.Match[str], ahead: bool) -> Said | None:
    return _written(_year(m["y"]), month_of(m["m"])), "month"


def _month_alone(p: Published, m: re.Match[str], ahead: bool) -> Said | None:
    month = month_of(m["m"])
    return _written(p.year_of(month, None, ahead), month), "month"


def _years(p: Published, m: re.Match[str], ahead: bool) -> Said | None:
    first, last = int(m["y"]), int(m["y2"])
    if first >= last:
        return None
    return _pair(str(first), str(last), m["join"].strip().lower(), (m["open"] or "").lower() in ("between", "from"))


def _season(p: Published, m: re.Match[str], ahead: bool) -> Said | None:
    return f"{int(m['y']):04}-{SEASONS[m['s'].lower()]}", "season"


def _season_near(p: Published, m: re.Match[str], ahead: bool) -> Said | None:
    """ "Last summer" is over; which year's it was is known in all months but those of winter, which two years share."""
    season = SEASONS[m["s"].lower()]
    if p.day is None or season == 24 or p.day.month in (1, 2, 12):
        return None
    over = p.day.month > {21: 5, 22: 8, 23: 11}[season]
    year = p.day.year if over or m["which"].lower() == "this" else p.day.year - 1
    return f"{year:04}-{season}", "season"


def _weekday(p: Published, m: re.Match[str], ahead: bool) -> Said | None:
    if p.day is None:
        return None
    which = (m["which"] or "").lower().split()
    if {"previous", "following"} & set(which):
        return None
    back = (p.day.weekday() - WEEKDAYS[m["w"].lower().rstrip(".")]) % 7
    if which == ["next"] or (ahead and back and not which):
        return (p.day + timedelta(days=7 - back)).isoformat(), "day"
    return (p.day - timedelta(days=back or (7 if "last" in which else 0))).isoformat(), "day"


def _holiday(p: Published, m: re.Match[str], ahead: bool) -> Said | None:
    name = " ".join(m["h"].lower().replace("’", "'").split()).removeprefix("the ")
    month, day = HOLIDAYS[name]
    return _written(_year(m["y"]) if m["y"] else p.year_of(month, day, ahead), month, day), "day"


def _shifted(day: date, months: int) -> str:
    index = day.year * 12 + day.month - 1 - months
    return f"{index // 12:04}-{index % 12 + 1:02}"


def _week(day: date) -> Said:
    monday = day - timedelta(days=day.weekday())
    return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}", "week"


def number(said: str) -> int:
    words = " ".join(said.lower().split())
    return int(words) if words.isdigit() else SMALL[words]


def _ago(p: Published, m: re.Match[str], ahead: bool) -> Said | None:
    n, unit = number(m["n"]), m["unit"].lower()
    if p.day is None or n >= p.day.year:
        return None
    if unit == "day":
        return (p.day - timedelta(days=n)).isoformat(), "day"
    if unit == "week":
        return _week(p.day - timedelta(weeks=n))
    return (_shifted(p.day, n), "month") if unit == "month" else (f"{p.day.year - n:04}", "year")


def _unit(p: Published, m: re.Match[str], ahead: bool) -> Said | None:
    if p.day is None:
        return None
    back, unit = int(m["which"].lower() == "last"), m["unit"].lower()
    if unit == "week":
        return _week(p.day - timedelta(weeks=back))
    return (_shifted(p.day, back), "month") if unit == "month" else (f"{p.day.year - back:04}", "year")


def _weekend(p: Published, m: re.Match[str], ahead: bool) -> Said | None:
    """The latest Saturday and Sunday that have begun; "last weekend", said on one, is the one before it."""
    if p.day is None or (ahead and m["which"].lower() == "this"):
        return None
    back = (p.day.weekday() - 5) % 7
    if m["which"].lower() == "last" and p.day.weekday() >= 5:
        back += 7
    saturday = p.day - timedelta(days=back)
    return f"{saturday.isoformat()}/{(saturday + timedelta(days=1)).isoformat()}", "range"


def _day_of(p: Published, m: re.Match[str], ahead: bool) -> Said | None:
    """ "The 28th": of the month that is said, or the latest such day."""
    day = int(m["d"])
    if p.day is None or day == 0:
        return None
    back = int(m["which"].lower() == "last") if m["which"] else int(day > p.day.day)
    year, month = (int(part) for part in _shifted(p.day, back).split("-"))
    return (_written(year, month, day), "day") if _real(year, month, day) else None


def _near(p: Published, m: re.Match[str], ahead: bool) -> Said | None:
    if p.day is None:
        return None
    said = " ".join(m["near"].lower().split())
    if said == "overnight":
        return f"{(p.day - timedelta(days=1)).isoformat()}/{p.day.isoformat()}", "range"
    back = (
        2 if said.startswith("the day") else -1 if said == "tomorrow" else int(said == "yesterday" or said.startswith("last"))
    )
    return (p.day - timedelta(days=back)).isoformat(), "day"


def counted_from(day: date, m: re.Match[str]) -> str:
    """The day that "two days earlier", "the next day" mean after a day has been named."""
    if m["n"]:
        days = number(m["n"]) * (7 if m["unit"].lower() == "week" else 1)
        return (day + timedelta(days=days if (m["way"] or m["past"]).lower() in ("later", "after") else -days)).isoformat()
    side = (m["side"] or m["just"]).lower()
    return (day + timedelta(days={"same": 0, "previous": -1, "before": -1}.get(side, 1))).isoformat()


RESOLVE: dict[str, Callable[[Published, re.Match[str], bool], Said | None]] = {
    "iso": _day, "dots": _day, "day_month": _day, "month_day": _day, "days_month": _days, "month_days": _days, "days_list": _listed,
    "month_list": _listed, "cross_month": _cross, "cross_day": _cross, "months": _months, "slashes": _slashes,
    "month_year": _month_year, "month": _month_alone, "years": _years, "season": _season, "season_near": _season_near,
    "decade": lambda p, m, ahead: (f"{m['y']}X", "decade"), "year": lambda p, m, ahead: (m["y"], "year"), "weekday": _weekday,
    "holiday": _holiday, "ago": _ago, "unit": _unit, "weekend": _weekend, "day_of": _day_of, "near": _near,
}  # fmt: skip
