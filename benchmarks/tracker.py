"""What an event costs that the tracker posts, beside a bare insert of the same row.

`bin/bench tracker` measures processor time of the web process: one event a post, five events a
post, and a post without consent; each through everything that a request goes through.
"""

import argparse
import subprocess
import sys

from benchmarks.doors.house import house


def main(arguments: list[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="bin/bench tracker")
    parser.add_argument("--posts", type=int, default=3_000)
    options = parser.parse_args(arguments)
    code = f"from benchmarks.tracking import posting; posting.measure({options.posts})"
    with house("headwater_bench_tracker") as found:
        environment = found.environment | {"HEADWATER_HTTPS": "0"}
        command = [sys.executable, "-P", "-m", "headwater", "shell", "--verbosity=0", "-c", code]
        subprocess.run(command, env=environment, check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
