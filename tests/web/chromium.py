"""Debian's Chromium, and the workbench served for it."""

from __future__ import annotations

import os
import shutil
import socket
import threading
from queue import Queue

import pytest

from onrecord.record import Record

CHROMIUM = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)
REQUIRED = "chromium" in os.environ.get("ONRECORD_REQUIRE", "").split(",")
skipped = pytest.mark.skipif(CHROMIUM is None and not REQUIRED, reason="no Chromium is found on this machine")


def served(record: Record) -> str:
    """Where the workbench of a record is served, on a free port, until the tests end."""
    told: Queue[str] = Queue()
    threading.Thread(target=record.serve, kwargs={"port": 0, "announce": told.put}, daemon=True).start()
    return told.get(timeout=20).rstrip("/")


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])
