"""Pairs that are let go unread could not have been one person: the bound never falls below what the full comparison says."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

np = pytest.importorskip("numpy")
pytest.importorskip("rapidfuzz")

from onrecord.link import blocking, fitting, linking
from onrecord.link.comparing import Comparer, grouped
from onrecord.link.lists import read_lists
from onrecord.link.sifting import Sieve

SYLLABLES = ("ba", "va", "sa", "za", "lle", "ye", "ro", "min", "tor", "qui")


def made_up(path: Path, seed: int) -> Path:
    """A list whose rows often share parts, with slips, names in other orders, blanks and holes."""
    chance = random.Random(seed)
    names = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 3))) for _ in range(25)]
    lines = ["id,list,name,date,age,sex,city,state"]
    for n in range(90):
        parts = chance.choices(names, k=chance.choice((1, 2, 2, 3, 4)))
        if chance.random() < 0.3:
            at = chance.randrange(len(parts))
            parts[at] = parts[at].replace(*chance.choice((("b", "v"), ("s", "z"), ("a", ""), ("m", "m "), ("r", "rr"))), 1)
        name = chance.choice(
            (" ".join(parts), " ".join(reversed(parts)), "N.N. " + parts[0].capitalize(), parts[0][0] + ". " + parts[-1])
        )
        day = chance.choice(("1981-05-03", "1981-05-04", "1981-05", "1981", "", "1981-03-05"))
        city, state = chance.choice((("Tarn", "North"), ("Tarne", ""), ("San Tarn", "South"), ("Velnik", "North"), ("", "")))
        lines.append(f"{n},{n % 2},{name},{day},{chance.choice(('', 3, 4, 30))},{chance.choice('mf')},{city},{state}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("seed", range(6))
def test_nothing_is_let_go_that_would_have_been_kept(tmp_path: Path, seed: int) -> None:
    rows = read_lists([made_up(tmp_path / "a.csv", seed)]).rows
    within = np.ones(2, bool)
    comparer = Comparer(rows)
    random_pairs = linking._random(rows, comparer, within, 0)
    model = fitting.start(
        fitting.chances(random_pairs[0], random_pairs[2]), linking._how_many(rows.lists, within), tuple(np.bincount(rows.lists))
    )
    a, b = blocking.every_pair(len(rows))
    odds, parts = model.weights(comparer.compare(a, b), rows.lists[a] == rows.lists[b])
    for least in (-9.0, -3.0, 3.0):
        sieve = Sieve(rows, comparer, model, least)
        for closer in (False, True):
            kept = sieve.keeps(a, b, closer)
            assert not ((odds - parts["relatives"] > least) & ~kept).any()
        assert kept.sum() < len(a), "and some are let go"


def test_pairs_that_are_alike_are_counted_together(tmp_path: Path) -> None:
    rows = read_lists([made_up(tmp_path / "a.csv", 1)]).rows
    a, b = blocking.every_pair(len(rows))
    compared, own = Comparer(rows).compare(a, b), rows.lists[a] == rows.lists[b]
    few, few_own, count = grouped(compared, own)
    assert count.sum() == len(a) and len(few) == len(few_own) < len(a)
    for name, levels in compared.levels.items():
        assert (np.bincount(levels, minlength=15) == np.bincount(few.levels[name], weights=count, minlength=15)).all()


def test_each_pair_of_a_block_once_and_large_blocks_not_at_all() -> None:
    key, lists, within = np.array([7, -1, 3, 7, 3, 7, -1, 9, 3, 3]), np.zeros(10, int), np.ones(1, bool)
    blocks = blocking.Blocks(key, 3)
    found = sorted((int(x), int(y)) for left, right in blocks.pairs(lists, within) for x, y in zip(left, right, strict=True))
    assert found == [(0, 3), (0, 5), (3, 5)] and blocks.left_out == 1
    assert blocking.distinct(np.array([5, 1, 5, 3])).tolist() == [1, 3, 5]
