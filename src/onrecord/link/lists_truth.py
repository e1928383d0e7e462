"""Holding what was found against known matches: pairwise and B-cubed precision, recall and F1, calibration, and the errors.

B-cubed: Bagga and Baldwin (1998). Expected calibration error: ten bins of equal width over the pairs stated from 0.01 on.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.errors import BadInput
from onrecord.link.lists import Lists, table
from onrecord.link.lists_columns import plain
from onrecord.link.lists_output import DECIDED

if TYPE_CHECKING:
    from onrecord.link.linking import Links

PERSON = ("person", "person_id", "cluster", "cluster_id", "entity", "entity_id", "truth")
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Truth:
    """Pairs of row numbers that are one person, left < right."""

    pairs: frozenset[Pair]
    outside: int  # pairs of the file whose ids are in no list


def read_truth(path: Path, lists: Lists) -> Truth:
    """From pairs of ids (the first two columns), or from a column that says which person each id is."""
    header, records = table(path)
    names = [plain(h) for h in header]
    person = next((n for n, h in enumerate(names) if h in PERSON), None)
    if len(header) < 2:
        raise BadInput(f"{path} has one column: known matches are two columns of ids, or ids with a column person.")
    if person is not None:
        at = next((n for n, h in enumerate(names) if h in ("id", "uid")), 0)
        of = _by_id(lists, None)
        groups: dict[str, list[int]] = defaultdict(list)
        for r in records:
            groups[r[person]] += of.get(r[at].strip(), [])
        pairs = {(min(a, b), max(a, b)) for g in groups.values() for n, a in enumerate(g) for b in g[n + 1 :] if a != b}
        return Truth(frozenset(_across(pairs, lists)), 0)
    return _of_pairs(path, records, lists)


def _of_pairs(path: Path, records: list[list[str]], lists: Lists) -> Truth:
    found, outside = set(), 0
    left, right = (_by_id(lists, 0), _by_id(lists, 1)) if len(lists.files) == 2 else (_by_id(lists, None),) * 2
    if sum(r[0].strip() in left for r in records) < sum(r[0].strip() in right for r in records):
        left, right = right, left
    for r in records:
        a, b = left.get(r[0].strip(), []), right.get(r[1].strip(), [])
        if len(a) != 1 or len(b) != 1 or a == b:
            outside += 1
            continue
        found.add((min(a[0], b[0]), max(a[0], b[0])))
    if not found:
        raise BadInput(
            f"{path}: none of its pairs are ids of the lists: its first two columns must hold ids as the lists write them."
        )
    return Truth(frozenset(found), outside)


def _by_id(lists: Lists, number: int | None) -> dict[str, list[int]]:
    out: dict[str, list[int]] = defaultdict(list)
    for n, (i, k) in enumerate(zip(lists.rows.ids, lists.rows.lists.tolist(), strict=True)):
        if number is None or k == number:
            out[i].append(n)
    return out


def _across(pairs: Iterable[Pair], lists: Lists) -> set[Pair]:
    """Of several files the pairs across files, as they are written."""
    of = lists.rows.lists.tolist()
    return {(a, b) for a, b in pairs if len(lists.files) == 1 or of[a] != of[b]}


def scores(lists: Lists, links: Links, truth: Truth) -> dict[str, Any]:
    """All figures, and the errors as pairs of row numbers with the stated probability."""
    of = lists.rows.lists.tolist()
    stated = {
        (a, b): p
        for a, b, p in zip(links.left.tolist(), links.right.tolist(), links.probability.tolist(), strict=True)
        if len(lists.files) == 1 or of[a] != of[b]
    }
    found = {x for x, p in stated.items() if p >= DECIDED}
    right = len(found & truth.pairs)
    wrong, missed = found - truth.pairs, truth.pairs - found
    error, bins = calibration(stated, truth.pairs)
    return {
        "pairs": {"found": len(found), "known": len(truth.pairs), **_prf(right, len(found), len(truth.pairs))},
        "b_cubed": b_cubed(_groups(len(lists.rows), found), _groups(len(lists.rows), truth.pairs)),
        "calibration_error": error, "reliability": bins, "outside": truth.outside,
        "wrong": sorted(((stated[x], *x) for x in wrong), reverse=True),
        "missed": sorted(((stated.get(x, 0.0), *x) for x in missed), reverse=True),
    }  # fmt: skip


def _prf(right: float, found: float, known: float) -> dict[str, float]:
    precision, recall = right / found if found else 0.0, right / known if known else 0.0
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / (precision + recall) if right else 0.0}


def calibration(stated: dict[Pair, float], known: frozenset[Pair]) -> tuple[float, list[dict[str, float]]]:
    """Expected calibration error, and each bin's pairs, mean probability and share that is right."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for x, p in stated.items():
        bins[min(9, int(p * 10))].append((p, x in known))
    out, error = [], 0.0
    for n in sorted(bins):
        mean, share = (sum(v[k] for v in bins[n]) / len(bins[n]) for k in (0, 1))
        error += abs(mean - share) * len(bins[n])
        out.append({"from": n / 10, "pairs": len(bins[n]), "stated": mean, "right": share})
    return error / max(1, len(stated)), out


def _groups(rows: int, pairs: Iterable[Pair]) -> list[int]:
    root = list(range(rows))

    def of(n: int) -> int:
        while root[n] != n:
            root[n] = root[root[n]]
            n = root[n]
        return n

    for a, b in pairs:
        root[max(of(a), of(b))] = min(of(a), of(b))
    return [of(n) for n in range(rows)]


def b_cubed(found: list[int], known: list[int]) -> dict[str, float]:
    """Of rows grouped in two ways."""
    both, one, other = Counter(zip(found, known, strict=True)), Counter(found), Counter(known)
    precision = sum(n * n / one[f] for (f, _), n in both.items()) / len(found)
    recall = sum(n * n / other[k] for (_, k), n in both.items()) / len(found)
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / (precision + recall)}
