"""What kind of mistakes are made in the contents of PolNeAR's attributions, and what each kind costs.

usage: python -m training.attribution_errors GOLD.jsonl PREDICTED.jsonl

Articles that PREDICTED does not have are left out. A content that is wrong is laid to that one of the gold whose cue shares a character
with its own. Of each kind: how many, and the F1 of contents if there were none. Beside it the F1 of the pieces of each part, counted each by
itself, which is how the scorer of CofeNet counts (Wang et al., COLING 2022; its code knows a content only as one run of tags).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from onrecord.evaluate.agreement import Agreement, f1, overlap
from onrecord.evaluate.lines import Part
from onrecord.evaluate.polnear import PARTS, Attribution, Attributions, Component, read_gold, read_said
from training.polnear import read_articles

SPURIOUS = "no cue there in the gold"
MISSED = ("no cue there", "content empty")
_EDGES = {(True, True): "start and end", (True, False): "start", (False, True): "end"}


def touch(one: Component, other: Component) -> bool:
    """Whether two components share a character."""
    return any(a < d and c < b for a, b in one for c, d in other)


def missed_kind(gold: Attribution, said: Attributions) -> str:
    """Why a content of the gold was not said."""
    near = [a for a in said if touch(a.cue, gold.cue)]
    if not near:
        return MISSED[0]
    mine = near[0].content
    if not mine:
        return MISSED[1]
    if not touch(mine, gold.content):
        return "elsewhere"
    if len(mine) != len(gold.content):
        return "too few pieces" if len(mine) < len(gold.content) else "too many pieces"
    starts, ends = ([a[n] != b[n] for a, b in zip(mine, gold.content, strict=True)] for n in (0, 1))
    return _EDGES[any(starts), any(ends)]


def mistakes(gold: Attributions, said: Attributions) -> Counter[str]:
    """The kinds of one article: of contents that were not said, and of contents by a cue that shares nothing with one of the gold."""
    mine, theirs = ({a.content: a for a in side if a.content} for side in (said, gold))
    found = Counter(missed_kind(a, said) for c, a in theirs.items() if c not in mine)
    found[SPURIOUS] = sum(c not in theirs and not any(touch(a.cue, b.cue) for b in gold) for c, a in mine.items())
    return found


def without(kind: str, count: int, all_of: Agreement) -> float:
    """The F1 if no content were wrong in this way."""
    if kind == SPURIOUS:
        return f1(all_of.hit, all_of.said - count, all_of.gold)
    return f1(all_of.hit + count, all_of.said + (count if kind in MISSED else 0), all_of.gold)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="training.attribution_errors", description="kinds of mistakes in contents")
    parser.add_argument("gold", type=Path)
    parser.add_argument("predicted", type=Path)
    options = parser.parse_args()
    with options.predicted.open(encoding="utf-8") as lines:
        said = {d["report"]["id"]: d for d in map(json.loads, lines)}
    kinds: Counter[str] = Counter()
    contents, pieces = Agreement(), {part: Agreement() for part in PARTS}
    for article in read_articles(options.gold):
        if article["docid"] not in said:
            continue
        line = Part(article, "")
        theirs, mine = read_gold(line), read_said(Part(said[article["docid"]], ""), line)
        kinds += mistakes(theirs, mine)
        contents += overlap(*({a.content for a in side if a.content} for side in (mine, theirs)))
        for part in PARTS:
            pieces[part] += overlap(*({p for a in side for p in getattr(a, part)} for side in (mine, theirs)))
    print(f"contents {100 * contents.f1:.1f}: {contents.hit} of {contents.said} said and {contents.gold} of the gold")
    print("each piece by itself: " + ", ".join(f"{part} {100 * pieces[part].f1:.1f}" for part in PARTS))
    for kind, count in kinds.most_common():
        print(f"{count:5d}  {kind:26s} if there were none {100 * without(kind, count, contents):.1f}")


if __name__ == "__main__":
    main()
