"""A record's charts, kept up with its view: of what new entries do not touch nothing is counted again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable
from typing import Any

from onrecord.charts.grouping import Adds, adds_to_bars, charted, checked, members_of, pieces
from onrecord.record.tolls import Among, linked_among
from onrecord.record.view import View
from onrecord.record.wholes import counts

Json = dict[str, Any]


def chart_of(view: View, name: Hashable, among: Among, by: str, of: str, how: str) -> Json:
    """The chart over some incidents; `name` is that of the question that they answer."""
    checked(by, how)
    return charted(_total(view, name, among, by, of, how), linked_among(view, among), by, of, how)


def behind(
    view: View, name: Hashable, among: Among, by: str, key: str, of: str, how: str
) -> tuple[Hashable, Callable[[int], Json | None]]:
    """A bar of it, by the groups in it, and what of an incident is behind it: by sex or age those victims alone. Misuse where there
    is no such bar."""
    checked(by, how)
    members = frozenset(members_of(_total(view, name, among, by, of, how), by, key))

    def piece(number: int) -> Json | None:
        if number not in among.table or not among.fits(number):
            return None
        return next((p for at, p in _pieces(view, number, by).items() if at in members or by == "outcome"), None)

    return (name, by, members), piece


def _total(view: View, name: Hashable, among: Among, by: str, of: str, how: str) -> Counter[tuple[str, str, str]]:
    def add(number: int) -> Adds:
        return adds_to_bars(_pieces(view, number, by), by, of, how) if among.fits(number) else {}

    return counts(view.wholes, ("charts", name, by, of, how), among.table, add)


def _pieces(view: View, number: int, by: str) -> dict[str, Json]:
    def make(number: int) -> dict[str, Json]:
        said = view.incident(number)
        return pieces(said, by) if said is not None else {}

    return view.keep(f"pieces by {by}", number, make)
