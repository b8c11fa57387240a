"""What a webhook is told: thin, but enough to act on without asking back."""

from datetime import UTC, datetime
from typing import Any

import orjson
from django.conf import settings

from headwater.api import outcomes
from headwater.api.webhooks.events import TEST
from headwater.people.models import Owner
from headwater.records.models import Lead, TrailEntry
from headwater.web.records.sentences import say

# What a person typed is theirs; whoever needs it asks for the record.
NOT_TOLD = frozenset({"typed"})


def body_of(event: str, entry: TrailEntry, lead: Lead) -> str:
    """The JSON of an event: the change as it happened, the lead as it stands now."""
    said = say(entry)
    data = _about(lead) | {
        "entry": entry.pk,
        "by": outcomes.owner(entry.by) if entry.by else None,
        "changes": {
            name: {"before": before, "after": after}
            for name, (before, after) in entry.changes.items()
        },
        "why": f"{said.what}: {said.why}" if said.why else said.what,
        "because": {name: each for name, each in entry.because.items() if name not in NOT_TOLD},
    }
    return _written(event, entry.at, data)


def test_body(at: datetime, name: str) -> str:
    """An event that says it is only a test."""
    words = f"“{name}” was tried out. No lead is behind this."
    return _written(TEST, at, {"object": "Webhook", "why": words})


def _about(lead: Lead) -> dict[str, Any]:
    owner: Owner = lead.owner
    return {
        "object": "Lead", "id": lead.pk, "salesforce_id": lead.sf_id,
        "url": f"{settings.PUBLIC_URL}/leads/{lead.pk}" if settings.PUBLIC_URL else None,
        "name": str(lead.name), "company": lead.company, "lead_source": lead.lead_source,
        "status": lead.status, "score": lead.score, "is_converted": lead.is_converted,
        "owner": outcomes.owner(owner),
    }  # fmt: skip


def _written(event: str, at: datetime, data: dict[str, Any]) -> str:
    timestamp = at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    whole = {"type": event, "timestamp": timestamp, "data": data}
    return orjson.dumps(whole, default=str).decode()
