"""Tune what the head for news may say, on pages of incidents that the model was not taught, and judge it on those of others.

usage: python -m training.tune_news --reader trained --pages FILE --scorer score_gun_violence.py --settings settings.json [--judged FILE]

Of the incidents that are not learnt from a third is tuned on and another third is judged by, told apart by the incident so that no page tells of another's
answer. Reads with the installed model, whose own settings of the head for news are left aside; prints the figures of the judged third before and after, and writes
the chosen ones into the settings. --judged writes the judged third's pages, for other readers to be measured on.
"""

from __future__ import annotations

import argparse
import contextlib
import copy
import dataclasses
import hashlib
import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from onrecord.claims import Rendition
from onrecord.extract.events import read
from onrecord.extract.reading import Reading
from onrecord.extract.report import ReportText
from onrecord.extract.rules import Words, contract_of
from onrecord.extract.trained.manifest import LARGE, SMALL
from onrecord.extract.trained.model import Said, load_model
from onrecord.extract.trained.news import NewsSettings
from onrecord.extract.trained.together import Tuned, heard, joined_with
from onrecord.publish.tables import write_whole
from training.scoring import load_scorer
from training.tuning import level

Json = dict[str, Any]
TRAINED_TENTHS = 6  # as training.news, which needs PyTorch
_STEPS: tuple[tuple[str, tuple[float, ...]], ...] = (
    ("person", (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)),
    ("cleared", (0.0, 0.03, 0.06, 0.1, 0.15, 0.2, 0.3)),
    ("place", (0.05, 0.1, 0.2, 0.3, 0.4, 0.5)),
    ("date", (0.05, 0.1, 0.2, 0.3, 0.4, 0.5)),
)
_FIGURES = re.compile(r"(names|place|date|killed|injured).*?(?:F1|right|exact)\s+([\d.]+)")


@dataclass(frozen=True, slots=True)
class Page:
    """One page: what the rules found, and what the model says with the words heard."""

    docid: str
    held: Words
    reading: Reading
    ruled: Json
    said: Said

    def joined(self, tuned: Tuned) -> Json:
        """The contract's object with these settings."""
        return joined_with(copy.deepcopy(self.ruled), self.reading, self.held, self.said, tuned)


def third_of(page: Json) -> int | None:
    """Which third of the incidents that are not learnt from a page tells of; None where it is learnt from."""
    digest = hashlib.sha256(page["incident"]["id"].encode()).digest()
    return digest[1] % 3 if digest[0] % 10 >= TRAINED_TENTHS else None


def pages_of(reader: str, found: Sequence[Json], tuned: Tuned) -> Iterator[Page]:
    """Pages as they are read by an installed model."""
    model = load_model({"trained": LARGE, "small": SMALL}[reader])
    for page in found:
        if not page["text"] or len(page["text"]) > 20_000:
            continue
        report = ReportText(page["text"], page["docid"], "", page["title"], page["published"], None, "")
        reading = read(report)
        held = Words(Rendition(report.text, "", report.title), reading.offset)
        ruled = contract_of(report, reading, held)
        yield Page(
            page["docid"], held, reading, ruled, heard(ruled, reading, model.read(reading.text), tuned.trusted(reading.text))
        )


def figures(scorer: ModuleType, gold: dict[str, Json], pages: Sequence[Page], tuned: Tuned) -> dict[str, float]:
    """The scorer's figures, by name, in percent."""
    said = {p.docid: p.joined(tuned) for p in pages}
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        scorer.read({p.docid: gold[p.docid] for p in pages}, said)
    return {m[1]: float(m[2]) for line in out.getvalue().splitlines() if (m := _FIGURES.match(line))}


def chosen(scorer: ModuleType, gold: dict[str, Json], pages: Sequence[Page], start: Tuned) -> NewsSettings:
    """The settings in the middle of what does well, one at a time; every figure counts alike."""
    tuned = start
    for name, values in _STEPS:
        options = [dataclasses.replace(tuned, news=_changed(tuned.news, name, v)) for v in values]
        worth = level([sum(figures(scorer, gold, pages, o).values()) for o in options])
        tuned = options[max(range(len(options)), key=worth.__getitem__)]
    return tuned.news


def _changed(settings: NewsSettings, name: str, value: float) -> NewsSettings:
    changes: Json = {name: value}
    return dataclasses.replace(settings, **changes)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="training.tune_news", description="tune the head for news")
    parser.add_argument("--reader", choices=["trained", "small"], default="trained")
    for name in ("pages", "scorer", "settings"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--judged", type=Path, help="where the judged third's pages are written, as JSON Lines")
    options = parser.parse_args()
    scorer = load_scorer(options.scorer)
    with options.pages.open(encoding="utf-8") as lines:
        all_pages = [json.loads(line) for line in lines if line.strip()]
    thirds = [[p for p in all_pages if third_of(p) == n] for n in range(3)]
    if options.judged:
        write_whole(options.judged, "".join(json.dumps(p) + "\n" for p in thirds[0]))
    gold = {p["docid"]: p for p in all_pages}
    manifest = {"trained": LARGE, "small": SMALL}[options.reader].manifest()
    start = dataclasses.replace(Tuned.of(manifest), news=NewsSettings(), calibration={})
    taken = list(pages_of(options.reader, thirds[1], start))
    print("tuned third before:", figures(scorer, gold, taken, start), flush=True)
    news = chosen(scorer, gold, taken, start)
    after = dataclasses.replace(start, news=news)
    print("tuned third after:", figures(scorer, gold, taken, after), news, flush=True)
    settings = json.loads(options.settings.read_text(encoding="utf-8"))
    write_whole(options.settings, json.dumps({**settings, "news": dataclasses.asdict(news)}, indent=2) + "\n")
    judged = list(pages_of(options.reader, thirds[0], start))
    for name, tuned in (("before", start), ("after", after)):
        print(f"judged third {name}:", figures(scorer, gold, judged, tuned), flush=True)


if __name__ == "__main__":
    main()
