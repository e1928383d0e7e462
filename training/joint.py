"""Learn from MUC-4 and pages on shootings together, from new heads or on from an earlier model: one encoder, all heads.

usage: python -m training.joint --muc4 FOLDER --pages FILE --weights FOLDER --start MODEL.pt --run FOLDER --cache FOLDER

Seeded; stops and goes on as training.fit does. Of the pages only those of the part that is learnt from are read. At the end
(and at each --judge-every steps) the scores of MUC-4's dev are written to RUN_FOLDER.
"""

from __future__ import annotations

import argparse
import dataclasses
import random
import time
from pathlib import Path

import torch
from tokenizers import Tokenizer

from onrecord.extract.trained.pieces import batches, load_tokenizer
from onrecord.extract.trained.scores import write_scores
from training import checkpoints
from training.encoder import SHAPES, Encoder, load_encoder
from training.fit import epoch_documents
from training.muc4 import example, read_documents
from training.network import Network, Weights
from training.news import is_trained_on, news, read_pages
from training.optimiser import Optimiser, paces, warm_linear
from training.prepared import Prepared, add_lower_states, prepare
from training.reading import read_all

_PAGE_WINDOWS = 2


def load_sets(options: argparse.Namespace, tokenizer: Tokenizer, encoder: Encoder) -> dict[str, list[Prepared]]:
    """The two training sets and MUC-4's dev, each with the lower layers' states."""
    found = {
        f"muc4-{n}": [prepare(example(d), tokenizer) for d in read_documents(options.muc4 / f"{n}.jsonl")]
        for n in ("train", "dev")
    }
    found["news"] = [prepare(news(p), tokenizer) for p in read_pages(options.pages) if is_trained_on(p)]
    found["news"] = [Prepared(p.example, p.pieces[:_PAGE_WINDOWS], []) for p in found["news"] if p.pieces]
    for name, documents in found.items():
        documents[:] = documents[: options.limit]
        if not documents:
            continue
        stem = name.removeprefix("muc4-")
        add_lower_states(
            documents, encoder, options.frozen, options.cache / f"{options.family}-{stem}-{options.frozen}-{len(documents)}.pt"
        )
        if options.teacher and name != "muc4-dev":
            states = options.teacher / f"states-{stem}.pt"
            stored = torch.load(states, mmap=True) if states.exists() else {}
            for document in documents:
                document.taught = stored.get(document.example.docid, [])
    return found


def passes_over(documents: list[Prepared], passes: float, seed: str, budget: int) -> list[list[Prepared]]:
    """Batches of so many passes over documents; the last one over a part of them."""
    found: list[list[Prepared]] = []
    n = 0
    while passes > 0:
        chosen = list(documents)
        random.Random(f"{seed}/{n}").shuffle(chosen)
        chosen = chosen[: round(len(chosen) * min(1.0, passes))]
        ordered = [d for i in range(0, len(chosen), 64) for d in sorted(chosen[i : i + 64], key=lambda d: d.longest)]
        part = list(batches(ordered, budget))
        random.Random(f"{seed}/{n}/batches").shuffle(part)
        found += part
        passes, n = passes - 1, n + 1
    return found


def plan_of(sets: dict[str, list[Prepared]], options: argparse.Namespace) -> list[list[Prepared]]:
    """All batches of a run, the corpora evenly mixed."""
    muc4: list[list[Prepared]] = []
    for n in range(options.muc4_passes):
        muc4 += list(batches(epoch_documents(sets["muc4-train"], n, options.seed, options.empty_share), options.tokens))
    random.Random(f"{options.seed}/muc4").shuffle(muc4)
    rows = [
        muc4,
        passes_over(sets["news"], options.news_passes, f"{options.seed}/news", options.tokens),
    ]
    placed = [((i + 0.5) / len(row), n, batch) for n, row in enumerate(rows) for i, batch in enumerate(row)]
    return [batch for _, _, batch in sorted(placed, key=lambda x: x[:2])]


def fit(options: argparse.Namespace) -> None:
    """The whole run."""
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    options.run.mkdir(parents=True, exist_ok=True)
    tokenizer = load_tokenizer(options.weights)
    encoder = load_encoder(options.weights, options.family).to(checkpoints.device())
    sets = load_sets(options, tokenizer, encoder)
    network = Network(encoder, options.frozen, options.width).to(checkpoints.device())
    if options.start:
        begin_from(network, torch.load(options.start, map_location="cpu"))
    optimiser = Optimiser(paces(network, options.encoder_pace, options.head_pace, options.layer_decay))
    weights = Weights(**{f.name: getattr(options, f.name) for f in dataclasses.fields(Weights)})
    plan = plan_of(sets, options)[: options.steps]
    step = checkpoints.resume(options.run, optimiser)
    _train(options, network, optimiser, weights, plan, step, sets["muc4-dev"])


