"""What is said of the whole record, brought up to date by what new entries touch instead of being made anew.

A sum over ten thousand incidents changes with a judgement by what one of them said before and says now. So a whole is kept from one
view to the next together with the numbers of the incidents, people and reports that entries touched in between (`touching`), and is
renewed by these alone. Nothing that was handed out is ever changed: a renewed whole is a new one.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import RLock
from typing import Any, Generic, TypeVar, overload

Made = TypeVar("Made")
Said = TypeVar("Said")
Key = TypeVar("Key")
Touched = frozenset[int]
MOST = 2_000
"""Touched things from which making anew is not slower than renewing, or nobody has asked for long: then a whole is let go."""
ASKED = 32
"""Answers to questions of one kind (a name that is a tuple, its first part the kind) that are kept."""
SHARED = 300
"""Changed values from which a whole's rows are copied, instead of being laid over those that it shares."""


class Wholes:
    """The wholes of one view. Any thread may ask; what several ask for at once is made once."""

    def __init__(self, earlier: Mapping[Hashable, tuple[Any, Touched]] | None = None) -> None:
        self._earlier: dict[Hashable, tuple[Any, Touched]] = dict(earlier or {})
        self._made: dict[Hashable, Any] = {}
        self._lock = RLock()
        self.breath: Callable[[], object] = _nothing
        """Called after each thing that is looked at when a whole is made anew: by it, who makes wholes beside others lets them go first."""

    def get(self, name: Hashable, make: Callable[[], Made], renew: Callable[[Made, Touched], Made]) -> Made:
        """What is kept under a name; else an earlier view's, renewed by what was touched since; else made anew."""
        if name not in self._made:
            with self._lock:
                if name not in self._made:
                    before = self._earlier.get(name)
                    made = make() if before is None else renew(*before)
                    self._make_room(name)
                    self._made[name] = made
                    self._earlier.pop(name, None)  # only now, so that `after` always finds the one or the other
                    return made
        found: Made = self._made[name]
        return found

    def _make_room(self, name: Hashable) -> None:
        if isinstance(name, tuple):
            several = [k for k in self._made if isinstance(k, tuple) and k[0] == name[0]]
            for old in several[: max(0, len(several) - ASKED + 1)]:
                del self._made[old]

    def after(self, touched: Iterable[int]) -> Wholes:
        """Those of the next view, once entries have touched these things. It waits for nobody who asks here."""
        more = frozenset(touched)
        kept = {name: (value, before | more) for name, (value, before) in self._earlier.copy().items()}
        kept |= {name: (value, more) for name, value in self._made.copy().items()}
        return Wholes({name: of for name, of in kept.items() if len(of[1]) <= MOST})


def _nothing() -> None:
    pass


# -- values by number ---------------------------------------------------------------------------------------------


class Rows(Mapping[int, Said]):
    """Values by number that are never changed: `changed` gives others that share most of them."""

    __slots__ = ("_base", "_over")

    def __init__(self, base: dict[int, Said], over: dict[int, Said] | None = None) -> None:
        self._base, self._over = base, over or {}

    def __getitem__(self, number: int) -> Said:
        return self._over[number] if number in self._over else self._base[number]

    def get(self, number: int, other: Any = None) -> Any:
        return self._over[number] if number in self._over else self._base.get(number, other)

    def __iter__(self) -> Iterator[int]:
        yield from self._base
        yield from (n for n in self._over if n not in self._base)

    def __len__(self) -> int:
        return len(self._base) + sum(n not in self._base for n in self._over)

    def changed(self, new: dict[int, Said]) -> Rows[Said]:
        """The same with other values of some numbers."""
        over = {**self._over, **new}
        return Rows({**self._base, **over}) if len(over) > SHARED else Rows(self._base, over)


class Numbers(Sequence[int]):
    """The numbers of what `ordered` gives, without a copy of ten thousand of them for a page that shows fifty."""

    __slots__ = ("_pairs",)

    def __init__(self, pairs: Sequence[tuple[Any, int]]) -> None:
        self._pairs = pairs

    def __len__(self) -> int:
        return len(self._pairs)

    def __iter__(self) -> Iterator[int]:
        return (n for _, n in self._pairs)

    @overload
    def __getitem__(self, at: int) -> int: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[int]: ...
    def __getitem__(self, at: int | slice) -> int | Sequence[int]:
        return Numbers(self._pairs[at]) if isinstance(at, slice) else self._pairs[at][1]


# -- four kinds of wholes ------------------------------------------------------------------------------------------
#
# Each is over the things of a table, by their numbers. A table grows, and a question's answers may also leave it.


@dataclass(frozen=True, slots=True)
class _Of(Generic[Said]):
    """A whole: of which table it was made, what was said of each thing, and what that comes to."""

    table: Mapping[int, Any]
    said: Rows[Any]
    whole: Said


