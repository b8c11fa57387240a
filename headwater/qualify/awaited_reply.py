"""A task that was put aside until the person writes."""

from typing import Any, ClassVar

from django.db import models


class AwaitedReply(models.Model):
    """The task comes back with the next reply, or on its new day when none comes."""

    task = models.OneToOneField("records.Task", models.CASCADE, related_name="awaited_reply")
    since = models.DateTimeField()

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    def __str__(self) -> str:
        return f"{self.task} waits for a reply"
