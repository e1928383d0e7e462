"""`onrecord review`, claims one by one with their words in context; `onrecord agreement`, how far two readers agree."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.cli import group
from onrecord.cli.group import as_json, as_known, example, main, opened, print_json, record_argument, when
from onrecord.errors import Misuse


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


@main.command()
@record_argument
@click.option(
    "--draw", "probability", type=float, metavar="PROBABILITY", help="Draw claims that nobody has judged, each with it."
)
@click.option("--seed", type=int, default=1, show_default=True, metavar="NUMBER", help="The same seed draws the same claims.")
@click.option("--as", "by", metavar="PSEUDONYM", help="Who draws; needed to draw.")
@click.option("--why", "why_", metavar="TEXT", help="What the sample is for.")
@as_json
@as_known
@example("onrecord agreement my-record --draw 0.1 --seed 7 --as heron")
def agreement(
    record: Path, probability: float | None, seed: int, by: str | None, why_: str | None, json_: bool, as_of: str | None
) -> None:
    """Say how far people agree on claims that two have judged, or draw a sample of claims that two people judge.

    A drawn claim stays open until two people have judged it, and neither sees before what the other said. Agreement is Krippendorff's
    alpha of accept, amend and reject, with an interval of 95 %.
    """
    from onrecord.cli import figures

    if probability is None and (by is not None or why_ is not None):
        raise Misuse("--as and --why are of a draw: give its probability too, such as --draw 0.1.")
    if probability is not None and as_of is not None:
        raise Misuse("--as-of is of what was known at a time; a sample is drawn from now on.")
    with opened(record) as held:
        if probability is not None:
            held.review(by or "").draw(probability, seed, why_)
        said = held.agreement(when(as_of))
        print_json(said) if json_ else figures.agreement(said)


@main.command()
@record_argument
@click.option("--draw", "number", type=int, metavar="NUMBER", help="Draw so many pairs, of sure and doubtful ones alike.")
@click.option("--seed", type=int, default=1, show_default=True, metavar="NUMBER", help="The same seed draws the same pairs.")
@click.option("--as", "by", metavar="PSEUDONYM", help="Who draws; needed to draw.")
@click.option("--why", "why_", metavar="TEXT", help="What the sample is for.")
@as_json
@as_known
@example("onrecord pairs my-record --draw 60 --seed 7 --as heron")
def pairs(
    record: Path, number: int | None, seed: int, by: str | None, why_: str | None, json_: bool, as_of: str | None
) -> None:
    """Say how right the links between incidents are, by pairs that two people judged blind; or draw such pairs.

    They are judged on the page Links. Precision and recall are weighed up to all pairs that were compared, with intervals of 95 %.
    """
    from onrecord.cli import figures

    if number is None and (by is not None or why_ is not None):
        raise Misuse("--as and --why are of a draw: give how many pairs too, such as --draw 60.")
    if number is not None and as_of is not None:
        raise Misuse("--as-of is of what was known at a time; a sample is drawn from now on.")
    with opened(record) as held:
        if number is not None:
            held.review(by or "").draw_pairs(number, seed, why_)
        said = held.pairs(when(as_of))
        print_json(said) if json_ else figures.pairs(said)
