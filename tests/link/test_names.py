"""Names as tokens, in any order, script and romanisation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("anyascii")
pytest.importorskip("rapidfuzz")
np = pytest.importorskip("numpy")

from onrecord.link.comparing import Comparer
from onrecord.link.levels import LEVELS
from onrecord.link.names import TOKENS, family_first, kinship, name_of, name_of_parts
from onrecord.link.names_sounds import short_forms, sound
from onrecord.link.rows import Rows, Vocabulary, names_as_numbers


@pytest.mark.parametrize(
    ("words", "given_name", "family", "others"),
    [
        ("Ana Belmonte", "ana", "belmonte", ()),
        ("Ana María Belmonte Ruiz", "ana", "ruiz", ("maria", "belmonte")),
        ("Ivo de la Cruz", "ivo", "delacruz", ()),
        ("Tamer al-Basri", "tamer", "basri", ()),
        ("Tamer Al Basri", "tamer", "basri", ()),
        ("J. Lantos", "j", "lantos", ()),
        ("Han Chol-su", "cholsu", "han", ()),
        ("한철수", "cheolsu", "han", ()),
        ("Petar O'Skoll", "petar", "oskoll", ()),
        ("Ana", "ana", "", ()),
    ],
)
def test_tokens(words: str, given_name: str, family: str, others: tuple[str, ...]) -> None:
    name = name_of(words)
    assert (name.given, name.family, name.others) == (given_name, family, others)


def test_family_name_before_a_comma_where_the_column_writes_so() -> None:
    assert family_first(["Belmonte, Ana", "Lantos, Ivo", ""]) and not family_first(
        ["Ana Belmonte", "Lantos, Ivo", "A B", "C D"]
    )
    assert name_of("Belmonte, Ana", True) == name_of("Ana Belmonte") == name_of_parts("Ana", "Belmonte")


def test_father_and_son() -> None:
    assert name_of("Ivo Lantos Jr.").suffix == 2 and name_of("Ivo Lantos Sr").suffix == 1
    assert name_of("Ivo Lantos Jr.").tokens == ("ivo", "lantos")


@pytest.mark.parametrize("words", ["", "unknown", "Name withheld by police", "an unidentified man", "John Doe", "N/A"])
def test_no_name(words: str) -> None:
    assert name_of(words).kind == "unnamed"


@pytest.mark.parametrize("words", ["three men", "At least 20 people", "family of seven", "two young girls"])
def test_groups(words: str) -> None:
    assert name_of(words).kind == "group"


def test_kinship() -> None:
    assert name_of("son of Han Chol").kin == (("child", "han chol"),) and name_of("son of Han Chol").kind == "unnamed"
    assert name_of("Ana Belmonte, wife of Ivo Lantos").tokens == ("ana", "belmonte")
    assert kinship("the brother of Ivo") == (("sibling", "ivo"),)


def test_sounds_of_romanisations() -> None:
    for one, other in [("pyongchol", "byeongcheol"), ("kim", "gim"), ("chong", "jeong"), ("mohammed", "muhamad"), ("yousef", "yusuf"),
                       ("giorgi", "georgi")]:  # fmt: skip
        assert sound(one) == sound(other), (one, other)
    assert sound("belmonte") != sound("lantos")
    assert short_forms("bob") & short_forms("robert") and not short_forms("bob") & short_forms("william")


@given(st.text(max_size=60))
def test_any_text_is_a_name_or_none(words: str) -> None:
    name = name_of(words)
    assert name.kind in ("person", "unnamed", "group") and len(name.tokens) <= TOKENS
    assert all(t and t == t.lower() for t in name.tokens)
    assert name.kind != "person" or name.tokens


def levels_of(*names: str) -> dict[str, str]:
    """Of two names the words of their levels."""
    vocabulary = Vocabulary()
    tokens, suffix, kind, kin = names_as_numbers(map(name_of, names), vocabulary)
    none = np.full(2, -1, np.int32)
    days, place = np.zeros((2, 3), np.int32), np.full((2, 5), -1, np.int32)
    rows = Rows(
        ["a", "b"], np.array([0, 1], np.int32), tokens, suffix, kind, kin, days, days, none, none, none, place, vocabulary, Vocabulary(),
        have=("name",),
    )  # fmt: skip
    there = [
        {n: LEVELS[n][int(v[0])] for n, v in Comparer(rows).compare(np.array([x]), np.array([y])).levels.items()}
        for x, y in ((0, 1), (1, 0))
    ]
    assert there[0] == there[1]
    return there[0]


@pytest.mark.parametrize(
    ("one", "other", "given", "family"),
    [
        ("Tamsin Mar Owe", "Tamsin Marlowe", "same", "one letter differs"),
        ("Noor Din Haddad", "Noordin Haddad", "one letter differs", "same"),
        ("Tamsin Ma Lowi", "Tamsin Marlowe", "same", "two letters differ"),
        ("Tamsin Ann Marlowe", "Tamsin Quill", "same", "differs"),  # no reading is near
        ("Tamsin Ann Marlowe", "Tamsin Marlowe", "same", "same"),
        ("Tamsin Marlowe", "Marlowe Tamsin", "same, elsewhere in the name", "same"),  # the order is one slip
    ],
)
def test_a_name_in_two_words_may_be_one(one: str, other: str, given: str, family: str) -> None:
    found = levels_of(one, other)
    assert (found["given"], found["family"]) == (given, family)


def test_a_sign_in_front_of_a_name_does_not_make_it_unnamed() -> None:
    assert name_of("?lise Marlowe").kind == "person" and name_of("??").kind == name_of(" - ").kind == "unnamed"


@pytest.mark.parametrize(
    ("one", "other", "rest"),
    [
        ("Tamsin Ann Quill Marlowe", "Tamsin Ann Quill Marlowe", "one more name agrees"),
        ("Tamsin Ann Quill Marlowe", "Tamsin Eda Quill Marlowe", "one more name agrees, another differs"),
        ("Tamsin Ann Quill Marlowe", "Tamsin Quill Marlowe", "one more name agrees"),
        ("Tamsin Ann Marlowe", "Tamsin Eda Marlowe", "other names differ"),
    ],
)
def test_names_between_the_first_and_the_last(one: str, other: str, rest: str) -> None:
    assert levels_of(one, other)["rest"] == rest


def test_of_an_infant_the_family_name_alone_is_known() -> None:
    assert (name_of("N.N. Bantres Colmen").given, name_of("N.N. Bantres Colmen").family) == ("", "colmen")
    assert name_of("NN").kind == name_of("N.N.").kind == name_of("nn male, 30").kind == name_of("desconocido").kind == "unnamed"
    assert name_of_parts("N.N.", "Bantres").given == ""
