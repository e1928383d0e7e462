"""The states of every word of PolNeAR's articles by a finished encoder, kept on disk: they are made once and learnt from many times.

usage: python -m training.attribution_states MODEL_FOLDER ARTICLES.jsonl --out FOLDER [--layers 4,8] [--updated]

MODEL_FOLDER holds the int8 encoder and the tokenizer. Of each word the mean of its first and its last piece's state is written in half
precision, from the window in which it lies farther from the edges: `states.npy`, words by layers by width, the last layer last, and
`words.json`, how many words each article has.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from onrecord.extract.trained.attribution_graphs import word_states
from onrecord.extract.trained.graphs import UPDATES, layers_by, session
from onrecord.extract.trained.pieces import cut, load_tokenizer
from onrecord.extract.trained.words import split_words
from training.polnear import read_articles


def states_of(text: str, tokenizer: Tokenizer, encoder: Any) -> np.ndarray:
    """Words by layers by width; zeros for a word that the tokenizer drops."""
    words = split_words(text)
    pieces = cut(text, words, tokenizer)
    return word_states(pieces, [layers_by(encoder, piece)[1] for piece in pieces], len(words))


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="training.attribution_states")
    parser.add_argument("model", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--layers", default="")
    parser.add_argument("--updated", action="store_true", help="by the encoder as updated for wire reports")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    articles = read_articles(options.articles)
    counts = [len(split_words(a["text"])) for a in articles]
    layers = [int(n) for n in options.layers.split(",") if n]
    encoder = session(
        options.model / "encoder.onnx", 1, layers, [options.model / name for name in UPDATES] if options.updated else []
    )
    tokenizer = load_tokenizer(options.model)
    kept: Any = None
    at = 0
    for n, article in enumerate(articles):
        states = states_of(article["text"], tokenizer, encoder)
        if kept is None:
            shape = (sum(counts), *states.shape[1:])
            kept = np.lib.format.open_memmap(options.out / "states.npy", "w+", np.float16, shape)
        kept[at : at + len(states)] = states
        at += len(states)
        if n % 50 == 0:
            print(n, len(articles), flush=True)
    kept.flush()
    (options.out / "words.json").write_text(json.dumps(counts))


if __name__ == "__main__":
    main()
