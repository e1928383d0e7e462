"""The command that searches."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from onrecord.cli.group import as_json, example, main, opened, print_json, record_argument
from onrecord.cli.progress import counting

Json = dict[str, Any]
_HELP = {
    "within": "Where the words are looked for: titles, or claims (those on one incident); else in whole reports.",
    "since": "What happened on or after that date, such as 2021-05.",
    "until": "What happened on or before that date.",
    "place": "Words of the place's name.",
    "country": "ISO 3166 alpha-3, such as PRK.",
    "admin1": "ISO 3166-2, such as KP-10.",
    "act": "An act, such as killing.",
    "outcome": "What became of a victim, such as death.",
    "modality": "How it is put, such as alleged.",
    "source": "A kind of source: anonymous, named, organisation or document.",
    "grade": "Whether it happened, by its grade, such as uncorroborated.",
    "collection": "The collection that a report belongs to.",
    "language": "The language of a report, such as ko.",
    "reviewed": "not reviewed, in part, or reviewed.",
    "sort": "relevance or date; else by relevance where there are words.",
}


def _filters(function: Any) -> Any:
    for name in reversed(_HELP):
        function = click.option(f"--{name}", metavar="TEXT", default="", help=_HELP[name])(function)
    return function


@main.command()
@record_argument
@click.argument("words", nargs=-1)
@_filters
@click.option("--page", default=1, show_default=True, help="Which page of what was found: 20 reports are on one.")
@as_json
@example("onrecord search my-record 'poison OR gas' --country PRK --since 2020")
def search(record: Path, words: tuple[str, ...], page: int, json_: bool, **filters: str) -> None:
    """Search the reports: "words in a row", AND, OR, NOT, parentheses, beginnings of words*; a record's index is made when it is first searched.

    A word that begins with a dash follows after --: onrecord search my-record -- miners -police
    """
    with opened(record) as held:
        with counting("Indexing", "reports") as count:
            said = held.search(" ".join(words), page, count, **filters)
        if json_:
            print_json(said)
        else:
            _print(said)


def _print(said: Json) -> None:
    from onrecord import wording
    from onrecord.cli.console import FAINT, HEAD, WORDS, console, say

    out = console()
    more = f", page {said['page']} of {said['pages']}" if said["pages"] > 1 else ""
    say(out, (f"{said['found']:,} {'report fits' if said['found'] == 1 else 'reports fit'}{more}", HEAD))
    for hit in said["hits"]:
        report = hit["report"]
        say(out, "")
        say(out, *((_kept(p["words"]), WORDS if p["hit"] else HEAD) for p in hit["title"]))
        published = wording.short_date(report["published"])
        say(out, (f"{wording.plain(report['file'])}, {wording.plain(report['id'])}, published {published}", FAINT), first="  ")
        words = [(_kept(p["words"]), WORDS if p["hit"] else "") for p in hit["snippet"]]
        say(out, *(("(marked as graphic: see it in the workbench)",) if hit["graphic"] else words), first="  ")
        if hit["incidents"]:
            say(out, (f"incidents {', '.join(hit['incidents'])}", FAINT), first="  ")


def _kept(words: str) -> str:
    """Words on one line, with the blanks at their ends, since a hit stands beside them."""
    from onrecord import wording

    before = " " if words[:1].isspace() else ""
    return f"{before}{wording.plain(words)}{' ' if words[-1:].isspace() and words.strip() else ''}"
