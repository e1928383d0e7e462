"""Made-up lists of the dead, with families, massacres and repeats, for measuring the linking of lists. No name is anybody's.

    python benchmarks/made_up_people.py list.csv --people 669 --repeats 66 --massacres 0.6 --seed 1

Victims die alone, with relatives, or in massacres of heavy-tailed sizes; relatives share a family name, a town and a day. A repeat is
the same person told again with the slips that lists have: letters, a short or second name left out, names in another order, a day off,
a year or month alone, an age off, a town in other letters or left out. The column `person` says who is whom.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

HEADER = ("id", "name", "date", "age", "sex", "town", "person")
START, DAYS = date(1980, 1, 1), 4000
LETTERS = "abcdefghijklmnopqrstuvwxyz"
Row = list[str]


class Names:
    """Made-up names whose frequencies fall as those of real ones do."""

    def __init__(self, chance: random.Random, given: int, family: int, towns: int) -> None:
        self.chance = chance
        self.given, self.family, self.towns = (
            self._words(n, k) for n, k in ((given, (2, 3)), (family, (2, 3)), (towns, (2, 4)))
        )
        self.weights = {id(w): self._zipf(len(w)) for w in (self.given, self.family, self.towns)}

    def _words(self, number: int, syllables: tuple[int, int]) -> list[str]:
        onsets = ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "ch", "br", "tr", "gr", "j", "h"]
        found: dict[str, None] = {}
        while len(found) < number:
            parts = [self.chance.choice(onsets) + self.chance.choice("aeiou") for _ in range(self.chance.randint(*syllables))]
            found["".join(parts) + self.chance.choice(["", "", "n", "r", "s", "l"])] = None
        return list(found)

    def _zipf(self, number: int) -> list[float]:
        total, out = 0.0, []
        for n in range(number):
            total += 1 / (n + 8)
            out.append(total)
        return out

    def one(self, of: list[str]) -> str:
        return self.chance.choices(of, cum_weights=self.weights[id(of)])[0].capitalize()


def people(number: int, massacres: float, chance: random.Random) -> Iterator[Row]:
    """Rows without an id, one a person. `massacres`: the share of people who die with others."""
    names = Names(
        chance,
        60 + number // 400 if number < 100_000 else 3000,
        120 + number // 20 if number < 100_000 else 20_000,
        40 + number // 100,
    )
    made = 0
    while made < number:
        size = min(number - made, 1 if chance.random() > massacres / 2 else int(2 + chance.paretovariate(1.1)), 400)
        day = START + timedelta(days=chance.randrange(DAYS))
        town = names.one(names.towns)
        family, left = names.one(names.family), 0
        for _ in range(size):
            if left == 0:
                family, left = names.one(names.family), chance.choice([1, 1, 1, 2, 3, 4, 6])
            left -= 1
            given = names.one(names.given) + (f" {names.one(names.given)}" if chance.random() < 0.35 else "")
            second = f" {names.one(names.family)}" if chance.random() < 0.4 else ""
            sex = "male" if chance.random() < 0.75 else "female"
            age = str(int(min(90, max(0, chance.gauss(32, 17))))) if chance.random() < 0.8 else ""
            yield [f"{given} {family}{second}", day.isoformat(), age, sex, town]
            made += 1


def told_again(row: Row, chance: random.Random) -> Row:
    """The same person in another source's words."""
    name, day, age, sex, town = row
    parts = name.split()
    if len(parts) > 2 and chance.random() < 0.4:
        parts.pop(chance.choice([1, len(parts) - 1]) if len(parts) > 3 else (1 if chance.random() < 0.5 else -1))
    if chance.random() < 0.25:
        at = chance.randrange(len(parts))
        parts[at] = slip(parts[at], chance)
    if chance.random() < 0.05:
        parts = [parts[-1], *parts[:-1]]
    if chance.random() < 0.03:
        parts[0] = parts[0][0] + "."
    when = date.fromisoformat(day)
    kind = chance.random()
    if kind < 0.10:
        day = (when + timedelta(days=chance.choice([-2, -1, 1, 1, 2, 5]))).isoformat()
    elif kind < 0.15:
        day = day[:7]
    elif kind < 0.17:
        day = f"{when.year + chance.choice([-1, 1])}{day[4:]}"
    elif kind < 0.19:
        day = ""
    if age and chance.random() < 0.25:
        age = "" if chance.random() < 0.3 else str(max(0, int(age) + chance.choice([-5, -2, -1, -1, 1, 1, 2, 3])))
    if chance.random() < 0.1:
        town = "" if chance.random() < 0.4 else slip(town, chance)
    return [" ".join(parts), day, age, sex if chance.random() > 0.04 else "", town]


def slip(word: str, chance: random.Random) -> str:
    """One letter left out, doubled, changed, or two swapped."""
    at = chance.randrange(len(word))
    kind = chance.randrange(4)
    if kind == 0 and len(word) > 3:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    if kind == 2 and at + 1 < len(word):
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + chance.choice(LETTERS) + word[at + 1 :]


def rows(number: int, repeats: int, massacres: float, seed: int) -> list[Row]:
    """All rows in random order, with ids and who is whom."""
    chance = random.Random(seed)
    first = [[*row, str(n)] for n, row in enumerate(people(number, massacres, chance))]
    again = [
        [*told_again(first[n][:5], chance), str(n)]
        for n in (chance.sample(range(number), repeats) if repeats <= number else ())
    ]
    every = first + again
    chance.shuffle(every)
    return [[str(n + 1), *row] for n, row in enumerate(every)]


def write(path: Path, made: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(made)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--people", type=int, default=669)
    parser.add_argument("--repeats", type=int, default=66)
    parser.add_argument("--massacres", type=float, default=0.6)
    parser.add_argument("--seed", type=int, default=0)
    a = parser.parse_args()
    write(a.out, rows(a.people, a.repeats, a.massacres, a.seed))


if __name__ == "__main__":
    main()
