"""How often strangers have a name that is only spelt like another: beside a common name there are few, beside Marta there is María.

The chance that a stranger's name is one letter from a given one is the share of those whose is, and of those of the very name whom
somebody misspelt; not the share of the very name, which would make a slip in a common name worth nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from onrecord.link.blocking import Blocks, distinct
from onrecord.link.shares import OTHER_ROWS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[Any]
    Ints = NDArray[Any]

SLIP = 0.1
"""How many of a name are spelt otherwise."""
SHORTEST = 3
"""Letters: of shorter words one letter is no slip."""
MOST_OF_A_FORM = 300
"""Words; a form that more share is one of very short words."""
HASHED = (1 << 62) - 1


class Neighbours:
    """Which words of a vocabulary are one letter apart, and which sound alike."""

    def __init__(self, words: Sequence[str], sounds: Ints) -> None:
        import numpy as np

        self.size = len(words)
        self.sounds = np.where(sounds < 0, sounds.max(initial=0) - sounds, sounds)
        self.one, self.other = _one_letter(words)

    def shares(self, values: Ints, rows: int) -> tuple[Floats, Floats, Floats]:
        """Of each word (and of -1, at the end): how many of the values are that word, and how many are a slip that is one letter from it, or
        sounds like it, as shares. Names of their own are no slips."""
        import numpy as np

        count = np.bincount(values[values >= 0], minlength=self.size).astype(np.float64)
        slips = count[self.other] * (count[self.other] <= SLIP * count[self.one] + 1.5)
        letter = np.bincount(self.one, slips, minlength=self.size) if len(self.one) else np.zeros(self.size)
        sound = self._sounding(count)
        exact, near, alike = (np.append(c, 0.0) / (rows + OTHER_ROWS) for c in (count, letter, sound))
        return exact, near, alike

    def _sounding(self, count: Floats) -> Floats:
        """Of each word how many slips sound like it."""
        import numpy as np

        if not self.size:
            return count
        step = float(count.max() + 2.0)
        order = np.argsort(self.sounds * step + count, kind="stable")
        key, sums = (self.sounds * step + count)[order], np.append(0.0, np.cumsum(count[order]))
        most = np.searchsorted(key, self.sounds * step + np.minimum(SLIP * count + 1.5, step - 1.0), side="right")
        found = sums[most] - sums[np.searchsorted(key, self.sounds * step)]
        return np.asarray(found - np.where(count <= SLIP * count + 1.5, count, 0.0))


def near_share(shares: tuple[Floats, Floats, Floats], x: Ints, y: Ints, by_sound: Any, rows: int) -> Floats:
    """The chance that a stranger's name is as near to x[i] as y[i] is, seen from the more common of the two. A name that is too common to
    be a slip of the other is a name of its own, and as likely as the more common one."""
    import numpy as np

    count, letter, sound = shares
    swap = count[x] < count[y]
    common, rare = np.where(swap, y, x), np.where(swap, x, y)
    single = 1.0 / (rows + OTHER_ROWS)
    beside = np.where(by_sound, sound[common], letter[common]) - single
    found = np.maximum(beside, 0.0) + SLIP * count[common] + 0.5 * single
    own = count[rare] > SLIP * count[common] + 1.5 * single
    return np.asarray(np.where(own, np.maximum(found, count[common]), found), np.float32)


def _one_letter(words: Sequence[str]) -> tuple[Ints, Ints]:
    """Pairs of numbers of words that are one edit apart, both ways: such words share a form with one letter left out."""
    import numpy as np
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cpdist

    long = [n for n, w in enumerate(words) if len(w) >= SHORTEST]
    forms = [{words[n], *(words[n][:k] + words[n][k + 1 :] for k in range(len(words[n])))} for n in long]
    owner = np.repeat(np.array(long, np.int64), [len(f) for f in forms])
    blocks = Blocks(np.fromiter((hash(f) >> 1 & HASHED for of in forms for f in of), np.int64, len(owner)), MOST_OF_A_FORM)
    found, at = [np.zeros(0, np.int64)], np.arange(len(blocks.rows))
    for apart in range(1, MOST_OF_A_FORM):
        at = at[blocks.behind[at] >= apart]
        if not len(at):
            break
        a, b = owner[blocks.rows[at]], owner[blocks.rows[at + apart]]
        found.append(np.minimum(a, b) * len(words) + np.maximum(a, b))
    codes = distinct(np.concatenate(found))
    a, b = codes // max(1, len(words)), codes % max(1, len(words))
    known = np.array(words, dtype=object)
    near = (a != b) & (cpdist(known[a], known[b], scorer=OSA.distance, score_cutoff=1, dtype=np.uint8) <= 1)
    a, b = a[near], b[near]
    return np.concatenate([a, b]), np.concatenate([b, a])
