"""Tune the whole reader, model and rules joined, on one half of MUC-4's dev and judge it on the other, both ways round.

usage: python -m training.tune SCORES.jsonl [SCORES.jsonl …] --words FILE --gold dev.jsonl --scorer score_muc4.py --out FOLDER [--parts]

SCORES are what training.read_onnx or a run wrote; several are averaged. Prints every figure by halves with its bootstrap interval, and with the
settings tuned on all of dev, which ship. --parts judges, the same way, the reader without one part after the other. Writes
settings.json, and by-halves.jsonl, the contract objects of each half read with the settings of the other.

Two dozen settings fitted to a hundred reports follow their luck: types fell by six points from half to half. So tuning begins with round numbers,
the steps of types with what is best on train, out of fold (fit_incident_words prints it), and a setting moves only where that is worth a point.
Heads and words are trusted alike of types, where they know as much; a weapon of the rules is told from the chance on from which the model tells its own.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from onrecord.extract.trained.combining import Combining
from onrecord.extract.trained.decoding import Settings, with_role
from onrecord.extract.trained.hearing import Trust
from onrecord.extract.trained.incident_words import load
from onrecord.extract.trained.scores import Scores, read_scores
from onrecord.extract.trained.together import Tuned
from training.bootstrap import difference_interval, f1, f1_interval
from training.ensemble import average
from training.judge import halves
from training.labels import LABELS, SPAN_ROLES
from training.muc4 import read_documents
from training.scoring import MEASURES, Tallies, load_scorer, tallies
from training.tuning import level
from training.whole import Whole, whole

Json = dict[str, Any]
_CHANCES = (0.04, 0.08, 0.13, 0.2, 0.27, 0.35, 0.43, 0.51, 0.6, 0.7, 0.8)
_LOW = (0.0, 0.02, 0.05, 0.1, 0.18, 0.3, 0.5, 0.8, 1.01)
# Part of the settings, its name, what is tried in this order, and the measures that say which is best.
_STEPS: tuple[tuple[str, str, tuple[float, ...], tuple[str, ...]], ...] = (
    ("trust", "types", (0.3, 0.5, 0.65, 0.8, 0.9, 1.0), ("types", "incidents")),
    ("trust", "numbers", (0.0, 0.25, 0.5, 0.75, 1.0), ("types", "incidents")),
    ("trust", "gate", (0.0, 0.25, 0.5, 0.75), MEASURES),
    ("decoding", "by_spans", (0.0, 0.2, 0.4, 0.6, 0.8), ("roles", "types", "incidents")),
    ("decoding", "gate_pull", (0.0, 0.2, 0.4, 0.7, 1.0), ("roles",)),
    ("decoding", "gate", (0.02, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6), MEASURES),
    ("decoding", "merge", (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8), ("roles",)),
    ("decoding", "first", _CHANCES, ("types", "incidents")),
    ("decoding", "more", _CHANCES, ("types", "incidents")),
    ("decoding", "share", (0.2, 0.4, 0.6, 0.8, 1.0), ("incidents",)),
    ("decoding", "outcome", _CHANCES, ("deaths",)),
    ("decoding", "described", (0.2, 0.35, 0.5, 0.65, 0.8), ("deaths",)),
    ("combining", "vouched", _LOW, MEASURES),
    ("combining", "filler", _LOW, ("roles", "incidents")),
    ("combining", "doer", _LOW, ("roles", "incidents")),
    ("combining", "means", _LOW, ("roles", "incidents")),
    ("combining", "victim", _LOW, ("roles", "deaths", "incidents")),
    ("combining", "added", _LOW, ("roles", "deaths", "incidents")),
)
CLEARLY = 1.0  # points of F1 by which a setting must do better to be moved, for one measure; for several, times the root of their number
Documents = dict[str, Whole]
Worth = Callable[[Tuned, Sequence[str]], float]


def said(documents: Documents, gold: Sequence[Json], settings: Tuned) -> dict[str, Json]:
    """Contract objects by document."""
    return {d["docid"]: documents[d["docid"]].joined(documents[d["docid"]].scored(settings.trust), settings) for d in gold}


def tuned(
    scorer: ModuleType, documents: Documents, gold: list[Json], start: Tuned, fixed: frozenset[str], rounds: int
) -> Tuned:
    """The settings that do best on these documents, found one at a time; those named in `fixed` stay as they begin."""

    def worth(settings: Tuned, measures: Sequence[str]) -> float:
        found = tallies(scorer, gold, said(documents, gold, settings))
        return sum(float(f1(found[m].sum(axis=0))) for m in measures)

    settings = start
    for _ in range(rounds):
        for role in () if "roles" in fixed else range(len(SPAN_ROLES)):
            measures = ("deaths", "incidents") if SPAN_ROLES[role] == "VictimDescription" else ("roles", "incidents")
            settings = _better(settings, [_with_role(settings, role, c) for c in _CHANCES], measures, worth)
        for part, name, values, measures in _STEPS:
            if part not in fixed and name not in fixed:
                settings = _better(settings, [changed(settings, part, name, v) for v in values], measures, worth)
    return settings


def _with_role(settings: Tuned, role: int, threshold: float) -> Tuned:
    return dataclasses.replace(settings, decoding=with_role(settings.decoding, role, threshold))


def changed(settings: Tuned, part: str, name: str, value: float) -> Tuned:
    """The settings with another value of one of them."""
    held: Any = getattr(settings, part)
    new: Any = {part: dataclasses.replace(held, **{name: value})}
    return dataclasses.replace(settings, **new)


def _better(present: Tuned, options: list[Tuned], measures: Sequence[str], worth: Worth) -> Tuned:
    """The option in the middle of what does well, where it is clearly better than what is held; else that."""
    smoothed = level([worth(option, measures) for option in options])
    best = max(range(len(options)), key=smoothed.__getitem__)
    needed = worth(present, measures) + CLEARLY * math.sqrt(len(measures))
    return options[best] if smoothed[best] >= needed else present


def by_halves(
    scorer: ModuleType, documents: Documents, gold: list[Json], start: Tuned, fixed: frozenset[str], rounds: int
) -> tuple[dict[str, Json], list[Tuned]]:
    """Each half read with the settings of the other, and those settings."""
    found: dict[str, Json] = {}
    chosen = []
    parts = halves(gold)
    for part in parts:
        others = [d for other in parts if other is not part for d in other]
        chosen.append(tuned(scorer, documents, others, start, fixed, rounds))
        found |= said(documents, part, chosen[-1])
    return found, chosen


# A reader that hears no rules keeps nothing of theirs; one that hears no words, or no types by them, trusts the encoder alone.
_ALL_OUT = 1.01
START = Tuned(
    Trust(types=0.5, gate=0.5, spans=0.5, numbers=0.25),
    Settings((0.3, 0.35, 0.4, 0.35, 0.3, 0.2), 0.4, merge=0.6, by_spans=0.2, described=0.65, first=0.35, more=0.35, share=0.4),
    combining=Combining(vouched=0.5, filler=_ALL_OUT, doer=_ALL_OUT, means=0.3, victim=0.3),
    trust_elsewhere=Trust(types=1.0, gate=0.5, spans=0.5, numbers=0.5),
)
FIXED = frozenset({"types", "first", "more"})
EVERYTHING = frozenset({"roles", *(name for _, name, _, _ in _STEPS)})
_ALONE = Combining(vouched=_ALL_OUT, filler=_ALL_OUT, doer=_ALL_OUT, means=_ALL_OUT, victim=_ALL_OUT)
_DEAF = dataclasses.replace(START, trust=Trust(0, 0, 0))
PARTS: tuple[tuple[str, Tuned, frozenset[str]], ...] = (
    ("model alone, its encoder's heads", dataclasses.replace(_DEAF, combining=_ALONE), frozenset({"trust", "combining"})),
    ("with the words", dataclasses.replace(START, combining=_ALONE), FIXED | {"combining"}),
    ("heads and rules joined, no words", _DEAF, frozenset({"trust"})),
    ("all the rules' weapons", changed(START, "combining", "means", 0.0), FIXED | {"means"}),
    ("no setting tuned at all", START, EVERYTHING),
)


def begun_from(types: float, numbers: float) -> Tuned:
    """The round settings with another trust in the words: a small encoder's heads know less of types than they do."""
    return dataclasses.replace(START, trust=dataclasses.replace(START.trust, types=types, numbers=numbers))


