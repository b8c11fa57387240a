"""What a page costs that people open all day, over many leads, through the real web server.

On a database of its own on the given server, filled as for `bin/bench measure`, `headwater serve`
is asked for a list of 50 by criteria, a search for a piece of a name, a lead's page, Today (and the
panel that it fetches) and the palette: by an administrator, who sees everything, and by a rep. Each
time it is asked for something else. One JSON line a page: p50 and p95 in milliseconds, and the
ratio to the bare SQL (the page's own statements, sent by themselves). `--again` takes the database
that `bin/bench measure --keep` has left.
"""

import argparse
import subprocess
import sys
import time

from benchmarks import measure
from benchmarks.doors.house import House, house, tell
from benchmarks.measuring import base
from headwater.cli.supervision import Child

NAME = "headwater_bench_pages"
PATIENCE = 300  # seconds until the server answers
SEEDS = "from benchmarks.measuring import seeds; seeds.sow()"


def main(arguments: list[str]) -> None:
    """Fill, serve, measure and print."""
    parser = argparse.ArgumentParser(prog="bin/bench pages")
    parser.add_argument("--leads", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=60, help="of each page")
    parser.add_argument("--again", action="store_true", help="on the one that measure has left")
    options = parser.parse_args(arguments)
    name = measure.NAME if options.again else NAME
    with house(name, seeds=SEEDS, keep=options.again, again=options.again) as found:
        began = time.monotonic()
        if not options.again:
            with found.connect() as connection:
                base.fill(connection, options.leads, lambda table, seconds: None)
        tell(figure="base", leads=options.leads, seconds=round(time.monotonic() - began, 1))
        serve(found)
        ask(found, f"asking.measure({found.port}, {options.leads}, {options.runs})")


def serve(found: House) -> None:
    """The web server alone: a worker would begin to work on what is filled."""
    words = ["serve", "--port", str(found.port)]
    child = Child("serve", words, found.environment, found.state / "serve.log")
    child.start()
    found.programs.append(child)
    deadline = time.monotonic() + PATIENCE
    while not found.answers():
        if time.monotonic() > deadline:
            raise TimeoutError((found.state / "serve.log").read_text())
        time.sleep(0.2)


def ask(found: House, code: str) -> None:
    """In a process with the settings of that database."""
    code = f"from benchmarks.paging import asking; {code}"
    command = [sys.executable, "-P", "-m", "headwater", "shell", "--verbosity=0", "-c", code]
    subprocess.run(command, env=found.environment, check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
