"""Replays are begun, worked off and cancelled here; they write nothing but their own row."""

import logging
from collections.abc import Callable
from datetime import timedelta
from time import monotonic

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from headwater import jobs
from headwater.people.models import Organization, User
from headwater.route import rules
from headwater.route.assignment_rule import AssignmentRuleSet
from headwater.route.looking_back import Span, look_back
from headwater.route.replay import Replay
from headwater.route.replay_sums import Sums

log = logging.getLogger("headwater.route")
DAYS = (7, 30, 90)
LOCK = 0x52504C59  # the first half of the advisory lock of a replay that is worked at
KEPT = 20  # replays; older ones have nothing more to tell
State = Replay.State


class NotNow(ValueError):
    """It cannot be done now; the message says why."""


def start(rule_set: AssignmentRuleSet, *, days: int, by: User | None) -> Replay:
    """Replay the leads of the last `days` under these rules, in the background. Raises NotNow."""
    _give_up_the_dead()
    try:
        with transaction.atomic():
            replay = Replay.objects.create(
                rule_set=rule_set, revision=rule_set.revision, days=days, by=by
            )
    except IntegrityError:
        raise NotNow("A replay is under way. Wait until it ends, or cancel it.") from None
    kept = Replay.objects.order_by("-pk").values("pk")[:KEPT]
    Replay.objects.exclude(pk__in=kept).delete()
    jobs.enqueue(run, replay_id=replay.pk)
    return replay


def cancel(replay: Replay) -> None:
    """Stop after the batch that is under way. Raises NotNow."""
    if not _end(replay, State.CANCELLED):
        raise NotNow("It is not running any more.")


@jobs.job("route.replay")
def run(replay_id: int) -> None:
    """The worker's way in."""
    replay = Replay.objects.filter(pk=replay_id, state=State.RUNNING).first()
    if replay is None or not _take(replay):
        return
    try:
        work(replay)
    except Exception as problem:
        log.exception("The replay stops")
        _end(replay, State.FAILED, problem=str(problem)[:500])
    finally:
        _leave(replay)


def work(replay: Replay, report: Callable[[int, int], None] | None = None) -> Replay:
    """Work it off here and now; `report(done, of)` after each batch."""
    began = monotonic()
    draft = AssignmentRuleSet.objects.get(pk=replay.rule_set_id)
    over = rules.current()
    span = Span(timezone.now() - timedelta(days=replay.days), timezone.now())
    total, done = span.count(), 0
    mine = Replay.objects.filter(pk=replay.pk, state=State.RUNNING)
    mine.update(revision=draft.revision, total_count=total)
    sums = Sums(Organization.current().default_lead_owner_id or 0)
    for seen in look_back(rules.rules_of(draft), rules.rules_of(over), span):
        sums.add(seen)
        done += len(seen)
        if not mine.update(done_count=done):
            break  # cancelled
        if report:
            report(done, total)
    told = {"over": over.version, "since": span.since.isoformat(), "until": span.until.isoformat(),
            "seconds": round(monotonic() - began, 1)}  # fmt: skip
    _end(replay, State.DONE, result=sums.result() | told)
    replay.refresh_from_db()
    return replay


def latest(rule_set: AssignmentRuleSet) -> Replay | None:
    """The last replay of these rules."""
    return Replay.objects.filter(rule_set=rule_set).select_related("by").order_by("-pk").first()


def _end(replay: Replay, state: str, **values: object) -> int:
    mine = Replay.objects.filter(pk=replay.pk, state=State.RUNNING)
    return mine.update(state=state, ended_at=timezone.now(), **values)


def _take(replay: Replay) -> bool:
    """Whether nobody else works at it; the lock goes with the connection if this is killed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, replay.pk])
        return bool(cursor.fetchone()[0])


def _leave(replay: Replay) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, replay.pk])


def _give_up_the_dead() -> None:
    """A replay that has begun and that nobody holds was killed with its worker."""
    for replay in Replay.objects.filter(state=State.RUNNING, total_count__gt=0):
        if _take(replay):
            _end(replay, State.FAILED, problem="Its worker was stopped. Replay again.")
            _leave(replay)
