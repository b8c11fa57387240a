"""How much of its day a program has used: counted in memory, written down every few seconds.

No request writes, as long as the limit is far; near it each one does, so that it holds exactly.
"""

import threading
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from headwater.api.client_terms import PER_DAY
from headwater.api.problems import problem

NEAR = 500  # calls left at which each is written down
KEPT = timedelta(days=400)
COUNT = """
    INSERT INTO api_apiuse (day, who, calls, last_at) VALUES (%(day)s, %(who)s, %(n)s, %(now)s)
    ON CONFLICT (who, day)
    DO UPDATE SET calls = api_apiuse.calls + EXCLUDED.calls, last_at = EXCLUDED.last_at
    RETURNING calls, (SELECT per_day FROM api_clientterms WHERE client_id = %(client)s)
"""


@dataclass(slots=True)
class Count:
    """Of one caller: `known` calls at the last writing, `more` since then."""

    day: date
    known: int = 0
    more: int = 0
    per_day: int = PER_DAY
    written: float = 0.0  # time.monotonic

    @property
    def calls(self) -> int:
        return self.known + self.more

    @property
    def said(self) -> str:
        """As `Sforce-Limit-Info` says it."""
        return f"api-usage={min(self.calls, self.per_day)}/{self.per_day}"


_lock = threading.Lock()
_counts: dict[str, Count] = {}


def spend(client_id: int | None, user_id: int) -> Count:
    """Count one call; raises Problems (403) when the day is used up."""
    who = f"client:{client_id}" if client_id else f"user:{user_id}"
    now = datetime.now(UTC)
    with _lock:
        count = _counts.get(who)
        if count is None or count.day != now.date():
            count = _counts[who] = Count(now.date())
        count.more += 1
        more = count.more if _is_due(count) else 0
        if more:
            count.known, count.more, count.written = count.calls, 0, time.monotonic()
    if more:
        _write(count, who, client_id, more, now)
    if count.calls > count.per_day:
        raise problem(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")
    return count


def seconds_left() -> int:
    """Until the next day begins, in UTC."""
    now = datetime.now(UTC)
    night = datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), UTC)
    return max(1, int((night - now).total_seconds()))


def forget() -> None:
    """What this process remembers; counts that are not written yet go, too."""
    with _lock:
        _counts.clear()


def _is_due(count: Count) -> bool:
    is_near = count.calls + NEAR >= count.per_day
    return is_near or time.monotonic() - count.written >= settings.API_COUNT_SECONDS


def _write(count: Count, who: str, client_id: int | None, more: int, now: datetime) -> None:
    is_first = count.known == more
    given: dict[str, Any] = {"day": count.day, "who": who, "n": more, "now": now}
    given["client"] = client_id
    with connection.cursor() as cursor:
        cursor.execute(COUNT, given)
        calls, per_day = cursor.fetchone()
        if is_first:
            cursor.execute("DELETE FROM api_apiuse WHERE day < %s", [count.day - KEPT])
    with _lock:
        count.known, count.per_day = calls, per_day or PER_DAY
