"""Whether more comes from one address than people can send.

Each process counts for itself, which costs nothing; only where that looks like much the table is
asked, which knows what the other processes and machines have taken.
"""

import time
from datetime import datetime, timedelta

from django.utils import timezone

from headwater.records.models import Submission
from headwater.records.submission import Door

# From one address; a school or a company shares one, a flood is far beyond it.
POSTS_PER_MINUTE = 600
# Seen by one process; a dozen of them may share the work.
MUCH = 50
SHARE = 12  # of a form's own limit: what one process may see before the table is asked
MOST_ADDRESSES = 100_000  # kept in mind at once
LOOPBACK = ("127.", "::1")  # a proxy that does not say for whom it asks
DOORS = (Door.FORM, Door.WEB_TO_LEAD)

_seen: dict[str, tuple[int, int, int]] = {}  # address → minute, posts in it, posts in that before


def is_flooding(door: str, address: str | None) -> bool:
    """Count one more post; whether the address has sent more within a minute than people can."""
    if door not in DOORS or not address or address.startswith(LOOPBACK) or _count(address) < MUCH:
        return False
    recent = Submission.objects.filter(
        received_at__gt=timezone.now() - timedelta(minutes=1),
        source_address=address,
        door__in=DOORS,
    )
    return bool(recent.order_by()[:POSTS_PER_MINUTE].count() >= POSTS_PER_MINUTE)


def is_beyond(form: str, limit: int, at: datetime) -> bool:
    """Count one more post to a form; whether it got `limit` others in the minute before `at`."""
    if _count(f"form:{form}") * SHARE < limit:
        return False
    recent = Submission.objects.filter(
        received_at__gt=at - timedelta(minutes=1), received_at__lte=at, form=form, door=Door.FORM
    )
    return bool(recent.order_by()[:limit].count() >= limit)


def _count(address: str) -> int:
    """How many posts this process has seen from an address in this minute and the last one."""
    minute = int(time.monotonic() // 60)
    then, count, before = _seen.get(address, (minute, 0, 0))
    if then != minute:
        count, before = 0, count if then == minute - 1 else 0
    if len(_seen) >= MOST_ADDRESSES:
        _seen.clear()
    _seen[address] = (minute, count + 1, before)
    return count + 1 + before
