"""How fast the workbench is on a large record of made-up reports.

    python benchmarks/workbench.py [--reports 10000] [--record FOLDER] [--requests 20] [--reviewers 20] [--out FILE]

Makes a record (or takes one that benchmarks/made_up.py made), serves it on loopback in a process of its own, and prints a row a page:
the size, and median and 95th percentile of the server's processor time and of the clock as a client sees it, once with what the server
has kept and once after a decision, when it has to look again. Then decisions, one by one; so many reviewers at once; the time to the
first contentful paint where Playwright finds a Chromium; and, where Datasette is installed, its pages over the same `ledger.db` in the
same run. Datasette knows tables and not records, so only its speed compares. Times of the clock mean something on an idle machine alone.
"""

from __future__ import annotations

import argparse
import http.client
import importlib.util
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

sys.path.insert(0, str(Path(__file__).parent))
from made_up import filled

from onrecord.record import open_record

ME = "bench"


def processor(pid: int) -> float:
    """Seconds of the processor that a process has used; 0 where /proc does not tell."""
    try:
        said = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(said[11]) + int(said[12])) / os.sysconf("SC_CLK_TCK")


class Client:
    """One reviewer's browser, as far as the server can tell."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.held = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.token = ""

    def get(self, path: str) -> tuple[int, bytes]:
        self.held.request("GET", path, headers={"Cookie": f"onrecord_me={ME}; onrecord_token={self.token}"})
        answer = self.held.getresponse()
        return answer.status, answer.read()

    def begin(self) -> None:
        self.held.request("GET", "/reports")
        answer = self.held.getresponse()
        answer.read()
        found = re.search(r"onrecord_token=([^;]+)", answer.headers["set-cookie"] or "")
        self.token = found[1] if found else ""

    def judge(self, claim: int, decision: str) -> int:
        body = urlencode({"token": self.token, "decision": decision, "me": ME})
        headers = {
            "Cookie": f"onrecord_me={ME}; onrecord_token={self.token}", "Origin": f"http://127.0.0.1:{self.port}",
            "Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded",
        }  # fmt: skip
        self.held.request("POST", f"/claim/{claim}/judge", body, headers)
        answer = self.held.getresponse()
        answer.read()
        return answer.status


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


@contextmanager
def serving(words: list[str], port: int, first: str) -> Iterator[int]:
    """A server in a process of its own, once it answers; its process."""
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                if Client(port).get(first)[0] < 500:
                    break
            except OSError:
                time.sleep(0.5)
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def spread(values: list[float]) -> str:
    """Median and 95th percentile, in milliseconds."""
    ordered = sorted(values)
    return f"{statistics.median(ordered) * 1000:8.1f} {ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))] * 1000:8.1f}"


def row(name: str, pid: int, times: int, ask: Callable[[int], int], before: Callable[[int], object] | None = None) -> str:
    """Measure one thing so many times. Processor time is the mean of a block where the system counts in hundredths of a second."""
    clock, used, size = [], 0.0, 0
    for n in range(times):
        if before is not None:
            before(n)
        began, at = processor(pid), time.perf_counter()
        size = ask(n)
        clock.append(time.perf_counter() - at)
        used += processor(pid) - began
    return f"{name:44} {size / 1000:7.1f} {used / times * 1000:9.1f} {spread(clock)}"


def pages(folder: Path) -> tuple[dict[str, str], list[int]]:
    """What is asked for, and claims that nobody has judged."""
    with open_record(folder) as record:
        view = record.view()
        reports = [quote(r["id"]) for r in record.reports()]
        incident = record.list()[len(reports) // 3]["id"]
        claims = [n for n, k in view.state.claims.items() if k.payload and view.state.verdict(n) is None]
        person = next(n for n in view.state.persons)
        record.search("")  # the index is made before anything is measured
    made = {
        "incidents": "/", "incidents, filtered": "/?act=killing&text=miners", "incident": f"/incident/{incident}",
        "incident, why": f"/incident/{incident}?why=all", "reports": "/reports", "report": f"/report/{reports[len(reports) // 2]}",
        "claim": f"/claim/{claims[len(claims) // 2]}", "queue": "/queue", "queue, filtered": "/queue?language=ko&by=incident",
        "search": "/search", "search, words": "/search?words=miners", "search, phrase and filter": "/search?words=%22armed+men%22&country=PRK",
        "search, Korean": "/search?words=" + quote("장마당"), "charts": "/charts", "charts by sex": "/charts?by=sex&of=injury",
        "charts, why": "/charts?by=act&bar=killing", "sum, why": "/why?of=death", "people": "/people?who=everybody",
        "person": f"/person/p{person}", "sources": "/sources", "ledger": "/ledger", "desk": "/desk",
    }  # fmt: skip
    return made, claims[:: max(1, len(claims) // 4000)]


def together(port: int, paths: list[str], claims: list[int], people: int, each: int) -> str:
    """So many reviewers at once, each asking for so many pages, every tenth time judging a claim."""
    times: list[float] = []
    wrong: list[str] = []

    def work(who: int) -> None:
        client = Client(port)
        client.begin()
        for n in range(each):
            at = time.perf_counter()
            if n % 10 == 9:
                status = client.judge(claims[who * each + n], "accept")
            else:
                status = client.get(paths[(who * 7 + n) % len(paths)])[0]
            times.append(time.perf_counter() - at)
            if status != 200:
                wrong.append(f"{status}")

    several = [threading.Thread(target=work, args=(k,)) for k in range(people)]
    began = time.perf_counter()
    for t in several:
        t.start()
    for t in several:
        t.join()
    rate = len(times) / (time.perf_counter() - began)
    return f"{people} reviewers × {each} requests at once: {spread(times)} ms, {rate:.0f} a second, {len(wrong)} errors {sorted(set(wrong))}"


def painted(port: int, named: dict[str, str]) -> Iterator[str]:
    """Milliseconds to the first contentful paint in Chromium, the median of five."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None or importlib.util.find_spec("playwright") is None:
        yield "first contentful paint: no Chromium with Playwright here"
        return
    from playwright.sync_api import sync_playwright

    asked = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=found, args=["--no-sandbox"])
        page = browser.new_page()
        for name in ("incidents", "report", "queue", "search, words", "charts"):
            times = []
            for _ in range(5):
                page.goto(f"http://127.0.0.1:{port}{named[name]}")
                page.wait_for_function(f"({asked})() > 0")
                times.append(page.evaluate(asked))
            yield f"{name:44} first contentful paint {statistics.median(times):7.0f} ms"
        browser.close()


