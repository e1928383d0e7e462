"""Stepping through claims in a terminal: one is shown, one key or line decides, and it is saved before the next is shown."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from onrecord import wording
from onrecord.cli.console import FAINT, FIGURE, HEAD, WORDS, console, say
from onrecord.errors import Misuse, RecordBusy
from onrecord.record.why import traced
from onrecord.review import Amendment, remarks
from onrecord.review.double import waiting
from onrecord.review.queue import in_turn, queue
from onrecord.review.turns import turns

if TYPE_CHECKING:
    from onrecord.record import Record

Json = dict[str, Any]
MOST = 600
"""Characters of a claim's words that are shown."""
KEYS = {
    "a": ("accept", "it is right as it was read"), "r": ("reject", "it is wrong; a reason may follow"),
    "m": ("amend", "give another value: words, or JSON"), "s": ("skip", "leave it for now"), "u": ("undo", "take your last decision back"),
    "c": ("comment", "say something of it"), "t": ("return", "return the report to whoever works on it"),
    "w": ("words", "show the words of a report marked as graphic"), "q": ("quit", "leave; all that you decided is saved"),
    "?": ("help", "these keys"),
}  # fmt: skip


class Stepping:
    """One sitting of one person. `by_key` takes single keys from a terminal; else each line is a key or its word, then its text."""

    def __init__(self, record: Record, by: str, report: int | None = None, by_key: bool = False) -> None:
        self.record = record
        self.review = record.review(by)
        self.report = report
        self.by_key = by_key
        self.out = console()
        self.skipped: set[int] = set()
        self.unfolded: set[int] = set()
        self.done = 0
        self.next: int | None = None
        self.seen = 0
        self.does: dict[str, Callable[[int, str], bool]] = {
            "a": lambda claim, why: self._judge(claim, "accept", why), "r": lambda claim, why: self._judge(claim, "reject", why),
            "m": self._amend, "s": self._skip, "u": self._undo, "c": self._comment, "t": self._return, "w": self._unfold, "?": self._help,
        }  # fmt: skip

    def run(self) -> None:
        """Until nothing waits, or the person leaves. Nothing is lost by an interruption: each decision is an entry of its own."""
        try:
            while (claim := self._following()) is not None:
                self._show(claim)
                if not self._one(claim):
                    break
            else:
                left = len(self.skipped)
                more = f"; {left} that you skipped {'waits' if left == 1 else 'wait'} for another time" if left else ""
                say(self.out, f"Nothing more waits for {self.review.by}{more}.")
        except (KeyboardInterrupt, click.Abort, EOFError):
            self.out.print()
        say(self.out, f"{self.done} {'decision' if self.done == 1 else 'decisions'} saved in this sitting.")

    def _following(self) -> int | None:
        if self.next is not None:
            claim, self.next = self.next, None
            return claim
        found = turns(self.record.view(), self.review.by, self.report)
        return next((n for n in found if n not in self.skipped), None)

    def _one(self, claim: int) -> bool:
        """Ask until something is decided; False where the person leaves."""
        while True:
            key, text = self._asked()
            if key == "q":
                return False
            action = self.does.get(key)
            try:
                if action is None:
                    say(self.out, f"{wording.quoted(key)} is no key here: ? lists them.")
                elif action(claim, text):
                    return True
            except (Misuse, RecordBusy) as error:
                say(self.out, (str(error), "bold red"))

    def _asked(self) -> tuple[str, str]:
        """A key, and the text that came with it."""
        short = "  ".join(f"{k} {word}" for k, (word, _) in KEYS.items() if k not in "tw")
        say(self.out, (short, FAINT))
        if self.by_key:
            return click.getchar().lower()[:1] or "q", ""
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        word, _, text = line.strip().partition(" ")
        key = next((k for k, (name, _) in KEYS.items() if word.lower() in (k, name)), word[:20])
        return key, text.strip()

    def _text(self, question: str, given: str) -> str:
        """A text that came with the key, or that is asked for."""
        if given or not self.by_key:
            return given
        return str(click.prompt(question, default="", show_default=False)).strip()

    # -- what keys do ------------------------------------------------------------------------------------------

    def _judge(self, claim: int, decision: str, why: str) -> bool:
        return self._saved(claim, self.review.judge(claim, decision, why or None, None, self.seen).others)

    def _amend(self, claim: int, given: str) -> bool:
        words = self._text("The new value", given)
        if not words:
            raise Misuse("An amendment needs the new value: write it after the key.")
        try:
            value = json.loads(words)
        except ValueError:
            value = words
        return self._saved(claim, self.review.judge(claim, "amend", None, Amendment(value), self.seen).others)

    def _saved(self, claim: int, others: tuple[Json, ...]) -> bool:
        self.done += 1
        if others:
            who = " and ".join(sorted({j["by"] for j in others}))
            say(
                self.out,
                (
                    f"You and {wording.plain(who)} judged claim {claim} at the same moment. Both are kept, and the record follows yours.",
                    "bold red",
                ),
            )
        return True

    def _skip(self, claim: int, _: str) -> bool:
        self.skipped.add(claim)
        return True

    def _undo(self, claim: int, _: str) -> bool:
        undone = self.review.undo(report=self.report)
        if undone is None:
            raise Misuse("There is nothing of yours here that could be taken back.")
        say(self.out, f"Took entry {undone} back.")
        on = self.record.view().state.about.get(undone)
        self.next = on if on in self.record.view().state.claims else claim
        return True

    def _comment(self, claim: int, given: str) -> bool:
        self.review.comment(claim, self._text("Comment", given))
        say(self.out, "Said.")
        return False

    def _return(self, claim: int, _: str) -> bool:
        self.review.status(self._capture(claim), "returned")
        say(self.out, "Returned the report.")
        return False

    def _unfold(self, claim: int, _: str) -> bool:
        self.unfolded.add(self._capture(claim))
        self.next = claim
        return True

    def _help(self, claim: int, _: str) -> bool:
        for key, (word, what) in KEYS.items():
            say(self.out, f"{key}  {word:<8} {what}", first="  ")
        return False

    # -- showing -----------------------------------------------------------------------------------------------

    def _capture(self, claim: int) -> int:
        return self.record.view().state.capture_of_claim(claim) or 0

    def _show(self, claim: int) -> None:
        """A claim: whose it is, its words in context, what it says, who says so, what others said of it."""
        view, out = self.record.view(), self.out
        self.seen = self.record.ledger.head().number
        said, state = traced(view, claim, self.record.rendition), view.state
        capture = self._capture(claim)
        left = sum(1 for _ in turns(view, self.review.by, capture))
        home = int(said["subject"][1:])
        incident = view.incident(home) if said["subject"].startswith("i") else next(
            (i for n in state.homes_of(home) if (i := view.incident(n)) is not None), None
        )  # fmt: skip
        out.print()
        report = said.get("report") or {"file": "a report"}
        say(out, (wording.plain(report["file"]), HEAD), f", {left} left in it, {self._left(view)} in all", first="── ")
        if incident is not None:
            say(out, f"{incident['id']}, {wording.plain(wording.heading(incident))}")
        folded = remarks.latest_of(state, capture, "graphic") and remarks.part_of(state, self.review.by)["folded"]
        if folded and capture not in self.unfolded:
            say(out, ("This report is marked as graphic: press w to see its words.", FAINT), first="   ")
        else:
            for c in said["context"]:
                where = "in the title: " if c.get("in") else ""
                say(out, where, _part(c["before"]), (_part(c["words"]), WORDS), _part(c["after"]), first="   ")
        name = said["property"]
        put = "" if said["modality"] == "stated" else f" ({wording.term(said['modality'])})"
        sure = "" if said["confidence"] is None else f", confidence {said['confidence']:.2f}"
        say(
            out,
            f"claim {claim}: ",
            (f"{wording.term(name, 'field')}: {wording.plain(wording.value(name, said['value']))}{put}", FIGURE),
            sure,
        )
        say(
            out,
            f"according to {wording.plain(wording.sources(said['according_to'])) or 'the report itself, which names no source'}",
        )
        if claim in state.blind:
            say(out, ("It was drawn for two readers: what you say is sealed until another has judged it too.", FAINT))
        for j in (j for j in said["judgements"] if not j.get("undone")):
            say(out, (wording.plain(wording.judgement(j, name)), FAINT), first="   ")
        for k in remarks.said_of(state, claim):
            say(out, (f"{wording.plain(k['by'])}: {wording.plain(k['text'])}", FAINT), first="   ")

    def _left(self, view: Any) -> str:
        who = self.review.by
        if self.report is not None or view.state.sealed:
            several = sum(1 for _ in turns(view, who, self.report))
        else:
            several = sum(w["open"] for w in in_turn(view, queue(view), who))
        sealed = len(waiting(view.state, self.review.by))
        return f"{several}" + (f" ({sealed} drawn for two readers)" if sealed else "")


def _part(words: str) -> str:
    """A part of a line as it can be printed, with the blanks at its ends, and shortened where it is very long."""
    shown = wording.plain(words)
    shown = f"{shown[:MOST]} … {shown[-80:]}" if len(shown) > MOST + 80 else shown
    return f"{' ' if words[:1].isspace() else ''}{shown}{' ' if words[-1:].isspace() and shown else ''}"
