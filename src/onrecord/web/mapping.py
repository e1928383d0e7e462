"""The map and the timeline: one page, whose address says all that is chosen on it; and both pictures as files."""

from __future__ import annotations

from datetime import date
from functools import cache
from heapq import nsmallest
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord import wording
from onrecord.dates import bounds
from onrecord.drawing import map as mapped
from onrecord.drawing import timeline
from onrecord.drawing.frame import HEIGHT, WIDTH, Frame
from onrecord.drawing.grouping import INCIDENTS, UNITS, Group, Sums, Times, by_place, by_time, sums, telling
from onrecord.drawing.spots import LEVELS, Spot, acts, spots
from onrecord.drawing.svg import alone
from onrecord.languages import gettext, language, ngettext, phrase
from onrecord.record.tolls_kept import why_of
from onrecord.record.tolls_why import HOWS
from onrecord.record.view import View
from onrecord.record.why import TOLLS
from onrecord.web.filters import faults
from onrecord.web.paging import paged

if TYPE_CHECKING:
    from onrecord.web.pages import Pages

Json = dict[str, Any]
FIELDS = ("measure", "since", "until", "act", "state", "by", "unit", "box")
"""What the address may say once; `at` (a place) it may say several times."""
MEASURES = (*TOLLS, INCIDENTS)
BY = {"country": 0, "province": 1, "place": 3}
ROWS = 60
"""Of each table on the page."""
_KEPT = 128
_DRAWN = phrase(
    "Boundaries: Natural Earth, public domain, simplified. They show where a name lies, and say nothing of whose land it is."
)
_DOCUMENTED = phrase("Documented: a difference between places or months may be a difference in documentation.")
_MOVES = {
    "left": (-0.4, 0, 1), "right": (0.4, 0, 1), "up": (0, 0.4, 1), "down": (0, -0.4, 1), "closer": (0, 0, 2), "further": (0, 0, 0.5),
}  # fmt: skip


