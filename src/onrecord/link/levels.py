"""The levels of agreement of each comparison, from full agreement to disagreement, and those of dates, ages and plain values.

The last level is always "not known", which says nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[Any]

NAME_LEVELS = ("same", "one letter differs", "short form or same sound", "two letters differ", "alike", "same, elsewhere in the name",
               "initial", "differs", "not known")  # fmt: skip
REST_LEVELS = (
    "one more name agrees",
    "initial or spelling of one more agrees",
    "one more name agrees, another differs",
    "one side has more names",
    "other names differ",
    "no more names",
)
SECOND_LEVELS = (
    "agrees",
    "initial or spelling agrees",
    "one agrees, another differs",
    "on one side alone",
    "differs",
    "none",
    "not known",
)
DAY_LEVELS = ("same day", "a day apart", "2 to 4 days apart", "5 to 10 days apart", "one digit differs", "the day differs",
              "the month differs", "the year differs", "day and month swapped", "same month, a day not known", "same year, the rest not known",
              "within a month or so", "same year", "differs", "another month, a day not known",
              "another year, the rest not known", "not known")  # fmt: skip
WHOLE_DAYS, SAME_MONTH, SAME_YEAR, OTHER_MONTH, OTHER_YEAR = (*range(9), 11, 12, 13), 9, 10, 14, 15
DAY_GROUPS = (WHOLE_DAYS, (SAME_MONTH, OTHER_MONTH), (SAME_YEAR, OTHER_YEAR))
"""Levels of two whole dates, of two of which a day is not known, and of two of which a month is not. Whether a list knows a day says
nothing of who died, so that probabilities sum to 1 within each group."""
AGE_LEVELS = ("same", "a year apart", "2 or 3 years apart", "4 to 7 years apart", "8 to 12 years apart", "differs", "not known")
SAME_LEVELS = ("same", "differs", "not known")
PLACE_LEVELS = ("same place", "place alike", "same county", "same state", "same country", "differs", "not known")
LEVELS: dict[str, tuple[str, ...]] = {
    "given": NAME_LEVELS, "family": NAME_LEVELS, "rest": REST_LEVELS, "middle": SECOND_LEVELS, "second": SECOND_LEVELS, "suffix": SAME_LEVELS, "kin": SAME_LEVELS, "date": DAY_LEVELS,
    "born": DAY_LEVELS, "age": AGE_LEVELS, "sex": SAME_LEVELS, "race": SAME_LEVELS, "place": PLACE_LEVELS,
}  # fmt: skip
"""Comparisons in the order in which they are told, with their levels."""
OF_FIELD = {"name": ("given", "family", "rest", "middle", "second", "suffix", "kin"), "date": ("date",), "born": ("born",), "age": ("age",), "sex": ("sex",),
            "race": ("race",), "place": ("place",)}  # fmt: skip
ONE_MORE, ONE_MORE_NEAR, ONE_MORE_NOT_ALL, ONE_SIDE, OTHERS_DIFFER, NO_MORE, MORE_NOT_KNOWN = range(7)
DATES = ("date", "born")
EXACT, EDIT, SOUND, EDITS, ALIKE, ELSEWHERE, INITIAL, DIFFERS, NOT_KNOWN = range(9)


def groups_of(name: str) -> tuple[tuple[int, ...], ...]:
    """The levels of a comparison by groups whose probabilities sum to 1, the one that plainly differs last in each."""
    return DAY_GROUPS if name in DATES else (tuple(range(len(LEVELS[name]) - 1)),)


def day_levels(a: Ints, b: Ints) -> NDArray[np.int8]:
    """Two dates [n, 3] each, any number of which may be unknown."""
    import numpy as np

    year, month, day = (a[:, 0], b[:, 0]), (a[:, 1], b[:, 1]), (a[:, 2], b[:, 2])
    whole = (a > 0).all(1) & (b > 0).all(1)
    apart = np.abs(_ordinal(a) - _ordinal(b))
    y, m, d = year[0] == year[1], month[0] == month[1], day[0] == day[1]
    swapped = (month[0] == day[1]) & (day[0] == month[1])
    digits = _digits(year, 4) + _digits(month, 2) + _digits(day, 2)
    out = np.full(len(a), 13, np.int8)
    cases = [
        (y, 12), (apart <= 45, 11), (y & swapped, 8), (m & d, 7), (y & d, 6), (y & m, 5), (digits == 1, 4), (apart <= 10, 3),
        (apart <= 4, 2), (apart == 1, 1), (y & m & d, 0),
    ]  # fmt: skip
    for fits, level in cases:
        out[fits & whole] = level
    part = ~whole
    months = (month[0] > 0) & (month[1] > 0)
    out[part] = np.where(y, SAME_YEAR, OTHER_YEAR)[part]
    out[part & months] = np.where(y & m, SAME_MONTH, OTHER_MONTH)[part & months]
    out[(year[0] == 0) | (year[1] == 0)] = 16
    return out


def _digits(pair: tuple[Ints, Ints], places: int) -> Any:
    """How many digits differ."""
    return sum((pair[0] // 10**n % 10 != pair[1] // 10**n % 10).astype(int) for n in range(places))


def _ordinal(days: Ints) -> Any:
    """Days since the year 0, near enough: a list's impossible dates have one too."""
    import numpy as np

    y, m, d = (days[:, n].astype(np.int64) for n in range(3))
    shifted = np.where(m <= 2, y - 1, y)
    return 365 * shifted + shifted // 4 - shifted // 100 + shifted // 400 + (153 * ((m + 9) % 12) + 2) // 5 + d


def age_levels(a: Ints, b: Ints) -> NDArray[np.int8]:
    import numpy as np

    apart = np.abs(a - b)
    out = np.select([apart == 0, apart == 1, apart <= 3, apart <= 7, apart <= 12], [0, 1, 2, 3, 4], 5).astype(np.int8)
    out[(a < 0) | (b < 0)] = 6
    return out


def same_levels(a: Ints, b: Ints) -> NDArray[np.int8]:
    import numpy as np

    return np.where((a < 0) | (b < 0), 2, np.where(a == b, 0, 1)).astype(np.int8)
