"""`headwater import FILE`: CSV, Excel or exported JSON, row by row accounted for; and its undo."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from headwater.cli import django_ready
from headwater.cli.acting_user import acting_user
from headwater.cli.refusal import Refusal
from headwater.cli.sample_load import progress

if TYPE_CHECKING:
    from headwater.people.user import User
    from headwater.records.import_job import ImportJob

KNOWN = ("join", "fill", "overwrite", "skip", "create")
PAST = {
    "create": "created", "update": "updated", "merge": "merged", "skip": "skipped",
    "error": "failed",
}  # fmt: skip
TOLD = 200  # rows that are printed; the pages show all


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to bring in, as what, for whom; or which import to take back."""
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--object", default=None, help="Lead, Account …; guessed from the file")
    parser.add_argument("--by", default="", metavar="EMAIL", help="default: the first admin")
    parser.add_argument("--dry-run", action="store_true", help="say what would become of each row")
    parser.add_argument("--known", choices=KNOWN, help="what to do with people who are known")
    parser.add_argument("--owner", default="", help="e-mail of a user or name of a queue")
    parser.add_argument("--campaign", default="", help="its name or number")
    parser.add_argument("--member-status", default="")
    parser.add_argument("--undo", type=int, metavar="IMPORT", help="the number of an import")


def run(options: argparse.Namespace) -> int:
    """Bring it in and print the outcome of each row that needs a look; 1 if a row failed."""
    django_ready.load()
    user = acting_user(options.by)
    if user is None:
        raise Refusal(
            "an import needs a user: add one with `headwater user add EMAIL --role admin`."
        )
    if options.undo is not None:
        return _undo(options.undo, user)
    if options.file is None or not options.file.is_file():
        raise Refusal(f"there is no file {options.file or 'named'}.")
    from headwater.importing.deeds import import_file

    job = import_file(
        options.file, by=user, object_name=options.object, report=progress(),
        dry_run=options.dry_run, **_choices(options),
    )  # fmt: skip
    return tell(job)


def tell(job: "ImportJob") -> int:
    """Print what became of the rows, each that did not come in with its reason."""
    from headwater.records.import_job import ImportJob, ImportRow

    is_check = job.state == ImportJob.State.CHECKED
    totals = job.check_totals if is_check else job.totals
    words = ", ".join(
        f"{totals[verdict]:,} {PAST[verdict]}" for verdict in PAST if verdict in totals
    )
    would = "would be " if is_check else ""
    size = f"{job.row_count:,} row{'' if job.row_count == 1 else 's'}"
    print(f"{job.file_name}: {would}{words or 'nothing'} ({size} as {job.object_name}, "
          f"import {job.pk}).")  # fmt: skip
    for because in filter(None, (job.date_order_because, job.decimal_mark_because)):
        print(f"  {because}")
    rows = ImportRow.objects.filter(job=job, is_check=is_check, verdict="error").order_by("number")
    for number, reason in rows.values_list("number", "reason")[:TOLD]:
        print(f"  row {number} {'fails' if is_check else 'failed'}: {reason}")
    if job.problem:
        raise Refusal(f"the import stopped: {job.problem}")
    return 1 if totals.get("error") else 0


def _undo(number: int, user: "User") -> int:
    """Take an import back and name what stays."""
    from headwater.importing import deeds
    from headwater.records.import_job import ImportJob

    job = ImportJob.objects.filter(pk=number).first()
    if job is None:
        raise Refusal(f"there is no import {number}.")
    try:
        deeds.begin_undo(job, by=user)
    except deeds.NotNow as refusal:
        raise Refusal(str(refusal)) from None
    job = deeds.work(job, report=progress())
    kept = job.kept.select_related("by")
    print(f"{job.file_name} was taken back; {kept.count():,} things stay.")
    for each in kept[:TOLD]:
        who = f" ({each.by})" if each.by else ""
        print(f"  {each.object_name} {each.name}: {each.why}{who}")
    return 0


def _choices(options: argparse.Namespace) -> dict[str, Any]:
    """The choices for the whole file, as imports.agree takes them."""
    from headwater.people.models import Owner, User
    from headwater.records.models import Campaign

    chosen: dict[str, Any] = {}
    if options.known:
        chosen["known"] = options.known
    if options.owner:
        user = User.objects.filter(email__iexact=options.owner, is_active=True).first()
        owner = user or Owner.objects.filter(name__iexact=options.owner, is_active=True).first()
        if owner is None:
            raise Refusal(f"no user or queue is called {options.owner}.")
        chosen["owner_id"] = owner.pk
    if options.campaign:
        asked = options.campaign
        wanted = {"pk": int(asked)} if asked.isdecimal() else {"name__iexact": asked}
        campaign = Campaign.objects.alive().filter(**wanted).first()
        if campaign is None:
            raise Refusal(f"there is no campaign {options.campaign}.")
        chosen |= {"campaign_id": campaign.pk, "member_status": options.member_status}
    return chosen
