"""The parts that need PyTorch: skipped, with that reason, where it is not installed."""

import pytest

torch = pytest.importorskip("torch", reason="PyTorch is installed with the training tools only")
pytest.importorskip("safetensors", reason="safetensors is installed with the training tools only")
pytest.importorskip("tokenizers", reason="tokenizers is installed with the training tools only")

import numpy as np

from training.encoder import Encoder, Layer, Shape, distance_buckets
from training.fit_heads import begin_from
from training.heads import EVIDENCE, HIDDEN, PAIR_FEATURES, Context, DocumentHead, PairHead, SpanHead
from training.labels import SPAN_LABELS, SPAN_ROLES
from training.network import Heads
from training.optimiser import Optimiser, warm_linear
from training.prepared import padded
from training.smoothing import factors, smooth

_SHAPE = Shape(96, 12, 384, 2, 1000, 64, 2, 1e-5, by_distance=True)


def _outlying_encoder() -> Encoder:
    """A two-layer encoder with hidden channels far larger than the rest, as the real one has."""
    torch.manual_seed(5)
    encoder = Encoder(_SHAPE).eval()
    with torch.no_grad():
        for layer in encoder.layers:
            layer.inner.weight[:3] *= 30
            layer.outer.weight[:, :3] /= 30
    return encoder


def test_smoothing_changes_nothing_in_exact_arithmetic_and_evens_the_inputs() -> None:
    encoder = _outlying_encoder()
    ids = torch.randint(3, 1000, (1, 12))
    filled = torch.ones_like(ids, dtype=torch.bool)
    tops: list[torch.Tensor] = []
    watch = encoder.layers[0].outer.register_forward_pre_hook(lambda _, x: tops.append(x[0].abs().amax((0, 1))))
    with torch.no_grad():
        before = encoder(ids, filled)
        smooth(encoder, [ids])
        after = encoder(ids, filled)
    watch.remove()
    assert torch.allclose(before, after, atol=1e-4)
    raw, smoothed = tops[0], tops[-1]
    assert smoothed.max() / smoothed.median() < raw.max() / raw.median() / 2


def test_a_channel_that_is_never_used_is_left_alone() -> None:
    found = factors(np.array([0.0, 4.0, 4.0], dtype=np.float32), np.array([1.0, 0.0, 1.0], dtype=np.float32), 0.5)
    assert found.tolist() == [1.0, 1.0, 2.0]


def test_distances_are_exact_when_short_and_tell_before_from_after() -> None:
    buckets = distance_buckets(300)
    assert buckets[5, 5] == 0
    assert buckets[5, 2] == 3 and buckets[2, 5] == 16 + 3
    assert buckets[290, 0] == 15 and buckets[0, 290] == 31


def test_padding_does_not_change_what_a_text_reads_as() -> None:
    encoder = _outlying_encoder()
    short, long = [0, 50, 60, 2], [0, 7, 8, 9, 10, 11, 2]
    ids, filled = padded([short, long])
    alone = torch.tensor([short])
    with torch.no_grad():
        together = encoder(ids, filled)[0, : len(short)]
        assert torch.allclose(together, encoder(alone, torch.ones_like(alone, dtype=torch.bool))[0], atol=1e-5)


def test_a_spans_hidden_vector_sees_no_token_outside_it() -> None:
    head = SpanHead(96).eval()
    states, document = torch.randn(9, 96), torch.zeros(HIDDEN)
    tokens, lengths = torch.tensor([[2, 4]]), torch.tensor([2])
    other = states.clone()
    other[[0, 1, 5, 8]] += 1.0
    inside = states.clone()
    inside[3] += 1.0
    with torch.no_grad():
        first = head.hidden(states, tokens, lengths, document)
        assert torch.allclose(first, head.hidden(other, tokens, lengths, document), atol=1e-4)
        assert not torch.allclose(first, head.hidden(inside, tokens, lengths, document), atol=1e-4)


