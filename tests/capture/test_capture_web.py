"""Web addresses: asked for before the first one, by the route that was chosen, bounded, and nothing else is fetched."""

from __future__ import annotations

import gzip
import socket
import socketserver
import struct
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
from click.testing import CliRunner

import onrecord
from onrecord.capture import BadInput, Captured, capture_paths
from onrecord.capture.web import Web, question, route_checked, tidy
from onrecord.cli import main
from onrecord.errors import Misuse, OnRecordError
from onrecord.record import create

PAGE = b"<html><head><link rel=canonical href='%s'></head><body><p>Three men were shot dead in Dayton, Ohio, on May 3, 2021.</p></body></html>"
FEED = (
    b"<rss><channel><title>R</title><item><title>Two died</title><link>http://127.0.0.1:1/never</link></item></channel></rss>"
)


class Site(BaseHTTPRequestHandler):
    """A site for the tests; `asked` holds what was asked of it."""

    asked: ClassVar[list[tuple[str, dict[str, str]]]] = []

    def do_GET(self) -> None:
        Site.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
        name = self.path.partition("?")[0]
        host = f"http://{self.headers['Host']}"
        answers: dict[str, tuple[int, dict[str, str], bytes]] = {
            "/page": (200, {"Content-Type": "text/html", "Set-Cookie": "who=me; Path=/", "X-Client-IP": "203.0.113.9"}, PAGE % f"{host}/own".encode()),
            "/liar": (200, {"Content-Type": "text/html"}, PAGE % b"https://bbc.example/other"),
            "/old": (301, {"Location": "/newer#part"}, b""), "/newer": (302, {"Location": "/page?x=%C3%A9"}, b""),
            "/around": (302, {"Location": "/around"}, b""), "/file": (302, {"Location": "file:///etc/passwd"}, b""),
            "/words.txt": (200, {"Content-Type": "text/plain", "Content-Encoding": "gzip"}, gzip.compress(b"Two died.\n")),
            "/feed": (200, {"Content-Type": "application/rss+xml"}, FEED),
            "/big": (200, {"Content-Type": "text/plain"}, b"a" * 3_000_000), "/picture": (200, {"Content-Type": "image/png"}, b"\x89PNG"),
            "/empty": (200, {"Content-Type": "text/plain"}, b""), "/gone": (404, {}, b"no"),
        }  # fmt: skip
        if name == "/drip":
            self.send_response(200)
            self.send_header("Content-Type", "text/plain")
            self.end_headers()
            try:
                for _ in range(100):
                    self.wfile.write(b"a" * 70_000)
                    time.sleep(0.05)
            except OSError:
                pass
            return
        status, heads, body = answers.get(name, (404, {}, b"no"))
        self.send_response(status)
        for k, v in heads.items():
            self.send_header(k, v)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    Site.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture
def web() -> Iterator[Web]:
    pytest.importorskip("httpx2")
    made = Web()
    yield made
    made.close()


def only(web: Web, address: str) -> Captured:
    (one,) = web.capture(address)
    assert isinstance(one, Captured), one
    return one


def refused(web: Web, address: str) -> str:
    (one,) = web.capture(address)
    assert isinstance(one, BadInput)
    assert len(str(one)) < 400
    return str(one)


def test_a_page_with_its_redirects_its_head_and_its_canonical_address(web: Web, site: str) -> None:
    one = only(web, f"{site}/old#top")
    c, said = one.capture, one.capture.retrieved
    assert c.url == f"{site}/own" and c.route == "direct" and c.file == "page" and said is not None
    assert said["asked"] == f"{site}/old" and said["final"] == f"{site}/page?x=%C3%A9" and said["status"] == 200
    assert [(r["from"], r["status"]) for r in said["redirects"]] == [(f"{site}/old", 301), (f"{site}/newer", 302)]
    assert said["heads"].get("content-type") == "text/html" and not {"set-cookie", "x-client-ip"} & set(said["heads"])
    again = only(web, f"{site}/liar")
    assert again.capture.url == f"{site}/liar" and "another host" in " ".join(again.capture.notices)
    asked = [heads for _, heads in Site.asked]
    assert all("cookie" not in h and "referer" not in h for h in asked) and asked[0]["user-agent"].startswith("onrecord/")


def test_other_kinds_and_a_feed_whose_links_are_not_followed(web: Web, site: str) -> None:
    assert only(web, f"{site}/words.txt").rendition.text == "Two died.\n"
    item = only(web, f"{site}/feed")
    assert item.capture.url == "http://127.0.0.1:1/never" and [p for p, _ in Site.asked] == ["/words.txt", "/feed"]


def test_no_address_is_fetched_twice_in_a_run(web: Web, site: str) -> None:
    assert len(list(capture_paths([f"{site}/page", f"{site}/page#b"], web=web))) == 1 and len(Site.asked) == 1


def test_what_does_not_come_is_said_in_a_sentence(web: Web, site: str) -> None:
    for path, words in (
        ("/gone", "answered 404"), ("/around", "leads on and on"), ("/file", "no web address"), ("/picture", "image/png"), ("/empty", "nothing"),
    ):  # fmt: skip
        assert words in refused(web, f"{site}{path}"), path
    assert "could not be reached" in refused(web, "http://127.0.0.1:1/")
    assert "password" in refused(web, f"http://me:secret@{site[7:]}/page")
    for junk in (
        "http://",
        "https://exa mple/",
        "http://[::1",
        "http://x:99999/",
        "ftp://x/",
        "http://\u202eevil/",
        f"http://x/{'a' * 3000}",
    ):
        assert refused(web, junk)
    web.limit = 1_000_000
    assert "more than 1 MB" in refused(web, f"{site}/big")
    web.seconds = 0.3
    begun = time.monotonic()
    assert "took more than" in refused(web, f"{site}/drip") and time.monotonic() - begun < 5