def begin_from(network: Network, stored: dict[str, torch.Tensor]) -> None:
    """Take what fits of another run's weights: all of them, or, of a larger model's, its heads alone."""
    own = network.state_dict()
    fit = {k: v for k, v in stored.items() if k in own and own[k].shape == v.shape}
    if any(k not in fit for k in own if k.startswith("encoder.layers")):
        fit = {k: v for k, v in fit.items() if not k.startswith("encoder.")}
    network.load_state_dict(fit, strict=False)


def _train(
    options: argparse.Namespace,
    network: Network,
    optimiser: Optimiser,
    weights: Weights,
    plan: list[list[Prepared]],
    step: int,
    dev: list[Prepared],
) -> None:
    network.train()
    warm = max(1, len(plan) // 20)
    began = time.monotonic()
    seen: dict[str, list[float]] = {}
    while step < len(plan):
        batch = plan[step]
        loss = network.loss(batch, weights, options.hint)
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step(warm_linear(step, len(plan), warm))
        seen.setdefault(type(batch[0].example).__name__, []).append(loss.item())
        step += 1
        if step % 20 == 0:
            said = ", ".join(f"{k} {sum(v) / len(v):.2f}" for k, v in sorted(seen.items()))
            print(f"step {step}/{len(plan)} {said} {time.monotonic() - began:.0f} s", flush=True)
            seen = {}
        if step % checkpoints.EVERY == 0 or step == len(plan):
            checkpoints.keep(options.run, optimiser, step)
        if step == len(plan) or (options.judge_every and step % options.judge_every == 0):
            write_scores(options.run / f"dev-{step}.jsonl", read_all(network, dev))
            checkpoints.write_model(network, options)
            network.train()


def arguments() -> argparse.ArgumentParser:
    """The options, with what the shipped model used as defaults."""
    parser = argparse.ArgumentParser(prog="training.joint", description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--muc4", type=Path, required=True, help="folder with MUC-4's train.jsonl and dev.jsonl")
    parser.add_argument("--pages", type=Path, required=True, help="the pages on shootings, JSON Lines")
    parser.add_argument(
        "--weights", type=Path, required=True, help="folder with the encoder's model.safetensors and tokenizer.json"
    )
    parser.add_argument("--family", choices=sorted(SHAPES), default="mpnet", help="which encoder the weights are of")
    parser.add_argument("--run", type=Path, required=True, help="where checkpoints, scores and the model go")
    parser.add_argument("--cache", type=Path, required=True, help="where the lower layers' states are kept between runs")
    parser.add_argument("--start", type=Path, help="model.pt of a run of training.fit")
    parser.add_argument("--width", type=int, help="widen the states to a larger model's, to begin with its heads")
    parser.add_argument("--teacher", type=Path, help="folder with a larger model's states, of training.teach")
    parser.add_argument("--hint", type=float, default=0.0, help="weight of the distance from the teacher's states, a token")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--muc4-passes", type=int, default=1)
    parser.add_argument("--news-passes", type=float, default=1.4)
    parser.add_argument("--frozen", type=int, default=5, help="lower layers that are not trained")
    parser.add_argument("--tokens", type=int, default=2048, help="tokens a batch")
    parser.add_argument("--limit", type=int, default=None, help="only so many documents of each set, to try the script")
    parser.add_argument("--empty-share", type=float, default=0.34, help="share of MUC-4's documents without incident in a pass")
    parser.add_argument("--encoder-pace", type=float, default=4e-5)
    parser.add_argument("--head-pace", type=float, default=8e-4)
    parser.add_argument("--layer-decay", type=float, default=0.9)
    parser.add_argument(
        "--steps", type=int, help="stop after so many steps of the plan, at which the pace has fallen to nothing"
    )
    parser.add_argument("--judge-every", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    for field in dataclasses.fields(Weights):
        parser.add_argument(f"--{field.name}", type=float, default=field.default, help=f"weight of the {field.name} answers")
    return parser


if __name__ == "__main__":
    fit(arguments().parse_args())
