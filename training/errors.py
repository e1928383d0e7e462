"""What kind of mistakes a set of predictions makes in MUC-4's roles.

usage: python -m training.errors PREDICTIONS.jsonl --gold dev.jsonl --scorer score_muc4.py
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

from training.muc4 import read_documents
from training.scoring import load_scorer

KINDS = ("no incident", "repeats an entity", "wrong role", "wrong boundary", "other", "missed")


def spurious_kind(said: str, role: str, roles: dict[str, list[set[str]]], taken: set[int], has_incident: bool) -> str:
    """Why a string that was not counted right is wrong. `taken` holds the role's entities that others already matched."""
    if not has_incident:
        return "no incident"
    if any(said in entity for i, entity in enumerate(roles[role]) if i in taken):
        return "repeats an entity"
    if any(said in entity for other, entities in roles.items() if other != role for entity in entities):
        return "wrong role"
    words = set(said.split())
    if any(words & set(mention.split()) for entity in roles[role] for mention in entity):
        return "wrong boundary"
    return "other"


def mistakes(scorer: ModuleType, gold: dict[str, Any], predicted: dict[str, Any]) -> Counter[tuple[str, str]]:
    """The mistakes in one document, by role and kind."""
    found: Counter[tuple[str, str]] = Counter()
    roles = {r: [{scorer.plain(m) for m in e} for e in gold["roles"][r]] for r in scorer.ROLES}
    for role, strings in scorer.predicted_roles(predicted["incidents"]).items():
        taken: set[int] = set()
        for said in strings:
            right = next((i for i, e in enumerate(roles[role]) if said in e and i not in taken), None)
            if right is None:
                found[(role, spurious_kind(said, role, roles, taken, bool(gold["templates"])))] += 1
            else:
                taken.add(right)
        found[(role, "missed")] += len(roles[role]) - len(taken)
    return found


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="training.errors", description="kinds of mistakes in MUC-4's roles")
    parser.add_argument("predictions", type=Path)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--scorer", type=Path, required=True)
    options = parser.parse_args()
    scorer = load_scorer(options.scorer)
    with options.predictions.open(encoding="utf-8") as lines:
        said = {d["report"]["id"]: d for d in map(json.loads, lines)}
    found: Counter[tuple[str, str]] = Counter()
    for document in read_documents(options.gold):
        found += mistakes(scorer, document, said.get(document["docid"], {"incidents": []}))
    print(f"{'':18s}" + "".join(f"{role:>9s}" for role in scorer.ROLES) + "      all")
    for kind in KINDS:
        counts = [found[(role, kind)] for role in scorer.ROLES]
        print(f"{kind:18s}" + "".join(f"{n:9d}" for n in counts) + f"{sum(counts):9d}")


if __name__ == "__main__":
    main()
