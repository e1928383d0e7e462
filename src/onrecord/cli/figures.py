"""Tolls in a terminal: every figure with its bounds, stated and alleged apart, and the rules by which it was counted."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord import wording
from onrecord.claims import Scope
from onrecord.cli.console import FAINT, HEAD, console, hint, put, row, say, table

if TYPE_CHECKING:
    from rich.console import Console

Json = dict[str, Any]
PRINTED = (
    "once", "modality", "denial", "doubt", "class", "parts", "sum", "total", "part_of", "death", "killed", "linked", "latest", "origins",
    "origin", "documented",
)  # fmt: skip


def scope(said: Scope) -> str:
    """The scope in words."""
    parts = [("period", said.period), ("territory", ", ".join(said.territory)), ("acts", ", ".join(said.acts)),
             ("statuses", ", ".join(said.statuses)), ("causes", ", ".join(said.causes))]  # fmt: skip
    return "; ".join(f"{k} {v}" for k, v in parts if v) or "everything"


def built(counts: Json, folder: Path, incidents: int | None) -> None:
    """What became of the reports, and where the record is."""
    said = [f"{counts['added']} added"]
    said += [f"{counts['known']} known already"] if counts["known"] else []
    said += [f"{counts['read']} read again"] if counts["read"] else []
    said += [f"{counts['unread']} left unread (see above)"] if counts["unread"] else []
    said += [f"{counts['refused']} refused (see above)"] if counts["refused"] else []
    held = "" if incidents is None else f", and holds {incidents} incidents"
    say(console(), f"Reports: {', '.join(said)}. The record is in {folder}{held}.")


def tally(rows: list[Json], totals: list[Json] | None = None, by: str | None = None, record: str = "RECORD") -> None:
    """The documented toll with the sentences of its rules."""
    from onrecord.tally import RULES

    out = console()
    if not rows:
        say(out, "No harm is documented in this record.")
        return
    if by is None:
        _whole(out, rows[0])
    else:
        _groups(out, rows, by)
    for t in totals or ():
        parts = " + ".join(t["agrees_with"])
        agrees = {"agrees": f"agrees with {parts}", "differs": f"differs from {parts}"}.get(
            t["compared"], "no incidents of the record explain"
        )
        report = wording.plain(t["report"])
        say(
            out,
            f"Report {report} itself says {wording.term(t['outcome'])} {wording.many(t['count'])}, which {agrees}.",
            first="  ",
        )
    say(out, "")
    say(out, ("How these are counted", HEAD))
    left_out = {*(() if totals else ("total",)), *(() if any(_apart(r) for r in rows) else ("doubt",))}
    for name in (n for n in PRINTED if n not in left_out):
        say(out, (RULES[name], FAINT), first="  · ")
    hint(out, "What stands behind a figure?", f"onrecord why {shlex.quote(record)} INCIDENT")


def _whole(out: Console, said: Json) -> None:
    n = said["incidents"]
    say(out, (f"Documented in {n} {'incident' if n == 1 else 'incidents'} of harm", HEAD))
    columns = [("stated", said["stated"]), ("alleged", said["alleged"]), *_apart(said)]
    outcomes = list(dict.fromkeys(o for _, counts in columns for o in counts))
    if not outcomes:
        say(out, "No victims are counted.", first="  ")
        return
    made = table(("", *(name for name, _ in columns)))
    for o in outcomes:
        row(made, wording.term(o), *(wording.many(counts[o]) if o in counts else "–" for _, counts in columns))
    put(out, made)


def _apart(said: Json) -> list[tuple[str, Json]]:
    return wording.apart(said["doubtful"])


def _groups(out: Console, rows: list[Json], by: str) -> None:
    order = {"death": 0, "killed": 1, "injury": 2}
    outcomes = sorted({o for r in rows for o in r["stated"]}, key=lambda o: (order.get(o, 9), o))
    say(out, (f"Documented, by {by}; stated, with what is alleged beside it", HEAD))
    any_alleged = any(r["alleged"] for r in rows)
    any_doubtful = any(_apart(r) for r in rows)
    names = [by, "incidents", *(wording.term(o) for o in outcomes), *(["alleged"] if any_alleged else [])]
    names += ["doubtful"] if any_doubtful else []
    made = table(names, right=names[1 : 2 + len(outcomes)])
    for r in rows:
        cells = [wording.number(r["stated"].get(o)) for o in outcomes]
        cells += [wording.tolls(r["alleged"])] if any_alleged else []
        if any_doubtful:
            alleged = f"; alleged: {wording.tolls(r['doubtful']['alleged'])}" if r["doubtful"]["alleged"] else ""
            cells.append(wording.tolls(r["doubtful"]["stated"]) + alleged)
        row(made, _group(r["group"], by), str(r["incidents"]), *cells)
    put(out, made)
    say(out, "20+ is 20 or more; 3–5 is from 3 to 5; 4 (3–6) is best 4, from 3 to 6.", first="  ")


def _group(key: str, by: str) -> str:
    if key == "not known":
        return key
    if by in ("month", "year"):
        return wording.short_date(key)
    return wording.country(key) if by == "country" else wording.term(key) if by in ("act", "modality") else wording.plain(key)


def threshold(said: Json, record: str) -> None:
    """The record's threshold, who set it, and what is doubtful by it."""
    out = console()
    if said["at"] is None:
        set_by = f" (set so by {wording.plain(said['by'])}, {wording.moment(said['time'])})" if said["by"] else ""
        say(out, f"The record has no threshold{set_by}: no claim is doubtful by its confidence.")
    else:
        because = f": {wording.plain(said['why'])}" if said["why"] else ""
        who = f"set by {wording.plain(said['by'])}, {wording.moment(said['time'])}{because}"
        say(out, (f"Unjudged claims less sure than {said['at']:g} are doubtful", HEAD), f"  {who}")
        apart = said["doubtful"]
        fields = ", ".join(f"{wording.term(k, 'field')} {n:,}" for k, n in apart["by_field"].items())
        say(
            out,
            f"{apart['claims']:,} of the {said['open']:,} that carry a confidence and wait for a judgement"
            + (f": {fields}." if fields else "."),
            first="  ",
        )
        for label, counts in wording.apart(apart):
            say(out, f"Counted apart, {label}: {wording.tolls(counts)}.", first="  ")
    say(out, said["calibration"]["sentence"])
    hint(out, "What would another threshold do?", f"onrecord evaluate {shlex.quote(record)}")


