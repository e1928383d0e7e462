"""What is kept of the whole record is what the whole record says, whatever was decided in between."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from onrecord.record.things import MOST, Things
from onrecord.record.wholes import ASKED, SHARED, Wholes, counts, grouped, ordered, rows

numbers = st.integers(1, 40)
steps = st.lists(st.tuples(st.dictionaries(numbers, st.integers(0, 5) | st.none(), max_size=4), st.booleans()), max_size=12)


def asked(wholes: Wholes, held: dict[int, int | None], table: dict[int, Any]) -> list[Any]:
    """Every kind of whole over a table of which each thing has a value, or none."""
    return [
        dict(rows(wholes, "rows", table, held.__getitem__)),
        counts(wholes, "counts", table, lambda n: {"all": 1, f"v{held[n]}": held[n] or 0}),
        ordered(wholes, "ordered", table, held.__getitem__),
        {g: several for g, several in grouped(wholes, "grouped", table, lambda n: () if held[n] is None else (held[n] or 0, 9)).items() if several},
    ]  # fmt: skip


@given(st.dictionaries(numbers, st.integers(0, 5) | st.none()), steps)
def test_what_is_renewed_is_what_would_be_made_anew(held: dict[int, int | None], several: list[Any]) -> None:
    """Values change, things are added, and a question's table loses some of them; what is not asked for in between waits."""
    wholes, table, given_out = Wholes(), dict.fromkeys(held), []
    for changed, ask in [({}, True), *several, ({}, True)]:
        held = {**held, **changed}
        table = dict.fromkeys(n for n in held if held[n] != 3)  # some leave a table, and come back to it
        wholes = wholes.after(changed)
        if ask:
            found = asked(wholes, held, table)
            assert found == asked(Wholes(), held, table)
            assert found[1] == Counter({k: n for k, n in found[1].items() if n})
            given_out.append((found, repr(found)))
    assert all(repr(found) == before for found, before in given_out)  # nothing that was handed out has changed


@given(st.lists(st.sets(numbers, max_size=5), max_size=MOST // 20))
def test_views_share_only_what_nothing_touched(several: list[set[int]]) -> None:
    said = dict.fromkeys(range(1, 41), 0)
    views, made = [Things()], [dict(said)]
    for touched in [*several, *[{n % 40 + 1} for n in range(3)]]:
        said = {n: v + (n in touched) for n, v in said.items()}
        views.append(views[-1].after(touched))
        made.append(dict(said))
        for n in (*touched, 7):
            assert views[-1].get("said", n, said.__getitem__) == said[n]
    for view, then in zip(views, made, strict=True):  # whoever reads an old view still finds what was so then
        assert [view.get("said", n, then.__getitem__) for n in then] == list(then.values())


def test_many_changes_are_laid_over_and_then_taken_in() -> None:
    held: dict[int, int | None] = dict.fromkeys(range(1, 2 * SHARED), 1)
    wholes, things = Wholes(), Things()
    for n in range(1, 2 * SHARED):
        held[n], wholes, things = 2, wholes.after({n}), things.after({n})
        assert counts(wholes, "counts", held, lambda n: {"all": held[n] or 0})["all"] == sum(v or 0 for v in held.values())
        assert things.get("said", n, held.__getitem__) == 2 == things.get("said", 1, held.__getitem__)


def test_of_many_questions_the_last_are_kept() -> None:
    wholes, made = Wholes(), []

    def ask(n: int) -> int:
        return wholes.get(("question", n), lambda: made.append(n) or n, lambda before, touched: before)

    for n in [*range(2 * ASKED), 2 * ASKED - 1, 0]:
        assert ask(n) == n
    assert made == [*range(2 * ASKED), 0]
