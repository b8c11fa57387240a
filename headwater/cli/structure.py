"""`headwater structure`: the structure of an empty database, written down anew or checked."""

import argparse

from headwater.cli import django_ready


def arguments(parser: argparse.ArgumentParser) -> None:
    """Only look?"""
    parser.add_argument(
        "--check", action="store_true", help="only say whether it does what the migrations do"
    )


def run(options: argparse.Namespace) -> int:
    """Make it, or replay the migrations beside it; takes a minute."""
    django_ready.load()
    from headwater.structure import making

    if options.check:
        is_true = making.is_true()
        print("It does what the migrations do." if is_true else "It does something else.")
        return 0 if is_true else 1
    print(f"Written down: {making.make()} migrations.")
    return 0
