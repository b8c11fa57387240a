"""Loading the sample company."""

from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from headwater.sample import (
    belonging,
    browsing,
    clocks,
    coming_back,
    company,
    dealings,
    doubles,
    drafting,
    following,
    handoffs,
    history,
    in_passing,
    learned,
    leave,
    letters,
    lists,
    mails,
    programs,
    reached,
    reports,
    ripe,
    scoring,
    slate,
    spam,
    tidiness,
    waiting,
    warming,
)
from headwater.sample.time_travel import at

Report = Callable[[str, float], None]


def load(*, report: Report, amount: int = history.COUNT) -> None:
    """Make Juniper Solar in an empty database; `report(words, share)` tells how far it is.

    A load that was cut short leaves the database half full; `headwater sample load` notices that
    and begins again.
    """
    with connection.cursor() as cursor:
        # Half a sample is worth nothing, so no single step of it needs to wait for the disk.
        cursor.execute("SET synchronous_commit TO off")
    until = timezone.now()
    report("Founding Juniper Solar", 0.0)
    with at(until - timedelta(days=history.DAYS + 1)):
        people, campaigns = company.found(until.date())
    history.live(people, campaigns, until=until, report=report, amount=amount)
    lists.bring_in(people, campaigns, until)
    spam.arrive(until, known_by=people.mia)
    letters.arrive(people, until)
    doubles.arrive(people, campaigns, until)
    programs.connect(until, known_by=people.ada)
    tidiness.arrive(people, until)
    reached.arrive(people, campaigns, until)
    for room in (clocks, leave, handoffs, drafting, following, waiting):
        room.arrive(people, until)
    dealings.arrive(people, campaigns, until)
    slate.arrive(people, until)
    ripe.arrive(people, campaigns, until)
    belonging.arrive(people, until)
    browsing.arrive(until)
    in_passing.arrive(people, until)
    scoring.arrive(people, until)
    warming.arrive(people, until)
    mails.arrive(people, until)
    coming_back.arrive(people, until)
    learned.arrive()
    reports.arrive(people, until)
