"""The pages on shootings, and which of their incidents are learnt from. Needs nothing but Python."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

TRAINED_TENTHS = 6  # of ten incidents six are learnt from, four are judged by


def read_pages(path: Path) -> list[dict[str, Any]]:
    """The pages of a JSON Lines file, as they stand."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def is_trained_on(page: dict[str, Any]) -> bool:
    """Whether a page's incident is of the part that is learnt from: by the incident, so that no other page tells the answer."""
    digest = hashlib.sha256(page["incident"]["id"].encode()).digest()
    return digest[0] % 10 < TRAINED_TENTHS
