"""Sums by day, for figures that are too many to count for each look.

Where there are few leads everything is counted when somebody looks. Where there are many, each
hour a job counts again and pages read its sums; they say from when these are. Only who may see
everything reads them: for everybody else what they see is counted. Nothing else reads them, so that
throwing them away costs an hour of patience and no truth.
"""

from datetime import date, datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction
from django.utils import timezone

from headwater.people.organization import organization
from headwater.records.models import Lead

MOST_LIVE = 50_000  # leads; so many are counted in a moment
INSERT = """
INSERT INTO measure_dailysum (what, day, axis, key, "values", counted_at)
SELECT %(what)s, day, axis, key, "values", %(now)s FROM ({figure}) AS figure
"""
SUMMED = """
SELECT {keys}, array_agg(total ORDER BY place) FROM (
  SELECT {keys}, place, sum(value)::bigint AS total
  FROM measure_dailysum, unnest("values") WITH ORDINALITY AS one(value, place)
  WHERE what = %s AND axis = %s AND (%s::date IS NULL OR day >= %s::date)
  GROUP BY {keys}, place
) AS summed GROUP BY {keys}
"""


class DailySum(models.Model):
    """What a figure (`what`) says for one day, of all (axis '') or of one source, owner, …

    `values` are in the figure's own order; whole numbers, so that sums of sums stay exact.
    """

    what = models.CharField(max_length=20)
    day = models.DateField()
    axis = models.CharField(max_length=12, blank=True, default="")
    key = models.CharField(max_length=255, blank=True, default="")
    values = ArrayField(models.BigIntegerField())
    counted_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["what", "axis", "day"], name="daily_sum_of_axis")]

    def __str__(self) -> str:
        return f"{self.what} {self.day} {self.key}".strip()


def count(what: str, figure: str) -> int:
    """Count a figure anew: SQL that gives day, axis, key and values; `%(zone)s` is the time zone
    whose days count. Returns how many sums there are."""
    named: dict[str, Any] = {"what": what, "now": timezone.now(), "zone": organization().time_zone}
    with transaction.atomic(), connection.cursor() as cursor:
        forget(what)
        cursor.execute(INSERT.format(figure=figure), named)
        return int(cursor.rowcount)


def forget(what: str) -> None:
    """From now on it is counted for each look."""
    DailySum.objects.filter(what=what).delete()


def is_large() -> bool:
    """Whether there are more leads than can be counted for each look."""
    return Lead.objects.order_by().values("pk")[: MOST_LIVE + 1].count() > MOST_LIVE


def counted_at(what: str) -> datetime | None:
    """When these sums were counted; None: there are none."""
    rows = DailySum.objects.filter(what=what, axis="").order_by("day")
    return rows.values_list("counted_at", flat=True).first()


def by_key(what: str, axis: str, since: date | None) -> dict[str, list[int]]:
    """The values of each key from a day on."""
    return dict(_summed("key", what, axis, since))


def by_week(what: str, since: date | None) -> dict[date, list[int]]:
    """The values of all, by the Monday of each week."""
    found: dict[date, list[int]] = {}
    for day, values in _summed("day", what, "", since):
        monday = date.fromordinal(day.toordinal() - day.weekday())
        so_far = found.get(monday, [0] * len(values))
        found[monday] = [one + other for one, other in zip(so_far, values, strict=True)]
    return found


def _summed(keys: str, what: str, axis: str, since: date | None) -> list[tuple[Any, list[int]]]:
    with connection.cursor() as cursor:
        cursor.execute(SUMMED.format(keys=keys), [what, axis, since, since])
        return list(cursor.fetchall())
