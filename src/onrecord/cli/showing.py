"""How the commands put things to people: text and tables, every number with its doubt."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from onrecord.claims import Count, Scope

Json = dict[str, Any]


def number(count: Json | None) -> str:
    """A count as people read it: 3, 20+, 3–5, 4 (3–…)."""
    return "–" if count is None else str(Count.from_json(count))


def scope(said: Scope) -> str:
    """The scope in words."""
    parts = [("period", said.period), ("territory", ", ".join(said.territory)), ("acts", ", ".join(said.acts)),
             ("statuses", ", ".join(said.statuses)), ("causes", ", ".join(said.causes))]  # fmt: skip
    return "; ".join(f"{k} {v}" for k, v in parts if v) or "everything"


def built(counts: Json, folder: Path) -> str:
    said = [f"{counts['added']} added"]
    said += [f"{counts['known']} known already"] if counts["known"] else []
    said += [f"{counts['read']} read again"] if counts["read"] else []
    said += [f"{counts['refused']} refused (see above)"] if counts["refused"] else []
    return f"Reports: {', '.join(said)}. The record is in {folder}."


def tolls(counts: Json) -> str:
    """ "death 3, injury 20+"; a dash for none."""
    return ", ".join(f"{k} {number(v)}" for k, v in counts.items()) or "–"


def incidents(found: list[Json]) -> None:
    """The incidents as a table on standard output."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("Incident", "Date", "Place", "Act", "Documented toll", "Alleged", "Happened?", "Report"):
        table.add_column(name, overflow="fold")
    for i in found:
        place = (i["place"] or {}).get("name") or "–"
        act = i["act"] if i["class"] == "harm" else f"({i['act']})"
        act += "" if i["modality"] == "stated" else f", {i['modality']}"
        row = (i["id"], (i["date"] or {}).get("edtf", "–"), place, act, tolls(i["toll"]), tolls(i["alleged"]),
               i["grade"]["happened"]["value"], ", ".join(r["file"] for r in i["reports"]))  # fmt: skip
        table.add_row(*(Text(cell) for cell in row))
    console = _console()
    console.print(table)
    console.print(
        f"{len(found)} incidents. Acts in brackets are context, which is never counted. Why? onrecord why RECORD INCIDENT",
        highlight=False,
        markup=False,
    )


def reports(found: list[Json]) -> None:
    """The reports as a table on standard output."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("Report", "File", "Published", "Title", "Incidents", "Claims"):
        table.add_column(name, overflow="fold")
    for r in found:
        title = "(forgotten)" if r["forgotten"] else r["title"] or "–"
        cells = (r["id"], r["file"] or "–", r["published"] or "–", title, str(r["incidents"]), str(r["claims"]))
        table.add_row(*(Text(cell) for cell in cells))
    _console().print(table)


def _console() -> Any:
    """The terminal; where there is none (a pipe, a file), lines of 150 characters."""
    from rich.console import Console

    console = Console()
    return console if console.is_terminal else Console(width=150)


def _head(i: Json) -> str:
    where = f" at {i['place']['name']}" if i["place"] else ""
    when = f" on {i['date']['edtf']}" if i["date"] else ""
    return f"{i['id']}  {i['act']} ({i['class']}, {i['modality']}){where}{when}"


def _words(thing: Json) -> str:
    return f"“{' '.join(thing['mentions'][0]['text'].split())}”" if thing["mentions"] else "(no words)"


def _people(i: Json) -> list[str]:
    lines = []
    for v in i["victims"]:
        cause = f", {v['cause']}" if v["outcome"] == "death" else ""
        names = f" {v['names'][0]}:" if v["names"] else ""
        part = f", part of {v['part_of']}" if v["part_of"] else ""
        lines.append(
            f"  victim       {v['id']}{names} {_words(v)} × {number(v['count'])}, {v['outcome']}{cause}, {v['modality']}{part}"
        )
    lines += [f"  perpetrator  {_words(p)} {p['involvement']}, {p['status']}" for p in i["perpetrators"]]
    lines += [f"  other        {_words(o)} {o['role']}" for o in i["others"]]
    lines += [f"  target       {_words(t)}" for t in i["targets"]]
    lines += [f"  means        {m['type']} {_words(m)}" for m in i["means"]]
    lines += [f"  relation     {r['type']} {r['to']}" for r in i["relations"]]
    return lines + [f"  according to {_words(s)} ({s['kind']}, {s['access']})" for s in i["according_to"]]


def extracted(said: Json) -> str:
    """What one report claims."""
    report = said["report"]
    lines = [f"{report['file']}  {report['title'] or ''}".rstrip()]
    for i in said["incidents"]:
        lines += [_head(i), *_people(i)]
    for t in said["totals"]:
        agrees = f" = {' + '.join(t['agrees_with'])}" if t["agrees_with"] else ""
        lines.append(f"total  {t['outcome']} {number(t['count'])}{agrees}  “{t['mention']['text']}”")
    return "\n".join(lines if said["incidents"] or said["totals"] else [*lines, "  nothing found"]) + "\n"


def incident(i: Json, said: Json) -> str:
    """One incident with its people, tolls and grades, and the claims under it."""
    lines = [_head(i), *_people(i), f"  toll         {tolls(i['toll'])}; alleged {tolls(i['alleged'])}"]
    lines += [f"  {name:12} {g['value']}: {g['why']}" for name, g in i["grade"].items()]
    lines.append(
        f"  scope        {i['scope']['why']}; review: {i['state']}; reports: {', '.join(r['file'] for r in i['reports'])}"
    )
    numbers = sorted({c["number"] for f in said["fields"] for c in f["claims"]})
    return "\n".join([*lines, f"  claims       {', '.join(str(n) for n in numbers)}"])


def report(said: Json) -> str:
    """One report's claims, in their order."""
    meta = said["report"]
    lines = [f"{meta['id']}  {meta['file'] or '(forgotten)'}  {meta['title'] or ''}".rstrip()]
    for c in said["claims"]:
        lines.append(f"  {c['number']:>5}  {c['subject']:>5}  {c['property']:<12} {_plain(c['value'])}  [{c['state']}]")
    return "\n".join(lines)


