"""What every script in `bin/` does first: refuse an old Python, then enter the environment.

This file keeps to syntax that any Python can read, so that an old one says a clear sentence
instead of a SyntaxError.
"""

import sys


def enter(*command, **needs):
    """Run `headwater COMMAND ...` in this checkout's environment; never returns."""
    if sys.version_info < (3, 11):  # noqa: UP036  (this is where that is made sure)
        found = ".".join(str(number) for number in sys.version_info[:3])
        sys.exit(
            "Headwater needs Python 3.11 or newer, and this is Python "
            + found
            + ". With a newer one installed, run for example: python3.12 "
            + sys.argv[0]
        )
    from _environment import run

    run(list(command) + sys.argv[1:], **needs)
