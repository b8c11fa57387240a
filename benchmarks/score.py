"""How good the learned probability is on a CSV, or how fast leads are scored.

`bin/bench score --csv FILE --target COLUMN --time COLUMN` trains on the file by time and prints
area under the curve, log loss, Brier score and the lift of the best tenth, for the honest and for
all columns. Without `--csv` the speed of scoring is measured. One JSON line a figure.
"""

import sys


def main() -> None:
    """Measure and print."""
    if any(each == "--csv" or each.startswith("--csv=") for each in sys.argv[1:]):
        from benchmarks.score_csv.comparing import main as compare

        compare(sys.argv[1:])
    else:
        from benchmarks.scoring.speed import main as measure

        measure(sys.argv[1:])


if __name__ == "__main__":
    main()
