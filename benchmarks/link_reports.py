"""Whether linking reports as they come gives what linking all of them anew gives, and in what part of the time.

    python benchmarks/link_reports.py PAGES.jsonl --folder FOLDER [--held 200] [--seed 0] [--reader rules] [--again]

Builds and links all reports of PAGES but some that are drawn by the seed (kept in FOLDER, so that a second run is quick), adds these one by
one, each linked by itself, and then links everything anew. Prints the pairs of reports that are of one incident both ways and
only one way, and seconds of the processor. FOLDER holds what the reports say: keep it apart.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import statistics
import time
from itertools import combinations
from pathlib import Path

from onrecord.capture import capture_paths
from onrecord.record import Record, create, open_record
from onrecord.record.build import Builder

Pair = tuple[str, str]


def held_out(pages: Path, folder: Path, held: int, seed: int) -> tuple[Path, list[Path]]:
    """A file of the reports to begin with, and one of each report that is added."""
    lines = [line for line in pages.read_text(encoding="utf-8").split("\n") if line.strip()]
    chosen = set(random.Random(seed).sample(range(len(lines)), held))
    folder.mkdir(parents=True, exist_ok=True)
    first = folder / "first.jsonl"
    first.write_text("".join(f"{x}\n" for n, x in enumerate(lines) if n not in chosen), encoding="utf-8")
    later = []
    for n in sorted(chosen, key=lambda n: random.Random(f"{seed} {n}").random()):
        path = folder / "later" / f"{n}.jsonl"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{lines[n]}\n", encoding="utf-8")
        later.append(path)
    return first, later


def begun(first: Path, folder: Path, reader: str, again: bool) -> Path:
    """A record of the reports to begin with, linked, as a copy that may be changed."""
    base, work = folder / "begun", folder / "work"
    if again or not (base / "links.db").exists():
        shutil.rmtree(base, ignore_errors=True)
        with create(base) as record:
            record.build(first, reader=reader)
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(base, work)
    return work


def pairs(record: Record) -> set[Pair]:
    """The pairs of reports that tell of one incident."""
    found: set[Pair] = set()
    for i in record.list():
        found.update(combinations(sorted({r["id"] for r in i["reports"]}), 2))
    return found


def added(record: Record, paths: list[Path], reader: str) -> tuple[list[float], list[float], int]:
    """Seconds of linking each report by itself, seconds of the view after it, and links written in all."""
    linking, viewing, links = [], [], 0
    for path in paths:
        list(Builder(record.ledger, reader).build(capture_paths([path])))
        record.view()
        start = time.process_time()
        links += record.link().linked
        linking.append(time.process_time() - start)
        start = time.process_time()
        record.view().incidents()
        viewing.append(time.process_time() - start)
    return linking, viewing, links


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", type=Path)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--held", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--reader", default="rules")
    parser.add_argument("--again", action="store_true")
    o = parser.parse_args()
    first, later = held_out(o.pages, o.folder, o.held, o.seed)
    with open_record(begun(first, o.folder, o.reader, o.again)) as record:
        record.view().incidents()
        linking, viewing, links = added(record, later, o.reader)
        one_by_one = pairs(record)
        start = time.process_time()
        full = record.relink()
        whole = time.process_time() - start
        anew = pairs(record)
    print(json.dumps({"reports added": len(later), "links by them": links, "tellings compared anew": full.compared}))
    both, either = len(one_by_one & anew), len(one_by_one | anew)
    print(
        f"pairs of reports in one incident: {both} both ways, {len(one_by_one - anew)} one by one only, {len(anew - one_by_one)} anew only"
    )
    print(
        f"the same on {100 * both / max(1, either):.2f} % of them; a full run wrote {full.linked} and took back {full.taken_back}"
    )
    for name, seconds in (("linking one report", linking), ("the view after it", viewing)):
        print(
            f"{name:<24} mean {statistics.mean(seconds):.4f}  median {statistics.median(seconds):.4f}  most {max(seconds):.4f} s"
        )
    print(f"{'linking all anew':<24} {whole:.2f} s: one report takes 1/{whole / max(1e-9, statistics.mean(linking)):.0f} of it")


if __name__ == "__main__":
    main()
