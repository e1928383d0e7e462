"""The documentation: links lead somewhere, examples run, and everything that can be typed or read is in it."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from importlib.resources import files
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from onrecord import Record
from onrecord.cli import main
from onrecord.cli.reference import pages
from onrecord.publish.tables import COLUMNS
from onrecord.vocabulary import TABLES, load

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [*DOCS.glob("*.md"), ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "examples" / "README.md"]
ALL = "\n".join(p.read_text(encoding="utf-8") for p in PAGES)
CONSOLE = [line for block in re.findall(r"```console\n(.*?)```", ALL, re.DOTALL) for line in block.splitlines()]
COMMAND_LINES = sorted({*CONSOLE, *re.findall(r"^ {4,}(onrecord [a-z].+)$", ALL, re.MULTILINE)})


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as mkdocs makes them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\s-]", "", h).strip().lower().replace(" ", "-") for h in headings}


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(path: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)[^)]*\)", path.read_text(encoding="utf-8")):
        if "://" in link:
            continue
        file, _, anchor = link.partition("#")
        target = path.parent / file if file else path
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("file", pages())
def test_the_pages_made_from_the_code_are_in_step(file: str) -> None:
    assert (DOCS / file).read_text(encoding="utf-8") == pages()[file], "run: python -m onrecord.cli.reference docs"


@pytest.mark.parametrize("name", main.commands)
def test_every_command_and_option_is_documented(name: str) -> None:
    section = re.search(rf"^## {name}\n(.*?)(?=^## |\Z)", (DOCS / "reference.md").read_text(encoding="utf-8"), re.S | re.M)
    assert section and f"Usage: onrecord {name} " in section[1]
    for parameter in main.commands[name].params:
        if isinstance(parameter, click.Option):
            assert all(o in section[1] for o in parameter.opts) and parameter.help, parameter.opts
    guides = [ALL.replace(section[1], ""), (DOCS / "python.md").read_text(encoding="utf-8")]
    assert f"onrecord {name}" in guides[0] and name in guides[1]


def test_every_code_and_column_is_documented() -> None:
    vocabulary, exports = ((DOCS / f).read_text(encoding="utf-8") for f in ("codes.md", "exports.md"))
    for table in TABLES:
        assert f"## {table}\n" in vocabulary
        assert all(f"| `{t.code}` | {t.definition}" in vocabulary for t in getattr(load(), table).values())
    for what, columns in COLUMNS.items():
        assert f"## {what}\n" in exports and all(f"| `{c}` | {meaning} |" in exports for c, meaning in columns.items())


def test_every_field_of_the_contract_is_documented() -> None:
    schema = json.loads((files("onrecord.extract") / "contract.schema.json").read_text(encoding="utf-8"))
    text = (DOCS / "contract.md").read_text(encoding="utf-8")

    def names(node: object) -> set[str]:
        if isinstance(node, dict):
            own = set(node.get("properties", {})) if isinstance(node.get("properties"), dict) else set()
            return own.union(*(names(v) for v in node.values()))
        return set().union(*(names(v) for v in node)) if isinstance(node, list) else set()

    assert len(names(schema)) > 40
    assert [n for n in names(schema) if f"`{n}`" not in text and f'"{n}"' not in text] == []


def test_every_method_is_documented() -> None:
    text = (DOCS / "python.md").read_text(encoding="utf-8")
    public = [n for n in dir(Record) if not n.startswith("_")]
    assert set(main.commands) - {"init", "extract", "link", "import"} <= set(
        public
    )  # `import` is a word of Python: import_list
    assert [n for n in public if f"{n}(" not in text and n not in ("report_number", "incident_number")] == []
    assert [n for n in public if not getattr(Record, n).__doc__ and n != "close"] == []


@pytest.mark.parametrize("line", COMMAND_LINES)
def test_what_the_docs_type_can_be_typed(line: str) -> None:
    name, *words = shlex.split(line)[1:]
    main.commands[name].make_context(name, words).close()


def test_the_architecture_names_what_is_there() -> None:
    rows = re.findall(r"^\| (.+?) \| (.+?) \|", (DOCS / "architecture.md").read_text(encoding="utf-8"), re.MULTILINE)
    named = [n for row in rows for cell in row for n in re.findall(r"`([a-z_/]+(?:\.[a-z.]+)?)`", cell)]
    assert len(named) > 30
    source = ROOT / "src" / "onrecord"
    there = {p.name for p in source.rglob("*")} | {p.stem for p in source.rglob("*.py")}
    assert [
        n
        for n in named
        if not (source / n).exists() and not (ROOT / n).exists() and n.rstrip("/").rsplit("/", 1)[-1] not in there
    ] == []


def test_the_tutorial_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (DOCS / "tutorial.md").read_text(encoding="utf-8")
    lines = [x for block in re.findall(r"<!-- tested -->\n```console\n(.*?)```", text, re.DOTALL) for x in block.splitlines()]
    assert len(lines) >= 12
    monkeypatch.chdir(tmp_path)
    for line in lines:
        words = [w.replace("examples/", f"{ROOT.as_posix()}/examples/") for w in shlex.split(line)[1:]]
        words = [{"INCIDENT": _killing, "CLAIM": _count_of_the_four}.get(w, lambda w=w: w)() for w in words]
        done = CliRunner().invoke(main, words)
        assert done.exit_code == 0, (line, done.output)
    assert "heron amends it to 5" in CliRunner().invoke(main, ["why", "my-record", _killing(), "killed"]).stdout


def _killing() -> str:
    found = map(json.loads, CliRunner().invoke(main, ["list", "my-record", "--json"]).stdout.splitlines())
    return next(i["id"] for i in found if i["reports"][0]["file"] == "border-night.txt" and i["act"] == "killing")


def _count_of_the_four() -> str:
    said = json.loads(CliRunner().invoke(main, ["why", "my-record", _killing(), "killed", "--json"]).stdout)
    claims = [c for c in said["fields"][0]["claims"] if c["property"] == "count" and c["value"]["best"] == 4]
    return str(claims[0]["number"])


def test_the_python_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reports").mkdir()
    for name in ("border-night.txt", "family.txt"):
        shutil.copy(ROOT / "examples" / "reports" / name, tmp_path / "reports" / name)
    blocks = [
        (page, block)
        for page in ("python.md", "contract.md", "confidence.md")
        for block in re.findall(r"```python\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)
    ]
    assert len(blocks) >= 5
    names: dict[str, object] = {}
    for page, block in blocks:
        exec(compile(block, page, "exec"), names)
    assert (tmp_path / "victims.csv").exists()