def datasette(folder: Path, times: int) -> Iterator[str]:
    """Datasette over the same tables."""
    if importlib.util.find_spec("datasette") is None:
        yield "Datasette: not installed"
        return
    port = free_port()
    words = [sys.executable, "-m", "datasette", "serve", str(folder / "ledger.db"), "--port", str(port)]
    with serving(words, port, "/ledger/entries") as pid:
        client = Client(port)
        for name, path in {
            "Datasette: a table": "/ledger/entries", "Datasette: a row": "/ledger/payloads/50",
            "Datasette: words in a table (LIKE)": "/ledger/payloads?payload__contains=miners",
        }.items():  # fmt: skip
            client.get(path)
            yield row(name, pid, times, lambda _, p=path: len(client.get(p)[1]))


def measured(folder: Path, times: int, people: int, each: int) -> Iterator[str]:
    named, claims = pages(folder)
    port = free_port()
    words = [sys.executable, "-m", "onrecord", "serve", str(folder), "--port", str(port)]
    yield f"{'page':44} {'KB':>7} {'CPU ms':>9} {'p50 ms':>8} {'p95 ms':>8}"
    with serving(words, port, "/reports") as pid:
        client = Client(port)
        client.begin()
        for path in named.values():
            client.get(path)
        for name, path in named.items():
            yield row(name, pid, times, lambda _, p=path: len(client.get(p)[1]))
        left = iter(claims)
        few = max(3, times // 4)
        for name, path in named.items():
            yield row(
                f"{name}, after a decision",
                pid,
                few,
                lambda _, p=path: len(client.get(p)[1]),
                lambda _: client.judge(next(left), "accept"),
            )
        for decision in ("accept", "reject"):
            yield row(f"decision: {decision}", pid, times, lambda _, d=decision: client.judge(next(left), d))
        yield together(port, list(named.values()), list(left), people, each)
        yield from painted(port, named)
    yield from datasette(folder, times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--record", type=Path, help="a record that benchmarks/made_up.py made; claims in it are judged")
    parser.add_argument("--requests", type=int, default=20, help="of each page")
    parser.add_argument("--reviewers", type=int, default=20)
    parser.add_argument("--each", type=int, default=50, help="requests of each reviewer")
    parser.add_argument("--out", type=Path, help="write the table there as well")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.record or Path(temporary) / "record"
        if given.record is None:
            filled(folder, given.reports).close()
        lines = []
        for line in measured(folder, given.requests, given.reviewers, given.each):
            lines.append(line)
            print(line, flush=True)
    if given.out is not None:
        given.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
