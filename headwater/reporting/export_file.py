"""A file that somebody asked for and that took longer than a page may: made by a job, kept a week.

Its bytes stand in the database, in pieces: whichever machine makes it, any other can hand it out.
"""

from typing import Any

from django.db import models
from django.utils import timezone


class ExportFile(models.Model):
    """`what` and `asked` say how the rows are found again, as whoever asked; see `prepared`."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Being made"
        DONE = "done", "Ready"
        FAILED = "failed", "Failed"

    user = models.ForeignKey("people.User", models.CASCADE, related_name="export_files")
    title = models.CharField(max_length=120)
    file_name = models.CharField(max_length=200)
    form = models.CharField(max_length=7)
    what = models.CharField(max_length=40)
    asked: Any = models.JSONField(default=dict)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    row_count = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    problem = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.DONE

    @property
    def is_busy(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)


class ExportPiece(models.Model):
    """A megabyte of a file."""

    file = models.ForeignKey(ExportFile, models.CASCADE, related_name="pieces")
    place = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "place"], name="export_piece_once")]
