"""The documentation: links lead somewhere, examples run, the reference is in step."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from onrecord.cli import main
from onrecord.cli.reference import page

ROOT = Path(__file__).parents[2]
PAGES = [*(ROOT / "docs").glob("*.md"), ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "examples" / "README.md"]


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (path.parent / link).exists()] == []


def test_the_reference_is_in_step_with_the_commands() -> None:
    assert (ROOT / "docs" / "reference.md").read_text(encoding="utf-8") == page(), (
        "run: python -m onrecord.cli.reference > docs/reference.md"
    )


def test_the_tutorial_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    lines = [x for block in re.findall(r"<!-- tested -->\n```console\n(.*?)```", text, re.DOTALL) for x in block.splitlines()]
    assert len(lines) >= 5
    monkeypatch.chdir(tmp_path)
    for line in lines:
        words = [w.replace("examples/", f"{ROOT.as_posix()}/examples/") for w in shlex.split(line)[1:]]
        done = CliRunner().invoke(main, words)
        assert done.exit_code == 0, (line, done.output)


def test_the_python_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert (
        CliRunner()
        .invoke(main, ["build", str(ROOT / "examples" / "reports" / "border-night.txt"), "--into", "my-record"])
        .exit_code
        == 0
    )
    incident = CliRunner().invoke(main, ["list", "my-record"]).output
    first = re.search(r"\bi\d+", incident)
    assert first
    for block in re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "how-to.md").read_text(encoding="utf-8"), re.DOTALL):
        exec(compile(block.replace('"i21"', f'"{first[0]}"'), "how-to.md", "exec"), {})
