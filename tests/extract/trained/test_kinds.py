"""Which kind of report is read, by its letters and by the head for news."""

import pytest

pytest.importorskip("numpy", reason="numpy is installed with a model only")

from onrecord.extract.trained.kinds import in_capitals


@pytest.mark.parametrize(
    ("text", "wire"),
    [
        ("RAIDERS BURNED A MILL IN TAMBORIL, 12 MAY 89 [TEXT]", True),
        ("Raiders burned a mill in Tamboril.", False),
        ("RAIDERS BURN MILL\n\nOn Monday raiders burned a mill in the village of Tamboril, police said.", False),
        ("", False),
        ("1989", False),
    ],
)
def test_a_wire_report_is_in_capitals_throughout(text: str, wire: bool) -> None:
    assert in_capitals(text) is wire
