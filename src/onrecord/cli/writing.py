"""The commands that write into a record: init, capture, build, judge, threshold, forget."""

from __future__ import annotations

import json
from contextlib import closing, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli import group
from onrecord.cli.given import given_of, given_reports, route_of, said_of_reports
from onrecord.cli.group import (
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
from onrecord.cli.progress import following
from onrecord.errors import Misuse

if TYPE_CHECKING:
    from onrecord.extract import Reader
    from onrecord.vocabulary import Vocabulary


@main.command()
@record_argument
@click.option("--name", help="What the record is called.")
@click.option("--period", metavar="EDTF", help="Scope: the period that belongs in, such as 2019/2026.")
@click.option("--territory", multiple=True, metavar="CODE", help="Scope: a country (PRK) or division (KP-10); may be repeated.")
@click.option("--act", "acts", multiple=True, metavar="ACT", help="Scope: an act of the vocabulary; may be repeated.")
@click.option("--status", "statuses", multiple=True, metavar="STATUS", help="Scope: a victim's status; may be repeated.")
@click.option("--cause", "causes", multiple=True, metavar="CAUSE", help="Scope: a cause of death; may be repeated.")
@click.option(
    "--vocabulary", type=PathType, metavar="FILE", help="A YAML file of acts, means and other codes that this record adds."
)
@click.option(
    "--grades", type=PathType, metavar="FILE", help="A YAML file of the rules by which this record's incidents are graded."
)
@example('onrecord init my-record --name "Border deaths" --period 2019/2026 --territory PRK')
def init(
    record: Path, name: str | None, period: str | None, vocabulary: Path | None, grades: Path | None, **rules: tuple[str, ...]
) -> None:
    """Make a new record: a folder with its ledger, and its scope."""
    from onrecord.claims import Scope
    from onrecord.cli.figures import scope as in_words
    from onrecord.record import create
    from onrecord.record.scoping import checked
    from onrecord.vocabulary import load

    codes = load(vocabulary)
    there = (record / "onrecord.toml").exists()  # then there is nothing to ask: making it again is refused below
    if group.somebody_is_there() and not there and not (name or period or any(rules.values())):
        name, period, rules = _asked(record, codes)
    scope = checked(
        Scope(1, name or "everything", period, rules["territory"], rules["acts"], rules["statuses"], rules["causes"]), codes
    )
    with create(record, scope, name, vocabulary, grades) as made:
        click.echo(f"Made the record “{made.ledger.name}” in {record}. Its scope: {in_words(scope)}.")


def _asked(record: Path, codes: Vocabulary) -> tuple[str, str | None, dict[str, tuple[str, ...]]]:
    """The name and the scope, asked one by one; what does not fit is asked again."""
    from onrecord.claims import Scope
    from onrecord.record.scoping import checked

    def ask(question: str, field: str) -> Any:
        def fitting(said: str) -> Any:
            parts = tuple(t.strip() for t in said.split(",") if t.strip())
            value: Any = (said.strip() or None) if field == "period" else parts
            try:
                checked(replace(Scope(), **{field: value}), codes)
            except Misuse as error:
                raise click.UsageError(str(error)) from error
            return value

        return click.prompt(question, default="", show_default=False, value_proc=fitting)

    click.echo("What belongs in the record? Leave a question empty where anything does; more than one answer with commas.")
    name = click.prompt("Its name", default=record.name)
    period = ask("Period (EDTF, such as 2019/2026)", "period")
    questions = {
        "territory": "Territory (a country such as PRK, or a division such as KP-10)",
        "acts": "Acts (such as killing, detention)",
        "statuses": "Statuses of victims (such as civilian)",
        "causes": "Causes of death (direct, indirect, self_inflicted)",
    }
    return name, period, {field: ask(question, field) for field, question in questions.items()}


@main.command()
@given_reports
@click.option("--into", "record", type=PathType, required=True, metavar="RECORD", help="The record that takes the reports.")
@said_of_reports
@example("onrecord capture reports/ --into my-record")
def capture(files: tuple[Path | str, ...], record: Path, published: str | None, **said: Any) -> None:
    """Take reports into a record without reading them yet.

    FILES are files, folders and web addresses. Before the first address is fetched you are asked, with the route.
    """
    _build(files, record, published, reader_given("rules", ()), said, read=False, json_=False)


@main.command()
@given_reports
@click.option(
    "--into", "record", type=PathType, required=True, metavar="RECORD", help="The record; it is made where there is none."
)
@said_of_reports
@reader_chosen
@as_json
@example("onrecord build reports/ --into my-record --published 2021-06-07")
def build(
    files: tuple[Path | str, ...],
    record: Path,
    published: str | None,
    reader: str | None,
    options: tuple[str, ...],
    json_: bool,
    **said: Any,
) -> None:
    """Capture, extract and tally; again adds only what is new.

    FILES are files, folders and web addresses. Before the first address is fetched you are asked, with the route.
    """
    _build(files, record, published, reader_given(reader, options), said, read=True, json_=json_)


def _build(
    files: tuple[Path | str, ...],
    folder: Path,
    published: str | None,
    reader: Reader,
    said: dict[str, Any],
    read: bool,
    json_: bool,
) -> None:
    from onrecord.record import create, open_record

    date, web, given = published_given(published), route_of(files, said), given_of(said)
    made = open_record(folder) if (folder / "onrecord.toml").exists() else create(folder)
    counts = {"added": 0, "known": 0, "read": 0, "unread": 0, "refused": 0}
    with made as record, told_at_the_end(reader), closing(web) if web else nullcontext():
        fates = record.building(files, date, reader, read, given, web, again=said["again"])
        for done in following(fates, "Reading" if read else "Capturing"):
            counts[done.what] += 1
            sentences = [f"{done.name}: {n}" for n in done.notices]
            for sentence in [done.name] if done.what == "refused" else [*sentences, *filter(None, [done.why])]:
                click.echo(f"onrecord: {sentence}", err=True)
        if json_:
            print_json(counts)
        else:
            from onrecord.cli import figures

            figures.built(counts, folder, len(record.list()) if read else None)
            if read:
                figures.tally(record.tally(), record=str(folder))
    if counts["refused"] or counts["unread"]:
        raise SystemExit(1)


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
    from onrecord import wording

    with opened(record) as held:
        made = held.judge(int(number), decision, by, why_, _value(value))
        said = held.view().claim(int(number))
        name = said["property"]
        about = f"{said['subject']}, {wording.term(name, 'field')}: {wording.value(name, said['read'])}"
        to = f" to {wording.value(name, said['value'])}" if decision == "amend" else ""
        click.echo(f"Judgement {made.number}: {wording.plain(made.by)} {decision}s claim {number} ({about}){to}.")


@main.command()
@record_argument
@click.argument("incident")
@click.argument("outcome")
@click.argument("number", metavar="[NUMBER|open]")
@click.option("--as", "by", required=True, metavar="PSEUDONYM", help="Who chooses.")
@click.option("--why", "why_", metavar="TEXT", help="The reason.")
@click.option("--alleged", is_flag=True, help="The best of what is alleged, not of what is stated.")
@example('onrecord best my-record i17 death 4 --as heron --why "the second account was there"')
def best(record: Path, incident: str, outcome: str, number: str, by: str, why_: str | None, alleged: bool) -> None:
    """Choose the best number of an incident's toll, among what its accounts leave open.

    The lowest and highest stay as they are. The choice holds until an account gives another count: then it is asked for again. `open`
    leaves it to the rules.
    """
    if number != "open" and not number.isdecimal():
        raise Misuse(f"The best is a whole number, or open, not {number!r}.")
    from onrecord import wording

    with opened(record) as held:
        chosen = None if number == "open" else int(number)
        entry = held.best(incident, outcome, chosen, by, why_, "alleged" if alleged else "stated")
        said = held.show(f"i{held.incident_number(incident)}")
        count = said["alleged" if alleged else "toll"][outcome]
        click.echo(f"Entry {entry}: {wording.term(outcome)} of {said['id']} is {wording.many(count)}.")


@main.command()
@record_argument
@click.argument("at", required=False, metavar="[CONFIDENCE|off]")
@click.option("--as", "by", metavar="PSEUDONYM", help="Who sets it; needed to set it.")
@click.option("--why", "why_", metavar="TEXT", help="The reason.")
@as_json
@as_known
@example('onrecord threshold my-record 0.3 --as heron --why "two reviewers, one day a week"')
def threshold(record: Path, at: str | None, by: str | None, why_: str | None, json_: bool, as_of: str | None) -> None:
    """Say, or set, under which confidence unjudged claims are doubtful and counted apart.

    They are kept and shown; nothing that is told is passed over. Without CONFIDENCE, prints the threshold that stands and what is
    doubtful by it. Where no reader says how sure it is, nothing is doubtful.
    """
    from onrecord.cli import figures

    if at is None and (by is not None or why_ is not None):
        raise Misuse("--as and --why are of a threshold that is set: give the confidence too, such as 0.3, or off.")
    if at is not None and as_of is not None:
        raise Misuse("--as-of is of what stood at a time; a threshold is set from now on.")
    with opened(record) as held:
        if at is not None:
            held.set_threshold(_confidence(at), by or "", why_)
        said = held.threshold(when(as_of))
        print_json(said) if json_ else figures.threshold(said, str(record))


def _confidence(words: str) -> float | None:
    if words == "off":
        return None
    try:
        return float(words)
    except ValueError:
        raise Misuse(f"A threshold is a confidence from 0 to 1, such as 0.3, or off; not {words!r}.") from None


def _value(words: str | None) -> Any:
    if words is None:
        return None
    try:
        return json.loads(words)
    except ValueError:
        return words


@main.command()
@record_argument
@click.argument("what", metavar="REPORT|ENTRY")
@click.option("--why", "why_", required=True, metavar="TEXT", help="The reason, which stays in the ledger.")
@click.option("--as", "by", default="keeper", show_default=True, metavar="PSEUDONYM", help="Who forgets.")
@example('onrecord forget my-record 3f2a9c01d4e5b677 --why "consent withdrawn"')
def forget(record: Path, what: str, why_: str, by: str) -> None:
    """Delete a report with all that rests on it, or one claim. The chain still verifies."""
    with opened(record) as held:
        numbers = held.forget(what, why_, by)
        many = (
            "1 entry: its words are deleted, its place stays"
            if len(numbers) == 1
            else (f"{len(numbers)} entries: their words are deleted, their places stay")
        )
        click.echo(f"Forgot {many}, and the chain still verifies. Copies elsewhere (backups, exports) are yours to delete.")
