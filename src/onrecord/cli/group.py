"""What all commands share: the group, its refusals in one sentence, options, and how a record is opened."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from onrecord import __version__
from onrecord.errors import Misuse, OnRecordError

if TYPE_CHECKING:
    from onrecord.extract import Reader

PathType = click.Path(path_type=Path)
GivenType = click.Path(path_type=Path, readable=False)  # a report that cannot be read is told of, and the others are read


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
    return click.argument("record", type=PathType)(function)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="onrecord")
def main() -> None:
    """From reports of killings, deaths and detentions to a record that can be defended: who did what to whom, and who says so."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:  # a Windows console may not be UTF-8; no character may stop a command
            reconfigure(encoding="utf-8", errors="replace")


def opened(folder: Path) -> Any:
    from onrecord.record import open_record

    return open_record(folder)


def somebody_is_there() -> bool:
    """Whether a person can be asked."""
    return sys.stdin.isatty()


def when(words: str | None) -> Any:
    from onrecord.record.times import as_of

    return as_of(words)


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))


def reader_chosen(function: Any) -> Any:
    """Adds the options that choose the reader."""
    given = click.option(
        "--with", "options", multiple=True, metavar="NAME=VALUE", help="An option of the reader; may be repeated."
    )
    name = click.option(
        "--reader",
        envvar="ONRECORD_READER",
        show_envvar=True,
        metavar="NAME",
        help="Which reader extracts the claims; else `trained` where its model is installed, and `rules` where it is not.",
    )
    return name(given(function))


def reader_given(name: str | None, options: tuple[str, ...]) -> Reader:
    """The reader of that name, with its options, once it is sure that it has what it needs."""
    from onrecord.extract import reader_named, reader_version

    said: dict[str, str] = {}
    for option in options:
        key, equals, value = option.partition("=")
        if not equals or not key or key in said:
            raise Misuse(
                f"--with {option!r} does not say NAME=VALUE, or says a name again: write, for example, --with model=small."
            )
        said[key] = value
    reader = reader_named(name, said)
    reader_version(reader)
    reader.watch = _told_of_parts
    return reader


def _told_of_parts(done: int, of: int) -> None:
    """How far one long report is read, at every tenth of it."""
    if done * 10 // of > (done - 1) * 10 // of:
        click.echo(f"onrecord: {done} of {of} parts of a long report are read.", err=True)


@contextmanager
def told_at_the_end(reader: Reader) -> Iterator[None]:
    """Whatever ends the reading, the user learns what it took, such as tokens."""
    try:
        yield
    finally:
        summary = reader.summary()
        if summary is not None:
            click.echo(f"onrecord: {summary}", err=True)


def published_given(words: str | None) -> str | None:
    if words is None:
        return None
    from onrecord.dates import parse_published

    found = parse_published(words)
    if found is None:
        raise Misuse(f"--published {words!r} is no date: give a day such as 2021-06-07, a month or a year.")
    return found
