"""The command that brings a list of other people's making into a record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from onrecord import wording
from onrecord.cli import group
from onrecord.cli.console import FAINT, WORDS, console, put, row, say, table
from onrecord.cli.group import PathType, as_json, example, main, opened, print_json, record_argument
from onrecord.cli.progress import following
from onrecord.errors import Misuse, OnRecordError

if TYPE_CHECKING:
    from onrecord.importing import Prepared

SHOWN = 10
"""Sentences on cells that could not be read, before the rest is only counted."""
_NO_CLAIM = ("id", "list", "born", "born_year", "born_month", "born_day", "race", "description")
"""What is understood and stays words of the report: the record has no claim of it."""


@main.command("import")
@record_argument
@click.argument("file", type=PathType, metavar="FILE")
@click.option(
    "--map", "mapping", type=PathType, metavar="MAP.toml", help="What the columns mean, where their names do not tell."
)
@click.option(
    "--collection", metavar="NAME", help="What the list is called; else its file's name. Its rows' ids begin with it."
)
@click.option("--publisher", metavar="NAME", help="Who publishes the list.")
@click.option("--published", metavar="DATE", help="When the list was published: a day, a month or a year.")
@click.option(
    "--outcome",
    type=click.Choice(("death", "injury", "abduction", "detention", "disappearance", "threat")),
    help="What became of everybody on the list, where no column says so; else death.",
)
@click.option("--sheet", metavar="NAME", help="Which sheet of an Excel workbook; else the first.")
@click.option("--write-map", "write", type=PathType, metavar="MAP.toml", help="Write what the columns are taken for there.")
@click.option("--yes", is_flag=True, help="Take the columns as they are understood, without asking.")
@as_json
@example('onrecord import my-record list.csv --map list.toml --collection "Border deaths"')
def import_(record: Path, file: Path, mapping: Path | None, write: Path | None, yes: bool, json_: bool, **said: Any) -> None:
    """Bring a list of people (CSV or Excel) in as a source: each row a report of its own, with the claims of its columns.

    The columns are shown with what they are taken for, and nothing is written before you agree. Importing again adds only new rows.
    """
    from onrecord.importing import write_map
    from onrecord.record.importing import imported, mapped, prepared

    how = mapped(mapping, *(said[k] for k in ("collection", "publisher", "published", "outcome", "sheet")))
    with opened(record) as held:
        found = prepared(held, file, how)
        for notice in found.table.notices:
            click.echo(f"onrecord: {wording.plain(notice)}", err=True)
        if not json_:
            _columns(found)
        _agreed(found, yes)
        if write is not None:
            write_map(write, how, found.table.header, found.columns)
        counts = {"added": 0, "known": 0, "refused": 0, "unreadable": 0}
        for done in following(imported(held, found), "Importing", "rows"):
            counts[done.what] += 1
            for sentence in [done.name] if done.what == "refused" else done.notices:
                counts["unreadable"] += done.what != "refused"
                if done.what == "refused" or counts["unreadable"] <= SHOWN:
                    click.echo(f"onrecord: {wording.plain(sentence)}", err=True)
        print_json(counts) if json_ else _told(counts, record, len(held.list()))
    if counts["refused"]:
        raise SystemExit(1)


def _columns(found: Prepared) -> None:
    """Every column with what it is taken for and two of its values."""
    out, meant = console(), {c: m for m, c in found.columns.items()}
    say(out, f"{wording.plain(found.where)}: {len(found.table.rows):,} rows.")
    shown = table(["column", "taken for", "such as"], cut=["such as"])
    for column in found.table.header:
        meaning = meant.get(column)
        words = "not recognised" if meaning is None else f"{meaning}, as words" if meaning in _NO_CLAIM else meaning
        values = "; ".join(_short(v) for v in found.examples(column))
        row(shown, wording.plain(column), words, values, style=FAINT if meaning is None else "")
    put(out, shown)
    if "outcome" not in found.columns:
        say(out, "Each row is taken for ", (found.outcome, WORDS), ": --outcome says otherwise.")
    if "date" in found.columns and found.order is None:
        say(
            out, "Whether dates with slashes put the day or the month first cannot be told: each is taken for one of both days."
        )
    say(out, "What is not recognised stays in the reports' text and makes no claim; --map says what a column means.")


def _short(words: str) -> str:
    plain = wording.plain(words)
    return plain if len(plain) <= 40 else plain[:39] + "…"


def _agreed(found: Prepared, yes: bool) -> None:
    """Whether the columns are understood as they should be. Misuse where nobody can be asked."""
    if yes:
        return
    if not group.somebody_is_there():
        raise Misuse(
            f"Nobody is there to be asked whether the columns of {found.where} are understood: look at them, and give --yes to take "
            "the list in; nothing was written."
        )
    if not click.confirm("Is each column taken for what it is?", err=True):
        raise OnRecordError("Nothing was written: say what the columns mean in a file, and give it with --map.")


def _told(counts: dict[str, int], folder: Path, incidents: int) -> None:
    said = [f"{counts['added']} added"]
    said += [f"{counts['known']} known already"] if counts["known"] else []
    said += [f"{counts['refused']} refused (see above)"] if counts["refused"] else []
    out = console()
    if n := counts["unreadable"]:
        cells = "1 cell could not be read and is" if n == 1 else f"{n} cells could not be read and are"
        more = f" The first {SHOWN} are named above; the reports hold all." if n > SHOWN else ""
        say(out, f"{cells} no claim.{more}")
    say(out, f"Rows: {', '.join(said)}. The record is in {folder}, and holds {incidents} incidents.")
