"""How a timeline tells that a lead will come back, and that it did."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from headwater.records.models import TrailEntry
from headwater.recycling.rule import Way
from headwater.web.records.said import Said
from headwater.web.records.sentences import EVENTS

Because = Mapping[str, Any]


def _planned(entry: TrailEntry, because: Because) -> Said:
    rule = f" · “{because.get('rule', '')}”"
    why = f"{because.get('words', '')}{rule}"
    if because.get("way") == Way.STAYS:
        return Said("lock", "Stays as it is, for good", why, "", "decisions",
                    because.get("why", ""))  # fmt: skip
    due = datetime.fromisoformat(because["due_at"])
    return Said("calendar-clock", f"Comes back on {due.day} {due:%B %Y}", why, "", "decisions",
                because.get("goes", ""))  # fmt: skip


def _recycled(entry: TrailEntry, because: Because) -> Said:
    went = because.get("went", "")
    what = f"Back: {went[:1].lower()}{went[1:]}" if went else "Back"
    why = f"{because.get('words', '')} · “{because.get('rule', '')}”"
    return Said("recycle", what, why, "good", "decisions")


EVENTS.update({"lead.return_planned": _planned, "lead.recycled": _recycled})
