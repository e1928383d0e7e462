"""What the reader by a language model has to be told: the one place for it, options first and then the environment."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from onrecord.errors import Misuse

__all__ = ["KEY", "Settings", "environment_name", "settings"]

KEY: Final = "ONRECORD_LLM_KEY"
"""The environment variable that holds the key. It is never an option, since others see a command line, and is written nowhere."""


_URL: Final = "http://127.0.0.1:8080/v1"


def _told(default: Any, help: str, environment: bool = True) -> Any:
    return field(default=default, metadata={"help": help, "environment": environment})


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set; `--with NAME=VALUE`, or the environment variable ONRECORD_LLM_NAME."""

    model: str = _told("", "The model's name, as the server calls it; it becomes part of the reader's version.")
    url: str = _told(_URL, "The server's address, up to and with `/v1`.")
    gguf: str = _told("", "A GGUF file to read with through llama.cpp, instead of a server; needs the extra “gguf”.")
    texts: str = _told(
        "", "`public` says that every text may leave this machine; needed for a server elsewhere.", environment=False
    )
    timeout: float = _told(120.0, "Seconds that one answer may take.")
    retries: int = _told(2, "How often a question is asked again before the report is left unread.")
    window: int = _told(6000, "Characters of a report that are asked about at once.")
    answer: int = _told(4096, "Tokens that one answer may have.")
    context: int = _told(8192, "Tokens of question and answer together that a GGUF file's model is given room for.")
    price_in: float = _told(0.0, "What a million tokens of questions cost, to show the cost.")
    price_out: float = _told(0.0, "What a million tokens of answers cost.")
    key: str = field(default="", repr=False, metadata={"help": "The server's key, where it wants one.", "environment": True})

    @property
    def called(self) -> str:
        """The model's name; of a GGUF file the name without its folder, since paths tell of people."""
        return self.model or Path(self.gguf).stem


def environment_name(name: str) -> str:
    return f"ONRECORD_LLM_{name.upper()}"


def settings(options: Mapping[str, str], environment: Mapping[str, str]) -> Settings:
    """The settings that options and environment give, an option before the environment. Misuse where they make no sense."""
    known = {f.name: f for f in fields(Settings)}
    if "key" in options:
        raise Misuse(f"A key is never an option, because others can see a command line: put it into the variable {KEY}.")
    if unknown := sorted(set(options) - set(known)):
        there = ", ".join(n for n in known if n != "key")
        raise Misuse(f"The reader llm has no option {unknown[0]!r}; it has {there}.")
    said: dict[str, Any] = {}
    for name, its in known.items():
        variable = environment_name(name)
        given = options.get(name, environment.get(variable, "") if its.metadata["environment"] else "").strip()
        if given:
            said[name] = _value(given, its.default, f"--with {name}" if name in options else variable)
    return _checked(Settings(**said))


def _value(given: str, default: Any, where: str) -> Any:
    if isinstance(default, str):
        return given
    kind = "a whole number" if isinstance(default, int) else "a number"
    try:
        return type(default)(given)
    except ValueError:
        raise Misuse(f"{where}={given} is not {kind}: write, for example, {default:g}.") from None


_BOUNDS: Final = {
    "timeout": (0.1, 86_400), "retries": (0, 10), "window": (500, 200_000), "answer": (64, 200_000), "context": (512, 2_000_000),
    "price_in": (0, 1e6), "price_out": (0, 1e6),
}  # fmt: skip


def _checked(s: Settings) -> Settings:
    for name, (least, most) in _BOUNDS.items():
        if not least <= getattr(s, name) <= most:
            raise Misuse(f"The option {name} of the reader llm is from {least:g} to {most:g}, not {getattr(s, name):g}.")
    if not s.called:
        raise Misuse(
            "The reader llm needs a model: say --with model=NAME, as the server calls it, or --with gguf=FILE for a file that "
            "llama.cpp reads."
        )
    if s.texts not in ("", "public"):
        raise Misuse(f"--with texts={s.texts} is not known: say --with texts=public where all texts may leave this machine.")
    return s if s.gguf else _server_checked(s)


def _server_checked(s: Settings) -> Settings:
    try:
        url = urlsplit(s.url)
        host, _ = url.hostname, url.port
    except ValueError:
        host = None
    if not host or url.scheme not in ("http", "https") or url.query or url.fragment:
        raise Misuse(f"--with url={_without_password(s.url)} is no server's address: write, for example, {_URL}.")
    if url.username or url.password:
        raise Misuse(f"A server's address holds no name and no password: put the key into the variable {KEY}.")
    if not is_loopback(host):
        if s.texts != "public":
            raise Misuse(
                f"{host} is not this machine, and the words of every report that is read would be sent to it, with whatever they "
                "say of people: use a model on this machine, or, if all of these texts are public already, say so with "
                "--with texts=public."
            )
        if s.key and url.scheme == "http":
            raise Misuse(f"The key in {KEY} would be sent to {host} in the clear: use https.")
    return s


def is_loopback(host: str) -> bool:
    """Whether a server of that name is on this machine. A name other than localhost may lead anywhere."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _without_password(url: str) -> str:
    return url.rpartition("@")[2] if "@" in url else url
