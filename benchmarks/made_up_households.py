"""Made-up households of Salvadoran names for `made_up_massacres.py`: fathers, mothers, children and cousins of one village. Nobody is real.

Unlike the families there, names are as unevenly common as Spanish ones are (the names are words of frequency lists, put together by
chance), given names go with sex, ages with generations, a village has its own few surnames, a wife may be written "de" her husband's,
a son may have his father's name, and whether a second surname is written goes by who told of the family.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

Person = dict[str, Any]
T = TypeVar("T")
START, DAYS = date(1979, 6, 1), 1900
MEN = (
    "José Juan Santos Manuel Carlos Francisco Antonio Luis Pedro Jesús Miguel Rafael Mario Jorge Ricardo Roberto Julio Víctor Ramón Daniel "
    "Vicente Tomás Óscar Alfredo René Salvador Andrés Domingo Felipe Marcos Pablo Raúl Rubén Saúl Mauricio Lorenzo Gregorio Esteban Jacinto "
    "Cruz Fidel Isabel Bernardo Eusebio Eugenio Gilberto Hilario Ismael Joaquín Lázaro Lucio Marcelino Nicolás Orlando Patricio Policarpo "
    "Reynaldo Samuel Simón Teodoro Ubaldo Valentín Wilfredo Amílcar Benjamín Catarino Dionisio Efraín Faustino Gumercindo Adán Baltazar"
).split()
WOMEN = (
    "María Ana Rosa Marta Juana Francisca Santos Carmen Isabel Gloria Dolores Teresa Margarita Blanca Julia Antonia Luisa Josefa Catalina "
    "Concepción Marina Elena Lucía Irma Silvia Sonia Petrona Victoria Cecilia Paula Rosario Tránsito Ángela Berta Celia Delmira Emilia "
    "Felipa Gregoria Hilda Inés Leonor Lidia Magdalena Natividad Orbelina Pastora Reina Sara Tomasa Vilma Zoila Agustina Bonifacia Cristina "
    "Dominga Estebana Filomena Genoveva Herminia Isidra Jacinta Lorenza Modesta Nicolasa Eugenia Anastasia Brígida Candelaria Domitila"
).split()
SURNAMES = (
    "Hernández Martínez López García Rodríguez Ramírez Pérez Flores Rivera González Cruz Mejía Vásquez Romero Alvarado Reyes Guevara Castro "
    "Portillo Argueta Márquez Díaz Chicas Claros Sánchez Orellana Ramos Gómez Torres Ayala Mendoza Campos Escobar Guzmán Guardado Menjívar "
    "Aguilar Molina Serrano Vigil Alas Alemán Amaya Ardón Avelar Barahona Barrera Beltrán Bonilla Burgos Cabrera Calderón Carballo Cartagena "
    "Cerna Chávez Cornejo Cortez Deras Dubón Echeverría Elías Erazo Espinoza Fabián Figueroa Franco Fuentes Galdámez Granados Guerra Henríquez "
    "Interiano Jovel Landaverde Lara Lemus Leiva Maldonado Marroquín Medrano Melgar Membreño Miranda Monge Morales Navarrete Navarro Nolasco "
    "Ochoa Olmedo Ortiz Osorio Palacios Peraza Pineda Quijada Quintanilla Recinos Rivas Rosales Rubio Salinas Saravia Sibrián Sorto Tobar "
    "Trejo Umaña Urrutia Valencia Valladares Velásquez Villalta Yanes Zavala Zelaya Zepeda"
).split()
PLACES = tuple(
    f"{a} {b}"
    for a in ("El", "Los", "San", "Santa", "Las")
    for b in ("Llano", "Cerro", "Pinar", "Rosal", "Zapote", "Jícaro", "Amate")
)
STATES = ("Norte", "Oriente", "Poniente", "Costa")


def _one(of: Sequence[T], chance: random.Random, even: float = 3.0) -> T:
    """By frequencies that fall as 1 over (rank + even)."""
    return chance.choices(of, [1 / (n + even) for n in range(len(of))])[0]


class Village:
    """A place with surnames of its own beside those of the country."""

    def __init__(self, name: str, chance: random.Random) -> None:
        self.name, self.state = name, chance.choice(STATES)
        self.own = [_one(SURNAMES, chance, 20.0) for _ in range(6)]

    def surname(self, chance: random.Random) -> str:
        return _one(self.own, chance, 2.0) if chance.random() < 0.45 else _one(SURNAMES, chance, 6.0)


def given(sex: str, chance: random.Random) -> list[str]:
    names = MEN if sex == "M" else WOMEN
    if chance.random() < 0.4:
        first = names[0] if chance.random() < 0.35 else _one(names, chance)
        second = _one(names, chance)
        return [first, second] if second != first else [first]
    return [_one(names, chance)]


def household(village: Village, chance: random.Random, related: tuple[str, str] | None) -> list[dict[str, Any]]:
    """Father, mother, children; `related`: the surnames of the father's brother."""
    father = list(related or (village.surname(chance), village.surname(chance)))
    mother = [village.surname(chance), village.surname(chance)]
    both, aged, years = chance.random() < 0.6, chance.random() < 0.7, chance.randint(22, 62)
    his, hers = given("M", chance), given("F", chance)
    people = [
        {"given": his, "family": father, "sex": "M", "age": years},
        {"given": hers, "family": mother, "sex": "F", "age": max(17, years - chance.randint(-2, 9))},
    ]
    if chance.random() < 0.15:
        people[1]["family"] = [mother[0], "de " + father[0]]
    taken = {his[0], hers[0]}
    for _ in range(chance.choice((0, 0, 1, 2, 2, 3, 4, 5, 6))):
        sex = chance.choice("MF")
        name = list(his if sex == "M" else hers) if chance.random() < 0.08 else given(sex, chance)
        if name[0] in taken and len(name) == 1 and chance.random() < 0.8:  # brothers and sisters are seldom named alike
            name = given(sex, chance)
        taken.add(name[0])
        people.append(
            {"given": name, "family": [father[0], mother[0]], "sex": sex, "age": max(0, years - 19 - chance.randint(0, 22))}
        )
    died = [p for p in people if chance.random() < 0.75] or people[:1]
    for p in died:
        if (not both) != (chance.random() < 0.15):
            p["family"] = p["family"][:1]
        if not aged or chance.random() < 0.1:
            p["age"] = None
        if p["age"] is not None and p["age"] < 2 and chance.random() < 0.6:
            p["given"] = [chance.choice(("N.N.", ""))]
    return died


def households(number: int, chance: random.Random) -> Iterator[Person]:
    """So many people: some died alone, the others in massacres, household by household."""
    villages = [Village(p, chance) for p in PLACES]
    made = 0
    while made < number:
        village, day = _one(villages, chance, 4.0), START + timedelta(days=chance.randrange(DAYS))
        known = chance.choices((3, 2, 1), (82, 13, 5))[0]
        size = 1 if chance.random() < 0.45 else min(160, int(2 + 2 * chance.paretovariate(0.9)))
        here: list[dict[str, Any]] = []
        related: tuple[str, str] | None = None
        while len(here) < size:
            more = household(village, chance, related)
            related = (more[0]["family"][0], village.surname(chance)) if chance.random() < 0.3 else None
            here += more
        for p in here[: min(size, number - made)]:
            yield {**p, "day": day, "known": known, "place": village.name, "state": village.state}
            made += 1