class Mapping:
    """Pages that only show. What a choice gives is kept until the ledger grows."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.record = pages.record

    def routes(self) -> list[Route]:
        made = {"/map": self.page, "/map.svg": self.map_file, "/timeline.svg": self.timeline_file}
        return [Route(path, page, methods=["GET"]) for path, page in made.items()]

    def page(self, request: Request) -> Response:
        """The map above, the timeline below: what is chosen on one is shown on the other."""
        shown = self._shown(request)
        return self.pages.page(
            "map.html",
            map=shown["draw_map"](True),
            timeline=shown["draw_timeline"](True)[0],
            **shown,
            **self._why(request, shown),
        )

    def _why(self, request: Request, shown: Json) -> Json:
        """Why a figure of the page is what it is, where `why` asks for it: the whole, or a row of a table (`place`, `time`)."""
        how, place, time = (request.query_params.get(k, "")[:100] for k in ("why", "place", "time"))
        if how not in HOWS or shown["asked"]["measure"] == INCIDENTS:
            return {"why": None}
        several = _row(shown, place, time)
        mine = {s.number: s.incident for s in several}
        name = ("map", _without(shown["asked"], "box", "unit"), place, time)
        why = why_of(self.record.view(), name, self.record.view().state.incidents, mine.get, shown["asked"]["measure"], how)
        page = paged(why["counted"], request, "counted", {})
        of = {"place": place, "time": time, "why": how}
        query = address(shown["asked"])[1:]
        return {
            "why": why, "counted": page["counted"], "why_page": page["page"], "why_last": page["last"],
            "why_query": "&".join(q for q in (query, urlencode({k: v for k, v in of.items() if v})) if q),
            "why_of": _name(several, place) if place else gettext("no date, or a year that is not known") if time == "none" else wording.date(time) if time else "",
        }  # fmt: skip

    def map_file(self, request: Request) -> Response:
        """The map as it is seen, by itself, with what must be said of it."""
        seen = self._shown(request)
        return self._file(
            "map", alone(seen["draw_map"](False), WIDTH, HEIGHT, [seen["title"], *seen["said"], _DOCUMENTED.put, _DRAWN.put])
        )

    def timeline_file(self, request: Request) -> Response:
        """The timeline by itself, with what must be said of it."""
        seen = self._shown(request)
        drawn, height = seen["draw_timeline"](False)
        lines = [seen["title"], *seen["said"], _DOCUMENTED.put]
        return self._file("timeline", alone(drawn, timeline.WIDTH, height, lines))

    def _file(self, name: str, text: str) -> Response:
        from onrecord.web.pages import HEADERS

        head = self.record.ledger.head().number
        named = {"Content-Disposition": f'inline; filename="{name}-{head}.svg"'}
        return Response(text, media_type="image/svg+xml", headers={**HEADERS, **named})

    def _shown(self, request: Request) -> Json:
        view = self.record.view()
        asked: Json = {k: request.query_params.get(k, "").strip()[:100] for k in FIELDS}
        asked["at"] = tuple(dict.fromkeys(request.query_params.getlist("at")))[:20]
        kept: dict[tuple[str, str], Json] = view.memo.setdefault("maps", {})
        key = (language(), address(asked))
        if key not in kept:
            if len(kept) >= _KEPT:
                kept.clear()
            kept[key] = shown(view, asked)
        return kept[key]


def shown(view: View, asked: Json) -> Json:
    """All that the page says of what was asked."""
    every, wrong = spots(view), faults(asked)
    measure = asked["measure"] if asked["measure"] in MEASURES else _chief(every)
    since, until = (None, None) if wrong else _ends(asked)
    fitting = telling(every, measure)
    if asked["act"] or asked["state"]:
        fitting = [
            s for s in fitting if asked["act"] in ("", s.incident["act"]) and asked["state"] in ("", s.incident["state"])
        ]
    chosen, always = frozenset(asked["at"]), since is None and until is None
    then = fitting if always else [s for s in fitting if _within(s, since, until)]
    there = [s for s in fitting if any(p.key in chosen for p in s.places)] if chosen else fitting
    both = there if always else [s for s in there if _within(s, since, until)]
    frame = Frame.read(asked["box"]) or _frame(then, measure)
    level = BY.get(asked["by"], mapped.level_of(frame))
    groups = by_place(then, level, measure)
    times = by_time(there, asked["unit"] if asked["unit"] in UNITS else "", measure)
    found = sums(both, measure)
    title = _title(asked, measure, found, every)
    values: Json = {
        "asked": {**asked, "measure": measure}, "wrong": wrong, "title": title, "sums": found, "of": len(every), "times": times, "then": then, "there": there, "both": both,
        "measures": MEASURES, "acts": acts(view), "levels": LEVELS, "groups": groups[:ROWS],
        "more_groups": max(0, len(groups) - ROWS), "link": lambda **changed: "/map" + address(asked, **changed),
        "said": _said(then, there, measure, times, found if there is both else sums(there, measure)), "query": address(asked), "moves": _moves(frame, asked),
        "incidents": nsmallest(ROWS, both, key=lambda s: (s.first or date.max, s.number)), "more_incidents": max(0, len(both) - ROWS),
        "chosen": [_name(every, k) for k in asked["at"]], "told": mapped.told, "told_time": timeline.told, "level": level,
        "with_place": {"place": lambda key: "/map" + _with_place(asked, key), "time": lambda edtf: "/map" + _with_time(asked, edtf)},
        "lanes": len(timeline.lanes_of(times.vague)),
        "ask": lambda how, **row: f"/map{address(asked) or '?'}{'&' if address(asked) else ''}{urlencode({**row, 'why': how})}#why",
    }  # fmt: skip
    return {**values, **_drawn(asked, values, frame, groups, times, (since, until))}


def _drawn(
    asked: Json, values: Json, frame: Frame, groups: list[Group], times: Times, chosen: tuple[date | None, date | None]
) -> Json:
    """What draws both pictures, for the page (`True`: each place and time leads to its choice) or to stand alone: the one that is
    asked for is drawn."""
    label, when = gettext("Map. %(what)s", what=values["title"]), gettext("Timeline. %(what)s", what=values["title"])
    links = values["with_place"]

    @cache
    def draw_map(linked: bool) -> str:
        return mapped.drawn(frame, groups, label, links["place"] if linked else None, frozenset(asked["at"]))

    @cache
    def draw_timeline(linked: bool) -> tuple[str, float]:
        return timeline.drawn(times, when, links["time"] if linked else None, chosen)

    return {"frame": frame, "draw_map": draw_map, "draw_timeline": draw_timeline}


def _row(shown: Json, place: str, time: str) -> list[Spot]:
    """The incidents behind a row of a table, or behind the page's whole: just those that the row sums up."""
    if place:
        nearest = ((s, [p.key for p in s.places if p.level <= shown["level"]]) for s in shown["then"])
        return [s for s, keys in nearest if keys and keys[-1] == place]
    if not time:
        return list(shown["both"])
    if time == "none":
        return [s for s in shown["there"] if s.first is None or s.last is None]
    try:
        first, last = bounds(time)
    except ValueError:
        return []
    dated = [s for s in shown["there"] if s.first is not None and s.last is not None]
    if "/" in time:
        return [s for s in dated if (s.first, s.last) == (first, last)]
    return [s for s in dated if first and last and s.first and s.last and first <= s.first and s.last <= last]


# -- what is asked ---------------------------------------------------------------------------------------------


