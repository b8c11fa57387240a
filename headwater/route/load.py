"""How many leads everybody has, and how many they got today."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from headwater import statements
from headwater.people.models import User
from headwater.people.organization import organization

# Two parts, so that each is read by its own index, however large the table is.
COUNTS = """
SELECT owner_id, count(*), 0 FROM records_lead
WHERE owner_id = ANY (%s::bigint[]) AND NOT is_converted AND NOT is_closed AND NOT is_deleted
GROUP BY owner_id
UNION ALL
SELECT owner_id, 0, count(*) FROM records_lead
WHERE created_at >= %s::timestamptz AND owner_id = ANY (%s::bigint[]) AND NOT is_deleted
GROUP BY owner_id
"""


@dataclass(slots=True)
class Load:
    """Open leads of each user (None: nobody has counted them) and those of one day."""

    open: Counter[int] | None = None
    today: Counter[int] = field(default_factory=Counter)
    day: date | None = None

    def open_of(self, user: User) -> int:
        return self.open[user.pk] if self.open is not None else 0

    def today_of(self, user: User) -> int:
        return self.today[user.pk]

    def add(self, user: User, at: datetime) -> None:
        """One more for somebody."""
        self._turn_page(at)
        self.today[user.pk] += 1
        if self.open is not None:
            self.open[user.pk] += 1

    def why_full(self, user: User, at: datetime) -> str:
        """Which limit somebody has reached; '' when there is room."""
        most = user.most_open_leads
        if most and self.open is not None and self.open[user.pk] >= most:
            return f"at capacity, {self.open[user.pk]} of {most} open"
        most = user.most_leads_a_day
        if most:
            self._turn_page(at)
            if self.today[user.pk] >= most:
                return f"has had {self.today[user.pk]} of {most} today"
        return ""

    def _turn_page(self, at: datetime) -> None:
        day = at.astimezone(ZoneInfo(organization().time_zone)).date()
        if day != self.day:
            self.day, self.today = day, Counter()


def counted(people: Sequence[User], at: datetime) -> Load:
    """How it stands for these people; one query."""
    zone = ZoneInfo(organization().time_zone)
    local = at.astimezone(zone)
    midnight = datetime(local.year, local.month, local.day, tzinfo=zone)
    ids = [user.pk for user in people]
    found = Load(Counter(), Counter(), local.date())
    assert found.open is not None
    for user, open_count, today in statements.run(COUNTS, [ids, midnight, ids]):
        found.open[user] += open_count
        found.today[user] += today
    return found
