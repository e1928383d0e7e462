"""Incidents and reports as people read them in a terminal."""

from __future__ import annotations

import shlex
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Any

from onrecord import wording
from onrecord.cli.console import FAINT, HEAD, WORDS, console, hint, put, row, runs, say, sheet, table

if TYPE_CHECKING:
    from rich.console import Console

Json = dict[str, Any]
ROOMY, WIDE = 110, 140
"""Columns from which the list has room for the reports, and for grades and reviews."""


def listed(found: list[Json], record: str, threshold: Json) -> None:
    """The incidents as a table, one a row, with what the table leaves out below it; `threshold` is the record's."""
    out = console()
    names = ["Id", "When", "Where", "What", "Documented toll"]
    names += ["Sure"] if any(i["confidence"] is not None for i in found) else []
    names += ["Happened?", "Review"] if out.width >= WIDE else []
    names += ["Report"] if out.width >= ROOMY else []
    made = table(names, cut=("Report",), whole=("Id", "When"))
    for i in found:
        cells = _cells(i)
        row(made, *(cells[name] for name in names), style="" if i["class"] == "harm" else FAINT)
    if not found:
        say(out, "No incidents stand in this record.")
        hint(out, "Take reports in:", f"onrecord build FOLDER --into {shlex.quote(record)}")
        return
    put(out, made)
    say(out, _summary(found))
    for sentence in _doubts(found, threshold):
        say(out, sentence)
    hint(out, "Why?", f"onrecord why {shlex.quote(record)} {found[0]['id']}")


def _cells(i: Json) -> dict[str, str]:
    toll = [wording.tolls(i["toll"])] if i["toll"] else []
    toll += [f"alleged: {wording.tolls(i['alleged'])}"] if i["alleged"] else []
    toll += [f"{label}: {wording.tolls(counts)}" for label, counts in wording.apart(i["doubtful_toll"])]
    act = wording.term(i["act"]) if i["class"] == "harm" else f"({wording.term(i['act'])})"
    return {
        "Id": i["id"],
        "When": wording.short_date((i["date"] or {}).get("edtf")),
        "Where": wording.plain((i["place"] or {}).get("name") or "–"),
        "What": act + ("" if i["modality"] == "stated" else f", {wording.term(i['modality'])}") + ", doubtful" * i["doubtful"],
        "Sure": wording.confidence(i, whole=False) or "–",
        "Documented toll": "; ".join(toll) or "–",
        "Happened?": wording.term(i["grade"]["happened"]["value"], "grade"),
        "Review": wording.term(i["state"], "state"),
        "Report": ", ".join(wording.plain(r["file"]) for r in i["reports"]),
    }


def _summary(found: list[Json]) -> str:
    grades = Counter(wording.term(i["grade"]["happened"]["value"], "grade") for i in found)
    context = sum(i["class"] == "context" for i in found)
    told = ", ".join(f"{n} {g}" for g, n in grades.most_common())
    return (
        f"{_n(len(found), 'incident')}: {told}. "
        + (f"{context} in brackets {'is' if context == 1 else 'are'} context, which is never counted. " if context else "")
        + "20+ is 20 or more."
    )


def _doubts(found: list[Json], threshold: Json) -> list[str]:
    """What the list has to say of confidences: whether they are calibrated, and what is doubtful."""
    said = []
    if any(i["confidence"] is not None for i in found):
        mark = "" if threshold["calibration"]["calibrated"] else "* "
        said.append(mark + threshold["calibration"]["sentence"])
    if threshold["at"] is not None:
        doubtful = threshold["doubtful"]
        said.append(
            f"Under the record's threshold of {threshold['at']:g}: {_n(doubtful['claims'], 'claim')} that nobody judged, "
            f"{_n(doubtful['incidents'], 'incident')} among them. They are kept, and what they tell of is counted apart, as doubtful."
        )
    return said


