"""How well and how fast duplicates are found.

`bin/bench match` measures the sets in --shared (half of the entities is for tuning, the other half
is reported) and the speed beside its floor. `bin/bench match --data FILE.csv --truth TRUTH.csv
--object lead` takes any file whose columns bear API names and `record_id`, with the truth as
`record_id, entity_id`. One JSON line a figure. Everything is decided by the product's own code.
"""

import argparse
import importlib.util
import json
from pathlib import Path

from benchmarks.matching import accuracy, sets

PARTS = ("accuracy", "online", "base")


def main() -> None:
    """Measure and print."""
    options = _options()
    if options.data:
        case = sets.of_files(options.data, options.truth, options.object, options.country)
        print(json.dumps(accuracy.measure(case)), flush=True)
        return
    parts = options.parts.split(",")
    if "accuracy" in parts:
        _accuracy(options.shared, options.sets)
    if "online" in parts:
        from benchmarks.matching import online

        online.measure(options.people)
    if "base" in parts and importlib.util.find_spec("benchmarks.matching.base"):
        importlib.import_module("benchmarks.matching.base").main()


def _accuracy(folder: Path, wanted: str) -> None:
    count = 0
    for case in sets.shared(folder):
        if not wanted or case.name in wanted.split(","):
            print(json.dumps(accuracy.measure(case, is_reported=accuracy.half)), flush=True)
            count += 1
    if not count:
        print(json.dumps({"figure": "match.accuracy", "skipped": f"no sets in {folder}"}))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench match")
    parser.add_argument("--data", type=Path, help="a CSV file with record_id and API names")
    parser.add_argument("--truth", type=Path, help="a CSV file: record_id, entity_id")
    parser.add_argument("--object", choices=("lead", "contact", "account"), default="lead")
    parser.add_argument("--country", default="US", help="where local numbers are dialled")
    parser.add_argument("--shared", type=Path, default=Path("../shared/data"))
    parser.add_argument("--sets", default="", help="names of sets; else all")
    parser.add_argument("--parts", default=",".join(PARTS))
    parser.add_argument("--people", type=int, default=1_000_000, help="stored, for the search")
    options = parser.parse_args()
    if bool(options.data) != bool(options.truth):
        parser.error("--data and --truth belong together")
    return options


if __name__ == "__main__":
    main()
