"""Confidences on a record: marked until enough is judged, then recalibrated on its own judgements; and what a threshold does."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from confident_reader import Confident, reports
from starlette.testclient import TestClient

from onrecord.calibration import Platt, apply
from onrecord.cli import main
from onrecord.errors import Misuse
from onrecord.extract.testing import REPORTS, check_reader
from onrecord.record import Record, create, open_record
from onrecord.record.confidence import ENOUGH, ENOUGH_OF_A_FIELD, STEP, Confidences, _recalibrated, came_out
from onrecord.web import app

OVERCONFIDENT = Platt(0.5, -1.0)
"""How often the claims of the simulated reader are right, by what it says."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eighty reports, read once for all tests."""
    folder, dice = tmp_path_factory.mktemp("built"), random.Random(1)
    with create(folder / "record") as made:
        made.build(reports(folder, [dice.randrange(2, 99) for _ in range(80)]), reader=Confident(), link=False)
    return folder


@pytest.fixture
def record(built: Path, tmp_path: Path) -> Iterator[Record]:
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    with open_record(tmp_path / "record") as held:
        yield held


def run(*words: object) -> Result:
    return CliRunner(env={"COLUMNS": "150"}).invoke(main, [str(w) for w in words])


def claims(record: Record, name: str | None = None) -> list[int]:
    state = record.view().state
    return [n for n, k in state.claims.items() if k.payload and name in (None, k.payload["property"])]


def judge(record: Record, numbers: list[int], seed: int = 2, by: str = "heron") -> None:
    """Judges claims as they come out in a world where the reader is overconfident; one transaction, as a test has no all day."""
    dice, state = random.Random(seed), record.view().state
    with record.ledger.writing() as tx:
        for n in numbers:
            payload = state.claims[n].payload
            assert payload is not None
            right = dice.random() < apply(OVERCONFIDENT, payload["confidence"])
            said = {"on": n, "decision": "accept" if right else "reject", "why": None, "value": None}
            tx.append("judgement", said, by)


def judged_but_acts(record: Record, many: int) -> list[int]:
    """The first claims that are no acts, so that no incident disappears; the tests look at the acts."""
    acts = set(claims(record, "act"))
    return [n for n in claims(record) if n not in acts and n in record.view().confidences.carrying()][:many]


# -- the marker, and the boundary ------------------------------------------------------------------------------


def test_the_test_reader_keeps_the_contract() -> None:
    check_reader(Confident(), [replace(r, id=f"{r.id}-87") for r in REPORTS])


def test_until_enough_is_judged_every_confidence_says_that_it_is_not_calibrated(record: Record) -> None:
    judge(record, judged_but_acts(record, ENOUGH - 1))
    summary = record.calibration()
    assert not summary["calibrated"] and summary["readers"][0]["judged"] == ENOUGH - 1
    assert "Not calibrated for this record: 299 claims of confident/1" in summary["sentence"]
    (first, *_) = record.list()
    assert 0 < first["confidence"] < 1 and first["calibrated_confidence"] is None
    mark, folder = "(not calibrated for this record)", record.folder
    for page in (
        run("show", folder, first["id"]),
        run("why", folder, first["id"]),
        run("show", folder, first["reports"][0]["id"]),
    ):
        assert page.exit_code == 0 and f"{first['confidence']:.2f} {mark}" in page.stdout, page.stdout
    listed = run("list", folder).stdout
    assert f"{first['confidence']:.2f}*" in listed and "* Not calibrated for this record" in listed
    with TestClient(app(record)) as client:
        for path in ("/", f"/incident/{first['id']}?why=all", f"/report/{first['reports'][0]['id']}"):
            assert mark in client.get(path).text, path
    assert mark not in json.dumps([json.loads(x) for x in run("list", folder, "--json").stdout.splitlines()])


