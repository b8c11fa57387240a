"""`headwater restore FOLDER`: a backup into an empty database."""

import argparse
import time
from pathlib import Path

from headwater.cli import django_ready
from headwater.cli.backup import in_plain_words, quietly, tell


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where it lies."""
    parser.add_argument("folder", type=Path, help="that `headwater backup` has written")
    parser.add_argument("--quiet", action="store_true", help="say nothing of single tables")


def run(options: argparse.Namespace) -> None:
    """Check it whole, bring it in, migrate it to this version."""
    django_ready.load()
    from headwater.backup import restoring

    began = time.monotonic()
    with in_plain_words():
        told = restoring.restore(options.folder, say=quietly if options.quiet else tell)
    took = time.monotonic() - began
    print(f"{told.row_count:,} rows as of {told.made_at[:19]}Z are back ({took:.0f} s).")
