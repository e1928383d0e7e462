"""The trained readers with the models of the checkout; skipped, with that reason, where they are not installed."""

from shutil import copytree, ignore_patterns

import pytest

from onrecord.errors import OnRecordError
from onrecord.extract import ReportText
from onrecord.extract.testing import check_reader
from onrecord.extract.trained.graphs import UPDATES
from onrecord.extract.trained.manifest import Distribution
from onrecord.extract.trained.reader import LARGE, SMALL, TrainedReader

TEXT = (
    "Gunmen of the Red Falcon Front shot and killed Mayor Ilario Quesnel in the village of Tamboril on Monday, police said. "
    "A bomb placed by the rebels destroyed the town hall and injured two policemen."
)


def _reader(of: Distribution) -> TrainedReader:
    if of.folder is None:
        pytest.skip(f"{of.name} is not installed")
    return TrainedReader(of)


def _read(reader: TrainedReader, text: str, language: str | None = "en") -> dict:  # type: ignore[type-arg]
    return reader.read(ReportText(text, "r1", "r1.txt", None, "2021-06-09", language, "0" * 64))


@pytest.mark.parametrize("of", [LARGE, SMALL], ids=["large", "small"])
def test_it_keeps_to_the_contract(of: Distribution) -> None:
    check_reader(_reader(of))


@pytest.mark.parametrize("of", [LARGE, SMALL], ids=["large", "small"])
def test_the_model_names_who_did_what_in_capitals_and_without(of: Distribution) -> None:
    reader = _reader(of)
    for text in (TEXT, TEXT.upper(), *([TEXT.lower()] if of is LARGE else [])):  # the small one misses names in lower case
        said = _read(reader, text)
        dead = [v for i in said["incidents"] for v in i["victims"] if v["outcome"] == "death"]
        assert any("quesnel" in m["text"].lower() for v in dead for m in v["mentions"])
        doers = [m["text"].lower() for i in said["incidents"] for p in i["perpetrators"] for m in p["mentions"]]
        assert of is SMALL or any(who in d for d in doers for who in ("gunmen", "red falcon front", "the rebels"))
        assert all(0 <= i["confidence"] <= 1 for i in said["incidents"] if i.get("confidence") is not None)


def test_the_large_model_says_who_says_what_and_a_quotation_keeps_its_marks() -> None:
    text = (
        "Hospital sources put the number of dead at eight. “Nobody warned us,” a resident of Tamboril, who fled on Monday, told the radio. "
        "The Ministry of Health denied that anyone had died."
    )
    reader = _reader(LARGE)
    told = [{k: [m["text"] for m in a[k]] for k in ("source", "cue", "content")} for a in _read(reader, text)["attributions"]]
    assert {"source": ["Hospital sources"], "cue": ["put"], "content": ["the number of dead at eight"]} in told
    assert ["“Nobody warned us,”"] in [a["content"] for a in told]
    assert ["The Ministry of Health"] in [a["source"] for a in told]


def test_another_language_is_said_and_nothing_is_invented() -> None:
    reader = _reader(LARGE)
    said = _read(reader, "Tres hombres fueron asesinados el lunes en el pueblo, dijo la policía.", "es")
    assert said["incidents"] == [] and "“es”" in reader.notices()[0]


def test_a_long_text_is_read_in_parts_and_every_mention_stands_where_it_says() -> None:
    reader = _reader(SMALL)
    text = "\n\n".join(["The council met and spoke of the roads for a long while that day."] * 700 + [TEXT])
    said = _read(reader, text)
    dead = [v for i in said["incidents"] for v in i["victims"] if v["outcome"] == "death"]
    assert dead and all(text[m["start"] : m["end"]] == m["text"] for v in dead for m in v["mentions"])


def test_a_model_that_is_not_there_is_named_with_the_command_that_mends_it() -> None:
    with pytest.raises(OnRecordError, match="pip install onrecord-model-xx"):
        _read(TrainedReader(Distribution("onrecord-model-xx", "onrecord_model_xx")), TEXT)


def test_a_damaged_model_is_named(tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    _reader(SMALL)
    assert SMALL.folder is not None
    copytree(SMALL.folder, tmp_path / "onrecord_model_torn")
    graph = tmp_path / "onrecord_model_torn" / "encoder.onnx"
    graph.write_bytes(graph.read_bytes()[:-1] + b"?")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(OnRecordError, match=r"damaged: .*encoder\.onnx"):
        _read(TrainedReader(Distribution("onrecord-model-torn", "onrecord_model_torn")), TEXT)


@pytest.mark.parametrize("harm", ["missing", "damaged"])
def test_an_update_of_the_encoder_that_is_missing_or_damaged_is_named(harm: str, tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    _reader(LARGE)
    assert LARGE.folder is not None
    torn = tmp_path / "onrecord_model_torn"
    copytree(LARGE.folder, torn, ignore=ignore_patterns("*.xz", "__pycache__"))
    update = torn / UPDATES[1]
    held = update.read_bytes()
    update.unlink()
    if harm == "damaged":
        update.write_bytes(held[:-1] + b"?")
    monkeypatch.syspath_prepend(tmp_path)
    reader = TrainedReader(Distribution("onrecord-model-torn", "onrecord_model_torn"))
    with pytest.raises(
        OnRecordError, match=rf"damaged: .*{UPDATES[1]}.*pip install --force-reinstall --no-deps onrecord-model-torn"
    ):
        _read(reader, TEXT.upper())
