"""Estimating the model from the lists themselves, with nobody's labels.

Chances between strangers (u) come from random pairs. Chances within one person (m) and the shares of pairs of each kind come from
expectation–maximisation over the compared pairs, held by Dirichlet priors on what is known of such lists (most names of one person
agree, most dates do) and by upper bounds on disagreement, so that a list of few matches or of many relatives cannot turn "same
person" into "same event". What did not converge is said.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from onrecord.link.comparing import Compared
from onrecord.link.levels import ALIKE, LEVELS, ONE_MORE_NOT_ALL, OTHERS_DIFFER, groups_of
from onrecord.link.model import EVENT, FAMILY, NAMESAKES, SHARED, SHARED_SECOND, SLIPS, Model, patterns, surnames_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Doubles = NDArray[np.float64]

ROUNDS = 60
STRANGERS_AT = (1, 2, 4, 8, 16, 32)
"""Rounds in which the chances between strangers are counted anew."""
NEAR_ENOUGH = 1e-4
"""Where no share or probability moves more than this (relative for shares), it has converged."""
_NAME_M = (0.78, 0.08, 0.03, 0.03, 0.02, 0.02, 0.015, 0.025)
_DAY_M = (0.815, 0.04, 0.025, 0.015, 0.03, 0.015, 0.015, 0.01, 0.01, 0.96, 0.97, 0.005, 0.01, 0.01, 0.04, 0.03)
PRIOR_M: dict[str, tuple[float, ...]] = {
    "given": _NAME_M, "family": _NAME_M, "rest": (0.28, 0.21, 0.01, 0.4, 0.1),
    "middle": (0.27, 0.07, 0.005, 0.2, 0.02, 0.435), "second": (0.27, 0.07, 0.003, 0.2, 0.02, 0.437), "suffix": (0.97, 0.03), "kin": (0.97, 0.03), "date": _DAY_M,
    "born": _DAY_M, "age": (0.75, 0.12, 0.06, 0.04, 0.015, 0.015), "sex": (0.985, 0.015), "race": (0.9, 0.1),
    "place": (0.75, 0.06, 0.1, 0.06, 0.02, 0.01),
}  # fmt: skip
_NAME_U = (0.008, 0.003, 0.003, 0.004, 0.015, 0.008, 0.003, 0.956)
_DAY_U = (0.01, 0.005, 0.005, 0.01, 0.005, 0.005, 0.005, 0.005, 0.005, 0.05, 0.15, 0.06, 0.1, 0.785, 0.95, 0.85)
PRIOR_U: dict[str, tuple[float, ...]] = {
    "given": _NAME_U, "family": _NAME_U, "rest": (0.01, 0.02, 0.02, 0.45, 0.5),
    "middle": (0.005, 0.008, 0.002, 0.43, 0.24, 0.315), "second": (0.005, 0.008, 0.002, 0.43, 0.24, 0.315), "suffix": (0.6, 0.4), "kin": (0.3, 0.7), "date": _DAY_U,
    "born": _DAY_U, "age": (0.03, 0.05, 0.09, 0.16, 0.18, 0.49), "sex": (0.6, 0.4), "race": (0.4, 0.6),
    "place": (0.05, 0.01, 0.1, 0.2, 0.3, 0.34),
}  # fmt: skip
U_PAIRS = 50.0
"""How many pairs of strangers PRIOR_U counts for: much in a list of ten rows, which has 45 pairs, and nothing in one of a hundred."""
FEW = 10.0
"""Of fewer pairs of one person, what is known of such lists counts for more than what these lists show."""
PRIOR_PAIRS = 20.0
"""How many pairs of one person the prior on m counts for."""
SLIP_PAIRS, LEAST_SLIP = 50.0, (-1.5, 1.0)
MOST_DIFFERENT = {"given": 0.03, "family": 0.05, "date": 0.06, "born": 0.06, "age": 0.08, "sex": 0.04, "race": 0.2, "place": 0.06,
                  "rest": 0.25, "middle": 0.03, "second": 0.03, "suffix": 0.1, "kin": 0.05}  # fmt: skip
"""The most that m may give to plain disagreement; to a name also half of what is only alike, since where spelling is as bad as that, some
names of one person are past knowing."""
NAMESAKE_PAIRS, MOST_NAMESAKES = 50.0, 0.25
"""How many pairs of one family the prior on how often they are called alike counts for, and the most that it may be."""
STEADY_PAIRS = 10.0
"""How many pairs of one family and event that fall short of full agreement are added: as often as one person's, before anything is known."""
NAMES = ("given", "family")
OTHER_NAMES = ("rest", "middle", "second")
MOST_NOT_ALL = 0.01
"""The most that m may give to other names of which one agrees and another differs plainly: so are brothers and sisters called."""


