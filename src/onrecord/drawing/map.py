"""The map: outlines, and what is documented of each place. A province is an area and never a pin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import hypot, log1p, sqrt

from onrecord import wording
from onrecord.drawing import svg
from onrecord.drawing.frame import HEIGHT, KM, WIDTH, Frame, path
from onrecord.drawing.grouping import Group, Sums
from onrecord.drawing.grouping import told as said_of
from onrecord.drawing.outlines import Area, Bounds, Point, areas, around, borders, outline
from onrecord.drawing.spots import LEVELS, Place
from onrecord.drawing.svg import el, picture
from onrecord.places.divisions import towns_of

_GREATEST, _LEAST = 30.0, 4.0
"""Radius of the greatest and of the smallest sign of a town."""
_SIGNS, _NUMBERS = 250, 60
"""How many places are drawn, and how many with their number; the table has them all."""
_FINE = 45
"""Degrees of latitude that a picture is wide, under which provinces are drawn."""
_RADIUS = {1: 60.0, 2: 15.0}
"""Kilometres around the middle of a province or district of which neither outline nor towns are known."""
Link = Callable[[str], str]
"""The address that chooses a place, by its key."""


def level_of(frame: Frame) -> int:
    """The level of `spots.LEVELS` at which a picture groups: the nearer it is, the finer."""
    return 0 if frame.span > 70 else 1 if frame.span > 14 else 3


def drawn(
    frame: Frame, groups: Sequence[Group], label: str, link: Link | None = None, chosen: frozenset[str] = frozenset()
) -> str:
    """The picture. With `link`, each place leads to its choice; `chosen` are the keys of those that are."""
    seen = [g for g in groups if _seen(frame, g.place)][:_SIGNS]
    vague = [g for g in seen if g.place.level < 3]
    towns = [g for g in seen if g.place.level == 3]
    greatest = max((g.sums.size for g in seen), default=0)
    numbers = _numbers(frame, [*seen[:_NUMBERS]], greatest)
    nearest = max((g.place.level for g in seen), default=0)
    parts = [_HATCH, _ground(frame)]
    for g in _outer_first(vague):
        vaguer = g.place.level == 0 < nearest
        parts.append(_linked(g, link, chosen, _area(frame, g, greatest, g.place.key in chosen, vaguer)))
    parts += [_linked(g, link, chosen, _town(frame, g, greatest, g.place.key in chosen)) for g in reversed(towns)]
    return picture(
        WIDTH,
        HEIGHT,
        label,
        el("g", *parts),
        el("g", *numbers, class_="numbers", pointer_events="none"),
        _scale(frame),
        class_="map",
    )


def around_all(groups: Sequence[Group]) -> Frame:
    """The picture that shows every place, or the world where there is none."""
    bounds = [b for g in groups if (b := _bounds(g.place)) is not None]
    if not bounds:
        return Frame.around((-180, -58, 180, 80), 0)
    corners = [(x, y) for west, south, east, north in bounds for x, y in ((west, south), (east, north))]
    west, south, east, north = around(corners)
    return Frame.around((west, south, east, north)).moved(closer=1 if east - west > 2 else 0.5)


def _bounds(place: Place) -> Bounds | None:
    """Where a place lies: a country or province as a whole, unless it reaches around the earth."""
    area = outline(place.key) if place.level < 2 else None
    if area is not None and area.bounds[2] - area.bounds[0] < 90:
        return area.bounds
    return (place.lon, place.lat, place.lon, place.lat) if place.lon is not None and place.lat is not None else None


def _seen(frame: Frame, place: Place) -> bool:
    bounds = _bounds(place)
    return bounds is not None and frame.sees(bounds)


def _outer_first(groups: Sequence[Group]) -> list[Group]:
    return sorted(groups, key=lambda g: (g.place.level, g.place.key))


# -- the ground ------------------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def _ground(frame: Frame) -> str:
    """Sea and land, with the provinces' borders from near and the countries' from everywhere."""
    fine = frame.span < _FINE
    land = [d for a in areas("provinces" if fine else "countries") if (d := path(frame, a.rings))]
    parts = [
        el("rect", width=WIDTH, height=HEIGHT, fill=svg.SEA, class_="sea"),
        el("path", d="".join(land), fill=svg.LAND, stroke=svg.EDGE, stroke_width=0.5, fill_rule="evenodd", class_="land"),
    ]
    if fine and (lines := path(frame, borders(), closed=False)):
        parts.append(el("path", d=lines, fill="none", stroke=svg.SOFT, stroke_width=1.1, class_="border"))
    return el("g", *parts, aria_hidden="true")


def _scale(frame: Frame) -> str:
    """A bar of a round number of kilometres, at the middle of the picture."""
    each = frame.scale / KM
    km = max((n for p in range(5) for n in (10**p, 2 * 10**p, 5 * 10**p) if n * each < 150), default=1)
    x, y = 16.0, HEIGHT - 16
    return el(
        "g", el("path", d=f"M{x} {y - 6}v6h{svg.number(km * each)}v-6", fill="none", stroke=svg.INK, class_="line"),
        el("text", f"{km:,} km", x=x + 6, y=y - 6, font_size=12, class_="halo"), aria_hidden="true",
    )  # fmt: skip


# -- places ----------------------------------------------------------------------------------------------------


def told(place: Place, sums: Sums) -> str:
    """What a place's sign says, in words."""
    return said_of(f"{wording.plain(place.name)}, {wording.term(LEVELS[place.level], 'chart')}", sums)


