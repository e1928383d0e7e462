"""Learn when two tellings are of one incident, from the pages on shootings: writes the weights that the package ships.

    onrecord build PAGES.jsonl --into RECORD
    python -m training.fit_incident_links RECORD PAGES.jsonl

Learns on the incidents that `news_split.is_trained_on` picks and prints how the rest is judged. What it writes holds numbers alone: how
many pages have a word of a hashed bucket, and a weight a feature. Only pairs of what two reports mainly tell are learnt from, since the
archive says nothing of what a page tells beside it.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.link import incidents_blocks, reports_words
from onrecord.link.incidents_evidence import Features, features
from onrecord.record import open_record
from onrecord.record.tellings import Tellings
from training.news_split import is_trained_on, read_pages

HERE = Path(reports_words.__file__).parent
NEVER_NEGATIVE = (
    "words",
    "telling",
    "title",
    "reprint",
    "rarest",
    "rare_words",
    "same_day",
    "same_city",
    "victim_full",
    "anybody",
)
RIDGE = 2.0
BELIEVED = {"other_country": -4.0}
"""Of what the pages, which are all of one country, teach nothing."""


def count_words(pages: list[dict[str, Any]]) -> None:
    """How many of the pages learnt from have a word of each bucket; rare buckets are left out, as no page has them."""
    counts: Counter[int] = Counter()
    for page in pages:
        counts.update({reports_words.bucket(w) for w in reports_words.words(f"{page['title'] or ''}\n{page['text'] or ''}")})
    said = {"version": 1, "reports": len(pages), "buckets": {str(k): v for k, v in sorted(counts.items()) if v >= 3}}
    (HERE / "reports_words.json").write_text(json.dumps(said, separators=(",", ":")), encoding="utf-8")
    reports_words._counts.cache_clear()
    reports_words.SHIPPED.kept.clear()


def fitted(rows: list[Features], truth: list[bool], names: list[str]) -> np.ndarray:
    """Weights by ridge logistic regression (Newton's method), the constant last."""
    x = np.array([[row.get(n, 0.0) for n in names] + [1.0] for row in rows])
    y, w = np.array(truth, float), np.zeros(len(names) + 1)
    for _ in range(40):
        p = 1 / (1 + np.exp(-x @ w))
        bend = (x * (p * (1 - p))[:, None]).T @ x + RIDGE * np.eye(len(w))
        step = np.linalg.solve(bend, x.T @ (p - y) + RIDGE * w)
        w -= step
        if abs(step).max() < 1e-7:
            break
    return w


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("record", type=Path)
    parser.add_argument("pages", type=Path)
    options = parser.parse_args()
    pages = {p["docid"]: p for p in read_pages(options.pages)}
    count_words([p for p in pages.values() if is_trained_on(p)])
    with open_record(options.record) as record:
        view = record.view()
        told = Tellings(record).of(view.state.captures)
        page_of = {t.number: pages[view.state.captures[t.capture].payload["id"]] for t in told}  # type: ignore[index]
    by = {t.number: t for t in told if t.main}
    pairs = [(a, b) for a, b in incidents_blocks.candidates(by.values()) if by[a].capture != by[b].capture]
    rows = [features(by[a], by[b]) for a, b in pairs]
    truth = [page_of[a]["incident"]["id"] == page_of[b]["incident"]["id"] for a, b in pairs]
    learnt = [is_trained_on(page_of[a]) and is_trained_on(page_of[b]) for a, b in pairs]
    names = sorted({k for r, use in zip(rows, learnt, strict=True) if use for k in r} - set(BELIEVED))
    part = [i for i, use in enumerate(learnt) if use]
    while True:
        w = fitted([rows[i] for i in part], [truth[i] for i in part], names)
        wrong = [n for n, v in zip(names, w, strict=False) if n in NEVER_NEGATIVE and v < 0]
        if not wrong:
            break
        names = [n for n in names if n not in wrong]
    weights = BELIEVED | {n: round(float(v), 4) for n, v in zip(names, w, strict=False)}
    said = {"version": "1", "constant": round(float(w[-1]), 4), "weights": weights}
    (HERE / "incidents_model.json").write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
    judge(rows, truth, learnt, names, w)


def judge(rows: list[Features], truth: list[bool], learnt: list[bool], names: list[str], w: np.ndarray) -> None:
    """How well the pairs are told apart, of the incidents that were not learnt from."""
    held = [i for i, use in enumerate(learnt) if not use]
    x = np.array([[rows[i].get(n, 0.0) for n in names] + [1.0] for i in held])
    p, y = 1 / (1 + np.exp(-x @ w)), np.array([truth[i] for i in held])
    print(f"{sum(learnt)} pairs learnt from, {len(held)} judged, {int(y.sum())} of them of one incident")
    for at in (0.3, 0.5, 0.7):
        said = p >= at
        print(f"from {at}: precision {100 * y[said].mean():.1f}, recall {100 * y[said].sum() / y.sum():.1f}")


if __name__ == "__main__":
    main()