def test_from_enough_on_they_are_recalibrated_and_nothing_is_rewritten(record: Record) -> None:
    several = judged_but_acts(record, ENOUGH)
    before = {n: record.view().state.claims[n].payload for n in claims(record)}
    judge(record, several[:-1])
    assert all(i["calibrated_confidence"] is None for i in record.list())
    judge(record, several[-1:], by="egret")
    summary = record.calibration()
    (reader,) = summary["readers"]
    assert summary["calibrated"] and (reader["judged"], reader["used"], reader["judges"]) == (
        ENOUGH,
        ENOUGH,
        ["egret", "heron"],
    )
    assert reader["error_after"] < 0.5 * reader["error_before"] and reader["error_before"] > 0.15
    assert reader["until"].endswith("Z") and reader["method"] == "platt"
    said = {i["confidence"]: i["calibrated_confidence"] for i in record.list()}
    assert all(abs(new - apply(OVERCONFIDENT, old)) < 0.12 for old, new in said.items())
    assert list(said) != [] and [said[k] for k in sorted(said)] == sorted(said.values())
    assert {n: record.view().state.claims[n].payload for n in before} == before
    (first, *_) = record.list()
    page = run("show", record.folder, first["id"]).stdout
    assert f"{first['calibrated_confidence']:.2f} ({first['confidence']:.2f} as read, calibrated" in page
    listed = run("list", record.folder).stdout
    assert "not calibrated" not in listed.lower() and "Calibrated for this record" in listed
    assert f"{first['calibrated_confidence']:.2f}" in listed and "*" not in listed
    with TestClient(app(record)) as client:
        assert "as read, calibrated on this record" in client.get(f"/incident/{first['id']}?why=act").text


def test_who_says_what_is_as_sure_as_read_whatever_was_judged(record: Record) -> None:
    (first, *_) = record.list()
    id = first["reports"][0]["id"]

    def said() -> list[tuple[float, float | None]]:
        return [(a["confidence"], a["calibrated_confidence"]) for a in record.report(id)["attributions"]]

    assert said() == [(0.61, None)]
    judge(record, judged_but_acts(record, ENOUGH))
    assert record.calibration()["calibrated"] and said() == [(0.61, None)]
    with TestClient(app(record)) as client:
        page = client.get(f"/report/{id}").text
    assert "0.61 (not calibrated for this record)" in page and "0.61*" in page
    assert "own confidence, not calibrated for this record" in page


def test_victims_and_what_else_is_sure_say_so(record: Record) -> None:
    (first, *_) = record.list()
    parts = [first["date"], first["place"], *first["victims"], *first["means"]]
    assert len(parts) >= 3 and all(p["confidence"] == first["confidence"] for p in parts)
    assert all(p["calibrated_confidence"] is None for p in parts)


def test_as_it_was_known_only_judgements_until_then_count(record: Record) -> None:
    several = judged_but_acts(record, ENOUGH + STEP)
    judge(record, several[:ENOUGH])
    then = max(e.time for e in record.ledger.entries({"judgement"}))
    known = record.list()
    judge(record, several[ENOUGH:], seed=9)
    assert [i["calibrated_confidence"] for i in record.list()] != [i["calibrated_confidence"] for i in known]
    assert record.list(as_of=then) == known
    assert record.calibration(as_of=then)["readers"][0]["judged"] == ENOUGH
    assert not record.calibration(as_of="2020-01-01")["calibrated"]


def test_between_two_steps_the_figures_stay(record: Record) -> None:
    several = judged_but_acts(record, ENOUGH + STEP)
    judge(record, several[:ENOUGH])
    before = record.list()
    judge(record, several[ENOUGH:-1], seed=9)
    assert [i["calibrated_confidence"] for i in record.list()] == [i["calibrated_confidence"] for i in before]
    judge(record, several[-1:], seed=9)
    assert [i["calibrated_confidence"] for i in record.list()] != [i["calibrated_confidence"] for i in before]
    (reader,) = record.calibration()["readers"]
    assert (reader["judged"], reader["used"]) == (ENOUGH + STEP, ENOUGH + STEP)


def test_the_same_record_always_says_the_same(record: Record) -> None:
    judge(record, judged_but_acts(record, ENOUGH))
    said = []
    for _ in range(2):
        _recalibrated.cache_clear()
        found = Confidences(record.view().state)
        said.append((found.to_json(), [found.of(n) for n in claims(record)]))
    assert said[0] == said[1]


