"""Runs over the whole base are begun, cancelled and worked off here. The pages and the command
call this.

A run that is busy while nobody holds it (its process was killed) is taken up again.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from multiprocessing import get_context

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from headwater import jobs
from headwater.match.base import apart, store, telling
from headwater.match.match_run import MatchRun
from headwater.people.models import User

log = logging.getLogger("headwater.match")
LOCK = 0x4D415443  # the first half of the advisory lock of a run that is worked at
Report = Callable[[str, float], None]
WEEKLY = "0 3 * * 1"  # Monday morning, before the stewards come
KEPT = timedelta(days=400)
State, Engine = MatchRun.State, MatchRun.Engine
LOOK_EVERY, PATIENCE = 0.5, 5.0  # seconds: between two looks, and until a process is ended


class NotNow(ValueError):
    """It cannot be done now; the message says why."""


def start(*, by: User | None, engine: str = Engine.DUCKDB) -> MatchRun:
    """Have everybody compared with everybody, in the background. Raises NotNow."""
    begun = begin(by=by, engine=engine)
    jobs.enqueue(run_job, run_id=begun.pk)
    return begun


def begin(*, by: User | None, engine: str = Engine.DUCKDB) -> MatchRun:
    """The row of a run that the caller works off by itself. Raises NotNow."""
    if engine == Engine.SPARK:
        _check_spark()
    try:
        with transaction.atomic():
            return MatchRun.objects.create(by=by, engine=engine)
    except IntegrityError:
        busy = MatchRun.objects.get(state=State.RUNNING)
    raise NotNow(
        f"A run is under way since {timezone.localtime(busy.started_at):%H:%M} "
        f"({busy.share_done:.0%} done). Wait until it ends, or cancel it."
    )


def _check_spark() -> None:
    from headwater.match.base import sparking  # only where somebody asks for it

    try:
        sparking.check()
    except sparking.NoSparkError as missing:
        raise NotNow(str(missing)) from None


def cancel(run: MatchRun, *, by: User | None) -> MatchRun:
    """Stop within seconds; nothing is written before the last step. Raises NotNow."""
    busy = MatchRun.objects.filter(pk=run.pk, state=State.RUNNING)
    words = f"Cancelled by {by.name}" if by else "Cancelled"
    if not busy.update(state=State.CANCELLED, ended_at=timezone.now(), step=words[:120]):
        raise NotNow("It is not running any more.")
    run.refresh_from_db()
    return run


def next_at(now: datetime | None = None) -> datetime:
    """When the weekly run begins next."""
    now = timezone.localtime(now)
    at = now.replace(hour=3, minute=0, second=0, microsecond=0)
    at += timedelta(days=-at.weekday() % 7)
    return at if at > now else at + timedelta(days=7)


@jobs.job("match.weekly", cron=WEEKLY)
def start_weekly(timestamp: int) -> None:
    """Monday's run; nothing to do while another one is under way."""
    MatchRun.objects.filter(started_at__lt=timezone.now() - KEPT).exclude(
        state=State.RUNNING
    ).delete()
    try:
        start(by=None)
    except NotNow as reason:
        log.info("The weekly run over the whole base is left out: %s", reason)


@jobs.job("match.run")
def run_job(run_id: int) -> None:
    """The worker's way in."""
    found = MatchRun.objects.filter(pk=run_id, state=State.RUNNING).first()
    if found:
        work_apart(found)


@jobs.job("match.resume", cron="* * * * *")
def resume(timestamp: int) -> None:
    """Take up a run whose process was killed."""
    late = timezone.now() - timedelta(seconds=30)
    found = MatchRun.objects.filter(state=State.RUNNING, started_at__lt=late).first()
    if found:
        work_apart(found)


@jobs.job("match.mail")
def mail(run_id: int, user_id: int) -> None:
    """The summary to one steward; tried again while the mail server is away."""
    telling.mail(MatchRun.objects.get(pk=run_id), User.objects.get(pk=user_id))


def work_apart(found: MatchRun) -> None:
    """Work it off in a process of its own: its memory goes with it, and it can be stopped."""
    if connection.in_atomic_block:  # a test, whose rows no other process sees
        work(found)
        return
    with holding(found) as is_mine:  # only a look: the process takes the lock itself
        if not is_mine:
            return
    child = get_context("spawn").Process(target=apart.main, args=apart.given(found.pk))
    child.start()
    while child.is_alive():
        child.join(LOOK_EVERY)
        if not MatchRun.objects.filter(pk=found.pk, state=State.RUNNING).exists():
            child.join(PATIENCE)  # it notices by itself, or it is just ending
            child.terminate()
    child.join()
    _forget_files()


def work(found: MatchRun, report: Report | None = None) -> MatchRun:
    """Work a run off, here and now; nothing while somebody else is at it."""
    from headwater.match.base import run  # with DuckDB and all: no page needs them

    with holding(found) as is_mine:
        if is_mine and found.state == State.RUNNING:
            try:
                run.run(found, report or _silent)
                run.end(found, State.DONE)
            except run.Cancelled:
                found.refresh_from_db()
            except Exception as problem:
                log.exception("The run over the whole base stops")
                run.end(found, State.FAILED, str(problem))
            _forget_files()
            if found.state == State.DONE and not found.by_id:
                _tell(found)
    return found


@contextmanager
def holding(found: MatchRun) -> Iterator[bool]:
    """Whether this process may work at it; the lock goes with the connection if it is killed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, found.pk])
        is_mine = bool(cursor.fetchone()[0])
    if is_mine:
        found.refresh_from_db()
    try:
        yield is_mine
    finally:
        if is_mine and connection.connection is not None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, found.pk])


def _tell(found: MatchRun) -> None:
    for steward in telling.tell(found):
        jobs.enqueue(mail, run_id=found.pk, user_id=steward.pk)


def _forget_files() -> None:
    """Only what a run that goes on needs is kept."""
    busy = MatchRun.objects.filter(state=State.RUNNING).first()
    store.forget_all_but(busy.pk if busy else None)


def _silent(words: str, fraction: float) -> None:
    return None
