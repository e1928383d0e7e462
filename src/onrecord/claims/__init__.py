"""The core types: the nouns of the design, frozen and validated. This package imports nothing else of the project.

Offsets are in Unicode code points. Counts are of people. Ages are in years. Times are UTC.
The words follow HURIDOCS' Events Standard Formats, the Standards for Casualty Recording (Every Casualty) and UCDP GED.
"""

from onrecord.claims.codes import (
    Access,
    Cause,
    Decision,
    IncidentClass,
    Involvement,
    LinkType,
    Missing,
    Modality,
    Outcome,
    Part,
    PerpetratorStatus,
    PersonKind,
    RelationType,
    Sex,
    SourceKind,
    Status,
)  # fmt: skip
from onrecord.claims.incidents import Incident, Means, Other, Perpetrator, Relation, Target, Total, Victim
from onrecord.claims.labels import Label, Level, Sensitive, Use
from onrecord.claims.reports import Capture, Collection, Mention, Rendition, Report
from onrecord.claims.statements import Claim, Grade, Judgement, Link, Scope, Source
from onrecord.claims.values import Count, DatedMention, Place

__all__ = [
    "Access", "Capture", "Cause", "Claim", "Collection", "Count", "DatedMention", "Decision", "Grade", "Incident", "IncidentClass",
    "Involvement", "Judgement", "Label", "Level", "Link", "LinkType", "Means", "Mention", "Missing", "Modality", "Other", "Outcome",
    "Part", "Perpetrator", "PerpetratorStatus", "PersonKind", "Place", "Relation", "RelationType", "Rendition", "Report", "Scope",
    "Sensitive", "Sex", "Source", "SourceKind", "Status", "Target", "Total", "Use", "Victim",
]  # fmt: skip
