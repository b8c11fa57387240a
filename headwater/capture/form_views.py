"""How often each form was looked at, a row for each form and day: no cookie, nothing of a visitor.

Counted in memory and written together at most every quarter of a minute, with the look itself or
with whichever request comes next in this process. Programs, pages fetched in advance and colleagues
are not counted.
"""

import re
import time
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from threading import Lock
from zoneinfo import ZoneInfo

from django.db import Error, models
from django.utils import timezone

from headwater.capture.reaching import reaching
from headwater.capture.web_form import WebForm
from headwater.database import statements
from headwater.people.organization import organization

EVERY = 15.0  # seconds between writings
QUARTER = 900  # seconds; the zones of the world differ by as much
PROGRAM = re.compile(
    r"bot|crawl|spider|slurp|preview|monitor|headless|lighthouse|scan|fetch|curl|wget|python|java/|"
    r"go-http|okhttp|axios|node|facebookexternalhit|embedly|whatsapp|^$",
    re.IGNORECASE,
)
WRITE = """
INSERT INTO capture_formviews (form_id, day, count)
SELECT form.id, seen.day, seen.count
FROM unnest(%s::text[], %s::date[], %s::int[]) AS seen (slug, day, count)
JOIN capture_webform AS form ON form.slug = seen.slug
ORDER BY form.id, seen.day
ON CONFLICT (form_id, day) DO UPDATE SET count = capture_formviews.count + excluded.count
"""

_seen: Counter[tuple[str, int]] = Counter()  # (address of the form, quarter of an hour)
_lock = Lock()
_written_at = time.monotonic()


class FormViews(models.Model):
    """How many people looked at a form on a day of the organisation's."""

    form = models.ForeignKey(WebForm, models.CASCADE, related_name="views")
    day = models.DateField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "day"], name="views_of_a_day")]

    def __str__(self) -> str:
        return f"{self.count} views on {self.day}"


def is_person(user_agent: str, purpose: str) -> bool:
    """Whether a browser shows this to somebody, as far as it says; `purpose` is Sec-Purpose."""
    return "prefetch" not in purpose.lower() and not PROGRAM.search(user_agent)


def count(slug: str) -> None:
    """One more person has looked at this form."""
    with _lock:
        _seen[slug, int(time.time() // QUARTER)] += 1


def write_if_due() -> None:
    """Write what was counted, if that was not done a moment ago."""
    if _seen and time.monotonic() - _written_at > EVERY:
        write()


def write() -> None:
    """Add what this process has counted to the days; kept for later while the database is away."""
    global _written_at  # noqa: PLW0603
    with _lock:
        counted = dict(_seen)
        _seen.clear()
        _written_at = time.monotonic()
    if not counted:
        return
    try:
        reaching(lambda: statements.run(WRITE, _columns(counted)))
    except Error:
        with _lock:
            _seen.update(counted)


def _columns(counted: Mapping[tuple[str, int], int]) -> list[list[object]]:
    """Addresses, days of the organisation's and counts, one row for each day."""
    zone = ZoneInfo(organization().time_zone)
    rows: Counter[tuple[str, date]] = Counter()
    for (slug, quarter), amount in counted.items():
        rows[slug, datetime.fromtimestamp(quarter * QUARTER, zone).date()] += amount
    return [[slug for slug, _ in rows], [day for _, day in rows], list(rows.values())]


def forget() -> None:
    """Count from nothing."""
    global _written_at  # noqa: PLW0603
    with _lock:
        _seen.clear()
        _written_at = time.monotonic()


def last_days(days: int) -> list[date]:
    """The organisation's last days, today at the end."""
    today = timezone.now().astimezone(ZoneInfo(organization().time_zone)).date()
    return [today - timedelta(days=ago) for ago in reversed(range(days))]
