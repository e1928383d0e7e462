"""The doubt of links: draws of whole partitions, and estimates over them."""

from __future__ import annotations

from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import OnRecordError
from onrecord.estimate.estimating import estimate
from onrecord.estimate.linked import Listings, estimate_linked, read_listings, same_listings, table_of
from onrecord.estimate.partitions import decided, pairs_of, partitions, surer
from onrecord.estimate.sensitivities import sensitivity_linked
from tests.estimate.made import np, people, written


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


@pytest.mark.parametrize("size", [4, 7, 11])
def test_every_pair_is_together_as_often_as_its_share(size: int) -> None:
    rng = np.random.default_rng(size)
    first, second, third = np.arange(size) % 2, np.arange(size) // 3, np.arange(size)
    of = [first, second, third]
    weights = np.array([0.5, 0.3, 0.2])
    shares = [
        (a, b, float(sum(w for w, g in zip(weights, of, strict=True) if g[a] == g[b]))) for a, b in combinations(range(size), 2)
    ]
    named = [(a, b, p) for a, b, p in shares if p > 0]
    drawn = np.array(list(partitions(pairs_of(size, named), 1500, int(rng.integers(99)))))
    missed = [abs(float((drawn[:, a] == drawn[:, b]).mean()) - p) for a, b, p in named]
    assert max(missed) < 0.09 and np.mean(missed) < 0.03


def test_a_chain_of_sure_pairs_holds_together_although_its_ends_are_not_named() -> None:
    drawn = np.array(list(partitions(pairs_of(3, [(0, 1, 0.9), (1, 2, 0.9)]), 1000, 0)))
    assert (drawn[:, 0] == drawn[:, 1]).mean() == pytest.approx(0.9, abs=0.04)
    assert (drawn[:, 0] == drawn[:, 2]).mean() > 0.75


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 9), st.sampled_from([0.0, 0.0, 0.02, 0.3, 0.7, 0.95, 1.0])), max_size=25
    )
)
def test_what_is_certain_is_never_overruled(pairs: list[tuple[int, int, float]]) -> None:
    apart = {(min(a, b), max(a, b)) for a, b, p in pairs if p == 0 and a != b}
    together = {(min(a, b), max(a, b)) for a, b, p in pairs if p == 1 and a != b}
    try:
        drawn = list(partitions(pairs_of(10, pairs), 5, 1))
    except OnRecordError as e:
        assert "contradict each other" in str(e)
        return
    for person in drawn:
        assert all(person[a] != person[b] for a, b in apart) and all(person[a] == person[b] for a, b in together)
        assert sorted(set(person.tolist())) == list(range(int(person.max()) + 1))


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


def with_years(tmp_path: Path, name: str = "years.csv", lost: float = 0.1) -> tuple[Path, Path]:
    """Three lists of people of three years; a year is blank now and then, and one listing of a person may have another year."""
    rng = np.random.default_rng(2)
    lines, pairs = ["id,list,year,sex"], ["left_id,right_id,probability"]
    for year, size in ((1998, 300), (1999, 700), (2000, 400)):
        for n, on in enumerate(people(size, 3, 0.4, year)):
            ids = [f"{year}.{n}.{j}" for j in np.flatnonzero(on)]
            lines += [f"{i},list {i[-1]},{'' if rng.random() < lost else year},{'f' if n % 3 else 'm'}" for i in ids]
            pairs += [f"{a},{b},0.95" for a, b in combinations(ids, 2)]
    return written(tmp_path, "\n".join(lines) + "\n", name), written(tmp_path, "\n".join(pairs) + "\n", "year-links.csv")


