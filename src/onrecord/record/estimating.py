"""Estimates from a record: its collections are the lists, its judged and identified victims the people. Each is an entry of the ledger.

Lists are collections, never outlets or single sources, which copy each other. People are those whom a name or a description tells apart, whose
every claim of being a victim was judged, dead, stated, and within the scope; groups and numbers stay outside and are counted beside.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from onrecord.errors import Misuse, OnRecordError
from onrecord.record.state import State, stamp
from onrecord.record.view import View

if TYPE_CHECKING:
    from onrecord.estimate.result import Estimate
    from onrecord.estimate.table import Table
    from onrecord.ledger import Ledger

Json = dict[str, Any]
KIND = "estimate"
BY = ("year", "month", "act", "place", "country", "sex")
QUANTILES = 200
AS_LINKED = (
    "who is the same person is as the record has it: whoever stands there as two makes the number too high, by more than one."
)


@dataclass(frozen=True, slots=True)
class Documented:
    """Who the record documents: of each person the collections that tell of them and the strata; how many stay outside."""

    people: dict[int, set[str]]
    strata: dict[int, dict[str, str]]
    outside: int
    unjudged: int
    without_collection: int

    @property
    def listed(self) -> list[int]:
        """The people who stand in a collection, in the order of the table's rows."""
        return sorted(n for n, held in self.people.items() if held)


def documented(view: View) -> Documented:
    """The identified dead of a view, with the collections that tell of each."""
    people: dict[int, set[str]] = defaultdict(set)
    strata: dict[int, dict[str, str]] = {}
    outside = unjudged = 0
    for incident in view.incidents():
        if incident["class"] != "harm" or not incident["scope"]["in"]:
            continue
        for victim in incident["victims"]:
            if victim["outcome"] != "death" or victim["modality"] != "stated":
                continue
            number = int(victim["id"][1:])
            if victim["kind"] != "person" or not victim["names"]:
                outside += 1
                continue
            claims = _claims(view, int(incident["id"][1:]), number)
            if any(view.state.verdict(n) is None for n in claims):
                unjudged += 1
            people[number] |= {c for n in claims if (c := _collection(view, n))}
            strata.setdefault(number, _stratum(incident, victim))
    return Documented(dict(people), strata, outside, unjudged, sum(not c for c in people.values()))


def _claims(view: View, incident: int, person: int) -> list[int]:
    """The claims that bring a person into an incident as its victim."""
    state = view.state
    return [
        n for n in state.standing(incident) if state.property(n) == "victim" and state.root(state.value(n)["person"]) == person
    ]  # fmt: skip


def _collection(view: View, claim: int) -> str | None:
    capture = view.state.capture_of_claim(claim)
    payload = view.state.captures[capture].payload if capture is not None else None
    return payload["collection"] if payload else None


def _stratum(incident: Json, victim: Json) -> dict[str, str]:
    date = incident["date"]["edtf"] if incident["date"] else ""
    place = incident["place"] or {}
    known = date[:4] if date[:4].isdecimal() else ""
    month = date[:7] if known and len(date) >= 7 and date[5:7].isdecimal() else ""
    return {
        "year": known, "month": month, "act": incident["act"], "place": place.get("name") or "", "country": place.get("country") or "",
        "sex": victim["sex"] or "",
    }  # fmt: skip


def table(found: Documented) -> Table:
    """The table of a record's collections, a row a person. OnRecordError with the reason where it cannot be estimated from."""
    try:
        import numpy as np
    except ImportError as e:
        from onrecord.errors import MissingExtra

        raise MissingExtra("Estimating", "estimate") from e
    from onrecord.estimate.table import Table

    lists = sorted({c for held in found.people.values() for c in held})
    if len(lists) < 3:
        there = f": {', '.join(lists)}" if lists else ""
        raise OnRecordError(
            f"The identified dead of this record stand in {len(lists)} collection(s){there}; an estimate on a record needs three. Say which "
            "collection a report belongs to with the field `collection` of a .jsonl file."
        )
    if found.unjudged:
        raise OnRecordError(
            f"{found.unjudged} of the identified dead rest on claims that nobody has judged: judge them first (onrecord serve, Queue), or an "
            "error of the reader would count as a person."
        )
    histories = np.array([[c in found.people[n] for c in lists] for n in found.listed], dtype=np.int8)
    strata = {k: tuple(found.strata[n][k] for n in found.listed) for k in BY}
    notices = [f"Lists: {', '.join(lists)}, the record's collections."]
    if found.outside:
        who = (
            "1 victim or group of the dead without a name stays"
            if found.outside == 1
            else f"{found.outside} victims or groups of the dead without a name stay"
        )
        notices.append(f"{who} outside, and {'is' if found.outside == 1 else 'are'} not in the number.")
    if found.without_collection:
        notices.append(f"{found.without_collection} identified dead stand in no collection and stay outside.")
    return Table(tuple(lists), histories, np.ones(len(found.listed), dtype=np.int64), strata, tuple(notices))


