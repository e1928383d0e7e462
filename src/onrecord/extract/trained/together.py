"""One report read by the rules and by the model: the contract's object of both."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from onrecord.claims import Rendition
from onrecord.extract.dateline import dateline
from onrecord.extract.reading import Reading
from onrecord.extract.report import ReportText
from onrecord.extract.rules import Words, contract_of
from onrecord.extract.trained.combining import Combining, Told, combined, known_kind
from onrecord.extract.trained.decoding import Settings, told, type_chances
from onrecord.extract.trained.evidence import Evidence
from onrecord.extract.trained.filling import Filling
from onrecord.extract.trained.manifest import Manifest, settings_of
from onrecord.extract.trained.model import Said
from onrecord.extract.trained.news import NewsSettings
from onrecord.extract.trained.news_joining import joined, main_incident

__all__ = ["Tuned", "read_together"]

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tuned:
    """All settings of a model: of its decoding, of the head for news, and of how it is joined with the rules."""

    decoding: Settings = field(default_factory=Settings)
    news: NewsSettings = field(default_factory=NewsSettings)
    combining: Combining = field(default_factory=Combining)

    @classmethod
    def of(cls, manifest: Manifest) -> Tuned:
        """The settings that a model brings; what it does not say stays as it is by default."""
        said = manifest.settings
        return cls(
            settings_of(Settings, said.get("decoding", {})),
            settings_of(NewsSettings, said.get("news", {})),
            settings_of(Combining, said.get("combining", {})),
        )


def read_together(report: ReportText, r: Reading, said: Said, tuned: Tuned) -> Json:
    """One object of the contract; `r` is what the rules found in the report's words, `said` what the model says of the same text."""
    held = Words(Rendition(report.text, "", report.title), r.offset)
    found = contract_of(report, r, held)
    evidence = Evidence(said.scores, said.words, said.news)
    if said.news is not None:
        line = dateline(r)  # the day and the town of writing; the town is the incident's only where nothing else is said
        dates = [d for d in r.dates if not line.start <= d.start < line.end]
        main = main_incident(found["incidents"])
        placed = (
            main is not None
            and main["place"] is not None
            and not line.start <= held.where(main["place"]["mention"])[0] < line.end
        )
        places = [p for p in r.places if not (placed and line.start <= p.start < line.end)]

        def mentioned(start: int, end: int) -> Json:
            return held.mention(start, end).to_json()

        found = joined(
            found, said.news, places, dates, r.text, mentioned, held.where, tuned.news, known_kind(evidence, tuned.combining)
        )
    chances = dict(zip(said.scores.of.types, type_chances(said.scores, tuned.decoding)[:, 0], strict=True))
    incidents = [
        Told(kind, float(chances[kind]), tuple(members)) for kind, members in told(said.scores, said.words, tuned.decoding)
    ]
    filling = Filling(r, held, evidence, found["incidents"], tuned.decoding)
    found["incidents"] = combined(found["incidents"], incidents, evidence, filling, tuned.combining)
    for victim in [v for i in found["incidents"] for v in i["victims"]]:
        filling.describe(victim)
    ids = {i["id"] for i in found["incidents"]}
    for total in found["totals"]:
        total["agrees_with"] = [i for i in total["agrees_with"] if i in ids]
    return found
