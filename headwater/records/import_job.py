"""An import: one file, checked by a dry run, brought in row by row, and taken back if need be."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

UNDO_KEEPS = 500  # the longest reason that an undo tells


class ImportJob(models.Model):
    """One file on its way in. `mapping` is column → API name ('' leaves the column out).

    Each row of a run becomes a Submission (door import, `import_row` counted from 1 below the
    header), so the capture balance holds for files too. `totals` and `check_totals` map a Verdict
    to how many rows of the run and of the dry run ended so; `done_count` counts the rows of what
    is going on in `state`: check, run or undo.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", "Waiting for its mapping"
        CHECKING = "checking", "Trying out"
        CHECKED = "checked", "Tried out"
        RUNNING = "running", "Running"
        PAUSED = "paused", "Paused"
        DONE = "done", "Done"
        CANCELLED = "cancelled", "Cancelled"
        FAILED = "failed", "Stopped"
        UNDOING = "undoing", "Being taken back"
        UNDONE = "undone", "Taken back"

    class Kind(models.TextChoices):
        """What the file is; it is looked at, its name is not asked."""

        CSV = "csv", "Text with a delimiter"
        JSON = "json", "Exported JSON"
        XLSX = "xlsx", "Excel workbook"

    class Known(models.TextChoices):
        """What happens to a row about somebody who has an open lead here already."""

        JOIN = "join", "Add it to their lead as another inquiry, fill what is empty"
        FILL = "fill", "Update their lead: fill what is empty"
        OVERWRITE = "overwrite", "Update their lead: what the file says goes"
        SKIP = "skip", "Leave their lead alone and skip the row"
        CREATE = "create", "Create another lead all the same"

    object_name = models.CharField(max_length=40, default="Lead")
    file_name = models.CharField(max_length=255)
    stored_at = models.CharField(max_length=255, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=4, choices=Kind.choices, default=Kind.CSV)
    sheet = models.CharField(max_length=255, blank=True)
    encoding = models.CharField(max_length=20, default="utf-8")
    delimiter = models.CharField(max_length=1, default=",", blank=True)
    columns = models.JSONField(default=list)
    # How its dates and numbers are written: '' as in the organisation's locale.
    date_order = models.CharField(max_length=3, blank=True)
    date_order_because = models.CharField(max_length=300, blank=True)
    decimal_mark = models.CharField(max_length=1, blank=True)
    decimal_mark_because = models.CharField(max_length=300, blank=True)
    mapping: Any = models.JSONField(default=dict)
    guessed: Any = models.JSONField(default=dict)  # column → why this target, in words
    known = models.CharField(max_length=9, choices=Known.choices, default=Known.JOIN)
    owner = models.ForeignKey(
        "people.Owner", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    campaign = models.ForeignKey("records.Campaign", models.SET_NULL, null=True, blank=True)
    member_status = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.UPLOADED)
    problem = models.CharField(max_length=500, blank=True)
    row_count = models.PositiveIntegerField(default=0)
    done_count = models.PositiveIntegerField(default=0)
    totals: Any = models.JSONField(default=dict)
    check_totals: Any = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_busy(self) -> bool:
        """Whether somebody works at it, or will as soon as a worker is free."""
        return self.state in (self.State.CHECKING, self.State.RUNNING, self.State.UNDOING)

    @property
    def share_done(self) -> float:
        """How much of what is going on is done, 0 to 1."""
        return min(1.0, self.done_count / self.row_count) if self.row_count else 0.0


class ImportRowQuerySet(models.QuerySet[Any]):
    def of_check(self, job: ImportJob) -> "ImportRowQuerySet":
        """What the dry run found, in the order of the file."""
        return self.filter(job=job, is_check=True).order_by("number")

    def of_run(self, job: ImportJob) -> "ImportRowQuerySet":
        """What became of the rows, in the order of the file."""
        return self.filter(job=job, is_check=False).order_by("number")

    def with_verdict(self, verdict: str) -> "ImportRowQuerySet":
        return self.filter(verdict=verdict)

    def after(self, number: int) -> "ImportRowQuerySet":
        """The rows below this one; a page is `[:50]` of it, quick at a million rows."""
        return self.filter(number__gt=number)


class ImportRow(models.Model):
    """What becomes (dry run) or became (run) of one row of a file.

    `record_id` is the record that it made, changed, joined or was skipped for; 0 where there is
    none (yet). `changes` maps an attribute to [before, after], exactly, for what exists already;
    `twin_row` is the earlier row of the same file that is the same person.
    """

    class Verdict(models.TextChoices):
        CREATE = "create", "Create"
        UPDATE = "update", "Update"
        MERGE = "merge", "Merge"
        SKIP = "skip", "Skip"
        ERROR = "error", "Error"

    job = models.ForeignKey(ImportJob, models.CASCADE, related_name="rows", db_index=False)
    is_check = models.BooleanField()
    number = models.PositiveIntegerField()
    verdict = models.CharField(max_length=6, choices=Verdict.choices)
    object_name = models.CharField(max_length=40)
    record_id = models.BigIntegerField(default=0)
    twin_row = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=200, blank=True)
    changes: Any = models.JSONField(default=dict)
    reason = models.CharField(max_length=1000, blank=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(ImportRowQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "is_check", "number"], name="import_row_once")
        ]
        indexes = [
            # The pages of everything but the usual: what was not simply created.
            models.Index(
                fields=["job", "is_check", "verdict", "number"], name="import_row_unusual",
                condition=~Q(verdict="create"),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Row {self.number}: {self.verdict}"


class ImportKept(models.Model):
    """Something that an undo left as it is, because people have worked on it since.

    `field` is the attribute that kept its value, '' where the whole record stays; `by` who did it
    where that is known; `why` one plain sentence.
    """

    job = models.ForeignKey(ImportJob, models.CASCADE, related_name="kept")
    object_name = models.CharField(max_length=40)
    record_id = models.BigIntegerField()
    name = models.CharField(max_length=200, blank=True)
    field = models.CharField(max_length=80, blank=True)
    by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=UNDO_KEEPS)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.object_name} {self.record_id}"


class ImportHabit(models.Model):
    """What a person chose for a column once is offered the next time.

    `columns` is the plain names of all columns of the file ('' for any file that has `column`),
    `column` the plain name of this one; `target` an API name or '' for "leave it out".
    """

    object_name = models.CharField(max_length=40)
    columns = models.CharField(max_length=64, blank=True)
    column = models.CharField(max_length=200)
    target = models.CharField(max_length=80, blank=True)
    chosen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["object_name", "columns", "column"], name="import_habit_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.column} → {self.target}"
