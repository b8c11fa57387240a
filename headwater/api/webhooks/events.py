"""Which events a webhook may ask for, and which of them an entry of the Trail is."""

from collections.abc import Collection

from headwater.records.models import TrailEntry
from headwater.records.trail import MOVED_IN

# Event → how it is said in Setup. The names are those of the Trail.
EVENTS = {
    "lead.created": "A lead was created",
    "lead.joined": "Somebody asked again and was merged into their lead",
    "lead.assigned": "A lead was given to somebody",
    "lead.waited": "A lead waited too long in a queue",
    "lead.status_changed": "A lead's status changed",
    "lead.converted": "A lead was converted",
    "lead.unconverted": "A conversion was undone",
    "lead.changed": "Fields of a lead changed",
    "lead.deleted": "A lead was deleted",
    "lead.restored": "A deleted lead came back",
    "lead.merged": "Other leads were merged into a lead",
    "lead.merged_away": "A lead was merged into another",
    "lead.unmerged": "A merge of leads was undone",
    "handoff.offered": "A lead, or the early deal made of it, was offered to sales",
    "handoff.accepted": "Sales accepted what was offered",
    "handoff.rejected": "Sales rejected what was offered",
    "handoff.escalated": "Nobody accepted in time, so it passed on",
    "handoff.withdrawn": "An offer to sales was taken back or settled itself",
}
TEST = "webhook.test"
# A call or an undo may move a lead as well: what it changed tells.
BY_CHANGE = {"status": "lead.status_changed", "owner_id": "lead.assigned"}


def kinds_of(entry: TrailEntry) -> list[str]:
    """The events that an entry stands for, its own first; what moved in with its record is none."""
    if entry.object_name != "Lead" or entry.because.get("door") == MOVED_IN:
        return []
    moved = [event for attribute, event in BY_CHANGE.items() if attribute in entry.changes]
    own = [entry.event] if entry.event in EVENTS else []
    return list(dict.fromkeys(own + moved))


def chosen(entry: TrailEntry, wanted: Collection[str]) -> str:
    """The event under which somebody who wants these is told, '' for none: one entry, one event."""
    return next((event for event in kinds_of(entry) if event in wanted), "")
