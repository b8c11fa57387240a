"""Imports run here: rows of a file become submissions and go through the journey, chunk by chunk.

A chunk is one transaction: its rows are kept and settled together, so an import that was killed
goes on behind the last whole chunk. A job in `running` that nobody holds is taken up again.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from headwater import intake, jobs
from headwater.capture import drafting, export_rows, imports, record_rows, tables
from headwater.capture.body import escape
from headwater.people.models import User
from headwater.records.models import ImportJob, Submission
from headwater.records.submission import Door, State

CHUNK = 200
LOCKS = 0x48574A  # the first half of the advisory lock of a running job

Report = Callable[[str, float], None]
Numbered = tuple[int, dict[str, Any]]


def import_file(
    path: Path | str,
    *,
    by: User | None,
    object_name: str | None = None,
    report: Report | None = None,
) -> ImportJob:
    """Bring a CSV or an exported JSON file in, with the guessed mapping; tells progress.

    A file that cannot be read gives a job in state `failed` with the reason in `problem`.
    """
    path = Path(path)
    try:
        job = imports.start(path, by=by, object_name=object_name)
    except tables.Unreadable as problem:
        return ImportJob.objects.create(
            file_name=path.name, stored_at=str(path.absolute()), created_by=by,
            state=ImportJob.State.FAILED, problem=str(problem)[:500], finished_at=timezone.now(),
        )  # fmt: skip
    return run(job, report=report)


@jobs.job("import.run")
def run_job(job_id: int) -> None:
    """The worker's way in."""
    run(ImportJob.objects.get(pk=job_id))


@jobs.job("import.resume", cron="* * * * *")
def resume_all(timestamp: int) -> None:
    """Take up every running import whose runner was killed."""
    for job in ImportJob.objects.filter(state=ImportJob.State.RUNNING):
        run(job)


def run(job: ImportJob, *, report: Report | None = None) -> ImportJob:
    """Bring in the rows that are not in yet; does nothing while somebody else is at it."""
    with _holding(job) as is_mine:
        if is_mine and job.state != ImportJob.State.DONE:
            job.state, job.problem = ImportJob.State.RUNNING, ""
            job.save(update_fields=["state", "problem"])
            _run(job, report or _silent)
    return job


def _run(job: ImportJob, report: Report) -> None:
    try:
        for chunk in _chunks(tables.rows(imports.table_of(job))):
            _bring_in(job, chunk)
            job.done_count = chunk[-1][0]
            job.save(update_fields=["done_count"])
            share = job.done_count / max(job.row_count, 1)
            report(f"{job.done_count:,} of {job.row_count:,} rows", share)
        job.state = ImportJob.State.DONE
    except (tables.Unreadable, UnicodeError, OSError) as problem:
        job.state, job.problem = ImportJob.State.FAILED, str(problem)[:500]
    job.finished_at = timezone.now()
    job.save(update_fields=["state", "problem", "finished_at"])


def _bring_in(job: ImportJob, chunk: list[Numbered]) -> None:
    """Rows that are not in yet: leads through the journey, others straight into their table."""
    there = set(
        Submission.objects.filter(import_job=job, import_row__range=(chunk[0][0], chunk[-1][0]))
        .values_list("import_row", flat=True)
    )  # fmt: skip
    fresh = [_submission(job, number, row) for number, row in chunk if number not in there]
    leads = [each for each in fresh if _object_of(job, each.payload) == "Lead"]
    others = [each for each in fresh if _object_of(job, each.payload) != "Lead"]
    if others:
        with transaction.atomic():
            record_rows.bring_in(job, others, object_of=lambda row: _object_of(job, row))
    if leads:
        _bring_in_leads(leads)


def _bring_in_leads(submissions: list[Submission]) -> None:
    _give_keys(submissions)
    drafts = drafting.drafts_of(submissions)
    # One batch in a transaction: the journey takes its locks in order within a batch only.
    for is_history in (False, True):
        part = [draft for draft in drafts if export_rows.is_history(draft) is is_history]
        own = [draft.submission for draft in part if draft.submission]
        if not own:
            continue
        try:
            with transaction.atomic():
                Submission.objects.bulk_create(own)
                intake.settle(own, part)
        except Exception:
            if not connection.is_usable():
                raise
            _one_by_one(own)


def _one_by_one(submissions: list[Submission]) -> None:
    """A row that the journey stumbles over waits with the reason; the others come in."""
    for submission in submissions:
        submission.pk, submission.lead, submission.settled_at = None, None, None
        submission.state, submission.reason = State.WAITING, ""
    _give_keys(submissions)
    Submission.objects.bulk_create(submissions)
    for submission in submissions:
        intake.settle_alone(submission.pk)


def _submission(job: ImportJob, number: int, row: dict[str, Any]) -> Submission:
    return Submission(
        door=Door.IMPORT,
        payload={escape(name): _storable(value) for name, value in row.items()},
        by=job.created_by,
        import_job=job,
        import_row=number,
    )


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return escape(value)
    if isinstance(value, dict):
        return {escape(str(name)): _storable(each) for name, each in value.items()}
    return [_storable(each) for each in value] if isinstance(value, list) else value


def _give_keys(submissions: Iterable[Submission]) -> None:
    """The first row that says a thing owns its key; later ones find the lead by it."""
    keys = {id(each): export_rows.key_of(each.payload) for each in submissions}
    taken = set(
        Submission.objects.filter(idempotency_key__in=keys.values())
        .values_list("idempotency_key", flat=True)
    )  # fmt: skip
    for submission in submissions:
        key = keys[id(submission)]
        submission.idempotency_key = None if key in taken else key
        taken.add(key)


def _object_of(job: ImportJob, row: dict[str, Any]) -> str:
    about = row.get("attributes")
    return str(about.get("type") or job.object_name) if isinstance(about, dict) else job.object_name


def _chunks(rows: Iterable[dict[str, Any]]) -> Iterator[list[Numbered]]:
    numbered = enumerate(rows, 1)
    while chunk := list(islice(numbered, CHUNK)):
        yield chunk


@contextmanager
def _holding(job: ImportJob) -> Iterator[bool]:
    """Whether this process may run the job; the lock goes with the connection if it is killed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCKS, job.pk])
        is_mine = bool(cursor.fetchone()[0])
    if is_mine:
        job.refresh_from_db()
    try:
        yield is_mine
    finally:
        if is_mine and connection.connection is not None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCKS, job.pk])


def _silent(words: str, fraction: float) -> None:
    return None
