"""How linking grows with the list: made-up victims with 20 % repeats, then new ones into them; seconds and memory.

    python benchmarks/link_million.py [--rows 10000 100000 1000000] [--new 1000] [--splink | --splink-strict]

Of each size: seconds to read the list and link it (by the clock and of the processor), the most memory so far, pairwise F1, how many
pairs came through to estimation; then the seconds (clock and processor) that new rows take from a saved index, its reading and theirs
included. With --splink it is Splink that links the same rows (see link_splink.py), once they are read.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

import link_splink
from made_up_people import rows, write

from onrecord.link import link_lists
from onrecord.link.linking import link_new
from onrecord.link.lists import read_into, read_lists
from onrecord.link.lists_index import save_index
from onrecord.link.lists_truth import read_truth, scores


def measure(size: int, new: int, folder: Path) -> None:
    people = round(size / 1.2)
    every = rows(people + new, round(people * 0.2), 0.5, size)
    path, more, index = folder / "list.csv", folder / "new.csv", folder / "list.index"
    write(path, every[:-new])
    write(more, every[-new:])
    began = times()
    lists, links = link_lists([path])
    took, worked = since(began)
    f1 = scores(lists, links, read_truth(path, lists))["pairs"]["f1"]
    save_index(index, lists, links)
    compared = links.compared
    del lists, links
    began = times()
    all_rows, first, person, model = read_into(index, more)
    found = link_new(all_rows.rows, first, person, model)
    later, later_worked = since(began)
    linked = int((found.probability >= 0.5).sum())
    print(
        f"{size:>9,} {took:9.1f} {worked:9.1f} {memory():7.2f} {f1:7.4f} {compared:>11,} {later:9.1f} {later_worked:9.1f} {linked:>7,}",
        flush=True,
    )


def measure_splink(size: int, new: int, folder: Path, strict: bool = False) -> None:
    people = round(size / 1.2)
    path = folder / "list.csv"
    write(path, rows(people + new, round(people * 0.2), 0.5, size)[:-new])
    lists = read_lists([path])
    began = times()
    found = link_splink.strict_pairs(lists) if strict else link_splink.pairs(lists)
    took, worked = since(began)
    at = link_splink.THRESHOLDS
    f1 = link_splink.f1(found, read_truth(path, lists).pairs, at)
    print(f"{size:>9,} {took:9.1f} {worked:9.1f} {memory():7.2f}   Splink at {', '.join(map(str, at))}: {f1}", flush=True)


def times() -> tuple[float, float]:
    """By the clock, and of the processor."""
    return time.perf_counter(), time.process_time()


def since(began: tuple[float, float]) -> tuple[float, float]:
    clock, cpu = times()
    return clock - began[0], cpu - began[1]


def memory() -> float:
    """The most that the process ever had, in GiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--new", type=int, default=1000)
    parser.add_argument("--splink", action="store_true", help="Splink in place of onrecord.")
    parser.add_argument("--splink-strict", action="store_true", help="Splink with narrow blocks in place of onrecord.")
    a = parser.parse_args()
    print(
        f"{'rows':>9} {'seconds':>9} {'cpu':>9} {'GiB':>7} {'F1':>7} {'compared':>11} {'new, s':>9} {'new, cpu':>9} {'linked':>7}"
    )
    with tempfile.TemporaryDirectory() as folder:
        for size in a.rows:
            if a.splink or a.splink_strict:
                measure_splink(size, a.new, Path(folder), a.splink_strict)
            else:
                measure(size, a.new, Path(folder))


if __name__ == "__main__":
    main()
