"""Leads per second by 30 rules on fields and on behaviour, beside one bare SQL aggregation.

On a database of its own on the given server. The bare one adds up the same points of the same
leads in one SELECT: no parts, no caps by interest, no grade, nothing written.
"""

import argparse
import subprocess
import sys

from benchmarks.doors.house import house


def main(arguments: list[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="bin/bench score")
    parser.add_argument("--leads", type=int, default=100_000)
    options = parser.parse_args(arguments)
    code = f"from benchmarks.scoring import anew; anew.measure({options.leads})"
    with house("headwater_bench_score") as found:
        command = [sys.executable, "-P", "-m", "headwater", "shell", "--verbosity=0", "-c", code]
        subprocess.run(command, env=found.environment, check=True)
