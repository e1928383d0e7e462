"""Choose the decoding settings on one set of documents, one setting at a time."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

from onrecord.extract.trained.decoding import Settings, decode, with_role
from onrecord.extract.trained.scores import Scores
from onrecord.extract.trained.words import split_words
from training.bootstrap import f1
from training.labels import SPAN_ROLES
from training.scoring import tallies

_CHANCES = (0.02, 0.04, 0.07, *(round(0.05 * n, 2) for n in range(2, 18)))
# Which settings are tried, in this order, for which measures.
_STEPS: tuple[tuple[str, tuple[float, ...], tuple[str, ...]], ...] = (
    ("by_spans", (0.0, 0.2, 0.4, 0.6, 0.8), ("roles", "types", "incidents")),
    ("gate_pull", (0.0, 0.2, 0.4, 0.7, 1.0), ("roles",)),
    ("gate", (0.02, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6), ("roles", "types")),
    ("merge", (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8), ("roles",)),
    ("first", _CHANCES, ("types", "incidents")),
    ("more", _CHANCES, ("types", "incidents")),
    ("share", (0.2, 0.4, 0.6, 0.8, 1.0), ("incidents",)),
    ("outcome", _CHANCES, ("deaths",)),
    ("described", (0.2, 0.35, 0.5, 0.65, 0.8), ("deaths",)),
)


def predictions(scores: dict[str, Scores], gold: list[dict[str, Any]], settings: Settings) -> dict[str, dict[str, Any]]:
    """Contract objects by document."""
    return {d["docid"]: decode(scores[d["docid"]], d["text"], split_words(d["text"]), settings) for d in gold}


def tuned(scorer: ModuleType, scores: dict[str, Scores], gold: list[dict[str, Any]], rounds: int = 2) -> Settings:
    """The settings that do best on these documents, found one at a time, twice over."""
    texts = [(d, split_words(d["text"])) for d in gold]

    def worth(settings: Settings, measures: Sequence[str]) -> float:
        said = {d["docid"]: decode(scores[d["docid"]], d["text"], words, settings) for d, words in texts}
        found = tallies(scorer, gold, said)
        return sum(float(f1(found[m].sum(axis=0))) for m in measures)

    settings = Settings()
    for _ in range(rounds):
        for role in range(len(SPAN_ROLES)):
            measure = "deaths" if SPAN_ROLES[role] == "VictimDescription" else "roles"
            settings = _best([with_role(settings, role, c) for c in _CHANCES], (measure,), worth)
        for name, values, measures in _STEPS:
            options = [_changed(settings, name, v) for v in values]
            settings = _best(options, measures, worth)
    return settings


def _changed(settings: Settings, name: str, value: float) -> Settings:
    changes: dict[str, Any] = {name: value}
    return dataclasses.replace(settings, **changes)


def _best(options: list[Settings], measures: Sequence[str], worth: Callable[[Settings, Sequence[str]], float]) -> Settings:
    """The option in the middle of what does well."""
    smoothed = level([worth(option, measures) for option in options])
    return options[max(range(len(options)), key=smoothed.__getitem__)]


def level(values: Sequence[float]) -> list[float]:
    """Each value with half its weight given to its neighbours: a lone peak on a hundred documents is mostly luck."""
    last = len(values) - 1
    return [(values[max(0, i - 1)] + 2 * v + values[min(last, i + 1)]) / 4 for i, v in enumerate(values)]
