"""`onrecord review`: claims one by one with their words in context, for those who have no browser."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.cli import group
from onrecord.cli.group import example, main, opened, record_argument


@main.command()
@record_argument
@click.option("--as", "--by", "by", required=True, metavar="PSEUDONYM", help="Who reviews.")
@click.option("--report", metavar="REPORT", help="Only the claims of this report, by its id.")
@example("onrecord review my-record --as heron")
def review(record: Path, by: str, report: str | None) -> None:
    """Step through the claims that need a person, worst doubt first.

    Each is shown with its words in context and takes one key, or a line where the input is no terminal. What you decide is saved at
    once, so you can leave at any time and go on later. `?` lists the keys.
    """
    from onrecord.cli.stepping import Stepping

    with opened(record) as held:
        number = held.report_number(report) if report is not None else None
        Stepping(held, by, number, by_key=group.somebody_is_there()).run()
