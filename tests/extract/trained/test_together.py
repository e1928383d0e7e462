"""The rules and a model joined: a model made by hand says how likely it holds what."""

from dataclasses import replace
from typing import Any

import pytest

np = pytest.importorskip("numpy", reason="numpy is installed with a model only")

from onrecord.claims import Rendition
from onrecord.extract import ReportText
from onrecord.extract.attribution import Attribution
from onrecord.extract.events import read
from onrecord.extract.reading import Reading
from onrecord.extract.rules import Words, contract_of
from onrecord.extract.trained.combining import Combining
from onrecord.extract.trained.decoding import Settings
from onrecord.extract.trained.incident_words import Told
from onrecord.extract.trained.manifest import Manifest
from onrecord.extract.trained.model import Said
from onrecord.extract.trained.news import NewsRead, NewsSpan
from onrecord.extract.trained.scores import Scores
from onrecord.extract.trained.together import Tuned, early, read_together
from onrecord.extract.trained.words import split_words
from training.labels import DOCUMENT_LABELS, LABELS, SPAN_INDEX, SPAN_LABELS

TEXT = "Soldiers shot and killed Ilario Quesnel and two farmers in Tamboril on Monday, a witness said. The mill was damaged by a bomb."
Json = dict[str, Any]


def _said(text: str, spans: dict[str, dict[str, float]], kinds: dict[str, float], news: NewsRead | None = None) -> Said:
    """A model that holds these words for these labels, and the report for telling of these types."""
    words = split_words(text)
    forms = [w.form for w in words]
    found, labels = [], []
    for phrase, chances in spans.items():
        parts = phrase.lower().split()
        first = next(i for i in range(len(forms)) if forms[i : i + len(parts)] == parts)
        found.append((first, first + len(parts) - 1))
        row = np.full(len(SPAN_LABELS), 0.001, dtype=np.float32)
        for label, chance in chances.items():
            row[SPAN_INDEX[label]] = chance
        labels.append(row)
    document = np.full(len(DOCUMENT_LABELS), 0.001, dtype=np.float32)
    for kind, chance in kinds.items():
        document[DOCUMENT_LABELS.index(kind)] = chance
    n = len(found)
    table = np.stack(labels) if labels else np.zeros((0, len(SPAN_LABELS)), dtype=np.float32)
    pairs = np.zeros((n, n), dtype=np.float32)
    return Said(words, Scores("", document, found, table, pairs, pairs, LABELS), news, None)


def _read(text: str, said: Said, tuned: Tuned | None = None) -> Json:
    report = ReportText(text, "r1", "r1.txt", None, "2021-06-09", "en", "0" * 64)
    return read_together(report, read(report), said, tuned or Tuned())


def _by_rules(text: str) -> Json:
    report = ReportText(text, "r1", "r1.txt", None, "2021-06-09", "en", "0" * 64)
    found = read(report)
    return contract_of(report, found, Words(Rendition(text, "", None), found.offset))


def _without_confidence(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_confidence(v) for k, v in value.items() if k != "confidence"}
    return [_without_confidence(v) for v in value] if isinstance(value, list) else value


def test_a_silent_model_takes_nothing_away_outside_wire_reports() -> None:
    ruled = _by_rules(TEXT)
    assert ruled["incidents"] and ruled["incidents"][0]["victims"]
    assert _without_confidence(_read(TEXT, _said(TEXT, {}, {}))) == ruled


def test_in_a_wire_report_what_the_model_holds_for_unlikely_is_left_out() -> None:
    text = TEXT.upper()
    assert _by_rules(text)["incidents"] and _read(text, _said(text, {}, {}))["incidents"] == []


def _doers(said: Json) -> list[str]:
    return [p["mentions"][0]["text"] for i in said["incidents"] for p in i["perpetrators"]]


@pytest.mark.parametrize(("chance", "accused"), [(0.59, False), (0.61, True)])
def test_outside_wire_reports_the_model_accuses_only_where_it_is_sure(chance: float, accused: bool) -> None:
    text = "Ilario Quesnel was shot and killed in Tamboril on Monday. The Red Falcon Front had sent him letters."
    spans = {
        "ilario quesnel": {"Victim": 0.9, "outcome:death": 0.9, "number:one": 0.9},
        "red falcon front": {"PerpOrg": chance},
    }
    tuned = Tuned(decoding=Settings(roles=(0.1,) * 6), combining=Combining(elsewhere=0.4, accused=0.6))
    said = _read(text, _said(text, spans, {"incident": 0.9, "attack>=1": 0.9}), tuned)
    assert any("Red Falcon Front" in d for d in _doers(said)) is accused


def test_the_model_has_the_last_word_on_the_type_of_a_wire_report() -> None:
    text = "SOLDIERS ATTACKED THE VILLAGE OF TAMBORIL. A BOMB EXPLODED AND TWO FARMERS WERE KILLED."
    spans = {"two farmers": {"VictimDescription": 0.9, "outcome:death": 0.9, "number:several": 0.9, "type:attack": 0.9}}
    said = _read(text, _said(text, spans, {"incident": 0.9, "attack>=1": 0.9}))
    assert "killing" in [i["act"] for i in said["incidents"]]


