"""The map and the timeline as pictures: what they sum, where it stands, and what never stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from math import hypot
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import onrecord.drawing
from onrecord.claims import Count, Label, Level, Sensitive
from onrecord.drawing import map as mapped
from onrecord.drawing import timeline
from onrecord.drawing.frame import HEIGHT, WIDTH, Frame, path
from onrecord.drawing.grouping import INCIDENTS, UNITS, by_place, by_time, sums
from onrecord.drawing.outlines import areas, borders, outline
from onrecord.drawing.spots import Spot, places_of, spots
from onrecord.record import Record, create
from onrecord.record.state import gather
from onrecord.record.view import View

HERE = Path(onrecord.drawing.__file__).parent
TEXTS = (
    "Border guards shot dead four traders near Hoeryong, North Korea, on May 28, 2021, a source in the town said.",
    "Soldiers killed two farmers in Ryanggang Province, North Korea, in 2020.",
    "Three miners were killed on June 3, 2021.",
)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    for n, text in enumerate(TEXTS):
        (tmp_path / f"{n}.txt").write_text(f"A report\n\n{text}\n", encoding="utf-8")
    with create(tmp_path / "record") as made:
        made.build(sorted(tmp_path.glob("*.txt")), "2021-07-01")
        yield made


def relabelled(record: Record, name: str, label: Label) -> View:
    """The record as it would be, were the first claim of a property labelled."""
    entries = list(record.ledger.entries())
    n = next(n for n, e in enumerate(entries) if e.kind == "claim" and e.payload["property"] == name)
    entries[n] = replace(entries[n], payload={**entries[n].payload, "label": label.to_json()})
    return View(gather(entries))


# -- outlines ----------------------------------------------------------------------------------------------------


def test_the_outlines_are_small_and_hold_what_they_say() -> None:
    sizes = {p.name: p.stat().st_size for p in HERE.glob("*.gz")}
    assert set(sizes) == {"countries.gz", "provinces.gz"} and max(sizes.values()) < 300_000
    for code, inside in (("KP-10", (128.2, 41.3)), ("KP-09", (129.7, 42.2)), ("PRK", (126.0, 39.0)), ("SV-SS", (-89.2, 13.7))):
        area = outline(code)
        assert area is not None and holds(area.rings, *inside), code
    assert outline("KP-99") is None and len(areas("provinces")) > 3000 and len(borders()) > 100
    assert not holds(outline("KP-10").rings, 126.0, 39.0)  # type: ignore[union-attr]


def holds(rings: Any, x: float, y: float) -> bool:
    odd = False
    for _, ring in rings:
        for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                odd = not odd
    return odd


@given(st.floats(-179, 179), st.floats(-70, 75), st.floats(0.01, 60), st.floats(0.01, 40))
def test_a_frame_shows_what_it_is_made_around(lon: float, lat: float, wide: float, tall: float) -> None:
    bounds = (lon - wide / 2, max(-75.0, lat - tall / 2), lon + wide / 2, min(79.0, lat + tall / 2))
    frame = Frame.around(bounds)
    for corner in ((bounds[0], bounds[1]), (bounds[2], bounds[3])):
        x, y = frame.at(corner)
        assert -0.1 <= x <= WIDTH + 0.1 and -0.1 <= y <= HEIGHT + 0.1
    again = Frame.read(frame.box) if -180 <= frame.lon <= 180 else frame
    assert again is not None and abs(again.lon - frame.lon) < 0.001 and abs(again.scale - frame.scale) < 0.01


def test_what_is_cut_at_the_edge_stays_near_it() -> None:
    frame = Frame.around((126, 41, 128, 42))
    said = path(frame, outline("RUS").rings + outline("CHN").rings)  # type: ignore[union-attr]
    x, y = 0.0, 0.0
    for sign, a, b in re.findall(r"([Ml]?)\s?(-?[\d.]+)[ ]?(-?[\d.]+)", said):
        x, y = (float(a), float(b)) if sign == "M" else (x + float(a), y + float(b))
        assert -14 <= x <= WIDTH + 14 and -14 <= y <= HEIGHT + 14
    assert Frame.read("1,2") is Frame.read("x,y,z") is Frame.read("nan,1,5") is Frame.read("1,2,1e9") is None


@given(st.lists(st.tuples(st.floats(-30, 30), st.floats(-20, 20)), min_size=3, max_size=40))
def test_no_point_of_a_line_is_far_from_what_is_drawn(steps: list[tuple[float, float]]) -> None:
    """What is left out of an outline is less than a unit away from it, of 960 that the picture is wide."""
    frame, line = Frame(0, 0, WIDTH / 60), [(0.0, 0.0)]
    for dx, dy in steps:
        line.append((max(-29, min(29, line[-1][0] + dx / 20)), max(-18, min(18, line[-1][1] + dy / 20))))
    said = path(frame, [((-29, -18, 29, 18), tuple(line))], closed=False)
    drawn, x, y = list[tuple[float, float]](), 0.0, 0.0
    for sign, a, b in re.findall(r"([Ml]?)\s?(-?[\d.]+)[ ]?(-?[\d.]+)", said):
        x, y = (float(a), float(b)) if sign == "M" else (x + float(a), y + float(b))
        drawn.append((x, y))
    for point in map(frame.at, line):
        assert min(away(point, *pair) for pair in pairwise(drawn)) < 0.9 if drawn else True


def away(p: tuple[float, float], a: tuple[float, float], b: tuple[float, float]) -> float:
    """How far a point is from a line between two."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    share = max(0.0, min(1.0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / ((dx * dx + dy * dy) or 1.0)))
    return hypot(p[0] - a[0] - share * dx, p[1] - a[1] - share * dy)


