"""Scores in a terminal: each with how much it rests on and with its interval, and in words what they do not say."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from onrecord import wording
from onrecord.cli.console import FAINT, HEAD, console, hint, put, row, runs, say, table
from onrecord.errors import OnRecordError

if TYPE_CHECKING:
    from rich.console import Console

Json = dict[str, Any]
MEASURES = {
    "PerpInd": "perpetrators, people", "PerpOrg": "perpetrators, organisations", "Target": "targets",
    "Victim": "victims by name", "Weapon": "means", "roles": "all roles", "deaths": "deaths: who and how many",
    "types": "incident types", "incidents": "whole incidents",
    "source": "source", "cue": "cue", "content": "content", "whole": "whole attributions", "characters": "characters of content",
}  # fmt: skip
FORMATS = {"muc4": "MUC-4", "polnear": "PolNeAR"}


# -- a record -------------------------------------------------------------------------------------------------


def record(said: Json, folder: str) -> None:
    """What a record's judgements say of its reader."""
    out = console()
    if not said["judged"]:
        say(out, "No claim of this record is judged yet, so nothing can be said of how right its reader is.")
        hint(out, "Judge some:", f"onrecord judge {shlex.quote(folder)} CLAIM accept --as PSEUDONYM")
        return
    reports = f"{said['reports']:,} report{'s' * (said['reports'] != 1)}"
    say(out, (f"{said['judged']:,} of {said['claims']:,} claims are judged, in {reports}", HEAD))
    say(
        out,
        "Right is what was accepted as it was read. Claims that were chosen to be judged need not be like the others.",
        first="  ",
    )
    for name in ("field", "modality", "reader"):
        _precision(out, said["precision"], name)
    _recall(out, said["recall"])
    _calibration(out, said["calibration"])
    _worst(out, said["worst"], folder)
    if said["read_again"] is not None:
        _read_again(out, said["read_again"])


def _precision(out: Console, said: Json, name: str) -> None:
    rows = {**said[f"by_{name}"]}
    if name == "field":
        rows = {"all": said["all"], **rows}
    say(out, "")
    names = [f"By {name}", "judged", "right", "amended", "rejected", "precision", "95 % interval"]
    made = table(names, right=names[1:], whole=names)
    for key, p in rows.items():
        counts = [str(p[k]) for k in ("judged", "right", "amended", "rejected")]
        row(made, wording.term(key, name), *counts, _percent(p["precision"]), _between(p["interval"]))
    put(out, made)


def _recall(out: Console, said: Json) -> None:
    say(out, "")
    say(out, said["why"])
    if not said["known"]:
        return
    names = [f"Over {said['reports']} of the reports", "true", "right", "precision", "recall", "95 % interval", "F1"]
    made = table(names, right=names[1:], whole=names)
    for key, r in {"all": said["all"], **said["by_field"]}.items():
        shares = (_percent(r["precision"]), _percent(r["recall"]), _between(r["recall_interval"]), _percent(r["f1"]))
        row(made, wording.term(key, "field"), str(r["true"]), str(r["right"]), *shares)
    put(out, made)


def _calibration(out: Console, said: Json) -> None:
    """The confidences as read and, where they are recalibrated, what they are on reports not seen; and what a threshold would do."""
    say(out, "")
    say(out, said["sentence"])
    if not said["bins"]:
        return
    _reliability(out, said, "Confidence as read")
    of_all = said["expected_calibration_error_of_all"]
    if of_all is not None:
        say(
            out,
            f"Weighed as all claims of the record lie, judged or not: {of_all:.3f}. That undoes that reviewers choose claims by their "
            "confidence, and nothing else by which they choose.",
            first="  ",
        )
    if said["after"] is not None:
        say(out, "")
        _reliability(out, said["after"], "Recalibrated, on reports not seen")
    _maps(out, said["readers"])
    _thresholds(out, said)


