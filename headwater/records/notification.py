"""What Headwater tells a person: a lead arrived, a clock ran out, a task is due."""

from django.db import models
from django.utils import timezone


class Notification(models.Model):
    """One line for one user, with a link; `key` keeps the same thing from being said twice."""

    user = models.ForeignKey("people.User", models.CASCADE, related_name="notifications")
    key = models.CharField(max_length=120, unique=True)
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]
        indexes = [
            models.Index(
                fields=["user", "-at"], name="notification_unread", condition=models.Q(read_at=None)
            )
        ]

    def __str__(self) -> str:
        return self.text
