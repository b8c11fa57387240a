"""Replays are begun, worked off and cancelled here; they write nothing but their own row."""

import logging
from collections.abc import Callable, Iterable, Sized
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic
from typing import Any, Generic, Protocol, TypeVar

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from headwater.people.models import User
from headwater.rulesets.replay import ReplayRow
from headwater.rulesets.span import Span

DAYS = (7, 30, 90)
KEPT = 20  # replays; older ones have nothing more to tell
State = ReplayRow.State
Row = TypeVar("Row", bound=ReplayRow)


class NotNow(ValueError):
    """It cannot be done now; the message says why."""


class Sums(Protocol):
    """What the batches of a replay add up to."""

    def add(self, seen: Any) -> None:
        """One batch more."""

    def result(self) -> dict[str, Any]:
        """What the row keeps."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A draft beside version `over`: batches of leads under both, and what they add up to."""

    over: int | None
    sums: Sums
    batches: Iterable[Sized]


class Replays(Generic[Row]):
    """Those of one kind of rules.

    `compare(draft, span)` looks back; `later(key)` has `run` called by a worker; `lock` is the
    first half of the advisory lock of a replay that is worked at.
    """

    def __init__(
        self,
        rows: type[Row],
        compare: Callable[[Any, Span], Comparison],
        later: Callable[[int], Any],
        *,
        lock: int,
    ) -> None:
        self._rows: Any = rows
        self._compare, self._later, self._lock = compare, later, lock
        self._log = logging.getLogger(rows.__module__.rpartition(".")[0])

    def start(self, rule_set: Any, *, days: int, by: User | None) -> Row:
        """Replay the leads of the last `days` under these rules, in the background.

        Raises NotNow.
        """
        self._give_up_the_dead()
        try:
            with transaction.atomic():
                replay: Row = self._rows.objects.create(
                    rule_set=rule_set, revision=rule_set.revision, days=days, by=by
                )
        except IntegrityError:
            raise NotNow("A replay is under way. Wait until it ends, or cancel it.") from None
        kept = self._rows.objects.order_by("-pk").values("pk")[:KEPT]
        self._rows.objects.exclude(pk__in=kept).delete()
        self._later(replay.pk)
        return replay

    def cancel(self, replay: Row) -> None:
        """Stop after the batch that is under way. Raises NotNow."""
        if not self._end(replay, State.CANCELLED):
            raise NotNow("It is not running any more.")

    def run(self, replay_id: int) -> None:
        """The worker's way in."""
        replay = self._rows.objects.filter(pk=replay_id, state=State.RUNNING).first()
        if replay is None or not self._take(replay):
            return
        try:
            self.work(replay)
        except Exception as problem:
            self._log.exception("The replay stops")
            self._end(replay, State.FAILED, problem=str(problem)[:500])
        finally:
            self._leave(replay)

    def work(self, replay: Row, report: Callable[[int, int], None] | None = None) -> Row:
        """Work it off here and now; `report(done, of)` after each batch."""
        began = monotonic()
        draft = self._rows._meta.get_field("rule_set").related_model.objects.get(
            pk=replay.rule_set_id  # type: ignore[attr-defined]
        )
        span = Span(timezone.now() - timedelta(days=replay.days), timezone.now())
        total, done = span.count(), 0
        mine = self._running(replay)
        mine.update(revision=draft.revision, total_count=total)
        comparison = self._compare(draft, span)
        for seen in comparison.batches:
            comparison.sums.add(seen)
            done += len(seen)
            if not mine.update(done_count=done):
                break  # cancelled
            if report:
                report(done, total)
        told = {
            "over": comparison.over, "since": span.since.isoformat(),
            "until": span.until.isoformat(), "seconds": round(monotonic() - began, 1),
        }  # fmt: skip
        self._end(replay, State.DONE, result=comparison.sums.result() | told)
        replay.refresh_from_db()
        return replay

    def latest(self, rule_set: Any) -> Row | None:
        """The last replay of these rules."""
        found = self._rows.objects.filter(rule_set=rule_set).select_related("by")
        last: Row | None = found.order_by("-pk").first()
        return last

    def _running(self, replay: Row) -> Any:
        return self._rows.objects.filter(pk=replay.pk, state=State.RUNNING)

    def _end(self, replay: Row, state: str, **values: object) -> int:
        ended: int = self._running(replay).update(state=state, ended_at=timezone.now(), **values)
        return ended

    def _take(self, replay: Row) -> bool:
        """Whether nobody else works at it; the lock goes with the connection if this is killed."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [self._lock, replay.pk])
            return bool(cursor.fetchone()[0])

    def _leave(self, replay: Row) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [self._lock, replay.pk])

    def _give_up_the_dead(self) -> None:
        """A replay that has begun and that nobody holds was killed with its worker."""
        for replay in self._rows.objects.filter(state=State.RUNNING, total_count__gt=0):
            if self._take(replay):
                self._end(replay, State.FAILED, problem="Its worker was stopped. Replay again.")
                self._leave(replay)
