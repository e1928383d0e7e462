"""Two readers: a sample of claims that two people judge, neither seeing what the other said until both have.

A claim that is drawn stays open until then: what the first says is sealed, for everybody and in every view. The draw is entered in
the ledger with its probability and its seed, and anybody can make it again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from onrecord.errors import Misuse
from onrecord.record.state import Json, State
from onrecord.review.judging import Append

_WHOLE = 2**64


def is_drawn(claim: int, probability: float, seed: int) -> bool:
    """Whether a claim falls into a sample: by SHA-256 of seed and number, so each falls by itself and the same on every machine."""
    digest = hashlib.sha256(f"{seed}:{claim}".encode()).digest()
    return int.from_bytes(digest[:8], "big") < probability * _WHOLE


def frame(state: State) -> list[int]:
    """The claims that can be drawn: those that stand, that nobody has judged, and that were not drawn before."""
    return [n for n in state.claims if state.stands(n) and n not in state.judgements and n not in state.blind]


def draw(state: State, append: Append, probability: float, seed: int, why: str | None = None) -> tuple[int, list[int]]:
    """Draw a sample for double review; its entry, and the claims. Misuse where the probability is none, or nothing is drawn."""
    if not 0 < probability <= 1:
        raise Misuse(f"{probability:g} is no probability of being drawn: give one over 0 and up to 1, such as 0.1.")
    if not 0 <= seed < _WHOLE:
        raise Misuse("A seed is a whole number from 0: give any, and the same again to draw the same.")
    several = frame(state)
    chosen = [n for n in several if is_drawn(n, probability, seed)]
    if not chosen:
        raise Misuse(
            f"Nothing was drawn of the {len(several)} claims that stand and that nobody has judged: give a higher probability."
        )
    said = {"probability": probability, "seed": seed, "claims": chosen, "of": len(several), "why": (why or "").strip() or None}
    return append("draw", said), chosen


def waiting(state: State, who: str | None) -> list[int]:
    """The drawn claims that still wait for somebody: those that they have not judged, of those that two have not."""
    return [n for n in sorted(state.blind) if state.stands(n) and (who is None or state.sealed_by(n, who) is None)]


def drawn(state: State) -> Iterable[int]:
    """Every claim that was ever drawn."""
    return dict.fromkeys(n for k in state.draws for n in (k.payload or {}).get("claims", ()))


def draws(state: State) -> list[Json]:
    """The draws: {"number", "by", "time", "probability", "seed", "of", "drawn", "judged" (by two)}."""
    from onrecord.record.state import stamp

    return [
        {"number": k.number, "by": k.actor, "time": stamp(k), "drawn": len(p["claims"]), **{n: p[n] for n in ("probability", "seed", "of")},
         "judged": sum(n not in state.blind for n in p["claims"])}
        for k in state.draws if (p := k.payload)
    ]  # fmt: skip
