"""Teach a small update of the int8 encoder that ships, and the heads for wire reports with it, on MUC-4's reports.

usage: python -m training.fit_update --model MODEL_FOLDER --lower FOLDER --muc4 FOLDER --start MODEL.pt --run FOLDER

MODEL_FOLDER holds encoder.onnx and tokenizer.json. FOLDER of the lower states holds train and dev, of training.states with --after. Begins with the heads of
training.fit_heads. Seeded; stops and goes on as training.joint does. What is kept are the weights averaged over the last steps; at the end, and at each
--judge-every steps, the scores of MUC-4's dev are written to RUN_FOLDER. With --teacher, states of train that training.states kept of a larger model, the states are drawn
towards these too.
"""

from __future__ import annotations

import argparse
import dataclasses
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from onrecord.extract.trained.pieces import load_tokenizer
from onrecord.extract.trained.scores import Scores, write_scores
from training import checkpoints
from training.encoder import SHAPES
from training.fit_heads import SMOOTHING, states_of
from training.fit_heads import begin_from as begin_heads
from training.joint import plan_of
from training.muc4 import example, read_documents
from training.network import Heads, Weights, apart
from training.optimiser import Optimiser, warm_linear
from training.prepared import Prepared, prepare
from training.quantised import Part, Upper
from training.reading import scores_of
from training.states import Kept, read_states


class Updated(nn.Module):
    """The encoder's upper layers with their update, and the heads."""

    def __init__(self, upper: Upper, heads: Heads) -> None:
        super().__init__()
        self.upper, self.heads = upper, heads

    def states(self, kept: Kept, document: Prepared) -> list[Tensor]:
        """A document's last states by the update."""
        return [self.upper(lower) for lower in states_of(kept, document)]

    def groups(self, options: argparse.Namespace) -> list[tuple[list[nn.Parameter], float]]:
        """Parameters with their paces: the tables of an update, the vectors beside them, the heads; lower layers slower."""
        groups = [(list(self.heads.parameters()), options.head_pace)]
        for depth, layer in enumerate(reversed(self.upper.layers)):
            tables = [t for part in layer.modules() if isinstance(part, Part) for t in (part.down, part.up)]
            vectors = [p for p in layer.parameters() if all(p is not t for t in tables)]
            share = options.layer_decay**depth
            groups += [(tables, options.pace * share), (vectors, options.vector_pace * share)]
        return groups


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is learnt from a report: its answers, with a share of the states' numbers left out, and a teacher's states."""

    weights: Weights
    blank: float
    teacher: Kept | None
    hint: float

    def distance(self, docid: str, states: list[Tensor]) -> Tensor:
        """How far a report's states are from the teacher's, weighed, a token; nothing without a teacher."""
        theirs = self.teacher.of(docid) if self.teacher is not None else []
        found = torch.zeros(())
        for mine, table in zip(states, theirs, strict=False):
            found = found + self.hint * len(mine) * apart(mine, torch.from_numpy(table.astype(np.float32)))
        return found


def begun(upper: Upper, stored: dict[str, Tensor]) -> Updated:
    """The network with the heads of a run of training.fit_heads, or with heads and update of a run of this."""
    taught = {k.removeprefix("heads."): v for k, v in stored.items() if not k.startswith("upper.")}
    heads = Heads(*reversed(taught["context.down.weight"].shape))
    begin_heads(heads, taught)
    network = Updated(upper, heads)
    if len(taught) < len(stored):
        network.load_state_dict(stored)
    return network


def fit(options: argparse.Namespace) -> None:
    """The whole run."""
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    options.run.mkdir(parents=True, exist_ok=True)
    tokenizer = load_tokenizer(options.model)
    sets = {
        f"muc4-{n}": [prepare(example(d), tokenizer) for d in read_documents(options.muc4 / f"{n}.jsonl")]
        for n in ("train", "dev")
    }
    sets |= {"news": [], "polnear": []}
    kept = {name: read_states(options.lower / name) for name in ("train", "dev")}
    upper = Upper(options.model / "encoder.onnx", options.family, options.first, options.rank)
    network = begun(upper, torch.load(options.start, map_location="cpu"))
    optimiser = Optimiser(network.groups(options), smoothing=SMOOTHING)
    lesson = Lesson(
        Weights(**{f.name: getattr(options, f.name) for f in dataclasses.fields(Weights)}),
        options.blank,
        read_states(options.teacher) if options.teacher else None,
        options.hint,
    )
    plan, step = plan_of(sets, options), checkpoints.resume(options.run, optimiser)
    warm, began, seen = max(1, len(plan) // 20), time.monotonic(), 0.0
    network.train()
    pool = ThreadPoolExecutor(options.threads, initializer=partial(torch.set_num_threads, 1))
    last = min(options.until or len(plan), len(plan))
    while step < last:
        upper.renew()
        share = partial(_learnt, network, kept["train"], lesson, 1 / len(plan[step]))
        seen += sum(pool.map(share, sorted(plan[step], key=lambda d: -d.longest)))
        optimiser.step(warm_linear(step, len(plan), warm))
        step += 1
        if step % options.tell_every == 0 or step == last:
            print(f"step {step}/{len(plan)} loss {seen / options.tell_every:.2f} {time.monotonic() - began:.0f} s", flush=True)
            seen = 0.0
        if step % checkpoints.EVERY == 0 or step == last:
            checkpoints.keep(options.run, optimiser, step)
        if step == last or (options.judge_every and step % options.judge_every == 0):
            optimiser.show_smoothed()
            upper.renew()
            network.eval()
            write_scores(options.run / f"dev-{step}.jsonl", pool.map(partial(_read, network, kept["dev"]), sets["muc4-dev"]))
            checkpoints.write_model(network, options)
            optimiser.show()
            network.train()


def _learnt(network: Updated, kept: Kept, lesson: Lesson, share: float, document: Prepared) -> float:
    """Adds a document's part to the gradients of a step; its loss. One processor to a document is faster than two to each product."""
    states = network.states(kept, document)
    loss = lesson.distance(document.example.docid, states)
    left = [nn.functional.dropout(w, lesson.blank, training=lesson.blank > 0) for w in states]
    loss = (loss + network.heads.loss_of(document, left, lesson.weights)) * share
    loss.backward()  # type: ignore[no-untyped-call]
    return loss.item()


