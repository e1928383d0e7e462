"""Which column of a list holds what, by its name; what is not recognised is shown and never compared."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from onrecord.errors import BadInput, Misuse

MEANINGS: dict[str, tuple[str, ...]] = {
    "id": ("id", "uid", "record_id", "recordid", "rec_id", "row_id", "case_id", "victim_id", "person_id", "no", "codigo", "numero", "id_registro", "id_victima", "번호", "identifiant"),
    "list": ("list", "list_id", "source_list", "dataset", "file", "lista", "liste"),
    "name": ("name", "full_name", "fullname", "victim_name", "victim", "names", "victims_name", "nombre_completo", "nombre_y_apellido", "nombre_y_apellidos",
             "nombres_y_apellidos", "victima", "nombre_de_la_victima", "nom_complet", "nom_et_prenom", "이름", "성명", "성함", "ism", "al_ism", "alism", "الاسم", "اسم"),
    "given": ("given", "given_name", "given_names", "first", "first_name", "firstname", "forename", "fname", "fname_c1", "nombre", "nombres", "primer_nombre", "nombre_1", "nombre1",
              "nombre_de_pila", "prenom", "prenoms"),
    "middle": ("middle", "middle_name", "fname_c2", "second_name", "segundo_nombre", "nombre_2", "nombre2"),
    "family": ("family", "family_name", "last", "last_name", "lastname", "surname", "lname", "lname_c1", "apellido", "apellidos", "primer_apellido",
               "apellido_paterno", "apellido_1", "apellido1", "nom", "nom_de_famille", "laqab"),
    "family2": ("family2", "lname_c2", "second_surname", "mothers_name", "maternal", "segundo_apellido", "apellido_materno", "apellido_2", "apellido2"),
    "date": ("date", "date_of_death", "death_date", "deathdate", "dod", "date_of_incident", "incident_date", "event_date", "fecha", "fecha_de_muerte", "fecha_muerte",
             "fecha_de_los_hechos", "fecha_hecho", "fecha_del_hecho", "fecha_de_fallecimiento", "fecha_fallecimiento", "fecha_de_defuncion", "fecha_defuncion", "date_de_deces", "date_du_deces", "날짜", "사망일", "사망_날짜", "일자", "tarikh", "التاريخ", "تاريخ"),
    "year": ("year", "death_year", "year_of_death", "dy", "dod_year", "ano", "anio", "ano_de_muerte", "ano_muerte", "ano_de_la_muerte", "ano_de_los_hechos", "annee", "연도", "년"),
    "month": ("month", "death_month", "month_of_death", "dm", "dod_month", "mes", "mes_de_muerte", "mes_muerte", "mes_de_la_muerte", "mes_de_los_hechos", "mois", "월"),
    "day": ("day", "death_day", "day_of_death", "dd", "dod_day", "dia", "dia_de_muerte", "dia_muerte", "dia_de_la_muerte", "dia_de_los_hechos", "jour", "일"),
    "born": ("born", "date_of_birth", "birth_date", "birthdate", "dob", "birth", "birthday", "fecha_de_nacimiento", "fecha_nacimiento", "nacimiento", "date_de_naissance",
             "생년월일"),
    "born_year": ("by", "birth_year", "year_of_birth", "born_year", "dob_year", "ano_de_nacimiento", "annee_de_naissance", "출생연도"),
    "born_month": ("bm", "birth_month", "month_of_birth", "born_month", "dob_month"),
    "born_day": ("bd", "birth_day", "day_of_birth", "born_day", "dob_day"),
    "age": ("age", "age_at_death", "victim_age", "edad", "나이", "연령", "umr", "العمر"),
    "sex": ("sex", "gender", "victim_gender", "sexo", "genero", "sexe", "성별", "jins", "الجنس"),
    "race": ("race", "raceethnicity", "race_ethnicity", "ethnicity", "victim_race", "etnia"),
    "city": ("city", "town", "village", "municipality", "municipio", "locality", "settlement", "ciudad", "pueblo", "aldea", "muni", "commune", "ville", "시", "도시", "madina", "المدينة"),
    "county": ("county", "district", "admin2", "canton", "distrito", "군", "구"),
    "state": ("state", "province", "region", "governorate", "department", "departamento", "depto", "dpto", "admin1", "provincia", "estado", "departement", "도", "muhafaza", "muhafazah",
              "المحافظة"),
    "country": ("country", "nation", "pais", "pays", "국가", "나라"),
    "place": ("place", "location", "place_of_death", "place_of_incident", "lugar", "lugar_de_muerte", "lugar_de_los_hechos", "lieu", "lieu_de_deces", "장소", "사망장소", "makan"),
    "description": ("description", "notes", "summary", "narrative", "descripcion", "notas", "relato", "observaciones"),
}  # fmt: skip
"""What columns may mean, with the names by which they are found, in lower case without accents and with _ between words."""
WHOLE = ("nombre", "nombres", "nom")
"""Columns of a given or family name that hold the whole name where there is no column for the other."""
PARTS = {
    "name": ("name", "given", "middle", "family", "family2"), "date": ("date", "year", "month", "day"),
    "born": ("born", "born_year", "born_month", "born_day"), "age": ("age",), "sex": ("sex",), "race": ("race",),
    "place": ("city", "county", "state", "country", "place"),
}  # fmt: skip
"""Of each thing compared, the meanings of which it is made."""


def plain(name: str) -> str:
    """A column's name as it is looked up."""
    apart = unicodedata.normalize("NFKD", name.replace("\ufeff", "").lower().replace("'", ""))
    bare = unicodedata.normalize("NFC", "".join(c for c in apart if not unicodedata.combining(c)))
    return "_".join("".join(c if c.isalnum() else " " for c in bare).split())


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
    alone = [m for m in ("given", "family") if m in out]
    if len(alone) == 1 and "name" not in out and plain(out[alone[0]]) in WHOLE and plain(out[alone[0]]) not in said:
        out["name"] = out.pop(alone[0])
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


def known(headers: Sequence[Sequence[str]], given: Mapping[str, str] | None, left_out: Sequence[str] = ()) -> None:
    """BadInput where a map, or what is left out, names a column that no list has: a slip there would go unseen."""
    has = {plain(h) for header in headers for h in header}
    for option, words, names in (("--map", given or {}, has), ("--without", left_out, has | {*MEANINGS} | {*PARTS})):
        for word in words:
            if plain(word) not in names:
                shown = ", ".join(dict.fromkeys(h for header in headers for h in header))
                raise BadInput(f"{option} {word}: there is no such column among {shown}.")


def without(columns: Mapping[str, str], left_out: Sequence[str], where: str, header: Sequence[str]) -> dict[str, str]:
    """The columns less those that are to be left out, by their own name or by what they mean. BadInput where nothing is left."""
    gone = {plain(w) for w in left_out}
    gone |= {part for w in gone for part in PARTS.get(w, ())}
    kept = {m: c for m, c in columns.items() if m in ("id", "list") or (m not in gone and plain(c) not in gone)}
    if not any(m in kept for parts in PARTS.values() for m in parts):
        raise BadInput(
            f"{where}: no column to compare was found among {', '.join(header)}: say which column means what with "
            "--map COLUMN=MEANING (name, date, born, age, sex, city …)."
        )
    return kept
