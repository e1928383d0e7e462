"""The commands, in the shapes that stay. Exit codes: 0 fine, 1 failed, 2 misused."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from onrecord import __version__
from onrecord.cli import showing
from onrecord.cli.progress import counting, following
from onrecord.errors import BadInput, Misuse, OnRecordError

Path_ = click.Path(path_type=Path)
Given = click.Path(path_type=Path, readable=False)  # a report that cannot be read is told of, and the others are read


class Group(click.Group):
    """Every refusal is one sentence on standard error, with its exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except OnRecordError as error:
            click.echo(f"onrecord: {error}", err=True)
            ctx.exit(error.exit_code)
        except BrokenPipeError:
            ctx.exit(0)


def example(text: str) -> Callable[..., Any]:
    """Adds an example to a command's help."""

    def add(function: Any) -> Any:
        function.__doc__ = f"{(function.__doc__ or '').strip()}\n\n    \b\n    Example:\n      {text}"
        return function

    return add


def as_json(function: Any) -> Any:
    return click.option("--json", "json_", is_flag=True, help="Print JSON.")(function)


def as_known(function: Any) -> Any:
    return click.option("--as-of", "as_of", metavar="DATE", help="The record as it was known at that day's end or moment.")(
        function
    )


def record_argument(function: Any) -> Any:
    return click.argument("record", type=Path_)(function)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="onrecord")
def main() -> None:
    """From reports of killings, deaths and detentions to a record that can be defended: who did what to whom, and who says so."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:  # a Windows console may not be UTF-8; no character may stop a command
            reconfigure(encoding="utf-8", errors="replace")


def _open(folder: Path) -> Any:
    from onrecord.record import open_record

    return open_record(folder)


def _when(words: str | None) -> Any:
    from onrecord.record.times import as_of

    return as_of(words)


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))


@main.command()
@record_argument
@click.option("--name", help="What the record is called.")
@click.option("--period", metavar="EDTF", help="Scope: the period that belongs in, such as 2019/2026.")
@click.option("--territory", multiple=True, metavar="CODE", help="Scope: a country (PRK) or division (KP-10); may be repeated.")
@click.option("--act", "acts", multiple=True, metavar="ACT", help="Scope: an act of the vocabulary; may be repeated.")
@click.option("--status", "statuses", multiple=True, metavar="STATUS", help="Scope: a victim's status; may be repeated.")
@click.option("--cause", "causes", multiple=True, metavar="CAUSE", help="Scope: a cause of death; may be repeated.")
@example('onrecord init my-record --name "Border deaths" --period 2019/2026 --territory PRK')
def init(record: Path, name: str | None, period: str | None, **rules: tuple[str, ...]) -> None:
    """Make a new record: a folder with its ledger, and its scope."""
    from onrecord.claims import Scope
    from onrecord.record import create
    from onrecord.record.scoping import checked

    if sys.stdin.isatty() and not (name or period or any(rules.values())):
        name = click.prompt("What is the record called?", default=record.name)
        period = (
            click.prompt("Which period belongs in it (EDTF, such as 2019/2026; empty for any)?", default="", show_default=False)
            or None
        )
        said = click.prompt(
            "Which territory (codes such as PRK or KP-10, with commas; empty for any)?", default="", show_default=False
        )
        rules["territory"] = tuple(t.strip() for t in said.split(",") if t.strip())
    scope = checked(
        Scope(1, name or "everything", period, rules["territory"], rules["acts"], rules["statuses"], rules["causes"])
    )
    with create(record, scope, name) as made:
        click.echo(f"Made the record “{made.ledger.name}” in {record}. Its scope: {showing.scope(scope)}.")


@main.command()
@click.argument("files", nargs=-1, required=True, type=Given)
@click.option("--into", "record", type=Path_, required=True, metavar="RECORD", help="The record that takes the reports.")
@click.option("--published", metavar="DATE", help="The publication date of reports that do not give their own.")
@example("onrecord capture reports/ --into my-record")
def capture(files: tuple[Path, ...], record: Path, published: str | None) -> None:
    """Take reports into a record without reading them yet."""
    _build(files, record, published, "rules", read=False, json_=False)


@main.command()
@click.argument("files", nargs=-1, required=True, type=Given)
@click.option(
    "--into", "record", type=Path_, required=True, metavar="RECORD", help="The record; it is made where there is none."
)
@click.option("--published", metavar="DATE", help="The publication date of reports that do not give their own.")
@click.option("--reader", default="rules", show_default=True, help="Which reader extracts the claims.")
@as_json
@example("onrecord build reports/ --into my-record --published 2021-06-07")
def build(files: tuple[Path, ...], record: Path, published: str | None, reader: str, json_: bool) -> None:
    """Capture, extract and tally; again adds only what is new."""
    _build(files, record, published, reader, read=True, json_=json_)


def _build(files: tuple[Path, ...], folder: Path, published: str | None, reader: str, read: bool, json_: bool) -> None:
    from onrecord.record import create, open_record

    given = _published(published)
    made = open_record(folder) if (folder / "onrecord.toml").exists() else create(folder)
    counts = {"added": 0, "known": 0, "read": 0, "refused": 0}
    with made as record:
        for done in following(record.build(files, given, reader, read), "Reading" if read else "Capturing"):
            counts[done.what] += 1
            for sentence in (done.name,) if done.what == "refused" else [f"{done.name}: {n}" for n in done.notices]:
                click.echo(f"onrecord: {sentence}", err=True)
        if json_:
            _print_json(counts)
        else:
            click.echo(showing.built(counts, folder))
            if read:
                click.echo(showing.tally(record.tally()))
    if counts["refused"]:
        raise SystemExit(1)


def _published(words: str | None) -> str | None:
    if words is None:
        return None
    from onrecord.dates import parse_published

    found = parse_published(words)
    if found is None:
        raise Misuse(f"--published {words!r} is no date: give a day such as 2021-06-07, a month or a year.")
    return found


@main.command()
@click.argument("files", nargs=-1, required=True, type=Given)
@click.option("--published", metavar="DATE", help="The publication date of reports that do not give their own.")
@click.option("--reader", default="rules", show_default=True, help="Which reader extracts the claims.")
@as_json
@example("onrecord extract report.txt --published 2021-06-07 --json")
def extract(files: tuple[Path, ...], published: str | None, reader: str, json_: bool) -> None:
    """Read reports and print what they claim, without a record."""
    from onrecord.capture import capture_paths
    from onrecord.extract import reader_version
    from onrecord.record.build import captured_text, named
    from onrecord.record.readers import read_report

    reader_version(reader)
    given, failed = _published(published), False
    for item in following(capture_paths(files, given), "Reading"):
        if isinstance(item, BadInput):
            click.echo(f"onrecord: {item}", err=True)
            failed = True
            continue
        for notice in item.capture.notices:
            click.echo(f"onrecord: {named(item.capture)}: {notice}", err=True)
        try:
            said = read_report(captured_text(item), reader)
        except BadInput as error:
            click.echo(f"onrecord: {error}", err=True)
            failed = True
            continue
        if json_:
            _print_json(said)
        else:
            click.echo(showing.extracted(said))
    if failed:
        raise SystemExit(1)


@main.command("list")
@record_argument
@as_json
@as_known
@example("onrecord list my-record --as-of 2026-06-01")
def list_(record: Path, json_: bool, as_of: str | None) -> None:
    """List the record's incidents."""
    with _open(record) as held:
        incidents = held.list(_when(as_of))
        if json_:
            for incident in incidents:
                _print_json(incident)
        else:
            showing.incidents(incidents)


