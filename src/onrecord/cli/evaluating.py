"""The command that measures readers: against a record's own judgements, or against a corpus with gold."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from onrecord.cli.group import PathType, as_json, as_known, example, main, opened, print_json, when
from onrecord.cli.progress import following
from onrecord.errors import Misuse

Json = dict[str, Any]


@main.command()
@click.argument("paths", nargs=-1, required=True, type=PathType, metavar="RECORD | GOLD [PREDICTED [OTHER]]")
@click.option("--format", "form", type=click.Choice(["muc4", "polnear"]), help="The gold's format; without it, a record.")
@click.option(
    "--reader", metavar="NAME", help="Read the judged reports, or the gold's texts, again with this reader; nothing is written."
)
@click.option("--worst", type=click.IntRange(0), default=10, show_default=True, help="How many of the worst reports to list.")
@click.option("--seed", type=int, default=0, show_default=True, help="The seed of the bootstrap.")
@click.option(
    "--resamples", type=click.IntRange(0), default=1000, show_default=True, help="How often reports are drawn for an interval."
)
@click.option("--picture", type=PathType, metavar="FILE", help="Write the reliability diagram there, as SVG.")
@click.option(
    "--seconds",
    type=click.FloatRange(0, min_open=True),
    default=60.0,
    show_default=True,
    help="What judging one claim takes, for the table of thresholds of a record.",
)
@as_json
@as_known
@example("onrecord evaluate my-record --reader rules")
def evaluate(
    paths: tuple[Path, ...],
    form: str | None,
    as_of: str | None,
    json_: bool,
    picture: Path | None,
    seconds: float,
    **how: Any,
) -> None:
    """How right a reader is: by a record's own judgements, or against a corpus with gold.

    Of a RECORD, what people accepted, amended and rejected is the truth for the claims that they judged. With --format, GOLD is
    JSON Lines in the format of MUC-4 or PolNeAR, and PREDICTED what `onrecord extract GOLD --json` prints; without PREDICTED
    the gold's texts are read now, and with two predictions both are compared.
    """
    from onrecord.cli import scores

    how["watch"] = _watched
    if form is not None:
        if as_of is not None:
            raise Misuse("--as-of is of a record; a corpus with gold has no past.")
        from onrecord.evaluate import against_gold

        said = against_gold(form, paths[0], paths[1:], **how)
        for notice in (n for system in said["systems"] for n in system["notices"]):
            click.echo(f"onrecord: {notice}", err=True)
        print_json(said) if json_ else scores.corpus(said)
        _draw(said, picture)
        return
    if len(paths) > 1 or paths[0].is_file():
        raise Misuse(
            "Without --format, one record is evaluated; say which format files with gold have: --format muc4 or polnear."
        )
    with opened(paths[0]) as held:
        said = held.evaluate(as_of=when(as_of), seconds=seconds, **how)
    print_json(said) if json_ else scores.record(said, str(paths[0]))
    _draw(said, picture)


def _draw(said: Json, picture: Path | None) -> None:
    if picture is None:
        return
    from onrecord.cli import scores
    from onrecord.publish.tables import write_whole

    write_whole(picture, scores.pictured(said))
    click.echo(f"Wrote {picture}.", err=True)


def _watched(items: Iterable[Any]) -> Iterable[Any]:
    return following(items, "Reading")