def _linked(group: Group, link: Link | None, chosen: frozenset[str], sign: str) -> str:
    title, on = el("title", svg.words(told(group.place, group.sums))), group.place.key in chosen
    name = "place chosen" if on else "place"
    if link is None:
        return el("g", title, sign, class_=name)
    return el("a", title, sign, href=link(group.place.key), tabindex=-1, class_=name, aria_current="true" if on else None)


_HATCH = el(
    "defs",
    el(
        "pattern",
        el("path", d="M0 0V7", stroke=svg.HARM, stroke_width=1.6, class_="most"),
        id="vaguer", width=7, height=7, patternUnits="userSpaceOnUse", patternTransform="rotate(45)",
    ),
)  # fmt: skip


def _area(frame: Frame, group: Group, greatest: int, chosen: bool, vaguer: bool) -> str:
    """A country, province or district as the area that it is, the darker the more is documented there.

    A country among nearer places is hatched, since the colour of a whole country would lie over theirs.
    """
    if vaguer:
        shape, _ = _shape(frame, group.place)
        return el(
            shape[0], **shape[1], fill="url(#vaguer)", fill_opacity=0.45, stroke=svg.INK if chosen else svg.HARM,
            stroke_width=3 if chosen else 1.2, class_="vaguer", fill_rule="evenodd",
        )  # fmt: skip
    share = log1p(group.sums.size) / log1p(greatest) if greatest else 0
    shape, known = _shape(frame, group.place)
    return el(
        shape[0], **shape[1], fill=svg.HARM, fill_opacity=round(0.1 + 0.42 * share, 2), stroke=svg.INK if chosen else svg.HARM,
        stroke_width=3 if chosen else 1.2, stroke_dasharray=None if known else "5 4", class_="area", fill_rule="evenodd",
    )  # fmt: skip


def _shape(frame: Frame, place: Place) -> tuple[tuple[str, dict[str, str | float]], bool]:
    """The element of an area, and whether its border is known. Else it is where its towns lie, or a circle as wide as it may be."""
    area = outline(place.key) if place.level < 2 else None
    if area is not None:
        return ("path", {"d": path(frame, _fine(area, frame).rings)}), True
    towns = towns_of([place.division])[place.division.id] if place.division is not None else ()
    hull = _hull([frame.at(p) for p in towns])
    if len(hull) > 2:
        return ("path", {"d": "M" + "L".join(f"{svg.number(x)} {svg.number(y)}" for x, y in hull) + "z"}), False
    x, y = frame.at((place.lon or 0.0, place.lat or 0.0))
    return ("circle", {"cx": x, "cy": y, "r": max(6.0, _RADIUS.get(place.level, 60.0) / KM * frame.scale)}), False


def _fine(area: Area, frame: Frame) -> Area:
    """A country as fine as the ground beneath it."""
    if area.code or frame.span >= _FINE:
        return area
    rings = tuple(r for a in areas("provinces") if a.country == area.country for r in a.rings)
    return Area(area.country, "", rings) if rings else area


