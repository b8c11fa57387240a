"""A bulk job, its batches (of Bulk 2.0: one), and what was sent and what came of it in pieces."""

from datetime import timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from headwater.api.caller import Caller
from headwater.catalog import ids
from headwater.people.models import User

KEPT_FOR = timedelta(days=7)


class State(models.TextChoices):
    OPEN = "Open"
    UPLOAD_COMPLETE = "UploadComplete"
    IN_PROGRESS = "InProgress"
    JOB_COMPLETE = "JobComplete"
    CLOSED = "Closed"  # Bulk 1.0: no batch is added any more
    ABORTED = "Aborted"
    FAILED = "Failed"


ENDED = frozenset({State.JOB_COMPLETE, State.ABORTED, State.FAILED})


class BatchState(models.TextChoices):
    QUEUED = "Queued"
    IN_PROGRESS = "InProgress"
    COMPLETED = "Completed"
    FAILED = "Failed"
    NOT_PROCESSED = "NotProcessed"


class BulkJobs(models.QuerySet["BulkJob"]):
    def seen_by(self, user: User) -> Self:
        """One's own; administrators see all."""
        return self if user.can_configure else self.filter(created_by=user)


class BulkJob(models.Model):
    """What is to be done by `created_by`. `interface` is ingest, query (both 2.0) or classic.

    `wishes` are the headers that hold for each of its records (rules, duplicates).
    """

    interface = models.CharField(max_length=10)
    operation = models.CharField(max_length=20)
    object_name = models.CharField(max_length=80)
    external_field = models.CharField(max_length=80, blank=True)
    content_type = models.CharField(max_length=12, default="CSV")
    line_ending = models.CharField(max_length=4, default="LF")
    delimiter = models.CharField(max_length=12, default="COMMA")
    query = models.TextField(blank=True)
    version = models.CharField(max_length=8)
    concurrency = models.CharField(max_length=10, default="Parallel")
    wishes = models.JSONField(default=dict)
    state = models.CharField(max_length=20, choices=State.choices, default=State.OPEN)
    error = models.TextField(blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    modified_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Any] = BulkJobs.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "modified_at"], name="bulk_job_state")]

    def __str__(self) -> str:
        return f"{self.operation} {self.object_name} ({self.sf_id})"

    @property
    def sf_id(self) -> str:
        return ids.encode("750", self.pk)

    @property
    def caller(self) -> Caller:
        """In whose name, and with which wishes, its records are written."""
        return Caller(self.created_by, self.version, self.wishes)

    @property
    def is_query(self) -> bool:
        return self.operation in ("query", "queryAll")


class BulkBatch(models.Model):
    """A part of a job that was sent at once. `columns` are those of what a query found."""

    job = models.ForeignKey(BulkJob, on_delete=models.CASCADE, related_name="batches")
    state = models.CharField(max_length=14, choices=BatchState.choices, default=BatchState.QUEUED)
    message = models.TextField(blank=True)
    columns = models.JSONField(default=list)
    done_count = models.PositiveIntegerField(default=0)
    failed_count = models.PositiveIntegerField(default=0)
    spent_ms = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    modified_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.sf_id} of {self.job_id}"

    @property
    def sf_id(self) -> str:
        return ids.encode("751", self.pk)

    @property
    def result_id(self) -> str:
        """Bulk 1.0 names a query's result by an id of its own."""
        return ids.encode("752", self.pk)


class BulkPiece(models.Model):
    """A part of what was sent (bytes) or of what came of it (JSON), in its order."""

    class Kind(models.TextChoices):
        SENT = "sent"
        TOLD = "told"  # for each record: id, created, error
        FOUND = "found"  # rows of a query

    batch = models.ForeignKey(BulkBatch, on_delete=models.CASCADE, related_name="pieces")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    number = models.PositiveIntegerField()
    count = models.PositiveIntegerField(default=0)
    data = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "kind", "number"], name="bulk_piece_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
