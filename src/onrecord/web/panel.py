"""The claims of a report as they stand beside its text: by incident, then by person, then by the words that carry them."""

from __future__ import annotations

import json
from typing import Any

from onrecord import wording
from onrecord.languages import gettext
from onrecord.record.why import about_whom
from onrecord.web.marking import anchor, role

Json = dict[str, Any]


def panel(claims: list[Json], headings: dict[str, str]) -> list[Json]:
    """Groups of claims: {"id", "heading", "stands", "sources", "extractors", "things", "left" (the claims that nobody judged)}.

    `headings` are of the incidents that stand.

    A thing is {"about" (a person's id or None), "role", "mentions" (with their anchors), "claims"}.
    """
    homes = {p: c["subject"] for c in claims if (p := about_whom(c)) and c["subject"].startswith("i")}
    groups: dict[str, Json] = {}
    for c in claims:
        home = str(homes.get(c["subject"], c["subject"]))
        group = groups.setdefault(home, _group(home, headings))
        for s in c["according_to"]:
            group["sources"].setdefault(
                wording.source(s), [(anchor(m), m["text"], wording.manner(s)) for m in s["mentions"][:1]]
            )
        group["extractors"].setdefault(c["extractor"], c["time"])
        spans = [[m["start"], m["end"], m.get("in", "text")] for m in c["mentions"]]
        if c["state"] == "open":
            group["left"].append(c["number"])
        about = about_whom(c)
        thing = group["things"].setdefault(json.dumps([about, spans]), _thing(about, c))
        thing["claims"].append(c)
    return [{**g, "things": list(g["things"].values())} for g in groups.values()]


def _group(home: str, headings: dict[str, str]) -> Json:
    if home.startswith("i"):
        heading, stands = headings.get(home, gettext("an incident that does not stand")), home in headings
    else:
        heading, stands = gettext("The report's own totals"), False
    return {"id": home, "heading": heading, "stands": stands, "sources": {}, "extractors": {}, "things": {}, "left": []}


def _thing(about: str | None, claim: Json) -> Json:
    mentions = [{"text": m["text"], "anchor": anchor(m) if m.get("in", "text") == "text" else None} for m in claim["mentions"]]
    return {"about": about, "role": role(claim["property"]), "mentions": mentions, "claims": []}
