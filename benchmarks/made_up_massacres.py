"""Made-up lists of the dead in Spanish, of families who died together, with the same person told twice; nobody in it is real.

    python benchmarks/made_up_massacres.py [--seeds 20] [--people 669] [--repeats 66] [--forms whole parts year undated]

Prints pairwise precision, recall and F1 of the default command over seeds, for four forms of the same list: names in one cell with date,
age, sex and place; given and family names and the date in columns of their own, without age and sex; the year alone; no date.
Families share both surnames, a day and a municipality; siblings are named alike, infants have no name. A person told again has the
slips of testimonies: a second name left out, v for b, z for s, an h or an accent lost, a day off or not known, an age off.
"""

from __future__ import annotations

import argparse
import csv
import random
import statistics
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from made_up_households import households
from made_up_people import slip

Person = dict[str, Any]
START, DAYS = date(1979, 6, 1), 1900
ONSETS = ("b", "v", "s", "z", "c", "ll", "y", "h", "r", "m", "n", "l", "t", "d", "g", "j", "p", "f", "br", "tr", "gu", "qu")
ENDS = ("", "", "n", "s", "z", "l", "r")
SPELLINGS = (
    ("b", "v"), ("v", "b"), ("s", "z"), ("z", "s"), ("ll", "y"), ("y", "ll"), ("h", ""), ("c", "s"), ("gu", "g"), ("qu", "k"), ("í", "i"),
    ("á", "a"), ("n", "m"), ("j", "g"),
)  # fmt: skip
FORMS: dict[str, tuple[str, ...]] = {
    "whole": ("id", "nombre completo", "fecha", "edad", "sexo", "municipio", "departamento"),
    "parts": ("id", "nombre", "apellido", "dia", "mes", "año", "municipio"),
    "year": ("id", "nombre", "apellidos", "año", "edad", "sexo", "municipio"),
    "undated": ("id", "nombre", "apellidos", "edad", "sexo", "municipio", "departamento"),
}


