"""The head for news of shootings: who of the named was killed, hurt or suspected, where and when, and how many."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.heads import HIDDEN

NEWS_LABELS = ("victim:death", "victim:injury", "suspect", "place", "date")
COUNTED = ("killed", "injured")
MOST_COUNTED = 6  # 0, 1, 2, 3, 4, and five or more
EVIDENCE = 5
_RARE, _NO_SPAN = -6.0, -10.0


class NewsHead(nn.Module):
    """From the span head's hidden vectors to the news labels, and from those and the document's states to the numbers."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.deepen = nn.Linear(HIDDEN, HIDDEN // 2)
        self.label = nn.Linear(HIDDEN // 2, len(NEWS_LABELS))
        self.weigh = nn.Linear(width, 2)
        self.mix = nn.Linear(3 * width + EVIDENCE * len(NEWS_LABELS), HIDDEN)
        self.count = nn.Linear(HIDDEN, len(COUNTED) * MOST_COUNTED)
        self.drop = nn.Dropout(0.2)
        nn.init.constant_(self.label.bias, _RARE)

    def forward(self, hidden: Tensor) -> Tensor:
        """Logits of the labels: spans by NEWS_LABELS."""
        logits: Tensor = self.label(functional.gelu(self.deepen(hidden)))
        return logits

    def counts(self, states: Tensor, spans: Tensor) -> Tensor:
        """Logits of the numbers, COUNTED by MOST_COUNTED."""
        none = spans.new_full((EVIDENCE, spans.shape[1]), _NO_SPAN)
        top = (torch.cat([spans, none]).topk(EVIDENCE, dim=0).values - _RARE) / 10
        pooled = self.weigh(states).softmax(0).transpose(0, 1) @ states
        whole = torch.cat([pooled.flatten(), states.amax(0), top.flatten()])
        logits: Tensor = self.count(self.drop(functional.gelu(self.mix(self.drop(whole)))))
        return logits.view(len(COUNTED), MOST_COUNTED)
