"""The commands as people type them, on the samples."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord.cli import main

REPORTS = Path(__file__).parents[2] / "examples" / "reports"


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(w) for w in words])


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("with spaces 기록") / "a record"
    assert run("init", folder, "--name", "Samples").exit_code == 0
    done = run("build", REPORTS, "--into", folder)
    assert done.exit_code == 0, done.output + done.stderr
    return folder


def incidents(record: Path) -> list[dict]:
    return [json.loads(line) for line in run("list", record, "--json").stdout.splitlines()]


@pytest.mark.parametrize(
    "command", "init capture extract build list show why judge tally evaluate forget export verify serve".split()
)
def test_every_command_has_an_example(command: str) -> None:
    said = run(command, "--help")
    assert said.exit_code == 0 and f"onrecord {command} " in said.stdout.split("Example")[1]


def test_building_again_adds_nothing(record: Path) -> None:
    before = incidents(record)
    again = run("build", REPORTS, "--into", record, "--json")
    assert json.loads(again.stdout)["added"] == 0 and incidents(record) == before


def test_list_show_why_tally(record: Path) -> None:
    found = incidents(record)
    killing = next(i for i in found if i["act"] == "killing" and i["toll"])
    assert set(killing) >= {"toll", "alleged", "grade", "reports", "state"} and killing["reports"][0]["file"]
    assert killing["id"] in run("list", record).stdout
    assert "victim" in run("show", record, killing["id"]).stdout and "Report" in run("show", record).stdout
    why = run("why", record, killing["id"], "death").stdout
    assert "“death” is all dead" in why and "[four people]" in why and "extracted by onrecord-rules/5" in why
    assert "never is" in run("tally", record).stdout
    assert json.loads(run("tally", record, "--json").stdout.splitlines()[0])["group"] == "all"


def test_judging_moves_the_view_and_not_the_claim(tmp_path: Path) -> None:
    report = tmp_path / "r.txt"
    report.write_text("Shots\n\nThree men were shot dead in Dayton, Ohio, on May 3, 2021, police said.\n", encoding="utf-8")
    folder = tmp_path / "record"
    assert run("build", report, "--into", folder).exit_code == 0
    (i,) = incidents(folder)
    claims = json.loads(run("why", folder, i["id"], "killed", "--json").stdout)["fields"][0]["claims"]
    count = next(c["number"] for c in claims if c["property"] == "count")
    assert run("judge", folder, count, "amend", "--value", "4", "--as", "heron", "--why", "page two").exit_code == 0
    (now,) = incidents(folder)
    assert now["toll"]["killed"]["best"] == 4 and now["state"] == "accepted"
    assert "heron" in run("why", folder, i["id"], "killed").stdout
    act = next(
        c["number"]
        for f in json.loads(run("why", folder, i["id"], "--json").stdout)["fields"]
        if f["field"] == "act"
        for c in f["claims"]
    )
    assert run("judge", folder, act, "reject", "--as", "heron").exit_code == 0
    assert incidents(folder) == []
    assert run("judge", folder, 99999, "accept", "--as", "heron").exit_code == 2


def test_a_total_is_compared_again_when_a_part_changes(tmp_path: Path) -> None:
    folder = tmp_path / "record"
    assert run("build", REPORTS / "border-night.txt", "--into", folder).exit_code == 0
    assert "itself says death 9, which agrees with" in " ".join(run("tally", folder).stdout.split())
    shooting = next(i for i in incidents(folder) if i["act"] == "killing" and i["toll"])
    claims = json.loads(run("why", folder, shooting["id"], "killed", "--json").stdout)["fields"][0]["claims"]
    count = next(c["number"] for c in claims if c["property"] == "count" and c["value"]["best"] == 4)
    assert run("judge", folder, count, "amend", "--value", "6", "--as", "heron").exit_code == 0
    assert "itself says death 9, which differs from" in " ".join(run("tally", folder).stdout.split())


def test_forgetting_keeps_the_chain_good(tmp_path: Path) -> None:
    folder = tmp_path / "record"
    assert run("build", REPORTS / "border-night.txt", REPORTS / "family.txt", "--into", folder).exit_code == 0
    report = json.loads(run("show", folder, "--json").stdout.splitlines()[0])
    assert run("forget", folder, report["id"], "--why", "consent withdrawn").exit_code == 0
    assert run("verify", folder).exit_code == 0
    assert all(r["file"] != report["file"] for i in incidents(folder) for r in i["reports"])
    assert not list((folder / "originals").rglob(report["sha256"]))
    assert report["title"].encode() not in (folder / "ledger.db").read_bytes()


def test_verify_finds_a_changed_original(tmp_path: Path) -> None:
    folder = tmp_path / "record"
    assert run("build", REPORTS / "family.txt", "--into", folder).exit_code == 0
    original = next(p for p in (folder / "originals").rglob("*") if p.is_file())
    original.chmod(0o644)
    original.write_bytes(b"something else")
    said = run("verify", folder)
    assert said.exit_code == 1 and "has changed since it was captured" in said.stdout


def test_export_needs_its_word(record: Path, tmp_path: Path) -> None:
    assert run("export", record, "--out", tmp_path / "x.csv").exit_code == 2
    for what in ("incidents", "victims", "claims"):
        for form in ("csv", "jsonl"):
            out = tmp_path / f"{what}.{form}"
            assert run("export", record, "--what", what, "--format", form, "--out", out, "--unredacted").exit_code == 0
            assert len(out.read_text(encoding="utf-8").splitlines()) > 5


def test_bad_input_gets_one_sentence_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "empty.txt").write_bytes(b"")
    (tmp_path / "reports" / "junk.txt").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "reports" / "good.txt").write_text("Two women were killed in the fire.\n", encoding="utf-8")
    said = run("build", tmp_path / "reports", "--into", tmp_path / "record")
    assert said.exit_code == 1 and "empty.txt" in said.stderr and "junk.txt" in said.stderr
    assert len(incidents(tmp_path / "record")) == 1


@pytest.mark.parametrize(
    "words",
    [("list", "nowhere"), ("extract", "nowhere.txt"), ("build",), ("extract", REPORTS / "family.txt", "--published", "soon"),
     ("extract", REPORTS / "family.txt", "--reader", "oracle"), ("init", "x", "--act", "walking")],
)  # fmt: skip
def test_misuse_is_told_from_failure(words: tuple[object, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = run(*words)
    assert said.exit_code in (1, 2) and said.stderr.strip() and "Traceback" not in said.stderr


def test_as_of_shows_what_was_known(record: Path) -> None:
    assert run("list", record, "--as-of", "2001-01-01", "--json").stdout == ""
    assert run("list", record, "--as-of", "yesteryear").exit_code == 2


def test_the_same_names_in_python(record: Path) -> None:
    import onrecord

    with onrecord.open(record) as held:
        frame = held.incidents()
        assert list(frame["id"]) == [i["id"] for i in incidents(record)] and frame["death_min"].notna().any()


def test_init_asks_for_the_scope_and_asks_again_what_does_not_fit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.cli.group.somebody_is_there", lambda: True)
    answers = ["국경 기록", "2019-99", "2019/2026", "PRK, KP-10", "walking", "killing", "", "direct"]
    done = CliRunner().invoke(main, ["init", str(tmp_path / "r")], input="\n".join(answers) + "\n")
    assert done.exit_code == 0 and "no period in EDTF" in done.output and "none of the vocabulary's acts" in done.output
    assert "period 2019/2026; territory PRK, KP-10; acts killing; causes direct" in done.output
    again = CliRunner().invoke(main, ["init", str(tmp_path / "r")])
    assert again.exit_code == 2 and "Its name" not in again.output
