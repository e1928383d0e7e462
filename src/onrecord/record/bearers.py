"""Who bears which key, in the index of a record: so that a telling is compared with those that share keys with it, and with no others."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

from onrecord.link.incidents import Telling
from onrecord.link.incidents_blocks import NEAREST, beside, keys, largest, nearest
from onrecord.link.incidents_related import keys as related_keys
from onrecord.link.reports_words import Rarity

Pair = tuple[int, int]
MOST = 2_000
"""Tellings under one key that grew since the last full run, and totals and parts of one place and year, that are compared: the latest."""


def crowd(db: sqlite3.Connection, before: int | None = None) -> None:
    """Find anew which keys are crowded: of all tellings, or of those in reports that were captured before an entry."""
    bound = before if before is not None else 1 << 62
    (many,) = db.execute("select count(*) from telling where capture < ?", (bound,)).fetchone()
    db.execute("delete from crowded")
    db.execute(
        "insert into crowded select key from block join telling using (number) where capture < ? and weight > 0 group by key having count(*) > ?",
        (bound, largest(many)),
    )


class Bearers:
    """The index's keys, for one run. `lists` names the list of every telling that is a row of one; `everything` says that most of the
    record is compared, so that the keys are read once."""

    def __init__(self, db: sqlite3.Connection, rarity: Rarity, lists: Mapping[int, str], everything: bool = False) -> None:
        self.db, self.rarity, self.lists = db, rarity, lists
        self.crowded = {key for (key,) in db.execute("select key from crowded")}
        self._held: dict[str, list[Pair]] | None = None
        if everything:
            self._held = {}
            for key, day, number in db.execute("select key, day, number from block order by key, day, number"):
                self._held.setdefault(key, []).append((day, number))

    def candidates(self, of: Iterable[Telling]) -> list[Pair]:
        """The pairs in which these tellings are compared with any of the record, the smaller number first.

        Rows of one list are compared where they say the same day and place: all rows of a list have words in common.
        """
        found = set[Pair]()
        for t in of:
            own, at = self.lists.get(t.number), (t.published or 0, t.number)

            def others(key: str, weight: float, own: str | None = own, at: Pair = at) -> Iterable[int]:
                several = self._near(key, at) if key in self.crowded else self._all(key)
                if own is None or key.startswith("d "):
                    return several
                return [n for n in several if self.lists.get(n) != own]

            near = beside(t.number, keys(t, self.rarity), others, self.crowded)
            found.update((n, t.number) if n < t.number else (t.number, n) for n in near)
        return sorted(found)

    def totals(self, of: Iterable[Telling]) -> list[Pair]:
        """The pairs of these tellings and any of the record of which one may be a total that holds the other, the smaller number first."""
        found = set[Pair]()
        for t in of:
            whole, part = related_keys(t)
            for key in [*(f"t{k[1:]}" for k in whole), *(f"T{k[1:]}" for k in part)]:
                found.update((n, t.number) if n < t.number else (t.number, n) for n in self._all(key))
        return sorted(found)

    def _all(self, key: str) -> list[int]:
        if self._held is not None:
            return [n for _, n in self._held.get(key, ())[-MOST:]]
        rows = self.db.execute("select number from block where key = ? order by day desc, number desc limit ?", (key, MOST))
        return [n for (n,) in rows]

    def _near(self, key: str, at: Pair) -> list[int]:
        if self._held is not None:
            return nearest(self._held.get(key, []), at)
        found = []
        for side, order in (("<", "desc"), (">=", "asc")):
            rows = self.db.execute(
                f"select number from block where key = ? and (day, number) {side} (?, ?) order by day {order}, number {order} limit ?",
                (key, *at, NEAREST + (side == ">=")),
            )
            found += [n for (n,) in rows]
        return found
