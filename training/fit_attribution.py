"""Fit the head that reads attributions in a finished encoder's states (`training.attribution_states` makes them).

usage: python -m training.fit_attribution --polnear FOLDER --states FOLDER-train --run FOLDER [--epochs 8] [--seed 1] [--folds 10 --fold 0]

Every tenth article of train is held out and measured after each epoch, unless `--all`. On the CPU, seeded.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from onrecord.extract.trained.attribution_spans import Read, reach_of, read_spans
from onrecord.extract.trained.attribution_tags import TAGS, tags_of
from training.attribution_data import Article, load_articles, state_rows
from training.attribution_scores import Score, figures
from training.attributor import Attributor

CHUNK = 256  # words read in one go while learning
_AVERAGE = 0.998
_UNSEEN = 0.1  # of the cues beside one are not shown, as some will not be found
_CAPITALS = 0.1  # of the articles are read as if in capitals


def collated(articles: list[Article], files: dict[str, Any], chunk: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """States, marks, cue tags and which words are real, of articles cut into chunks that lie side by side."""
    states = [torch.from_numpy(state_rows(a, files)).split(chunk) for a in articles]
    marks = [torch.from_numpy(a.marked.marks).split(chunk) for a in articles]
    tags = [torch.from_numpy(tags_of(tuple(t.cue for t in a.told), len(a.words))).split(chunk) for a in articles]
    found = []
    for parts in (states, marks, tags):
        found.append(nn.utils.rnn.pad_sequence([x for some in parts for x in some], batch_first=True))
    lengths = torch.tensor([len(x) for some in tags for x in some])
    real = torch.arange(found[2].shape[1])[None] < lengths[:, None]
    return found[0], found[1], found[2], real


def loss_of(model: Attributor, articles: list[Article], files: dict[str, Any], rng: random.Random) -> Tensor:
    """The loss of some articles, a number for an article."""
    states, marks, tags, real = collated(articles, files, CHUNK)
    words, logits = model.texts(states, marks)
    total = model.cues.loss(logits, tags, real).sum()
    begins, cues, around, relations, wanted = 0, [], [], [], []
    for a in articles:
        if a.told:
            rows = np.array([t.cue for t in a.told], dtype=np.int64)
            near, how = reach_of(a.marked, rows, [t.cue for t in a.told if rng.random() >= _UNSEEN])
            gold = [np.stack([tags_of(getattr(t, of), len(a.words)) for t in a.told]) for of in ("source", "content")]
            cues.append(rows + begins)
            around.append(np.where(near >= 0, near + begins, -1))
            relations.append(how)
            wanted.append(np.stack([np.take_along_axis(g, near.clip(0), 1) for g in gold], 1))
        begins += len(a.words)
    near, gold = (torch.from_numpy(_side_by_side(x, fill)) for x, fill in ((around, -1), (wanted, 0)))
    asked = model.around(
        words[real], torch.from_numpy(np.concatenate(cues)), near, torch.from_numpy(_side_by_side(relations, 0))
    )
    for n, chain in enumerate((model.sources, model.contents)):
        total = total + chain.loss(asked[..., TAGS * n : TAGS * n + TAGS], gold[:, n], near >= 0).sum()
    return total / len(articles)


def _side_by_side(tables: list[np.ndarray], fill: int) -> np.ndarray:
    """Tables one below the other; short texts have fewer words around a cue, which are the last axis but for relations."""
    axis = 1 if tables[0].dtype == np.float32 or tables[0].ndim == 2 else 2
    most = max(t.shape[axis] for t in tables)
    return np.concatenate([
        np.pad(t, [(0, most - t.shape[axis] if n == axis else 0) for n in range(t.ndim)], constant_values=fill) for t in tables
    ])  # fmt: skip


def read_by(model: Attributor, article: Article, files: dict[str, Any]) -> list[Read]:
    """What a network attributes in an article."""
    with torch.no_grad():
        states = torch.from_numpy(state_rows(article, files))[None]
        words, logits = model.texts(states, torch.from_numpy(article.marked.marks)[None])

        def ask(rows: np.ndarray, around: np.ndarray, relations: np.ndarray) -> np.ndarray:
            given = (torch.from_numpy(x) for x in (rows, around, relations))
            return model.around(words[0], *given).numpy()  # type: ignore[no-any-return]

        worth = tuple(c.worth().numpy() for c in (model.cues, model.sources, model.contents))
        return read_spans(logits[0].numpy(), ask, article.marked, worth)


def measured(model: Attributor, articles: list[Article], files: dict[str, Any]) -> dict[str, Score]:
    """The figures of a network on some articles."""
    model.eval()
    return figures([(a, read_by(model, a, files)) for a in articles])


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="training.fit_attribution")
    for name in ("polnear", "states", "run"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--epochs", type=float, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fold", type=int, default=0)
    parser.add_argument("--pace", type=float, default=1.5e-3)
    parser.add_argument("--together", type=int, default=4)
    parser.add_argument("--most", type=int, default=None, help="only so many articles, for a try")
    parser.add_argument("--all", action="store_true", help="nothing is held out")
    parser.add_argument("--hidden", type=int, default=80, help="of the reading around cues")
    parser.add_argument(
        "--texts", type=Path, help="a run whose reading of whole texts stays as it is; only that around cues is fitted"
    )
    options = parser.parse_args()
    options.run.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(options.seed)
    torch.set_num_threads(1)
    rng = random.Random(options.seed)
    both = [load_articles(options.polnear / "train.jsonl", options.states, c)[: options.most] for c in (False, True)]
    held = [] if options.all else [n for n in range(len(both[0])) if n % 10 == options.fold]
    mine = [n for n in range(len(both[0])) if n not in set(held)]
    files: dict[str, Any] = {}
    layers, width = state_rows(both[0][0], files).shape[1:]
    model = Attributor(width, layers, options.hidden)
    if options.texts:
        model.keep_texts(torch.load(options.texts / "model.pt")["state"])
    else:
        model.texts.even_out(torch.cat([torch.from_numpy(state_rows(both[0][n], files)) for n in mine[:40]]))
    average = copy.deepcopy(model)
    optimiser = torch.optim.AdamW(model.parameters(), lr=options.pace, weight_decay=0.01)
    steps = int(options.epochs * len(mine) / options.together)
    pace = torch.optim.lr_scheduler.OneCycleLR(optimiser, options.pace, total_steps=steps + 1, pct_start=0.1)
    order: list[int] = []
    began, lost = time.process_time(), 0.0
    each = max(1, len(mine) // options.together)
    for step in range(1, steps + 1):
        if len(order) < options.together:
            order = mine.copy()
            rng.shuffle(order)
        batch = [both[rng.random() < _CAPITALS][order.pop()] for _ in range(options.together)]
        model.train()
        loss = loss_of(model, batch, files, rng)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(model.parameters(), 20.0)
        optimiser.step()
        pace.step()
        lost += float(loss.detach())
        with torch.no_grad():
            keep = min(_AVERAGE, step / (step + 10))
            for a, b in zip(average.state_dict().values(), model.state_dict().values(), strict=True):
                a.mul_(keep).add_(b, alpha=1 - keep)
        if step % 20 == 0:
            print(f"{step}/{steps} loss {lost / 20:.2f} {time.process_time() - began:.0f} s", flush=True)
            lost = 0.0
        if (step % each == 0 or step == steps) and held:
            said = measured(average, [both[0][n] for n in held], files)
            print(" ".join(f"{k} {100 * v.f1:.2f}" for k, v in said.items()), flush=True)
    torch.save(
        {"width": width, "layers": layers, "hidden": options.hidden, "state": average.state_dict()}, options.run / "model.pt"
    )
    (options.run / "options.json").write_text(json.dumps({k: str(v) for k, v in vars(options).items()}))


if __name__ == "__main__":
    main()
