"""How much two rows agree, column by column: a level for each comparison, and how common the value is on which they agree.

Levels run from full agreement to disagreement; the last one is always "not known", which says nothing. Frequencies are the share
of other rows that hold the value, so that agreement on a rare name, day or town weighs more, on the fuzzy levels too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onrecord.link.names_apart import WrittenApart
from onrecord.link.rows import Rows, joined, short_form_pairs, sounds_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[Any]
    Ints = NDArray[Any]

NAME_LEVELS = ("same", "one letter differs", "short form or same sound", "two letters differ", "alike", "same, elsewhere in the name",
               "initial", "differs", "not known")  # fmt: skip
REST_LEVELS = (
    "one more name agrees",
    "initial or spelling of one more agrees",
    "one side has more names",
    "other names differ",
    "no more names",
)
DAY_LEVELS = ("same day", "a day apart", "2 to 4 days apart", "5 to 10 days apart", "one digit differs", "the day differs",
              "the month differs", "the year differs", "day and month swapped", "same month, a day not known", "same year, the rest not known",
              "within a month or so", "same year", "differs", "not known")  # fmt: skip
AGE_LEVELS = ("same", "a year apart", "2 or 3 years apart", "4 to 7 years apart", "8 to 12 years apart", "differs", "not known")
SAME_LEVELS = ("same", "differs", "not known")
PLACE_LEVELS = ("same place", "place alike", "same county", "same state", "same country", "differs", "not known")
LEVELS: dict[str, tuple[str, ...]] = {
    "given": NAME_LEVELS, "family": NAME_LEVELS, "rest": REST_LEVELS, "suffix": SAME_LEVELS, "kin": SAME_LEVELS, "date": DAY_LEVELS,
    "born": DAY_LEVELS, "age": AGE_LEVELS, "sex": SAME_LEVELS, "race": SAME_LEVELS, "place": PLACE_LEVELS,
}  # fmt: skip
"""Comparisons in the order in which they are told, with their levels."""
OF_FIELD = {"name": ("given", "family", "rest", "suffix", "kin"), "date": ("date",), "born": ("born",), "age": ("age",), "sex": ("sex",),
            "race": ("race",), "place": ("place",)}  # fmt: skip
EXACT, EDIT, SOUND, EDITS, ALIKE, ELSEWHERE, INITIAL, DIFFERS, NOT_KNOWN = range(9)


@dataclass(slots=True)
class Compared:
    """Pairs compared: of each comparison the level, and the frequency (0 to 1) of what agrees; 0 where none applies."""

    levels: dict[str, NDArray[np.int8]]
    shares: dict[str, Floats]

    def __len__(self) -> int:
        return len(next(iter(self.levels.values())))


class Comparer:
    """Compares rows; counts once how common every value is."""

    def __init__(self, rows: Rows, counted: Ints | None = None) -> None:
        """`counted`: the rows whose values are counted for frequencies; else all."""
        import numpy as np

        self.rows = rows
        tokens = rows.vocabulary.words
        self.apart = WrittenApart(rows)
        words = [*tokens, *self.apart.words]
        self.words = np.array(words, dtype=object)
        self.lengths = np.array([len(w) for w in words] or [0], np.int16)
        sounds = rows.sounds if len(rows.sounds) == len(tokens) else sounds_of(tokens)
        none = -1 - len(tokens) - np.arange(len(self.apart.words), dtype=np.int32)  # a reading in one word has no sound
        self.sounds = np.concatenate([sounds, none])
        self.short = short_form_pairs(words)
        self.is_short = np.zeros(len(words) + 1, bool)
        self.is_short[list(self.short)] = True
        self.place_words = np.array(rows.places.words, dtype=object)
        self._count(rows, np.arange(len(rows)) if counted is None else counted)

    def _count(self, rows: Rows, of: Any) -> None:
        import numpy as np

        size = len(rows.vocabulary.words)
        given, family, rest = rows.tokens[of, 0], rows.tokens[of, 1], rows.tokens[of, 2:].ravel()
        self.token_share = {
            "given": _shares(given, size, len(of)), "family": _shares(family, size, len(of)),
            "rest": _shares(np.concatenate([given, family, rest]), size, len(of)),
        }  # fmt: skip
        self.date_share: dict[str, _DayShares] = {
            name: _DayShares(getattr(rows, name), of) for name in ("date", "born") if name in rows.have
        }
        self.place_share = [_shares(rows.place[of, n], len(rows.places.words), len(of)) for n in range(5)]
        self.events = []
        if "date" in rows.have and "place" in rows.have:
            event = joined(_codes(rows.date, 3) - 1, rows.place[:, 0])
            self.events = [_JointShares(event, of)]
            if "name" in rows.have:
                self.events.append(_JointShares(joined(event, rows.tokens[:, 1]), of))
        self.flat_share = {
            "sex": _shares(rows.sex[of], 4, len(of)),
            "race": _shares(rows.race[of], int(rows.race.max(initial=0)) + 1, len(of)),
        }

    def compare(self, a: Ints, b: Ints, fields: tuple[str, ...] | None = None) -> Compared:
        """Rows a[i] with rows b[i]."""
        rows = self.rows
        levels: dict[str, Any] = {}
        shares: dict[str, Any] = {}
        for field in fields or rows.have:
            if field == "name":
                self._names(a, b, levels, shares)
            elif field in ("date", "born"):
                days = getattr(rows, field)
                levels[field] = day_levels(days[a], days[b])
                shares[field] = self.date_share[field].of(days, a, levels[field])
            elif field == "age":
                levels[field], shares[field] = age_levels(rows.age[a], rows.age[b]), None
            elif field == "place":
                levels[field], shares[field] = self._places(a, b)
            else:
                values = getattr(rows, field)
                levels[field] = same_levels(values[a], values[b])
                shares[field] = _at(self.flat_share[field], values[a]) * (levels[field] == 0)
        self._together(a, levels, shares)
        return Compared(levels, shares)

    def _together(self, a: Ints, levels: Any, shares: Any) -> None:
        """Where a pair agrees on day and place: how common that event is; and how common the family is in it."""
        import numpy as np

        if not self.events or not {"date", "place"} <= set(levels):
            return
        same = (levels["date"] == 0) & (levels["place"] == 0)
        shares["event"] = np.where(same, self.events[0].of(a), 0).astype(np.float32)
        if len(self.events) > 1 and "family" in levels:
            shares["both"] = np.where(same & (levels["family"] == EXACT), self.events[1].of(a), 0).astype(np.float32)

    def _names(self, a: Ints, b: Ints, levels: Any, shares: Any) -> None:
        import numpy as np

        rows = self.rows
        left, right = rows.tokens[a], rows.tokens[b]
        there = ((left >= 0) | (right >= 0)).any(0)
        width = max(2, int(np.flatnonzero(there).max(initial=1)) + 1)
        left, right = left[:, :width], right[:, :width]
        table = self._token_levels(left, right)
        chosen = _aligned(table, left, right)
        self.apart.read(chosen, rows.tokens, a, b, self._alike)
        unnamed = (rows.kind[a] != 0) | (rows.kind[b] != 0)
        for part in ("given", "family"):
            level, x, y = chosen[part]
            level[unnamed] = NOT_KNOWN
            levels[part] = level
            share = self.token_share[part]
            shares[part] = np.maximum(_at(share, x), _at(share, y)) * (level < DIFFERS)
        level, x = chosen["rest"]
        level[unnamed] = len(REST_LEVELS) - 1
        levels["rest"], shares["rest"] = level, _at(self.token_share["rest"], x) * (level < 2)
        for part in ("suffix", "kin"):
            values = getattr(rows, part)
            none = 0 if part == "suffix" else -1
            levels[part] = same_levels(np.where(values[a] == none, -1, values[a]), np.where(values[b] == none, -1, values[b]))
            shares[part] = None

    def _token_levels(self, left: Ints, right: Ints) -> NDArray[np.int8]:
        """[pairs, left tokens, right tokens]; every distinct pair of tokens is compared once."""
        import numpy as np

        n, width = left.shape
        x = np.repeat(left[:, :, None], width, 2)
        y = np.repeat(right[:, None, :], width, 1)
        out = np.full((n, width, width), NOT_KNOWN, np.int8)
        there = (x >= 0) & (y >= 0)
        same = there & (x == y)
        out[same] = EXACT
        ask = there & ~same
        low, high = np.minimum(x[ask], y[ask]).astype(np.int64), np.maximum(x[ask], y[ask]).astype(np.int64)
        codes, back = np.unique(low * max(1, len(self.words)) + high, return_inverse=True)
        out[ask] = self._alike(codes // max(1, len(self.words)), codes % max(1, len(self.words)))[back]
        return out

    def _alike(self, x: Any, y: Any) -> NDArray[np.int8]:
        """Levels of distinct pairs of tokens that are not the same."""
        import numpy as np
        from rapidfuzz.distance import OSA, JaroWinkler
        from rapidfuzz.process import cpdist

        out = np.full(len(x), DIFFERS, np.int8)
        if not len(x):
            return out
        shorter, longer = np.minimum(self.lengths[x], self.lengths[y]), np.maximum(self.lengths[x], self.lengths[y])
        a, b = self.words[x], self.words[y]
        edits = cpdist(a, b, scorer=OSA.distance, score_cutoff=4, dtype=np.uint8)
        near = cpdist(a, b, scorer=JaroWinkler.similarity, dtype=np.float32)
        close = edits / np.maximum(longer, 1)
        out[(close <= 0.5) & (edits <= 4) & (shorter >= 4) | (near >= 0.85) & (shorter >= 4)] = ALIKE
        out[(edits <= 2) & (close <= 0.4)] = EDITS
        initial = shorter == 1
        if initial.any():
            first = np.array([w[:1] for w in self.words[x[initial]]]) == np.array([w[:1] for w in self.words[y[initial]]])
            out[initial] = np.where(first, INITIAL, DIFFERS)
        sound = (self.sounds[x] == self.sounds[y]) & (shorter >= 3)
        out[sound] = SOUND
        both = self.is_short[x] & self.is_short[y]
        for n in both.nonzero()[0]:
            if self.short[int(x[n])] & self.short[int(y[n])]:
                out[n] = SOUND
        out[(edits <= 1) & (shorter >= 3)] = EDIT
        return out

    def _places(self, a: Ints, b: Ints) -> tuple[NDArray[np.int8], Floats]:
        import numpy as np

        place = self.rows.place
        left, right = place[a], place[b]
        both = (left >= 0) & (right >= 0)
        same, differ = both & (left == right), both & (left != right)
        level = np.full(len(a), 5, np.int8)
        share = np.zeros(len(a), np.float32)
        for n, at in ((3, 4), (2, 3), (1, 2)):  # country, state, county: what is wider first, so that what is nearer stays
            fits = same[:, n] & ~differ[:, n + 1 : 4].any(1)
            level[fits] = at
            share[fits] = _at(self.place_share[n], left[fits, n])
        town, other = (left[:, 0], right[:, 0])
        ask = both[:, 0] & ~same[:, 0] & ~differ[:, 2]
        alike = np.zeros(len(a), bool)
        alike[ask] = self._places_alike(town[ask], other[ask])
        level[alike], share[alike] = (
            1,
            np.maximum(_at(self.place_share[0], town[alike]), _at(self.place_share[0], other[alike])),
        )
        fits = same[:, 0] & ~differ[:, 2] & ~differ[:, 3]
        level[fits], share[fits] = 0, _at(self.place_share[0], town[fits])
        level[~both.any(1)] = 6
        return level, share

    def _places_alike(self, x: Ints, y: Ints) -> NDArray[np.bool_]:
        import numpy as np
        from rapidfuzz.distance import JaroWinkler
        from rapidfuzz.process import cpdist

        codes, back = np.unique(np.minimum(x, y).astype(np.int64) * (1 << 31) + np.maximum(x, y), return_inverse=True)
        if not len(codes):
            return np.zeros(0, bool)
        a, b = self.place_words[codes >> 31], self.place_words[codes & ((1 << 31) - 1)]
        near = cpdist(a, b, scorer=JaroWinkler.similarity, dtype=np.float32) >= 0.92
        inside = np.array([(len(s) > 3 and len(t) > 3) and (s in t or t in s) for s, t in zip(a, b, strict=True)], bool)
        return np.asarray((near | inside)[back])


def _aligned(table: NDArray[np.int8], left: Ints, right: Ints) -> dict[str, Any]:
    """Which tokens stand for the given name and which for the family's, in order or swapped, and what is left over."""
    import numpy as np

    n, width, _ = table.shape
    every = np.arange(n)
    used_left, used_right = np.zeros((n, width), bool), np.zeros((n, width), bool)
    out: dict[str, Any] = {}
    for part, at in (("given", 0), ("family", 1)):  # in its own place
        level = table[:, at, at].copy()
        near = level <= ALIKE
        used_left[near, at] = used_right[near, at] = True
        out[part] = (level, left[:, at], right[:, at])
    for part, at in (("given", 0), ("family", 1)):
        level, x, y = out[part]
        cells = [(at, j) for j in range(width) if j != at] + [(j, at) for j in range(width) if j != at]
        found = np.stack([np.where(used_left[:, i] | used_right[:, j], NOT_KNOWN, table[:, i, j]) for i, j in cells], 1)
        best = found.argmin(1)
        take = (found[every, best] <= EDIT) & (level > ALIKE)
        i, j = np.array([c[0] for c in cells])[best], np.array([c[1] for c in cells])[best]
        x, y = np.where(take, left[every, i], x), np.where(take, right[every, j], y)
        used_left[every[take], i[take]] = True
        used_right[every[take], j[take]] = True
        out[part] = (np.where(take, ELSEWHERE, level).astype(np.int8), x, y)
    for part, at in (("given", 0), ("family", 1)):
        fits = out[part][0] < DIFFERS
        used_left[fits, at] |= True
        used_right[fits, at] |= True
    out["rest"] = _rest(table, left, right, used_left, used_right)
    return out


