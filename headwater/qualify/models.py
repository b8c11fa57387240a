"""Django looks for models here; each lives in a file named for what it is."""

from headwater.qualify.awaited_reply import AwaitedReply
from headwater.qualify.cadence import Cadence, CadenceRun, CadenceStep
from headwater.qualify.calendar_feed import CalendarFeed
from headwater.qualify.call_notes import CallNotes
from headwater.qualify.clock_policy import ClockPolicy, MissedClock
from headwater.qualify.handoff_policy import HandoffPolicy
from headwater.qualify.logged_call import LoggedCall
from headwater.qualify.recurrence import Recurrence
from headwater.qualify.stage_definition import StageDefinition

__all__ = [
    "AwaitedReply",
    "Cadence",
    "CadenceRun",
    "CadenceStep",
    "CalendarFeed",
    "CallNotes",
    "ClockPolicy",
    "HandoffPolicy",
    "LoggedCall",
    "MissedClock",
    "Recurrence",
    "StageDefinition",
]
