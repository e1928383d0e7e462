"""Lists of other people's making in a record: each row a report of its own, with the claims of its columns."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import onrecord
from onrecord.errors import BadInput, Misuse
from onrecord.importing import ListMap
from onrecord.record import Record

LIST = """id;Name;Date of death;age;gender;city;state;country;notes;seen
1;Han Seol;2024-05-03;34;F;Hoeryong;North Hamgyong;North Korea;"Shot at the river,
her sister said.";x
2;unknown;31/02/2024;25-30;X;Nowhere;North Hamgyong;PRK;A man;
3;three men;2024-05;;;;;North Korea;;
4;Ro Minu;2024-05-03;;M;Hoeryong;North Hamgyong;North Korea;;
5;unknown;2024-05-03;;M;Hoeryong;North Hamgyong;North Korea;;
6;unknown;2024-05-03;;M;Hoeryong;North Hamgyong;North Korea;;
"""


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with onrecord.init(tmp_path / "a record 기록", name="Lists") as made:
        yield made


def written(tmp_path: Path, words: str = LIST, name: str = "border.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(words.encode())
    return path


def of_report(record: Record, id: str) -> dict:
    return next(i for i in record.list() if any(r["id"] == id for r in i["reports"]))


def test_a_row_is_a_report_whose_claims_have_their_words(record: Record, tmp_path: Path) -> None:
    done = record.import_list(written(tmp_path), publisher="Border Watch", published="2025")
    assert [d.what for d in done] == ["added"] * 6
    report = record.show("border: 1")
    held = record.view().state.captures[record.report_number("border: 1")].payload
    assert (held["collection"], held["publisher"], held["published"], held["route"]) == (
        "border",
        "Border Watch",
        "2025",
        "list",
    )
    assert "Name: Han Seol\nDate of death: 2024-05-03" in report["text"] and "seen: x" in report["text"]
    incident = record.view().alone(int(of_report(record, "border: 1")["id"][1:]))
    victim = incident["victims"][0]
    assert (incident["act"], incident["date"]["edtf"], incident["place"]["admin1"]) == ("killing", "2024-05-03", "KP-09")
    assert (victim["names"], victim["age"], victim["sex"], victim["cause"]) == (["Han Seol"], 34, "female", "not_said")
    assert [m["text"] for m in victim["mentions"]] == ["Han Seol", "34", "F"]
    claims = [c for c in record.rows("claims") if c["report"] == "border: 1"]
    assert claims and all(c["mentions"] for c in claims)
    assert {c["extractor"] for c in claims} == {"onrecord-import/1"}
    assert record.verify() == []


def test_what_cannot_be_read_stays_words_and_is_told(record: Record, tmp_path: Path) -> None:
    told = [n for d in record.import_list(written(tmp_path)) for n in d.notices]
    assert len(told) == 3 and all("border.csv, row 2, column" in n for n in told)
    assert any("'31/02/2024' is no date" in n for n in told) and any("'25-30' is no age" in n for n in told)
    incident = of_report(record, "border: 2")
    assert incident["date"] is None and incident["victims"][0]["age"] is incident["victims"][0]["sex"] is None
    assert incident["victims"][0]["names"] == [] and "31/02/2024" in record.show("border: 2")["text"]


def test_rows_of_one_list_are_one_account_and_lose_nobody(record: Record, tmp_path: Path) -> None:
    record.import_list(written(tmp_path))
    toll = record.tally()[0]["stated"]["death"]
    assert toll == {"min": 8, "best": 8, "max": 8}  # five single people and three men
    assert all(len({t["origin"] for t in i["tellings"]}) == 1 for i in record.list())
    assert all(i["grade"]["happened"]["value"] != "corroborated" for i in record.list())


def test_importing_again_adds_nothing_and_no_reader_reads_rows_again(record: Record, tmp_path: Path) -> None:
    record.import_list(written(tmp_path))
    head, before = record.ledger.head().number, record.list()
    assert {d.what for d in record.import_list(written(tmp_path))} == {"known"}
    assert record.build([], reader="rules") == []
    assert record.ledger.head().number == head and record.list() == before
    more = record.import_list(written(tmp_path, LIST + "7;Pak Doru;2024;;;;;PRK;;\n"))
    assert [d.what for d in more] == ["known"] * 6 + ["added"]


def test_importing_reads_no_other_report(record: Record, tmp_path: Path) -> None:
    record.capture([written(tmp_path, "Two men were shot dead in Lima on 3 May 2021, police said.", "r.txt")])
    record.import_list(written(tmp_path))
    assert all(len(i["reports"]) and i["reports"][0]["id"].startswith("border") for i in record.list())


def test_a_changed_row_is_refused_in_a_sentence(record: Record, tmp_path: Path) -> None:
    record.import_list(written(tmp_path))
    done = record.import_list(written(tmp_path, LIST.replace("Ro Minu", "Ro Minho")))
    assert [d.what for d in done].count("refused") == 1 and "border: 4" in next(d.name for d in done if d.what == "refused")


def test_a_row_joins_the_report_of_the_same_death(record: Record, tmp_path: Path) -> None:
    text = (
        "HOERYONG, North Korea, May 4, 2024 - Border guards shot Han Seol, 34, dead in Hoeryong, North Hamgyong, North Korea, on May 3, "
        "2024, a resident said."
    )
    record.build([written(tmp_path, text, "r.txt")], published="2024-05-04", reader="rules")
    record.import_list(written(tmp_path, "\n".join(LIST.split("\n")[:3])))
    assert len(record.list()) == 1 and len(record.list()[0]["reports"]) == 2
    assert record.list()[0]["toll"]["death"] == {"min": 1, "best": 1, "max": 1}


def test_two_lists_that_agree_are_two_accounts(record: Record, tmp_path: Path) -> None:
    two = "\n".join(LIST.split("\n")[:3])
    for name in ("border.csv", "other.csv"):
        record.import_list(written(tmp_path, two, name))
    assert len(record.list()) == 1 and {t["origin"] for t in record.list()[0]["tellings"]} == {1, 2}
    assert record.tally()[0]["stated"]["death"]["best"] == 1


def test_three_lists_that_err_in_an_age_or_a_letter_tell_of_one_person(record: Record, tmp_path: Path) -> None:
    for number, (name, age) in enumerate((("Vovero Tesk", "34"), ("Vovero Tesk", "39"), ("Voevro Tesk", ""))):
        row = f"1,{name},2020-03-05,{age},male,Hyesan,PRK"
        record.import_list(written(tmp_path, f"id,name,date,age,sex,city,country\n{row}\n", f"list{number}.csv"))
    assert len(record.list()) == 1 and record.tally()[0]["stated"]["death"]["best"] == 1


def test_identical_rows_without_ids_are_two_people(record: Record, tmp_path: Path) -> None:
    record.import_list(written(tmp_path, "name,year\nunknown,2020\nunknown,2020\n"), link=False)
    assert {r["id"] for r in record.reports()} == {"border: row 1", "border: row 2"}
    assert record.tally()[0]["stated"]["death"]["best"] == 2


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("", "empty"),
        ("id,name\n", "has a header and no rows"),
        ("id,name\n1,A Seol\n1,B Seol\n", "two different rows, 1 and 2"),
        ("id,name\n1,A Seol\n,B Seol\n", "row 2: the id in column 'id' is missing"),
        ("name,name\na,b\n", "two columns have the same name"),
        ("colour,shape\nred,round\n", "no column was understood"),
        ("id,name\n1,a,b\n", "row 1: 3 cells under 2 columns"),
        ("\x00\x01\x02\x03" * 50, "is no CSV file"),
    ],
)
def test_a_list_that_cannot_stand_is_one_sentence_and_nothing_is_written(
    record: Record, tmp_path: Path, words: str, says: str
) -> None:
    head = record.ledger.head().number
    with pytest.raises(BadInput) as error:
        record.import_list(written(tmp_path, words))
    assert says in str(error.value) and "border.csv" in str(error.value)
    assert record.ledger.head().number == head and not record.reports()


def test_a_map_says_what_names_do_not(record: Record, tmp_path: Path) -> None:
    (tmp_path / "map.toml").write_text(
        'collection = "Held"\noutcome = "detention"\n[columns]\n"Person" = "name"\n"name" = "-"\n"state" = "status"\n'
        '[values.status]\n"Civ." = "civilian"\n',
        encoding="utf-8",
    )
    path = written(tmp_path, "Person,name,state\nHan Seol,a farm,Civ.\nPak Doru,,mayor\n")
    done = record.import_list(path, tmp_path / "map.toml")
    assert "'mayor' is none of civilian" in done[1].notices[0]
    incident = of_report(record, "Held: row 1")
    assert incident["act"] == "detention" and incident["victims"][0]["outcome"] == "detention"
    assert incident["victims"][0]["status"] == "civilian" and incident["place"] is None
    with pytest.raises(BadInput, match="no column 'Person'"):
        record.import_list(written(tmp_path), tmp_path / "map.toml")
    with pytest.raises(Misuse, match="no act of harm"):
        record.import_list(path, ListMap(act="trial"))


def test_the_guessing_needs_no_extra(tmp_path: Path) -> None:
    code = (
        "import sys\nfor n in ('numpy','rapidfuzz','anyascii','openpyxl'): sys.modules[n] = None\n"
        "import onrecord\nr = onrecord.init(sys.argv[1], name='x')\n"
        "print([d.what for d in r.import_list(sys.argv[2], link=False)])\n"
    )
    path = written(tmp_path, LIST.replace("Han Seol", "한설"))
    ran = subprocess.run([sys.executable, "-c", code, str(tmp_path / "r"), str(path)], capture_output=True, encoding="utf-8")
    assert ran.returncode == 0 and json.loads(ran.stdout.replace("'", '"')) == ["added"] * 6, ran.stderr
