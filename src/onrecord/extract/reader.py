"""What a reader is: from a report's text to one object of the contract. Readers of other packages subclass `Reader`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any

from onrecord.errors import Misuse
from onrecord.extract.report import ReportText

__all__ = ["Json", "Reader"]

Json = dict[str, Any]


def _unwatched(done: int, of: int) -> None:
    """Nobody watches."""


class Reader(ABC):
    """Reads reports. Needed are `version` and `read`; the rest is there for readers that wait, cost or have options.

    Reading opens no record and writes nothing: what a reader finds is what it returns. Where it cannot read a report it raises
    `onrecord.errors.Unread` with one sentence, and the report stays unread; no incidents means that nothing is told of.
    """

    @property
    @abstractmethod
    def version(self) -> str:
        """NAME/VERSION without blanks, such as "onrecord-rules/1": stands beside every claim, and tells programs from people.

        A new one supersedes its own unjudged claims.
        """

    beside: bool = True
    """Whether a long build may read in a second process too. Not where reading costs, waits for a server or takes much memory."""

    longest: int = 1_000_000
    """Characters of a report that it reads at the most; longer ones are left out with a sentence. By default some 350 pages."""

    watch: Callable[[int, int], None] = staticmethod(_unwatched)
    """Told of the parts of one long report that are read, and of all its parts; whoever shows progress puts a function here."""

    @abstractmethod
    def read(self, report: ReportText) -> Json:
        """One object of the contract for one report."""

    def configured(self, options: Mapping[str, str]) -> Reader:
        """The reader with options, as `--with NAME=VALUE` gives them. Misuse where it has no such option."""
        if options:
            raise Misuse(
                f"The reader {self.version} has no options, so --with {next(iter(options))}=… says nothing; leave it out."
            )
        return self

    def notices(self) -> list[str]:
        """What the user should know of the report that was read last, a sentence each; the report's name is put before it."""
        return []

    def summary(self) -> str | None:
        """What the user should know once all is read, such as what it cost."""
        return None
