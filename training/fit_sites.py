"""Fit the weights by which the rule reader tells where a shooting was among the places that a report names.

usage: python -m training.fit_sites --data PAGES.jsonl [--out src/onrecord/extract/sites.json]

Every place below a division that a page names is an example; it is right where its town, county or name is the archive's. Learns on six of ten
incidents (the split of `training.news_split`) and says how often the likeliest is right on the pages of the other four, beside the rules' own. The
same for the same: nothing is drawn by chance. Needs scikit-learn, for fitting only; what is written holds hashes and whole numbers.
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from onrecord.claims import Place
from onrecord.extract.events import read
from onrecord.extract.incidents import drafts
from onrecord.extract.naming import gravest, harm_of
from onrecord.extract.report import ReportText
from onrecord.extract.rules import told_of
from onrecord.extract.sites import BUCKETS, features_of, sites_of
from onrecord.extract.siting import SCALE
from onrecord.extract.where import place_of
from training.news_split import is_trained_on, read_pages

PULL = 0.05  # inverse strength of the pull of weights to zero
LEAST = 2  # hundredths from which on a weight is kept


@dataclass(frozen=True, slots=True)
class Example:
    """The places of a page: their features, which are right, and whether the rules' own is."""

    rows: list[set[int]]
    right: list[bool]
    ruled: bool


def plain(text: str) -> str:
    """Lower-case words without accents and without "county"."""
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return " ".join(re.sub(r"[^a-z0-9 ]", " ", text).split()).removesuffix(" county")


def is_at(place: Place, gold: str) -> bool:
    """Whether a place is the archive's: "Oskuva (Velm)" is either."""
    wanted = {plain(p) for p in re.split(r"[()]", gold) if p.strip()}
    return bool(wanted & {plain(p) for p in (place.name, place.city, place.admin2) if p})


def example(page: dict[str, Any]) -> Example | None:
    """The places of a page; None where it tells of no harm."""
    r = read(ReportText(page["text"] or page["title"] or "", page["docid"], "", page["title"], page["published"]))
    main = gravest(harm_of(drafts(r)[0]))
    if main is None:
        return None
    told = told_of(r, main)
    ruled = place_of(r, main, told)
    sites = sites_of(r)
    gold = page["incident"]["place"]
    right = [is_at(s.mentions[0].place, gold) for s in sites]
    return Example(features_of(r, sites, ruled, set(told)), right, ruled is not None and is_at(ruled.place, gold))


def matrix(rows: list[set[int]]) -> csr_matrix:
    """Features as ones in a sparse matrix, a row an example."""
    ends = np.cumsum([0, *(len(row) for row in rows)])
    columns = np.concatenate([np.array(sorted(row), dtype=np.int64) for row in rows])
    return csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(rows), BUCKETS))


def fitted(learnt: list[Example]) -> dict[int, int]:
    """Weights by feature, in hundredths."""
    model = LogisticRegression(C=PULL, max_iter=300).fit(
        matrix([row for x in learnt for row in x.rows]), np.array([right for x in learnt for right in x.right])
    )
    whole = np.rint(model.coef_[0] * SCALE).astype(int)
    return {int(n): int(whole[n]) for n in np.flatnonzero(np.abs(whole) >= LEAST)}


def judge(weights: dict[int, int], kept: list[Example]) -> None:
    """Prints how often the likeliest place of the other pages is right."""
    hits = 0
    for x in kept:
        odds = [sum(weights.get(f, 0) for f in row) for row in x.rows]
        hits += bool(odds) and x.right[odds.index(max(odds))]
    print(
        f"of {len(kept)} pages right: rules {sum(x.ruled for x in kept)}, weights {hits}, any place {sum(any(x.right) for x in kept)}"
    )


def main() -> None:
    """Fits, judges and writes."""
    parser = argparse.ArgumentParser(prog="training.fit_sites", description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("src/onrecord/extract/sites.json"))
    asked = parser.parse_args()
    learnt: list[Example] = []
    kept: list[Example] = []
    for page in read_pages(asked.data):
        made = example(page)
        if made is not None:
            (learnt if is_trained_on(page) else kept).append(made)
    weights = fitted(learnt)
    judge(weights, kept)
    part = asked.out.with_suffix(".part")
    part.write_text(json.dumps({"weights": weights}, separators=(",", ":")) + "\n", encoding="utf-8")
    part.replace(asked.out)
    print(f"{asked.out}: {len(weights)} features, {asked.out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