def _n(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def reports(found: list[Json], record: str) -> None:
    """The reports as a table."""
    out = console()
    names = ["Report", "Published", *(["File"] if out.width >= ROOMY else []), "Title", "Incidents", "Claims"]
    made = table(
        names, right=("Incidents", "Claims"), cut=("File", "Title"), whole=("Report", "Published", "Incidents", "Claims")
    )
    for r in found:
        title = "(forgotten)" if r["forgotten"] else wording.plain(r["title"] or f"({r['file']})")
        cells = [wording.plain(r["id"]), wording.short_date(r["published"])]
        cells += [wording.plain(r["file"] or "–")] if "File" in names else []
        row(made, *cells, title, str(r["incidents"]), str(r["claims"]))
    if found:
        put(out, made)
        say(out, f"{_n(len(found), 'report')}.")
        hint(out, "One of them with its claims:", f"onrecord show {shlex.quote(record)} {wording.plain(found[0]['id'])}")
    else:
        say(out, "No reports stand in this record.")
        hint(out, "Take them in:", f"onrecord build FOLDER --into {shlex.quote(record)}")


def extracted(said: Json) -> None:
    """What one report claims, with the doubt of each part."""
    out, report = console(), said["report"]
    title = f"  {wording.quoted(report['title'])}" if report["title"] else ""
    say(out, (wording.plain(report["file"]), HEAD), title)
    published = wording.date(report["published"]) if report["published"] else "not known"
    say(
        out,
        (f"published {published}; language {report['language'] or 'not known'}; {report['chars']:,} characters", FAINT),
        first="  ",
    )
    for i in said["incidents"]:
        say(out, "")
        _heading(out, i)
        sheet(out, _parts(i))
    for t in said["totals"]:
        agrees = f", which agrees with {' + '.join(t['agrees_with'])}" if t["agrees_with"] else ""
        say(out, "")
        say(
            out,
            f"The report's own total: {wording.term(t['outcome'])} {wording.many(t['count'])} "
            f"({wording.quoted(t['mention']['text'])}){agrees}.",
        )
    if not said["incidents"] and not said["totals"]:
        say(out, "Nothing that belongs in a record was read here.", first="  ")
    say(out, "")


def _heading(out: Console, i: Json) -> None:
    doubt = [] if i["class"] == "harm" else ["context, never counted"]
    doubt += [wording.term(i["modality"])]
    if "calibrated_confidence" in i:
        sure = wording.confidence(i)
    else:  # without a record there is nothing that it could be calibrated on
        sure = wording.share(i["confidence"]) if i.get("confidence") is not None else ""
    doubt += [f"confidence {sure}"] if sure else []
    doubt += ["doubtful"] if i.get("doubtful") else []
    say(out, (f"{i['id']}  {wording.term(i['act'])}", HEAD), (f"  {', '.join(doubt)}", FAINT))


def _parts(i: Json) -> list[tuple[str, str]]:
    rows = []
    for name, field in (("when", "date"), ("where", "place")):
        found = i[field]
        said = wording.date(found["edtf"]) if found and field == "date" else wording.place(found) if found else "not told"
        if found and field == "place":
            said += f" ({wording.term(found['precision'], 'precision')})"
        quote = f", {wording.quoted(found['mention']['text'])}" if found and found.get("mention") else ""
        rows.append((name, said + quote))
    rows += [("victims", f"{v['id']}  {wording.victim(v)}") for v in i["victims"]]
    rows += [("perpetrators", wording.perpetrator(p)) for p in i["perpetrators"]]
    rows += [("others", f"{wording.words(o)}: {wording.term(o['role'], 'role')}") for o in i["others"]]
    rows += [("targets", wording.words(t)) for t in i["targets"]]
    rows += [("means", f"{wording.term(m['type'])}, {wording.words(m)}") for m in i["means"]]
    rows += [("relations", f"{wording.term(r['type'])} {r['to']}") for r in i["relations"]]
    found = [wording.source(s) for s in i["according_to"]] or [wording.sources([])]
    return rows + [("according to", s) for s in found]


def shown(i: Json, said: Json, record: str) -> None:
    """One incident of the record with its people, tolls, grades and scope, and where its claims are."""
    out = console()
    _heading(out, i)
    claims = {c["number"] for f in said["fields"] for c in f["claims"]}
    rows = [*_parts(i), ("toll", wording.tolls(i["toll"]) + (" (documented, stated)" if i["toll"] else ": nothing is tallied"))]
    rows += [("alleged", wording.tolls(i["alleged"]))] if i["alleged"] else []
    rows += [("doubtful", f"{label}: {wording.tolls(counts)}") for label, counts in wording.apart(i["doubtful_toll"])]
    rows += [
        ("grades", f"{wording.term(name, 'field')}? {wording.term(g['value'], 'grade')}: {g['why']}")
        for name, g in i["grade"].items()
    ]
    rows.append(("scope", wording.scope(i["scope"])))
    rows.append(("review", wording.term(i["state"], "state")))
    rows += [("reports", f"{wording.plain(r['file'])} ({wording.plain(r['id'])})") for r in i["reports"]]
    rows.append(("claims", runs(sorted(claims))))
    sheet(out, rows)
    hint(out, "Why?", f"onrecord why {shlex.quote(record)} {i['id']}")


def report(said: Json, headings: dict[str, str]) -> None:
    """A report's claims, by incident; `headings` puts the incidents that stand in words."""
    from onrecord.record.why import about_whom

    out, meta = console(), said["report"]
    if meta["forgotten"]:
        say(out, f"Report {meta['id']} was forgotten: nothing of it is left but its place in the ledger.")
        return
    say(out, (wording.plain(meta["file"]), HEAD), f"  {wording.quoted(meta['title'])}" if meta["title"] else "")
    published = wording.date(meta["published"]) if meta["published"] else "not known"
    about = [
        ("report", wording.plain(meta["id"])),
        ("published", published),
        ("publisher", wording.plain(meta["publisher"] or "not known")),
    ]
    about += [
        ("language", meta["language"] or "not known"),
        ("captured", wording.moment(meta["captured"])),
        ("SHA-256", meta["sha256"]),
    ]
    sheet(out, about + [("notice", wording.plain(n)) for n in meta["notices"] or ()])
    homes = {p: c["subject"] for c in said["claims"] if (p := about_whom(c)) and c["subject"].startswith("i")}
    groups: dict[str, list[Json]] = {}
    for c in said["claims"]:
        subject = c.get("subject", "")
        groups.setdefault(homes.get(subject, subject), []).append(c)
    for subject, claims in groups.items():
        say(out, "")
        title = "the report itself" if subject.startswith("r") else f"{subject}  {headings.get(subject, '(does not stand)')}"
        say(out, (title, HEAD))
        for who, quote, told in _told(claims):
            say(out, who, (quote, WORDS), first="  ")
            say(out, told, first="      ")
    if not said["claims"]:
        say(out, "")
        say(out, "This report holds no claims.")


def _told(claims: list[Json]) -> list[tuple[str, str, str]]:
    """Claims that follow each other on the same person and the same words, together: who, the words, the claims."""
    from onrecord.record.why import about_whom

    said: list[tuple[str, str, str]] = []
    alike = groupby(claims, key=lambda c: (about_whom(c) or "", [(m["start"], m["end"]) for m in c.get("mentions") or ()]))
    for (who, _), together in alike:
        found = list(together)
        words = found[0].get("mentions")
        quote = wording.quoted(words[0]["text"]) if words else "(no words)"
        told = []
        for some in wording.alike(found):
            sure = wording.confidence(some[0])
            told.append("; ".join(wording.claim(c) for c in some) + (f"; confidence {sure}" if sure else ""))
        said.append((f"{who}  " if who else "", quote, "\n".join(told)))
    return said


def fate(said: Json) -> None:
    """That an id stands in another, and what became of it."""
    out = console()
    say(out, f"{said['id']} stands in {said['at']}. What became of it:")
    for line in said["log"]:
        say(out, f"{line['number']}  {wording.moment(line['time'])}  {wording.plain(line['by'])} {line['words']}", first="  ")
    say(out, "")
