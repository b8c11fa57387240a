"""`bin/check`: everything that can be said about the code without running it, a line each."""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable

from headwater.cli.checkout import checkout

# import-linter has no `python -m`, and its script holds the path at which it was installed.
CONTRACTS = "from importlinter.cli import lint_imports_command as lint; lint(['--no-logo'])"

NO_SERVICE = "skipped: no advisory service reachable"

Verdict = tuple[bool, str]  # whether it is fine, and what it says


def arguments(parser: argparse.ArgumentParser) -> None:
    """Only some of them."""
    parser.add_argument("names", nargs="*", help=f"of {', '.join(CHECKS)} (default: all)")


def run(options: argparse.Namespace) -> int:
    """Run the checks one after the other; 1 if one of them is not fine."""
    os.chdir(checkout())
    failed = 0
    for name in options.names or CHECKS:
        begun = time.monotonic()
        is_fine, said = CHECKS[name]() if name in CHECKS else (False, "there is no such check")
        short = said if is_fine else ""
        mark = "ok" if is_fine and not said else "–" if is_fine else "FAILED"
        print(f"{name:<12}{time.monotonic() - begun:5.1f} s  {mark} {short}".rstrip(), flush=True)
        if not is_fine:
            failed += 1
            print(said.rstrip(), flush=True)
    return 1 if failed else 0


def tool(*command: str) -> Callable[[], Verdict]:
    """A check that is a program: silent when fine."""

    def check() -> Verdict:
        answer = call(*command)
        return answer.returncode == 0, answer.stdout + answer.stderr if answer.returncode else ""

    return check


def call(*command: str) -> "subprocess.CompletedProcess[str]":
    """Run `python COMMAND` and keep what it says."""
    return subprocess.run(
        [sys.executable, *command],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": ".", "HEADWATER_MODE": "development"},
    )


def audit() -> Verdict:
    """Known weaknesses of what we depend on; the advisory service may be out of reach."""
    answer = call(
        *("-m", "pip_audit", "--requirement", "requirements.lock", "--disable-pip"),
        *("--require-hashes", "--progress-spinner", "off", "--timeout", "10", "--format", "json"),
    )
    try:
        found = json.loads(answer.stdout)["dependencies"]
    except ValueError:
        return True, NO_SERVICE
    weak = [each for each in found if each.get("vulns")]
    unknown = [each for each in found if "skip_reason" in each]
    if weak:
        return False, "\n".join(
            f"{each['name']} {each['version']}: {', '.join(v['id'] for v in each['vulns'])}"
            for each in weak
        )
    if len(unknown) == len(found):
        return True, NO_SERVICE
    return True, f"skipped: {len(unknown)} packages it does not know" if unknown else ""


CHECKS: dict[str, Callable[[], Verdict]] = {
    "style": tool("-m", "ruff", "check", "--quiet", "--output-format=concise", "."),
    "format": tool("-m", "ruff", "format", "--check", "--quiet", "--output-format=concise", "."),
    "types": tool("-m", "mypy", "headwater", "tests", "bin/_environment.py", "bin/_install.py"),
    "templates": tool("-m", "djlint", "headwater", "--lint", "--quiet"),
    "contracts": tool("-c", CONTRACTS),
    "migrations": tool("-m", "headwater", "makemigrations", "--check", "--dry-run"),
    "django": tool("-m", "django", "check", "--fail-level", "WARNING"),
    "structure": tool("-m", "headwater", "structure", "--check"),
    "audit": audit,
}
