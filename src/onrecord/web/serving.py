"""Serving the workbench on loopback."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import TYPE_CHECKING

from onrecord.errors import Misuse, OnRecordError

if TYPE_CHECKING:
    from onrecord.record import Record

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def serve(record: Record, host: str = "127.0.0.1", port: int = 8765, announce: Callable[[str], None] | None = None) -> None:
    """Serve until interrupted. Misuse for another host; OnRecordError where the port is taken. Port 0 takes a free one."""
    if host not in LOOPBACK:
        raise Misuse(f"The workbench is served on this machine only, not on {host!r}: it has no accounts yet.")
    import uvicorn

    from onrecord.web.app import app

    held = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        held.bind((host, port))
    except OSError as error:
        held.close()
        raise OnRecordError(
            f"Port {port} is taken by another program: choose another with --port, or 0 for a free one."
        ) from error
    with held:
        if announce is not None:
            shown = f"[{host}]" if ":" in host else host
            announce(f"http://{shown}:{held.getsockname()[1]}/")
        uvicorn.Server(uvicorn.Config(app(record), log_level="warning", server_header=False)).run(sockets=[held])
