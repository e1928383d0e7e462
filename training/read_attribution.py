"""Read PolNeAR's dev and the judged part of the news pages with exported graphs, without PyTorch.

usage: python -m training.read_attribution MODEL_FOLDER --tokenizer FOLDER --polnear dev.jsonl --out FILE

Writes contract objects with attributions alone; the leanings shift the raw logits of cues, sources and contents.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.extract.trained.graphs import session
from onrecord.extract.trained.pieces import load_tokenizer
from onrecord.extract.trained.words import split_words
from training.attribution_reading import Leanings, WordWindow, as_contract, attributions
from training.polnear import read_articles, word_windows


def states_of(encoder: Any, ids: list[int]) -> Any:
    row = np.array([ids], dtype=np.int64)
    return encoder.run(None, {"ids": row, "filled": np.ones_like(row)})[0][0]


def read_article(graphs: dict[str, Any], tokenizer: Any, text: str, leanings: Leanings) -> list[dict[str, Any]]:
    """The attributions of one article."""
    words = split_words(text)
    found = []
    for piece, rows, numbers in word_windows(text, words, tokenizer):
        states, tags = graphs["cues"].run(None, {"states": states_of(graphs["encoder"], piece.ids), "rows": rows})
        found.append(WordWindow(numbers, states, tags))

    def ask(states: Any, cues: Any, around: Any) -> Any:
        return graphs["parts"].run(None, {"words": states, "cues": cues, "around": around})[0]

    starts, ends = np.array([w.start for w in words]), np.array([w.end for w in words])
    return as_contract(attributions(found, ask, leanings), text, starts, ends)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="training.read_attribution")
    parser.add_argument("model", type=Path)
    for name in ("tokenizer", "polnear", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    for field in dataclasses.fields(Leanings):
        parser.add_argument(f"--{field.name}", type=float, default=field.default)
    parser.add_argument("--limit", type=int, default=None)
    options = parser.parse_args()
    graphs = {name: session(options.model / f"{name}.onnx") for name in ("encoder", "cues", "parts")}
    tokenizer = load_tokenizer(options.tokenizer)
    leanings = Leanings(options.cue, options.source, options.content)
    with options.out.open("w", encoding="utf-8") as out:
        for article in read_articles(options.polnear)[: options.limit]:
            said = read_article(graphs, tokenizer, article["text"], leanings)
            out.write(json.dumps({"report": {"id": article["docid"]}, "attributions": said}) + "\n")


if __name__ == "__main__":
    main()
