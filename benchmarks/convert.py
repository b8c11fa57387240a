"""What it costs to turn leads into accounts, contacts and opportunities, many at once, and back.

On a database of its own on the given server, with the sample company's settings: leads with a task,
a mail, a campaign and a running clock each, every fourth of a company that another lead is of too,
are converted in batches of 200 and taken back; beside it the bare inserts of the same new rows. One
JSON line a figure. CPU is that of the program and of its PostgreSQL process.
"""

import argparse
import subprocess
import sys

from benchmarks.doors.house import house


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="bin/bench convert")
    parser.add_argument("--leads", type=int, default=10_000)
    parser.add_argument("--batch", type=int, default=200)
    options = parser.parse_args()
    with house("headwater_bench_convert") as found:
        environment = found.environment | {
            "BENCH_LEADS": str(options.leads), "BENCH_BATCH": str(options.batch),
        }  # fmt: skip
        code = "from benchmarks.converting import bulk; bulk.measure()"
        command = [sys.executable, "-P", "-m", "headwater", "shell", "--verbosity=0", "-c", code]
        subprocess.run(command, env=environment, check=True)


if __name__ == "__main__":
    main()
