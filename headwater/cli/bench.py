"""`bin/bench NAME`: runs `benchmarks/NAME.py`, which prints figures as JSON lines."""

import argparse
import runpy
import sys
from pathlib import Path

from headwater.cli import django_ready
from headwater.cli.checkout import checkout
from headwater.cli.refusal import Refusal


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which one, and whatever it wants to know."""
    parser.add_argument("passed_on", nargs="*", metavar="NAME and its arguments")


def run(options: argparse.Namespace) -> None:
    """Measure, or list what can be measured."""
    found = sorted(path.stem for path in benchmarks().glob("*.py") if path.stem != "__init__")
    name, *rest = options.passed_on or [""]
    if not name:
        print("\n".join(found) if found else "There are no benchmarks yet.")
        return
    if name not in found:
        raise Refusal(f"there is no benchmark {name!r}: {', '.join(found) or 'none yet'}.")
    django_ready.load()
    script = benchmarks() / f"{name}.py"
    sys.argv = [str(script), *rest]
    runpy.run_path(str(script), run_name="__main__")


def benchmarks() -> Path:
    """Where they are."""
    return checkout() / "benchmarks"
