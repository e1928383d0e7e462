"""Which pairs of rows are compared at all: every pair of small lists; of large ones, those that share one of many rare keys.

A key joins two things that rarely agree by chance (both names; a name and a month; a day and a town …), so that a pair with one
or two fields wrong still shares another key. Keys that too many rows share tell nothing and are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from onrecord.link.rows import Rows, joined, sounds_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Longs = NDArray[Any]

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


def candidates(rows: Rows, within: Any, watch: Any = None) -> tuple[Longs, Longs, int]:
    """Pairs left < right that share a key, and how many blocks were left out. `within[k]`: whether list k may repeat persons."""
    import numpy as np

    n, left_out = len(rows), 0
    most = most_in_a_block(n)
    found = np.zeros(0, np.int64)
    for _, key in keys(rows):
        codes, dropped = _pairs_of(key, rows.lists, within, most)
        left_out += dropped
        found = np.union1d(found, codes)
        if watch is not None:
            watch(len(found))
    return found // n, found % n, left_out


def candidates_of_new(rows: Rows, first: int) -> tuple[Longs, Longs]:
    """Pairs with at least one row from number `first` on."""
    import numpy as np

    n, most = len(rows), most_in_a_block(len(rows))
    found = np.zeros(0, np.int64)
    everywhere = np.ones(int(rows.lists.max(initial=0)) + 1, bool)
    for _, key in keys(rows):
        asked = np.unique(key[first:])
        asked = asked[asked >= 0]
        if not len(asked):
            continue
        at = np.minimum(np.searchsorted(asked, key), len(asked) - 1)
        members = np.flatnonzero(asked[at] == key)
        codes, _ = _pairs_of(key[members], rows.lists[members], everywhere, most)
        left, right = members[codes // len(members)], members[codes % len(members)]
        new = right >= first
        found = np.union1d(found, left[new] * n + right[new])
    return found // n, found % n


def _pairs_of(key: Longs, lists: Any, within: Any, most: int) -> tuple[Longs, int]:
    import numpy as np

    n = len(key)
    order = np.argsort(key, kind="stable")
    order = order[key[order] >= 0]
    ordered = key[order]
    _, sizes = np.unique(ordered, return_counts=True)
    small = np.repeat(sizes <= most, sizes)
    order, ordered = order[small], ordered[small]
    out = []
    at = np.arange(len(order))
    for apart in range(1, most):
        at = at[at + apart < len(order)]
        at = at[ordered[at] == ordered[at + apart]]
        if not len(at):
            break
        a, b = order[at], order[at + apart]
        ok = (lists[a] != lists[b]) | within[lists[a]]
        a, b = a[ok].astype(np.int64), b[ok].astype(np.int64)
        out.append(np.minimum(a, b) * n + np.maximum(a, b))
    return (np.unique(np.concatenate(out)) if out else np.zeros(0, np.int64)), int((sizes > most).sum())
