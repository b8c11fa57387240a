"""What became of reports that people keep, in sentences."""

from collections.abc import Callable, Mapping
from typing import Any

from headwater.records.models import TrailEntry
from headwater.web.records.said import Said, by

Teller = Callable[[TrailEntry, Mapping[str, Any]], Said]


def _told(word: str) -> Teller:
    def tell(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
        what = f"Report “{because.get('name', '')}” {word}"
        return Said("chart-no-axes-column", what, by(entry))

    return tell


EVENTS: dict[str, Teller] = {
    "report.created": _told("kept"),
    "report.changed": _told("changed"),
    "report.shared": _told("shared anew"),
    "report.planned": _told("planned for mail"),
    "report.deleted": _told("let go"),
    "report.restored": _told("brought back"),
}
