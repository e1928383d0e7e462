"""The sample reports, composed for this project: they come with the package, and the people in them are made up."""

from __future__ import annotations

from pathlib import Path

from onrecord.errors import OnRecordError

_SHIPPED = Path(__file__).parents[1] / "samples"
_IN_THE_SOURCE = Path(__file__).parents[3] / "examples" / "reports"


def folder() -> Path:
    """Where the sample reports are. OnRecordError where this copy of the package has none."""
    found = next((p for p in (_SHIPPED, _IN_THE_SOURCE) if p.is_dir()), None)
    if found is None:
        raise OnRecordError("The sample reports did not come with this copy of onrecord: install it again.")
    return found
