"""Where leads leak: how many open leads are in which class, and what may be lost with them.

One statement (`leak_sql`) answers for the page, the list behind a number and the row of the night.
Where there are too many open leads to count for each look, the page shows the kept morning.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, models
from django.db.models import Q
from django.db.models.expressions import RawSQL

from headwater.measure import leak_sql
from headwater.measure.daily_snapshot import DailySnapshot, SnapshotDay, What
from headwater.measure.leak_classes import CLASSES, FINE, LEAKING, LeakClass
from headwater.measure.leak_settings import LeakSettings, leak_settings
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.people.sharing import visible_owner_ids
from headwater.records.models import Lead
from headwater.records.sharing import EVERYTHING, NOTHING, visible

MOST_LIVE = 20_000  # open leads that are counted for each look
Owners = list[int] | None  # None: everybody


@dataclass(frozen=True, slots=True)
class Leak:
    """So many leads of a class, and what they would bring on average."""

    kind: LeakClass
    count: int = 0
    amount: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Worth:
    """What a lead of a source brings: its share of won deals × their average amount.

    `source` None: all of them together, which also holds for sources with too few of their own.
    """

    source: str | None
    ended: int
    won: int
    average: Decimal
    each: Decimal

    @property
    def rate(self) -> float:
        return self.won / self.ended if self.ended else 0.0


@dataclass(frozen=True, slots=True)
class LeakReport:
    """All classes in their order, `fine` last; they add up to the open leads."""

    leaks: tuple[Leak, ...]
    at: datetime
    is_live: bool

    @property
    def open_count(self) -> int:
        return sum(leak.count for leak in self.leaks)

    @property
    def leaking(self) -> list[Leak]:
        """The classes that somebody must mend and that are not empty."""
        return [leak for leak in self.leaks if leak.count and leak.kind is not FINE]

    @property
    def count(self) -> int:
        return sum(leak.count for leak in self.leaking)

    @property
    def amount(self) -> Decimal:
        return sum((leak.amount for leak in self.leaking), Decimal(0))


def report(user: User, now: datetime, *, is_live: bool = False) -> LeakReport:
    """The classes of the open leads that `user` sees: counted now, or as of the kept morning
    where there are many (`is_live` counts them all the same)."""
    owners = owners_seen(user)
    if not is_live and is_large():
        kept = SnapshotDay.objects.filter(is_from_trail=False).first()
        if kept:
            return of_rows(_kept(kept.day, owners), kept.taken_at, is_live=False)
    rows = [(key, count, amount) for key, _, count, amount in counted(owners, now)]
    return of_rows(rows, now, is_live=True)


def owners_seen(user: User, model: type[models.Model] = Lead) -> Owners:
    """Whose leads (or deals) somebody sees; None: everybody's."""
    seen = visible(model, user)
    if seen == EVERYTHING:
        return None
    return [] if seen == NOTHING else sorted(visible_owner_ids(user) or ())


def is_large() -> bool:
    """Whether there are more open leads than can be counted for each look."""
    rows = Lead.objects.open().order_by().values("pk")[: MOST_LIVE + 1]
    return bool(rows.count() > MOST_LIVE)


