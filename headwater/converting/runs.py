"""Runs of conversions: prepared, tried out, started, stopped, taken back. Pages call this.

A deed changes the run's state at once; the work is a background job that looks at the state after
every chunk. A few leads are done with at once. A run that is busy while nobody holds it (its
worker was killed) is taken up again.
"""

from collections.abc import Callable, Collection
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater import jobs
from headwater.converting import carrying_out, rows
from headwater.converting.how import How
from headwater.criteria.querysets import filter_queryset
from headwater.database.one_worker import only_here
from headwater.people.models import User
from headwater.records.models import ConversionRun, ConversionRunRow, Lead
from headwater.records.problem import Problem, Refused

FEW = 20  # leads, which are not worth waiting for a worker
MOST = 1_000_000
FORGOTTEN = timedelta(days=30)  # what was tried out and never started
LOCKS = 0x485743  # the first half of the advisory lock of a run that is worked at
State, Kind = ConversionRun.State, ConversionRun.Kind
WORK: dict[str, Callable[[ConversionRun], bool]] = {
    State.TRYING: carrying_out.try_out,
    State.RUNNING: carrying_out.convert,
    State.UNDOING: carrying_out.take_back,
}
AFTER = {State.TRYING: State.WAITING, State.RUNNING: State.DONE, State.UNDOING: State.UNDONE}
# What a person may ask for in which state.
FROM = {
    "try": (State.WAITING, State.TRYING),
    "start": (State.WAITING, State.TRYING, State.STOPPED),
    "stop": (State.TRYING, State.RUNNING),
    "undo": (State.DONE, State.STOPPED, State.UNDONE),
}
WORDS = {"try": "tried out", "start": "started", "stop": "stopped", "undo": "undone"}


def start(
    leads: Any, *, how: How, by: User | None, name: str = "", criteria: str = "",
    kind: str = Kind.MASS,
) -> ConversionRun:  # fmt: skip
    """Convert leads, without a dry run: criteria as text, a queryset, or keys.

    `by` None is a program that sees everything; `name` and `criteria` say which list it is.
    Raises Refused, and CriteriaError of a text.
    """
    with transaction.atomic():
        run = _prepared(leads, how, by, (name, criteria, kind))
    return begin(run, by=by)


def prepare(
    leads: Any, *, how: How, by: User | None, name: str = "", criteria: str = "",
    kind: str = Kind.MASS,
) -> ConversionRun:  # fmt: skip
    """The same leads, tried out with these choices: nothing is converted before `begin`."""
    with transaction.atomic():
        run = _prepared(leads, how, by, (name, criteria, kind))
    return _tried(run)


def choose(run: ConversionRun, how: How, *, by: User | None) -> ConversionRun:
    """Try the same leads out with other choices; raises Refused."""
    _check(how, by)
    _move(run, "try", State.WAITING, how=how.told)
    return _tried(run)


def begin(run: ConversionRun, *, by: User | None) -> ConversionRun:
    """Convert the leads, or go on where it was stopped."""
    _check(How.of(run.how), by)
    goes_on = ConversionRun.objects.filter(pk=run.pk, state=State.STOPPED).exists()
    more: dict[str, Any] = {} if goes_on else {"done_count": 0}
    _move(run, "start", State.RUNNING, started_at=timezone.now(), ended_at=None, **more)
    return _done_soon(run)


def stop(run: ConversionRun, *, by: User | None) -> ConversionRun:
    """Stop after the chunk that is under way; what is converted stays, a dry run just ends."""
    run.refresh_from_db(fields=["state"])
    if run.state == State.TRYING:
        return _move(run, "stop", State.WAITING)
    return _move(run, "stop", State.STOPPED, ended_at=timezone.now())


def begin_undo(
    run: ConversionRun, *, by: User, keep: Collection[str] = (), even_touched: bool = False
) -> ConversionRun:
    """Take every conversion of the run back, the last first; asks again for what stayed.

    `keep` names the objects whose made records stay; what was touched since stays with its
    reason, unless `even_touched`.
    """
    if not by.can_edit:
        raise Refused([Problem("", "INSUFFICIENT_ACCESS_OR_READONLY", "You may only read.")])
    undoing = {"keep": sorted(keep), "even_touched": even_touched}
    with transaction.atomic():
        _move(run, "undo", State.UNDOING, undoing=undoing, undone_by=by, done_count=0)
        gone = ConversionRunRow.objects.filter(run=run, undone=ConversionRunRow.Undone.GONE)
        run.totals["undone"] = {"gone": gone.count()}
        run.save(update_fields=["totals"])
    return _done_soon(run)