def test_a_pair_reads_the_same_either_way_round() -> None:
    head = PairHead().eval()
    with torch.no_grad():
        logits = head(torch.randn(4, HIDDEN), torch.rand(4, len(SPAN_ROLES)), torch.zeros(4, 4, PAIR_FEATURES))
    assert torch.allclose(logits, logits.transpose(0, 1), atol=1e-5)


def test_small_steps_are_not_lost_in_rounding_and_a_restored_optimiser_goes_on_alike() -> None:
    def fresh() -> tuple[torch.nn.Parameter, Optimiser]:
        live = torch.nn.Parameter(torch.full((4,), 100.0, dtype=torch.bfloat16))
        return live, Optimiser([([live], 1e-3)], weight_decay=0.0)

    def steps(live: torch.nn.Parameter, optimiser: Optimiser, count: int) -> None:
        for _ in range(count):
            live.grad = torch.ones_like(live)
            optimiser.step(1.0)

    live, optimiser = fresh()
    steps(live, optimiser, 600)  # each step is far below bfloat16's spacing at 100
    assert float(live[0].detach()) < 100.0
    other, restored = fresh()
    steps(other, restored, 300)
    stored = restored.state_dict()
    third, again = fresh()
    again.load_state_dict(stored)
    steps(third, again, 300)
    assert torch.equal(optimiser.full[0], again.full[0])


def test_averaged_weights_lag_behind_and_are_shown_when_asked() -> None:
    live = torch.nn.Parameter(torch.zeros(1))
    optimiser = Optimiser([([live], 1e-1)], weight_decay=0.0, smoothing=0.9)
    for _ in range(50):
        live.grad = -torch.ones_like(live)
        optimiser.step(1.0)
    reached = float(live.detach())
    optimiser.show_smoothed()
    assert 0 < float(live.detach()) < reached
    optimiser.show()
    assert float(live.detach()) == reached


def test_what_stands_around_a_token_is_seen_from_it() -> None:
    context = Context(96, 128).eval()
    states = torch.randn(9, 96)
    other = states.clone()
    other[8] += 1.0
    with torch.no_grad():
        before, after = context(states), context(other)
    assert before.shape == (9, 128)
    assert not torch.allclose(before[0], after[0], atol=1e-5)


def test_heads_begin_where_those_without_surroundings_ended() -> None:
    torch.manual_seed(3)
    old, new = Heads(96).eval(), Heads(96, context=64).eval()
    begin_from(new, old.state_dict())
    states, gist = torch.randn(9, 96), torch.randn(HIDDEN)
    tokens, lengths = torch.tensor([[2, 4]]), torch.tensor([2])
    assert new.context is not None
    with torch.no_grad():
        seen = torch.cat([states, new.context(states)], dim=1)
        before, after = old.spans.hidden(states, tokens, lengths, gist), new.spans.hidden(seen, tokens, lengths, gist)
    assert torch.allclose(before, after, atol=1e-4)


def test_the_pace_rises_and_then_falls_to_nothing() -> None:
    shares = [warm_linear(s, 100, 10) for s in range(101)]
    assert shares[0] == 0.1 and max(shares) == shares[9] == 1.0 and shares[100] == 0.0


@pytest.mark.parametrize("count", [1, 3])
def test_layers_keep_their_shape(count: int) -> None:
    layer = Layer(_SHAPE).eval()
    assert layer(torch.randn(count, 5, 96), torch.zeros(count, 12, 5, 5)).shape == (count, 5, 96)


def test_a_document_is_told_by_its_likeliest_spans_even_where_it_has_few() -> None:
    head = DocumentHead(96).eval()
    logits = torch.full((2, len(SPAN_LABELS)), -9.0)
    logits[1, 4] = 3.0
    seen = head.evidence(logits).view(EVIDENCE, -1)
    assert seen.shape == (EVIDENCE, len(SPAN_LABELS))
    assert seen[0, 4] == pytest.approx(1.0) and seen[1, 4] == pytest.approx(-0.2) and seen[2, 4] == pytest.approx(-0.5)
