"""What was computed of single incidents, people and reports. Views share what no entry between them touched."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

Made = TypeVar("Made")
MOST = 300
"""Touched things from which a view begins to share anew: copying ten thousand entries costs more than a decision should."""


class Things:
    """Values by name and number. Those of what was touched since views began to share are each view's own."""

    def __init__(self) -> None:
        self._shared: dict[str, dict[int, Any]] = {}
        self._own: dict[str, dict[int, Any]] = {}
        self._touched: frozenset[int] = frozenset()

    def get(self, name: str, number: int, make: Callable[[int], Made]) -> Made:
        """What `make` says of a thing, computed once until an entry touches it."""
        held = (self._own if number in self._touched else self._shared).setdefault(name, {})
        if number not in held:
            held[number] = make(number)
        found: Made = held[number]
        return found

    def after(self, touched: Iterable[int]) -> Things:
        """Those of the next view, once entries have touched these things. Whoever reads this one may go on."""
        new, now = Things(), frozenset(touched)
        new._touched = self._touched | now
        new._own = {name: {n: v for n, v in held.copy().items() if n not in now} for name, held in self._own.copy().items()}
        if len(new._touched) <= MOST:
            new._shared = self._shared
            return new
        every = new._touched
        new._shared = {
            name: {n: v for n, v in held.copy().items() if n not in every} for name, held in self._shared.copy().items()
        }
        for name, held in new._own.items():
            new._shared.setdefault(name, {}).update(held)
        new._own, new._touched = {}, frozenset()
        return new
