"""How likely two tellings are of one incident: a logistic model whose weights are a file of the package, learnt by `training/`."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from onrecord.link.incidents import Telling
from onrecord.link.incidents_evidence import Features, features
from onrecord.link.reports_words import SHIPPED, Rarity

Step = tuple[str, float]
"""A feature, and what it adds to the logarithm of the odds."""


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by feature, in logarithms of odds; `offset` shifts them all, as a record's own judgements ask for; `rarity` is how rare words are."""

    version: str
    weights: dict[str, float]
    constant: float
    offset: float = 0.0
    rarity: Rarity = SHIPPED

    def steps(self, a: Telling, b: Telling) -> list[Step]:
        """What speaks for and against, the weightiest first."""
        return self.weighed(features(a, b, self.rarity))

    def weighed(self, found: Features) -> list[Step]:
        steps = [(k, round(v * self.weights[k], 3)) for k, v in found.items() if k in self.weights]
        return sorted((s for s in steps if s[1]), key=lambda s: (-abs(s[1]), s[0]))

    def odds(self, a: Telling, b: Telling) -> float:
        """The logarithm of the odds that two tellings are of one incident."""
        found = features(a, b, self.rarity)
        return self.constant + self.offset + sum(v * self.weights.get(k, 0.0) for k, v in found.items())

    def probability(self, a: Telling, b: Telling) -> float:
        """The probability that two tellings are of one incident."""
        return logistic(self.odds(a, b))


def logistic(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


@lru_cache(maxsize=1)
def shipped() -> Model:
    """The model of the package."""
    said = json.loads(files("onrecord.link").joinpath("incidents_model.json").read_text(encoding="utf-8"))
    return Model(said["version"], said["weights"], said["constant"])


def recalibrated(model: Model, judged: list[tuple[float, bool]], least: int = 10, pull: float = 4.0) -> Model:
    """The model with the offset that a record's own judged pairs ask for; unchanged under `least` pairs.

    `judged` are (the model's logarithm of the odds, whether a person holds the pair to be one). `pull` judgements' worth of belief holds
    the offset at nought, so that a few pairs, which were chosen for their doubt, do not turn it around.
    """
    if len(judged) < least:
        return model
    offset = 0.0
    for _ in range(50):
        slope = sum(y - logistic(x + offset) for x, y in judged) - offset * pull / 4
        bend = sum(p * (1 - p) for p in (logistic(x + offset) for x, _ in judged)) + pull / 4
        offset += max(-1.0, min(1.0, slope / bend))
    return replace(model, offset=round(max(-3.0, min(3.0, offset)), 3))
