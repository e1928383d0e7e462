"""Names with two surnames, as in Spanish: which words of a name are given names, and which are the father's and the mother's surname.

Where names have columns of their own, these say it. In one cell ("Ana María Belmonte Ruiz", "Ana Belmonte Ruiz") the list itself does:
words that stand first are given names and words that stand last are surnames, and by expectation–maximisation the words between
follow those that they are. Lists in which few names have two surnames (in columns: two of either) are left as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from onrecord.link.names import ONE_CELL, TOKENS, Name

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[Any]
    Doubles = NDArray[Any]

GIVEN, SURNAMES = (0, 2, 4), (1, 3, 5)
"""Columns of tokens that are told apart: the given name, the second and the third; the first surname, the second and the third."""
LEAST_NAMES, LEAST_SHARE, LEAST_OF_LONG = 10, 0.1, 0.4
"""So many names need two surnames, so great a share of all, and of those of three words and more that stand in one cell."""
LEARNED_FROM = 50_000
"""The most names that words are learned from."""
ROUNDS = 8
PRIOR_NAMES = 20.0
"""How many names of each length the prior on where surnames begin counts for."""
_BEGIN = (
    (1.0,), (0.1, 0.9), (0.04, 0.92, 0.04), (0.01, 0.48, 0.48, 0.03), (0.005, 0.09, 0.81, 0.09, 0.005),
    (0.005, 0.045, 0.4, 0.5, 0.045, 0.005), (0.005, 0.02, 0.2, 0.55, 0.2, 0.02, 0.005),
)  # fmt: skip
"""Of names of 0, 1, 2 … words, how often 0, 1, 2 … of them are given names, before anything is known."""
BY_SOUND = 0.3
"""What a word of the same sound counts for: misspelt names are seen once."""
TURNED = 3.0
"""Where words, each by itself, say so much more (natural log) than in the order of given names and surnames, somebody wrote surnames first."""
SURE = 5.0
"""The most (natural log) that one word may say."""


def told_apart(tokens: Ints, names: Sequence[Name], sounds: Ints, files: Ints, old: Ints | None = None) -> Ints | None:
    """Tokens [n, 6] with given names in the columns GIVEN and surnames in SURNAMES; None where few names of a file have two surnames.

    `tokens`: given name, family name, others, as names have them; `sounds`: of each word of the vocabulary; `files`: each row's file.
    `old`: tokens of other rows that are told apart, to learn words from; then these are told apart too.
    """
    import numpy as np

    count = (tokens >= 0).sum(1)
    if old is None and (count >= 3).sum() < LEAST_NAMES:
        return None
    said = np.array([n.begins for n in names], np.int32)
    order = _in_order(tokens, said)
    begins = np.maximum(said, 0)
    whole = np.flatnonzero((said == ONE_CELL) & (count > 0))
    if len(whole):
        lexicon = _Lexicon(sounds)
        parts = np.flatnonzero(said >= 0)
        for more, begin in ((order[parts], begins[parts]), *(() if old is None else (_of_old(old),))):
            lexicon.add(more, begin)
        order[whole], begins[whole] = lexicon.begins(order[whole])
    if old is None and _few(count, begins, said, files):
        return None
    return _laid_out(order, begins)


def _few(count: Ints, begins: Ints, said: Ints, files: Ints) -> bool:
    """Whether in any file few names have two surnames; where columns say which words are surnames, two given names will do."""
    import numpy as np

    double, long = count - begins >= 2, (said == ONE_CELL) & (count >= 3)
    for file in np.unique(files):
        here = (files == file) & (count > 0)
        columns = not (here & (said == ONE_CELL) & (count > 1)).any()
        if ((count >= 3 if columns else double) & here).sum() < max(LEAST_NAMES, LEAST_SHARE * here.sum()):
            return True
        if (double & long & here).sum() < LEAST_OF_LONG * (long & here).sum():
            return True
    return False


def _in_order(tokens: Ints, said: Ints) -> Ints:
    """Words as they were written, given names before surnames; -1 behind the last."""
    import numpy as np

    other = np.arange(TOKENS - 2)
    rank = np.zeros(tokens.shape, np.int32)
    rank[:, 1] = np.where(said >= 0, 10, 90)  # in one cell the family name stands last
    rank[:, 2:] = np.where(other < said[:, None] - 1, 1 + other, 20 + other)
    return np.asarray(np.take_along_axis(tokens, np.argsort(np.where(tokens < 0, 99, rank), axis=1, kind="stable"), 1))


def _of_old(tokens: Ints) -> tuple[Ints, Ints]:
    import numpy as np

    order = tokens[:, [*GIVEN, *SURNAMES]]
    order = np.take_along_axis(order, np.argsort(order < 0, axis=1, kind="stable"), 1)
    return order, (tokens[:, list(GIVEN)] >= 0).sum(1)


def _laid_out(order: Ints, begins: Ints) -> Ints:
    import numpy as np

    out = np.full(order.shape, -1, np.int32)
    for columns, shift in ((GIVEN, np.zeros_like(begins)), (SURNAMES, begins)):
        for n, column in enumerate(columns):
            at = np.minimum(shift + n, TOKENS - 1)
            inside = (shift + n < TOKENS) if columns is SURNAMES else (n < begins)
            out[:, column] = np.where(inside, np.take_along_axis(order, at[:, None], 1)[:, 0], -1)
    return out


class _Lexicon:
    """How often each word is a given name and a surname."""

    def __init__(self, sounds: Ints) -> None:
        import numpy as np

        self.sounds, self.size = np.where(sounds < 0, sounds.max(initial=0) - sounds, sounds), len(sounds)
        self.given, self.surname = np.zeros(self.size), np.zeros(self.size)

    def add(self, order: Ints, begins: Ints) -> None:
        """Names of which it is known."""
        import numpy as np

        at = np.arange(order.shape[1])
        for of, which in ((self.given, at < begins[:, None]), (self.surname, at >= begins[:, None])):
            of += np.bincount(order[which & (order >= 0)], minlength=self.size)

    def begins(self, order: Ints) -> tuple[Ints, Ints]:
        """Of names in one cell, the words with the given names first, and how many these are: learned from themselves, and from what was
        added."""
        import numpy as np

        some = order[:: max(1, len(order) // LEARNED_FROM)]
        begin = [np.array(b) for b in _BEGIN]
        length, chance = (some >= 0).sum(1), None
        for _ in range(ROUNDS):
            given, surname = self.given.copy(), self.surname.copy()
            if chance is None:  # the first word and the last
                last = np.take_along_axis(some, np.maximum(length - 1, 0)[:, None], 1)[:, 0]
                given += np.bincount(some[length > 1, 0], minlength=self.size)
                surname += np.bincount(last[length > 1], minlength=self.size)
            else:
                is_given = np.cumsum(chance[:, ::-1], 1)[:, ::-1][:, 1:]  # [n, 6]: the surnames begin behind this word
                there = some >= 0
                given += np.bincount(some[there], is_given[there], minlength=self.size)
                surname += np.bincount(some[there], 1 - is_given[there], minlength=self.size)
                for n in range(1, len(_BEGIN)):
                    found = chance[length == n, : n + 1].sum(0) + PRIOR_NAMES * np.array(_BEGIN[n])
                    begin[n] = found / found.sum()
            says = self._says(given, surname)
            chance = _chances(some, says, begin)
        begins = _chances(order, says, begin).argmax(1).astype(np.int32)
        gain = np.where(order >= 0, says[order], 0.0)
        taken = np.where(np.arange(TOKENS) < begins[:, None], gain, 0.0).sum(1)
        turned = np.flatnonzero(np.maximum(gain, 0.0).sum(1) - taken > TURNED)
        surnames = gain[turned] <= 0
        begins[turned] = (~surnames).sum(1)
        order = order.copy()
        order[turned] = np.take_along_axis(order[turned], np.argsort(surnames, axis=1, kind="stable"), 1)
        return order, begins

    def _says(self, given: Doubles, surname: Doubles) -> Doubles:
        """Of each word the log of how much likelier it is a given name."""
        import numpy as np

        told = []
        for of in (given, surname):
            sound = np.bincount(self.sounds, of, minlength=int(self.sounds.max(initial=0)) + 1)[self.sounds] - of
            told.append((of + BY_SOUND * sound + 0.1) / (of.sum() + 1.0))
        return np.asarray(np.clip(np.log(told[0]) - np.log(told[1]), -SURE, SURE))


def _chances(order: Ints, says: Doubles, begin: Sequence[Doubles]) -> Doubles:
    """[names, 7]: how likely 0, 1, 2 … words are given names."""
    import numpy as np

    length = (order >= 0).sum(1)
    prior = np.full((TOKENS + 1, TOKENS + 1), 1e-12)
    for n, b in enumerate(begin):
        prior[n, : n + 1] = b
    gain = np.where(order >= 0, says[np.maximum(order, 0)], 0.0) if len(says) else np.zeros(order.shape)
    score = np.log(prior[length]) + np.concatenate([np.zeros((len(order), 1)), np.cumsum(gain, 1)], 1)
    score = np.exp(score - score.max(1, keepdims=True))
    return np.asarray(score / score.sum(1, keepdims=True))
