"""What somebody writes down while they talk, kept as it is typed until the call is logged."""

from datetime import datetime

from django.db import models, transaction
from django.utils import timezone

from headwater.people.models import User
from headwater.qualify.touch import hold, require_editor
from headwater.records.models import Lead

LONGEST = 32_000


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


def notes_of(lead: Lead, by: User) -> str:
    """What this person has written down about the lead and not logged yet."""
    found = CallNotes.objects.filter(lead=lead, by=by).first()
    return found.text if found else ""


def keep_notes(lead: Lead, text: str, *, by: User, at: datetime | None = None) -> None:
    """Keep the notes as they stand now; empty ones are not kept."""
    require_editor(by)
    text = text.replace("\x00", "")[:LONGEST]
    with transaction.atomic():
        hold([lead])  # two windows of one person write one after the other
        own = CallNotes.objects.filter(lead=lead, by=by)
        if not text.strip():
            own.delete()
        elif not own.update(text=text, changed_at=at or timezone.now()):
            CallNotes.objects.create(lead=lead, by=by, text=text, changed_at=at or timezone.now())


def put_away(lead: Lead, note: str, *, by: User) -> None:
    """A call was logged with this note: what it has taken over is no longer kept apart."""
    for own in CallNotes.objects.filter(lead=lead, by=by):
        if own.text.strip() in note:
            own.delete()