def _rest(table: Any, left: Ints, right: Ints, used_left: Any, used_right: Any) -> tuple[NDArray[np.int8], Ints]:
    """Of the names between the first and the last."""
    import numpy as np

    n, width, _ = table.shape
    level = np.full(n, 4, np.int8)
    value = np.full(n, -1, np.int32)
    if width <= 2:
        return level, value
    more_left = ((left >= 0) & ~used_left)[:, 2:]
    more_right = ((right >= 0) & ~used_right)[:, 2:]
    level[more_left.any(1) ^ more_right.any(1)] = 2
    both = more_left.any(1) & more_right.any(1)
    inner = np.where(more_left[:, :, None] & more_right[:, None, :], table[:, 2:, 2:], NOT_KNOWN)
    nearest = inner.reshape(n, -1).min(1)
    at = inner.reshape(n, -1).argmin(1) // (width - 2) + 2
    level[both] = np.where(nearest[both] == EXACT, 0, np.where(nearest[both] <= INITIAL, 1, 3))
    value[both] = left[np.arange(n), at][both]
    return level, value


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
    out[part & y] = 10
    out[part & y & months & m] = 9
    out[part & y & months & ~m] = 12
    out[(year[0] == 0) | (year[1] == 0)] = 14
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


def _shares(values: Any, size: int, rows: int) -> Floats:
    """How many of the other rows hold each value, as a share; at least one does, since pairs are asked for that agree."""
    import numpy as np

    counts = np.bincount(values[values >= 0], minlength=max(1, size))
    return (np.maximum(counts - 1, 1) / max(1, rows)).astype(np.float32)


