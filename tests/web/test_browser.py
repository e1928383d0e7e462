"""The workbench in a browser, as a person uses it: Debian's Chromium, where it is found.

ONRECORD_REQUIRE=chromium (set by .ci/run) makes its absence a failure instead of a skip.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from typing import Any

import pytest

from onrecord.record import Record, create
from tests.web.chromium import served, skipped

REPORTS = Path(__file__).parents[2] / "examples" / "reports"
pytestmark = skipped


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with create(tmp_path_factory.mktemp("browser") / "record", name="Samples 기록") as made:
        made.build(REPORTS)
        yield made


@pytest.fixture(scope="module")
def address(record: Record) -> str:
    """Where the workbench is served, on a free port, until the tests end."""
    return served(record)


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """A page without script, which reports any request beyond the workbench and any complaint of the browser."""
    context = browser.new_context(base_url=address, java_script_enabled=False, viewport={"width": 1280, "height": 900})
    made, wrong = context.new_page(), []
    made.set_default_timeout(5000)
    made.on("request", lambda r: wrong.append(r.url) if not r.url.startswith((address, "data:")) else None)
    made.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") and "404" not in m.text else None)
    yield made
    context.close()
    assert wrong == []


def follow(page: Any, thing: Any) -> None:
    """Click, and wait until the browser is where that leads."""
    with page.expect_navigation():
        thing.click()


def test_from_the_list_to_the_words(page: Any) -> None:
    page.goto("/")
    page.get_by_label("Words").fill("four people")
    page.get_by_label("Outcome").select_option("death")
    follow(page, page.get_by_role("button", name="Filter"))
    assert re.match(r"2\s+of", page.locator(".sums p").inner_text())
    row = page.get_by_role("row").filter(has_text="four people").filter(has_text="border-night.txt")
    follow(page, row.get_by_role("link", name="killed 4"))
    assert "why=killed" in page.url and page.get_by_role("heading", name="Why? Killed: 4").is_visible()
    assert page.get_by_text("direct deaths by others").is_visible()
    assert "access not said" in page.locator(".account").first.inner_text()
    claim = page.locator(".account li").filter(has_text="count: 4").get_by_role("link")
    number = claim.inner_text().split()[1]
    follow(page, claim)
    page.wait_for_url(f"**/report/*#claim-{number}")
    beside = page.locator(f"#claim-{number}")
    assert "count: 4" in beside.inner_text() and beside.evaluate("e => e.matches(':target')")


def test_claims_and_words_lead_to_each_other(page: Any, record: Record) -> None:
    report = next(r for r in record.reports() if r["file"] == "border-night.txt")
    page.goto(f"/report/{report['id']}")
    assert page.get_by_role("article", name="The report's words").inner_text().count("four people") == 1
    follow(page, page.get_by_label("Claims").get_by_role("link", name="his soldiers"))
    page.wait_for_url("**#m-*")
    assert page.locator(".anchor:target + mark").inner_text() == "his soldiers"
    assert page.locator(".anchor:target + mark").bounding_box()["y"] >= 0
    follow(page, page.get_by_role("article").get_by_role("link", name="his soldiers"))
    page.wait_for_url("**#claim-*")
    target = page.locator(".claims li:target")
    assert "carried it out" in target.inner_text() and 0 <= target.bounding_box()["y"] <= 900


def test_filters_by_date_place_act_and_review(page: Any) -> None:
    page.goto("/")
    for label, value, sure in (("From", "2023", "Plateau"), ("Place", "olancho", "Olancho")):
        page.get_by_label(label, exact=True).fill(value)
        follow(page, page.get_by_role("button", name="Filter"))
        rows = page.locator("tbody tr")
        assert 0 < rows.count() < 26 and rows.filter(has_text=sure).count() > 0
        follow(page, page.get_by_role("link", name="Show all").first)
    page.get_by_label("Act").select_option("suicide")
    follow(page, page.get_by_role("button", name="Filter"))
    assert page.locator("tbody tr").count() == 1
    page.locator("select[name=state]").select_option("accepted")
    follow(page, page.get_by_role("button", name="Filter"))
    assert page.get_by_text("No incident fits all of this").is_visible()
    page.goto("/?since=soon")
    assert "“soon” is no date" in page.get_by_role("alert").inner_text()


@pytest.mark.parametrize("width", [1440, 768, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_runs_off_the_page(browser: Any, address: str, record: Record, width: int, scheme: str) -> None:
    context = browser.new_context(base_url=address, viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    for path in ("/", "/reports", f"/incident/{record.list()[1]['id']}?why=all", f"/report/{record.reports()[1]['id']}"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    context.close()


def test_a_phone_shows_a_report_s_first_words_and_then_their_claims_beneath(browser: Any, address: str, record: Record) -> None:
    page = browser.new_page(base_url=address, viewport={"width": 360, "height": 740})
    page.goto(f"/report/{record.reports()[1]['id']}")
    covered = """() => { const at = document.querySelector("#words").getBoundingClientRect();
        return [0, 1, 2].map((line) => !document.elementFromPoint(30, at.top + 12 + line * 30)?.closest("#words")); }"""
    assert page.evaluate(covered) == [False, False, False]
    page.mouse.wheel(0, 500)
    page.wait_for_timeout(300)
    claims = page.locator(".claims").bounding_box()
    assert claims is not None and claims["y"] < 740 < claims["y"] + claims["height"] + 1
    page.close()


def test_the_keyboard_reaches_everything(page: Any) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "To the content"
    page.keyboard.press("Enter")
    page.wait_for_url("**#main")
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("name") == "since"


def test_an_empty_record_says_what_to_do(browser: Any, tmp_path: Path) -> None:
    told: Queue[str] = Queue()
    with create(tmp_path / "new-record") as empty:
        threading.Thread(target=empty.serve, kwargs={"port": 0, "announce": told.put}, daemon=True).start()
        page = browser.new_page()
        page.goto(told.get(timeout=10))
        assert page.get_by_role("heading", name="No incidents stand in this record yet").is_visible()
        assert "onrecord build REPORTS --into new-record" in page.locator("main").inner_text()
        page.close()
