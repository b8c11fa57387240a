"""What was decided about the score rules, in sentences."""

from collections.abc import Mapping
from typing import Any

from headwater.records.models import TrailEntry
from headwater.web.records.said import Said, by


def _published(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    what = f"Version {because.get('version', '')} of the score rules counts from now on"
    who = by(entry) if entry.by else "with an update"
    return Said("list-checks", what, f"{who}; every open lead is scored anew", "", "decisions",
                because.get("note", ""))  # fmt: skip


EVENTS = {"score_rules.published": _published}