def rows(wholes: Wholes, name: Hashable, table: Mapping[int, Any], make: Callable[[int], Said]) -> Mapping[int, Said]:
    """What `make` says of each thing of a table."""

    def renew(before: _Of[None], touched: Touched) -> _Of[None]:
        new, gone = _changes(before, table, touched)
        if gone:
            return _Of(table, Rows({n: before.said[n] if n in before.said and n not in new else make(n) for n in table}), None)
        return _Of(table, before.said.changed({n: make(n) for n in new}), None)

    return wholes.get(name, lambda: _Of(table, Rows(_each(wholes, table, make)), None), renew).said


def counts(wholes: Wholes, name: Hashable, table: Mapping[int, Any], adds: Callable[[int], Mapping[Key, int]]) -> Counter[Key]:
    """The sum of what `adds` says of each thing. A count that comes to nothing is left out."""

    def make() -> _Of[Counter[Key]]:
        found, total = _each(wholes, table, adds), Counter[Key]()
        for row in found.values():
            for key, many in row.items():
                total[key] += many
        return _Of(table, Rows(found), _without_nothing(total))

    def renew(before: _Of[Counter[Key]], touched: Touched) -> _Of[Counter[Key]]:
        changed, gone = _changes(before, table, touched)
        new: dict[int, Mapping[Key, int]] = {n: adds(n) for n in changed} | {n: {} for n in gone}
        total = before.whole.copy()
        for n, row in new.items():
            for key, many in before.said.get(n, {}).items():
                total[key] -= many
            for key, many in row.items():
                total[key] += many
        return _Of(table, before.said.changed(new), _without_nothing(total))

    return wholes.get(name, make, renew).whole


def ordered(
    wholes: Wholes, name: Hashable, table: Mapping[int, Any], place: Callable[[int], Any | None]
) -> list[tuple[Any, int]]:
    """The things that have a place (not None), in the order of places and then of numbers: pairs of both, not to be changed."""

    def make() -> _Of[list[tuple[Any, int]]]:
        places = _each(wholes, table, place)
        return _Of(table, Rows(places), sorted((at, n) for n, at in places.items() if at is not None))

    def renew(before: _Of[list[tuple[Any, int]]], touched: Touched) -> _Of[list[tuple[Any, int]]]:
        changed, gone = _changes(before, table, touched)
        new = {n: place(n) for n in changed} | dict.fromkeys(gone)
        moved = [n for n in new if before.said.get(n) != new[n]]
        pairs = before.whole.copy() if moved else before.whole
        for n in moved:
            if (at := before.said.get(n)) is not None:
                del pairs[bisect_left(pairs, (at, n))]
            if new[n] is not None:
                insort(pairs, (new[n], n))
        return _Of(table, before.said.changed(new), pairs)

    return wholes.get(name, make, renew).whole


def grouped(
    wholes: Wholes, name: Hashable, table: Mapping[int, Any], groups: Callable[[int], Iterable[int]]
) -> Mapping[int, tuple[int, ...]]:
    """The things of each group, in the order of their numbers. A group that has none is left out, or empty."""

    def make() -> _Of[Rows[tuple[int, ...]]]:
        said, found = _each(wholes, table, lambda n: frozenset(groups(n))), dict[int, list[int]]()
        for n in sorted(said):
            for g in said[n]:
                found.setdefault(g, []).append(n)
        return _Of(table, Rows(said), Rows({g: tuple(several) for g, several in found.items()}))

    def renew(before: _Of[Rows[tuple[int, ...]]], touched: Touched) -> _Of[Rows[tuple[int, ...]]]:
        changed, gone = _changes(before, table, touched)
        new: dict[int, frozenset[int]] = {n: frozenset(groups(n)) for n in changed} | dict.fromkeys(gone, frozenset())
        others: dict[int, set[int]] = {}
        for n, now in new.items():
            then = before.said.get(n, frozenset())
            for g in now | then:
                several = others.setdefault(g, set(before.whole.get(g, ())))
                several.add(n) if g in now else several.discard(n)
        return _Of(table, before.said.changed(new), before.whole.changed({g: tuple(sorted(s)) for g, s in others.items()}))

    return wholes.get(name, make, renew).whole


def _each(wholes: Wholes, table: Mapping[int, Any], make: Callable[[int], Said]) -> dict[int, Said]:
    """What `make` says of each thing of a table."""
    found = {}
    for n in table:
        found[n] = make(n)
        wholes.breath()
    return found


def _changes(before: _Of[Any], table: Mapping[int, Any], touched: Touched) -> tuple[list[int], list[int]]:
    """What of a table has to be looked at again, and what was in it and is no more."""
    if before.table is table:
        return sorted(n for n in touched if n in table), []
    new, gone = table.keys() - before.table.keys(), before.table.keys() - table.keys()
    return sorted({*(n for n in touched if n in table), *new}), sorted(gone)


def _without_nothing(total: Counter[Key]) -> Counter[Key]:
    return Counter({key: many for key, many in total.items() if many})
