"""What the commands print for people: each claim once, in the width that is there, and nothing that steers a terminal."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len

from onrecord import wording
from onrecord.cli import main
from onrecord.cli.incidents import extracted

REPORTS = Path(__file__).parents[2] / "examples" / "reports"
HANGUL = (
    "국경의 총성\n\nFour farmers, among them 김철수, were shot dead by border guards in Hoeryong, North Hamgyong Province, on "
    "May 3, 2021, a source in North Hamgyong Province said.\n"
)
HOSTILE = "\x1b]0;owned\x07Red \x1b[31malert\u202e\n\nTwo men were shot dead in Dayton, Ohio, on May 3, 2021, police said.\n"


def run(*words: object, columns: int | None = 80) -> Result:
    return CliRunner(env={"COLUMNS": str(columns) if columns else None}).invoke(main, [str(w) for w in words])


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inputs")
    (folder / ("a-report-with-a-name-that-goes-on-" * 4 + ".txt")).write_text(HANGUL, encoding="utf-8")
    line = json.dumps({"id": "red", "title": HOSTILE.splitlines()[0], "text": HOSTILE})
    (folder / "hostile.jsonl").write_text(line, encoding="utf-8")
    record = folder.parent / "printed"
    done = run("build", REPORTS / "border-night.txt", folder, "--into", record)
    assert done.exit_code == 0, done.stderr
    return record


def incidents(record: Path) -> list[dict]:
    return [json.loads(line) for line in run("list", record, "--json").stdout.splitlines()]


def killing(record: Path) -> str:
    return next(
        i["id"] for i in incidents(record) if i["toll"].get("killed", {}).get("best") == 4 and i["date"]["edtf"][0] == "X"
    )


def test_nothing_is_wider_than_the_terminal(record: Path) -> None:
    inputs = next(record.parent.glob("inputs*"))
    pages = [run("list", record), run("show", record), run("tally", record), run("tally", record, "--by", "place")]
    pages += [run("extract", next(inputs.glob("a-report*")))]
    pages += [run(c, record, i["id"]) for i in incidents(record) for c in ("why", "show")]
    pages += [run("show", record, json.loads(line)["id"]) for line in run("show", record, "--json").stdout.splitlines()]
    for page in pages:
        assert page.exit_code == 0, page.output
        wide = [x for x in page.stdout.splitlines() if cell_len(x) > 80 and "onrecord " not in x]
        assert wide == []


def test_why_says_each_claim_and_each_report_once(record: Path) -> None:
    said = run("why", record, killing(record)).stdout
    below = said.split("Report ", 1)[1]
    claims = {
        c["number"] for f in json.loads(run("why", record, killing(record), "--json").stdout)["fields"] for c in f["claims"]
    }
    told = [int(n) for n in re.findall(r"(?:claims? |; )(\d+) (?=[a-z])", " ".join(below.split()))]
    assert sorted(told) == sorted(claims)
    assert said.count("border-night.txt") == 1 and said.count("extracted by onrecord-rules/5") == 1
    assert said.count("access not said") == 2 and "not_said" not in said  # in the field, and once for the account
    assert max(said.count(rule) for rule in ("all dead of the", "A member of a group")) == 1


def test_the_words_stand_in_their_context(record: Path) -> None:
    said = " ".join(run("why", record, killing(record), "killed").stdout.split())
    assert "on the night of April 17, [four people], including the daughter" in said
    assert "killed: 4" in said and "captured 20" in said and "UTC" in said


def test_unknown_things_are_refused_with_what_there_is(record: Path) -> None:
    there = killing(record)
    for words, named in (
        ((record, "i99999"), there), ((record, there, "colour"), "killed"), ((record, "nonsense"), there),
    ):  # fmt: skip
        said = run("why", *words)
        assert said.exit_code == 2 and said.stdout == ""
        assert named in said.stderr and len(said.stderr.splitlines()) == 1
    empty = record.parent / "empty"
    assert run("init", empty).exit_code == 0
    assert "it holds none" in run("why", empty, "i1").stderr
    assert "onrecord build FOLDER --into" in run("list", empty).stdout and "onrecord build" in run("show", empty).stdout


def test_nothing_in_a_report_steers_the_terminal(record: Path) -> None:
    inputs = next(record.parent.glob("inputs*"))
    for words in (("show", record), ("list", record), ("extract", inputs / "hostile.jsonl")):
        assert not set(run(*words).stdout) & {"\x1b", "\x07", "\u202e"}
    report = next(r for r in map(json.loads, run("show", record, "--json").stdout.splitlines()) if r["file"] == "hostile.jsonl")
    assert "\x1b" not in run("show", record, report["id"]).stdout


def test_a_judgement_stands_beside_its_claim(tmp_path: Path) -> None:
    assert run("build", REPORTS / "border-night.txt", "--into", tmp_path / "r").exit_code == 0
    chain = json.loads(run("why", tmp_path / "r", killing(tmp_path / "r"), "killed", "--json").stdout)
    count = next(c["number"] for c in chain["fields"][0]["claims"] if c["property"] == "count" and c["value"]["best"] == 4)
    judged = run("judge", tmp_path / "r", count, "amend", "--value", "5", "--as", "heron", "--why", "page two")
    assert "count: 4) to 5" in judged.stdout
    said = " ".join(run("why", tmp_path / "r", chain["incident"], "killed").stdout.split())
    assert (
        f"claim {count} count: 5 (amended) as read: 4 judgement" in said
        and "heron amends it to 5" in said
        and "page two" in said
    )


def test_the_doubt_of_an_extract_is_said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    said = json.loads(run("extract", REPORTS / "border-night.txt", "--json").stdout)
    extracted({**said, "incidents": [{**i, "confidence": 0.625} for i in said["incidents"]]})
    told = capsys.readouterr().out
    assert "stated, confidence 0.62" in told and "predicted, confidence 0.62" in told and "according to" in told
    assert "own total: death 9 (“nine”), which agrees with" in " ".join(told.split())
    extracted({**said, "incidents": [{**i, "confidence": None} for i in said["incidents"]]})
    assert "confidence" not in capsys.readouterr().out
    assert "belongs in a record" in run("extract", REPORTS / "nothing.txt").stdout


def test_sums_say_their_bounds(record: Path) -> None:
    said = run("tally", record, "--by", "year").stdout
    assert "Documented, by year" in said and "not known" in said and "20+ is 20 or more" in said
    assert run("tally", record, "--by", "moon").exit_code == 2


@pytest.mark.parametrize(
    ("edtf", "said", "short"),
    [
        ("XXXX-04-17", "17 April, year not known", "17 Apr, year?"), ("2021-05-28", "28 May 2021", "28 May 2021"),
        ("2021-05", "May 2021", "May 2021"), ("2021", "2021", "2021"), ("199X", "the 1990s", "the 1990s"),
        ("[2011,2012]", "2011 or 2012", "2011 or 2012"), ("2021-05-03/2021-05-05", "3 May 2021 to 5 May 2021", "3 May 2021 to 5 May 2021"),
        ("2021/..", "2021 to an open end", "2021 to an open end"), ("2021?", "2021, uncertain", "2021, uncertain"),
        ("2021-21", "2021-21", "2021-21"), (None, "no date is told", "–"),
    ],
)  # fmt: skip
def test_dates_in_words(edtf: str | None, said: str, short: str) -> None:
    assert (wording.date(edtf), wording.short_date(edtf)) == (said, short)


@pytest.mark.parametrize(
    ("count", "said"),
    [
        ((3, 3, 3), "3"),
        ((20, None, None), "20 or more"),
        ((3, None, 5), "3 to 5"),
        ((3, 4, 6), "4, from 3 to 6"),
        ((3, 4, None), "4, from 3 up"),
    ],
)
def test_counts_in_words(count: tuple[int, int | None, int | None], said: str) -> None:
    assert wording.many(dict(zip(("min", "best", "max"), count, strict=True))) == said
