"""Read documents with exported graphs: what run time would do, without PyTorch.

usage: python -m training.read_onnx MODEL_FOLDER --tokenizer MPNET_FOLDER --documents dev.jsonl --out SCORES.jsonl

MODEL_FOLDER holds encoder.onnx, heads.onnx and pairs.onnx. Prints reports and tokens a second.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from onrecord.extract.trained.graphs import load_graphs, read
from onrecord.extract.trained.pieces import cut, load_tokenizer
from onrecord.extract.trained.scores import write_scores
from onrecord.extract.trained.words import split_words
from training.labels import LABELS
from training.muc4 import read_documents


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="training.read_onnx", description="read documents with exported graphs")
    parser.add_argument("model", type=Path)
    for name in ("tokenizer", "documents", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    options = parser.parse_args()
    graphs, tokenizer = load_graphs(options.model, LABELS), load_tokenizer(options.tokenizer)
    documents = read_documents(options.documents)
    began, tokens, found = time.perf_counter(), 0, []
    for document in documents:
        words = split_words(document["text"])
        pieces = cut(document["text"], words, tokenizer)
        tokens += sum(len(p.ids) for p in pieces)
        found.append(read(graphs, document["docid"], document["text"], words, pieces))
    took = time.perf_counter() - began
    write_scores(options.out, found)
    print(f"{len(documents) / took:.2f} reports and {tokens / took:.0f} tokens a second")


if __name__ == "__main__":
    main()
