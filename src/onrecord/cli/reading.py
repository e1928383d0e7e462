"""The commands that read: extract, list, show, why, tally, export, verify, serve."""

from __future__ import annotations

import contextlib
from pathlib import Path

import click

from onrecord.cli.group import (
    GivenType,
    PathType,
    as_json,
    as_known,
    example,
    main,
    opened,
    print_json,
    published_given,
    reader_chosen,
    reader_given,
    record_argument,
    told_at_the_end,
    when,
)
from onrecord.cli.progress import counting, following
from onrecord.errors import BadInput


@main.command()
@click.argument("files", nargs=-1, required=True, type=GivenType)
@click.option("--published", metavar="DATE", help="The publication date of reports that do not give their own.")
@reader_chosen
@as_json
@example("onrecord extract report.txt --published 2021-06-07 --json")
def extract(files: tuple[Path, ...], published: str | None, reader: str | None, options: tuple[str, ...], json_: bool) -> None:
    """Read reports and print what they claim, without a record."""
    from onrecord.capture import capture_paths
    from onrecord.cli import incidents
    from onrecord.record.build import captured_text, named
    from onrecord.record.readers import read_report

    by = reader_given(reader, options)
    given, failed = published_given(published), False
    with told_at_the_end(by):
        for item in following(capture_paths(files, given), "Reading"):
            try:
                if isinstance(item, BadInput):
                    raise item
                for notice in item.capture.notices:
                    click.echo(f"onrecord: {named(item.capture)}: {notice}", err=True)
                said = read_report(captured_text(item), by)
            except BadInput as error:
                click.echo(f"onrecord: {error}", err=True)
                failed = True
                continue
            for notice in by.notices():
                click.echo(f"onrecord: {named(item.capture)}: {notice}", err=True)
            if json_:
                print_json(said)
            else:
                incidents.extracted(said)
    if failed:
        raise SystemExit(1)


@main.command("list")
@record_argument
@as_json
@as_known
@example("onrecord list my-record --as-of 2026-06-01")
def list_(record: Path, json_: bool, as_of: str | None) -> None:
    """List the record's incidents."""
    from onrecord.cli.incidents import listed

    with opened(record) as held:
        known = when(as_of)
        found = held.list(known)
        if json_:
            for incident in found:
                print_json(incident)
        else:
            listed(found, str(record), held.threshold(known))


@main.command()
@record_argument
@click.argument("what", required=False)
@as_json
@as_known
@example("onrecord show my-record i17")
def show(record: Path, what: str | None, json_: bool, as_of: str | None) -> None:
    """Show an incident (i17) or a report; without either, list the reports."""
    from onrecord import wording
    from onrecord.cli import incidents

    with opened(record) as held:
        known = when(as_of)
        if what is None:
            reports = held.reports(known)
            for report in reports if json_ else ():
                print_json(report)
            if not json_:
                incidents.reports(reports, str(record))
            return
        if what[:1] == "i" and what[1:].isdigit():
            said = held.why(what, None, known)
            whole = held.show(what, known)
            if json_:
                print_json(whole)
            else:
                if whole["id"] != what:
                    incidents.fate(held.fate(what, known))
                incidents.shown(whole, said, str(record))
            return
        report = held.report(what, known)
        if json_:
            print_json(report)
        else:
            headings = {i["id"]: wording.heading(i) for i in held.list(known) if i["id"] in report["incidents"]}
            incidents.report(report, headings)


@main.command()
@record_argument
@click.argument("incident")
@click.argument("field", required=False)
@as_json
@as_known
@example("onrecord why my-record i17 killed")
def why(record: Path, incident: str, field: str | None, json_: bool, as_of: str | None) -> None:
    """Why does the record say that? From a figure through rules, judgements and claims to the words and the source."""
    from onrecord import wording
    from onrecord.cli.chain import chain

    with opened(record) as held:
        known = when(as_of)
        said = held.why(incident, field, known)
        if json_:
            print_json(said)
        else:
            chain(said, wording.heading(held.show(said["incident"], known)))


@main.command()
@record_argument
@click.option("--by", metavar="FIELD", help="act, place, country, admin1, month, year, report or modality.")
@as_json
@as_known
@example("onrecord tally my-record --by year")
def tally(record: Path, by: str | None, json_: bool, as_of: str | None) -> None:
    """The documented toll, stated and alleged apart, with the rules by which it is counted."""
    from onrecord.cli import figures

    with opened(record) as held:
        known = when(as_of)
        rows = held.tally(known, by)
        if json_:
            for row in rows:
                print_json(row)
        else:
            figures.tally(rows, held.totals(known), by, str(record))


@main.command()
@record_argument
@click.option(
    "--what",
    type=click.Choice(["incidents", "victims", "claims"]),
    default="incidents",
    show_default=True,
    help="What a row is.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "jsonl"]),
    default="csv",
    show_default=True,
    help="CSV for spreadsheets, or JSON Lines.",
)
@click.option("--out", type=PathType, help="The file to write; standard output without it.")
@click.option("--unredacted", is_flag=True, help="Needed until labels have their gate: the export holds everything.")
@as_known
@example("onrecord export my-record --what victims --out victims.csv --unredacted")
def export(record: Path, what: str, form: str, out: Path | None, unredacted: bool, as_of: str | None) -> None:
    """Write incidents, victims or claims as CSV or JSON Lines."""
    with opened(record) as held:
        text = held.export(what, form, out, unredacted, when(as_of))
        click.echo(text, nl=False) if text is not None else click.echo(f"Wrote {out}: everything, unredacted.", err=True)


@main.command()
@record_argument
@as_json
@example("onrecord verify my-record")
def verify(record: Path, json_: bool) -> None:
    """Check that the ledger and the originals are as they were written."""
    with opened(record) as held:
        with counting("Checking", "entries and originals") as count:
            found = held.verify(count)
        head = held.ledger.head()
    errors = [f for f in found if f.severity == "error"]
    if json_:
        said = [
            {"kind": str(f.kind), "severity": str(f.severity), "number": f.number, "path": f.path, "sentence": f.sentence}
            for f in found
        ]
        print_json({"consistent": not errors, "head": {"number": head.number, "hash": head.hash}, "findings": said})
    else:
        for finding in found:
            click.echo(f"{finding.severity}: {finding.sentence}")
        if not errors:
            click.echo(
                f"Consistent: {head.number} entries and their originals are as they were written.\n"
                f"Head: {head.hash}\n"
                "That nobody rewrote the whole chain together with head.json can only be told where a head was kept outside."
            )
    if errors:
        raise SystemExit(1)


@main.command()
@record_argument
@click.option("--port", default=8765, show_default=True, help="The port on this machine; 0 takes a free one.")
@example("onrecord serve my-record")
def serve(record: Path, port: int) -> None:
    """Open the workbench on this machine only."""
    with opened(record) as held:
        with contextlib.suppress(KeyboardInterrupt):
            held.serve(
                port=port, announce=lambda url: click.echo(f"The workbench is at {url} (this machine only; Ctrl+C ends it).")
            )
        click.echo("The workbench has ended.")
