"""An e-mail, out or in, on somebody's timeline."""

from typing import Any, ClassVar

from django.db import models

from headwater.records.activity import About
from headwater.records.base import RecordQuerySet


class EmailMessage(About):
    """One message. `key` makes sending it once possible: the same key is never sent twice.

    `in_reply_to` is the Message-ID that it answers, `references` those of the whole thread, apart
    by spaces. `is_inquiry` tells the message by which a lead began from the replies to it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Could not be sent"
        REFUSED = "refused", "Not sent"
        RECEIVED = "received", "Received"
        BOUNCED = "bounced", "Came back"
        UNDONE = "undone", "Taken back before it went"

    key = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    is_incoming = models.BooleanField(default=False)
    from_address = models.CharField(max_length=320, blank=True)
    to_address = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=998, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    message_id = models.CharField(max_length=250, blank=True, db_index=True)
    in_reply_to = models.CharField(max_length=250, blank=True)
    references = models.TextField(blank=True)
    is_inquiry = models.BooleanField(default=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=500, blank=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(RecordQuerySet)()

    class Meta(About.Meta):
        indexes = [
            # What people wrote lately: Today looks for what nobody has answered.
            models.Index(
                fields=["created_at"], name="email_answers",
                condition=models.Q(is_incoming=True, is_inquiry=False, is_deleted=False),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.subject


_KINDS = {
    "application/pdf": "PDF",
    "application/zip": "ZIP archive",
    "application/vnd.microsoft.portable-executable": "Windows program",
    "application/x-executable": "program",
} | {
    f"application/vnd.openxmlformats-officedocument.{kind}": "Office file"
    for kind in ("wordprocessingml.document", "spreadsheetml.sheet", "presentationml.presentation")
}


class EmailAttachment(models.Model):
    """A file that came with a message; whoever may see the message may download it.

    `content_type` is what the bytes say, never what the sender said. `content` is NULL where the
    file was too large to keep apart from the raw message, and `problem` says so.
    """

    message = models.ForeignKey(EmailMessage, models.CASCADE, related_name="attachments")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField("Bytes")
    content = models.BinaryField(null=True)
    is_inline = models.BooleanField(default=False)
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["message", "place"], name="attachment_place")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind_in_words(self) -> str:
        """What people call such a file; '' where its bytes say nothing."""
        kind = self.content_type.partition("/")[0]
        return _KINDS.get(self.content_type) or {"image": "picture", "text": "text"}.get(kind, "")
