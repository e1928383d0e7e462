"""Reports as they are given to commands: files, folders and web addresses, with what a user says of them, and the route to the web."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli import group
from onrecord.cli.group import GivenType
from onrecord.errors import Misuse, OnRecordError

if TYPE_CHECKING:
    from onrecord.capture import Given
    from onrecord.capture.web import Web

LEVELS = ("public", "internal", "confidential", "secret")


class FileOrAddress(click.ParamType):  # type: ignore[type-arg,unused-ignore]
    """A path, or a web address, which stays a string."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from onrecord.capture import is_address

        return value if is_address(value) else GivenType.convert(value, param, ctx)


def given_reports(function: Any) -> Any:
    """Adds the argument FILES."""
    return click.argument("files", nargs=-1, required=True, type=FileOrAddress())(function)


def said_of_reports(function: Any) -> Any:
    """Adds the options by which a user says something of the reports, and by which route addresses are fetched."""
    options = [
        click.option("--published", metavar="DATE", help="The publication date of reports that do not give their own."),
        click.option("--publisher", metavar="NAME", help="The publisher of reports that do not name theirs."),
        click.option("--collection", metavar="NAME", help="The list or archive that the reports belong to."),
        click.option(
            "--source", metavar="TEXT", help="Who the reports came from. It is confidential and kept apart from the reports."
        ),
        click.option("--label", type=click.Choice(LEVELS), help="Who may see the reports, where it is not their default."),
        click.option(
            "--proxy", metavar="URL", help="Fetch web addresses through a proxy, such as socks5h://127.0.0.1:9050 for Tor."
        ),
        click.option("--yes", is_flag=True, help="Fetch web addresses without asking first."),
        click.option("--again", is_flag=True, help="Fetch addresses again that the record holds."),
    ]
    for option in reversed(options):
        function = option(function)
    return function


def given_of(said: dict[str, Any]) -> Given:
    """What the options say of the reports."""
    from onrecord.capture import Given
    from onrecord.claims import Label, Level

    label = Label(Level(said["label"])) if said["label"] else None
    return Given(publisher=said["publisher"], collection=said["collection"], source=said["source"], label=label)


def route_of(files: Sequence[Path | str], said: dict[str, Any]) -> Web | None:
    """The route to the web addresses that are given; None where none is. It asks before the first is fetched."""
    addresses = [str(f) for f in files if isinstance(f, str)]
    if not addresses:
        if said["proxy"] or said["yes"]:
            raise Misuse("--proxy and --yes are for web addresses: give one, such as https://example.org/report.")
        return None
    from onrecord.capture.web import Web

    return Web(said["proxy"], None if said["yes"] else _asks(addresses, said["proxy"]))


def _asks(addresses: Sequence[str], proxy: str | None) -> Callable[[], None]:
    from onrecord.capture.web import question, route_checked

    words = question(addresses, route_checked(proxy))
    if not group.somebody_is_there():
        raise Misuse(f"{words} Nobody is there to be asked: give --yes to fetch all the same.")

    def ask() -> None:
        if not click.confirm(f"{words} Go on?", err=True):
            raise OnRecordError("No address was fetched.")

    return ask
