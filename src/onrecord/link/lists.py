"""Lists of people in CSV files: read, checked, and turned into the rows that are compared."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.errors import BadInput, MissingExtra
from onrecord.link import dates, lists_columns
from onrecord.link.names import Name, family_first, kinship, name_of, name_of_parts
from onrecord.link.names_double import told_apart
from onrecord.link.rows import (
    Rows,
    Vocabulary,
    age_of,
    days_as_numbers,
    names_as_numbers,
    place_of,
    race_of,
    sex_of,
    sounds_of,
)

if TYPE_CHECKING:
    from onrecord.link.model import Model


@dataclass(frozen=True, slots=True)
class ListFile:
    """One file: its header, its cells by column, and the meaning of its columns."""

    path: Path
    header: tuple[str, ...]
    cells: dict[str, list[str]]
    columns: dict[str, str]  # meaning → column

    def __len__(self) -> int:
        return len(next(iter(self.cells.values()), []))

    def of(self, meaning: str) -> list[str]:
        """The cells of the column that means this; empty strings where there is none."""
        column = self.columns.get(meaning)
        return self.cells[column] if column else [""] * len(self)

    @property
    def unrecognised(self) -> list[str]:
        return [c for c in self.header if c not in self.columns.values()]


@dataclass(frozen=True, slots=True)
class Lists:
    """All lists as rows, with their names in order of their numbers."""

    rows: Rows
    names: tuple[str, ...]
    files: tuple[ListFile, ...]
    races: Vocabulary


def needed() -> None:
    """MissingExtra where what linking stands on is not installed."""
    try:
        import anyascii
        import numpy
        import rapidfuzz
    except ImportError as error:
        raise MissingExtra("Linking lists", "link") from error
    del anyascii, numpy, rapidfuzz


def read_lists(paths: Sequence[Path], given: Mapping[str, str] | None = None, without: Sequence[str] = ()) -> Lists:
    """Read and check all files. BadInput in one sentence at the first thing that cannot stand."""
    needed()
    files = tuple(_read(p, given, without) for p in paths)
    lists_columns.known([f.header for f in files], given, without)
    rows, names, races = as_rows(files)
    if len(rows) < 2 or (len(files) > 1 and min(len(f) for f in files) < 1):
        raise BadInput(f"{files[0].path}: a list of one row has no pairs to compare: give a second list or a longer one.")
    return Lists(rows, names, files, races)


def read_into(index: Path, path: Path, given: Mapping[str, str] | None = None) -> tuple[Lists, int, Any, Model]:
    """A list of new rows behind those of an index: all rows, how many are old, the old rows' persons, and the parameters."""
    import numpy as np

    from onrecord.link.lists_index import ARRAYS, read_index

    needed()
    old, races, names, person, model = read_index(index)
    file = _read(path, given, ())
    lists_columns.known([file.header], given)
    new, new_names, races = as_rows((file,), (old.vocabulary, old.places, races), old)
    new.lists = new.lists + len(names)
    arrays: dict[str, Any] = {n: np.concatenate([getattr(old, n), getattr(new, n)]) for n in ARRAYS if n != "sounds"}
    more = sounds_of(old.vocabulary.words) if len(old.sounds) < len(old.vocabulary.words) else old.sounds
    rows = Rows(
        ids=old.ids + new.ids,
        vocabulary=old.vocabulary,
        places=old.places,
        have=old.have,
        sounds=more,
        double=old.double,
        **arrays,
    )
    return Lists(rows, (*names, *new_names), (file,), races), len(old), person, model


def _read(path: Path, given: Mapping[str, str] | None, without: Sequence[str]) -> ListFile:
    header, records = table(path)
    columns = lists_columns.found(header, given)
    if "id" not in columns:
        raise BadInput(f"{path}: no column of ids was found among {', '.join(header)}: name one id, or say --map COLUMN=id.")
    columns = lists_columns.without(columns, without, str(path), header)
    cells = {c: [r[n] for r in records] for n, c in enumerate(header)}
    made = ListFile(path, tuple(header), cells, columns)
    _checked(made, without)
    return made


