"""A large record of made-up reports, for measuring: nobody in it is real, and no report was ever written.

    python benchmarks/made_up.py FOLDER [--reports N] [--judged SHARE] [--seed N]

Writes what a reader would have found straight into the ledger, so that ten thousand reports take a minute and not an hour. Reports
are in English, Korean, Arabic and Spanish, with one or two incidents each and some ten claims; a share of the claims is judged.
"""

from __future__ import annotations

import argparse
import hashlib
import random
from pathlib import Path
from typing import Any

from onrecord.claims import Rendition
from onrecord.record import Record, create
from onrecord.record.writing import Writer

Json = dict[str, Any]
PLACES = (
    ("Veltmar", "PRK", "KP-10"), ("Oshan", "PRK", "KP-09"), ("Karvel", "SLV", "SV-SS"), ("Tolanza", "SLV", "SV-LI"),
    ("Marrun", "SDN", "SD-KH"), ("Qadim", "SDN", "SD-DN"), ("Dolvik", "UKR", "UA-32"), ("Estera", "COL", "CO-ANT"),
    ("Haruva", "MMR", "MM-07"), ("Lindau", "MMR", "MM-12"),
)  # fmt: skip
ACTS = (
    ("killing", "death", "direct", "were shot dead"), ("detention", "detention", "not_said", "were detained"),
    ("assault", "injury", "not_said", "were beaten"), ("abduction", "abduction", "not_said", "were taken away"),
)  # fmt: skip
WHO = ("farmers", "students", "miners", "women of a village", "traders", "fishermen", "teachers", "porters")
BY = ("border guards", "armed men", "soldiers of a local garrison", "police officers")
WITH = ("rifles", "batons", "pistols")
FILLER = {
    "en": "The account was given by telephone and could not be checked on the spot. Neighbours kept their doors shut that week. "
    "Prices in the market had risen since the harvest, and the road to the river stayed closed until morning. ",
    "ko": "이 이야기는 전화로 전해졌고 현장에서 확인할 수 없었다. 그 주 내내 이웃들은 문을 닫고 지냈다. 장마당 물가는 가을걷이 뒤로 "
    "계속 올랐으며 강으로 가는 길은 아침까지 막혀 있었다. ",
    "ar": "نُقلت الرواية عبر الهاتف ولم يمكن التحقق منها في المكان. أبقى الجيران أبوابهم مغلقة طوال ذلك الأسبوع. ارتفعت الأسعار في "
    "السوق منذ الحصاد وبقي الطريق إلى النهر مغلقا حتى الصباح. ",
    "es": "El relato se dio por teléfono y no pudo comprobarse en el lugar. Los vecinos mantuvieron cerradas las puertas toda la "
    "semana. Los precios del mercado habían subido desde la cosecha y el camino al río siguió cerrado. ",
}
READER = "made-up/1"


class Text:
    """A text that grows, and remembers where its words stand."""

    def __init__(self) -> None:
        self.words = ""

    def add(self, words: str) -> Json:
        start = len(self.words)
        self.words += words
        return {"text": words, "start": start, "end": start + len(words)}


def report(n: int, chance: random.Random) -> tuple[Json, Rendition, Json]:
    """A capture, its text, and what a reader would have found in it."""
    language = chance.choices(("en", "ko", "ar", "es"), (6, 2, 1, 1))[0]
    day = f"{chance.randint(2015, 2024)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
    text = Text()
    title = f"Night at {chance.choice(PLACES)[0]}, account {n}"
    text.add(f"{title}\n\n")
    incidents = [_incident(f"i{k}", text, day, chance, FILLER[language]) for k in range(chance.choices((1, 2), (7, 3))[0])]
    for _ in range(chance.randint(2, 8)):
        text.add(FILLER[language])
    sha = hashlib.sha256(text.words.encode()).hexdigest()
    capture = {
        "id": f"made-up-{n:05d}", "file": f"account-{n:05d}.txt", "sha256": sha, "size": len(text.words), "media_type": "text/plain",
        "title": title, "published": day, "publisher": chance.choice(("Herald", "Mountain Post", "River News")), "language": language,
        "url": None, "route": "file", "collection": chance.choice(("northern desk", "southern desk", None)), "notices": [],
    }  # fmt: skip
    said = {"incidents": incidents, "totals": [], "attributions": []}
    return capture, Rendition(text.words, "made-up/1", title, language), said


