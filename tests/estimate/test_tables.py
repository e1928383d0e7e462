"""What is a list, what a covariate, what a blank; and what bad input gets."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.errors import OnRecordError
from onrecord.estimate.estimating import estimate
from onrecord.estimate.missing import absent, completed
from onrecord.estimate.reading import read_table
from onrecord.estimate.table import CLOSED, UNKNOWN, CannotEstimate, checked, from_arrays
from tests.estimate.made import FOUR, np, written


@pytest.mark.parametrize(
    "text, said",
    [
        ("A,B,C,count\n1,0,0,5\n0,1,0,-3\n", "Row 3, column count: -3 is negative"),
        ("A,B,C,count\n1,0,0,5\n0,1,0,2.5\n", "Row 3, column count: 2.5 is no whole number"),
        ("A,B,C,count\n1,0,0,\n", "Row 2, column count: it is blank"),
        ("A,B,C,count\n1,0,0,many\n", "Row 2, column count: 'many' is no number"),
        ("A,B,C,count\n1,0,0,5\n0,2,1,3\n0,1,0,2\n1,1,0,3\n", "Row 3, column B: '2' is neither 1"),
        ("A,B,C,count\n1,0,0,5\n0,yes,0,3\n1,1,0,2\n0,0,1,3\n", "Row 3, column B: 'yes' is neither 1"),
        ("A,B,C,count\n1,0,0,5\n0,1,-1,9\n1,1,0,3\n0,1,1,3\n", "Row 3, column C: '-1' is neither 1"),
        ("A,B,C,count\n1,0,0,0\n0,1,0,0\n0,0,1,0\n", "Nobody stands on any list"),
        ("A,B,C,count\n1,0,0,5\n0,0,0,40\n", "Row 3, column count: 40 people are counted who stand on no list"),
        ("A,B,C,count\n1,0,0,5\n0,1,0,4\n1,0,0,2\n", "Row 4: the history 1, 0, 0 (A, B, C) stands in row 2 already"),
        ("A,count\n1,5\n", "one column of zeros and ones (A)"),
        ("A,B,count\n", "no rows"),
        ("", "is empty"),
        ("A,B,A,count\n1,0,1,2\n", "Two columns are called 'A'"),
        ("A,B,count\n1,0\n", "line 2: it has 2 cells for 3 columns"),
        (",".join(f"L{i}" for i in range(17)) + ",count\n" + ",".join("1" * 17) + ",4\n" + "1," + ",".join("0" * 16) + ",4\n", "17 lists; 16 are the most"),
        ("A,B,C,count\n1,0,0,5\n0,1,0,9\n0,0,1,4\n", "No two lists share anybody"),
        ("A,B,C,count\n1,1,0,5\n0,0,1,9\n1,1,1,4\n", "The lists A and B are identical"),
        ("A,B,C,count\n1,0,0,5\n0,1,0,9\n1,1,0,4\n", "The list C is empty"),
    ],
)  # fmt: skip
def test_bad_tables_get_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(OnRecordError) as caught:
        estimate(written(tmp_path, text), "loglinear")
    assert said in str(caught.value) and "\n" not in str(caught.value)


def test_people_with_blanks_and_covariates(tmp_path: Path) -> None:
    table = read_table(
        written(
            tmp_path, "id,north,south,east,age,sex\na,1,0,,34,female\nb,0,1,1,NA,male\nc,-,1,0,7,\nd,0,0,,5,male\ne,0,0,0,,\n"
        )
    )
    assert table.lists == ("north", "south", "east") and table.observed == 4
    assert table.histories[0, 2] == UNKNOWN and table.histories[2, 0] == CLOSED
    assert table.covariates["sex"] == ("female", "male", "", "male") and table.covariates["age"][1] == ""
    assert any("on no list for certain (the first in row 6)" in n for n in table.notices)
    assert any("1 of the documented are on no list for certain" in n for n in table.notices)


def test_who_is_on_no_list_for_certain_is_on_one_that_is_blank(tmp_path: Path) -> None:
    """Of a chosen few lists they may be on another, and leave; and blanks taken for zeros leave them nowhere."""
    text = "A,B,C\n1,0,1\n0,1,1\n1,1,\n0,,0\n0,,\n"
    table = read_table(written(tmp_path, text))
    assert table.observed == 5 and absent(table).observed == 3
    chosen = read_table(written(tmp_path, text), ["A", "B"])
    assert chosen.observed == 3 and any("on none of these lists for certain (the first in row 5)" in n for n in chosen.notices)
    for whole in completed(table, 0, 5):
        assert whole.observed == 5 and whole.histories[3].tolist() == [0, 1, 0] and whole.histories[4].any()


@pytest.mark.parametrize("name", ["sex", "Female", "sex_male", "성별"])
def test_a_covariate_of_zeros_and_ones_is_known_by_its_name(tmp_path: Path, name: str) -> None:
    text = f"A,B,C,{name}\n1,0,0,1\n0,1,0,0\n1,1,0,1\n0,0,1,0\n1,0,1,0\n"
    table = read_table(written(tmp_path, text))
    assert table.lists == ("A", "B", "C") and table.covariates[name] == ("1", "0", "1", "0", "0")
    assert any(f"The column {name} holds only 0 and 1, but is called like a covariate" in n for n in table.notices)
    chosen = read_table(written(tmp_path, text), ["A", "B", name])
    assert chosen.lists == ("A", "B", name)
    assert read_table(written(tmp_path, "A,sex\n1,0\n0,1\n1,1\n")).lists == ("A", "sex")


SPOKEN = {
    "yes no": ("yes", "no", ""), "true false": ("TRUE", "FALSE", ""), "si no": ("Sí", "No", "NA"), "y n": ("Y", "n", "?"), "y n u": ("Y", "N", "U"), "0 1 unk": ("1", "0", "Unk"),
    "예 아니오": ("예", "아니오", ""), "floats": ("1.0", "0.0", ""),
}  # fmt: skip
ROWS = [(1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 0), (1, 0, 1), (0, 1, 1), (1, 1, 1), (1, 0, 2), (0, 1, 2)]


def spoken(on: str, off: str, blank: str, more: str = "person,age,civilian") -> str:
    rows = [f"p{k},{20 + k},{(on, off)[k % 2]}," + ",".join((off, on, blank)[v] for v in row) for k, row in enumerate(ROWS)]
    return "\n".join([f"{more},morgue,in_hospital,HRDAG_1", *rows]) + "\n"


@pytest.mark.parametrize("words", SPOKEN.values(), ids=SPOKEN)
def test_lists_speak_in_words_too(tmp_path: Path, words: tuple[str, str, str]) -> None:
    table = read_table(written(tmp_path, spoken(*words)))
    assert table.lists == ("morgue", "in_hospital", "HRDAG_1") and set(table.covariates) == {"person", "age", "civilian"}
    assert [tuple(h) for h in table.histories] == [tuple(UNKNOWN if v == 2 else v for v in row) for row in ROWS]
    said = " ".join(table.notices)
    assert (
        "Lists: morgue, in_hospital, HRDAG_1" in said
        and "No lists, and used only where asked for: person, age, civilian" in said
    )
    assert "The column civilian holds only" in said


@pytest.mark.parametrize("mark", ["x", "X", "✓", "1", "yes", "*"])
def test_blanks_beside_marks_are_zeros(tmp_path: Path, mark: str) -> None:
    """A column that never says no says no by its blanks."""
    table = read_table(written(tmp_path, spoken(mark, "", "", "person,age,sex")))
    assert table.lists == ("morgue", "in_hospital", "HRDAG_1") and table.complete and table.observed == len(ROWS)
    assert any("a blank in them was read as not on it" in n for n in table.notices)
    chosen = read_table(written(tmp_path, spoken(mark, "", "", "person,age,sex")), ["HRDAG_1", "morgue"])
    assert chosen.complete and chosen.lists == ("HRDAG_1", "morgue")


@pytest.mark.parametrize("number", ["9", "-9", "-1", "99", "999.0"])
def test_a_number_for_not_known_is_read_where_two_lists_say_it(tmp_path: Path, number: str) -> None:
    rows = [(1, 0, 1), (0, 1, 1), (1, 1, 0), (0, 2, 1), (1, 2, 0), (2, 1, 0)]
    text = "A,B,C\n" + "".join(",".join(number if v == 2 else str(v) for v in row) + "\n" for row in rows)
    unknown = [[UNKNOWN if v == 2 else v for v in row] for row in rows]
    for lists in (None, ["A", "B", "C"]):
        table = read_table(written(tmp_path, text), lists)
        assert table.histories.tolist() == unknown
        assert f"In the columns A, B a {number} stands beside 0 and 1: it was read as not known." in table.notices
    with pytest.raises(OnRecordError, match=f"Row 5, column B: '{number}' is neither 1"):
        read_table(written(tmp_path, text.replace(f"\n{number},1,0", "\n0,1,0")), ["A", "B", "C"])


def test_where_no_column_is_a_list_the_nearest_is_named_with_its_row(tmp_path: Path) -> None:
    with pytest.raises(OnRecordError, match=r"no column of zeros and ones.*; B comes nearest, but row 4 says '2' there"):
        read_table(written(tmp_path, "name,A,B\np,1,0\nq,2,1\nr,0,2\ns,2,1\n"))


def test_tables_as_r_and_excel_leave_them(tmp_path: Path) -> None:
    """R's write.table has no name for the names of rows; Excel's Unicode text is UTF-16 with tabs."""
    text = "A,B,C,sex\n1,0,0,F\n0,1,0,M\n1,1,0,M\n0,1,1,F\n"
    plain = read_table(written(tmp_path, text))
    head, *rows = text.replace("F", '"F"').splitlines()
    r = "\n".join([head, *(f'"{n}",{row}' for n, row in enumerate(rows, 1))])
    for mark in (" ", "\t"):
        told = read_table(written(tmp_path, r.replace(",", mark), "r.txt"))
        assert told.lists == plain.lists and told.covariates["sex"] == plain.covariates["sex"]
        assert told.histories.tolist() == plain.histories.tolist()
    (tmp_path / "unicode.txt").write_bytes(text.replace(",", "\t").encode("utf-16"))
    assert read_table(tmp_path / "unicode.txt").hash() == plain.hash()
    assert read_table(written(tmp_path, text.replace(",", "|"))).hash() == plain.hash()


def test_columns_in_words_beside_lists_of_zeros_and_ones_are_told_of(tmp_path: Path) -> None:
    rows = "".join(f"{a},{b},{c},{('yes', 'no')[a]},1\n" for a, b, c in ROWS if c < 2)
    table = read_table(written(tmp_path, "A,B,C,fled,in_table\n" + rows))
    assert table.lists == ("A", "B", "C") and set(table.covariates) == {"fled", "in_table"}
    assert any("The column fled holds only yes and no, but is not written as the lists are" in n for n in table.notices)
    assert any("The column in_table holds only 0 and 1, but holds everybody in the table" in n for n in table.notices)


def test_counts_go_by_other_names_where_no_two_rows_are_alike(tmp_path: Path) -> None:
    counted = read_table(written(tmp_path, FOUR.replace("count", "Freq")))
    assert counted.observed == 684 and any("The column Freq was read as how many people" in n for n in counted.notices)
    people = read_table(written(tmp_path, "A,B,n\n1,0,3\n0,1,2\n1,1,4\n1,1,4\n"))
    assert people.observed == 4 and people.covariates["n"] == ("3", "2", "4", "4")


def test_a_person_in_two_rows_is_told_of_by_their_lines(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, "id,A,B\np1,1,0\n\np2,0,1\np3,1,1\np1,0,1\n"))
    assert any("The id p1 stands in row 2 and in row 6: a person is one row" in n for n in table.notices)


def test_lists_that_hardly_speak_of_the_same_people_are_no_twins() -> None:
    rows = [[1, 0, -1], [0, 1, -1], [1, 1, -1], [-1, 0, 1], [-1, 1, 0], [-1, 1, 1], [1, 0, 1]]
    assert checked(from_arrays(np.array(rows, dtype=float)).cells()).observed == 7
    with pytest.raises(CannotEstimate, match="list 1 and list 3 are identical"):
        checked(from_arrays(np.array([*rows, *[[1, 1, 1], [0, 1, 0], [1, 0, 1]] * 3], dtype=float)).cells())


def test_a_list_that_never_stands_alone_is_told_of(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, "A,B,C\n1,0,0\n0,1,0\n1,0,1\n1,1,1\n"))
    assert table.lists == ("A", "B", "C") and any("The column C never stands alone" in n for n in table.notices)


def test_lists_chosen_leave_out_who_is_on_none_of_them(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, FOUR), ["A", "B", "C"])
    assert table.observed == 684 - 61 and checked(table.cells()).lists == ("A", "B", "C")


def test_arrays_frames_and_rows_are_the_same_table(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, FOUR))
    pandas = pytest.importorskip("pandas")
    frame = pandas.read_csv(tmp_path / "lists.csv")
    rows = frame.to_dict("records")
    array = from_arrays(frame[["A", "B", "C", "D"]].to_numpy(), frame["count"], ["A", "B", "C", "D"])
    assert table.hash() == read_table(frame).hash() == read_table(rows).hash() == array.hash()
    nullable = pandas.DataFrame(
        {n: pandas.array([1, 0, None, 1], dtype="Int64") for n in "AB"} | {"C": [True, None, False, True]}
    )
    assert read_table(nullable).histories[2].tolist() == [UNKNOWN, UNKNOWN, 0] and read_table(nullable).lists == ("A", "B", "C")
    frame["count"] = [*frame["count"].astype(float)[:3], float("inf"), *frame["count"].astype(float)[4:]]
    with pytest.raises(OnRecordError, match="Row 4, column count: inf is no whole number"):
        read_table(frame)
    with pytest.raises(OnRecordError, match="Row 2, column list 1: 3 is neither"):
        from_arrays(np.array([[1, 0], [3, 1]]))


def test_names_of_columns_are_one_or_several_and_what_is_no_table_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, FOUR)
    assert read_table(path, "A, B,C").lists == read_table(path, ["A", "B", "C"]).lists == ("A", "B", "C")
    people = written(tmp_path, "A,B,sex\n" + "1,0,m\n0,1,m\n1,1,m\n1,0,f\n0,1,f\n1,1,f\n" * 5, "people.csv")
    assert len(estimate(people, "chao", by="sex").strata) == 2
    for nothing in (None, 3, [1, 2]):
        with pytest.raises(OnRecordError, match="A table is a CSV file, a DataFrame, an array, or rows"):
            estimate(nothing)
    with pytest.raises(OnRecordError, match="A seed is a whole number, 0 or more; not -1"):
        estimate(path, "chao", seed=-1)


def test_the_hash_does_not_depend_on_the_order_of_rows(tmp_path: Path) -> None:
    head, *rows = FOUR.splitlines()
    turned = "\n".join([head, *reversed(rows)])
    assert read_table(written(tmp_path, FOUR)).hash() == read_table(written(tmp_path, turned, "b.csv")).hash()


def test_semicolons_and_a_byte_order_mark(tmp_path: Path) -> None:
    path = written(tmp_path, "\ufeff" + FOUR.replace(",", ";"))
    assert read_table(path).lists == ("A", "B", "C", "D")


def test_two_lists_say_why_they_are_not_enough(tmp_path: Path) -> None:
    found = estimate(written(tmp_path, FOUR), lists=["A", "B"])
    assert found.method == "chao" and any("A third list is needed" in w for w in found.warnings)
    with pytest.raises(CannotEstimate, match="needs 3 lists"):
        estimate(written(tmp_path, FOUR), "dga", ["A", "B"])
