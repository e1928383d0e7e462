"""The heads over the encoder's states: what stands around a token, spans, the whole document, and pairs of spans."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from onrecord.extract.trained.windows import LONGEST_SPAN
from training.labels import DOCUMENT_LABELS, SPAN_LABELS, SPAN_ROLES

HIDDEN = 256
PAIR = 128
_HEAD = 64  # dimensions of each head of attention
_RARE = -7.0  # a span carries a label about once in a thousand times: where the logits start
_NO_SPAN = -12.0  # the logit of a span that is not there
PAIR_FEATURES = 4
EVIDENCE = 3
PAIR_LABELS = ("same entity", "same incident")


class Context(nn.Module):
    """One narrow layer of self-attention over a window's last states: `size` dimensions a token, which stand beside its state.

    Quick to teach, since the encoder below it stays as it is. `size` is a multiple of 64.
    """

    def __init__(self, width: int, size: int) -> None:
        super().__init__()
        self.size = size
        self.down = nn.Linear(width, size)
        self.first_norm = nn.LayerNorm(size)
        self.ask = nn.Linear(size, 3 * size)
        self.out = nn.Linear(size, size)
        self.second_norm = nn.LayerNorm(size)
        self.inner = nn.Linear(size, 2 * size)
        self.outer = nn.Linear(2 * size, size)
        self.last_norm = nn.LayerNorm(size)
        self.drop = nn.Dropout(0.1)

    def forward(self, states: Tensor) -> Tensor:
        """Tokens by width → tokens by size."""
        x = self.first_norm(self.down(states))
        query, key, value = (p.reshape(-1, self.size // _HEAD, _HEAD).transpose(0, 1) for p in self.ask(x).chunk(3, dim=1))
        near = (query @ key.transpose(1, 2)) / _HEAD**0.5
        seen = (near.softmax(-1) @ value).transpose(0, 1).reshape(-1, self.size)
        x = self.second_norm(x + self.drop(self.out(seen)))
        x = self.last_norm(x + self.drop(self.outer(functional.gelu(self.inner(x)))))
        dropped: Tensor = self.drop(x)
        return dropped


class SpanHead(nn.Module):
    """From the start's, the end's and the mean state of a span to a hidden vector, and from that to every label.

    The three projections are made once a token, so that a span costs three look-ups and an addition. `width` is that of the states, `beside` that
    of what stands beside each.
    """

    def __init__(self, width: int, beside: int = 0) -> None:
        super().__init__()
        self.start = nn.Linear(width + beside, HIDDEN)
        self.end = nn.Linear(width + beside, HIDDEN, bias=False)
        self.mean = nn.Linear(width + beside, HIDDEN, bias=False)
        self.length = nn.Embedding(LONGEST_SPAN, HIDDEN)
        self.document = nn.Linear(width, HIDDEN, bias=False)
        self.deepen = nn.Linear(HIDDEN, HIDDEN)
        self.label = nn.Linear(HIDDEN, len(SPAN_LABELS))
        self.drop = nn.Dropout(0.2)
        nn.init.normal_(self.length.weight, std=0.02)
        nn.init.constant_(self.label.bias, _RARE)

    def hidden(self, states: Tensor, tokens: Tensor, lengths: Tensor, gist: Tensor) -> Tensor:
        """Hidden vectors of spans; `tokens` their first and last token, `lengths` their words less one, `gist` what the document adds."""
        summed = functional.pad(self.mean(states).cumsum(0), (0, 0, 1, 0))
        first, last = tokens[:, 0], tokens[:, 1]
        mean = (summed[last + 1] - summed[first]) / (last + 1 - first)[:, None]
        mixed = self.start(states)[first] + self.end(states)[last] + mean + self.length(lengths) + gist
        deep = functional.gelu(self.deepen(self.drop(functional.gelu(mixed))))
        dropped: Tensor = self.drop(deep)
        return dropped

    def forward(self, hidden: Tensor) -> Tensor:
        logits: Tensor = self.label(hidden)
        return logits


class DocumentHead(nn.Module):
    """To the document's labels from its states, weighed and at their largest, and from its likeliest spans for each label.

    What its spans say tells most: alone, pooled states had learned nothing of the types after an epoch.
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        self.weigh = nn.Linear(width, 1)
        self.mix = nn.Linear(2 * width + EVIDENCE * len(SPAN_LABELS), HIDDEN)
        self.read = nn.Linear(EVIDENCE * len(SPAN_LABELS), len(DOCUMENT_LABELS))
        self.label = nn.Linear(HIDDEN, len(DOCUMENT_LABELS))
        self.drop = nn.Dropout(0.2)

    def pool(self, states: Tensor) -> Tensor:
        """One vector for the document: its tokens weighed."""
        pooled: Tensor = (self.weigh(states).softmax(0) * states).sum(0)
        return pooled

    def evidence(self, logits: Tensor) -> Tensor:
        """The EVIDENCE largest logits of each span label, about a tenth of their size; spans by SPAN_LABELS → one vector."""
        none = logits.new_full((EVIDENCE, logits.shape[1]), _NO_SPAN)
        top = torch.cat([logits, none]).topk(EVIDENCE, dim=0).values
        return (top.flatten() - _RARE) / 10

    def forward(self, states: Tensor, pooled: Tensor, spans: Tensor) -> Tensor:
        seen = self.evidence(spans)
        whole = torch.cat([pooled, states.amax(0), seen])
        logits: Tensor = self.label(self.drop(functional.gelu(self.mix(self.drop(whole))))) + self.read(seen)
        return logits


class PairHead(nn.Module):
    """Whether two spans name one entity, and whether they belong to one incident. The order of the two does not matter."""

    def __init__(self) -> None:
        super().__init__()
        self.narrow = nn.Linear(HIDDEN + len(SPAN_ROLES), PAIR)
        self.mix = nn.Linear(2 * PAIR + PAIR_FEATURES, PAIR)
        self.label = nn.Linear(PAIR, len(PAIR_LABELS))
        self.drop = nn.Dropout(0.2)

    def forward(self, hidden: Tensor, roles: Tensor, features: Tensor) -> Tensor:
        """Logits for every ordered pair of n spans: n by n by PAIR_LABELS; `features` n by n by PAIR_FEATURES."""
        narrow = functional.gelu(self.narrow(torch.cat([hidden, roles], dim=1)))
        left, right = narrow[:, None, :], narrow[None, :, :]
        together = torch.cat([left * right, (left - right).abs(), features], dim=2)
        logits: Tensor = self.label(self.drop(functional.gelu(self.mix(together))))
        return logits
