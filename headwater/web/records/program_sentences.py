"""What programs that use the API were let do, in sentences."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from headwater.records.models import TrailEntry
from headwater.web.records.said import Said, by

Teller = Callable[[TrailEntry, Mapping[str, Any]], Said]


def _dated(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    """Who moves in says when a record was made, and by whom."""
    days = [
        f"{word} {datetime.fromisoformat(text):%-d %B %Y}"
        for name, word in (("created_at", "created"), ("modified_at", "last changed"))
        if (text := because.get(name))
    ]
    what = f"Came with its past: {', '.join(days)}" if days else "Came with who made it"
    return Said("history", what, by(entry))


def _client(word: str, icon: str = "plug") -> Teller:
    def tell(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
        days = because.get("days")
        why = f"; the old one holds {days} days more" if days else ""
        called = f" “{because['name']}”" if because.get("name") else ""
        who = because.get("words") or by(entry)
        return Said(icon, f"API client{called} {word}{why}", who)

    return tell


def _origin(word: str) -> Teller:
    def tell(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
        return Said("globe", f"Pages of {because.get('origin', '')} {word}", by(entry))

    return tell


OF_CLIENTS: dict[str, Teller] = {
    "api_client.created": _client("added"),
    "api_client.changed": _client("changed"),
    "api_client.secret_changed": _client("got a new secret", "key-round"),
    "api_client.revoked": _client("revoked: it gets in no more", "unplug"),
    "api_client.restored": _client("let in again"),
    "origin.allowed": _origin("may call the API"),
    "origin.refused": _origin("may call the API no more"),
}
EVENTS: dict[str, Teller] = OF_CLIENTS | {
    f"{noun}.dated": _dated
    for noun in (
        "lead", "account", "contact", "opportunity", "opportunitycontactrole", "campaign",
        "campaignmember", "campaignmemberstatus", "accountcontactrelation", "task", "event", "note",
    )
}  # fmt: skip
