"""A week from Monday to Sunday, by the organisation's clock."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from headwater.people.organization import organization

LENGTH = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Week:
    """`monday` is its first day."""

    monday: date

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def before(self) -> "Week":
        return Week(self.monday - LENGTH)

    @property
    def after(self) -> "Week":
        return Week(self.monday + LENGTH)

    @property
    def starts_at(self) -> datetime:
        zone = ZoneInfo(organization().time_zone)
        return datetime.combine(self.monday, time.min, zone)

    @property
    def ends_at(self) -> datetime:
        return self.after.starts_at

    @property
    def words(self) -> str:
        """Such as: 9 to 15 March 2026."""
        first, last = self.monday, self.sunday
        start = f"{first.day}" if first.month == last.month else f"{first.day} {first:%B}"
        return f"{start} to {last.day} {last:%B %Y}"


def week_of(day: date) -> Week:
    return Week(day - timedelta(days=day.weekday()))


def last_whole(now: datetime) -> Week:
    """The last week that is over, by the organisation's clock."""
    return week_of(now.astimezone(ZoneInfo(organization().time_zone)).date()).before
