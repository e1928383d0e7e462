"""A report in a language that its reader does not know: said once, and nothing invented."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from onrecord.capture.language import language_of
from onrecord.cli import main
from onrecord.extract import ReportText, reader_named
from onrecord.extract.foreign import foreign, is_english

SPANISH = (
    "El 12 de mayo de 2021 unos soldados mataron a Irenio Castavel, de 34 años, en la aldea de Dormalia, dijo su hermano. Otras dos "
    "personas fueron heridas en el ataque, según un funcionario local que pidió no ser nombrado."
)
ENGLISH = (
    "On May 12 soldiers shot and killed Irenio Castavel, 34, in the village of Dormalia, his brother said. Two others were wounded in "
    "the attack, according to a local official who asked not to be named."
)


@pytest.mark.parametrize("name", ["rules", "trained", "small"])
def test_a_foreign_report_is_said_and_nothing_is_read(name: str) -> None:
    reader = reader_named(name)
    said = reader.read(ReportText(SPANISH, "r1", "r1.txt", None, "2021-05-14", "es", "0" * 64))
    assert said["incidents"] == said["totals"] == said["attributions"] == []
    (notice,) = reader.notices()
    assert "“es”" in notice and "it reads en" in notice
    assert reader.read(ReportText(ENGLISH, "r2", "r2.txt", None, "2021-05-14", "en", "0" * 64))["incidents"]
    assert reader.notices() == [], "what was said of one report is not said of the next"


def test_english_words_outweigh_a_wrong_code() -> None:
    assert foreign(ReportText(ENGLISH, "r", "r.txt", None, None, "es", "0" * 64), "a reader", ("en",)) is None
    assert foreign(ReportText(SPANISH, "r", "r.txt", None, None, None, "0" * 64), "a reader", ("en",)) is None, (
        "no code, no word"
    )
    assert is_english(ENGLISH) and not is_english(SPANISH)


def test_the_command_says_it_once(tmp_path: Path) -> None:
    (tmp_path / "nota.txt").write_text(SPANISH, encoding="utf-8")
    done = CliRunner().invoke(main, ["extract", str(tmp_path / "nota.txt"), "--reader", "rules"])
    assert done.exit_code == 0 and done.stderr.count("It is in the language “es”") == 1
    assert "Nothing that belongs in a record was read here." in done.stdout


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Soldiers shot Ola dead", "en"),
        ("Nine men were shot dead in Kano.", "en"),
        ("Tres hombres murieron en Lima.", "es"),
        ("Drie mannen zijn gedood in Lima", "nl"),
        ("세 명이 죽었다", "ko"),
    ],
)
def test_a_few_words_have_the_language_that_they_are_in(text: str, code: str) -> None:
    assert language_of(text) == code
