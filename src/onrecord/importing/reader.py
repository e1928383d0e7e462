"""What stands beside the claims of imported rows: a reader that reads nothing, and hands on what the columns say."""

from __future__ import annotations

from typing import Any

from onrecord.extract.contract import head
from onrecord.extract.reader import Json, Reader
from onrecord.extract.report import ReportText

VERSION = "onrecord-import/1"


class RowReader(Reader):
    """Knows the incidents of rows by the SHA-256 of their originals, from `expect` until they are read."""

    beside = False

    def __init__(self) -> None:
        self._rows: dict[str, list[Json]] = {}

    @property
    def version(self) -> str:
        return VERSION

    def forget(self) -> None:
        """Forget rows that were not asked for, since the record has them."""
        self._rows.clear()

    def expect(self, sha256: str, incidents: list[dict[str, Any]]) -> None:
        self._rows[sha256] = incidents

    def read(self, report: ReportText) -> Json:
        return {"report": head(report), "incidents": self._rows.pop(report.sha256), "totals": [], "attributions": []}
