"""onrecord: from reports of grave abuses to a record that can be defended.

`init` makes a record, `open` opens one; a `Record` has the commands' names as methods: capture, build, list, show, why, judge,
tally, threshold, evaluate, forget, export, verify, serve. `extract` reads one report without a record; `evaluate` holds readers against gold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord import evaluate as evaluate
    from onrecord.extract import ReportText as ReportText
    from onrecord.extract import extract as extract
    from onrecord.record import Record as Record
    from onrecord.record import init as init
    from onrecord.record import open_record as open

__version__ = "0.1.0"
__all__ = ["Record", "ReportText", "__version__", "evaluate", "extract", "init", "open"]

_LAZY = {
    "extract": ("onrecord.extract", "extract"),
    "ReportText": ("onrecord.extract", "ReportText"),
    "init": ("onrecord.record", "init"),
    "open": ("onrecord.record", "open_record"),
    "Record": ("onrecord.record", "Record"),
}


def __getattr__(name: str) -> Any:
    """Heavy parts load when first asked for, so that importing onrecord is quick."""
    from importlib import import_module

    if name == "evaluate":
        return import_module("onrecord.evaluate")
    if name in _LAZY:
        module, attribute = _LAZY[name]
        return getattr(import_module(module), attribute)
    raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