def _plain(value: Any) -> str:
    if isinstance(value, dict) and set(value) == {"min", "best", "max"}:
        return number(value)
    if isinstance(value, dict):
        return ", ".join(f"{k} {_plain(v)}" for k, v in value.items() if v not in (None, [], {}))
    return ", ".join(_plain(v) for v in value) if isinstance(value, list) else str(value)


def why(said: Json) -> str:
    """The chain from each figure to the words."""
    lines = [f"{said['incident']}   scope: {said['scope']['name']}, version {said['scope']['version']}: {said['scope']['why']}"]
    for f in said["fields"]:
        shown = tolls(f["value"]) if f["field"] == "toll" else _plain(f["value"])
        lines.append(f"\n{f['field']}: {shown or '–'}")
        lines += [f"  rule: {rule}" for rule in f["rules"]]
        for c in f["claims"]:
            lines += _claim(c)
    return "\n".join(lines)


def _claim(c: Json) -> list[str]:
    if c["state"] == "forgotten":
        return [f"  claim {c['number']}: forgotten"]
    lines = [f"  claim {c['number']}: {c['subject']} {c['property']} = {_plain(c['value'])}  ({c['modality']}, {c['state']})"]
    lines += [f"    words: …{w['before']} [{w['words']}] {w['after']}…" for w in c["context"]]
    for s in c["according_to"]:
        lines.append(f"    according to: {_words(s)} ({s['kind']}, access {s['access']})")
    if "report" in c:
        r = c["report"]
        lines.append(f"    report: {r['id']} {r['file']}, published {r['published'] or 'not known'}, captured {r['captured']}")
    lines.append(f"    extracted by {c['extractor']} at {c['time']}")
    for j in c["judgements"]:
        value = f" to {_plain(j['value'])}" if j["value"] is not None else ""
        because = f": {j['why']}" if j["why"] else ""
        lines.append(f"    judgement {j['number']}: {j['by']} {j['decision']}s{value}{because} at {j['time']}")
    return lines


def tally(rows: list[Json], totals: list[Json] | None = None) -> str:
    """The documented toll with the sentences of its rules."""
    from onrecord.tally import RULES

    lines = []
    for row in rows:
        name = "Documented" if row["group"] == "all" else row["group"]
        lines.append(
            f"{name}: {row['incidents']} incidents of harm. Stated: {tolls(row['stated'])}. Alleged: {tolls(row['alleged'])}."
        )
    for t in totals or ():
        agrees = f"agrees with {' + '.join(t['agrees_with'])}" if t["agrees_with"] else "is not explained by its parts"
        lines.append(f"The report {t['report']} itself says {t['outcome']} {number(t['count'])}, which {agrees}.")
    if not rows:
        return "Nothing harmful is documented."
    rules = ["once", "modality", "denial", "class", "sum", "part_of", "death", "killed", "unlinked", "documented"]
    return "\n".join([*lines, *(f"  · {RULES[r]}" for r in (*rules[:5], *(["total"] if totals else []), *rules[5:]))])