def _incident(id: str, text: Text, day: str, chance: random.Random, filler: str) -> Json:
    act, outcome, cause, verb = chance.choice(ACTS)
    place, country, admin1 = chance.choice(PLACES)
    least = chance.randint(1, 9)
    open_ended = chance.random() < 0.2
    who = text.add(f"{'At least ' if open_ended else ''}{least} {chance.choice(WHO)}")
    text.add(f" {verb} by ")
    by = text.add(chance.choice(BY))
    text.add(" with ")
    tools = text.add(chance.choice(WITH))
    text.add(" near ")
    where = text.add(place)
    text.add(" on ")
    when = text.add(day)
    text.add(", ")
    source = text.add(chance.choice(("a source in the town", "a trader from the north", "the Valley Committee")))
    text.add(f" said. {filler}")
    modality = chance.choices(("stated", "alleged", "denied"), (8, 2, 0.3))[0]
    count = {"min": least, "best": None if open_ended else least, "max": None if open_ended else least}
    sure = round(chance.uniform(0.3, 0.99), 3)
    return {
        "id": id, "class": "harm", "act": act, "modality": modality, "date": {"edtf": day, "mention": when},
        "place": {"name": place, "country": country, "admin1": admin1, "admin2": None, "city": None, "lat": None, "lon": None,
                  "precision": "admin1", "mention": where},
        "means": [{"type": "firearm" if tools["text"] != "batons" else "blunt", "mentions": [tools]}],
        "victims": [{
            "id": "v1", "kind": "group", "names": [], "mentions": [who], "outcome": outcome, "cause": cause, "modality": modality,
            "count": count, "status": "unknown", "age": chance.choice((None, None, None, 14, 36, 61)),
            "sex": chance.choice(("male", "female", None)), "part_of": None, "confidence": sure,
        }],
        "perpetrators": [{"kind": "group", "names": [], "mentions": [by], "involvement": "carried_out", "status": "stated"}],
        "others": [], "targets": [], "relations": [],
        "according_to": [{"kind": "organisation" if "Committee" in source["text"] else "anonymous", "access": "not_said", "via": None,
                          "mentions": [source]}],
        "confidence": sure,
    }  # fmt: skip


def filled(folder: Path, reports: int = 10_000, judged: float = 0.05, seed: int = 1) -> Record:
    """A new record of so many reports, a share of whose claims was judged by three people."""
    chance = random.Random(seed)
    record = create(folder, name="Made-up reports")
    for first in range(0, reports, 200):
        with record.ledger.writing() as tx:
            for n in range(first, min(first + 200, reports)):
                capture, rendition, said = report(n, chance)
                record.ledger.originals.put(rendition.text.encode())
                at = tx.append("capture", capture, READER)
                text = tx.append(
                    "rendition",
                    {"capture": at, "text": rendition.text, "tool": rendition.tool, "title": rendition.title, "language": rendition.language},
                    READER,
                )  # fmt: skip
                reading = tx.append(
                    "reading",
                    {"rendition": text, "capture": at, "reader": READER, "supersedes": [], "attributions": []},
                    READER,
                )
                Writer(lambda kind, p: tx.append(kind, p, READER), reading, at, rendition, {}).write(said)
    claims = [e.number for e in record.ledger.entries({"claim"})]
    chosen = chance.sample(claims, int(len(claims) * judged))
    with record.ledger.writing() as tx:
        for n in chosen:
            decision = chance.choices(("accept", "reject"), (8, 1))[0]
            tx.append(
                "judgement",
                {"on": n, "decision": decision, "why": None, "value": None},
                chance.choice(("heron", "crane", "stork")),
            )
    return record


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--judged", type=float, default=0.05)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with filled(given.folder, given.reports, given.judged, given.seed) as record:
        print(f"{given.folder}: {given.reports} reports, {record.ledger.head().number} entries")


if __name__ == "__main__":
    main()
