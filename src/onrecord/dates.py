"""Dates as a report words them, in EDTF (ISO 8601-2), resolved against its publication date. No date is ever invented.

* A day without a year is the latest such day on or before the publication; where that is not known to the year, the year
  stays open: `XXXX-05-28`.
* "Friday" is the latest Friday on or before the publication (the day itself counts); "last Friday" is before it.
* A relative word ("yesterday", "earlier this month") needs a publication date to the day, or it gives nothing.
* What is said to the month stays a month, to the year a year; "in 2011 or 2012" is a set, "3 to 5 May" an interval.
* "05/06/2021" may be May or June: it is the set of both days.
"""

from __future__ import annotations

import calendar
import contextlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["DatedSpan", "bounds", "find_dates", "parse_published"]


@dataclass(frozen=True, slots=True)
class DatedSpan:
    """A date in EDTF, its precision (a code of the vocabulary), and where its words stand, in code points."""

    edtf: str
    precision: str
    start: int
    end: int


_MONTHS = {m: n for n, names in enumerate(
    ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
     "sep sept september", "oct october", "nov november", "dec december"), 1) for m in names.split()}  # fmt: skip
_WEEKDAYS = {d: n for n, d in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())}
_SMALL = {w: n for n, w in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)}
_SMALL |= {"a": 1, "an": 1, "a couple of": 2}
_M = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")(?![^\W_])\.?"
_W = "(?:" + "|".join(_WEEKDAYS) + r")(?!\w)"
_D = r"(?:0?[1-9]|[12][0-9]|3[01])"
_Y = r"(?:1[6-9][0-9]{2}|20[0-9]{2})(?![0-9])"
_PART = r"(?:(?:the\s+)?(?:early\s+|late\s+)?(?:night|evening|morning|afternoon|eve|day)\s+of\s+)?"
_SUFFIX = r"(?:st|nd|rd|th)?"
_TO = r"\s*(?:-|–|to|and|or)\s*"
_PATTERNS = {
    "iso": r"(?<![\w-])(?P<y>[12][0-9]{3})-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12][0-9]|3[01])(?![\w-])",
    "days_month": rf"(?<![\w.,-]){_PART}(?:between\s+|from\s+)?(?P<d>{_D}){_SUFFIX}(?P<join>{_TO})(?P<d2>{_D}){_SUFFIX}(?:\s+of)?\s+(?P<m>{_M})(?:,?\s+(?P<y>{_Y}))?",
    "month_days": rf"(?<!\w){_PART}(?:between\s+|from\s+)?(?P<m>{_M})\s+(?P<d>{_D}){_SUFFIX}(?P<join>{_TO})(?P<d2>{_D}){_SUFFIX}(?![\w:])(?:,?\s+(?P<y>{_Y}))?",
    "day_month": rf"(?<![\w.,:-]){_PART}(?:{_W},?\s+)?(?P<d>{_D}){_SUFFIX}(?:\s+of)?[\s-]+(?P<m>{_M})(?:,?[\s-]+(?P<y>{_Y}|['’]?[0-9]{{2}}(?![\w:/%]|[.,][0-9]|\s*(?:people|men|women|civilians|killed))))?",
    "month_day": rf"(?<!\w){_PART}(?:{_W},?\s+)?(?P<m>{_M})\s+(?P<d>{_D}){_SUFFIX}(?![\w%:]|[.,][0-9]{{3}}(?![0-9]))(?:,?\s+(?:in\s+)?(?P<y>{_Y}))?",
    "slashes": r"(?<![\w/])(?P<a>[0-9]{1,2})/(?P<b>[0-9]{1,2})/(?P<y>[12][0-9]{3}|[0-9]{2})(?![\w/])",
    "month_year": rf"(?<!\w)(?P<m>{_M}),?\s+(?:of\s+)?(?P<y>{_Y})",
    "month": rf"(?<!\w)(?:in|since|during|of|until|by|last|this\s+past|throughout)\s+(?:early\s+|late\s+|mid-?\s?)?(?P<m>{_M})(?!\s*[0-9])",
    "years": rf"(?<!\w)(?P<open>in|between|from)?\s*(?<!\w)(?P<y>{_Y})(?P<join>\s*[-–]\s*|\s+(?:to|and|or)\s+)(?P<y2>{_Y})",
    "decade": r"(?<!\w)(?:the\s+)?(?:early\s+|late\s+)?(?P<y>1[6-9][0-9]|20[0-9])0['’]?s(?!\w)",
    "year": rf"(?<!\w)(?:in|since|during|throughout|early|late|mid|of|until|summer|spring|autumn|fall|winter)[\s-]+(?P<y>{_Y})(?!\s*(?:people|men|women|civilians|others))",
    "weekday": rf"(?<!\w)(?P<which>last\s+|this\s+past\s+|this\s+|next\s+|past\s+)?(?P<w>{_W})(?:\s+(?:night|evening|morning|afternoon|at\s+(?:noon|midnight)))?",
    "ago": r"(?<!\w)(?P<n>[0-9]{1,3}|a\s+couple\s+of|an?|" + "|".join(list(_SMALL)[:12]) + r")\s+(?P<unit>day|week|month|year)s?\s+(?:ago|earlier)(?!\w)",
    "unit": r"(?<!\w)(?:earlier\s+|later\s+)?(?P<which>this|last)\s+(?P<unit>week|month|year)(?![\w-])",
    "near": r"(?<!\w)(?P<near>the\s+day\s+before\s+yesterday|yesterday|today|tonight|last\s+(?:night|evening)|this\s+(?:morning|afternoon|evening)|overnight)(?!\w)",
}  # fmt: skip
_COMPILED = {name: re.compile(p, re.IGNORECASE) for name, p in _PATTERNS.items()}
_HINT = re.compile(
    r"(?:\d{4}|\d/|" + "|".join(m for m in _MONTHS if len(m) == 3) + r"|day|night|morning|afternoon|evening|week|month|year)",
    re.IGNORECASE,
)
_NO_WEEKDAY = re.compile(r"(?:black|good|ash|palm|bloody|easter|super|fat)\s+$", re.IGNORECASE)
_AGE = re.compile(r"(?:['’]s|-old|\s+old|\s+school)(?!\w)", re.IGNORECASE)


