"""What the Trail says of who belongs where, in sentences."""

from collections.abc import Mapping
from typing import Any

from headwater.records.models import TrailEntry
from headwater.web.records.said import Said, by
from headwater.web.records.sentences import EVENTS, in_plain_words

Because = Mapping[str, Any]


def _related(entry: TrailEntry, because: Because) -> Said:
    account = because.get("account", {}).get("name", "a company")
    roles = ", ".join(filter(None, str(because.get("roles", "")).split(";")))
    if because.get("is_active") is False:
        return Said("link-2-off", f"No longer active at {account}", by(entry))
    why = "; ".join(filter(None, (roles, by(entry))))
    if because.get("is_primary"):
        return Said("star", f"First to turn to at {account}", why)
    return Said("link", f"At {account}" if roles else f"Belongs to {account}, too", why)


def _unrelated(entry: TrailEntry, because: Because) -> Said:
    account = because.get("account", {}).get("name", "a company")
    return Said("link-2-off", f"No longer belongs to {account}", by(entry))


def _moved(entry: TrailEntry, because: Because) -> Said:
    """A change of company, parent or manager, by the names of then; other changes plainly."""
    told = {"account_id", "parent_id", "reports_to_id"} & entry.changes.keys()
    if not told or not {"from", "to"} <= because.keys():
        return in_plain_words(entry, because)
    [what] = list(told)[:1]
    was, now = because["from"], because["to"]
    icon = "network" if what != "account_id" else "arrow-right"
    said, none = {
        "account_id": (f"Is at {now} now", f"Left {was}"),
        "parent_id": (f"Belongs under {now}", f"No longer under {was}"),
        "reports_to_id": (f"Reports to {now}", f"No longer reports to {was}"),
    }[what]
    why = f"was at {was}; {by(entry)}" if now and was and what == "account_id" else by(entry)
    return Said(icon, said if now else none, why)


EVENTS.update(
    {
        "contact.related": _related,
        "contact.unrelated": _unrelated,
        "contact.changed": _moved,
        "account.changed": _moved,
    }
)
