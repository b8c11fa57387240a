"""SOQL's date literals as half-open spans of days or moments (reference §10.5).

Days begin at midnight of the asker's time zone, whatever the clocks do on that day.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

# What SOQL calls a date; spans that would leave it end at its edge.
FIRST, LAST = date(1700, 1, 1), date(4000, 12, 31)
SUNDAY = 6
MOST = 999_999

UNITS = ("WEEK", "MONTH", "QUARTER", "YEAR", "FISCAL_QUARTER", "FISCAL_YEAR")
PLAIN = {"YESTERDAY", "TODAY", "TOMORROW", "LAST_90_DAYS", "NEXT_90_DAYS"} | {
    f"{which}_{unit}" for which in ("LAST", "THIS", "NEXT") for unit in UNITS
}
WITH_NUMBER = {
    shape.format(unit)
    for unit in ("DAY", *UNITS)
    for shape in ("LAST_N_{}S", "NEXT_N_{}S", "N_{}S_AGO")
}
LITERAL = re.compile(
    r"(?P<which>LAST_N|NEXT_N|LAST|THIS|NEXT|N)_(?P<unit>DAY|WEEK|MONTH|QUARTER|YEAR"
    r"|FISCAL_QUARTER|FISCAL_YEAR)S?(?P<ago>_AGO)?"
)
MONTHS_IN = {"MONTH": 1, "QUARTER": 3, "FISCAL_QUARTER": 3, "YEAR": 12, "FISCAL_YEAR": 12}
DAYS = {"YESTERDAY": -1, "TODAY": 0, "TOMORROW": 1}


@dataclass(frozen=True, slots=True)
class Calendar:
    """Who asks when: the moment, the time zone, the first weekday (Monday 0) and fiscal month."""

    now: datetime
    zone: str = "UTC"
    week_starts_on: int = SUNDAY
    fiscal_year_starts_in: int = 1

    @property
    def tzinfo(self) -> tzinfo:
        """The zone; UTC for a name that no clock knows, so that a rule never fails over it."""
        try:
            return ZoneInfo(self.zone)
        except (KeyError, ValueError, OSError):
            return UTC

    @property
    def today(self) -> date:
        return self.now.astimezone(self.tzinfo).date()

    def midnight(self, day: date) -> datetime:
        """The moment at which this day begins, in UTC."""
        return datetime.combine(day, time(), self.tzinfo).astimezone(UTC)

    def days(self, name: str, n: int | None = None) -> tuple[date, date]:
        """First day of a literal, and the day after its last."""
        if name in DAYS:
            day = _shifted(self.today, "DAY", DAYS[name])
            return day, _shifted(day, "DAY", 1)
        if name in ("LAST_90_DAYS", "NEXT_90_DAYS"):
            name, n = name.replace("90", "N"), 90
        found = LITERAL.fullmatch(name)
        if found is None:
            raise ValueError(f"{name} is no date literal")
        unit = found["unit"]
        this = self._start(unit, self.today)
        first, after = _window(found["which"], unit, n or 0)
        return _shifted(this, unit, first), _shifted(this, unit, after)

    def moments(self, name: str, n: int | None = None) -> tuple[datetime, datetime]:
        """A literal as moments; the last days up to now end with the current second."""
        first, after = self.days(name, n)
        if name in ("LAST_90_DAYS", "LAST_N_DAYS"):
            end = self.now.astimezone(UTC).replace(microsecond=0) + timedelta(seconds=1)
            return self.midnight(first), end
        return self.midnight(first), self.midnight(after)

    def _start(self, unit: str, day: date) -> date:
        """The first day of the week, month, quarter or year that `day` lies in."""
        if unit == "DAY":
            return day
        if unit == "WEEK":
            return day - timedelta(days=(day.weekday() - self.week_starts_on) % 7)
        first_month = self.fiscal_year_starts_in if unit.startswith("FISCAL") else 1
        into = (day.month - first_month) % MONTHS_IN[unit]
        return _shifted(day.replace(day=1), "MONTH", -into)


def read_literal(text: str) -> tuple[str, int | None]:
    """Name and number of a date literal in any case; ('', None) when the text is none."""
    name, colon, digits = (part.strip() for part in text.upper().partition(":"))
    if not colon:
        return (name, None) if name in PLAIN else ("", None)
    if name in WITH_NUMBER and int(digits) <= MOST:
        return name, int(digits)
    return "", None


def _window(which: str, unit: str, n: int) -> tuple[int, int]:
    """Where a literal begins and ends, counted in units from the current one."""
    match which:
        case "THIS":
            return 0, 1
        case "LAST":
            return -1, 0
        case "NEXT":
            return 1, 2
        case "LAST_N":
            return -n, 1 if unit == "DAY" else 0  # the last days include today, as SOQL has it
        case "NEXT_N":
            return 1, 1 + n
        case _:
            return -n, 1 - n


def _shifted(day: date, unit: str, count: int) -> date:
    """`count` units later, kept inside the dates that SOQL knows; months from a first of month."""
    if unit in ("DAY", "WEEK"):
        distance = count * (7 if unit == "WEEK" else 1)
        ordinal = day.toordinal() + distance
        return date.fromordinal(min(max(ordinal, FIRST.toordinal()), LAST.toordinal()))
    months = day.year * 12 + day.month - 1 + count * MONTHS_IN[unit]
    year, month = divmod(months, 12)
    if year < FIRST.year:
        return FIRST
    return LAST if year > LAST.year else date(year, month + 1, day.day)
