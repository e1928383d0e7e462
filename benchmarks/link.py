"""Linking lists beside Splink on the same data in the same run: pairwise and B-cubed F1, calibration, processor seconds.

    python benchmarks/link.py [--data ../shared/data] [--made-up 4] [--no-splink]

Made-up lists with families and massacres are always there; the data sets are used where they are found. Splink is a peer and no
dependency: `pip install splink`. It runs with five plain comparisons, parameters by expectation–maximisation, threshold 0.5.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

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


def splink(lists: Any, known: Truth) -> float:
    """Pairwise F1 of Splink at 0.5."""
    import pandas as pd
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    api = DuckDBAPI()
    frames, columns = _frames(lists)
    tables = [api.register(pd.DataFrame(f), table_name=f"list_{n}") for n, f in enumerate(frames)]
    options = {
        "first": cl.JaroWinklerAtThresholds("first", [0.9, 0.7]).configure(term_frequency_adjustments=True),
        "last": cl.JaroWinklerAtThresholds("last", [0.9, 0.7]).configure(term_frequency_adjustments=True),
        "date": cl.DamerauLevenshteinAtThresholds("date", [1, 2]), "born": cl.DamerauLevenshteinAtThresholds("born", [1, 2]),
        "age": cl.ExactMatch("age"), "sex": cl.ExactMatch("sex"),
        "town": cl.ExactMatch("town").configure(term_frequency_adjustments=True),
    }  # fmt: skip
    used = [n for n in options if n in columns]
    pairs = [(a, b) for n, a in enumerate(used) for b in used[n + 1 :]]
    settings = SettingsCreator(
        link_type="link_only" if len(tables) > 1 else "dedupe_only", unique_id_column_name="number",
        comparisons=[options[n] for n in used], blocking_rules_to_generate_predictions=[block_on(a, b) for a, b in pairs],
    )  # fmt: skip
    linker = Linker(tables, settings)
    rule = block_on(*used[:2])
    linker.training.estimate_probability_two_random_records_match([rule], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for on in {used[0], used[min(2, len(used) - 1)]}:
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(on))
    found = linker.inference.predict(threshold_match_probability=0.5).as_pandas_dataframe()
    pairs_found = {(min(a, b), max(a, b)) for a, b in zip(found["number_l"], found["number_r"], strict=True)}
    right = len(pairs_found & known.pairs)
    return 2 * right / max(1, len(pairs_found) + len(known.pairs))


def _frames(lists: Any) -> tuple[list[dict[str, list[Any]]], set[str]]:
    frames, number = [], 0
    columns: set[str] = set()
    for file in lists.files:
        names = [c.split() for c in file.of("name")]
        frame: dict[str, list[Any]] = {"number": list(range(number, number + len(file)))}
        frame["first"], frame["last"] = ([n[k] if n else None for n in names] for k in (0, -1))
        for meaning, column in (("date", "date"), ("born", "born"), ("age", "age"), ("sex", "sex"), ("city", "town")):
            frame[column] = [c.strip().lower()[: 1 if column == "sex" else None] or None for c in file.of(meaning)]
        columns |= {c for c, cells in frame.items() if any(cells)}
        number += len(file)
        frames.append(frame)
    return frames, columns - {"number"}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared" / "data")
    parser.add_argument("--made-up", type=int, default=4)
    parser.add_argument("--no-splink", action="store_true")
    a = parser.parse_args()
    print(f"{'set':36} {'P':>7} {'R':>7} {'F1':>7} {'B3 F1':>7} {'ECE':>7} {'seconds':>8} {'Splink F1':>10}")
    with tempfile.TemporaryDirectory() as folder:
        for name, paths, truth, without in sets(a.data, a.made_up, Path(folder)):
            began = time.process_time()
            said, lists, known = ours(paths, truth, without)
            took = time.process_time() - began
            p = said["pairs"]
            other = "" if a.no_splink else f"{splink(lists, known):.4f}"
            figures = (p["precision"], p["recall"], p["f1"], said["b_cubed"]["f1"], said["calibration_error"])
            print(f"{name:36} " + " ".join(f"{x:7.4f}" for x in figures) + f" {took:8.1f} {other:>10}", flush=True)


if __name__ == "__main__":
    main()
