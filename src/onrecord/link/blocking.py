"""Which pairs of rows are compared at all: every pair of small lists; of large ones, those that share one of many rare keys.

A key joins two things that rarely agree by chance (both names; a name and a month; a day and a town …), so that a pair with one
or two fields wrong still shares another key. Keys that too many rows share tell nothing and are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from onrecord.link.rows import Rows, joined, sounds_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Longs = NDArray[Any]

Keeps = Callable[[Any, Any], Any]
"""Of pairs of row numbers, left and right, which are let through."""
PART = 2_000_000
"""How many pairs of one kind of key are held at a time, about."""
EVERY_PAIR = 2_500_000
"""Up to so many pairs, all are compared."""


def most_in_a_block(rows: int) -> int:
    """How many rows may share a key: fewer where there are many keys to go by."""
    return 400 if rows <= 20_000 else 120 if rows <= 200_000 else 50


def keys(rows: Rows) -> Iterator[tuple[str, Longs]]:
    """Kinds of keys, each with one number a row; -1 where the row has no such key."""
    import numpy as np

    months, days, wholes = [], [], []
    for name in ("date", "born"):
        if name in rows.have:
            d = getattr(rows, name).astype(np.int64)
            months.append((name, np.where(d[:, 1] > 0, d[:, 0] * 100 + d[:, 1], -1)))
            days.append((name, np.where((d[:, 1] > 0) & (d[:, 2] > 0), d[:, 1] * 100 + d[:, 2], -1)))
            wholes.append((name, np.where(d.min(1) > 0, d[:, 0] * 10000 + d[:, 1] * 100 + d[:, 2], -1)))
    town = rows.place[:, 0].astype(np.int64) if "place" in rows.have else None
    state = rows.place[:, 1:3].max(1).astype(np.int64) if "place" in rows.have else None
    if "name" in rows.have:
        yield from _name_keys(rows, months, days, town)
    for name, whole in wholes:
        for other, values in (("town", town), ("state", state), ("age", _known(rows, "age")), ("sex", _known(rows, "sex"))):
            if values is not None:
                yield f"{name} and {other}", joined(whole, values)
        yield name, whole
    if len(wholes) == 2:
        yield "date and born", joined(wholes[0][1], wholes[1][1])
    if town is not None:
        for name, month in months:
            yield f"town, {name}", joined(town, month)
        if "age" in rows.have:
            age = _known(rows, "age")
            yield "town, age", joined(town, age)
            for name, month in months:
                yield f"state, age, {name}", joined(joined(state, age), month)


def _name_keys(rows: Rows, months: Any, days: Any, town: Any) -> Iterator[tuple[str, Longs]]:
    import numpy as np

    t = rows.tokens.astype(np.int64)
    words = rows.vocabulary.words
    sounds = (rows.sounds if len(rows.sounds) == len(words) else sounds_of(words)).astype(np.int64)
    starts = _starts(words, 3)
    s, p = (np.where(t >= 0, of[np.maximum(t, 0)] + len(words), -1) for of in (sounds, starts))
    yield "names", _both(t[:, 0], t[:, 1])
    for n in (2, 3):
        if (t[:, n] >= 0).any():
            yield f"given and other {n}", _both(t[:, 0], t[:, n])
            yield f"family and other {n}", _both(t[:, 1], t[:, n])
    yield "sounds", _both(s[:, 0], s[:, 1])
    alone = np.where(t[:, 1] < 0, t[:, 0], t[:, 1])
    for n, token in enumerate((t[:, 0], alone)):
        for name, month in months:
            yield f"token {n}, month of {name}", joined(token, month)
        for name, day in days:
            yield f"token {n}, day of {name}", joined(token, day)
        if town is not None:
            yield f"token {n}, town", joined(token, town)
    for name, month in months:
        yield f"starts, month of {name}", joined(_both(p[:, 0], p[:, 1]), month)
        year = np.where(month >= 0, month // 100, -1)
        yield f"sounds, year of {name}", joined(s[:, 1], joined(p[:, 0], year))
    if not months:
        yield "given", t[:, 0]
        yield "family", t[:, 1]
        yield "starts", _both(p[:, 0], p[:, 1])


def _known(rows: Rows, name: str) -> Any:
    import numpy as np

    return getattr(rows, name).astype(np.int64) if name in rows.have else None


def _starts(words: list[str], letters: int) -> Any:
    import numpy as np

    seen: dict[str, int] = {}
    return np.fromiter((seen.setdefault(w[:letters], len(seen)) for w in words), np.int64, len(words))


def _both(x: Any, y: Any) -> Any:
    """In either order."""
    import numpy as np

    return joined(np.where((x < 0) | (y < 0), -1, np.minimum(x, y)), np.maximum(x, y))


def every_pair(rows: int) -> tuple[Longs, Longs]:
    import numpy as np

    left, right = np.triu_indices(rows, 1)
    return left.astype(np.int64), right.astype(np.int64)


def candidates(rows: Rows, within: Any, keeps: Keeps) -> tuple[Longs, Longs, int, int]:
    """Pairs left < right that share a key and that `keeps` lets through; how many it saw, and how many blocks were left out.

    `within[k]`: whether list k may repeat persons. Pairs come and go a part at a time: what is held is what is kept.
    """
    import numpy as np

    n, left_out, seen = len(rows), 0, 0
    most = most_in_a_block(n)
    found = [np.zeros(0, np.int64)]
    for _, key in keys(rows):
        blocks = Blocks(key, most)
        left_out += blocks.left_out
        for left, right in blocks.pairs(rows.lists, within):
            seen += len(left)
            stays = keeps(left, right)
            found.append(left[stays] * n + right[stays])
        found = [distinct(np.concatenate(found))]
    return found[0] // n, found[0] % n, seen, left_out


def candidates_of_new(rows: Rows, first: int, keeps: Keeps) -> tuple[Longs, Longs]:
    """Pairs with at least one row from number `first` on."""
    import numpy as np

    n, most = len(rows), most_in_a_block(len(rows))
    found = [np.zeros(0, np.int64)]
    everywhere = np.ones(int(rows.lists.max(initial=0)) + 1, bool)
    for _, key in keys(rows):
        asked = distinct(key[first:])
        asked = asked[asked >= 0]
        if not len(asked):
            continue
        members = np.flatnonzero(asked[np.minimum(np.searchsorted(asked, key), len(asked) - 1)] == key)
        for a, b in Blocks(key[members], most).pairs(rows.lists[members], everywhere):
            left, right = members[a], members[b]
            new = right >= first
            left, right = left[new], right[new]
            stays = keeps(left, right)
            found.append(left[stays] * n + right[stays])
    codes = distinct(np.concatenate(found))
    return codes // n, codes % n


def distinct(codes: Longs) -> Longs:
    """Each number once, in order. By sorting: numpy's hashing, from 2.3 on, slows down quadratically on codes such as these."""
    import numpy as np

    ordered = np.sort(codes)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) else ordered


