"""What single cells say: dates in EDTF, ages, sexes, counts, codes. None where a cell cannot be read; nothing is rounded or guessed."""

from __future__ import annotations

import re

from onrecord.claims import Count
from onrecord.dates import bounds
from onrecord.link import dates
from onrecord.numbers import find_counts

_EDTF = re.compile(r"[0-9]{4}[0-9XSE./?~%\[\]{},+-]*|\[[0-9X,./-]+\]")
_AGE = re.compile(r"([0-9]{1,3})(?:\.0)?(?:\s*(?:years?|yrs?|y)\.?(?:\s*old)?)?", re.IGNORECASE)
_YOUNG = re.compile(r"([0-9]{1,3})\s*(months?|weeks?|days?)(?:\s*old)?", re.IGNORECASE)
_IN_A_YEAR = {"m": 12, "w": 52, "d": 365}
_SEXES = {
    **dict.fromkeys(("m", "male", "man", "boy", "hombre", "masculino", "masculine", "homme", "남", "남성", "남자"), "male"),
    **dict.fromkeys(("f", "female", "woman", "girl", "mujer", "femenino", "feminine", "femme", "여", "여성", "여자"), "female"),
}
"""Digits stand for a sex in some lists, and not for the same one in all: a map says which."""
_NO_SEX = {"u", "undetermined", "not determined"}


def missing(words: str) -> bool:
    """Whether a cell says nothing, or says that something is not known."""
    return dates.missing(words)


def date_of(words: str, order: str | None) -> str | None:
    """A date in EDTF as exact as it is given. Where the column does not tell whether the day or the month comes first, one of both."""
    if _EDTF.fullmatch(words) and _stands(words):
        return words
    slashed = dates.SLASHED.fullmatch(words)
    if slashed and order is None:
        both = sorted({e for o in ("day", "month") if (e := _edtf(dates.read_day(words, o)))})
        return both[0] if len(both) == 1 else f"[{','.join(both)}]" if both else None
    return _edtf(dates.read_day(words, order or "month"))


def date_of_parts(year: str, month: str, day: str) -> str | None:
    """A date in EDTF from columns of its own, up to the first that is not known."""
    numbers = tuple(dates.number(c) for c in (year, month, day))
    return None if min(numbers) < 0 else _edtf((numbers[0], numbers[1], numbers[2]))


def _edtf(found: dates.Day | None) -> str | None:
    if found is None or not found[0]:
        return None
    year, month, day = found
    said = f"{year:04d}" + (f"-{month:02d}" + (f"-{day:02d}" if day else "") if month else "")
    return said if _stands(said) else None


def _stands(edtf: str) -> bool:
    """Whether a value is EDTF, and of days that a calendar has."""
    try:
        return any(end is not None for end in bounds(edtf))
    except ValueError:
        return False


def age_of(words: str) -> int | None:
    """Whole years; of months, weeks and days the full years. A span or "40s" is no age."""
    if found := _AGE.fullmatch(words):
        return int(found[1]) if int(found[1]) <= 130 else None
    young = _YOUNG.fullmatch(words)
    return int(young[1]) // _IN_A_YEAR[young[2][0].lower()] if young else None


def sex_of(words: str) -> str | None:
    """As the words give it."""
    return _SEXES.get(words.lower())


def sex_is_missing(words: str) -> bool:
    return missing(words) or words.lower() in _NO_SEX


def count_of(words: str) -> Count | None:
    """How many people, with bounds: "4", "3-5", "at least 3". None where no count can be read, or it is none at all."""
    if re.fullmatch(r"[0-9]{1,7}(?:\.0)?", words):
        return Count.exactly(int(float(words))) if float(words) >= 1 else None
    if more := re.fullmatch(r"([1-9][0-9]{0,6})\s*\+", words):
        return Count.at_least(int(more[1]))
    found = find_counts(f"{words} people")
    return found[0].count if len(found) == 1 and found[0].count.min >= 1 else None
