"""When a report goes out next, by the clock of whoever made it."""

import calendar
from datetime import date, datetime, time, timedelta

from headwater.criteria.dates import Calendar
from headwater.reporting.report import Every, Report


def next_at(report: Report, after: datetime) -> datetime | None:
    """The first planned moment after this one; None where nothing is planned."""
    if report.every == Every.NEVER:
        return None
    zone = Calendar(after, report.owner.time_zone).tzinfo
    day = after.astimezone(zone).date()
    for _ in range(40):  # a month has at most 31 days
        at = datetime.combine(day, time(report.at_hour), zone)
        if at > after and _is_on(report, day):
            return at
        day += timedelta(days=1)
    return None


def _is_on(report: Report, day: date) -> bool:
    if report.every == Every.WEEK:
        return day.weekday() == report.on_day % 7
    if report.every == Every.MONTH:  # the 31st of a short month is its last day
        last = calendar.monthrange(day.year, day.month)[1]
        return day.day == min(max(report.on_day, 1), last)
    return True