def test_a_new_version_of_a_reader_begins_anew(record: Record, tmp_path: Path) -> None:
    judge(record, judged_but_acts(record, ENOUGH))
    record.build(tmp_path / "reports.jsonl", reader=Confident(2), link=False)
    summary = record.calibration()
    assert {r["reader"]: r["calibrated"] for r in summary["readers"]} == {"confident/1": True, "confident/2": False}
    assert not summary["calibrated"] and summary["sentence"].count("alibrated for this record") == 2
    assert any(i["calibrated_confidence"] is None for i in record.list())


def test_a_field_has_its_own_map_where_it_differs(tmp_path: Path) -> None:
    """Whatever the reader says, counts always come out right here, and outcomes never do."""
    with create(tmp_path / "record") as record:
        record.build(reports(tmp_path, [20 + n % 60 for n in range(ENOUGH_OF_A_FIELD)]), reader=Confident(), link=False)
        with record.ledger.writing() as tx:
            for name, decision in (("count", "accept"), ("outcome", "reject"), ("place", "accept"), ("act", "accept")):
                for at, n in enumerate(claims(record, name)):
                    held = decision if name in ("count", "outcome") or at % 2 else "reject"
                    tx.append("judgement", {"on": n, "decision": held, "why": None, "value": None}, "heron")
        (reader,) = record.calibration()["readers"]
        assert {"count", "outcome"} <= set(reader["fields"]) and reader["judged"] >= ENOUGH
        counts, outcomes, dates = (record.view().confidences.of(claims(record, n)[0]) for n in ("count", "outcome", "date"))
        assert counts and outcomes and dates and counts.read == outcomes.read == dates.read
        assert (counts.calibrated or 0) > 0.95 and (outcomes.calibrated or 1) < 0.05 and 0.3 < (dates.calibrated or 0) < 0.7


def test_the_rules_say_nothing_of_how_sure_they_are(tmp_path: Path) -> None:
    with create(tmp_path / "plain") as plain:
        plain.build(reports(tmp_path, [50, 60]), link=False)
        plain.set_threshold(0.9, "heron")
        assert plain.calibration()["readers"] == [] and "carry no confidence" in plain.calibration()["sentence"]
        assert [i["toll"]["death"]["best"] for i in plain.list()] == [2, 2]
        assert plain.threshold()["doubtful"]["claims"] == 0 and not any(i["doubtful"] for i in plain.list())
        listed = run("list", plain.folder).stdout
        assert "alibrated" not in listed and "Sure" not in listed


# -- what a judgement says of a confidence ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "decision", "value", "right"),
    [
        ("count", "accept", None, True), ("count", "reject", None, False), ("count", "amend", 5, False), ("count", "amend", 2, True),
        ("victim", "amend", {"kind": "person"}, True), ("victim", "reject", None, False), ("act", "amend", "bombing", True),
        ("act", "amend", "investigation", False), ("date", "amend", "2021-05-30", False), ("place", "amend", "Lagos", False),
        ("outcome", "amend", "injury", False),
    ],
)  # fmt: skip
def test_what_comes_out_by_field(record: Record, name: str, decision: str, value: Any, right: bool) -> None:
    number = claims(record, name)[0]
    assert came_out(record.view().state, number) is None
    record.judge(number, decision, "heron", value=value)
    assert came_out(record.view().state, number) is right


def test_what_was_forgotten_and_what_people_claim_is_no_trial(record: Record) -> None:
    one, other = claims(record, "count")[:2]
    for n in (one, other):
        record.judge(n, "accept", "heron")
    record.forget(str(one), "by mistake")
    payload = record.view().state.claims[other].payload
    assert payload is not None
    with record.ledger.writing() as tx:
        own = tx.append("claim", {**payload, "confidence": 0.5}, "egret")
    record.judge(own, "accept", "heron")
    assert {k: [j.number for j in v] for k, v in record.view().confidences.judged().items()} == {"confident/1": [other]}


# -- the threshold ---------------------------------------------------------------------------------------------


