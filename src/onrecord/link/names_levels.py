"""Which tokens of two names stand for each other, in order or swapped, and how far the names agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord.link.levels import (
    ALIKE,
    DIFFERS,
    EDIT,
    ELSEWHERE,
    EXACT,
    INITIAL,
    NO_MORE,
    NOT_KNOWN,
    ONE_MORE,
    ONE_MORE_NEAR,
    ONE_MORE_NOT_ALL,
    ONE_SIDE,
    OTHERS_DIFFER,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[Any]


OTHERS = {"rest": (2, 3, 4, 5)}
"""The columns of what is left over,"""
OTHERS_APART = {"middle": (0, 2, 4), "second": (1, 3, 5)}
"""and where given names and surnames are told apart."""


def aligned(table: NDArray[np.int8], left: Ints, right: Ints, double: bool = False) -> dict[str, Any]:
    """Which tokens stand for the given name and which for the family's, in order or swapped, and what is left over."""
    import numpy as np

    n, width, _ = table.shape
    every = np.arange(n)
    used_left, used_right = np.zeros((n, width), bool), np.zeros((n, width), bool)
    out: dict[str, Any] = {}
    for part, at in (("given", 0), ("family", 1)):  # in its own place
        level = table[:, at, at].copy()
        near = level <= ALIKE
        used_left[near, at] = used_right[near, at] = True
        out[part] = (level, left[:, at], right[:, at])
    for part, at in (("given", 0), ("family", 1)):
        level, x, y = out[part]
        cells = [(at, j) for j in range(width) if j != at] + [(j, at) for j in range(width) if j != at]
        found = np.stack([np.where(used_left[:, i] | used_right[:, j], NOT_KNOWN, table[:, i, j]) for i, j in cells], 1)
        best = found.argmin(1)
        take = (found[every, best] <= EDIT) & (level > ALIKE)
        i, j = np.array([c[0] for c in cells])[best], np.array([c[1] for c in cells])[best]
        x, y = np.where(take, left[every, i], x), np.where(take, right[every, j], y)
        used_left[every[take], i[take]] = True
        used_right[every[take], j[take]] = True
        out[part] = (np.where(take, ELSEWHERE, level).astype(np.int8), x, y)
    _turned(out, table, left, right)
    for part, at in (("given", 0), ("family", 1)):
        fits = (
            out[part][0] != ELSEWHERE if double else out[part][0] < DIFFERS
        )  # of María Rosa beside Rosa, María is one more name
        used_left[fits, at] = used_right[fits, at] = True
    for name, columns in (OTHERS_APART if double else OTHERS).items():
        out[name] = _rest(table, left, right, used_left, used_right, columns, double)
    return out


def _turned(out: dict[str, Any], table: Any, left: Ints, right: Ints) -> None:
    """Change in place: names in the other order are one slip and not two, so that the family name, once found, agrees as it stands."""
    import numpy as np

    both = (out["given"][0] == ELSEWHERE) & (out["family"][0] == ELSEWHERE)
    for i, j in ((0, 1), (1, 0)):
        given = (out["given"][1] == left[:, i]) & (out["given"][2] == right[:, j])
        family = (out["family"][1] == left[:, j]) & (out["family"][2] == right[:, i])
        turned = np.flatnonzero(both & given & family & (table[:, j, i] <= EDIT))
        out["family"][0][turned] = table[turned, j, i]


def _rest(
    table: Any, left: Ints, right: Ints, used_left: Any, used_right: Any, columns: tuple[int, ...], strict: bool
) -> tuple[NDArray[np.int8], Ints]:
    """Of the names in these columns. `strict`: names that are only alike differ, as those of brothers and sisters do."""
    import numpy as np

    n, width, _ = table.shape
    level = np.full(n, NO_MORE, np.int8)
    value = np.full(n, -1, np.int32)
    of = [c for c in columns if c < width]
    if not of:
        return level, value
    more_left = ((left >= 0) & ~used_left)[:, of]
    more_right = ((right >= 0) & ~used_right)[:, of]
    level[more_left.any(1) ^ more_right.any(1)] = ONE_SIDE
    at = np.flatnonzero(more_left.any(1) & more_right.any(1))
    if not len(at):
        return level, value
    inner = np.where(more_left[at, :, None] & more_right[at, None, :], table[at][:, of][:, :, of], NOT_KNOWN)
    if strict:
        inner[inner == ALIKE] = DIFFERS
    every, flat = np.arange(len(at)), inner.reshape(len(at), -1)
    nearest, best = flat.min(1), flat.argmin(1)
    i, j = best // len(of), best % len(of)
    value[at] = left[at, np.array(of)[i]]
    inner[every, i, :] = inner[every, :, j] = NOT_KNOWN  # what is left when the two that agree are taken away
    beside = inner.reshape(len(at), -1).min(1)
    found = np.where((beside > INITIAL) & (beside < NOT_KNOWN), ONE_MORE_NOT_ALL, ONE_MORE)
    level[at] = np.where(nearest == EXACT, found, np.where(nearest <= INITIAL, ONE_MORE_NEAR, OTHERS_DIFFER))
    return level, value
