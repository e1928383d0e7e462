"""`onrecord evaluate` as people type it, on a small judged record and on gold made up for it."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import onrecord
from onrecord.cli import main
from onrecord.errors import BadInput, Misuse

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
SLOTS = (
    "type", "perp_individual", "perp_organization", "phys_target", "hum_name", "hum_description", "hum_effect", "hum_number",
    "instrument_id",
)  # fmt: skip
TEXTS = {
    "d1": "Four farmers were shot dead by gunmen near Dayton, Ohio, on May 3, 2021.",
    "d2": "A bomb exploded at the bridge in Dayton, Ohio, on May 4, 2021, and two soldiers were killed.",
    "d3": "The weather was fine in Dayton on May 5, 2021.",
}


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(w) for w in words], env={"COLUMNS": "120"})


def lines(path: Path, rows: list[Any]) -> Path:
    path.write_text("".join(f"{json.dumps(r, ensure_ascii=False)}\n" for r in rows), encoding="utf-8")
    return path


@pytest.fixture
def muc4(tmp_path: Path) -> Path:
    def template(kind: str, people: str, count: str, **more: list[Any]) -> dict[str, Any]:
        held = {
            "type": [{"values": [kind]}], "hum_description": [{"values": [people]}],
            "hum_effect": [{"values": ["DEATH"], "refs": [people]}], "hum_number": [{"values": [count], "refs": [people]}],
        }  # fmt: skip
        return {**{s: [] for s in SLOTS}, **held, **more}

    roles: dict[str, Any] = {r: [] for r in ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")}
    gunmen, bomb = [{"values": ["GUNMEN"]}], [{"values": ["BOMB"]}]
    rows = [
        {"roles": {**roles, "PerpInd": [["gunmen"]]}, "templates": [template("ATTACK", "FOUR FARMERS", "4", perp_individual=gunmen)]},
        {"roles": {**roles, "Weapon": [["bomb"]]}, "templates": [template("BOMBING", "TWO SOLDIERS", "2", instrument_id=bomb)]},
        {"roles": roles, "templates": []},
    ]  # fmt: skip
    return lines(tmp_path / "gold.jsonl", [{"docid": i, "text": t, **r} for (i, t), r in zip(TEXTS.items(), rows, strict=True)])


@pytest.fixture
def predicted(muc4: Path, tmp_path: Path) -> Path:
    done = run("extract", muc4, "--json")
    assert done.exit_code == 0
    return lines(tmp_path / "predicted.jsonl", [json.loads(line) for line in done.stdout.splitlines()])


@pytest.fixture
def polnear(tmp_path: Path) -> Path:
    text = "Mira Holt said that the road was shut."
    held = [{"source": [[0, 9]], "cue": [[10, 14]], "content": [[15, 38]]}]
    return lines(tmp_path / "polnear.jsonl", [{"docid": f"d{n}", "text": text, "attributions": held} for n in range(3)])


# -- a record --------------------------------------------------------------------------------------------------


@pytest.fixture
def record(tmp_path: Path) -> Path:
    (tmp_path / "reports").mkdir()
    for name, text in TEXTS.items():
        (tmp_path / "reports" / f"{name}.txt").write_text(f"{name}\n\n{text}\n", encoding="utf-8")
    folder = tmp_path / "my record"
    assert run("build", tmp_path / "reports", "--into", folder).exit_code == 0
    return folder


def judge(record: Path, *decisions: tuple[str, str, str | None]) -> None:
    """Judges all claims of a property: (property, decision, value)."""
    with onrecord.open(record) as held:
        found = [(n, k.payload["property"]) for n, k in held.view().state.claims.items() if k.payload]
    for name, decision, value in decisions:
        for n in (n for n, of in found if of == name):
            words = ["--value", value] if value else []
            assert run("judge", record, n, decision, "--as", "heron", *words).exit_code == 0


def test_a_judged_record(record: Path) -> None:
    judge(record, ("act", "accept", None), ("count", "amend", "9"), ("victim", "reject", None))
    said = json.loads(run("evaluate", record, "--json").stdout)
    assert said["precision"]["by_field"]["act"]["precision"] == 1.0
    assert (said["precision"]["by_field"]["count"]["amended"], said["precision"]["by_field"]["victim"]["rejected"]) == (2, 2)
    assert said["judged"] == 6 and said["read_again"] is None
    printed = run("evaluate", record)
    assert printed.exit_code == 0 and printed.stderr == ""
    for words in (
        "6 of ",
        "in 2 reports",
        "33.3 %",
        "Recall is not known",
        "Not calibrated for this record",
        "d1.txt",
        "onrecord show",
    ):
        assert words in printed.stdout, printed.stdout
    assert "Expected calibration error" not in printed.stdout
    assert "d1.txt" not in run("evaluate", record, "--worst", 0).stdout


def test_another_reader_on_a_judged_record(record: Path) -> None:
    judge(record, ("act", "accept", None), ("count", "amend", "9"))
    before = (record / "head.json").read_bytes()
    again = json.loads(run("evaluate", record, "--reader", "rules", "--json").stdout)["read_again"]
    assert again["reports"] == 2 and again["now"] == again["recorded"]
    assert again["now"]["count"] == {"right": 0, "said": 2, "true": 2, "precision": 0.0, "found": 0.0, "f1": 0.0}
    printed = run("evaluate", record, "--reader", "rules").stdout
    assert "read again by onrecord-rules/5" in printed and "do not show that one is better" in printed
    assert (record / "head.json").read_bytes() == before


def test_confidences_and_what_was_added_by_hand_are_printed(record: Path) -> None:
    with onrecord.open(record) as held:
        (first, *_) = (k.payload for k in held.view().state.claims.values() if k.payload)
        with held.ledger.writing() as tx:
            made = [
                tx.append("claim", {**first, "property": "means", "value": "firearm", "confidence": 0.9}, "other-reader/2")
                for _ in range(4)
            ]
            tx.append("claim", {**first, "property": "means", "value": "explosive"}, "egret")
        for n in made:
            held.judge(n, "accept", "heron")
    printed = run("evaluate", record).stdout
    assert "0.9–1.0" in printed and "Expected calibration error 0.100" in printed and "Brier score 0.010" in printed
    assert "Not calibrated for this record: 4 claims of other-reader/2 that carry a confidence are judged" in printed
    assert "Over 1 of the reports" in printed and "80.0 %" in printed


def test_a_record_that_nobody_judged(record: Path) -> None:
    printed = run("evaluate", record)
    assert printed.exit_code == 0 and "No claim of this record is judged yet" in printed.stdout
    assert json.loads(run("evaluate", record, "--json").stdout)["judged"] == 0


def test_as_it_was_known(record: Path) -> None:
    judge(record, ("act", "accept", None))
    assert json.loads(run("evaluate", record, "--as-of", "2020-01-01", "--json").stdout)["judged"] == 0


# -- a corpus --------------------------------------------------------------------------------------------------


def test_predictions_in_the_format_of_muc4(muc4: Path, predicted: Path) -> None:
    said = json.loads(run("evaluate", "--format", "muc4", muc4, predicted, "--json").stdout)
    (system,) = said["systems"]
    assert (said["documents"], said["difference"]) == (3, None)
    assert system["measures"]["types"]["f1"] == system["measures"]["deaths"]["f1"] == 1.0
    assert system["measures"]["roles"]["gold"] == 2
    printed = run("evaluate", "--format", "muc4", muc4, predicted).stdout
    assert re.search(r"incident types +2 +2 +2 +100.00 +100.00 +100.00", printed), printed


def test_reading_now_is_the_same_as_reading_before(muc4: Path, predicted: Path) -> None:
    now = json.loads(run("evaluate", "--format", "muc4", muc4, "--json").stdout)["systems"][0]
    before = json.loads(run("evaluate", "--format", "muc4", muc4, predicted, "--json").stdout)["systems"][0]
    assert now["name"] == "rules" and now["measures"] == before["measures"]


def test_two_readers_are_compared_on_the_same_documents(muc4: Path, predicted: Path, tmp_path: Path) -> None:
    rows = [json.loads(line) for line in predicted.read_text(encoding="utf-8").splitlines()]
    worse = lines(tmp_path / "worse.jsonl", [{**r, "incidents": []} for r in rows])
    said = json.loads(run("evaluate", "--format", "muc4", muc4, predicted, worse, "--json").stdout)
    assert said["difference"]["types"]["f1"] == -1.0 and said["systems"][1]["measures"]["types"]["f1"] == 0.0
    low, high = said["difference"]["types"]["f1_interval"]
    assert -1.0 <= low <= high <= 0.0
    assert said == json.loads(run("evaluate", "--format", "muc4", muc4, predicted, worse, "--json").stdout)
    printed = run("evaluate", "--format", "muc4", muc4, worse, "--reader", "rules").stdout
    assert "rules less" in printed and re.search(r"incident types +\+100\.00", printed), printed
    other = run("evaluate", "--format", "muc4", muc4, predicted, "--seed", 5, "--resamples", 50, "--json")
    assert json.loads(other.stdout)["resamples"] == 50


def test_confidences_are_held_against_the_gold(muc4: Path, predicted: Path, tmp_path: Path) -> None:
    rows = [json.loads(line) for line in predicted.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        for incident in row["incidents"]:
            incident["confidence"] = 0.35
            for p in incident["perpetrators"]:
                p["confidence"] = 0.8
    sure = lines(tmp_path / "sure.jsonl", rows)
    said = json.loads(run("evaluate", "--format", "muc4", muc4, sure, "--json").stdout)["systems"][0]
    held, roles = said["calibration"], said["measures"]
    assert held["with_confidence"] == roles["roles"]["said"] == 4
    assert list(held["by_measure"]) == ["PerpInd", "Target", "Weapon"]
    assert held["by_measure"]["PerpInd"]["bins"][0]["right"] == roles["PerpInd"]["hit"] == 1
    assert held["by_measure"]["PerpInd"]["expected_calibration_error"] == pytest.approx(0.2)
    assert held["by_measure"]["Weapon"]["expected_calibration_error"] == pytest.approx(0.15)  # 1 of 2
    assert held["by_measure"]["Target"]["expected_calibration_error"] == pytest.approx(0.35)
    picture = tmp_path / "muc4.svg"
    done = run("evaluate", "--format", "muc4", muc4, sure, predicted, "--picture", picture)
    assert done.exit_code == 0 and "0.8–0.9" in done.stdout and "perpetrators, people: 1 with a confidence" in done.stdout
    assert picture.read_text(encoding="utf-8").count("4 claims") == 1
    assert (
        json.loads(run("evaluate", "--format", "muc4", muc4, predicted, "--json").stdout)["systems"][0]["calibration"]["bins"]
        == []
    )


def test_attributions_may_say_how_sure_they_are(polnear: Path, tmp_path: Path) -> None:
    whole = {"source": [{"start": 0, "end": 9}], "cue": [{"start": 10, "end": 14}], "content": [{"start": 15, "end": 38}]}
    rows = [{"report": {"id": f"d{n}"}, "attributions": [{**whole, "confidence": 0.9}]} for n in range(2)]
    rows.append({"report": {"id": "d2"}, "attributions": [{**whole, "cue": [], "confidence": 0.9}, whole]})
    said = json.loads(run("evaluate", "--format", "polnear", polnear, lines(tmp_path / "p.jsonl", rows), "--json").stdout)
    (bin,) = said["systems"][0]["calibration"]["bins"]
    assert (bin["claims"], bin["right"]) == (3, 2) and said["systems"][0]["measures"]["whole"]["hit"] == 3


def test_the_worst_documents_come_first(polnear: Path, tmp_path: Path) -> None:
    whole = [{"source": [{"start": 0, "end": 9}], "cue": [{"start": 10, "end": 14}], "content": [{"start": 15, "end": 38}]}]
    wrong = [{**whole[0], "cue": []}]
    rows = [{"report": {"id": f"d{n}"}, "attributions": a} for n, a in enumerate((whole, [], wrong))]
    said = json.loads(run("evaluate", "--format", "polnear", polnear, lines(tmp_path / "p.jsonl", rows), "--json").stdout)
    assert said["systems"][0]["worst"] == [
        {"id": "d2", "missed": 1, "wrong": 1, "right": 0}, {"id": "d1", "missed": 1, "wrong": 0, "right": 0},
    ]  # fmt: skip
    assert {m: said["systems"][0]["measures"][m]["hit"] for m in ("source", "cue", "content", "whole")} == {
        "source": 2, "cue": 1, "content": 2, "whole": 1,
    }  # fmt: skip


def test_a_document_that_was_not_read_counts_as_empty(polnear: Path, tmp_path: Path) -> None:
    rows = [{"report": {"id": "d0"}, "attributions": []}, {"report": {"id": "elsewhere"}, "attributions": []}]
    done = run("evaluate", "--format", "polnear", polnear, lines(tmp_path / "p.jsonl", rows))
    assert done.exit_code == 0 and "reads 1 of the gold's 3 documents" in done.stderr and "left aside" in done.stderr


def test_predictions_are_matched_by_title_or_file_too(polnear: Path, tmp_path: Path) -> None:
    rows = [{"report": {"id": "x", "title": "d0"}, "attributions": []}, {"report": {"file": "d1.txt"}, "attributions": []},
            {"report": {"id": "d2"}, "attributions": []}]  # fmt: skip
    assert run("evaluate", "--format", "polnear", polnear, lines(tmp_path / "p.jsonl", rows)).stderr == ""


# -- bad input -------------------------------------------------------------------------------------------------

GOOD = {"report": {"id": "d0"}, "attributions": []}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "is empty"),
        ("\n \n", "is empty"),
        ("{", "line 1 is not JSON"),
        ('{"report": {"id": "d0"}, "attributions": []}\n[]\n', "line 2 is JSON but no object"),
        (json.dumps({"attributions": []}), "line 1: the field “report” is not there"),
        (json.dumps({"report": {"id": "d0"}}), "line 1: the field “attributions” is not there"),
        (json.dumps({"report": {"id": "zz"}, "attributions": []}), "no line reads a document of the gold"),
        (f"{json.dumps(GOOD)}\n{json.dumps(GOOD)}", "line 2: the field “report.id” is that of “d0”"),
        (json.dumps({**GOOD, "attributions": [{"source": [{"start": 3, "end": 99}]}]}), "“attributions[0].source[0]” must be a span"),
        (json.dumps({**GOOD, "attributions": [{"confidence": 1.5}]}), "“attributions[0].confidence” must be a number from 0 to 1"),
        (json.dumps({**GOOD, "attributions": [{"confidence": "high"}]}), "“attributions[0].confidence” must be a number from 0 to 1"),
    ],
)  # fmt: skip
def test_a_bad_prediction_is_one_sentence(polnear: Path, tmp_path: Path, content: str, sentence: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(content, encoding="utf-8")
    done = run("evaluate", "--format", "polnear", polnear, path)
    assert done.exit_code == 1 and done.stdout == "" and sentence in done.stderr
    assert done.stderr.startswith(f"onrecord: {path}") and done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            [{"text": "x", "attributions": []}],
            "line 1: the field “docid” is not there; a line of gold in the format of PolNeAR",
        ),
        ([{"docid": "a", "text": "x"}], "“attributions” is not there"),
        ([{"docid": "a", "text": "x", "attributions": []}] * 2, "line 2: the field “docid” is 'a', which another line has too"),
        ([{"docid": "a", "attributions": []}], "“text” is not there"),
        ([{"docid": [], "text": "x", "attributions": []}], "“docid” must be a string"),
    ],
)
def test_bad_gold_is_one_sentence(tmp_path: Path, rows: list[Any], sentence: str) -> None:
    done = run("evaluate", "--format", "polnear", lines(tmp_path / "gold.jsonl", rows))
    assert done.exit_code == 1 and sentence in done.stderr and done.stderr.count("\n") == 1


def test_files_that_cannot_be_read(polnear: Path, tmp_path: Path) -> None:
    done = run("evaluate", "--format", "polnear", tmp_path / "nowhere.jsonl")
    assert done.exit_code == 1 and "nowhere.jsonl cannot be read" in done.stderr
    (tmp_path / "latin.jsonl").write_bytes(b'{"docid": "caf\xe9"}\n')
    assert "not in UTF-8" in run("evaluate", "--format", "polnear", polnear, tmp_path / "latin.jsonl").stderr
    other = tmp_path / "gold.json"
    other.write_bytes(polnear.read_bytes())
    assert "end in .jsonl" in run("evaluate", "--format", "polnear", other).stderr


def test_misuse(record: Path, polnear: Path, predicted: Path) -> None:
    for words, sentence in (
        ((record, "--reader", "crystal"), "no reader 'crystal'"),
        (("--format", "polnear", polnear, "--reader", "crystal"), "no reader 'crystal'"),
        ((polnear,), "Without --format"),
        ((record, record), "Without --format"),
        (("--format", "polnear", polnear, predicted, predicted, predicted), "Two can be compared"),
        (("--format", "polnear", polnear, predicted, predicted, "--reader", "rules"), "Two can be compared"),
        (("--format", "polnear", polnear, "--as-of", "2020-01-01"), "has no past"),
        (("--format", "conll", polnear), "conll"),
        ((), "RECORD"),
    ):
        done = run("evaluate", *words)
        assert done.exit_code == 2 and sentence in done.stderr, (words, done.stderr)
    assert run("evaluate", record.parent / "nothing").exit_code == 1


def test_the_same_in_python(muc4: Path, predicted: Path) -> None:
    said = onrecord.evaluate.against_gold("muc4", muc4, [predicted])
    assert said["systems"][0]["measures"]["types"]["f1"] == 1.0
    with pytest.raises(Misuse, match="no format"):
        onrecord.evaluate.against_gold("conll", muc4)
    with pytest.raises(BadInput):
        onrecord.evaluate.against_gold("polnear", muc4)


# -- beside the scorers that the corpora are used with ---------------------------------------------------------


@pytest.mark.parametrize("form", ["muc4", "polnear"])
def test_the_figures_are_those_of_the_corpus_scorer(form: str, tmp_path: Path) -> None:
    data, scorer = SHARED / "data" / form / "dev.jsonl", SHARED / "tools" / f"score_{form}.py"
    if not data.exists() or not scorer.exists():
        pytest.skip("the corpora and their scorers are not beside this checkout (../shared)")
    if form == "muc4" and importlib.util.find_spec("scipy") is None:
        pytest.skip("the scorer of MUC-4 needs scipy, which onrecord does not")
    gold = tmp_path / "gold.jsonl"
    gold.write_text("\n".join(data.read_text(encoding="utf-8").split("\n")[:30]), encoding="utf-8")
    said = lines(tmp_path / "said.jsonl", [json.loads(x) for x in run("extract", gold, "--json").stdout.splitlines()])
    done = subprocess.run([sys.executable, scorer, gold, said], check=True, capture_output=True, text=True, encoding="utf-8")
    theirs = re.findall(r"P +([\d.]+) +R +([\d.]+) +F1 +([\d.]+)", done.stdout)
    measures = onrecord.evaluate.against_gold(form, gold, [said], resamples=0)["systems"][0]["measures"].values()
    assert [tuple(f"{100 * m[k]:.2f}" for k in ("precision", "recall", "f1")) for m in measures] == theirs
