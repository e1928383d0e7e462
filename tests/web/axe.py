"""axe-core on a page: what it finds that is serious or critical, light and dark."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python

SCRIPT = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Any, rules: list[str] | None = None) -> list[str]:
    """Each serious or critical violation of what the page shows, in a line; of some rules alone, or of all. The page's policy lets no
    script in, so it is run beside it."""
    page.evaluate(SCRIPT)
    found = page.evaluate(
        "rules => axe.run(document, { resultTypes: ['violations'], ...(rules ? { runOnly: rules } : {}) })", rules
    )["violations"]
    return [
        f"{v['id']}: {v['help']}: {n['target']}"
        for v in found if v["impact"] in ("serious", "critical") for n in v["nodes"][:3]
    ]  # fmt: skip
