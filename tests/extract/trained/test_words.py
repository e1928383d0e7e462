"""Words, plain forms and where they occur."""

from onrecord.extract.trained.words import find_all, plain_form, split_words


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
