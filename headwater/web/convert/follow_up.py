"""What is to be done after the conversion: a task with a day and an owner, if one is wanted."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from headwater.convert import naming
from headwater.convert.choices import FollowUp
from headwater.convert.conversion_settings import settings
from headwater.people.user import users
from headwater.records.models import Lead
from headwater.web.convert.asked import Asked, key_of


@dataclass
class FollowUpPart:
    """Off unless the settings suggest one; `owner_id` is who gets the new records."""

    lead: Lead
    asked: Asked
    records_owner_id: int

    @property
    def is_wanted(self) -> bool:
        return self.asked.is_ticked("follow_up", usually=settings().asks_follow_up)

    @property
    def subject(self) -> str:
        usual = naming.follow_up_subject(self.lead, settings(), timezone.localdate())
        return self.asked.text("follow_up_subject") or usual

    @property
    def usual_day(self) -> date:
        """So many days from now, and not on a weekend."""
        day = timezone.localdate() + timedelta(days=settings().follow_up_days)
        return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)

    @property
    def day(self) -> str:
        """As the input holds it."""
        return self.asked.text("follow_up_on") or self.usual_day.isoformat()

    @property
    def owner_id(self) -> int:
        given = key_of(self.asked.text("follow_up_owner"))
        return given if given in users() else self.records_owner_id

    def choice(self) -> FollowUp | None:
        """Raises Refused for what is no day of the calendar."""
        if not self.is_wanted:
            return None
        day = self.asked.day("follow_up_on", "The follow-up") or self.usual_day
        return FollowUp(self.subject[:255], day, users().get(self.owner_id))
