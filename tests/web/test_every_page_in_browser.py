"""Every page in Chromium: axe light and dark, three widths, no complaint of the browser, and nothing hostile that runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from onrecord.record import Record
from tests.web.axe import violations
from tests.web.chromium import served, skipped
from tests.web.every_page import ME, hostile_record, paths

pytestmark = skipped
WIDTHS = (1440, 768, 360)
RUNS_OFF = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with hostile_record(tmp_path_factory.mktemp("every")) as made:
        yield made


@pytest.fixture(scope="module")
def window(browser: Any, record: Record) -> Any:
    context = browser.new_context(base_url=served(record), viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.wrong = []
    page.on("dialog", lambda d: (page.wrong.append(f"dialog {d.message}"), d.dismiss()))
    page.on("pageerror", lambda e: page.wrong.append(str(e)))
    page.on("console", lambda m: page.wrong.append(m.text) if m.type in ("error", "warning") and "404" not in m.text else None)
    page.goto("/queue")
    page.locator(".begin input[name=name]").fill(ME)
    with page.expect_navigation():
        page.locator(".begin button").click()
    return page


def test_every_page_light_and_dark_at_three_widths(window: Any, record: Record) -> None:
    found: list[str] = []
    for name, path in paths(record).items():
        window.emulate_media(color_scheme="light")
        window.goto(path)
        found += [f"{name}: {v}" for v in violations(window)]
        window.emulate_media(color_scheme="dark")
        found += [f"{name}, dark: {v}" for v in violations(window, ["color-contrast"])]
        for width in WIDTHS:
            window.set_viewport_size({"width": width, "height": 900})
            if (over := window.evaluate(RUNS_OFF)) > 0:
                found.append(f"{name}: {over} pixels wider than {width}")
        window.set_viewport_size({"width": 1440, "height": 900})
        if window.locator("marrowx, [onclick], [onerror]").count():
            found.append(f"{name}: hostile elements")
    assert found == [] and window.wrong == []


def test_the_page_of_a_run_of_linking(window: Any) -> None:
    window.emulate_media(color_scheme="light")
    window.goto("/links")
    with window.expect_navigation():
        window.locator("form[action='/links/run'] button").click()
    window.wait_for_selector("#state[data-state=done]", timeout=60_000)
    assert window.url.endswith("/links/run") and violations(window) == []
    window.emulate_media(color_scheme="dark")
    assert violations(window, ["color-contrast"]) == [] and window.wrong == []
