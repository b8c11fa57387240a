"""How a timeline tells of programs."""

from collections.abc import Mapping
from typing import Any

from headwater.records.models import TrailEntry
from headwater.web.records.said import Said, by
from headwater.web.records.sentences import EVENTS

Because = Mapping[str, Any]


def _enrolled(entry: TrailEntry, because: Because) -> Said:
    why = ", ".join(filter(None, (because.get("words"), by(entry))))
    return Said("sprout", f"Came into the program “{because.get('program', '')}”", why)


def _left(entry: TrailEntry, because: Because) -> Said:
    return Said("log-out", f"Left the program “{because.get('program', '')}”",
                because.get("words", ""))  # fmt: skip


def _finished(entry: TrailEntry, because: Because) -> Said:
    return Said("check", f"Went through the program “{because.get('program', '')}”", "", "good")


EVENTS |= {
    "program.enrolled": _enrolled,
    "program.left": _left,
    "program.finished": _finished,
    "program.created": lambda entry, _: Said("sprout", "Program made", by(entry)),
    "program.changed": lambda entry, because: Said(
        "pencil", "Program changed", because.get("words") or by(entry)
    ),
    "program.started": lambda entry, _: Said("play", "Program started", by(entry)),
    "program.paused": lambda entry, _: Said("pause", "Program paused", by(entry)),
    "program.limits_changed": lambda entry, _: Said("gauge", "Sending limits changed", by(entry)),
}
