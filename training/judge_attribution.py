"""Measure a fitted head for attribution on articles that it has not seen, beside the rules alone.

usage: python -m training.judge_attribution ARTICLES.jsonl --states FOLDER --run FOLDER [--out FILE]

Prints F1 with 95 % intervals over drawn articles, and the paired difference to the rules. --out keeps what was read in the contract's form, for
the project's own scorer.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import torch

from onrecord.extract.trained.attribution_spans import Read
from training.attribution_data import Article, load_articles
from training.attribution_scores import Score, figures
from training.attributor import Attributor
from training.bootstrap import difference_interval, f1_interval
from training.fit_attribution import read_by

Said = list[tuple[Article, list[Read]]]


def load_attributor(run: Path) -> Attributor:
    """A fitted head, ready to read."""
    kept = torch.load(run / "model.pt")
    model = Attributor(kept["width"], kept["layers"], kept.get("hidden", 80))
    model.load_state_dict(kept["state"])
    return model.eval()


def by_rules(articles: list[Article]) -> Said:
    """What the rules attribute."""
    return [(a, [Read(r.cue, r.source, r.content) for r in a.marked.ruled]) for a in articles]


def tallies(said: Said, measure: str) -> np.ndarray:
    """Articles by (right, said, gold)."""
    scores: list[Score] = [figures([one])[measure] for one in said]
    return np.array([[s.hit, s.said, s.gold] for s in scores], dtype=np.float64)


def table(said: Said, before: Said) -> str:
    """A row a measure: both F1, and their difference."""
    lines = []
    for measure in ("source", "cue", "content", "whole"):
        new, old = tallies(said, measure), tallies(before, measure)
        right, mine, gold = new.sum(0)
        lines.append(
            f"{measure:8s} P {100 * right / max(mine, 1):.1f} R {100 * right / max(gold, 1):.1f} F1 {f1_interval(new, 1)}"
            f"  before {f1_interval(old, 1)}  difference {difference_interval(new, old, 1)}"
        )
    return "\n".join(lines)


def contract_line(article: Article, said: list[Read]) -> dict[str, Any]:
    """An object with the article's id and its attributions alone."""

    def mentions(rows: tuple[tuple[int, int], ...]) -> list[dict[str, Any]]:
        places = [(article.words[a].start, article.words[b].end) for a, b in rows]
        return [{"text": article.text[s:e], "start": s, "end": e} for s, e in places]

    told = [
        {"source": mentions((r.source,) if r.source else ()), "cue": mentions((r.cue,)), "content": mentions(r.content)}
        for r in said
    ]
    return {"report": {"id": article.docid}, "attributions": told}


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="training.judge_attribution")
    parser.add_argument("articles", type=Path)
    for name in ("states", "run"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    torch.set_num_threads(1)
    articles = load_articles(options.articles, options.states)
    model, files = load_attributor(options.run), {}
    said = [(a, read_by(model, a, files)) for a in articles]
    print(table(said, by_rules(articles)))
    if options.out:
        options.out.write_text("".join(json.dumps(contract_line(a, r)) + "\n" for a, r in said), encoding="utf-8")


if __name__ == "__main__":
    main()
