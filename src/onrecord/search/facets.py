"""What of a record's reports and incidents fits a search's filters, and how many fit each value that could be chosen next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import Any, NamedTuple

from onrecord.record.view import View
from onrecord.record.wholes import counts, grouped, ordered, rows
from onrecord.review import queue
from onrecord.search.asked import FILTERS, OF_INCIDENTS, OF_REPORTS, REVIEWED, Asked
from onrecord.search.folding import spaced

Json = dict[str, Any]
Values = tuple[str, ...]


class Incident(NamedTuple):
    """What the filters look at of an incident: its values in the order of `OF_INCIDENTS`."""

    number: int
    captures: tuple[int, ...]
    values: tuple[Values, ...]
    first: date | None
    last: date | None
    places: str


class Fit(NamedTuple):
    """What fits of reports, those of them that fit in order, and by filter how many reports each value would give."""

    of: Mapping[int, _OfReport]
    order: list[int]
    counts: dict[str, Counter[str]]

    def incidents(self, capture: int) -> tuple[int, ...]:
        """The numbers of a report's incidents that fit."""
        return self.of[capture].incidents or ()


def incident(view: View, number: int) -> Incident | None:
    """An incident as filters see it; None where it does not stand."""
    return view.keep("search incident", number, lambda n: _incident(view, n))


def _incident(view: View, number: int) -> Incident | None:
    from onrecord.dates import bounds

    said = view.incident(number)
    if said is None:
        return None
    place = said["place"] or {}
    modalities = {said["modality"], *(v["modality"] for v in said["victims"])}
    values = (
        _some(place.get("country")), _some(place.get("admin1")), (said["act"],), tuple({v["outcome"] for v in said["victims"]}),
        tuple(modalities), tuple({s["kind"] for s in said["according_to"]}), (said["grade"]["happened"]["value"],),
    )  # fmt: skip
    first, last = bounds(said["date"]["edtf"]) if said["date"] else (None, None)
    captures = {c for n in view.state.on(number) if view.state.stands(n) and (c := view.state.capture_of_claim(n)) is not None}
    names = spaced(" ".join(str(place[k]) for k in ("name", "city", "admin2") if place.get(k)))
    return Incident(number, tuple(captures), values, first, last, names)


def _some(value: str | None) -> Values:
    return (value,) if value else ()


def report(view: View, capture: int) -> tuple[str, str, str]:
    """A report's values in the order of `OF_REPORTS`; "" where there is none."""
    return view.keep("search report", capture, lambda n: _report(view, n))


def _report(view: View, capture: int) -> tuple[str, str, str]:
    payload = view.state.captures[capture].payload or {}
    left = queue.left(view, capture)
    reviewed = REVIEWED[1] if left["open"] and left["judged"] else REVIEWED[2] if left["judged"] else REVIEWED[0]
    return payload.get("collection") or "", payload.get("language") or "", reviewed


def by_report(view: View) -> Mapping[int, tuple[int, ...]]:
    """The numbers of the incidents that stand, by each report that tells of them; a report that tells of none may be left out."""
    return grouped(
        view.wholes, "search by report", view.state.incidents, lambda n: i.captures if (i := incident(view, n)) else ()
    )


def tellings(view: View, capture: int) -> list[Incident]:
    """The incidents that stand and of which a report tells."""
    return [i for n in by_report(view).get(capture, ()) if (i := incident(view, n)) is not None]


