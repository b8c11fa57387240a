"""Who is away, from when until when, and who stands in."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from headwater.people.standing import kept
from headwater.people.user import User, users

A_YEAR = timedelta(days=366)  # a replay looks back


class Absence(models.Model):
    """A time in which somebody gets no leads: from `starts_at` up to, but not at, `ends_at`.

    What would come to them by name (a rule names them, they own the account) goes to the delegate.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="absences")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    delegate = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="standing_in"
    )
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="absence_lasts"),
            models.CheckConstraint(
                condition=Q(delegate=None) | ~Q(delegate=F("user")), name="absence_has_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} is away"

    def back(self, zone: str = "UTC") -> str:
        """When they are back, in words: “back on 4 March”, with the time if it is not midnight."""
        local = self.ends_at.astimezone(ZoneInfo(zone))
        time = f", {local:%H:%M}" if (local.hour, local.minute) != (0, 0) else ""
        return f"back on {local.day} {local:%B}{time}"


def away(at: datetime) -> Mapping[int, Absence]:
    """Who is away at that moment, by user key; of several absences the one that ends last."""
    return {
        each.user_id: each for each in absences() if each.starts_at <= at < each.ends_at
    }  # in the order of their ends, so the last one stays


def stand_in(user_id: int, gone: Mapping[int, Absence]) -> User | None:
    """Who takes what is meant for somebody: they themselves, or the first of their delegates
    who is there. None when nobody is, also when two stand in for each other and both are away."""
    known, asked = users(), set()
    key: int | None = user_id
    while key is not None and key not in asked:
        asked.add(key)
        user = known.get(key)
        if user is None or not user.is_active:
            return None
        if key not in gone:
            return user
        key = gone[key].delegate_id
    return None


@kept
def absences() -> Sequence[Absence]:
    """Those of the last year and of the time to come, in the order of their ends."""
    lately = timezone.now() - A_YEAR
    return list(Absence.objects.filter(ends_at__gt=lately).order_by("ends_at", "pk"))
