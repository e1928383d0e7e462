"""A server that speaks OpenAI's protocol on this machine and says what a test tells it to."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Json = dict[str, Any]
Script = Callable[[Json], Any]
"""From a request's body to an answer: what the model says (str or Json), a Reply, or Slow."""


class Reply:
    """A whole HTTP answer."""

    def __init__(self, status: int, body: bytes | Json = b"", headers: dict[str, str] | None = None) -> None:
        self.status = status
        self.body = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.headers = headers or {}


class Slow:
    """An answer that comes a byte at a time, for longer than anybody waits."""


class Scripted:
    """The server's address, and every request that it got."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}/v1"
        self.requests: list[Json] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.ended = threading.Event()


@contextmanager
def scripted(script: Script) -> Iterator[Scripted]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            held.requests.append(body)
            held.headers.append(dict(self.headers))
            held.paths.append(self.path)
            said = script(body)
            if isinstance(said, Slow):
                self._slowly()
                return
            reply = said if isinstance(said, Reply) else completion(said)
            self.send_response(reply.status)
            for name, value in {
                "Content-Type": "application/json",
                "Content-Length": str(len(reply.body)),
                **reply.headers,
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

        def _slowly(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "100000")
            self.end_headers()
            while not held.ended.is_set():
                try:
                    self.wfile.write(b" ")
                    self.wfile.flush()
                except OSError:
                    return
                time.sleep(0.02)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = False
    held = Scripted(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield held
    finally:
        held.ended.set()
        server.shutdown()
        server.server_close()
        thread.join()


def completion(said: str | Json, finish: str = "stop", tokens: tuple[int, int] = (100, 10)) -> Reply:
    """A chat completion whose content is `said`."""
    content = said if isinstance(said, str) else json.dumps(said)
    choice = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": finish}
    return Reply(200, {"choices": [choice], "usage": {"prompt_tokens": tokens[0], "completion_tokens": tokens[1]}})


def asked_text(request: Json) -> str:
    """The report's words in a request, from between its marks."""
    found = re.search(r"<<<REPORT (\w{16})\n(.*)\n>>>END \1\n", request["messages"][-1]["content"], re.DOTALL)
    assert found is not None
    return found[2]


def victim(words: str | list[str], **more: Any) -> Json:
    """A victim as a model words it."""
    said = {
        "words": [words] if isinstance(words, str) else words, "names": [], "group": False, "min": None, "best": None, "max": None,
        "outcome": "death", "cause": "direct", "modality": "stated", "status": "unknown", "status_words": "", "age": None,
        "sex": "not_said", "part_of": None,
    }  # fmt: skip
    return {**said, **more}


def incident(telling: str = "", **more: Any) -> Json:
    """An incident as a model words it."""
    said = {
        "telling": telling, "act": "killing", "modality": "stated", "date": "", "place": "", "means": [], "victims": [],
        "perpetrators": [], "others": [], "targets": [], "sources": [], "relations": [],
    }  # fmt: skip
    return {**said, **more}


def answer(*incidents: Json, totals: list[Json] | None = None, attributions: list[Json] | None = None) -> Json:
    return {"incidents": list(incidents), "totals": totals or [], "attributions": attributions or []}


def a_simple_model(request: Json) -> Json:
    """Finds "… men were shot" and the like: enough of a reader for the contract's tests."""
    found = re.findall(r"(?:[\w-]+\s)?(?:men|women|people|villagers|man|traders)\b", asked_text(request))
    return answer(*(incident(victims=[victim(w, group=not w.endswith("man"))], place="Lima") for w in found[:9]))