# -- sums --------------------------------------------------------------------------------------------------------

DATES = ("2021-05-28", "2021-05", "2021", "2019/2021", "2020-12-31", None, "XXXX-04-17", "[2011,2012]")
PLACES = (
    {"country": "PRK", "admin1": "KP-10", "admin2": None, "city": "Hyesan", "precision": "city"},
    {"country": "PRK", "admin1": "KP-10", "admin2": None, "city": None, "precision": "admin1"},
    {"country": "PRK", "admin1": None, "admin2": None, "city": None, "precision": "country"},
    {"country": "PRK", "admin1": "KP-09", "admin2": None, "city": None, "precision": "unresolved"},
)


def spot(number: int, edtf: str | None, place: dict[str, Any], least: int) -> Spot:
    from onrecord.dates import bounds

    first, last = bounds(edtf) if edtf else (None, None)
    tolls = {"stated": {"death": Count(least, None, None)}, "alleged": {"death": Count.exactly(1)}}
    return Spot(number, {"relations": []}, places_of(place), edtf, first, last, tolls, None, frozenset({"death"}))


@given(
    st.lists(st.tuples(st.sampled_from(DATES), st.sampled_from(PLACES), st.integers(1, 40)), max_size=25),
    st.sampled_from(["", *UNITS]),
    st.integers(0, 3),
)
@settings(max_examples=40)
def test_nobody_is_lost_and_nobody_stands_twice(told: list[Any], unit: str, level: int) -> None:
    several = [spot(n, *of) for n, of in enumerate(told, 1)]
    least, times = sum(least for *_, least in told), by_time(several, unit, "death")
    parts = [*(b.sums for b in times.bars), *(b.sums for b in times.vague), times.undated]
    assert sum(p.incidents for p in parts) == len(several)
    assert sum(p.stated.min for p in parts if p.stated) == least
    groups = by_place(several, level, "death")
    nowhere = sums((s for s in several if not s.places), "death")
    assert sum(g.sums.incidents for g in groups) + nowhere.incidents == len(several)
    assert sum(g.sums.stated.min for g in groups if g.sums.stated) + (nowhere.stated.min if nowhere.stated else 0) == least
    assert all(g.place.level <= level for g in groups)
    for bar in (*times.bars, *times.vague):
        assert bar.first <= bar.last
    ElementTree.fromstring(timeline.drawn(times, "Timeline")[0])
    ElementTree.fromstring(mapped.drawn(mapped.around_all(groups), groups, "Map"))


def test_an_interval_is_a_bar_and_what_has_no_date_is_counted_beside() -> None:
    several = [spot(n, edtf, PLACES[0], 2) for n, edtf in enumerate(DATES[:7], 1)]
    times = by_time(several, "month", "death")
    assert {(b.first, b.last) for b in times.vague} == {
        (date(2021, 1, 1), date(2021, 12, 31)), (date(2019, 1, 1), date(2021, 12, 31)),
    }  # fmt: skip
    assert times.undated.incidents == 2 and times.undated.stated == Count.at_least(4)
    lanes = [e for e in ElementTree.fromstring(timeline.drawn(times, "Timeline")[0]).iter() if e.get("class") == "area"]
    assert len(lanes) == 2 and all(float(e.get("width") or 0) > 50 for e in lanes)


