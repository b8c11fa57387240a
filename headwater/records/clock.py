"""A response clock: by when somebody must have done something, counted in working time."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, Self

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone


class Kind(models.TextChoices):
    """What somebody must have done by then. A lead may have one running clock of each."""

    FIRST_ATTEMPT = "first_attempt", "First attempt"
    FIRST_CONTACT = "first_contact", "First contact"
    NEXT_STEP = "next_step", "Next step"
    ACCEPT = "accept", "Accept"


CONVERTED = "converted"  # why the clocks of a converted lead ended
# A door converts without having answered anybody; the inquiry waits on.
UNANSWERED = Q(stopped_at=None) | Q(is_answered=False, stopped_because=CONVERTED)


class ClockQuerySet(models.QuerySet[Any]):
    def running(self) -> Self:
        """Not stopped; a paused one counts as running."""
        return self.filter(stopped_at=None)

    def awaited(self) -> Self:
        """Running, or ended by a conversion that a door did: somebody has to answer still."""
        return self.filter(UNANSWERED)

    def of_leads(self, lead_ids: Iterable[int]) -> Self:
        return self.filter(lead_id__in=list(lead_ids))

    def of_kind(self, *kinds: str) -> Self:
        return self.filter(kind__in=kinds)

    def hand_over(self, owner: Any, *, at: datetime) -> int:
        """Somebody else has them now; the promise stays as it is, whatever hours they work."""
        if owner.is_queue:
            return self.update(owner=owner)
        return self.update(owner=owner, owned_at=Coalesce(F("owned_at"), Value(at)))

    def stop(self, *, at: datetime, because: str) -> int:
        """Stop the running ones; whether each was kept follows from `due_at`.

        One that was found missed never stops before that moment, whatever people say later.
        """
        moment = Greatest(Value(at), F("missed_at"))
        return self.running().update(stopped_at=moment, stopped_because=because)


class Clock(models.Model):
    """One promise to one person. Times are UTC; `minutes` is the promise in working minutes of
    `hours` (NULL: around the clock), the calendar that held when it started.

    Kept means stopped by `due_at`. A clock that ran out stays running (and late) until touched.
    `owned_at` is when a person first had it, `missed_at` when it was found to have run out; then
    nothing moves its due time any more. `is_answered` is False where it ended by itself, without
    anybody having done what was promised. `policy_key` is the policy's, `warned_share` the highest
    share of the time that was warned of, `watch_at` when somebody has to be told next.
    """

    lead = models.ForeignKey("records.Lead", models.CASCADE, related_name="clocks")
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.FIRST_ATTEMPT)
    policy = models.CharField(max_length=80)
    policy_key = models.BigIntegerField(null=True, blank=True)
    minutes = models.PositiveIntegerField()
    hours = models.ForeignKey(
        "people.BusinessHours", models.SET_NULL, null=True, blank=True, related_name="+",
        db_index=False,
    )  # fmt: skip
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    owned_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    missed_at = models.DateTimeField(null=True, blank=True)
    watch_at = models.DateTimeField(null=True, blank=True)
    warned_share = models.FloatField(default=0.0)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_because = models.CharField(max_length=80, blank=True)
    is_answered = models.BooleanField(default=True)
    owner = models.ForeignKey("people.Owner", models.PROTECT, related_name="+")

    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(ClockQuerySet)()

    class Meta:
        ordering = ["due_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["lead", "kind"], condition=Q(stopped_at=None), name="one_running_clock"
            )
        ]
        indexes = [
            models.Index(F("due_at"), name="clock_running", condition=Q(stopped_at=None)),
            models.Index(
                F("owner"), F("due_at"), name="clock_running_of", condition=Q(stopped_at=None)
            ),
            models.Index(
                F("watch_at"), name="clock_watched",
                condition=Q(stopped_at=None, watch_at__isnull=False),
            ),
            # Promises lie on the disk in the order of time: a few pages tell which are of a period.
            BrinIndex(fields=["started_at"], name="clock_started", autosummarize=True),
        ]  # fmt: skip

    @property
    def is_running(self) -> bool:
        return self.stopped_at is None

    @property
    def is_paused(self) -> bool:
        return self.is_running and self.paused_at is not None

    def moment(self, now: datetime) -> datetime:
        """The moment at which it stands: a stopped or paused one no longer moves."""
        return self.stopped_at or self.paused_at or now

    def is_late(self, now: datetime) -> bool:
        return self.missed_at is not None or self.moment(now) > self.due_at


class ClockPause(models.Model):
    """A clock stood still: who paused it, when and why, and how it went on.

    It ends by itself at `ends_at`, or with a reply. `moved_minutes` are the working minutes by
    which it put off the due time.
    """

    clock = models.ForeignKey(Clock, models.CASCADE, related_name="pauses")
    reason = models.CharField(max_length=80)
    note = models.CharField(max_length=300, blank=True)
    paused_at = models.DateTimeField(default=timezone.now)
    paused_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    ends_at = models.DateTimeField(null=True, blank=True)
    resumed_at = models.DateTimeField(null=True, blank=True)
    resumed_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    resumed_because = models.CharField(max_length=80, blank=True)
    moved_minutes = models.FloatField(default=0.0)

    class Meta:
        ordering = ["paused_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["clock"], condition=Q(resumed_at=None), name="one_open_pause"
            )
        ]

    def __str__(self) -> str:
        return self.reason
