"""Examples made from the archive's coding, on made-up texts."""

import pytest

np = pytest.importorskip("numpy", reason="numpy is installed with the training tools only")
pytest.importorskip("tokenizers", reason="tokenizers is installed with the training tools only")
pytest.importorskip("torch", reason="PyTorch is installed with the training tools only")
pytest.importorskip("edtf", reason="the training tools read dates with the project's own finder")

from training.news import is_trained_on, news
from training.news_head import NEWS_LABELS

_PAGE = {
    "docid": "p1",
    "title": "Shooting in Millbrook",
    "published": "2019-03-05",
    "text": "MILLBROOK — Ines Abara Quill was killed on Sunday. Quill, 40, was with Otto Brandt, who was hurt. "
    "Police arrested Rolf Quimby in Millbrook.",
    "incident": {
        "id": "77", "date": "2019-03-03", "state": "Ohio", "place": "Millbrook (Easton County)", "killed": 1, "injured": 9,
        "victims": [
            {"name": "Ines Quill", "status": ["Killed"]},
            {"name": "Otto Brandt", "status": ["Injured"]},
        ],
        "suspects": [{"name": "Rolf Quimby", "status": ["Arrested"]}],
    },
}  # fmt: skip


def _marked(page: dict) -> dict[str, set[str]]:  # type: ignore[type-arg]
    said = news(page)
    return {
        page["text"][said.words[a].start : said.words[b].end]: {NEWS_LABELS[n] for n in labels}
        for (a, b), labels in said.spans.items()
    }


def test_names_places_and_the_day_are_marked_where_they_stand() -> None:
    marked = _marked(_PAGE)
    assert marked["Ines Abara Quill"] == {"victim:death"} and marked["Quill"] == {"victim:death"}
    assert marked["Otto Brandt"] == {"victim:injury"}
    assert marked["Rolf Quimby"] == {"suspect"}
    assert marked["MILLBROOK"] == marked["Millbrook"] == {"place"}
    assert marked["Sunday"] == {"date"}


def test_a_surname_that_two_share_marks_neither() -> None:
    page = {**_PAGE, "incident": {**_PAGE["incident"], "suspects": [{"name": "Lars Quill", "status": ["Arrested"]}]}}
    assert "Quill" not in _marked(page)


def test_large_numbers_are_one_class() -> None:
    assert news(_PAGE).counts == (1, 5)


def test_all_pages_of_an_incident_fall_into_one_part() -> None:
    parts = [is_trained_on({"incident": {"id": str(n)}}) for n in range(2000)]
    assert parts == [is_trained_on({"incident": {"id": str(n)}, "docid": "other"}) for n in range(2000)]
    assert 0.5 < sum(parts) / len(parts) < 0.7