def _at(shares: Floats, values: Any) -> Floats:
    import numpy as np

    return np.asarray(np.where(values >= 0, shares[values], 0), np.float32)


class _JointShares:
    """How many others hold the same values of several columns, as a share: of the counted rows less the two of the pair, and a little more
    for those that no list has: by Good and Turing, twice the events seen twice over those seen once, and at most half a row."""

    def __init__(self, codes: Any, of: Any) -> None:
        import numpy as np

        values, counts = np.unique(codes[of][codes[of] >= 0], return_counts=True)
        self.codes, self.values = codes, values
        once, twice = int((counts == 1).sum()), int((counts == 2).sum())
        unseen = min(0.5, max(0.02, 2 * twice / max(1, once + 2 * twice)))
        self.shares = ((np.maximum(counts - 2, 0) + unseen) / max(1, len(of))).astype(np.float32)

    def of(self, a: Ints) -> Floats:
        import numpy as np

        if not len(self.values):
            return np.zeros(len(a), np.float32)
        code = self.codes[a]
        at = np.minimum(np.searchsorted(self.values, code), len(self.values) - 1)
        return np.asarray(np.where(self.values[at] == code, self.shares[at], self.shares.min()), np.float32)


class _DayShares:
    """How common days, months and years are in a column of dates."""

    def __init__(self, days: Ints, of: Any) -> None:
        import numpy as np

        self.tables = []
        for parts in (3, 2, 1):
            codes = _codes(days[of], parts)
            values, counts = np.unique(codes[codes > 0], return_counts=True)
            self.tables.append((values, (np.maximum(counts - 1, 1) / max(1, len(of))).astype(np.float32)))

    def of(self, days: Ints, a: Ints, levels: Any) -> Floats:
        import numpy as np

        out = np.zeros(len(a), np.float32)
        for level, parts, (values, shares) in ((0, 3, self.tables[0]), (9, 2, self.tables[1]), (10, 1, self.tables[2])):
            fits = levels == level
            if fits.any() and len(values):
                at = np.minimum(np.searchsorted(values, _codes(days[a[fits]], parts)), len(values) - 1)
                out[fits] = shares[at]
        return out


def _codes(days: Ints, parts: int) -> Any:
    """A number for the first 1, 2 or 3 numbers of dates; 0 where one of them is not known."""
    import numpy as np

    known = (days[:, :parts] > 0).all(1)
    code = np.zeros(len(days), np.int64)
    for n in range(parts):
        code = code * 100 + days[:, n]
    return np.where(known, code, 0)
