"""The update of an int8 weight as it is taught, against what is read by it. Skipped without PyTorch."""

from types import SimpleNamespace

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch is for training only")
pytest.importorskip("onnx", reason="onnx is for training only")

from onrecord.extract.trained.updates import weight_with
from training.export_update import in_bytes
from training.quantised import Part, _Rounded, _widening, names_of

_SOME = np.random.default_rng(4)
_WEIGHT = _SOME.integers(-90, 91, (40, 24)).astype(np.int8)
_SCALE = (_SOME.random(24).astype(np.float32) + 0.5) / 300


def _part(size: float) -> Part:
    part = Part(_WEIGHT, _SCALE, np.zeros(24, dtype=np.float32), 3)
    with torch.no_grad():
        part.up.copy_(torch.from_numpy(_SOME.standard_normal((3, 24)).astype(np.float32)) * size)
    part.renew()
    return part


def test_what_is_read_by_is_what_was_taught_but_for_the_tables_int8() -> None:
    part = _part(0.05)
    down, up = (table.numpy() for table in part.factors())
    tables = in_bytes(down, up)
    read = weight_with(_WEIGHT, *tables).astype(int)
    taught = part.weight.float().numpy().astype(int)
    assert (taught != _WEIGHT).mean() > 0.5
    assert np.abs(read - taught).max() <= 1 and (read != taught).mean() < 0.1
    made = (tables[0].astype(float) @ tables[1]) * tables[2]
    assert np.linalg.norm(made - down @ up) < 0.02 * np.linalg.norm(down @ up)


def test_an_update_of_nothing_leaves_the_weight_as_it_is() -> None:
    assert (_part(0.0).weight.float().numpy() == _WEIGHT).all()


def test_states_are_rounded_as_the_runtime_rounds_them() -> None:
    """ONNX's DynamicQuantizeLinear: 255 steps between the smallest and the largest number, nought among them, and nought exact."""
    given, step = _Rounded.apply(torch.tensor([[-1.0, 0.0, 0.5, 1.55]]))
    assert float(step) == pytest.approx(2.55 / 255)
    assert given.float().tolist() == [[-100.0, 0.0, 50.0, 155.0]]


def test_gradients_pass_the_roundings_as_if_there_were_none() -> None:
    part, given = _part(0.02), torch.randn(6, 40)
    ours = given.clone().requires_grad_()
    (part(*_Rounded.apply(ours)) ** 2).sum().backward()
    plain = given.clone().requires_grad_()
    down, up = part.down.detach().clone().requires_grad_(), part.up.detach().clone().requires_grad_()
    weight = torch.from_numpy(_WEIGHT * _SCALE) + down @ up * part.unit
    ((plain @ weight) ** 2).sum().backward()
    for mine, theirs in ((ours.grad, plain.grad), (part.down.grad, down.grad), (part.up.grad, up.grad)):
        assert mine is not None and theirs is not None
        assert float((mine - theirs).norm() / theirs.norm()) < 0.05


def test_what_widens_the_states_is_found_behind_the_last_layer_and_stays_as_it_ships() -> None:
    def node(name: str, weight: str) -> SimpleNamespace:
        return SimpleNamespace(op_type="MatMulInteger", name=name, input=["given", f"{weight}_quantized"])

    nodes = [node("/encoder/layers.0/layer/query/MatMul_quant", "a"), node("/widen/MatMul_quant", "b")]
    named = names_of(SimpleNamespace(node=nodes))
    assert named == {(0, "query"): "a", (1, "widen"): "b"}
    bias = _SOME.standard_normal(24).astype(np.float32)
    widen = _widening({"b_quantized": _WEIGHT, "b_scale": _SCALE, "widen.bias": bias}, named)
    given = _SOME.standard_normal((3, 40)).astype(np.float32)
    assert np.allclose(widen(torch.from_numpy(given)).numpy(), given @ (_WEIGHT * _SCALE) + bias, atol=1e-4)
    assert not any(p.requires_grad for p in widen.parameters())
