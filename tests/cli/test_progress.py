"""Progress: shown where somebody watches, once it takes a while, and never in the way of what is printed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from onrecord.cli.progress import counting, following

SCRIPT = """
import sys
from onrecord.cli import progress, main

progress.AFTER = float(sys.argv.pop(1))
main()
"""


def watched(after: float, *words: object) -> tuple[str, str, int]:
    """Standard output, what a terminal shows of standard error, and the exit code."""
    pty = pytest.importorskip("pty", reason="this system has no such terminals")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", SCRIPT, str(after), *map(str, words)]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, stdout=out, stderr=theirs, env=environment)
        os.close(theirs)
        shown = b""
        try:
            while part := os.read(ours, 65536):
                shown += part
        except OSError:  # so a terminal on Linux says that nobody writes to it any more
            pass
        os.close(ours)
        code = process.wait()
        out.seek(0)
        return out.read().decode(), shown.decode(), code


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    lines = [json.dumps({"text": f"{n + 2} men were killed in Kano. " * 30}) for n in range(40)]
    (tmp_path / "wire.jsonl").write_text("\n".join(["no JSON", *lines]), encoding="utf-8")
    return tmp_path / "wire.jsonl"


def test_what_takes_long_is_counted_and_standard_output_is_left_alone(reports: Path, tmp_path: Path) -> None:
    said, shown, code = watched(0.0, "extract", reports, "--json")
    assert [json.loads(line)["report"]["file"] for line in said.splitlines()] == ["wire.jsonl"] * 40
    assert "Reading" in shown and "reports" in shown and "line 1, is not JSON" in shown and code == 1
    said, shown, _ = watched(0.0, "build", reports, "--into", tmp_path / "r")
    assert said.startswith("Reports: 40 added, 1 refused") and "Reading" in shown
    said, shown, code = watched(0.0, "verify", tmp_path / "r")
    assert said.startswith("Consistent") and "Checking" in shown and code == 0


def test_what_is_done_soon_is_not(reports: Path, tmp_path: Path) -> None:
    said, shown, _ = watched(60.0, "build", reports, "--into", tmp_path / "r")
    assert said.startswith("Reports: 40 added") and "Reading" not in shown and "\x1b" not in shown


def test_where_nobody_watches_nothing_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(following(iter("abc"), "Reading")) == ["a", "b", "c"]
    with counting("Checking", "entries") as count:
        count(3)
    assert capsys.readouterr() == ("", "")
