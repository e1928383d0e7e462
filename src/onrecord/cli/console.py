"""Where the commands print for people: styled in a terminal, plain in a pipe, wrapped to the width that is there."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Literal

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

PIPED = 110
"""Columns where the output is no terminal and COLUMNS is not set."""
WHOLE = 24
"""The most columns that an unbroken column of a table takes."""
HEAD, FIGURE, FAINT, WORDS = "bold", "bold cyan", "dim", "bold yellow"


def console() -> Console:
    """Standard output. Nothing in the text is read as markup."""
    made = Console(markup=False, highlight=False, emoji=False)
    if made.is_terminal or os.environ.get("COLUMNS", "").isdigit():
        return made
    return Console(markup=False, highlight=False, emoji=False, width=PIPED)


def say(out: Console, *parts: str | tuple[str, str], first: str = "", rest: str | None = None) -> None:
    """One paragraph of plain and (words, style) parts, wrapped; `first` stands before its first line, `rest` before the others."""
    rest = " " * cell_len(first) if rest is None else rest
    text = Text.assemble(*parts)
    width = max(20, out.width - max(cell_len(first), cell_len(rest)))
    for n, line in enumerate(text.wrap(out, width, overflow="fold")):
        line.rstrip()
        out.print(Text(rest if n else first) + line, no_wrap=True, overflow="ignore", crop=False)


def sheet(out: Console, rows: Sequence[tuple[str, str]], indent: int = 2, label: int = 14) -> None:
    """Labelled lines; a label that repeats is said once."""
    before = None
    for name, words in rows:
        shown = "" if name == before else name
        say(out, words, first=" " * indent + f"{shown:<{label}}", rest=" " * (indent + label))
        before = name


def table(names: Sequence[str], right: Sequence[str] = (), cut: Sequence[str] = (), whole: Sequence[str] = ()) -> Table:
    """An empty table: columns in `right` hold numbers, those in `cut` are shortened where they are long, in `whole` never broken."""
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style=HEAD)
    for name in names:
        justify: Literal["left", "right"] = "right" if name in right else "left"
        overflow: Literal["fold", "ellipsis"] = "ellipsis" if name in cut else "fold"
        made.add_column(
            name,
            no_wrap=name in cut or name in whole,
            overflow=overflow,
            justify=justify,
            max_width=30 if name in cut else None,
        )
    return made


def row(made: Table, *cells: str, style: str = "") -> None:
    """Add a row of words as they are."""
    made.add_row(*(Text(c) for c in cells), style=style)


def put(out: Console, made: Table) -> None:
    """Print a table; its columns that are never broken get the room that they need before the others share the rest."""
    cut = [c for c in made.columns if c.overflow == "ellipsis"]
    taken = len(made.columns) * 3 + 1
    for column in made.columns:
        needed = max(cell_len(str(c)) for c in (column.header, *column.cells))
        if column.overflow == "fold":
            column.min_width = min(WHOLE, needed) if column.no_wrap else None
            taken += column.min_width or min(WHOLE, needed)
    for column in cut:
        column.max_width = max(12, (out.width - taken) // len(cut))
    out.print(made)


def hint(out: Console, question: str, command: str) -> None:
    """A command to go on with, on a line of its own that is never broken, so that it can be copied."""
    out.print(Text.assemble((question, FAINT), f"  {command}"), no_wrap=True, overflow="ignore", crop=False)


def runs(numbers: list[int]) -> str:
    """Numbers in few words: 33–36, 42."""
    found: list[list[int]] = []
    for n in sorted(set(numbers)):
        if found and n == found[-1][1] + 1:
            found[-1][1] = n
        else:
            found.append([n, n])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in found)
