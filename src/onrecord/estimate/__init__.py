"""How many there are in all, documented or not: multiple systems estimation from lists that overlap. Arrays in, estimates out.

Nothing here reads a record or imports anything of the rest of the project but its errors. Needs the extra `estimate`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.estimate.estimating import estimate as estimate
    from onrecord.estimate.estimating import estimate_all as estimate_all
    from onrecord.estimate.reading import read_table as read_table
    from onrecord.estimate.result import Estimate as Estimate
    from onrecord.estimate.sensitivities import sensitivity as sensitivity
    from onrecord.estimate.table import CannotEstimate as CannotEstimate
    from onrecord.estimate.table import Table as Table

__all__ = ["CannotEstimate", "Estimate", "Table", "estimate", "estimate_all", "read_table", "sensitivity"]

_WHERE = {
    "estimate": "estimating", "estimate_all": "estimating", "read_table": "reading", "Estimate": "result", "CannotEstimate": "table",
    "Table": "table", "sensitivity": "sensitivities",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    """Parts load when first asked for. MissingExtra where NumPy or SciPy is not installed."""
    from importlib import import_module

    if name not in _WHERE:
        raise AttributeError(f"module 'onrecord.estimate' has no attribute {name!r}")
    try:
        return getattr(import_module(f"onrecord.estimate.{_WHERE[name]}"), name)
    except ModuleNotFoundError as e:
        if (e.name or "").split(".")[0] not in ("numpy", "scipy", "numba"):
            raise
        from onrecord.errors import MissingExtra

        raise MissingExtra("Estimating", "estimate") from e
