"""A record with something on every page of the workbench, hostile words in every field that comes from a report, and each page's address."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from onrecord.record import Record, create

Json = dict[str, Any]
REPORTS = Path(__file__).parents[2] / "examples" / "reports"
HOSTILE = (
    "<script>alert(1)</script> <marrowx onclick=alert(2)>x</marrowx> <img src=x onerror=alert(3)> \u202eevil\u202c \u2066x \x07 \x1b[31m "
    "\" ' & {{ 7 * 7 }} javascript:alert(4)"
)
ID = "one <script>alert(1)</script> <marrowx onclick=alert(2)> \"' & {{ 7 * 7 }}"
"""Of a report; what cannot be printed is refused in an id."""
ME = "heron"


def hostile_record(folder: Path) -> Record:
    """Some samples, and two reports that are hostile throughout; a little of it judged, said, merged, drawn and kept."""
    words = f"\n\nFour <b>men</b> {HOSTILE} were shot dead by soldiers {HOSTILE} in Dayton, Ohio, on May 3, 2021, a source in {HOSTILE} said."
    more = ' Marlo "<marrowx>" Quist, a farmer, was killed in Dayton, Ohio, on May 3, 2021, the Ministry of <marrowx> Defence said.'
    lines = [
        {"id": ID, "title": f"Title {HOSTILE}", "publisher": HOSTILE, "collection": HOSTILE, "language": HOSTILE,
         "url": f"https://x.example/{HOSTILE}", "published": "2021-05-04", "text": f"Title {HOSTILE}{words}{more}"},
        {"id": "two", "title": HOSTILE, "publisher": f"{HOSTILE} 2", "text": f"{HOSTILE}{words}{more}", "published": "2021-05-05"},
        {"id": "long", "title": "A long line", "text": f"Three women were killed in Dayton, Ohio, on May 4, 2021. {'y' * 999_700} {HOSTILE}"},
    ]  # fmt: skip
    (folder / "hostile.jsonl").write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    made = create(folder / "record", name=f"Samples {HOSTILE}")
    samples = (
        "border-night.txt",
        "denial.txt",
        "names-of-the-dead.pdf",
        "market-shelling-sahel-ledger.txt",
        "market-shelling-coast-herald.txt",
    )
    made.build([folder / "hostile.jsonl", *(REPORTS / s for s in samples)])
    _worked_on(made)
    return made


def _worked_on(record: Record) -> None:
    heron, crane = record.review(ME), record.review("crane")
    report = record.report(ID)
    claims, number = report["claims"], report["report"]["number"]
    for c in claims:
        if c["property"] in ("names", "place", "target"):
            heron.amend(c["number"], [HOSTILE] if c["property"] == "names" else HOSTILE, why=HOSTILE)
    act = next(c for c in claims if c["property"] == "act")
    heron.accept(act["number"], HOSTILE)
    crane.reject(act["number"], HOSTILE)
    for on in (number, act["number"], int(act["subject"][1:])):
        crane.comment(on, HOSTILE)
    crane.assign(number, ME)
    heron.care(number, True)
    heron.save_search(HOSTILE[:90], {"words": "men"})
    heron.draw(0.2, 1, HOSTILE)
    people = sorted({v["id"] for i in record.list() for v in i["victims"]}, key=lambda p: int(p[1:]))
    if len(people) > 1:
        heron.merge(people[0], people[1:2], HOSTILE)
    with record.ledger.writing() as tx:
        tx.append("estimate", _estimate([int(p[1:]) for p in people]), ME)


def _estimate(people: list[int]) -> Json:
    """An entry of an estimate with hostile lists, as a record of three collections would have it."""
    result = {
        "estimate": 5.0, "lower": 4.0, "upper": None, "level": 0.95, "method": "chao", "observed": 4, "warnings": [HOSTILE],
        "lists": [HOSTILE, "b", "c"], "assumptions": [HOSTILE], "diagnostics": {}, "seed": 0, "table": "0" * 64,
    }  # fmt: skip
    table = {"sha256": "0" * 64, "lists": result["lists"], "histories": [[1, 0, 0], [0, 1, 1]], "counts": [2, 2]}
    return {
        "result": result, "strata_by": [], "table": table, "people": [[n, [0, 2]] for n in people], "scope": {"name": HOSTILE, "version": 1},
        "links": {"run": None}, "quantiles": [4.0, 5.0, 9.0],
    }  # fmt: skip


def paths(record: Record) -> dict[str, str]:
    """Every page by a name, of the things that the record holds; those of the hostile report where there is one for each."""
    from urllib.parse import quote

    view = record.view()
    report = record.report(ID)
    number, claims = report["report"]["number"], report["claims"]
    act = next(c for c in claims if c["property"] == "act")
    incident = f"i{view.state.root(int(act['subject'][1:]))}"
    person = next(c["value"]["person"] for c in claims if c["property"] == "victim")
    by = next(i for i in record.list() if any(p["involvement"] == "ordered" for p in i["perpetrators"]))["id"]
    others = [i["id"] for i in record.list()]
    pdf = next(r for r in record.reports() if r["media_type"] == "application/pdf")
    id = quote(report["report"]["id"], safe="")
    return {
        "queue": "/queue", "queue by incident": "/queue?by=incident", "incidents": "/", "incidents filtered": f"/?text={quote('<marrowx')}",
        "sum": "/why?of=death", "incident": f"/incident/{incident}", "incident why": f"/incident/{incident}?why=all",
        "incident then": f"/incident/{incident}?as_of=2999-01-01&why=death", "print": f"/incident/{incident}?print=1",
        "print then": f"/incident/{incident}?print=1&as_of=2999-01-01", "reports": "/reports",
        "report": f"/report/{id}", "sample": f"/report/{quote(record.reports()[-1]['id'])}", "original": f"/original/{number}?words=0-5",
        "pages": f"/original/{pdf['number']}?words=3-9", "add": f"/add/{number}", "add words": f"/add/{number}?start=0&end=9",
        "claim": f"/claim/{act['number']}", "preview": f"/claims/preview?decision=reject&claim={act['number']}", "people": "/people?who=everybody",
        "person": f"/person/p{person}", "regroup incident": f"/thing/{incident}", "regroup person": f"/thing/p{person}", "sources": "/sources",
        "institution": "/sources?of=" + quote(_institution(record)), "search": "/search?words=killed", "search hostile": f"/search?words={quote(HOSTILE)}&collection={quote(HOSTILE)}",
        "charts": "/charts?by=place", "bar": "/charts?by=act&bar=killing", "map": "/map", "map why": "/map?why=stated", "map hostile": f"/map?at={quote(HOSTILE)}&why=stated&place={quote(HOSTILE)}",
        "command": "/command", "command of": f"/command?of={by}", "links": "/links", "link": f"/link/{others[0]}/{others[1]}", "differ": "/differ",
        "ledger": "/ledger", "ledger everything": "/ledger?what=everything", "ledger then": "/ledger?as_of=2999-01-01&of=death", "estimates": "/estimate",
        "estimate": f"/estimate/{record.estimates()[0]['number']}",
        "capture": "/capture", "desk": "/desk", "nothing there": f"/report/{quote(HOSTILE, safe='')}",
    }  # fmt: skip


def _institution(record: Record) -> str:
    from onrecord.web.appearances import institutions

    return str(institutions(record.view())[0]["key"])
