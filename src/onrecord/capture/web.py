"""Web addresses: what a person asked to fetch, by the route that they chose, and nothing else.

One client, without cookies, without the environment's proxies. Redirects are followed here, one by one, and kept. An answer has
bounds in bytes and seconds. Through a SOCKS proxy the names of hosts are looked up by the proxy (socks5h), never on this machine.
"""

from __future__ import annotations

import io
import ipaddress
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from onrecord import __version__
from onrecord.capture.captured import NOTHING, Captured, Given, finish
from onrecord.capture.files import base_name
from onrecord.capture.jsonlines import KnownIds
from onrecord.capture.kinds import KINDS, MB, READ, SEVERAL, ending_of
from onrecord.capture.warc import KEPT_HEADS
from onrecord.errors import BadInput, MissingExtra, Misuse

if TYPE_CHECKING:
    import httpx2

MAX_BYTES = 200 * MB
SECONDS = 120.0
"""Of one answer as a whole; a server that is silent for SILENCE seconds is given up before."""
SILENCE = 30.0
MAX_REDIRECTS = 10
MAX_ADDRESS = 2_000
AGENT = f"onrecord/{__version__}"
_REDIRECTS = (301, 302, 303, 307, 308)
_SCHEMES = ("socks5h", "http", "https")


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address gave in the end: its bytes, and how they came ({"asked", "final", "redirects", "status", "heads", "time"})."""

    body: bytes
    how: dict[str, Any]


def route_checked(proxy: str | None) -> str | None:
    """A proxy's address as it can be kept, or None for no proxy. Misuse where it is none, or would look up names on this machine."""
    if proxy is None or not proxy.strip():
        return None
    try:
        said = urlsplit(proxy.strip())
        there = said.scheme in _SCHEMES and said.hostname and said.port
    except ValueError:
        there = None
    if not there:
        more = (
            " (socks5h, so that names are looked up by the proxy and not by this machine)" if proxy.startswith("socks") else ""
        )
        raise Misuse(f"{proxy[:100]!r} is no proxy: write it as socks5h://127.0.0.1:9050{more} or http://host:port.")
    return proxy.strip()


def route_words(proxy: str | None) -> str:
    """A route as a person is asked about it."""
    if proxy is None:
        return "directly, so that their servers see this machine's address"
    said = urlsplit(proxy)
    names = "the names of hosts are looked up by it" if said.scheme == "socks5h" else "it sees which addresses are asked for"
    return f"through the proxy {said.scheme}://{said.hostname}:{said.port}; {names}"


def question(addresses: Iterable[str], proxy: str | None) -> str:
    """What is asked before the first address is fetched."""
    several = list(addresses)
    hosts = sorted({urlsplit(a).hostname or "?" for a in several})
    shown = ", ".join(hosts[:5]) + (f" and {len(hosts) - 5} more hosts" if len(hosts) > 5 else "")
    many = "1 address" if len(several) == 1 else f"{len(several)} addresses"
    return f"{many} of {shown} will be fetched {route_words(proxy)}."


