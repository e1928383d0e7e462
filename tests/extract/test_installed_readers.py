"""The plug-in point: every installed reader keeps the contract, and one that does not is named in a sentence."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner
from scripted_server import a_simple_model, scripted
from test_contract import check

from onrecord import open as open_record
from onrecord.cli import main
from onrecord.errors import Misuse, OnRecordError, Unread
from onrecord.extract import Reader, ReportText, extract, reader_named, reader_names, reader_version, readers
from onrecord.extract.testing import REPORTS, check_reader
from onrecord.extract.trained.manifest import LARGE, SMALL
from onrecord.record import create

REPORT = ReportText("Two men were shot dead in Lima.", "a", "a.txt")


class Plugged(Reader):
    """A reader of another package, which gives what it is told to."""

    version = "plugged/1"

    def __init__(self, said: Any = None) -> None:
        self.said = said

    def read(self, report: ReportText) -> Any:
        if isinstance(self.said, Exception):
            raise self.said
        return self.said or extract(report)


def plug(monkeypatch: pytest.MonkeyPatch, **points: Any) -> None:
    """Install readers for a test: each an object, or an exception that its loading raises."""

    def point(name: str, value: Any) -> Any:
        def load() -> Any:
            if isinstance(value, Exception):
                raise value
            return value

        return SimpleNamespace(name=name, value=f"{name}:reader", dist=SimpleNamespace(name=f"{name}-package"), load=load)

    own = {n: readers._installed()[n] for n in readers.names()}
    monkeypatch.setattr(readers, "_installed", lambda: {**own, **{n: [point(n, v)] for n, v in points.items()}})
    readers._held.clear()


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    yield
    readers._held.clear()


@pytest.fixture(params=reader_names())
def reader(request: pytest.FixtureRequest) -> Iterator[Reader]:
    if request.param == "llm":
        with scripted(a_simple_model) as server:
            yield reader_named("llm", {"url": server.url, "model": "scripted"})
        return
    if request.param in ("trained", "small") and (SMALL if request.param == "small" else LARGE).folder is None:
        pytest.skip(f"no model of the reader {request.param} is installed")
    try:
        reader_version(request.param)
    except Misuse as error:
        pytest.skip(f"it needs options: {error}")
    yield reader_named(request.param)


def test_every_reader_keeps_the_contract(reader: Reader) -> None:
    check_reader(reader)


def test_every_reader_fits_the_schema(reader: Reader) -> None:
    found = 0
    for report in REPORTS:
        said = reader.read(report)
        check({**said, "incidents": said["incidents"]}, report.text) if not report.title else check_with_title(said, report)
        found += len(said["incidents"])
    assert found > 0, "a reader that never finds anything shows nothing here"


def check_with_title(said: Any, report: ReportText) -> None:
    from test_contract import mentions, validator

    validator().validate(said)
    for m in mentions({k: v for k, v in said.items() if k != "report"}):
        whole = report.title if m.get("in") == "title" else report.text
        assert whole is not None and whole[m["start"] : m["end"]] == m["text"]


def test_the_readers_of_this_project_are_installed() -> None:
    assert {"rules", "llm"} <= set(reader_names())
    assert reader_version() == reader_version("rules") == reader_named("rules").version


def test_a_reader_may_be_given_itself() -> None:
    assert extract(REPORT, Plugged()) == extract(REPORT, "rules") == extract(REPORT)
    assert reader_version(Plugged()) == "plugged/1"


def test_an_unknown_reader_is_answered_with_those_there_are() -> None:
    done = CliRunner().invoke(main, ["extract", "x.txt", "--reader", "oracle"])
    assert done.exit_code == 2
    assert done.stderr.startswith("onrecord: There is no reader 'oracle'; there is llm,") and "rules" in done.stderr


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (ImportError("no module named numbers"), "'odd' of the package odd-package cannot be loaded .ImportError: no module"),
        (RuntimeError("x" * 999), "'odd' of the package odd-package cannot be loaded .RuntimeError: x{159}…"),
        (extract, "'odd' of the package odd-package is no reader: odd:reader has to be an instance"),
        (Plugged, "'odd' of the package odd-package is no reader"),
    ],
)
def test_a_plug_in_that_cannot_be_loaded_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, value: Any, sentence: str
) -> None:
    plug(monkeypatch, odd=value)
    with pytest.raises(OnRecordError, match=sentence):
        extract(REPORT, "odd")
    done = CliRunner().invoke(main, ["build", str(tmp_path), "--into", str(tmp_path / "r"), "--reader", "odd"])
    assert done.exit_code == 1 and "Traceback" not in done.output and done.stderr.count("\n") == 1
    assert not (tmp_path / "r").exists(), "no record is made for a reader that is not there"


def test_two_readers_of_one_name_are_a_misuse(monkeypatch: pytest.MonkeyPatch) -> None:
    def points(**_: Any) -> list[EntryPoint]:
        return [
            EntryPoint("twin", "a:x", readers.GROUP),
            EntryPoint("twin", "a:x", readers.GROUP),
            EntryPoint("twin", "b:x", readers.GROUP),
        ]

    readers._installed.cache_clear()
    monkeypatch.setattr(readers, "entry_points", points)
    try:
        assert reader_names() == ["twin"]
        with pytest.raises(Misuse, match="two readers called 'twin'"):
            reader_version("twin")
    finally:
        readers._installed.cache_clear()


@pytest.mark.parametrize("version", ["heron", "", "a b/1", "a/b/1", None])
def test_a_version_that_may_be_a_persons_pseudonym_is_refused(version: Any, tmp_path: Path) -> None:
    reader = Plugged()
    reader.__class__ = type("Nameless", (Plugged,), {"version": version})
    with pytest.raises(OnRecordError, match=r"The reader Nameless says .* is not NAME/VERSION"):
        reader_version(reader)
    with create(tmp_path / "r") as record, pytest.raises(OnRecordError, match="Nameless"):
        record.build([], reader=reader)
    with pytest.raises(AssertionError, match="NAME/VERSION"):
        check_reader(reader)


def broken(change: Any) -> Any:
    """What the rules say of the report, after a change."""
    said = extract(REPORT)
    victim = said["incidents"][0]["victims"][0]
    change(said, said["incidents"][0], victim)
    return said


@pytest.mark.parametrize(
    ("change", "clause"),
    [
        (lambda s, i, v: s.pop("totals"), "no object with exactly"),
        (lambda s, i, v: s.update(cost=3), "no object with exactly"),
        (lambda s, i, v: s["report"].update(id="b"), "`report` is not what the reader was given"),
        (lambda s, i, v: s.update(incidents={}), "`incidents` is no list"),
        (lambda s, i, v: s.update(incidents=["killing"]), r"incidents\[0\]"),
        (lambda s, i, v: i.update(id="x"), "an incident's id is i and a number"),
        (lambda s, i, v: i.pop("act"), "'act' is missing"),
        (lambda s, i, v: i.update(prompt="yes"), "prompt is not as the contract has it"),
        (lambda s, i, v: i.update(modality="rumoured"), "'rumoured' is not a valid Modality"),
        (lambda s, i, v: i.update(confidence=2), "confidence is a number between 0 and 1"),
        (lambda s, i, v: i.update(date={"edtf": "yesterday", "mention": v["mentions"][0]}), "'yesterday' is not"),
        (lambda s, i, v: i.update(relations=[{"type": "led_to", "to": "i9"}]), "a relation leads to no incident"),
        (lambda s, i, v: v["mentions"][0].update(text="Six men"), "does not stand at"),
        (lambda s, i, v: v["mentions"][0].update(start=float(v["mentions"][0]["start"])), "whole numbers"),
        (lambda s, i, v: v["mentions"][0].update(url="x"), r"victims\[0\]\.mentions\[0\]\.url is not as"),
        (
            lambda s, i, v: s["attributions"].append(
                {k: [{**v["mentions"][0], "url": "x"}] for k in ("source", "cue", "content")}
            ),
            "a mention has",
        ),
        (lambda s, i, v: v.update(mentions=[]), "have a mention each"),
        (lambda s, i, v: v.update(count={"min": 0, "best": 0, "max": 0}), "counts one or more"),
        (lambda s, i, v: v.update(count={"min": 2.5, "best": None, "max": None}), "a whole number"),
        (lambda s, i, v: v.update(outcome="none", cause="not_said"), "came to no harm"),
        (lambda s, i, v: v.update(part_of="v9"), "no group of this incident"),
        (lambda s, i, v: v.update(names=[""]), "a name is empty"),
        (lambda s, i, v: i["victims"].append(dict(v)), "have one id"),
        (lambda s, i, v: s["totals"].append({"outcome": "death"}), r"totals\[0\]: a total has"),
        (lambda s, i, v: s["attributions"].append({"source": []}), r"attributions\[0\]: an attribution has"),
        (
            lambda s, i, v: s["attributions"].append({"source": [], "cue": [], "content": [], "confidence": 2}),
            r"attributions\[0\]: a confidence is a number between 0 and 1",
        ),
    ],
)
def test_what_is_not_the_contract_is_said_and_not_taken(change: Any, clause: str) -> None:
    with pytest.raises(Unread, match=rf"a\.txt \(a\) was not read.*plugged/1.*{clause}"):
        extract(REPORT, Plugged(broken(change)))


def test_a_plug_in_that_breaks_off_leaves_its_report_unread_and_the_run_goes_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class Choosy(Plugged):
        def read(self, report: ReportText) -> Any:
            return extract(report) if "shot" in report.text else {}["victims"]

        def notices(self) -> list[str]:
            return ["Mind the gap."]

        def summary(self) -> str | None:
            return "It cost nothing."

    choosy = Choosy()
    plug(monkeypatch, choosy=choosy)
    (tmp_path / "a.txt").write_text("Rain fell.", encoding="utf-8")
    (tmp_path / "b.txt").write_text(REPORT.text, encoding="utf-8")
    read = CliRunner().invoke(main, ["extract", str(tmp_path), "--reader", "choosy", "--json"])
    assert read.exit_code == 1 and [json.loads(x)["report"]["file"] for x in read.stdout.splitlines()] == ["b.txt"]
    assert "a.txt (" in read.stderr and "broke the reader plugged/1 (KeyError: 'victims')" in read.stderr
    assert read.stderr.count("onrecord: b.txt: Mind the gap.") == 1 and read.stderr.endswith("onrecord: It cost nothing.\n")

    build = [
        "build",
        str(tmp_path / "a.txt"),
        str(tmp_path / "b.txt"),
        "--into",
        str(tmp_path / "r"),
        "--reader",
        "choosy",
        "--json",
    ]
    done = CliRunner().invoke(main, build)
    assert done.exit_code == 1 and "was not read" in done.stderr
    assert json.loads(done.stdout) == {"added": 1, "known": 0, "read": 0, "unread": 1, "refused": 0}
    with open_record(tmp_path / "r") as record:
        assert [r["file"] for r in record.reports()] == ["a.txt", "b.txt"], "it is captured, and waits to be read"
        assert len(record.list()) == 1 and record.verify() == []
    again = CliRunner().invoke(main, build)
    assert json.loads(again.stdout)["unread"] == 1 and again.exit_code == 1
    choosy.__class__.read = lambda self, report: extract(report)  # type: ignore[method-assign]
    mended = CliRunner().invoke(main, build)
    assert mended.exit_code == 0 and json.loads(mended.stdout)["read"] == 1


def test_options_go_to_a_reader_that_has_them_and_are_refused_by_one_that_has_none() -> None:
    done = CliRunner().invoke(main, ["extract", "x.txt", "--with", "speed=9"])
    assert done.exit_code == 2 and "The reader onrecord-rules/5 has no options, so --with speed=…" in done.stderr
    for wrong in (["--with", "speed"], ["--with", "a=1", "--with", "a=2"]):
        assert CliRunner().invoke(main, ["extract", "x.txt", *wrong]).exit_code == 2


def test_the_guides_reader_is_found_once_it_is_installed(tmp_path: Path) -> None:
    """The package of docs/readers.md, laid out as an installer would, and read with by the command."""
    page = (Path(__file__).parents[2] / "docs" / "readers.md").read_text(encoding="utf-8")
    module, test = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    (project,) = (tomllib.loads(block) for block in re.findall(r"```toml\n(.*?)```", page, re.DOTALL))
    (tmp_path / "shot_dead.py").write_text(module, encoding="utf-8")
    info = tmp_path / "shot_dead-1.0.dist-info"
    info.mkdir()
    name, version = project["project"]["name"], project["project"]["version"]
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", encoding="utf-8")
    points = [
        f"[{group}]\n" + "".join(f"{n} = {v}\n" for n, v in p.items())
        for group, p in project["project"]["entry-points"].items()
    ]
    (info / "entry_points.txt").write_text("\n".join(points), encoding="utf-8")
    (tmp_path / "report.txt").write_text("Two men were shot dead in Kaduna. Rain fell.", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONIOENCODING": "utf-8"}

    def python(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words], cwd=tmp_path, env=environment, capture_output=True, text=True, encoding="utf-8"
        )

    read = python("-m", "onrecord", "extract", "report.txt", "--reader", "shot-dead", "--json")
    assert read.returncode == 0, read.stderr
    (found,) = json.loads(read.stdout)["incidents"]
    assert (
        found["victims"][0]["mentions"] == [{"text": "Two men", "start": 0, "end": 7}]
        and found["victims"][0]["count"]["best"] == 2
    )
    listed = python("-m", "onrecord", "extract", "report.txt", "--reader", "oracle")
    assert "there is llm, rules, shot-dead, small, trained." in listed.stderr
    tested = python("-c", "from shot_dead import reader\n" + test)
    assert tested.returncode == 0, tested.stderr
