"""Daily snapshots: each morning is kept, so that “what did it look like a month ago” has an answer.

Public: `keep(now)` takes this morning's, once a day; `stood(user, day, what)` and `by_day` read
them, `stands` counts the same now; `nearest` says which day there is. How deals stood can be told
exactly for days before the first night, too (`fill_past`); of leads the first night is the first.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from time import perf_counter
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.utils import timezone

from headwater.jobs import job
from headwater.measure import leaks
from headwater.measure.daily_snapshot import DailySnapshot, SnapshotDay, What
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.records.models import Lead, Opportunity, OpportunityHistory

KEPT = timedelta(days=3 * 366)
FILLED = 92  # days before the first night of which the deals are told from their history
OPEN_LEAD = "NOT (is_converted OR is_closed OR is_deleted)"
# (key, owner, count, amount) as it stands; the leaks have a statement of their own.
LEADS = f"""
SELECT {{column}}, owner_id, count(*), 0::numeric FROM records_lead WHERE {OPEN_LEAD}
GROUP BY {{column}}, owner_id
"""  # noqa: S608
DEALS = """
SELECT stage_name, owner_id, count(*), coalesce(sum(amount), 0) FROM records_opportunity
WHERE NOT is_closed AND NOT is_deleted GROUP BY stage_name, owner_id
"""
# Months that were over a year ago are in no forecast any more.
FORECAST = """
SELECT to_char(close_on, 'YYYY-MM') || '|' || CASE WHEN is_won THEN 'Closed'
    ELSE forecast_category END AS said, owner_id, count(*), coalesce(sum(amount), 0)
FROM records_opportunity
WHERE NOT is_deleted AND (is_won OR NOT is_closed) AND forecast_category <> 'Omitted'
    AND close_on >= %s::date - interval '1 year' GROUP BY said, owner_id
"""
# The same of days that are over, read off the history of the deals.
STOOD = """
SELECT past.day, %s, {key} AS said, deal.owner_id, count(*), coalesce(sum(deal.amount), 0)
FROM unnest(%s::date[], %s::timestamptz[]) AS past(day, at)
JOIN records_opportunityhistory deal
    ON deal.at <= past.at AND (deal.ended_at IS NULL OR deal.ended_at > past.at)
