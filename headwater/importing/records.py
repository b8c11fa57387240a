"""Rows of a file that are accounts, contacts, opportunities or campaigns: written, then known.

The keys by which the next inquiry recognises them are made here, because capture knows nothing of
matching.
"""

from collections.abc import Sequence
from typing import Any

from headwater.capture import file_rows, record_rows
from headwater.catalog import ids, objects
from headwater.match import keys
from headwater.match.rules import ask
from headwater.records.models import ImportJob, ImportRow, Submission
from headwater.records.submission import Door, State

Numbered = tuple[int, dict[str, Any]]
Verdict = ImportRow.Verdict


def object_of(job: ImportJob, row: dict[str, Any]) -> str:
    """What a row is: an exported record says it itself."""
    about = row.get("attributes")
    return str(about.get("type") or job.object_name) if isinstance(about, dict) else job.object_name


def parted(
    job: ImportJob, rows: Sequence[Numbered]
) -> tuple[Sequence[Numbered], Sequence[Numbered]]:
    """The rows that are leads, and the others."""
    if job.kind != ImportJob.Kind.JSON:
        return (rows, []) if job.object_name == "Lead" else ([], rows)
    leads = [each for each in rows if object_of(job, each[1]) == "Lead"]
    return leads, [each for each in rows if object_of(job, each[1]) != "Lead"]


def bring_in(job: ImportJob, rows: Sequence[Numbered]) -> list[ImportRow]:
    """Write each row and settle its submission; call it in a transaction."""
    submissions = [_submission(job, number, row) for number, row in rows]
    by = job.created_by

    def objection(name: str, values: dict[str, Any]) -> str:
        return ask.objection(name, values, door=Door.IMPORT, by=by)

    record_rows.bring_in(
        job, submissions, object_of=lambda row: object_of(job, row), objection=objection
    )
    told = [_told(job, submission) for submission in submissions]
    for name in ("Account", "Contact"):
        made = [each.record_id for each in told
                if each.object_name == name and each.verdict == Verdict.CREATE]  # fmt: skip
        if made:
            model = objects.get(name).model
            keys.refresh(name, model._default_manager.filter(pk__in=made))
    return told


def _submission(job: ImportJob, number: int, row: dict[str, Any]) -> Submission:
    return Submission(
        door=Door.IMPORT, by=job.created_by, import_job=job, import_row=number,
        payload={name: file_rows.storable(value) for name, value in row.items()},
    )  # fmt: skip


def _told(job: ImportJob, submission: Submission) -> ImportRow:
    said = submission.payload
    found = record_rows.record_of(submission)
    row = ImportRow(
        number=submission.import_row or 0, object_name=object_of(job, said)[:40],
        record_id=ids.decode(found)[1] if found else 0, reason=submission.reason,
        name=str(said.get("Name") or said.get("LastName") or "")[:200],
    )  # fmt: skip
    verdicts = {State.CREATED: Verdict.CREATE, State.MERGED: Verdict.SKIP}
    row.verdict = verdicts.get(State(submission.state), Verdict.ERROR)
    return row
