"""A record measured against its own judgements: precision, recall where it is known, calibration, the worst reports."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.claims import Rendition
from onrecord.evaluate.agreement import Agreement
from onrecord.evaluate.calibration import calibration
from onrecord.evaluate.corpus import Watch
from onrecord.evaluate.intervals import LEVEL, RESAMPLES, of_difference
from onrecord.evaluate.judged import (
    Judged,
    Verdict,
    added_claims,
    judged_claims,
    precision,
    precision_by,
    recall,
    worst_reports,
)
from onrecord.evaluate.rereading import Scores, held_readings, reading_of, recorded, scored
from onrecord.extract import reader_version
from onrecord.record.actors import is_program
from onrecord.record.build import report_text
from onrecord.record.readers import read_report
from onrecord.record.state import Json, State
from onrecord.record.why import TextOf

NOTE = (
    "Both are held against the judged claims alone. People judged what the record's reader found: what the other finds besides is "
    "not counted, be it right or wrong, and what both miss is not known."
)


def against_judgements(
    state: State,
    text_of: TextOf,
    reader: str | None = None,
    worst: int = 10,
    seed: int = 0,
    resamples: int = RESAMPLES,
    watch: Watch = iter,
) -> Json:
    """How right the claims of a record were, by those that were judged; with `reader`, how it does on the same reports.

    Shares are from 0 to 1. Misuse where there is no such reader.
    """
    version = reader_version(reader) if reader is not None else None
    claims = judged_claims(state)
    sure = [(c.confidence, c.verdict is Verdict.RIGHT) for c in claims if c.confidence is not None]
    said: Json = {
        "claims": sum(k.payload is not None and is_program(k.actor) for k in state.claims.values()), "judged": len(claims),
        "reports": len({c.report for c in claims}), "level": LEVEL,
        "precision": {
            "all": precision(claims),
            **{f"by_{name}": precision_by(claims, what) for name, what in _GROUPS.items()},
        },
        "recall": recall(claims, added_claims(state)),
        "calibration": calibration(sure, len(claims)),
        "worst": worst_reports(claims, state, worst),
        "read_again": None,
    }  # fmt: skip
    if reader is not None and version is not None:
        said["read_again"] = _read_again(state, claims, text_of, (reader, version), watch, seed, resamples)
    return said


_GROUPS = {"field": "property", "modality": "modality", "reader": "reader"}


def _read_again(
    state: State, claims: Sequence[Judged], text_of: TextOf, reader: tuple[str, str], watch: Watch, seed: int, resamples: int
) -> Json:
    """The judged reports, read now in memory by another reader, beside the claims that the record holds of them."""
    reports: dict[int, list[Judged]] = {}
    for c in claims:
        reports.setdefault(c.report, []).append(c)
    held = held_readings(state)
    first, second = [], []
    for report in watch(reports):
        rendition = _rendition(state, report, text_of)
        of_it = reports[report]
        about = state.captures[report].payload or {}
        told = reading_of(report, rendition, read_report(report_text(about["id"], about, rendition), reader[0]))
        first.append(recorded(of_it))
        second.append(scored(of_it, held[report], told))
    fields = sorted({c.property for c in claims})
    sides = [[_filled(scores, fields) for scores in side] for side in (first, second)]
    names = ["all", *fields]
    spans = of_difference(sides[0], sides[1], names, seed, resamples)
    sums = [{m: sum((d[m] for d in side), Agreement()) for m in names} for side in sides]
    return {
        "reader": reader[1], "reports": len(reports), "note": NOTE, "seed": seed, "resamples": resamples,
        "recorded": {m: _share(a) for m, a in sums[0].items()}, "now": {m: _share(a) for m, a in sums[1].items()},
        "difference": {m: {"f1": sums[1][m].f1 - sums[0][m].f1, "f1_interval": spans.get(m)} for m in names},
    }  # fmt: skip


def _rendition(state: State, report: int, text_of: TextOf) -> Rendition:
    """The text that the record's claims on a report are bound to."""
    reading = state.latest_reading(report)
    kept = text_of(reading.payload["rendition"]) if reading and reading.payload else None
    if kept is None:  # only a judged report is asked for, and a forgotten one has no judged claims
        raise ValueError(f"the text of report r{report} is not there")
    return Rendition(**{k: kept[k] for k in ("text", "tool", "title", "language")})


def _filled(scores: Scores, fields: Sequence[str]) -> Scores:
    """With every field and their sum."""
    return {"all": sum(scores.values(), Agreement()), **{f: scores.get(f, Agreement()) for f in fields}}


def _share(a: Agreement) -> Json:
    """`found` is no recall: what nobody judged is in neither number."""
    return {
        "right": a.hit, "said": a.said, "true": a.gold,
        "precision": a.precision if a.said else None, "found": a.recall if a.gold else None, "f1": a.f1,
    }  # fmt: skip
