"""What it costs to decide whose a lead is, and how exactly a team shares.

On a database of its own on the given server: 30 rules over a batch of 200 beside one bare SELECT of
those rows; and 20 clients at once that post leads to a team of seven, one by one: how far was any
member's share ever from what its weight is due? And a draft replayed over 100,000 leads. One JSON
line a figure.
"""

import argparse
import subprocess
import sys

from benchmarks.doors.house import house

PARTS = ("batch", "posts", "replay")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="bin/bench route")
    parser.add_argument("--parts", default=",".join(PARTS))
    parser.add_argument("--leads", type=int, default=10_000, help="that the clients post")
    options = parser.parse_args()
    with house("headwater_bench_route") as found:
        environment = found.environment | {"BENCH_LEADS": str(options.leads)}
        for part in options.parts.split(","):
            code = f"from benchmarks.routing import {part}; {part}.measure()"
            command = [sys.executable, "-P", "-m", "headwater", "shell", "--verbosity=0", "-c"]
            subprocess.run([*command, code], env=environment, check=True)


if __name__ == "__main__":
    main()