def counted(owners: Owners, now: datetime) -> list[tuple[str, int, int, Decimal]]:
    """(class, owner, count, amount) of the open leads of these owners; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(leak_sql.COUNTED, parameters(owners, now))
        return list(cursor.fetchall())


def of_rows(rows: Iterable[tuple[str, int, Decimal]], at: datetime, *, is_live: bool) -> LeakReport:
    """Rows (class, count, amount) added up, whoever owns them."""
    counts: dict[str, int] = {}
    amounts: dict[str, Decimal] = {}
    for key, count, amount in rows:
        counts[key] = counts.get(key, 0) + count
        amounts[key] = amounts.get(key, Decimal(0)) + amount
    found = tuple(
        Leak(kind, counts.get(kind.key, 0), amounts.get(kind.key, Decimal(0))) for kind in CLASSES
    )
    return LeakReport(found, at, is_live)


def among(key: str, rows: Any, user: User, now: datetime) -> Any:
    """Those of the leads `rows` that are in a class: what a number of the report opens."""
    # An array, not a subquery: only then is it worked out once, however the rows are read.
    sql = f'"records_lead"."id" = ANY (ARRAY({leak_sql.IDS}))'
    asked = [*parameters(owners_seen(user), now), key]
    return rows.filter(RawSQL(sql, asked, output_field=models.BooleanField()))  # noqa: S611


def worths(now: datetime) -> list[Worth]:
    """How the estimate comes about: all leads first, then each source with enough of its own."""
    with connection.cursor() as cursor:
        cursor.execute(leak_sql.WORTHS, parameters(None, now))
        return [
            Worth(None if is_all else source, *numbers)
            for source, is_all, *numbers in cursor.fetchall()
        ]


def parameters(owners: Owners, now: datetime, limits: LeakSettings | None = None) -> list[Any]:
    """What `leak_sql.CLASSED` asks for, in its order."""
    limits = limits or leak_settings()
    return [now, today(now), owners, limits.queue_hours, limits.step_hours,
            limits.duplicate_days, limits.stuck_days]  # fmt: skip


def today(now: datetime) -> date:
    """The day in the organisation's time zone."""
    return now.astimezone(ZoneInfo(organization().time_zone)).date()


def trend(user: User, since: date) -> dict[date, dict[str, int]]:
    """Each kept morning since then: class → how many of the leads that `user` sees."""
    rows = DailySnapshot.objects.filter(what=What.LEAK, day__gte=since)
    owners = owners_seen(user)
    rows = rows if owners is None else rows.filter(owner__in=owners)
    found: dict[date, dict[str, int]] = {}
    days = SnapshotDay.objects.filter(day__gte=since, is_from_trail=False)
    for day in days.order_by("day").values_list("day", flat=True):
        found[day] = dict.fromkeys((each.key for each in CLASSES), 0)
    for day, key, count in (
        rows.values_list("day", "key").annotate(n=models.Sum("count")).order_by()
    ):
        if day in found:
            found[day][key] = count
    return found


def _kept(day: date, owners: Owners) -> Sequence[tuple[str, int, Decimal]]:
    is_mine = Q() if owners is None else Q(owner__in=owners)
    rows = DailySnapshot.objects.filter(is_mine, day=day, what=What.LEAK)
    return list(rows.values_list("key", "count", "amount"))


def sentence(found: LeakReport, *, money: str) -> str:
    """The answer to “is our lead process costing us revenue?”; `money`: the amount in words."""
    if not found.open_count:
        return "There are no open leads."
    if not found.count:
        return (
            f"No: each of the {found.open_count:,} open leads has an owner, a next step and "
            "nobody who waits for an answer."
        )
    share = found.count / found.open_count
    of = f"{found.count:,} of {found.open_count:,} open leads ({share:.0%}) are left behind"
    worst = max(found.leaking, key=lambda leak: (leak.amount, leak.count))
    most = f"most of it in “{worst.kind.name}” ({worst.count:,})"
    if not found.amount:
        return f"It may be: {of}, {most}. No deal was won from a lead yet, so no sum can be told."
    return f"Yes: {of}, about {money} at stake by your own win rates, {most}."


def about(amount: Decimal) -> Decimal:
    """An estimate is told with two figures: nobody believes the cents."""
    if amount < 100:
        return Decimal(round(amount))
    size = Decimal(10) ** (amount.adjusted() - 1)
    return (amount / size).to_integral_value() * size


def first(found: LeakReport) -> Leak | None:
    """What to mend first: the first class in the order that is not empty."""
    return next((leak for leak in found.leaks if leak.count and leak.kind in LEAKING), None)