def test_a_page_elsewhere_leads_nobody_into_this_machine(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Web, "_get", lambda self, at, end: (302, {"location": to}, b""))
    for to in ("http://127.0.0.1:8765/", "http://localhost/", "http://[::1]/", "http://169.254.169.254/x", "http://10.0.0.1/"):
        assert "own network" in refused(web, f"http://192.0.0.9/{to[-5:-1].encode().hex()}")


def test_addresses_are_tidied() -> None:
    assert tidy("https://예시.example/길?q=한#x") == "https://xn--vv4b11d.example/%EA%B8%B8?q=%ED%95%9C"
    assert tidy(" https://x.example ") == "https://x.example/"
    assert route_checked(None) is route_checked(" ") is None
    for wrong in ("socks5://127.0.0.1:9050", "127.0.0.1:9050", "socks5h://127.0.0.1", "http://[", "ftp://x:1"):
        with pytest.raises(Misuse, match="no proxy"):
            route_checked(wrong)
    words = question(["https://a.example/1", "https://b.example/2"], "socks5h://me:secret@127.0.0.1:9050")
    assert "2 addresses of a.example, b.example" in words and "looked up by it" in words and "secret" not in words


class Socks(socketserver.BaseRequestHandler):
    """A SOCKS5 proxy (RFC 1928) for the tests, which leads every name to the site; `names` holds which it was asked for."""

    names: ClassVar[list[str]] = []
    port = 0

    def handle(self) -> None:
        self.request.recv(262)
        self.request.sendall(b"\x05\x00")
        head = self.request.recv(4)
        assert head[3] == 3, "the name was looked up before"
        length = self.request.recv(1)[0]
        Socks.names.append(self.request.recv(length).decode())
        self.request.recv(2)
        self.request.sendall(b"\x05\x00\x00\x01" + bytes(4) + struct.pack(">H", 1))
        with socket.create_connection(("127.0.0.1", Socks.port)) as site:
            threading.Thread(target=self.copy, args=(site, self.request), daemon=True).start()
            self.copy(self.request, site)

    @staticmethod
    def copy(source: socket.socket, to: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                to.sendall(data)
        except OSError:
            pass


def test_through_a_proxy_names_are_looked_up_by_the_proxy(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("httpx2")
    pytest.importorskip("socksio")
    Socks.names, Socks.port = [], int(site.rpartition(":")[2])
    real = socket.getaddrinfo

    def looked_up(host: Any, *rest: Any, **more: Any) -> Any:
        assert host in ("127.0.0.1", b"127.0.0.1", "localhost"), host
        return real(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")  # the environment's proxies are nobody's choice
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Socks) as proxy:
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        web = Web(f"socks5h://127.0.0.1:{proxy.server_address[1]}")
        one = only(web, "http://hidden.example/page")
        assert Socks.names == ["hidden.example"] and one.capture.route == "proxy"
        web.close()
        proxy.shutdown()


def test_the_command_asks_before_the_first_address(site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("httpx2")
    record = str(tmp_path / "record")
    run = CliRunner().invoke
    done = run(main, ["capture", f"{site}/page", "--into", record])
    assert done.exit_code == 2 and "give --yes" in done.stderr and "directly" in done.stderr and Site.asked == []
    monkeypatch.setattr("onrecord.cli.group.somebody_is_there", lambda: True)
    monkeypatch.setattr("click.confirm", lambda words, **more: "Go on?" not in words)
    done = run(main, ["capture", f"{site}/page", "--into", record])
    assert done.exit_code == 1 and "No address was fetched" in done.stderr and Site.asked == []
    done = run(
        main,
        ["capture", f"{site}/page", f"{site}/words.txt", "--into", record, "--yes", "--label", "secret", "--source", "Wren"],
    )
    assert done.exit_code == 0, done.stderr
    assert len(Site.asked) == 2
    assert run(main, ["build", f"{site}/page", "--into", record, "--yes"]).exit_code == 0 and len(Site.asked) == 2
    assert run(main, ["build", f"{site}/page", "--into", record, "--yes", "--again"]).exit_code == 0 and len(Site.asked) == 3
    assert run(main, ["build", "x.txt", "--into", record, "--yes"]).exit_code == 2
    with create(tmp_path / "other") as other:
        assert [d.what for d in other.capture([f"{site}/page"])] == ["refused"]
    for times in (4, 5):  # a feed goes on, so it is asked for again
        assert run(main, ["build", f"{site}/feed", "--into", record, "--yes"]).exit_code == 0 and len(Site.asked) == times
    with onrecord.open(record) as held:
        row = next(r for r in held.reports() if r["file"] == "page")
        assert (
            row["label"]["level"] == "secret"
            and row["retrieved"]["asked"] == f"{site}/page"
            and "Wren" not in str(held.reports())
        )


def test_a_no_ends_the_command_and_writes_nothing(tmp_path: Path) -> None:
    def no() -> None:
        raise OnRecordError("No address was fetched.")

    with create(tmp_path / "record") as record:
        head = record.ledger.head().number
        with pytest.raises(OnRecordError, match="No address"):
            record.capture(["http://127.0.0.1:1/"], web=Web(agree=no))
        assert record.ledger.head().number == head
