"""Which column of a list holds what, by its name; what is not recognised is shown and never compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onrecord.errors import BadInput, Misuse

MEANINGS: dict[str, tuple[str, ...]] = {
    "id": ("id", "uid", "record_id", "recordid", "rec_id", "row_id", "case_id", "victim_id", "person_id", "no"),
    "list": ("list", "list_id", "source_list", "dataset", "file"),
    "name": ("name", "full_name", "fullname", "victim_name", "victim", "names", "victims_name"),
    "given": ("given", "given_name", "given_names", "first", "first_name", "firstname", "forename", "fname", "fname_c1", "nombre", "nombres", "prenom"),
    "middle": ("middle", "middle_name", "fname_c2", "second_name"),
    "family": ("family", "family_name", "last", "last_name", "lastname", "surname", "lname", "lname_c1", "apellido", "apellidos", "nom"),
    "family2": ("family2", "lname_c2", "second_surname", "mothers_name", "maternal"),
    "date": ("date", "date_of_death", "death_date", "deathdate", "dod", "date_of_incident", "incident_date", "event_date", "fecha"),
    "year": ("year", "death_year", "year_of_death", "dy", "dod_year"),
    "month": ("month", "death_month", "month_of_death", "dm", "dod_month"),
    "day": ("day", "death_day", "day_of_death", "dd", "dod_day"),
    "born": ("born", "date_of_birth", "birth_date", "birthdate", "dob", "birth", "birthday"),
    "born_year": ("by", "birth_year", "year_of_birth", "born_year", "dob_year"),
    "born_month": ("bm", "birth_month", "month_of_birth", "born_month", "dob_month"),
    "born_day": ("bd", "birth_day", "day_of_birth", "born_day", "dob_day"),
    "age": ("age", "age_at_death", "victim_age", "edad"),
    "sex": ("sex", "gender", "victim_gender", "sexo"),
    "race": ("race", "raceethnicity", "race_ethnicity", "ethnicity", "victim_race"),
    "city": ("city", "town", "village", "municipality", "municipio", "locality", "settlement"),
    "county": ("county", "district", "admin2"),
    "state": ("state", "province", "region", "governorate", "department", "departamento", "admin1"),
    "country": ("country", "nation"),
    "place": ("place", "location", "place_of_death", "place_of_incident", "lugar"),
    "description": ("description", "notes", "summary", "narrative"),
}  # fmt: skip
"""What columns may mean, with the names by which they are found, in lower case with _ between words."""
PARTS = {
    "name": ("name", "given", "middle", "family", "family2"), "date": ("date", "year", "month", "day"),
    "born": ("born", "born_year", "born_month", "born_day"), "age": ("age",), "sex": ("sex",), "race": ("race",),
    "place": ("city", "county", "state", "country", "place"),
}  # fmt: skip
"""Of each thing compared, the meanings of which it is made."""


def plain(name: str) -> str:
    """A column's name as it is looked up."""
    return "_".join("".join(c if c.isalnum() else " " for c in name.replace("\ufeff", "").lower().replace("'", "")).split())


def found(
    header: Sequence[str], given: Mapping[str, str] | None = None, meanings: Mapping[str, tuple[str, ...]] = MEANINGS
) -> dict[str, str]:
    """Meaning → column. `given` overrides: COLUMN → meaning, or "-" for one that means nothing."""
    said = {plain(c): m for c, m in (given or {}).items()}
    out: dict[str, str] = {}
    for column in header:
        meaning = said.get(plain(column))
        if meaning and meaning != "-":
            out[meaning] = column
    ranked = [
        (names.index(plain(c)), m, c)
        for c in header
        for m, names in meanings.items()
        if plain(c) in names and plain(c) not in said
    ]
    for _, meaning, column in sorted(ranked, key=lambda r: r[0]):
        if meaning not in out and column not in out.values():
            out[meaning] = column
    return out


def mapped(words: Sequence[str]) -> dict[str, str]:
    """`--map COLUMN=MEANING` as a dictionary. Misuse where it is not of that form."""
    out = {}
    for word in words:
        column, equals, meaning = word.rpartition("=")
        if not equals or not column or (meaning not in MEANINGS and meaning != "-"):
            raise Misuse(f"--map {word!r} does not say COLUMN=MEANING: the meanings are {', '.join(MEANINGS)}, and - for none.")
        out[column] = meaning
    return out


def without(columns: Mapping[str, str], left_out: Sequence[str], where: str) -> dict[str, str]:
    """The columns less those that are to be left out, by their own name or by what they mean. BadInput where nothing is left."""
    gone = {plain(w) for w in left_out}
    gone |= {part for w in gone for part in PARTS.get(w, ())}
    kept = {m: c for m, c in columns.items() if m in ("id", "list") or (m not in gone and plain(c) not in gone)}
    if not any(m in kept for parts in PARTS.values() for m in parts):
        raise BadInput(
            f"{where}: no column to compare was found among {', '.join(columns.values()) or 'its columns'}: say which column means what with "
            "--map COLUMN=MEANING (name, date, born, age, sex, city …)."
        )
    return kept
