"""From the logits of the attribution head to attributions as spans of words: cues, and for each its source and its content.

Cues that share words rival each other: what a content and a source are likely to be is summed over them, and an attribution is told
where its content and its source are likely enough, whichever of its cues is the right one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from onrecord.extract.trained.attribution_chances import row_chances, span_chances
from onrecord.extract.trained.attribution_marks import Marked, Rows
from onrecord.extract.trained.attribution_tags import TAGS, likeliest, spans_of

__all__ = ["REACH", "Ask", "Read", "reach_of", "read_spans"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
Ask = Callable[[Ints, Ints, Floats], Floats]
"""Of cues (first and last word), the words around each and how they stand to it: the logits of both parts' tags."""

REACH: Final = 56
"""Words on either side of a cue's first in which its source and its content are looked for."""
_FAR: Final = 120
"""The same for a content that goes to the edge of that."""

_LONGEST: Final = 256
"""Words of a sentence that are read as one: lists without a full stop would need too much memory side by side with others."""
_RIVAL: Final = 0.1
"""How likely a cue must be for its source and content to be asked for."""
_TOLD: Final = 0.42
_BY_CONTENT: Final = 0.5
"""How likely content and source must be, and how far it is the content's chance that counts. Chosen on 84 articles of PolNeAR's train."""


@dataclass(frozen=True, slots=True)
class Read:
    """One attribution as words: its cue, its source and the pieces of its content; how likely all of it is right, where that is known."""

    cue: Rows
    source: Rows | None
    content: tuple[Rows, ...]
    chance: float | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class _Rival:
    """A cue that may be one, with the likeliest source and content that it would have, and how likely each is."""

    cue: Rows
    chance: float
    source: Rows | None
    content: tuple[Rows, ...]
    sure: tuple[float, float]  # of source and content
    cut: bool  # whether the content goes to the edge of what was looked at


def reach_of(marked: Marked, cues: Ints, all_cues: Sequence[Rows], reach: int = REACH) -> tuple[Ints, Floats]:
    """The words around each cue, -1 behind the text's last, and how they stand to it."""
    total = len(marked.marks)
    held = np.zeros(total, dtype=bool)
    for a, b in all_cues:
        held[a : b + 1] = True
    begins = np.maximum(cues[:, 0] - reach, 0)
    around = begins[:, None] + np.arange(min(2 * reach + 1, total), dtype=np.int64)
    around[around >= total] = -1
    relations = np.stack([marked.relations((int(a), int(b)), row, held) for (a, b), row in zip(cues, around, strict=True)])
    relations[around < 0] = 0
    return around, relations


def read_spans(tags: Floats, ask: Ask, marked: Marked, worth: Sequence[Floats]) -> list[Read]:
    """The attributions of a text by the logits of its words' cue tags; `worth` is that of each step of cues', sources', contents' tags."""
    cues = _cues(tags, marked.sentence, worth[0])
    if not cues:
        return []
    likely = [cue for cue, chance in cues if chance > 0.5]
    several = _rivalling(_asked(cues, likely, ask, marked, worth, REACH))
    found = [one for rivals in several if (one := _told(rivals)) is not None]
    cut = [n for n, (_, first) in enumerate(found) if first.cut]
    if cut:
        again = _asked([(found[n][1].cue, found[n][1].chance) for n in cut], likely, ask, marked, worth, _FAR)
        for n, far in zip(cut, again, strict=True):
            found[n] = (replace(found[n][0], content=far.content), far)
    return [read for read, _ in found]


def _cues(tags: Floats, sentence: Ints, worth: Floats) -> list[tuple[Rows, float]]:
    """The cues that may be in a text, rivals too, in order, each with how likely it is. No cue leaves its sentence."""
    opens = np.maximum.accumulate(np.where(np.diff(sentence, prepend=sentence[0] - 1), np.arange(len(tags)), 0))
    begins = np.flatnonzero((np.arange(len(tags)) - opens) % _LONGEST == 0)
    lengths = np.diff(begins, append=len(tags))
    rows = np.minimum(begins[:, None] + np.arange(lengths.max()), len(tags) - 1)
    several = span_chances(tags[rows], worth, lengths, _RIVAL)
    return [((int(begins[n]) + a, int(begins[n]) + b), chance) for n, a, b, chance in several]


def _asked(
    cues: Sequence[tuple[Rows, float]], likely: Sequence[Rows], ask: Ask, marked: Marked, worth: Sequence[Floats], reach: int
) -> list[_Rival]:
    """Each cue with its likeliest source and content."""
    rows = np.array([cue for cue, _ in cues], dtype=np.int64)
    around, relations = reach_of(marked, rows, likely, reach)
    logits = ask(rows, around, relations)
    lengths = (around >= 0).sum(1)
    both = np.concatenate([logits[..., :TAGS], logits[..., TAGS:]])  # sources and contents are gone through together
    steps = np.repeat(np.stack(worth[1:]), len(cues), axis=0)
    told = likeliest(both, steps, np.tile(lengths, 2))
    sure = row_chances(both, steps, np.tile(lengths, 2), told).reshape(2, -1).T
    found = []
    for n, (cue, chance) in enumerate(cues):
        begins, last = int(around[n, 0]), int(around[n, 0]) + int(lengths[n]) - 1
        sources, content = (tuple((a + begins, b + begins) for a, b in spans_of(row)) for row in (told[n], told[len(cues) + n]))
        cut = bool(content) and (0 < begins == content[0][0] or content[-1][1] == last < len(marked.marks) - 1)
        found.append(_Rival(cue, chance, sources[0] if sources else None, content, (float(sure[n, 0]), float(sure[n, 1])), cut))
    return found


def _rivalling(several: Sequence[_Rival]) -> list[list[_Rival]]:
    """Cues, in order, in groups of those that share words with the likeliest that is left; it stands first."""
    found: list[list[_Rival]] = []
    for left in _chained(several):
        while left:
            best = max(left, key=lambda r: r.chance)
            mine = [r for r in left if r is not best and _share_words(r.cue, best.cue)]
            found.append([best, *mine])
            left = [r for r in left if not _share_words(r.cue, best.cue)]
    return sorted(found, key=lambda g: g[0].cue)


def _chained(several: Sequence[_Rival]) -> list[list[_Rival]]:
    """Cues, in order, in runs without a gap."""
    found: list[list[_Rival]] = []
    end = -1
    for r in several:
        if r.cue[0] > end:
            found.append([])
        found[-1].append(r)
        end = max(end, r.cue[1])
    return found


def _share_words(one: Rows, other: Rows) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _told(rivals: Sequence[_Rival]) -> tuple[Read, _Rival] | None:
    """The attribution of cues that rival the first, and that first one; None where it is not likely enough."""
    every = sum(r.chance for r in rivals)
    sources: dict[Rows | None, float] = {}
    contents: dict[tuple[Rows, ...], float] = {}
    for r in rivals:
        sources[r.source] = sources.get(r.source, 0.0) + r.chance * r.sure[0]
        contents[r.content] = contents.get(r.content, 0.0) + r.chance * r.sure[1]
    source, content = max(sources, key=sources.__getitem__), max(contents, key=contents.__getitem__)
    first = rivals[0]
    if _BY_CONTENT * contents[content] + (1 - _BY_CONTENT) * sources[source] < _TOLD:
        return None
    chance = first.chance * sources[source] * contents[content] / every**2
    return Read(first.cue, source, content, chance), replace(first, cut=next(r.cut for r in rivals if r.content == content))
