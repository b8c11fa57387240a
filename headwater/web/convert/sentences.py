"""How a timeline tells what conversions do to accounts, contacts and opportunities."""

from collections.abc import Mapping
from typing import Any

from headwater.records.models import TrailEntry
from headwater.web.records.sentences import EVENTS, Said


def _made(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    by = f"by {entry.by}" if entry.by else "by itself"
    lead = because.get("name") if "lead" in because else ""
    why = f"from the lead {lead}, {by}" if lead else by
    return Said("plus", f"{entry.object_name} created", why)


def _joined(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    filled = [name for name in entry.changes if not name.endswith("_id")]
    why = f"{len(filled)} of its fields gained a value" if filled else ""
    return Said("merge", f"The lead {because.get('name', '')} was converted into it", why, "good")


def _left(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    by = f"by {entry.by}" if entry.by else ""
    return Said("undo-2", "A lead’s conversion into it was undone", by)


EVENTS.update(
    {f"{noun}.created": _made for noun in ("account", "contact", "opportunity")}
    | {f"{noun}.joined": _joined for noun in ("account", "contact", "opportunity")}
    | {f"{noun}.left": _left for noun in ("account", "contact", "opportunity")}
)
