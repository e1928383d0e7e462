"""The head that finds attributions: which words are cues, and for each cue which words are its source and its content.

Asked cue by cue, so that an attribution is whole by construction and one inside another's content is no special case.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.attribution_reading import TAGS

CUE_HIDDEN, ASKED_HIDDEN = 256, 192
NEAR = 32  # distances from the cue that have a vector of their own, on either side; farther ones share the last
PARTS = ("source", "content")


class AttributionHead(nn.Module):
    """Over words, each the mean of its first and its last piece's state."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.cue_mix = nn.Linear(width, CUE_HIDDEN)
        self.cue_label = nn.Linear(CUE_HIDDEN, TAGS)
        self.word = nn.Linear(width, ASKED_HIDDEN)
        self.first = nn.Linear(width, ASKED_HIDDEN, bias=False)
        self.last = nn.Linear(width, ASKED_HIDDEN, bias=False)
        self.gate = nn.Linear(width, ASKED_HIDDEN, bias=False)
        self.far = nn.Embedding(2 * NEAR + 2, ASKED_HIDDEN)
        self.near_one = nn.Conv1d(ASKED_HIDDEN, ASKED_HIDDEN, 5, padding=2)
        self.near_two = nn.Conv1d(ASKED_HIDDEN, ASKED_HIDDEN, 5, padding=2)
        self.label = nn.Linear(ASKED_HIDDEN, len(PARTS) * TAGS)
        self.drop = nn.Dropout(0.15)
        nn.init.normal_(self.far.weight, std=0.02)

    def words(self, states: Tensor, rows: Tensor) -> Tensor:
        """States of words from those of pieces; `rows` their first and last piece."""
        return (states[rows[:, 0]] + states[rows[:, 1]]) / 2

    def cues(self, words: Tensor) -> Tensor:
        """Logits of the cue tags: words by TAGS."""
        logits: Tensor = self.cue_label(self.drop(functional.gelu(self.cue_mix(words))))
        return logits

    def parts(self, words: Tensor, cues: Tensor, around: Tensor) -> Tensor:
        """For each cue, logits of the tags of the words around it: cues by reach by len(PARTS) * TAGS.

        `cues`: first and last word of each; `around`: cues by reach, word positions, clamped to the window.
        """
        shown, gates = self.word(words), self.gate(words)
        first, last = cues[:, :1], cues[:, 1:]
        away = torch.where(around < first, around - first, torch.where(around > last, around - last, 0)).clamp(-NEAR, NEAR)
        asked = self.first(words)[first] + self.last(words)[last]
        mixed = shown[around] + asked + gates[around] * shown[first] + self.far(away + NEAR)
        deep = functional.gelu(self.drop(mixed)).transpose(1, 2)
        deep = deep + functional.gelu(self.near_one(deep))
        deep = deep + functional.gelu(self.near_two(deep))
        logits: Tensor = self.label(self.drop(deep.transpose(1, 2)))
        return logits


def reach_of(cues: Tensor, words: int, reach: int) -> tuple[Tensor, Tensor]:
    """Positions of the words within `reach` of each cue's first word, clamped to the window; and which of them are real."""
    around = cues[:, :1] + torch.arange(-reach, reach + 1)[None]
    return around.clamp(0, words - 1), (around >= 0) & (around < words)
