"""Tune the decoding on one half of dev and judge it on the other, both ways round.

usage: python -m training.judge SCORES.jsonl [SCORES.jsonl …] --gold dev.jsonl --scorer score_muc4.py [--against SCORES.jsonl] [--out FOLDER]

Several score files are averaged (an ensemble). Prints every figure with its bootstrap interval; the halves are
TST1 and TST2, so no document is judged with settings that it helped to choose. With --words, the
reader of incidents by words is heard too; --against stays as it is, so the difference shows what it gives. With --out, writes the
predictions and the settings tuned on the whole of dev, which are the ones to ship.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
from pathlib import Path
from types import ModuleType
from typing import Any

from onrecord.extract.trained.hearing import Trust, with_words
from onrecord.extract.trained.incident_words import IncidentWords, load
from onrecord.extract.trained.scores import Scores, read_scores
from onrecord.extract.trained.words import split_words
from training.bootstrap import difference_interval, f1_interval
from training.ensemble import average
from training.labels import LABELS
from training.muc4 import read_documents
from training.ruled import marks_in
from training.scoring import MEASURES, Tallies, load_scorer, tallies
from training.tuning import predictions, tuned


def halves(gold: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The documents of the first test set and of the second, told apart by the id's first part."""
    names = sorted({d["docid"].split("-")[0] for d in gold})
    return [[d for d in gold if d["docid"].split("-")[0] == name] for name in names]


def cross_judged(
    scorer: ModuleType, scores: dict[str, Scores], gold: list[dict[str, Any]]
) -> tuple[dict[str, dict[str, Any]], Tallies]:
    """Each part read with settings tuned on the other parts: the predictions, and their tallies in the order of `gold`."""
    said: dict[str, dict[str, Any]] = {}
    parts = halves(gold)
    for part in parts:
        others = [d for other in parts if other is not part for d in other]
        said |= predictions(scores, part, tuned(scorer, scores, others))
    return said, tallies(scorer, gold, said)


def hearing(
    scores: dict[str, Scores], model: IncidentWords | None, gold: list[dict[str, Any]], trust: Trust
) -> dict[str, Scores]:
    """The scores with the reader of incidents by words heard, where there is one."""
    if model is None:
        return scores
    return {
        d["docid"]: with_words(scores[d["docid"]], model.read(d["text"], marks_in(d["text"])), split_words(d["text"]), trust)
        for d in gold
    }


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="training.judge", description="judge scores on dev")
    parser.add_argument("scores", type=Path, nargs="+")
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--against", type=Path, help="scores of another run, for the paired difference")
    parser.add_argument("--words", type=Path, help="the reader of incidents by words (of fit_incident_words), to be heard too")
    parser.add_argument(
        "--trust", type=float, nargs=3, metavar=("TYPES", "GATE", "SPANS"), help="how much it counts, 0 to 1 each"
    )
    parser.add_argument("--out", type=Path, help="folder for the predictions and the settings")
    options = parser.parse_args()
    gold = read_documents(options.gold)
    scorer = load_scorer(options.scorer)
    model = load(options.words, len(LABELS.document)) if options.words else None
    trust = Trust(*options.trust) if options.trust else Trust()
    scores = hearing(average([read_scores(path, LABELS) for path in options.scores]), model, gold, trust)
    said, found = cross_judged(scorer, scores, gold)
    for name in (*MEASURES, *scorer.ROLES):
        right, guessed, true = found[name].sum(axis=0)
        precision, recall = 100 * right / max(1, guessed), 100 * right / max(1, true)
        print(f"{name:10s} P {precision:5.1f}  R {recall:5.1f}  F1 {f1_interval(found[name], seed=1)}")
    if options.against:
        _, old = cross_judged(scorer, read_scores(options.against, LABELS), gold)
        for name in MEASURES:
            print(f"{name:10s} difference {difference_interval(found[name], old[name], seed=1)}")
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
        lines = "".join(json.dumps(said[d["docid"]]) + "\n" for d in gold)
        (options.out / "predictions.jsonl").write_text(lines, encoding="utf-8")
        chosen = tuned(scorer, scores, gold)
        (options.out / "settings.json").write_text(json.dumps(dataclasses.asdict(chosen), indent=2) + "\n", encoding="utf-8")
        print("settings tuned on all of dev:", chosen)


if __name__ == "__main__":
    main()
