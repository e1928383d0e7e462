"""What is held to be one: which rows of lists, and which reports, incidents and victims of a record.

Of lists: tables in, pairs and persons with probabilities out; knows no record.

`link_lists` reads files; `linking.link` takes `Rows` made in any other way, with constraints (`Judged`) and given parameters.
Needs the extra `link`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.link.linking import Links
    from onrecord.link.lists import Lists

__all__ = ["link_lists"]


def link_lists(
    paths: Sequence[str | Path], mapping: Mapping[str, str] | None = None, without: Sequence[str] = (), distinct: bool = False,
    **how: Any,
) -> tuple[Lists, Links]:  # fmt: skip
    """The lists as read, and which of their rows are of one person. `how` goes to `linking.link`.

    MissingExtra without the extra, BadInput where a list cannot stand.
    """
    from onrecord.link.linking import link
    from onrecord.link.lists import read_lists

    lists = read_lists([Path(p) for p in paths], mapping, without)
    return lists, link(lists.rows, range(len(lists.names)) if distinct else (), **how)
