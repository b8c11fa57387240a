"""`headwater backup FOLDER`: the whole organisation as a folder of plain files."""

import argparse
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from headwater.cli import django_ready
from headwater.cli.refusal import Refusal


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where it goes."""
    parser.add_argument("folder", type=Path, help="new or empty")
    parser.add_argument("--quiet", action="store_true", help="say nothing of single tables")


def run(options: argparse.Namespace) -> None:
    """Write everything as of now; servers and workers go on meanwhile."""
    django_ready.load()
    from headwater.backup import writing

    began = time.monotonic()
    if not django_ready.has_tables():
        raise Refusal("the database is empty; there is nothing to back up.")
    with in_plain_words():
        told = writing.write(options.folder, say=quietly if options.quiet else tell)
    took = time.monotonic() - began
    size = sum(kept.bytes for kept in told.files) / 1e6
    print(
        f"{told.row_count:,} rows of {len(told.tables)} tables, {len(told.files)} files, "
        f"{size:,.1f} MB in {options.folder} ({took:.0f} s)."
    )


@contextmanager
def in_plain_words() -> Iterator[None]:
    """What stands in the way is one sentence, not a traceback."""
    from headwater.backup.manifest import Refused

    try:
        yield
    except Refused as refused:
        raise Refusal(str(refused)) from None
    except OSError as error:
        raise Refusal(f"{error.filename}: {error.strerror}.") from None


def tell(name: str, rows: int) -> None:
    """A line for each table that has rows."""
    if rows:
        print(f"  {name:<44}{rows:>14,}", flush=True)


def quietly(name: str, rows: int) -> None:
    """Nothing of single tables."""