def chances(compared: Compared, weight: Any = None) -> dict[str, list[float]]:
    """u: how often each level occurs among random pairs, with U_PAIRS pairs of what is usual added and half a pair to each."""
    import numpy as np

    out = {}
    for name, levels in compared.levels.items():
        counts = np.bincount(levels, weights=weight, minlength=len(LEVELS[name]))[:-1] + 0.5 + np.array(PRIOR_U[name]) * U_PAIRS
        out[name] = _summed(name, counts).tolist()
    return out


def _summed(name: str, counts: Doubles) -> Doubles:
    """The same with each group of levels summing to 1."""
    out = counts.copy()
    for group in map(list, groups_of(name)):
        out[group] /= out[group].sum()
    return out


def start(u: dict[str, list[float]], pairs: tuple[float, float], rows: tuple[int, ...]) -> Model:
    """Before the first round: what is expected of such lists."""
    across, within = pairs
    smaller = sorted(rows)
    expected = 0.3 * sum(smaller[:-1])
    model = Model({n: list(PRIOR_M[n]) for n in u}, u, _share(expected, across), _share(0.02 * sum(rows), within))
    if "second" in u:
        model.shared = list(SHARED_SECOND)
    return model


def fit(
    model: Model, compared: Compared, own: Any, pairs: tuple[float, float], random: tuple[Compared, Any, Any], weight: Any = None,
    fixed: Any = None, watch: Callable[[int, float], None] | None = None,
) -> Doubles:  # fmt: skip
    """Estimate in place; returns each pair's log odds under the last parameters.

    `own`: pairs within one list. `pairs`: how many pairs there are across and within lists, compared or not. `weight`: how many
    pairs each stands for. `fixed`: 1 and 0 where somebody judged, NaN elsewhere. `random`: the random pairs, which of them are
    within one list, and how many each stands for: some are of one person, and are taken out of the chances between strangers as these become known.
    """
    import numpy as np

    weight = np.ones(len(compared)) if weight is None else weight
    total = max(1.0, sum(pairs))
    first = model.across, model.within
    odds = np.zeros(len(compared))
    model.converged = False  # whatever an earlier estimation came to
    for n in range(ROUNDS):
        before = _vector(model)
        if n in STRANGERS_AT:
            model.u = chances(random[0], random[2] * (1 - _sigmoid(model.weights(*random[:2])[0])))
        odds, parts = model.weights(compared, own)
        p = _sigmoid(odds)
        if fixed is not None:
            p = np.where(np.isnan(fixed), p, fixed)
        _relate(model, random, compared, parts, (1 - p) * weight, total)
        _rates(model, p * weight, own, pairs, first)
        _agreements(model, compared, p * weight)
        if n > 0:
            _slips(model, compared, p * weight)
        after = _vector(model)
        moved = float(np.max(np.abs(after - before) / np.maximum(before, 1e-3)))
        model.rounds = n + 1
        if watch is not None:
            watch(n + 1, moved)
        if moved < NEAR_ENOUGH * 50:
            model.converged = True
            break
    odds = model.weights(compared, own)[0]
    model.found = float((_sigmoid(odds) * weight).sum())
    return odds


def _relate(
    model: Model, random: tuple[Compared, Any, Any], compared: Compared, parts: dict[str, Doubles], rest: Doubles, total: float
) -> None:
    """The shares of pairs of two people of one event, one family, or both: by random pairs, or by those compared where these show more; and
    how two of one family are called, by random pairs."""
    import numpy as np

    odds, random_parts = model.weights(*random[:2])
    sources = (
        (random[0], random_parts, random[2] * (1 - _sigmoid(odds)), float(max(1.0, random[2].sum()))),
        (compared, parts, rest, total),
    )
    found, steady = {"event": 0.0, "family": 0.0, "both": 0.0}, dict[str, float]()
    prior = SHARED_SECOND if "second" in compared.levels else SHARED
    shared, called = np.array(prior) * PRIOR_PAIRS, np.array([NAMESAKES, 1.0]) * NAMESAKE_PAIRS
    for pairs, of, weight, size in sources:
        for name, term in model.relations(pairs, of).items():
            each = weight * np.exp(term + of["relatives"])
            share = float(each.sum())
            if pairs is random[0] and name != "event" and "middle" in pairs.levels:
                called += float((each * model.of_namesakes(pairs)).sum()), share
            surnames = surnames_of(pairs)
            if pairs is random[0] and name != "event" and surnames:
                shared += np.bincount(pairs.levels[surnames], weights=each, minlength=len(shared) + 1)[:-1]
            if pairs is random[0] and name == "both":
                steady = {n: _steady(model, n, pairs.levels[n], each) for n in (*EVENT, *FAMILY) if n in pairs.levels}
            found[name] = max(found[name], (share + 0.5) / (size + 1.0))
    model.shared = (shared / shared.sum()).tolist()
    model.namesakes = min(MOST_NAMESAKES, called[0] / called[1])
    model.steady = steady
    for name, share in found.items():
        if share:
            setattr(model, name, min(0.2, share))


