"""Blind double review of pairs of incidents: a sample by stated probability, how far two people agree on it, and what it says of the links.

Pairs are drawn from strata of stated probability, those that are held to be one apart from the others, so that doubtful ones are seen as well as
sure ones. Precision and recall are weighed up to all pairs (D. Horvitz and D. Thompson 1952), with an interval by a bootstrap within strata
(B. Efron and R. Tibshirani 1993). Recall is of the pairs that were compared: of those that were never, it says nothing.
"""

from __future__ import annotations

import random
from itertools import combinations
from typing import TYPE_CHECKING, Any

from onrecord.calibration.intervals import percentiles
from onrecord.errors import Misuse
from onrecord.link.incidents_clusters import NEVER, Pair, pair
from onrecord.link.incidents_model import logistic
from onrecord.record.groups import independent
from onrecord.record.state import Json, State, stamp
from onrecord.record.tellings import Tellings
from onrecord.record.view import View
from onrecord.review.agreement import alpha, interval_of
from onrecord.review.judging import Append

if TYPE_CHECKING:
    from onrecord.record import Record

EDGES = (NEVER, 0.1, 0.3, 0.5, 0.7, 0.9, 1.01)
"""The strata's bounds of stated probability."""
RESAMPLES = 2000
Stratum = tuple[bool, int]
"""Whether its pairs are held to be one, and the number of its lower bound in `EDGES`."""


def stated(record: Record, view: View) -> dict[Pair, tuple[float, bool]]:
    """Every pair of tellings that was compared and is not quite unlikely, or is held to be one: its probability, and whether it is held."""
    state, index = view.state, Tellings(record)
    if not index.path.exists():
        return {}
    last = next((k.payload for k in reversed(state.runs.values()) if k.payload and k.payload["what"] == "reports"), None)
    offset = float(last["parameters"]["offset"]) if last else 0.0
    with index.opened() as db:
        odds = {(a, b): o + offset for a, b, o in db.execute("select a, b, odds from edge")}
        told = [n for (n,) in db.execute("select number from telling order by number") if view.alone(n) is not None]
    groups: dict[int, list[int]] = {}
    for n in told:
        groups.setdefault(state.root(n), []).append(n)
    held = {p for several in groups.values() for p in combinations(several, 2)}
    there = set(told)
    found = {p: (max(NEVER, logistic(odds[p])) if p in odds else NEVER, True) for p in sorted(held)}
    return found | {
        p: (logistic(o), False) for p, o in sorted(odds.items()) if p not in held and logistic(o) >= NEVER and set(p) <= there
    }


def draw(record: Record, view: View, append: Append, number: int, seed: int, why: str | None = None) -> tuple[int, list[Pair]]:
    """Draw pairs for two people; the entry, and the pairs. Misuse where no number is given, or there is nothing to draw from."""
    if number < 1:
        raise Misuse("A sample has at least one pair: say how many are to be drawn.")
    every, judged = stated(record, view), view.state.verdicts()
    strata: dict[Stratum, list[Pair]] = {}
    for p, (probability, held) in every.items():
        strata.setdefault((held, _at(probability)), []).append(p)
    dice, free = random.Random(seed), {}
    for key in sorted(strata):
        free[key] = [p for p in strata[key] if p not in judged and p not in view.state.drawn_pairs]
        dice.shuffle(free[key])
    chosen: list[Pair] = []
    while len(chosen) < number and any(free.values()):
        for several in free.values():
            if several and len(chosen) < number:
                chosen.append(several.pop())
    if not chosen:
        raise Misuse(
            "There is no pair to draw: link the record first; pairs that were drawn or judged before are not drawn again."
        )
    dice.shuffle(chosen)
    payload = {
        "number": number, "seed": seed, "why": (why or "").strip() or None,
        "pairs": [{"left": a, "right": b, "probability": round(every[a, b][0], 4), "held": every[a, b][1]} for a, b in chosen],
        "strata": [{"held": held, "from": EDGES[n], "pairs": len(strata[held, n])} for held, n in sorted(strata)],
    }  # fmt: skip
    return append("pair_draw", payload), chosen


def _at(probability: float) -> int:
    return max(n for n in range(len(EDGES) - 1) if probability >= EDGES[n])


def judgements(state: State) -> dict[Pair, list[Any]]:
    """Of each drawn pair what people said of it since, in order."""
    found: dict[Pair, list[Any]] = {p: [] for p in state.drawn_pairs}
    for k in state.links.values():
        if k.payload and k.payload["run"] is None and not state.undone(k.number):
            p = pair(k.payload["left"], k.payload["right"])
            if k.number > state.drawn_pairs.get(p, k.number):
                found[p].append(k)
    return found


