"""Attributions that the layout makes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extract.attribution import attributions
from onrecord.extract.trained.attribution_layout import laid_out


def _told(text: str) -> list[tuple[str, str, str]]:
    return [tuple(text[s.start : s.end] for s in (a.source[0], a.cue[0], a.content[0])) for a in laid_out(text, [])]  # type: ignore[misc]


def test_a_transcript_names_its_speakers() -> None:
    text = "MARSH: We saw the trucks at dawn.\n\nQUILL: How many were there?\n\nMARSH: Four, all of them grey."
    assert [t[0] for t in _told(text)] == ["MARSH", "QUILL", "MARSH"]
    assert _told("MARSH: We saw the trucks at dawn.\n\nThe road was closed.") == []  # one heading makes no transcript


def test_a_headline_names_who_says_it() -> None:
    assert _told("Police: Three men held after raid\n\nThe raid was on Monday.") == [
        ("Police", ":", "Three men held after raid")
    ]
    assert _told("Mara Quill: The road must reopen soon\n\nShe spoke on Monday.")[0][0] == "Mara Quill"


@pytest.mark.parametrize(
    "lead", ["Location", "Date", "Victims", "Editor’s Note", "Incident Summary", "Names of the dead", "North Valley Update"]
)
def test_the_fields_of_a_form_are_no_speakers(lead: str) -> None:
    assert _told(f"{lead}: the village of Tamboril in the north\n\nMore follows.") == []


def test_a_quotation_is_signed_behind_a_dash() -> None:
    text = "“They came at night and took the men away.” — a resident of Tamboril\n“We hid in the well.” ― Mara Quill"
    assert [(t[0], t[1]) for t in _told(text)] == [("a resident of Tamboril", "—"), ("Mara Quill", "―")]


def test_what_words_attribute_is_not_told_twice() -> None:
    text = "“They came at night and took the men,” — Mara Quill"
    told = laid_out(text, [])
    assert told and laid_out(text, told) == []


@given(st.text(alphabet="AbC: \n“”—.", max_size=60))
def test_any_text_is_read_and_spans_lie_in_it(text: str) -> None:
    for a in laid_out(text, attributions(text)):
        for span in (*a.source, *a.cue, *a.content):
            assert 0 <= span.start < span.end <= len(text)
