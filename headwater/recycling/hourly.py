"""The hour's run: who came to nothing gets a way back, whose time is up goes it."""

from datetime import datetime

from django.utils import timezone

from headwater.jobs import job
from headwater.recycling import by_status, planning, returning


@job("recycle", cron="25 * * * *")
def hourly(timestamp: int) -> None:
    """The hour's run; `timestamp` is the Unix time it was meant for."""
    run(timezone.now())


def run(now: datetime) -> int:
    """Plan, bring back, and then the plain ways of statuses; returns how many came back."""
    planning.plan(now)
    return returning.bring_back(now) + by_status.run(now)