def test_under_the_threshold_is_kept_shown_and_counted_apart(record: Record) -> None:
    before = {i["id"]: i for i in record.list()}
    whole = record.tally()[0]
    record.set_threshold(0.5, "heron", "two reviewers")
    after = record.list()
    assert [i["id"] for i in after] == list(before), "nothing disappears"
    doubtful = [i for i in after if i["doubtful"]]
    assert 10 < len(doubtful) < 70
    for i in after:
        told = before[i["id"]]["toll"]
        assert (i["toll"], i["doubtful_toll"]["stated"]) == (({}, told) if i["confidence"] < 0.5 else (told, {}))
        assert len(i["victims"]) == len(before[i["id"]]["victims"])
        assert all(v["doubtful"] == i["doubtful"] for v in i["victims"])
    (row,) = record.tally()
    assert row["stated"]["death"]["best"] + row["doubtful"]["stated"]["death"]["best"] == whole["stated"]["death"]["best"]
    assert row["doubtful"]["stated"]["death"]["best"] == 2 * len(doubtful) and row["incidents"] == whole["incidents"]
    said = record.threshold()
    assert (said["at"], said["by"], said["why"]) == (0.5, "heron", "two reviewers")
    assert said["doubtful"]["incidents"] == len(doubtful) and said["doubtful"]["by_field"]["act"] == len(doubtful)


def test_what_a_person_accepts_is_not_doubtful(record: Record) -> None:
    record.set_threshold(1.0, "heron")
    (first, *_) = record.list()
    assert first["toll"] == {} and first["doubtful_toll"]["stated"]["death"]["best"] == 2
    chain = record.why(first["id"], "death")["fields"][0]
    assert chain["value"] is None and chain["doubtful"]["stated"]["best"] == 2
    assert any("counted apart" in rule for rule in chain["rules"])
    for c in chain["claims"]:
        assert c["doubtful"]
        record.judge(c["number"], "accept", "heron")
    held = record.view().incident(int(first["id"][1:]))
    assert held is not None and held["doubtful"] and not held["victims"][0]["doubtful"]
    assert held["toll"]["death"]["best"] == 2 and held["doubtful_toll"] == {"stated": {}, "alleged": {}}


def test_a_threshold_acts_on_what_is_shown(record: Record) -> None:
    """This reader is overconfident: once that is known, more of its claims are under the same threshold."""
    record.set_threshold(0.5, "heron")
    before = sum(i["doubtful"] for i in record.list())
    judge(record, judged_but_acts(record, ENOUGH))
    after = [i for i in record.list() if i["doubtful"]]
    assert len(after) > before and all(i["calibrated_confidence"] < 0.5 for i in after)


def test_a_threshold_is_an_entry_that_can_be_taken_back_and_looked_back_at(record: Record) -> None:
    record.set_threshold(0.5, "heron")
    then = max(e.time for e in record.ledger.entries())
    record.set_threshold(None, "egret", "all are to be looked at")
    assert record.threshold()["at"] is None and record.threshold()["by"] == "egret"
    assert not any(i["doubtful"] for i in record.list())
    assert record.threshold(as_of=then)["at"] == 0.5 and any(i["doubtful"] for i in record.list(as_of=then))
    assert record.verify() == []


def test_a_total_of_the_report_is_held_against_all_that_it_tells(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "examples" / "reports" / "border-night.txt").read_text(encoding="utf-8")
    line = {"id": "sum-20", "published": "2023-05-02", "text": text}
    (tmp_path / "one.jsonl").write_text(json.dumps(line), encoding="utf-8")
    with create(tmp_path / "record") as made:
        made.build(tmp_path / "one.jsonl", reader=Confident(), link=False)
        before = made.totals()
        assert [t["compared"] for t in before] == ["agrees"]
        made.set_threshold(0.5, "heron")
        assert made.totals() == before and all(i["toll"] == {} for i in made.list())


