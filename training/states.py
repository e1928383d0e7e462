"""Keep the last states that an exported encoder gives to documents, so that heads are taught on what they will see.

usage: python -m training.states MODEL_FOLDER --documents FILE.jsonl --out FOLDER/NAME [--judged] [--windows N] [--after LAYER] [--updated]

MODEL_FOLDER holds encoder.onnx and tokenizer.json, as the source of a model's distribution does. Writes NAME.npy (tokens by width, half precision,
the windows one after another) and NAME.json (the tokens of each window, by document). Of pages on shootings (they have an incident) those that are
learnt from are read, or with --judged the others. With --after the states after that layer (counted
from 1) are kept in the place of the last; with --updated the encoder is the folder's as updated for wire reports. Six reports a second on two cores.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.extract.trained.graphs import UPDATES, session
from onrecord.extract.trained.pieces import cut, load_tokenizer
from onrecord.extract.trained.words import split_words
from onrecord.publish.tables import write_whole
from training.muc4 import read_documents
from training.news_split import is_trained_on


@dataclass(frozen=True, slots=True)
class Kept:
    """The states of a set of documents, read from disk as they are asked for."""

    table: NDArray[np.float16]
    places: dict[str, list[tuple[int, int]]]

    def of(self, docid: str) -> list[NDArray[np.float16]]:
        """A document's states, one table a window: tokens by width."""
        return [self.table[a:b] for a, b in self.places[docid]]


def read_states(path: Path) -> Kept:
    """What `main` wrote under this name."""
    sizes = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    places, at = {}, 0
    for docid, windows in sizes.items():
        places[docid] = []
        for size in windows:
            places[docid].append((at, at + size))
            at += size
    return Kept(np.load(path.with_suffix(".npy"), mmap_mode="r"), places)


def text_of(document: dict[str, Any]) -> str:
    """What a document's words are cut from."""
    return str(document["text"] or document["title"] or "")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="training.states")
    parser.add_argument("model", type=Path)
    parser.add_argument("--documents", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--judged", action="store_true", help="the pages that are not learnt from")
    parser.add_argument("--windows", type=int, help="only so many windows of a document")
    parser.add_argument("--after", type=int, help="keep the states after this layer, counted from 1")
    parser.add_argument("--updated", action="store_true", help="by the encoder as updated for wire reports")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    updates = [options.model / name for name in UPDATES] if options.updated else []
    layers = [options.after] if options.after else []
    encoder, tokenizer = (
        session(options.model / "encoder.onnx", options.threads, layers, updates),
        load_tokenizer(options.model),
    )
    documents = [d for d in read_documents(options.documents) if "incident" not in d or is_trained_on(d) != options.judged]
    sizes: dict[str, list[int]] = {}
    tables = []
    for n, document in enumerate(documents):
        text = text_of(document)
        pieces = cut(text, split_words(text), tokenizer)[: options.windows]
        for piece in pieces:
            ids = np.array([piece.ids], dtype=np.int64)
            tables.append(encoder.run(None, {"ids": ids, "filled": np.ones_like(ids)})[-1][0].astype(np.float16))
        sizes[document["docid"]] = [len(p.ids) for p in pieces]
        if n % 100 == 99:
            print(f"{n + 1}/{len(documents)}", flush=True)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    part = options.out.with_suffix(".part.npy")
    np.save(part, np.concatenate(tables))
    part.replace(options.out.with_suffix(".npy"))
    write_whole(options.out.with_suffix(".json"), json.dumps(sizes))


if __name__ == "__main__":
    main()
