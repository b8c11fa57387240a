"""What each campaign gets of all deals together, by model and period.

Where there are few deals they are shared out for each look. Where there are many, a job does it
each hour and pages read its sums; they say from when these are. Nothing else reads them, so that
throwing them away costs an hour of patience and no truth.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import models, transaction
from django.utils import timezone

from headwater.jobs import job
from headwater.measure import kept_answers, touches
from headwater.measure.campaigns import sees_all
from headwater.measure.figure import Period
from headwater.measure.influence import Model
from headwater.measure.touches import Credit, Touched
from headwater.people.models import User
from headwater.records.models import Opportunity

PERIODS = (7, 30, 90, 365, 0)  # days; 0: all that there is
MOST_LIVE = 2_000  # deals; so many are shared out in a moment
AT_ONCE = 2_000  # keys of deals
FIELDS = ("open_deals", "won_deals", "pipeline_cents", "won_cents")
Sums = dict[tuple[int, int, Model], Credit]
Credits = dict[int, dict[Model, Credit]]


class InfluenceSum(models.Model):
    """A campaign's share of all deals that count, won in the last `days` days, by one model."""

    campaign = models.ForeignKey(
        "records.Campaign", models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    days = models.PositiveSmallIntegerField()
    model = models.CharField(max_length=8, choices=Model.choices)
    open_deals = models.IntegerField(default=0)
    won_deals = models.IntegerField(default=0)
    pipeline_cents = models.BigIntegerField(default=0)
    won_cents = models.BigIntegerField(default=0)
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "days", "model"], name="one_influence_sum")
        ]


def credits_of(keys: Sequence[int], user: User, days: int) -> tuple[Credits, datetime | None]:
    """What these campaigns get by every model of the deals that `user` sees, and when that was
    counted; None: just now."""
    if keys and sees_all(user) and is_large():
        rows = list(InfluenceSum.objects.filter(campaign__in=keys, days=days))
        counted_at = InfluenceSum.objects.order_by("pk").values_list("counted_at").first()
        if counted_at:
            return _read(keys, rows), counted_at[0]
    found: Credits = kept_answers.answered(user, shared_out, days=days, keys=sorted(keys))
    return found, kept_answers.since(user)


def shared_out(user: User, *, days: int, keys: Sequence[int]) -> Credits:
    """What these campaigns get of the deals that `user` sees, at this moment."""
    since = Period(days or None).since
    deals = touches.of_campaigns(keys, user, since=since) if keys else []
    return touches.credits(deals, keys)


def is_large() -> bool:
    """Whether there are more deals than can be shared out for each look."""
    return Opportunity.objects.order_by().values("pk")[: MOST_LIVE + 1].count() > MOST_LIVE


@job("measure.count_influence", cron="7 * * * *")
def hourly() -> None:
    """Count everything anew where that is needed at all."""
    if is_large():
        count()


def count() -> int:
    """All deals by all models, some at a time; returns how many sums there are."""
    now, sums = timezone.now(), Sums()
    last = Opportunity.objects.aggregate(key=models.Max("pk"))["key"] or 0
    for after in range(0, last, AT_ONCE):
        _add(sums, touches.in_row(after, after + AT_ONCE), now)
    rows = [
        InfluenceSum(campaign_id=campaign, days=days, model=model, counted_at=now,
                     **{name: getattr(credit, name) for name in FIELDS})
        for (campaign, days, model), credit in sums.items()
    ]  # fmt: skip
    with transaction.atomic():
        InfluenceSum.objects.all().delete()
        InfluenceSum.objects.bulk_create(rows, batch_size=1_000)
    return len(rows)


def _add(sums: Sums, deals: Iterable[Touched], now: datetime) -> None:
    for deal in deals:
        periods = [days for days in PERIODS if not deal.is_won or _is_within(deal, days, now)]
        for model in Model:
            for campaign, cents in touches.got(deal, model).items():
                for days in periods:
                    credit = sums.setdefault((campaign, days, model), Credit())
                    credit.add(cents, is_won=deal.is_won)


def _is_within(deal: Touched, days: int, now: datetime) -> bool:
    """Whether it was won in that period; when nobody knows the day, in the longest one."""
    since = Period(days or None, now).since
    return since is None or bool(deal.closed_at and deal.closed_at >= since)


def _read(keys: Iterable[int], rows: Iterable[InfluenceSum]) -> Credits:
    found = {key: {model: Credit() for model in Model} for key in keys}
    for row in rows:
        sums = {name: getattr(row, name) for name in FIELDS}
        found[row.campaign_id][Model(row.model)] = Credit(**sums)
    return found
