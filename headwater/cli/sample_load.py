"""`headwater sample load`: the sample company, into a database that holds nothing else.

A comment on the database's schema says how far the load has come. It is set to WHOLE last, so
that a load that was killed half-way is begun again, and somebody's real data is never touched.
Behind it stands the fingerprint of the version that wrote it: as long as that has not changed
there is nothing to do, and Django need not even be loaded to know.
"""

import argparse
import hashlib
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import psycopg

from headwater.cli import django_ready
from headwater.cli.database import address, ensure
from headwater.cli.refusal import Refusal

LOADING = "Headwater sample: loading"
WHOLE = "Headwater sample: whole"
WITH_TABLES = ("django", "django-allauth", "django-oauth-toolkit", "procrastinate")

Report = Callable[[str, float], None]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whether to start over, and how much to make."""
    parser.add_argument("--fresh", action="store_true", help="throw the sample away and start over")
    parser.add_argument("--leads", type=int, help="how many (default: about 1,500)")


def run(options: argparse.Namespace) -> None:
    """Bring the database to this version and to the whole sample."""
    from headwater.cli.supervision import die_with_parent

    die_with_parent()
    url = ensure()
    with psycopg.connect(url, autocommit=True) as connection:
        found = progress_of(connection)
        if found == "other data":
            raise Refusal(
                f"the database {address(url)} holds data that is not the sample's; "
                "the sample wants an empty one."
            )
        is_whole = found.startswith(WHOLE) and not options.fresh
        if not is_whole:
            empty(connection)
            note(connection, LOADING)
        bring_up_to_date(report := progress())
        if not is_whole:
            load(report, options.leads)
        note(connection, f"{WHOLE} {fingerprint()}")


def is_current(url: str) -> bool:
    """Whether the whole sample is there, in the tables of this version."""
    with psycopg.connect(url) as connection:
        return progress_of(connection) == f"{WHOLE} {fingerprint()}"


def fingerprint() -> str:
    """Changes whenever there may be something to migrate."""
    package = Path(__file__).parent.parent
    digest = hashlib.sha256(" ".join(version(name) for name in WITH_TABLES).encode())
    for path in sorted(package.glob("*/migrations/*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def progress_of(connection: "psycopg.Connection[tuple[object, ...]]") -> str:
    """LOADING, WHOLE with a fingerprint, '' for an empty database or 'other data'."""
    row = connection.execute(
        "SELECT coalesce(obj_description('public'::regnamespace), ''),"
        " (SELECT count(*) FROM pg_tables WHERE schemaname = 'public')"
    ).fetchone()
    comment, tables = row or ("", 0)
    if str(comment).startswith((LOADING, WHOLE)):
        return str(comment)
    return "other data" if tables else ""


def empty(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    """Throw everything away that the database holds."""
    connection.execute("DROP SCHEMA public CASCADE")
    connection.execute("CREATE SCHEMA public")


def note(connection: "psycopg.Connection[tuple[object, ...]]", comment: str) -> None:
    """Write down how far it is."""
    connection.execute(f"COMMENT ON SCHEMA public IS '{comment}'")


def bring_up_to_date(report: Report) -> None:
    """Migrate, which says nothing when there is nothing to do."""
    from django.core.management import call_command

    django_ready.load()
    if not django_ready.is_migrated():
        report("Creating tables", 0.0)
        call_command("migrate", verbosity=0, interactive=False)
        report("Creating tables", 1.0)


def load(report: Report, amount: int | None) -> None:
    """The sample company, through the same journey as every lead."""
    from headwater.sample.load import load as load_sample

    load_sample(report=report, **({"amount": amount} if amount else {}))


def progress() -> Report:
    """A line that counts up on a terminal, and a line per step or ten seconds elsewhere."""
    last_step, last_at = "", 0.0

    def report(step: str, fraction: float) -> None:
        nonlocal last_step, last_at
        is_new, is_done = step != last_step, fraction >= 1
        line = f"{step} … {fraction:4.0%}"
        if sys.stderr.isatty():
            print(f"\r\033[K{line}", end="\n" if is_done else "", file=sys.stderr, flush=True)
        elif is_new or is_done or time.monotonic() - last_at > 10:
            print(line, file=sys.stderr, flush=True)
            last_at = time.monotonic()
        last_step = step

    return report