def _reliability(out: Console, said: Json, title: str) -> None:
    names = [title, "claims", "on average", "right", "95 % interval", ""]
    made = table(names, right=names[1:5], whole=names)
    for b in said["bins"]:
        shares = (f"{b['confidence']:.2f}", _percent(b["share"]), _between(b["interval"]))
        row(made, f"{b['from']:.1f}–{b['to']:.1f}", str(b["claims"]), *shares, _bar(b["share"], b["confidence"]))
    put(out, made)
    span = said["interval"]
    doubt = f" (95 % interval {span[0]:.3f}–{span[1]:.3f})" if span else ""
    say(
        out,
        f"Expected calibration error {said['expected_calibration_error']:.3f}{doubt}; 0 is perfect, and chance alone makes "
        f"{said['by_chance']:.3f} of so many claims. Brier score {said['brier']:.3f}; saying the share right of every claim would score "
        f"{said['brier_of_constant']:.3f}.",
        first="  ",
    )


BAR = 20


def _bar(share: float, confidence: float) -> str:
    """The share right as a bar, with a stroke where it would end if the confidences were right."""
    full, at = round(share * BAR), min(BAR - 1, round(confidence * BAR))
    signs = ["█" if n < full else "·" for n in range(BAR)]
    signs[at] = "|"
    return "".join(signs)


def _maps(out: Console, readers: list[Json]) -> None:
    """By which maps the confidences are recalibrated, and on whose judgements."""
    for r in (r for r in readers if r["calibrated"]):
        own = ", ".join(f"{wording.term(name, 'field')} ({f['method']})" for name, f in r["fields"].items())
        say(
            out,
            f"{wording.plain(r['reader'])}: {METHODS[r['method']]}, on {r['used']:,} claims in {r['reports']:,} reports, judged by "
            f"{', '.join(wording.plain(j) for j in r['judges'])} until {wording.moment(r['until'])}."
            + (f" Maps of their own: {own}." if own else ""),
            first="  ",
        )


METHODS = {"kept": "as read, which foretells best", "platt": "Platt's scaling", "isotonic": "isotonic regression"}


def _thresholds(out: Console, said: Json) -> None:
    if not said["thresholds"]:
        return
    say(out, "")
    names = ["Threshold", "claims kept", "of all", "right of these", "of the right ones", "right ones missed", "minutes"]
    made = table(names, right=names[1:], whole=names)
    for r in said["thresholds"]:
        missed = f"{r['missed']:.0f}" if r["found"] is not None else "–"
        row(
            made,
            f"{r['threshold']:.1f}" if r["threshold"] else "none",
            f"{r['kept']:,}",
            *(_percent(r[k]) for k in ("share", "precision", "found")),
            missed,
            f"{r['minutes']:,.0f}",
        )
    put(out, made)
    unknown = said["thresholds"][0]["not_known"]
    say(
        out,
        f"Of the {said['thresholds'][0]['kept']:,} claims that carry a confidence, at {said['seconds']:g} seconds each (--seconds). What is "
        "right is estimated from the judged claims of the same confidence"
        + (f"; of {unknown:,} claims nothing is known, since none as sure was judged." if unknown else "."),
        first="  ",
    )


def _worst(out: Console, found: list[Json], folder: str) -> None:
    if not found:
        return
    say(out, "")
    names = ["Worst reports", "file", "judged", "amended", "rejected", "claims"]
    made = table(names, right=("judged", "amended", "rejected"), cut=("file",), whole=("Worst reports",))
    for r in found:
        counts = [str(r[k]) for k in ("judged", "amended", "rejected")]
        claims = runs([c["number"] for c in r["claims"]])
        row(made, wording.plain(r["id"]), wording.plain(r["file"] or "–"), *counts, claims)
    put(out, made)
    hint(out, "One of them:", f"onrecord show {shlex.quote(folder)} {wording.plain(found[0]['id'])}")


def _read_again(out: Console, said: Json) -> None:
    say(out, "")
    say(out, (f"The {said['reports']} judged reports, read again by {wording.plain(said['reader'])}", HEAD))
    say(out, said["note"], first="  ")
    names = ["By field", "true", "precision", "", "found", "", "F1", "", "difference", "95 % interval"]
    made = table(names, right=names[1:], whole=names)
    row(made, "", "", "record", "now", "record", "now", "record", "now", "", "", style=FAINT)
    for key, before in said["recorded"].items():
        now, d = said["now"][key], said["difference"][key]
        shares = [_percent(side[k]) for k in ("precision", "found", "f1") for side in (before, now)]
        row(
            made,
            wording.term(key, "field"),
            str(before["true"]),
            *shares,
            _signed(d["f1"]),
            _between(d["f1_interval"], signed=True),
        )
    put(out, made)
    _doubt(out, said["difference"]["all"], said["reports"], "reports")