def shown(found: Tallies) -> str:
    """All measures with their intervals, in one line."""
    return ", ".join(f"{m} {f1_interval(found[m], seed=1)}" for m in MEASURES)


def as_json(settings: Tuned) -> Json:
    """The settings as a manifest holds them."""
    return {
        part: dataclasses.asdict(getattr(settings, part))
        for part in ("trust", "decoding", "news", "combining", "trust_elsewhere")
    }


def load_documents(scores: dict[str, Scores], gold: list[Json], words: Path | None) -> Documents:
    """The documents read by the rules, with their scores."""
    by_words = load(words, len(LABELS.document)) if words else None
    return {d["docid"]: whole(d, scores[d["docid"]], by_words) for d in gold}


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="training.tune", description="tune the whole reader by halves of dev")
    parser.add_argument("scores", type=Path, nargs="+")
    for name in ("gold", "scorer", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--words", type=Path, help="the reader of incidents by words")
    parser.add_argument("--parts", action="store_true", help="judge the reader without each part too")
    parser.add_argument("--rounds", type=int, default=1, help="how often all settings are gone through")
    parser.add_argument(
        "--trust", type=float, nargs=2, metavar=("TYPES", "NUMBERS"), help="where the words' trust begins, for other heads"
    )
    options = parser.parse_args()
    start = START if options.trust is None else begun_from(*options.trust)
    gold, scorer = read_documents(options.gold), load_scorer(options.scorer)
    documents = load_documents(average([read_scores(path, LABELS) for path in options.scores]), gold, options.words)
    options.out.mkdir(parents=True, exist_ok=True)
    chosen = tuned(scorer, documents, gold, start, FIXED, options.rounds)
    (options.out / "settings.json").write_text(json.dumps(as_json(chosen), indent=2) + "\n", encoding="utf-8")
    print("on all of dev:", shown(tallies(scorer, gold, said(documents, gold, chosen))), flush=True)
    print(as_json(chosen), flush=True)
    found, halved = by_halves(scorer, documents, gold, start, FIXED, options.rounds)
    whole_reader = tallies(scorer, gold, found)
    print("by halves:", shown(whole_reader), *(as_json(h)["combining"] for h in halved), sep="\n", flush=True)
    (options.out / "by-halves.jsonl").write_text("".join(json.dumps(found[d["docid"]]) + "\n" for d in gold), encoding="utf-8")
    ruled = tallies(scorer, gold, {d["docid"]: documents[d["docid"]].ruled for d in gold})
    print("rules alone:", shown(ruled), flush=True)
    for name, start, fixed in PARTS if options.parts else ():
        theirs = tallies(scorer, gold, by_halves(scorer, documents, gold, start, fixed, options.rounds)[0])
        apart = ", ".join(f"{m} {difference_interval(whole_reader[m], theirs[m], seed=1)}" for m in MEASURES)
        print(f"{name}: {shown(theirs)}\n  the whole reader is better by {apart}", flush=True)


if __name__ == "__main__":
    main()
