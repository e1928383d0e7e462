"""The documents that are read worst."""

from collections import Counter

import pytest

pytest.importorskip("numpy", reason="numpy is installed with the training tools only")

from training.worst import table, type_mistakes


@pytest.mark.parametrize(
    ("said", "true", "kind"),
    [
        ({"attack": 1}, {}, "spurious incident"),
        ({"attack": 1}, {"arson": 1}, "wrong type"),
        ({"arson": 2}, {"arson": 1}, "too many of a type"),
        ({"arson": 1}, {"arson": 2}, "too few of a type"),
        ({}, {"arson": 1}, "missed incident"),
    ],
)
def test_what_is_wrong_with_the_types_said(said: dict[str, int], true: dict[str, int], kind: str) -> None:
    assert type_mistakes(Counter(said), Counter(true))[kind] == 1


def test_the_table_holds_the_kinds_that_occur() -> None:
    rows = [("MADE-UP-1", 3, Counter({"wrong type": 2, "death": 0})), ("MADE-UP-2", 1, Counter({"missed filler": 1}))]
    lines = table(rows).splitlines()
    assert lines[0] == "| document | fills wrong or missed | wrong type | missed filler |"
    assert lines[2:] == ["| MADE-UP-1 | 3 | 2 |  |", "| MADE-UP-2 | 1 |  | 1 |"]