@main.command()
@record_argument
@click.argument("what", required=False)
@as_json
@as_known
@example("onrecord show my-record i17")
def show(record: Path, what: str | None, json_: bool, as_of: str | None) -> None:
    """Show an incident (i17) or a report; without either, list the reports."""
    with _open(record) as held:
        when = _when(as_of)
        if what is None:
            reports = held.reports(when)
            for report in reports if json_ else ():
                _print_json(report)
            if not json_:
                showing.reports(reports)
            return
        if what[:1] == "i" and what[1:].isdigit():
            said = held.why(what, None, when)
            whole = held.view(when).incident(held.incident_number(what))
            if json_:
                _print_json(whole)
            else:
                click.echo(showing.incident(whole or {}, said))
            return
        report = held.report(what, when)
        if json_:
            _print_json(report)
        else:
            click.echo(showing.report(report))


@main.command()
@record_argument
@click.argument("incident")
@click.argument("field", required=False)
@as_json
@as_known
@example("onrecord why my-record i17 killed")
def why(record: Path, incident: str, field: str | None, json_: bool, as_of: str | None) -> None:
    """Why does the record say that? From a figure through rules, judgements and claims to the words and the source."""
    with _open(record) as held:
        said = held.why(incident, field, _when(as_of))
        if json_:
            _print_json(said)
        else:
            click.echo(showing.why(said))


