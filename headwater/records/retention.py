"""How long the Trail and what people did are kept: for ever, unless an administrator says else.

Old rows go every night, a few thousand at a time, each portion in a transaction of its own. The
Trail's trigger lets go of nothing that is younger than what is set here.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import count
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.utils import timezone

from headwater.database import statements
from headwater.jobs import job
from headwater.records import trail
from headwater.records.engagement import Engagement
from headwater.records.trail import TrailEntry

PORTION = 5_000  # rows of one transaction
LEAST = 12  # months; figures compare with the year before


class Retention(models.Model):
    """One row. Months after which rows go, None = never; and what the last night let go of."""

    trail_months = models.PositiveSmallIntegerField(
        "Keep the Trail for (months)", null=True, blank=True, validators=[MinValueValidator(LEAST)]
    )
    engagement_months = models.PositiveSmallIntegerField(
        "Keep visits, opened mail, meetings … for (months)", null=True, blank=True,
        validators=[MinValueValidator(LEAST)],
    )  # fmt: skip
    cleared_at = models.DateTimeField(null=True, editable=False)
    trail_count = models.PositiveBigIntegerField(default=0, editable=False)
    engagement_count = models.PositiveBigIntegerField(default=0, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_retention"),
            models.CheckConstraint(
                condition=models.Q(trail_months=None) | models.Q(trail_months__gte=LEAST),
                name="trail_is_kept_a_year",
            ),
        ]

    def __str__(self) -> str:
        return "How long data is kept"

    @classmethod
    def current(cls) -> "Retention":
        """The one row; what nobody has changed yet is as it came."""
        return cls._default_manager.filter(id=1).first() or cls(id=1)


@job("records.let_go", cron="20 3 * * *")
def every_night(timestamp: int = 0) -> None:
    """What is older than it is to be kept goes."""
    let_go()


def let_go(*, now: datetime | None = None) -> Retention:
    """Delete what is older than the settings say; tells how many rows that was.

    The Trail tells it, too.
    """
    kept, at = Retention.current(), now or timezone.now()
    if not (kept.trail_months or kept.engagement_months):
        return kept
    kept.trail_count = kept.engagement_count = 0
    # What somebody did goes before the Trail of it, which then tells that it went.
    if kept.engagement_months:
        kept.engagement_count = _delete(Engagement, _before(at, kept.engagement_months))
    if kept.trail_months:
        kept.trail_count = _delete(TrailEntry, _before(at, kept.trail_months))
    kept.cleared_at = at
    kept.save()
    counts = {"trail": kept.trail_count, "engagement": kept.engagement_count}
    if any(counts.values()):
        trail.write([trail.entry("retention.let_go", kept, by=None, at=at, because=counts)])
    return kept


def _before(at: datetime, months: int) -> datetime:
    """As the Trail's trigger counts months."""
    sql = "SELECT %s::timestamptz - make_interval(months => %s::int)"
    moment: datetime = statements.run(sql, [at, months])[0][0]
    return moment


def _delete(model: Any, before: datetime) -> int:
    """One walk along the keys, so that no portion looks for its rows where others found theirs."""
    return sum(_portions(model, before))


def _portions(model: Any, before: datetime) -> Iterator[int]:
    last = 0
    for _ in count():
        old = model.objects.filter(pk__gt=last, at__lt=before).order_by("pk")
        keys = list(old.values_list("pk", flat=True)[:PORTION])
        if not keys:
            return
        with transaction.atomic():
            model.objects.filter(pk__in=keys).delete()
        last = keys[-1]
        yield len(keys)
