"""Whether confidences mean what they say: of the claims that are 0.8 sure, are four in five right?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from onrecord.evaluate.intervals import wilson

ENOUGH = 300
"""Judged claims of a record from which its confidences can be held against its own judgements."""
BINS = 10

Sure = tuple[float, bool]
"""A claim's confidence, 0 to 1, and whether the claim was right."""


def calibration(claims: Sequence[Sure], judged: int) -> dict[str, Any]:
    """A reliability table in ten bins, the expected calibration error and the Brier score of claims that carry a confidence.

    `judged` is how many claims of the record were judged at all. The error is the mean distance of stated confidence from
    the share right, each bin weighing as many claims as it has (Guo et al. 2017). The Brier score is the mean square of
    confidence less outcome (0 is perfect); `brier_of_constant` is what one would get who always said the share right.
    """
    n = len(claims)
    said: dict[str, Any] = {
        "judged": judged, "with_confidence": n, "enough": judged >= ENOUGH and n >= ENOUGH, "sentence": _sentence(n, judged),
        "bins": [], "expected_calibration_error": None, "brier": None, "brier_of_constant": None,
    }  # fmt: skip
    if not n:
        return said
    said["bins"] = reliability(claims)
    share = sum(1 for _, right in claims if right) / n
    said["expected_calibration_error"] = sum(
        b["claims"] * abs(b["right"] / b["claims"] - b["confidence"]) for b in said["bins"]
    ) / n  # fmt: skip
    said["brier"] = sum((sure - right) ** 2 for sure, right in claims) / n
    said["brier_of_constant"] = share * (1 - share)
    return said


def reliability(claims: Sequence[Sure], bins: int = BINS) -> list[dict[str, Any]]:
    """By bin of confidence, the claims in it, their mean confidence, and how many were right; empty bins are left out.

    A bin holds its lower end; the last one holds 1 too.
    """
    held: list[list[Sure]] = [[] for _ in range(bins)]
    for claim in claims:
        held[min(int(claim[0] * bins), bins - 1)].append(claim)
    found = []
    for n, of_it in enumerate(held):
        if of_it:
            right = [was_right for _, was_right in of_it].count(True)
            found.append(
                {
                    "from": n / bins, "to": (n + 1) / bins, "claims": len(of_it), "right": right,
                    "confidence": sum(sure for sure, _ in of_it) / len(of_it), "share": right / len(of_it),
                    "interval": list(wilson(right, len(of_it)) or ()),
                }
            )  # fmt: skip
    return found


def _sentence(n: int, judged: int) -> str:
    if not n:
        return (
            "Not calibrated for this record: the judged claims carry no confidence, so there is nothing to hold against them."
        )
    if judged < ENOUGH:
        return f"Not calibrated for this record: {judged} of its claims are judged, and under {ENOUGH} the table says little of the others."
    if n < ENOUGH:
        return f"Not calibrated for this record: of its {judged} judged claims only {n} carry a confidence, under the {ENOUGH} needed."
    return f"{n} judged claims of this record carry a confidence: enough to hold its confidences against its own judgements."
