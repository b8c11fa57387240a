"""What became of mail and of what people want to get, in sentences."""

from collections.abc import Callable, Mapping
from typing import Any

from headwater.records.consent import Source
from headwater.records.models import TrailEntry
from headwater.web.records.said import Said, by

Teller = Callable[[TrailEntry, Mapping[str, Any]], Said]


def _refused(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    program = f" for “{because['program']}”" if because.get("program") else ""
    return Said("mail-x", f"No mail was sent{program}", because.get("problem", ""), "warn", "mail")


def _topic(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    is_given = entry.event.endswith("given")
    what = "Wants mail about" if is_given else "Wants no more mail about"
    source = because.get("source", "")
    how = f"by {Source(source).label}" if source in Source.values else by(entry)
    return Said("mail-check" if is_given else "mail-x", f"{what} “{because.get('topic', '')}”", how,
                "good" if is_given else "warn", "mail")  # fmt: skip


def _suppressed(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    what = f"{because.get('address', 'The address')} gets no more mail"
    why = f"{because.get('reason', '')}; {by(entry)}".strip("; ")
    return Said("ban", what, why, "warn", "mail")


def _complained(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    return Said("ban", "Marked a mail of ours as spam", because.get("reason", ""), "bad", "mail")


def _released(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    what = f"{because.get('address', 'The address')} may get mail again"
    return Said("mail-check", what, f"{because.get('reason', '')}; {by(entry)}", "", "mail")


EVENTS: dict[str, Teller] = {
    "email.refused": _refused, "topic.given": _topic, "topic.withdrawn": _topic,
    "email.suppressed": _suppressed, "email.complained": _complained, "email.released": _released,
}  # fmt: skip
