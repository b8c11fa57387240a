"""`bin/dev`: the demo in development mode, with the programs started again when code changes."""

import argparse

from headwater.cli import demo


def arguments(parser: argparse.ArgumentParser) -> None:
    """The same as the demo's."""
    demo.arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Start everything with errors shown in the browser."""
    return demo.run(options, mode="development")
