"""Boosted trees over whole numbers, kept as nested lists of whole numbers, so that they read the same everywhere.

A tree is a leaf, in thousandths of log odds, or [feature, most, tree of those up to `most`, tree of the others].
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import TypeAlias

__all__ = ["SCALE", "Tree", "log_odds"]

Tree: TypeAlias = "int | tuple[int, int, Tree, Tree]"
SCALE = 1000


@lru_cache(maxsize=1)
def _trees() -> dict[str, tuple[int, list[Tree]]]:
    held = json.loads(files("onrecord.extract").joinpath("counts.json").read_text(encoding="utf-8"))
    return {outcome: (start, trees) for outcome, (start, trees) in held.items()}


def log_odds(outcome: str, row: Sequence[int]) -> int:
    """The log odds, in thousandths, that the number of an outcome is right, from its row of features."""
    total, trees = _trees()[outcome]
    for node in trees:
        while not isinstance(node, int):
            feature, most, low, high = node
            node = low if row[feature] <= most else high
        total += node
    return total