WHERE NOT deal.is_deleted AND deal.owner_id IS NOT NULL AND {which}
GROUP BY past.day, said, deal.owner_id
"""
INSERT = "INSERT INTO measure_dailysnapshot (day, what, key, owner_id, count, amount) "
IS_DEAL = (What.DEAL_STAGE, What.FORECAST)


@dataclass(slots=True)
class Standing:
    """How things stood: by key, and by owner."""

    counts: dict[str, int] = field(default_factory=dict)
    amounts: dict[str, Decimal] = field(default_factory=dict)
    by_owner: dict[int, int] = field(default_factory=dict)

    def add(self, key: str, owner: int, count: int, amount: Decimal) -> None:
        self.counts[key] = self.counts.get(key, 0) + count
        self.amounts[key] = self.amounts.get(key, Decimal(0)) + amount
        self.by_owner[owner] = self.by_owner.get(owner, 0) + count

    @property
    def count(self) -> int:
        return sum(self.counts.values())

    @property
    def amount(self) -> Decimal:
        return sum(self.amounts.values(), Decimal(0))


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
    if not SnapshotDay.objects.filter(day__lt=day).exists():
        fill_past(day)
    DailySnapshot.objects.filter(day__lt=day - KEPT).delete()
    SnapshotDay.objects.filter(day__lt=day - KEPT).delete()
    return True


def _count(day: date, now: datetime) -> None:
    DailySnapshot.objects.bulk_create(
        [
            DailySnapshot(day=day, what=what, key=key, owner_id=owner, count=count, amount=amount)
            for what in What
            for key, owner, count, amount in _rows(what, now)
        ],
        batch_size=1_000,
    )


def _rows(what: What, now: datetime) -> list[tuple[str, int, int, Decimal]]:
    """(key, owner, count, amount) as it stands now."""
    if what == What.LEAK:
        return leaks.counted(None, now)
    sql = {
        What.LEAD_STATUS: LEADS.format(column="status"),
        What.LEAD_SOURCE: LEADS.format(column="lead_source"),
        What.DEAL_STAGE: DEALS,
        What.FORECAST: FORECAST,
    }[what]
    with connection.cursor() as cursor:
        cursor.execute(sql, [leaks.today(now)] if what == What.FORECAST else None)
        return list(cursor.fetchall())


def fill_past(first: date) -> int:
    """Before the first morning that was kept: how the deals stood on each midnight, exactly, from
    their history. Leads have none, so theirs begin with the first morning. Returns the days."""
    began = OpportunityHistory.objects.order_by("at").values_list("at", flat=True).first()
    past = [first - timedelta(days=back) for back in range(FILLED, 0, -1)]
    past = [day for day in past if began and midnight(day) >= began]
    moments = [midnight(day) for day in past]
    forecast = (
        "to_char(deal.close_on, 'YYYY-MM') || '|' || "
        "CASE WHEN deal.is_won THEN 'Closed' ELSE deal.forecast_category END"
    )
    counts = (
        "(deal.is_won OR NOT deal.is_closed) AND deal.forecast_category <> 'Omitted' "
        "AND deal.close_on >= past.day - interval '1 year'"
    )
    with transaction.atomic(), connection.cursor() as cursor:
        stage = STOOD.format(key="deal.stage_name", which="NOT deal.is_closed")
        cursor.execute(INSERT + stage, [What.DEAL_STAGE, past, moments])
        said = STOOD.format(key=forecast, which=counts)
        cursor.execute(INSERT + said, [What.FORECAST, past, moments])
        SnapshotDay.objects.bulk_create(
            SnapshotDay(day=day, taken_at=at, is_from_trail=True)
            for day, at in zip(past, moments, strict=True)
        )
    return len(past)


def days() -> list[SnapshotDay]:
    """The days that are kept, the latest first."""
    return list(SnapshotDay.objects.all())


def nearest(day: date, *, is_of_leads: bool = True) -> SnapshotDay | None:
    """That day or the last one before it that is kept; the first of all where it lies before them.

    Days that were filled in have deals only.
    """
    rows = SnapshotDay.objects.order_by("-day")
    rows = rows.filter(is_from_trail=False) if is_of_leads else rows
    return rows.filter(day__lte=day).first() or rows.last()


def stood(user: User, day: date, what: What) -> Standing:
    """How it stood on the morning of a day, of the owners whose records `user` sees now.

    Empty where the day is not kept; see `nearest`.
    """
    rows = DailySnapshot.objects.filter(day=day, what=what)
    owners = _owners(user, what)
    rows = rows if owners is None else rows.filter(owner__in=owners)
    return _added_up(rows.values_list("key", "owner_id", "count", "amount"), None)


def stands(user: User, now: datetime, what: What) -> Standing:
    """The same as it stands now, by the same statement."""
    return _added_up(_rows(what, now), _owners(user, what))


def by_day(user: User, what: What, since: date) -> dict[date, Standing]:
    """Every kept morning since then, in one query; days without anything of `what` are empty."""
    rows = DailySnapshot.objects.filter(day__gte=since, what=what)
    owners = _owners(user, what)
    rows = rows if owners is None else rows.filter(owner__in=owners)
    days_kept = SnapshotDay.objects.filter(day__gte=since).order_by("day")
    if what not in IS_DEAL:
        days_kept = days_kept.filter(is_from_trail=False)
    found = {day: Standing() for day in days_kept.values_list("day", flat=True)}
    for day, key, owner, count, amount in rows.values_list(
        "day", "key", "owner_id", "count", "amount"
    ):
        if day in found:
            found[day].add(key, owner, count, amount)
    return found


def _added_up(rows: Iterable[tuple[str, int, int, Decimal]], owners: leaks.Owners) -> Standing:
    found, seen = Standing(), None if owners is None else set(owners)
    for key, owner, count, amount in rows:
        if seen is None or owner in seen:
            found.add(key, owner, count, amount)
    return found


def _owners(user: User, what: What) -> leaks.Owners:
    return leaks.owners_seen(user, Opportunity if what in IS_DEAL else Lead)


def midnight(day: date) -> datetime:
    """When a day of the organisation begins."""
    zone = ZoneInfo(organization().time_zone)
    return datetime(day.year, day.month, day.day, tzinfo=zone)
