"""The reader itself: asks about each window of a report, takes what stands in it, and puts the windows together."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from onrecord.errors import OnRecordError, Unread
from onrecord.extract.llm.asking import Failure, Model, Usage, asked
from onrecord.extract.llm.settings import Settings, settings
from onrecord.extract.reader import Json, Reader
from onrecord.extract.report import ReportText

if TYPE_CHECKING:
    from onrecord.extract.llm.grounding import Dropped
    from onrecord.extract.llm.taking import Found, Window
    from onrecord.extract.sentences import Span

__all__ = ["LLMReader"]

VERSION: Final = 1

GIVING_UP: Final = 3
"""Reports left unread one after another, after which each of the rest is asked about once only."""

_SMALLEST: Final = 400
"""Characters of a window that is not halved any more where its answer is cut."""


class LLMReader(Reader):
    """Reads by a language model. Set by options, or by the environment when it is first asked."""

    beside = False

    def __init__(
        self, told: Settings | None = None, model: Model | None = None, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._told = told
        self._model = model
        self._sleep = sleep
        self._system = ""
        self._usage = Usage()
        self._unread = 0
        self._notices: list[str] = []

    @property
    def version(self) -> str:
        """With the model's name: another model is another reader. A version holds one slash and no blank, which a name may."""
        called = re.sub(r"[/\s]+", "-", self._settings.called)
        return f"onrecord-llm/{VERSION}+{called}"

    def configured(self, options: Mapping[str, str]) -> LLMReader:
        return LLMReader(settings(options, os.environ), sleep=self._sleep)

    def read(self, report: ReportText) -> Json:
        """One object of the contract. Unread where the model gives no answer; OnRecordError where it would give none to any."""
        from onrecord.extract.contract import head
        from onrecord.extract.llm.grounding import Dropped
        from onrecord.extract.llm.merging import merged

        self._notices = []
        dropped = Dropped()
        try:
            found = self._windows(report, dropped)
        except Failure as failure:
            self._unread += 1
            where = f"he model {self._settings.called} {self._place()}"
            if failure.all:
                raise OnRecordError(
                    f"T{where} cannot be asked ({failure}): mend --with model and url, or its key, and go on."
                ) from failure
            raise Unread(
                f"{report.file} ({report.id}) was not read, so nothing is known of what it tells, because t{where} gave no answer that "
                f"can be used ({failure}): read it again once that is mended."
            ) from failure
        self._unread = 0
        self._notices = _sentences(dropped)
        return {"report": head(report), **merged(found)}

    def notices(self) -> list[str]:
        return self._notices

    def summary(self) -> str | None:
        """Questions and tokens so far, and what they cost where prices are set."""
        u, s = self._usage, self._told
        if s is None or not u.questions:
            return None
        said = f"{s.called}: {u.questions:,} questions, {u.tokens_in:,} tokens in, {u.tokens_out:,} tokens out"
        if s.price_in or s.price_out:
            said += f", {(u.tokens_in * s.price_in + u.tokens_out * s.price_out) / 1e6:,.4f} at the prices given"
        return f"{said}."

    @property
    def _settings(self) -> Settings:
        if self._told is None:
            self._told = settings({}, os.environ)
        return self._told

    def _place(self) -> str:
        return "in its file" if self._settings.gguf else f"at {self._settings.url}"

    def _windows(self, report: ReportText, dropped: Dropped) -> list[Found]:
        """What is found in each window; one whose answer is cut is asked about in halves."""
        from onrecord.extract.llm.windows import halves, windows

        title = report.title if report.title and not report.text.lstrip().startswith(report.title) else None
        if not report.text.strip() and not title:
            return []
        from onrecord.extract.sentences import Span

        waiting = windows(report.text, self._settings.window) or [Span(0, len(report.text))]
        read, found = _Rules(report), []
        while waiting:
            window = waiting.pop(0)
            answer = self._asked(report.text[window.start : window.end], title)
            if answer is not None:
                from onrecord.extract.llm.taking import taken

                found.append(taken(answer, read.window(window, title, dropped)))
            elif window.end - window.start > _SMALLEST:
                waiting[:0] = halves(report.text, window)
            else:
                raise Failure("its answers do not end, or have no room")
        return found

    def _asked(self, text: str, title: str | None) -> Json | None:
        from onrecord.extract.llm.prompt import messages, system
        from onrecord.extract.llm.schema import answer_schema
        from onrecord.vocabulary import load

        if self._model is None:
            self._model = _model(self._settings)
        self._system = self._system or system(load(), answer_schema(load(), bounded=False))
        tries = 1 if self._unread >= GIVING_UP else 1 + self._settings.retries
        return asked(self._model, messages(self._system, text, title), tries, self._sleep, self._usage)


class _Rules:
    """What the rules read of a whole report, and what falls into each window."""

    def __init__(self, report: ReportText) -> None:
        from onrecord.dates import find_dates
        from onrecord.places import find_places

        self._report = report
        self._dates = find_dates(report.text, report.published)
        self._places = find_places(report.text, report.title)

    def window(self, window: Span, title: str | None, dropped: Dropped) -> Window:
        from onrecord.extract.llm.counts import Numbers
        from onrecord.extract.llm.grounding import Passage
        from onrecord.extract.llm.taking import Window
        from onrecord.vocabulary import load

        text = self._report.text
        numbers = Numbers(f"{title or ''}\n{text[window.start : window.end]}", self._report.language)
        return Window(
            Passage(text, window, title, dropped),
            [x for x in self._dates if window.start <= x.start and x.end <= window.end],
            [x for x in self._places if window.start <= x.start and x.end <= window.end],
            numbers,
            load(),
        )


def _model(told: Settings) -> Model:
    """The model that the settings name. A file's grammar has to end by itself; a server's schema keeps to what all servers know."""
    from onrecord.extract.llm.schema import answer_schema
    from onrecord.vocabulary import load

    bounded = answer_schema(load(), bounded=True)
    if told.gguf:
        from onrecord.extract.llm.gguf import GgufModel

        return GgufModel(told, bounded)
    from onrecord.extract.llm.server import Server

    return Server(told, answer_schema(load(), bounded=False), bounded)


def _sentences(dropped: Dropped) -> list[str]:
    said = []
    if dropped.words:
        said.append(
            f"{_times(dropped.words, 'mention')} that the model gave {_are(dropped.words, 'does', 'do')} not stand in the text"
        )
    if dropped.values:
        said.append(
            f"{_times(dropped.values, 'value')} {_are(dropped.values, 'is', 'are')} no code, or not borne out by its words"
        )
    return [f"{', and '.join(said)}; dropped."] if said else []


def _times(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n:,} {what}s"


def _are(n: int, one: str, more: str) -> str:
    return one if n == 1 else more
