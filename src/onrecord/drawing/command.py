"""Who commanded whom: perpetrators of incidents of harm, and what each is said to have done. Never a helper, a witness or anybody else.

Only what a claim says is joined: that somebody ordered an incident which others carried out or aided. Two perpetrators are one where a
reviewer or a rule merged them, and never because their words are alike.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from onrecord import wording
from onrecord.claims import Involvement
from onrecord.drawing.gate import kept_back, known_dead, on_the_map
from onrecord.languages import phrase
from onrecord.record.view import View
from onrecord.record.wholes import Rows, Touched, grouped
from onrecord.review.remarks import latest_of

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """One perpetrator's part in one incident, by one claim."""

    person: int
    incident: int
    words: str
    kind: str
    named: bool
    involvement: str
    status: str
    modality: str
    claim: int
    according_to: tuple[Json, ...]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Incidents that perpetrators join, with the dead whom a reviewer decided to show: of an incident, ids and words."""

    parts: tuple[Part, ...]
    incidents: tuple[int, ...]
    dead: tuple[tuple[int, str, str], ...] = ()

    @property
    def people(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(p.person for p in self.parts))

    @property
    def orders(self) -> tuple[tuple[int, int, int], ...]:
        """Who is said to have ordered what whom did: (who, whom, incident)."""
        found = {}
        for o in self.parts:
            for p in self.parts:
                ordered = o.involvement == Involvement.ORDERED != p.involvement
                if ordered and o.incident == p.incident and o.person != p.person:
                    found[o.person, p.person] = (o.person, p.person, o.incident)
        return tuple(found.values())

    @property
    def tells(self) -> bool:
        """Whether it is more than one perpetrator of one incident."""
        return bool(self.orders) or len(self.incidents) > 1 or any(p.involvement == Involvement.AIDED for p in self.parts)


def parts(view: View) -> list[Part]:
    """Every part of a perpetrator that stands and may be drawn, in the record's order."""
    if "parts" not in view.memo:
        view.memo["parts"] = [p for n in view.state.incidents for p in parts_of(view, n)]
    found: list[Part] = view.memo["parts"]
    return found


def parts_of(view: View, incident: int) -> list[Part]:
    """The perpetrators' parts in one incident."""
    return view.keep("parts", incident, lambda n: _parts(view, n))


def _parts(view: View, number: int) -> list[Part]:
    state, found = view.state, []
    if on_the_map(view, number) is None:
        return []
    for n in state.standing(number, "perpetrator"):
        if kept_back(view, n):
            continue
        value = state.value(n)
        person = state.root(value["person"])
        told = [x for c in state.standing(person, "names") if not kept_back(view, c) for x in state.value(c)] or value["names"]
        words = told[0] if told else next((m["text"] for m in state.mentions(n)), f"p{person}")
        sources = [s for k in (state.claims[n].payload or {})["sources"] if (s := view.source(k)) is not None]
        found.append(Part(
            person, number, wording.plain(words), value["kind"], bool(told) or value["kind"] == "organisation", value["involvement"],
            value["status"], state.modality(n), n, tuple(sources),
        ))  # fmt: skip
    return found


def clusters(view: View) -> list[Cluster]:
    """Perpetrators and incidents that hang together, the greatest first; those that tell no more than one perpetrator of one incident last."""
    return [_cluster(view, joined) for joined in _hanging(view).all()]


def telling(view: View) -> list[Cluster]:
    """Those of them that tell more than one perpetrator of one incident."""
    return [_cluster(view, joined) for joined in _hanging(view).telling()]


def cluster_of(view: View, id: str) -> Cluster | None:
    """The one in which a person ("p12") or an incident ("i3") stands; None where it stands in none."""
    letter, number = id[:1], int(id[1:]) if id[1:].isdecimal() and len(id) < 17 else 0
    number = view.state.root(number)
    homes = _by_perpetrator(view).get(number, ()) if letter == "p" else (number,)
    joined = _hanging(view).of.get(homes[0]) if homes else None
    return _cluster(view, joined) if joined else None


