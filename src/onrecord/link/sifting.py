"""Which candidate pairs can be let go unread: those that could not be one person even if all that is costly to compare agreed.

A pair's log odds are bounded from above by what is cheap to know: equal numbers, and of names and towns which letters they hold. An
edit changes at most two of the letters that a word holds, so words whose letters differ in more than two are no single slip apart.
Whatever would have been kept by the full comparison is kept; the rest, nearly all, is never compared letter by letter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord.link.comparing import Comparer
from onrecord.link.levels import (
    ALIKE,
    DIFFERS,
    EDIT,
    EDITS,
    ELSEWHERE,
    INITIAL,
    NO_MORE,
    ONE_SIDE,
    SOUND,
    age_levels,
    day_levels,
    same_levels,
)
from onrecord.link.model import FUZZY_FLOOR, LEAST_U, Model, logit
from onrecord.link.names_levels import OTHERS, OTHERS_APART
from onrecord.link.rows import Rows, letters_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[Any]

STEP = 1 << 16
"""How many pairs are looked at at a time: as many as a processor's cache holds."""
SLACK = 0.01
"""For what rounding may take away (natural log)."""


class Sieve:
    """`keeps` says which pairs may reach the least log odds, whatever kinship and event take from them."""

    def __init__(self, rows: Rows, comparer: Comparer, model: Model, least: float) -> None:
        import numpy as np

        self.rows, self.comparer, self.model = rows, comparer, model
        self.least = least - SLACK - max([0.0, *model.patterns.values()])
        self.prior = np.array([logit(model.across), logit(model.within)], np.float32)
        self.best = {name: self._best(name) for name in model.m}
        self.parts: list[str] = [n for n in ("name", "age", "sex", "race", "place", "date", "born") if n in rows.have]
        self.plain = {n: self._of_rows(n) for n in self.parts if n != "name"}
        self.wide = "place" in rows.have and bool((rows.place[:, 1:4] >= 0).any())
        self.after = self._after()
        if "name" in rows.have:
            self.letters, self.lengths = comparer.letters, comparer.lengths.astype(np.int8)
            share = comparer.token_share
            self.exact = {n: _exact(self.model.m[n][0], share[n]) for n in share}
        if "place" in rows.have:
            self.town_letters = letters_of(rows.places.words)
            self.town_lengths = np.array([len(w) for w in rows.places.words] or [0], np.int16)

    def _best(self, name: str) -> Floats:
        """Of each level the most that a pair can gain by it, its value being as rare as may be; of the first that of an average value."""
        import numpy as np

        m, u = np.array(self.model.m[name]), np.array(self.model.u[name])
        floor = 1.0 if name in ("age", "sex", "race", "suffix", "kin") else FUZZY_FLOOR
        return np.append(np.log(m) - np.log(np.maximum(u * floor, LEAST_U)), 0.0).astype(np.float32)

    def _of_rows(self, name: str) -> Floats:
        """What full agreement on each row's value says."""
        import numpy as np

        rows, of = self.rows, self.comparer
        if name == "age":
            return np.full(len(rows), self.best["age"][0], np.float32)
        if name == "place":
            return np.maximum(0.0, _exact(self.model.m[name][0], of.place_share[0])[rows.place[:, 0]])
        if name in ("date", "born"):
            days = getattr(rows, name)
            share = of.date_share[name].of(days, np.arange(len(rows)), np.zeros(len(rows), np.int8))
            return _exact(self.model.m[name][0], np.where(share > 0, share, self.model.u[name][0] * FUZZY_FLOOR))
        values: Any = getattr(rows, name)
        return np.asarray(_exact(self.model.m[name][0], of.flat_share[name])[values])

    def keeps(self, a: Ints, b: Ints, closer: bool = False) -> NDArray[np.bool_]:
        """Which of the pairs of rows a[i] and b[i] may be one person, or be told from one person by kinship and event alone. `closer`:
        given and family name are read, each in its own place."""
        import numpy as np

        out = np.zeros(len(a), bool)
        step = STEP * 4 if closer else STEP  # distinct pairs of tokens are read once
        for at in range(0, len(a), step):
            x, y = a[at : at + step], b[at : at + step]
            own = (self.rows.lists[x] == self.rows.lists[y]).astype(np.int8)
            bound = self.prior[own] - np.float32(self.least)
            stands = np.arange(len(x))
            for part in self.parts:
                bound = bound + (self.names(x, y, closer) if part == "name" else self.of(part, x, y))
                after = self.after[part]
                live = bound + np.minimum(after[x], after[y]) > 0
                x, y, bound, stands = x[live], y[live], bound[live], stands[live]
            out[at + stands] = True
        return out

    def _after(self) -> dict[str, Floats]:
        """Of each part and row what all parts after it can still add, at most."""
        import numpy as np

        left = np.zeros(len(self.rows), np.float32)
        for name in ("suffix", "kin"):
            if name in self.best and (getattr(self.rows, name) > 0).any():
                left = left + max(0.0, float(self.best[name].max()))
        out: dict[str, Floats] = {}
        for name in reversed(self.parts):
            out[name] = left
            if name != "name":
                left = left + np.maximum(self.plain[name], max(0.0, float(self.best[name][1:].max())))
        return out

    def of(self, name: str, x: Ints, y: Ints) -> Any:
        """The most that one comparison can say of each pair."""
        import numpy as np

        values = getattr(self.rows, name)
        if name == "place":
            return self._places(x, y)
        if name in ("date", "born"):
            levels = day_levels(values[x], values[y])
        else:
            levels = age_levels(values[x], values[y]) if name == "age" else same_levels(values[x], values[y])
        return np.where(levels == 0, self.plain[name][x], self.best[name][levels])

    def _places(self, x: Ints, y: Ints) -> Any:
        import numpy as np

        best, place = self.best["place"], self.rows.place
        left, right = place[x, 0], place[y, 0]
        both = (left >= 0) & (right >= 0)
        shared, lengths = self.town_letters[left] & self.town_letters[right], self.town_lengths
        apart = np.bitwise_count(self.town_letters[left] ^ self.town_letters[right])
        inside = (shared == self.town_letters[left]) | (shared == self.town_letters[right])
        alike = (apart * 4 <= lengths[left] + lengths[right]) | inside  # follows from a Jaro-Winkler similarity of 0.92
        wide = float(best[2:6].max()) if self.wide else float(best[5])
        out = np.where(alike, max(float(best[1]), wide), wide)
        out = np.where(left == right, np.maximum(self.plain["place"][x], out), out)
        return np.where(both, out, max(0.0, wide)).astype(np.float32)

    def names(self, x: Ints, y: Ints, closer: bool) -> Any:
        """The most that the names can say of each pair, over all ways to align their tokens."""
        import numpy as np

        tokens = self.rows.tokens
        left, right = tokens[x], tokens[y]
        given = self._own("given", left[:, 0], right[:, 0], closer)
        family = self._own("family", left[:, 1], right[:, 1], closer)
        elsewhere = self._near(left[:, 0], right[:, 1]), self._near(left[:, 1], right[:, 0])
        more_left, more_right = (left[:, 2:] >= 0).any(1), (right[:, 2:] >= 0).any(1)
        rest = {}
        for name, columns in (OTHERS_APART if self.rows.double else OTHERS).items():
            behind = [c for c in columns if c >= 2]
            there = (left[:, behind] >= 0).any(1) | (right[:, behind] >= 0).any(1)
            none = float(self.best[name][ONE_SIDE if self.rows.double else NO_MORE :].max())
            rest[name] = np.where(there, max(none, float(self.best[name][1:].max())), none).astype(np.float32)
        for out, name, swapped in ((given, "given", elsewhere), (family, "family", elsewhere)):
            most = float(self.best[name][ELSEWHERE])
            np.maximum(out, np.where(swapped[0] | swapped[1], most, -np.inf), out=out)
        turned = np.maximum(self.exact["family"][left[:, 1]], self.exact["family"][right[:, 1]])
        turned = np.maximum(turned, max(float(self.best["family"][n]) for n in (EDIT, ELSEWHERE)))
        np.maximum(family, np.where(elsewhere[0] & elsewhere[1], turned, -np.inf), out=family)
        self._others(np.flatnonzero(more_left | more_right), left, right, (given, family, rest))
        unnamed = (self.rows.kind[x] != 0) | (self.rows.kind[y] != 0)
        return np.where(unnamed, 0.0, given + family + sum(rest.values()))

    def _others(self, at: Ints, left: Ints, right: Ints, bounds: tuple[Any, Any, dict[str, Any]]) -> None:
        """Raise the bounds in place for the pairs in which a row has names between the first and the last."""
        import numpy as np

        if not len(at):
            return
        left, right = left[at], right[at]
        width = int(np.flatnonzero(((left >= 0) | (right >= 0)).any(0)).max()) + 1
        given, family = (b[at] for b in bounds[:2])
        rest = {name: b[at] for name, b in bounds[2].items()}
        of = {c: name for name, columns in (OTHERS_APART if self.rows.double else OTHERS).items() for c in columns}
        for i in range(width):
            for j in range(width):
                if (i < 2 and j < 2) or not ((left[:, i] >= 0).any() and (right[:, j] >= 0).any()):
                    continue
                x, y = left[:, i], right[:, j]
                if i in of and of[i] == of.get(j):
                    exact = np.where((x == y) & (x >= 0), self.exact[of[i]][x], -np.inf)
                    np.maximum(rest[of[i]], exact, out=rest[of[i]])
                if i >= 2 and j >= 2:
                    continue
                out, name = (given, "given") if 0 in (i, j) else (family, "family")
                near = self._near(x, y)
                np.maximum(
                    out, np.where(near, max(float(self.best[name][n]) for n in (EDIT, EDITS, ELSEWHERE)), -np.inf), out=out
                )
        self._apart(left, right, given, family)
        for whole, part in ((bounds[0], given), (bounds[1], family), *((bounds[2][n], rest[n]) for n in rest)):
            whole[at] = part

    def _apart(self, left: Ints, right: Ints, given: Any, family: Any) -> None:
        """A name in two words that may be one in the other row."""
        import numpy as np

        count = (left >= 0).sum(1), (right >= 0).sum(1)
        for more, less, fits in ((left, right, count[0] == count[1] + 1), (right, left, count[1] == count[0] + 1)):
            for out, name, at in ((given, "given", 0), (family, "family", 1)):
                one = self.letters[less[:, at]]
                near = np.zeros(len(fits), bool)
                for k in range(2, more.shape[1]):
                    whole = self.letters[more[:, at]] | self.letters[more[:, k]]
                    near |= (np.bitwise_count(whole ^ one) <= 3) & (more[:, k] >= 0)
                most = max(float(self.best[name][n]) for n in (EDIT, EDITS))
                np.maximum(out, np.where(near & fits & (less[:, at] >= 0), most, -np.inf), out=out)

    def _near(self, x: Ints, y: Ints) -> Any:
        """Tokens that may be the same or one letter apart."""
        import numpy as np

        apart = np.bitwise_count(self.letters[x] ^ self.letters[y])
        return (apart <= 2) & (x >= 0) & (y >= 0)

    def _own(self, name: str, x: Ints, y: Ints, closer: bool) -> Any:
        """Of tokens in their own place."""
        import numpy as np

        best, of = self.best[name], self.comparer
        apart = np.bitwise_count(self.letters[x] ^ self.letters[y])
        lengths = self.lengths[x], self.lengths[y]
        shorter, longer = np.minimum(*lengths), np.maximum(*lengths)
        alike = (shorter >= 4) & (apart <= np.maximum(longer, 0.6 * (shorter + longer)))
        sound = (of.sounds[x] == of.sounds[y]) | (of.is_short[x] & of.is_short[y])
        if closer:
            out = np.full(len(x), best[DIFFERS])
            ask = np.flatnonzero((alike | sound | (shorter == 1) | (apart <= 4)) & (x != y) & (x >= 0) & (y >= 0))
            out[ask] = best[of.alike(x[ask], y[ask])]
        else:
            out = np.where(alike, max(float(best[ALIKE]), float(best[DIFFERS])), float(best[DIFFERS]))
            np.maximum(out, np.where((apart <= 4) & (longer - shorter <= 2), best[EDITS], -np.inf), out=out)
            np.maximum(out, np.where((apart <= 2) & (longer - shorter <= 1), best[EDIT], -np.inf), out=out)
            np.maximum(out, np.where(sound, best[SOUND], -np.inf), out=out)
            np.maximum(out, np.where(shorter == 1, best[INITIAL], -np.inf), out=out)
        np.maximum(out, np.where(x == y, self.exact[name][x], -np.inf), out=out)
        return np.where((x < 0) | (y < 0), 0.0, out).astype(np.float32)


def _exact(m: float, shares: Any) -> Floats:
    """What agreement on a value says that so many hold; 0 where nobody does."""
    import numpy as np

    return np.where(shares > 0, np.log(m) - np.log(np.maximum(shares, LEAST_U)), 0.0).astype(np.float32)
