"""From noisy lists to an estimate over many made-up populations, beside the same with the true links.

    python benchmarks/through_links.py FOLDER [--populations 207] [--methods dga,lcmcr] [--first 0] [--table]

Population n has noise level n modulo nine (`made_up_lists.py`). Each is linked and estimated with the commands' defaults; what is done is kept
in FOLDER, so that a run may be stopped, taken up, and shared out by --first. --table prints what is there: coverage of 1,000 by 95 % intervals,
median bias and width, of the links and of the true links.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from made_up_lists import LEVELS, PEOPLE, rows, write

from onrecord.errors import OnRecordError
from onrecord.estimate import estimate
from onrecord.estimate.linked import estimate_linked, read_listings
from onrecord.link import link_lists
from onrecord.link.lists_output import DOUBTFUL, write_pairs

Json = dict[str, Any]


def linked(folder: Path, number: int) -> tuple[Path, Path]:
    """The lists of a population and their pairs, made where they are not there."""
    people, pairs = folder / f"{number}.csv", folder / f"{number}-pairs.csv"
    if not pairs.exists():
        changed, letters = LEVELS[number % len(LEVELS)]
        write(people, rows(changed, letters, number))
        lists, links = link_lists([people], without=["person"])
        write_pairs(pairs, lists, links, DOUBTFUL, False)
    return people, pairs


def true_table(people: Path) -> np.ndarray[Any, Any]:
    """Histories by the true links."""
    held = [line.split(",") for line in people.read_text(encoding="utf-8").splitlines()[1:]]
    persons = {p: i for i, p in enumerate(dict.fromkeys(line[-1] for line in held))}
    table = np.zeros((len(persons), 5), dtype=int)
    for line in held:
        table[persons[line[-1]], int(line[1]) - 1] = 1
    return table


def figures(run: Any) -> Json:
    try:
        e = run()
    except OnRecordError as error:
        return {"refused": str(error)}
    return {"estimate": e.estimate, "lower": e.lower, "upper": e.upper, "observed": e.observed}


def done(folder: Path, number: int, method: str) -> None:
    """Both estimates of a population, kept in a file of their own."""
    out = folder / f"{number}-{method}.json"
    people, pairs = linked(folder, number)
    if out.exists():
        return
    said = {
        "number": number, "method": method, "level": list(LEVELS[number % len(LEVELS)]),
        "links": figures(lambda: estimate_linked(read_listings(people, pairs, "list"), method)),
        "truth": figures(lambda: estimate(true_table(people), method)),
    }  # fmt: skip
    part = out.with_suffix(".part")
    part.write_text(json.dumps(said), encoding="utf-8")
    part.replace(out)


def table(folder: Path) -> None:
    found = [json.loads(p.read_text(encoding="utf-8")) for p in sorted(folder.glob("*-*.json"))]
    print("| method | changed, letters | populations | links | covered | median bias | median width | in the limits |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for method in sorted({f["method"] for f in found}):
        of = [f for f in found if f["method"] == method and "estimate" in f["links"] and "estimate" in f["truth"]]
        for level in (*LEVELS, None):
            some = [f for f in of if level is None or tuple(f["level"]) == level]
            for which in ("links", "truth") if some else ():
                e = [f[which] for f in some]
                covered = np.mean([x["lower"] <= PEOPLE <= x["upper"] for x in e])
                bias, width = (
                    np.median(x) for x in ([x["estimate"] - PEOPLE for x in e], [x["upper"] - x["lower"] for x in e])
                )
                near = f"{np.mean([_within(f) for f in some]):.0%}" if which == "links" else ""
                print(
                    f"| {method} | {'all' if level is None else f'{level[0]}, {level[1]} %'} | {len(e)} | {which} | {covered:.1%} | {bias:+,.0f} "
                    f"| {width:,.0f} | {near} |"
                )


def _within(f: Json) -> bool:
    """Whether the estimate through links is within 5 % of that with the true links, and no more than half as wide again."""
    links, truth = f["links"], f["truth"]
    wide = links["upper"] - links["lower"] <= 1.5 * (truth["upper"] - truth["lower"])
    return bool(wide and abs(links["estimate"] / truth["estimate"] - 1) <= 0.05)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--populations", type=int, default=207)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--methods", default="dga,lcmcr")
    parser.add_argument("--table", action="store_true")
    a = parser.parse_args()
    a.folder.mkdir(parents=True, exist_ok=True)
    if not a.table:
        for number in range(a.first, a.populations):
            linked(a.folder, number)
            for method in filter(None, a.methods.split(",")):
                done(a.folder, number, method)
    table(a.folder)


if __name__ == "__main__":
    main()
