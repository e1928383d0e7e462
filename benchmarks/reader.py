"""How fast the trained readers read, beside the forward pass of their encoders alone, and how soon the first report is read.

    python benchmarks/reader.py [FILE.jsonl] [--reader trained --reader small] [--reports 40]

FILE holds reports with `text`, as `onrecord extract` takes them; without it the samples of this repository are read, over and over. Prints one row a
reader, all in one run: reports a second by the clock and by one processor's time, the same of the encoder alone, the share of its
speed that the whole reader keeps, the words of a report, and the seconds from the start of a new process to its first report.
Clock times hold on an idle machine only; the processor's hold under load too.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from onrecord.capture import capture_paths
from onrecord.extract import ReportText
from onrecord.extract.readers import chosen

SAMPLES = Path(__file__).parents[1] / "examples" / "reports"
FIRST = """
import time, sys
begun = time.perf_counter()
from onrecord.extract import ReportText
from onrecord.extract.readers import chosen
reader = chosen(sys.argv[1])
reader.read(ReportText(sys.stdin.read(), "r1", "r1.txt", None, None, "en", "0" * 64))
print(time.perf_counter() - begun, time.process_time())
"""


def texts(path: Path | None) -> list[str]:
    """The texts to read."""
    if path is None:
        return [c.rendition.text for c in capture_paths([SAMPLES])]
    with path.open(encoding="utf-8") as lines:
        return [said for line in lines if line.strip() and (said := json.loads(line)["text"])]


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of the clock and of the processors."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processor


def first_report(name: str, text: str) -> tuple[float, float]:
    """Seconds to the first report of a new process, by the clock from its first line on, and of the processors in all."""
    done = subprocess.run([sys.executable, "-c", FIRST, name], input=text, capture_output=True, text=True, check=True)
    clock, processor = map(float, done.stdout.split())
    return clock, processor


def row(name: str, reports: list[str]) -> str:
    """The line of one reader."""
    from onrecord.extract.trained.graphs import load_graphs, states_of
    from onrecord.extract.trained.kinds import in_capitals
    from onrecord.extract.trained.manifest import LARGE, SMALL
    from onrecord.extract.trained.pieces import cut, load_tokenizer
    from onrecord.extract.trained.words import split_words

    of = {"trained": LARGE, "small": SMALL}[name]
    folder, manifest, reader = of.folder, of.manifest(), chosen(name)
    assert folder is not None
    graphs, tokenizer = load_graphs(folder, manifest.labels), load_tokenizer(folder)
    pieces = [(cut(text, split_words(text), tokenizer), in_capitals(text)) for text in reports]
    read = [ReportText(text, f"r{n}", f"r{n}.txt", None, None, "en", "0" * 64) for n, text in enumerate(reports)]
    states_of(graphs, *pieces[0]), reader.read(read[0])
    whole, encoder = timed(lambda: [reader.read(r) for r in read]), timed(lambda: [states_of(graphs, *p) for p in pieces])
    soon = first_report(name, reports[0])
    n, words = len(reports), sum(len(t.split()) for t in reports) / len(reports)
    return (
        f"{name:8s} {n / whole[0]:8.2f} {n / whole[1]:8.2f}   {n / encoder[0]:8.2f} {n / encoder[1]:8.2f}   "
        f"{encoder[0] / whole[0]:6.0%} {encoder[1] / whole[1]:6.0%}   {words:5.0f}   {soon[0]:6.2f} {soon[1]:6.2f}"
    )


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="benchmarks/reader.py", description="how fast the trained readers read")
    parser.add_argument("file", type=Path, nargs="?", help="reports, JSON Lines with `text`; else the samples")
    parser.add_argument("--reader", action="append", choices=["trained", "small"], help="which readers; else both")
    parser.add_argument("--reports", type=int, default=40, help="how many reports")
    options = parser.parse_args()
    held = texts(options.file)
    reports = [held[n % len(held)] for n in range(options.reports)]
    print("         reports a second     the encoder alone     share kept      words   first report, seconds")
    print("reader      clock    processor   clock    processor   clock processor         clock  processor")
    for name in options.reader or ["trained", "small"]:
        print(row(name, reports), flush=True)


if __name__ == "__main__":
    main()
