"""Fitting a map to judged claims: Platt's scaling for few, isotonic regression for many, chosen by what foretells unseen reports.

What is fitted is the share right *at* a confidence. That does not depend on how many claims of each confidence were judged, so
reviewers may begin with the doubtful ones; it would be off where, of two claims with one confidence, they judge the worse one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, log, log1p

from onrecord.calibration.maps import KEPT, LEAST, Isotonic, Map, Platt, apply, logit, sigmoid

FOLDS = 5
MANY = 1000
"""Trials from which isotonic regression is tried: with fewer, its steps follow chance (Niculescu-Mizil and Caruana 2005)."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A confidence, 0 to 1, whether it turned out right, and the report: claims of one report err together."""

    raw: float
    right: bool
    group: int | str = 0

    def __post_init__(self) -> None:
        if not 0 <= self.raw <= 1:
            raise ValueError(f"a confidence is between 0 and 1, not {self.raw}")


@dataclass(frozen=True, slots=True)
class Fitted:
    """A map, by which method ("kept": as stated), and what each trial would be given by a map that never saw its report.

    `held_out` stands in the order of the trials; `log_loss` is its mean, `log_loss_before` that of the confidences as stated.
    """

    by: Map
    method: str
    held_out: tuple[float, ...]
    log_loss: float
    log_loss_before: float


def fitted(trials: Sequence[Trial]) -> Fitted:
    """The map among those tried whose mean log loss on unseen reports is least; of equals the simplest. ValueError for no trial.

    Tried are the confidences as stated, Platt's scaling, and from `MANY` trials on isotonic regression, each in `FOLDS` parts
    by report. The order of the trials makes no difference.
    """
    if not trials:
        raise ValueError("a map is fitted to one trial or more")
    tried: dict[str, Callable[[Sequence[Trial]], Map]] = {"kept": lambda _: KEPT, "platt": platt}
    if len(trials) >= MANY:
        tried["isotonic"] = isotonic
    folds = _folds(trials)
    held = {name: _held_out(trials, folds, fit) for name, fit in tried.items()}
    losses = {name: _mean_log_loss(trials, said) for name, said in held.items()}
    best = min(tried, key=lambda name: losses[name])  # of equals the first, which is the simplest
    return Fitted(tried[best](trials), best, held[best], losses[best], losses["kept"])


def _folds(trials: Sequence[Trial]) -> list[int]:
    """The part that each trial belongs to: whole reports in turn, or single claims where there are too few reports."""
    groups = sorted({t.group for t in trials})
    if len(groups) >= FOLDS:
        of_group = {g: n % FOLDS for n, g in enumerate(groups)}
        return [of_group[t.group] for t in trials]
    order = sorted(range(len(trials)), key=lambda n: _key(trials[n]))
    parts = [0] * len(trials)
    for at, n in enumerate(order):
        parts[n] = at % FOLDS
    return parts


def _key(t: Trial) -> tuple[str, float, bool]:
    return (str(t.group), t.raw, t.right)


def _held_out(trials: Sequence[Trial], folds: Sequence[int], fit: Callable[[Sequence[Trial]], Map]) -> tuple[float, ...]:
    said = [0.0] * len(trials)
    for part in sorted(set(folds)):
        others = [t for t, of in zip(trials, folds, strict=True) if of != part]
        by = fit(others) if others else KEPT
        for n, (t, of) in enumerate(zip(trials, folds, strict=True)):
            if of == part:
                said[n] = apply(by, t.raw)
    return tuple(said)


def _mean_log_loss(trials: Sequence[Trial], said: Sequence[float]) -> float:
    return log_loss([(p, t.right) for p, t in zip(said, trials, strict=True)])


def log_loss(said: Sequence[tuple[float, bool]]) -> float:
    """The mean of −log of the share given to what came out, shares taken no nearer to 0 or 1 than `LEAST`."""
    losses = sorted(-log(max(LEAST, p if right else 1 - p)) for p, right in said)  # in one order, so that sums are the same
    return sum(losses) / len(losses)


