"""By when somebody will have answered, as one says it: “within 5 minutes”, “tomorrow by 10:00”."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

SOON = timedelta(minutes=90)
STEP = 5  # minutes; a promise of 83 minutes sounds like a machine
TWELVE_HOURS = ("en-US", "en-CA", "en-AU", "en-NZ", "en-PH", "en-IN")  # say 4:05 pm


def in_words(due_at: datetime, now: datetime, *, zone: str, locale: str, is_far: bool) -> str:
    """In the organisation's time; `is_far` names the zone, for who may live in another one."""
    left = due_at - now
    if left <= timedelta():
        return "as soon as possible"
    if left <= SOON:
        minutes = -(-int(left.total_seconds()) // (60 * STEP)) * STEP
        return f"within {minutes} minutes"
    here, today = due_at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    clock = _clock(here, locale) + (f" ({here:%Z})" if is_far else "")
    days = (here.date() - today).days
    if days < 2:
        return f"{'tomorrow' if days else 'today'} by {clock}"
    if days < 7:
        return f"on {here:%A} by {clock}"
    return f"by {here.day} {here:%B}, {clock}"


def _clock(at: datetime, locale: str) -> str:
    if locale not in TWELVE_HOURS:
        return f"{at:%H:%M}"
    return f"{at.hour % 12 or 12}:{at:%M} {'am' if at.hour < 12 else 'pm'}"
