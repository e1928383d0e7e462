"""Blind double review of pairs: a sheet drawn by stated probability, and what two reviewers' decisions say of the links.

Pairs are drawn from strata of stated probability, so that doubtful ones are seen as well as sure ones. The sheet says neither the
probability nor what was decided. Precision and recall are weighed up to all stated pairs (Horvitz and Thompson 1952), with an
interval by a bootstrap within strata; recall is of matches among the pairs stated from 0.01 on, and says nothing of pairs that were
never compared. Agreement is Krippendorff's alpha for two nominal values.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.errors import BadInput
from onrecord.link.lists import Lists, table
from onrecord.link.lists_output import DECIDED, shown_pairs, write_whole

if TYPE_CHECKING:
    from onrecord.link.linking import Judged, Links

EDGES = (0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 1.0001)
"""The strata's bounds of stated probability."""
SAME = {"same", "1", "yes", "y", "one", "match"}
DIFFERENT = {"different", "0", "no", "n", "two"}
UNSURE = {"unsure", "", "?"}
RESAMPLES = 2000


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One pair of a sheet, as row numbers, with each reviewer's decision: 1 the same, 0 different, None unsure or not said."""

    left: int
    right: int
    first: int | None
    second: int | None


def draw(lists: Lists, links: Links, number: int, seed: int) -> list[int]:
    """The numbers of the drawn pairs, in random order: as even a share of each stratum as it can give."""
    import numpy as np

    at = shown_pairs(lists, links, EDGES[0])
    random = np.random.default_rng(seed)
    strata = [random.permutation(at[_within(links.probability[at], n)]).tolist() for n in range(len(EDGES) - 1)]
    drawn: list[int] = []
    while len(drawn) < number and any(strata):
        for pairs in strata:
            if pairs and len(drawn) < number:
                drawn.append(pairs.pop())
    return random.permutation(np.array(drawn, int)).tolist()  # type: ignore[no-any-return]


def write_sheet(path: Path, lists: Lists, links: Links, number: int, seed: int) -> int:
    """A CSV sheet: ids, every column of both rows side by side, and empty columns for two reviewers; returns how many pairs."""
    drawn = draw(lists, links, number, seed)
    cells = [(file, n) for file in lists.files for n in range(len(file))]
    columns = list(dict.fromkeys(c for file in lists.files for m, c in file.columns.items() if m not in ("id", "list")))
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        ["left_id", "right_id", *(f"{side} {c}" for c in columns for side in ("left", "right")), "reviewer_1", "reviewer_2"]
    )
    for n in drawn:
        a, b = int(links.left[n]), int(links.right[n])
        shown = [file.cells[c][k] if c in file.cells else "" for c in columns for file, k in (cells[a], cells[b])]
        writer.writerow([lists.rows.ids[a], lists.rows.ids[b], *shown, "", ""])
    write_whole(path, out.getvalue())
    return len(drawn)


def read_sheet(path: Path, lists: Lists) -> list[Reviewed]:
    """A sheet with decisions: `same`, `different`, `unsure` or empty under reviewer_1 and reviewer_2, or under `decision` alone."""
    header, records = table(path)
    names = [h.strip().lower() for h in header]
    if "left_id" not in names or "right_id" not in names or not {"reviewer_1", "decision"} & set(names):
        raise BadInput(
            f"{path} is no sheet of judged pairs: it needs the columns left_id, right_id, and reviewer_1 or decision."
        )
    of = ids_of(lists)
    first = names.index("reviewer_1") if "reviewer_1" in names else names.index("decision")
    second = names.index("reviewer_2") if "reviewer_2" in names else None
    out = []
    for n, r in enumerate(records, 1):
        a, b = (of[side].get(r[names.index(name)].strip()) for side, name in ((0, "left_id"), (1, "right_id")))
        if a is None or b is None or a == b:
            raise BadInput(
                f"{path}, row {n}: the pair's ids are not in the lists: give the lists that the sheet was drawn from."
            )
        said = [None if k is None else _decision(r[k], path, n) for k in (first, second)]
        out.append(Reviewed(min(a, b), max(a, b), said[0], said[1]))
    if all(r.first is None and r.second is None for r in out):
        where = "reviewer_1 and reviewer_2" if "reviewer_1" in names else "decision"
        raise BadInput(f"{path}: no pair is judged yet: write same, different or unsure under {where}.")
    return out


