"""How a timeline tells of absences."""

from collections.abc import Mapping
from typing import Any

from headwater.records.models import TrailEntry
from headwater.web.records.said import Said, by
from headwater.web.records.sentences import EVENTS

Because = Mapping[str, Any]


def _absence(what: str) -> Any:
    def say(entry: TrailEntry, because: Because) -> Said:
        other = because.get("delegate")
        when = f"{because.get('from', '')} to {because.get('to', '')}"
        told = f"{when}, {other} stands in" if other else when
        return Said("calendar-off", what, f"{told}; {by(entry)}")

    return say


EVENTS |= {
    "user.absence_added": _absence("Will be away"),
    "user.absence_changed": _absence("Will be away at another time"),
    "user.absence_removed": _absence("Will not be away"),
}
