"""Which of the persons named in a report of a shooting bear the names of its victims, made up for one difficulty each."""

from __future__ import annotations

import pytest

from onrecord.claims import Count, Modality
from onrecord.extract import ReportText, extract
from onrecord.extract.draft import Draft
from onrecord.extract.events import read
from onrecord.extract.familiar import of_war
from onrecord.extract.naming import Told
from onrecord.extract.persons import Person, lists_of, persons_of
from onrecord.extract.phrase import Phrase
from onrecord.extract.roster import _settle, with_roster
from onrecord.extract.victims import Victim, same_name


class Heard:
    """Another reader that holds everybody for dead."""

    def person(self, x: Person) -> tuple[float, float, float] | None:
        return 0.01, 0.98, 0.01

    def place(self, start: int, end: int) -> float:
        return 0.5


def report(text: str, title: str | None = None) -> ReportText:
    return ReportText(text, "x", "x.txt", title, "2024-03-06")


def victim(outcome: str, count: int = 1, names: tuple[str, ...] = (), at: int = 0) -> Victim:
    phrase = Phrase(at, at + 5, "man", plural=count > 1, count=Count.exactly(count))
    return Victim(outcome, "direct", Modality.STATED, Count.exactly(count), [phrase], list(names))


def person(name: str, at: int) -> Person:
    return Person(name, [name], [Phrase(at, at + len(name), name.split()[-1].lower())])


def draft(*victims: Victim) -> Draft:
    return Draft("killing", "harm", Modality.STATED, "violence", victims=list(victims))


READING = read(report("Nothing is said here. " * 8))


def names(d: Draft) -> list[tuple[str, list[str]]]:
    return [(v.outcome, v.names) for v in d.victims if v.names]


def test_the_likeliest_persons_take_the_names_and_no_number_changes() -> None:
    main = draft(victim("death"), victim("injury", 2))
    told: Told = [
        (person("Ana Velm", 10), (0.1, 0.8, 0.1)),
        (person("Bo Tarn", 30), (0.2, 0.1, 0.7)),
        (person("Cy Oskuva", 50), (0.9, 0.05, 0.05)),
    ]
    _settle(READING, main, [], told)
    assert names(main) == [("death", ["Ana Velm"]), ("injury", ["Bo Tarn"])]
    assert [v.count.best for v in main.victims if v.part_of is None] == [1, 2]


def test_a_name_that_is_held_for_another_s_is_given_back() -> None:
    main = draft(victim("death", names=("Bo Tarn",)))
    told: Told = [(person("Bo Tarn", 30), (0.95, 0.03, 0.02)), (person("Ana Velm", 10), (0.2, 0.7, 0.1))]
    _settle(READING, main, [], told)
    assert names(main) == [("death", ["Ana Velm"])]


@pytest.mark.parametrize("text", ["Nothing is said here.", "Nothing is said here. " * 8 + "An officer shot the man."])
def test_a_name_stays_in_a_few_sentences_and_where_officers_shot(text: str) -> None:
    main = draft(victim("death", names=("Bo Tarn",)))
    _settle(read(report(text)), main, [], [(person("Bo Tarn", 30), (0.95, 0.03, 0.02))])
    assert names(main) == [("death", ["Bo Tarn"])]


def test_whoever_is_likeliest_hurt_does_not_take_a_dead_person_s_place() -> None:
    main = draft(victim("death"))
    _settle(READING, main, [], [(person("Bo Tarn", 30), (0.2, 0.1, 0.7))])
    assert names(main) == []


def test_somebody_told_of_aside_is_taken_over() -> None:
    aside = draft(victim("injury", names=("Ana Velm",)))
    main = draft(victim("injury", 3))
    _settle(READING, main, [aside], [(person("Ana Velm", 10), (0.2, 0.1, 0.7))])
    assert names(main) == [("injury", ["Ana Velm"])] and aside.victims == []


def test_another_reader_is_heard_beside_the_weights() -> None:
    doubtful: Told = [(person("Bo Tarn", 30), (0.8, 0.15, 0.05))]
    for opinion, wanted in ((None, []), (Heard(), [("death", ["Bo Tarn"])])):
        main = draft(victim("death"))
        with_roster(READING, [main], doubtful, opinion)
        assert names(main) == wanted


def test_those_of_one_list_are_found_together() -> None:
    r = read(
        report(
            "Police said the dead were Ana Velm, 24; his brother, Bo Tarn, 31; and Cy Oskuva, 40. Detective Di Ilmeny spoke."
        )
    )
    assert [[x.name for x in members] for members in lists_of(r, persons_of(r))] == [["Ana Velm", "Bo Tarn", "Cy Oskuva"]]


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Ema House", "Eli House", False),
        ("Chris Velm", "Christopher Velm", True),
        ("A. Velm", "Ana Velm", True),
        ("Ana Velm", "Velm", True),
        ("Ana Velm Jr.", "Ana Velm", True),
    ],
)
def test_brothers_and_sisters_of_one_initial_are_two(a: str, b: str, same: bool) -> None:
    assert same_name(a, b) is same_name(b, a) is same


def test_a_massacre_in_a_town_of_the_taught_country_is_no_war() -> None:
    assert not of_war(read(report("Two men were charged in the Dayton massacre on Friday. Five were shot.")))
    assert of_war(read(report("The massacre in the village left five dead. They were shot.")))


def test_the_names_of_a_list_are_those_of_the_dead() -> None:
    text = (
        "Three people were shot dead at a house in Dayton on Monday, police said.\n\nThe victims were identified as Ana Velm, 24; Bo Tarn, 31; "
        "and Cy Oskuva, 40.\n\nDetective Di Ilmeny said nobody was arrested."
    )
    found = [n for i in extract(report(text))["incidents"] for v in i["victims"] for n in v["names"]]
    assert sorted(found) == ["Ana Velm", "Bo Tarn", "Cy Oskuva"]
