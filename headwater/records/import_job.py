"""An import: one file, row by row accounted for, each row a submission."""

from typing import Any

from django.db import models
from django.utils import timezone


class ImportJob(models.Model):
    """One file on its way in. `mapping` is column → API name ('' leaves the column out).

    Each row becomes a Submission (door import, `import_row` counted from 1 below the header), so
    the capture balance holds for files too.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", "Waiting for its mapping"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Stopped"

    object_name = models.CharField(max_length=40, default="Lead")
    file_name = models.CharField(max_length=255)
    stored_at = models.CharField(max_length=255, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    encoding = models.CharField(max_length=20, default="utf-8")
    delimiter = models.CharField(max_length=1, default=",")
    columns = models.JSONField(default=list)
    mapping: Any = models.JSONField(default=dict)
    campaign = models.ForeignKey("records.Campaign", models.SET_NULL, null=True, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.UPLOADED)
    problem = models.CharField(max_length=500, blank=True)
    row_count = models.PositiveIntegerField(default=0)
    done_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name
