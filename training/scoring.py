"""The project's MUC-4 scorer, asked document by document so that intervals can be drawn."""

from __future__ import annotations

import importlib.util
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

MEASURES = ("roles", "deaths", "types", "incidents")
Tallies = dict[str, NDArray[np.float64]]


def load_scorer(path: Path) -> ModuleType:
    """score_muc4.py as a module; its functions are the ones that the command line uses."""
    spec = importlib.util.spec_from_file_location("score_muc4", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(f"{path} is not the scorer: give the path of score_muc4.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def tallies(scorer: ModuleType, gold: list[dict[str, Any]], predicted: dict[str, dict[str, Any]]) -> Tallies:
    """For each measure and each role: documents by (right, predicted, gold), in the order of `gold`."""
    rows: dict[str, list[tuple[float, float, float]]] = {m: [] for m in (*MEASURES, *scorer.ROLES)}
    for document in gold:
        said = predicted.get(document["docid"], {"incidents": []})
        mine = scorer.predicted_roles(said["incidents"])
        total = np.zeros(3)
        for role in scorer.ROLES:
            theirs = [{scorer.plain(m) for m in entity} for entity in document["roles"][role]]
            hit = scorer.matched(mine[role], theirs, lambda a, b: a in b)
            rows[role].append((hit, len(mine[role]), len(theirs)))
            total += rows[role][-1]
        rows["roles"].append((total[0], total[1], total[2]))
        a, b = scorer.predicted_deaths(said), scorer.gold_deaths(document)
        rows["deaths"].append((scorer.matched(a, b, scorer.same_death), len(a), len(b)))
        kinds = Counter(k for i in said["incidents"] if (k := scorer.kind(i.get("act"))) in scorer.TYPES)
        true = Counter(scorer.gold_type(t) for t in document["templates"] if t["type"])
        rows["types"].append(((kinds & true).total(), kinds.total(), true.total()))
        rows["incidents"].append(scorer.incidents(said, document))
    return {measure: np.array(found, dtype=np.float64).reshape(-1, 3) for measure, found in rows.items()}
