"""Which language a page speaks, and sentences that are made once for several readers."""

from __future__ import annotations

import copy
import json
import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest

from onrecord import wording
from onrecord.languages import (
    direction,
    gettext,
    language,
    languages,
    ngettext,
    pgettext,
    phrase,
    phrases,
    preferred,
    shown,
    speaking,
    whole,
)


def test_english_is_what_everything_speaks_unless_somebody_asks() -> None:
    assert language() == "en" and direction() == "ltr"
    assert gettext("Reports") == "Reports" and gettext("") == "" and pgettext("month", "May") == "May"
    assert ngettext("%(n)s claim is picked.", "%(n)s claims are picked.", 2, n=2) == "2 claims are picked."
    with speaking("xx"):  # a language without a catalogue
        assert gettext("Reports") == "Reports" and direction() == "ltr"


def test_the_languages_have_their_own_names() -> None:
    assert languages() == {"en": "English", "es": "Español", "ko": "한국어"}


@pytest.mark.parametrize(
    ("chosen", "accepted", "expected"),
    [
        ("", "", "en"),
        ("ko", "es", "ko"),
        ("xx", "es", "es"),
        ("../etc", "", "en"),
        ("", "es-MX,es;q=0.9,en;q=0.8", "es"),
        ("", "KO-kr", "ko"),
        ("", "fr, ko;q=0.3, es;q=0.7", "es"),
        ("", "fr, de", "en"),
        ("", "ko;q=0, es;q=0", "en"),
        ("", "en-GB, ko;q=0.9", "en"),
        ("", "ko;q=nonsense, *", "en"),
        ("", ";;;,,=,q=1" * 500, "en"),
    ],
)
def test_a_language_is_chosen_or_asked_for_or_english(chosen: str, accepted: str, expected: str) -> None:
    assert preferred(chosen, accepted) == expected


def test_each_thread_speaks_its_own_language() -> None:
    said = {"en": "Reports", "es": "Informes", "ko": "보고서"}

    def speak(code: str) -> set[str]:
        with speaking(code):
            return {gettext("Reports") for _ in range(300)}

    codes = list(said) * 8
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(speak, codes)) == [{said[c]} for c in codes]


def test_a_phrase_is_its_english_words_and_is_put_into_the_readers_language() -> None:
    inner = phrases("%(number)s named source", "%(number)s named sources", 2, number=2)
    made = phrase("it rests on %(sources)s, through %(outlets)s", sources=inner, outlets=phrase("one outlet"))
    assert made == "it rests on 2 named sources, through one outlet" and isinstance(made, str)
    assert json.loads(json.dumps({"why": made})) == {"why": str(made)} and made in {str(made)}
    for same in (made, copy.deepcopy(made), pickle.loads(pickle.dumps(made))):
        with speaking("es"):
            assert shown(same) == "se apoya en 2 fuentes nombradas, a través de un solo medio"
    assert shown(made) == made and shown("one outlet") == "one outlet" and shown(None) is None


def test_a_reports_own_words_are_never_translated() -> None:
    with speaking("es"):
        assert wording.quoted("death") == "“death”" and shown("death") == "death" and wording.term("death") == "muerte"
        heading = wording.heading({"act": "killing", "modality": "stated", "place": {"name": "Report"}, "date": None})
    assert heading == "homicidio en Report"


@pytest.mark.parametrize(
    ("edtf", "english", "spanish", "korean"),
    [
        ("2021-05-28", "28 May 2021", "28 de mayo de 2021", "2021년 5월 28일"),
        ("2021-05", "May 2021", "mayo de 2021", "2021년 5월"),
        ("2021", "2021", "2021", "2021"),
        ("XXXX-04-17", "17 April, year not known", "17 de abril, año desconocido", "4월 17일, 연도 알 수 없음"),
        ("201X", "the 2010s", "la década de 2010", "2010년대"),
        ("[2011,2012]", "2011 or 2012", "2011 o 2012", "2011 또는 2012"),
        ("2021-05~", "May 2021, about", "mayo de 2021, aproximadamente", "2021년 5월경"),
        ("2021-05-03/..", "3 May 2021 to an open end", "3 de mayo de 2021 a un final abierto", "2021년 5월 3일~끝이 열려 있음"),
    ],
)
def test_dates_in_words(edtf: str, english: str, spanish: str, korean: str) -> None:
    assert wording.date(edtf) == english
    for code, expected in (("es", spanish), ("ko", korean)):
        with speaking(code):
            assert wording.date(edtf) == expected


def test_what_two_tables_call_by_one_word_may_be_two_words() -> None:
    with speaking("es"):
        assert wording.term("threat", "measure") == "amenazados" != wording.term("threatened")
        assert wording.term("status", "entry") == "estado" != wording.term("status", "field")
        assert wording.term("forced_labour") == "forced labour"  # a code of a user's own vocabulary


def test_figures_stay_together_where_words_run_from_the_right() -> None:
    assert whole("2021-05-28") == "2021-05-28"
