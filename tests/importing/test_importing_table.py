"""Files to tables: encodings, delimiters, workbooks, and files that mean ill."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import BadInput, Misuse
from onrecord.importing import ListMap, prepare, read_map, reports, write_map
from onrecord.importing import table as module
from onrecord.importing.table import read_table

ACTS = frozenset({"killing", "assault", "detention"})


def workbook(path: Path, rows: list[list[object]], *others: str) -> Path:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.title = "Dead"
    for row in rows:
        book.active.append(row)
    for name in others:
        book.create_sheet(name).append(["note"])
    book.save(path)
    return path


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_encodings_and_delimiters(tmp_path: Path, code: str, between: str) -> None:
    path = tmp_path / "목록 list.csv"
    path.write_bytes(f"id{between}이름{between}지역\n1{between}한설{between}회령시 남문동\n".encode(code))
    found = read_table(path)
    assert found.header == ("id", "이름", "지역") and found.rows == [["1", "한설", "회령시 남문동"]]


def test_a_workbook_and_a_csv_give_the_same_reports(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "dead.xlsx",
        [["id", "name", "date", "age", None], [1, "Han Seol", datetime(2024, 5, 3), 34.0, None]],
        "Notes",
    )
    (tmp_path / "dead.csv").write_text("id,name,date,age,\n1,Han Seol,2024-05-03,34,\n", encoding="utf-8")
    book, plain = read_table(path), read_table(tmp_path / "dead.csv")
    assert (book.header, book.rows) == (plain.header, plain.rows) and "'Dead' was read, and not 'Notes'" in book.notices[0]
    one, other = (next(reports(prepare(tmp_path / n, ListMap()), ACTS)).captured for n in ("dead.xlsx", "dead.csv"))
    assert one.capture.sha256 == other.capture.sha256 and one.capture.id == other.capture.id == "dead: 1"
    assert read_table(path, "Dead").rows == book.rows
    with pytest.raises(Misuse, match="no sheet 'Living': it has Dead, Notes"):
        read_table(path, "Living")
    with pytest.raises(Misuse, match="leave --sheet out"):
        read_table(tmp_path / "dead.csv", "Dead")


def test_hostile_workbooks_are_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = workbook(tmp_path / "good.xlsx", [["name"], ["Han Seol"]]).read_bytes()
    bad = tmp_path / "bad.xlsx"

    def with_part(name: str, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(bad, "w", zipfile.ZIP_DEFLATED) as new:
            for member in old.namelist():
                new.writestr(member, data if member == name else old.read(member))

    with_part("xl/worksheets/sheet1.xml", b"<a>" + b" " * 60_000_000 + b"</a>")
    with pytest.raises(BadInput, match="unpacks to more"):
        read_table(bad)
    with_part("xl/styles.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><sst>&a;</sst>')
    with pytest.raises(BadInput, match="declares XML entities"):
        read_table(bad)
    with_part("xl/worksheets/sheet1.xml", b"<a><b></a>")
    with pytest.raises(BadInput, match="not an Excel workbook that can be read"):
        read_table(bad)
    bad.write_bytes(good[:300])
    with pytest.raises(BadInput, match="not an Excel workbook"):
        read_table(bad)
    bad.write_bytes(b"\xd0\xcf\x11\xe0" + b"0" * 600)
    with pytest.raises(BadInput, match="old format"):
        read_table(bad)
    monkeypatch.setattr(module, "MAX_ROWS", 1)
    with pytest.raises(BadInput, match="more than 1 rows"):
        read_table(workbook(tmp_path / "long.xlsx", [["name"], ["a"], ["b"]]))
    monkeypatch.setattr(module, "MAX_COLUMNS", 2)
    with pytest.raises(BadInput, match="more than 2 cells"):
        read_table(workbook(tmp_path / "wide.xlsx", [["a", "b", "c"], ["a"]]))


def test_a_map_that_was_written_reads_the_list_alike(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text('"The ""name""\x7f",Date of death,x\nHan Seol,2024,y\n', encoding="utf-8")
    said = ListMap({'The "name"\x7f': "name"}, {"sex": {"1": "female"}}, collection="A “list”", outcome="injury")
    first = prepare(path, said)
    write_map(tmp_path / "map.toml", said, first.table.header, first.columns)
    again = read_map(tmp_path / "map.toml")
    assert again.collection == said.collection and again.values == said.values and again.outcome == "injury"
    assert prepare(path, again).columns == first.columns == {"name": 'The "name"\x7f', "date": "Date of death"}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("=", "cannot be read as TOML"),
        ("colour = 'red'", "'colour', which no map has"),
        ("outcome = 3", "no string"),
        ("outcome = 'dead'", "is one of death"),
        ("[columns]\na = 'nme'", "no meaning"),
        ("[columns]\na = 3", "both in quotation marks"),
        ("[values.name]\na = 'b'", "is of outcome"),
    ],
)
def test_a_map_that_cannot_be_read_is_one_sentence(tmp_path: Path, words: str, says: str) -> None:
    (tmp_path / "map.toml").write_text(words, encoding="utf-8")
    with pytest.raises(BadInput) as error:
        read_map(tmp_path / "map.toml")
    assert says in str(error.value) and "map.toml" in str(error.value)


cell = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)


@settings(suppress_health_check=list(HealthCheck), max_examples=60)
@given(rows=st.lists(st.tuples(cell, cell, cell, cell, cell, cell), min_size=1, max_size=4))
def test_whatever_cells_hold_every_mention_stands_in_its_text(
    rows: list[tuple[str, ...]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The contract's own check, on rows of anything."""
    import csv

    from onrecord.extract.contract import fault
    from onrecord.importing import RowReader
    from onrecord.record.build import captured_text

    path = tmp_path_factory.mktemp("any") / "any.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([("name", "date", "age", "sex", "place", "killed"), *rows])
    try:
        prepared = prepare(path, ListMap())
    except BadInput:
        return
    for row in reports(prepared, ACTS):
        by = RowReader()
        by.expect(row.captured.capture.sha256, row.incidents)
        text = captured_text(row.captured)
        assert fault(by.read(text), text) is None
