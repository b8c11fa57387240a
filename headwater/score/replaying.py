"""Replays are begun, worked off and cancelled here; they write nothing but their own row."""

import logging
from collections.abc import Callable
from datetime import timedelta
from time import monotonic

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from headwater import jobs
from headwater.people.models import User
from headwater.score import rules
from headwater.score.looking_back import Span, look_back
from headwater.score.replay import ScoreReplay
from headwater.score.replay_sums import Sums
from headwater.score.score_rule import ScoreRule, ScoreRuleSet

log = logging.getLogger("headwater.score")
DAYS = (7, 30, 90)
LOCK = 0x53435250  # the first half of the advisory lock of a replay that is worked at
KEPT = 20  # replays; older ones have nothing more to tell
State = ScoreReplay.State


class NotNow(ValueError):
    """It cannot be done now; the message says why."""


def start(rule_set: ScoreRuleSet, *, days: int, by: User | None) -> ScoreReplay:
    """Replay the leads of the last `days` under these rules, in the background. Raises NotNow."""
    _give_up_the_dead()
    try:
        with transaction.atomic():
            replay = ScoreReplay.objects.create(
                rule_set=rule_set, revision=rule_set.revision, days=days, by=by
            )
    except IntegrityError:
        raise NotNow("A replay is under way. Wait until it ends, or cancel it.") from None
    kept = ScoreReplay.objects.order_by("-pk").values("pk")[:KEPT]
    ScoreReplay.objects.exclude(pk__in=kept).delete()
    jobs.enqueue(run, replay_id=replay.pk)
    return replay


def cancel(replay: ScoreReplay) -> None:
    """Stop after the batch that is under way. Raises NotNow."""
    if not _end(replay, State.CANCELLED):
        raise NotNow("It is not running any more.")


@jobs.job("score.replay")
def run(replay_id: int) -> None:
    """The worker's way in."""
    replay = ScoreReplay.objects.filter(pk=replay_id, state=State.RUNNING).first()
    if replay is None or not _take(replay):
        return
    try:
        work(replay)
    except Exception as problem:
        log.exception("The replay stops")
        _end(replay, State.FAILED, problem=str(problem)[:500])
    finally:
        _leave(replay)


def work(replay: ScoreReplay, report: Callable[[int, int], None] | None = None) -> ScoreReplay:
    """Work it off here and now; `report(done, of)` after each batch."""
    began = monotonic()
    draft = ScoreRuleSet.objects.get(pk=replay.rule_set_id)
    over = rules.current()
    span = Span(timezone.now() - timedelta(days=replay.days), timezone.now())
    total, done = span.count(), 0
    mine = ScoreReplay.objects.filter(pk=replay.pk, state=State.RUNNING)
    mine.update(revision=draft.revision, total_count=total)
    sums = Sums(over, draft)
    for seen in look_back((over, _active(over)), (draft, _active(draft)), span):
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


def _active(rule_set: ScoreRuleSet) -> list[ScoreRule]:
    return [rule for rule in rules.rules_of(rule_set) if rule.is_active]


def latest(rule_set: ScoreRuleSet) -> ScoreReplay | None:
    """The last replay of these rules."""
    return (
        ScoreReplay.objects.filter(rule_set=rule_set).select_related("by").order_by("-pk").first()
    )


def _end(replay: ScoreReplay, state: str, **values: object) -> int:
    mine = ScoreReplay.objects.filter(pk=replay.pk, state=State.RUNNING)
    return mine.update(state=state, ended_at=timezone.now(), **values)


def _take(replay: ScoreReplay) -> bool:
    """Whether nobody else works at it; the lock goes with the connection if this is killed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, replay.pk])
        return bool(cursor.fetchone()[0])


def _leave(replay: ScoreReplay) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, replay.pk])


def _give_up_the_dead() -> None:
    """A replay that has begun and that nobody holds was killed with its worker."""
    for replay in ScoreReplay.objects.filter(state=State.RUNNING, total_count__gt=0):
        if _take(replay):
            _end(replay, State.FAILED, problem="Its worker was stopped. Replay again.")
            _leave(replay)