@dataclass(frozen=True, slots=True)
class _Hanging:
    """What hangs together: of each incident with a perpetrator, all incidents that it hangs together with; and by the first of them,
    where they stand among all."""

    of: Rows[tuple[int, ...] | None]
    order: list[tuple[tuple[bool, int, int], int]]

    def all(self) -> list[tuple[int, ...]]:
        return [self.of[first] or () for _, first in self.order]

    def telling(self) -> list[tuple[int, ...]]:
        return [self.of[first] or () for _, first in self.order[: bisect_left(self.order, ((True,),))]]


def _by_perpetrator(view: View) -> Mapping[int, tuple[int, ...]]:
    return grouped(view.wholes, "by perpetrator", view.state.incidents, lambda n: [p.person for p in parts_of(view, n)])


def _hanging(view: View) -> _Hanging:
    """Kept up with the view: only what touched incidents hung together with, or do now, is joined anew."""

    def place(joined: tuple[int, ...]) -> tuple[bool, int, int]:
        cluster = _cluster(view, joined, dead=False)
        return not cluster.tells, -len(cluster.incidents), -len(cluster.people)

    def make() -> _Hanging:
        of = _joined(view, view.state.incidents, {})
        firsts = sorted((place(joined), joined[0]) for joined in {j for j in of.values() if j})
        return _Hanging(Rows(of), firsts)

    def renew(before: _Hanging, touched: Touched) -> _Hanging:
        of = _joined(view, [n for n in touched if n in view.state.incidents], before.of)
        gone = {j[0] for n in of if (j := before.of.get(n))}
        order = [pair for pair in before.order if pair[1] not in gone] if gone else before.order.copy()
        for joined in {j for j in of.values() if j}:
            insort(order, (place(joined), joined[0]))
        return _Hanging(before.of.changed(of), order)

    return view.wholes.get("hanging together", make, renew)


def _joined(view: View, incidents: Iterable[int], before: Mapping[int, Any]) -> dict[int, tuple[int, ...] | None]:
    """What these incidents hang together with, and whatever hung together with any of these before."""
    homes, found, waiting = _by_perpetrator(view), dict[int, tuple[int, ...] | None](), list(incidents)
    while waiting:
        n = waiting.pop()
        if n in found:
            continue
        near, reached = [n], {n}
        while near:
            more = {m for p in parts_of(view, near.pop()) for m in homes.get(p.person, ())} - reached
            near.extend(more)
            reached |= more
        joined = tuple(sorted(reached)) if parts_of(view, n) else None
        for m in reached:
            found[m] = joined
            waiting.extend(m for m in before.get(m) or () if m not in found)
    return found


def _cluster(view: View, joined: tuple[int, ...], dead: bool = True) -> Cluster:
    cluster = Cluster(tuple(p for n in joined for p in parts_of(view, n)), joined)
    return _with_dead(view, cluster) if dead else cluster


def _with_dead(view: View, cluster: Cluster) -> Cluster:
    dead = tuple(
        (i, v["id"], wording.words(v) if v["mentions"] else phrase("(no words)"))
        for i in cluster.incidents
        if shows_families(view, i)
        for v in family(view, i)
    )
    return Cluster(cluster.parts, cluster.incidents, dead) if dead else cluster


def shows_families(view: View, incident: int) -> bool:
    """Whether a reviewer decided that an incident's dead are drawn; where nobody did, they are not."""
    return latest_of(view.state, incident, "families") is True


def family(view: View, incident: int) -> list[Json]:
    """The victims of an incident who are known to be dead: only they may be drawn, and nobody who may be alive."""
    said = view.incident(incident)
    victims = said["victims"] if said is not None else []
    groups = {v["id"]: v for v in victims}
    kept = [v for v in victims if known_dead(v) and (not v["part_of"] or known_dead(groups[v["part_of"]]))]
    secrets = {
        view.state.root(view.state.value(n)["person"]) for n in view.state.standing(incident, "victim") if kept_back(view, n)
    }
    return [v for v in kept if int(v["id"][1:]) not in secrets]
