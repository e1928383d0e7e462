"""Teach the heads alone, on the states that the shipped encoder gives: many passes in the time of one with the encoder.

usage: python -m training.fit_heads --states FOLDER --tokenizer FOLDER --muc4 FOLDER --start MODEL.pt --run FOLDER

FOLDER of the states holds train and dev, of training.states, and news where pages of news are learnt from. Begins with the heads of a run of training.joint, and a new layer for what
stands around a token. Seeded; stops and goes on as training.joint does. What is kept are the weights averaged over the last steps; at the end (and at each
--judge-every steps) the scores of MUC-4's dev are written to RUN_FOLDER.
"""

from __future__ import annotations

import argparse
import dataclasses
import time
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from onrecord.extract.trained.pieces import load_tokenizer
from onrecord.extract.trained.scores import write_scores
from training import checkpoints
from training.joint import plan_of
from training.muc4 import example, read_documents
from training.network import Heads, Weights
from training.news import is_trained_on, news, read_pages
from training.optimiser import Optimiser, warm_linear
from training.prepared import Prepared, prepare
from training.reading import scores_of
from training.states import Kept, read_states

SMOOTHING = 0.99  # how much of the averaged weights stays at each step


def load_sets(options: argparse.Namespace, tokenizer: Tokenizer) -> dict[str, list[Prepared]]:
    """MUC-4's two sets and the pages that are learnt from, cut into windows."""
    found = {
        f"muc4-{n}": [prepare(example(d), tokenizer) for d in read_documents(options.muc4 / f"{n}.jsonl")]
        for n in ("train", "dev")
    }
    taught = [p for p in read_pages(options.pages) if is_trained_on(p)] if options.news_passes else []
    found["news"] = [p for p in (prepare(news(page), tokenizer) for page in taught) if p.pieces]
    return found


def begin_from(heads: Heads, stored: dict[str, Tensor]) -> None:
    """Take the heads of another run. What they ask of a token's surroundings, where that run had none, begins at nothing."""
    own = heads.state_dict()
    for name, taken in stored.items():
        if name in own and own[name].shape == taken.shape:
            own[name] = taken.float()
        elif name in own and taken.dim() == 2:
            own[name] = functional.pad(taken.float(), (0, own[name].shape[1] - taken.shape[1]))
    heads.load_state_dict(own)


def states_of(kept: Kept, document: Prepared, blank: float = 0.0) -> list[Tensor]:
    """A document's states, each number left out with this chance, since the encoder knows the reports that it was taught on too well."""
    windows = [torch.from_numpy(np.asarray(w, dtype=np.float32)) for w in kept.of(document.example.docid)]
    document.pieces = document.pieces[: len(windows)]
    return [functional.dropout(w, blank, training=blank > 0) for w in windows]


def fit(options: argparse.Namespace) -> None:
    """The whole run."""
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    options.run.mkdir(parents=True, exist_ok=True)
    sets = load_sets(options, load_tokenizer(options.tokenizer))
    kept = {name: read_states(options.states / name) for name in ("train", "dev", *(["news"] if options.news_passes else []))}
    heads = Heads(kept["dev"].table.shape[1], context=options.context)
    begin_from(heads, torch.load(options.start, map_location="cpu"))
    optimiser = Optimiser([(list(heads.parameters()), options.pace)], smoothing=SMOOTHING)
    weights = Weights(**{f.name: getattr(options, f.name) for f in dataclasses.fields(Weights)})
    plan, step = plan_of(sets, options), checkpoints.resume(options.run, optimiser)
    warm, began, seen = max(1, len(plan) // 20), time.monotonic(), 0.0
    heads.train()
    while step < len(plan):
        loss = torch.zeros(())
        for document in plan[step]:
            states = states_of(
                kept["train" if document.example.docid in kept["train"].places else "news"], document, options.blank
            )
            loss = loss + heads.loss_of(document, states, weights) / len(plan[step])
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step(warm_linear(step, len(plan), warm))
        seen, step = seen + loss.item(), step + 1
        if step % checkpoints.EVERY == 0 or step == len(plan):
            print(f"step {step}/{len(plan)} loss {seen / checkpoints.EVERY:.2f} {time.monotonic() - began:.0f} s", flush=True)
            checkpoints.keep(options.run, optimiser, step)
            seen = 0.0
        if step == len(plan) or (options.judge_every and step % options.judge_every == 0):
            _judge(heads, optimiser, options, sets["muc4-dev"], kept["dev"], step)


def _judge(heads: Heads, optimiser: Optimiser, options: argparse.Namespace, dev: list[Prepared], kept: Kept, step: int) -> None:
    """Write the averaged heads, and what they say of dev."""
    optimiser.show_smoothed()
    heads.eval()
    with torch.no_grad():
        write_scores(options.run / f"dev-{step}.jsonl", [scores_of(heads, d, heads.read(d, states_of(kept, d))) for d in dev])
    checkpoints.write_model(heads, options)
    optimiser.show()
    heads.train()


def arguments() -> argparse.ArgumentParser:
    """The options, with what the shipped model used as defaults."""
    parser = argparse.ArgumentParser(prog="training.fit_heads", description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--states", type=Path, required=True, help="folder with the states of train, dev and news")
    parser.add_argument("--tokenizer", type=Path, required=True, help="folder with tokenizer.json")
    parser.add_argument("--muc4", type=Path, required=True, help="folder with MUC-4's train.jsonl and dev.jsonl")
    parser.add_argument("--pages", type=Path, help="the pages on shootings, JSON Lines, for --news-passes")
    parser.add_argument("--start", type=Path, required=True, help="model.pt of the run that the encoder is of")
    parser.add_argument("--run", type=Path, required=True, help="where checkpoints, scores and the model go")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--muc4-passes", type=int, default=6)
    parser.add_argument(
        "--news-passes", type=float, default=0.0, help="of the news pages too, which cost MUC-4's roles two points"
    )
    parser.add_argument("--empty-share", type=float, default=0.5, help="share of MUC-4's documents without incident in a pass")
    parser.add_argument("--tokens", type=int, default=2048, help="tokens a step")
    parser.add_argument("--pace", type=float, default=8e-4)
    parser.add_argument("--blank", type=float, default=0.15, help="share of the states' numbers that is left out")
    parser.add_argument("--context", type=int, default=256, help="dimensions of what stands around a token; a multiple of 64")
    parser.add_argument("--judge-every", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    for field in dataclasses.fields(Weights):
        parser.add_argument(f"--{field.name}", type=float, default=field.default, help=f"weight of the {field.name} answers")
    return parser


if __name__ == "__main__":
    fit(arguments().parse_args())
