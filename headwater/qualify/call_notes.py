"""What somebody writes down while they talk, kept as it is typed until the call is logged."""

from django.db import models


class CallNotes(models.Model):
    """The notes of one person about one lead that no logged call has taken over yet."""

    lead = models.ForeignKey("records.Lead", models.CASCADE, related_name="call_notes")
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    text = models.TextField(max_length=32_000, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-changed_at", "-id"]
        verbose_name_plural = "call notes"

    def __str__(self) -> str:
        return self.text[:80]
