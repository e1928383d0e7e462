"""ONNX Runtime reports nothing of its use."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from onrecord.extract.trained.runtime import SILENT, silent_runtime

ROOT = Path(__file__).parents[3]


def test_it_is_told_to_be_silent_before_it_starts_and_once_more_after(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SILENT, raising=False)
    heard: list[str | None] = []
    module = ModuleType("onnxruntime")
    module.disable_telemetry_events = lambda: heard.append(os.environ.get(SILENT))  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "onnxruntime", module)
    assert silent_runtime() is module
    assert heard == ["1"]


def test_the_variable_stands_before_the_library_is_imported() -> None:
    said = (
        "import sys, os\n"
        "class Seen:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'onnxruntime': print(os.environ.get('ORT_DISABLE_TELEMETRY')); raise SystemExit\n"
        "sys.meta_path.insert(0, Seen())\n"
        "from onrecord.extract.trained.runtime import silent_runtime\n"
        "silent_runtime()\n"
    )
    kept = {k: v for k, v in os.environ.items() if k != SILENT}
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True, env=kept)
    assert done.stdout.strip() == "1"


def test_nothing_else_imports_it() -> None:
    own = [*(ROOT / "src").rglob("*.py"), *(ROOT / "training").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")]
    direct = [p.name for p in own if "import onnxruntime" in p.read_text(encoding="utf-8")]
    assert direct == ["runtime.py"]


@pytest.mark.parametrize(
    "path", ["pyproject.toml", "models/onrecord-model-en/pyproject.toml", "models/onrecord-model-en-small/pyproject.toml"]
)
def test_versions_that_report_on_linux_are_held_back(path: str) -> None:
    project = tomllib.loads((ROOT / path).read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"] + project.get("optional-dependencies", {}).get("model", [])
    assert [w for w in wanted if w.startswith("onnxruntime")] == ["onnxruntime>=1.20,<1.29"]
