"""The command that links lists of people without a record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.console import FAINT, HEAD, console, put, row, say, table
from onrecord.cli.group import PathType, as_json, example, main, print_json
from onrecord.cli.progress import counting
from onrecord.errors import Misuse

if TYPE_CHECKING:
    from onrecord.link.linking import Links
    from onrecord.link.lists import Lists
    from onrecord.link.model import Model

Json = dict[str, Any]


@main.command()
@click.argument("files", nargs=-1, required=True, type=PathType, metavar="A.csv [B.csv …]")
@click.option("--out", type=PathType, metavar="FILE", help="Write the pairs held to be one person there, as CSV.")
@click.option("--doubtful", is_flag=True, help="Write pairs from a probability of 0.01 on, not from 0.5 on.")
@click.option("--explain", is_flag=True, help="Add the evidence in words and the weights in bits to every pair.")
@click.option(
    "--without", multiple=True, metavar="COLUMN", help="Leave a column, or a thing such as name, out; may be repeated."
)
@click.option(
    "--map", "mapping", multiple=True, metavar="COLUMN=MEANING", help="What a column means, or - to leave it; may be repeated."
)
@click.option("--distinct", is_flag=True, help="The lists repeat nobody; else how often they do is estimated.")
@click.option("--truth", type=PathType, metavar="FILE", help="Known matches: print precision, recall and the errors.")
@click.option("--parameters", type=PathType, metavar="FILE", help="Save the estimated parameters there, as JSON.")
@click.option("--drawing", type=PathType, metavar="FILE", help="Draw what each level of agreement says there, as SVG.")
@click.option(
    "--sample",
    type=click.IntRange(1),
    metavar="N",
    help="Write N pairs, drawn by stated probability, as a sheet for two reviewers.",
)
@click.option("--sheet", type=PathType, metavar="FILE", help="Where --sample writes.")
@click.option(
    "--judged", type=PathType, metavar="FILE", help="A sheet with decisions: they train this run and are never overruled."
)
@click.option(
    "--reviewed",
    type=PathType,
    metavar="FILE",
    help="A sheet that two reviewers filled in: their agreement, and precision and recall.",
)
@click.option("--index", type=PathType, metavar="FILE", help="Keep there what a later --into needs; it holds names.")
@click.option("--into", type=PathType, metavar="FILE", help="Link one list of new rows into the lists of an index.")
@click.option("--seed", type=int, default=0, show_default=True, help="The seed of random pairs and of sampling.")
@as_json
@example("onrecord link a.csv b.csv --out matches.csv")
def link(files: tuple[Path, ...], out: Path | None, truth: Path | None, json_: bool, **how: Any) -> None:
    """Find which rows of lists are of one person: across lists, or repeats within one.

    Columns are found by their names; those that are not are shown and never compared. Nothing is learned from labels: the lists
    themselves say how common names, days and places are, and how often rows of one person disagree.
    """
    from onrecord.link.linking import link as linked
    from onrecord.link.lists import read_lists
    from onrecord.link.lists_columns import mapped
    from onrecord.link.lists_review import as_judged, read_sheet
    from onrecord.link.lists_truth import read_truth

    _sensible(files, out, truth, how)
    if how["into"] is not None:
        _into(files[0], out, mapped(how["mapping"]), json_, how)
        return
    lists = read_lists(files, mapped(how["mapping"]), how["without"])
    known = None if truth is None else read_truth(truth, lists)
    reviewed = None if how["reviewed"] is None else read_sheet(how["reviewed"], lists)
    judged = None if how["judged"] is None else as_judged(read_sheet(how["judged"], lists))
    if not json_:
        _columns(lists, bool(how["without"]) or "-" in mapped(how["mapping"]).values())
    distinct = range(len(lists.names)) if how["distinct"] else ()
    with counting("Linking", "steps") as count:
        links = linked(lists.rows, distinct, judged=judged, seed=how["seed"], watch=lambda words: count(1))
    _unsettled(links.model)
    _few(links.model)
    said = _written(lists, links, out, how)
    if known is not None:
        from onrecord.link.lists_truth import scores

        said["truth"] = _with_ids(scores(lists, links, known), lists)
    if reviewed is not None:
        from onrecord.link.lists_review import estimate

        said["review"] = estimate(lists, links, reviewed, how["seed"])
    print_json(said) if json_ else _told(said, lists, links, out)


def _unsettled(model: Model) -> None:
    """Say on standard error that the estimation has not converged, where it has not."""
    if not model.converged:
        click.echo(
            f"onrecord: the estimation has not converged by round {model.rounds}: judge some pairs before trusting it.",
            err=True,
        )


def _few(model: Model) -> None:
    """Say on standard error that there was little to learn from, where there was."""
    from onrecord.link.fitting import FEW

    if model.found < FEW:
        click.echo(
            f"onrecord: about {model.found:.0f} pairs are too few to learn from: how often rows of one person differ is what is usual, "
            "not what these lists show.",
            err=True,
        )


def _sensible(files: tuple[Path, ...], out: Path | None, truth: Path | None, how: Json) -> None:
    """Misuse where what was asked makes no sense."""
    if out is None and truth is None and all(how[n] is None for n in ("sample", "reviewed", "index")):
        raise Misuse("Say where the pairs go with --out matches.csv, or which matches are known with --truth.")
    read = {p.resolve() for p in (*files, truth, how["judged"], how["reviewed"]) if p is not None}
    for name, path in {"out": out, **{n: how[n] for n in ("parameters", "drawing", "sheet", "index")}}.items():
        if path is not None and path.resolve() in read:
            raise Misuse(f"--{name} {path} would be written over a list or sheet that is read: give another name.")
        if path is not None and (path.is_dir() or not path.parent.is_dir()):
            raise Misuse(f"--{name} {path} cannot be written: name a file in a folder that is there.")
    if len(set(files)) < len(files):
        raise Misuse("The same file is given twice: give it once to find repeats within it.")
    if (how["sample"] is None) != (how["sheet"] is None):
        raise Misuse("--sample N says how many pairs are drawn, and --sheet FILE where they go: give both.")
    if how["into"] is not None and (len(files) > 1 or out is None):
        raise Misuse("--into takes one list of new rows, and --out says where their pairs go.")
    if how["distinct"] and len(files) == 1 and "list" not in _header(files[0]):
        raise Misuse("--distinct says that the list repeats nobody, so there is nothing to find in one list.")


def _written(lists: Lists, links: Links, out: Path | None, how: Json) -> Json:
    """Everything that goes into files, and how much of it."""
    from onrecord.link.lists_output import DECIDED, DOUBTFUL, write_pairs, write_whole

    said: Json = {"pairs": None, "rows": len(lists.rows), "compared": links.compared, "converged": links.model.converged,
                  "learned_from": round(links.model.found, 1)}  # fmt: skip
    if out is not None:
        said["pairs"] = write_pairs(out, lists, links, DOUBTFUL if how["doubtful"] else DECIDED, how["explain"])
    if how["parameters"] is not None:
        write_whole(how["parameters"], links.model.saved())
    if how["drawing"] is not None:
        from onrecord.link.model_drawing import drawn

        write_whole(how["drawing"], drawn(links.model))
    if how["sample"] is not None:
        from onrecord.link.lists_review import write_sheet

        said["drawn"] = write_sheet(how["sheet"], lists, links, how["sample"], how["seed"])
    if how["index"] is not None:
        from onrecord.link.lists_index import save_index

        save_index(how["index"], lists, links)
    return said


def _into(path: Path, out: Path | None, mapping: dict[str, str], json_: bool, how: Json) -> None:
    """New rows against those of an index."""
    from onrecord.link.linking import link_new
    from onrecord.link.lists import read_into
    from onrecord.link.lists_output import DECIDED, DOUBTFUL, write_pairs

    lists, first, person, model = read_into(how["into"], path, mapping)
    links = link_new(lists.rows, first, person, model, how["seed"])
    if how["index"] is not None:
        from onrecord.link.lists_index import save_index

        save_index(how["index"], lists, links)
    assert out is not None
    _unsettled(model)
    count = write_pairs(out, lists, links, DOUBTFUL if how["doubtful"] else DECIDED, how["explain"])
    said = {"pairs": count, "rows": len(lists.rows) - first, "compared": links.compared, "converged": model.converged}
    print_json(said) if json_ else say(console(), f"{said['rows']:,} new rows among {first:,}: wrote {count:,} pairs to {out}.")


def _header(path: Path) -> list[str]:
    from onrecord.link.lists import table as read
    from onrecord.link.lists_columns import plain

    return [plain(h) for h in read(path)[0]]


def _columns(lists: Lists, some_left_out: bool) -> None:
    """What each list's columns were taken for."""
    out = console()
    for file in lists.files:
        taken = ", ".join(c if c.lower() == m else f"{c} as {m}" for m, c in file.columns.items())
        say(out, f"{file.path}: {len(file):,} rows; compared by {taken}.")
        if file.unrecognised:
            why = "Left out or not recognised" if some_left_out else "Not recognised"
            say(out, (f"{why}, and not compared: {', '.join(file.unrecognised)}.", FAINT), first="  ")


