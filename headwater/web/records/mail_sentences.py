"""What became of mail and of what people want to get, in sentences."""

from collections.abc import Callable, Mapping
from typing import Any

from headwater.records.consent import Channel, Source
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


def _bounced(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    reason = because.get("reason", "")
    what, after, tone = {
        "hard": ("came back", "nothing more is sent to it", "bad"),
        "soft": ("came back", "it may pass", "warn"),
    }.get(because.get("how", ""), ("is late", "the mail server keeps trying", ""))
    why = "; ".join(part for part in (reason, after) if part)
    return Said("mail-x", f"Mail to {because.get('address', '')} {what}", why, tone, "mail")


def _answer_chosen(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    why = f"by the rule “{because.get('rule')}”: {because.get('sentence')}"
    return Said("mail-check", f"Answered with “{because.get('template')}”", why, "", "decisions")


def _answered_by_machine(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    what = f"An automatic reply came: “{because.get('subject', '')}”"
    return Said("bot", what, "nobody’s answer", "", "mail", because.get("text", ""))


def _consent(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    channel = because.get("channel", "")
    channel = Channel(channel).in_a_sentence if channel in Channel.values else "something"
    is_out = entry.event == "consent.withdrawn"
    source = because.get("source", "")
    how = f"by {Source(source).label}" if source in Source.values and not entry.by else by(entry)
    text = because.get("text", "")
    if is_out:
        return Said("ban", f"Opted out of {channel}", how, "warn", "decisions", text)
    return Said("check", f"Agreed to {channel}", how, "good", "decisions", text)


EVENTS: dict[str, Teller] = {
    "email.bounced": _bounced, "email.chosen": _answer_chosen,
    "email.answered_by_machine": _answered_by_machine,
    "consent.given": _consent, "consent.withdrawn": _consent,
    "email.refused": _refused, "topic.given": _topic, "topic.withdrawn": _topic,
    "email.suppressed": _suppressed, "email.complained": _complained, "email.released": _released,
}  # fmt: skip
