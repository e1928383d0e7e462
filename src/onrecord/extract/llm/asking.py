"""Asking a model: what an answer and a failure are, and how often it is asked again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Protocol

__all__ = ["Answer", "Failure", "Messages", "Model", "Usage", "asked", "parsed"]

Json = dict[str, Any]
Messages = list[dict[str, str]]

LONGEST_WAIT: Final = 30.0
"""Seconds between two tries, at the most, also where a server asks for more."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model said, and the tokens that it took; `cut` where it had more to say than there was room for."""

    text: str
    tokens_in: int = 0
    tokens_out: int = 0
    cut: bool = False


class Failure(Exception):
    """No answer, and why, as a clause. `again`: it may be there at another try, after `wait` seconds where the server says so.

    `all`: no other report would fare better, as with a wrong key.
    """

    def __init__(self, why: str, again: bool = True, wait: float | None = None, all: bool = False) -> None:
        super().__init__(why)
        self.again = again and not all
        self.wait = wait
        self.all = all


class Model(Protocol):
    """A server or a file: one question, one answer or a Failure."""

    def ask(self, messages: Messages) -> Answer: ...


@dataclass(slots=True)
class Usage:
    """What has been asked so far: questions that were sent, and tokens as the server or llama.cpp counts them."""

    questions: int = 0
    tokens_in: int = 0
    tokens_out: int = 0


def asked(model: Model, messages: Messages, tries: int, sleep: Callable[[float], None], usage: Usage) -> Json | None:
    """The answer as JSON, None where it was cut off; Failure where `tries` tries brought none. Waits 1, 2, 4 … seconds between."""
    for n in range(1, tries + 1):
        try:
            usage.questions += 1
            answer = model.ask(messages)
            usage.tokens_in += answer.tokens_in
            usage.tokens_out += answer.tokens_out
            said = parsed(answer.text)
            if said is not None:
                return said
            if answer.cut:
                return None
            raise Failure("it answered something else than was asked for")
        except Failure as failure:
            if n == tries or not failure.again:
                raise
            sleep(min(LONGEST_WAIT, failure.wait if failure.wait is not None else 2.0 ** (n - 1)))
    raise AssertionError("there is always a first try")


_THINKING: Final = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)


def parsed(text: str) -> Json | None:
    """The JSON object in an answer, which may stand in a fence or after other words; None where there is none with incidents."""
    text = _THINKING.sub("", text)
    decoder = json.JSONDecoder(parse_constant=_no_number)
    for start in [m.start() for m in re.finditer(r"\{", text)][:20]:
        try:
            said, _ = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            continue
        if isinstance(said, dict) and isinstance(said.get("incidents"), list):
            return said
    return None


def _no_number(said: str) -> Any:
    raise ValueError(f"{said} is no number of JSON")
