"""Made-up populations on five noisy lists, for measuring the whole way from lists to an estimate. No name is anybody's.

    python benchmarks/made_up_lists.py list.csv --changed 3 --letters 15 --seed 1

After the design of A. Kaplan, B. Betancourt and R. C. Steorts (repository andeek/capture-recapture): 1,000 people of two kinds. Each list holds each of three quarters of them with a chance drawn from Beta(3, 15), and each of
the others with one from Beta(15, 3). It repeats one in twenty of its people, once to three times. Rows of whoever was on an earlier list, or is
repeated, are changed in one, two or three of their fields, the same fields within a list: letters of a given or family name replaced at a rate,
and the birth date moved by some days (normal, standard deviation 5). The column `person` says who is whom.
"""

from __future__ import annotations

import argparse
import csv
import math
import random
from datetime import date, timedelta
from pathlib import Path

from made_up_people import Names

HEADER = ("id", "list", "name", "born", "person")
PEOPLE, LISTS = 1_000, 5
FIRST_DAY, DAYS = date(1980, 1, 1), 7_306
SIGNS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ ~`!@#$%^&*(),./?;:'\""
LEVELS = tuple((changed, letters) for changed in (1, 2, 3) for letters in (5, 10, 15))
"""How many fields are changed, and how many in a hundred letters of a changed name: the nine levels of noise."""
Row = list[str]


def population(chance: random.Random) -> list[tuple[str, str, date]]:
    """Given name, family name and birth date of everybody; a few names are common and most are rare."""
    names = Names(chance, 800, 2_400, 1)
    return [
        (names.one(names.given), names.one(names.family), FIRST_DAY + timedelta(days=chance.randrange(DAYS))) for _ in range(PEOPLE)
    ]  # fmt: skip


def rows(changed: int, letters: int, seed: int) -> list[Row]:
    """All listings, list after list, with ids and who is whom."""
    chance = random.Random(seed)
    people = population(chance)
    held = [_held(chance) for _ in range(LISTS)]
    made: list[Row] = []
    before: set[int] = set()
    for number, on in enumerate(held, 1):
        again = _repeated(on, chance)
        fields = set(chance.sample(("given", "family", "born"), changed))
        for person in (p for p in on for _ in range(1 + again.get(p, 0))):
            given, family, born = people[person]
            if person in before or person in again:
                given = _slipped(given, letters, chance) if "given" in fields else given
                family = _slipped(family, letters, chance) if "family" in fields else family
                born = born + timedelta(days=round(chance.gauss(0, 5))) if "born" in fields else born
            made.append([str(len(made)), str(number), f"{given} {family}".title(), born.isoformat(), str(person + 1)])
        before |= set(on)
    return made


def _held(chance: random.Random) -> list[int]:
    hard, easy = chance.betavariate(3, 15), chance.betavariate(15, 3)
    return [p for p in range(PEOPLE) if chance.random() < (hard if p < 0.75 * PEOPLE else easy)]


def _repeated(on: list[int], chance: random.Random) -> dict[int, int]:
    """Who is listed again, and how often."""
    return {p: chance.choices((1, 2, 3), (0.7, 0.2, 0.1))[0] for p in chance.sample(on, math.ceil(len(on) / 20))}


def _slipped(word: str, letters: int, chance: random.Random) -> str:
    said = list(word)
    for at in chance.sample(range(len(said)), math.ceil(len(said) * letters / 100)):
        said[at] = chance.choice(SIGNS)
    return "".join(said)


def write(path: Path, made: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(made)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--changed", type=int, choices=(1, 2, 3), default=2)
    parser.add_argument("--letters", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    a = parser.parse_args()
    write(a.out, rows(a.changed, a.letters, a.seed))


if __name__ == "__main__":
    main()
