"""The mean of several models."""

import pytest

torch = pytest.importorskip("torch", reason="PyTorch is installed with the training tools only")

from training.average import averaged


def test_each_weight_is_the_mean_in_full_precision() -> None:
    found = averaged([{"a": torch.tensor([1.0, 3.0])}, {"a": torch.tensor([3.0, 4.0]).bfloat16()}])
    assert found["a"].tolist() == [2.0, 3.5] and found["a"].dtype is torch.float32


def test_models_of_different_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="different shapes"):
        averaged([{"a": torch.zeros(2)}, {"a": torch.zeros(3)}])