def _steady(model: Model, name: str, levels: Any, weight: Doubles) -> float:
    """How often two of one family and event fall short of full agreement, against how often one person's rows would; at most 1."""
    import numpy as np

    counts = np.bincount(levels, weights=weight, minlength=len(LEVELS[name]))
    short = expected = 0.0
    for group in groups_of(name):
        known = float(counts[list(group)].sum())
        short += known - float(counts[group[0]])
        expected += known * (1 - model.m[name][group[0]])
    return min(1.0, (short + STEADY_PAIRS) / (expected + STEADY_PAIRS))


def _rates(model: Model, p: Doubles, own: Any, pairs: tuple[float, float], first: tuple[float, float]) -> None:
    """The shares of pairs of one person; what was expected at first is worth PRIOR_PAIRS pairs, which is much in a list of five rows."""
    model.across = _share(float(p[~own].sum()) + 0.5 + PRIOR_PAIRS * first[0], pairs[0] + PRIOR_PAIRS)
    model.within = _share(float(p[own].sum()) + 0.5 + PRIOR_PAIRS * first[1], pairs[1] + PRIOR_PAIRS)


def _agreements(model: Model, compared: Compared, p: Doubles) -> None:
    import numpy as np

    for name, levels in compared.levels.items():
        counts = np.bincount(levels, weights=p, minlength=len(LEVELS[name]))[:-1]
        m = _summed(name, counts + np.array(PRIOR_M[name]) * PRIOR_PAIRS)
        most = MOST_DIFFERENT[name]
        if name in NAMES:
            most = max(most, float(m[ALIKE]) / 2)
        if name in OTHER_NAMES and m[ONE_MORE_NOT_ALL] > MOST_NOT_ALL:
            m *= (1 - MOST_NOT_ALL) / (m.sum() - m[ONE_MORE_NOT_ALL])
            m[ONE_MORE_NOT_ALL] = MOST_NOT_ALL
        for group in map(list, groups_of(name)):
            differs = OTHERS_DIFFER if name in OTHER_NAMES else group[-1]
            if m[differs] > most:
                m[group] *= (1 - most) / (1 - m[differs])
                m[differs] = most
        model.m[name] = m.tolist()


def _slips(model: Model, compared: Compared, p: Doubles) -> None:
    """How often slips go together, held towards independence by a prior worth SLIP_PAIRS pairs, and within bounds."""
    from math import log, prod

    import numpy as np

    codes, names = patterns(compared)
    used = [n for n in SLIPS if n in compared.levels]
    counts = np.bincount(codes, weights=p, minlength=len(names)).tolist()
    known: dict[str, float] = {}
    for name, count in zip(names, counts, strict=True):
        mask = name.replace("=", "x")
        known[mask] = known.get(mask, 0.0) + count
    model.patterns = {}
    for name, count in zip(names, counts, strict=True):
        alone = prod(model.m[n][0] if c == "=" else 1 - model.m[n][0] for n, c in zip(used, name, strict=True) if c != ".")
        ratio = (count + SLIP_PAIRS * alone) / (known[name.replace("=", "x")] + SLIP_PAIRS) / max(alone, 1e-12)
        model.patterns[name] = min(LEAST_SLIP[1], max(LEAST_SLIP[0], log(ratio)))


def _share(count: float, pairs: float) -> float:
    return min(0.5, max(1e-12, count / pairs)) if pairs > 0 else 1e-12


def _vector(model: Model) -> Doubles:
    import numpy as np

    return np.array([model.across, model.within, *(x for m in model.m.values() for x in m)])


def _sigmoid(x: Doubles) -> Doubles:
    import numpy as np

    return np.asarray(1 / (1 + np.exp(-np.clip(x, -700, 700))))
