"""A task that comes again: when one is done, the next one is made."""

import calendar
from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.db import models

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WORKDAYS = (0, 1, 2, 3, 4)


class Unit(models.TextChoices):
    """What is counted between one and the next."""

    DAY = "day", "days"
    WEEK = "week", "weeks"
    MONTH = "month", "months"


class Recurrence(models.Model):
    """Every `every` days, weeks (on `weekdays`, Monday is 0) or months (on `month_day`, or the
    month's last one where it is shorter).

    Days and `at_time` are those of `time_zone`, so that nine o'clock stays nine o'clock when the
    clocks change. `task` is the one that is open now, `previous` the one before it. It ends after
    `ends_on`, when `left_count` more have been made, or when somebody ends it.
    """

    task = models.OneToOneField(
        "records.Task", models.SET_NULL, null=True, blank=True, related_name="recurrence"
    )
    previous = models.ForeignKey(
        "records.Task", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    unit = models.CharField(max_length=5, choices=Unit.choices)
    every = models.PositiveSmallIntegerField(default=1)
    weekdays: Any = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    month_day = models.PositiveSmallIntegerField(default=1)
    counts_from_done = models.BooleanField("From the day it is done", default=False)
    at_time = models.TimeField(null=True, blank=True)
    time_zone = models.CharField(max_length=40, default="UTC")
    ends_on = models.DateField(null=True, blank=True)
    left_count = models.PositiveSmallIntegerField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    def __str__(self) -> str:
        return self.words

    def after(self, due_on: date, done_on: date) -> date | None:
        """The day of the next one; None when there is none any more.

        Days that passed while one was left undone are not made up for.
        """
        if self.left_count == 0:
            return None
        start = done_on if self.counts_from_done else due_on
        found = self._following(start)
        while not self.counts_from_done and found < done_on:
            found = self._following(found)
        return found if self.ends_on is None or found <= self.ends_on else None

    def moment(self, on: date) -> datetime | None:
        """The time of that day; None when it has no time."""
        return (
            datetime.combine(on, self.at_time, ZoneInfo(self.time_zone)) if self.at_time else None
        )

    @property
    def words(self) -> str:
        """Every second week on Monday and Thursday, until 3 May."""
        if tuple(self.weekdays) == WORKDAYS and self.every == 1:
            often = "every working day"
        else:
            often = f"every {self.unit}" if self.every == 1 else f"every {self.every} {self.unit}s"
            if self.unit == Unit.WEEK and self.weekdays:
                often += " on " + " and ".join(DAYS[day] for day in self.weekdays)
        if self.counts_from_done:
            often += " after it is done"
        if self.ends_on:
            return f"{often}, until {self.ends_on.day} {self.ends_on:%b %Y}"
        if self.left_count is not None:
            return f"{often}, {self.left_count} more"
        return often

    def _following(self, day: date) -> date:
        if self.unit == Unit.DAY:
            return day + timedelta(days=self.every)
        if self.unit == Unit.MONTH:
            return self._month_on(day)
        days = sorted(self.weekdays) or [day.weekday()]
        later = [each for each in days if each > day.weekday()]
        monday = day - timedelta(days=day.weekday())
        if later:
            return monday + timedelta(days=later[0])
        return monday + timedelta(weeks=self.every, days=days[0])

    def _month_on(self, day: date) -> date:
        months = day.year * 12 + day.month - 1 + self.every
        year, month = months // 12, months % 12 + 1
        return date(year, month, min(self.month_day, calendar.monthrange(year, month)[1]))
