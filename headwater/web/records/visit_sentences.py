"""What the Trail says of visits and of the rules by which machines are told, in sentences."""

from collections.abc import Mapping
from typing import Any

from headwater.records.models import TrailEntry
from headwater.web.records.said import Said, by


def _erased(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    if because.get("by_visitor"):
        return Said("eraser", "Took back the consent to be tracked", "the visits were deleted",
                    "", "web")  # fmt: skip
    return Said("eraser", "Visits deleted", by(entry), "", "web")


def _judged(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    who = {"person": "a person’s", "machine": "a machine’s"}.get(because.get("verdict", ""))
    said = f"counts as {who}" if who else "is judged by the rules again"
    return Said("bot", f"“{because.get('what', '')}” {said}", by(entry), "", "web")


EVENTS = {
    "lead.visits_erased": _erased,
    "lead.visit_judged": _judged,
    "bot_rule.added": lambda entry, because: Said("bot", "Rule about machines added", by(entry)),
    "bot_rule.changed": lambda entry, because: Said(
        "bot", "Rule about machines changed", by(entry)
    ),
    "bot_rule.removed": lambda entry, because: Said(
        "bot", "Rule about machines removed", by(entry)
    ),
    "tracking.changed": lambda entry, because: Said("globe", "Website tracking changed", by(entry)),
    "key_page.added": lambda entry, because: Said("globe", "Key page added", by(entry)),
    "key_page.removed": lambda entry, because: Said("globe", "Key page removed", by(entry)),
}