def table(path: Path) -> tuple[list[str], list[list[str]]]:
    """The header and the rows of a CSV file, UTF-8 with or without a byte-order mark, or Latin-1."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror or error}.") from error
    if b"\0" in raw[:4096]:
        raise BadInput(f"{path} is no CSV file: save the list as CSV in UTF-8.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    return headed(records_of(text, str(path)), str(path))


def records_of(text: str, where: str) -> list[list[str]]:
    """The cells of a text in CSV, whose first line shows what stands between them; empty rows are passed over."""
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        return [r for r in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(r)]
    except csv.Error as error:
        raise BadInput(f"{where} is no CSV file that can be read ({error}): save the list as CSV in UTF-8.") from None


def headed(records: list[list[str]], where: str) -> tuple[list[str], list[list[str]]]:
    """The header and the rows, each as long as the header. BadInput where they do not fit."""
    if not records:
        raise BadInput(f"{where} is empty: a list needs a header and rows.")
    header = [h.strip() for h in records[0]]
    if len(set(header)) < len(header):
        raise BadInput(
            f"{where}: two columns have the same name: {', '.join(sorted({h for h in header if header.count(h) > 1}))}."
        )
    for n, r in enumerate(records[1:], 2):
        if len(r) > len(header):
            raise BadInput(
                f"{where}, row {n - 1}: {len(r)} cells under {len(header)} columns: put cells with commas in quotes."
            )
        r.extend([""] * (len(header) - len(r)))
    return header, records[1:]


def _checked(file: ListFile, without: Sequence[str]) -> None:
    """Ids there and once; names not all missing."""
    seen: dict[str, int] = {}
    if not len(file):
        raise BadInput(f"{file.path} has a header and no rows.")
    for n, cell in enumerate(file.of("id")):
        value = cell.strip()
        if not value:
            raise BadInput(
                f"{file.path}, row {n + 1}: the id in column {file.columns['id']!r} is missing: every row needs its own."
            )
        if value in seen:
            raise BadInput(
                f"{file.path}: the id {value!r} stands in rows {seen[value] + 1} and {n + 1}: every row needs its own."
            )
        seen[value] = n
    named = [m for m in lists_columns.PARTS["name"] if m in file.columns]
    if named and not any(c.strip() for m in named for c in file.of(m)):
        raise BadInput(f"{file.path}: all names are missing in {file.columns[named[0]]!r}: leave them out with --without name.")


def as_rows(
    files: Sequence[ListFile], known: tuple[Vocabulary, Vocabulary, Vocabulary] | None = None, old: Rows | None = None
) -> tuple[Rows, tuple[str, ...], Vocabulary]:
    """Files to rows, the lists' names, and the words for race. One file with a column `list` is several lists; of several files each is
    one. `known`: the vocabularies of names, places and races that other rows have, to go on with; `old`: those rows."""
    import numpy as np

    vocabulary, places, races = known or (Vocabulary(), Vocabulary(), Vocabulary())
    lists = Vocabulary()
    columns: dict[str, list[object]] = {n: [] for n in ("id", "list", "date", "born", "age", "sex", "race", "place", "shown")}
    names: list[Name] = []
    for file in files:
        many = len(files) == 1 and "list" in file.columns
        columns["list"] += (
            [lists.of(c.strip() or "-") for c in file.of("list")] if many else [lists.of(str(file.path))] * len(file)
        )
        columns["id"] += [c.strip() for c in file.of("id")]
        names += _names(file)
        dated = days_of(file, "date", ("year", "month", "day"))
        born = days_of(file, "born", ("born_year", "born_month", "born_day"))
        columns["date"] += dated
        columns["born"] += born
        columns["age"] += _ages(file, dated, born)
        columns["sex"] += [sex_of(c) for c in file.of("sex")]
        columns["race"] += [races.of(race_of(c)) for c in file.of("race")]
        parts = [[places.of(place_of(c)) for c in file.of(m)] for m in ("city", "county", "state", "country")]
        free = [places.of(place_of(c)) for c in file.of("place")]
        if "city" not in file.columns:
            parts[0], free = free, [-1] * len(file)
        columns["place"] += list(zip(*parts, free, strict=True))
    tokens, suffix, kind, kin = names_as_numbers(names, vocabulary)
    sounds = sounds_of(vocabulary.words)
    apart = None
    if old is None or old.double:
        file_of = np.repeat(np.arange(len(files)), [len(f) for f in files])
        apart = told_apart(tokens, names, sounds, file_of, old.tokens if old else None)

    def ints(name: str) -> object:
        return np.array(columns[name], np.int32)

    rows = Rows(
        columns["id"], ints("list"), tokens if apart is None else apart, suffix, kind, kin, days_as_numbers(columns["date"]), days_as_numbers(columns["born"]),  # type: ignore[arg-type]
        ints("age"), ints("sex"), ints("race"), ints("place").reshape(-1, 5), vocabulary, places,  # type: ignore[arg-type, attr-defined]
        sounds=sounds, double=apart is not None,
    )  # fmt: skip
    rows.have = _have(rows)
    return rows, tuple(lists.words), races


def _have(rows: Rows) -> tuple[str, ...]:
    """What any row has; an age that follows from birth and death says nothing beside both."""
    there = {
        "name": (rows.kind != 1).any(), "date": (rows.date[:, 0] > 0).any(), "born": (rows.born[:, 0] > 0).any(),
        "age": (rows.age >= 0).any(), "sex": (rows.sex >= 0).any(), "race": (rows.race >= 0).any(), "place": (rows.place >= 0).any(),
    }  # fmt: skip
    return tuple(n for n, has in there.items() if has)


def _names(file: ListFile) -> list[Name]:
    from dataclasses import replace

    columns = file.columns
    if "given" in columns or "family" in columns:
        given, family = (
            zip(file.of("given"), file.of("middle"), strict=True),
            zip(file.of("family"), file.of("family2"), strict=True),
        )
        found = [name_of_parts(" ".join(g), " ".join(f)) for g, f in zip(given, family, strict=True)]
    elif "name" in columns:
        first = family_first(file.of("name"))
        found = [name_of(c, first) for c in file.of("name")]
    else:
        return [Name(kind="unnamed")] * len(file)
    if "description" in columns:
        for n, words in enumerate(file.of("description")):
            if " of " in words and not found[n].kin:
                found[n] = replace(found[n], kin=kinship(words[:80])[:1]) if words.strip()[:1].islower() else found[n]
    return found


def days_of(file: ListFile, whole: str, parts: tuple[str, str, str]) -> list[dates.Day]:
    if whole in file.columns:
        return dates.days(file.of(whole), f"{file.path}, column {file.columns[whole]!r}")
    if parts[0] not in file.columns:
        return [dates.UNKNOWN] * len(file)
    out = []
    for n, cells in enumerate(zip(*(file.of(p) for p in parts), strict=True)):
        numbers = tuple(dates.number(c) for c in cells)
        if min(numbers) < 0:
            bad = next(c for c, x in zip(cells, numbers, strict=True) if x < 0)
            raise BadInput(f"{file.path}, row {n + 1}: {bad!r} is no part of a date: write numbers in year, month and day.")
        out.append((numbers[0], numbers[1], numbers[2]))
    return out


def _ages(file: ListFile, dated: Sequence[dates.Day], born: Sequence[dates.Day]) -> list[int]:
    """In years, as said, or from birth and death."""
    if "age" in file.columns:
        return [age_of(c) for c in file.of("age")]
    if "born" not in file.columns and "born_year" not in file.columns:
        return [-1] * len(file)
    return [d[0] - b[0] - ((d[1], d[2]) < (b[1], b[2])) if d[0] and b[0] else -1 for d, b in zip(dated, born, strict=True)]
