"""`onrecord estimate` as people type it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("numpy")
pytest.importorskip("scipy")

from click.testing import CliRunner, Result

from onrecord.cli import main
from tests.estimate.made import FOUR, written


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["estimate", *map(str, words)])


def test_json_has_the_shape_that_stays(tmp_path: Path) -> None:
    said = json.loads(run(written(tmp_path, FOUR), "--method", "dga", "--seed", 4, "--json").stdout)
    assert {"estimate", "lower", "upper", "level", "method", "observed", "warnings"} <= said.keys()
    assert said["method"] == "dga" and said["observed"] == 684 and said["level"] == 0.95 and said["seed"] == 4
    assert said["diagnostics"]["models_that_fit_alike"]["models"] > 1


def test_all_prints_an_array(tmp_path: Path) -> None:
    said = json.loads(run(written(tmp_path, FOUR), "--method", "all", "--lists", "A,B", "--json").stdout)
    assert [e["method"] for e in said] == ["chao", "chapman", "lincoln-petersen"]
    assert "chapman" in run(written(tmp_path, FOUR), "--method", "all", "--lists", "A,B").stdout


def test_strata_sensitivity_and_a_picture(tmp_path: Path) -> None:
    rows = FOUR.replace("A,B,C,D,count", "A,B,C,year,count").replace(",0,", ",1,", 0)
    text = "\n".join(
        [
            rows.splitlines()[0],
            *(
                f"{a},{b},{c},{1998 + int(d)},{n}"
                for a, b, c, d, n in (r.split(",") for r in FOUR.splitlines()[1:])
                if "1" in (a, b, c)
            ),
        ]
    )
    path = written(tmp_path, text + "\n")
    said = json.loads(run(path, "--method", "chao", "--by", "year", "--json", "--picture", tmp_path / "p.svg").stdout)
    assert [s["year"] for s in said["strata"]] == ["1998", "1999"] and (tmp_path / "p.svg").read_text(
        encoding="utf-8"
    ).startswith("<svg")
    words = run(written(tmp_path, FOUR), "--method", "dga", "--sensitivity").stdout
    assert "684 are documented" in words and "without A" in words and "Assumed:" in words


def test_every_picture_is_drawn_into_a_folder(tmp_path: Path) -> None:
    path = written(tmp_path, FOUR)
    done = run(path, "--method", "all", "--lists", "A,B", "--pictures", tmp_path / "drawn", "--picture", tmp_path / "one.svg")
    assert done.exit_code == 0, done.output
    names = {p.stem for p in (tmp_path / "drawn").iterdir()}
    assert names == {"lists", "methods", "chao", "chapman", "lincoln-petersen"} and "lists.svg" in done.stderr
    assert (tmp_path / "one.svg").read_text(encoding="utf-8") == (tmp_path / "drawn/methods.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "words, code, said",
    [
        (["nowhere.csv"], 2, "There is no file nowhere.csv"),
        ([], 2, "Say which table"),
        (["{}", "--lists", "A,X"], 2, "no column 'X'"),
        (["{}", "--by", "year"], 2, "no column 'year'"),
        (["{}", "--list", "A"], 2, "goes with --links"),
        (["{}", "--method", "magic"], 2, ""),
        (["{}", "--method", "lcmcr", "--lists", "A,B"], 1, "needs 3 lists"),
    ],
)
def test_misuse_gets_one_sentence(tmp_path: Path, words: list[str], code: int, said: str) -> None:
    path = written(tmp_path, FOUR)
    done = run(*(w.format(path) for w in words))
    assert done.exit_code == code and said in done.stderr


def test_what_does_not_go_together_is_said(tmp_path: Path) -> None:
    table = written(tmp_path, FOUR)
    for words, said in (
        (["--method", "doubly-robust", "--by", "A"], "neither --by nor --replicates"),
        (["--covariates", "A"], "what --method doubly-robust conditions on"),
        (["--list", "A"], "goes with --links"),
    ):
        done = run(table, *words)
        assert done.exit_code == 2 and said in " ".join(done.stderr.split())
