"""Django looks for models here; each lives in a file named for what it is."""

from headwater.people.absence import Absence
from headwater.people.business_hours import BusinessHours, Holiday
from headwater.people.organization import Organization
from headwater.people.owner import Owner
from headwater.people.queue import Queue, QueueMember
from headwater.people.standing import Standing
from headwater.people.team import Team
from headwater.people.user import User

__all__ = [
    "Absence",
    "BusinessHours",
    "Holiday",
    "Organization",
    "Owner",
    "Queue",
    "QueueMember",
    "Standing",
    "Team",
    "User",
]
