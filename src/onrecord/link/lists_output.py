"""What linking lists writes: pairs with their probabilities, in words where asked, whole or not at all."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.errors import OnRecordError
from onrecord.link.comparing import Comparer
from onrecord.link.levels import LEVELS
from onrecord.link.lists import Lists

if TYPE_CHECKING:
    from onrecord.link.linking import Links

DECIDED, DOUBTFUL = 0.5, 0.01
"""The probability from which a pair is held to be one person, and from which it is doubtful."""
NAMES = {"given": "given name", "family": "family name", "rest": "other names", "middle": "second given name", "second": "second surname", "suffix": "Jr or Sr", "kin": "kinship", "date": "date",
         "born": "born", "age": "age", "sex": "sex", "race": "race", "place": "place"}  # fmt: skip


def shown_pairs(lists: Lists, links: Links, least: float) -> Any:
    """The numbers of the pairs to write: of several files those across files alone, since ids are each file's own."""
    import numpy as np

    keep = links.probability >= least
    if len(lists.files) > 1:
        keep &= lists.rows.lists[links.left] != lists.rows.lists[links.right]
    return np.flatnonzero(keep)


def write_pairs(path: Path, lists: Lists, links: Links, least: float, explain: bool) -> int:
    """CSV with `left_id`, `right_id`, `probability`, the most probable first; returns how many pairs."""
    at = shown_pairs(lists, links, least)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    which = len(lists.files) > 2
    writer.writerow(["left_id", "right_id", "probability", *(["left_list", "right_list"] if which else []),
                     *(["evidence", "weights"] if explain else [])])  # fmt: skip
    told = evidence(lists, links, at) if explain else iter(())
    ids, of, names = lists.rows.ids, lists.rows.lists.tolist(), lists.names
    for n in at.tolist():
        a, b = int(links.left[n]), int(links.right[n])
        row = [ids[a], ids[b], f"{links.probability[n]:.4f}"]
        row += [names[of[a]], names[of[b]]] if which else []
        writer.writerow([*row, *(next(told) if explain else ())])
    write_whole(path, out.getvalue())
    return len(at)


def write_whole(path: Path, text: str) -> None:
    """The file as it was or as it will be, never half of it. OnRecordError where it cannot be written."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_text(text, encoding="utf-8", newline="")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise OnRecordError(f"{path} cannot be written: {error.strerror or error}; choose another place.") from error


def evidence(lists: Lists, links: Links, at: Sequence[int]) -> Iterator[tuple[str, str]]:
    """Of each pair the evidence in words, the strongest first, and the weights in bits."""
    import numpy as np

    rows = lists.rows
    if not len(at):
        return
    a, b = links.left[at], links.right[at]
    compared = Comparer(rows, np.unique(links.person)).compare(a, b)
    _, parts = links.model.weights(compared, rows.lists[a] == rows.lists[b])
    bits = {name: part / np.log(2) for name, part in parts.items()}
    for n in range(len(at)):
        said = []
        for name, level in compared.levels.items():
            words = LEVELS[name][level[n]]
            if words != "not known" and abs(bits[name][n]) >= 0.05:
                said.append((bits[name][n], f"{NAMES[name]} {words}: {times(bits[name][n])}"))
        if bits["relatives"][n] < -0.5:
            said.append((bits["relatives"][n], f"may be two of one family or event: {times(bits['relatives'][n])}"))
        said.sort(key=lambda s: -abs(s[0]))
        weights = " ".join(f"{name}={part[n]:+.1f}" for name, part in bits.items() if abs(part[n]) >= 0.05)
        yield "; ".join(s for _, s in said), weights


def times(bits: float) -> str:
    """A weight as how many times likelier it makes one person, or two."""
    size = 2 ** min(40.0, abs(bits))
    number = f"{size:.1f}" if size < 10 else f"{float(f'{size:.2g}'):,.0f}"
    return f"{number} times likelier for {'one person' if bits > 0 else 'two'}"
