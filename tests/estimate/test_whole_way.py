"""Blanks, closed lists, strata, completed tables, links, covariates, pictures: what goes around a method."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from onrecord.errors import OnRecordError
from onrecord.estimate import pictures
from onrecord.estimate.estimating import estimate, estimate_all
from onrecord.estimate.linked import estimate_linked, read_listings, table_of
from onrecord.estimate.missing import absent, completed
from onrecord.estimate.partitions import pairs_of, partitions
from onrecord.estimate.result import Estimate
from onrecord.estimate.sensitivity import in_words, sensitivity
from onrecord.estimate.table import CLOSED, UNKNOWN, from_arrays
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


def test_strata_may_borrow_from_each_other(tmp_path: Path) -> None:
    alone, pooled = (estimate(by_year(tmp_path), "dga", by=["year"], pool=p) for p in (False, True))
    last = pooled.strata[-1]
    assert last.estimate is not None and last.pooled and "what the other strata say" in last.estimate.warnings[0]
    first = [e.strata[0].estimate for e in (alone, pooled)]
    assert first[0] and first[1] and first[1].upper - first[1].lower < 1.1 * (first[0].upper - first[0].lower)


def test_replicates_are_pooled(tmp_path: Path) -> None:
    more = written(tmp_path, FOUR.replace("212", "260"), "more.csv")
    one, two = estimate(four(tmp_path), "dga"), estimate(four(tmp_path), "dga", replicates=[more])
    assert two.diagnostics["tables"] == 2 and one.estimate < two.estimate and two.lower >= two.observed == 732


def test_all_methods_side_by_side(tmp_path: Path) -> None:
    found = estimate_all(written(tmp_path, FOUR), ["A", "B"])
    assert [e.method for e in found] == ["chao", "chapman", "lincoln-petersen"]


@pytest.mark.parametrize("method", ["dga", "sparse", "loglinear", "chao"])
def test_sensitivity(tmp_path: Path, method: str) -> None:
    rows = sensitivity(four(tmp_path), method)
    assert [r["change"] for r in rows if r["kind"] == "list"] == ["without A", "without B", "without C", "without D"]
    assert any(r["kind"] == "interaction of all lists" for r in rows) and "the greatest" in in_words(rows)
    assert pictures.moved(rows).count("<circle") >= 4


def test_partitions_are_transitive_and_heed_what_people_said() -> None:
    pairs = pairs_of(5, [(0, 1, 0.9), (1, 2, 0.9), (0, 2, 0.0), (3, 4, 1.0)])
    drawn = list(partitions(pairs, 200, 0))
    assert all(d[0] != d[2] and d[3] == d[4] for d in drawn)
    together = np.mean([d[0] == d[1] for d in drawn]), np.mean([d[1] == d[2] for d in drawn])
    assert 0.3 < together[0] < 0.7 and 0.3 < together[1] < 0.7  # one or the other, never both
    assert [d.tolist() for d in partitions(pairs, 3, 5)] == [d.tolist() for d in partitions(pairs, 3, 5)]


def test_one_pair_is_together_as_often_as_it_says() -> None:
    drawn = list(partitions(pairs_of(2, [(0, 1, 0.8)]), 400, 1))
    assert np.mean([d[0] == d[1] for d in drawn]) == pytest.approx(0.8, abs=0.07)


def listings(tmp_path: Path) -> tuple[Path, Path]:
    rows, lines, pairs = people(300, 3, 0.4, 9), ["id,list"], ["left_id,right_id,probability"]
    for p, on in enumerate(rows):
        ids = [f"{p}.{j}" for j in np.flatnonzero(on)]
        lines += [f"{i},{i.split('.')[1]}" for i in ids]
        pairs += [f"{a},{b},0.9" for a, b in pairwise(ids)]
    pairs += [
        f"{2 * k}.{np.flatnonzero(rows[2 * k])[0]},{2 * k + 1}.{np.flatnonzero(rows[2 * k + 1])[0]},0.1" for k in range(30)
    ]
    return written(tmp_path, "\n".join(lines) + "\n", "people.csv"), written(tmp_path, "\n".join(pairs) + "\n", "matches.csv")


def test_doubtful_links_are_carried(tmp_path: Path) -> None:
    read = read_listings(*listings(tmp_path), "list")
    found = estimate_linked(read, "dga", draws=6)
    exact = table_of(
        read,
        next(
            partitions(
                pairs_of(
                    len(read.list_of), [(a, b, 1.0) for a in read.pairs.near for b, p in read.pairs.near[a].items() if p > 0.5]
                ),
                1,
                0,
            )
        ),
    )
    certain = estimate(exact, "dga")
    assert read.doubtful and found.diagnostics["partitions"] == 6
    assert found.upper - found.lower > certain.upper - certain.lower and certain.lower < 300 < certain.upper
    assert any("links are right" in a for a in found.assumptions)


def test_links_that_say_nothing_sensible_are_refused(tmp_path: Path) -> None:
    people_, links = listings(tmp_path)
    with pytest.raises(OnRecordError, match="There is no column 'source'"):
        read_listings(people_, links, "source")
    first, second = (line.split(",")[0] for line in people_.read_text(encoding="utf-8").splitlines()[1:3])
    with pytest.raises(OnRecordError, match="line 2: there is no listing 'x'"):
        read_listings(people_, written(tmp_path, f"left_id,right_id,probability\nx,{first},0.5\n", "l.csv"), "list")
    with pytest.raises(OnRecordError, match="line 2: '7' is no probability"):
        read_listings(people_, written(tmp_path, f"left_id,right_id,probability\n{first},{second},7\n", "l.csv"), "list")


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


def test_pictures_are_drawn(tmp_path: Path) -> None:
    table = four(tmp_path)
    drawn = pictures.upset(table)
    assert drawn.count("<rect") == 16 and "212" in drawn and "style=" not in drawn and "<script" not in drawn
    assert "documented 684" in estimate(table, "dga").plot()
    assert "no upper bound" in pictures.posterior(Estimate("chao", 100.0, 90.0, float("inf"), 80))
    assert pictures.several([estimate(table, "chao"), estimate(table, "dga")]).count("<circle") == 2
