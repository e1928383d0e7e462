"""Why a sum of the whole record is what it is, kept up with its view: of what new entries do not touch nothing is asked again."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, overload

from onrecord.errors import Misuse
from onrecord.record.tolls import Among, adds, linked_among, told, with_parts
from onrecord.record.tolls_why import HOWS, column, rules_of, sum_why, why_not
from onrecord.record.view import View
from onrecord.record.wholes import counts, ordered

Json = dict[str, Any]
Piece = Callable[[int], Json | None]
"""What of an incident, by its number, is summed up; None where it is none of those that were asked for."""


class Lines(Sequence[Json]):
    """The lines of a long list, each made when it is looked at."""

    def __init__(self, numbers: Sequence[int], make: Callable[[int], Json]) -> None:
        self._numbers, self._make = numbers, make

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, at: int) -> Json: ...
    @overload
    def __getitem__(self, at: slice) -> list[Json]: ...
    def __getitem__(self, at: int | slice) -> Json | list[Json]:
        return [self._make(n) for n in self._numbers[at]] if isinstance(at, slice) else self._make(self._numbers[at])

    def __iter__(self) -> Iterator[Json]:
        return map(self._make, self._numbers)


def why_of(view: View, name: Hashable, table: Mapping[int, Any], piece: Piece, of: str, how: str) -> Json:
    """What `sum_why` says of the incidents of a table, with `reasons` (each with the incidents that it leaves out) for `left_out`."""
    if how not in HOWS:
        raise Misuse(f"A sum is {', '.join(HOWS)}, not {how!r}.")

    def place(number: int) -> str | None:
        said = piece(number)
        return None if said is None else "" if of in column(said, how) else why_not(said, of, how)

    def add(number: int) -> Mapping[tuple[str, str, str], int]:
        said = piece(number)
        return {} if said is None else {k: v for k, v in adds(said).items() if k[:2] == (how, of)}

    pieces = {
        f"i{n}": p
        for i in linked_among(view, Among(table, lambda n: piece(n) is not None))
        if (p := piece(n := int(i["id"][1:])))
    }
    linked = with_parts(pieces)
    apart = {int(i["id"][1:]) for i in linked}
    pairs = ordered(view.wholes, ("whys", name, of, how), table, place)
    first = bisect_left(pairs, ("\0",))
    told_so = sum_why(linked, of, how)
    own = {int(line["incident"]["id"][1:]): line for line in told_so["counted"]}
    counted = sorted([n for _, n in pairs[:first] if n not in apart] + list(own))

    def line(number: int) -> Json:
        said = piece(number)
        return own.get(number) or {"incident": said, "count": column(said or {}, how)[of], "with": []}

    left = {why: [n for _, n in several if n not in apart] for why, several in groupby(pairs[first:], lambda pair: pair[0])}
    for line_out in told_so["left_out"]:
        left.setdefault(line_out["why"], []).append(int(line_out["incident"]["id"][1:]))
    reasons = sorted(((min(several), why, sorted(several)) for why, several in left.items() if several))
    sums = told(counts(view.wholes, ("why sums", name, of, how), table, add), linked)
    value = (sums[how] if how in HOWS[:2] else sums["doubtful"]["stated" if how == HOWS[2] else "alleged"]).get(of)
    return {
        "of": of, "how": how, "value": value, "counted": Lines(counted, line), "rules": rules_of(of),
        "reasons": [(why, Lines(several, lambda n: {"id": f"i{n}"})) for _, why, several in reasons],
        "left_out": range(sum(len(several) for _, _, several in reasons)),
    }  # fmt: skip
