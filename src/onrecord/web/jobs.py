"""Captures that go on while pages are looked at: one after the other, each with the fate of its inputs so far."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import time
from collections.abc import Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING

from onrecord.capture import Given, is_address
from onrecord.errors import OnRecordError
from onrecord.languages import Phrase, phrase, phrases
from onrecord.record.build import Done

if TYPE_CHECKING:
    from onrecord.record import Record

INCOMING = ".incoming"
"""The folder of a record in which dropped files wait until they are captured."""
_MOST = 50
"""Jobs that are remembered."""
_A_DAY = 86_400


@dataclass(slots=True)
class Job:
    """One capture: what was given, and what became of it. `state` is "asks" (for the route), "left" (nothing is
    fetched), "works", "done" or "failed"."""

    id: str
    by: str
    given: Given
    inputs: tuple[Path | str, ...]
    folder: Path | None = None
    state: str = "works"
    proxy: str | None = None
    fates: list[tuple[str, str]] = field(default_factory=list)
    """What became of each input ("added", "known", "read", "unread", "refused") and the sentence that says so."""
    wrong: str = ""

    @property
    def addresses(self) -> list[str]:
        return [str(i) for i in self.inputs if is_address(i)]


class Jobs:
    """The captures of one record's workbench."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self._jobs: dict[str, Job] = {}
        self._one = Lock()
        self._sweep()

    def __getitem__(self, id: str) -> Job:
        return self._jobs[id]

    def folder(self) -> Path:
        """A new folder for files that are dropped."""
        made = self.record.folder / INCOMING / secrets.token_hex(8)
        made.mkdir(parents=True)
        return made

    def add(self, by: str, given: Given, inputs: Sequence[Path | str], folder: Path | None = None) -> Job:
        """A new capture. It begins at once, unless it has web addresses: then somebody says by which route first."""
        job = Job(secrets.token_hex(8), by, given, tuple(inputs), folder)
        for old in [*self._jobs.values()][: -_MOST + 1]:
            if old.state != "works":
                self._clear(self._jobs.pop(old.id))
        self._jobs[job.id] = job
        if job.addresses:
            job.state = "asks"
        else:
            self._start(job)
        return job

    def go(self, job: Job, proxy: str | None) -> None:
        """Begin a capture by the route that somebody chose. Misuse where it is none; nothing where it has begun."""
        from onrecord.capture.web import route_checked

        job.proxy = route_checked(proxy)
        if job.state == "asks":
            job.state = "works"
            self._start(job)

    def leave(self, job: Job) -> None:
        """Fetch nothing: a capture that nobody agreed to is dropped."""
        if job.state == "asks":
            job.state = "left"
            self._clear(job)

    def _start(self, job: Job) -> None:
        Thread(target=self._work, args=(job,), daemon=True, name=f"capture {job.id}").start()

    def _work(self, job: Job) -> None:
        try:
            try:
                with self._one:
                    self._capture(job)
            finally:
                self._clear(job)  # before the page says that it is done
            job.state = "done"
        except OnRecordError as error:
            job.state, job.wrong = "failed", str(error)
        except Exception as error:  # the page must not wait for ever; what was captured before is in the record
            job.state, job.wrong = (
                "failed",
                phrase("The capture broke off (%(error)s): what stands above is in the record.", error=type(error).__name__),
            )
            raise

    def _capture(self, job: Job) -> None:
        from onrecord.capture.web import Web

        web = Web(job.proxy) if job.addresses else None
        with closing(web) if web else nullcontext():
            for done in self.record.building(job.inputs, given=job.given, web=web):
                if done.name:
                    job.fates.append((done.what, fate(self._plain(job, done))))

    def _plain(self, job: Job, done: Done) -> Done:
        """What became of an input, without the folder in which a file waited."""
        if job.folder is None:
            return done
        place = re.compile(rf"{re.escape(str(job.folder))}{re.escape(os.sep)}\d+{re.escape(os.sep)}")
        name, why = place.sub("", done.name), done.why and place.sub("", done.why)
        return replace(done, name=name, why=why, notices=tuple(place.sub("", n) for n in done.notices))

    def _clear(self, job: Job) -> None:
        if job.folder is not None:
            shutil.rmtree(job.folder, ignore_errors=True)

    def _sweep(self) -> None:
        """Take away what a server that was killed left waiting a day ago or more."""
        place = self.record.folder / INCOMING
        for old in place.iterdir() if place.is_dir() else ():
            if time.time() - old.stat().st_mtime > _A_DAY:
                shutil.rmtree(old, ignore_errors=True)


def fate(done: Done) -> Phrase:
    """What became of an input, in a sentence."""
    many = (
        phrases("1 incident", "%(number)s incidents", done.incidents, number=done.incidents)
        if done.incidents else phrase("no incidents")
    )  # fmt: skip
    said = {
        "added": phrase("%(name)s: added, and %(incidents)s found in it.", name=done.name, incidents=many),
        "known": phrase("%(name)s: the record holds it already, and nothing was added.", name=done.name),
        "read": phrase("%(name)s: it was in the record, and is read now, with %(incidents)s found in it.", name=done.name, incidents=many),
        "unread": phrase("%(name)s: added, and not read: %(why)s", name=done.name, why=done.why),
    }.get(done.what, phrase("%(name)s", name=done.name))  # fmt: skip
    return phrase("%(sentence)s %(notices)s", sentence=said, notices=" ".join(done.notices)) if done.notices else said
