"""The network that finds attributions in a finished encoder's states: a reading of the whole text that marks cues, and for each cue a
reading of the words around it that marks its source and its content. Both give logits of tags whose order a chain of learnt steps weighs.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from onrecord.extract.trained.attribution_marks import MARKS, RELATIONS
from onrecord.extract.trained.attribution_tags import ALLOWED, TAGS

NEAR = 24  # distances from the cue that have a vector of their own, on either side; farther ones share the last
PARTS = 2  # source and content
_NEVER = -1e4


class Chain(nn.Module):
    """What each step from one tag to the next is worth, and how likely a row of tags is."""

    def __init__(self) -> None:
        super().__init__()
        self.steps = nn.Parameter(torch.zeros(TAGS, TAGS))
        self.register_buffer("never", torch.where(torch.tensor(ALLOWED), 0.0, _NEVER))

    def worth(self) -> Tensor:
        """Tags before by tags after."""
        total: Tensor = self.steps + self.never
        return total

    def loss(self, logits: Tensor, tags: Tensor, real: Tensor) -> Tensor:
        """Minus the logarithm of the chance of each row's tags: rows; `real` are the words of a row, from its beginning on."""
        worth, some = self.worth(), real.float()
        reached = logits[:, 0]
        told = logits.gather(2, tags[..., None])[..., 0]
        gold = (told * some).sum(1) + (worth[tags[:, :-1], tags[:, 1:]] * some[:, 1:]).sum(1)
        for at in range(1, logits.shape[1]):
            ahead = torch.logsumexp(reached[:, :, None] + worth, 1) + logits[:, at]
            reached = torch.where(real[:, at, None], ahead, reached)
        return torch.logsumexp(reached, 1) - gold


class Texts(nn.Module):
    """Reads a whole text."""

    def __init__(
        self, width: int, layers: int, shown: int = 192, marked: int = 64, hidden: int = 128, drop: float = 0.3
    ) -> None:
        super().__init__()
        self.width, self.layers = width, layers
        self.show = nn.ModuleList(nn.Linear(width, shown, bias=n == 0) for n in range(layers))
        self.mark = nn.Linear(MARKS, marked)
        self.both = nn.LSTM(shown + marked, hidden, batch_first=True, bidirectional=True)
        self.cue = nn.Linear(2 * hidden + marked, TAGS)
        self.drop = nn.Dropout(drop)

    @torch.no_grad()
    def even_out(self, states: Tensor) -> None:
        """Begins as if the states were of mean 0 and deviation 1, by some of them: words by layers by width."""
        mean, deviation = states.mean(0), states.std(0) + 1e-3
        for n, show in enumerate(self.show):
            show.weight /= deviation[n]
            self.show[0].bias -= show.weight @ mean[n]

    def forward(self, states: Tensor, marks: Tensor) -> tuple[Tensor, Tensor]:
        """Of texts by words by layers by width, and texts by words by MARKS: words as read, and the logits of the cue tags."""
        if self.training:  # the same numbers of all words of a text are left out
            states = states * self.drop(torch.ones(len(states), 1, *states.shape[2:]))
        shown = sum(show(states[..., n, :]) for n, show in enumerate(self.show))
        known = functional.gelu(self.mark(marks))
        read, _ = self.both(torch.cat([functional.gelu(shown), self.drop(known)], -1))
        words = torch.cat([read, known], -1)
        return words, self.cue(self.drop(words))


class Around(nn.Module):
    """Reads the words around each cue."""

    def __init__(self, words: int, inner: int = 128, hidden: int = 80, drop: float = 0.25) -> None:
        super().__init__()
        self.word = nn.Linear(words, inner)
        self.first, self.last, self.gate = (nn.Linear(words, inner, bias=False) for _ in range(3))
        self.relation = nn.Linear(RELATIONS, inner, bias=False)
        self.far = nn.Embedding(2 * NEAR + 1, inner)
        self.both = nn.LSTM(inner, hidden, batch_first=True, bidirectional=True)
        self.part = nn.Linear(2 * hidden + inner, PARTS * TAGS)
        self.drop = nn.Dropout(drop)
        nn.init.normal_(self.far.weight, std=0.1)

    def forward(self, words: Tensor, cues: Tensor, around: Tensor, relations: Tensor) -> Tensor:
        """Logits of the tags of both parts: cues by reach by PARTS * TAGS.

        `words` are those of one text as read; `cues` the first and last word of each; `around` cues by reach, word positions, -1 where
        there is none; `relations` cues by reach by RELATIONS.
        """
        first, last = cues[:, :1], cues[:, 1:]
        away = torch.where(around < first, around - first, torch.where(around > last, around - last, 0)).clamp(-NEAR, NEAR)
        here = around.clamp(min=0)
        asked = self.first(words)[first] + self.last(words)[last]
        shown, gates = self.word(words), self.gate(words)
        mixed = shown[here] + asked + gates[here] * shown[first] + self.relation(relations) + self.far(away + NEAR)
        deep = self.drop(functional.gelu(mixed)) * (around >= 0)[..., None]
        read, _ = self.both(deep)
        logits: Tensor = self.part(torch.cat([self.drop(read), deep], -1))
        return logits


class Attributor(nn.Module):
    """Both readings, and the chains of their tags."""

    def __init__(self, width: int, layers: int, hidden: int = 80) -> None:
        super().__init__()
        self.hidden = hidden
        self.texts = Texts(width, layers)
        self.around = Around(2 * 128 + 64, hidden=hidden)
        self.cues = Chain()
        self.sources = Chain()
        self.contents = Chain()

    def keep_texts(self, state: dict[str, Tensor]) -> None:
        """Takes the reading of whole texts from a fitted network; it is fitted no further."""
        self.load_state_dict({k: v for k, v in state.items() if k.startswith(("texts.", "cues."))}, strict=False)
        for part in (self.texts, self.cues):
            part.requires_grad_(False)
