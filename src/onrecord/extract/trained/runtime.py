"""ONNX Runtime, held back from telling its maker of its use before anything of it runs.

Its official builds report sessions and a machine's identity to their maker: on Windows for long, on Linux and macOS from 1.29 on.
A documenter's machine tells nobody what it does. The extra `model` holds the version below that, and whichever version
is there is told so twice: by the variable that its start reads, and by the call that ends what a start may have begun.
"""

from __future__ import annotations

import os
from types import ModuleType
from typing import Final

__all__ = ["SILENT", "silent_runtime"]

SILENT: Final = "ORT_DISABLE_TELEMETRY"


def silent_runtime() -> ModuleType:
    """The module `onnxruntime`, which sends nothing. ImportError where it is not installed."""
    os.environ[SILENT] = "1"
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    module: ModuleType = onnxruntime
    return module
