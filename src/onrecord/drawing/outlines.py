"""Outlines of countries and provinces, from Natural Earth (public domain), cut and simplified when the project was built: assets/map.

They show where a name lies, and say nothing of whose land it is. Shipped as two topologies (a format after TopoJSON: arcs on a grid, each
point as its difference from the one before), so that neighbours share their borders.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

Point = tuple[float, float]
"""Degrees east, degrees north."""
Ring = list[Point]
Bounds = tuple[float, float, float, float]
"""West, south, east, north."""


@dataclass(frozen=True, slots=True)
class Area:
    """A country (`code` "") or a part of one: its rings, and the bounds of each. Holes are rings too (even-odd)."""

    country: str
    code: str
    rings: tuple[tuple[Bounds, Ring], ...]

    @property
    def bounds(self) -> Bounds:
        return around(p for b, _ in self.rings for p in ((b[0], b[1]), (b[2], b[3])))


def around(points: Iterable[Point]) -> Bounds:
    """The bounds of points. ValueError of none."""
    several = list(points)
    if not several:
        raise ValueError("nothing has no bounds")
    xs, ys = [x for x, _ in several], [y for _, y in several]
    return min(xs), min(ys), max(xs), max(ys)


@lru_cache(maxsize=2)
def _read(name: str) -> tuple[list[Ring], dict[str, Any]]:
    """The arcs in degrees, and of each area ("PRK|KP-10") its polygons as numbers of arcs: n, or ~n the other way round."""
    packed = Path(__file__).with_name(f"{name}.gz").read_bytes()
    head, _, steps = gzip.decompress(packed).partition(b"\n")
    held = json.loads(head)
    (kx, ky), (dx, dy) = held["scale"], held["translate"]
    each = _whole(steps)
    arcs = []
    for length in held["lengths"]:
        x = y = 0
        ring = []
        for _ in range(length):
            x, y = x + next(each), y + next(each)
            ring.append((x * kx + dx, y * ky + dy))
        arcs.append(ring)
    return arcs, held["areas"]


def _whole(steps: bytes) -> Iterator[int]:
    """Whole numbers of a signed variable length: zigzag, seven bits a byte, the lowest first."""
    said = shift = 0
    for byte in steps:
        said |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            yield -(said >> 1) - 1 if said & 1 else said >> 1
            said = shift = 0


@lru_cache(maxsize=2)
def areas(name: str) -> tuple[Area, ...]:
    """All areas of "countries" (coarse) or "provinces" (finer)."""
    arcs, said = _read(name)
    found = []
    for key, polygons in said.items():
        country, _, code = key.partition("|")
        rings = [_ring(arcs, ring) for polygon in polygons for ring in polygon]
        found.append(Area(country, code, tuple((around(r), r) for r in rings if len(r) > 2)))
    return tuple(a for a in found if a.rings)


def _ring(arcs: list[Ring], numbers: list[int]) -> Ring:
    points: Ring = []
    for n in numbers:
        arc = arcs[n] if n >= 0 else arcs[~n][::-1]
        points += arc[1:] if points else arc
    return points


@lru_cache(maxsize=1)
def borders() -> tuple[tuple[Bounds, Ring], ...]:
    """The lines between two countries, as fine as the provinces."""
    arcs, said = _read("provinces")
    sides: dict[int, set[str]] = {}
    for key, polygons in said.items():
        for n in (n for polygon in polygons for ring in polygon for n in ring):
            sides.setdefault(n if n >= 0 else ~n, set()).add(key.partition("|")[0])
    return tuple((around(arcs[n]), arcs[n]) for n, of in sides.items() if len(of) > 1)


@lru_cache(maxsize=1)
def _by_code() -> dict[str, Area]:
    """Each province by its ISO 3166-2 code, and each country by its alpha-3 code, all as fine as the provinces."""
    found: dict[str, Area] = {}
    for a in areas("provinces"):
        if a.code:
            found[a.code] = a
        if a.country:
            before = found.get(a.country)
            found[a.country] = Area(a.country, "", (*(before.rings if before else ()), *a.rings))
    for a in areas("countries"):
        if a.country in found:
            found[a.country] = a  # one outline, rather than that of each part
    return found


def outline(code: str) -> Area | None:
    """The outline of a country ("PRK") or of a province ("KP-10"); None where there is none."""
    return _by_code().get(code)
