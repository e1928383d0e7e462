"""The package itself: quick to import, one meaning a name, and a sentence where an extra is absent."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from onrecord.cli import main
from onrecord.errors import MissingExtra

REPORT = Path(__file__).parents[1] / "examples" / "reports" / "family.txt"


def python(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip()


def test_importing_loads_nothing_heavy() -> None:
    loaded = python("import sys, onrecord; print(' '.join(sorted(sys.modules)))").split()
    heavy = {
        "sqlalchemy",
        "alembic",
        "trafilatura",
        "pypdfium2",
        "docx",
        "rich",
        "starlette",
        "uvicorn",
        "pandas",
        "edtf",
        "click",
    }
    assert heavy & set(loaded) == set()


def test_importing_is_quick() -> None:
    """Under 0.3 seconds, the interpreter's own start aside: the best of five, since machines are shared."""
    code = "import time; t = time.perf_counter(); import onrecord; print(time.perf_counter() - t)"
    assert min(float(python(code)) for _ in range(5)) < 0.3


@pytest.mark.parametrize(
    "before", ["", "import onrecord.extract", "onrecord.extract", "from onrecord.extract import ReportText"]
)
def test_extract_is_the_function_whatever_was_imported_first(before: str) -> None:
    code = f"import onrecord; {before}\nfrom onrecord import ReportText, extract\nprint(extract(ReportText('Rain.', id='r', file='r'))['incidents'])"
    assert python(code) == "[]"


def test_an_absent_extra_is_named_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import onrecord

    assert CliRunner().invoke(main, ["build", str(REPORT), "--into", str(tmp_path / "r")]).exit_code == 0
    monkeypatch.setitem(sys.modules, "pandas", None)
    with onrecord.open(tmp_path / "r") as record, pytest.raises(MissingExtra, match=r"pip install 'onrecord\[pandas\]'"):
        record.incidents()


def test_as_of_takes_days_moments_and_datetimes(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    import onrecord

    with onrecord.init(tmp_path / "r", territory=["PNG"]) as record:
        assert [d.what for d in record.build(REPORT)] == ["added"]
        assert record.list("2001-01-01") == [] == record.list(as_of=datetime(2001, 1, 1))
        assert record.list(datetime.now(UTC)) == record.list("2999-01-01T00:00:00Z") == record.list()
    with pytest.raises(onrecord.errors.Misuse):
        onrecord.init(tmp_path / "s", acts=["walking"])
