"""How a timeline tells what became of hand-offs, and what changed about the agreed stages."""

from collections.abc import Mapping
from typing import Any

from headwater.records.models import TrailEntry
from headwater.web.records.said import Said, by
from headwater.web.records.sentences import EVENTS
from headwater.web.records.words import day

Because = Mapping[str, Any]


def _offered(entry: TrailEntry, because: Because) -> Said:
    what = "Offered again" if because.get("round", 1) > 1 else "Offered"
    due = because.get("due_at")
    until = f"; to decide by {day(due)}" if due else ""
    lacks = because.get("lacks", [])
    missing = f"; does not hold: {', '.join(lacks)}" if lacks else ""
    why = f"{_words(because)}, {by(entry)}{until}{missing}"
    return Said("handshake", f"{what} to {because.get('to', 'sales')}", why, "accent", "decisions")


def _accepted(entry: TrailEntry, because: Because) -> Said:
    when = "in time" if because.get("in_time") else "late"
    return Said("check", f"{_subject(because)} accepted by sales", f"{by(entry)}, {when}", "good",
                "decisions")  # fmt: skip


def _rejected(entry: TrailEntry, because: Because) -> Said:
    what = f"{_subject(because)} rejected by sales: {because.get('reason', '')}"
    return Said("undo-2", what, by(entry), "warn", "decisions", because.get("note", ""))


def _escalated(entry: TrailEntry, because: Because) -> Said:
    what = f"{because.get('owner', 'Nobody')} did not accept it in time"
    return Said("forward", what, "it passes on", "bad", "decisions")


def _withdrawn(entry: TrailEntry, because: Because) -> Said:
    return Said("x", "Not offered any more", f"{_words(because)}, {by(entry)}", "", "decisions")


def _reopened(entry: TrailEntry, because: Because) -> Said:
    return Said("undo-2", "To accept or reject again", by(entry), "", "decisions")


def _turn_given_back(entry: TrailEntry, because: Because) -> Said:
    what = f"{because.get('to', 'Somebody')} gets another lead instead"
    return Said("rotate-ccw", what, because.get("words", ""), "", "decisions")


def _subject(because: Because) -> str:
    deal = because.get("opportunity")
    return f"Early deal {deal['name']}" if deal else "Lead"


def _words(because: Because) -> str:
    words = str(because.get("words", ""))
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


EVENTS.update(
    {
        "handoff.offered": _offered,
        "handoff.accepted": _accepted,
        "handoff.rejected": _rejected,
        "handoff.escalated": _escalated,
        "handoff.withdrawn": _withdrawn,
        "handoff.reopened": _reopened,
    }
)
EVENTS.setdefault("lead.turn_given_back", _turn_given_back)
