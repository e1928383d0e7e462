"""How fast the workbench is on a large record of made-up reports.

    python benchmarks/workbench.py [--reports 10000] [--record FOLDER] [--requests 40] [--reviewers 20] [--datasette PROGRAM] [--first] [--out FILE]

Makes a record (or takes one that benchmarks/made_up.py made; it is copied, since claims are judged), serves it on loopback in a process
of its own, and prints a row a page: its size, the median and 95th percentile of the server's processor time, and of the clock as a client
sees it; and both 95th percentiles again right after a decision was saved, when the server has to look again. Then decisions, one by one;
so many reviewers at once; the time to the first contentful paint where Playwright finds a Chromium; and, where a Datasette is given, its
pages over the same `ledger.db` in the same run. Datasette knows tables and not records, so only its speed compares.

Times of the clock mean something on an idle machine alone. `--first` lets server and browser go before other work on a machine that is
not idle (Linux, as root), and the load is said with the table.
"""

from __future__ import annotations

import argparse
import contextlib
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
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

sys.path.insert(0, str(Path(__file__).parent))
from made_up import filled

from onrecord.record import open_record

ME = "bench"
FIRST = "-8"
"""The priority of a group of processes that goes before others."""


def processor(pid: int) -> float:
    """Seconds of the processor that a process's threads have used; 0 where /proc does not tell."""
    used = 0
    for task in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        with contextlib.suppress(OSError):
            used += int(task.read_text(encoding="ascii").split()[0])
    return used / 1e9


def processor_in_all(pid: int) -> float:
    """The same with threads that have ended since, in hundredths of a second."""
    try:
        said = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(said[11]) + int(said[12])) / os.sysconf("SC_CLK_TCK")


def go_first(pid: int | str) -> None:
    """Let a process's group go before others, where the system lets one say so."""
    with contextlib.suppress(OSError):
        Path(f"/proc/{pid}/autogroup").write_text(FIRST, encoding="ascii")


class Client:
    """One reviewer's browser, as far as the server can tell."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.held = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.token = ""

    def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> http.client.HTTPResponse:
        """The answer; over a new connection where the server let go of one that was idle."""
        for last in (False, True):
            try:
                self.held.request(method, path, body, headers)
                return self.held.getresponse()
            except (http.client.RemoteDisconnected, BrokenPipeError):
                self.held.close()
                if last:
                    raise
        raise AssertionError

    def get(self, path: str) -> tuple[int, bytes]:
        answer = self.ask("GET", path, Cookie=f"onrecord_me={ME}; onrecord_token={self.token}")
        return answer.status, answer.read()

    def begin(self) -> None:
        answer = self.ask("GET", "/reports")
        answer.read()
        found = re.search(r"onrecord_token=([^;]+)", answer.headers["set-cookie"] or "")
        self.token = found[1] if found else ""

    def judge(self, claim: int, decision: str) -> int:
        body = urlencode({"token": self.token, "decision": decision, "me": ME})
        headers = {
            "Cookie": f"onrecord_me={ME}; onrecord_token={self.token}", "Origin": f"http://127.0.0.1:{self.port}",
            "Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded",
        }  # fmt: skip
        answer = self.ask("POST", f"/claim/{claim}/judge", body, **headers)
        answer.read()
        return answer.status


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


@contextmanager
def serving(words: list[str], port: int, path: str, first: bool) -> Iterator[int]:
    """A server in a process of its own, once it answers; its process."""
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    if first:
        go_first(process.pid)
    try:
        for _ in range(600):
            try:
                if Client(port).get(path)[0] < 500:
                    break
            except OSError:
                time.sleep(0.5)
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def ms(values: list[float]) -> tuple[float, float]:
    """Median and 95th percentile, in milliseconds."""
    ordered = sorted(values)
    return statistics.median(ordered) * 1000, ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))] * 1000


@dataclass
class Times:
    """What several requests took: seconds of the server's processor and of the clock; and how large the answer was."""

    used: list[float] = field(default_factory=list)
    clock: list[float] = field(default_factory=list)
    size: int = 0

    def __str__(self) -> str:
        (used, used95), (clock, clock95) = ms(self.used), ms(self.clock)
        return f"{used:6.1f} {used95:6.1f} | {clock:6.1f} {clock95:6.1f}"


def asking(client: Client, path: str) -> Callable[[int], int]:
    """Asks for a page, and says how large it is."""
    return lambda _: len(client.get(path)[1])


def timed(pid: int, times: int, ask: Callable[[int], int], before: Callable[[int], object] | None = None) -> Times:
    """Ask for something so many times, each time after `before`."""
    found = Times()
    for n in range(times):
        if before is not None:
            before(n)
        began, at = processor(pid), time.perf_counter()
        found.size = ask(n)
        found.clock.append(time.perf_counter() - at)
        found.used.append(processor(pid) - began)
    return found


