"""Imports run here: dry run, run, pause, resume, cancel, undo. The pages and the command call this.

A deed changes the job's state at once; the work is a background job that looks at the state. A
job that is busy while nobody holds it (its runner was killed) is taken up again.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater import jobs
from headwater.capture import imports, tables
from headwater.database.one_worker import only_here
from headwater.importing import check, run, undo
from headwater.importing.run import Report
from headwater.people.models import User
from headwater.records.models import ImportJob

LOCKS = 0x48574A  # the first half of the advisory lock of a job that is worked at
State = ImportJob.State
BUSY = (State.CHECKING, State.RUNNING, State.UNDOING)
WORK: dict[str, Callable[[ImportJob, Report], None]] = {
    State.CHECKING: check.check,
    State.RUNNING: run.run,
    State.UNDOING: undo.undo,
}
# What a person may ask for in which state.
FROM = {
    "check": (State.UPLOADED, State.CHECKED),
    "run": (State.UPLOADED, State.CHECKED),
    "pause": (State.RUNNING,),
    "resume": (State.PAUSED, State.FAILED),
    "cancel": (State.RUNNING, State.PAUSED, State.CHECKING),
    "undo": (State.DONE, State.CANCELLED, State.FAILED, State.PAUSED),
}
WORDS = {"check": "tried out", "run": "run", "pause": "paused", "resume": "resumed",
         "cancel": "cancelled", "undo": "taken back"}  # fmt: skip


class NotNow(ValueError):
    """The import is in no state for this; the message says which it is in."""


def import_file(
    path: Path | str,
    *,
    by: User | None,
    object_name: str | None = None,
    report: Report | None = None,
    dry_run: bool = False,
    **choices: Any,
) -> ImportJob:
    """Bring a file in, with the guessed mapping; tells progress.

    `choices` are those of `imports.agree`: known, owner_id, campaign_id, member_status. A file
    that cannot be read gives a job in state `failed` with the reason in `problem`.
    """
    path = Path(path)
    try:
        job = imports.start(path, by=by, object_name=object_name)
    except tables.Unreadable as problem:
        return ImportJob.objects.create(
            file_name=path.name, stored_at=str(path.absolute()), created_by=by,
            state=State.FAILED, problem=str(problem)[:500], finished_at=timezone.now(),
        )  # fmt: skip
    if choices and (troubles := imports.agree(job, mapping=job.mapping, **choices)):
        job.state, job.problem = State.FAILED, " ".join(troubles)[:500]
        job.save(update_fields=["state", "problem"])
        return job
    _move(job, "check" if dry_run else "run", State.CHECKING if dry_run else State.RUNNING)
    return work(job, report=report)


def begin_check(job: ImportJob, *, by: User | None) -> ImportJob:
    """Have the file tried out: what would become of each row, and nothing written."""
    return _enqueued(_move(job, "check", State.CHECKING))


def begin(job: ImportJob, *, by: User | None) -> ImportJob:
    """Have the file brought in; what comes in is written by whoever began."""
    return _enqueued(_move(job, "run", State.RUNNING, created_by=by or job.created_by))


def pause(job: ImportJob, *, by: User | None) -> ImportJob:
    """Stop within a second; what came in stays, `resume` goes on behind it."""
    return _move(job, "pause", State.PAUSED)


def resume(job: ImportJob, *, by: User | None) -> ImportJob:
    """Go on where it was paused or had to stop."""
    return _enqueued(_move(job, "resume", State.RUNNING))


def cancel(job: ImportJob, *, by: User | None) -> ImportJob:
    """Stop for good; what came in stays, `begin_undo` takes it back. A dry run is just ended."""
    job.refresh_from_db(fields=["state"])
    if job.state == State.CHECKING:
        return _move(job, "cancel", State.UPLOADED, check_totals={}, done_count=0)
    return _move(job, "cancel", State.CANCELLED, finished_at=timezone.now())


def begin_undo(job: ImportJob, *, by: User | None) -> ImportJob:
    """Have everything that the file did taken back, but for what people changed since."""
    return _enqueued(_move(job, "undo", State.UNDOING, undone_by=by, done_count=0))


@jobs.job("import.run")
def run_job(job_id: int) -> None:
    """The worker's way in."""
    work(ImportJob.objects.get(pk=job_id))


@jobs.job("import.resume", cron="* * * * *")
def resume_all(timestamp: int) -> None:
    """Take up everything whose runner was killed."""
    for job in ImportJob.objects.filter(state__in=BUSY).order_by("pk"):
        work(job)


def work(job: ImportJob, *, report: Report | None = None) -> ImportJob:
    """Do what the job's state asks for; nothing while somebody else is at it."""
    with only_here(LOCKS, job.pk) as is_mine:
        if is_mine:
            job.refresh_from_db()
        if is_mine and job.state in WORK:
            try:
                WORK[job.state](job, report or _silent)
            except (tables.Unreadable, UnicodeError, OSError) as problem:
                _stop(job, str(problem))
            job.refresh_from_db()
    return job


def _stop(job: ImportJob, problem: str) -> None:
    """The file cannot be read; a dry run has done nothing that would have to be resumed."""
    state = State.UPLOADED if job.state == State.CHECKING else State.FAILED
    ImportJob.objects.filter(pk=job.pk, state=job.state).update(
        state=state, problem=problem[:500], finished_at=timezone.now()
    )


def _move(job: ImportJob, deed: str, state: str, **more: Any) -> ImportJob:
    """Into another state, if the present one allows it; raises NotNow."""
    with transaction.atomic():
        held = ImportJob.objects.select_for_update(of=("self",)).get(pk=job.pk)
        if held.state not in FROM[deed]:
            raise NotNow(f"It cannot be {WORDS[deed]} now: it is {held.get_state_display()}.")
        more |= {"state": state, "problem": ""}
        if state in BUSY:
            more |= {"started_at": timezone.now(), "finished_at": None}
        ImportJob.objects.filter(pk=job.pk).update(**more)
    job.refresh_from_db()
    return job


def _enqueued(job: ImportJob) -> ImportJob:
    jobs.enqueue(run_job, job_id=job.pk)
    return job


def _silent(words: str, fraction: float) -> None:
    return None
