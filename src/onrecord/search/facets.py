"""What of a record's reports and incidents fits a search's filters, and how many fit each value that could be chosen next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import chain
from typing import Any, NamedTuple

from onrecord.record.view import View
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
    """The reports that fit, with the numbers of their incidents that fit; and by filter, how many reports each value would give."""

    incidents: dict[int, list[int]]
    counts: dict[str, Counter[str]]


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


def by_report(view: View) -> dict[int, list[Incident]]:
    """The incidents that stand, by each report that tells of them, of every report that is not forgotten."""
    if "search by report" not in view.memo:
        found: dict[int, list[Incident]] = {n: [] for n, k in view.state.captures.items() if k.payload is not None}
        for n in view.state.incidents:
            seen = incident(view, n)
            for c in seen.captures if seen is not None else ():
                if c in found and seen is not None:
                    found[c].append(seen)
        view.memo["search by report"] = found
    held: dict[int, list[Incident]] = view.memo["search by report"]
    return held


def fitting(view: View, asked: Asked, among: Iterable[int], only: set[int] | None = None) -> Fit:
    """What fits the filters among some reports; `only` names the incidents that may fit, where it is not all of them.

    The counts of a filter are of the reports that fit all the others, so that another of its values can be chosen.
    """
    told, within = by_report(view), _Within(asked)
    if only is None and not asked.of_incidents and not any(getattr(asked, k) for k in OF_REPORTS):
        return _everything(view, told, among)
    incidents: dict[int, list[int]] = {}
    seen: dict[str, list[str]] = {k: [] for k in FILTERS}
    for capture in among:
        several, own = told.get(capture), report(view, capture)
        if several is None:
            continue
        failed = [k for k, v in zip(OF_REPORTS, own, strict=True) if getattr(asked, k) and getattr(asked, k) != v]
        if len(failed) > 1:
            continue
        whole, nearly = within.split(several, only)
        if not whole and (asked.of_incidents or only is not None):
            if not failed:
                _note_nearly(seen, nearly)
            continue
        for k, v in zip(OF_REPORTS, own, strict=True):
            if v and failed in ([], [k]):
                seen[k].append(v)
        if failed:
            continue
        incidents[capture] = [i.number for i in whole]
        _note(seen, whole, nearly)
    return Fit(incidents, {k: Counter(v) for k, v in seen.items()})


def _everything(view: View, told: dict[int, list[Incident]], among: Iterable[int]) -> Fit:
    """The same where no filter is set, so that all of them fit."""
    there = [n for n in among if n in told]
    several = [view.keep("search summary", n, lambda n: _summary(view, n, told[n])) for n in there]
    counts = {k: Counter(chain.from_iterable(s[at] for s in several)) for at, k in enumerate(FILTERS)}
    return Fit({n: [i.number for i in told[n]] for n in there}, counts)


def _summary(view: View, capture: int, told: list[Incident]) -> tuple[Values, ...]:
    """The values that a report or an incident of it has, in the order of `FILTERS`, each once."""
    of_incidents = tuple(tuple({v for i in told for v in i.values[at]}) for at in range(len(OF_INCIDENTS)))
    return (*of_incidents, *((v,) if v else () for v in report(view, capture)))


def _note(seen: dict[str, list[str]], whole: list[Incident], nearly: dict[str, list[Incident]]) -> None:
    """Count a report once for each value that its fitting incidents have, and for what other values would still let it fit."""
    for at, name in enumerate(OF_INCIDENTS):
        several = whole + nearly[name] if name in nearly else whole
        if len(several) == 1:
            seen[name].extend(several[0].values[at])
        else:
            seen[name].extend({v for i in several for v in i.values[at]})


def _note_nearly(seen: dict[str, list[str]], nearly: dict[str, list[Incident]]) -> None:
    for name, several in nearly.items():
        seen[name].extend({v for i in several for v in i.values[OF_INCIDENTS.index(name)]})


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
