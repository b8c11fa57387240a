"""An import job before it runs: the file is looked at, its columns are guessed, a person agrees.

What runs it calls the journey and therefore stands beside it: `headwater.importing`.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from headwater.capture import habits, reading, tables
from headwater.capture.encodings import CHOICES as ENCODINGS
from headwater.capture.mapping import guess_all, problems
from headwater.capture.tables import DELIMITERS
from headwater.catalog import objects
from headwater.people.models import Owner, User
from headwater.records.models import Campaign, CampaignMemberStatus, ImportJob

__all__ = [
    "DELIMITERS", "ENCODINGS", "IMPORTABLE", "agree", "set_reading", "sheets_of", "start",
    "table_of",
]  # fmt: skip

# Leads go through the journey; the others are written as they are.
IMPORTABLE = ("Lead", "Account", "Contact", "Opportunity", "Campaign")
LONGEST_NAME = 255
# While nothing has come in yet, everything can be chosen anew.
OPEN_STATES = (ImportJob.State.UPLOADED, ImportJob.State.CHECKED)


def start(
    path: Path, *, by: User | None, file_name: str = "", object_name: str | None = None
) -> ImportJob:
    """A job that waits for its mapping to be agreed; raises tables.Unreadable."""
    table = tables.look_at(path, name=file_name)
    job = ImportJob(
        file_name=(file_name or path.name)[-LONGEST_NAME:],
        stored_at=str(path.absolute()),
        created_by=by,
    )
    _take(job, table, object_name or table.object_name)
    job.save(force_insert=True)
    return job


def set_reading(
    job: ImportJob,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    object_name: str | None = None,
    date_order: str | None = None,
    decimal_mark: str | None = None,
) -> ImportJob:
    """Correct how the file is read; None leaves a thing as it is. Raises tables.Unreadable."""
    if job.state not in OPEN_STATES:
        return job
    if any(value is not None for value in (encoding, delimiter, sheet, object_name)):
        if encoding is not None and encoding not in ENCODINGS:
            raise tables.Unreadable(f"“{encoding[:40]}” is no encoding that is known here.")
        if delimiter is not None and delimiter not in DELIMITERS:
            raise tables.Unreadable("A delimiter is one of: " + ", ".join(DELIMITERS.values()))
        table = tables.look_at(
            Path(job.stored_at), name=job.file_name, encoding=encoding or job.encoding,
            delimiter=delimiter or job.delimiter, sheet=job.sheet if sheet is None else sheet,
        )  # fmt: skip
        _take(job, table, object_name or job.object_name)
    if date_order is not None and date_order in ("", *reading.ORDERS):
        job.date_order, job.date_order_because = date_order, "As you chose." if date_order else ""
    if decimal_mark is not None and decimal_mark in ("", *reading.MARKS):
        job.decimal_mark = decimal_mark
        job.decimal_mark_because = "As you chose." if decimal_mark else ""
    job.state = ImportJob.State.UPLOADED
    job.save()
    return job


def sheets_of(job: ImportJob) -> list[str]:
    """The sheets of a workbook to choose from, [] for other files; raises tables.Unreadable."""
    if job.kind != ImportJob.Kind.XLSX:
        return []
    return list(tables.opened(Path(job.stored_at), sheet=job.sheet).sheets)


def agree(
    job: ImportJob,
    *,
    mapping: Mapping[str, str],
    known: str = ImportJob.Known.JOIN,
    owner_id: int | None = None,
    campaign_id: int | None = None,
    member_status: str = "",
) -> list[str]:
    """Save what was chosen and remember it for the next file; or say what makes no sense."""
    chosen = {column: mapping.get(column, "") for column in job.columns}
    owner, campaign, troubles = _whose(owner_id, campaign_id, member_status)
    if known not in ImportJob.Known.values:
        troubles.append("Choose what happens with people who are known already.")
    if job.state not in OPEN_STATES:
        troubles.append("This import has begun; its columns cannot be changed any more.")
    troubles = problems(chosen, job.object_name) + troubles
    if troubles:
        return troubles
    job.mapping, job.known = chosen, known
    job.owner, job.campaign, job.member_status = owner, campaign, member_status
    job.state, job.check_totals, job.done_count = ImportJob.State.UPLOADED, {}, 0
    job.save()
    habits.remember(chosen, job.object_name)
    return []


def table_of(job: ImportJob) -> tables.Table:
    """The job's file, ready to be read again; raises Unreadable when it has gone or changed."""
    path = Path(job.stored_at)
    if not path.is_file():
        raise tables.Unreadable("The file is no longer there; upload it again.")
    table = tables.opened(
        path, encoding=job.encoding, delimiter=job.delimiter, sheet=job.sheet
    )  # fmt: skip
    if table.digest != job.digest:
        raise tables.Unreadable("The file has changed since it was looked at; import it anew.")
    table.columns, table.object_name = list(job.columns), job.object_name
    table.row_count = job.row_count
    return table


def _take(job: ImportJob, table: tables.Table, object_name: str) -> None:
    """Put on the job what the file is, and guess everything else."""
    job.object_name = _importable(object_name)
    job.digest, job.kind, job.sheet = table.digest, table.kind, table.sheet
    job.encoding, job.delimiter = table.encoding, table.delimiter
    job.columns, job.row_count = table.columns, table.row_count
    samples = texts_by_column(table.sample, table.columns)
    job.mapping, job.guessed = guess_all(samples, job.object_name)
    found = reading.decide(table.sample, table.columns)
    job.date_order, job.date_order_because = found.date_order, found.date_order_because
    job.decimal_mark, job.decimal_mark_because = found.decimal_mark, found.decimal_mark_because
    if table.kind == ImportJob.Kind.XLSX:
        job.decimal_mark = "."
        job.decimal_mark_because = "A workbook keeps numbers as numbers."


def texts_by_column(rows: list[dict[str, Any]], columns: list[str]) -> dict[str, list[str]]:
    """The texts of each column in a sample, '' where a row has none."""
    return {
        column: ["" if (value := row.get(column)) is None else str(value) for row in rows]
        for column in columns
    }


def _importable(object_name: str) -> str:
    try:
        known = objects.get(object_name)
    except objects.UnknownName as error:
        raise tables.Unreadable(f"{error}") from None
    if known.name not in IMPORTABLE:
        raise tables.Unreadable(
            f"{known.label_plural} cannot be imported from a file; {', '.join(IMPORTABLE)} can."
        )
    return known.name


def _whose(
    owner_id: int | None, campaign_id: int | None, member_status: str
) -> tuple[Owner | None, Campaign | None, list[str]]:
    """The owner and the campaign that were chosen, and what is wrong with them."""
    troubles = []
    owner = Owner.objects.filter(pk=owner_id, is_active=True).first() if owner_id else None
    if owner_id and owner is None:
        troubles.append("The owner that was chosen is not active any more.")
    campaign = Campaign.objects.alive().filter(pk=campaign_id).first() if campaign_id else None
    if campaign_id and campaign is None:
        troubles.append("The campaign that was chosen is gone.")
    if campaign and member_status:
        statuses = CampaignMemberStatus.objects.filter(campaign=campaign)
        if member_status not in statuses.values_list("label", flat=True):
            troubles.append(f"“{member_status[:80]}” is no member status of {campaign}.")
    return owner, campaign, troubles
