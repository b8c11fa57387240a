"""What each dashboard costs over many leads, beside its bare statements.

On a database of its own on the given server: `--leads` leads (a million) with ten times as many
entries of the Trail and all that belongs to them are made by SQL; then every dashboard is read,
for an administrator, a manager and a rep, over 90 days and everything, and some narrowed to an
owner, a campaign, a source and a channel. `first_ms` is the first look, when nothing is kept for
this person yet; the last line but one says which pages are over 300 ms (p95). One JSON line a
figure. `--keep` leaves the database where it is, `--again` measures the one that was left. A
million leads need 6 GB on the server's disk for the while.
"""

import argparse
import subprocess
import sys

from benchmarks.doors.house import House, house, tell
from benchmarks.measuring import base

NAME = "headwater_bench_measure"
SEEDS = "from benchmarks.measuring import seeds; seeds.sow()"


def main(arguments: list[str]) -> None:
    """Fill, measure and print."""
    parser = argparse.ArgumentParser(prog="bin/bench measure")
    parser.add_argument("--leads", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=20, help="of each dashboard")
    parser.add_argument("--keep", action="store_true", help="leave the database for --again")
    parser.add_argument("--again", action="store_true", help="measure the one that was left")
    options = parser.parse_args(arguments)
    with house(NAME, seeds=SEEDS, keep=options.keep, again=options.again) as found:
        if not options.again:
            with found.connect() as connection:
                base.fill(connection, options.leads, _told)
        size = found.ask("SELECT pg_database_size(current_database())")[0]
        tell(figure="base", leads=options.leads, gigabytes=round(size / 1e9, 1))
        run(found, f"from benchmarks.measuring import pages; pages.measure({options.runs})")


def run(found: House, code: str) -> None:
    """In a process with the settings of that database."""
    command = [sys.executable, "-P", "-m", "headwater", "shell", "--verbosity=0", "-c", code]
    subprocess.run(command, env=found.environment | {"HEADWATER_HTTPS": "0"}, check=True)


def _told(table: str, seconds: float) -> None:
    tell(figure="filled", table=table, seconds=round(seconds, 1))


if __name__ == "__main__":
    main(sys.argv[1:])
