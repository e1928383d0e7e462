"""The average of several runs' updates. Skipped without PyTorch."""

import pytest

torch = pytest.importorskip("torch", reason="PyTorch is installed with the training tools only")
pytest.importorskip("onnx", reason="onnx is installed with the training tools only")

from training.average_updates import averaged


def _run(seed: int) -> dict[str, "torch.Tensor"]:
    torch.manual_seed(seed)
    return {
        "upper.w.down": torch.randn(30, 4),
        "upper.w.up": torch.randn(4, 20),
        "upper.w.bias": torch.randn(20),
        "heads.x": torch.randn(3),
    }


def test_one_run_counted_in_full_is_itself() -> None:
    run, begun = _run(1), _run(2)
    found, lost = averaged([run], begun, 1.0, 4)
    assert lost < 1e-6
    assert torch.allclose(found["upper.w.down"] @ found["upper.w.up"], run["upper.w.down"] @ run["upper.w.up"], atol=1e-4)
    assert torch.allclose(found["heads.x"], run["heads.x"]) and torch.allclose(found["upper.w.bias"], run["upper.w.bias"])


def test_products_are_averaged_and_what_the_rank_drops_is_told() -> None:
    runs, begun = [_run(1), _run(2)], _run(3)
    wanted = sum(run["upper.w.down"] @ run["upper.w.up"] for run in runs) / 4
    whole, lost = averaged(runs, begun, 0.5, 8)
    assert lost < 1e-6 and torch.allclose(whole["upper.w.down"] @ whole["upper.w.up"], wanted, atol=1e-4)
    narrow, lost = averaged(runs, begun, 0.5, 4)
    apart = narrow["upper.w.down"] @ narrow["upper.w.up"] - wanted
    assert narrow["upper.w.down"].shape == (30, 4)
    assert float((apart**2).sum() / (wanted**2).sum()) == pytest.approx(lost, abs=1e-4)
    assert torch.allclose(whole["heads.x"], begun["heads.x"] / 2 + (runs[0]["heads.x"] + runs[1]["heads.x"]) / 4)
