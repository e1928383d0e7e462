"""A model behind a server that speaks OpenAI's protocol: chat completions, with an answer held to a schema where it can be."""

from __future__ import annotations

import json
import re
import time
from typing import Any, Final
from urllib.parse import urlsplit

from onrecord import __version__
from onrecord.errors import MissingExtra
from onrecord.extract.llm.asking import Answer, Failure, Json, Messages
from onrecord.extract.llm.settings import Settings, is_loopback

__all__ = ["Server"]

MOST_BYTES: Final = 8_000_000
"""Of one answer that are taken: far more than the tokens that it may have."""

_CONFIGURED_WRONGLY: Final = {
    401: "it does not take the key",
    403: "it does not take the key",
    404: "it has no such model or address",
}
_TOO_LONG: Final = re.compile(r"context|too (?:long|large|many)|maximum", re.IGNORECASE)
_LATER: Final = {408, 409, 425, 429}


class Server:
    """Asks one server, and no other: no redirects, and for one on this machine no proxy. Each answer has a deadline as a whole."""

    def __init__(self, settings: Settings, schema: Json, bounded: Json) -> None:
        try:
            import httpx2
        except ImportError:
            raise MissingExtra("Reading by a language model on a server", "llm") from None
        self._settings = settings
        # What OpenAI, vLLM, Ollama and llama-server know; what llama.cpp's Python server knows, by a grammar that has to end by
        # itself; any JSON; anything.
        self._forms = [
            {"type": "json_schema", "json_schema": {"name": "reading", "strict": True, "schema": schema}},
            {"type": "json_object", "schema": bounded},
            {"type": "json_object"},
            None,
        ]
        host = urlsplit(settings.url).hostname or ""
        headers = {"User-Agent": f"onrecord/{__version__}"}
        if settings.key:
            headers["Authorization"] = f"Bearer {settings.key}"
        # Without trust_env no proxy of the environment sees what is meant for this machine.
        self._client = httpx2.Client(
            headers=headers, timeout=settings.timeout, follow_redirects=False, trust_env=not is_loopback(host)
        )

    def ask(self, messages: Messages) -> Answer:
        """One answer. A server that does not know how to hold an answer to a schema is asked for plain JSON, now and from then on."""
        while True:
            status, body, wait = self._posted(messages)
            if status == 200:
                return _answer(body)
            if status in (400, 415, 422, 500, 501) and len(self._forms) > 1 and _is_about_the_form(body):
                del self._forms[0]
                continue
            why = self._words(body)
            if status in (400, 413, 422) and _TOO_LONG.search(why):
                return Answer("", cut=True)
            if status in _CONFIGURED_WRONGLY:
                raise Failure(f"{_CONFIGURED_WRONGLY[status]} ({status}{why})", all=True)
            raise Failure(f"it answered {status}{why}", again=status in _LATER or status >= 500, wait=wait)

    def _posted(self, messages: Messages) -> tuple[int, bytes, float | None]:
        """The answer's status and bytes, and the seconds after which the server wants to be asked again."""
        import httpx2

        s = self._settings
        body: Json = {"model": s.called, "messages": messages, "temperature": 0, "max_tokens": s.answer, "stream": False}
        if self._forms[0] is not None:
            body["response_format"] = self._forms[0]
        deadline, got = time.monotonic() + s.timeout, bytearray()
        try:
            with self._client.stream("POST", f"{s.url.rstrip('/')}/chat/completions", json=body) as response:
                for chunk in response.iter_bytes():
                    got += chunk
                    if time.monotonic() > deadline:
                        raise Failure(f"it took longer than {s.timeout:g} seconds")
                    if len(got) > MOST_BYTES:
                        raise Failure(f"its answer was longer than {MOST_BYTES:,} bytes", again=False)
                return response.status_code, bytes(got), _seconds(response.headers.get("retry-after"))
        except httpx2.TimeoutException as error:
            raise Failure(f"it took longer than {s.timeout:g} seconds") from error
        except httpx2.ConnectError as error:
            raise Failure("nothing answers there") from error
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise Failure(f"the connection broke off ({type(error).__name__})") from error

    def _words(self, body: bytes) -> str:
        """The server's own words for what is wrong, in a line, without the key should it repeat it."""
        try:
            said = json.loads(body)
            error = said.get("error", said) if isinstance(said, dict) else said
            words = error.get("message", "") if isinstance(error, dict) else error
        except ValueError:
            words = ""
        line = "".join(c if c.isprintable() else " " for c in str(words))[:2000]
        if self._settings.key:
            line = line.replace(self._settings.key, "…")
        line = " ".join(line.split())
        return f": {line[:160]}" if line else ""


def _is_about_the_form(body: bytes) -> bool:
    """Whether a refusal may be for the form of answer that was asked for: it names it, or says nothing that can be understood."""
    words = body[:4000].decode("utf-8", "replace").lower()
    return (
        not words.strip() or re.search(r"response_format|json_schema|json_object|schema|grammar|unsupported", words) is not None
    )


def _seconds(said: str | None) -> float | None:
    try:
        return max(0.0, float(said)) if said else None
    except ValueError:
        return None  # a date: then the usual wait does


def _answer(body: bytes) -> Answer:
    """What the server's answer says; Failure where it is no chat completion."""
    try:
        said: Any = json.loads(body)
        choice = said["choices"][0]
        text = choice["message"]["content"] or ""
        used = said.get("usage") or {}
        if not isinstance(text, str):
            raise TypeError
        cut = choice.get("finish_reason") == "length"
        return Answer(text, _tokens(used, "prompt_tokens"), _tokens(used, "completion_tokens"), cut)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
        raise Failure("it answered something that is no chat completion") from error


def _tokens(used: Json, what: str) -> int:
    n = used.get(what)
    return n if isinstance(n, int) and n >= 0 else 0