def test_links_and_strata_go_together(tmp_path: Path) -> None:
    people_, links = with_years(tmp_path)
    read = read_listings(people_, links, "list")
    found = estimate_linked(read, "dga", draws=5, by=["year"])
    assert [s.values["year"] for s in found.strata] == ["1998", "1999", "2000"]
    assert found.lower < 1400 < found.upper and sum(s.observed for s in found.strata) == pytest.approx(found.observed, abs=5)
    for s, size in zip(found.strata, (300, 700, 400), strict=True):
        assert s.estimate is not None and s.estimate.lower < 1.05 * size and s.estimate.upper > 0.95 * size
        assert s.estimate.diagnostics["tables"] == 5
    assert any("given one at random in every partition" in w for w in found.warnings)
    both = estimate_linked(read, "chao", draws=3, by=["year", "sex"], pool=True)
    assert len(both.strata) == 6 and all(s.pooled for s in both.strata)
    assert found.table == read.hash(["year"]) != both.table and len(both.table) == 64
    with pytest.raises(OnRecordError, match="There is no column 'month'"):
        estimate_linked(read, "dga", by=["month"])


def test_links_and_completed_tables_go_together(tmp_path: Path) -> None:
    first, links = with_years(tmp_path, lost=0.0)
    other = written(tmp_path, first.read_text(encoding="utf-8").replace(",1998,f", ",1999,f"), "other.csv")
    both = same_listings(first, [other], links, "list")
    found = estimate_linked(both, "dga", draws=6, by=["year"])
    alone = estimate_linked(both[0], "dga", draws=6, by=["year"])
    assert found.diagnostics["completed_tables"] == 2 and found.diagnostics["partitions"] == 6
    assert found.strata[0].observed < alone.strata[0].observed
    one = estimate_linked([*both] * 5, "chao", draws=2)
    assert one.diagnostics["partitions"] == 10  # no table is left out
    shorter = written(tmp_path, "\n".join(first.read_text(encoding="utf-8").splitlines()[::-1]) + "\n", "shorter.csv")
    with pytest.raises(OnRecordError):
        same_listings(first, [shorter], links, "list")
    lines = first.read_text(encoding="utf-8").splitlines()
    turned = written(tmp_path, "\n".join([lines[0], *lines[:0:-1]]) + "\n", "turned.csv")
    with pytest.raises(OnRecordError, match=r"turned\.csv has other listings than years\.csv"):
        same_listings(first, [turned], links, "list")


def test_a_persons_stratum_is_what_most_of_their_listings_say() -> None:
    lists = np.array([0, 1, 2, 0, 1])
    read = Listings(("a", "b", "c"), lists, pairs_of(5, []), True, {"year": ("1998", "1998", "1999", "", "")})
    table = table_of(read, np.array([0, 0, 0, 1, 1]), ["year"])
    assert table.covariates["year"] == ("1998", "")
    drawn = {
        table_of(read, np.array([0, 1, 1, 2, 2]), ["year"], np.random.default_rng(n)).covariates["year"][1] for n in range(20)
    }
    assert drawn == {"1998", "1999"}


def test_what_moves_a_number_through_links(tmp_path: Path) -> None:
    read = read_listings(*listings(tmp_path), "list")
    base = estimate_linked(read, "dga", draws=4)
    rows = sensitivity_linked([read], base, draws=4)
    by_change = {r["change"]: r["estimate"] for r in rows}
    assert [r["change"] for r in rows if r["kind"] == "list"] == [f"without {k} (by chao)" for k in (0, 1, 2)]
    doubtful, sure = by_change["a third of the odds of every link"], by_change["three times the odds of every link"]
    assert doubtful > base.estimate > sure  # a link fewer is a person more, and an overlap less
    assert by_change["links from 0.5 on sure, the others none"] < base.estimate


def test_links_without_doubt_are_chains() -> None:
    pairs = decided(pairs_of(4, [(0, 1, 0.6), (1, 2, 0.7), (2, 3, 0.4), (0, 2, 0.0)]))
    assert [d.tolist() for d in partitions(pairs, 2, 0)] == [[0, 0, 0, 1]] * 2
    assert surer(pairs_of(2, [(0, 1, 0.5)]), 3.0).near[0][1] == pytest.approx(0.75)
