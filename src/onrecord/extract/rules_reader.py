"""The deterministic reader as it is registered; what it needs loads with the first report."""

from __future__ import annotations

from onrecord.extract.contract import head
from onrecord.extract.reader import Json, Reader
from onrecord.extract.report import ReportText

__all__ = ["RulesReader", "reader"]


class RulesReader(Reader):
    """Reads English by rules, without a model: the same for the same."""

    version = "onrecord-rules/5"
    longest = 1_000_000
    """Events are compared with one another, so that time grows faster than length: a million characters of prose take 5 seconds,
    a million of one-line incidents 100, and 250 MB."""

    def __init__(self) -> None:
        self._notices: list[str] = []

    def read(self, report: ReportText) -> Json:
        from onrecord.extract.foreign import foreign
        from onrecord.extract.rules import extract_by_rules

        sentence = foreign(report, "the reader by rules", ("en",))
        self._notices = [] if sentence is None else [sentence]
        if sentence is not None:
            return {"report": head(report), "incidents": [], "totals": [], "attributions": []}
        return extract_by_rules(report)

    def notices(self) -> list[str]:
        return list(self._notices)


reader = RulesReader()
