"""Reports that are linked as they come, in any order and any parts, are linked as a full run links them."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from onrecord.record import Record, create

TOWNS = ("Dayton, Ohio", "Bangor, Maine", "Boise, Idaho")
NAMES = ("", "Ana Tesk", "Annie Tesk", "Bor Lind", "A. Tesk")
NUMBERS = ("One person was", "Two people were", "Three men were", "At least four people were")

Report = tuple[str, int, str, str, str]
reports = st.lists(
    st.tuples(
        st.sampled_from(TOWNS),
        st.integers(2, 6),
        st.sampled_from(NUMBERS),
        st.sampled_from(NAMES),
        st.sampled_from(["mill", "bridge"]),
    ),
    min_size=3,
    max_size=7,
)


def line(number: int, report: Report) -> str:
    town, day, many, name, where = report
    named = f" {name} was among the dead." if name else ""
    text = (
        f"Shots near the {where}\n\n{many} shot dead near a {where} in {town}, on May {day}, 2021, police said.{named} "
        f"The road past the {where} was closed until noon."
    )
    said = {"id": f"r{number}", "text": text, "published": f"2021-05-{day + 1:02}", "publisher": f"Paper {number}"}
    return json.dumps(said) + "\n"


def built(folder: Path, several: list[str], parts: int) -> Record:
    """A record of the reports, built and linked in so many parts."""
    made = create(folder / "record")
    for n in range(parts):
        path = folder / f"{n}.jsonl"
        path.write_text("".join(several[n::parts]), encoding="utf-8")
        made.build(path, reader="rules")
    return made


def found(record: Record) -> tuple[list[list[str]], list[list[str]]]:
    """The reports of each incident, and the words for each victim, whatever their ids are."""
    incidents = record.list()
    words = [
        sorted(f"{m['report']} {m['start']}" for m in v["mentions"] if "report" in m) for i in incidents for v in i["victims"]
    ]
    return sorted(sorted(r["id"] for r in i["reports"]) for i in incidents), sorted(w for w in words if w)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(
    [
        (TOWNS[0], 3, NUMBERS[0], "Ana Tesk", "mill"),
        (TOWNS[0], 3, NUMBERS[1], "Tesk", "mill"),
        (TOWNS[0], 4, NUMBERS[3], "", "mill"),
    ],
    None,
)
@given(reports, st.randoms(use_true_random=False) | st.none())
def test_one_by_one_in_any_order_as_a_full_run(several: list[Report], chance: object) -> None:
    lines = [line(n, r) for n, r in enumerate(several)]
    with tempfile.TemporaryDirectory() as folder:
        for name in ("full", "one"):
            (Path(folder) / name).mkdir()
        with built(Path(folder) / "full", lines, 1) as made:
            assert made.relink().run is None
            full = found(made)
        order = [*lines]
        if chance is None:
            order.reverse()
        else:
            chance.shuffle(order)  # type: ignore[attr-defined]
        with built(Path(folder) / "one", order, len(order)) as made:
            assert found(made) == full
            assert made.relink().run is None and found(made) == full
