"""Words as they are compared."""

from __future__ import annotations

import sqlite3
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.search.folding import spaced, tokens
from onrecord.search.snippets import marked, snippet, spans
from onrecord.search.wanted import EVERY, match, parsed, phrases


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Café", "CAFE"), ("Straße", "strasse"), ("المدينة", "مدينه"), ("مُحَمَّد", "محمد"), ("مـــدينة", "مدينة"), ("والمدينة", "المدينة"), ("إلى", "الي"),
        ("١٢٣", "123"), (unicodedata.normalize("NFD", "국경경비대"), "국경경비대"), ("ﬁre", "fire"), ("ｶﾞｽ", "ガス"), ("Ё", "е"), ("soft\u00adhyphen", "softhyphen"),
    ],
)  # fmt: skip
def test_what_is_one_word_for_a_search(one: str, other: str) -> None:
    assert spaced(one) == spaced(other)


def test_hangul_is_found_inside_a_longer_word() -> None:
    assert spaced("국경경비대가 총을") == "국 경 경 비 대 가 총 을"
    for words in ("총", "경비", "경비대", "국경경비대"):
        assert spans("국경경비대가 총을", list(phrases(parsed(words))))


@given(st.text(max_size=200))
def test_every_token_stands_in_the_text(text: str) -> None:
    for t in tokens(text):
        assert t.word.strip() and 0 <= t.start < t.end <= len(text)


@pytest.fixture(scope="module")
def index() -> sqlite3.Connection:
    made = sqlite3.connect(":memory:")
    made.execute(
        "CREATE VIRTUAL TABLE t USING fts5 (text, mark, tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* Co M*'\")"
    )
    made.execute(
        "INSERT INTO t VALUES (?, ?)", (spaced("Four miners were killed by armed men; 500,000 fled. 국경경비대가"), EVERY)
    )
    return made


def fits(index: sqlite3.Connection, words: str) -> bool:
    node = parsed(words)
    return (
        node is not None and index.execute("SELECT count(*) FROM t WHERE t MATCH ?", (match(node, "text"),)).fetchone()[0] == 1
    )


@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("miners", True), ("MINERS killed", True), ("miners porters", False), ("miners OR porters", True), ('"armed men"', True),
        ('"men armed"', False), ("“armed men”", True), ("mine*", True), ("mine", False), ("-porters", True), ("NOT miners", False),
        ("miners -porters", True), ("miners NOT (porters OR traders)", True), ("(porters OR miners) killed", True), ("500,000", True),
        ("500000", False), ("경비대", True), ("비", True), ('"armed men', True), ("miners AND", True), ("OR miners", True), ("(miners", True),
        ("miners) killed", True), ("NOT NOT miners", True), ("porters OR NOT traders", True), ('"armed m"*', True), ("text:miners", False),
    ],
)  # fmt: skip
def test_what_a_query_finds(index: sqlite3.Connection, words: str, there: bool) -> None:
    assert fits(index, words) is there


@given(st.text(alphabet=st.sampled_from("abAND ORNOT()\"*-:^{}+.\x00 \u202e경مد'\\"), max_size=60))
def test_no_query_is_an_error(index: sqlite3.Connection, words: str) -> None:
    fits(index, words)


def test_a_query_of_any_length_is_read_in_part(index: sqlite3.Connection) -> None:
    for words in ("miners " * 5000, "(" * 5000 + "miners", "-" * 5000 + "miners", '"' * 5001, "miners OR " * 3000):
        fits(index, words)


@given(st.text(max_size=400), st.text(alphabet='abc d*"', max_size=12))
def test_pieces_are_the_text(text: str, words: str) -> None:
    wanted = list(phrases(parsed(words)))
    assert "".join(p["words"] for p in marked(text, wanted)) == text
    inner = [p["words"] for p in snippet(text, wanted) if p["words"] not in ("… ", " …")]
    assert "".join(inner) in text


def test_a_snippet_is_around_the_hits() -> None:
    text = "word " * 200 + "four miners were shot and " + "word " * 200
    said = snippet(text, list(phrases(parsed('miners "were shot"'))))
    assert [p["words"] for p in said if p["hit"]] == ["miners", "were shot"] and sum(len(p["words"]) for p in said) < 400
    assert (said[0]["words"], said[-1]["words"]) == ("… ", " …")
