"""What a person wants to be told by mail: which kinds, how soon, and when not."""

from dataclasses import dataclass
from datetime import time
from typing import Any

from django.db import models

from headwater.people.user import Role


class ByMail(models.TextChoices):
    """How a kind of news comes by mail; on the bell it always stands at once."""

    NOW = "now", "At once"
    DIGEST = "digest", "In the digest"
    NEVER = "never", "Never"


@dataclass(frozen=True, slots=True)
class Kind:
    """What can be told: its name, how it is said on /me, how it comes by mail unless somebody
    chose, and whether it is urgent (may come in quiet hours)."""

    key: str
    label: str
    by_mail: ByMail = ByMail.NEVER
    is_urgent: bool = False


NOW, NEVER = ByMail.NOW, ByMail.NEVER
KINDS = {
    kind.key: kind
    for kind in (
        Kind("lead.new", "A new lead is yours", NOW, is_urgent=True),
        Kind("deal.new", "Somebody new is your deal at once", NOW, is_urgent=True),
        Kind("lead.again", "One of your leads asked again", NOW, is_urgent=True),
        Kind("lead.replied", "Somebody replied to you", NEVER),
        Kind("queue.new", "A lead came into one of your queues", NEVER),
        Kind("queue.age", "A lead waits too long in a queue", NOW, is_urgent=True),
        Kind("clock.warning", "The time to answer is running out", NEVER, is_urgent=True),
        Kind("clock.missed", "Nobody answered in time", NOW, is_urgent=True),
        Kind("handoff.offered", "A lead is offered to you", NOW),
        Kind("handoff.decided", "A lead you offered was accepted, rejected or passed on", NEVER),
        Kind("lead.converted", "A lead was converted for you", NEVER),
        Kind("task.due", "A task or reminder is due", NEVER),
        Kind("route.alert", "A lead found no owner by the rules", NOW, is_urgent=True),
        Kind("system", "What Headwater did by itself, and what went wrong", NEVER),
    )
}


class Quiet(models.TextChoices):
    """When no mail comes, unless it is urgent and may."""

    NEVER = "", "Never: mail may come at any time"
    HOURS = "hours", "Outside my working hours, and on holidays"
    TIMES = "times", "Between two times of my choice"


class Weekly(models.TextChoices):
    """Whether the week of marketing comes by mail."""

    USUAL = "", "If I do marketing"
    YES = "yes", "Yes"
    NO = "no", "No"


WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class NotificationSettings(models.Model):
    """One person's choices. `mail` maps a kind to ByMail; an absent kind comes as KINDS says.

    The times are of the person's own zone. `digest_at` NULL: no digest. `weekly_on` 0 is Monday.
    """

    user = models.OneToOneField(
        "people.User", models.CASCADE, primary_key=True, related_name="notification_settings"
    )
    mail = models.JSONField(default=dict)
    digest_at = models.TimeField(null=True, blank=True)
    quiet = models.CharField(max_length=5, choices=Quiet.choices, blank=True)
    quiet_from = models.TimeField(default=time(20))
    quiet_until = models.TimeField(default=time(7))
    is_quiet_on_weekends = models.BooleanField(default=True)
    urgent_passes = models.BooleanField(default=True)
    weekly = models.CharField(max_length=3, choices=Weekly.choices, blank=True)
    weekly_on = models.PositiveSmallIntegerField(choices=enumerate(WEEKDAYS), default=0)
    weekly_at = models.TimeField(default=time(8))

    class Meta:
        verbose_name_plural = "notification settings"

    def by_mail(self, kind: str) -> str:
        """ByMail of a kind; one that is not known any more never comes."""
        return str(self.mail.get(kind) or (KINDS[kind].by_mail if kind in KINDS else NEVER))

    def wants_week(self, user: Any) -> bool:
        """Whoever chose it; unless they chose, who does marketing."""
        return self.weekly == Weekly.YES or (self.weekly == "" and user.role == Role.MARKETING)
