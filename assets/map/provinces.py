"""Natural Earth's provinces as GeoJSON, each with the code that the gazetteer has for it.

    python provinces.py world_map.gpkg > provinces.json

The GeoPackage is the one that QGIS ships (Debian: qgis-common, share/qgis/resources/data/world_map.gpkg): Natural Earth 4.1.0,
Admin 1 at 1:10 million, public domain, generalised. It has no ISO 3166-2 codes, and cuts some countries finer than ISO does; so each
outline gets the country and the division of most of the gazetteer's towns within it. Needs onrecord itself, for its gazetteer.
"""

from __future__ import annotations

import json
import sqlite3
import struct
import sys
from bisect import bisect_left, bisect_right
from collections import Counter
from itertools import pairwise

from onrecord.places.gazetteer import ADMIN1, COUNTRY, TOWN, _db
from onrecord.places.making import key

COUNTRIES = {"SOL": "SOM", "CYN": "CYP", "KOS": "XKX", "SDS": "SSD", "PSX": "PSE", "SAH": "ESH", "ALD": "ALA"}
"""Natural Earth's codes that are not ISO 3166's; land that ISO gives to no other is its neighbour's there."""
Ring = list[tuple[float, float]]


def geometry(blob: bytes) -> list[list[Ring]]:
    """The polygons of a GeoPackage geometry (OGC 12-128r18: a header with an envelope, then well-known binary)."""
    envelope = (0, 32, 48, 48, 64)[(blob[3] >> 1) & 7]
    return _wkb(blob, 8 + envelope)[0]


def _wkb(blob: bytes, at: int) -> tuple[list[list[Ring]], int]:
    order = "<" if blob[at] else ">"
    kind, count = struct.unpack_from(f"{order}II", blob, at + 1)
    at, found = at + 9, []
    if kind == 6:
        for _ in range(count):
            inner, at = _wkb(blob, at)
            found += inner
        return found, at
    rings = []
    for _ in range(count):
        (points,) = struct.unpack_from(f"{order}I", blob, at)
        flat = struct.unpack_from(f"{order}{2 * points}d", blob, at + 4)
        rings.append(list(zip(flat[::2], flat[1::2], strict=True)))
        at += 4 + 16 * points
    return [rings], at


def inside(rings: list[Ring], x: float, y: float) -> bool:
    """By the even-odd rule."""
    odd = False
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                odd = not odd
    return odd


def main(path: str) -> None:
    towns = sorted(_db().execute("SELECT lon, lat, country, admin1 FROM places WHERE kind = ?", (TOWN,)))
    east_of = [lon for lon, *_ in towns]
    known = {c for (c,) in _db().execute("SELECT code FROM places WHERE kind = ?", (COUNTRY,))}
    codes = dict(_db().execute("SELECT id, code FROM places WHERE kind = ?", (ADMIN1,)))
    named = {(c, k): code for c, k, code in _db().execute(
        "SELECT p.country, n.key, p.code FROM names n JOIN places p ON p.id = n.place WHERE p.kind = ?", (ADMIN1,))}
    features, lone = [], 0
    rows = sqlite3.connect(path).execute("SELECT geom, name, gn_name, adm0_a3 FROM states_provinces")
    for blob, name, other, country in rows:
        country = COUNTRIES.get(country, country)
        polygons, votes = geometry(blob), Counter()
        for rings in polygons:
            xs, ys = [x for x, _ in rings[0]], [y for _, y in rings[0]]
            west, east, south, north = min(xs), max(xs), min(ys), max(ys)
            near = towns[bisect_left(east_of, west) : bisect_right(east_of, east)]
            votes.update((c, f) for x, y, c, f in near if south <= y <= north and inside(rings, x, y))
        nations = Counter()
        for (c, _), n in votes.items():
            nations[c] += n
        if nations and nations[country] * 5 < nations.total():  # an outline that is generalised takes in towns beyond a river
            country = nations.most_common(1)[0][0]
        votes = Counter({f: n for (c, f), n in votes.items() if c == country and f is not None})
        code = codes.get(votes.most_common(1)[0][0]) if votes else None
        code = code or next((named[country, key(n)] for n in (name, other) if n and (country, key(n)) in named), None)
        lone += code is None
        properties = {"country": country if country in known else None, "code": code}
        features.append({"type": "Feature", "properties": properties, "geometry": {"type": "MultiPolygon", "coordinates": polygons}})
    print(f"{len(features)} outlines, {lone} without a code", file=sys.stderr)
    json.dump({"type": "FeatureCollection", "features": features}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