@dataclass(slots=True)
class Web:
    """A route to the web. `agree` is asked once, before the first address: OnRecordError where the answer is no.

    No address is fetched twice.
    """

    proxy: str | None = None
    agree: Callable[[], None] | None = None
    seconds: float = SECONDS
    limit: int = MAX_BYTES
    _agreed: bool = False
    _done: set[str] = field(default_factory=set)
    _client: httpx2.Client | None = None

    def __post_init__(self) -> None:
        self.proxy = route_checked(self.proxy)

    def close(self) -> None:
        if self._client is not None:
            self._client.close()

    def capture(self, address: str, given: Given = NOTHING) -> Iterator[Captured | BadInput]:
        """The reports that an address holds: a page or a document one, a feed or an archive one an item. Errors are yielded."""
        try:
            asked = tidy(address)
            if asked in self._done:
                return
            if self.agree is not None and not self._agreed:
                self.agree()
            self._agreed = True
            self._done.add(asked)
            answer = self.fetch(asked)
            yield from reports_of(answer, replace(given, route="proxy" if self.proxy else "direct"))
        except BadInput as error:
            yield error

    def fetch(self, address: str) -> Answer:
        """One answer, after its redirects. BadInput with a sentence where there is none, or it is too much."""
        self._connected()
        import httpx2

        deadline, at, redirects = time.monotonic() + self.seconds, address, list[dict[str, Any]]()
        try:
            while True:
                status, heads, body = self._get(at, deadline)
                if status not in _REDIRECTS or "location" not in heads:
                    break
                to = self._next(address, at, heads["location"])
                redirects.append({"from": at, "status": status, "to": to})
                if len(redirects) > MAX_REDIRECTS or time.monotonic() > deadline:
                    raise BadInput(f"{address} leads on and on: open it in a browser and save the page.")
                at = to
        except httpx2.InvalidURL:
            raise BadInput(f"{at[:200]} is no web address that can be asked for: check it.") from None
        except httpx2.TimeoutException:
            raise BadInput(f"{address} did not answer in time: try again later, or save the page in a browser.") from None
        except (httpx2.HTTPError, OSError, ValueError) as error:
            by = f" through {route_words(self.proxy).partition(';')[0].removeprefix('through ')}" if self.proxy else ""
            raise BadInput(
                f"{address} could not be reached{by} ({type(error).__name__}): check the address and the route."
            ) from None
        if not 200 <= status < 300:
            raise BadInput(f"{at} answered {status} and gave no report: check the address, or save the page in a browser.")
        how = {
            "asked": address, "final": at, "redirects": redirects, "status": status,
            "heads": {k: heads[k] for k in KEPT_HEADS if k in heads}, "time": datetime.now(UTC).isoformat(timespec="seconds"),
        }  # fmt: skip
        return Answer(body, how)

    def _get(self, address: str, deadline: float) -> tuple[int, dict[str, str], bytes]:
        client, size, parts = self._connected(), 0, list[bytes]()
        request = client.build_request("GET", address)
        answer = client.send(request, stream=True, follow_redirects=False)
        client.cookies.clear()  # none is sent anywhere
        try:
            heads = {k.lower(): v[:2000] for k, v in answer.headers.items()}
            if answer.status_code in _REDIRECTS:
                return answer.status_code, heads, b""
            for part in answer.iter_bytes(1 << 16):
                size += len(part)
                parts.append(part)
                if size > self.limit:
                    raise BadInput(f"{address} has more than {self.limit // MB} MB: it was not taken.")
                if time.monotonic() > deadline:
                    raise BadInput(
                        f"{address} took more than {self.seconds:.0f} seconds: try again later, or save the page in a browser."
                    )
            return answer.status_code, heads, b"".join(parts)
        finally:
            answer.close()

    def _connected(self) -> httpx2.Client:
        if self._client is None:
            try:
                import httpx2

                heads = {"User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "identity"}
                self._client = httpx2.Client(
                    headers=heads, timeout=min(SILENCE, self.seconds), follow_redirects=False, trust_env=False, proxy=self.proxy
                )
            except ImportError:
                raise MissingExtra("Fetching a web address", "web") from None
        return self._client

    def _next(self, asked: str, at: str, location: str) -> str:
        """Where a redirect leads. BadInput where it is no web address, or leads from elsewhere into this machine or its network."""
        try:
            to = tidy(urljoin(at, location))
        except BadInput:
            raise BadInput(f"{at} leads to {location[:100]!r}, which is no web address: it was not followed.") from None
        if not self._is_inside(asked) and self._is_inside(to):
            raise BadInput(f"{at} leads into this machine's own network ({urlsplit(to).hostname}): it was not followed.")
        return to

    def _is_inside(self, address: str) -> bool:
        """Whether an address is of this machine or its network; through a proxy a name is not looked up here."""
        host = urlsplit(address).hostname or ""
        if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
            return True
        try:
            found = [str(ipaddress.ip_address(host))]
        except ValueError:
            if self.proxy is not None:
                return False
            try:
                found = [str(info[4][0]) for info in socket.getaddrinfo(host, None)]
            except OSError:
                return False
        return any(not ipaddress.ip_address(f.partition("%")[0]).is_global for f in found)


def tidy(address: str) -> str:
    """An address as it is asked for: without its fragment, its path quoted. BadInput where it is none, or holds a password."""
    try:
        said = urlsplit(address.strip())
        host, port = said.hostname, said.port
    except ValueError:
        host, port, said = None, None, urlsplit("")
    if (
        said.scheme not in ("http", "https")
        or not host
        or len(address) > MAX_ADDRESS
        or any(c.isspace() for c in address.strip())
    ):
        raise BadInput(f"{address[:100]!r} is no web address: write it as https://host/path.")
    if said.username is not None or said.password is not None:
        raise BadInput(f"The address of {host} holds a name or a password, which would stay in the record: leave them out.")
    try:
        name = f"[{host}]" if ":" in host else host.encode("idna").decode() if not host.isascii() else host
    except UnicodeError:
        raise BadInput(f"{host[:100]!r} is no name of a host: check the address.") from None
    place = name if port is None else f"{name}:{port}"
    path = quote(said.path or "/", safe="/%:@!$&'()*+,;=~-._")
    return urlunsplit((said.scheme, place, path, quote(said.query, safe="=&%/?:@!$'()*+,;~-._[]"), ""))


def reports_of(answer: Answer, given: Given) -> Iterator[Captured | BadInput]:
    """The reports of what was fetched, by its kind."""
    final = answer.how["final"]
    name = unquote(urlsplit(final).path.rstrip("/").rpartition("/")[2]) or urlsplit(final).hostname or "page"
    kind = ending_of(answer.how["heads"].get("content-type"), name, answer.body[:200])
    file = base_name(Path(name[:200].replace("/", "_").replace("\\", "_")))
    how = replace(given, url=final, retrieved=answer.how)
    if not answer.body.strip():
        raise BadInput(f"{final} answered with nothing: check the address.")
    if kind in KINDS:
        chosen = KINDS[kind]
        if len(answer.body) > chosen.limit:
            raise BadInput(
                f"{final} has more than {chosen.limit // MB} MB, and {chosen.name} of that size is not read: save a part of it."
            )
        yield finish(chosen.read(answer.body, final), answer.body, file, how)
    elif kind in SEVERAL:
        from onrecord.capture.containers import CONTAINERS

        yield from CONTAINERS[kind](io.BytesIO(answer.body), final, file, how)
    elif kind == ".jsonl":
        yield from _lines(answer.body, final, file, how)
    else:
        said = (answer.how["heads"].get("content-type") or "no kind").partition(";")[0][:60]
        raise BadInput(f"{final} is of the kind “{said}”, which is not read: what is read is {READ}.")


def _lines(body: bytes, where: str, file: str, given: Given) -> Iterator[Captured | BadInput]:
    """JSON Lines from the web: each line is bounded where it is read, so the whole is cut at its line ends here."""
    from onrecord.capture.jsonlines import one_line

    known = KnownIds()
    for number, line in enumerate(body.splitlines(), start=1):
        if line.strip():
            yield one_line(line, f"{where}, line {number},", file, known, replace(given, url=None))
