"""Compiled functions: numba where it is there, cached beside the code or, where that cannot be written, in the user's cache folder."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from onrecord.errors import MissingExtra

F = TypeVar("F", bound=Callable[..., Any])


def kernel(function: F) -> F:
    """The function, compiled when it is first called. MissingExtra where numba is not installed.

    Arithmetic is strict: with sums in any order (fastmath), code that was kept on disk gave other bits than code that was just compiled.
    """
    try:
        import numba
    except ImportError as e:
        raise MissingExtra("Estimating by this method", "estimate") from e
    try:
        return cast(F, numba.njit(cache=True, error_model="numpy")(function))
    except RuntimeError:  # no folder that can be written holds a cache
        return cast(F, numba.njit(error_model="numpy")(function))
