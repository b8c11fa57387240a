"""How a timeline tells of cadences, and of tasks that come again."""

from collections.abc import Mapping
from typing import Any

from headwater.records.models import TrailEntry
from headwater.web.records.said import Said, by
from headwater.web.records.sentences import EVENTS

Because = Mapping[str, Any]


def _started(entry: TrailEntry, because: Because) -> Said:
    why = f"step 1 of {because.get('of', 1)}: {because.get('task', '')}, {by(entry)}"
    return Said("list-checks", f"Cadence “{because.get('cadence', '')}” started", why)


def _moved(entry: TrailEntry, because: Because) -> Said:
    what = f"Next in “{because.get('cadence', '')}”: {because.get('task', '')}"
    return Said("list-checks", what, f"step {because.get('place')} of {because.get('of')}")


def _resumed(entry: TrailEntry, because: Because) -> Said:
    what = f"Cadence “{because.get('cadence', '')}” goes on"
    return Said("play", what, f"{because.get('task', '')}, {by(entry)}")


def _ended(entry: TrailEntry, because: Because) -> Said:
    name = because.get("cadence", "")
    if because.get("state") == "finished":
        return Said("check", f"Cadence “{name}” finished", "all steps done", "good")
    return Said("square", f"Cadence “{name}” stopped", because.get("words", ""))


def _repeated(entry: TrailEntry, because: Because) -> Said:
    return Said("repeat", f"It comes again {because.get('words', '')}", by(entry))


EVENTS |= {
    "cadence.started": _started,
    "cadence.moved": _moved,
    "cadence.resumed": _resumed,
    "cadence.ended": _ended,
    "task.repeated": _repeated,
    "task.repeated_no_more": lambda entry, _: Said("repeat", "It comes no more", by(entry)),
    "task.woken": lambda entry, because: Said("sun", "Due again", because.get("words", "")),
}
