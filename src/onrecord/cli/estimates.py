"""How estimates are printed and drawn: the sentence, what it rests on, every warning, and the pictures."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from rich.table import Table as Grid

from onrecord.cli.console import console

Json = dict[str, Any]


def told(found: Sequence[Any], moved: list[Json] | None) -> None:
    """One estimate in full, or several side by side, then what moves it."""
    if len(found) == 1:
        _one(found[0])
    else:
        grid = Grid("method", "estimate", "interval", "documented", box=None, header_style="bold")
        for e in found:
            grid.add_row(e.method, f"{e.estimate:,.0f}", f"{e.lower:,.0f} to {_upper(e.upper)}", f"{e.observed:,}")
        console().print(grid)
        for sentence in dict.fromkeys(w for e in found for w in e.warnings):
            whose = [e.method for e in found if sentence in e.warnings]
            of = f" ({', '.join(whose)})" if len(whose) < len(found) else ""
            _wrapped(f"Warning{of}: {sentence}")
        _beside(found[0])
    if moved:
        from onrecord.estimate.sensitivities import in_words

        click.echo("\nWhat moves it:")
        grid = Grid("changed", "", "estimate", "interval", box=None, header_style="bold")
        for row in moved[1:]:
            if row["estimate"] is None:
                grid.add_row(row["kind"], row["change"], "none", row["why_not"])
            else:
                upper = math.inf if row["upper"] is None else row["upper"]
                grid.add_row(row["kind"], row["change"], f"{row['estimate']:,.0f}", f"{row['lower']:,.0f} to {_upper(upper)}")
        console().print(grid)
        _wrapped(in_words(moved))


def drawn(folder: Path, found: Sequence[Any], moved: list[Json] | None, table: Any) -> list[str]:
    """Writes every picture there is: how lists overlap, of each estimate its draws and its strata, the methods side by side, what moves
    the number. Gives the names of the files.
    """
    from onrecord.estimate import pictures
    from onrecord.publish.tables import write_whole

    named = {"lists": pictures.upset(table)} if table is not None else {}
    if len(found) > 1:
        named["methods"] = pictures.several(found)
    for e in found:
        named[e.method] = pictures.posterior(e)
        if e.strata:
            named[f"{e.method}-strata"] = pictures.by_stratum(e)
    if moved:
        named["sensitivity"] = pictures.moved(moved)
    folder.mkdir(parents=True, exist_ok=True)
    for name, svg in named.items():
        write_whole(folder / f"{name}.svg", svg)
    return [f"{name}.svg" for name in named]


def _one(e: Any) -> None:
    for line in e.summary().splitlines():
        _wrapped(line)
    _beside(e)
    said = e.diagnostics
    if "r_hat" in said and "effective_draws" in said:
        click.echo(f"Chains: R-hat {said['r_hat']:.3f}, {said['effective_draws']:,.0f} effective draws.")


def _beside(e: Any) -> None:
    """What was read as what, and the spread of models that fit alike."""
    alike = e.diagnostics.get("models_that_fit_alike")
    if alike and alike["models"] == 1:
        _wrapped(f"No other log-linear model fits this table as well as the best of them, which gives {alike['least']:,.0f}.")
    elif alike:
        _wrapped(
            f"Log-linear models that fit this table about as well as the best of them: {alike['models']}, from {alike['least']:,.0f} "
            f"to {alike['most']:,.0f}."
        )
    for notice in e.diagnostics.get("notices", ()):
        if notice.startswith("Lists:"):
            _wrapped(notice)


def _upper(x: float) -> str:
    return f"{x:,.0f}" if math.isfinite(x) else "no upper bound"


def _wrapped(line: str) -> None:
    click.echo(textwrap.fill(line, 100, subsequent_indent="  " if line.startswith(" ") else "", break_long_words=False))
