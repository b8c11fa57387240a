"""Django looks for models here; each lives in a file named for what it is."""

from headwater.qualify.call_notes import CallNotes
from headwater.qualify.clock_policy import ClockPolicy, MissedClock
from headwater.qualify.handoff_policy import HandoffPolicy
from headwater.qualify.logged_call import LoggedCall
from headwater.qualify.stage_definition import StageDefinition

__all__ = [
    "CallNotes",
    "ClockPolicy",
    "HandoffPolicy",
    "LoggedCall",
    "MissedClock",
    "StageDefinition",
]