# -- a corpus -------------------------------------------------------------------------------------------------


def corpus(said: Json) -> None:
    """Each reader's scores against the gold, and how two differ."""
    out = console()
    documents = f"{said['documents']:,} document{'s' * (said['documents'] != 1)}"
    say(out, (f"{FORMATS[said['format']]}, {documents}", HEAD), f"  {wording.plain(said['gold'])}")
    for system in said["systems"]:
        say(out, "")
        names = [wording.plain(system["name"]), "right", "said", "gold", "precision", "recall", "F1", "95 % of F1"]
        made = table(names, right=names[1:], whole=names[1:])
        for key, m in system["measures"].items():
            counts = [str(m[k]) for k in ("hit", "said", "gold")]
            shares = [f"{100 * m[k]:.2f}" for k in ("precision", "recall", "f1")]
            style = HEAD if key == said["main"] else ""
            row(made, MEASURES[key], *counts, *shares, _between(m["f1_interval"]), style=style)
        put(out, made)
        if system["calibration"]["bins"]:
            _reliability(out, system["calibration"], "Confidence")
            for key, m in system["calibration"]["by_measure"].items():
                error = f"expected calibration error {m['expected_calibration_error']:.3f}, by chance {m['by_chance']:.3f}"
                say(out, f"{MEASURES[key]}: {m['with_confidence']:,} with a confidence, {error}", first="  ")
        _worst_documents(out, system["worst"], MEASURES[said["main"]])
    if said["difference"] is not None:
        _difference(out, said)


def _worst_documents(out: Console, found: list[Json], main: str) -> None:
    if not found:
        return
    names = [f"Worst documents by {main}", "right", "wrong", "missed"]
    made = table(names, right=names[1:], whole=names[1:])
    for d in found:
        row(made, wording.plain(d["id"]), *(str(d[k]) for k in ("right", "wrong", "missed")))
    put(out, made)


def _difference(out: Console, said: Json) -> None:
    first, second = (wording.plain(s["name"]) for s in said["systems"])
    say(out, "")
    say(out, (f"{second} less {first}, over the same drawn documents", HEAD))
    made = table(["", "F1", "95 % interval"], right=("F1", "95 % interval"))
    for key, d in said["difference"].items():
        row(made, MEASURES[key], _signed(d["f1"], 2), _between(d["f1_interval"], signed=True))
    put(out, made)
    _doubt(out, said["difference"][said["main"]], said["documents"], "documents")


def _doubt(out: Console, difference: Json, n: int, what: str) -> None:
    span = difference["f1_interval"]
    if span is None:
        say(out, f"Of {n} {what} there is no interval: it takes two or more, and resamples.", first="  ")
    elif span[0] <= 0 <= span[1]:
        say(out, f"The interval over all holds 0: these {n} {what} do not show that one is better.", first="  ")


def pictured(said: Json) -> str:
    """The reliability diagram of what was evaluated, as SVG. OnRecordError where no confidence was held against anything."""
    from onrecord.calibration.picture import diagram

    if "systems" in said:
        series = [(s["name"], s["calibration"]["bins"]) for s in said["systems"] if s["calibration"]["bins"]]
        title = f"{FORMATS[said['format']]}: confidences and what is right"
    else:
        held = said["calibration"]
        after = held["after"]
        series = [("as read", held["bins"])] if held["bins"] else []
        series += [("recalibrated, on reports not seen", after["bins"])] if after is not None else []
        title = "Confidences and what is right"
    if not series:
        raise OnRecordError(
            "There is nothing to draw, because no claim that was judged or scored carries a confidence: evaluate without --picture."
        )
    return diagram(title, [(wording.plain(name), bins) for name, bins in series])


# -- numbers --------------------------------------------------------------------------------------------------


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f} %"


def _signed(share: float, digits: int = 1) -> str:
    return f"{100 * share:+.{digits}f}"


def _between(span: list[float] | None, signed: bool = False) -> str:
    """Both ends in percent or, `signed`, in points of a difference; a dash where there is no interval."""
    if not span:
        return "–"
    low, high = (100 * end for end in span)
    return f"{low:+.1f} to {high:+.1f}" if signed else f"{low:.1f}–{high:.1f}"
