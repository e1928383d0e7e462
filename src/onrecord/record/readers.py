"""Reading reports: in this process, and in a second one beside it once a build has lasted a while.

Reading is pure, and results are handed back in the order of the reports, so a record is the same whoever read them. The
second process is given a report's text and gives back one object of the contract, a line of JSON each; it opens no record
and writes nothing. It ends with its standard input, so that killing this process ends it too.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from threading import Thread
from types import TracebackType
from typing import IO, Any, Final

from onrecord.errors import BadInput, OnRecordError, Unread
from onrecord.extract import Reader, ReportText, extract, reader_named, reader_version
from onrecord.extract.readers import name_of

__all__ = ["Readers", "read_report"]

Json = dict[str, Any]

PATIENCE: Final = 1.5
"""Seconds of reading before the other process is called in: it takes about one to start, which a small build should not pay."""

AHEAD: Final = 6
"""Reports on their way at once, once there are two to read them."""


class Readers:
    """Reads reports here, and after a while in one process beside this one too, which takes some 150 MB.

    A reader with options, or one that waits for a server, reads here only. `notices` are the reader's on the latest result.
    """

    def __init__(self, reader: str | Reader | None = None, patience: float | None = None, alone: bool | None = None) -> None:
        self.reader = reader_named(reader)
        self.notices: list[str] = []
        self._name = name_of(self.reader) if self.reader.beside else None
        self._patience = PATIENCE if patience is None else patience
        self._alone = (os.cpu_count() or 1) < 2 if alone is None else alone
        self._since: float | None = None
        self._other: _Other | None = None
        self._thread: ThreadPoolExecutor | None = None  # it does nothing but wait for the other
        self._handed: deque[_Task] = deque()

    def __enter__(self) -> Readers:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @property
    def ahead(self) -> int:
        """How many reports it is worth handing over before the first one's result is asked for."""
        return AHEAD if self._thread is not None else 0

    def read(self, text: ReportText) -> Callable[[], Json]:
        """What gives the contract's object of a report once it is called; it raises BadInput where the reader breaks off."""
        self._call_in_the_other()
        if self._thread is None or self._other is None:
            return lambda: self._taken(_answer(text, self.reader))
        task = _Task(text, self._thread.submit(self._other.ask, text))
        self._handed.append(task)
        return lambda: self._result(task)

    def close(self) -> None:
        """End the other process; what it has not given back is lost, and nothing hangs on it."""
        if self._other is not None:
            self._other.kill()
        if self._thread is not None:
            self._thread.shutdown(wait=True, cancel_futures=True)
        if self._other is not None:
            self._other.close()
        self._other = self._thread = None
        self._handed.clear()

    def _call_in_the_other(self) -> None:
        """Start it when it is time, and use it once it is ready; where it does not come, go on without."""
        now = time.monotonic()
        self._since = self._since or now
        if self._alone or self._name is None or self._thread is not None or now - self._since < self._patience:
            return
        if self._other is None:
            try:
                self._other = _Other(self._name)
            except OSError:
                self._alone = True
        elif self._other.ready:
            self._thread = ThreadPoolExecutor(1, "reader")
        elif self._other.gone:
            self.close()
            self._alone = True

    def _result(self, task: _Task) -> Json:
        """A report's result; while the other is still at it, this process reads what the other has not begun."""
        while not task.answer.done():
            own = next((t for t in self._handed if t.answer.cancel()), None)
            if own is None:
                break
            own.answer = _done(own.text, self.reader)
        self._handed.remove(task)
        answer = task.answer.result()
        if answer is None:  # somebody ended the other process: the report is read here, as it would have been there
            answer = _answer(task.text, self.reader)
        return self._taken(answer)

    def _taken(self, answer: Json) -> Json:
        self.notices = answer.get("notices", [])
        if "unread" in answer:
            raise Unread(answer["unread"])
        if "refused" in answer:
            raise BadInput(answer["refused"])
        said: Json = answer["said"]
        return said


@dataclass(slots=True, eq=False)
class _Task:
    text: ReportText
    answer: Future[Json | None]


def _done(text: ReportText, reader: Reader) -> Future[Json | None]:
    answer: Future[Json | None] = Future()
    answer.set_result(_answer(text, reader))
    return answer


def _answer(text: ReportText, reader: Reader) -> Json:
    try:
        return {"said": read_report(text, reader), "notices": reader.notices()}
    except Unread as error:
        return {"unread": str(error)}
    except BadInput as error:
        return {"refused": str(error)}


class _Other:
    """The process that reads beside this one."""

    def __init__(self, reader: str) -> None:
        self.ready = False
        # -P: a file named json.py in the folder where somebody runs onrecord must not become part of it.
        command = [sys.executable, "-P", "-m", __name__, reader]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self._greeting = Thread(target=self._greet, daemon=True)
        self._greeting.start()

    @property
    def gone(self) -> bool:
        return self._process.poll() is not None

    def ask(self, text: ReportText) -> Json | None:
        """The answer, or None where the process is gone."""
        write, read = self._pipes()
        try:
            write.write(json.dumps(asdict(text)).encode() + b"\n")
            write.flush()
            line = read.readline()
            return json.loads(line) if line.endswith(b"\n") else None
        except (OSError, ValueError):
            return None

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        self._greeting.join()
        for pipe in self._pipes():
            with contextlib.suppress(OSError):  # what was still to be written to it is lost, as it should be
                pipe.close()

    def _greet(self) -> None:
        self.ready = self._pipes()[1].readline() == b"ready\n"

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        assert self._process.stdin is not None and self._process.stdout is not None
        return self._process.stdin, self._process.stdout


def read_report(text: ReportText, reader: str | Reader) -> Json:
    """The contract's object of a report. A fault of the reader in one report is a BadInput, for the others go on."""
    by = reader_named(reader)
    if len(text.text) > by.longest:
        raise BadInput(
            f"{text.file} ({text.id}) has {len(text.text):,} characters, and this reader reads a report up to {by.longest:,}: it was "
            "left out; split it into its reports or chapters."
        )
    try:
        return extract(text, by)
    except OnRecordError:
        raise
    except Exception as error:
        raise BadInput(
            f"{text.file} ({text.id}) broke the reader {reader_version(reader)} ({type(error).__name__}), which is a fault of "
            "onrecord: it was left out; please tell us of it."
        ) from error


def _serve(reader: str) -> None:
    """Answer reports on standard input until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that writes, which ends this one
    answers, sys.stdout = sys.stdout.buffer, sys.stderr
    by = reader_named(reader)
    read_report(ReportText("Two men were killed in Lima on 3 May 2021, police said.", "", ""), by)  # loads what it needs
    answers.write(b"ready\n")
    answers.flush()
    for line in sys.stdin.buffer:
        answers.write(json.dumps(_answer(ReportText(**json.loads(line)), by)).encode() + b"\n")
        answers.flush()


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        _serve(sys.argv[1])
