"""An import job before it runs: the file is looked at, its columns are guessed.

What runs it calls the journey and therefore stands beside it: `headwater.importing`.
"""

import hashlib
from pathlib import Path

from headwater.capture import mapping, tables
from headwater.catalog import objects
from headwater.people.models import User
from headwater.records.models import ImportJob

# Leads go through the journey; the others are written as they are.
IMPORTABLE = ("Lead", "Account", "Contact", "Opportunity", "Campaign")
LONGEST_NAME = 255


def start(
    path: Path, *, by: User | None, file_name: str = "", object_name: str | None = None
) -> ImportJob:
    """A job that waits for its mapping to be agreed; raises tables.Unreadable."""
    table = tables.look_at(path, name=file_name)
    named = object_name or table.object_name
    try:
        known = objects.get(named).name
    except objects.UnknownName as error:
        raise tables.Unreadable(f"{error}") from None
    if known not in IMPORTABLE:
        raise tables.Unreadable(
            f"{objects.get(known).label_plural} cannot be imported from a file; "
            f"{', '.join(IMPORTABLE)} can."
        )
    return ImportJob.objects.create(
        object_name=known,
        file_name=(file_name or path.name)[-LONGEST_NAME:],
        stored_at=str(path.absolute()),
        digest=_digest(path),
        encoding=table.encoding,
        delimiter=table.delimiter,
        columns=table.columns,
        mapping=mapping.guess(table.columns, known),
        row_count=table.row_count,
        created_by=by,
    )


def table_of(job: ImportJob) -> tables.Table:
    """The job's file, ready to be read again; raises Unreadable when it has gone or changed."""
    path = Path(job.stored_at)
    if not path.is_file():
        raise tables.Unreadable("The file is no longer there; upload it again.")
    if _digest(path) != job.digest:
        raise tables.Unreadable("The file has changed since it was looked at; import it anew.")
    return tables.Table(
        path, list(job.columns), job.encoding, job.delimiter, not job.delimiter, job.object_name
    )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
