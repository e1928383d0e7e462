"""Serving the workbench on loopback."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from threading import Thread
from typing import TYPE_CHECKING

from onrecord.errors import Misuse, OnRecordError
from onrecord.web.readying import LARGE, Asking, beside

if TYPE_CHECKING:
    from onrecord.record import Record

MUCH = 5_000
"""Entries that the index of words lacks, from which taking them in is noticed: about a second."""
SWITCH = 0.001
"""Seconds after which one thread makes room for another. A decision waits for the disk again and again, and each time for the page that is
being made beside it: with Python's own five milliseconds it would take ten times as long as by itself."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def serve(record: Record, host: str = "127.0.0.1", port: int = 8765, announce: Callable[[str], None] | None = None) -> None:
    """Serve until interrupted. Misuse for another host or no port; OnRecordError where it cannot be had. Port 0 takes a free one."""
    if host not in LOOPBACK:
        raise Misuse(f"The workbench is served on this machine only, not on {host!r}: it has no accounts yet.")
    if not 0 <= port <= 65535:
        raise Misuse(f"{port} is no port: give a number from 1 to 65535, or 0 for a free one.")
    import uvicorn

    from onrecord.web.app import app

    # said to be TCP, since only then asyncio sends what is written at once: else each answer waits for the browser's 40 milliseconds
    held = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name == "posix":  # a port that was let go of a moment ago is free; elsewhere the option would share a taken one
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        held.bind((host, port))
    except OSError as error:
        held.close()
        why = "may not be used by you" if isinstance(error, PermissionError) else "is taken by another program"
        raise OnRecordError(f"Port {port} {why}: choose another with --port, or 0 for a free one.") from error
    made = app(record)
    _index_beside(record, made.state.asking)
    sys.setswitchinterval(SWITCH)
    with held:
        server = uvicorn.Server(uvicorn.Config(made, log_level="warning", server_header=False))
        held.listen(server.config.backlog)  # whoever is told the address may ask at once, and waits a moment
        if announce is not None:
            shown = f"[{host}]" if ":" in host else host
            announce(f"http://{shown}:{held.getsockname()[1]}/")
        server.run(sockets=[held])


def _index_beside(record: Record, asked: Asking) -> None:
    """Of a large record, make its pages ready; where much is to be taken into the index of words, that begins now, and not with the
    first search."""
    index, head = record.index(), record.ledger.head().number
    if head >= LARGE:
        Thread(target=beside, args=(record, asked), daemon=True).start()
    seen = 0
    if index.path.exists():
        with index.connection() as held:
            seen = index.seen(held).number
    if head - seen > MUCH:
        Thread(target=record.search, daemon=True).start()