def _month(said: str) -> int:
    return _MONTHS[said.rstrip(".").lower()]


def _year(said: str) -> int:
    digits = said.lstrip("'’")
    if len(digits) == 4:
        return int(digits)
    return (1900 if int(digits) > 40 else 2000) + int(digits)


def _real(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


class _Published:
    """The publication date, as far as it is known: its first and last day, and the day where it is one."""

    def __init__(self, edtf: str | None) -> None:
        self.first: date | None = None
        self.last: date | None = None
        if edtf:
            with contextlib.suppress(ValueError):
                self.first, self.last = bounds(edtf)
        self.day = self.last if self.first == self.last else None

    def year_of(self, month: int, day: int | None = None) -> int | None:
        """The year of the latest such month or day that is not after the publication; None where that is not known."""
        if self.first is None or self.last is None:
            return None
        years = {self._latest(end, month, day) for end in (self.first, self.last)}
        return years.pop() if len(years) == 1 else None

    @staticmethod
    def _latest(end: date, month: int, day: int | None) -> int:
        for year in range(end.year, end.year - 9, -1):
            if day is not None and not _real(year, month, day):
                continue
            if (month, day or 1) <= (end.month, end.day) or year < end.year:
                return year
        return end.year


def _day(published: _Published, m: re.Match[str]) -> tuple[str, str] | None:
    month, day = (int(m["m"]) if m["m"].isdigit() else _month(m["m"])), int(m["d"])
    year = _year(m["y"]) if m["y"] else published.year_of(month, day)
    if not _real(year or 2000, month, day):
        return None
    return (f"{year:04}" if year else "XXXX") + f"-{month:02}-{day:02}", "day"


def _days(published: _Published, m: re.Match[str]) -> tuple[str, str] | None:
    month, first, last = _month(m["m"]), int(m["d"]), int(m["d2"])
    year = _year(m["y"]) if m["y"] else published.year_of(month, last)
    if first >= last or not _real(year or 2000, month, last):
        return None
    base = (f"{year:04}" if year else "XXXX") + f"-{month:02}"
    if year and m["join"].strip() == "or":
        return f"[{base}-{first:02},{base}-{last:02}]", "set"
    return f"{base}-{first:02}/{base}-{last:02}", "range"


def _slashes(published: _Published, m: re.Match[str]) -> tuple[str, str] | None:
    a, b, year = int(m["a"]), int(m["b"]), _year(m["y"])
    days = sorted({(month, day) for month, day in ((a, b), (b, a)) if _real(year, month, day)})
    said = [f"{year:04}-{month:02}-{day:02}" for month, day in days]
    if not said:
        return None
    return (said[0], "day") if len(said) == 1 else (f"[{','.join(said)}]", "set")


def _month_year(published: _Published, m: re.Match[str]) -> tuple[str, str] | None:
    return f"{_year(m['y']):04}-{_month(m['m']):02}", "month"


def _month_alone(published: _Published, m: re.Match[str]) -> tuple[str, str] | None:
    month = _month(m["m"])
    year = published.year_of(month)
    return (f"{year:04}" if year else "XXXX") + f"-{month:02}", "month"


def _years(published: _Published, m: re.Match[str]) -> tuple[str, str] | None:
    first, last = int(m["y"]), int(m["y2"])
    if first >= last:
        return None
    return (f"[{first},{last}]", "set") if m["join"].strip() == "or" else (f"{first}/{last}", "range")


def _weekday(published: _Published, m: re.Match[str]) -> tuple[str, str] | None:
    if published.day is None:
        return None
    which = (m["which"] or "").split()
    back = (published.day.weekday() - _WEEKDAYS[m["w"].lower()]) % 7
    if which == ["next"]:
        return (published.day + timedelta(days=7 - back)).isoformat(), "day"
    return (published.day - timedelta(days=back or (7 if "last" in which else 0))).isoformat(), "day"


def _shifted(day: date, months: int) -> str:
    index = day.year * 12 + day.month - 1 - months
    return f"{index // 12:04}-{index % 12 + 1:02}"


def _week(day: date) -> tuple[str, str]:
    monday = day - timedelta(days=day.weekday())
    return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}", "week"


