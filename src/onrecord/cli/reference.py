"""The documentation's pages that are written from the code itself: `python -m onrecord.cli.reference docs`."""

from __future__ import annotations

import sys
from dataclasses import fields
from pathlib import Path

import click

from onrecord.cli.commands import main
from onrecord.extract.llm.settings import Settings, environment_name
from onrecord.publish.tables import COLUMNS
from onrecord.tally import RULES
from onrecord.vocabulary import Vocabulary, load

WIDTH = 100
MADE = "<!-- Made from the code by  python -m onrecord.cli.reference docs  and checked by the tests: change it there. -->\n"
COMMANDS = """# Commands

Every command prints its help with `--help`, and JSON with `--json` where it prints data. Messages, progress and refusals go to
standard error. In a terminal the output is styled and as wide as the window; in a pipe it is plain.

## Exit codes

| code | meaning |
| --- | --- |
| 0 | fine |
| 1 | something failed or was refused; a sentence on standard error says what, where and what to do, and the rest went on |
| 2 | misused: a wrong option, an unknown incident, report or field |
"""
OPTIONS = """## Options of the reader llm

What the [LLM reader](llm.md) has to be told, by `--with NAME=VALUE` or by the environment; the option goes first.

| option | variable | default | meaning |
| --- | --- | --- | --- |
"""
VOCABULARY = """# Codes

The codes that claims hold, each with a plain definition. A file of your own can add codes to any table; it never redefines one.
"""
EXPORTS = """# Export columns

`onrecord export RECORD --what incidents|victims|claims --format csv|jsonl --out FILE --unredacted`. CSV is UTF-8 with a byte-order
mark; a cell that a spreadsheet would run as a formula begins with an apostrophe. JSON Lines of incidents are those of
`onrecord list --json`, of claims those of `onrecord why --json`, each with its report's id; of victims, these columns.
"""
RULES_HEAD = """# Counting rules

The sentences that are printed wherever a figure is. Why they are as they are: [Explanation](explanation.md).

"""


def pages() -> dict[str, str]:
    """Each page by its file name, in Markdown."""
    return {
        "reference.md": _commands(), "codes.md": _vocabulary(), "exports.md": _exports(),
        "rules.md": MADE + RULES_HEAD + "".join(f"- {sentence}\n" for sentence in RULES.values()),
    }  # fmt: skip


def _commands() -> str:
    # below the group's own context and in one width: a command keeps its help option from whatever asked for it first
    group = click.Context(main, info_name="onrecord", terminal_width=WIDTH, **main.context_settings)
    parts = [MADE + COMMANDS]
    for name in sorted(main.commands):
        context = click.Context(main.commands[name], info_name=name, parent=group, terminal_width=WIDTH)
        text = "\n".join(f"    {line}".rstrip() for line in main.commands[name].get_help(context).splitlines())
        parts.append(f"## {name}\n\n{text}\n")
    return "\n".join([*parts, _options()])


def _options() -> str:
    rows = []
    for option in fields(Settings):
        variable = f"`{environment_name(option.name)}`" if option.metadata["environment"] else "none"
        name = "none: others see a command line" if option.name == "key" else f"`{option.name}`"
        default = f"`{option.default}`" if option.default not in ("", 0.0) else ""
        rows.append(f"| {name} | {variable} | {default} | {option.metadata['help']} |")
    return OPTIONS + "\n".join(rows) + "\n"


def _vocabulary() -> str:
    vocabulary, parts = load(), [MADE + VOCABULARY]
    for table in fields(Vocabulary):
        terms = getattr(vocabulary, table.name).values()
        rows = [f"| `{t.code}` | {t.definition}{f' ({t.kind})' if t.kind else ''} |" for t in terms]
        parts.append(f"## {table.name}\n\n| code | meaning |\n| --- | --- |\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def _exports() -> str:
    parts = [MADE + EXPORTS]
    for what, columns in COLUMNS.items():
        rows = "\n".join(f"| `{name}` | {meaning} |" for name, meaning in columns.items())
        parts.append(f"## {what}\n\n| column | meaning |\n| --- | --- |\n{rows}\n")
    return "\n".join(parts)


if __name__ == "__main__":
    for file, text in pages().items():
        (Path(sys.argv[1]) / file).write_text(text, encoding="utf-8", newline="\n")