def pages(folder: Path) -> tuple[dict[str, str], list[int], list[str]]:
    """Every page; claims that nobody has judged; and reports."""
    with open_record(folder) as record:
        view = record.view()
        reports = [quote(r["id"]) for r in record.reports()]
        numbers = list(view.state.captures)
        incidents = [i["id"] for i in record.list()]
        claims = [n for n, k in view.state.claims.items() if k.payload and view.state.verdict(n) is None]
        person = next(n for n in view.state.persons)
        when = next(record.ledger.some([record.ledger.head().number // 2])).time.isoformat()
        record.search("")  # the index is made before anything is measured
    i, other, one = incidents[len(incidents) // 3], incidents[len(incidents) // 3 + 1], numbers[len(numbers) // 2]
    several = "&".join(f"claim={n}" for n in claims[:5])
    made = {
        "incidents": "/", "incidents, a later page": "/?page=100", "incidents, filtered": "/?act=killing&text=miners", "incident": f"/incident/{i}",
        "incident, why": f"/incident/{i}?why=all", "incident, to print": f"/incident/{i}?print=1", "sum, why": "/why?of=death",
        "reports": "/reports", "report": f"/report/{reports[len(reports) // 2]}", "original": f"/original/{one}", "add a claim": f"/add/{one}",
        "claim": f"/claim/{claims[len(claims) // 2]}", "many at once, preview": f"/claims/preview?decision=reject&{several}",
        "queue": "/queue", "queue, by incident": "/queue?by=incident", "queue, filtered": "/queue?language=ko&by=incident", "queue, next": "/queue/next",
        "search": "/search", "search, words": "/search?words=miners", "search, phrase and filter": "/search?words=%22armed+men%22&country=PRK",
        "search, Korean": "/search?words=" + quote("장마당"), "charts": "/charts", "charts by sex": "/charts?by=sex&of=injury",
        "charts, why": "/charts?by=act&bar=killing", "charts, picture": "/charts.svg", "map": "/map", "map, chosen": "/map?at=KP-10&since=2018&until=2020",
        "map, picture": "/map.svg", "timeline, picture": "/timeline.svg", "command": "/command", "command, of one": f"/command?of={i}",
        "people": "/people?who=everybody", "person": f"/person/p{person}", "merge and split": f"/thing/{i}", "sources": "/sources", "links": "/links",
        "link": f"/link/{i}/{other}", "differ": "/differ", "desk": "/desk", "ledger": "/ledger", "ledger, everything": "/ledger?what=everything",
        "ledger, as of a moment": f"/ledger?as_of={quote(when)}", "estimates": "/estimate", "capture": "/capture",
    }  # fmt: skip
    return made, claims[:: max(1, len(claims) // 8000)], reports


def together(
    pid: int, port: int, paths: list[list[str]], claims: list[int], people: int, each: int, name: str, pause: float = 0
) -> str:
    """So many reviewers at once, each with paths of their own (JUDGE: judge a claim), the next `pause` seconds after the last is answered."""
    times: list[float] = []
    wrong: list[int] = []

    def work(who: int) -> None:
        client = Client(port)
        client.begin()
        time.sleep(pause * who / people)
        for n in range(each):
            time.sleep(pause)
            path, at = paths[who][n % len(paths[who])], time.perf_counter()
            status = client.judge(claims[who * each + n], "accept") if path == JUDGE else client.get(path)[0]
            times.append(time.perf_counter() - at)
            if status not in (200, 303):
                wrong.append(status)

    several = [threading.Thread(target=work, args=(k,)) for k in range(people)]
    began, used = time.perf_counter(), processor_in_all(pid)
    for t in several:
        t.start()
    for t in several:
        t.join()
    took = time.perf_counter() - began
    middle, p95 = ms(times)
    return (
        f"{people} reviewers, {each} requests each, {name}: median {middle:.0f} ms, p95 {p95:.0f} ms, {len(times) / took:.0f} a second, "
        f"{(processor_in_all(pid) - used) / len(times) * 1000:.1f} ms of the processor each, {len(wrong)} errors {sorted(set(wrong))}"
    )


JUDGE = "judge"


def painted(port: int, named: dict[str, str], prefix: str = "") -> Iterator[str]:
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
        for name, path in named.items():
            if "picture" in name:
                continue
            times, sent = [], 0
            for _ in range(5):
                page.goto(f"http://127.0.0.1:{port}{path}")
                while not page.evaluate(asked):  # asked again and again, since the pages let no script be made of words
                    page.wait_for_timeout(20)
                times.append(page.evaluate(asked))
                sent = page.evaluate(_SENT)
            yield f"{prefix}{name:34} first contentful paint {statistics.median(times):5.0f} ms, greatest {max(times):5.0f} ms, with all it loads {sent / 1000:6.1f} KB"
        browser.close()


_SENT = """() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    .reduce((all, e) => all + (e.decodedBodySize || 0), 0)"""


def datasette(program: str | None, folder: Path, times: int, first: bool) -> Iterator[str]:
    """Datasette over the same tables."""
    if program is None:
        yield "Datasette: not given"
        return
    port = free_port()
    words = [program, "serve", str(folder / "ledger.db"), "--port", str(port)]
    named = {
        "a table": "/ledger/entries", "a table, a later page": "/ledger/entries?_next=100000", "a row": "/ledger/payloads/50",
        "words in a table (LIKE)": "/ledger/payloads?payload__contains=miners", "a table with its counts": "/ledger/entries?_facet=hash",
    }  # fmt: skip
    yield subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    with serving(words, port, "/ledger/entries", first) as pid:
        client = Client(port)
        for name, path in named.items():
            client.get(path)
            found = timed(pid, times, asking(client, path))
            yield f"Datasette: {name:34} {found.size / 1000:7.1f} | {found}"
        yield from painted(port, named, "Datasette: ")


def load() -> str:
    """How much else the machine has to do."""
    if not hasattr(os, "getloadavg"):
        return "the load is not known here"
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"


def measured(folder: Path, given: argparse.Namespace) -> Iterator[str]:
    named, claims, reports = pages(folder)
    port, left = free_port(), iter(claims)
    words = [sys.executable, "-m", "onrecord", "serve", str(folder), "--port", str(port)]
    yield f"{len(reports)} reports; {load()} at the beginning"
    yield f"{'':34} {'':7} | {'as kept: processor':>13} | {'clock':>13} || after a decision: processor | clock"
    yield f"{'page (milliseconds)':34} {'KB':>7} | {'p50':>6} {'p95':>6} | {'p50':>6} {'p95':>6} || {'p50':>6} {'p95':>6} | {'p50':>6} {'p95':>6}"
    with serving(words, port, "/reports", given.first) as pid:
        client = Client(port)
        client.begin()
        for path in named.values():
            client.get(path)
        time.sleep(given.rest)
        for name, path in named.items():
            kept = timed(pid, given.requests, asking(client, path))
            after = timed(
                pid,
                max(5, given.requests // 2),
                asking(client, path),
                lambda _: client.judge(next(left), "accept"),
            )
            yield f"{name:34} {kept.size / 1000:7.1f} | {kept} || {after}"
        for decision in ("accept", "reject"):
            yield f"decision: {decision:24} {'':7} | {timed(pid, 4 * given.requests, lambda _, d=decision: int(client.judge(next(left), d)))}"
        for name in ("style.css", "saving.js", "review.js", "charts.js", "capture.js", "map.js"):
            yield f"{name:34} {len(client.get(f'/{name}')[1]) / 1000:7.1f}"
        yield from crowds(pid, port, named, reports, list(left), given)
        yield load() + " before the browser"
        yield from painted(port, named)
    yield from datasette(given.datasette, folder, given.requests, given.first)
    yield load() + " at the end"


def crowds(
    pid: int, port: int, named: dict[str, str], reports: list[str], claims: list[int], given: argparse.Namespace
) -> Iterator[str]:
    """Reviewers at once: as they work, and each on every page there is."""
    day = ["queue", "report", JUDGE, JUDGE, "claim", JUDGE, "incident", "search, words", "person", "incidents"]
    paths = [
        [JUDGE if k == JUDGE else f"/report/{reports[who * 17]}" if k == "report" else named[k] for k in day]
        for who in range(given.reviewers)
    ]
    yield together(pid, port, paths, claims, given.reviewers, given.each, "as they review (three of ten judge)")
    left = claims[2 * given.reviewers * given.each :]
    yield together(pid, port, paths, left, given.reviewers, given.each // 2, "as they review, half a second in between", 0.5)
    every = [p for k, p in named.items() if k != "ledger, as of a moment"]
    paths = [[*every[who * 2 :], JUDGE, JUDGE, JUDGE, JUDGE, *every[: who * 2]] for who in range(given.reviewers)]
    yield together(
        pid, port, paths, claims[given.reviewers * given.each :], given.reviewers, given.each, "on every page in turn"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--record", type=Path, help="a record that benchmarks/made_up.py made; it is copied first")
    parser.add_argument("--requests", type=int, default=40, help="of each page")
    parser.add_argument("--reviewers", type=int, default=20)
    parser.add_argument("--each", type=int, default=50, help="requests of each reviewer")
    parser.add_argument("--datasette", default=shutil.which("datasette"), help="the program, of an environment of its own")
    parser.add_argument("--first", action="store_true", help="let server and browser go before other work (Linux, as root)")
    parser.add_argument("--rest", type=float, default=5, help="seconds until the first measurement")
    parser.add_argument("--out", type=Path, help="write the table there as well")
    given = parser.parse_args()
    if given.first:
        os.setsid() if os.getpgrp() != os.getpid() else None
        go_first("self")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "record"
        if given.record is None:
            filled(folder, given.reports).close()
        else:
            shutil.copytree(given.record, folder)
        lines = []
        for line in measured(folder, given):
            lines.append(line)
            print(line, flush=True)
    if given.out is not None:
        given.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
