"""What the rules find in a text, for the reader of incidents by words to hear."""

from __future__ import annotations

from onrecord.claims import Rendition
from onrecord.extract.events import read
from onrecord.extract.report import ReportText
from onrecord.extract.rules import Words, contract_of
from onrecord.extract.trained.rule_marks import Marks, marks_of


def marks_in(text: str) -> Marks:
    """The marks of a text without a title or a date."""
    report = ReportText(text, "", "", None, None, None, "")
    found = read(report)
    return marks_of(found, contract_of(report, found, Words(Rendition(text, "", None), found.offset))["incidents"])