def _ago(published: _Published, m: re.Match[str]) -> tuple[str, str] | None:
    said = " ".join(m["n"].lower().split())
    n, unit = (int(said) if said.isdigit() else _SMALL[said]), m["unit"].lower()
    if published.day is None or m[0].lower().endswith("earlier"):
        return None
    if unit == "day":
        return (published.day - timedelta(days=n)).isoformat(), "day"
    if unit == "week":
        return _week(published.day - timedelta(weeks=n))
    if unit == "month":
        return _shifted(published.day, n), "month"
    return (f"{published.day.year - n:04}", "year") if n < published.day.year else None


def _unit(published: _Published, m: re.Match[str]) -> tuple[str, str] | None:
    if published.day is None:
        return None
    back, unit = int(m["which"].lower() == "last"), m["unit"].lower()
    if unit == "week":
        return _week(published.day - timedelta(weeks=back))
    return (_shifted(published.day, back), "month") if unit == "month" else (f"{published.day.year - back:04}", "year")


def _near(published: _Published, m: re.Match[str]) -> tuple[str, str] | None:
    if published.day is None:
        return None
    said = " ".join(m["near"].lower().split())
    if said == "overnight":
        return f"{(published.day - timedelta(days=1)).isoformat()}/{published.day.isoformat()}", "range"
    back = 2 if said.startswith("the day") else 1 if said == "yesterday" or said.startswith("last") else 0
    return (published.day - timedelta(days=back)).isoformat(), "day"


_RESOLVE: dict[str, Callable[[_Published, re.Match[str]], tuple[str, str] | None]] = {
    "iso": _day, "day_month": _day, "month_day": _day, "days_month": _days, "month_days": _days, "slashes": _slashes,
    "month_year": _month_year, "month": _month_alone, "years": _years, "decade": lambda p, m: (f"{m['y']}X", "decade"),
    "year": lambda p, m: (m["y"], "year"), "weekday": _weekday, "ago": _ago, "unit": _unit, "near": _near,
}  # fmt: skip


def find_dates(text: str, published: str | None = None) -> list[DatedSpan]:
    """Every date that `text` words, in order, without overlap. `published` is EDTF: a day, a month or a year."""
    if not _HINT.search(text):
        return []
    known = _Published(published)
    capitals = text.isupper()
    found: list[tuple[int, int, str, str]] = []
    for name, pattern in _COMPILED.items():
        for m in pattern.finditer(text):
            if _is_no_date(text, m, name, capitals):
                continue
            said = _RESOLVE[name](known, m)
            if said is not None:
                start = m.start() + (len(m[0]) - len(m[0].lstrip()))
                found.append((start, m.end(), *said))
    chosen: list[DatedSpan] = []
    for start, end, edtf, precision in sorted(found, key=lambda f: (f[0], -f[1])):
        if not chosen or start >= chosen[-1].end:
            chosen.append(DatedSpan(edtf, precision, start, end))
        elif end - start > chosen[-1].end - chosen[-1].start:
            chosen[-1] = DatedSpan(edtf, precision, start, end)
    return chosen


def _is_no_date(text: str, m: re.Match[str], name: str, capitals: bool) -> bool:
    """ "may" the verb, "march" the walk, "Black Friday", "a 9 year old": words that only look like dates."""
    if name == "weekday":
        return (
            bool(_NO_WEEKDAY.search(text[max(0, m.start() - 8) : m.start()]))
            or (not capitals and not m["w"][0].isupper())
            or bool(re.match(r"\s+school(?!\w)", text[m.end() : m.end() + 8], re.IGNORECASE))
        )
    if "m" in m.groupdict() and not m["m"].isdigit() and not capitals:
        return not m["m"][0].isupper()
    return name == "year" and _AGE.match(text, m.end()) is not None


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
    if re.fullmatch(r"XXXX(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?", said):
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


def parse_published(text: str) -> str | None:
    """A publication date from metadata or a person as an EDTF day, month or year; None where it is none."""
    said = text.strip()
    m = re.match(r"([12][0-9]{3})(?:-?(0[1-9]|1[0-2])(?:-?([0-3][0-9]))?)?(?=$|[T\s])", said)
    if m:
        edtf = "-".join(p for p in m.groups() if p)
    else:
        found = [f for f in find_dates(said) if "XXXX" not in f.edtf and f.precision in ("day", "month")]
        from email.utils import parsedate_to_datetime

        if len(found) == 1:
            edtf = found[0].edtf
        else:
            try:
                edtf = parsedate_to_datetime(said).date().isoformat()
            except (ValueError, TypeError, IndexError):
                return None
    try:
        bounds(edtf)
    except ValueError:
        return None
    return edtf
