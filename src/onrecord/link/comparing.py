"""How much two rows agree, column by column: a level for each comparison, and how common the value is on which they agree.

Frequencies are the share of other rows that hold the value, so that agreement on a rare name, day or town weighs more, on the fuzzy
levels too.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onrecord.link.levels import (
    ALIKE,
    DIFFERS,
    EDIT,
    EDITS,
    ELSEWHERE,
    EXACT,
    INITIAL,
    MORE_NOT_KNOWN,
    NO_MORE,
    NOT_KNOWN,
    ONE_SIDE,
    OTHERS_DIFFER,
    SAME_MONTH,
    SAME_YEAR,
    SOUND,
    age_levels,
    day_levels,
    same_levels,
)
from onrecord.link.names import TOKENS
from onrecord.link.names_apart import read_apart
from onrecord.link.names_double import GIVEN, SURNAMES
from onrecord.link.names_levels import aligned
from onrecord.link.names_near import Neighbours, near_share
from onrecord.link.rows import Rows, joined, letters_of, short_form_pairs, sounds_of
from onrecord.link.shares import OTHERS_OF_FEW, DayShares, JointShares, codes_of, share_of, shares_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[Any]
    Ints = NDArray[Any]


@dataclass(slots=True)
class Compared:
    """Pairs compared: of each comparison the level, and the frequency (0 to 1) of what agrees; 0 where none applies."""

    levels: dict[str, NDArray[np.int8]]
    shares: dict[str, Floats]

    def __len__(self) -> int:
        return len(next(iter(self.levels.values())))

    def at(self, which: Any) -> Compared:
        """Those of the pairs."""
        return Compared(
            {n: v[which] for n, v in self.levels.items()},
            {n: None if v is None else v[which] for n, v in self.shares.items()},
        )


def grouped(compared: Compared, own: Any) -> tuple[Compared, Any, Any]:
    """Pairs that are alike in every level and share, once each: compared, within one list or not, and how many pairs each stands for."""
    import numpy as np

    odd = np.uint64(0x9E3779B97F4A7C15)
    code = (np.asarray(own).astype(np.uint64) + np.uint64(1)) * odd
    columns: list[Any] = [*compared.levels.values(), *(v.view(np.uint32) for v in compared.shares.values() if v is not None)]
    for values in columns:
        code = (code ^ values.astype(np.uint64)) * odd
        code ^= code >> np.uint64(29)
    _, at, count = np.unique(code, return_index=True, return_counts=True)
    return compared.at(at), own[at], count.astype(float)


class Comparer:
    """Compares rows; counts once how common every value is."""

    def __init__(self, rows: Rows, counted: Ints | None = None) -> None:
        """`counted`: the rows whose values are counted for frequencies; else all."""
        import numpy as np

        self.rows = rows
        words = rows.vocabulary.words
        self.words = np.array(words, dtype=object)
        self.lengths = np.array([len(w) for w in words] or [0], np.int16)
        self.letters = letters_of(words)
        self.sounds = rows.sounds if len(rows.sounds) == len(words) else sounds_of(words)
        self.neighbours = Neighbours(words, self.sounds)
        self.short = short_form_pairs(words)
        number = rows.vocabulary.number
        self.husbands = np.array([rows.double and w[:2] == "de" and w[2:] in number for w in words] + [False])
        self.is_short = np.zeros(len(words) + 1, bool)
        self.is_short[list(self.short)] = True
        self.place_words = np.array(rows.places.words, dtype=object)
        self._count(rows, np.arange(len(rows)) if counted is None else counted)

    def recounted(self, counted: Ints) -> Comparer:
        """The same, with the values of other rows counted."""
        made = copy(self)
        made._count(self.rows, counted)
        return made

    def _count(self, rows: Rows, of: Any) -> None:

        size = len(rows.vocabulary.words)
        tokens = rows.tokens[of]
        columns = {"given": (0,), "family": (1,), "rest": tuple(range(TOKENS))}
        if rows.double:
            columns = {"given": (0,), "family": (1,), "middle": GIVEN, "second": SURNAMES}
        self.counted = len(of)
        self.spelt_share = {n: self.neighbours.shares(tokens[:, columns[n][0]], len(of)) for n in ("given", "family")}
        self.token_share = {n: shares_of(tokens[:, c].ravel(), size, len(of)) for n, c in columns.items()}
        self.date_share: dict[str, DayShares] = {
            name: DayShares(getattr(rows, name), of) for name in ("date", "born") if name in rows.have
        }
        self.place_share = [shares_of(rows.place[of, n], len(rows.places.words), len(of)) for n in range(5)]
        self.events = []
        if "date" in rows.have and "place" in rows.have:
            for level, parts in ((0, 3), (SAME_MONTH, 2), (SAME_YEAR, 1)):
                event = joined(codes_of(rows.date, parts) - 1, rows.place[:, 0])
                of_family = JointShares(joined(event, rows.tokens[:, 1]), of) if "name" in rows.have else None
                self.events.append((level, JointShares(event, of), of_family))
        self.flat_share = {
            "sex": shares_of(rows.sex[of], 4, len(of), OTHERS_OF_FEW),
            "race": shares_of(rows.race[of], int(rows.race.max(initial=0)) + 1, len(of), OTHERS_OF_FEW // 3),
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
                shares[field] = share_of(self.flat_share[field], values[a]) * (levels[field] == 0)
        self._together(a, levels, shares)
        return Compared(levels, shares)

    def _together(self, a: Ints, levels: Any, shares: Any) -> None:
        """Where a pair agrees on place and day, or on as much of the day as both know: how common that event is; and how common the
        family is in it."""
        import numpy as np

        if not self.events or not {"date", "place"} <= set(levels):
            return
        shares["event"] = np.zeros(len(a), np.float32)
        if "family" in levels and self.events[0][2] is not None:
            shares["both"] = np.zeros(len(a), np.float32)
        for level, event, of_family in self.events:
            same = np.flatnonzero((levels["date"] == level) & (levels["place"] == 0))
            shares["event"][same] = event.of(a[same])
            if of_family is not None and "both" in shares:
                same = same[levels["family"][same] == EXACT]
                shares["both"][same] = of_family.of(a[same])

    def _names(self, a: Ints, b: Ints, levels: Any, shares: Any) -> None:
        import numpy as np

        rows = self.rows
        left, right = rows.tokens[a], rows.tokens[b]
        there = ((left >= 0) | (right >= 0)).any(0)
        width = max(2, int(np.flatnonzero(there).max(initial=1)) + 1)
        left, right = left[:, :width], right[:, :width]
        table = self._token_levels(left, right)
        chosen = aligned(table, left, right, rows.double)
        read_apart(self.words, self.letters, chosen, left, right, rows.double)
        unnamed = (rows.kind[a] != 0) | (rows.kind[b] != 0)
        for part in ("given", "family"):
            level, x, y = chosen[part]
            level[unnamed] = NOT_KNOWN
            levels[part] = level
            share = self.token_share[part]
            shares[part] = np.maximum(share_of(share, x), share_of(share, y)) * (level < DIFFERS)
            spelt = np.flatnonzero((level == EDIT) | (level == SOUND))
            near = near_share(self.spelt_share[part], x[spelt], y[spelt], level[spelt] == SOUND, self.counted)
            shares[part][spelt] = near
        turned = np.flatnonzero(
            (levels["given"] == ELSEWHERE) & (levels["family"] < DIFFERS)
        )  # which is the family's is not sure
        _, x, y = chosen["family"]
        for share in (self.token_share["given"], self.token_share["family"]):
            more = np.maximum(share_of(share, x[turned]), share_of(share, y[turned]))
            shares["family"][turned] = np.maximum(shares["family"][turned], more)
        for part in ("rest", "middle", "second"):
            if part in chosen:
                level, x = chosen[part]
                level[unnamed] = MORE_NOT_KNOWN if rows.double else NO_MORE
                if part == "middle":
                    level[levels["given"] == NOT_KNOWN] = MORE_NOT_KNOWN
                if part == "second":
                    self._husbands(level, left, right)
                levels[part], shares[part] = level, share_of(self.token_share[part], x) * (level < ONE_SIDE)
        for part in ("suffix", "kin"):
            values = getattr(rows, part)
            none = 0 if part == "suffix" else -1
            levels[part] = same_levels(np.where(values[a] == none, -1, values[a]), np.where(values[b] == none, -1, values[b]))
            shares[part] = None

    def _husbands(self, level: NDArray[np.int8], left: Ints, right: Ints) -> None:
        """Change in place: a husband's name ("de Belmonte") is no second surname that differs."""
        import numpy as np

        at = np.flatnonzero(level == OTHERS_DIFFER)
        columns = [c for c in SURNAMES[1:] if c < left.shape[1]]
        if len(at):
            level[at[(self.husbands[left[at][:, columns]] | self.husbands[right[at][:, columns]]).any(1)]] = ONE_SIDE

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
        out[ask] = self.alike(x[ask], y[ask])
        return out

    def alike(self, x: Ints, y: Ints) -> NDArray[np.int8]:
        """Levels of pairs of tokens that are not the same; every distinct pair is read once."""
        import numpy as np

        size = max(1, len(self.words))
        codes, back = np.unique(np.minimum(x, y).astype(np.int64) * size + np.maximum(x, y), return_inverse=True)
        return np.asarray(self._alike(codes // size, codes % size)[back])

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
            share[fits] = share_of(self.place_share[n], left[fits, n])
        town, other = (left[:, 0], right[:, 0])
        ask = both[:, 0] & ~same[:, 0] & ~differ[:, 2]
        alike = np.zeros(len(a), bool)
        alike[ask] = self._places_alike(town[ask], other[ask])
        level[alike], share[alike] = (
            1,
            np.maximum(share_of(self.place_share[0], town[alike]), share_of(self.place_share[0], other[alike])),
        )
        fits = same[:, 0] & ~differ[:, 2] & ~differ[:, 3]
        level[fits], share[fits] = 0, share_of(self.place_share[0], town[fits])
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
