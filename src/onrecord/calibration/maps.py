"""Maps from a stated confidence to a calibrated one: each never falls where the stated one rises, and stays within 0 and 1."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from math import exp, isfinite, log
from typing import Any

Json = dict[str, Any]
LEAST = 1e-6
"""A confidence of 0 or 1 is taken as this far from it: nothing is so sure that no judgement could change it."""


@dataclass(frozen=True, slots=True)
class Platt:
    """Platt's scaling on the logit: the logit of the calibrated confidence is slope · the logit of the stated one + intercept."""

    slope: float = 1.0
    intercept: float = 0.0

    def __post_init__(self) -> None:
        if not (isfinite(self.slope) and isfinite(self.intercept)) or self.slope < 0:
            raise ValueError(f"a slope is a number from 0 and an intercept a number, not {self.slope!r} and {self.intercept!r}")

    def to_json(self) -> Json:
        return {"method": "platt", "slope": self.slope, "intercept": self.intercept}


@dataclass(frozen=True, slots=True)
class Isotonic:
    """Straight lines between points (stated, calibrated) that only rise; level before the first and after the last."""

    points: tuple[tuple[float, float], ...]

    def __post_init__(self) -> None:
        numbers = [n for point in self.points for n in point]
        if not self.points or not all(isfinite(n) and 0 <= n <= 1 for n in numbers):
            raise ValueError("an isotonic map has points, each of two numbers from 0 to 1")
        pairs = list(zip(self.points, self.points[1:], strict=False))
        if any(a[0] >= b[0] or a[1] > b[1] for a, b in pairs):
            raise ValueError("an isotonic map's points rise, and no two have one stated confidence")

    def to_json(self) -> Json:
        return {"method": "isotonic", "points": [list(p) for p in self.points]}


Map = Platt | Isotonic
KEPT = Platt()
"""The map that leaves every confidence as it was stated."""


def apply(by: Map, raw: float) -> float:
    """The calibrated confidence, 0 to 1, of a stated one. ValueError where that is none."""
    if not 0 <= raw <= 1:
        raise ValueError(f"a confidence is between 0 and 1, not {raw}")
    if by == KEPT:
        return raw
    if isinstance(by, Platt):
        return sigmoid(by.slope * logit(raw) + by.intercept)
    at = bisect_right(by.points, raw, key=lambda point: point[0])
    if at in (0, len(by.points)):
        return by.points[min(at, len(by.points) - 1)][1]
    (x0, y0), (x1, y1) = by.points[at - 1], by.points[at]
    return min(y1, y0 + (raw - x0) / (x1 - x0) * (y1 - y0))


def map_from_json(said: Json) -> Map:
    """The map that `to_json` wrote. ValueError where it is none."""
    try:
        if said["method"] == "platt":
            return Platt(float(said["slope"]), float(said["intercept"]))
        if said["method"] == "isotonic":
            return Isotonic(tuple((float(x), float(y)) for x, y in said["points"]))
    except (KeyError, TypeError) as error:
        raise ValueError(f"a calibration map lacks a part or has one of another kind ({error})") from error
    raise ValueError(f"a calibration map's method is platt or isotonic, not {said['method']!r}")


def logit(share: float) -> float:
    """The logarithm of the odds, of a share taken no nearer to 0 or 1 than `LEAST`."""
    held = min(max(share, LEAST), 1 - LEAST)
    return log(held / (1 - held))


def sigmoid(z: float) -> float:
    """The share of which `z` is the logit."""
    return 1 / (1 + exp(-z)) if z >= 0 else exp(z) / (1 + exp(z))
