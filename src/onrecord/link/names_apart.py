"""Names that one list writes in one word and another in two: Abdulrahman and Abdul Rahman, or a letter lost to a blank.

Of a row with names between the first and the last, the neighbours are also read as one name, with the blank as one of its letters.
Where the other row has one name less, this reading is compared too, and stands where it is no more than two letters away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord.link.levels import EDIT, EDITS, MORE_NOT_KNOWN, NO_MORE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[Any]

NEAR = EDITS
"""The last of the levels of names that a reading as one word may take: two letters differ."""
READINGS = (("given", 0, 0, 2), ("family", 1, -1, 1), ("family", 1, 1, -1))
READINGS_APART = (("given", 0, 0, 2), ("family", 1, 1, 3))
"""Of each reading in one word: which part of the name it is, in which column of the tokens the other row has that part, and the columns
of the two neighbours (-1: the last of the names between). In one cell the family name comes last; where it has a column of its own, what
follows it is kept behind."""


def read_apart(words: Any, letters: Any, chosen: dict[str, Any], left: Ints, right: Ints, double: bool = False) -> None:
    """Change in place what `chosen` says of names left[i] and right[i], [n, tokens] each: levels and values of given, family, rest.

    `words`: the vocabulary, as an array of objects; `letters`: the bits of the letters that each holds.
    """
    import numpy as np

    if left.shape[1] < 3:
        return
    count_left, count_right = (left >= 0).sum(1), (right >= 0).sum(1)
    for more, less, count in ((left, right, count_left - count_right), (right, left, count_right - count_left)):
        fits = np.flatnonzero((count == 1) & (double | (more[:, :3] >= 0).all(1)))
        if not len(fits):
            continue
        last = 2 + ((more[fits, 2:] >= 0) * np.arange(more.shape[1] - 2)).max(1)
        for part, column, *two in READINGS_APART if double else READINGS:
            level, x, y = chosen[part]
            other = less[fits, column]
            if max(two) >= more.shape[1]:
                continue
            first, second = (more[fits, last if c < 0 else c] for c in two)
            apart = np.bitwise_count((letters[first] | letters[second]) ^ letters[other])
            ask = np.flatnonzero(
                (level[fits] > NEAR) & (other >= 0) & (first >= 0) & (second >= 0) & (apart <= 3)
            )  # the blank, or a letter for it, and one edit
            if not len(ask):
                continue
            found = _levels(words, first[ask], second[ask], other[ask])
            near = found <= NEAR
            at = fits[ask][near]
            level[at] = found[near]
            x[at] = y[at] = other[ask][near]  # as common as the name in one word
            rest, value = chosen[("middle" if part == "given" else "second") if double else "rest"]
            rest[at], value[at] = MORE_NOT_KNOWN if double else NO_MORE, -1


def _levels(words: Any, first: Ints, second: Ints, other: Ints) -> Any:
    """EDIT, EDITS or a number above: how near the first two words, with a blank between them, are to the third."""
    import numpy as np
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cpdist

    whole, one = [f"{x} {y}" for x, y in zip(words[first], words[second], strict=True)], words[other]
    edits = cpdist(whole, one, scorer=OSA.distance, score_cutoff=NEAR, dtype=np.uint8)
    shorter, longer = (np.array([f(len(w), len(o)) for w, o in zip(whole, one, strict=True)]) for f in (min, max))
    return np.where((edits <= 1) & (shorter >= 3), EDIT, np.where((edits <= 2) & (edits <= 0.4 * longer), EDITS, NEAR + 1))
