"""Words, plain forms and where they occur."""

import pytest

from onrecord.extract.trained.words import bounding, find_all, plain_form, sentence_ends, split_words


def test_words_keep_their_places() -> None:
    text = 'GEN. ORTEGA\'S 2 "GUARDS"'
    words = split_words(text)
    assert [text[w.start : w.end] for w in words] == ["GEN", "ORTEGA", "S", "2", "GUARDS"]
    assert [w.form for w in words][-1] == "guards"


def test_articles_and_punctuation_do_not_tell_strings_apart() -> None:
    assert plain_form('THE "BRIGADE"') == plain_form("brigade") == ("brigade",)


def test_every_occurrence_is_found_and_articles_inside_are_passed_over() -> None:
    words = split_words("GUARDS OF THE MINE. THE GUARDS OF MINE")
    assert find_all(words, ("guards", "of", "mine")) == [(0, 3), (5, 7)]
    assert find_all(words, ()) == []


def test_a_sentence_ends_at_its_stop_and_not_behind_a_title_or_an_initial() -> None:
    text = 'GEN. ORTEGA, JR. LEFT "THE MINE." HE SAW\n\nMR. J. MORA; TWO MEN'
    words = split_words(text)
    assert [w.form for w, ends in zip(words, sentence_ends(text, words), strict=True) if ends] == ["mine", "saw", "mora", "men"]
    assert sentence_ends("", []) == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("GUARDS OF THE MINE AND THEIR DRIVER", ["guards", "mine", "their", "driver"]),
        ("To whom did Than Shwe and To Huu speak?", ["than", "shwe", "to", "huu", "speak"]),
    ],
)
def test_a_word_between_bounds_a_span_only_as_a_name(text: str, kept: list[str]) -> None:
    words = split_words(text)
    assert [w.form for w, fit in zip(words, bounding(text, words, sentence_ends(text, words)), strict=True) if fit] == kept
