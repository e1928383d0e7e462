"""PolNeAR's articles."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def read_articles(path: Path) -> list[dict[str, Any]]:
    """The articles of a JSON Lines file, as they stand."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]