def estimated(
    view: View,
    ledger: Ledger,
    who: str,
    method: str | None,
    by: tuple[str, ...],
    seed: int,
    level: float,
    pool: bool,
    sensitivity: bool,
    watch: Callable[[str], None],
) -> Estimate:
    """The estimate of a view, once it is written to the ledger. Misuse where nobody says who estimates."""
    if not who.strip():
        raise Misuse("An estimate on a record says who made it: give a pseudonym with --as.")
    wrong = next((b for b in by if b not in BY), None)
    if wrong is not None:
        raise Misuse(f"A record's strata are made by {', '.join(BY)}; not by {wrong!r}.")
    who_is = documented(view)
    people = table(who_is)
    from onrecord.estimate import estimate

    if method == "all":
        raise Misuse("Each estimate on a record is an entry: ask for one method at a time.")
    found = estimate(people, method, by=by, seed=seed, level=level, pool=pool, watch=watch)
    found = replace(found, assumptions=(*found.assumptions, AS_LINKED))
    moved: list[Json] = []
    if sensitivity:
        from onrecord.estimate import sensitivity as rows

        moved = rows(people, found.method, seed, level, by, watch=watch)
    with ledger.writing() as tx:
        number = tx.append(KIND, payload(view, people, who_is.listed, found, by, moved), who.strip())
    more = {"sensitivity": moved} if moved else {}
    return replace(found, diagnostics={**found.diagnostics, "entry": number, **more})


def payload(view: View, people: Table, who: list[int], found: Estimate, by: tuple[str, ...], moved: list[Json]) -> Json:
    """What an entry holds: the result, the table with its hash, who is counted in it by their numbers and lists, the scope, how links were
    made, quantiles of the draws, and what moves the number where that was asked."""
    import numpy as np

    cells = people.cells()
    draws = found.draws.ravel() if found.draws is not None else np.zeros(0)
    finite = draws[np.isfinite(draws)]
    shares = (np.arange(QUANTILES) + 0.5) / QUANTILES
    return {
        "result": found.to_json(), "strata_by": list(by),
        "table": {"sha256": people.hash(), "lists": list(cells.lists), "histories": cells.histories.tolist(), "counts": cells.counts.tolist()},
        "people": [[n, np.flatnonzero(h == 1).tolist()] for n, h in zip(who, people.histories, strict=True)],
        "scope": {"name": view.scope.name, "version": view.scope.version},
        "links": {"run": max(view.state.runs, default=None)},  # and what people merged, split and judged, as it stands
        "quantiles": [float(round(x)) for x in np.quantile(finite, shares)] if len(finite) else [],
        **({"sensitivity": moved} if moved else {}),
    }  # fmt: skip


def estimates(state: State) -> list[Json]:
    """Every estimate that was made on the record, the newest first, with its entry number, time and author. None is thrown away."""
    return [
        {"number": e.number, "time": stamp(e), "by": e.actor, **e.payload}
        for e in reversed(state.estimates.values()) if e.payload is not None
    ]  # fmt: skip


def disagreeing(found: list[Json]) -> dict[int, str]:
    """By entry number, the sentence on where the methods disagree: of each table and strata, the newest by each method; none without NumPy."""
    try:
        from onrecord.estimate.comparing import disagreement
    except ImportError:  # the pages are there without the extra that estimates
        return {}
    newest: dict[tuple[str, ...], dict[str, Json]] = {}
    for e in found:
        newest.setdefault((e["table"]["sha256"], *e["strata_by"]), {}).setdefault(e["result"]["method"], e)
    said = {}
    for by_method in newest.values():
        if sentence := disagreement([redrawn(e)[0] for e in by_method.values() if e["result"]["estimate"] is not None]):
            said.update({e["number"]: sentence for e in by_method.values()})
    return said


def redrawn(kept: Json) -> tuple[Estimate, Table]:
    """An estimate of the ledger with its table, as the pictures take them."""
    import numpy as np

    from onrecord.estimate.result import Estimate, Stratum
    from onrecord.estimate.table import Table

    r, t = kept["result"], kept["table"]

    def made(said: Json, method: str, lists: tuple[str, ...], draws: Any = None, strata: tuple[Stratum, ...] = ()) -> Estimate:
        upper = float("inf") if said["upper"] is None else said["upper"]
        return Estimate(
            method, said["estimate"], said["lower"], upper, said["observed"], lists, r["level"], draws=draws, strata=strata,
            warnings=tuple(said["warnings"]), diagnostics=said.get("diagnostics", {}),
        )  # fmt: skip

    lists = tuple(t["lists"])
    strata = tuple(
        Stratum(
            {k: s[k] for k in kept["strata_by"]}, s["observed"],
            made(s, r["method"], lists) if s["estimate"] is not None else None, None if s["estimate"] is not None else s["warnings"][0],
        )
        for s in r.get("strata", ())
    )  # fmt: skip
    table_ = Table(lists, np.array(t["histories"], dtype=np.int8), np.array(t["counts"], dtype=np.int64))
    return made(r, r["method"], lists, np.array(kept["quantiles"])[None, :] if kept["quantiles"] else None, strata), table_
