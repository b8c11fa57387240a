"""What was sent and what came of it, over any time: by week, by program, by mail.

The week of marketing and this count by the same texts (`facts`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils import timezone

from headwater.jobs import job
from headwater.measure import daily_sums, kept_answers
from headwater.measure.campaigns import sees_all
from headwater.measure.figure import Period
from headwater.people.models import User
from headwater.people.standing import moment
from headwater.weekly.facts import CLICKED, OPENED, QUALIFIED, REPLIED, SENT, WON
from headwater.weekly.figures import only

WHAT = "nurture"
FACTS = {
    "sent": SENT, "opened": OPENED, "clicked": CLICKED, "replied": REPLIED,
    "qualified": QUALIFIED, "won": WON,
}  # fmt: skip
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
COUNTED = """
SELECT date_trunc('week', at AT TIME ZONE %s)::date AS week, program, mail, count(*),
       coalesce(sum(amount * 100), 0)::bigint
FROM ({fact}) AS fact GROUP BY GROUPING SETS ((), (1), (program), (mail))
"""
_DAYS = """
SELECT '{name}' AS name, (at AT TIME ZONE %(zone)s)::date AS day, program, mail, count(*) AS n,
       coalesce(sum(amount * 100), 0)::bigint AS cents
FROM ({fact}) AS fact GROUP BY GROUPING SETS ((2), (2, program), (2, mail))
"""
_SUMS = ", ".join(
    f"coalesce(sum({column}) FILTER (WHERE name = '{name}'), 0)"
    for name, column in (*((name, "n") for name in FACTS), ("won", "cents"))
)
_ALWAYS = {
    name: fact.replace("%s", "now()", 1).replace("%s", "'-infinity'::timestamptz", 1)
    .replace("%s", "'infinity'::timestamptz") for name, fact in FACTS.items()
}  # fmt: skip
DAILY = f"""
SELECT day, CASE WHEN program IS NOT NULL THEN 'program' WHEN mail IS NOT NULL THEN 'mail'
            ELSE '' END AS axis, coalesce(program, mail, '') AS key,
       ARRAY[{_SUMS}]::bigint[] AS "values"
FROM ({" UNION ALL ".join(_DAYS.format(name=name, fact=_ALWAYS[name]) for name in FACTS)}) AS days
GROUP BY 1, 2, 3
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Line:
    """Mails of programs and automatic answers, and what people did then.

    `qualified` became marketing qualified and `won` deals were won after somebody was in a program.
    """

    sent: int = 0
    opened: int = 0
    clicked: int = 0
    replied: int = 0
    qualified: int = 0
    won: int = 0
    cents: int = 0

    @property
    def amount(self) -> Decimal:
        """Of the deals won, in the organisation's currency."""
        return Decimal(self.cents) / 100

    def share(self, name: str) -> float | None:
        """Of the mails sent in the same time."""
        return int(getattr(self, name)) / self.sent if self.sent else None


@dataclass(frozen=True, slots=True)
class OverTime:
    """All together, by Monday, by program ('': by none), by mail; `counted_at` None: just now."""

    all: Line
    weeks: dict[date, Line] = field(default_factory=dict)
    programs: dict[str, Line] = field(default_factory=dict)
    mails: dict[str, Line] = field(default_factory=dict)
    counted_at: datetime | None = None

    @property
    def of_programs(self) -> Line:
        """What happened to people who were in a program."""
        named = [line for name, line in self.programs.items() if name]
        return Line(**{name: sum(getattr(line, name) for line in named) for name in NAMES})


NAMES = (*FACTS, "cents")


def over_time(user: User, period: Period) -> OverTime:
    """What `user` may see of it: one query for each figure, or three over their sums by day."""
    if sees_all(user) and (at := daily_sums.counted_at(WHAT)):
        return _summed(period, at)
    found: OverTime = kept_answers.answered(user, counted, period)
    return found


def counted(user: User, period: Period) -> OverTime:
    """The same, at this moment."""
    with moment():
        return _counted(user, period)


@job("weekly.count_nurture", cron="27 * * * *")
def hourly() -> None:
    """Count everything anew where that is needed at all."""
    if daily_sums.is_large():
        daily_sums.count(WHAT, DAILY)
    else:
        daily_sums.forget(WHAT)


# Of what a figure may be asked: of all, of those of any program, of one line of an axis.
ONLY = {
    "all": "%s = ''", "programs": "%s = '' AND program <> ''", "program": "program = %s",
    "mail": "mail = %s", "week": "date_trunc('week', at AT TIME ZONE {zone})::date::text = %s",
}  # fmt: skip


def behind(
    fact: str, period: Period, user: User, axis: str = "all", key: str = ""
) -> tuple[str, list[Any]]:
    """SQL of the keys of the leads of a figure, and its values. `axis` is one of ONLY; `key` the
    name of the program, the key of the mail, or the Monday as 2026-03-02."""
    sql, params = _asked(fact, period, user)
    zone = [timezone.get_current_timezone_name()] if axis == "week" else []
    which = ONLY[axis].format(zone="%s")
    return f"SELECT lead FROM ({sql}) AS fact WHERE {which}", [*params, *zone, key]  # noqa: S608


def _asked(name: str, period: Period, user: User) -> tuple[str, list[Any]]:
    narrower, values = only(name, user)
    since = period.since or BEGINNING
    return FACTS[name] + narrower, [since, since, period.until + timedelta(days=1), *values]


def _counted(user: User, period: Period) -> OverTime:
    found: dict[str, dict[Any, dict[str, int]]] = {"all": {}, "week": {}, "program": {}, "mail": {}}
    zone = timezone.get_current_timezone_name()
    for name in FACTS:
        sql, params = _asked(name, period, user)
        with connection.cursor() as cursor:
            cursor.execute(COUNTED.format(fact=sql), [zone, *params])
            rows = cursor.fetchall()
        for week, program, mail, count, cents in rows:
            axis, key = _place(week, program, mail)
            counts = found[axis].setdefault(key, dict.fromkeys(NAMES, 0))
            counts[name] = count
            counts["cents"] += cents
    lines = {
        axis: {key: Line(**counts) for key, counts in each.items()} for axis, each in found.items()
    }
    every = lines["all"].get(None, Line())
    return OverTime(every, lines["week"], lines["program"], lines["mail"])


def _place(week: date | None, program: str | None, mail: str | None) -> tuple[str, Any]:
    for axis, key in (("week", week), ("program", program), ("mail", mail)):
        if key is not None:
            return axis, key
    return "all", None


def _summed(period: Period, at: datetime) -> OverTime:
    since = timezone.localdate(period.since) if period.since else None
    weeks = {week: Line(*values) for week, values in daily_sums.by_week(WHAT, since).items()}
    every = Line(**{name: sum(getattr(line, name) for line in weeks.values()) for name in NAMES})
    return OverTime(every, weeks, _lines("program", since), _lines("mail", since), at)


def _lines(axis: str, since: date | None) -> dict[str, Line]:
    found: dict[str, Sequence[int]] = {**daily_sums.by_key(WHAT, axis, since)}
    return {key: Line(*values) for key, values in found.items()}