class Blocks:
    """The rows that share a key, block by block; blocks of one row, and of more than `most`, are not there."""

    def __init__(self, key: Longs, most: int) -> None:
        import numpy as np

        order = np.argsort(key, kind="stable")
        order = order[np.searchsorted(key, 0, sorter=order) :]
        ordered = key[order]
        first = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])) if len(ordered) else np.zeros(0, np.int64)
        sizes = np.diff(np.append(first, len(ordered)))
        kept = np.repeat((sizes > 1) & (sizes <= most), sizes)
        self.left_out = int((sizes > most).sum())
        self.rows = order[kept]
        block = np.repeat(np.arange(len(sizes)), sizes)[kept]
        self.behind = (
            np.searchsorted(block, block, side="right") - np.arange(len(block)) - 1
        )  # rows of the block after this one
        self.most = most

    def pairs(self, lists: Any, within: Any) -> Iterator[tuple[Longs, Longs]]:
        """Pairs left < right of rows of one block that may be one person, PART or a few more at a time."""
        import numpy as np

        at = np.arange(len(self.rows))
        lefts, rights, size = [], [], 0
        for apart in range(1, self.most):
            at = at[self.behind[at] >= apart]
            if not len(at):
                break
            a, b = self.rows[at], self.rows[at + apart]
            ok = (lists[a] != lists[b]) | within[lists[a]]
            a, b = a[ok], b[ok]
            lefts.append(np.minimum(a, b))
            rights.append(np.maximum(a, b))
            size += len(a)
            if size >= PART:
                yield np.concatenate(lefts), np.concatenate(rights)
                lefts, rights, size = [], [], 0
        if size:
            yield np.concatenate(lefts), np.concatenate(rights)