def fitting(view: View, asked: Asked, among: Iterable[int] | None, only: set[int] | None = None, after: int = 0) -> Fit:
    """What fits the filters among some reports, in their order, or among all (None), the newest first; captured `after` an entry.
    `only` names the incidents that may fit, where it is not all of them.

    The counts of a filter are of the reports that fit all the others, so that another of its values can be chosen.
    """
    within, name, captures = _Within(asked), (replace(asked, sort=""), after), view.state.captures

    def of(capture: int) -> _OfReport:
        gone = capture <= after or captures[capture].payload is None
        return _OfReport(None, ()) if gone else _fit(view, asked, within, capture, only)

    def place(capture: int) -> str | None:
        return None if fits[capture].incidents is None else (captures[capture].payload or {}).get("published") or ""

    table = captures if among is None else dict.fromkeys(among)
    if only is not None:  # which incidents have the words may change without any entry that touches their reports
        fits: Mapping[int, _OfReport] = {n: of(n) for n in table}
        total = Counter(chain.from_iterable(f.values for f in fits.values()))
    else:
        fits = rows(view.wholes, ("fits", *name), table, of)
        total = counts(view.wholes, ("facets", *name), table, lambda n: dict.fromkeys(fits[n].values, 1))
    found: dict[str, Counter[str]] = {k: Counter() for k in FILTERS}
    for (name_of, value), many in total.items():
        found[name_of][value] = many
    if among is None:
        order = [n for _, n in reversed(ordered(view.wholes, ("hits", *name), table, place))]
    else:
        order = [n for n in table if fits[n].incidents is not None]
    return Fit(fits, order, found)


class _OfReport(NamedTuple):
    """Of a report, its incidents that fit (None where it does not fit), and the values of filters by which it is counted."""

    incidents: tuple[int, ...] | None
    values: tuple[tuple[str, str], ...]


def _fit(view: View, asked: Asked, within: _Within, capture: int, only: set[int] | None) -> _OfReport:
    if only is None and not asked.of_incidents and not any(getattr(asked, k) for k in OF_REPORTS):
        return view.keep("search summary", capture, lambda n: _of_all(view, n))
    told, own = tellings(view, capture), report(view, capture)
    failed = [k for k, v in zip(OF_REPORTS, own, strict=True) if getattr(asked, k) and getattr(asked, k) != v]
    if len(failed) > 1:
        return _OfReport(None, ())
    whole, nearly = within.split(told, only)
    if not whole and (asked.of_incidents or only is not None):
        return _OfReport(None, () if failed else _values([], nearly, ("", "", "")))
    if failed:
        at = OF_REPORTS.index(failed[0])
        return _OfReport(None, ((failed[0], own[at]),) if own[at] else ())
    return _OfReport(tuple(i.number for i in whole), _values(whole, nearly, own))


def _of_all(view: View, capture: int) -> _OfReport:
    told = tellings(view, capture)
    return _OfReport(tuple(i.number for i in told), _values(told, {}, report(view, capture)))


def _values(whole: list[Incident], nearly: dict[str, list[Incident]], own: Values) -> tuple[tuple[str, str], ...]:
    """A report once for each value that its fitting incidents have, for what other values would still let it fit, and for its own."""
    of_incidents = {
        (name, v) for at, name in enumerate(OF_INCIDENTS) for i in (*whole, *nearly.get(name, ())) for v in i.values[at]
    }
    return (*of_incidents, *((k, v) for k, v in zip(OF_REPORTS, own, strict=True) if v))


class _Within:
    """The filters on incidents of one search."""

    def __init__(self, asked: Asked) -> None:
        from onrecord.dates import bounds

        self.values = [(at, k, getattr(asked, k)) for at, k in enumerate(OF_INCIDENTS) if getattr(asked, k)]
        self.since = bounds(asked.since)[0] if asked.since else None
        self.until = bounds(asked.until)[1] if asked.until else None
        self.place = spaced(asked.place)

    def split(self, several: list[Incident], only: set[int] | None) -> tuple[list[Incident], dict[str, list[Incident]]]:
        """The incidents that fit all, and by filter those that fit all but that one."""
        if not self.values and not self.since and not self.until and not self.place and only is None:
            return several, {}
        whole: list[Incident] = []
        nearly: dict[str, list[Incident]] = {}
        for i in several:
            if (only is not None and i.number not in only) or not self._when_and_where(i):
                continue
            failed = [k for at, k, v in self.values if v not in i.values[at]]
            if not failed:
                whole.append(i)
            elif len(failed) == 1:
                nearly.setdefault(failed[0], []).append(i)
        return whole, nearly

    def _when_and_where(self, i: Incident) -> bool:
        """What has no date fits no period, and what has no place fits no name of one."""
        if self.place and self.place not in i.places:
            return False
        if self.since is None and self.until is None:
            return True
        if i.first is None or i.last is None:
            return False
        return (self.since is None or i.last >= self.since) and (self.until is None or i.first <= self.until)
