"""From inquiry to won: how many leads reach each step, and how many days lie between two.

A step counts by itself: a lead that was converted without ever being offered is a deal, and no MQL.
So the share of a step that went on is counted among those that were in it, never by dividing two
totals.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from headwater.jobs import job
from headwater.measure import daily_sums, kept_answers
from headwater.measure.campaigns import sees_all
from headwater.measure.figure import Period
from headwater.measure.filters import Filters
from headwater.measure.funnel_sql import DAILY, KEY, LIVE
from headwater.people.models import User
from headwater.records.models import Handoff

WHAT = "funnel"
DAY = 86_400  # seconds
STEPS = ("inquiry", "mql", "sal", "deal", "won")
AXES = ("source", "owner", "channel", "campaign")
_OFFERS = Handoff.objects.filter(kind=Handoff.Kind.LEAD, lead=OuterRef("pk")).order_by()
# The leads of each step, for the lists behind the numbers.
REACHED: dict[str, Q] = {
    "inquiry": Q(),
    "mql": Q(Exists(_OFFERS)),
    "sal": Q(Exists(_OFFERS.filter(stage=Handoff.Stage.ACCEPTED))),
    "deal": Q(converted_opportunity__isnull=False),
    "won": Q(converted_opportunity__is_won=True, converted_opportunity__is_deleted=False),
}


@dataclass(frozen=True, slots=True)
class Passage:
    """The leads that have something in common, and how far they came.

    `seconds` are (sum, how many) for each way from a step to the next.
    """

    inquiry: int = 0
    mql: int = 0
    sal: int = 0
    deal: int = 0
    won: int = 0
    deal_of_sal: int = 0
    seconds: tuple[tuple[int, int], ...] = ((0, 0),) * 4

    @classmethod
    def of(cls, values: Sequence[int]) -> "Passage":
        """From the numbers in the order of `funnel_sql.VALUES`."""
        inquiry, mql, sal, deal, won, deal_of_sal, *times = values
        seconds = tuple(zip(times[::2], times[1::2], strict=True))
        return cls(inquiry, mql, sal, deal, won, deal_of_sal, seconds)

    def count(self, step: str) -> int:
        return int(getattr(self, step))

    def rate(self, step: str) -> float | None:
        """Of those in the step before, the share that came to this one; None of nobody."""
        before = {"mql": self.inquiry, "sal": self.mql, "deal": self.sal, "won": self.deal}
        came = self.deal_of_sal if step == "deal" else self.count(step)
        return came / before[step] if before.get(step) else None

    def share(self, step: str) -> float | None:
        """Of all inquiries."""
        return self.count(step) / self.inquiry if self.inquiry else None

    def days(self, step: str) -> float | None:
        """From the step before to this one, on average; None where nobody went that way."""
        total, count = self.seconds[STEPS.index(step) - 1] if step != "inquiry" else (0, 0)
        return total / count / DAY if count else None


@dataclass(frozen=True, slots=True)
class Funnel:
    """All leads together, by the Monday of the week in which they came, and by key of an axis.

    A lead is in each of its campaigns. `counted_at`: from when the sums are; None: from now.
    """

    all: Passage
    weeks: dict[date, Passage]
    keys: dict[str, Passage]
    counted_at: datetime | None = None


def funnel(user: User, filters: Filters, *, axis: str) -> Funnel:
    """How far the leads of a period came.

    One query; of many leads, for who sees all of them and asks for no part, two over their sums,
    for others what was counted within the hour.
    """
    is_all = filters == Filters(filters.period) and sees_all(user)
    if is_all and (at := daily_sums.counted_at(WHAT)):
        return _summed(filters.period, axis, at)
    found: Funnel = kept_answers.answered(user, counted, filters, axis=axis)
    return found


def counted(user: User, filters: Filters, *, axis: str) -> Funnel:
    """The same, at this moment."""
    columns = ("id", "created_at", "lead_source", "owner_id", "converted_opportunity_id")
    sql, params = filters.leads(user).values(*columns).query.sql_with_params()
    return _counted(sql, params, axis)


@job("measure.count_funnel", cron="17 * * * *")
def hourly() -> None:
    """Count everything anew where that is needed at all."""
    if daily_sums.is_large():
        daily_sums.count(WHAT, DAILY)
    else:
        daily_sums.forget(WHAT)


def _summed(period: Period, axis: str, at: datetime) -> Funnel:
    since = timezone.localdate(period.since) if period.since else None
    weeks = daily_sums.by_week(WHAT, since)
    every = [sum(column) for column in zip(*weeks.values(), strict=True)]
    keys = daily_sums.by_key(WHAT, axis, since)
    return Funnel(
        Passage.of(every) if every else Passage(),
        {monday: Passage.of(values) for monday, values in weeks.items()},
        {key: Passage.of(values) for key, values in keys.items()}, at,
    )  # fmt: skip


def _counted(leads: str, params: Sequence[Any], axis: str) -> Funnel:
    key, join = KEY[axis]
    sql = LIVE.format(leads=leads, key=key, join=join).replace("%(zone)s", "%s")
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, timezone.get_current_timezone_name()])
        rows = cursor.fetchall()
    return Funnel(
        next(Passage.of(values) for week, name, values in rows if week is None and name is None),
        {week: Passage.of(values) for week, _, values in rows if week is not None},
        {name: Passage.of(values) for _, name, values in rows if name is not None},
    )
