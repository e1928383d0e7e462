"""relink: a full run of linking over a record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import click

from onrecord.cli.group import as_json, example, main, opened, print_json, record_argument
from onrecord.cli.progress import following


@main.command()
@record_argument
@as_json
@example("onrecord relink my-record")
def relink(record: Path, json_: bool) -> None:
    """Link all reports of a record anew: which tell of one incident, which are of one origin, which victims are one.

    Building links new reports as they come. This looks at all of them again, and at what people judged since; where nothing is found
    to be otherwise, nothing is written. What a person holds to be one, or apart, stays so.
    """

    def watch(parts: Iterable[int], doing: str) -> Iterable[int]:
        return following(parts, doing, "times fifty reports")

    with opened(record) as held:
        done = held.relink(watch)
        if json_:
            print_json(asdict(done))
        elif done.run is None:
            click.echo(f"Compared {done.compared} tellings of harm: nothing is found to be otherwise, and nothing was written.")
        else:
            click.echo(
                f"Run {done.run} compared {done.compared} tellings of harm: {done.linked} links written, {done.taken_back} taken back, "
                f"{done.proposed} pairs left for a person to decide."
            )