def test_the_command(record: Record) -> None:
    folder = record.folder
    assert "no threshold" in run("threshold", folder).stdout
    done = run("threshold", folder, "0.5", "--as", "heron", "--why", "two reviewers")
    assert (
        done.exit_code == 0
        and "less sure than 0.5 are doubtful" in done.stdout
        and "Counted apart, doubtful: death" in done.stdout
    )
    assert json.loads(run("threshold", folder, "--json").stdout)["at"] == 0.5
    listed, told = run("list", folder).stdout, run("tally", folder).stdout
    assert "doubtful: death 2" in listed and "Under the record's threshold of 0.5" in listed
    assert "doubtful" in told and "counted apart" in told and "doubtful" in run("tally", folder, "--by", "place").stdout
    i = next(i for i in record.list() if i["doubtful"])
    assert (
        "doubtful: death 2" in run("show", folder, i["id"]).stdout
        and "doubtful: 2" in run("why", folder, i["id"], "death").stdout
    )
    with TestClient(app(record)) as client:
        assert "doubtful" in client.get("/").text and "under the record's threshold of 0.5" in client.get("/").text.replace(
            "&#39;", "'"
        )
        assert "doubtful: 2" in client.get(f"/incident/{i['id']}?why=death").text
    rows = run("export", folder, "--what", "victims", "--unredacted").stdout
    assert rows.count("True") == sum(x["doubtful"] for x in record.list())
    assert run("threshold", folder, "off", "--as", "heron").exit_code == 0 and "doubtful:" not in run("list", folder).stdout
    assert "counted apart" not in run("tally", folder).stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("0.5",), "pseudonym with --as"), (("2", "--as", "heron"), "from 0 to 1"), (("nan", "--as", "heron"), "from 0 to 1"),
        (("much", "--as", "heron"), "not 'much'"), (("--as", "heron"), "give the confidence too"),
        (("0.5", "--as", "heron", "--as-of", "2020-01-01"), "from now on"), (("--why", "so"), "give the confidence too"),
    ],
)  # fmt: skip
def test_misuse(record: Record, words: tuple[str, ...], sentence: str) -> None:
    head = record.ledger.head()
    done = run("threshold", record.folder, *words)
    assert done.exit_code == 2 and sentence in done.stderr and done.stderr.count("\n") == 1, done.stderr
    assert record.ledger.head() == head


def test_misuse_in_python(record: Record) -> None:
    for at in (True, -0.1, "0.5"):
        with pytest.raises(Misuse, match="from 0 to 1"):
            record.set_threshold(at, "heron")  # type: ignore[arg-type]


# -- evaluate --------------------------------------------------------------------------------------------------


def test_evaluate_prints_the_diagram_and_what_thresholds_do(record: Record, tmp_path: Path) -> None:
    judge(record, judged_but_acts(record, ENOUGH + 60))
    said = record.evaluate(resamples=200)["calibration"]
    assert said["enough"] and said["with_confidence"] == ENOUGH + 60
    assert said["after"]["expected_calibration_error"] < said["expected_calibration_error"]
    low, high = said["interval"]
    assert low < high and 0 < said["by_chance"] < said["expected_calibration_error"]
    off, *others = said["thresholds"]
    assert off["kept"] == len(record.view().confidences.carrying()) and off["share"] == 1 and off["minutes"] == off["kept"]
    assert others[3]["kept"] < off["kept"] and others[3]["precision"] > off["precision"] and others[3]["found"] < 1
    picture = tmp_path / "reliability.svg"
    done = run("evaluate", record.folder, "--picture", picture, "--seconds", 30, "--resamples", 100)
    assert done.exit_code == 0 and "Wrote" in done.stderr, done.output
    for words in (
        "Calibrated for this record",
        "Recalibrated, on reports not seen",
        "█",
        "Threshold",
        "at 30 seconds each",
        "Platt",
    ):
        assert words in done.stdout, words
    assert picture.read_text(encoding="utf-8").startswith("<svg") and "recalibrated" in picture.read_text(encoding="utf-8")


def test_there_is_nothing_to_draw_without_confidences(record: Record, tmp_path: Path) -> None:
    done = run("evaluate", record.folder, "--picture", tmp_path / "x.svg")
    assert done.exit_code == 1 and "nothing to draw" in done.stderr and not (tmp_path / "x.svg").exists()
