"""What an ONNX graph computes on its way, asked for beside its own outputs, without writing another file.

A graph is a message of Protocol Buffers, of which one that is given in two parts is one whose lists are joined
(protobuf.dev, Encoding: "Last One Wins" and embedded messages). So a few bytes behind a file's own name further outputs of its graph.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

__all__ = ["STATES_AFTER", "more_outputs"]

STATES_AFTER: Final = "/encoder/layers.{}/after_inner/LayerNormalization_output_0"
"""What the encoders' graphs call the states after a layer, counted from 0."""

# Fields of onnx.proto that hold a message or a text: ModelProto.graph; GraphProto.output; ValueInfoProto.name and .type; TypeProto.tensor_type.
_GRAPH, _OUTPUT, _NAME, _TYPE, _TENSOR = 7, 12, 1, 2, 1
_OF_FLOATS: Final = b"\x08\x01"  # TypeProto.Tensor.elem_type: FLOAT


def more_outputs(names: Iterable[str]) -> bytes:
    """The bytes to put behind a model's own, so that its graph gives these tensors of floats too, after its own outputs."""
    kind = _field(_TYPE, _field(_TENSOR, _OF_FLOATS))
    return _field(_GRAPH, b"".join(_field(_OUTPUT, _field(_NAME, name.encode()) + kind) for name in names))


def _field(number: int, held: bytes) -> bytes:
    """A field that holds bytes: its key, their length in groups of seven bits, and they."""
    length, size = len(held), bytearray()
    while length > 127:
        size.append(length & 127 | 128)
        length >>= 7
    return bytes([number << 3 | 2, *size, length]) + held
