"""The reference page of the documentation, written from the commands and rules themselves: `python -m onrecord.cli.reference`."""

from __future__ import annotations

import click

from onrecord.cli.commands import main
from onrecord.tally import RULES

WIDTH = 100
TAIL = """
## Counting rules

{rules}

## A record's folder

`onrecord.toml` (its id and name), `ledger.db` (SQLite), `head.json` (the end of the chain), `originals/` (the bytes of each
report, by SHA-256). Copy the folder whole to keep it; keep a copy of `head.json` elsewhere to prove later that nobody rewrote it.

## Exit codes

0: fine. 1: something failed or was refused; the sentence says what, where, and what to do, and the rest went on. 2: misused.
"""


def page() -> str:
    """The page, in Markdown."""
    parts = ["# Commands\n"]
    # below the group's own context and in one width: a command keeps its help option from whatever asked for it first
    group = click.Context(main, info_name="onrecord", terminal_width=WIDTH, **main.context_settings)
    for name in sorted(main.commands):
        context = click.Context(main.commands[name], info_name=name, parent=group, terminal_width=WIDTH)
        text = "\n".join(f"    {line}".rstrip() for line in main.commands[name].get_help(context).splitlines())
        parts.append(f"## {name}\n\n{text}\n")
    return "\n".join(parts) + TAIL.format(rules="\n".join(f"- {sentence}" for sentence in RULES.values()))


if __name__ == "__main__":
    print(page(), end="")
