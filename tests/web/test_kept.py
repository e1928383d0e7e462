"""Whatever people decide, and in whatever order: every page of a view that was kept up says what one made from nothing says."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from onrecord.charts import BY, behind, chart, chart_of, in_bar
from onrecord.drawing import command
from onrecord.drawing.spots import acts, spots
from onrecord.errors import Misuse
from onrecord.record import Record, create, reports
from onrecord.record.links import waiting
from onrecord.record.state import KINDS, State, gather
from onrecord.record.threshold import threshold
from onrecord.record.tolls import Among, every_sum, linked_among, sums
from onrecord.record.tolls_kept import why_of
from onrecord.record.tolls_why import HOWS, sum_why
from onrecord.record.view import View
from onrecord.review import Added, agreement, history, news, queue
from onrecord.search import Asked
from onrecord.search.facets import fitting
from onrecord.web.appearances import appearances, described, institutions
from onrecord.web.filters import chosen, toll_of
from onrecord.web.pages import _options

TEXTS = {
    "mill": "Four farmers were shot dead by border guards near Dayton, Ohio, on May 3, 2021, a source in the town said. Two women were wounded.",
    "other": "Five farmers were shot dead by guards near Bangor, Maine, on August 9, 2021, police said. A man was arrested in Bangor.",
    "order": "The commander of the 25th Brigade ordered his soldiers to shoot three traders dead in Hyesan, North Korea, on June 4, 2021. The "
    "Valley Committee said that at least two boys were beaten.",
    "toll": "Nine people were killed in the month of May 2021 in Dayton, Ohio, the Valley Committee said. Seven traders were detained.",
}  # fmt: skip
SEARCHES = [
    Asked(),
    Asked(country="USA"),
    Asked(act="killing", since="2021-05"),
    Asked(reviewed="in part"),
    Asked(outcome="death", language="en"),
]
LISTS: list[dict[str, str]] = [
    {},
    {"act": "killing"},
    {"state": "open"},
    {"text": "farmers", "until": "2021-06"},
    {"place": "dayton"},
]


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    place = tmp_path_factory.mktemp("kept")
    for name, text in TEXTS.items():
        (place / f"{name}.txt").write_text(f"Report {name}\n\n{text}\n", encoding="utf-8")
    with create(place / "record") as made:
        made.build([place / f"{n}.txt" for n in TEXTS])
        yield made
        assert made.verify() == []


def shown(view: View) -> dict[str, Any]:
    """What pages show of the whole record."""
    everything = Among(view.state.incidents, lambda n: view.incident(n) is not None)
    said: dict[str, Any] = {
        "incidents": view.incidents(), "sums": every_sum(view), "threshold": threshold(view), "options": sorted(map(str, map(_options, view.incidents()))),
        "lists": [(list(chosen(view, asked)), toll_of(view, asked)) for asked in LISTS], "reports": [reports.row(view, n) for n in view.state.captures],
        "ids": [reports.number_of(view, p["id"]) for k in view.state.captures.values() if (p := k.payload)],
        "queue": queue.queue(view), "left": queue.progress(view), "empty": queue.without_incidents(view), "links": waiting(view),
        "choices": [queue.choices(view, name) for name in ("language", "assigned")], "spots": [(s.number, s.places, s.tolls) for s in spots(view)],
        "acts": acts(view), "clusters": command.clusters(view), "telling": command.telling(view), "people": appearances(view),
        "sources": described(view), "institutions": institutions(view), "agreement": agreement.double(view.state),
        "news": news.news(view, "heron"), "new": [news.how_much_new(view, who, most, after) for who in ("heron", "crane") for most, after in ((20, 0), (2, 0), (20, 300))],
        "loads": history.loads(view, ("heron", "crane"), view.state.claims[max(view.state.claims)].time.date().isoformat()),
    }  # fmt: skip
    said["clusters of each"] = [command.cluster_of(view, f"i{n}") for n in view.state.incidents]
    for who in (None, "heron", "crane"):
        for asked in ({}, {"place": "dayton"}, {"reviewer": "crane"}):
            turn = queue.Turn(view, who, asked, mine="reviewer" not in asked)
            said[f"turn {who} {asked}"] = (
                [*turn.incidents()],
                [turn.of_report(c) for c in turn.reports()],
                turn.open(),
                turn.many(),
            )
    for search in SEARCHES:
        fit = fitting(view, search, None)
        said[f"search {search.to_json()}"] = fit.order, {n: fit.of[n].incidents for n in fit.order}, fit.counts
    for by in BY:
        for how in HOWS[:2]:
            said[f"chart {by} {how}"] = chart_of(view, "all", everything, by, "death", how)
    return said


def agrees_with_itself(view: View) -> None:
    """What is kept up by parts is what is counted from the whole list."""
    standing = view.incidents()
    everything = Among(view.state.incidents, lambda n: view.incident(n) is not None)
    assert every_sum(view) == sums(i for i in standing if i["class"] == "harm")
    assert queue.queue(view) == sorted(queue.queue(view), key=lambda w: (-w["doubt"], w["number"]))
    assert queue.Turn(view).open() == sum(w["open"] for w in queue.queue(view))
    assert [g["capture"] for g in queue.by_report(queue.queue(view))] == list(queue.Turn(view).reports())
    for asked in LISTS:
        found = [i for n in chosen(view, asked) if (i := view.incident(n))]
        assert toll_of(view, asked) == sums(i for i in found if i["class"] == "harm"), asked
    for by in BY:
        said = chart(standing, by)
        assert chart_of(view, "all", everything, by, "death", "stated") == said
        for bar in said["bars"]:
            _, piece = behind(view, "all", everything, by, bar["key"], "death", "stated")
            assert [p for n in view.state.incidents if (p := piece(n))] == in_bar(standing, by, bar["key"])
    for of in ("death", "killed", "injury"):
        for how in HOWS:
            kept, plain = why_of(view, "all", view.state.incidents, view.incident, of, how), sum_why(standing, of, how)
            assert (kept["value"], list(kept["counted"])) == (plain["value"], plain["counted"])
            assert {(w, i["id"]) for w, several in kept["reasons"] for i in several} == {
                (x["why"], x["incident"]["id"]) for x in plain["left_out"]
            }
    assert len(linked_among(view, everything)) == 0 or any(i["relations"] for i in standing)


def decided(record: Record, step: tuple[int, str, int, int]) -> None:
    """One decision; what cannot be decided writes nothing."""
    what, who, one, other = step
    review, state = record.review(who), record.view().state
    claims, captures = list(state.claims), list(state.captures)
    things = [*(f"i{n}" for n in state.incidents), *(f"p{n}" for n in state.persons)]
    claim, thing, capture = claims[one % len(claims)], things[one % len(things)], captures[one % len(captures)]
    incident, another = (list(state.incidents)[n % len(state.incidents)] for n in (one, other))
    match what:
        case 0:
            review.accept(claim)
        case 1:
            review.reject(claim)
        case 2:
            review.amend(claim, modality=("alleged", "stated", "denied")[other % 3])
        case 3:
            review.merge(thing, [things[other % len(things)]])
        case 4:
            review.split(thing, [claims[other % len(claims)]])
        case 5:
            review.undo()
        case 6:
            review.undo(record.ledger.head().number - other % 5)
        case 7:
            review.assign(incident, (None, "heron", "crane")[other % 3])
        case 8:
            (review.skip, review.care, review.families)[other % 3](capture if other % 3 == 1 else incident)
        case 9:
            review.status(capture, ("done", "to do")[other % 2])
        case 10:
            review.add(
                capture, Added("relation", {"type": "part_of", "to": f"i{another}"}, ({"start": 0, "end": 6},), f"i{incident}")
            )
        case 11:
            counts = [n for n in claims if state.property(n) == "count"]
            review.amend(counts[one % len(counts)], {"min": 1 + other % 7, "best": None, "max": None})
        case 12:
            review.link(f"i{incident}", f"i{another}", ("same", "different", "unsure")[other % 3])
        case 13:
            review.comment(claim if other % 2 else capture, "What does the second line say?")
        case 14:
            review.draw(0.2, other)


steps = st.tuples(st.integers(0, 14), st.sampled_from(["heron", "crane"]), st.integers(0, 500), st.integers(0, 500))


@settings(max_examples=40, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))  # a step takes long to shrink
@example(
    several=[(12, "crane", 255, 429), (8, "heron", 158, 320), (1, "heron", 250, 298)]
)  # a victim's outcome, told by a report that is joined
@given(several=st.lists(steps, min_size=1, max_size=6))
def test_whatever_is_decided_what_is_kept_is_what_would_be_made_anew(record: Record, several: list[Any]) -> None:
    first = record.view()
    before, state = deepcopy(shown(first)), State(**{k: getattr(first.state, k) for k in first.state.__slots__})
    for n, step in enumerate(several):
        try:
            decided(record, step)
        except Misuse:
            continue
        if n % 2:  # some views are never asked for anything: the next one takes in what touched both
            record.view()
            continue
        kept, anew = shown(record.view()), shown(View(gather(record.ledger.entries(KINDS))))
        assert [k for k in kept if kept[k] != anew[k]] == []
    agrees_with_itself(record.view())
    assert shown(record.view()) == shown(View(gather(record.ledger.entries(KINDS))))
    assert shown(View(state)) == before == shown(first)  # who reads an old view is not disturbed
