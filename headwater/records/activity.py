"""What people did and will do: tasks (calls, e-mails, to-dos), events (meetings), notes."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from headwater.records.base import RecordQuerySet, Timestamped, synced_index


class About(Timestamped):
    """What an activity is about: a person (lead or contact) and a thing. Outside: WhoId, WhatId."""

    lead = models.ForeignKey(
        "records.Lead", models.CASCADE, null=True, blank=True, related_name="%(class)ss"
    )
    contact = models.ForeignKey(
        "records.Contact", models.CASCADE, null=True, blank=True, related_name="%(class)ss"
    )
    account = models.ForeignKey(
        "records.Account", models.CASCADE, null=True, blank=True, related_name="%(class)ss"
    )
    opportunity = models.ForeignKey(
        "records.Opportunity", models.CASCADE, null=True, blank=True, related_name="%(class)ss"
    )
    campaign = models.ForeignKey(
        "records.Campaign", models.CASCADE, null=True, blank=True, related_name="%(class)ss"
    )

    class Meta:
        abstract = True

    @property
    def person(self) -> Any:
        return self.contact or self.lead


class TaskQuerySet(RecordQuerySet):
    def open(self) -> Self:
        return self.alive().filter(is_closed=False)

    def due_by(self, day: Any) -> Self:
        return self.open().filter(due_on__lte=day)


class Task(About):
    """Something to do or done (fields: reference §1.8). A logged call is a closed task."""

    owner = models.ForeignKey("people.Owner", models.PROTECT, verbose_name="Assigned To ID")
    subject = models.CharField("Subject", max_length=255, blank=True)
    due_on = models.DateField("Due Date Only", null=True, blank=True)
    due_at = models.DateTimeField("Due At", null=True, blank=True)
    status = models.CharField("Status", max_length=255, default="Not Started", blank=True)
    priority = models.CharField("Priority", max_length=255, default="Normal", blank=True)
    description = models.TextField("Description", max_length=32_000, blank=True)
    task_subtype = models.CharField("Task Subtype", max_length=40, default="Task", blank=True)
    is_closed = models.BooleanField("Closed", default=False)
    completed_at = models.DateTimeField("Completed Date", null=True, blank=True)
    remind_at = models.DateTimeField("Reminder Date/Time", null=True, blank=True)
    reminded_at = models.DateTimeField("Reminded At", null=True, blank=True)
    call_duration_in_seconds = models.IntegerField("Call Duration", null=True, blank=True)
    call_type = models.CharField("Call Type", max_length=40, blank=True)
    call_disposition = models.CharField("Call Result", max_length=255, blank=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(TaskQuerySet)()

    class Meta:
        indexes = [
            synced_index("task_synced"),
            models.Index(
                fields=["owner", "due_on"], name="task_open_of_owner",
                condition=Q(is_closed=False, is_deleted=False),
            ),
            models.Index(
                fields=["owner", "completed_at"], name="task_done_by_owner",
                condition=Q(is_closed=True, is_deleted=False),
            ),
            models.Index(
                fields=["remind_at"], name="task_to_remind",
                condition=Q(is_closed=False, reminded_at=None),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.subject

    @property
    def is_overdue(self) -> bool:
        return not self.is_closed and bool(self.due_on and self.due_on < timezone.localdate())


class Event(About):
    """A meeting (fields: reference §1.9)."""

    owner = models.ForeignKey("people.Owner", models.PROTECT, verbose_name="Assigned To ID")
    subject = models.CharField("Subject", max_length=255, blank=True)
    location = models.CharField("Location", max_length=255, blank=True)
    starts_at = models.DateTimeField("Start Date Time", null=True, blank=True)
    ends_at = models.DateTimeField("End Date Time", null=True, blank=True)
    is_all_day = models.BooleanField("All-Day Event", default=False)
    description = models.TextField("Description", max_length=32_000, blank=True)
    show_as = models.CharField("Show Time As", max_length=40, default="Busy", blank=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(RecordQuerySet)()

    class Meta:
        indexes = [models.Index(fields=["starts_at"], name="event_starts")]

    def __str__(self) -> str:
        return self.subject


class Note(About):
    """A piece of text that somebody wrote down."""

    title = models.CharField("Title", max_length=80, blank=True)
    body = models.TextField("Body", max_length=32_000, blank=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(RecordQuerySet)()

    def __str__(self) -> str:
        return self.title or self.body[:80]