# -- Platt's scaling ------------------------------------------------------------------------------------------


def platt(trials: Sequence[Trial]) -> Platt:
    """Platt's scaling on the logit (Platt 1999), by Newton's method with backtracking (Lin, Lin and Weng 2007).

    The targets are not 1 and 0 but what Bayes' rule with a flat prior says after as many trials, (right + 1) / (right + 2) and
    1 / (wrong + 2), so that few trials never give certainty. A slope below 0, which says that sure claims are wrong more often,
    is held at 0: then all are given one share.
    """
    points = sorted((logit(t.raw), t.right) for t in trials)
    right = sum(1 for _, was in points if was)
    high, low = (right + 1) / (right + 2), 1 / (len(points) - right + 2)
    x, target = [p[0] for p in points], [high if was else low for _, was in points]
    slope, intercept = _newton(x, target)
    if slope < 0:
        slope, intercept = 0.0, logit(sum(target) / len(target)) if target else 0.0
    return Platt(slope, intercept)


def _newton(x: Sequence[float], target: Sequence[float]) -> tuple[float, float]:
    """The slope and intercept of least loss. It is convex, so that there is one minimum; the ridge keeps equal x apart from none."""
    ridge = 1e-10
    a, b = 0.0, logit(sum(target) / len(target)) if target else 0.0
    loss = _loss(x, target, a, b)
    for _ in range(100):
        ga = gb = hab = 0.0
        haa = hbb = ridge
        for at, t in zip(x, target, strict=True):
            p = sigmoid(a * at + b)
            weight, error = p * (1 - p), p - t
            ga, gb = ga + error * at, gb + error
            haa, hab, hbb = haa + weight * at * at, hab + weight * at, hbb + weight
        if abs(ga) < 1e-9 * len(x) and abs(gb) < 1e-9 * len(x):
            break
        det = haa * hbb - hab * hab
        if det <= 0:
            break
        da, db = -(hbb * ga - hab * gb) / det, -(haa * gb - hab * ga) / det
        step = 1.0
        while step > 1e-10:
            tried = _loss(x, target, a + step * da, b + step * db)
            if tried < loss + 1e-4 * step * (ga * da + gb * db):
                a, b, loss = a + step * da, b + step * db, tried
                break
            step /= 2
        else:
            break
    return a, b


def _loss(x: Sequence[float], target: Sequence[float], a: float, b: float) -> float:
    total = 0.0
    for at, t in zip(x, target, strict=True):
        z = a * at + b
        total += (z + log1p(exp(-z)) if z >= 0 else log1p(exp(z))) - t * z
    return total


# -- isotonic regression --------------------------------------------------------------------------------------


def isotonic(trials: Sequence[Trial]) -> Isotonic:
    """The rising steps nearest to the trials, by pooling adjacent violators (Ayer et al. 1955), joined at the middle of each step.

    No step is 0 or 1: shares are taken no nearer to them than 1 / (trials + 2), for the same reason as Platt's targets.
    """
    steps: list[list[float]] = []  # each: trials, right ones, sum of their confidences
    for raw, n, right in _at_each(trials):
        steps.append([n, right, n * raw])
        while len(steps) > 1 and steps[-2][1] * steps[-1][0] >= steps[-1][1] * steps[-2][0]:
            last = steps.pop()
            steps[-1] = [a + b for a, b in zip(steps[-1], last, strict=True)]
    least = 1 / (len(trials) + 2)
    points = [(min(1.0, total / n), min(max(right / n, least), 1 - least)) for n, right, total in steps]
    return Isotonic(tuple(points))


def _at_each(trials: Sequence[Trial]) -> list[tuple[float, int, int]]:
    """Each confidence to six places once, rising, with how many trials it has and how many were right."""
    found: dict[float, list[int]] = {}
    for t in trials:
        held = found.setdefault(round(t.raw, 6), [0, 0])
        held[0] += 1
        held[1] += t.right
    return [(raw, n, right) for raw, (n, right) in sorted(found.items())]
