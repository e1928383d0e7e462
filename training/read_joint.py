"""Read PolNeAR's dev and the judged part of the news pages with exported graphs, without PyTorch.

usage: python -m training.read_joint MODEL_FOLDER --tokenizer FOLDER --polnear dev.jsonl --pages FILE --out FOLDER

Writes attributions.jsonl (contract objects, with the raw logits' leanings at 0) and news.jsonl: for each judged page the likely
spans with their labels' probabilities, and the probabilities of the numbers.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.extract.trained.graphs import session
from onrecord.extract.trained.pieces import cut, load_tokenizer
from onrecord.extract.trained.words import split_words
from training.attribution_reading import Leanings, WordWindow, as_contract, attributions
from training.news import is_trained_on, read_pages
from training.news_head import COUNTED, NEWS_LABELS
from training.polnear import read_articles, word_windows

_LEAST = 0.05
_LONGEST = 6


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


def read_page(graphs: dict[str, Any], tokenizer: Any, page: dict[str, Any]) -> dict[str, Any]:
    """The likely spans of one page and its numbers."""
    text = page["text"] or page["title"] or ""
    words = split_words(text)
    pieces = cut(text, words, tokenizer)
    out: dict[str, Any] = {"docid": page["docid"], "spans": [], "counts": None}
    if not pieces:
        return out
    states = [states_of(graphs["encoder"], p.ids) for p in pieces]
    starts = np.cumsum([0, *(len(s) for s in states)])
    tokens = np.concatenate([p.tokens + start for p, start in zip(pieces, starts[:-1], strict=True)])
    spans = np.concatenate([p.spans for p in pieces])
    short = spans[:, 1] - spans[:, 0] < _LONGEST
    tokens, spans = tokens[short], spans[short]
    feed = {"states": np.concatenate(states), "tokens": tokens, "lengths": spans[:, 1] - spans[:, 0]}
    logits, counts = graphs["news"].run(None, feed)
    likely = 1 / (1 + np.exp(-logits))
    for i in np.flatnonzero(likely.max(axis=1) >= _LEAST):
        a, b = spans[i]
        out["spans"].append([words[a].start, words[b].end, *(round(float(x), 4) for x in likely[i])])
    grown = np.exp(counts - counts.max(axis=1, keepdims=True))
    out["counts"] = (grown / grown.sum(axis=1, keepdims=True)).round(4).tolist()
    return out


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="training.read_joint")
    parser.add_argument("model", type=Path)
    for name in ("tokenizer", "polnear", "pages", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    for field in dataclasses.fields(Leanings):
        parser.add_argument(f"--{field.name}", type=float, default=field.default)
    parser.add_argument("--limit", type=int, default=None)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    graphs = {name: session(options.model / f"{name}.onnx") for name in ("encoder", "cues", "parts", "news")}
    tokenizer = load_tokenizer(options.tokenizer)
    leanings = Leanings(options.cue, options.source, options.content)
    with (options.out / "attributions.jsonl").open("w", encoding="utf-8") as out:
        for article in read_articles(options.polnear)[: options.limit]:
            said = read_article(graphs, tokenizer, article["text"], leanings)
            out.write(json.dumps({"report": {"id": article["docid"]}, "attributions": said}) + "\n")
    judged = [p for p in read_pages(options.pages) if not is_trained_on(p)][: options.limit]
    numbers = {n: [0, 0] for n in COUNTED}
    with (options.out / "news.jsonl").open("w", encoding="utf-8") as out:
        for page in judged:
            said = read_page(graphs, tokenizer, page)
            out.write(json.dumps(said) + "\n")
            for n, name in enumerate(COUNTED):
                if said["counts"]:
                    numbers[name][1] += 1
                    numbers[name][0] += int(np.argmax(said["counts"][n])) == min(5, page["incident"][name])
    print(
        f"{len(judged)} pages judged; labels {NEWS_LABELS}; numbers right:",
        {k: f"{100 * a / max(1, b):.1f}" for k, (a, b) in numbers.items()},
    )


if __name__ == "__main__":
    main()
