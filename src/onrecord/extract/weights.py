"""The linear weights by which a report's named persons are told apart: victims who died, victims who were hurt, and others.

Fitted by `training/fit_persons.py` on pages of local news about shootings; whole numbers in a text file, so that they read the
same everywhere. Of the texts they hold hashes of word beginnings only.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

__all__ = ["CLASSES", "Weights", "beginning", "chances"]

Weights = Mapping[int, Sequence[int]]
"""Hundredths by feature, one for each of CLASSES."""

CLASSES = ("none", "death", "injury")
_SCALE = 100  # weights are held in hundredths


def beginning(word: str, letters: int, known: frozenset[str]) -> str:
    """What weights see of a word: its first letters; of a number only that it is one, and of a name, which has a capital and is not known, nothing."""
    if word.isdigit():
        return "0"
    low = word.lower()
    return low[:letters] if word[0].islower() or not word[0].isalpha() or low in known else "X"


@lru_cache(maxsize=1)
def _weights() -> Weights:
    held = json.loads(files("onrecord.extract").joinpath("persons.json").read_text(encoding="utf-8"))
    return {int(key): (a, b, c) for key, (a, b, c) in held["weights"].items()}


def chances(features: Iterable[int], weights: Weights | None = None) -> tuple[float, float, float]:
    """The probability of each of CLASSES, of hashed features, by the weights that ship or by others; unknown ones say nothing."""
    known = _weights() if weights is None else weights
    odds = [0.0, 0.0, 0.0]
    for feature in features:
        for n, weight in enumerate(known.get(feature, ())):
            odds[n] += weight
    top = max(odds)
    shares = [math.exp((o - top) / _SCALE) for o in odds]
    none, death, injury = (s / sum(shares) for s in shares)
    return none, death, injury