def ids_of(lists: Lists) -> tuple[dict[str, int], dict[str, int]]:
    """Row numbers by id, for the left and the right side of pairs."""
    ids, of = lists.rows.ids, lists.rows.lists.tolist()
    last = len(lists.files) - 1
    if last == 0:
        every = {i: n for n, i in enumerate(ids)}
        return every, every
    left: dict[str, int] = {}
    right: dict[str, int] = {}
    for n, (i, k) in enumerate(zip(ids, of, strict=True)):
        if k < last:
            left.setdefault(i, n)
        if k > 0:
            right[i] = n
    return left, right


def _decision(words: str, path: Path, row: int) -> int | None:
    said = words.strip().lower()
    if said in SAME:
        return 1
    if said in DIFFERENT:
        return 0
    if said in UNSURE:
        return None
    raise BadInput(f"{path}, row {row}: {words.strip()!r} is no decision: write same, different or unsure.")


def as_judged(reviewed: Sequence[Reviewed]) -> Judged:
    """What holds from now on: decisions on which nobody disagrees."""
    from onrecord.link.linking import Judged

    made = Judged()
    for r in reviewed:
        said = {d for d in (r.first, r.second) if d is not None}
        if len(said) == 1:
            (made.same if 1 in said else made.different).append((r.left, r.right))
    return made


def alpha(reviewed: Sequence[Reviewed]) -> float | None:
    """Krippendorff's alpha over pairs that both decided; None where nothing can be said."""
    both = [(r.first, r.second) for r in reviewed if r.first is not None and r.second is not None]
    values = [v for pair in both for v in pair]
    ones, n = sum(v or 0 for v in values), len(values)
    if not both or ones in (0, n):
        return None
    observed = sum(a != b for a, b in both) / len(both)
    return 1 - observed * n * (n - 1) / (2 * ones * (n - ones))


def estimate(lists: Lists, links: Links, reviewed: Sequence[Reviewed], seed: int = 0) -> dict[str, Any]:
    """Precision and recall of the pairs held to be one (0.5 and more), with 95 % intervals; None where no decided pair tells. `strata` says
    how much was seen."""
    import numpy as np

    at = shown_pairs(lists, links, EDGES[0])
    stated = {(int(links.left[n]), int(links.right[n])): float(links.probability[n]) for n in at.tolist()}
    values = np.array(list(stated.values()))
    sizes = [int(_within(values, n).sum()) for n in range(len(EDGES) - 1)]
    seen: list[list[int]] = [[] for _ in sizes]
    for r in reviewed:
        said = {d for d in (r.first, r.second) if d is not None}
        p = stated.get((r.left, r.right))
        if len(said) == 1 and p is not None:
            seen[int(np.searchsorted(EDGES, p, side="right")) - 1].append(said.pop())
    random = np.random.default_rng(seed)
    draws = [_weighed(sizes, [random.choice(s, len(s)).tolist() if s else [] for s in seen]) for _ in range(RESAMPLES)]
    point = _weighed(sizes, seen)
    out: dict[str, Any] = {"alpha": alpha(reviewed), "decided": sum(map(len, seen)), "unseen": _unseen(sizes, seen)}
    for k, name in enumerate(("precision", "recall")):
        known = point[k] is not None
        low, high = np.quantile([d[k] for d in draws], [0.025, 0.975]).tolist() if known else (0.0, 1.0)
        out[name] = {"estimate": point[k], "lower": low, "upper": high}
    out["strata"] = [
        {"from": EDGES[n], "pairs": sizes[n], "seen": len(s), "same": sum(s)} for n, s in enumerate(seen) if sizes[n]
    ]  # fmt: skip
    return out


def _within(values: Any, n: int) -> Any:
    return (values >= EDGES[n]) & (values < EDGES[n + 1])


def _weighed(sizes: Sequence[int], seen: Sequence[Sequence[int]]) -> tuple[float | None, float | None]:
    """Each decision counts for the pairs of its stratum that it stands for; half a pair each way keeps small strata honest. None where
    no such pair was decided."""
    same = [size * (sum(s) + 0.25) / (len(s) + 0.5) if s else 0.0 for size, s in zip(sizes, seen, strict=True)]
    held = [n for n in range(len(sizes)) if EDGES[n] >= DECIDED and seen[n]]
    found, of = sum(same[n] for n in held), sum(sizes[n] for n in held)
    return (found / of if of else None), (found / sum(same) if sum(same) else None)


def _unseen(sizes: Sequence[int], seen: Sequence[Sequence[int]]) -> int:
    """Stated pairs in strata of which none was decided: the estimate says nothing of them."""
    return sum(size for size, s in zip(sizes, seen, strict=True) if not s)