def address(asked: Json, **changed: Any) -> str:
    """The query that asks for it, with something changed ("" leaves it out): "?since=2021-05&at=KP-10"; "" where nothing is asked."""
    new = {**asked, **changed}
    several = [(k, new[k]) for k in FIELDS if new[k]] + [("at", key) for key in new["at"]]
    return f"?{urlencode(several, quote_via=quote)}" if several else ""


def _without(asked: Json, *names: str) -> str:
    return address(asked, **dict.fromkeys(names, ""))


def _with_place(asked: Json, key: str) -> str:
    """The address once a place is chosen, or chosen no more."""
    before = asked["at"]
    return address(asked, at=tuple(k for k in before if k != key) if key in before else (*before, key))


def _with_time(asked: Json, edtf: str) -> str:
    """The address once a stretch of time is chosen, or chosen no more."""
    first, _, last = edtf.partition("/")
    same = (asked["since"], asked["until"]) == (first, last or first)
    return address(asked, since="" if same else first, until="" if same else last or first)


def _moves(frame: Frame, asked: Json) -> Json:
    return {name: "/map" + address(asked, box=frame.moved(*by).box) for name, by in _MOVES.items()}


def _ends(asked: Json) -> tuple[date | None, date | None]:
    since, until = asked["since"], asked["until"]
    return bounds(since)[0] if since else None, bounds(until)[1] if until else None


def _within(s: Spot, since: date | None, until: date | None) -> bool:
    """Whether an incident may lie in a stretch of time. What has no date lies in none."""
    if since is None and until is None:
        return True
    if s.first is None or s.last is None:
        return False
    return (since is None or s.last >= since) and (until is None or s.first <= until)


def _chief(every: list[Spot]) -> str:
    """What is counted where nothing else was asked: the dead, or whatever there is."""
    return next((m for m in TOLLS if any(m in s.tolls.get("stated", ()) for s in every)), INCIDENTS)


def _frame(then: list[Spot], measure: str) -> Frame:
    """Around the provinces and towns that are told of; around countries, where nothing is known nearer."""
    near = [s for s in then if len(s.places) > 1]
    return mapped.around_all(by_place(near or then, 3 if near else 0, measure)[:400])


# -- what is said ----------------------------------------------------------------------------------------------


def _title(asked: Json, measure: str, found: Sums, every: list[Spot]) -> str:
    count = wording.many(found.stated.to_json()) if found.stated is not None else gettext("none")
    said = [gettext("Documented %(measure)s: %(count)s", measure=wording.term(measure, "measure"), count=count)]
    if measure != INCIDENTS:
        many = found.incidents
        said[0] += ngettext(", stated, in %(number)s incident", ", stated, in %(number)s incidents", many, number=many)
    ends = [wording.date(e) for e in (asked["since"], asked["until"]) if e]
    if len(ends) == 1:
        said.append(gettext("from %(date)s", date=ends[0]) if asked["since"] else gettext("to %(date)s", date=ends[0]))
    elif ends:
        said.append(ends[0] if ends[0] == ends[1] else gettext("%(first)s to %(last)s", first=ends[0], last=ends[1]))
    if asked["at"]:
        said.append(gettext("in %(places)s", places=", ".join(_name(every, k) for k in asked["at"])))
    return "; ".join(said)


def _name(several: list[Spot], key: str) -> str:
    return next((wording.plain(p.name) for s in several for p in s.places if p.key == key), wording.plain(key))


def _said(then: list[Spot], there: list[Spot], measure: str, times: Times, found: Sums) -> list[str]:
    """What neither picture can show, so that nothing is passed over."""
    said = []
    if nowhere := [s for s in then if not s.places]:
        said.append(gettext(
            "Not on the map, since their place is not told or not known for certain: %(what)s.", what=_counted(nowhere, measure)
        ))  # fmt: skip
    if times.undated.incidents:
        undated = [s for s in there if s.first is None or s.last is None]
        said.append(gettext(
            "Not on the timeline, since their date or its year is not told: %(what)s.", what=_counted(undated, measure)
        ))  # fmt: skip
    for name, count in found.apart.items():
        said.append(gettext("Counted apart, %(how)s: %(count)s.", how=wording.term(name), count=wording.many(count.to_json())))
    if (more := len(times.vague) - timeline.LANES) > 0:
        said.append(gettext("%(number)s further dates that are known less well are in the table, and not drawn.", number=more))
    return said


def _counted(several: list[Spot], measure: str) -> str:
    found = sums(several, measure)
    incidents = ngettext("%(number)s incident", "%(number)s incidents", len(several), number=len(several))
    if found.stated is None or measure == INCIDENTS:
        return incidents
    return gettext(
        "%(incidents)s, documented %(measure)s %(count)s", incidents=incidents, measure=wording.term(measure, "measure"),
        count=wording.many(found.stated.to_json()),
    )  # fmt: skip
