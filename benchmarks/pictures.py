"""Pictures of every page of the workbench, each at 1440, 768 and 360 pixels side by side, for docs/pages.md.

    python benchmarks/pictures.py [--into docs/pages] [--only report,map]

Reads the sample reports into a record of its own, reviews a little of it as a person would, and drives Debian's Chromium (`chromium`).
Says which page is wider than its window, which is a fault. Needs Playwright's Python package; no browser is fetched.
"""

from __future__ import annotations

import argparse
import base64
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Queue

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from onrecord.record import Record, create

ROOT = Path(__file__).resolve().parents[1]
SIZES = ((1440, 1000), (768, 1000), (360, 780))
SHOWN = 420  # pixels of height at which the three stand side by side
REVIEWER = "Juniper"


def served(record: Record) -> str:
    told: Queue[str] = Queue()
    threading.Thread(target=record.serve, kwargs={"port": 0, "announce": told.put}, daemon=True).start()
    return told.get(timeout=60).rstrip("/")


def pages(record: Record) -> Iterator[tuple[str, str]]:
    """Each page's name and address, of the things that the samples hold."""
    incidents = record.list()
    shelled = next(i for i in incidents if len(i["reports"]) > 2)
    reports = {r["file"]: r for r in record.reports()}
    report = reports["border-night.txt"]
    claim = next(c["number"] for c in record.report(report["id"])["claims"])
    person = next(v["id"] for i in incidents for v in i["victims"] if v["names"])
    tellings = sorted(int(i["id"][1:]) for i in incidents)
    yield from (
        ("queue", "/queue"), ("incidents", "/"), ("incident", f"/incident/{shelled['id']}"),
        ("why", f"/incident/{shelled['id']}?why=death#why"), ("print", f"/incident/{shelled['id']}?print=1"),
        ("reports", "/reports"), ("report", f"/report/{report['id']}"), ("original", f"/original/{report['number']}"),
        ("claim", f"/claim/{claim}"), ("people", "/people"), ("person", f"/person/{person}"), ("sources", "/sources"),
        ("search", "/search?words=killed"), ("map", "/map"), ("charts", "/charts?by=country"), ("command", "/command"), ("links", "/links"),
        ("link", f"/link/i{tellings[0]}/i{tellings[1]}"), ("estimates", "/estimate"), ("ledger", "/ledger"), ("capture", "/capture"), ("desk", "/desk"),
    )  # fmt: skip


def reviewed(record: Record) -> None:
    """A little work of a person, so that the ledger and the desk have something to show."""
    review = record.review(REVIEWER)
    report = next(r for r in record.reports() if r["file"] == "contradicting-sources.txt")
    for claim in record.report(report["id"])["claims"][:9]:
        review.accept(claim["number"])
    review.comment(report["number"], "Ask the council whether its list has names.")


def begun(browser: Browser, base: str, size: tuple[int, int]) -> BrowserContext:
    """A window in which somebody reviews."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    context.set_default_timeout(300_000)  # a machine that does other work as well
    page = context.new_page()
    page.goto(base)
    page.fill("form.begin input[name=name]", REVIEWER)
    page.click("form.begin button")
    page.close()
    return context


def taken(page: Page, address: str) -> bytes:
    answer = page.goto(address)
    page.wait_for_load_state("load")
    page.wait_for_timeout(300)
    if answer is None or answer.status != 200:
        print(f"{address}: answered {answer.status if answer else 'nothing'}", file=sys.stderr)
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if over > 0:
        print(f"{address}: {over} pixels wider than a window of {page.viewport_size}", file=sys.stderr)
    return page.screenshot()


def beside(page: Page, pictures: list[bytes]) -> bytes:
    """The pictures side by side, as one JPEG."""
    shown = "".join(
        f'<img src="data:image/png;base64,{base64.b64encode(p).decode()}" style="height:{SHOWN}px;margin:8px;border:1px solid #999;vertical-align:top">'
        for p in pictures
    )
    page.set_content(
        f'<body style="margin:0;background:#ddd;white-space:nowrap"><div id="all" style="display:inline-block">{shown}</div></body>'
    )
    page.wait_for_function("[...document.images].every(i => i.complete && i.naturalWidth)")
    return page.locator("#all").screenshot(type="jpeg", quality=72)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--into", type=Path, default=ROOT / "docs" / "pages")
    asked.add_argument("--only", default="", help="names of pages, with commas; all where nothing is said")
    said = asked.parse_args()
    into, only = said.into, [n for n in said.only.split(",") if n]
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("No Chromium is found; on Debian:  apt install chromium")
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as held, sync_playwright() as play:
        folder = Path(held) / "Sample reports"
        with create(folder, name="Sample reports") as record:
            record.build([ROOT / "examples" / "reports"])
            reviewed(record)
            base, browser = served(record), play.chromium.launch(executable_path=chromium)
            windows = [begun(browser, base, size).new_page() for size in SIZES]
            sheet = browser.new_context(viewport={"width": 1500, "height": SHOWN + 40}).new_page()
            for name, address in ((n, a) for n, a in pages(record) if not only or n in only):
                made = beside(sheet, [taken(page, base + address) for page in windows])
                (into / f"{name}.jpg").write_bytes(made)
                print(f"{name}: {len(made) // 1024} KB")
            browser.close()


if __name__ == "__main__":
    main()
