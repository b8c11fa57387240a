"""Mail to the people who work here: what is new for them, and the daily digest."""

from django.db import models
from django.utils import timezone


class NotificationMail(models.Model):
    """One mail to one address; `key` keeps it from being written twice.

    Nobody tries before `again_at`; NULL means settled. Who sends claims it first: `again_at` is set
    ahead and committed before the mail server hears a word.
    """

    class Kind(models.TextChoices):
        NEWS = "news", "News"
        DIGEST = "digest", "Digest"
        WEEKLY = "weekly", "The week of marketing"
        QUEUE = "queue", "To a queue's address"

    user = models.ForeignKey("people.User", models.CASCADE, null=True, related_name="+")
    to_address = models.CharField(max_length=320)
    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=6, choices=Kind.choices)
    subject = models.CharField(max_length=255)
    text = models.TextField()
    html = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    again_at = models.DateTimeField(null=True, blank=True)
    try_count = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(
                fields=["again_at"], name="notification_mail_due",
                condition=models.Q(again_at__isnull=False),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.subject} ({self.to_address})"
