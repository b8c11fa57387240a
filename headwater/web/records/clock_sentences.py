"""What the Trail says of clocks: promised, warned of, kept, missed, paused."""

from collections.abc import Mapping
from typing import Any

from headwater.records.clock import Kind
from headwater.records.models import TrailEntry
from headwater.web.records.said import Said, by, moment
from headwater.web.templatetags.words import duration

# What a clock promises, by its kind.
PROMISED = {
    "first_attempt": "Answer", "first_contact": "Conversation", "next_step": "Next step",
    "accept": "Decision",
}  # fmt: skip


def started(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    due = because.get("due_at")
    why = f"{because.get('policy', '')}, {because.get('calendar', '').lower()}".strip(", ")
    promised = PROMISED.get(because.get("kind", ""), "Answer")
    return Said("timer", f"{promised} promised by {moment(due)}" if due else "Clock started", why,
                "", "decisions")  # fmt: skip


def stopped(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    kept, reason, kind = because.get("kept"), because.get("reason", ""), because.get("kind", "")
    if not because.get("answered", True):
        return Said("timer", f"{PROMISED.get(kind, 'Answer')} is awaited no more", reason, "",
                    "decisions")  # fmt: skip
    done = {"first_contact": "Spoken with", "next_step": "Next step planned",
            "accept": "Decided"}.get(kind, "Answered")  # fmt: skip
    what = f"{done} in time" if kept else f"{done} late"
    return Said("timer", what, reason, "good" if kept else "bad", "decisions")


def missed(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    minutes, owner = because.get("minutes"), because.get("owner", "")
    promise = f"{duration(minutes * 60)} were promised" if minutes else ""
    had = f"{owner} had it" if owner else ""
    what = {
        "first_contact": "Nobody spoke with them in time", "next_step": "No next step in time",
        "accept": "Nobody decided in time",
    }.get(because.get("kind", ""), "Nobody answered in time")  # fmt: skip
    why = "; ".join(part for part in (promise, had) if part)
    return Said("timer-off", what, why, "bad", "decisions")


def warned(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    share = f"{because.get('share', 0):.0%}".replace("%", " %")
    what = f"Warned: {share} of the time is gone"
    return Said("bell", what, because.get("policy", ""), "warn", "decisions")


def paused(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    until = because.get("until")
    ends = f"until {moment(until)}" if until else "until a reply comes or somebody goes on"
    what = f"{_kind(because)} paused: {because.get('reason', '')}"
    note = because.get("note", "")
    return Said("pause", what, f"{by(entry)}; {ends}", "", "decisions", note)


def resumed(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    due = because.get("due_at")
    why = f"{because.get('words', '')}; due {moment(due)}"
    return Said("play", f"{_kind(because)} runs on", why, "", "decisions")


def _kind(because: Mapping[str, Any]) -> str:
    kind = because.get("kind", "")
    return Kind(kind).label if kind in Kind.values else "Clock"


def restarted(entry: TrailEntry, because: Mapping[str, Any]) -> Said:
    return Said("timer", "The clock runs on", by(entry), "", "decisions")


EVENTS = {
    "clock.started": started,
    "clock.stopped": stopped,
    "clock.restarted": restarted,
    "clock.missed": missed,
    "clock.warned": warned,
    "clock.paused": paused,
    "clock.resumed": resumed,
}