@jobs.job("converting.run")
def run_job(run_id: int) -> None:
    """The worker's way in."""
    work(ConversionRun.objects.get(pk=run_id))


@jobs.job("converting.resume", cron="* * * * *")
def resume_all(timestamp: int) -> None:
    """Take up everything whose worker was killed, and forget what nobody started."""
    for run in ConversionRun.objects.filter(state__in=WORK, wanted_count__gt=0).order_by("pk"):
        work(run)
    old = timezone.now() - FORGOTTEN
    ConversionRun.objects.filter(state=State.WAITING, at__lt=old).exclude(wanted_count=0).delete()


def work(run: ConversionRun) -> ConversionRun:
    """Do what the run's state asks for; nothing while somebody else is at it."""
    with only_here(LOCKS, run.pk) as is_mine:
        if is_mine:
            run.refresh_from_db()
            _work(run)
    run.refresh_from_db()
    return run


def _work(run: ConversionRun) -> None:
    """Until nothing is asked for any more: it may be asked for something else meanwhile."""
    while run.state in WORK:
        state = State(run.state)
        mine = ConversionRun.objects.filter(pk=run.pk, state=state, trial=run.trial)
        while WORK[state](run):
            pass
        run.refresh_from_db(fields=["done_count"])
        now, last = timezone.now(), run.done_count >= run.wanted_count
        ended = {State.RUNNING: {"ended_at": now}, State.UNDOING: {"undone_at": now}}
        if last:
            mine.update(state=AFTER[state], **ended.get(state, {}))
        run.refresh_from_db()


def _prepared(leads: Any, how: How, by: User | None, listed: tuple[str, str, str]) -> ConversionRun:
    _check(how, by)
    name, criteria, kind = listed
    said, wanted = _wanted(leads, by)
    run = ConversionRun.objects.create(
        kind=kind, name=name[:255], criteria=said or criteria, how=how.told, by=by
    )
    run.wanted_count = rows.fill(run, wanted[: MOST + 1])
    if not run.wanted_count:
        raise Refused([Problem("", "REQUIRED_FIELD_MISSING", "There is no lead to convert.")])
    if run.wanted_count > MOST:
        message = f"At most {MOST:,} leads are converted at once. Narrow the list."
        raise Refused([Problem("", "EXCEEDED_LEAD_CONVERT_LIMIT", message)])
    run.save(update_fields=["wanted_count"])
    return run


def _wanted(leads: Any, by: User | None) -> tuple[str, Any]:
    """The criteria, and the leads that `by` sees, each once."""
    seen = Lead.objects.visible_to(by) if by else Lead.objects.all()
    if isinstance(leads, str):
        return leads, filter_queryset(seen.open(), leads, user=by).order_by("pk")
    if isinstance(leads, Collection) and not hasattr(leads, "query"):
        return "", seen.alive().filter(pk__in=list(leads)).order_by("pk")
    return "", leads


def _check(how: How, by: User | None) -> None:
    if by and not by.can_edit:
        message = "You may read records, not change them."
        raise Refused([Problem("", "INSUFFICIENT_ACCESS_OR_READONLY", message)])
    if problems := how.problems(by):
        raise Refused(problems)


def _tried(run: ConversionRun) -> ConversionRun:
    """Have it planned anew: what earlier dry runs said is past."""
    totals = {name: counted for name, counted in run.totals.items() if name != "planned"}
    _move(run, "try", State.TRYING, trial=run.trial + 1, done_count=0, totals=totals)
    return _done_soon(run)


def _move(run: ConversionRun, deed: str, state: str, **more: Any) -> ConversionRun:
    """Into another state, if the present one allows it; raises Refused."""
    with transaction.atomic():
        held = ConversionRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
        if held.state not in FROM[deed]:
            now = held.get_state_display().lower()
            message = f"It cannot be {WORDS[deed]} now: it is {now}."
            raise Refused([Problem("", "INVALID_STATUS", message)])
        ConversionRun.objects.filter(pk=run.pk).update(state=state, problem="", **more)
    run.refresh_from_db()
    return run


def _done_soon(run: ConversionRun) -> ConversionRun:
    """At once where that is quick, else by a worker."""
    if run.wanted_count <= FEW:
        return work(run)
    jobs.enqueue(run_job, run_id=run.pk)
    return run
