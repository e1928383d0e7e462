"""How linking grows with the list: made-up victims with 20 % repeats, then new ones into them; seconds and memory.

    python benchmarks/link_million.py [--rows 10000 100000 1000000] [--new 1000]

Of each size: seconds to make the list, to read it and to link it (by the clock and of the processor), the most memory, pairwise F1; then
the seconds that new rows take from a saved index, its reading and theirs included.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

from made_up_people import rows, write

from onrecord.link import link_lists
from onrecord.link.linking import link_new
from onrecord.link.lists import read_into
from onrecord.link.lists_index import save_index
from onrecord.link.lists_truth import read_truth, scores


def measure(size: int, new: int, folder: Path) -> None:
    people = round(size / 1.2)
    every = rows(people + new, round(people * 0.2), 0.5, size)
    path, more, index = folder / "list.csv", folder / "new.csv", folder / "list.index"
    write(path, every[:-new])
    write(more, every[-new:])
    clock, cpu = time.perf_counter(), time.process_time()
    lists, links = link_lists([path])
    took, worked = time.perf_counter() - clock, time.process_time() - cpu
    f1 = scores(lists, links, read_truth(path, lists))["pairs"]["f1"]
    save_index(index, lists, links)
    compared = links.compared
    del lists, links
    clock = time.perf_counter()
    all_rows, first, person, model = read_into(index, more)
    found = link_new(all_rows.rows, first, person, model)
    later = time.perf_counter() - clock
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(
        f"{size:>9,} {took:9.1f} {worked:9.1f} {memory:7.2f} {f1:7.4f} {compared:>11,} {later:9.1f} {int((found.probability >= 0.5).sum()):>7,}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--new", type=int, default=1000)
    a = parser.parse_args()
    print(f"{'rows':>9} {'seconds':>9} {'cpu':>9} {'GiB':>7} {'F1':>7} {'compared':>11} {'new, s':>9} {'linked':>7}")
    with tempfile.TemporaryDirectory() as folder:
        for size in a.rows:
            measure(size, a.new, Path(folder))


if __name__ == "__main__":
    main()
