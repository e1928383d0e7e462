"""One Chromium for the tests of a module."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.chromium import CHROMIUM


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    assert CHROMIUM is not None, "Chromium is required here and is not found: apt-get install chromium"
    with sync_playwright() as p:
        running = p.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()
