"""What confidences are worth, measured: by a record's judgements, or by a corpus's gold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from onrecord.calibration import Trial, by_chance, error_interval, expected_error, reliability
from onrecord.calibration.reliability import brier
from onrecord.calibration.thresholds import SECONDS, thresholds
from onrecord.evaluate.intervals import RESAMPLES
from onrecord.record.confidence import Confidences, held_out

Json = dict[str, Any]


def measured(trials: Sequence[Trial], everything: Sequence[float] = (), seed: int = 0, resamples: int = RESAMPLES) -> Json:
    """The reliability table and what it comes to; None for what needs confidences where there are none.

    `everything` is the confidence of every claim, judged or not; `expected_calibration_error_of_all` weighs bins by it.
    """
    bins = reliability(trials, everything)
    share = sum(t.right for t in trials) / len(trials) if trials else None
    return {
        "with_confidence": len(trials), "bins": bins,
        "expected_calibration_error": expected_error(bins), "interval": error_interval(trials, seed, resamples),
        "by_chance": by_chance(trials, seed), "expected_calibration_error_of_all": expected_error(bins, "of"),
        "brier": brier(trials), "brier_of_constant": share * (1 - share) if share is not None else None,
    }  # fmt: skip


def of_record(
    confidences: Confidences, judged: int, seconds: float = SECONDS, seed: int = 0, resamples: int = RESAMPLES
) -> Json:
    """A record's confidences held against its judgements: as read; after recalibration, on reports not seen; and thresholds.

    `judged` is how many claims were judged at all. A threshold acts on confidences as they are shown, recalibrated where they are.
    """
    judgements = [j for several in confidences.judged().values() for j in several]
    carrying = [sure for n in confidences.carrying() if (sure := confidences.of(n)) is not None]
    summary = confidences.to_json()
    maps = [by for r in summary["readers"] if (by := confidences.recalibration(r["reader"])) is not None]
    after = [t for by in maps for t in held_out(by)]
    shown = [
        Trial(sure.shown, j.trial.right, j.trial.group) for j in judgements if (sure := confidences.of(j.number)) is not None
    ]
    return {
        "judged": judged, "enough": summary["calibrated"], "sentence": summary["sentence"], "needed": summary["needed"],
        "readers": summary["readers"],
        **measured([j.trial for j in judgements], [sure.read for sure in carrying], seed, resamples),
        "after": measured(after, seed=seed, resamples=resamples) if after else None,
        "seconds": seconds,
        "thresholds": thresholds([sure.shown for sure in carrying], shown, seconds) if shown else [],
    }  # fmt: skip
