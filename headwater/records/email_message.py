"""An e-mail, out or in, on somebody's timeline."""

from typing import Any, ClassVar

from django.db import models

from headwater.records.activity import About
from headwater.records.base import RecordQuerySet


class EmailMessage(About):
    """One message. `key` makes sending it once possible: the same key is never sent twice."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Could not be sent"
        REFUSED = "refused", "Not sent"
        RECEIVED = "received", "Received"

    key = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    is_incoming = models.BooleanField(default=False)
    from_address = models.CharField(max_length=320, blank=True)
    to_address = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=998, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    message_id = models.CharField(max_length=250, blank=True, db_index=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=500, blank=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(RecordQuerySet)()

    def __str__(self) -> str:
        return self.subject
