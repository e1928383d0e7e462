"""How common values are: the share of other rows that hold the value on which a pair agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord.link.levels import SAME_MONTH, SAME_YEAR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[Any]
    Ints = NDArray[Any]


OTHER_ROWS = 30
"""A value is taken to be absent from so many rows that no list has: in a list of three rows a name is not held by a third of mankind."""
OTHERS_OF_FEW = 15
"""Of the values of a column that has few, such as sex, as many of those rows hold each."""
OTHER_EVENTS = 5
"""Of events, so many rows: a list may be of one event."""


def shares_of(values: Any, size: int, rows: int, others: int = 0) -> Floats:
    """How many of the other rows hold each value, as a share; at least one does, since pairs are asked for that agree."""
    import numpy as np

    counts = np.bincount(values[values >= 0], minlength=max(1, size))
    return ((np.maximum(counts - 1, 1) + others) / (rows + OTHER_ROWS)).astype(np.float32)


def share_of(shares: Floats, values: Any) -> Floats:
    import numpy as np

    return np.asarray(np.where(values >= 0, shares[values], 0), np.float32)


class JointShares:
    """How many others hold the same values of several columns, as a share: of the counted rows less the two of the pair, and a little more
    for those that no list has: by Good and Turing, twice the events seen twice over those seen once, and at most half a row."""

    def __init__(self, codes: Any, of: Any) -> None:
        import numpy as np

        values, counts = np.unique(codes[of][codes[of] >= 0], return_counts=True)
        self.codes, self.values = codes, values
        once, twice = int((counts == 1).sum()), int((counts == 2).sum())
        unseen = min(0.5, max(0.02, 2 * twice / max(1, once + 2 * twice)))
        self.shares = ((np.maximum(counts - 2, 0) + unseen) / (counts.sum() + OTHER_EVENTS)).astype(np.float32)

    def of(self, a: Ints) -> Floats:
        import numpy as np

        if not len(self.values):
            return np.zeros(len(a), np.float32)
        code = self.codes[a]
        at = np.minimum(np.searchsorted(self.values, code), len(self.values) - 1)
        return np.asarray(np.where(self.values[at] == code, self.shares[at], self.shares.min()), np.float32)


class DayShares:
    """How common days, months and years are in a column of dates."""

    def __init__(self, days: Ints, of: Any) -> None:
        import numpy as np

        self.tables = []
        for parts in (3, 2, 1):
            codes = codes_of(days[of], parts)
            values, counts = np.unique(codes[codes > 0], return_counts=True)
            self.tables.append((values, (np.maximum(counts - 1, 1) / (counts.sum() + OTHER_ROWS)).astype(np.float32)))

    def of(self, days: Ints, a: Ints, levels: Any) -> Floats:
        import numpy as np

        out = np.zeros(len(a), np.float32)
        for level, parts, (values, shares) in zip((0, SAME_MONTH, SAME_YEAR), (3, 2, 1), self.tables, strict=True):
            fits = levels == level
            if fits.any() and len(values):
                at = np.minimum(np.searchsorted(values, codes_of(days[a[fits]], parts)), len(values) - 1)
                out[fits] = shares[at]
        return out


def codes_of(days: Ints, parts: int) -> Any:
    """A number for the first 1, 2 or 3 numbers of dates; 0 where one of them is not known."""
    import numpy as np

    known = (days[:, :parts] > 0).all(1)
    code = np.zeros(len(days), np.int64)
    for n in range(parts):
        code = code * 100 + days[:, n]
    return np.where(known, code, 0)
