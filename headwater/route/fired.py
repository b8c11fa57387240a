"""How often each rule decided: counted once for each day that is over, the days since counted live.

The Trail knows it all, but to count three months of it anew would take seconds at a million leads.
"""

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Max, Sum
from django.utils import timezone

from headwater import jobs
from headwater.database import statements

DAYS = 90  # a rule that decided nothing for so long is marked
RECENT = 30
# The leads that no rule wanted are kept under this key: so each counted day has a row.
NO_RULE = uuid.UUID(int=0)
LATE = timedelta(days=1)  # what waited in a spool is told of the day on which it came
COUNTED = """
SELECT (e.at AT TIME ZONE 'UTC')::date, r.key, count(*)
FROM records_trailentry e
LEFT JOIN route_assignmentrule r ON r.id = (e.because->>'rule_id')::bigint
WHERE e.event = 'lead.assigned' AND e.at >= %s::timestamptz AND e.at < %s::timestamptz
GROUP BY 1, 2
"""


class RuleTally(models.Model):
    """How many leads a rule gave away on one day (UTC)."""

    day = models.DateField()
    key = models.UUIDField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "key"], name="one_tally_a_day")]


@dataclass(frozen=True, slots=True)
class Fired:
    """How often one rule decided in the last 30 and in the last 90 days."""

    recent: int = 0
    all: int = 0


def fired(now: datetime) -> dict[uuid.UUID, Fired]:
    """Rule key → how often it decided; a rule that did not is left out. Three queries."""
    counted = _counted_until(now)
    whole = _kept(now.date() - timedelta(days=DAYS), counted)
    recent = _kept(now.date() - timedelta(days=RECENT), counted)
    for day, key, count in _live(counted, now):
        whole[key] += count
        recent[key] += count if day >= now.date() - timedelta(days=RECENT) else 0
    return {key: Fired(recent[key], count) for key, count in whole.items() if key != NO_RULE}


@jobs.job("route.count_fired", cron="20 2 * * *")
def count_fired(timestamp: int = 0) -> None:
    """Keep the count of every day that is over and was not counted yet."""
    keep(timezone.now())


def keep(now: datetime) -> int:
    """Count the days up to the one before yesterday; returns how many rows were kept."""
    until = (now - LATE).date()
    since = _counted_until(now)
    if since >= until:
        return 0
    rows = [RuleTally(day=day, key=key, count=count) for day, key, count in _days(since, until)]
    there = {(row.day, row.key) for row in rows}
    days = ((since + timedelta(days=n)) for n in range((until - since).days))
    rows += [
        RuleTally(day=day, key=NO_RULE, count=0) for day in days if (day, NO_RULE) not in there
    ]
    RuleTally.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _counted_until(now: datetime) -> date:
    """The first day that is not counted yet, at most 90 days ago."""
    last = RuleTally.objects.aggregate(last=Max("day"))["last"]
    first = now.date() - timedelta(days=DAYS)
    return max(last + timedelta(days=1), first) if last else first


def _kept(since: date, until: date) -> Counter[uuid.UUID]:
    rows = RuleTally.objects.filter(day__gte=since, day__lt=until).values_list("key")
    return Counter(dict(rows.annotate(Sum("count"))))


def _live(since: date, now: datetime) -> list[tuple[date, uuid.UUID, int]]:
    return _days(since, now.date() + timedelta(days=1))


def _days(since: date, until: date) -> list[tuple[date, uuid.UUID, int]]:
    found = statements.run(COUNTED, [since, until])
    return [(day, key or NO_RULE, count) for day, key, count in found]
