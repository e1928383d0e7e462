"""What codes are called, by the table that they are of: those that are not their own words, and those that pages show and no file of the
vocabulary has. Each is a message of the catalogues, so that a page puts it into its reader's language."""

from __future__ import annotations

OF_THEIR_OWN = frozenset({"measure", "entry"})
"""Tables whose words mean another thing than the same words elsewhere: a catalogue has them under the table's name."""
WORDS = {
    "cause": {
        "direct": "by another's act", "indirect": "indirect death", "self_inflicted": "by their own hand",
        "not_said": "how is not said",
    },
    "involvement": {"carried_out": "carried it out", "ordered": "ordered it", "aided": "aided it"},
    "perpetrator_status": {"claimed": "they claim it", "denied": "they deny it", "stated": "stated"},
    "source_kind": {"anonymous": "unnamed", "named": "named person"},
    "access": {"not_said": "access not said", "official": "official", "hearsay": "hearsay"},
    "role": {
        "intervened": "tried to stop it", "helped": "helped the victims", "witnessed": "saw it", "subject": "whom it is about",
        "agent": "who acts",
    },
    "outcome": {"none": "no harm", "unknown": "what became of them is not said"},
    "claim_state": {
        "open": "open", "accepted": "accepted", "amended": "amended", "rejected": "rejected", "superseded": "superseded",
        "forgotten": "forgotten", "taken back": "taken back", "sealed": "sealed",
    },
    "progress": {"to do": "to do", "in work": "in work", "done": "done", "returned": "returned"},
    "part": {"reviewer": "reviewer", "second reader": "second reader"},
    "reviewed": {"not reviewed": "not reviewed", "in part": "in part", "reviewed": "reviewed"},
    "level": {"public": "public", "internal": "internal", "confidential": "confidential", "secret": "secret"},
    "kind": {"person": "person", "group": "group", "organisation": "organisation"},
    "sex": {"female": "female", "male": "male"},
    "mark": {
        "victim": "victim", "perpetrator": "perpetrator", "other": "other", "source": "source", "date": "date", "place": "place",
        "means": "means", "target": "target", "total": "total", "incident": "incident",
    },
    "entry": {
        "capture": "capture", "rendition": "rendition", "reading": "reading", "source": "source", "person": "person", "incident": "incident",
        "claim": "claim", "judgement": "judgement", "undo": "undo", "merge": "merge", "split": "split", "link": "link", "run": "run",
        "comment": "comment", "assignment": "assignment", "status": "status", "skip": "skip", "care": "care", "look": "look",
        "families": "families", "search": "search", "reviewer": "reviewer", "draw": "draw", "forget": "forget", "scope": "scope",
        "best": "best", "pair_draw": "draw of pairs", "threshold": "threshold", "estimate": "estimate", "identity": "identity", "record": "record", "an entry": "an entry", "note": "note",
    },
    "within": {"titles": "titles", "claims": "claims"},
    "doubt": {"doubtful": "doubtful", "alleged and doubtful": "alleged and doubtful"},
    "chart": {
        "day": "day", "month": "month", "year": "year", "country": "country", "admin1": "province or state", "province": "province",
        "district": "district", "town": "town", "place": "place", "act": "act", "outcome": "outcome", "sex": "sex", "age": "age",
        "not known": "not known", "all others": "all others", "60 and over": "60 and over",
    },
    "grade": {"differs": "reports differ", "not_happened": "not reported to have happened", "open": "open", "not_said": "not said"},
    "link": {
        "same": "are one", "different": "are not one", "related": "are related, and not one", "unsure": "may or may not be one",
        "contains": "are a total and a part of it",
    },
    "measure": {
        "death": "dead", "killed": "killed by others", "injury": "injured", "abduction": "abducted", "detention": "detained",
        "disappearance": "disappeared", "threat": "threatened", "incidents": "incidents",
    },
    "state": {"open": "not reviewed", "accepted": "accepted", "rejected": "rejected", "mixed": "reviewed in part or with differing decisions"},
    "precision": {"admin1": "province or state", "admin2": "county or district", "unresolved": "not in the gazetteer"},
    "field": {
        "happened": "did it happen", "how_many": "how many", "who_did": "who did it", "who_are": "who are they",
        "part_of": "group", "according_to": "according to", "others": "other people", "act": "act", "date": "date", "place": "place",
        "means": "means", "victim": "victim", "victims": "victims", "names": "names", "count": "count", "outcome": "outcome",
        "cause": "cause", "status": "status", "age": "age", "sex": "sex", "perpetrator": "perpetrator",
        "perpetrators": "perpetrators", "other": "other", "target": "target", "targets": "targets", "relation": "relation",
        "relations": "relations", "total": "total", "toll": "toll", "grade": "grade", "modality": "modality", "killed": "killed",
    },
}  # fmt: skip
