"""Django looks for models here; each lives in a file named for what it is."""

from headwater.qualify.call_notes import CallNotes
from headwater.qualify.clock_policy import ClockPolicy, MissedClock
from headwater.qualify.logged_call import LoggedCall

__all__ = ["CallNotes", "ClockPolicy", "LoggedCall", "MissedClock"]
