"""The rows of all lists as arrays of numbers, which is what is compared. Nothing here knows files or models."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from onrecord.link.dates import Day
from onrecord.link.names import TOKENS, Name, folded
from onrecord.link.names_sounds import short_forms, sound

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int32]

FIELDS = ("name", "date", "born", "age", "sex", "race", "place")
"""What is compared, where a list has it; `--without` takes these names and those of columns."""
_SEXES = {
    "m": 1, "male": 1, "man": 1, "boy": 1, "h": 1, "hombre": 1, "masculino": 1, "masculine": 1, "homme": 1, "1": 1, "f": 2,
    "female": 2, "woman": 2, "girl": 2, "mujer": 2, "femenino": 2, "feminine": 2, "femme": 2, "w": 2, "2": 2,
}  # fmt: skip
_RACES = {
    "w": "white", "caucasian": "white", "b": "black", "african american": "black", "african-american": "black", "h": "hispanic",
    "latino": "hispanic", "latina": "hispanic", "a": "asian", "n": "native american", "indigenous": "native american",
    "american indian": "native american", "p": "pacific islander", "o": "other",
}  # fmt: skip
_NOT_KNOWN = {
    "",
    "unknown",
    "u",
    "not known",
    "undetermined",
    "not stated",
    "n/a",
    "na",
    "none",
    "null",
    "nan",
    "?",
    "-",
    "unknown race",
    "desconocido",
    "desconocida",
    "se desconoce",
    "no se sabe",
    "sin dato",
    "sin datos",
    "s/d",
    "n/d",
    "ignorado",
    "no consta",
}


@dataclass(slots=True)
class Vocabulary:
    """Distinct strings by number; the same string is the same number in every list."""

    words: list[str] = field(default_factory=list)
    number: dict[str, int] = field(default_factory=dict)

    def of(self, word: str) -> int:
        """Its number; -1 for the empty string."""
        if not word:
            return -1
        known = self.number.get(word)
        if known is None:
            known = self.number[word] = len(self.words)
            self.words.append(word)
        return known


@dataclass(slots=True)
class Rows:
    """Columns of all rows. -1 (0 in dates) is: not known.

    `tokens` is [rows, 6]: given name, family name, four others; where names have two surnames (`double`), the given names are in columns
    0, 2 and 4, the surnames in 1, 3 and 5. `place` is [rows, 5]: place (city), county, state, country, and the
    free words of a place. `kind` is 0 a person with a name, 1 unnamed, 2 a group.
    """

    ids: list[str]
    lists: Ints
    tokens: Ints
    suffix: Ints
    kind: Ints
    kin: Ints
    date: Ints
    born: Ints
    age: Ints
    sex: Ints
    race: Ints
    place: Ints
    vocabulary: Vocabulary
    places: Vocabulary
    shown: list[str] = field(default_factory=list)
    have: tuple[str, ...] = ()
    sounds: Ints = field(default_factory=lambda: _none())
    double: bool = False

    def __len__(self) -> int:
        return len(self.lists)


def _none() -> Any:
    import numpy as np

    return np.zeros(0, np.int32)


def sounds_of(words: Sequence[str]) -> Ints:
    """For each token, the number of its sound; tokens without one have numbers of their own below zero."""
    import numpy as np

    seen: dict[str, int] = {}
    keys = (sound(w) for w in words)
    return np.fromiter((seen.setdefault(k, len(seen)) if k else -1 - n for n, k in enumerate(keys)), np.int32, len(words))


def letters_of(words: Sequence[str]) -> Any:
    """Which letters each word holds, as bits (the last for all other signs): one edit changes two of them at most. An empty word is added,
    on which the number -1 falls."""
    import numpy as np

    bit = {c: 1 << n for n, c in enumerate("abcdefghijklmnopqrstuvwxyz")}
    out = np.zeros(len(words) + 1, np.uint32)
    for n, word in enumerate(words):
        bits = 0
        for c in word:
            bits |= bit.get(c, 1 << 26)
        out[n] = bits
    return out


def names_as_numbers(names: Iterable[Name], vocabulary: Vocabulary) -> tuple[Ints, Ints, Ints, Ints]:
    """Tokens [n, 6], suffixes, kinds and kinships of names."""
    import numpy as np

    rows, suffixes, kinds, kins = [], [], [], []
    for name in names:
        others = [vocabulary.of(t) for t in name.others[: TOKENS - 2]]
        rows.append((vocabulary.of(name.given), vocabulary.of(name.family), *others, *[-1] * (TOKENS - 2 - len(others))))
        suffixes.append(name.suffix)
        kinds.append({"person": 0, "unnamed": 1, "group": 2}[name.kind])
        kins.append(vocabulary.of(" ".join(name.kin[0])) if name.kin else -1)
    return tuple(np.array(x, np.int32) for x in (rows, suffixes, kinds, kins))  # type: ignore[return-value]


def sex_of(words: str) -> int:
    """1 male, 2 female, 3 said otherwise, -1 not known."""
    said = words.strip().lower()
    return -1 if said in _NOT_KNOWN else _SEXES.get(said, 3)


def race_of(words: str) -> str:
    """One word for the ways in which lists write it; empty where not known."""
    said = " ".join(words.lower().split())
    if said in _NOT_KNOWN:
        return ""
    first = said.split("/")[0].strip()
    return _RACES.get(said, _RACES.get(first, first))


def place_of(words: str) -> str:
    """A place's name folded, without words that lists add or leave out."""
    said = " ".join(folded(words).replace(".", " ").replace(",", " ").split())
    if said in _NOT_KNOWN:
        return ""
    parts = [{"st": "saint", "ft": "fort", "mt": "mount"}.get(p, p) for p in said.split()]
    while len(parts) > 1 and parts[-1] in {
        "county",
        "city",
        "province",
        "municipality",
        "district",
        "parish",
        "borough",
        "township",
    }:
        parts.pop()
    return " ".join(parts)


def age_of(words: str) -> int:
    """In years; -1 where it is not known; of "25-30" the middle, of "40s" 45."""
    said = words.strip().lower().removesuffix("years").removesuffix("yrs").removesuffix("años").strip()
    try:
        years = float(said)
    except ValueError:
        return _worded_age(said)
    return int(years) if 0 <= years < 125 else -1


def _worded_age(said: str) -> int:
    if said.endswith("s") and said[:-1].isdigit() and 10 <= int(said[:-1]) < 100:
        return int(said[:-1]) + 5
    low, dash, high = said.replace("–", "-").partition("-")
    if dash and low.strip().isdigit() and high.strip().isdigit():
        return (int(low) + int(high)) // 2
    if said.endswith(("months", "days", "weeks", "month", "infant", "newborn", "meses", "mes", "días", "dias")):
        return 0
    return -1


def days_as_numbers(days: Sequence[Day]) -> Ints:
    import numpy as np

    return np.array(days, np.int32).reshape(-1, 3)


def short_form_pairs(words: Sequence[str]) -> dict[int, frozenset[int]]:
    """Of the tokens that are a form of some name, which names they may be."""
    return {n: f for n, w in enumerate(words) if (f := short_forms(w))}


def joined(x: Any, y: Any) -> Any:
    """One number of two, for each row; -1 where either is not known."""
    import numpy as np

    mixed = (x.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)) ^ (
        y.astype(np.uint64) * np.uint64(0xC2B2AE3D27D4EB4F) + np.uint64(0x165667B19E3779F9)
    )
    mixed ^= mixed >> np.uint64(29)
    return np.where((x < 0) | (y < 0), -1, (mixed >> np.uint64(1)).astype(np.int64))
