"""Names that one list writes in one word and another in two: Abdulrahman and Abdul Rahman, or a letter lost to a blank.

Of a row with names between the first and the last, the neighbours are also read as one name, with the blank as one of its letters.
Where the other row has one name less, this reading is compared too, and stands where it is no more than two letters away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord.link.levels import EDIT, EDITS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[Any]

NEAR = EDITS
"""The last of the levels of names that a reading as one word may take: two letters differ."""
READINGS = (("given", 0, 0, 2), ("family", 1, -1, 1), ("family", 1, 1, -1))
"""Of each reading in one word: which part of the name it is, in which column of the tokens the other row has that part, and the columns
of the two neighbours (-1: the last of the names between). In one cell the family name comes last; where it has a column of its own, what
follows it is kept behind."""


def read_apart(words: Any, chosen: dict[str, Any], left: Ints, right: Ints) -> None:
    """Change in place what `chosen` says of names left[i] and right[i], [n, tokens] each: levels and values of given, family, rest.

    `words`: the vocabulary, as an array of objects.
    """
    import numpy as np

    if left.shape[1] < 3:
        return
    count_left, count_right = (left >= 0).sum(1), (right >= 0).sum(1)
    for more, less, apart in ((left, right, count_left - count_right), (right, left, count_right - count_left)):
        fits = np.flatnonzero((apart == 1) & (more[:, :3] >= 0).all(1))
        if not len(fits):
            continue
        last = 2 + ((more[fits, 2:] >= 0) * np.arange(more.shape[1] - 2)).max(1)
        for part, column, *two in READINGS:
            level, x, y = chosen[part]
            other = less[fits, column]
            ask = np.flatnonzero((level[fits] > NEAR) & (other >= 0))
            if not len(ask):
                continue
            rows = fits[ask]
            columns = [last[ask] if c < 0 else np.full(len(ask), c) for c in two]
            triples = np.stack([more[rows, columns[0]], more[rows, columns[1]], other[ask]], 1)
            distinct, back = np.unique(triples, axis=0, return_inverse=True)
            found = _levels(words, distinct)[np.asarray(back).ravel()]
            near = found <= NEAR
            at = rows[near]
            level[at] = found[near]
            x[at] = y[at] = other[ask][near]  # as common as the name in one word
            rest, value = chosen["rest"]
            rest[at], value[at] = 4, -1  # no more names


def _levels(words: Any, triples: Ints) -> Any:
    """EDIT, EDITS or a number above: how near the first two words, with a blank between them, are to the third."""
    import numpy as np
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cpdist

    whole = [f"{words[x]} {words[y]}" for x, y in triples[:, :2].tolist()]
    other = words[triples[:, 2]]
    edits = cpdist(whole, other, scorer=OSA.distance, score_cutoff=NEAR, dtype=np.uint8)
    shorter, longer = (np.array([f(len(w), len(o)) for w, o in zip(whole, other, strict=True)]) for f in (min, max))
    return np.where((edits <= 1) & (shorter >= 3), EDIT, np.where((edits <= 2) & (edits <= 0.4 * longer), EDITS, NEAR + 1))