def test_a_long_time_is_drawn_in_greater_units() -> None:
    several = [spot(1, "1950-01-01", PLACES[0], 1), spot(2, "2020-01-01", PLACES[0], 1)]
    assert by_time(several, "day", "death").unit == "year" and len(by_time(several, "", "death").bars) == 71
    assert by_time(several[:1], "", INCIDENTS).unit == "day"


# -- places ------------------------------------------------------------------------------------------------------


def test_a_province_is_an_area_and_a_town_a_disc(record: Record) -> None:
    several = spots(record.view())
    groups = by_place(several, 3, "death")
    drawing = ElementTree.fromstring(mapped.drawn(mapped.around_all(groups), groups, "Map", lambda key: f"?at={key}"))
    links = {e.get("href"): e for e in drawing.iter() if e.tag.endswith("}a")}
    assert set(links) == {"?at=KP-10", "?at=KP-09/Hoeryŏng"}
    kinds = {href: [e.tag.rpartition("}")[2] for e in of if e.get("class") in ("area", "disc")] for href, of in links.items()}
    assert kinds == {"?at=KP-10": ["path"], "?at=KP-09/Hoeryŏng": ["circle"]}
    assert next(s for s in several if not s.places).incident["date"]["edtf"] == "2021-06-03"


def test_a_point_nearer_than_a_town_is_drawn_as_the_town() -> None:
    place = {
        "country": "PRK",
        "admin1": "KP-09",
        "admin2": None,
        "city": "Hoeryong",
        "precision": "exact",
        "lat": 42.4,
        "lon": 129.9,
    }
    town = places_of(place)[-1]
    assert town.level == 3 and (town.lat, town.lon) != (42.4, 129.9)
    assert places_of({**place, "city": None})[-1].key == "KP-09"


def test_a_district_is_where_its_towns_lie_and_one_without_any_is_its_province() -> None:
    maricopa = {**PLACES[2], "country": "USA", "admin1": "US-AZ", "admin2": "Maricopa", "precision": "admin2"}
    groups = by_place([spot(1, None, maricopa, 3)], 3, "death")
    assert groups[0].place.level == 2
    assert 'stroke-dasharray="5 4"' in mapped.drawn(mapped.around_all(groups), groups, "Map")
    assert places_of({**PLACES[1], "admin2": "Taehongdan", "precision": "admin2"})[-1].key == "KP-10"
    assert places_of({**PLACES[2], "country": "MDG", "admin1": "MDG-X"})[-1].key == "MDG"


# -- what never stands there ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("tells", [Sensitive.ROUTE, Sensitive.CROSSING, Sensitive.HIDING_PLACE])
def test_a_secret_place_is_on_no_map(record: Record, tells: Sensitive) -> None:
    before = spots(record.view())
    view = relabelled(record, "place", Label.of(tells))
    after = spots(view)
    assert len(after) == len(before) and [bool(s.places) for s in before] == [True, True, False]
    assert sum(bool(s.places) for s in after) == 1
    shown = [s for s in before if s.places and s.number not in {a.number for a in after if a.places}]
    groups = by_place(after, 3, "death")
    drawing = mapped.drawn(mapped.around_all(groups), groups, "Map", lambda key: key)
    assert shown[0].places[-1].name not in drawing


@pytest.mark.parametrize("tells", [Sensitive.HELPER, Sensitive.RELATIVE_OF_LIVING])
def test_a_secret_incident_is_nowhere(record: Record, tells: Sensitive) -> None:
    assert Label.of(tells).level is Level.SECRET
    assert len(spots(relabelled(record, "act", Label.of(tells)))) == len(spots(record.view())) - 1
    assert len(spots(relabelled(record, "act", Label()))) == len(spots(record.view()))


def test_context_and_what_only_may_happen_are_not_drawn(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "A theft\n\nPolice in Dayton, Ohio, are investigating the theft of 500 kg of rice on May 3, 2021. "
        "The gang threatened to kill two men in Dayton, Ohio, on May 4, 2021.\n", encoding="utf-8",
    )  # fmt: skip
    with create(tmp_path / "record") as made:
        made.build(tmp_path / "a.txt")
        assert all(
            s.incident["class"] == "harm" and s.incident["modality"] in ("stated", "alleged") for s in spots(made.view())
        )
        assert len(spots(made.view())) < len(made.list())
