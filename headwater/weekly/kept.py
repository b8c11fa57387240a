"""The weeks that people look at, where there are many leads: counted each hour, read from there.

Whoever sees a part, or looks at an earlier week, reads what was counted within the hour.
"""

from datetime import date, datetime, timedelta

from django.core.cache import cache
from django.utils import timezone

from headwater.jobs import job
from headwater.measure import daily_sums, kept_answers
from headwater.measure.campaigns import sees_all
from headwater.people.models import User
from headwater.people.user import Role
from headwater.weekly import figures, weeks
from headwater.weekly.figures import Report
from headwater.weekly.weeks import Week

LASTING = timedelta(hours=2)  # should the job fail once


def report(week: Week, user: User) -> tuple[Report, datetime | None]:
    """A week as `user` sees it, and when it was counted; None: just now."""
    kept: tuple[Report, datetime] | None = cache.get(_key(week)) if sees_all(user) else None
    if kept:
        return kept
    found: Report = kept_answers.answered(user, counted, monday=week.monday)
    return found, kept_answers.since(user)


def counted(user: User, *, monday: date) -> Report:
    """A week at this moment."""
    return figures.report(Week(monday), user)


@job("weekly.count_weeks", cron="47 * * * *")
def hourly() -> None:
    """Count this week and the last one anew where that is needed at all."""
    user = User.objects.filter(role=Role.ADMIN, is_active=True).order_by("pk").first()
    last = weeks.last_whole(timezone.now())
    for week in (last, last.after):
        if user and daily_sums.is_large():
            cache.set(_key(week), (figures.report(week, user), timezone.now()), LASTING.seconds)
        else:
            cache.delete(_key(week))


def _key(week: Week) -> str:
    return f"weekly:{week.monday}"
