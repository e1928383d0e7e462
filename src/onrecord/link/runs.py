"""A run of linking: its parameters, and the links that have to be written or taken back so that what is held is what it found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from onrecord.link.incidents_clusters import FLOOR, Pair, Rule, components, pair

Json = dict[str, Any]
PROPOSED = 0.15
"""The probability from which a pair that is not joined is put before a person."""
SEED = 0
"""Nothing here is drawn by chance; the entry of a run says so by a seed all the same."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a run decides by: the model's version, its offset from the record's own judgements, the rule of the clusters, and
    up to which report (its entry; 0 for none), and of how many, the record's own words were counted."""

    model: str
    offset: float = 0.0
    rule: Rule = field(default_factory=Rule)
    words_to: int = 0
    words_of: int = 0

    def to_json(self) -> Json:
        return {
            "model": self.model, "offset": self.offset, "main": self.rule.main, "beside": self.rule.beside, "floor": FLOOR,
            "words_to": self.words_to, "words_of": self.words_of,
        }  # fmt: skip


def no_longer(held: Mapping[int, Pair], wanted: Iterable[Iterable[int]]) -> list[int]:
    """Of the links that are held, by their entries, those whose ends are not of one cluster any more."""
    of = {n: i for i, cluster in enumerate(wanted) for n in cluster}
    return [entry for entry, (a, b) in held.items() if of.get(a, -a) != of.get(b, -b)]


def missing(clusters: Iterable[list[int]], likely: Mapping[Pair, float], held: Iterable[Pair]) -> list[Pair]:
    """The pairs to be linked so that each cluster hangs together: as few as that takes, the likeliest, beside those that are held."""
    several = list(clusters)
    of = {n: i for i, cluster in enumerate(several) for n in cluster}
    joined, pairs = _inside(held, of, len(several)), _inside(likely, of, len(several))
    found: list[Pair] = []
    for i, cluster in enumerate(several):
        groups = {n: c[0] for c in components(joined[i]) for n in c}
        root = {n: groups.get(n, n) for n in cluster}
        for p in sorted(pairs[i], key=lambda q: (-likely[q], q)):
            one, other = root[p[0]], root[p[1]]
            if one != other:
                found.append(p)
                root = {n: min(one, other) if r in (one, other) else r for n, r in root.items()}
    return found


def _inside(pairs: Iterable[Pair], of: Mapping[int, int], clusters: int) -> list[list[Pair]]:
    """Of each cluster the pairs both ends of which are in it, by the cluster of each telling."""
    found: list[list[Pair]] = [[] for _ in range(clusters)]
    for a, b in pairs:
        if a in of and of[a] == of.get(b):
            found[of[a]].append((a, b))
    return found


def proposals(
    likely: Mapping[Pair, float], clusters: Iterable[list[int]], barred: Callable[[int, int], bool], most: int = 3
) -> list[Pair]:
    """The likeliest pair between each two clusters that were not joined but may be one; of each cluster the likeliest few."""
    of = {n: cluster[0] for cluster in clusters for n in cluster}
    best: dict[Pair, Pair] = {}
    for p in sorted(likely, key=lambda q: (-likely[q], q)):
        ends = pair(of.get(p[0], p[0]), of.get(p[1], p[1]))
        if likely[p] >= PROPOSED and ends[0] != ends[1] and not barred(*p):
            best.setdefault(ends, p)
    count: dict[int, int] = {}
    found = []
    for ends, p in best.items():
        if max(count.get(e, 0) for e in ends) < most:
            found.append(p)
            count.update({e: count.get(e, 0) + 1 for e in ends})
    return found