def _read(network: Updated, kept: Kept, document: Prepared) -> Scores:
    """What the heads say of a document."""
    with torch.no_grad():
        return scores_of(network.heads, document, network.heads.read(document, network.states(kept, document)))


def arguments() -> argparse.ArgumentParser:
    """The options, with what the shipped update's first run used as defaults."""
    parser = argparse.ArgumentParser(prog="training.fit_update", description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--model", type=Path, required=True, help="folder with encoder.onnx and tokenizer.json")
    parser.add_argument("--lower", type=Path, required=True, help="folder with the states below the layers that are updated")
    parser.add_argument("--muc4", type=Path, required=True, help="folder with MUC-4's train.jsonl and dev.jsonl")
    parser.add_argument("--start", type=Path, required=True, help="model.pt of training.fit_heads, or of this to go on")
    parser.add_argument("--run", type=Path, required=True, help="where checkpoints, scores and the model go")
    parser.add_argument("--family", choices=sorted(SHAPES), default="mpnet")
    parser.add_argument("--first", type=int, default=5, help="the first layer that is updated, counted from 0")
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--muc4-passes", type=int, default=5)
    parser.add_argument("--empty-share", type=float, default=1 / 3, help="share of the documents without incident in a pass")
    parser.add_argument("--tokens", type=int, default=2048, help="tokens a step")
    parser.add_argument("--pace", type=float, default=4e-4, help="of the tables in the topmost layer")
    parser.add_argument("--vector-pace", type=float, default=2e-4, help="of its vectors")
    parser.add_argument("--head-pace", type=float, default=3e-4)
    parser.add_argument("--layer-decay", type=float, default=0.95, help="how much slower each layer is than the one above")
    parser.add_argument("--blank", type=float, default=0.1, help="share of the states' numbers that is left out")
    parser.add_argument("--teacher", type=Path, help="FOLDER/NAME of a larger model's states of train, of training.states")
    parser.add_argument("--hint", type=float, default=0.5, help="weight of the distance from the teacher's states, a token")
    parser.add_argument("--until", type=int, help="stop after this step of the passes, the pace being as if it went on")
    parser.add_argument("--judge-every", type=int, default=0)
    parser.add_argument("--tell-every", type=int, default=20)
    parser.add_argument("--threads", type=int, default=2)
    parser.set_defaults(polnear_passes=0.0, news_passes=0.0)
    for field in dataclasses.fields(Weights):
        parser.add_argument(f"--{field.name}", type=float, default=field.default, help=f"weight of the {field.name} answers")
    return parser


if __name__ == "__main__":
    fit(arguments().parse_args())
