"""`bin/test`: every test on a throw-away database, with all arguments passed on to pytest."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from headwater.cli.checkout import checkout
from headwater.cli.chromium import VARIABLE, chromium
from headwater.cli.database import refuse_unreachable, state
from headwater.database import postgres

MOST_PROCESSES = 4  # beyond that the longest room decides how long it takes
# What was set for trying Headwater out must not decide how its tests end.
FORGOTTEN = ("HEADWATER_MODE", "HEADWATER_HTTPS", "HEADWATER_PROXY", "SECRET_KEY", "EMAIL_URL")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Everything goes to pytest."""
    parser.add_argument("passed_on", nargs="*", metavar="pytest's arguments")


def run(options: argparse.Namespace) -> int:
    """Get a browser where one is needed, a database, and pytest's verdict as the exit code."""
    folder = checkout()
    environment = {name: text for name, text in os.environ.items() if name not in FORGOTTEN}
    if drives_browser(folder, options.passed_on):
        environment[VARIABLE] = chromium()
    throw_away = state() / "test"
    url = os.environ.get("DATABASE_URL")
    if url:
        refuse_unreachable(url)
    environment["DATABASE_URL"] = url or postgres.start(throw_away, for_tests=True)
    try:
        return subprocess.run(
            [sys.executable, "-m", "pytest", *(options.passed_on or in_parts())],
            cwd=folder,
            env=environment,
            check=False,
        ).returncode
    finally:
        if not url:
            postgres.release(throw_away)


def in_parts() -> list[str]:
    """The whole run is shared out to the machine's cores; what is named runs as it is asked for."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    count = min(cores or 1, MOST_PROCESSES)
    shared = ["--numprocesses", str(count), "--dist", "loadgroup", "--no-loadscope-reorder"]
    return shared if count > 1 else []


def drives_browser(folder: Path, given: list[str]) -> bool:
    """Whether a browser may be needed: not when only folders without browser tests are named."""
    named = [folder / part.partition("::")[0] for part in given]
    chosen = [path for path in named if path.exists()] or [folder / "tests"]
    files = [file for path in chosen for file in ([path] if path.is_file() else path.rglob("*.py"))]
    return any("browser" in file.read_text() for file in files)
