"""Whether more visits come from one address than people make; each process counts for itself."""

import time

POSTS_PER_MINUTE = 300  # an office shares an address, and a page sends one or two posts
MOST_ADDRESSES = 50_000  # kept in mind at once

_seen: dict[str, int] = {}
_minute = 0


def is_flooding(address: str | None) -> bool:
    """Count one more post from an address; whether it is one too many in this minute."""
    global _minute  # noqa: PLW0603
    minute = int(time.monotonic() // 60)
    if minute != _minute or len(_seen) >= MOST_ADDRESSES:
        _seen.clear()
        _minute = minute
    if not address:
        return False
    _seen[address] = count = _seen.get(address, 0) + 1
    return count > POSTS_PER_MINUTE


def forget() -> None:
    """Count from nothing."""
    _seen.clear()
