"""A reader that says how sure it is, for tests: what the rules find, with a confidence that the report's id sets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from onrecord.extract import Reader, ReportText, extract

PLACES = ("Dayton, Ohio", "Lima", "Kaduna", "Bria", "Toledo, Ohio")


class Confident(Reader):
    """The incident is as sure as the id's last two digits say in hundredths; its victims are as sure, save `victims` says another. Who says what is 0.61 sure."""

    beside = False

    def __init__(self, number: int = 1, victims: float | None = None) -> None:
        self.number, self.victims = number, victims

    @property
    def version(self) -> str:
        return f"confident/{self.number}"

    def read(self, report: ReportText) -> Any:
        said = extract(report)
        for incident in said["incidents"]:
            incident["confidence"] = int(report.id[-2:]) / 100
            for victim in incident["victims"]:
                victim["confidence"] = incident["confidence"] if self.victims is None else self.victims
        for attribution in said["attributions"]:
            attribution["confidence"] = 0.61
        return said


def reports(folder: Path, sure: list[int]) -> Path:
    """A file of reports of two dead each, one for each of the hundredths of confidence."""
    lines = [
        {
            "id": f"r{n:03d}-{percent:02d}", "published": "2021-06-01",
            "text": f"Two farmers were shot dead near {PLACES[n % 5]} on May {n % 27 + 1}, 2021, police said.",
        }
        for n, percent in enumerate(sure)
    ]  # fmt: skip
    path = folder / "reports.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return path