@main.command()
@record_argument
@click.argument("claim")
@click.argument("decision", type=click.Choice(["accept", "reject", "amend"]))
@click.option("--as", "by", required=True, metavar="PSEUDONYM", help="Who judges.")
@click.option("--why", "why_", metavar="TEXT", help="The reason.")
@click.option("--value", metavar="JSON", help="An amendment's new value: JSON, or plain words.")
@example('onrecord judge my-record 42 amend --value 4 --as heron --why "the second page says four"')
def judge(record: Path, claim: str, decision: str, by: str, why_: str | None, value: str | None) -> None:
    """Accept, reject or amend a claim. The claim stays; the judgement stands beside it."""
    number = claim.removeprefix("c")
    if not number.isdigit():
        raise Misuse(f"A claim is a number, as `onrecord why` prints it, not {claim!r}.")
    with _open(record) as held:
        made = held.judge(int(number), decision, by, why_, _value(value))
        click.echo(f"Judgement {made.number}: {made.by} {decision}s claim {number}.")


def _value(words: str | None) -> Any:
    if words is None:
        return None
    try:
        return json.loads(words)
    except ValueError:
        return words


@main.command()
@record_argument
@click.option("--by", metavar="FIELD", help="act, place, country, month, year, report or modality.")
@as_json
@as_known
@example("onrecord tally my-record --by year")
def tally(record: Path, by: str | None, json_: bool, as_of: str | None) -> None:
    """The documented toll, stated and alleged apart, with the rules by which it is counted."""
    with _open(record) as held:
        when = _when(as_of)
        rows = held.tally(when, by)
        if json_:
            for row in rows:
                _print_json(row)
        else:
            click.echo(showing.tally(rows, held.totals(when)))


@main.command()
@record_argument
@click.argument("what", metavar="REPORT|ENTRY")
@click.option("--why", "why_", required=True, metavar="TEXT", help="The reason, which stays in the ledger.")
@click.option("--as", "by", default="keeper", show_default=True, metavar="PSEUDONYM", help="Who forgets.")
@example('onrecord forget my-record 3f2a9c01d4e5b677 --why "consent withdrawn"')
def forget(record: Path, what: str, why_: str, by: str) -> None:
    """Delete a report with all that rests on it, or one claim. The chain still verifies."""
    with _open(record) as held:
        numbers = held.forget(what, why_, by)
        click.echo(
            f"Forgot {len(numbers)} {'entry' if len(numbers) == 1 else 'entries'}: their words are deleted, their places stay."
        )


@main.command()
@record_argument
@click.option("--what", type=click.Choice(["incidents", "victims", "claims"]), default="incidents", show_default=True)
@click.option("--format", "form", type=click.Choice(["csv", "jsonl"]), default="csv", show_default=True)
@click.option("--out", type=Path_, help="The file to write; standard output without it.")
@click.option("--unredacted", is_flag=True, help="Needed until labels have their gate: the export holds everything.")
@as_known
@example("onrecord export my-record --what victims --out victims.csv --unredacted")
def export(record: Path, what: str, form: str, out: Path | None, unredacted: bool, as_of: str | None) -> None:
    """Write incidents, victims or claims as CSV or JSON Lines."""
    from onrecord.publish import export as write

    with _open(record) as held:
        text = write(held.rows(what, _when(as_of)), what, form, out, unredacted)
        click.echo(text, nl=False) if text is not None else click.echo(f"Wrote {out}.", err=True)


@main.command()
@record_argument
@as_json
@example("onrecord verify my-record")
def verify(record: Path, json_: bool) -> None:
    """Check that the ledger and the originals are as they were written."""
    with _open(record) as held:
        with counting("Checking", "entries and originals") as count:
            found = held.verify(count)
        head = held.ledger.head()
    errors = [f for f in found if f.severity == "error"]
    if json_:
        said = [
            {"kind": str(f.kind), "severity": str(f.severity), "number": f.number, "path": f.path, "sentence": f.sentence}
            for f in found
        ]
        _print_json({"consistent": not errors, "head": {"number": head.number, "hash": head.hash}, "findings": said})
    else:
        for finding in found:
            click.echo(f"{finding.severity}: {finding.sentence}")
        if not errors:
            click.echo(
                f"Consistent: {head.number} entries, head {head.hash}. That nobody rewrote the whole chain together with "
                "head.json can only be told where a head was kept outside."
            )
    if errors:
        raise SystemExit(1)


@main.command()
@record_argument
@click.option("--port", default=8765, show_default=True, help="The port on this machine; 0 takes a free one.")
@example("onrecord serve my-record")
def serve(record: Path, port: int) -> None:
    """Open the workbench on this machine only."""
    from onrecord.web import serve as run

    with _open(record) as held:
        run(held, port=port, announce=lambda url: click.echo(f"The workbench is at {url} (this machine only; Ctrl+C ends it)."))
