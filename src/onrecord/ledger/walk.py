"""One walk along the chain, entry by entry, and what is wrong on the way. Pure: it is handed rows and gives findings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from onrecord.ledger.canonical import ZEROS, commitment, header_text, is_sha256, sha256
from onrecord.ledger.chain import FORGET, HEADER_KEYS, HEADER_VERSION, Head, read_header
from onrecord.ledger.findings import Finding, FindingKind, Severity

__all__ = ["Walk"]


@dataclass(slots=True)
class _Run:
    """Rows `row` to `row + length - 1` that hold the headers `row + shift` and following. Undisturbed: one run, shift 0."""

    row: int
    length: int
    shift: int

    @property
    def header(self) -> int:
        return self.row + self.shift


@dataclass(slots=True)
class _Previous:
    """The row before: `computed` is its header's hash, `stored` the one beside it; they differ where one was changed."""

    number: int
    computed: str
    stored: str
    in_place: bool

    @property
    def whole(self) -> bool:
        return self.computed == self.stored


class Walk:
    """Hand it every row in order of its number with `step`, then call `finish`; both yield findings.

    `now_forgotten` holds, after a step, the numbers that this entry forgot. `suspect` holds the entries whose payload is not
    to be believed.
    """

    def __init__(self, record: str, head: Head | None) -> None:
        self.now_forgotten: list[int] = []
        self.suspect: set[int] = set()
        self._record = record
        self._head = head
        self._head_seen: set[str] = set()
        self._previous = _Previous(0, ZEROS, ZEROS, in_place=True)
        self._time = ""
        self._gone: set[int] = set()
        self._runs: list[_Run] = []
        self._missing: list[tuple[int, int]] = []

    def step(self, number: int, header: bytes, stored: bytes, salt: bytes | None, payload: bytes | None) -> Iterator[Finding]:
        """One row: the bytes of its header, its hash, and, unless they are gone, its salt and payload."""
        self.now_forgotten = []
        now = _Previous(number, sha256(header), stored.decode("ascii", "replace"), in_place=True)
        said = _well_formed(header) if now.whole else None
        yield from self._judge_previous(now, said)
        self._see(number if said is None else said["number"], now)
        if said is None:
            self.suspect.add(number)
            if now.whole:
                yield _error(FindingKind.CHANGED_HEADER, number, f"The header of entry {number} is not in the ledger's form.")
        else:
            now.in_place = said["number"] == number
            if now.in_place:
                yield from self._judge_header(number, said)
        if payload is None:
            self._gone.add(number)
        elif said is not None and now.in_place:
            yield from self._judge_payload(number, said, salt or b"", payload)
        self._previous = now

    def finish(self) -> Iterator[Finding]:
        """What can be told at the end only: gaps, order, payloads that nobody forgot, and the head."""
        yield from self._judge_previous(None, None)
        yield from self._judge_order()
        for number in sorted(self._gone):
            yield _error(
                FindingKind.PAYLOAD_GONE,
                number,
                f"The payload of entry {number} is gone, and no forget entry says who deleted it and why.",
            )
        head = self._head
        if head is not None and head.number and head.hash not in self._head_seen:
            sentence = (
                f"The chain does not contain entry {head.number} as head.json names it: either the chain was rewritten or cut, "
                "or head.json was changed."
            )
            yield Finding(FindingKind.HEAD_NOT_IN_CHAIN, Severity.ERROR, sentence, head.number, "head.json")

    def is_missing(self, number: int) -> bool:
        """Whether an entry of this number has been reported missing, after `finish`."""
        return any(first <= number <= end for first, end in self._missing)

    def _see(self, header_number: int, now: _Previous) -> None:
        run = self._runs[-1] if self._runs else None
        shift = header_number - now.number
        if run is not None and run.shift == shift and run.row + run.length == now.number:
            run.length += 1
        else:
            self._runs.append(_Run(now.number, 1, shift))
        if self._head is not None and header_number == self._head.number:
            self._head_seen |= {now.computed, now.stored}

    def _judge_previous(self, now: _Previous | None, said: dict[str, Any] | None) -> Iterator[Finding]:
        """Whether this entry follows from the one before, or, if that one does not hold together, which part was changed."""
        before = self._previous
        prev = None
        if now is not None and said is not None and said["number"] == now.number == before.number + 1:
            prev = said["prev"]
        elif now is None and self._head is not None and self._head.number == before.number:
            prev = self._head.hash
        if before.whole:
            if prev is not None and now is not None and before.in_place and prev != before.computed:
                yield _error(FindingKind.BROKEN_LINK, now.number, _broken(now.number))
        elif prev == before.computed:
            yield _error(
                FindingKind.CHANGED_HASH,
                before.number,
                f"The hash beside entry {before.number} was changed; its header was not.",
            )
        else:
            yield _error(
                FindingKind.CHANGED_HEADER,
                before.number,
                f"The header of entry {before.number} was changed: it does not give its hash.",
            )

    def _judge_header(self, number: int, said: dict[str, Any]) -> Iterator[Finding]:
        if said["record"] != self._record:
            yield _error(FindingKind.OTHER_RECORD, number, f"Entry {number} was written for another record, {said['record']}.")
        if said["time"] < self._time:
            yield _error(
                FindingKind.DECREASING_TIME,
                number,
                f"Entry {number} says {said['time']}, which is before an earlier entry ({self._time}).",
            )
        self._time = max(self._time, said["time"])

    def _judge_payload(self, number: int, said: dict[str, Any], salt: bytes, payload: bytes) -> Iterator[Finding]:
        if commitment(salt, payload) != said["commitment"]:
            self.suspect.add(number)
            sentence = f"The payload of entry {number} was changed: it does not give the commitment in its header."
            yield _error(FindingKind.CHANGED_PAYLOAD, number, sentence)
        elif said["kind"] == FORGET:
            self.now_forgotten = [n for n in json.loads(payload)["numbers"] if n < number]
            self._gone.difference_update(self.now_forgotten)

    def _judge_order(self) -> Iterator[Finding]:
        top = self._head.number if self._head is not None else 0
        covered = 0
        for run in sorted(self._runs, key=lambda run: run.header):
            if run.header > covered + 1:
                self._missing.append((covered + 1, run.header - 1))
            covered = max(covered, run.header + run.length - 1)
        if top > covered:
            self._missing.append((covered + 1, top))
        for first, end in self._missing:
            verb = "is" if first == end else "are"
            yield _error(
                FindingKind.MISSING_ENTRY, first, f"{_entries(first, end).capitalize()} {verb} missing from the chain."
            )
        for run in self._runs:
            if run.shift:
                there, here = _entries(run.header, run.header + run.length - 1), _entries(run.row, run.row + run.length - 1)
                yield _error(FindingKind.REORDERED, run.row, f"The order was changed: {there} now in the place of {here}.")


def _well_formed(header: bytes) -> dict[str, Any] | None:
    """The header's fields if it is just what the ledger writes, else None."""
    try:
        said = read_header(header)
    except ValueError:
        return None
    numbers, texts = ("v", "number"), ("record", "time", "actor", "kind")
    if (
        said.keys() != HEADER_KEYS
        or said["v"] != HEADER_VERSION
        or any(type(said[key]) is not int for key in numbers)
        or any(type(said[key]) is not str for key in texts)
        or not is_sha256(said["prev"])
        or not is_sha256(said["commitment"])
        or header_text(said).encode("utf-8", "replace") != header
    ):
        return None
    return said


def _entries(first: int, end: int) -> str:
    return f"entry {first}" if first == end else f"entries {first} to {end}"


def _broken(number: int) -> str:
    if number == 1:
        return "Entry 1 does not begin the chain: something before it was cut off, or it was rewritten."
    return f"Entry {number} does not follow from entry {number - 1}: one of the two was rewritten after it was chained."


def _error(kind: FindingKind, number: int, sentence: str) -> Finding:
    return Finding(kind, Severity.ERROR, sentence, number=number)
