"""The command that estimates how many there are in all, documented or not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from onrecord.cli.group import PathType, as_json, example, main, opened, print_json
from onrecord.cli.progress import counting
from onrecord.errors import Misuse

Json = dict[str, Any]
METHODS = (
    "lcmcr", "dga", "sparse", "sparse-averaged", "loglinear", "chao", "chapman", "lincoln-petersen", "doubly-robust", "all",
)  # fmt: skip


def _names(_: Any, __: Any, said: str | None) -> tuple[str, ...]:
    return tuple(n.strip() for n in said.split(",") if n.strip()) if said else ()


@main.command()
@click.argument("table", required=False, type=PathType, metavar="[TABLE.csv]")
@click.option("--method", type=click.Choice(METHODS), help="By default lcmcr for three lists and more, chao for two.")
@click.option(
    "--lists",
    callback=_names,
    metavar="A,B,C",
    help="The columns that are lists; else every column of 0 and 1, or of yes and no.",
)
@click.option("--by", callback=_names, metavar="COLUMN,…", help="Estimate strata by these columns, and add them up.")
@click.option("--pool", is_flag=True, help="Let strata borrow from each other how complete the lists are.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="The same seed gives the same numbers.")
@click.option(
    "--level",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=0.95,
    show_default=True,
    help="Of the interval.",
)
@click.option(
    "--blanks",
    type=click.Choice(["imputed", "absent"]),
    default="imputed",
    show_default=True,
    help="What a blank in a list is: drawn many times from what is known, or a zero.",
)
@click.option(
    "--replicates", multiple=True, type=PathType, metavar="FILE", help="Another completed table of the same people; repeat."
)
@click.option(
    "--covariates", callback=_names, metavar="COLUMN,…", help="What doubly-robust conditions on; else every other column."
)
@click.option("--sensitivity", is_flag=True, help="Also: a list left out, other priors, the interaction that nothing can tell.")
@click.option(
    "--links", type=PathType, metavar="FILE", help="TABLE holds a row a listing; these pairs (onrecord link) may be one person."
)
@click.option("--list", "list_", metavar="COLUMN", help="With --links: the column that says which list a row is of.")
@click.option(
    "--draws", type=click.IntRange(2), default=25, show_default=True, help="With --links: how many partitions are drawn."
)
@click.option("--record", type=PathType, metavar="RECORD", help="Estimate from a record, whose collections are the lists.")
@click.option("--as", "by_whom", metavar="PSEUDONYM", help="With --record: who estimates; it stands in the ledger.")
@click.option("--picture", type=PathType, metavar="FILE", help="Write the picture there, as SVG.")
@click.option(
    "--pictures",
    type=PathType,
    metavar="FOLDER",
    help="Write every picture there: lists, draws, strata, methods, what moves it.",
)
@as_json
@example("onrecord estimate lists.csv --method dga")
def estimate(table: Path | None, json_: bool, **asked: Any) -> None:
    """How many there are in all, documented or not, from lists that overlap.

    TABLE.csv has a row a history with its `count`, or a row a person; a column a list, 1 on it, 0 not, blank not known, - where the
    list could not have held them. Other columns are covariates, and so is one of 0 and 1 that is called like one (sex, female); any other
    of 0 and 1 is taken for a list unless --lists says which are. Where there are none, columns of yes and no, or of marks, are the lists.
    """
    found = _from_record(table, asked) if asked["record"] else _from_table(table, asked)
    several = isinstance(found, list)
    each = found if isinstance(found, list) else [found]
    moved = _moved(table, asked, each[0]) if asked["sensitivity"] else None
    if json_:
        said = [e.to_json() for e in each]
        if moved:
            said[0]["diagnostics"].pop("sensitivity", None)
            said[0]["sensitivity"] = moved
        print_json(said if several else said[0])
    else:
        from onrecord.cli.estimates import told

        told(each, moved)
    _drawn(table, asked, each, moved)


def _drawn(table: Path | None, asked: Json, each: list[Any], moved: list[Json] | None) -> None:
    """Writes the pictures that were asked for. Through links there is no one table whose lists could be drawn."""
    if asked["picture"] is not None:
        from onrecord.estimate.pictures import several
        from onrecord.publish.tables import write_whole

        write_whole(asked["picture"], several(each) if len(each) > 1 else each[0].plot())
        click.echo(f"Wrote {asked['picture']}.", err=True)
    if asked["pictures"] is not None:
        from onrecord.cli.estimates import drawn
        from onrecord.estimate.reading import read_table

        of = read_table(table, asked["lists"] or None, asked["by"]) if table is not None and asked["links"] is None else None
        if asked["record"] is not None:
            from onrecord.record.estimating import redrawn

            with opened(asked["record"]) as held:
                of = redrawn(held.estimates()[0])[1]
        names = drawn(asked["pictures"], each, moved, of)
        click.echo(f"Wrote {', '.join(names)} in {asked['pictures']}.", err=True)


def _from_table(table: Path | None, asked: Json) -> Any:
    if table is None:
        raise Misuse("Say which table: onrecord estimate TABLE.csv, or a record with --record.")
    from onrecord.estimate import estimate as one
    from onrecord.estimate import estimate_all

    how = {k: asked[k] for k in ("seed", "level", "blanks", "pool", "by")}
    lists = asked["lists"] or None
    with counting("Estimating", "steps") as count:
        how["watch"] = lambda _: count(1)
        if asked["links"] is not None:
            return _linked(table, asked, count)
        if asked["list_"] is not None:
            raise Misuse("--list says which list a row is of, and goes with --links.")
        if asked["covariates"] and asked["method"] != "doubly-robust":
            raise Misuse("--covariates is what --method doubly-robust conditions on; strata are made with --by.")
        if asked["method"] == "doubly-robust":
            if asked["by"] or asked["replicates"]:
                raise Misuse(
                    "doubly-robust goes with neither --by nor --replicates: it conditions on strata when they are covariates."
                )
            from onrecord.estimate.covariates import doubly_robust
            from onrecord.estimate.reading import read_table

            return doubly_robust(read_table(table, lists), asked["covariates"], asked["level"], asked["seed"])
        if asked["method"] == "all":
            return estimate_all(table, lists, **how)
        return one(table, asked["method"], lists, replicates=asked["replicates"], **how)


def _linked(table: Path, asked: Json, count: Any) -> Any:
    if not asked["list_"]:
        raise Misuse("With --links, say which column holds a row's list: --list COLUMN.")
    if asked["method"] in ("all", "doubly-robust"):
        raise Misuse("--links goes with one method at a time, and not with doubly-robust.")
    from onrecord.estimate.linked import estimate_linked, same_listings

    return estimate_linked(
        same_listings(table, asked["replicates"], asked["links"], asked["list_"]), asked["method"], asked["lists"] or None, asked["seed"],
        asked["level"], asked["draws"], asked["by"], asked["pool"], lambda _: count(1),
    )  # fmt: skip


def _from_record(table: Path | None, asked: Json) -> Any:
    if table is not None:
        raise Misuse("Either a table or --record, not both.")
    if not asked["by_whom"]:
        raise Misuse("An estimate on a record is an entry of its ledger: say who estimates with --as PSEUDONYM.")
    with opened(asked["record"]) as held, counting("Estimating", "steps") as count:
        how = {k: asked[k] for k in ("by", "seed", "level", "pool", "sensitivity")}
        how |= {"who": asked["by_whom"], "watch": lambda _: count(1)}
        if asked["method"] == "all":
            return _every_method(held, how)
        return held.estimate(method=asked["method"], **how)


def _every_method(held: Any, how: Json) -> list[Any]:
    """Each method's estimate of a record, each an entry. CannotEstimate where none gives one."""
    from onrecord.estimate import CannotEstimate
    from onrecord.estimate.comparing import disagreement
    from onrecord.estimate.methods import ALL

    found, refused = [], []
    for name in ALL:
        try:
            found.append(held.estimate(method=name, **how))
        except CannotEstimate as e:
            refused.append(f"{name} gave no estimate: {e}")
            why = e
    if not found:
        raise why
    said = disagreement(found)
    return [e.warned(*([said] if said else []), *refused) for e in found]


def _moved(table: Path | None, asked: Json, found: Any) -> list[Json]:
    from onrecord.estimate.reading import read_table
    from onrecord.estimate.sensitivities import sensitivity

    if asked["record"] is not None:
        said: list[Json] = found.diagnostics["sensitivity"]
        return said
    if table is not None and asked["links"] is not None:
        return _links_moved(table, asked, found)
    if table is None or found.method == "doubly-robust":
        raise Misuse("--sensitivity is of a table, by a method that reads lists alone.")
    with counting("What moves it", "steps") as count:
        return sensitivity(
            read_table(table, asked["lists"] or None, asked["by"]), found.method, asked["seed"], asked["level"], asked["by"], asked["blanks"],
            lambda _: count(1),
        )  # fmt: skip


def _links_moved(table: Path, asked: Json, found: Any) -> list[Json]:
    from onrecord.estimate.linked import same_listings
    from onrecord.estimate.sensitivities import sensitivity_linked

    each = same_listings(table, asked["replicates"], asked["links"], asked["list_"])
    with counting("What moves it", "steps") as count:
        return sensitivity_linked(each, found, asked["lists"], asked["draws"], asked["by"], asked["pool"], lambda _: count(1))
