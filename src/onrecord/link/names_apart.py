"""Names that one list writes in one word and another in two: Abdulrahman and Abdul Rahman, or a letter lost to a blank.

Of a row with names between the first and the last, the neighbours are also read as one name, with the blank as one of its letters.
Where the other row has one name less, this reading is compared too, and stands where it is no more than two letters away.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from onrecord.link.rows import Rows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int32]

NEAR = 3
"""The last of the levels of names (comparing.NAME_LEVELS) that a reading as one word may take: two letters differ."""
READINGS = (("given", 0), ("family", 1), ("family", 1))
"""Of each reading in one word which part of the name it is, and in which column of the tokens the other row has that part."""


class WrittenApart:
    """`words`: the readings in one word. `numbers`, [rows, readings]: the reading's number, counted on from the tokens'; -1 for none."""

    def __init__(self, rows: Rows) -> None:
        import numpy as np

        known = rows.vocabulary.words
        self.words: list[str] = []
        self.numbers = np.full((len(rows), len(READINGS)), -1, np.int64)
        self.count = (rows.tokens >= 0).sum(1)
        number: dict[str, int] = {}
        for row in np.flatnonzero((rows.tokens[:, :3] >= 0).all(1)).tolist():
            given, family, *others = (known[t] for t in rows.tokens[row].tolist() if t >= 0)
            # in one cell the family name comes last; where it has a column of its own, what follows it is kept behind
            for n, whole in enumerate((f"{given} {others[0]}", f"{others[-1]} {family}", f"{family} {others[-1]}")):
                self.numbers[row, n] = len(known) + number.setdefault(whole, len(number))
        self.words = list(number)

    def read(self, chosen: dict[str, Any], tokens: Ints, a: Any, b: Any, alike: Callable[[Any, Any], Any]) -> None:
        """Change in place what `chosen` says of rows a[i] and b[i]: levels and values of given, family and the rest.

        `alike`: the levels of two arrays of word numbers.
        """
        import numpy as np

        if not self.words:
            return
        for more, less in ((a, b), (b, a)):
            fits = self.count[more] == self.count[less] + 1
            for n, (part, column) in enumerate(READINGS):
                level, x, y = chosen[part]
                whole, other = self.numbers[more, n], tokens[less, column].astype(np.int64)
                ask = np.flatnonzero(fits & (level > NEAR) & (whole >= 0) & (other >= 0))
                if not len(ask):
                    continue
                pairs, back = np.unique(np.stack([whole[ask], other[ask]], 1), axis=0, return_inverse=True)
                found = alike(pairs[:, 0], pairs[:, 1])[np.asarray(back).ravel()]
                take = found <= NEAR
                at = ask[take]
                level[at] = found[take]
                x[at] = y[at] = other[at]  # as common as the name in one word
                rest, value = chosen["rest"]
                rest[at], value[at] = 4, -1  # no more names
