"""Reports read by the rules and scored by a model, ready to be joined again and again with other settings."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

from onrecord.claims import Rendition
from onrecord.extract.events import read
from onrecord.extract.reading import Reading
from onrecord.extract.report import ReportText
from onrecord.extract.rules import Words, contract_of
from onrecord.extract.trained.hearing import Trust, with_words
from onrecord.extract.trained.incident_words import IncidentWords, Told
from onrecord.extract.trained.model import Said
from onrecord.extract.trained.rule_marks import marks_of
from onrecord.extract.trained.scores import Scores
from onrecord.extract.trained.together import Tuned, joined_with
from onrecord.extract.trained.words import Word, split_words


@dataclass(frozen=True, slots=True)
class Whole:
    """One report: what the rules found, what the model says, and what its words tell (None where they are not heard)."""

    held: Words
    reading: Reading
    ruled: dict[str, Any]
    words: list[Word]
    scores: Scores
    told: Told | None

    def scored(self, trust: Trust) -> Scores:
        """The model's scores with the words heard."""
        return self.scores if self.told is None else with_words(self.scores, self.told, self.words, trust)

    def joined(self, scores: Scores, tuned: Tuned) -> dict[str, Any]:
        """The contract's object with these scores and settings."""
        return joined_with(copy.deepcopy(self.ruled), self.reading, self.held, Said(self.words, scores, None, None), tuned)


def whole(document: dict[str, Any], scores: Scores, by_words: IncidentWords | None) -> Whole:
    """A MUC-4 document as it is read."""
    report = ReportText(document["text"], document["docid"], "", None, None, None, "")
    found = read(report)
    held = Words(Rendition(report.text, "", None), found.offset)
    ruled = contract_of(report, found, held)
    told = by_words.read(found.text, marks_of(found, ruled["incidents"])) if by_words is not None else None
    return Whole(held, found, ruled, split_words(found.text), scores, told)