def agreement(said: Json) -> None:
    """How far people agree, of all claims that two judged and of those drawn; the draws, and in what people differ."""
    out = console()
    for words, part in (("Claims that two people or more judged", said), ("Of those, claims that were drawn", said["drawn"])):
        if part is None:
            continue
        say(out, (f"{words}: {part['claims']:,}", HEAD), f"; on {part['agree']:,} they agree.")
        if part["alpha"] is not None:
            between = part["interval"]
            doubt = f" (95 % interval {between[0]:.3f} to {between[1]:.3f}, by the bootstrap over claims)" if between else ""
            say(out, f"Krippendorff's alpha of accept, amend and reject: {part['alpha']:.3f}{doubt}", first="  ")
        elif part["claims"]:
            say(out, "Krippendorff's alpha is not known, since all decided alike.", first="  ")
    for d in said["draws"]:
        how = f"each with a probability of {d['probability']:g} and the seed {d['seed']}"
        say(
            out,
            f"{wording.plain(d['by'])} drew {d['drawn']:,} of {d['of']:,} claims, {how}; two have judged {d['judged']:,} of them.",
        )
    if said["differ"]:
        say(
            out,
            f"People differ in {', '.join(f'claim {n}' for n in said['differ'][:20])}{' …' if len(said['differ']) > 20 else ''}",
        )


def pairs(said: Json) -> None:
    """How far two people agree on drawn pairs, and what these say of the links."""
    out = console()
    say(out, (f"Drawn pairs that two people judged: {said['both']:,}", HEAD), f"; on {said['agree']:,} they agree.")
    if said["alpha"] is not None:
        between = said["interval"]
        doubt = f" (95 % interval {between[0]:.3f} to {between[1]:.3f}, by the bootstrap over pairs)" if between else ""
        say(out, f"Krippendorff's alpha: {said['alpha']:.3f}{doubt}", first="  ")
    if said["decided"]:
        say(out, f"Precision, of the pairs held to be one: {wording.estimated(said['precision'])}", first="  ")
        say(out, f"Recall, of the pairs that are one and were compared: {wording.estimated(said['recall'])}", first="  ")
        if said["unseen"]:
            say(out, f"{said['unseen']:,} pairs lie where none was judged, and are left out.", first="  ")
    for d in said["draws"]:
        say(out, f"{wording.plain(d['by'])} drew {d['drawn']:,} of {d['of']:,} pairs, with the seed {d['seed']}.")
    say(out, f"{said['waiting']:,} drawn pairs wait for a second reader.")
