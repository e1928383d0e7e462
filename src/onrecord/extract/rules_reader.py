"""The deterministic reader as it is registered; what it needs loads with the first report."""

from __future__ import annotations

from onrecord.extract.reader import Json, Reader
from onrecord.extract.report import ReportText

__all__ = ["RulesReader", "reader"]


class RulesReader(Reader):
    """Reads English by rules, without a model: the same for the same."""

    version = "onrecord-rules/3"
    longest = 1_000_000
    """Events are compared with one another, so that time grows faster than length: a million characters of prose take 5 seconds,
    a million of one-line incidents 100, and 250 MB."""

    def read(self, report: ReportText) -> Json:
        from onrecord.extract.rules import extract_by_rules

        return extract_by_rules(report)


reader = RulesReader()
