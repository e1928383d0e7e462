"""What all commands share: the group, its refusals in one sentence, options, and how a record is opened."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from onrecord import __version__
from onrecord.errors import Misuse, OnRecordError

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


def when(words: str | None) -> Any:
    from onrecord.record.times import as_of

    return as_of(words)


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))


def published_given(words: str | None) -> str | None:
    if words is None:
        return None
    from onrecord.dates import parse_published

    found = parse_published(words)
    if found is None:
        raise Misuse(f"--published {words!r} is no date: give a day such as 2021-06-07, a month or a year.")
    return found
