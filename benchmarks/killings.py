"""How often a reader finds the dead, and the agency whose officers killed them, in one- to five-sentence descriptions of killings by police.

    python benchmarks/killings.py LIST.csv [--reader rules] [--half developed|judged|all] [--every 1] [--missed FILE]

LIST has the columns id, date, name, agency and description; a description is read as a report of its own, published on the killing's day. A half of the
ids, by their hash, is for developing the rules; the other judges them. Prints, each with how many it is of:

  surname  descriptions in which the dead's surname stands: a victim of a tallied harm has a name that ends in it. Beside it, where the victim is told of
           as dead or hurt, and as dead: a description may only say that officers shot at somebody
  agency   descriptions in which an agency of the list is named: its own words, without those for kinds of agencies, one after another, and a word for its
           kind or its officers within the next three. A perpetrator of a tallied harm (an organisation, or a person or group with its name) has a
           name that holds those words

--missed writes what was not found, for reading by eye: it holds the words of the list, so keep it out of the repository.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

from onrecord.extract import ReportText
from onrecord.extract.readers import chosen

Row = dict[str, str]
SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
KINDS = set(
    """police department dept county sheriff sheriffs s office of the and city state bureau division division agency department public safety
    metropolitan metro united states u a town village township patrol highway troopers service services task force""".split()
)
"""Words that say what an agency is; its own are the others."""
OFFICERS = r"(?:police|sheriff|sheriffs|deputy|deputies|officers?|troopers?|patrol|marshals?|agents?|department|pd|metro|state)"


def plain(text: str) -> str:
    """Lower-case words and numbers without accents."""
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return " ".join(re.sub(r"[^a-z0-9 ]", " ", text).split())


def surname(name: str) -> str:
    """The last word of a name that is no suffix."""
    words = [w for w in plain(name).split() if w not in SUFFIXES]
    return words[-1] if words else ""


def own_words(agency: str) -> str:
    """What tells an agency from others of its kind; nothing where only its kind says who it is."""
    return " ".join(w for w in plain(re.sub(r",\s*[A-Z]{2}\b", "", agency)).split() if w not in KINDS)


def named_agencies(row: Row) -> set[str]:
    """The own words of those agencies of a row that its description names."""
    text = re.sub(r"[’'](?=s?\b)", " ", row["description"].lower())
    found = set()
    for agency in re.split(r",\s+(?![A-Z]{2}\b)", row["agency"]):
        words = own_words(agency)
        spaced = re.escape(words).replace("\\ ", r"[\s.'-]+")
        if words and re.search(rf"\b{spaced}\s+(?:\w+\s+){{0,2}}{OFFICERS}\b", text):
            found.add(words)
    return found


def half_of(row: Row) -> str:
    """Which half a row is of."""
    return "judged" if hashlib.sha256(row["id"].encode()).digest()[0] % 2 else "developed"


def told(said: dict[str, Any]) -> tuple[dict[str, set[str]], list[str]]:
    """The surnames of the victims by outcome, and the names of the perpetrators, of all harm that is tallied."""
    victims: dict[str, set[str]] = {}
    doers: list[str] = []
    for incident in said["incidents"]:
        if incident["class"] != "harm" or incident["modality"] not in ("stated", "alleged"):
            continue
        for v in incident["victims"]:
            victims.setdefault(v["outcome"], set()).update(surname(n) for n in v["names"])
        doers += [plain(n) for p in incident["perpetrators"] for n in p["names"]]
    return victims, doers


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("list", type=Path)
    parser.add_argument("--reader", default="rules")
    parser.add_argument("--half", choices=["developed", "judged", "all"], default="judged")
    parser.add_argument("--every", type=int, default=1, help="read every so manieth description only")
    parser.add_argument("--missed", type=Path)
    asked = parser.parse_args()
    with asked.list.open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if asked.half in ("all", half_of(r))][:: asked.every]
    reader = chosen(asked.reader)
    hits: Counter[str] = Counter()
    missed: list[str] = []
    for row in rows:
        who, agencies = surname(row["name"]), named_agencies(row)
        stands = bool(who) and who in plain(row["description"]).split() and "withheld" not in row["name"].lower()
        if not stands and not agencies:
            continue
        said = reader.read(ReportText(row["description"], row["id"], "", None, row["date"], "en", ""))
        victims, doers = told(said)
        if stands:
            dead, hurt = who in victims.get("death", ()), who in victims.get("injury", ())
            found = dead or hurt or who in victims.get("unknown", ())
            hits.update({"surname of": 1, "surname": found, "dead or hurt": dead or hurt, "dead": dead})
            if not found:
                missed.append(f"{row['id']}\tsurname\t{row['name']}\t{row['description']}")
        if agencies:
            found = any(f" {a} " in f" {d} " for a in agencies for d in doers)
            hits.update({"agency of": 1, "agency": found})
            if not found:
                missed.append(f"{row['id']}\tagency\t{row['agency']}\t{row['description']}")
    for key, of in (("surname", "surname of"), ("dead or hurt", "surname of"), ("dead", "surname of"), ("agency", "agency of")):
        print(f"{key:14s} {100 * hits[key] / max(1, hits[of]):5.1f} %  {hits[key]} of {hits[of]}")
    if asked.missed:
        asked.missed.write_text("\n".join(missed) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
