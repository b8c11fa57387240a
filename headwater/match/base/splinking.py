"""The match model as Splink sees it, over patterns: m learned, patterns weighed.

A row is a pair (or a pattern), its columns are the places of the levels. The model's own SQL has
compared the fields once; Splink's mathematics runs over small numbers, on DuckDB or on Spark.
"""

import logging
from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from headwater.match.base.levels import Pattern
from headwater.match.model.comparison import NOBODY_SAID
from headwater.match.model.comparisons import COMPARISONS
from headwater.match.model.weights import LEAST_CHANCE, Weights

Rates = dict[str, dict[str, float]]  # field → level → m


def rows(kind: str, patterns: Iterable[tuple[int, Pattern]]) -> Any:
    """A table of Arrow: `number`, and `level_…` for each comparison."""
    numbers, places = [], []
    for number, pattern in patterns:
        numbers.append(number)
        places.append(pattern.places)
    columns = list(zip(*places, strict=True)) or [()] * len(COMPARISONS[kind])
    names = [f"level_{each.field}" for each in COMPARISONS[kind]]
    types = [pa.int64(), *(pa.int16() for _ in names)]
    arrays = [pa.array(said, type_) for said, type_ in zip((numbers, *columns), types, strict=True)]
    return pa.Table.from_arrays(arrays, names=["number", *names])


def learn_m(
    heavy: Any, kind: str, table: str, weights: Weights, share: float
) -> tuple[Rates, float]:
    """m of every level by expectation and maximisation, and the share of pairs that are one.

    `table` has each pair twice, as two records with the same `pair`; `share` is where the search
    begins.
    """
    linker = _linker(heavy, kind, table, weights, share)
    session = linker.training.estimate_parameters_using_expectation_maximisation(
        "l.pair = r.pair", estimate_without_term_frequencies=True
    )
    found = {
        each["output_column_name"]: {
            level["label_for_charts"]: max(level["m_probability"], LEAST_CHANCE)
            for level in each["comparison_levels"]
            if level.get("m_probability") is not None
        }
        for each in linker.misc.save_model_to_json()["comparisons"]
    }
    return found, float(session.core_model_settings.probability_two_random_records_match)


def weigh(heavy: Any, kind: str, table: str, weights: Weights, *, least: float) -> list[int]:
    """The numbers of the rows of `table` to which Splink gives at least so many bits."""
    prior = weights.prior[kind]
    linker = _linker(heavy, kind, table, weights, 2**prior / (1 + 2**prior))
    # Each row is one pair already: it is paired with itself.
    itself = f"SELECT '0' AS match_key, number AS join_key_l, number AS join_key_r FROM {table}"
    pairs = heavy.api.register(heavy.make(f"{kind}_itself", itself))
    linker.table_management.register_blocked_pairs_for_predict(pairs)
    found = linker.inference.predict(threshold_match_weight=least, warning_mode="never")
    return [number for (number,) in heavy.rows(f"SELECT number_l FROM {found.physical_name}")]


def _linker(heavy: Any, kind: str, table: str, weights: Weights, share: float) -> Any:
    from splink import Linker, SettingsCreator, block_on

    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="number",
        probability_two_random_records_match=share,
        comparisons=[_comparison(kind, place, weights) for place in range(len(COMPARISONS[kind]))],
        blocking_rules_to_generate_predictions=[block_on("number")],  # it is given the pairs
        retain_matching_columns=False,
    )
    return Linker(
        heavy.api.register(heavy.lend(table)),
        settings,
        log_level=logging.ERROR,
        validate_settings=False,
    )


def _comparison(kind: str, place: int, weights: Weights) -> dict[str, Any]:
    each = COMPARISONS[kind][place]
    column = f"level_{each.field}_l"
    bits = weights.bits[kind][place]
    levels: list[dict[str, Any]] = [
        {"sql_condition": f"{column} = {NOBODY_SAID}", "label_for_charts": "nobody said",
         "is_null_level": True}
    ]  # fmt: skip
    for number, level in enumerate(each.levels):
        _, u = weights.chances[kind][each.field][level.name]
        levels.append(
            {
                "sql_condition": f"{column} = {number}",
                "label_for_charts": level.name,
                "m_probability": min(1.0, max(u, LEAST_CHANCE) * 2 ** bits[number]),
                "u_probability": max(u, LEAST_CHANCE),
            }
        )
    levels[-1]["sql_condition"] = "ELSE"
    return {"output_column_name": each.field, "comparison_levels": levels}
