"""When an incident was: by the dates in its own sentences that are not the day on which somebody spoke, wrote or was arrested."""

from __future__ import annotations

import re

from onrecord.dates import DatedSpan, bounds
from onrecord.extract.dateline import dateline
from onrecord.extract.draft import ANY_YEAR, Draft
from onrecord.extract.reading import Reading

__all__ = ["date_of"]

_RELATIVE = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today|tonight|last\s+(?:night|week|month|year)|this\s+(?:morning|week|month))\b",
    re.IGNORECASE,
)
_SPOKEN = re.compile(
    r"\b(?:said|says|told\s+\w+(?:\s+\w+)?|announced|reported|confirmed|added|released|identified|named|stated|wrote|testified|appeared(?:\s+in\s+court)?"
    r"|arrested|charged|indicted|sentenced|convicted|arraigned|booked|pleaded\s+(?:not\s+)?guilty|court|update[ds]?|posted|published|release|report|statement"
    r"|conference|died|dies|vigil|funeral|since|until|before)[:,]?\s+(?:@\s*)?(?:(?:late|early)\s+)?(?:(?:on|in|by)\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_EVENT = r"(?:shootings?|attacks?|incident|killings?|bombing|blast|explosion|gunfire|clash(?:es)?|raid|massacre|stabbing|murders?|slayings?|ambush|shoot-?out|rampage)"
_HAPPENED = re.compile(
    rf"\b(?:{_EVENT}|it|violence|fire)\b[^.;]{{0,60}}?\b(?:happened|occurred|took\s+place|broke\s+out|erupted|unfolded|was\s+reported)\b",
    re.IGNORECASE,
)
_OF_EVENT_BEFORE = re.compile(
    rf"\b{_EVENT}\s+(?:(?:that|which)\s+(?:\w+\s+){{1,2}})?(?:(?:late|early)\s+)?(?:(?:in\s+the\s+\w+\s+)?(?:on|in|of)\s+)?$",
    re.IGNORECASE,
)
_OF_EVENT_AFTER = re.compile(rf"(?:['’]s)?\s+(?:\w+\s+)?{_EVENT}\b", re.IGNORECASE)
_PRECISIONS = ("day", "range", "set", "week", "month", "season", "year")
_FAR = 6  # sentences between what tells of an incident and one that says when it happened


def date_of(r: Reading, d: Draft, told: list[int]) -> DatedSpan | None:
    """The day in the incident's own sentences, or in one near them that says when it happened; else a wider date; else, of what is told
    of as done, the latest day named before.

    A dateline is the day of writing, and a sentence that names a day which cannot be resolved leaves it open.
    """
    here = [x for n in told for x in _dates_of(r, n)]
    happened = [x for n in _happened(r, told) for x in _dates_of(r, n)] if d.modality.tallied and d.kind == "harm" else []
    own = [x for x in here if not _spoken(r, x)]
    tied = [x for x in here + happened if _of_event(r, x)]
    for found in (tied, own, happened, [x for x in here if x not in own]):
        if found:
            return _finest(found, own + happened)
    if not told or not d.modality.tallied or d.kind == "context":
        return None
    if any(_RELATIVE.search(r.text, r.spans[n].start, r.spans[n].end) for n in told):
        return None
    start, line = r.spans[told[0]].start, dateline(r)
    days = [x for x in r.dates if x.precision == "day" and not line.start <= x.start < line.end]
    near = [x for x in days if x.start < start] or days[:1]
    return near[-1] if near else None


def _dates_of(r: Reading, n: int) -> list[DatedSpan]:
    line = dateline(r)
    return [x for x in r.dates_in(r.spans[n]) if x.precision in _PRECISIONS and not line.start <= x.start < line.end]


def _spoken(r: Reading, x: DatedSpan) -> bool:
    """Whether the words before a date say that it is of speaking, arresting, publishing or the like."""
    return _SPOKEN.search(r.text[max(0, x.start - 40) : x.start]) is not None


def _of_event(r: Reading, x: DatedSpan) -> bool:
    """Whether a date stands right beside a word for the event: "the 12 December shooting", "the attack of 3 May"."""
    before, after = r.text[max(0, x.start - 60) : x.start], r.text[x.end : x.end + 40]
    return _OF_EVENT_BEFORE.search(before) is not None or _OF_EVENT_AFTER.match(after) is not None


def _happened(r: Reading, told: list[int]) -> list[int]:
    """The sentences near those that tell of an incident which say when it happened."""
    if not told:
        return []
    near = range(told[0], min(told[-1] + _FAR, len(r.spans)))
    return [n for n in near if n not in told and _HAPPENED.search(r.text, r.spans[n].start, r.spans[n].end)]


def _finest(found: list[DatedSpan], others: list[DatedSpan]) -> DatedSpan:
    """The first day; where there is none, a day among the others inside the first wider date; else that date."""
    days = [x for x in found if x.precision == "day"]
    if days:
        return days[0]
    inside = [x for x in others if x.precision == "day" and _inside(x, found[0])]
    return inside[0] if inside else found[0]


def _inside(day: DatedSpan, wide: DatedSpan) -> bool:
    if ("XXXX" in day.edtf) != ("XXXX" in wide.edtf):
        return False
    (first, _), (start, end) = bounds(day.edtf.replace("XXXX", ANY_YEAR)), bounds(wide.edtf.replace("XXXX", ANY_YEAR))
    return first is not None and (start is None or start <= first) and (end is None or first <= end)