def is_blind(state: State, p: Pair) -> bool:
    """Whether a pair was drawn, and two people have not judged it yet."""
    return p in state.drawn_pairs and len(independent(judgements(state)[p])) < 2


def waiting(state: State, who: str | None) -> list[Pair]:
    """The drawn pairs that wait for somebody: those that they have not judged, of those that two have not."""
    found = []
    for p, several in judgements(state).items():
        both = independent(several)
        if len(both) < 2 and who not in {k.actor for k in both} and _there(state, p):
            found.append(p)
    return found


def _there(state: State, p: Pair) -> bool:
    return all(n in state.incidents and state.incidents[n].payload is not None for n in p)


def reviewed(state: State, seed: int = 0) -> Json:
    """What two people's judgements of the last draw say: {"draws", "waiting", "both", "agree", "alpha", "interval", "differ" (pairs),
    "decided", "unseen", "precision", "recall" (each {"estimate", "lower", "upper"}, None where nothing can be said), "strata"}."""
    said = {p: both for p, several in judgements(state).items() if len(both := independent(several)) > 1}
    units = [[k.payload["type"] for k in both] for both in said.values()]
    standing = state.verdicts()
    found: Json = {
        "draws": [_drawn(state, k) for k in state.pair_draws if k.payload], "waiting": len(waiting(state, None)), "both": len(units),
        "agree": sum(len(set(u)) == 1 for u in units), "alpha": alpha(units), "interval": interval_of(units, seed=seed),
        "differ": [[f"i{n}" for n in p] for p in said if p not in standing],
    }  # fmt: skip
    last = next((k.payload for k in reversed(state.pair_draws) if k.payload), None)
    types = {p: str((standing[p].payload or {}).get("type")) for p in said if p in standing}
    return {**found, **(_estimated(last, types, seed) if last else _NOTHING)}


_NOTHING: Json = {"decided": 0, "unseen": 0, "precision": None, "recall": None, "strata": []}


def _drawn(state: State, kept: Any) -> Json:
    p = kept.payload
    return {
        "number": kept.number,
        "by": kept.actor,
        "time": stamp(kept),
        "drawn": len(p["pairs"]),
        "of": sum(s["pairs"] for s in p["strata"]),
        "seed": p["seed"],
    }


def _estimated(last: Json, said: dict[Pair, str], seed: int) -> Json:
    """Precision and recall from what was decided of a draw's pairs; what nobody can tell, or is decided neither way, says nothing."""
    sizes: dict[Stratum, int] = {(s["held"], EDGES.index(s["from"])): s["pairs"] for s in last["strata"]}
    seen: dict[Stratum, list[int]] = {key: [] for key in sizes}
    for p in last["pairs"]:
        type = said.get((p["left"], p["right"]))
        if type in ("same", "different", "related", "contains"):
            seen[p["held"], _at(p["probability"])].append(int(type == "same"))
    dice, point = random.Random(seed), _weighed(sizes, seen)
    draws = [_weighed(sizes, {k: dice.choices(s, k=len(s)) if s else [] for k, s in seen.items()}) for _ in range(RESAMPLES)]
    found: Json = {"decided": sum(map(len, seen.values())), "unseen": sum(n for k, n in sizes.items() if not seen[k])}
    for n, name in enumerate(("precision", "recall")):
        value, every = point[n], [v for d in draws if (v := d[n]) is not None]
        low, high = percentiles(every) if every else (0.0, 1.0)
        found[name] = {"estimate": value, "lower": low, "upper": high} if value is not None else None
    strata = [
        {"held": k[0], "from": EDGES[k[1]], "pairs": n, "seen": len(seen[k]), "same": sum(seen[k])} for k, n in sizes.items()
    ]
    return {**found, "strata": strata}


def _weighed(sizes: dict[Stratum, int], seen: dict[Stratum, list[int]]) -> tuple[float | None, float | None]:
    """Each decision counts for the pairs of its stratum that it stands for; half a pair, a half of it each way, keeps small strata honest."""
    same = {k: size * (sum(seen[k]) + 0.25) / (len(seen[k]) + 0.5) for k, size in sizes.items() if seen[k]}
    held, of = sum(n for k, n in same.items() if k[0]), sum(sizes[k] for k in same if k[0])
    every = sum(same.values())
    return (held / of if of else None), (held / every if every else None)
