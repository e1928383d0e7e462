"""Taking reports in, in a browser: dropped, pasted, with and without script; axe finds nothing where it is there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from onrecord.record import Record, create
from tests.web.axe import violations
from tests.web.chromium import served, skipped
from tests.web.test_reviewing_in_browser import TEXT, someone

pytestmark = skipped


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with create(tmp_path / "record") as made:
        yield made


def test_files_are_dropped_and_their_fate_is_told_as_it_comes(browser: Any, record: Record) -> None:
    page = someone(browser, served(record), "heron")
    page.goto("/")
    page.get_by_role("link", name="Drop your reports here").click()
    page.wait_for_url("**/capture")
    dropped = page.evaluate_handle(
        """text => {
      const held = new DataTransfer();
      held.items.add(new File([text], 'mill.txt', { type: 'text/plain' }));
      held.items.add(new File(['x'], 'picture.png', { type: 'image/png' }));
      return held;
    }""",
        TEXT,
    )
    page.dispatch_event("#capture", "dragover", {"dataTransfer": dropped})
    page.dispatch_event("#capture", "drop", {"dataTransfer": dropped})
    page.get_by_label("Publisher").fill("The Desk")
    page.get_by_role("button", name="Take them in").click()
    page.get_by_role("heading", name="Captured").wait_for(timeout=120_000)
    fates = page.locator("#fates li").all_inner_texts()
    assert fates[0].startswith("mill.txt: added") and "picture.png is a .png file" in fates[1]
    assert record.reports()[0]["publisher"] == "The Desk"
    assert page.wrong == []


def test_it_works_without_script(browser: Any, record: Record) -> None:
    page = someone(browser, served(record), "heron", java_script_enabled=False)
    page.goto("/capture")
    page.get_by_label("A text, pasted").fill(TEXT)
    page.get_by_label("Published on").fill("2021-05-04")
    page.get_by_role("button", name="Take them in").click()
    page.get_by_role("heading", name="Captured").wait_for(timeout=120_000)
    assert page.locator("#fates li").count() == 1 and record.reports()[0]["published"] == "2021-05-04"
    page.goto("/capture")
    page.get_by_label("Links, one a line").fill("http://127.0.0.1:1/a")
    page.get_by_role("button", name="Take them in").click()
    page.get_by_role("heading", name="Shall these be fetched?").wait_for()
    assert "1 address would be fetched:" in page.locator("#question").inner_text()
    page.get_by_role("button", name="Fetch nothing").click()
    page.get_by_text("Nothing was fetched and nothing was captured").wait_for()
    assert page.wrong == []


def test_a_first_visit_loads_the_samples(browser: Any, record: Record) -> None:
    page = someone(browser, served(record), "heron")
    page.goto("/")
    page.get_by_role("button", name="Load the sample reports").click()
    page.get_by_role("heading", name="Captured").wait_for(timeout=120_000)
    page.get_by_role("link", name="To the queue").click()
    page.get_by_role("link", name="Begin with the first").wait_for()
    assert page.wrong == []


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (768, "dark"), (360, "light")])
def test_nothing_runs_off_the_page_and_axe_finds_nothing(
    browser: Any, record: Record, tmp_path: Path, width: int, scheme: str
) -> None:
    (tmp_path / "mill.txt").write_bytes(TEXT.encode())
    record.build(tmp_path / "mill.txt")
    heron, crane, report = record.review("heron"), record.review("crane"), record.reports()[0]
    heron.draw(1.0, 1)
    claims = [c["number"] for c in record.report(report["id"])["claims"] if c["property"] in ("date", "place")]
    first, second = claims[:2]
    heron.accept(first, "because")
    crane.reject(first, "L" + "o" * 300 + "ng")
    heron.reject(second)
    page = someone(browser, served(record), "heron", color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/capture")
    page.get_by_label("Links, one a line").fill("http://127.0.0.1:1/" + "a" * 300)
    page.get_by_role("button", name="Take them in").click()
    page.get_by_role("heading", name="Shall these be fetched?").wait_for()
    asks = page.url
    paths = (
        "/capture",
        asks,
        "/differ",
        "/desk",
        f"/report/{report['id']}",
        f"/claim/{first}",
        f"/incident/{record.list()[0]['id']}",
    )
    for path in paths:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert violations(page) == [], path
    assert page.wrong == []
