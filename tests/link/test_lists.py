"""Linking lists by the command: what is found, what is written, and what is refused in one sentence."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from onrecord.cli import main

pytest.importorskip("rapidfuzz")

from onrecord.link import fitting, link_lists

A = """id,name,date,age,sex,city
1,Ana Belmonte,2001-03-05,34,female,Puerto Gris
2,Tomas Quiroga Vera,2001-03-05,51,male,Puerto Gris
3,Ivo Lantos,2001-04-17,19,male,Sarno
4,Mirela Dusan,2001-06-30,44,female,Velnik
5,unknown,2001-07-02,30,male,Velnik
6,Petar Osko,2001-08-09,28,male,Sarno
7,Luis Marengo,2001-09-21,60,male,Puerto Gris
8,Rosa Tibor,2001-10-11,23,female,Tarn
"""
B = """uid,victim name,date of death,age,gender,town,notes on file
a,Belmonte Ana,5 March 2001,34,F,Puerto Gris,x
b,Tomás Quiroga,2001-03-05,52,M,Puerto Gris,x
c,Ivo Lantosz,2001-04,19,M,Sarno,x
d,Mirela Dusan,2001-06-30,44,F,Velnik,x
e,Dario Quiroga,2001-03-05,12,M,Puerto Gris,x
f,Peter Osko,2001-08-09,28,M,Sarno,x
g,Kasimir Holub,2001-11-01,70,M,Tarn,x
h,Rosa Tibor,2001-10-11,23,F,Tarn,x
"""
SAME = {("1", "a"), ("2", "b"), ("3", "c"), ("4", "d"), ("6", "f"), ("8", "h")}


def wrote(folder: Path, **files: str) -> list[str]:
    paths = []
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        paths.append(str(folder / f"{name}.csv"))
    return paths


def run(*words: str, code: int = 0) -> str:
    said = CliRunner().invoke(main, ["link", *words])
    assert said.exit_code == code, said.output
    return said.stdout if "--json" in words else said.output


def pairs(path: Path) -> dict[tuple[str, str], float]:
    with path.open(encoding="utf-8") as file:
        return {(r["left_id"], r["right_id"]): float(r["probability"]) for r in csv.DictReader(file)}


def test_two_lists(tmp_path: Path) -> None:
    out = tmp_path / "m.csv"
    said = run(*wrote(tmp_path, A=A, B=B), "--out", str(out))
    assert set(pairs(out)) == SAME
    assert "notes on file" in said and min(pairs(out).values()) >= 0.5


@pytest.mark.parametrize("option", ["--out", "--parameters", "--drawing", "--index", "--sheet"])
def test_nothing_is_written_over_what_is_read(tmp_path: Path, option: str) -> None:
    files = wrote(tmp_path, A=A, B=B)
    more = ["--sample", "3"] if option == "--sheet" else [] if option == "--out" else ["--out", str(tmp_path / "m.csv")]
    assert "would be written over" in run(*files, option, str(tmp_path / "." / "B.csv"), *more, code=2)
    assert (tmp_path / "B.csv").read_text(encoding="utf-8") == B and not (tmp_path / "m.csv").exists()


def test_what_cannot_be_written_or_names_no_column_is_said_before_anything_is_linked(tmp_path: Path) -> None:
    files, out = wrote(tmp_path, A=A, B=B), tmp_path / "m.csv"
    assert "name a file in a folder that is there" in run(*files, "--out", str(tmp_path / "none" / "m.csv"), code=2)
    assert "name a file in a folder that is there" in run(*files, "--out", str(tmp_path), code=2)
    assert "--without nmae: there is no such column among id, name," in run(
        *files, "--without", "nmae", "--out", str(out), code=1
    )
    assert "--map foo: there is no such column" in run(*files, "--map", "foo=name", "--out", str(out), code=1)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["A.csv", "B.csv"]
    run(*files, "--without", "notes on file", "--map", "town=-", "--out", str(out))  # of one of the lists


@pytest.mark.parametrize("left_out", ["place", "date", "name", "age", "sex"])
def test_without_any_one_column(tmp_path: Path, left_out: str) -> None:
    out = tmp_path / "m.csv"
    run(*wrote(tmp_path, A=A, B=B), "--without", left_out, "--out", str(out))
    assert {("4", "d"), ("8", "h")} <= set(pairs(out)) or left_out in ("name", "date")


def test_evidence_in_words(tmp_path: Path) -> None:
    out = tmp_path / "m.csv"
    run(*wrote(tmp_path, A=A, B=B), "--out", str(out), "--explain", "--doubtful")
    with out.open(encoding="utf-8") as file:
        rows = {(r["left_id"], r["right_id"]): r for r in csv.DictReader(file)}
    assert "times likelier for one person" in rows["4", "d"]["evidence"] and "prior=-" in rows["4", "d"]["weights"]
    assert "same, elsewhere in the name" in rows["1", "a"]["evidence"]


def test_known_matches(tmp_path: Path) -> None:
    known = "A,B\n" + "".join(f"{a},{b}\n" for a, b in sorted(SAME - {("1", "a")})) + "5,g\n"
    files = wrote(tmp_path, A=A, B=B, known=known)
    said = json.loads(run(*files[:2], "--truth", files[2], "--json"))["truth"]
    assert said["pairs"]["found"] == 6 and round(said["pairs"]["precision"], 3) == round(5 / 6, 3)
    assert [(e["left_id"], e["right_id"]) for e in said["wrong"]] == [("1", "a")]
    assert [(e["left_id"], e["right_id"]) for e in said["missed"]] == [("5", "g")]


def test_repeats_within_one_list(tmp_path: Path) -> None:
    out = tmp_path / "m.csv"
    run(*wrote(tmp_path, A=A + "9,Mirela Dušan,2001-06-30,44,female,Velnik\n"), "--out", str(out))
    assert set(pairs(out)) == {("4", "9")}
    run(str(tmp_path / "A.csv"), "--out", str(out), "--distinct", code=2)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name,date\nAna,2001\n", "no column of ids"),
        ("id,name\n1,Ana Bel\n,Ivo Lan\n", "row 2: the id"),
        ("id,name\n1,Ana Bel\n1,Ivo Lan\n", "'1' stands in rows 1 and 2"),
        ("id,name,date\n1,Ana Bel,2001-01-01\n2,Ivo Lan,soon\n", "row 2: 'soon' is no date"),
        ("id,name\n1,\n2,\n", "all names are missing"),
        ("id,name\n1,Ana Bel\n", "a list of one row"),
        ("id,colour\n1,red\n2,blue\n", "no column to compare"),
        ("id,name\n", "no rows"),
        ("", "empty"),
        ("id,name\n1,Ana,Bel\n", "3 cells under 2 columns"),
        ("id,name,date\n1,Ana,03/04/2001\n2,Ivo,05/04/2001\n", "the day or the month first"),
    ],
)
def test_bad_lists_get_one_sentence_and_nothing_is_written(tmp_path: Path, text: str, words: str) -> None:
    out = tmp_path / "m.csv"
    said = run(*wrote(tmp_path, A=text), "--out", str(out), code=1)
    assert words in said and len(said.strip().splitlines()) == 1 and not out.exists()


def test_misuse(tmp_path: Path) -> None:
    (a,) = wrote(tmp_path, A=A)
    assert "--out" in run(a, code=2)
    assert "twice" in run(a, a, "--out", str(tmp_path / "m.csv"), code=2)
    assert "COLUMN=MEANING" in run(a, "--out", str(tmp_path / "m.csv"), "--map", "name=nonsense", code=2)


def test_a_column_is_mapped_or_left_out(tmp_path: Path) -> None:
    files = wrote(tmp_path, A=A.replace("id,name", "id,called"), B=B)
    out = tmp_path / "m.csv"
    run(*files, "--out", str(out), "--map", "called=name")
    assert set(pairs(out)) == SAME
    assert "called" in run(*files, "--out", str(out))
    run(*files, "--out", str(out), "--map", "called=name", "--without", "name")
    assert ("4", "d") in pairs(out)


def test_one_file_may_hold_several_lists(tmp_path: Path) -> None:
    rows = [f"{n},L{n % 2},{name},{born}" for n, (name, born) in enumerate(
        [("Ana Belmonte", "1971-02-03"), ("Ana Belmonte", "1971-02-03"), ("Ivo Lantos", "1980-05-05"), ("Mirela Dusan", "1966-01-09")]
    )]  # fmt: skip
    out = tmp_path / "m.csv"
    run(*wrote(tmp_path, A="id,list,name,born\n" + "\n".join(rows) + "\n"), "--out", str(out))
    assert set(pairs(out)) == {("0", "1")}


def test_review_and_judged_pairs(tmp_path: Path) -> None:
    files = wrote(tmp_path, A=A, B=B)
    sheet, out = tmp_path / "sheet.csv", tmp_path / "m.csv"
    run(*files, "--sample", "50", "--sheet", str(sheet))
    with sheet.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {(r["left_id"], r["right_id"]) for r in rows} >= SAME and "probability" not in rows[0]
    assert rows[0]["left name"] and rows[0]["right victim name"]
    assert "no pair is judged yet" in run(*files, "--reviewed", str(sheet), "--out", str(out), code=1) and not out.exists()
    for r in rows:
        r["reviewer_1"] = r["reviewer_2"] = "same" if (r["left_id"], r["right_id"]) in SAME - {("4", "d")} else "different"
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    said = json.loads(run(*files, "--reviewed", str(sheet), "--json"))["review"]
    assert said["alpha"] == 1 or len(rows) == len(SAME) - 1
    assert said["precision"]["lower"] <= said["precision"]["estimate"] <= said["precision"]["upper"] < 1
    run(*files, "--judged", str(sheet), "--out", str(out))
    assert set(pairs(out)) == SAME - {("4", "d")}


def test_new_rows_into_an_index(tmp_path: Path) -> None:
    index, out, model, drawing = (tmp_path / n for n in ("lists.index", "m.csv", "model.json", "model.svg"))
    new = "id,name,date,age,sex,city\nn1,Mirela Dusan,2001-06-30,44,f,Velnik\nn2,Someone Else,2003-01-01,9,m,Sarno\n"
    files = wrote(tmp_path, A=A, B=B, new=new)
    run(*files[:2], "--index", str(index), "--parameters", str(model), "--drawing", str(drawing))
    run(files[2], "--into", str(index), "--out", str(out))
    assert set(pairs(out)) == {("4", "n1"), ("d", "n1")}
    assert json.loads(model.read_text(encoding="utf-8"))["converged"] and "one person" in drawing.read_text(encoding="utf-8")
    assert "no index" in run(files[2], "--into", str(model), "--out", str(out), code=1)


def test_an_estimation_that_has_not_converged_is_said_wherever_it_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index, out, model, drawing = (tmp_path / n for n in ("lists.index", "m.csv", "model.json", "model.svg"))
    new = "id,name,date,age,sex,city\nn1,Mirela Dusan,2001-06-30,44,f,Velnik\n"
    files = wrote(tmp_path, A=A, B=B, new=new)
    words = "the estimation has not converged by round 1: judge some pairs before trusting it."
    with monkeypatch.context() as bounded:
        bounded.setattr(fitting, "ROUNDS", 1)
        said = run(*files[:2], "--out", str(out), "--index", str(index), "--parameters", str(model), "--drawing", str(drawing))
        assert words in said and not json.loads(model.read_text(encoding="utf-8"))["converged"]
        assert "has not converged by round 1" in drawing.read_text(encoding="utf-8")
        assert not json.loads(run(*files[:2], "--out", str(out), "--json"))["converged"]
    assert words in run(files[2], "--into", str(index), "--out", str(out)), "new rows go by the same parameters"
    assert "converged" not in run(*files[:2], "--out", str(out), "--drawing", str(drawing))
    assert "converged" not in drawing.read_text(encoding="utf-8")


def test_the_last_estimation_says_whether_it_has_converged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bounds = iter([60, 1])
    fit = fitting.fit

    def bounded(*given: object, **how: object) -> object:
        monkeypatch.setattr(fitting, "ROUNDS", next(bounds))
        return fit(*given, **how)

    monkeypatch.setattr(fitting, "fit", bounded)
    _, links = link_lists(wrote(tmp_path, A=A, B=B))
    assert next(bounds, None) is None and links.model.rounds == 1 and not links.model.converged


def test_lists_of_three_rows(tmp_path: Path) -> None:
    header, out = "id,name,date,age,sex,city\n", tmp_path / "m.csv"
    a = "1,Ana Belmonte,2001-03-05,34,female,Puerto Gris\n2,Tomas Quiroga,2001-03-05,51,male,Puerto Gris\n3,Ivo Lantos,2001-04-17,19,male,Sarno\n"
    b = "a,Belmonte Ana,2001-03-05,34,female,Puerto Gris\nb,Mara Quiroga,2001-03-05,12,female,Puerto Gris\n"
    said = run(*wrote(tmp_path, A=header + a, B=header + b), "--out", str(out))
    assert "too few to learn from" in said
    assert set(pairs(out)) == {("1", "a")}, "the surname first is one slip, and a daughter is not her father"


def test_a_family_that_died_together_repeats_nobody(tmp_path: Path) -> None:
    names = (
        "Aurelio Bantres Colmen",
        "Aurelia Bantres Colmen",
        "Tiburcio Bantres Colmen",
        "N.N. Bantres Colmen",
        "Dorisa Colmen",
    )
    rows = "".join(f"{n},{name},1981-12-11,{sex},El Sarno\n" for n, (name, sex) in enumerate(zip(names, "MFMMF", strict=True)))
    out = tmp_path / "m.csv"
    run(*wrote(tmp_path, A="id,nombre,fecha,sexo,municipio\n" + rows), "--out", str(out))
    assert set(pairs(out)) == set()
