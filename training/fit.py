"""Fit the span model to MUC-4's training documents.

usage: python -m training.fit --data MUC4_FOLDER --weights MPNET_FOLDER --run RUN_FOLDER [options]

Seeded; stops and goes on: a run folder that holds a checkpoint is continued from it. Only train.jsonl is fitted;
after each epoch the scores of dev.jsonl are written to RUN_FOLDER/dev-EPOCH.jsonl for decoding.
"""

from __future__ import annotations

import argparse
import dataclasses
import random
import time
from pathlib import Path

import torch

from onrecord.extract.trained.pieces import batches, load_tokenizer
from onrecord.extract.trained.scores import write_scores
from training import checkpoints
from training.encoder import SHAPES, load_encoder
from training.muc4 import example, read_documents
from training.network import Network, Weights, taken
from training.optimiser import Optimiser, paces, warm_linear
from training.prepared import Prepared, add_lower_states, prepare
from training.reading import read_all


def epoch_documents(documents: list[Prepared], epoch: int, seed: int, empty_share: float) -> list[Prepared]:
    """The documents of one epoch in order: all with an incident, and a share of the others that turns from epoch to epoch."""
    full = [d for d in documents if d.example.has_incident]
    empty = [d for d in documents if not d.example.has_incident]
    random.Random(seed).shuffle(empty)
    take = round(len(empty) * empty_share)
    turned = [empty[(epoch * take + i) % len(empty)] for i in range(take)] if empty else []
    chosen = full + turned
    random.Random(f"{seed}/{epoch}").shuffle(chosen)
    ordered: list[Prepared] = []
    for i in range(0, len(chosen), 64):
        ordered += sorted(chosen[i : i + 64], key=lambda d: d.longest)
    return ordered


def epoch_batches(documents: list[Prepared], epoch: int, options: argparse.Namespace) -> list[list[Prepared]]:
    """The batches of one epoch, shuffled."""
    found = list(batches(epoch_documents(documents, epoch, options.seed, options.empty_share), options.tokens))
    random.Random(f"{options.seed}/{epoch}/batches").shuffle(found)
    return found


def fit(options: argparse.Namespace) -> None:
    """The whole run."""
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    options.run.mkdir(parents=True, exist_ok=True)
    tokenizer = load_tokenizer(options.weights)
    encoder = load_encoder(options.weights, options.family).to(checkpoints.device())
    sets: dict[str, list[Prepared]] = {}
    for name in ("train", "dev"):
        sets[name] = [prepare(example(d), tokenizer) for d in read_documents(options.data / f"{name}.jsonl")]
        if name == "train":
            sets[name] = sets[name][: options.limit]
        cache = options.cache / f"{options.family}-{name}-{options.frozen}-{len(sets[name])}.pt"
        add_lower_states(sets[name], encoder, options.frozen, cache)
    network = Network(encoder, options.frozen).to(checkpoints.device())
    if options.start:
        network.load_state_dict(taken(torch.load(options.start, map_location="cpu")))
    optimiser = Optimiser(paces(network, options.encoder_pace, options.head_pace, options.layer_decay))
    weights = Weights(**{f.name: getattr(options, f.name) for f in dataclasses.fields(Weights)})
    plan = [(e, b) for e in range(options.epochs) for b in epoch_batches(sets["train"], e, options)]
    step = checkpoints.resume(options.run, optimiser)
    _train(options, network, optimiser, weights, plan, step, sets["dev"])


def _train(
    options: argparse.Namespace,
    network: Network,
    optimiser: Optimiser,
    weights: Weights,
    plan: list[tuple[int, list[Prepared]]],
    step: int,
    dev: list[Prepared],
) -> None:
    network.train()
    warm = max(1, len(plan) // 16)
    began, seen = time.monotonic(), 0.0
    while step < len(plan):
        epoch, batch = plan[step]
        loss = network.loss(batch, weights)
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step(warm_linear(step, len(plan), warm))
        seen += loss.item()
        step += 1
        if step % 20 == 0:
            print(
                f"epoch {epoch + 1} step {step}/{len(plan)} loss {seen / 20:.3f} {time.monotonic() - began:.0f} s", flush=True
            )
            seen = 0.0
        ends = step == len(plan) or plan[step][0] != epoch
        if ends:
            write_scores(options.run / f"dev-{epoch + 1}.jsonl", read_all(network, dev))
            network.train()
        if ends or step % checkpoints.EVERY == 0:
            checkpoints.keep(options.run, optimiser, step)
    checkpoints.write_model(network, options)


def arguments() -> argparse.ArgumentParser:
    """The options, with what the shipped model used as defaults."""
    parser = argparse.ArgumentParser(prog="training.fit", description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="folder with MUC-4's train.jsonl and dev.jsonl")
    parser.add_argument(
        "--weights", type=Path, required=True, help="folder with the encoder's model.safetensors and tokenizer.json"
    )
    parser.add_argument("--family", choices=sorted(SHAPES), default="mpnet", help="which encoder the weights are of")
    parser.add_argument("--run", type=Path, required=True, help="where checkpoints, scores and the model go")
    parser.add_argument("--cache", type=Path, required=True, help="where the lower layers' states are kept between runs")
    parser.add_argument("--start", type=Path, help="model.pt of an earlier run to begin from, instead of new heads")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--frozen", type=int, default=5, help="lower layers that are not trained")
    parser.add_argument("--tokens", type=int, default=2048, help="tokens a batch")
    parser.add_argument("--limit", type=int, default=None, help="only the first so many training documents, to try the script")
    parser.add_argument("--empty-share", type=float, default=0.34, help="share of documents without incident in an epoch")
    parser.add_argument("--encoder-pace", type=float, default=5e-5)
    parser.add_argument("--head-pace", type=float, default=1e-3)
    parser.add_argument("--layer-decay", type=float, default=0.9)
    parser.add_argument("--threads", type=int, default=2)
    for field in dataclasses.fields(Weights):
        parser.add_argument(f"--{field.name}", type=float, default=field.default, help=f"weight of the {field.name} answers")
    return parser


if __name__ == "__main__":
    fit(arguments().parse_args())
