"""`headwater import FILE`: a CSV or an exported JSON file, row by row accounted for."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from headwater.cli import django_ready
from headwater.cli.refusal import Refusal
from headwater.cli.sample_load import progress

if TYPE_CHECKING:
    from headwater.records.import_job import ImportJob


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to bring in, as what and as whom."""
    parser.add_argument("file", type=Path)
    parser.add_argument("--object", default=None, help="Lead, Account …; guessed from the file")
    parser.add_argument("--by", default="", metavar="EMAIL", help="default: the first admin")


def run(options: argparse.Namespace) -> int:
    """Bring it in and print the outcome of each row that needs a look; 1 if a row failed."""
    django_ready.load()
    if not options.file.is_file():
        raise Refusal(f"there is no file {options.file}.")
    from headwater.importing import import_file
    from headwater.people.user import Role, User

    people = User.objects.filter(is_active=True)
    chosen = (
        people.filter(email__iexact=options.by) if options.by else people.filter(role=Role.ADMIN)
    )
    user = chosen.order_by("pk").first()
    if user is None:
        raise Refusal(
            f"nobody has the address {options.by}."
            if options.by
            else "an import needs a user: add one with `headwater user add EMAIL --role admin`."
        )
    job = import_file(options.file, by=user, object_name=options.object, report=progress())
    return tell(job)


def tell(job: "ImportJob") -> int:
    """Print what became of the rows, each that did not come in with its reason."""
    from headwater.records.submission import State, Submission

    rows = Submission.objects.filter(import_job=job)
    balance = rows.balance()
    parts = ", ".join(f"{balance[state.value]} {state.label.lower()}" for state in State)
    print(f"{job.file_name}: {balance['received']} rows as {job.object_name}: {parts}.")
    unwell = rows.filter(state__in=(State.REJECTED, State.QUARANTINED)).order_by("import_row")
    for number, state, reason in unwell.values_list("import_row", "state", "reason"):
        print(f"  row {number} {state}: {reason}")
    if job.problem:
        raise Refusal(f"the import stopped: {job.problem}")
    return 1 if balance[State.REJECTED.value] else 0
