"""Daily snapshots: each morning is kept, so that “what did it look like a month ago” has an answer.

Public: `keep(now)` takes this morning's, once a day; `stood(user, day, what)` reads one;
`days()` says which there are. Deals of any earlier day can be told exactly from their history
(`forecast.stood_at`), so theirs are filled in for the days before the first night; leads are not.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone

from headwater.jobs import job
from headwater.measure import leaks
from headwater.measure.daily_snapshot import DailySnapshot, SnapshotDay, What
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.records.models import Lead, Opportunity

KEPT = timedelta(days=3 * 366)
OPEN_LEAD = "NOT (is_converted OR is_closed OR is_deleted)"
LEADS = f"""
INSERT INTO measure_dailysnapshot (day, what, key, owner_id, count, amount)
SELECT %s, %s, {{column}}, owner_id, count(*), 0 FROM records_lead WHERE {OPEN_LEAD}
GROUP BY {{column}}, owner_id
"""  # noqa: S608
# Of what is open and has not been deleted; early stages, too.
DEALS = """
INSERT INTO measure_dailysnapshot (day, what, key, owner_id, count, amount)
SELECT %s, %s, stage_name, owner_id, count(*), coalesce(sum(amount), 0)
FROM records_opportunity WHERE NOT is_closed AND NOT is_deleted GROUP BY stage_name, owner_id
"""
# Months that are over for a year are in no forecast any more.
FORECAST = """
INSERT INTO measure_dailysnapshot (day, what, key, owner_id, count, amount)
SELECT %(day)s, %(what)s, to_char(close_on, 'YYYY-MM') || '|' ||
    CASE WHEN is_won THEN 'Closed' ELSE forecast_category END AS said, owner_id, count(*),
    coalesce(sum(amount), 0)
FROM records_opportunity
WHERE NOT is_deleted AND (is_won OR NOT is_closed) AND forecast_category <> 'Omitted'
    AND close_on >= %(day)s::date - interval '1 year' GROUP BY said, owner_id
"""


@job("measure.keep_morning", cron="11 * * * *")
def hourly(timestamp: int) -> None:
    """Each hour, so that a worker that was down in the night keeps the day all the same."""
    keep(timezone.now())


def keep(now: datetime) -> bool:
    """Keep how everything stands this morning; False when the day is kept already.

    Two workers at once keep it once; what was worked out for the day gives way.
    """
    day = leaks.today(now)
    if SnapshotDay.objects.filter(day=day, is_from_trail=False).exists():
        return False
    began = perf_counter()
    with transaction.atomic():
        row, _ = SnapshotDay.objects.select_for_update().get_or_create(
            day=day, defaults={"taken_at": now, "is_from_trail": True}
        )
        if not row.is_from_trail:
            return False
        DailySnapshot.objects.filter(day=day).delete()
        _count(day, now)
        row.taken_at, row.is_from_trail = now, False
        row.seconds = round(perf_counter() - began, 3)
        row.save()
    DailySnapshot.objects.filter(day__lt=day - KEPT).delete()
    SnapshotDay.objects.filter(day__lt=day - KEPT).delete()
    return True


def _count(day: date, now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(LEADS.format(column="status"), [day, What.LEAD_STATUS])
        cursor.execute(LEADS.format(column="lead_source"), [day, What.LEAD_SOURCE])
        cursor.execute(DEALS, [day, What.DEAL_STAGE])
        cursor.execute(FORECAST, {"day": day, "what": What.FORECAST})
    DailySnapshot.objects.bulk_create(
        [
            DailySnapshot(day=day, what=What.LEAK, key=key, owner_id=owner, count=n, amount=amount)
            for key, owner, n, amount in leaks.counted(None, now)
        ],
        batch_size=1_000,
    )


def days() -> list[SnapshotDay]:
    """The days that are kept, the latest first."""
    return list(SnapshotDay.objects.all())


def nearest(day: date) -> SnapshotDay | None:
    """That day or the last one before it; the first of all where it lies before them."""
    rows = SnapshotDay.objects.order_by("-day")
    return rows.filter(day__lte=day).first() or rows.last()


def stood(user: User, day: date, what: What) -> dict[str, tuple[int, Decimal]]:
    """Key → (count, amount) on the morning of a day, of the records whose owners `user` sees now.

    Empty where the day is not kept; see `nearest`.
    """
    rows = _seen(DailySnapshot.objects.filter(day=day, what=what), user, what)
    found = rows.values_list("key").annotate(n=Sum("count"), total=Sum("amount")).order_by("key")
    return {key: (count, amount) for key, count, amount in found}


def stood_by_owner(user: User, day: date) -> dict[int, int]:
    """Owner → open leads on the morning of a day."""
    rows = _seen(
        DailySnapshot.objects.filter(day=day, what=What.LEAD_STATUS), user, What.LEAD_STATUS
    )
    return dict(rows.values_list("owner_id").annotate(n=Sum("count")).order_by())


def _seen(rows: Any, user: User, what: str) -> Any:
    model = Opportunity if what in (What.DEAL_STAGE, What.FORECAST) else Lead
    owners = leaks.owners_seen(user, model)
    return rows if owners is None else rows.filter(owner__in=owners)


def midnight(day: date) -> datetime:
    """When a day of the organisation begins."""
    zone = ZoneInfo(organization().time_zone)
    return datetime(day.year, day.month, day.day, tzinfo=zone)
