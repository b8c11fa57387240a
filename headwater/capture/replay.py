"""A replay: thousands of submissions let in together, after what stopped them was put right.

Which ones is written down first, with what had stopped each; a job then lets them in part by part.
Killed in between, it goes on with those that are not let in yet. The result is always counted
anew: what each of them has become by now.
"""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models, transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from headwater.capture.releasing import release, stuck
from headwater.jobs import enqueue, job
from headwater.people.models import User
from headwater.records.models import Submission
from headwater.records.submission import State

PART = 200
WRITE_DOWN = (
    "INSERT INTO capture_replayedsubmission"
    " (replay_id, submission_id, was_state, was_reason, is_released)"
    " SELECT %s, one.id, one.state, one.reason, false FROM ({}) AS one"
)


class Replay(models.Model):
    """Who let in how many, and which they had chosen (`chosen`: the words of the filter)."""

    started_at = models.DateTimeField(default=timezone.now)
    started_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    chosen = models.CharField(max_length=300, blank=True)
    count = models.PositiveIntegerField(default=0)
    released_count = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"Replay {self.pk}"

    @property
    def outcome(self) -> dict[str, int]:
        """State → how many of them are in it now."""
        rows = Submission.objects.filter(replays__replay=self).values("state")
        counted = dict(rows.annotate(n=Count("pk")).values_list("state", "n"))
        return {state.value: counted.get(state.value, 0) for state in State}

    @property
    def reasons(self) -> "QuerySet[Submission, dict[str, Any]]":
        """Why those that did not get in did not: reason, state and how many, most first."""
        rows = Submission.objects.filter(replays__replay=self).exclude(
            state__in=(State.CREATED, State.MERGED)
        )
        counted: QuerySet[Submission, dict[str, Any]] = (
            rows.values("reason", "state").annotate(n=Count("pk")).order_by("-n")
        )
        return counted


class ReplayedSubmission(models.Model):
    """One submission of a replay, and what had stopped it."""

    replay = models.ForeignKey(Replay, models.CASCADE, related_name="items")
    submission = models.ForeignKey("records.Submission", models.CASCADE, related_name="replays")
    was_state = models.CharField(max_length=11)
    was_reason = models.CharField(max_length=1000, blank=True)
    is_released = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["replay", "submission"], name="replayed_once")
        ]
        indexes = [
            models.Index(
                fields=["replay", "id"], name="replay_to_do",
                condition=models.Q(is_released=False),
            )
        ]  # fmt: skip


def start(chosen: "QuerySet[Submission]", *, words: str, by: User) -> Replay:
    """Write down which of the chosen can be let in, and have it done in the background."""
    with transaction.atomic():
        replay = Replay.objects.create(started_by=by, chosen=words[:300])
        replay.count = _write_down(replay, stuck(chosen).order_by())
        replay.finished_at = None if replay.count else timezone.now()
        replay.save(update_fields=["count", "finished_at"])
        if replay.count:
            enqueue(go_on, key=replay.pk)
    return replay


@job("capture.replay")
def go_on(key: int) -> None:
    """Let in what is left of a replay."""
    replay = Replay.objects.select_related("started_by").get(pk=key)
    while _let_in_part(replay):
        pass
    Replay.objects.filter(pk=key, finished_at=None).update(finished_at=timezone.now())


def _write_down(replay: Replay, chosen: "QuerySet[Submission]") -> int:
    try:
        sql, params = chosen.values_list("id", "state", "reason").query.sql_with_params()
    except EmptyResultSet:  # whoever asked may see nothing of it
        return 0
    with connection.cursor() as cursor:
        cursor.execute(WRITE_DOWN.format(sql), [replay.pk, *params])
        return int(cursor.rowcount)


def _let_in_part(replay: Replay) -> bool:
    """One part in one transaction; whether there may be more."""
    with transaction.atomic():
        items = ReplayedSubmission.objects.select_for_update(of=("self",)).filter(
            replay=replay, is_released=False
        )
        part = list(items.select_related("submission").order_by("id")[:PART])
        release([item.submission for item in part], by=replay.started_by)
        ReplayedSubmission.objects.filter(pk__in=[item.pk for item in part]).update(
            is_released=True
        )
        Replay.objects.filter(pk=replay.pk).update(
            released_count=models.F("released_count") + len(part)
        )
    return len(part) == PART
