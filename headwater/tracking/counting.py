"""Looks at pages without consent: counted in memory, written together every quarter of a minute.

A count has no identifier: a day, a page, where from. What a process had not written when it was
killed is lost; that is at most a quarter of a minute of counts.
"""

import time
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from threading import Lock
from zoneinfo import ZoneInfo

from headwater.database import statements
from headwater.people.organization import organization
from headwater.records.models import Engagement

EVERY = 15.0  # seconds between writings
MOST_IN_MIND = 5_000  # different counts that wait in one process
MOST_A_DAY = 2_000  # different rows of a day; anybody can make up pages
OTHERS = "/…"  # what further pages of such a day are counted as
WRITE = """
WITH said AS (
  SELECT day, kind, page, source, reason, count FROM unnest(%s::date[], %s::text[], %s::text[],
    %s::text[], %s::text[], %s::int[]) AS s (day, kind, page, source, reason, count)
), full_days AS (
  SELECT day FROM tracking_pagecount WHERE day IN (SELECT day FROM said)
  GROUP BY day HAVING count(*) >= %s::int
), placed AS (
  SELECT said.day, said.kind, CASE WHEN known.id IS NULL AND full_days.day IS NOT NULL
      THEN %s::text ELSE said.page END AS page,
    CASE WHEN known.id IS NULL AND full_days.day IS NOT NULL THEN '' ELSE said.source END AS source,
    said.reason, said.count
  FROM said LEFT JOIN full_days USING (day) LEFT JOIN tracking_pagecount AS known
    ON known.day = said.day AND known.kind = said.kind AND known.page = said.page
    AND known.source = said.source AND known.bot_reason = said.reason
)
INSERT INTO tracking_pagecount (day, kind, page, source, bot_reason, count)
SELECT day, kind, page, source, reason, sum(count) FROM placed GROUP BY 1, 2, 3, 4, 5
ORDER BY 1, 2, 3, 4, 5
ON CONFLICT (day, kind, page, source, bot_reason)
DO UPDATE SET count = tracking_pagecount.count + excluded.count
"""
Counted = tuple[str, str, str, str, str]  # day, kind, page, source, reason

_seen: Counter[Counted] = Counter()
_lock = Lock()
_written_at = time.monotonic()


def count(events: Iterable[Engagement], *, source: str, now: datetime) -> None:
    """These were done by somebody who is not known, coming from `source`."""
    day = now.astimezone(ZoneInfo(organization().time_zone)).date().isoformat()
    with _lock:
        for event in events:
            told = (day, event.kind, event.what, source, event.bot_reason)
            if told in _seen or len(_seen) < MOST_IN_MIND:
                _seen[told] += 1
            else:
                _seen[day, event.kind, OTHERS, "", event.bot_reason] += 1


def is_due() -> bool:
    """Whether something waits and was not written a moment ago."""
    return bool(_seen) and time.monotonic() - _written_at > EVERY


def write() -> None:
    """Add what this process has counted to the days; raises Django's errors and keeps it then."""
    global _written_at  # noqa: PLW0603
    with _lock:
        counted = dict(_seen)
        _seen.clear()
        _written_at = time.monotonic()
    if not counted:
        return
    days, kinds, pages, sources, reasons = map(list, zip(*counted, strict=True))
    counts = list(counted.values())
    try:
        params = [days, kinds, pages, sources, reasons, counts, MOST_A_DAY, OTHERS]
        statements.run(WRITE, params)
    except Exception:
        with _lock:
            _seen.update(counted)
        raise


def forget() -> None:
    """Count from nothing."""
    with _lock:
        _seen.clear()
