"""Tellings into incidents: agglomerative clustering by average linkage, so that one bridge chains nothing together, under constraints.

A cluster holds one telling of a report, no two that must not be one, and no exact days or precise places that are far apart. Each
component of the graph of likely pairs is clustered by itself, in an order that depends on nothing but its pairs: what was captured first
changes nothing, and a new report changes only the components that it touches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from math import fsum

Pair = tuple[int, int]
"""Two numbers of tellings, the smaller first."""
Apart = Callable[[int, int], bool]
"""Whether two tellings can never be of one incident."""
FLOOR = 0.1
"""The probability under which a pair joins no component, and counts as that of tellings never compared."""
NEVER = 0.02
"""What a pair that was not compared, or fell under the floor, adds to an average."""


@dataclass(frozen=True, slots=True)
class Rule:
    """From which mean probability on groups are joined: of what reports mainly tell, and of what they tell beside it."""

    main: float = 0.3
    beside: float = 0.6


def pair(a: int, b: int) -> Pair:
    return (a, b) if a < b else (b, a)


def components(pairs: Iterable[Pair]) -> list[list[int]]:
    """The connected components of a graph, each in order."""
    root: dict[int, int] = {}

    def of(n: int) -> int:
        while root.setdefault(n, n) != n:
            root[n] = n = root[root[n]]
        return n

    for a, b in pairs:
        one, other = sorted((of(a), of(b)))
        root[other] = one
    found: dict[int, list[int]] = {}
    for n in sorted(root):
        found.setdefault(of(n), []).append(n)
    return list(found.values())


def clusters(
    likely: Mapping[Pair, float],
    main: Callable[[int], bool],
    apart: Apart,
    rule: Rule,
    must: Iterable[Pair] = (),
    never: frozenset[Pair] = frozenset(),
    order: Mapping[int, int] | None = None,
) -> list[list[int]]:
    """The clusters of two tellings or more, from the pairs with their probability (those under `FLOOR` are passed over).

    What reports mainly tell of comes first; what they tell beside it joins afterwards, and only where that is likelier. `must` are
    pairs that a person holds to be one: they are, whatever else is so. `never` are pairs that a person holds apart. `order` gives every
    telling a number of its own, and of equally likely pairs those with the lower numbers are joined first; else the tellings' own.
    """
    if order is not None:
        back = dict(zip(order.values(), order, strict=True))
        placed, held_apart = {pair(order[a], order[b]): v for (a, b), v in likely.items()}, _placed(never, order)
        found = clusters(
            placed, lambda n: main(back[n]), lambda a, b: apart(back[a], back[b]), rule, _placed(must, order), held_apart
        )
        return sorted(sorted(back[n] for n in c) for c in found)
    certain, held = {pair(*p) for p in must}, {p: v for p, v in likely.items() if v >= FLOOR}
    found = []
    several = components([*held, *certain])
    of = {n: i for i, inside in enumerate(several) for n in inside}
    said: list[list[Pair]] = [[] for _ in several]
    for p in certain:
        said[of[p[0]]].append(p)
    pairs: list[list[Pair]] = [[] for _ in several]
    for p in held:
        pairs[of[p[0]]].append(p)
    for i, inside in enumerate(several):
        groups = _start(inside, said[i])
        first = {r: g for r, g in groups.items() if any(map(main, g))}
        beside = [g for r, g in groups.items() if r not in first]
        joined = _joined(first, pairs[i], held, apart, rule.main, never)
        rest = {g[0]: g for g in [*joined, *beside]}
        found += [c for c in _joined(rest, pairs[i], held, apart, rule.beside, never) if len(c) > 1]
    return sorted(found)


def _placed(pairs: Iterable[Pair], order: Mapping[int, int]) -> frozenset[Pair]:
    return frozenset(pair(order[a], order[b]) for a, b in pairs if a in order and b in order)


def _start(several: list[int], must: list[Pair]) -> dict[int, list[int]]:
    """The groups to begin with: each telling alone, apart from those that a person holds to be one."""
    start = components(must)
    held = {n for c in start for n in c}
    return {c[0]: c for c in sorted([*start, *([n] for n in several if n not in held)])}


def _joined(
    groups: dict[int, list[int]],
    pairs: Iterable[Pair],
    likely: Mapping[Pair, float],
    apart: Apart,
    at: float,
    never: frozenset[Pair],
) -> list[list[int]]:
    """Join the two groups that are likeliest to be one, again and again, until none is as likely as `at`. `pairs` are the likely pairs
    among them, and no two groups without one are ever looked at: so what it takes grows with these pairs."""
    of = {n: r for r, g in groups.items() for n in g}
    ends = {pair(of[a], of[b]) for a, b in pairs if a in of and b in of}
    near: dict[int, set[int]] = {r: set() for r in groups}
    queue: list[tuple[float, Pair, int]] = []
    changed = dict.fromkeys(groups, 0)  # how often each group has grown: what was queued before says nothing of it any more

    def put(a: int, b: int) -> None:
        if _barred(groups[a], groups[b], apart, never):
            return
        near[a].add(b)
        near[b].add(a)
        mean = _sum(groups[a], groups[b], likely) / (len(groups[a]) * len(groups[b]))
        heappush(queue, (-mean, pair(a, b), changed[a] + changed[b]))

    for a, b in sorted(ends):
        if a != b:
            put(a, b)
    while queue:
        best, (a, b), grown = heappop(queue)
        if a not in groups or b not in groups or b not in near[a] or grown != changed[a] + changed[b]:
            continue
        if -best < at:
            break
        groups[a] = sorted(groups[a] + groups.pop(b))
        changed[a] += 1
        others = (near[a] | near.pop(b)) - {a, b}
        near[a] = set()
        for o in sorted(others):
            near[o] -= {a, b}
            put(a, o)
    return list(groups.values())


def _sum(one: list[int], other: list[int], likely: Mapping[Pair, float]) -> float:
    return fsum(likely.get(pair(m, n), NEVER) for m in one for n in other)


def _barred(one: list[int], other: list[int], apart: Apart, never: frozenset[Pair]) -> bool:
    return any(pair(m, n) in never or apart(m, n) for m in one for n in other)
