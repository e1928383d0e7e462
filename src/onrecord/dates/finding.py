"""Finding dates in a report's words, and reading a publication date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from onrecord.dates.interval import bounds
from onrecord.dates.resolving import RESOLVE, Published, counted_from
from onrecord.dates.words import COMPILED, FOLLOWING, windows


@dataclass(frozen=True, slots=True)
class DatedSpan:
    """A date in EDTF, its precision (a code of the vocabulary), and where its words stand, in code points."""

    edtf: str
    precision: str
    start: int
    end: int


_NO_WEEKDAY = re.compile(r"(?:black|good|ash|palm|bloody|easter|super|fat)\s+$", re.IGNORECASE)
_AGE = re.compile(r"(?:['’]s|-old|\s+old|\s+school)(?!\w)", re.IGNORECASE)
_LOOKS_AHEAD = re.compile(
    r"(?<!\w)(?:will|scheduled|set\s+for|due\s+(?:to|in|on|back)|upcoming|to\s+be\s+(?:held|sentenced|arraigned|tried)|plans?\s+to)(?!\w)"
    r"(?P<between>[^.;:!?\n]{0,45})$",
    re.IGNORECASE,
)
# "Charges will be filed after a boy was shot on Saturday": what stands between looks back again.
_LOOKS_BACK = re.compile(
    r"(?<!\w)(?:was|were|had|after|who|whose|from|shot|killed|died|suspects?|death|shooting|attack|since)(?!\w)", re.IGNORECASE
)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BACK = 300  # characters within which "two days earlier" looks for the day that it counts from


def find_dates(text: str, published: str | None = None) -> list[DatedSpan]:
    """Every date that `text` words, in order, without overlap. `published` is EDTF: a day, a month or a year."""
    near = windows(text)
    if not near:
        return []
    known = Published(published)
    found: list[DatedSpan] = []
    for kind, patterns in COMPILED.items():
        for start, end in near.get(kind, ()):
            for name, pattern in patterns.items():
                for m in pattern.finditer(text, start, end):
                    if not _is_no_date(text, m, name) and (said := RESOLVE[name](known, m, _ahead(text, m))) is not None:
                        found.append(DatedSpan(*said, m.start() + len(m[0]) - len(m[0].lstrip()), m.end()))
    chosen = _without_overlap(found)
    for start, end in near.get("following", ()):
        for m in FOLLOWING.finditer(text, start, end):
            if (day := _counted(text, m, chosen)) is not None:
                chosen = _without_overlap([*chosen, day])
    return chosen


def _without_overlap(found: list[DatedSpan]) -> list[DatedSpan]:
    """Of dates that share words, the longest."""
    chosen: list[DatedSpan] = []
    for f in sorted(found, key=lambda f: (f.start, -f.end)):
        if not chosen or f.start >= chosen[-1].end:
            chosen.append(f)
        elif f.end - f.start > chosen[-1].end - chosen[-1].start:
            chosen[-1] = f
    return chosen


def _ahead(text: str, m: re.Match[str]) -> bool:
    cue = _LOOKS_AHEAD.search(text[max(0, m.start() - 70) : m.start()])
    return cue is not None and not _LOOKS_BACK.search(cue["between"]) and text[m.end() : m.end() + 2] not in ("'s", "’s")


def _counted(text: str, m: re.Match[str], chosen: list[DatedSpan]) -> DatedSpan | None:
    """The day counted from the one named last before it in the same paragraph."""
    before = [c for c in chosen if c.end <= m.start() and m.start() - c.end <= _BACK][-1:]
    if not before or not _DAY.fullmatch(before[0].edtf) or "\n\n" in text[before[0].end : m.start()]:
        return None
    try:
        return DatedSpan(counted_from(date.fromisoformat(before[0].edtf), m), "day", m.start(), m.end())
    except (OverflowError, ValueError):
        return None  # before the year 1 or after 9999


def _is_no_date(text: str, m: re.Match[str], name: str) -> bool:
    """ "may" the verb, "march" the walk, "Black Friday", "a 9 year old": words that only look like dates."""
    if name == "weekday":
        return (
            bool(_NO_WEEKDAY.search(text[max(0, m.start() - 8) : m.start()]))
            or not m["w"][0].isupper()
            or bool(re.match(r"\s+school(?!\w)", text[m.end() : m.end() + 8], re.IGNORECASE))
        )
    groups = m.groupdict()
    if "m" in groups and not m["m"].isdigit():
        return not m["m"][0].isupper() or ("m2" in groups and not m["m2"][0].isupper())
    return name == "year" and _AGE.match(text, m.end()) is not None


def parse_published(text: str) -> str | None:
    """A publication date from metadata or a person as an EDTF day, month or year; None where it is none."""
    said = text.strip()
    m = re.match(r"([12][0-9]{3})(?:-?(0[1-9]|1[0-2])(?:-?([0-3][0-9]))?)?(?=$|[T\s])", said)
    if m:
        edtf = "-".join(p for p in m.groups() if p)
    else:
        from email.utils import parsedate_to_datetime  # slow to import

        found = [f for f in find_dates(said) if "XXXX" not in f.edtf and f.precision in ("day", "month")]
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
