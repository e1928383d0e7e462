"""What a threshold saves and what it costs: claims below it need not be looked at, and some of them are right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from onrecord.calibration.fitting import Trial
from onrecord.calibration.reliability import BINS, bin_of

THRESHOLDS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
SECONDS = 60.0
"""What one claim costs a reviewer, in seconds, where nobody says otherwise."""


def thresholds(
    everything: Sequence[float], trials: Sequence[Trial], seconds: float = SECONDS, at: Sequence[float] = THRESHOLDS
) -> list[dict[str, Any]]:
    """For each threshold: the share of all claims kept, and, estimated from the judged ones, the share right of them and found.

    `everything` is the confidence of each claim, judged or not. Within a bin of confidence the judged claims stand for the others;
    a bin in which nothing was judged says nothing, and its claims are in `not_known`. `found` is the share of the right claims that
    are kept, `missed` how many are not, `minutes` what judging the kept ones takes. Shares are from 0 to 1, None where not known.
    """
    judged, right = [0] * BINS, [0] * BINS
    for t in trials:
        judged[bin_of(t.raw)] += 1
        right[bin_of(t.raw)] += t.right
    share = [r / n if n else None for r, n in zip(right, judged, strict=True)]
    true = sum(p for c in everything if (p := share[bin_of(c)]) is not None)
    rows = []
    for threshold in at:
        kept = [c for c in everything if c >= threshold]
        known = [p for c in kept if (p := share[bin_of(c)]) is not None]
        rows.append(
            {
                "threshold": threshold, "kept": len(kept), "share": len(kept) / len(everything) if everything else None,
                "precision": sum(known) / len(known) if known else None, "found": sum(known) / true if true else None,
                "missed": max(0.0, true - sum(known)), "not_known": len(kept) - len(known), "minutes": len(kept) * seconds / 60,
            }
        )  # fmt: skip
    return rows
