"""Splink with plain settings on rows that onrecord read, so that both have the same folded names and the same dates.

Splink is a peer and no dependency: `pip install splink pandas`. Jaro-Winkler on given and family name with term frequencies,
Damerau-Levenshtein on dates, equality on age, sex and town; parameters by expectation-maximisation. No labels, as for onrecord.
"""

from __future__ import annotations

from typing import Any

RARE = ("first", "last", "date", "born", "town")
"""Columns that, two at a time, make blocks small enough; sex and age do not."""
FEW_ROWS = 20_000
"""Up to so many rows with few columns, those who share any one of them are compared."""


STRICT = (
    ("first", "last", "year"), ("last", "date"), ("first", "date"), ("last", "town", "year"), ("first", "town", "month"),
    ("first", "last", "town"),
)  # fmt: skip
"""Blocks as Splink's documentation asks for on large lists: several rules, each of two columns and more, each of few pairs."""
TRAINED_ON = (("first", "last", "year"), ("first", "date"), ("last", "town", "year"))
THRESHOLDS = (0.5, 0.9, 0.95, 0.99, 0.999, 0.9999, 0.99999)


def strict_pairs(lists: Any, least: float = 0.5) -> dict[tuple[int, int], float]:
    """The same of one large list with date and town, by narrow blocks and within 6 GB of DuckDB's memory."""
    import duckdb
    import pandas as pd
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    frame = pd.DataFrame(_columns(lists.rows)).drop(columns="list")
    frame["year"], frame["month"] = frame["date"].str[:4], frame["date"].str[:7]
    connection = duckdb.connect()
    connection.execute("SET memory_limit='6GB'; SET threads=1; SET preserve_insertion_order=false")
    table = DuckDBAPI(connection=connection).register(frame, dataset_display_name="list")
    names = [cl.JaroWinklerAtThresholds(n, [0.92, 0.8]).configure(term_frequency_adjustments=True) for n in ("first", "last")]
    settings = SettingsCreator(
        link_type="dedupe_only", unique_id_column_name="number",
        comparisons=[
            *names, cl.DamerauLevenshteinAtThresholds("date", [1, 2]), cl.ExactMatch("town").configure(term_frequency_adjustments=True),
            cl.ExactMatch("age"), cl.ExactMatch("sex"),
        ],
        blocking_rules_to_generate_predictions=[block_on(*columns) for columns in STRICT],
        retain_intermediate_calculation_columns=False, retain_matching_columns=False,
    )  # fmt: skip
    linker = Linker(table, settings, log_level=40)
    sure = [block_on("first", "last", "date"), block_on("first", "last", "town", "age")]
    linker.training.estimate_probability_two_random_records_match(sure, recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    for columns in TRAINED_ON:
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*columns))
    found = linker.inference.predict(threshold_match_probability=least).as_pandas_dataframe()
    cells = (found[n].tolist() for n in ("number_l", "number_r", "match_probability"))
    return {(min(a, b), max(a, b)): p for a, b, p in zip(*cells, strict=True)}


def pairs(lists: Any, least: float = 0.5) -> dict[tuple[int, int], float]:
    """The pairs of row numbers, left < right, that Splink holds to be one person, with the probability."""
    import pandas as pd
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    api = DuckDBAPI()
    columns = _columns(lists.rows)
    frame = pd.DataFrame(columns)
    several = len(lists.names) > 1
    parts = [part.drop(columns="list") for _, part in frame.groupby("list")] if several else [frame.drop(columns="list")]
    tables = [api.register(part, dataset_display_name=f"list_{n}") for n, part in enumerate(parts)]
    options = {
        "first": cl.JaroWinklerAtThresholds("first", [0.9, 0.7]).configure(term_frequency_adjustments=True),
        "last": cl.JaroWinklerAtThresholds("last", [0.9, 0.7]).configure(term_frequency_adjustments=True),
        "date": cl.DamerauLevenshteinAtThresholds("date", [1, 2]), "born": cl.DamerauLevenshteinAtThresholds("born", [1, 2]),
        "town": cl.ExactMatch("town").configure(term_frequency_adjustments=True),
        "age": cl.ExactMatch("age"), "sex": cl.ExactMatch("sex"),
    }  # fmt: skip
    used = [n for n in options if n in columns]
    rare = [n for n in RARE if n in used]
    twos = [block_on(a, b) for n, a in enumerate(rare) for b in rare[n + 1 :]]
    rules = [block_on(a) for a in rare] if len(frame) <= FEW_ROWS and len(rare) < 4 else twos
    settings = SettingsCreator(
        link_type="link_only" if several else "dedupe_only", unique_id_column_name="number",
        comparisons=[options[n] for n in used], blocking_rules_to_generate_predictions=rules,
    )  # fmt: skip
    linker = Linker(tables if several else tables[0], settings, log_level=40)
    linker.training.estimate_probability_two_random_records_match(twos[:1], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for on in rare[:3]:
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(on))
    found = linker.inference.predict(threshold_match_probability=least).as_pandas_dataframe()
    cells = (found[n].tolist() for n in ("number_l", "number_r", "match_probability"))
    return {(min(a, b), max(a, b)): p for a, b, p in zip(*cells, strict=True)}


def _columns(rows: Any) -> dict[str, list[Any]]:
    """Numbers, lists, and those columns that have a value."""
    words, places = rows.vocabulary.words, rows.places.words
    out: dict[str, list[Any]] = {
        "first": [words[t] if t >= 0 else None for t in rows.tokens[:, 0].tolist()],
        "last": [words[t] if t >= 0 else None for t in rows.tokens[:, 1].tolist()],
        "age": [str(a) if a >= 0 else None for a in rows.age.tolist()],
        "sex": [str(s) if s >= 0 else None for s in rows.sex.tolist()],
        "town": [places[p] if p >= 0 else None for p in rows.place[:, 0].tolist()],
    }
    for name in ("date", "born"):
        out[name] = [f"{y:04}-{m:02}-{d:02}" if y else None for y, m, d in getattr(rows, name).tolist()]
    out = {n: cells for n, cells in out.items() if any(c is not None for c in cells)}
    return {"number": list(range(len(rows))), "list": rows.lists.tolist(), **out}


def f1(
    stated: dict[tuple[int, int], float], known: frozenset[tuple[int, int]], thresholds: tuple[float, ...] = (0.5, 0.95)
) -> str:
    """Pairwise F1 at each threshold."""
    said = []
    for least in thresholds:
        found = {x for x, p in stated.items() if p >= least}
        said.append(f"{2 * len(found & known) / max(1, len(found) + len(known)):.4f}")
    return " ".join(said)