def _page(text: str, name: str, chances: tuple[float, ...]) -> NewsRead:
    start = text.index(name)
    sure = (0.02, 0.9, 0.02, 0.02, 0.02, 0.02)
    return NewsRead((NewsSpan(start, start + len(name), chances),), (sure, sure))


def test_whoever_was_killed_stays_though_the_head_for_news_suspects_them() -> None:
    text = "Officers shot and killed Ilario Quesnel and Brana Tolliver in Tamboril on Monday, police said."
    said = _said(text, {}, {}, _page(text, "Ilario Quesnel", (0.01, 0.01, 0.9, 0.0, 0.0)))
    names = [n for i in _read(text, said)["incidents"] for v in i["victims"] for n in v["names"]]
    assert "Ilario Quesnel" in names


def test_whoever_was_shot_by_officers_stays_though_the_head_for_news_takes_them_for_no_victim() -> None:
    text = "An officer shot Ilario Quesnel and Brana Tolliver in Tamboril on Monday, police said."
    said = _said(text, {}, {}, _page(text, "Ilario Quesnel", (0.01, 0.01, 0.9, 0.0, 0.0)))
    names = [n for i in _read(text, said)["incidents"] for v in i["victims"] for n in v["names"]]
    assert "Ilario Quesnel" in names


def test_the_only_dead_of_an_incident_is_never_cleared() -> None:
    text = "Ilario Quesnel was shot and killed in Tamboril on Monday, police said."
    said = _said(text, {}, {}, _page(text, "Ilario Quesnel", (0.01, 0.01, 0.02, 0.0, 0.0)))
    names = [n for i in _read(text, said)["incidents"] for v in i["victims"] for n in v["names"]]
    assert names == ["Ilario Quesnel"]


def test_confidences_are_shown_by_the_maps_that_the_model_brings() -> None:
    spans = {"ilario quesnel": {"Victim": 0.9, "outcome:death": 0.9, "number:one": 0.9}}
    said = _said(TEXT, spans, {"incident": 0.9, "attack>=1": 0.9})
    half = {"method": "isotonic", "points": [[0.0, 0.0], [1.0, 0.5]]}
    halved = {"victim": half, "attribution": half}
    said = replace(said, attributing=_Attributing([0.8, None]))
    raw, shown = _read(TEXT, said), _read(TEXT, said, Tuned(calibration=halved))

    def sure(found: Json) -> list[float]:
        return [v["confidence"] for i in found["incidents"] for v in i["victims"] if "confidence" in v]

    assert max(sure(raw)) == pytest.approx(0.9, abs=1e-3)
    assert sure(shown) == pytest.approx([c / 2 for c in sure(raw)], abs=1e-3)
    assert [a.get("confidence") for a in raw["attributions"]] == [0.8, None]
    assert [a.get("confidence") for a in shown["attributions"]] == [pytest.approx(0.4), None]
    assert "confidence" not in shown["attributions"][1]


def test_what_waits_for_no_encoder_is_made_before_and_is_the_same() -> None:
    text = "A bomb killed Ilario Quesnel and two farmers in Tamboril on Monday, a witness said. The mill was damaged."
    spans = {"ilario quesnel": {"Victim": 0.9, "outcome:death": 0.9, "number:one": 0.9}}
    said = replace(_said(text, spans, {"incident": 0.3, "attack>=1": 0.2}), by_words=_ByWords())
    report = ReportText(text, "r1", "r1.txt", None, "2021-06-09", "en", "0" * 64)
    after = read_together(report, read(report), said, Tuned())
    words = read(report)
    first = early(report, words, _ByWords())  # type: ignore[arg-type]
    assert first is not None and read_together(report, words, said, Tuned(), first) == after
    assert early(report, words, None) is None
    shot = replace(report, text="Ilario Quesnel was shot and killed in Tamboril on Monday, police said.")
    assert early(shot, read(shot), _ByWords()) is None  # type: ignore[arg-type]  # of names there the model is asked first


class _ByWords:
    """A reader of words that holds every report with a mark for one of an attack."""

    def read(self, text: str, marks: Any) -> Told:
        document = np.full(len(DOCUMENT_LABELS), 0.05, dtype=np.float32)
        document[: 2 if marks.everything() else 0] = 0.9
        return Told(document, [(0, len(text))], np.full((1, len(LABELS.types) + 1), 0.6, dtype=np.float32))


class _Attributing:
    """The head for attribution, which tells of the rules' first attribution again and again, with these chances."""

    def __init__(self, chances: list[float | None]) -> None:
        self.chances = chances

    def read(self, r: Reading) -> list[Attribution]:
        return [replace(r.said[0], confidence=c) for c in self.chances]


def test_words_are_trusted_by_the_kind_of_report() -> None:
    settings = {"trust": {"types": 0.5}, "trust_elsewhere": {"types": 1.0}}
    made = Manifest("m", "1", ("en",), LABELS, (), (), settings, {})
    assert Tuned.of(made).trusted(TEXT.upper()).types == 0.5 and Tuned.of(made).trusted(TEXT).types == 1.0
    older = replace(made, settings={"trust": {"types": 0.7}})
    assert Tuned.of(older).trusted(TEXT) == Tuned.of(older).trusted(TEXT.upper())