class Stock:
    """Made-up given names, surnames and places, some common and most rare."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.given, self.surnames, self.places = self._words(220), self._words(320), self._words(34)
        self.of = {p: chance.choice(("Norte", "Oriente", "Poniente", "Costa")) for p in self.places}

    def _words(self, number: int) -> list[str]:
        found: dict[str, None] = {}
        while len(found) < number:
            parts = [self.chance.choice(ONSETS) + self.chance.choice("aaeeiouí") for _ in range(self.chance.choice((2, 2, 3)))]
            found[("".join(parts) + self.chance.choice(ENDS)).capitalize()] = None
        return list(found)

    def one(self, of: list[str]) -> str:
        """By a rank whose frequency falls as that of names does."""
        return of[min(len(of) - 1, int(len(of) ** self.chance.random() * 1.6) - 1)]


def families(number: int, chance: random.Random) -> Iterator[Person]:
    """So many people, most of whom died with relatives or in massacres."""
    stock = Stock(chance)
    made = 0
    while made < number:
        size = min(number - made, 1 if chance.random() < 0.5 else min(130, int(2 + 2 * chance.paretovariate(0.9))))
        day, place = START + timedelta(days=chance.randrange(DAYS)), stock.one(stock.places)
        known = chance.choices((3, 2, 1), (80, 14, 6))[0]
        left = 0
        father = mother = elder = ""
        for _ in range(size):
            if left == 0:
                father, mother, elder = stock.one(stock.surnames), stock.one(stock.surnames), ""
                left = chance.choice((1, 1, 2, 3, 4, 5, 7))
            left -= 1
            yield _person(stock, chance, (father, mother, elder), day, place, known)
            elder = elder or stock.one(stock.given)
            made += 1


def _person(stock: Stock, chance: random.Random, kin: tuple[str, str, str], day: date, place: str, known: int) -> Person:
    father, mother, elder = kin
    first = elder if elder and chance.random() < 0.2 else stock.one(stock.given)
    given = [first, stock.one(stock.given)] if chance.random() < 0.45 or first == elder else [first]
    age = int(min(88, max(0, chance.gauss(24, 19))))
    if age < 2 and chance.random() < 0.6:
        given = [chance.choice(("N.N.", ""))]
    return {
        "given": given, "family": [father, mother] if chance.random() < 0.5 else [father], "day": day, "known": known,
        "age": age if chance.random() < 0.65 else None, "sex": chance.choice("MMF"), "place": place, "state": stock.of[place],
    }  # fmt: skip


def told_again(person: Person, chance: random.Random, noise: float = 1.0) -> Person:
    """The same person by another witness; `noise` times as many slips as usual."""
    p = {**person, "given": list(person["given"]), "family": list(person["family"])}
    if len(p["given"]) > 1 and chance.random() < 0.35 * noise:
        p["given"].pop(0 if chance.random() < 0.2 else 1)
    if len(p["family"]) > 1 and chance.random() < 0.4 * noise:
        p["family"].pop(0 if chance.random() < 0.1 else 1)
    for part in ("given", "family"):
        p[part] = [_respelled(w, chance, 0.2 * noise) for w in p[part]]
    kind = chance.random() / noise
    if kind < 0.12:
        p["day"] += timedelta(days=chance.choice((-3, -2, -1, 1, 1, 2, 7)))
    elif kind < 0.16:
        p["day"] += timedelta(days=chance.choice((-31, 30, 61, 365)))
    elif kind < 0.32:
        p["known"] = chance.choice((2, 2, 1))
    if p["age"] is not None and chance.random() < 0.4 * noise:
        p["age"] = None if chance.random() < 0.25 else max(0, p["age"] + chance.choice((-5, -2, -1, -1, 1, 1, 2, 4)))
    if chance.random() < 0.08 * noise:
        p["place"] = "" if chance.random() < 0.5 else _respelled(p["place"], chance, 1.0)
    if chance.random() < 0.05 * noise:
        p["sex"] = ""
    return p


def _respelled(word: str, chance: random.Random, often: float = 0.2) -> str:
    if len(word) < 3 or word == "N.N." or chance.random() > often:
        return word
    fits = [(a, b) for a, b in SPELLINGS if a in word.lower()]
    if not fits or chance.random() < 0.3:
        return slip(word.lower(), chance).capitalize()
    return word.lower().replace(*chance.choice(fits), 1).capitalize()


PEOPLE = {"families": families, "households": households}


def rows(number: int, repeats: int, seed: int, of: str = "families", noise: float = 1.0) -> list[tuple[Person, int]]:
    """All rows in random order, with who is whom."""
    chance = random.Random(seed)
    people = list(PEOPLE[of](number, chance))
    every = [(p, n) for n, p in enumerate(people)]
    named = [n for n, p in enumerate(people) if p["given"][0] not in ("", "N.N.")]
    every += [(told_again(people[n], chance, noise), n) for n in chance.sample(named, min(repeats, len(named)))]
    chance.shuffle(every)
    return every


def write(path: Path, made: list[tuple[Person, int]], form: str) -> None:
    """A list in one of FORMS, with a last column that says who is whom."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*FORMS[form], "person"])
        for n, (p, who) in enumerate(made, 1):
            given, family = " ".join(p["given"]), " ".join(p["family"])
            cells = {
                "id": n, "nombre completo": f"{given} {family}".strip(), "nombre": given, "apellido": family, "apellidos": family,
                "fecha": p["day"].isoformat()[: (0, 4, 7, 10)[p["known"]]], "año": p["day"].year,
                "mes": p["day"].month if p["known"] > 1 else "", "dia": p["day"].day if p["known"] > 2 else "",
                "edad": "" if p["age"] is None else p["age"], "sexo": {"M": "Masculino", "F": "Femenino"}.get(p["sex"], ""),
                "municipio": p["place"], "departamento": p["state"],
            }  # fmt: skip
            writer.writerow([*(cells[c] for c in FORMS[form]), who])


def main() -> None:
    from onrecord.link import link_lists
    from onrecord.link.lists_truth import read_truth, scores

    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--people", type=int, default=669)
    parser.add_argument("--repeats", type=int, default=66)
    parser.add_argument("--of", choices=list(PEOPLE), default="families", help="How families and their names are made up.")
    parser.add_argument("--noise", type=float, default=1.0, help="So many times as many slips as usual.")
    parser.add_argument("--forms", nargs="+", choices=list(FORMS), default=list(FORMS))
    a = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for form in a.forms:
            found: dict[str, list[float]] = {"precision": [], "recall": [], "f1": []}
            for seed in range(a.first, a.first + a.seeds):
                path = Path(folder) / f"{form}_{seed}.csv"
                write(path, rows(a.people, a.repeats, seed, a.of, a.noise), form)
                lists, links = link_lists([path])
                said = scores(lists, links, read_truth(path, lists))["pairs"]
                for name, values in found.items():
                    values.append(said[name])
            told = " ".join(f"{n} {statistics.mean(v):.4f} ({min(v):.3f} to {max(v):.3f})" for n, v in found.items())
            print(f"{form:8} {told}", flush=True)


if __name__ == "__main__":
    main()
