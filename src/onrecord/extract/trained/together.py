"""One report read by the rules and by the model: the contract's object of both."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from onrecord.claims import Rendition
from onrecord.extract.dateline import dateline
from onrecord.extract.familiar import familiar
from onrecord.extract.naming import tells_of_shooting
from onrecord.extract.reading import Reading
from onrecord.extract.report import ReportText
from onrecord.extract.rules import Words, contract_of
from onrecord.extract.trained.attribution_joining import fuller
from onrecord.extract.trained.combining import Combination, Combining, Told
from onrecord.extract.trained.decoding import Settings, told, type_chances
from onrecord.extract.trained.evidence import Evidence
from onrecord.extract.trained.filling import Filling
from onrecord.extract.trained.hearing import Trust, with_words
from onrecord.extract.trained.incident_words import IncidentWords
from onrecord.extract.trained.incident_words import Told as WordsTold
from onrecord.extract.trained.kinds import Kind, in_capitals, kind_of
from onrecord.extract.trained.manifest import Manifest, settings_of
from onrecord.extract.trained.model import Said
from onrecord.extract.trained.news import NewsRead, NewsSettings
from onrecord.extract.trained.news_joining import joined, main_incident
from onrecord.extract.trained.opinion import HeadOpinion
from onrecord.extract.trained.rule_marks import marks_of
from onrecord.extract.trained.shown import shown

__all__ = ["Early", "Tuned", "early", "heard", "joined_with", "opinion_of", "read_together"]

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tuned:
    """All settings of a model: how far its words are trusted, of its decoding, of the head for news, and of how it joins the rules.

    `trust` is for wire reports in capitals, `trust_elsewhere` for all others, whose heads know less of types than the words do; a model that
    says nothing of these reads them as wire reports. `calibration` holds maps from the confidences as read to those that are shown, by field.
    """

    trust: Trust = field(default_factory=Trust)
    decoding: Settings = field(default_factory=Settings)
    news: NewsSettings = field(default_factory=NewsSettings)
    combining: Combining = field(default_factory=Combining)
    calibration: Json = field(default_factory=dict)
    trust_elsewhere: Trust = field(default_factory=Trust)

    @classmethod
    def of(cls, manifest: Manifest) -> Tuned:
        """The settings that a model brings; what it does not say stays as it is by default."""
        said = manifest.settings
        return cls(
            settings_of(Trust, said.get("trust", {})),
            settings_of(Settings, said.get("decoding", {})),
            settings_of(NewsSettings, said.get("news", {})),
            settings_of(Combining, said.get("combining", {})),
            said.get("calibration", {}),
            settings_of(Trust, said.get("trust_elsewhere", said.get("trust", {}))),
        )

    def trusted(self, text: str) -> Trust:
        """How far the words are trusted of a text."""
        return self.trust if in_capitals(text) else self.trust_elsewhere


@dataclass(frozen=True, slots=True)
class Early:
    """What the rules make of a report, and what a reader of words says once it has heard that: all that waits for no encoder."""

    found: Json
    told: WordsTold


def early(report: ReportText, r: Reading, by_words: IncidentWords | None) -> Early | None:
    """The same of a report; None where the rules ask the model first, of names and places in a report of a shooting."""
    if by_words is None or (tells_of_shooting(r) and familiar(r)):
        return None
    found = contract_of(report, r, Words(Rendition(report.text, "", report.title), r.offset))
    return Early(found, by_words.read(r.text, marks_of(r, found["incidents"])))


def read_together(report: ReportText, r: Reading, said: Said, tuned: Tuned, first: Early | None = None) -> Json:
    """One object of the contract; `r` is what the rules found in the report's words, `said` what the model says of the same text.

    `first` is what `early` made while the encoder read, for a model that has no head for attribution; it is used up.
    """
    held = Words(Rendition(report.text, "", report.title), r.offset)
    if first is not None:
        _without_repeats(first.found)
        scores = with_words(said.scores, first.told, said.words, tuned.trusted(r.text))
        return joined_with(first.found, r, held, replace(said, scores=scores), tuned)
    if said.attributing is not None:
        r.told = said.attributing.read(r)
    opinion = opinion_of(r, said, tuned)
    found = contract_of(report, r, held, opinion)
    _without_repeats(found)
    return joined_with(found, r, held, heard(found, r, said, tuned.trusted(r.text)), tuned, opinion is not None)


def _without_repeats(found: Json) -> None:
    for incident in found["incidents"]:
        incident["according_to"] = fuller(incident["according_to"])


def opinion_of(r: Reading, said: Said, tuned: Tuned) -> HeadOpinion | None:
    """What the head for news holds of a report's names and places, where both it and the rules' weights know such reports."""
    if said.news is None or not tells_of_shooting(r) or not familiar(r):
        return None
    evidence = Evidence(said.scores, said.words, said.news)
    kind = kind_of(r.text, evidence, tuned.combining.counted, tuned.combining.situated)
    return HeadOpinion(said.news) if kind is Kind.NEWS else None


def heard(found: Json, r: Reading, said: Said, trust: Trust) -> Said:
    """What the model says, once its reader of words has heard what the rules found."""
    if said.by_words is None:
        return said
    told = said.by_words.read(r.text, marks_of(r, found["incidents"]))
    return replace(said, scores=with_words(said.scores, told, said.words, trust))


def joined_with(found: Json, r: Reading, held: Words, said: Said, tuned: Tuned, asked: bool = False) -> Json:
    """The rules' object of the contract joined with what the model says; `found` is used up. `asked` says whether its names and
    its place have been chosen with the model's opinion already."""
    evidence = Evidence(said.scores, said.words, said.news)
    kind = kind_of(r.text, evidence, tuned.combining.counted, tuned.combining.situated)
    if kind is Kind.NEWS and not familiar(r):
        kind = Kind.OTHER
    if said.news is not None and kind is not Kind.WIRE:
        found = _with_news(found, r, held, said.news, tuned, kind is Kind.NEWS, asked)
    chances = dict(zip(said.scores.of.types, type_chances(said.scores, tuned.decoding)[:, 0], strict=True))
    incidents = [
        Told(act, float(chances[act]), tuple(members)) for act, members in told(said.scores, said.words, tuned.decoding)
    ]
    filling = Filling(r, held, evidence, found["incidents"], tuned.decoding)
    found["incidents"] = Combination(kind, evidence, filling, tuned.combining).combined(found["incidents"], incidents)
    for victim in [v for i in found["incidents"] for v in i["victims"]]:
        filling.describe(victim)
    ids = {i["id"] for i in found["incidents"]}
    for total in found["totals"]:
        total["agrees_with"] = [i for i in total["agrees_with"] if i in ids]
    return shown(found, tuned.calibration)


def _with_news(found: Json, r: Reading, held: Words, news: NewsRead, tuned: Tuned, known: bool, asked: bool) -> Json:
    """The object with the word of the head for news. The town of a dateline is the incident's only where nothing else is said."""
    line = dateline(r)
    dates = [d for d in r.dates if not line.start <= d.start < line.end]
    main = main_incident(found["incidents"])
    placed = (
        main is not None and main["place"] is not None and not line.start <= held.where(main["place"]["mention"])[0] < line.end
    )
    places = [p for p in r.places if not (placed and line.start <= p.start < line.end)]

    def mentioned(start: int, end: int) -> Json:
        return held.mention(start, end).to_json()

    return joined(found, news, places, dates, r.text, mentioned, held.where, tuned.news, known, asked)
