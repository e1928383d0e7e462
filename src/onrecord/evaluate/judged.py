"""A record's judgements as the truth for the claims that were judged, and what they say of whoever read the reports.

A claim that was accepted was right. One that was amended had a wrong value of something that is there; an amendment that changes
nothing is an acceptance. One that was rejected was wrong. Nothing is known of a claim that nobody judged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from onrecord.evaluate.intervals import wilson
from onrecord.record.actors import is_program
from onrecord.record.state import Json, State


class Verdict(StrEnum):
    """What a claim turned out to be."""

    RIGHT = "right"
    AMENDED = "amended"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Judged:
    """A reader's claim with its verdict. `value` is as it was read; `truth` what people hold true, None where it was rejected."""

    number: int
    report: int
    subject: int
    property: str
    value: Any
    truth: Any
    mentions: list[Json]
    modality: str
    reader: str
    confidence: float | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Added:
    """A claim that a person made, and that stands: something that the readers did not find."""

    number: int
    report: int
    property: str


def judged_claims(state: State) -> list[Judged]:
    """Every claim of a reader that was judged, in the record's order; what was forgotten is left out."""
    found = []
    for number, kept in state.claims.items():
        said = state.verdict(number)
        if kept.payload is None or said is None or not is_program(kept.actor):
            continue
        value = kept.payload["value"]
        truth = None if said["decision"] == "reject" else state.value(number)
        verdict = Verdict.REJECTED if said["decision"] == "reject" else Verdict.RIGHT if truth == value else Verdict.AMENDED
        of = {k: kept.payload[k] for k in ("subject", "property", "mentions", "modality", "confidence")}
        report = state.capture_of[kept.payload["reading"]]
        found.append(Judged(number, report, value=value, truth=truth, reader=kept.actor, verdict=verdict, **of))
    return found


def added_claims(state: State) -> list[Added]:
    """Every claim that people made themselves and that stands."""
    return [
        Added(n, state.capture_of[k.payload["reading"]], k.payload["property"])
        for n, k in state.claims.items()
        if k.payload and not is_program(k.actor) and state.stands(n)
    ]


# -- precision ------------------------------------------------------------------------------------------------


def precision(claims: Iterable[Judged]) -> Json:
    """How many were judged, and which share was right as it was read, with Wilson's interval; null where none was judged."""
    several = list(claims)
    counts = {v: sum(c.verdict is v for c in several) for v in Verdict}
    n, right = len(several), counts[Verdict.RIGHT]
    interval = wilson(right, n)
    return {
        "judged": n, **{str(v): counts[v] for v in Verdict},
        "precision": right / n if n else None, "interval": list(interval) if interval else None,
    }  # fmt: skip


def precision_by(claims: Iterable[Judged], what: str) -> dict[str, Json]:
    """The same by field (`property`), `modality` or `reader`, what was judged most first."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for c in claims:
        groups[getattr(c, what)].append(c)
    return {k: precision(groups[k]) for k in sorted(groups, key=lambda k: (-len(groups[k]), k))}


# -- recall ---------------------------------------------------------------------------------------------------

UNKNOWN = (
    "Recall is not known: judgements are on what a reader found, and nobody has added by hand, in any judged report, "
    "what it did not find."
)
KNOWN = (
    "Recall is over the reports in which people added claims by hand; what nobody added there is missed by people too, so the "
    "true recall may be lower."
)


def recall(claims: Iterable[Judged], added: Iterable[Added]) -> Json:
    """By field, the share of what people hold true that was read right, over the reports in which they added something by hand.

    There, what is true is what was accepted, amended or added. Where nobody added anything, what was missed is not known,
    and there is no number.
    """
    more = list(added)
    reports = {a.report for a in more}
    held = [c for c in claims if c.report in reports]
    if not held:
        return {"known": False, "why": UNKNOWN, "reports": 0, "all": None, "by_field": {}}
    fields = sorted({c.property for c in held} | {a.property for a in more})
    by_field = {f: _found([c for c in held if c.property == f], sum(a.property == f for a in more)) for f in fields}
    return {"known": True, "why": KNOWN, "reports": len(reports), "all": _found(held, len(more)), "by_field": by_field}


def _found(claims: list[Judged], added: int) -> Json:
    right = sum(c.verdict is Verdict.RIGHT for c in claims)
    true = sum(c.verdict is not Verdict.REJECTED for c in claims) + added
    interval = wilson(right, true)
    return {
        "right": right, "added": added, "true": true, "said": len(claims),
        "precision": right / len(claims) if claims else None, "recall": right / true if true else None,
        "recall_interval": list(interval) if interval else None,
        "f1": 2 * right / (len(claims) + true) if true else None,
    }  # fmt: skip


# -- the worst reports ----------------------------------------------------------------------------------------


def worst_reports(claims: Iterable[Judged], state: State, limit: int) -> list[Json]:
    """The reports with most claims rejected or amended, at most `limit`; as many in the record's order."""
    groups: dict[int, list[Judged]] = defaultdict(list)
    for c in claims:
        groups[c.report].append(c)
    found = []
    for report, of_it in groups.items():
        said = precision(of_it)
        wrong = [c for c in of_it if c.verdict is not Verdict.RIGHT]
        about = state.captures[report].payload or {}
        found.append(
            {
                "id": about.get("id", f"r{report}"), "file": about.get("file"), "number": report,
                **{k: said[k] for k in ("judged", "right", "amended", "rejected")},
                "claims": [{"number": c.number, "property": c.property, "verdict": str(c.verdict)} for c in wrong],
            }
        )  # fmt: skip
    found = [r for r in found if r["claims"]]
    return sorted(found, key=lambda r: (-len(r["claims"]), -r["rejected"], r["number"]))[:limit]
