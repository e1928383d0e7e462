"""The documents that are read worst, with what went wrong in each, as a Markdown table without names or texts.

usage: python -m training.worst PREDICTIONS.jsonl --gold dev.jsonl --scorer score_muc4.py [--most 20]

A document's mistakes are the fills of incidents, types included, that were said wrongly or missed, as the scorer counts them.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

from training.errors import mistakes
from training.muc4 import read_documents
from training.scoring import load_scorer

COLUMNS = (
    "spurious incident",
    "wrong type",
    "too many of a type",
    "missed incident",
    "too few of a type",
    "wrong boundary",
    "wrong role",
    "other spurious filler",
    "missed filler",
    "death",
)


def type_mistakes(predicted: Counter[str], true: Counter[str]) -> Counter[str]:
    """Incidents said and not there, and there and not said, by kind."""
    found: Counter[str] = Counter()
    for kind, n in (predicted - true).items():
        found["spurious incident" if not true else "too many of a type" if true[kind] else "wrong type"] += n
    for kind, n in (true - predicted).items():
        found["too few of a type" if predicted[kind] else "missed incident"] += n
    return found


def mistakes_of(scorer: ModuleType, gold: dict[str, Any], predicted: dict[str, Any]) -> Counter[str]:
    """The mistakes in one document, by COLUMNS."""
    said = Counter(k for i in predicted["incidents"] if (k := scorer.kind(i.get("act"))) in scorer.TYPES)
    found = type_mistakes(said, Counter(scorer.gold_type(t) for t in gold["templates"] if t["type"]))
    for (_, kind), n in mistakes(scorer, gold, predicted).items():
        if kind == "missed":
            found["missed filler"] += n
        else:
            found[kind if kind in COLUMNS else "other spurious filler"] += n
    mine, theirs = scorer.predicted_deaths(predicted), scorer.gold_deaths(gold)
    found["death"] += len(mine) + len(theirs) - 2 * scorer.matched(mine, theirs, scorer.same_death)
    return found


def worst(
    scorer: ModuleType, gold: list[dict[str, Any]], predicted: dict[str, dict[str, Any]], most: int
) -> list[tuple[str, int, Counter[str]]]:
    """The ids of the documents with most wrong and missed fills of incidents, that number, and their mistakes."""
    ranked: list[tuple[str, int, Counter[str]]] = []
    for document in gold:
        said = predicted.get(document["docid"], {"incidents": []})
        right, mine, theirs = scorer.incidents(said, document)
        ranked.append((document["docid"], int(mine + theirs - 2 * right), mistakes_of(scorer, document, said)))
    ranked.sort(key=lambda row: (-row[1], row[0]))
    return [row for row in ranked[:most] if row[1]]


def table(rows: list[tuple[str, int, Counter[str]]]) -> str:
    """A Markdown table; a mistake that no row has gets no column."""
    kept = [c for c in COLUMNS if any(row[2][c] for row in rows)]
    lines = ["| document | fills wrong or missed | " + " | ".join(kept) + " |", "| --- |" + " ---: |" * (len(kept) + 1)]
    for docid, wrong, kinds in rows:
        lines.append(f"| {docid} | {wrong} | " + " | ".join(str(kinds[c] or "") for c in kept) + " |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="training.worst", description="the documents that are read worst")
    parser.add_argument("predictions", type=Path)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--most", type=int, default=20)
    options = parser.parse_args()
    with options.predictions.open(encoding="utf-8") as lines:
        said = {d["report"]["id"]: d for d in map(json.loads, lines)}
    print(table(worst(load_scorer(options.scorer), read_documents(options.gold), said, options.most)), end="")


if __name__ == "__main__":
    main()
