"""Bare Splink on the same people, as its tutorial does it: raw columns in, clusters out.

`python -m benchmarks.matching.bare FILE.parquet` prints seconds and the number of pairs.
"""

import json
import sys
import time
from typing import Any


def main(file: str) -> None:
    """Read, train, predict and cluster."""
    import duckdb
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on
    from splink import comparison_library as compare

    began = time.monotonic()
    database = duckdb.connect(":memory:", config={"threads": 2})
    columns = "first_name, last_name, company, email, phone, street, city, postal_code"
    lowered = ", ".join(
        f"nullif(lower(trim({name})), '') AS {name}" for name in columns.split(", ")
    )
    database.execute(f"CREATE TABLE people AS SELECT unique_id, {lowered} FROM '{file}'")
    rules: list[Any] = [
        block_on("email"), block_on("phone"), block_on("first_name", "last_name"),
        block_on("last_name", "postal_code"), block_on("last_name", "company"),
    ]  # fmt: skip
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            compare.JaroWinklerAtThresholds("first_name"),
            compare.JaroWinklerAtThresholds("last_name"),
            compare.EmailComparison("email"),
            compare.LevenshteinAtThresholds("phone", 1),
            compare.JaroWinklerAtThresholds("company"),
            compare.JaroWinklerAtThresholds("street"),
            compare.ExactMatch("postal_code"),
        ],
        blocking_rules_to_generate_predictions=rules,
        retain_matching_columns=False,
    )
    linker = Linker(DuckDBAPI(connection=database).register("people"), settings, log_level=None)
    train = linker.training
    train.estimate_probability_two_random_records_match([block_on("email")], recall=0.7)
    train.estimate_u_using_random_sampling(max_pairs=5e6)
    for rule in (block_on("email"), block_on("first_name", "last_name")):
        train.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=0.2, warning_mode="never")
    linker.clustering.cluster_pairwise_predictions_at_threshold(
        found, threshold_match_probability=0.8
    )
    pairs = database.execute(f"SELECT count(*) FROM {found.physical_name}").fetchall()[0][0]
    print(json.dumps({"seconds": round(time.monotonic() - began, 1), "pairs": pairs}))


if __name__ == "__main__":
    main(sys.argv[1])
