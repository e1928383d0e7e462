"""Linking lists beside Splink on the same data in the same run: pairwise and B-cubed F1, calibration, processor seconds.

    python benchmarks/link.py [--data ../shared/data] [--made-up 4] [--no-splink]

Made-up lists with families and massacres are always there; the data sets are used where they are found. `link_splink.py` says how Splink
runs; its F1 is at 0.5 and at 0.95.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import link_splink
from made_up_people import rows, write

from onrecord.link import link_lists
from onrecord.link.lists_truth import Truth, read_truth, scores


def sets(data: Path, made_up: int, folder: Path) -> Iterator[tuple[str, list[Path], Path, list[str]]]:
    """Name, lists, truth, and what is left out."""
    for seed in range(made_up):
        path = folder / f"made_up_{seed}.csv"
        write(path, rows(669, 66, 1.0 if seed % 2 else 0.6, 1000 + seed))
        yield f"made up, massacres, seed {1000 + seed}", [path], path, []
    police = data / "police_killings"
    if police.is_dir():
        lists = [police / "washington_post.csv", police / "mapping_police_violence.csv"]
        yield "police killings", lists, police / "matches.csv", []
        yield "police killings without name", lists, police / "matches.csv", ["name"]
    for path in [*sorted((data / "one_list").glob("*.csv")), *sorted((data / "linked_lists").glob("*.csv"))]:
        yield path.stem, [path], path, []


def ours(paths: Sequence[Path], truth: Path, without: Sequence[str]) -> tuple[dict[str, Any], Any, Truth]:
    lists, links = link_lists(list(paths), without=without)
    known = read_truth(truth, lists)
    return scores(lists, links, known), lists, known


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared" / "data")
    parser.add_argument("--made-up", type=int, default=4)
    parser.add_argument("--no-splink", action="store_true")
    parser.add_argument("--only", help="Only sets whose name has these words in it.")
    a = parser.parse_args()
    print(f"{'set':36} {'P':>7} {'R':>7} {'F1':>7} {'B3 F1':>7} {'ECE':>7} {'seconds':>8}   Splink at 0.5, 0.95")
    with tempfile.TemporaryDirectory() as folder:
        for name, paths, truth, without in sets(a.data, a.made_up, Path(folder)):
            if a.only and a.only not in name:
                continue
            began = time.process_time()
            said, lists, known = ours(paths, truth, without)
            took = time.process_time() - began
            p = said["pairs"]
            other = "" if a.no_splink else link_splink.f1(link_splink.pairs(lists), known.pairs)
            figures = (p["precision"], p["recall"], p["f1"], said["b_cubed"]["f1"], said["calibration_error"])
            print(f"{name:36} " + " ".join(f"{x:7.4f}" for x in figures) + f" {took:8.1f}   {other}", flush=True)


if __name__ == "__main__":
    main()
