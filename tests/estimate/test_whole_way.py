"""Blanks, closed lists, strata, completed tables, covariates, pictures: what goes around a method."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from onrecord.errors import OnRecordError
from onrecord.estimate import pictures
from onrecord.estimate.estimating import estimate, estimate_all
from onrecord.estimate.missing import absent, completed
from onrecord.estimate.result import Estimate
from onrecord.estimate.sensitivities import in_words, sensitivity
from onrecord.estimate.table import CLOSED, UNKNOWN, Table, from_arrays
from tests.estimate.made import FOUR, four, np, people, written


def test_blanks_are_filled_many_times_and_never_lower_the_documented() -> None:
    rows = people(800, 3, 0.35, 2).astype(float)
    blank = np.random.default_rng(1).random(rows.shape) < 0.1
    blank[rows.sum(axis=1) - (rows * blank).sum(axis=1) < 1] = False
    table = from_arrays(np.where(blank, np.nan, rows))
    assert (table.histories == UNKNOWN).any()
    for done in completed(table, 0, 3):
        assert done.complete and done.observed == table.observed
    imputed, zeros = estimate(table, "dga"), estimate(table, "dga", blanks="absent")
    assert imputed.observed == table.observed <= imputed.lower and imputed.diagnostics["tables"] == 20
    assert absent(table).complete and zeros.estimate > imputed.estimate  # fewer overlaps make more missed


def test_a_closed_list_is_not_a_zero() -> None:
    rows = people(2000, 4, 0.3, 3)
    rows[: len(rows) // 2, 3] = CLOSED
    rows = rows[(rows == 1).any(axis=1)]
    found = estimate(from_arrays(rows), "dga")
    assert found.lower < 2000 < found.upper


def by_year(tmp_path: Path) -> Path:
    lines = ["A,B,C,year"]
    for year, size, seed in (("1998", 300, 1), ("1999", 900, 2), ("2000", 500, 3)):
        lines += [",".join([*map(str, r), year]) for r in people(size, 3, 0.35, seed)]
    return written(tmp_path, "\n".join([*lines, "1,0,0,2001", "0,1,0,2001", "1,0,0,"]) + "\n")


def test_strata_are_added_and_those_without_an_answer_are_named(tmp_path: Path) -> None:
    found = estimate(by_year(tmp_path), "dga", by=["year"])
    assert [s.values["year"] for s in found.strata][:3] == ["1998", "1999", "2000"] and found.lower < 1700 < found.upper
    untold = next(s for s in found.strata if s.values["year"] == "2001")
    assert untold.estimate is None and untold.why_not and "the sum is too low" in " ".join(found.warnings)
    assert any("stratum is not known" in w for w in found.warnings)
    assert found.to_json()["strata"][0]["year"] == "1998" and "not estimated" in found.plot()
    whole = estimate(by_year(tmp_path), "dga", by=["year"], lists=["A", "B", "C"])
    assert "over time" in pictures.over_time(whole)


def test_strata_may_borrow_from_each_other(tmp_path: Path) -> None:
    alone, pooled = (estimate(by_year(tmp_path), "dga", by=["year"], pool=p) for p in (False, True))
    last = pooled.strata[-1]
    assert last.estimate is not None and last.pooled and "what the other strata say" in last.estimate.warnings[0]
    first = [e.strata[0].estimate for e in (alone, pooled)]
    assert first[0] and first[1] and first[1].upper - first[1].lower < 1.1 * (first[0].upper - first[0].lower)


def test_small_strata_in_which_perhaps_nobody_is_missed_borrow_too(tmp_path: Path) -> None:
    """Draws in which nobody is missed have endless odds of being documented; they stretched the interval without bound."""
    rows = [",".join([*map(str, r), str(2000 + k)]) for k in range(4) for r in people(14, 3, 0.6, k)]
    path = written(tmp_path, "A,B,C,year\n" + "\n".join(rows) + "\n")
    alone, pooled = (estimate(path, "dga", by=["year"], pool=p) for p in (False, True))
    assert pooled.upper - pooled.observed < 1.2 * (alone.upper - alone.observed)
    assert all(s.pooled and s.estimate is not None and s.estimate.upper < 5 * s.observed for s in pooled.strata)


def test_a_stratum_that_nobody_knows_is_no_draw(tmp_path: Path) -> None:
    rows = "".join(",".join([*map(str, r), ""]) + "\n" for r in people(300, 3, 0.4, 1))
    found = estimate(written(tmp_path, "A,B,C,region\n" + rows), "chao", by=["region"])
    assert [s.name() for s in found.strata] == ["region not known"] and not any("at random" in w for w in found.warnings)


def test_replicates_are_pooled(tmp_path: Path) -> None:
    more = written(tmp_path, FOUR.replace("212", "260"), "more.csv")
    one, two = estimate(four(tmp_path), "dga"), estimate(four(tmp_path), "dga", replicates=[more])
    assert two.diagnostics["tables"] == 2 and one.estimate < two.estimate and two.lower >= two.observed == 732


def test_sensitivity_of_strata_blanks_and_three_lists(tmp_path: Path) -> None:
    rows = people(900, 3, 0.4, 5).astype(float)
    rows[5:25, 0] = np.nan
    table = from_arrays(rows, covariates={"year": ["1998", "1999"] * (len(rows) // 2) + ["1998"] * (len(rows) % 2)})
    found = sensitivity(table, "dga", by=["year"])
    assert found[0]["estimate"] == estimate(table, "dga", by=["year"]).estimate
    left = [r for r in found if r["kind"] == "list"]
    assert [r["change"] for r in left] == [f"without list {k} (by chao)" for k in (1, 2, 3)] and all(
        r["estimate"] for r in left
    )


def test_all_methods_side_by_side(tmp_path: Path) -> None:
    found = estimate_all(written(tmp_path, FOUR), ["A", "B"])
    assert [e.method for e in found] == ["chao", "chapman", "lincoln-petersen"]


@pytest.mark.parametrize("method", ["dga", "sparse", "loglinear", "chao"])
def test_sensitivity(tmp_path: Path, method: str) -> None:
    rows = sensitivity(four(tmp_path), method)
    assert [r["change"] for r in rows if r["kind"] == "list"] == ["without A", "without B", "without C", "without D"]
    assert any(r["kind"] == "interaction of all lists" for r in rows) and "the greatest" in in_words(rows)
    assert pictures.moved(rows).count("<circle") >= 4


def test_doubly_robust_takes_out_what_a_covariate_explains() -> None:
    pytest.importorskip("sklearn")
    from sklearn.linear_model import LogisticRegression

    from onrecord.estimate.covariates import doubly_robust

    rng = np.random.default_rng(0)
    urban = rng.random(6000) < 0.5
    on = rng.random((6000, 2)) < np.where(urban, 0.6, 0.2)[:, None]
    seen = on.any(axis=1)
    table = from_arrays(on[seen].astype(int), covariates={"urban": urban[seen].astype(int)})
    found = doubly_robust(table, learner=LogisticRegression)
    assert found.lower < 6000 < found.upper and estimate(table, "chapman").upper < 5600


def regions(size: int, seed: int) -> Table:
    """People of three regions, each less documented than the one before, with an age and a year that say nothing."""
    rng = np.random.default_rng(seed)
    region = rng.integers(0, 3, size)
    on = rng.random((size, 4)) < np.array([0.5, 0.3, 0.15])[region, None] * np.array([1, 0.8, 0.7, 0.6])
    seen = on.any(axis=1)
    told = {"region": region, "age": rng.integers(1, 85, size), "year": rng.integers(1998, 2001, size)}
    return from_arrays(on[seen].astype(int), covariates={k: v[seen] for k, v in told.items()})


def test_the_learner_by_default_does_not_follow_noise() -> None:
    pytest.importorskip("sklearn")
    from onrecord.estimate.covariates import doubly_robust

    found = doubly_robust(regions(3000, 1))
    assert found.lower < 3000 < found.upper and found.upper - found.lower < 3000
    assert len(found.diagnostics["every_pair"]) == 6


def test_what_tells_people_apart_is_not_conditioned_on() -> None:
    pytest.importorskip("sklearn")
    from onrecord.estimate.covariates import doubly_robust

    table = regions(1500, 1)
    n = len(table.counts)
    more = {
        "id": tuple(str(i) for i in range(n)), "name": tuple(f"Aru {i}" for i in range(n)),
        "month": tuple(f"2031-{1 + i % 9:02d}" for i in range(n)), "day": tuple(f"2031-04-{1 + i % 28:02d}" for i in range(n)),
    }  # fmt: skip
    found = doubly_robust(replace(table, covariates={**table.covariates, **more}))
    assert found.diagnostics["covariates"] == ["region", "age", "year", "month", "day"]
    assert any("a value of their own there: id, name" in w for w in found.warnings)


def test_chances_that_contradict_each_other_give_no_number() -> None:
    pytest.importorskip("sklearn")
    from sklearn.tree import DecisionTreeClassifier

    from onrecord.estimate.covariates import doubly_robust

    with pytest.raises(OnRecordError, match="contradict each other"):
        doubly_robust(regions(1500, 2), learner=DecisionTreeClassifier)


def test_pictures_are_drawn(tmp_path: Path) -> None:
    table = four(tmp_path)
    drawn = pictures.upset(table)
    assert drawn.count("<rect") == 16 and "212" in drawn and "style=" not in drawn and "<script" not in drawn
    assert "documented 684" in estimate(table, "dga").plot()
    assert "no upper bound" in pictures.posterior(Estimate("chao", 100.0, 90.0, float("inf"), 80))
    assert pictures.several([estimate(table, "chao"), estimate(table, "dga")]).count("<circle") == 2


def test_no_part_of_the_package_hides_a_function_of_its_name() -> None:
    import onrecord.estimate.sensitivities  # noqa: F401
    from onrecord import estimate as package

    assert all(callable(getattr(package, name)) for name in package.__all__)


@pytest.mark.parametrize("version", ["0.23.4", "1.2.0"])
def test_draws_go_to_arviz(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    """ArviZ before 1.0 takes each group as an argument, later all of them as one mapping."""
    given_: list[object] = []
    fake = ModuleType("arviz")
    fake.__version__ = version  # type: ignore[attr-defined]
    fake.from_dict = (  # type: ignore[attr-defined]
        (lambda *, posterior: given_.append({"posterior": posterior})) if version.startswith("0.") else given_.append
    )
    monkeypatch.setitem(sys.modules, "arviz", fake)
    found = estimate(four(tmp_path), "dga")
    found.to_arviz()
    assert isinstance(given_[0], dict) and given_[0]["posterior"]["N"].shape == (1, 10_000)
    with pytest.raises(OnRecordError, match="chao has no posterior draws"):
        estimate(four(tmp_path), "chao").to_arviz()


def test_blanks_taken_for_zeros_stand_beside_where_they_say_something_else() -> None:
    """Of people whose only list is blank for them there is no row: filling in gives too few, and zeros the right number."""
    rng, on = np.random.default_rng(4), people(3000, 4, 0.3, 4).astype(float)
    on[rng.random(on.shape) < 0.3] = np.nan
    every, seen = from_arrays(on), from_arrays(on[(on == 1).any(axis=1)])
    said = [estimate(t, "chao") for t in (every, seen)]
    assert not any("blanks taken for zeros" in w for w in said[0].warnings)
    assert any("blanks taken for zeros" in w for w in said[1].warnings)
    assert said[1].diagnostics["blanks_as_zeros"]["estimate"] == pytest.approx(3000, rel=0.05)
