"""How the map of conversions changed, in sentences."""

from collections.abc import Callable, Mapping
from typing import Any

from headwater.records.models import TrailEntry
from headwater.web.records.said import Said, by

Teller = Callable[[TrailEntry, Mapping[str, Any]], Said]


def _fed(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    before, after = entry.changes.get("lead_field", ["", ""])
    target = f"{because.get('object', '')}.{because.get('field', '')}"
    what = f"{after} goes into {target}" if after else f"Nothing goes into {target} any more"
    was = f"was {before}; " if before else ""
    return Said("waypoints", what, was + by(entry))


EVENTS: dict[str, Teller] = {
    "mapping.created": _fed, "mapping.changed": _fed, "mapping.removed": _fed,
}  # fmt: skip
