"""What stands in what: merges by people, links by people and by runs, put together so that a person's word is never overruled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

Json = dict[str, Any]
Pair = tuple[int, int]


def pair(payload: Json) -> Pair:
    """The two ends of a link, the smaller first."""
    return min(payload["left"], payload["right"]), max(payload["left"], payload["right"])


class Groups:
    """Things that are one. A group is called by what a person merged it into, else by its oldest thing, so that ids survive."""

    def __init__(self, exists: Callable[[int], bool]) -> None:
        self._exists = exists
        self._above: dict[int, int] = {}
        self._members: dict[int, list[int]] = {}
        self._named: dict[int, int] = {}
        self._apart: set[Pair] = set()

    def of(self, thing: int) -> int:
        """Something that stands for a thing's group while groups are made."""
        while thing in self._above:
            thing = self._above[thing]
        return thing

    def join(self, one: int, other: int, name: int | None = None) -> None:
        """Hold two things to be one; `name` is the one whose id the group has from now on."""
        a, b = sorted((self.of(one), self.of(other)))
        if a != b:
            self._above[b] = a
            self._members.setdefault(a, [a]).extend(self._members.pop(b, [b]))
            if b in self._named:
                self._named.setdefault(a, self._named.pop(b))
        if name is not None:
            self._named[a] = name

    def hold_apart(self, pairs: Iterable[Pair]) -> None:
        """From now on `may_join` refuses what would put such a pair into one group."""
        self._apart.update(pairs)

    def may_join(self, one: int, other: int) -> bool:
        a, b = self.of(one), self.of(other)
        return a != b and not any({self.of(x), self.of(y)} == {a, b} for x, y in self._apart)

    def merged(self) -> dict[int, int]:
        """From each thing that stands in another to that other."""
        found = {}
        for root, members in self._members.items():
            name = self._named.get(root)
            if name is None or not self._exists(name):
                first = sorted(members)
                name = next((m for m in first if self._exists(m)), first[0])
            found.update({m: name for m in members if m != name})
        return found


def verdicts(links: Iterable[Any], undone: Callable[[int], bool], drawn: Mapping[Pair, int]) -> dict[Pair, Any]:
    """Of each pair the latest link by a person that stands; `links` in order. `drawn` leads from a pair that two people judge blind to the
    entry that drew it: what is said of it counts once two have said the same, or somebody who saw both has said more."""
    found: dict[Pair, Any] = {}
    blind: dict[Pair, list[Any]] = {}
    for k in links:
        if k.payload and k.payload["run"] is None and not undone(k.number):
            if k.number > drawn.get(pair(k.payload), k.number):
                blind.setdefault(pair(k.payload), []).append(k)
            else:
                found[pair(k.payload)] = k
    for p, several in blind.items():
        both = independent(several)
        later = [k for k in several if len(both) > 1 and k.number > both[1].number]
        if later or (len(both) > 1 and both[0].payload["type"] == both[1].payload["type"]):
            found[p] = (later or both)[-1]
    return found


def independent(several: Iterable[Any]) -> list[Any]:
    """The first judgement of each of the first two people; `several` in order."""
    first: dict[str, Any] = {}
    for k in several:
        first.setdefault(k.actor, k)
    return list(first.values())[:2]


def joined(groups: Groups, links: Iterable[Any], said: Mapping[Pair, Any], may: Callable[[Json], bool]) -> None:
    """Join what runs hold to be one, the likeliest first, but nothing that a person holds apart."""
    for k in sorted(links, key=lambda k: (-k.payload["probability"], k.number)):
        judged = said.get(pair(k.payload))
        if judged is not None and judged.payload["type"] != "unsure":
            continue
        if may(k.payload) and groups.may_join(k.payload["left"], k.payload["right"]):
            groups.join(k.payload["left"], k.payload["right"])
