"""One thing that happened, as the timeline says it, and the words that all sentences share."""

from datetime import datetime
from typing import Any, NamedTuple

from headwater.records.models import TrailEntry
from headwater.web.records import words


class Said(NamedTuple):
    """One sentence; `kind` is the filter it belongs to: calls, mail, web, decisions or ''."""

    icon: str
    what: str
    why: str = ""
    tone: str = ""
    kind: str = ""
    quote: str = ""


def by(entry: TrailEntry) -> str:
    """Who did it; “by itself” where nobody did."""
    return f"by {entry.by}" if entry.by else "by itself"


def moment(value: Any) -> str:
    """A moment that the ledger keeps as text, as people say it."""
    if not value:
        return "later"
    return words.day(value if isinstance(value, str | datetime) else str(value))
