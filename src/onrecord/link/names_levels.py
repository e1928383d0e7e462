"""Which tokens of two names stand for each other, in order or swapped, and how far the names agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord.link.levels import ALIKE, DIFFERS, EDIT, ELSEWHERE, EXACT, INITIAL, NOT_KNOWN

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[Any]


def aligned(table: NDArray[np.int8], left: Ints, right: Ints) -> dict[str, Any]:
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
    for part, at in (("given", 0), ("family", 1)):
        fits = out[part][0] < DIFFERS
        used_left[fits, at] |= True
        used_right[fits, at] |= True
    out["rest"] = _rest(table, left, right, used_left, used_right)
    return out


def _rest(table: Any, left: Ints, right: Ints, used_left: Any, used_right: Any) -> tuple[NDArray[np.int8], Ints]:
    """Of the names between the first and the last."""
    import numpy as np

    n, width, _ = table.shape
    level = np.full(n, 4, np.int8)
    value = np.full(n, -1, np.int32)
    if width <= 2:
        return level, value
    more_left = ((left >= 0) & ~used_left)[:, 2:]
    more_right = ((right >= 0) & ~used_right)[:, 2:]
    level[more_left.any(1) ^ more_right.any(1)] = 2
    both = more_left.any(1) & more_right.any(1)
    inner = np.where(more_left[:, :, None] & more_right[:, None, :], table[:, 2:, 2:], NOT_KNOWN)
    nearest = inner.reshape(n, -1).min(1)
    at = inner.reshape(n, -1).argmin(1) // (width - 2) + 2
    level[both] = np.where(nearest[both] == EXACT, 0, np.where(nearest[both] <= INITIAL, 1, 3))
    value[both] = left[np.arange(n), at][both]
    return level, value
