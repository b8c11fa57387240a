"""How many leads everybody has, and how many they got today."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from headwater.database import statements
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
    _counted_at: datetime | None = None

    def open_of(self, user_id: int) -> int:
        return self.open[user_id] if self.open is not None else 0

    def add(self, user_id: int, at: datetime) -> None:
        """One more for somebody."""
        if self._counted_at != at:
            self._turn_page(at)
        self.today[user_id] += 1
        if self.open is not None:
            self.open[user_id] += 1

    def why_full(self, user: User, at: datetime) -> str:
        """Which limit somebody has reached; '' when there is room."""
        most = user.most_open_leads
        if most and self.open is not None and self.open[user.id] >= most:
            return f"at capacity, {self.open[user.id]} of {most} open"
        most = user.most_leads_a_day
        if most:
            if self._counted_at != at:
                self._turn_page(at)
            if self.today[user.id] >= most:
                return f"has had {self.today[user.id]} of {most} today"
        return ""

    def _turn_page(self, at: datetime) -> None:
        self._counted_at = at
        day = at.astimezone(ZoneInfo(organization().time_zone)).date()
        if day != self.day:
            self.day, self.today = day, Counter()


def counted(people: Sequence[User], at: datetime) -> Load:
    """How it stands for these people; one query."""
    zone = ZoneInfo(organization().time_zone)
    local = at.astimezone(zone)
    midnight = datetime(local.year, local.month, local.day, tzinfo=zone)
    ids = [user.id for user in people]
    found = Load(Counter(), Counter(), local.date())
    assert found.open is not None
    for user, open_count, today in statements.run(COUNTS, [ids, midnight, ids]):
        found.open[user] += open_count
        found.today[user] += today
    return found
