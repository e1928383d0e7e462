"""The states of words from those of windows, and what a graph computes on its way."""

from typing import Any

import pytest

np = pytest.importorskip("numpy", reason="numpy is installed with a model only")
pytest.importorskip("tokenizers", reason="tokenizers is installed with a model only")

from onrecord.extract.trained.attribution_graphs import word_states
from onrecord.extract.trained.more_outputs import more_outputs
from onrecord.extract.trained.pieces import Piece


def _piece(tokens: int, words: list[list[int]]) -> Piece:
    none = np.zeros((0, 2), dtype=np.int64)
    return Piece([0] * tokens, none, none, np.array(words, dtype=np.int64))


def test_a_word_is_read_where_it_lies_farther_from_the_edges() -> None:
    pieces = [_piece(6, [[0, 1, 1], [1, 2, 3], [2, 4, 4]]), _piece(6, [[2, 1, 1], [3, 2, 4]])]
    states = [np.arange(6, dtype=np.float32).reshape(6, 1, 1), 10 + np.arange(6, dtype=np.float32).reshape(6, 1, 1)]
    found = word_states(pieces, states, 5)
    assert found[:, 0, 0].tolist() == [1.0, 2.5, 4.0, 13.0, 0.0]


def _fields(held: bytes) -> list[tuple[int, bytes]]:
    """The fields of a message that holds only bytes and single small numbers."""
    found, at = [], 0
    while at < len(held):
        key, at = held[at], at + 1
        size, shift = 0, 0
        while True:
            size, shift, at = size | (held[at] & 127) << shift, shift + 7, at + 1
            if not held[at - 1] & 128:
                break
        if key & 7 == 0:
            found.append((key >> 3, bytes([size])))
            continue
        found.append((key >> 3, held[at : at + size]))
        at += size
    return found


def test_further_outputs_are_named_in_a_second_part_of_the_graph() -> None:
    names = ["/a/output_0", "b" * 200]
    [(graph, outputs)] = _fields(more_outputs(names))
    assert graph == 7
    told: list[Any] = [dict(_fields(held)) for number, held in _fields(outputs) if number == 12]
    assert [t[1].decode() for t in told] == names and all(t[2] == b"\x0a\x02\x08\x01" for t in told)