def _hull(points: Sequence[Point]) -> list[Point]:
    """The convex hull (Andrew 1979) with a margin around it, since towns do not lie on the border."""
    several = sorted(set(points))
    if len(several) < 3:
        return []
    half: list[list[Point]] = []
    for order in (several, several[::-1]):
        side: list[Point] = []
        for p in order:
            while len(side) > 1 and _turn(side[-2], side[-1], p) <= 0:
                side.pop()
            side.append(p)
        half.append(side[:-1])
    ring = half[0] + half[1]
    mx, my = sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)
    away = [(x - mx, y - my, hypot(x - mx, y - my) or 1.0) for x, y in ring]
    return [(mx + dx * (1 + 6 / length), my + dy * (1 + 6 / length)) for dx, dy, length in away]


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _town(frame: Frame, group: Group, greatest: int, chosen: bool) -> str:
    """A town as a disc as large as what is documented; a ring around it for the most, dashed where that is open."""
    x, y = frame.at((group.place.lon or 0.0, group.place.lat or 0.0))
    sums, radius = group.sums, radius_of(group.sums.size, greatest)
    disc = el(
        "circle", cx=x, cy=y, r=radius, fill=svg.HARM, fill_opacity=0.62 if sums.size else 0.0, stroke=svg.INK if chosen else svg.PAPER if sums.size else svg.HARM,
        stroke_width=2.5 if chosen else 1, stroke_dasharray=None if sums.size else "2 2", class_="disc",
    )  # fmt: skip
    if sums.stated is None or sums.most == sums.size:
        return disc
    outer = radius + 4 if sums.most is None else max(radius + 2, radius_of(sums.most, greatest))
    dash = "3 3" if sums.most is None else None
    return disc + el(
        "circle", cx=x, cy=y, r=outer, fill="none", stroke=svg.HARM, stroke_width=1.2, stroke_dasharray=dash, class_="most"
    )


def radius_of(size: int, greatest: int) -> float:
    """A disc's area stands for the number."""
    return max(_LEAST, _GREATEST * sqrt(size / greatest)) if greatest else _LEAST


# -- numbers ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        return self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom


def _numbers(frame: Frame, groups: Sequence[Group], greatest: int) -> list[str]:
    """The greatest places' numbers and names, as far as they do not cover one another."""
    placed: list[_Box] = []
    found = []
    for g in groups:
        count = g.sums.stated
        said = (
            wording.number(count.to_json())
            if count is not None
            else wording.term("alleged" if "alleged" in g.sums.apart else "doubtful")
        )
        name = _short(g.place.name)
        x, y = _middle(frame, g.place)
        town = g.place.level == 3
        wide = max(7.4 * len(said), 6.2 * len(name)) + 6
        if town:
            x += radius_of(g.sums.size, greatest) + 4 + wide / 2
        box = _Box(x - wide / 2, y - 16, x + wide / 2, y + 16)
        if not (0 < x < WIDTH and 12 < y < HEIGHT - 12) or any(box.meets(other) for other in placed):
            continue
        placed.append(box)
        found.append(el("text", svg.words(said), x=x, y=y - 1, text_anchor="middle", font_size=14, font_weight=700, class_="halo",
                        stroke=svg.PAPER, stroke_width=3, paint_order="stroke"))  # fmt: skip
        found.append(el("text", svg.words(name), x=x, y=y + 12, text_anchor="middle", font_size=11.5, class_="halo name",
                        stroke=svg.PAPER, stroke_width=3, paint_order="stroke"))  # fmt: skip
    return found


def _short(name: str) -> str:
    return name if len(name) < 24 else name[:22] + "…"


def _middle(frame: Frame, place: Place) -> Point:
    """Where a place's number stands: amid what of it is seen."""
    x, y = frame.at((place.lon or 0.0, place.lat or 0.0))
    bounds = _bounds(place)
    if place.level > 1 or bounds is None or (30 < x < WIDTH - 30 and 20 < y < HEIGHT - 20):
        return x, y
    (left, bottom), (right, top) = frame.at(bounds[:2]), frame.at(bounds[2:])
    return (max(left, 0) + min(right, WIDTH)) / 2, (max(top, 0) + min(bottom, HEIGHT)) / 2
