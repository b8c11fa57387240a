"""The capture balance: received = created + merged + quarantined + rejected + waiting, exactly."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from django.db.models import Count, Min
from django.utils import timezone

from headwater.database import statements
from headwater.measure.by_the_hour import by_the_hour
from headwater.measure.figure import Period
from headwater.people.models import User
from headwater.records.models import Submission
from headwater.records.sharing import visible
from headwater.records.submission import Door, State

# Day by day, so that each is one stretch of the index `submission_newest` and nothing else is read:
# a million submissions in two weeks take a third of a second, a thousand a day next to nothing.
DAILY = """
SELECT one.day, counted.door, counted.state, counted.n
FROM unnest(%s::date[], %s::timestamptz[], %s::timestamptz[]) AS one (day, since, until),
LATERAL (
  SELECT door, state, count(*) AS n FROM records_submission
  WHERE received_at >= one.since AND received_at < one.until GROUP BY door, state
) AS counted
"""


@dataclass(frozen=True, slots=True)
class Balance:
    """How many submissions were received through a door (or all), and what became of them."""

    door: str
    label: str
    received: int
    created: int
    merged: int
    quarantined: int
    rejected: int
    waiting: int
    waiting_since: datetime | None = None

    @property
    def is_even(self) -> bool:
        """Nothing is lost: the parts add up to what was received."""
        parts = self.created + self.merged + self.quarantined + self.rejected + self.waiting
        return parts == self.received

    @property
    def parts(self) -> list[tuple[State, int]]:
        """Every state with its count, in the order of the equation."""
        order = (State.CREATED, State.MERGED, State.QUARANTINED, State.REJECTED, State.WAITING)
        return [(state, getattr(self, state.value)) for state in order]

    @property
    def to_look_at(self) -> int:
        """What did not become a lead, by now."""
        return self.quarantined + self.rejected + self.waiting


@dataclass(frozen=True, slots=True)
class Daily:
    """The balance of some days: in all, by door (those that received something), by day."""

    every: Balance
    doors: list[Balance]
    days: list[tuple[date, Balance]]


def daily(days: int, zone: tzinfo, *, door: str = "") -> Daily:
    """The last `days` days of a time zone, today first; `door` narrows the days, not the doors.

    It counts everything: for those who look after capture, not for a record's owner.
    """
    today = timezone.localdate(timezone=zone)
    dates = [today - timedelta(days=back) for back in range(days)]
    starts = [datetime.combine(day, time(), zone) for day in dates]
    ends = [datetime.combine(day + timedelta(days=1), time(), zone) for day in dates]
    rows = [
        {"day": day, "door": of, "state": state, "n": n}
        for day, of, state, n in statements.run(DAILY, [dates, starts, ends])
    ]
    narrowed = [row for row in rows if not door or row["door"] == door]
    return Daily(
        every=_balance("", "All doors", rows),
        doors=_by_door(rows),
        days=[
            (day, _balance(door, f"{day:%a} {day.day} {day:%b}", _of(narrowed, "day", day)))
            for day in dates
        ],
    )


def waiting_since() -> datetime | None:
    """When the oldest submission that still waits was received."""
    found: datetime | None = Submission.objects.waiting().aggregate(at=Min("received_at"))["at"]
    return found


@by_the_hour("period", for_all=False)
def capture_balance(user: User, period: Period) -> list[Balance]:
    """The sum of all doors first, then each door that received something."""
    seen = Submission.objects.filter(visible(Submission, user))
    if period.since:
        seen = seen.filter(received_at__gte=period.since)
    counted = list(seen.values("door", "state").annotate(n=Count("id"), since=Min("received_at")))
    return [_balance("", "All doors", counted), *_by_door(counted)]


def _by_door(rows: list[dict[str, Any]]) -> list[Balance]:
    return [
        _balance(door.value, str(door.label), own)
        for door in Door
        if (own := _of(rows, "door", door.value))
    ]


def _of(rows: Iterable[dict[str, Any]], name: str, value: object) -> list[dict[str, Any]]:
    return [row for row in rows if row[name] == value]


def _balance(door: str, label: str, rows: list[dict[str, Any]]) -> Balance:
    counts = dict.fromkeys((state.value for state in State), 0)
    for row in rows:
        if row["state"] in counts:  # what is in none of the five does not add up, and is seen
            counts[row["state"]] += row["n"]
    since = [row["since"] for row in rows if row["state"] == State.WAITING and row.get("since")]
    return Balance(
        door=door,
        label=label,
        received=sum(row["n"] for row in rows),
        waiting_since=min(since, default=None),
        **counts,
    )