def _with_ids(found: Json, lists: Lists) -> Json:
    ids = lists.rows.ids
    for name in ("wrong", "missed"):
        found[name] = [{"left_id": ids[a], "right_id": ids[b], "probability": round(p, 4)} for p, a, b in found[name]]
    return found


def _told(said: Json, lists: Lists, links: Links, out: Path | None) -> None:
    to = console()
    if out is not None:
        say(to, f"Wrote {said['pairs']:,} pairs to {out}.")
    if len(lists.files) > 1:
        own = int(((lists.rows.lists[links.left] == lists.rows.lists[links.right]) & (links.probability >= 0.5)).sum())
        if own:
            say(
                to,
                f"{own:,} more pairs are repeats within one list: see them with  onrecord link FILE --out repeats.csv",
                first="  ",
            )
    if links.left_out:
        say(to, (f"{links.left_out:,} blocks of rows with a common key were too large to compare in full.", FAINT), first="  ")
    if "drawn" in said:
        say(
            to,
            f"Drew {said['drawn']:,} pairs for review. Each reviewer fills a column without seeing the other's: same, different or unsure.",
        )
    if "review" in said:
        _reviewed(to, said["review"])
    found = said.get("truth")
    if found is None:
        return
    made = table(("", "precision", "recall", "F1"), right=("precision", "recall", "F1"))
    for words, name in (("pairs", "pairs"), ("B-cubed", "b_cubed")):
        row(made, words, *(f"{found[name][k]:.4f}" for k in ("precision", "recall", "f1")))
    put(to, made)
    say(
        to,
        f"{found['pairs']['found']:,} pairs found, {found['pairs']['known']:,} known; calibration error {found['calibration_error']:.4f}.",
    )
    if found["outside"]:
        say(to, f"{found['outside']:,} known pairs have ids that are in no list.", first="  ")
    for name, words in (("wrong", "Found, and not known"), ("missed", "Known, and not found")):
        if found[name]:
            say(to, (f"{words}: {len(found[name]):,}", HEAD))
        for e in found[name]:
            say(to, f"{e['left_id']}  {e['right_id']}  {e['probability']:.4f}", first="  ")


def _reviewed(to: Any, found: Json) -> None:
    """What two reviewers' decisions say of the links."""
    agree = "cannot be told" if found["alpha"] is None else f"Krippendorff's alpha {found['alpha']:.3f}"
    say(to, f"The reviewers' agreement: {agree}; {found['decided']:,} pairs decided.")
    for name in ("precision", "recall"):
        f = found[name]
        told = "cannot be told" if f["estimate"] is None else f"{f['estimate']:.3f}"
        say(to, f"{name.capitalize()} {told}, 95 % interval {f['lower']:.3f} to {f['upper']:.3f}.", first="  ")
    say(to, "Recall is of the matches among the pairs stated from 0.01 on; of pairs never compared nobody can say.", first="  ")
    if found["unseen"]:
        say(to, f"{found['unseen']:,} stated pairs lie where none was reviewed, and are left out.", first="  ")
