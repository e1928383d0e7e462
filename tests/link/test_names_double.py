"""Names with two surnames: told apart in columns and in one cell, and compared surname by surname."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from pathlib import Path

import pytest

np = pytest.importorskip("numpy")
pytest.importorskip("rapidfuzz")
pytest.importorskip("anyascii")

from onrecord.link import link_lists
from onrecord.link.comparing import Comparer
from onrecord.link.levels import LEVELS
from onrecord.link.lists import Lists, read_into, read_lists
from onrecord.link.lists_index import save_index

GIVEN = ("Anira", "Beltino", "Celusa", "Doriano", "Eluvia", "Fermundo")
SURNAMES = ("Zambrel", "Quintoro", "Vallemar", "Ibarrox", "Tamariel", "Ucanes", "Orvieto")
ENDS = ("ario", "esto", "indo", "olfo", "umino", "abel", "ecio", "igio", "orte", "uvio")
CELLS = [f"{g} {f} {s}" for g, f, s in product(GIVEN, SURNAMES, SURNAMES[:2]) if f != s]
CELLS += [f"{g} {h} {f} Orvieto" for g, h, f in product(GIVEN[:3], GIVEN[3:], SURNAMES[:4])]


def read(folder: Path, cells: Sequence[str], header: str = "id,nombre completo") -> Lists:
    path = folder / "a.csv"
    path.write_text("\n".join([header, *(f"{n},{c}" for n, c in enumerate(cells))]) + "\n", encoding="utf-8")
    return read_lists([path])


def told(lists: Lists, row: int) -> list[str]:
    return ["" if t < 0 else lists.rows.vocabulary.words[t] for t in lists.rows.tokens[row].tolist()]


def levels(lists: Lists, one: int, other: int) -> dict[str, str]:
    rows = Comparer(lists.rows)
    both = [
        {n: LEVELS[n][int(v[0])] for n, v in rows.compare(np.array([x]), np.array([y])).levels.items()}
        for x, y in ((one, other), (other, one))
    ]
    assert both[0] == both[1]
    return both[0]


def test_words_in_one_cell_are_what_they_are_elsewhere(tmp_path: Path) -> None:
    asked = ["Quintoro Ibarrox Anira", "Anira Eluvia Quintoro", "Anira Quintoro Ibarrox", "Quintoro Ibarrox", "Anira", "N.N. Zambrel Vallemar",
             "Anira Eluvia Quintoro Ibarrox"]  # fmt: skip
    lists = read(tmp_path, [*asked, *CELLS])
    assert lists.rows.double
    assert [told(lists, n)[:4] for n in range(len(asked))] == [
        ["anira", "quintoro", "", "ibarrox"],
        ["anira", "quintoro", "eluvia", ""], ["anira", "quintoro", "", "ibarrox"], ["", "quintoro", "", "ibarrox"],
        ["anira", "", "", ""], ["", "zambrel", "", "vallemar"], ["anira", "quintoro", "eluvia", "ibarrox"],
    ]  # fmt: skip


def test_columns_say_it(tmp_path: Path) -> None:
    rows = [f"{c.split()[0]},{' '.join(c.split()[1:])}" for c in CELLS[:60]]
    lists = read(tmp_path, ["Beltino Celusa,Vallemar Ibarrox Ucanes", *rows], "id,nombre,apellidos")
    assert lists.rows.double and told(lists, 0) == ["beltino", "vallemar", "celusa", "ibarrox", "", "ucanes"]


def test_two_given_names_in_columns_will_do(tmp_path: Path) -> None:
    rows = ["Ann Ivy,Marlowe"] * 10 + ["Ivo,Lantos"] * 60
    assert read(tmp_path, rows, "id,given,family").rows.double and not read(tmp_path, rows[5:], "id,given,family").rows.double


@pytest.mark.parametrize("cells", [["Ann Lee Marlowe", "Ann Ivy Quill", "Ivo Lantos"] * 30, ["Ana Belmonte"] * 40, CELLS[:8]])
def test_lists_of_one_surname_and_short_ones_stay_as_they_are(tmp_path: Path, cells: list[str]) -> None:
    assert not read(tmp_path, cells).rows.double


@pytest.mark.parametrize(
    ("one", "other", "middle", "second"),
    [
        ("Anira Eluvia Quintoro Ibarrox", "Anira Eluvia Quintoro Ibarrox", "agrees", "agrees"),
        ("Anira Eluvia Quintoro Ibarrox", "Anira Celusa Quintoro Ibarox", "differs", "initial or spelling agrees"),
        ("Anira Eluvia Quintoro", "Anira Quintoro Ibarrox", "on one side alone", "on one side alone"),
        ("Anira Quintoro Ibarrox", "Anira Quintoro Ucanes", "none", "differs"),
        ("Anira Quintoro de Ucanes", "Anira Quintoro Ibarrox", "none", "on one side alone"),  # a husband's name
        ("N.N. Quintoro Ucanes", "Anira Quintoro Ucanes", "not known", "agrees"),
    ],
)
def test_second_names_and_surnames_are_compared_each_with_their_own(
    tmp_path: Path, one: str, other: str, middle: str, second: str
) -> None:
    found = levels(read(tmp_path, [one, other, *CELLS]), 0, 1)
    assert (found["middle"], found["second"]) == (middle, second)


def test_brothers_are_two_and_one_told_twice_is_one(tmp_path: Path) -> None:
    family = [
        f"{g} {SURNAMES[n % 7]} {SURNAMES[n % 5]}el,1981-12-{10 + n},Sarno {e}"
        for n, e in enumerate(ENDS)
        for g in (f"Hor{e}", f"Xim{ENDS[n - 3][::-1]}", f"{ENDS[n - 5].capitalize()}wald")
    ]
    dated = [f"{c},1981-05-0{1 + n % 9},Tarn" for n, c in enumerate(CELLS)] + family + family[::3]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(["id,nombre completo,fecha,lugar", *(f"{n},{d}" for n, d in enumerate(dated))]), encoding="utf-8")
    lists, links = link_lists([path])
    assert lists.rows.double
    first, again = len(CELLS), len(CELLS) + len(family)
    said = dict(zip(zip(links.left.tolist(), links.right.tolist(), strict=True), links.probability.tolist(), strict=True))
    assert min(said.get((first + 3 * n, again + n), 0) for n in range(10)) > 0.5
    brothers = [(first + 3 * n, first + 3 * n + k) for n in range(10) for k in (1, 2)]
    assert max(said.get(p, 0) for p in brothers) < 0.1
    index = tmp_path / "lists.index"
    save_index(index, lists, links)
    new = tmp_path / "new.csv"
    new.write_text("id,nombre completo,fecha,lugar\nx,Doriano Eluvia Quintoro Ucanes,1981-12-11,Sarno\n", encoding="utf-8")
    again = read_into(index, new)[0]
    assert again.rows.double and told(again, -1)[:4] == ["doriano", "quintoro", "eluvia", "ucanes"]


def test_a_first_name_that_one_row_leaves_out_is_one_more(tmp_path: Path) -> None:
    lists = read(
        tmp_path, [*CELLS, "Anira Eluvia Quintoro Ibarrox", "Eluvia Quintoro Ibarrox", "Celusa Anira Quintoro Ibarrox"]
    )
    one, less, other = len(CELLS), len(CELLS) + 1, len(CELLS) + 2
    assert levels(lists, one, less)["given"] == "same, elsewhere in the name"
    assert levels(lists, one, less)["middle"] == "on one side alone"
    assert levels(lists, one, other)["middle"] == "differs"


def test_how_common_an_event_is_follows_from_what_is_known_of_its_day(tmp_path: Path) -> None:
    cells = [
        "Anira Quintoro,1981-05-03",
        "Anira Quintoro,1981-05",
        *(f"{g} Ucanes,1981-05-{n + 10}" for n, g in enumerate(GIVEN)),
    ]
    lines = "".join(f"{n},{c},Tarn\n" for n, c in enumerate(cells))
    (tmp_path / "b.csv").write_text("id,name,date,city\n" + lines, encoding="utf-8")
    rows = read_lists([tmp_path / "b.csv"]).rows
    shares = Comparer(rows).compare(np.array([0, 0]), np.array([1, 2])).shares
    assert shares["event"][0] == pytest.approx(6.02 / 13) and shares["event"][1] == 0
    assert 0 < shares["both"][0] < 0.1 and shares["both"][1] == 0
