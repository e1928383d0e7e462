"""Keep a model's last states of the training texts, for a smaller one to learn from.

usage: python -m training.teach (the options of training.joint that name the data and the cache) --run RUN_FOLDER --out FOLDER

Only windows of the training sets; the texts' own order and cuts are the small model's too, since both split words alike.
"""

from __future__ import annotations

from pathlib import Path

import torch

from onrecord.extract.trained.pieces import batches, load_tokenizer
from training.encoder import load_encoder
from training.export import load_network
from training.joint import arguments, load_sets


def main() -> None:
    """The command."""
    parser = arguments()
    parser.add_argument("--out", type=Path, required=True, help="where the states go")
    parser.add_argument("--only", nargs="*", metavar="SET", help="of muc4-train and news, those to keep states of; else all")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    sets = load_sets(options, load_tokenizer(options.weights), load_encoder(options.weights, options.family))
    network = load_network(options.run).eval()
    for layer in network.encoder.layers[network.frozen :]:
        layer.bfloat16()
    for name, documents in sets.items():
        if name == "muc4-dev" or (options.only and name not in options.only):
            continue
        found: dict[str, list[torch.Tensor]] = {}
        for group in batches(sorted(documents, key=lambda d: d.longest), 4096):
            with torch.no_grad():
                for document, states in zip(group, network.states(group), strict=True):
                    found[document.example.docid] = [s.bfloat16().clone() for s in states]
        path = options.out / f"states-{name.removeprefix('muc4-')}.pt"
        torch.save(found, path.with_suffix(".part"))
        path.with_suffix(".part").replace(path)
        print(f"{name}: {len(found)} documents", flush=True)


if __name__ == "__main__":
    main()
