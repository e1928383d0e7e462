"""Which part of the earth a picture shows, and where on it a place lies.

An equidistant cylindrical projection, true at the middle of the picture: straight, so that a box of degrees is a box of the picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import asin, atan2, cos, hypot, pi, radians

from onrecord.drawing.outlines import Bounds, Point, Ring
from onrecord.drawing.svg import number

WIDTH, HEIGHT = 960.0, 600.0
"""Units of the picture."""
_LEAST = 0.7  # degrees of latitude: no map of a village, on which one house could be told from another
KM = 111.2
"""Kilometres in a degree of latitude."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The middle of the picture in degrees, and the units of a degree of latitude."""

    lon: float
    lat: float
    scale: float

    @classmethod
    def around(cls, bounds: Bounds, margin: float = 0.08) -> Frame:
        """The picture that shows all of the bounds."""
        west, south, east, north = bounds
        lat = max(-75.0, min(80.0, (south + north) / 2))
        tall = max(north - south, _LEAST) * (1 + 2 * margin)
        wide = max(east - west, 0.01) * (1 + 2 * margin) * cos(radians(lat))
        scale = min(HEIGHT / tall, WIDTH / wide, HEIGHT / _LEAST)
        return cls((west + east) / 2, lat, max(scale, WIDTH / 380))

    @property
    def squeeze(self) -> float:
        """A degree of longitude in degrees of latitude, at the middle."""
        return cos(radians(self.lat))

    @property
    def bounds(self) -> Bounds:
        """What is seen, in degrees; may go beyond 180 and 90."""
        tall, wide = HEIGHT / self.scale / 2, WIDTH / self.scale / self.squeeze / 2
        return self.lon - wide, self.lat - tall, self.lon + wide, self.lat + tall

    @property
    def span(self) -> float:
        """How wide the picture is, in degrees of latitude."""
        return WIDTH / self.scale

    def at(self, point: Point) -> Point:
        lon, lat = point
        return WIDTH / 2 + (lon - self.lon) * self.scale * self.squeeze, HEIGHT / 2 - (lat - self.lat) * self.scale

    def sees(self, bounds: Bounds) -> bool:
        west, south, east, north = self.bounds
        return bounds[0] <= east and bounds[2] >= west and bounds[1] <= north and bounds[3] >= south

    def moved(self, right: float = 0, up: float = 0, closer: float = 1) -> Frame:
        """The picture moved by shares of itself, and brought closer."""
        scale = max(WIDTH / 380, min(self.scale * closer, HEIGHT / _LEAST))
        lon = self.lon + right * WIDTH / self.scale / self.squeeze
        lat = self.lat + up * HEIGHT / self.scale
        return Frame(max(-180.0, min(180.0, lon)), max(-75.0, min(80.0, lat)), scale)

    @property
    def box(self) -> str:
        """How an address says it: the middle and the units of a degree."""
        return f"{self.lon:.3f},{self.lat:.3f},{self.scale:.2f}"

    @classmethod
    def read(cls, said: str) -> Frame | None:
        """The picture of an address; None where it says none."""
        try:
            lon, lat, scale = (float(part) for part in said.split(","))
        except ValueError:
            return None
        if not (-180 <= lon <= 180 and -75 <= lat <= 80 and WIDTH / 381 <= scale <= HEIGHT / _LEAST + 1):
            return None
        return cls(lon, lat, scale)


def path(frame: Frame, rings: Iterable[tuple[Bounds, Ring]], closed: bool = True) -> str:
    """The `d` of what of the rings (or lines) is seen. Points that would fall on one another are left out."""
    parts = []
    for bounds, ring in rings:
        if not frame.sees(bounds):
            continue
        points = [frame.at(p) for p in ring]
        if not _within(frame, bounds):
            points = _clipped(points) if closed else points
        if (said := _steps(points, 3 if closed else 2)) is not None:
            parts.append(said + ("z" if closed else ""))
    return "".join(parts)


def _within(frame: Frame, bounds: Bounds) -> bool:
    west, south, east, north = frame.bounds
    return bounds[0] >= west and bounds[2] <= east and bounds[1] >= south and bounds[3] <= north


def _steps(points: list[Point], least: int) -> str | None:
    """Points as steps of whole tenths from one to the next; None where fewer than `least` are left."""
    said: list[str] = []
    px = py = 0
    for x, y in _needed(points):
        tx, ty = round(x * 10), round(y * 10)
        if not said:
            said.append(f"M{number(tx / 10)} {number(ty / 10)}l")
        else:
            said.append(f"{_tenths(tx - px)} {_tenths(ty - py)}")
        px, py = tx, ty
    return said[0] + " ".join(said[1:]).replace(" -", "-") if len(said) >= least else None


def _tenths(many: int) -> str:
    """Tenths as the number that a path takes, as short as it may be: 3 is ".3"."""
    whole, left = divmod(abs(many), 10)
    said = f"{whole or ''}.{left}" if left else str(whole)
    return f"-{said}" if many < 0 else said


_NEAR = 0.7
"""Units within which a point would fall on the one before it."""
_STRAIGHT = 0.25
"""Units by which a line may pass a point that is left out: a quarter of the width of the thinnest line that is seen."""


def _needed(points: list[Point]) -> Iterator[Point]:
    """The points by which a line is seen as it is: those between lie within `_STRAIGHT` of it (the sleeve of Zhao and Saalfeld 1997)."""
    if not points:
        return
    (ax, ay), last = points[0], points[0]
    far = first = low = high = 0.0
    yield last
    for x, y in points[1:]:
        away = hypot(x - ax, y - ay)
        if far and (away < far or not low <= _turned(atan2(y - ay, x - ax) - first) <= high):
            yield last
            (ax, ay), far = last, 0.0
            away = hypot(x - ax, y - ay)
        if not far:
            if away < _NEAR:
                continue
            first, low, high = atan2(y - ay, x - ax), -pi, pi
        towards, slack = _turned(atan2(y - ay, x - ax) - first), asin(min(1.0, _STRAIGHT / away))
        low, high, last, far = max(low, towards - slack), min(high, towards + slack), (x, y), away
    if far:
        yield last


def _turned(angle: float) -> float:
    """An angle from -π to π."""
    return (angle + pi) % (2 * pi) - pi


_EDGE = 12.0  # units beyond the picture at which outlines are cut, so that the cut is not seen


def _clipped(points: list[Point]) -> list[Point]:
    """A ring cut at the picture's edges (Sutherland and Hodgman 1974)."""
    for axis, limit, sign in ((0, -_EDGE, 1), (0, WIDTH + _EDGE, -1), (1, -_EDGE, 1), (1, HEIGHT + _EDGE, -1)):
        kept: list[Point] = []
        for n, here in enumerate(points):
            before = points[n - 1]
            inside, was = (here[axis] - limit) * sign >= 0, (before[axis] - limit) * sign >= 0
            if inside != was:
                share = (limit - before[axis]) / (here[axis] - before[axis])
                kept.append((before[0] + share * (here[0] - before[0]), before[1] + share * (here[1] - before[1])))
            if inside:
                kept.append(here)
        points = kept
        if not points:
            return []
    return points
