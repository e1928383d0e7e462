"""The rows of a list as captured reports, each with what it says.

A report's original is its row, as one line of JSON: the list's name, the row's id, and its cells by column; so a row is the same
report whether the list came as CSV or Excel, in whatever encoding. Its text is the list's name and a line for each cell.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.capture.captured import Captured, Given, Reading, finish
from onrecord.importing.preparing import Prepared
from onrecord.importing.telling import Json, Telling

TOOL = "onrecord-list/1"


@dataclass(frozen=True, slots=True)
class Row:
    """A row as a report, its incidents in the contract's shape, and a sentence for each cell that could not be read."""

    captured: Captured
    incidents: list[Json]
    unread: tuple[str, ...]


def reports(prepared: Prepared, acts: frozenset[str]) -> Iterator[Row]:
    """Every row. `acts` are the codes of acts of harm that claims of the record may hold."""
    for row in range(len(prepared.table.rows)):
        yield _report(prepared, row, acts)


def _report(prepared: Prepared, row: int, acts: frozenset[str]) -> Row:
    name, id, said = prepared.lists[row], prepared.ids[row], prepared.said
    text, spans = _text(prepared, row)
    telling = Telling(prepared, row, text, spans, acts)
    incidents = telling.incidents()
    unread = tuple(
        f"{prepared.where}, row {row + 1}, {words}: it stays in the report's text and is no claim." for words in telling.unread
    )
    held = dict(zip(prepared.table.header, prepared.table.rows[row], strict=True))
    original = json.dumps({"list": name, "id": id, "cells": held}, ensure_ascii=False).encode()
    notices = tuple(f"{words[0].upper()}{words[1:]}: it is no claim." for words in telling.unread)
    reading = Reading(text, TOOL, "application/json", title=id, id=id, language="und", collection=name, notices=notices)
    given = Given(published=said.published, publisher=said.publisher, route="list")
    return Row(finish(reading, original, prepared.file, given), incidents, unread)


def _text(prepared: Prepared, row: int) -> tuple[str, dict[str, tuple[int, int]]]:
    """The list's name, then "column: value" for every cell that holds something; and where the values stand, in code points."""
    text, spans = prepared.lists[row], dict[str, tuple[int, int]]()
    for column, value in zip(prepared.table.header, prepared.table.rows[row], strict=True):
        if value:
            start = len(text) + len(column) + 3
            text += f"\n{column}: {value}"
            spans[column] = (start, start + len(value))
    return text, spans
