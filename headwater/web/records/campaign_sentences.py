"""What happened to people in campaigns, in sentences."""

from collections.abc import Callable, Mapping
from typing import Any

from headwater.records.models import TrailEntry
from headwater.web.records.said import Said, by

Teller = Callable[[TrailEntry, Mapping[str, Any]], Said]


def _named(because: Mapping[str, Any]) -> str:
    return f"“{because.get('name', 'a campaign')}”"


def _added(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    return Said("megaphone", f"Added to {_named(because)}", _as(because, by(entry)))


def _responded(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    what, why = f"Responded to {_named(because)}", _as(because, by(entry))
    return Said("megaphone", what, why, "good", "web")


def _moved(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    before = entry.changes.get("status", ["", ""])[0]
    was = f"was {before}; " if before else ""
    return Said("megaphone", f"Now “{because.get('status', '')}” in {_named(because)}",
                was + by(entry))  # fmt: skip


def _removed(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    return Said("megaphone", f"Taken out of {_named(because)}", by(entry))


def _put_back(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    return Said("undo-2", f"Back in {_named(because)}", by(entry))


def _as(because: Mapping[str, Any], who: str) -> str:
    status = because.get("status")
    return f"{status}; {who}" if status and who else str(status or who)


DEEDS: dict[str, Teller] = {
    "added_to_campaign": _added,
    "responded_to_campaign": _responded,
    "moved_in_campaign": _moved,
    "removed_from_campaign": _removed,
    "put_back_into_campaign": _put_back,
}
EVENTS: dict[str, Teller] = {
    f"{noun}.{deed}": teller for noun in ("lead", "contact") for deed, teller in DEEDS.items()
}
